"""The words of a page: `to_text()` for a file, `.text` of any node."""

from __future__ import annotations

from pathlib import Path

import pytest

import wikiparse
from wikiparse import parse

PML = (Path(__file__).parent / "fixtures" / "pml.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("\n\n", ""),
        ("a\nb", "a b\n"),
        ("a  \nb<br>c\\\nd", "a\nb\nc\nd\n"),
        ("a\n\nb", "a\n\nb\n"),
        ("# A\n\nb\n\n## C", "A\n\nb\n\nC\n"),
        (
            (
                '**a** *b* ~~c~~ `d` [e](E "wikilink") [f](http://f.example) '
                "<g@h.example> <sup>2</sup>"
            ),
            "a b c d e f g@h.example 2\n",
        ),
        ('[湖ⓦ](https://zh.wikipedia.org/wiki/湖 "wikilink")在', "湖在\n"),
        ("  - a\n  - b\n      - c\n  - d", "- a\n- b\n  - c\n- d\n"),
        ("3.  a\n4.  b", "3. a\n4. b\n"),
        ("9.  a\n10. b\n\n    c", "9. a\n10. b\n\n    c\n"),
        ("  -\n  - a\n  -", "- a\n"),
        ("> a\n> b", "a b\n"),
        ("```\na\n  b\n```", "a\n  b\n"),
        ("| a | b |\n| - | - |\n| 1 | 2\\|3 |", "a\tb\n1\t2|3\n"),
        (
            "<table><caption>A</caption><tbody><tr><td><p>a</p>\n<p>b</p></td><td>c</td></tr></tbody></table>",
            "A\na b\tc\n",
        ),
        ("\\[x^2 \\cdot y\\]", "x^2 \\cdot y\n"),
        ("a \\(x\\) b", "a x b\n"),
        ("&amp; \\* &nbsp;x", "& * \N{NO-BREAK SPACE}x\n"),
        ("a\\[1\\]\n\n1.  note", "a\n"),
        ("a[^1]\n\n[^1]: note", "a\n"),
        ("a<ref>note</ref>b", "ab\n"),
        ("a{{b|c}}d <!-- e --> __NOTOC__", "ad\n"),
        ("a -{zh-hans:甲;zh-hant:乙}-", "a 甲\n"),
        ('[Category:A](Category:A "wikilink")', ""),
        ("---\na: b\n---\n\nc", "c\n"),
        ("<div>\n\na\n\n</div>", "a\n"),
        ("> 本文内容由[甲](https://zh.wikipedia.org/wiki/甲)转换而来。\n\n乙", "乙\n"),
        ('1.  REDIRECT [A](A "wikilink")', "REDIRECT A\n"),
        ("  - term␠␠\n    details".replace("␠", " "), "term\n\ndetails\n"),
    ],
)
def test_to_text(source: str, text: str) -> None:
    assert parse(source, dialect="hybrid").to_text() == text


def test_no_markup_in_the_text_of_the_reference_article() -> None:
    text = parse(PML, lang="zh").to_text()
    assert text.startswith("进行性多灶性白质脑病（，PML），或称进行性多灶性脑白质炎，是一种")
    assert "接受特定化疗药物的患者，" in text
    assert text.endswith("- PML Disease Support Website\n")
    for sign in ("wikilink", "http", "[", "]", "(http", "**", "##", "{{", "Category", "\\"):
        assert sign not in text


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('[a\nb](C "wikilink")', ["a b"]),
        ("**a *b* c**", ["a b c"]),
        ("*x*\\[1\\] y\n\n1.  n", ["x"]),
    ],
)
def test_text_of_a_node(source: str, texts: list[str]) -> None:
    doc = parse(source, dialect="hybrid")
    paragraph = doc.children[0]
    assert [child.text for child in paragraph.children][:1] == texts


def test_text_of_a_section_and_of_a_note() -> None:
    doc = parse("## A\n\nb\\[1\\]\n\n### C\n\nd\n\n1.  *note*", dialect="hybrid")
    assert doc.sections[0].text == "A\nb\nC\nd"
    assert doc.footnotes[0].text == "note"
    assert doc.footnote_references[0].text == ""


@pytest.mark.parametrize(
    ("lang", "text"), [("zh", "甲"), ("zh-hant", "乙"), ("zh-TW", "乙"), (None, "甲")]
)
def test_variants_take_the_text_of_the_language_or_the_first(lang: str | None, text: str) -> None:
    assert parse("-{zh-hans:甲;zh-hant:乙}-", dialect="hybrid", lang=lang).to_text() == text + "\n"


def test_hidden_variants_have_no_words() -> None:
    assert parse("a-{H|zh-hans:甲;zh-hant:乙}-b", dialect="hybrid").to_text() == "ab\n"


def test_text_of_a_tree_that_no_source_holds() -> None:
    doc = wikiparse.Document(
        (wikiparse.Paragraph((wikiparse.Text("a"), wikiparse.LineBreak(), wikiparse.Text("b"))),)
    )
    assert doc.to_text() == "a\nb\n"
    assert doc.text == "a\nb"
    assert wikiparse.Strong(doc.children[0].children).text == "a b"
