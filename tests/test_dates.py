"""`doc.dates`: forms of templates and microformats, and real pages."""

from __future__ import annotations

import pytest

import wikiparse
from read_by_hand import CORPUS, Read, page, read

READ = read("dates")
on_corpus = pytest.mark.skipif(
    not (CORPUS / "dev").is_dir(), reason="no corpus beside the checkout"
)


def shown(dates: list[wikiparse.StatedDate]) -> str:
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


@on_corpus
def test_dates_that_were_read_by_hand() -> None:
    wrong = [one for one in READ if not is_right(one)]
    print(f"{len(READ) - len(wrong)} of {len(READ)}")
    assert len(READ) == 100
    assert len(wrong) <= len(READ) // 100, wrong
