"""Which dialect a text is taken for, and by what."""

from __future__ import annotations

from pathlib import Path

import pytest

import wikiparse
from cases import read_cases

PML = (Path(__file__).parent / "fixtures" / "pml.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "dialect", "evidence"),
    [
        ("", "markdown", ()),
        ("Plain words.", "markdown", ()),
        ("# A\n\nb", "markdown", (("ATX headings", 1),)),
        ("a[^1]\n\n[^1]: b", "markdown", (("footnotes", 1),)),
        ("[a](b) **c**", "markdown", (("inline links", 1), ("strong stars", 1))),
        ("```\nx\n```", "markdown", (("fences", 2),)),
        ('[a](b "wikilink")', "hybrid", (("wikilink titles", 1),)),
        ('[A.png](A.png "fig:A.png")', "hybrid", (("image titles", 1), ("inline links", 1))),
        ("a\\[1\\]\n\n1.  b", "hybrid", (("escaped note marks", 1),)),
        (
            "> 本文内容由[甲](https://zh.wikipedia.org/wiki/甲)转换而来。",
            "hybrid",
            (("conversion notice", 1), ("inline links", 1)),
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
    text = "== Links ==\n\n[[A]] [[B]] [[C]] {{d|e}} '''f''' <nowiki>[a](b \"wikilink\")</nowiki> [[G]] [[H]] [[I]]\n\n== J ==\n"
    assert wikiparse.parse(text).dialect == "wikitext"


def test_evidence_is_counted_up_to_a_bound() -> None:
    doc = wikiparse.parse("# a\n" * 1_000)
    (name, count), *_ = doc.detection.evidence
    assert name == "ATX headings"
    assert 10 <= count < 1_000


@pytest.mark.parametrize("dialect", list(wikiparse.DIALECTS))
def test_a_given_dialect_is_taken(dialect: str) -> None:
    for given in (dialect, wikiparse.DIALECTS[dialect]):
        doc = wikiparse.parse('[[a]] [b](c "wikilink")', dialect=given)
        assert doc.dialect == dialect
        assert doc.detection == wikiparse.Detection(dialect, ())
