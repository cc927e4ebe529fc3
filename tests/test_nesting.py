"""Constructs nested into each other, pair by pair, and nested too deep."""

from __future__ import annotations

import itertools
import json
import pickle
import threading
from typing import TYPE_CHECKING

import attrs
import pytest

import wikiparse
from checks import all_faults
from wikiparse import Document, Limits, Node, Strong, Text, parse

if TYPE_CHECKING:
    from collections.abc import Callable

# --------------------------------------------------------------------------------------------------
# pairs

# What opens, what closes, and the class that comes of it.
INLINES: dict[str, tuple[str, str, type[Node]]] = {
    "strong": ("**", "**", wikiparse.Strong),
    "emphasis": ("*", "*", wikiparse.Emphasis),
    "strikethrough": ("~~", "~~", wikiparse.Strikethrough),
    "wikilink": ("[", '](../Page/A_\\(b\\).md "wikilink")', wikiparse.Wikilink),
    "external link": ("[", "](http://a.example/)", wikiparse.ExternalLink),
    "link": ("[", "](a.html)", wikiparse.Link),
    "image": ("![", "](a.png)", wikiparse.Image),
    "html link": ('<a href="../Page/A.md" title="wikilink">', "</a>", wikiparse.Wikilink),
    "element": ("<sup>", "</sup>", wikiparse.HtmlElement),
    "another element": ("<span>", "</span>", wikiparse.HtmlElement),
    "ref": ("<ref>", "</ref>", wikiparse.FootnoteReference),
    "template": ("{{T|", "}}", wikiparse.Template),
    "footnote template": ("{{efn|", "}}", wikiparse.FootnoteTemplate),
    "function": ("{{#if:", "}}", wikiparse.ParserFunction),
    "parameter": ("{{{x|", "}}}", wikiparse.TemplateParameter),
}
LEAVES: dict[str, tuple[str, type[Node]]] = {
    "code": ("`b`", wikiparse.InlineCode),
    "math": ("\\(b\\)", wikiparse.Math),
    "autolink": ("<http://b.example/>", wikiparse.ExternalLink),
    "comment": ("<!-- b -->", wikiparse.Comment),
    "break": ("<br />", wikiparse.LineBreak),
    "variant": ("-{b}-", wikiparse.LanguageVariant),
    "mark": ("[^1]", wikiparse.FootnoteReference),
    "category": ('[Category:B](Category:B "wikilink")', wikiparse.Category),
    "void tag": ("<wbr>", wikiparse.HtmlTag),
}


def _holds(doc: Document, outer: type[Node], inner: type[Node]) -> bool:
    """Whether a node of one class stands below one of the other."""
    return any(
        isinstance(below, inner)
        for node in doc.find_all(outer)
        for child in node.children
        for below in child.walk()
    )


@pytest.mark.parametrize(("outer", "inner"), [*itertools.product(INLINES, INLINES)])
def test_inlines_in_inlines(outer: str, inner: str) -> None:
    opens, closes, cls = INLINES[outer]
    inner_opens, inner_closes, inner_cls = INLINES[inner]
    text = f"x {opens}a {inner_opens}b{inner_closes} c{closes} y"
    doc = parse(text, dialect="hybrid", lang="en")
    assert _holds(doc, cls, inner_cls), doc.tree()
    assert len(doc.children) == 1
    assert not all_faults(doc, text)
    first, *_, last = doc.children[0].children
    assert isinstance(first, Text)
    assert isinstance(last, Text)
    assert (first.value, last.value) == ("x ", " y")


@pytest.mark.parametrize(("outer", "inner"), [*itertools.product(INLINES, LEAVES)])
def test_leaves_in_inlines(outer: str, inner: str) -> None:
    opens, closes, cls = INLINES[outer]
    leaf, inner_cls = LEAVES[inner]
    text = f"x {opens}a {leaf} c{closes} y\n\n[^1]: z"
    doc = parse(text, dialect="hybrid", lang="en")
    assert _holds(doc, cls, inner_cls), doc.tree()
    assert not all_faults(doc, text)


def _indented(first: str, text: str) -> str:
    return first + text.replace("\n", "\n    ")


