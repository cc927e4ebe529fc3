"""The verbs of edits: fixtures as data, several at once, what is refused, and `doc.map`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import attrs
import pytest

import wikiparse
from wikiparse import Document, Edit, Node

FOLDER = Path(__file__).parent / "fixtures" / "edits"
CASE = re.compile(
    r"^==== (?P<title>[^\n]*)  \[(?P<dialect>\w+)\]\n(?P<input>.*?)"
    r"^---- (?P<call>[^\n]*)\n(?P<output>.*?)(?=^==== |\Z)",
    re.M | re.S,
)
CASES = [
    pytest.param(*match.group("dialect", "input", "call", "output"), id=match["title"])
    for path in sorted(FOLDER.glob("*.txt"))
    for match in CASE.finditer(path.read_text(encoding="utf-8"))
]


def edit_of(doc: Document, call: str) -> Edit:
    """The edit that `verb(kind index, value, …)` is: a node by its kind and which of these."""
    found = re.fullmatch(r"(\w+)\((?:([a-z_]+) (\d+)(?:, )?)?(.*)\)", call)
    assert found is not None
    values = ast.literal_eval(f"({found[4]},)") if found[4] else ()
    nodes: list[Node] = []
    if found[2]:
        nodes.append([node for node in doc.walk() if node.kind == found[2]][int(found[3])])
    made: Edit = getattr(Edit, found[1])(*nodes, *values)
    return made


@pytest.mark.parametrize(("dialect", "source", "call", "expected"), CASES)
def test_fixtures(dialect: str, source: str, call: str, expected: str) -> None:
    doc = wikiparse.parse(source, dialect=dialect, lang="en")
    edit = edit_of(doc, call)
    try:
        new = doc.replace_all([edit])
    except ValueError as error:
        assert f"ValueError: {error}\n" == expected  # noqa: PT017  # it is the outcome
    else:
        assert str(new) == expected
        assert new == wikiparse.parse(expected, dialect=dialect, lang="en")
        nodes = () if edit.node is None else (edit.node,)
        assert getattr(doc, edit.verb)(*nodes, *edit.values) == new
    assert str(doc) == source


def test_there_are_cases_of_each_verb() -> None:
    verbs = {param.values[2].partition("(")[0] for param in CASES}  # type: ignore[union-attr]
    own = {name for name, value in vars(Edit).items() if isinstance(value, classmethod)}
    assert verbs | {"replace"} == own
    assert all(hasattr(Document, verb) for verb in own)


def test_several_at_once() -> None:
    doc = wikiparse.parse(
        "{{Box\n| a = 1\n}}\n* a\n* b\n* c\n\n== A ==\nText [[b]].\n\n== B ==\n", dialect="wikitext"
    )
    items = list(doc.find_all(wikiparse.ListItem))
    new = doc.replace_all(
        [
            Edit.set_argument(doc.templates[0], "b", "2"),
            Edit.set_argument(doc.templates[0], "c", "3"),
            Edit.remove(items[0]),
            Edit.remove(items[2]),
            Edit.insert_after(items[1], "new"),
            Edit.rename_section(doc.sections[0], "New"),
            (doc.wikilinks[0], "[[c]]"),
            Edit.append("End."),
        ]
    )
    assert str(new) == (
        "{{Box\n| a = 1\n| b = 2\n| c = 3\n}}\n* b\n* new\n\n== New ==\nText [[c]].\n\n== B ==\n"
        "End.\n"
    )


def test_all_items_and_all_references() -> None:
    doc = wikiparse.parse("a\n\n- b\n- c\n\nd\\[1\\] e\\[2\\]\n\n1.  f\n2.  g\n", dialect="hybrid")
    items = list(doc.find_all(wikiparse.ListItem))
    assert [n.kind for n in doc.replace_all([Edit.remove(i) for i in items]).lead] == [
        "paragraph",
        "paragraph",
        "footnote_list",
    ]
    new = doc.replace_all([Edit.remove(r) for r in doc.footnote_references])
    assert str(new) == "a\n\n- b\n- c\n\nd e\n"


@pytest.mark.parametrize(
    ("dialect", "source", "kind", "kept", "expected"),
    [
        ("wikitext", "x\n\n* a\n* b\n\nc\n", "list_item", 0, "x\n\nc\n"),
        ("markdown", "- a\n- b\n  - c\n  - d\n\ne\n", "list_item", 2, "- a\n- b\n\ne\n"),
        ("markdown", "x\n\n- a\n- b\n- c\n\nd\n", "list_item", 1, "x\n\n- a\n\nd\n"),
        ("markdown", "x\n\n**[[a]] [[b]]**\n\ny", "wikilink", 0, "x\n\ny"),
    ],
)
def test_nothing_is_left_of_what_is_removed_one_by_one(
    dialect: str, source: str, kind: str, kept: int, expected: str
) -> None:
    doc = wikiparse.parse(source, dialect=dialect)
    nodes = [node for node in doc.walk() if node.kind == kind][kept:]
    assert str(doc.replace_all(map(Edit.remove, nodes))) == expected
    assert str(doc.replace_all(map(Edit.remove, nodes[::-1]))) == expected


def test_what_overlaps() -> None:
    doc = wikiparse.parse("* a [[b]]\n* c\n", dialect="wikitext")
    item = next(doc.find_all(wikiparse.ListItem))
    with pytest.raises(ValueError, match="overlap"):
        doc.replace_all([Edit.remove(item), Edit.remove(doc.wikilinks[0])])


def test_wrong_arguments() -> None:
    doc = wikiparse.parse("{{a|b}}\n\n== C ==\n", dialect="wikitext")
    other = wikiparse.parse("{{a|b}}", dialect="wikitext")
    with pytest.raises(ValueError, match="not a node of this document"):
        doc.remove(other.templates[0])
    with pytest.raises(ValueError, match="page itself"):
        doc.remove(doc)
    with pytest.raises(TypeError, match="takes a section"):
        doc.rename_section(doc.templates[0], "d")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not a Section"):
        doc.set_argument(doc.sections[0], "d", "e")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not a NoneType"):
        doc.remove(None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="count from 1"):
        doc.set_argument(doc.templates[0], 0, "e")


def test_line_endings_are_those_of_the_page() -> None:
    doc = wikiparse.parse("One.\r\n\r\nTwo.\r\n", dialect="markdown")
    assert str(doc.insert_after(doc.lead[0], "New\nline.")) == (
        "One.\r\n\r\nNew\r\nline.\r\n\r\nTwo.\r\n"
    )
    assert str(doc.remove(doc.lead[1])) == "One.\r\n"


# --- doc.map


def test_map_keeps_replaces_and_drops() -> None:
    doc = wikiparse.parse("a [[b|c]] ''d'' [[e]]\n\n== F ==\ng", dialect="wikitext")
    assert doc.map(lambda node: node) is doc

    def function(node: Node) -> Node | tuple[Node, ...] | None:
        if isinstance(node, wikiparse.Wikilink):
            return node.children  # its text alone
        if isinstance(node, wikiparse.Text) and node.value == "d":
            return wikiparse.Text("D")
        return None if isinstance(node, wikiparse.Heading) else node

    new = doc.map(function)
    assert new.is_edited
    assert str(new) == str(doc)
    assert [block.kind for block in new.children] == ["paragraph", "paragraph"]
    assert new.to_wikitext().startswith("a c ''D''")
    assert new.to_html()
    assert new.to_json()
    with pytest.raises(ValueError, match="changed or made by hand"):
        new.remove(new.children[0])


def test_map_sees_new_children_and_no_node_twice() -> None:
    doc = wikiparse.parse("- a\n  - b\n", dialect="markdown")
    seen: list[str] = []

    def function(node: Node) -> Node:
        seen.append(node.text)
        return wikiparse.Text(node.value.upper()) if isinstance(node, wikiparse.Text) else node

    doc.map(function)
    assert len(seen) == sum(1 for _ in doc.walk()) - 1
    assert seen[-1] == "A\nB"
    with pytest.raises(TypeError, match="returned a int"):
        doc.map(lambda node: 1)  # type: ignore[arg-type,return-value]


def test_map_needs_no_deep_stack() -> None:
    node: Node = wikiparse.Text("a")
    for _ in range(5000):
        node = wikiparse.Strong((node,))
    doc = Document((wikiparse.Paragraph((node,)),))
    new = doc.map(lambda n: wikiparse.Text("b") if isinstance(n, wikiparse.Text) else n)
    assert [n for n in new.walk()][-1] == wikiparse.Text("b")  # noqa: C416  # the last one
    assert attrs.evolve(new) == new
