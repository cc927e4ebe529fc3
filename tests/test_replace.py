"""`doc.replace`: the source with one stretch replaced, parsed anew by the same rules."""

from __future__ import annotations

import difflib
import pickle

import attrs
import pytest

import wikiparse
from wikiparse import (
    DIALECTS,
    Document,
    Limits,
    Paragraph,
    Span,
    Strong,
    Template,
    TemplateArgument,
    Text,
    Wikilink,
)

PAGE = (
    "Lead\0 ''x\r\n\r\n{{box\r\n| a = {{b|1}}\r\n| c = d <!-- e -->\r\n}}\r\n"
    "* [[F|g]]hi <ref>{{n|o}}</ref>\r\n{|\r\n| {{p}} || q\r\n|}\r\n== R ==\rs"
)


def changed(before: str, after: str) -> tuple[str, str]:
    """What is different between two texts, from the first difference to the last."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return before[codes[0][1] : codes[-1][2]], after[codes[0][3] : codes[-1][4]]


@pytest.mark.parametrize("name", ["box", "b", "n", "p"])
def test_only_the_template_is_changed(name: str) -> None:
    doc = wikiparse.parse(PAGE, dialect="wikitext", lang="en", title="T")
    template = next(t for t in doc.templates if t.name == name)
    new = doc.replace(template, "\N{SNOWMAN}")
    start, end = template.span
    assert str(new) == PAGE[:start] + "\N{SNOWMAN}" + PAGE[end:]
    assert str(doc) == PAGE
    assert (new.title, new.lang, new.dialect) == ("T", "en", "wikitext")


@pytest.mark.parametrize("text", [PAGE, PAGE.replace("\0", "")])
def test_any_node_for_itself_changes_nothing(text: str) -> None:
    for dialect in ("wikitext", "hybrid", "markdown"):
        doc = wikiparse.parse(text, dialect=dialect)
        for node in doc.walk():
            same = doc.replace(node, node)
            assert same == doc
            assert str(same) == text


def test_wikicode_is_written_back() -> None:
    mwparserfromhell = pytest.importorskip("mwparserfromhell")
    doc = wikiparse.parse(PAGE, dialect="wikitext")
    code = doc.templates[0].to_wikicode()
    box = code.filter_templates()[0]
    box.get("c").value = " z\r\n"
    new = doc.replace(doc.templates[0], code)
    assert changed(PAGE, str(new)) == ("d <!-- e -->", "z")
    assert doc.replace(doc.templates[0], box) == new
    assert str(doc.replace(doc.templates[3], mwparserfromhell.parse("{{w}}"))) == PAGE.replace(
        "{{p}}", "{{w}}"
    )


@pytest.mark.parametrize(
    ("dialect", "text", "kind", "new", "after"),
    [
        (
            "hybrid",
            'a [b](../Page/B.md "wikilink") c\n\n1.  d',
            "wikilink",
            '[e](../Page/E.md "wikilink")',
            'a [e](../Page/E.md "wikilink") c\n\n1.  d',
        ),
        ("hybrid", "> a\n> {{b}} c", "template", "{{d}}", "> a\n> {{d}} c"),
        ("hybrid", "a {{b|c}}", "template_argument", "d", "a {{b|d}}"),
        ("markdown", "# a *b*\n\nc", "emphasis", "d", "# a d\n\nc"),
        ("markdown", "- a\n- b\n\nc", "list", "d\n", "d\n\n\nc"),
        ("commonmark", "a\r\n\r\n```\r\nb\r\n```\r\n", "code_block", "c", "a\r\n\r\nc\r\n"),
        ("wikitext", "{{a|b=c|d}}", "template_argument", "b=e", "{{a|b=e|d}}"),
        ("wikitext", "a\n== b ==\nc\n== d ==\n", "section", "b", "a\nb\n== d ==\n"),
        ("wikitext", "[[bus]]es [[a]]", "wikilink", "[[car]]s", "[[car]]s [[a]]"),
    ],
)
def test_texts(dialect: str, text: str, kind: str, new: str, after: str) -> None:
    doc = wikiparse.parse(text, dialect=dialect)
    node = next(node for node in doc.walk() if node.kind == kind)
    edited = doc.replace(node, new)
    assert str(edited) == after
    assert edited == wikiparse.parse(after, dialect=dialect)


def test_nodes() -> None:
    doc = wikiparse.parse("{{a}} [[b]] ''c''", dialect="wikitext")
    template, link = doc.templates[0], doc.wikilinks[0]
    assert str(doc.replace(template, link)) == "[[b]] [[b]] ''c''"
    assert str(doc.replace(link, attrs.evolve(template, name="d"))) == "{{a}} {{d}} ''c''"
    assert str(doc.replace(link, Strong((Text("[[e]]"),)))) == "{{a}} '''&#91;[e&#93;]''' ''c''"
    other = wikiparse.parse("{{ f }}", dialect="hybrid").templates[0]
    assert str(doc.replace(link, other)) == "{{a}} {{ f }} ''c''"


def test_nodes_in_markdown() -> None:
    doc = wikiparse.parse("a *b* c", dialect="markdown")
    emphasis = doc.children[0].children[1]
    assert str(doc.replace(emphasis, doc.children[0])) == "a a *b* c c"
    with pytest.raises(ValueError, match="cannot be written in the dialect 'markdown'"):
        doc.replace(emphasis, Text("d"))
    with pytest.raises(ValueError, match="cannot be written"):
        doc.replace(emphasis, Template((), "d"))
    hybrid = wikiparse.parse("a {{b}}", dialect="hybrid")
    assert (
        str(
            hybrid.replace(
                hybrid.templates[0], Template((TemplateArgument((Text("d"),), "k"),), "c")
            )
        )
        == "a {{c|k=d}}"
    )


def test_several_at_once() -> None:
    doc = wikiparse.parse("{{a}} {{b}} {{c|{{d}}}}", dialect="wikitext")
    a, b, c, d = doc.templates
    assert str(doc.replace_all([(b, "2"), (a, "1"), (d, "4")])) == "1 2 {{c|4}}"
    assert doc.replace_all([]) == doc
    with pytest.raises(ValueError, match="overlap"):
        doc.replace_all([(c, "3"), (d, "4")])
    with pytest.raises(ValueError, match="overlap"):
        doc.replace_all([(a, "1"), (a, "2")])


def test_what_is_no_node_of_the_document() -> None:
    doc, other = (wikiparse.parse("{{a}} {{a}}", dialect="wikitext") for _ in range(2))
    with pytest.raises(ValueError, match="not a node of this document"):
        doc.replace(other.templates[0], "b")
    with pytest.raises(ValueError, match="not a node of this document"):
        doc.replace(attrs.evolve(doc.templates[0]), "b")
    with pytest.raises(ValueError, match="not a node of this document"):
        doc.replace(doc.replace(doc.templates[0], "{{b}}").templates[0], "c")
    assert str(doc.replace(doc.templates[1], "b")) == "{{a}} b"
    for wrong in (None, 1, b"x", ["x"]):
        with pytest.raises(TypeError, match="not by a"):
            doc.replace(doc.templates[0], wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="can be replaced"):
            doc.replace(wrong, "x")  # type: ignore[arg-type]


def test_a_tree_that_is_not_that_of_its_source() -> None:
    doc = wikiparse.parse("a", dialect="wikitext")
    edited = attrs.evolve(doc, children=(Paragraph((Text("b"),)),))
    with pytest.raises(ValueError, match="changed or made by hand"):
        edited.replace(edited.children[0], "c")
    made = Document((Text("a", span=(0, 1)),), source="a")
    with pytest.raises(ValueError, match="changed or made by hand"):
        made.replace(made.children[0], "c")
    assert str(attrs.evolve(doc, title="A").replace(doc.children[0], "c")) == "c"


def test_rules_and_limits_are_kept() -> None:
    rules = attrs.evolve(DIALECTS["hybrid"], name="mine", math=False)
    doc = wikiparse.parse("$a$ {{b}} > c", dialect=rules, limits=Limits(max_depth=7))
    for again in (doc, pickle.loads(pickle.dumps(doc))):
        new = again.replace(again.templates[0], "{{d}}")
        assert new.dialect == "mine"
        assert new == wikiparse.parse("$a$ {{d}} > c", dialect=rules)
        assert new._limits == Limits(max_depth=7)
        assert new._rules == rules
    stored = Document.from_dict(doc.to_dict())
    with pytest.raises(ValueError, match="only the name of the dialect 'mine' is known"):
        stored.replace(stored.templates[0], "d")


def test_stored_pages() -> None:
    doc = wikiparse.parse("{{a}}\r\nb", dialect="wikitext", lang="en", title="T")
    for back in (pickle.loads(pickle.dumps(doc)), Document.from_dict(doc.to_dict())):
        new = back.replace(back.templates[0], "c")
        assert (str(new), new.lang, new.title) == ("c\r\nb", "en", "T")
        assert back.to_wikitext() == "{{a}}\r\nb"


def test_the_detection_is_kept() -> None:
    doc = wikiparse.parse('[a](../Page/A.md "wikilink") b')
    assert doc.replace(doc.wikilinks[0], "c").detection == doc.detection
    assert doc.replace(doc.wikilinks[0], "c").dialect == "hybrid"


def test_a_replaced_node_is_where_it_was() -> None:
    doc = wikiparse.parse("a [[b]] c", dialect="wikitext")
    link = doc.replace(doc.wikilinks[0], "[[d|e]]").wikilinks[0]
    assert isinstance(link, Wikilink)
    assert link.span == Span(2, 9)
