"""Nodes are values: frozen, slotted, hashable, picklable, equal wherever they stand; so are the
records around them."""

from __future__ import annotations

import copy
import gc
import inspect
import json
import pickle
import re
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import wikiparse
from cases import read_cases, stems
from lengths import long_but
from wikiparse import Document, Node, Parent, Span, Text
from wikiparse.render.html import bare as html_bare
from wikiparse.render.html import safe as html_safe
from wikiparse.render.wikitext import write as wikitext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORDS = (Text("a", span=(1, 2)),)
HEADING = wikiparse.Heading(WORDS, 2)

SAMPLES: tuple[Node, ...] = (
    wikiparse.Blockquote(WORDS),
    wikiparse.Boilerplate(WORDS, "footer"),
    wikiparse.Category(WORDS, "Lakes", "key", "Category:Lakes"),
    wikiparse.CodeBlock("x = 1\n", "python numberLines"),
    wikiparse.Comment(" end list "),
    wikiparse.ConversionNotice("七", "https://zh.wikipedia.org/wiki/七"),
    wikiparse.DescriptionDetails(WORDS),
    wikiparse.DescriptionList(WORDS),
    wikiparse.DescriptionTerm(WORDS),
    Document(WORDS, source="xa", title="A", lang="zh"),
    wikiparse.Emphasis(WORDS),
    wikiparse.ExternalLink(WORDS, "http://a.example/", "tip", is_bare=True),
    wikiparse.FootnoteDefinition(WORDS, "1", "g"),
    wikiparse.FootnoteList(WORDS, "g"),
    wikiparse.FootnoteReference((), None, "g", "1"),
    wikiparse.FootnoteTemplate((wikiparse.Template((), "efn"),), "a", "g"),
    wikiparse.FrontMatter("a: b\n"),
    wikiparse.Gallery(WORDS, (("mode", "packed"),)),
    HEADING,
    wikiparse.HtmlBlock("<div>"),
    wikiparse.HtmlElement(WORDS, "span", (("style", "color: red"),)),
    wikiparse.HtmlInline("<?x?>"),
    wikiparse.HtmlTag("sup", (("id", "x"),), is_closing=False),
    wikiparse.Image(WORDS, "A.png", "File:A.png", "alt", "tip", (("thumb", ""),)),
    wikiparse.InlineCode("x"),
    wikiparse.LanguageVariant(("A",), (("zh-hans", "甲"), ("zh-hant", "乙")), lang="zh"),
    wikiparse.VariantText(WORDS, "zh-hans"),
    wikiparse.LineBreak(),
    wikiparse.Link(WORDS, "x.html", "tip"),
    wikiparse.LinkReferenceDefinition("a", "http://a.example/", "tip"),
    wikiparse.List(WORDS, 1, is_tight=False),
    wikiparse.ListItem(WORDS, checked=True),
    wikiparse.MagicWord("NOTOC"),
    wikiparse.Math("x^2", is_display=True),
    wikiparse.MathBlock("x^2"),
    wikiparse.Paragraph(WORDS),
    wikiparse.ParserFunction(WORDS, "#if"),
    wikiparse.Redirect(WORDS, "A", "b"),
    wikiparse.Section((HEADING, *WORDS), 2),
    wikiparse.Strikethrough(WORDS),
    wikiparse.Strong(WORDS),
    wikiparse.Table(WORDS),
    wikiparse.TableCaption(WORDS),
    wikiparse.TableCell(WORDS, is_header=True, rowspan=2, colspan=3, align="left"),
    wikiparse.TableRow(WORDS),
    wikiparse.Template(WORDS, "T"),
    wikiparse.TemplateArgument(WORDS, "1", is_positional=True),
    wikiparse.TemplateParameter(WORDS, "x"),
    Text("words"),
    wikiparse.ThematicBreak(),
    wikiparse.Wikilink(WORDS, "../Page/A.md", "ⓦ"),
)
"""One node of every class that a tree is made of."""

