"""`doc.coordinates`: forms of templates, arguments and microformats, and real pages."""

from __future__ import annotations

import math

import pytest

import wikiparse
from read_by_hand import CORPUS, Read, page, read

READ = read("coordinates")
on_corpus = pytest.mark.skipif(
    not (CORPUS / "dev").is_dir(), reason="no corpus beside the checkout"
)


def degrees(value: str) -> tuple[float, float]:
    """The position of `52 31 6 N 13 24 30 E`."""
    angles, numbers = [], []
    for part in value.split():
        if part.isalpha():
            size = sum(number / 60**power for power, number in enumerate(numbers))
            angles.append(-size if part in "SW" else size)
            numbers = []
        else:
            numbers.append(float(part))
    return angles[0], angles[1]


def is_right(one: Read) -> bool:
    """Whether the position that is found at the offset is the one that was read."""
    found = [
        c
        for c in page(one.page).coordinates
        if c.node.span is not None and c.node.span.start <= one.offset < c.node.span.end
    ]
    if one.value == "-":
        return not found
    value = one.value.removesuffix(" title")
    return any(
        math.dist((c.latitude, c.longitude), degrees(value)) < 1e-7
        and c.is_title == one.value.endswith("title")
        for c in found
    )


@on_corpus
def test_positions_that_were_read_by_hand() -> None:
    wrong = [one for one in READ if not is_right(one)]
    print(f"{len(READ) - len(wrong)} of {len(READ)}")
    assert len(READ) == 100
    assert len(wrong) <= len(READ) // 100, wrong
