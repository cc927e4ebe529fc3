"""Which dialect a text is taken for, and by what."""

from __future__ import annotations

from pathlib import Path

import pytest

import wikiparse
from cases import read_cases
from wikiparse import detect

PML = (Path(__file__).parent / "fixtures" / "pml.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "dialect", "evidence"),
    [
        ("", "markdown", ()),
        ("Plain words.", "markdown", ()),
        ("# A\n\nb", "markdown", (("ATX headings", 1),)),
        ("a[^1]\n\n[^1]: b", "markdown", (("footnotes", 1),)),
        ("[a](b) **c**", "markdown", (("inline links", 1), ("strong asterisks", 1))),
        ("```\nx\n```", "markdown", (("fences", 2),)),
        ('[a](b "wikilink")', "hybrid", (("wikilink titles", 1),)),
        ('See <a href="B" class="wikilink">b</a>.', "hybrid", (("wikilink classes", 1),)),
        (
            'See [b].\n\n  [b]: B "wikilink"',
            "hybrid",
            (("wikilink definitions", 1), ("link definitions", 1)),
        ),
        ('[A.png](A.png "fig:A.png")', "hybrid", (("image titles", 1), ("inline links", 1))),
        (
            "a\\[1\\]\n\n1.  b",
            "hybrid",
            (("numbered items", 1), ("escaped brackets", 1), ("escaped note marks", 1)),
        ),
        (
            'The [oaks](River_Oak "oak").',
            "hybrid",
            (("inline links", 1), ("titles that repeat labels", 1)),
        ),
        (
            "> 本文内容由[甲](https://zh.wikipedia.org/wiki/甲)转换而来。",
            "hybrid",
            (
                ("conversion notice", 1),
                ("page URLs", 1),
                ("inline links", 1),
                ("block quotes", 1),
            ),
        ),
        ("[[A]] and {{b|c}}", "wikitext", (("internal links", 1), ("templates", 1))),
        ("'''A''' is a [[b]].", "wikitext", (("internal links", 1), ("bold or italic quotes", 1))),
        ("== A ==\n\nb", "wikitext", (("headings", 1),)),
        ("{| class=x\n|-\n| a\n|}", "wikitext", (("tables", 1),)),
        ("a<ref>b</ref> [[c]]", "wikitext", (("internal links", 1), ("references", 1))),
        ("#REDIRECT [[A]]", "wikitext", (("internal links", 1), ("redirect", 1))),
        ("#重定向 [[甲]]", "wikitext", (("internal links", 1),)),
    ],
)
def test_by_its_signs(text: str, dialect: str, evidence: tuple[tuple[str, int], ...]) -> None:
    doc = wikiparse.parse(text)
    assert doc.dialect == dialect
    assert doc.detection.dialect == dialect
    assert doc.detection.evidence == evidence


def test_the_reference_article() -> None:
    doc = wikiparse.parse(PML)
    assert doc.dialect == "hybrid"
    assert dict(doc.detection.evidence)["wikilink titles"] == 30


@pytest.mark.parametrize("stem", ["writers", "wikilinks", "trails"])
def test_pages_with_wikilinks_are_hybrid(stem: str) -> None:
    for case in read_cases(stem)[1]:
        if '"wikilink")' in case.source:
            assert wikiparse.parse(case.source).dialect == "hybrid", f"{stem}.txt:{case.line}"


def test_one_wikilink_title_far_down() -> None:
    text = "Words [a](b) of prose.\n\n" * 3_000 + '[a](b "wikilink")'
    assert wikiparse.parse(text).dialect == "hybrid"


def test_a_wikilink_title_spoken_of_in_wikitext() -> None:
    text = (
        "== Links ==\n\n[[A]] [[B]] [[C]] {{d|e}} '''f''' <nowiki>[a](b "
        '"wikilink")</nowiki> [[G]] [[H]] [[I]]\n\n== J ==\n'
    )
    assert wikiparse.parse(text).dialect == "wikitext"


