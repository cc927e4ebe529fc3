"""Trees as Markdown: the output reads as the same text and the same nodes, by this library and
by cmark-gfm."""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given, settings

import wikiparse
from cases import read_cases, write_cases
from lengths import long_but
from markdown_checks import again, check, squeezed
from trees import MarkdownTrees
from wikiparse import (
    Blockquote,
    CodeBlock,
    DescriptionDetails,
    DescriptionList,
    DescriptionTerm,
    Document,
    Emphasis,
    ExternalLink,
    FootnoteDefinition,
    FootnoteReference,
    Heading,
    HtmlElement,
    Image,
    InlineCode,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    Node,
    Paragraph,
    Section,
    Strong,
    Table,
    TableCell,
    TableRow,
    Text,
    ThematicBreak,
    Wikilink,
)
from wikiparse.nodes.links import LinkContext
from wikiparse.render.json import node_classes
from wikiparse.render.markdown.flavors import FLAVORS
from wikiparse.render.markdown.write import HANDLERS, render_markdown

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

FILES = [f"markdown_output/{name}" for name in FLAVORS]
ENGLISH = LinkContext("en", is_wikitext=True)


# ------------------------------------------------------------------------------------ constructs


@pytest.fixture
def is_refreshing(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--refresh-fixtures"))


@pytest.mark.parametrize("stem", FILES)
def test_each_construct_is_written_as_its_fixture(stem: str, is_refreshing: bool) -> None:
    head, found = read_cases(stem)
    flavor = stem.rpartition("/")[2]
    written = [case.parse().to_markdown(flavor).rstrip("\n") + "\n" for case in found]
    if is_refreshing:
        cases = [attrs.evolve(c, expected=w) for c, w in zip(found, written, strict=True)]
        write_cases(stem, head, cases)
        return
    for case, text in zip(found, written, strict=True):
        assert text == case.expected, f"{stem}.txt:{case.line}"


@pytest.mark.parametrize("stem", FILES)
def test_each_construct_is_read_and_written_again(stem: str) -> None:
    flavor = stem.rpartition("/")[2]
    for case in read_cases(stem)[1]:
        written = case.parse().to_markdown(flavor)
        read = wikiparse.parse(
            written, dialect=FLAVORS[flavor].dialect, lang="en", title=case.option("title")
        )
        assert read.to_markdown(flavor) == written, case.title


# ------------------------------------------------------------------------------------ options


def test_every_class_is_written() -> None:
    assert set(HANDLERS) == set(node_classes().values()) - {Document}


def test_a_resolver_decides_where_links_lead() -> None:
    doc = wikiparse.parse("[[A b|c]] [[D]] [[#e|f]]", dialect="wikitext", lang="en")
    urls = {"A b": "pages/a-b.md"}

    def resolve(link: Wikilink) -> str | None:
        return urls.get(link.title)

    assert doc.to_markdown(link_resolver=resolve) == "[c](pages/a-b.md) D [f](#e)\n"
    assert doc.to_markdown("obsidian", resolve) == "[[pages/a-b.md|c]] D [[#e|f]]\n"
    assert doc.to_markdown("hybrid", resolve) == (
        '[c](pages/a-b.md "wikilink") D [f](#e "wikilink")\n'
    )


def test_a_flavor_is_a_record() -> None:
    doc = wikiparse.parse("a [[Category:Old oaks]] [[Category:B]]", dialect="wikitext", title="T")
    tagged = attrs.evolve(FLAVORS["obsidian"], category_tags=True)
    assert doc.to_markdown(tagged) == "---\ntitle: T\ntags:\n  - Old-oaks\n  - B\n---\n\na\n"
    assert doc.to_markdown(attrs.evolve(FLAVORS["gfm"], front_matter=True)) == (
        "---\ntitle: T\ncategories:\n  - Old oaks\n  - B\n---\n\na\n"
    )


def test_unknown_flavors_and_odd_resolvers_are_mistakes() -> None:
    doc = wikiparse.parse("[[a]]", dialect="wikitext")
    with pytest.raises(ValueError, match="unknown flavor 'html'; there are 'gfm', 'hybrid'"):
        doc.to_markdown("html")
    with pytest.raises(TypeError, match="flavor must be a str or a Flavor, not int"):
        doc.to_markdown(1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="link_resolver must return a str or None, not int"):
        doc.to_markdown(link_resolver=lambda _link: 1)  # type: ignore[arg-type,return-value]


def test_nothing_is_empty() -> None:
    for flavor in FLAVORS:
        assert Document(()).to_markdown(flavor) == ""
        assert render_markdown(Text("a*b"), flavor) == "a\\*b"
        assert "a" in render_markdown(
            Document((DescriptionList(()), Paragraph((Text("a"),)))), flavor
        )


# ------------------------------------------------------------------------------------ trees of any
# shape

PAGES = MarkdownTrees.strategy(MarkdownTrees.page)
VALUES = MarkdownTrees.strategy(MarkdownTrees.value)
PLAIN = MarkdownTrees.strategy(lambda trees: trees.blocks(least=1), plain=True)
"""Blocks without formulas and footnotes."""
MANY = settings(max_examples=max(400, settings.default.max_examples))
"""Trees cost a millisecond each."""


@MANY
@given(PAGES)
def test_any_tree_is_read_back_from_gfm(doc: Document) -> None:
    check(doc, "gfm")


@MANY
@given(PAGES)
def test_any_tree_is_read_back_from_obsidian(doc: Document) -> None:
    check(doc, "obsidian")


@MANY
@given(PAGES)
def test_any_tree_is_read_back_from_hybrid(doc: Document) -> None:
    check(doc, "hybrid")


def table(*rows: list[TableCell]) -> Table:
    return Table(tuple([TableRow(tuple(cells)) for cells in rows]))


def strong(*children: Node) -> Strong:
    return Strong(children)


A, B = Text("a"), Text("b")
NOTHING = table([])
WIDE = table([TableCell((A,), colspan=2)], [TableCell((CodeBlock("b\n"),)), TableCell((B,))])
TREES: dict[str, Node] = {
    "a table in a block quote": Blockquote((WIDE,)),
    "a table in a block quote in a list item": List((ListItem((Blockquote((WIDE,)),)),)),
    "a table in nested lists": List((ListItem((List((ListItem((WIDE,)),), 7),)),)),
    "a table in a table in a list item": List((ListItem((table([TableCell((WIDE,))]),)),)),
    "a table in details": DescriptionList((DescriptionDetails((WIDE,)),)),
    "a break in a cell": List((ListItem((table([TableCell((ThematicBreak(),))]),)),)),
    "an empty list in a cell": table([TableCell((List((), 1),), is_header=True)]),
    "an empty item in a cell": table([TableCell((List((ListItem(()),), 1),))]),
    "a cell of a line break": table([TableCell((Paragraph((A,)), Paragraph((LineBreak(),))))]),
    "a term in a block quote": Blockquote(
        (DescriptionList((DescriptionTerm((A,)), DescriptionDetails((Paragraph((B,)),)))),)
    ),
    "nothing before a block in details": DescriptionList(
        (DescriptionDetails((NOTHING, ThematicBreak())),)
    ),
    "nothing in details": DescriptionList((DescriptionDetails(()),)),
    "nothing before a list": Section(
        (Heading((A,), 2), DescriptionList(()), List((ListItem((Paragraph((B,)),)),))), 2
    ),
    "a wikilink of a marker": Paragraph((Wikilink((Text("ⓦ"),), "A", context=ENGLISH),)),
    "emphasis left out of a caption": Paragraph(
        (strong(Image((strong(A), strong(B, Math("x"))), "A.png", "A.png")),)
    ),
    "text beside emphasis left out of a caption": Paragraph(
        (strong(Image((Text("&"), LineBreak(), strong(Text("[!")), B), "A.png", "A.png")),)
    ),
    "asterisks between brackets": table(
        [TableCell((Text("("), strong(Text(")"), InlineCode("$"))))]
    ),
    "a no-break space after a footnote": Paragraph(
        (FootnoteReference((), "1"), Emphasis((Text("\xa0:"),)))
    ),
    "a parenthesis below an image": table(
        [TableCell((Paragraph((Image((), "A.png", "./A.png"),)), Paragraph((Text(" ("),))))]
    ),
    "a no-break space at the start of emphasis": Paragraph(
        (Text("<"), Emphasis((Text(" \xa0"), Text("b"))))
    ),
    "a no-break space at the start of a caption": Paragraph(
        (Image((strong(LineBreak(), Text("\xa0"), Text("*[")),), "A.png", "A.png"),)
    ),
    "a no-break space in emphasis": Paragraph((Text("<"), Emphasis((Text("\xa0"), LineBreak())))),
    "a line break after a tag": Paragraph((HtmlElement((LineBreak(), A), "sub"),)),
    "a parenthesis after a footnote": Paragraph((FootnoteReference((), "1"), Text("(\\)"))),
}


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("name", TREES)
def test_a_tree_that_was_not_read_back_is(name: str, flavor: str) -> None:
    check(Document((TREES[name],), lang="en"), flavor)


@pytest.mark.parametrize("flavor", FLAVORS)
@given(VALUES)
def test_text_never_becomes_markup(flavor: str, value: str) -> None:
    doc = again(render_markdown(Document((Paragraph((Text(value),)),)), flavor), flavor)
    assert squeezed(doc.text) == squeezed(value)
    assert {type(node) for node in doc.walk()} <= {Document, Paragraph, Text, wikiparse.Comment}


# ------------------------------------------------------------------------------------ by others


class ShownText(HTMLParser):
    """The text of HTML, without white space."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    @property
    def text(self) -> str:
        return squeezed("".join(self.parts))


def text_and_captions(root: Node) -> str:
    """The text of a tree, that of its images too."""
    parts: list[str] = []
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        if (own := node.own_text()) is not None:
            parts.append(own)
        stack += node.children[::-1]
    return squeezed("".join(parts))


@MANY
@given(PLAIN)
def test_github_shows_the_same_text(children: tuple[Node, ...]) -> None:
    cmarkgfm = pytest.importorskip("cmarkgfm")
    options = pytest.importorskip("cmarkgfm.cmark").Options
    doc = Document(children, lang="en")
    written = render_markdown(doc, "gfm")
    html = cmarkgfm.github_flavored_markdown_to_html(
        written, options.CMARK_OPT_FOOTNOTES | options.CMARK_OPT_UNSAFE
    )
    assert ShownText(html).text == text_and_captions(doc), written


@MANY
@given(PLAIN)
def test_markdown_it_shows_the_same_text(children: tuple[Node, ...]) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    doc = Document(children, lang="en")
    written = render_markdown(doc, "gfm")
    html = markdown_it.MarkdownIt("gfm-like", {"linkify": False}).render(written)
    assert ShownText(html).text == text_and_captions(doc), written


# ------------------------------------------------------------------------------------ size


WRAPPED: list[Callable[[Node], Node]] = [
    lambda n: Strong((n,)),
    lambda n: Blockquote((n,)),
    lambda n: List((ListItem((n,)),)),
    lambda n: DescriptionList((DescriptionDetails((n,)),)),
    lambda n: Table((TableRow((TableCell((n,)),)),)),
    lambda n: Link((n,), "a"),
    lambda n: ExternalLink((n,), "http://a.example"),
    lambda n: Image((n,), "A.png", "A.png"),
    lambda n: FootnoteReference((FootnoteDefinition((n,), None),), None),
]


def nested(wrap: Callable[[Node], Node], depth: int) -> Node:
    node: Node = Paragraph((Text("a"),))
    for _ in range(depth):
        node = wrap(node)
    return node


@pytest.mark.parametrize("depth", long_but([1_500], [1_500, 5_000]))
def test_a_deep_tree_needs_no_deep_stack(depth: int) -> None:
    assert depth > sys.getrecursionlimit()
    for wrap in WRAPPED:
        node = nested(wrap, depth)
        for flavor in FLAVORS:
            assert len(render_markdown(node, flavor)) < 100 * depth


def lines_run(node: Node, flavor: str) -> int:
    count = 0

    def listen(_frame: FrameType, _event: str, _argument: object) -> Any:
        nonlocal count
        count += 1
        return listen

    before = sys.gettrace()
    sys.settrace(listen)
    try:
        render_markdown(node, flavor)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("kind", range(len(WRAPPED)))
def test_work_grows_as_the_depth_does(kind: int, flavor: str) -> None:
    shallow, deep = (lines_run(nested(WRAPPED[kind], depth), flavor) for depth in (60, 240))
    assert deep < 6 * shallow


def calls(text: str, flavor: str) -> int:
    doc = wikiparse.parse(text, dialect="wikitext")
    count = 0

    def listen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(listen)
    try:
        doc.to_markdown(flavor)
    finally:
        sys.setprofile(None)
    return count


UNITS = [
    "{{a|b=c}} ",
    "{{lang|de|a}} ",
    "* a\n",
    ";a:b\n",
    "{|\n|a\n|}\n",
    "[[B|c]]d ",
    "''a'' '''b'' ",
    "<ref>a</ref> ",
    "<b>",
    "<code>`</code>",
    "[[File:A.png|[[b]]]] ",
    "== a ==\n",
    "*_`[<",
    "[[#a]]",
    "a@b.c ",
]


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("unit", UNITS)
def test_work_and_output_grow_as_the_tree_does(unit: str, flavor: str) -> None:
    assert calls(unit * 400, flavor) < 10 * calls(unit * 50, flavor)
    short, long = (
        len(wikiparse.parse(unit * n, dialect="wikitext").to_markdown(flavor)) for n in (50, 400)
    )
    assert long < 9 * short + 500
