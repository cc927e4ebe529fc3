"""The text of a page with the places of its parts."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path

import pytest

import wikiparse
from cases import read_cases
from wikiparse import parse
from wikiparse.nodes.base import has_text, plain_text
from wikiparse.nodes.blocks import Table, TableRow

PML = (Path(__file__).parent / "fixtures" / "pml.md").read_text(encoding="utf-8")
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "dev"
WIKITEXT = """\
Born in '''[[Tokyo]]'''<ref name=a>First.</ref>, {{lang|de|[[Wort]]}}s &amp; more[[bus]]es.

== Head ==
* one
* two<br>three
** four [http://e.org link]<ref name=a />

{|
|+ Caption
! H !! I
|-
| a | b || <nowiki>|</nowiki>
|-
| colspan=2 | c<br>d
|}

=== Sub ===
[[File:A.jpg|thumb|A [[caption]]]]

{{quote|One

Two}}
"""


def shown(plain: wikiparse.PlainText) -> list[str]:
    return [plain.text[m.start : m.end] for m in plain.mentions]


def test_the_text_and_its_parts() -> None:
    doc = parse(WIKITEXT, dialect="wikitext", lang="en")
    plain = doc.plain_text()
    assert str(plain) == plain.text == doc.to_text()
    assert plain.text == (
        "Born in Tokyo, Worts & morebuses.\n\nHead\n\n- one\n- two\n  three\n  - four link\n\n"
        "Caption\nH\tI\nb\t|\nc d\n\nSub\n\nOne\n\nTwo\n"
    )
    assert shown(plain) == ["Tokyo", "Wort", "buses", "link"]
    assert [plain.text[: r.offset].split()[-1] for r in plain.footnote_references] == [
        "Tokyo",
        "link",
    ]
    assert [r.reference for r in plain.footnote_references] == list(doc.footnote_references)
    sections = [plain.text[p.start : p.end] for p in plain.sections]
    assert [p.node.title for p in plain.sections] == ["Head", "Sub"]
    assert sections[0].startswith("Head\n\n- one")
    assert sections[0].endswith("\n\nTwo")
    assert sections[1] == "Sub\n\nOne\n\nTwo"


def test_blocks_are_nested_and_without_markers() -> None:
    plain = parse(WIKITEXT, dialect="wikitext", lang="en").plain_text()
    found = [(p.node.kind, plain.text[p.start : p.end]) for p in plain.blocks]
    assert found[1:5] == [
        ("heading", "Head"),
        ("list", "one\n- two\n  three\n  - four link"),
        ("list_item", "one"),
        ("paragraph", "one"),
    ]
    assert ("table_cell", "c d") in found
    assert [(p.start, -p.end) for p in plain.blocks] == sorted(
        (p.start, -p.end) for p in plain.blocks
    )


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"footnotes": "mark"}, "a[1] b[2] c[1]\n"),
        ({"footnotes": "inline"}, "a (x) b (y) c\n"),
        ({"footnotes": "drop"}, "a b c\n"),
    ],
)
def test_footnotes(options: dict[str, str], text: str) -> None:
    source = "a<ref name=n>x</ref> b<ref>y</ref> c<ref name=n />"
    assert parse(source, dialect="wikitext").to_text(**options) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("a<div>b</div>c", "a b c"),
        ("a <div> b </div> c", "a b c"),
        ("a<div>b<p>c</p></div>", "a b c"),
        ("<p>a</p>b", "a b"),
        ("a <br> b", "a b"),
        ("'''a <br> b'''", "a b"),
        ("<small> a:<br /> b</small>", "a: b"),
    ],
)
def test_lines_of_a_cell_are_set_apart_by_one_space(cell: str, text: str) -> None:
    doc = parse(f"{{|\n| {cell}\n|}}", dialect="wikitext")
    assert doc.to_text() == text + "\n"
    shown = next(doc.find_all(wikiparse.TableCell)).text
    # By itself a cell with blocks has them on lines of their own.
    assert (shown.replace("\n", " ") if "<div>" in cell or "<p>" in cell else shown) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("国。\n<!-- x -->\n国", "国。国"),
        ("国。<ref>a</ref>\n<!-- x -->\n国", "国。国"),
        ("国。\n<!-- x -->\na", "国。  a"),
        ("국\n<!-- x -->\n국", "국  국"),
    ],
)
def test_a_soft_line_break_across_a_comment(source: str, text: str) -> None:
    doc = parse(source, dialect="wikitext")
    assert doc.to_text() == text + "\n"
    assert doc.children[0].text == text


TABLE = """\
{|
|+ Cap
! A !! B
|-
| colspan=2 | a [[b|<nowiki>c|d</nowiki>]]
|-
| e || f
|}
"""


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("cells", "Cap\nA\tB\na c|d\ne\tf\n"),
        ("tsv", "Cap\nA\tB\na c|d\t\ne\tf\n"),
        ("markdown", "Cap\n\n| A | B |\n| --- | --- |\n| a c\\|d |  |\n| e | f |\n"),
        ("drop", ""),
    ],
)
def test_tables(how: str, text: str) -> None:
    plain = parse(TABLE, dialect="wikitext").plain_text(tables=how)
    assert plain.text == text
    if how != "drop":
        assert shown(plain) == ["c\\|d" if how == "markdown" else "c|d"]


def test_images_headings_and_markers() -> None:
    doc = parse(WIKITEXT, dialect="wikitext", lang="en")
    with_captions = doc.plain_text(images="caption")
    assert "Sub\n\nA caption\n\nOne" in with_captions.text
    assert "caption" in shown(with_captions)
    assert "Head" not in doc.to_text(headings=False)
    assert "one\ntwo\nthree\nfour link\n\n" in doc.to_text(list_markers=False)


@pytest.mark.parametrize("name", ["footnotes", "tables", "images"])
def test_an_option_has_certain_values(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be one of"):
        parse("a").to_text(**{name: "x"})


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("甲\n乙", "甲乙\n"),
        ("甲\nA", "甲 A\n"),
        ("가\n나", "가 나\n"),
        ("甲\n[乙](B)\n丙", "甲乙丙\n"),
        ("a\n[b](B)\nc", "a b c\n"),
        ("「甲」\n（乙）", "「甲」（乙）\n"),
        ("- 甲\n  乙", "- 甲乙\n"),
    ],
)
def test_nothing_is_invented_between_chinese_characters(source: str, text: str) -> None:
    doc = parse(source, dialect="markdown")
    assert doc.to_text() == text
    assert doc.children[0].text == text.strip().removeprefix("- ")


@pytest.mark.parametrize("dialect", ["hybrid", "pandoc"])
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("甲\n乙\r\n丙", "甲 乙 丙\n"),
        ('甲\n[乙\n丙](B "wikilink")\n**丁**', "甲 乙 丙 丁\n"),
        ('甲\n<a href="乙" class="wikilink" title="乙">乙</a>\n「丙」', "甲 乙 「丙」\n"),
        ("> - 甲\n>   乙", "- 甲 乙\n"),
    ],
)
def test_a_soft_break_of_pandoc_is_a_space(source: str, text: str, dialect: str) -> None:
    doc = parse(source, dialect=dialect)
    assert doc.to_text() == text
    assert doc.children[0].text == text.strip().removeprefix("- ")
    for copy in pickle.loads(pickle.dumps(doc)), wikiparse.Document.from_dict(doc.to_dict()):
        assert copy == doc
        assert copy.to_text() == str(copy.plain_text()) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<div>a '''b'''c\n* d\n</div>", "a bc\n\n- d\n"),
        ("{{quote|a}}\n{{quote|b}}", "a\n\nb\n"),
        ("* {{t}}\n* a", "- a\n"),
        ("# [[Category:A]]\n#* a", "1. - a\n"),
        ("{|\n| {{nowrap|a\n\nb}} || c\n|}", "a b\tc\n"),
        ("x {{small|\n* a\n* b\n}} y", "x\na\nb\ny\n"),
        # The tags of blocks that stand alone, as `</blockquote>` at the end of a paragraph does.
        ("a</blockquote>b", "a\nb\n"),
        ("* a <p> </div> b<hr>c", "- a\n  b\n  c\n"),
        ("{|\n| a<p>b || c\n|}", "a b\tc\n"),
        ("[http://a.example a ]b", "a b\n"),
    ],
)
def test_neighbors_never_run_together(source: str, text: str) -> None:
    doc = parse(source, dialect="wikitext")
    assert doc.to_text() == text
    assert re.sub(r"[\s\d.-]+", " ", doc.text).strip() == re.sub(r"[\s\d.-]+", " ", text).strip()


@pytest.mark.parametrize(
    ("source", "dialect"),
    [
        (WIKITEXT, "wikitext"),
        (PML, "hybrid"),
        ("> a\\* &amp;amp; b\n> c &nbsp;d\n\n  - e\n    f\n\n        g\n      h", "hybrid"),
        ("a\r\nb\r\n\r\n- c\r\n  d", "commonmark"),
        ("&lt;&#228;&auml;&amp;lt; \\& \\\\ x", "commonmark"),
    ],
)
def test_the_way_to_the_source_and_back(source: str, dialect: str) -> None:
    plain = parse(source, dialect=dialect, lang="en").plain_text()
    places = [plain.to_source(offset) for offset in range(len(plain.text))]
    assert places == sorted(places)
    back = [plain.from_source(offset) for offset in range(len(source) + 1)]
    assert back == sorted(back)
    in_both = [offset for offset, place in enumerate(places) if back[place] == offset]
    assert all(places[back[places[offset]]] == places[offset] for offset in in_both)
    for offset in in_both:
        character = source[places[offset]] if places[offset] < len(source) else ""
        assert character in (plain.text[offset : offset + 1], "&", "\n", "\r"), offset
    assert len(in_both) > len(plain.text) / 2


def test_offsets_outside_of_the_text() -> None:
    plain = parse("a b").plain_text()
    assert plain.to_source(len(plain.text)) == 3
    assert plain.from_source(100) == len(plain.text)
    for bad in (-1, len(plain.text) + 1):
        with pytest.raises(IndexError):
            plain.to_source(bad)
    with pytest.raises(IndexError):
        plain.from_source(-1)


def test_what_is_not_in_the_source_keeps_the_order() -> None:
    source = "{{convert|5|km|mi}} a\n\n[^1]: x\n"
    plain = parse(source, dialect="hybrid").plain_text()
    assert plain.text == "5 km a\n"
    assert source[plain.to_source(5)] == "a"
    assert plain.to_source(0) <= plain.to_source(3) <= plain.to_source(5)


def test_a_swallowed_trail_is_shown_after_the_link() -> None:
    source = '[湖在](../Page/湖.md "wikilink")。[Wortes](../Page/Wort.md "wikilink")'
    assert shown(parse(source, dialect="hybrid", lang="zh").plain_text())[0] == "湖"
    assert shown(parse(source, dialect="hybrid", lang="de").plain_text())[1] == "Wortes"


@pytest.mark.parametrize(
    ("href", "text", "mention"),
    [
        # Old pandoc took the letters after `[[Page|label]]` into the label: the label is the
        # title, the title without its parentheses, or the end of it.
        ("../Page/湖_\\(地形\\).md", "湖在", "湖"),
        ("../Page/北海（海）.md", "北海的", "北海"),
        ("https://zh.wikipedia.org/wiki/约翰·李白", "李白写的", "李白"),
        ("../Page/约翰·李.md", "李写的", "李写的"),
        ("../Page/A/北海.md", "北海的", "北海"),
        ("../Page/北海#岸.md", "北海的", "北海"),
        ("../Page/100%25.md", "北海的", "北海的"),
        # No letters, or no part of the title.
        ("../Page/北海.md", "北海（", "北海（"),
        ("../Page/北海.md", "一北海的", "一北海的"),
        # An initial colon is not shown.
        ("../Page/:en:Lake.md", ":en:Lake", "en:Lake"),
        ("../Page/:en:Lake.md", ":en:Lake在", "en:Lake"),
        ("../Page/Lake.md", ":Lake", ":Lake"),
    ],
)
def test_the_label_of_a_link_with_a_swallowed_trail(href: str, text: str, mention: str) -> None:
    plain = parse(f'[{text}]({href} "wikilink")。', dialect="hybrid", lang="zh").plain_text()
    assert plain.text == text + "。\n"
    assert shown(plain) == [mention]


@pytest.mark.parametrize(
    ("source", "lang", "mention"),
    [
        ('[bus](Bus "wikilink")es', "en", "buses"),
        ('[bus](Bus "wikilink")3', "en", "bus"),
        ('[bus](Bus "wikilink") es', "en", "bus"),
        ('[bus](Bus "wikilink")é', "en", "bus"),
        ('[bus](Bus "wikilink")é', "fr", "busé"),
        ('[bus](Bus "wikilink")es', "zh", "bus"),
        ('**[bus](Bus "wikilink")**es', "en", "bus"),
        ('[*bus*](Bus "wikilink")es', "en", "buses"),
        ('[bus](Bus "wikilink")[^1]es\n\n[^1]: a', "en", "bus"),
        ('- [bus](Bus "wikilink")\n- es', "en", "bus"),
        ("[[bus]]es", "en", "bus"),
    ],
)
def test_a_trail_after_a_link(source: str, lang: str, mention: str) -> None:
    dialect = "markdown" if source.startswith("[[") else "hybrid"
    assert shown(parse(source, dialect=dialect, lang=lang).plain_text()) == [mention]


def test_the_text_of_a_node() -> None:
    doc = parse(WIKITEXT, dialect="wikitext", lang="en")
    link = doc.wikilinks[0]
    assert link.plain_text().text == "Tokyo"
    assert shown(link.plain_text()) == ["Tokyo"]
    assert doc.sections[0].sections[0].plain_text().text == "Sub\n\nOne\n\nTwo"
    assert doc.footnotes[0].plain_text().text == "First."
    assert doc.templates[0].plain_text().text == doc.templates[0].text == "Wort"
    assert parse("").plain_text().text == ""


def test_templates_of_ones_own_are_kept_by_the_document() -> None:
    own = {"my unit": lambda template: (template.get(1), " u")}
    doc = parse("a {{my unit|[[b]]}} {{nowrap|{{my unit|c}}}}", dialect="wikitext", templates=own)
    assert doc.to_text() == "a b u c u\n"
    assert doc.children[0].text == "a b u c u"
    assert shown(doc.plain_text()) == ["b"]
    assert doc.to_text(templates={"my unit": lambda _: "?"}) == "a ? ?\n"
    assert doc.replace(doc.wikilinks[0], "[[d]]").to_text() == "a d u c u\n"
    with pytest.raises(TypeError, match="must return a str"):
        _ = parse("{{x}}", dialect="wikitext", templates={"x": lambda _: 1}).text


def test_templates_in_templates_are_asked_once() -> None:
    asked = []

    def own(template: wikiparse.Template) -> str:
        asked.append(template)
        return template.get(1).text + template.get(1).text[:1]

    source = "{{x|" * 20 + "a" + "}}" * 20
    doc = parse(source, dialect="wikitext", templates={"x": own})
    assert doc.to_text() == "a" * 21 + "\n"
    assert len(asked) == 20


def test_a_document_is_pickled_and_read_from_json() -> None:
    doc = parse(WIKITEXT, dialect="wikitext", lang="en")
    for copy in (
        pickle.loads(pickle.dumps(doc)),
        wikiparse.Document.from_dict(json.loads(doc.to_json())),
    ):
        assert copy.to_text() == doc.to_text()
        assert shown(copy.plain_text()) == shown(doc.plain_text())


@pytest.mark.parametrize("source", ["[](/a)", "[![b](c.png)](/a)", "[](/a)\n\n[<!-- b -->](/c)"])
def test_a_link_on_a_page_without_text(source: str) -> None:
    plain = parse(source, dialect="markdown").plain_text()
    assert plain.text == ""
    assert {tuple(mention[:2]) for mention in plain.mentions} == {(0, 0)}


@pytest.mark.parametrize(
    "stem", ["footnotes", "lists", "templates", "tables", "wikitext/footnotes"]
)
def test_whether_there_is_text(stem: str) -> None:
    for case in read_cases(stem)[1]:
        for node in case.parse().walk():
            assert has_text(node) == bool(plain_text(node).strip())


PAGES = sorted(CORPUS.glob("*.wikitext"))[::40] + sorted(CORPUS.glob("*.md"))[7::40]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_of_the_corpus(path: Path) -> None:
    truth = json.loads(path.with_name(path.stem + ".truth.json").read_text(encoding="utf-8"))
    dialect = "wikitext" if path.suffix == ".wikitext" else "hybrid"
    doc = parse(path.read_text(encoding="utf-8"), dialect=dialect, lang=truth["lang"])
    plain = doc.plain_text()
    assert plain.text == doc.to_text()
    for mention in plain.mentions:
        link = mention.link
        if dialect == "wikitext" or not isinstance(link, wikiparse.Wikilink):
            assert plain.text[mention.start : mention.end].split() == link.text.split()
    for start, end, node in plain.blocks:
        if not isinstance(node, Table | TableRow) and not any(c.is_block for c in node.children):
            assert plain.text[start:end].split() == node.text.split()
    for offset in range(0, len(plain.text), 7):
        place = plain.to_source(offset)
        back = plain.from_source(place)
        assert back == offset or plain.to_source(back) >= place