CLASSES = [
    cls
    for _, cls in inspect.getmembers(wikiparse, inspect.isclass)
    if issubclass(cls, Node) and cls not in (Node, Parent)
]
RECORDS = (
    wikiparse.Span(1, 2),
    wikiparse.Position(1, 2),
    wikiparse.Diagnostic("unclosed-code", "warning", "words", Span(1, 2)),
    wikiparse.Detection("hybrid", (("wikilink titles", 1),)),
    wikiparse.Limits(max_depth=7),
    wikiparse.Archive("http://a.example/", None, "wayback"),
    *wikiparse.DIALECTS.values(),
)


def _evolved(node: Any, **values: object) -> Node:
    """The node with other values, whichever its class has."""
    changed: Node = attrs.evolve(node, **values)
    return changed


every_node = pytest.mark.parametrize("node", SAMPLES, ids=lambda node: node.kind)


def test_every_class_has_a_sample() -> None:
    sampled = [type(node) for node in SAMPLES]
    assert _names(set(CLASSES) - set(sampled)) == [], "add one to SAMPLES in tests/test_values.py"
    assert len(sampled) == len(CLASSES)
    assert {cls.__name__ for cls in CLASSES} <= set(wikiparse.__all__)


@pytest.mark.parametrize(
    ("table", "file"),
    [
        (html_safe.HANDLERS, "render/html/safe.py"),
        (html_bare.HANDLERS, "render/html/bare.py"),
        (wikitext.HANDLERS, "render/wikitext/blocks.py or inlines.py"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_renderer_writes_every_class(table: Mapping[type, object], file: str) -> None:
    assert _names({*CLASSES} - {wikiparse.Document} - {*table}) == [], f"no line in {file}"


def _names(classes: Iterable[type]) -> list[str]:
    return sorted(cls.__name__ for cls in classes)


@every_node
def test_kind_is_the_name_in_snake_case(node: Node) -> None:
    assert node.kind == re.sub(r"(?<!^)(?=[A-Z])", "_", type(node).__name__).lower()
    assert type(node).kind == node.kind


@every_node
def test_frozen_and_slotted(node: Node) -> None:
    assert attrs.has(type(node))
    assert not hasattr(node, "__dict__")
    for name in ("kind", "children", "text", "span", "anything"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(node, name, None)
    field = next(f.name for f in attrs.fields(type(node)))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(node, field, None)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        delattr(node, field)


@every_node
def test_equal_and_hashed_wherever_it_stands(node: Node) -> None:
    moved = attrs.evolve(node, span=(7, 9))
    assert moved == node
    assert hash(moved) == hash(node)
    assert moved.span == Span(7, 9)
    assert attrs.evolve(moved, span=None).span is None
    assert {node, moved} == {node}


@every_node
def test_unequal_to_what_it_is_not(node: Node) -> None:
    assert all(node != other for other in SAMPLES if other is not node)
    assert node != node.kind
    assert node != None  # noqa: E711


@every_node
def test_evolve_changes_one_value(node: Node) -> None:
    if isinstance(node, Parent) and not isinstance(node, wikiparse.Section):
        changed = _evolved(node, children=(Text("b"),))
        assert changed.children == (Text("b"),)
    else:
        name = next(
            (
                f.alias
                for f in attrs.fields(type(node))
                if f.init and f.alias in ("value", "level", "name", "page_title", "tag", "url")
            ),
            "",
        )
        if not name:
            pytest.skip("a node without values")
        changed = _evolved(node, **{name: 3 if name == "level" else "other"})
        assert getattr(changed, name) in (3, "other")
    assert type(changed) is type(node)
    assert changed != node
    assert attrs.evolve(node) == node


@every_node
def test_pickle_and_copies(node: Node) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        back = pickle.loads(pickle.dumps(node, protocol))
        assert back == node
        assert type(back) is type(node)
        assert [n.span for n in back.walk()] == [n.span for n in node.walk()]
    assert copy.copy(node) == node
    assert copy.deepcopy(node) == node
    assert copy.deepcopy([node, node])[0] == node


@every_node
def test_repr_names_the_class_and_is_bounded(node: Node) -> None:
    assert repr(node).startswith(type(node).__name__ + "(")
    values = {
        f.alias: "x" * 10_000
        for f in attrs.fields(type(node))
        if f.init and f.alias in ("value", "name", "title", "url", "href")
    }
    long = _evolved(node, **values)
    if isinstance(node, Parent):
        long = _evolved(long, children=(*node.children, *[Text("y" * 100)] * 1_000))
    assert len(repr(long)) < 1_000


@every_node
def test_children_are_a_tuple_and_walk_begins_with_the_node(node: Node) -> None:
    assert isinstance(node.children, tuple)
    assert isinstance(node, Parent) == ("children" in {f.name for f in attrs.fields(type(node))})
    assert next(iter(node.walk())) is node
    assert isinstance(node.text, str)


def test_spans() -> None:
    assert WORDS[0].span == (1, 2)
    assert (WORDS[0].span.start, WORDS[0].span.end) == (1, 2)
    assert Text("a").span is None
    assert repr(Span(1, 2)) == "1:2"


def test_the_values_are_told_apart() -> None:
    assert wikiparse.Wikilink(WORDS, "A") != wikiparse.Wikilink(WORDS, "B")
    assert wikiparse.List(WORDS, 1) != wikiparse.List(WORDS, 2)
    assert wikiparse.Strong(WORDS) != wikiparse.Strong(())
    assert wikiparse.Strong(WORDS) != wikiparse.Emphasis(WORDS)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_records_are_values_too(record: Any) -> None:
    assert pickle.loads(pickle.dumps(record)) == record
    assert copy.deepcopy(record) == record
    assert hash(pickle.loads(pickle.dumps(record))) == hash(record)
    name = attrs.fields(type(record))[0].name if attrs.has(type(record)) else record._fields[0]
    with pytest.raises(AttributeError):
        setattr(record, name, None)


def test_parsed_nodes_are_of_the_exported_classes() -> None:
    source = (
        '# a\n\n**b** [c](d "wikilink") <http://e.example> <sup>2</sup>\n'
        "\n  - x\n\n| a |\n| - |\n| b |\n\n```\nc\n```"
    )
    doc = wikiparse.parse(source, dialect="hybrid")
    for node in doc.walk():
        assert type(node) in CLASSES
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(node, attrs.fields(type(node))[0].name, None)


@pytest.mark.parametrize("bad", [0, -1, 201, 10**9])
def test_limits_that_are_none(bad: int) -> None:
    with pytest.raises(ValueError, match="max_depth"):
        wikiparse.Limits(max_depth=bad)


def ask_everything(make: Any) -> None:
    """Ask a document, made twice, all that a value can be asked for, and have it freed."""
    doc, again = make(), make()
    assert doc == again
    assert hash(doc) == hash(again)
    assert repr(doc)
    assert copy.deepcopy(doc) == doc
    assert pickle.loads(pickle.dumps(doc)) == doc
    assert Document.from_dict(json.loads(doc.to_json(derived=True))) == doc
    assert isinstance(
        doc.to_text() + doc.to_html() + doc.to_html(safe=False) + doc.tree() + doc.text, str
    )
    del doc, again
    gc.collect()


@pytest.mark.parametrize("dialect", long_but(["hybrid", "wikitext"], wikiparse.DIALECTS))
def test_what_is_parsed_is_a_value_in_every_dialect(dialect: str) -> None:
    # What other tests hold is not looked at each time: in a long run of tests that would take most
    # of the time of all.
    gc.collect()
    gc.freeze()
    try:
        for stem in stems():
            for case in read_cases(stem)[1]:
                ask_everything(lambda case=case: wikiparse.parse(case.source, dialect=dialect))
    finally:
        gc.unfreeze()


def test_the_fixtures_hold_every_class() -> None:
    """What the invariants are shown on: every class of node comes out of some fixture."""
    found = {
        type(node)
        for stem in stems()
        for case in read_cases(stem)[1]
        for node in case.parse().walk()
    }
    assert set(CLASSES) - found == set()
