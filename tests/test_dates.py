"""`doc.dates`: forms of templates and microformats, and real pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wikiparse
from read_by_hand import CORPUS, Read, page, read
from wikiparse.sites.months import month_of

if TYPE_CHECKING:
    from collections.abc import Sequence

READ = read("dates")
on_corpus = pytest.mark.skipif(
    not (CORPUS / "dev").is_dir(), reason="no corpus beside the checkout"
)


def shown(dates: Sequence[wikiparse.StatedDate]) -> str:
    return ", ".join(f"{date.kind} {date.iso}".strip() for date in dates) or "-"


def is_right(one: Read) -> bool:
    """Whether the dates that are found at the offset are those that were read."""
    dates = page(one.page).dates
    return one.value == shown(
        [
            date
            for date in dates
            if date.node.span is not None and date.node.span.start == one.offset
        ]
    )


FORMS = [
    line.split("\t")
    for line in (Path(__file__).parent / "dates_forms.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("lang", "source", "expected"), FORMS)
def test_a_form(lang: str, source: str, expected: str) -> None:
    found = wikiparse.parse(source, dialect="wikitext", lang=lang).dates
    assert shown(found) == expected
    assert all(date.evidence for date in found)


def test_what_is_known_of_a_date() -> None:
    doc = wikiparse.parse("{{Bio|AnnoNascita=10 a.C.}} {{dts||5|1}}", dialect="wikitext", lang="it")
    first, second = doc.dates
    assert first.node is doc.templates[0]
    assert (first.year, first.month, first.day) == (-10, None, None)
    assert first.iso == "-0009"  # ISO 8601 has a year 0
    assert first.evidence == (("arguments", "AnnoNascita"),)
    assert (second.year, second.month, second.day, second.kind) == (None, 5, 1, "")


def test_months_by_language() -> None:
    assert month_of("listopad", "pl") == 11
    assert month_of("listopad", "hr") == 10
    assert month_of("listopad") is None
    assert month_of("Mai", "de") == 5
    assert month_of("mars", "xx") == 3
    assert month_of("") is None


@on_corpus
def test_dates_that_were_read_by_hand() -> None:
    wrong = [one for one in READ if not is_right(one)]
    print(f"{len(READ) - len(wrong)} of {len(READ)}")
    assert len(READ) == 100
    assert len(wrong) <= len(READ) // 100, wrong