CONTAINERS: dict[str, tuple[Callable[[str], str], type[Node]]] = {
    "quotation": (lambda text: "> " + text.replace("\n", "\n> "), wikiparse.Blockquote),
    "bullet": (lambda text: _indented("  - ", text), wikiparse.ListItem),
    "number": (lambda text: _indented("1.  ", text), wikiparse.ListItem),
    "footnote": (
        lambda text: "[^1]: " + text.replace("\n", "\n    "),
        wikiparse.FootnoteDefinition,
    ),
    "details": (
        lambda text: "  -\n    " + text.replace("\n", "\n    "),
        wikiparse.DescriptionDetails,
    ),
    "raw cell": (
        lambda text: f"<table><tr><td>\n\nw\n\n{text}\n\n</td></tr></table>",
        wikiparse.TableCell,
    ),
    "section": (lambda text: f"# x\n\n{text}", wikiparse.Section),
}
BLOCKS: dict[str, tuple[str, type[Node]]] = {
    "paragraph": ("a\n**b**", wikiparse.Strong),
    "heading": ("## a *b*", wikiparse.Heading),
    "bullets": ("  - a\n  - b", wikiparse.List),
    "numbers": ("5.  a\n6.  b", wikiparse.List),
    "quotation": ("> a\n> b", wikiparse.Blockquote),
    "fence": ("```\na\n\n b\n```", wikiparse.CodeBlock),
    "pipe table": ("| a |\n| - |\n| b |", wikiparse.Table),
    "html table": (
        "<table>\n<tbody>\n<tr><td><p>a</p></td></tr>\n</tbody>\n</table>",
        wikiparse.Table,
    ),
    "break": ("-----", wikiparse.ThematicBreak),
    "comment": ("<!-- a -->", wikiparse.Comment),
    "tags": ("<div>\n\na\n\n</div>", wikiparse.HtmlBlock),
    "formula": ("\\[x^2\\]", wikiparse.MathBlock),
    "details": ("  -\n    a", wikiparse.DescriptionDetails),
}
KNOWN = {
    ("quotation", "html table"): "an HTML table in a quotation is no Table",
}
"""Pairs that the library does not read yet."""


def _known(pair: tuple[str, ...]) -> tuple[pytest.MarkDecorator, ...]:
    return (pytest.mark.xfail(reason=KNOWN[pair[:2]], strict=True),) if pair[:2] in KNOWN else ()  # type: ignore[index]


def _pairs() -> list[object]:
    return [
        pytest.param(*pair, marks=_known(pair)) for pair in itertools.product(CONTAINERS, BLOCKS)
    ]


@pytest.mark.parametrize(("outer", "inner"), _pairs())
def test_blocks_in_containers(outer: str, inner: str) -> None:
    wrap, cls = CONTAINERS[outer]
    block, inner_cls = BLOCKS[inner]
    # A paragraph goes first: a list of one empty beginning would be another construct.
    text = wrap(f"v\n\n{block}") + "\n\nafter"
    doc = parse(text, dialect="hybrid")
    assert _holds(doc, cls, inner_cls), doc.tree()
    assert not all_faults(doc, text)
    assert list(doc.find_all(wikiparse.Paragraph))[-1].text == "after"


@pytest.mark.parametrize("inner", BLOCKS)
@pytest.mark.parametrize("middle", ["quotation", "bullet", "details"])
@pytest.mark.parametrize("outer", ["quotation", "bullet", "number"])
def test_blocks_three_deep(outer: str, middle: str, inner: str) -> None:
    if inner == "html table" and "quotation" in (outer, middle):
        pytest.skip("see KNOWN")
    text = CONTAINERS[outer][0](CONTAINERS[middle][0](f"v\n\n{BLOCKS[inner][0]}"))
    doc = parse(text, dialect="hybrid")
    assert _holds(doc, CONTAINERS[middle][1], BLOCKS[inner][1]), doc.tree()
    assert not all_faults(doc, text)


# --------------------------------------------------------------------------------------------------
# depth

MANY = 1_000
DEEP: dict[str, str] = {
    "quotations": "> " * MANY + "a",
    "bullets": "- " * MANY + "a",
    "numbers": "1. " * MANY + "a",
    "indented bullets": "\n".join(" " * (2 * level) + "- a" for level in range(300)),
    "quotations and bullets": "> - " * MANY + "a",
    "links": "[" * MANY + "a" + "](b)" * MANY,
    "wikilinks": "[" * MANY + "a" + '](b "wikilink")' * MANY,
    "images": "![" * MANY + "a" + "](b)" * MANY,
    "emphasis": "*a **b " * MANY + "c" + "** *" * MANY,
    "strikethrough": "~~a " * MANY + "b" + " c~~" * MANY,
    "tags": "<b>" * MANY + "a" + "</b>" * MANY,
    "templates": "{{a|" * MANY + "b" + "}}" * MANY,
    "parameters": "{{{a|" * MANY + "b" + "}}}" * MANY,
    "tables": "<table><tr><td>" * MANY + "a" + "</td></tr></table>" * MANY,
    "tables of blocks": "<table><tr><td>\n\n" * 300 + "a" + "\n\n</td></tr></table>" * 300,
    "refs": "<ref>" * MANY + "a" + "</ref>" * MANY,
    "bullets and links": "- " * MANY + "[*" * MANY + "a" + "*](b)" * MANY,
}


