"""Trees as wikitext: what is written reads as the same links, sections, categories, notes,
templates and words."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

import attrs
import pytest
from hypothesis import given, settings

import wikiparse
from cases import read_cases, stems
from trees import WikitextTrees
from wikiparse import (
    Blockquote,
    Boilerplate,
    Category,
    Document,
    ExternalLink,
    FootnoteDefinition,
    FootnoteReference,
    List,
    ListItem,
    Node,
    Paragraph,
    Section,
    Strong,
    Table,
    TableCell,
    TableRow,
    Template,
    TemplateArgument,
    Text,
    Wikilink,
)
from wikiparse.mediawiki import PROTOCOLS
from wikiparse.nodes.links import LinkContext
from wikiparse.render.json import node_classes
from wikiparse.render.wikitext.write import HANDLERS, render_wikitext

if TYPE_CHECKING:
    from types import FrameType

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ENGLISH = LinkContext("en")
T = TypeVar("T", bound=Node)


def hybrid(text: str, lang: str | None = "en") -> str:
    return wikiparse.parse(text, dialect="hybrid", lang=lang).to_wikitext()


def again(text: str, lang: str | None = "en") -> Document:
    return wikiparse.parse(text, dialect="wikitext", lang=lang)


def test_every_class_is_written() -> None:
    assert set(HANDLERS) == set(node_classes().values()) - {Document}


# ------------------------------------------------------------------------------------ what is
# written


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("# A\n\ntext", "= A =\n\ntext\n"),
        ("a\nb", "a b\n"),
        ("*a* **b** ***c***", "''a'' '''b''' '''''c'''''\n"),
        ('[bus](../Page/Bus.md "wikilink")', "[[Bus|bus]]\n"),
        ('[Bus](../Page/Bus.md "wikilink")', "[[Bus]]\n"),
        ('[Buses](../Page/Bus.md "wikilink")', "[[Bus]]es\n"),
        ('[a](../Page/B.md#C "wikilink")d', "[[B#C|a]]<nowiki />d\n"),
        ('[a](https://en.wikipedia.org/wiki/de:B "wikilink")', "[[:de:B|a]]\n"),
        ('[Category:B](Category:B.md "wikilink")', "[[Category:B]]\n"),
        ("[a b](http://c.example/d)", "[http://c.example/d a b]\n"),
        ("<http://c.example/d>", "http://c.example/d\n"),
        ("[a](http://c.example/?d=1&amp;e)", "[http://c.example/?d=1&e a]\n"),
        ("- a\n- b\n  - c\n\n1. d", "* a\n* b\n** c\n\n# d\n"),
        ("- a\n\n  b", "* a\n*: b\n"),
        ("- a\n\n  > b", "* a\n*: <blockquote>b</blockquote>\n"),
        (
            "| a | b |\n| - | :-: |\n| c | d |",
            (
                '{|\n|-\n! a\n! style="text-align:center" | b\n|-\n| c\n'
                '| style="text-align:center" | d\n|}\n'
            ),
        ),
        ("> a\n>\n> b", "<blockquote>\n\na\n\nb\n\n</blockquote>\n"),
        ("```python\na\n```", '<syntaxhighlight lang="python">\na\n</syntaxhighlight>\n'),
        ("```\n<a> &amp;\n```", "<pre>\n&lt;a> &amp;amp;\n</pre>\n"),
        ("`[[a]]`", "<code>&#91;[a&#93;]</code>\n"),
        ("$a$ \\(b\\)", "<math>a</math> <math>b</math>\n"),
        ("a  \nb", "a<br />b\n"),
        (
            "a\\[1\\]\n\n1.  b",
            'a<ref name=":1" />\n\n<references>\n<ref name=":1">b</ref>\n</references>\n',
        ),
        ("{{a|b|c=d}}", "{{a|b|c=d}}\n"),
        ("__NOTOC__", "__NOTOC__\n"),
        ("***", "----\n"),
        ("<!-- a -->", "<!-- a -->\n"),
        ("~~a~~", "<s>a</s>\n"),
        ("a\\_<http://b.example>", "a_<nowiki />http://b.example\n"),
    ],
)
def test_what_is_written(source: str, written: str) -> None:
    assert hybrid(source) == written


def test_a_page_of_wikitext_is_written_as_it_is() -> None:
    source = "{{a|\r\nb=[[c]]}}\0 ''x\r\n{|\n|a"
    assert wikiparse.parse(source, dialect="wikitext").to_wikitext() == source


def test_a_page_of_wikitext_whose_tree_was_changed_is_written_anew() -> None:
    doc = wikiparse.parse("a  b", dialect="wikitext")
    assert attrs.evolve(doc, title="A").to_wikitext() == "a  b"
    assert (
        attrs.evolve(doc, children=(Paragraph((Strong((Text("c"),)),)),)).to_wikitext()
        == "'''c'''\n"
    )


def test_nothing_is_empty() -> None:
    assert Document(()).to_wikitext() == ""
    assert wikiparse.parse("", dialect="markdown").to_wikitext() == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_trail_goes_back_outside(lang: str) -> None:
    doc = wikiparse.parse('[化疗药物](../Page/化疗.md "wikilink")的', dialect="hybrid", lang=lang)
    assert doc.to_wikitext() == "[[化疗]]药物的\n"


def test_a_value_with_a_tag_gets_a_name() -> None:
    span = wikiparse.HtmlElement((Text("x"),), "span", (("class", "y"),))
    arguments = (
        TemplateArgument((Text("p=q"),), "1", is_positional=True),
        TemplateArgument((span,), "2", is_positional=True),
    )
    assert render_wikitext(Template(arguments, "t")) == '{{t|1=p=q|2=<span class="y">x</span>}}'


# ------------------------------------------------------------------------------------ what is read


def words(node: Node) -> str:
    """The words of a node; white space at the ends of a link or a cell is nobody's."""
    return "".join(node.text.split())


