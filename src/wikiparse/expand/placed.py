"""Texts that know which of their characters are copied from a page, and from which offsets there.

The arguments of a page's calls are such texts. They keep their offsets where an expansion copies
them, and are ordinary texts after anything that changes their characters.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import SupportsIndex


class Copy(NamedTuple):
    """Characters that are copied: offsets in the text, half open, and where they begin in the
    page.
    """

    start: int
    end: int
    source: int


class Placed(str):
    """A text with its copied characters, in order."""

    __slots__ = ("copies",)

    copies: tuple[Copy, ...]


MOST: Final = 1 << 14
"""Copies in a text: with more it is a plain one. No argument of a page is in so many parts, but
templates can double them."""


def placed(text: str, copies: Sequence[Copy]) -> str:
    """A text with its copies; a plain one without any."""
    if not copies or len(copies) > MOST:
        return text
    made = Placed(text)
    made.copies = tuple(copies)
    return made


class PageText(str):
    """The source of a page, or of a stretch of it: its slices are placed."""

    __slots__ = ("offset",)

    offset: int

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        text = str.__getitem__(self, key)
        if type(key) is not slice or not text:
            return text
        made = Placed(text)
        made.copies = (Copy(0, len(text), self.offset + (key.start or 0)),)
        return made


def page_text(text: str, offset: int = 0) -> PageText:
    """A stretch of a page that begins at an offset."""
    made = PageText(text)
    made.offset = offset
    return made


def joined(parts: Sequence[str]) -> str:
    """Texts as one."""
    text = "".join(parts)
    # Not `all(…)`: most texts are of templates, and this is asked of each.
    for part in parts:
        if type(part) is not str:
            break
    else:
        return text
    copies: list[Copy] = []
    size = 0
    for part in parts:
        if type(part) is Placed:
            for start, end, source in part.copies:
                begin, stop, first = copies[-1] if copies else (0, -1, 0)
                # Neighbors in the page, too, are one copy.
                if stop == size + start and first + stop - begin == source:
                    copies[-1] = Copy(begin, size + end, first)
                else:
                    copies.append(Copy(size + start, size + end, source))
        size += len(part)
    return placed(text, copies)


def part_of(text: str, start: int, end: int) -> str:
    """A slice of a text."""
    cut = str.__getitem__(text, slice(start, end))
    if type(text) is not Placed:
        return cut
    copies = []
    first = max(bisect_right(text.copies, (start, 1 << 62, 0)) - 1, 0)
    for begin, stop, source in text.copies[first:]:
        if begin >= end:
            break
        low, high = max(begin, start), min(stop, end)
        if low < high:
            copies.append(Copy(low - start, high - start, source + low - begin))
    return placed(cut, copies)


def stripped(text: str, characters: str) -> str:
    """A text without some characters at its ends."""
    if type(text) is not Placed:
        return text.strip(characters)
    start = len(text) - len(text.lstrip(characters))
    end = len(text.rstrip(characters))
    return text if end - start == len(text) else part_of(text, start, max(end, start))