def _depth(doc: Document) -> int:
    """Levels of nodes below the document that hold other nodes."""
    deepest, stack = 0, [(doc, 0)]
    while stack:
        node, level = stack.pop()
        if node.children:
            deepest = max(deepest, level)
        stack += [(child, level + 1) for child in node.children]  # type: ignore[misc]
    return deepest


@pytest.mark.parametrize("limit", [5, 20, 100])
@pytest.mark.parametrize("name", DEEP)
def test_nesting_is_capped_and_reported(name: str, limit: int) -> None:
    text = DEEP[name]
    doc = parse(text, dialect="hybrid", limits=Limits(max_depth=limit))
    assert _depth(doc) <= limit
    assert str(doc) == text
    found = [d for d in doc.diagnostics if d.code == "nesting-too-deep"]
    assert found
    for each in found:
        assert each.span is not None
        assert 0 <= each.span.start < each.span.end <= len(text)


@pytest.mark.parametrize("name", DEEP)
def test_what_is_as_deep_as_allowed_is_read(name: str) -> None:
    """The cap is no lower than it says, give or take the levels of one construct."""
    assert _depth(parse(DEEP[name], dialect="hybrid", limits=Limits(max_depth=30))) >= 2
    if name != "emphasis":  # by position, a star behind a letter closes the one before
        assert _depth(parse(DEEP[name], dialect="hybrid", limits=Limits(max_depth=30))) >= 26


def test_within_the_limit_nothing_is_reported() -> None:
    doc = parse("> " * 90 + "a", dialect="hybrid")
    assert not doc.diagnostics
    assert len(list(doc.find_all(wikiparse.Blockquote))) == 90


def _in_a_small_stack(work: Callable[[], None]) -> None:
    """Do something in a thread with a stack of 256 KiB; raise what it raises."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # carried over to the test
            raised.append(error)

    before = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    if raised:
        raise raised[0]


@pytest.mark.parametrize("name", DEEP)
def test_a_small_stack_is_enough(name: str) -> None:
    def work() -> None:
        text = DEEP[name]
        doc = parse(text, dialect="hybrid")
        again = parse(text, dialect="hybrid")
        assert len(list(doc.walk())) > 1
        assert doc == again
        assert hash(doc) == hash(again)
        assert repr(doc)
        assert pickle.loads(pickle.dumps(doc)) == doc
        assert isinstance(doc.to_text(), str)
        assert doc.tree()
        assert Document.from_dict(json.loads(doc.to_json())) == doc

    _in_a_small_stack(work)


def test_a_tree_made_by_hand_may_be_deeper() -> None:
    def work() -> None:
        node, other = Strong((Text("a"),)), Strong((Text("a"),))
        for _ in range(19_999):
            node, other = Strong((node,)), Strong((other,))
        assert len(list(node.walk())) == 20_001
        assert node == other
        assert attrs.evolve(other, children=()) != node
        assert hash(node) == hash(other)
        assert len(repr(node)) < 200
        assert pickle.loads(pickle.dumps(node)) == node
        assert node.text == "a"
        doc = Document((wikiparse.Paragraph((node,)),))
        assert doc.to_text() == "a\n"
        assert len(doc.tree().splitlines()) == 20_003
        assert Document.from_dict(doc.to_dict()) == doc

    work()  # freeing so deep a tree takes the interpreter more than a small stack


@pytest.mark.parametrize("name", DEEP)
def test_the_highest_limit_needs_no_more_stack(name: str) -> None:
    limits = Limits(max_depth=200)

    def work() -> None:
        doc = parse(DEEP[name], dialect="hybrid", limits=limits)
        assert _depth(doc) <= 200
        assert Document.from_dict(json.loads(doc.to_json())) == doc
        assert isinstance(doc.to_text(), str)

    _in_a_small_stack(work)