def identifier(note: FootnoteReference | FootnoteDefinition) -> str | None:
    return None if note.identifier is None else note.identifier.lstrip(":")


def said(doc: Document) -> dict[str, list[Any]]:
    """What a page says, without how.

    By the tree, since what is in raw wikitext is not among the links of a page of Markdown. What is
    around the article of a page from HTML is written in no format but JSON.
    """
    around = {id(node) for part in doc.find_all(Boilerplate) for node in part.walk()}

    def found(kind: type[T]) -> list[T]:
        return [node for node in doc.find_all(kind) if id(node) not in around]

    notes = [(mark, doc.footnote(mark)) for mark in found(FootnoteReference)]
    return {
        "links": [
            (link.title, link.fragment, link.interwiki, "".join(link.label.split()))
            for link in found(Wikilink)
        ],
        "sections": [(section.level, words(section.heading)) for section in found(Section)],
        "categories": [(category.name, category.sort_key) for category in found(Category)],
        "addresses": [(unquote(link.url), words(link)) for link in found(ExternalLink)],
        "templates": [
            (" ".join(t.name.replace("_", " ").split()), [(a.name, words(a)) for a in t.arguments])
            for t in doc.templates
            if not t.is_markup
        ],
        "marks": [
            (identifier(mark), mark.group, None if note is None else words(note))
            for mark, note in notes
        ],
        "notes": sorted(
            [(identifier(note) or "", note.group, words(note)) for note in doc.footnotes]
        ),
    }


def lost(doc: Document, lang: str | None) -> dict[str, Any]:
    """What a page says that its wikitext does not."""
    before, after = said(doc), said(again(render_wikitext(doc), lang))
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


PROTOCOL = re.compile(PROTOCOLS)
FIXTURES = {
    # Only the outer of two nested links; a link to a section of the page is a wikilink; headings in
    # lists, block quotes and captions are HTML; a scheme unknown to MediaWiki makes no link, nor
    # does a destination that is empty; a pipe in a title cannot be written; templates between the
    # rows of a table are written before it; the template of a pipe is a pipe; a reference without
    # name and content has an empty footnote; a footnote by template is one when it is read again;
    # a link of nothing but an image that is left out is read as its title, and a title of bytes
    # that are not UTF-8 is none in MediaWiki.
    "cite_notes: a list of which only few items lead back",
    "url_nodes: images of the site",
    "url_nodes: what looks like an image or a tag",
    "url_nodes: no prefixes of wikitext in paths",
    "attributed_links: trap: an empty text, an empty destination",
    "footnote_templates: switched off",
    "attributed_links: trap: an indented heading, and one in an item",
    "links: the kinds of links",
    "links: trap 36: links inside of links, both are kept",
    "html: leftover of a gallery: the link that pandoc made of it",
    "raw_html: no autolink",
    "reference_links: links of pandoc by reference in hybrids, footnotes and all",
    (
        "wikilinks: parentheses after a link with a bar are text, unless a URL, a path or a "
        "fragment is in them"
    ),
    "sections: section in a list item",
    "sections: section in a block quote",
    "tables: trap 21: escaped pipe inside a cell",
    "wikilinks: wikilinks of Markdown wikis: pages, places, embedded files and pages",
    "templates: templates that pandoc does not know",
    "wikitext/footnotes: a reference as a function",
    "wikitext/links: headings and lines across a caption, but no lists and no paragraphs",
    "wikitext/tables: what stands before the first cell",
}


@pytest.mark.parametrize("stem", stems())
def test_fixtures_survive(stem: str) -> None:
    faults = {}
    for case in read_cases(stem)[1]:
        name = f"{stem}: {case.title}"
        found = lost(case.parse(), case.option("lang"))
        if bool(found) != (name in FIXTURES):
            faults[name] = found or "survives now"
    assert not faults


PAGES = [
    *sorted((CORPUS / "dev").glob("*.md"))[::24],
    *sorted((CORPUS / "dev").glob("*.wikitext"))[::24],
]