def test_evidence_is_counted_up_to_a_bound() -> None:
    doc = wikiparse.parse("# a\n\n" * 1_000)
    (name, count), *_ = doc.detection.evidence
    assert name == "ATX headings"
    assert 10 <= count < 1_000


@pytest.mark.parametrize("dialect", list(wikiparse.DIALECTS))
def test_a_given_dialect_is_taken(dialect: str) -> None:
    for given in (dialect, wikiparse.DIALECTS[dialect]):
        doc = wikiparse.parse('[[a]] [b](c "wikilink")', dialect=given)
        assert doc.dialect == dialect
        assert doc.detection == wikiparse.Detection(dialect, ())


LINK = "[oaks](River_Oak)"
IMAGE = '<img src="oak.jpg" title="An oak" width="250" alt="An oak" />'
TITLED = LINK.replace(")", ' "oak")')


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        # Options of an image say little where words are escaped and strong as in Markdown.
        ("[[File:A.png|thumb|40px|a]]\n\n**A** (\\[ei\\]) is [[B|b]].", "markdown"),
        # A number in escaped brackets is a footnote's only where a numbered list ends the page.
        ("# A\n\nUse a\\[1\\] and b\\[0\\].", "markdown"),
        ("# A\n\nUse a\\[1\\].\n\n1. Buy.\n2. Cut.", "markdown"),
        ("Oak\\[1\\] and ash\\[2\\].\n\n1.  A note.\n2.", "hybrid"),
        # What converters make of a mark is no link of wikitext.
        ("Oak.[[1]](#cite_note-1)\n\n1. [^](#cite_ref-1) A book.", "web"),
        ("Oak.[\\[1\\]](#cite_note-1)\n\n1.  **[^](#cite_ref-1)** A book.", "web"),
        # Of trafilatura, which leaves no URL: rows end with a space, but the delimiter row.
        ("# Oak\n\n| Oak |  | \n|---|---|\n| Height | 40 m | \n\nAn oak.", "web"),
        # Anybody links to Wikipedia.
        (
            "# Trees\n\n"
            + "See [oak](https://en.wikipedia.org/wiki/Oak) and [ash](https://example.org/ash).\n"
            * 20,
            "markdown",
        ),
        ("# Oak\n\nText.[[2]](http://e.org)\n", "markdown"),
        # Markdown with links of wikitext.
        ("# Garden\n\nSee [[Oak]], [[Ash|the ash]], [[Elm]] and [[Fir]].", "markdown"),
        ("- [[Oak]]\n- [[Ash]]\n- [[Elm]]", "markdown"),
        ("**Oaks** are [[tree]]s of [[Europe]].", "markdown"),
        ("---\ntags: [a]\n---\n\n[[Oak]] and [[Ash]]", "markdown"),
        ("* [[Oak]]\n* [[Ash]]", "wikitext"),
        # Lists of wikitext are no headings.
        ("'''Oak''':\n# one\n# two\n# three\n# four\n", "wikitext"),
        ("# one\n# [[two]]\n#* three", "wikitext"),
        ("# One\n\n## Two\n\nThree.", "markdown"),
        # Wikitext in code.
        ("# A\n\n```\n== B ==\n{{c}} [[d]] ''e''\n{{f}}\n{|\n|}\n```\n", "markdown"),
        ("```\n[[a]]\n", "markdown"),
        # pandoc's own Markdown, and what has some of its signs.
        (f"{TITLED}{{.wikilink}}", "pandoc"),
        ('## A {#a}\n\n[b](B "wikilink")', "pandoc"),
        ("See\n\n```{=mediawiki}\n{{a|b=c}}\n```\n\n- [[b]]", "pandoc"),
        ('## A\n\n[b](B "wikilink") {{c}} {.d}', "hybrid"),
        ("## A {#a}\n\nText.", "markdown"),
        # Titles that repeat the labels.
        (f"{TITLED} and {TITLED}", "hybrid"),
        (f"{TITLED} and {LINK}", "markdown"),
        ('[Install](install.md "Install")', "markdown"),
        ('[a](b "c")', "markdown"),
        # Images in tags as pandoc writes them, beside links in brackets.
        (f"[[Oak]]s.\n\n{IMAGE}\nAn [[ash]].", "hybrid"),
        (f"An oak.\n\n{IMAGE}\nAn ash.", "markdown"),
        ("## Oaks\n\n[[Oak]]s.\n\n" + IMAGE.replace("title", "alt"), "markdown"),
        # A byte order mark is no character.
        ("\ufeff# Oak\n\nText.", "markdown"),
        ("\ufeff#REDIRECT [[Oak]]", "wikitext"),
        ("\ufeff> この記事は[A](https://ja.wikipedia.org/wiki/A)から翻訳されています。", "hybrid"),
    ],
)
def test_signs_are_weighed(text: str, dialect: str) -> None:
    expected = dialect
    for source in (text, text.replace("\n", "\r\n")):
        assert wikiparse.parse(source).dialect == expected


