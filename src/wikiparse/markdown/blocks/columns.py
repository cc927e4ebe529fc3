"""Columns of text as a fixed-width font shows it: where the cells of text tables are cut.

A writer pads cells by the columns that they take up: characters of East Asian scripts take two,
combining ones none (Unicode Standard Annex 11).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

FILLER = "\N{REPLACEMENT CHARACTER}"
"""In a line with a character for each column, the second one of a wide character."""

# Nonspacing and enclosing marks, and format characters such as the zero-width joiner.
NO_WIDTH = frozenset(("Mn", "Me", "Cf"))


@lru_cache(maxsize=4096)
def columns_of(char: str) -> int:
    """How many columns a character takes up."""
    if unicodedata.category(char) in NO_WIDTH:
        return 0
    # "A", ambiguous, counts as narrow, as in fonts that are not East Asian.
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width_of(text: str) -> int:
    """How many columns a text takes up."""
    return len(text) if text.isascii() else sum(map(columns_of, text))


def offsets_of(text: str, start: int, end: int, columns: list[int]) -> list[int]:
    """The offsets of some columns, in rising order, of a line that begins at `start`; those beyond
    its end are its end.
    """
    line = text[start:end]
    if line.isascii():
        return [min(start + column, end) for column in columns]
    offsets = []
    wanted = iter(columns)
    column, target = 0, next(wanted, None)
    for index, char in enumerate(line):
        width = columns_of(char)
        # A character without width belongs to the one before it.
        while target is not None and column >= target and width:
            offsets.append(start + index)
            target = next(wanted, None)
        if target is None:
            break
        column += width
    return offsets + [end] * (len(columns) - len(offsets))