@pytest.mark.skipif(not PAGES, reason="no corpus beside the checkout")
def test_real_pages_survive() -> None:
    missing: Counter[str] = Counter()
    number: Counter[str] = Counter()
    for path in PAGES:
        dialect = "hybrid" if path.suffix == ".md" else "wikitext"
        lang = path.name.partition("-")[0]
        doc = wikiparse.parse(path.read_text(encoding="utf-8"), dialect=dialect, lang=lang)
        number.update({name: len(values) for name, values in said(doc).items()})
        for name, (before, after) in lost(doc, lang).items():
            # A scheme unknown to MediaWiki makes no link.
            kept = [x for x in before if name != "addresses" or PROTOCOL.match(x[0])]
            missing[name] += sum((Counter(map(repr, kept)) - Counter(map(repr, after))).values())
    assert number["links"] > 3_000
    assert {name: count for name, count in missing.items() if count > 0.002 * number[name]} == {}


def test_a_bracket_after_a_link_is_no_part_of_its_label() -> None:
    argument = TemplateArgument((Text("[-"),), "c")
    link = Wikilink((Template((argument,), "b"),), "A", context=ENGLISH)
    written = render_wikitext(Document((Paragraph((link, Text("]"))),)))
    assert written == "[[A|{{b|c=[-}}]]<nowiki />]\n"


# ------------------------------------------------------------------------------------ trees of any
# shape

MANY = settings(max_examples=max(400, settings.default.max_examples))
"""Trees cost a millisecond each."""


@MANY
@given(WikitextTrees.strategy(WikitextTrees.page))
def test_any_tree_survives(doc: Document) -> None:
    assert lost(doc, "en") == {}


@MANY
@given(WikitextTrees.strategy(lambda trees: trees.blocks(least=1)))
def test_the_words_of_any_tree_survive(children: tuple[Node, ...]) -> None:
    doc = Document(children, lang="en")
    written = render_wikitext(doc)
    assert words(again(written)) == words(doc), written


@MANY
@given(WikitextTrees.strategy(WikitextTrees.value))
def test_any_words_survive(value: str) -> None:
    doc = again(render_wikitext(Document((Paragraph((Text(value),)),))))
    assert {type(node) for node in doc.walk()} <= {Document, Paragraph, Text}
    assert words(doc) == "".join(value.split())


# ------------------------------------------------------------------------------------ size


def test_a_deep_tree_needs_no_deep_stack() -> None:
    for wrap in (
        lambda n: Strong((n,)),
        lambda n: Blockquote((n,)),
        lambda n: List((ListItem((n,)),)),
        lambda n: Table((TableRow((TableCell((n,)),)),)),
    ):
        node: Node = Paragraph((Text("a"),))
        for _ in range(5_000):
            node = wrap(node)
        assert len(render_wikitext(node)) < 500_000


def calls(text: str) -> int:
    doc = wikiparse.parse(text, dialect="hybrid")
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        doc.to_wikitext()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "{{a|b=c}} ",
        "- a\n",
        "| a |\n",
        '[a](../Page/B.md "wikilink")c ',
        "*a* ",
        "a\\[1\\] ",
        "<b>",
        "`a` ",
        "> a\n\n",
        "[[",
    ],
)
def test_work_and_output_grow_as_the_tree_does(unit: str) -> None:
    assert calls(unit * 800) < 10 * calls(unit * 100)
    assert len(hybrid(unit * 800)) < 9 * len(hybrid(unit * 100))


@pytest.mark.parametrize("dialect", ["markdown", "commonmark", "hybrid"])
@pytest.mark.parametrize(
    "text",
    [
        "<http://a.b/{{x}}>",
        "[x](http://a.b/{{x}})",
        "[x](//a.b/{{{x}}})",
        "![x](http://a.b/{{x}}.png)",
        "http://a.b/{{x}} b",
    ],
)
def test_braces_of_a_url_become_no_template(text: str, dialect: str) -> None:
    written = wikiparse.parse(text, dialect=dialect).to_wikitext()
    assert "{{" not in written
    assert not list(wikiparse.parse(written, dialect="wikitext").templates)


def test_a_template_in_a_url_of_wikitext_stays() -> None:
    text = "[http://a.b/{{c}}/d e]\n[[Category:A|{{PAGENAME}}]]\n"
    doc = wikiparse.parse(text, dialect="wikitext")
    edited = attrs.evolve(doc, children=(*doc.children,))
    assert edited.is_edited
    assert edited.to_wikitext().split() == text.split()


@pytest.mark.parametrize("key", ["[é]", "&#91;", "{{x}}", "a & b", "<b>", "''a''", "~~~~"])
def test_a_sort_key_is_read_back(key: str) -> None:
    category = wikiparse.Category((), "A", sort_key=key, href="Category:A")
    written = wikiparse.Document((wikiparse.Paragraph((category,)),)).to_wikitext()
    (again,) = wikiparse.parse(written, dialect="wikitext").categories
    assert again.sort_key == key
    assert not wikiparse.parse(written, dialect="wikitext").templates