@pytest.mark.parametrize(
    ("text", "writer"),
    [
        ('[a](b "wikilink")', "pandoc-gfm"),
        ('<a href="b" class="wikilink" title="a">a</a>', "pandoc-gfm"),
        ('[a](b "a"){.wikilink}', "pandoc-markdown"),
        ("Plain words and [a](b).", ""),
        ("'''a''' [[b]]", ""),
        (
            '* [a](/wiki/A_(b) "A (b)")\n* *c*[[1]](#cite_note-1)\n\n1. [^](#cite_ref-1) d',
            "markdownify",
        ),
        (
            '* [a](/wiki/A_%28b%29 "A (b)")\n* *c*[[1]](#cite_note-1)\n\n1. [^](#cite_ref-1) d',
            "markitdown",
        ),
        (
            (
                '  * [a](/wiki/A_\\(b\\) "A \\(b\\)")\n'
                "  * _c_[[1]](./C#cite_note-1)\n\n  1. [^](./C#cite_ref-1) d"
            ),
            "html2text",
        ),
        (
            (
                '*   [a](/wiki/A_\\(b\\) "A (b)")\n'
                "*   _c_[\\[1\\]](#cite_note-1)\n\n1.  [^](#cite_ref-1) d"
            ),
            "turndown",
        ),
        (
            (
                '---\ntitle: C\n---\n\n- [a](/wiki/A "A")\n'
                "- c[[1]](#cite_note-1)\n\n1. [↑](#cite_ref-1) d"
            ),
            "html-to-markdown",
        ),
    ],
)
def test_the_writer(text: str, writer: str) -> None:
    assert wikiparse.parse(text).detection.writer == writer
    assert writer in detect.NAMES


def test_a_wikilink_far_down_a_page_with_attributes() -> None:
    text = "Words {.of} [prose](a){.b}.\n\n" * 3_000
    assert wikiparse.parse(text + '[a](b "wikilink")').dialect == "hybrid"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("dialect", "lines", "kind"),
    [
        *[(name, "# Oak\n\nText.", "section") for name in ("hybrid", "markdown", "commonmark")],
        ("hybrid", "---\ntitle: Oak\n---\n\nText.", "front_matter"),
        ("hybrid", '1.  REDIRECT [Oak](Oak "wikilink")', "redirect"),
        ("wikitext", "== Oak ==\n\nText.", "section"),
        ("wikitext", "#REDIRECT [[Oak]]", "redirect"),
    ],
)
def test_a_byte_order_mark_is_no_character(
    dialect: str, lines: str, kind: str, ending: str
) -> None:
    text = lines.replace("\n", ending)
    plain, marked = (wikiparse.parse(source, dialect=dialect) for source in (text, "\ufeff" + text))
    assert plain.children[0].kind == kind
    assert marked.children == plain.children
    assert str(marked) == "\ufeff" + text
    for a, b in zip(plain.walk(), marked.walk(), strict=True):
        if a is not plain:
            assert (a.span.start + 1, a.span.end + 1) == (b.span.start, b.span.end)
