"""From the offsets of a text to those of the source it was read from, and back.

Most fragments of a text are in the source as they are. Others have an escape, a character reference
or a line ending in them: those are compared with the source, character by character.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from wikiparse.html.entities import CHARACTER_REFERENCE, decode


class Stretch(NamedTuple):
    """Characters of the text that follow each other in the source too."""

    text: int
    source: int
    length: int


class SourceOffsets:
    """The stretches of a text. Their offsets rise in both; without a source each fragment is taken
    to be there as it is.
    """

    __slots__ = ("_end", "_length", "_sources", "_stretches", "_texts")

    def __init__(self, fragments: list[str], sources: list[int], source: str | None) -> None:
        self._stretches = list(_stretches(fragments, sources, source))
        self._texts = [stretch.text for stretch in self._stretches]
        self._sources = [stretch.source for stretch in self._stretches]
        self._length = sum(map(len, fragments))
        last = self._stretches[-1] if self._stretches else Stretch(0, 0, 0)
        self._end = last.source + last.length

    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches, in order."""
        return tuple(self._stretches)

    def to_source(self, offset: int) -> int:
        """The offset in the source, as `PlainText.to_source` returns it."""
        if not 0 <= offset <= self._length:
            message = (
                f"offset {offset} is outside of the text, which has {self._length} code points"
            )
            raise IndexError(message)
        index = bisect_right(self._texts, offset) - 1
        if index < 0:
            return self._sources[0] if self._sources else 0
        text, source, length = self._stretches[index]
        return source + min(offset - text, length)

    def from_source(self, offset: int) -> int:
        """The offset in the text, as `PlainText.from_source` returns it."""
        if offset < 0:
            message = f"offset {offset} is negative"
            raise IndexError(message)
        index = bisect_right(self._sources, offset) - 1
        if index >= 0:
            text, source, length = self._stretches[index]
            if offset < source + length:
                return text + offset - source
        index += 1
        return self._texts[index] if index < len(self._texts) else self._length


def _stretches(fragments: list[str], sources: list[int], source: str | None) -> list[Stretch]:
    out: list[Stretch] = []
    seen = 0  # the source up to here is taken
    places = list(accumulate(map(len, fragments), initial=0))
    limits = _limits(sources, len(source) if source is not None else 1 << 62)
    for fragment, text, start, limit in zip(fragments, places, sources, limits, strict=False):
        # Text that is shown out of order has no offset: offsets must rise in both.
        if start < seen or not fragment:
            continue
        if source is None:
            length = min(len(fragment), limit - start)
            found = [Stretch(text, start, length)] if length > 0 else []
        # The fast path: the text as it is in the source, as nearly all of it is.
        elif source.startswith(fragment, start):
            found = [Stretch(text, start, len(fragment))]
        else:
            found = list(_aligned(fragment, text, source, start, limit))
        if found:
            out += found
            seen = found[-1].source + found[-1].length
    return out


def _limits(sources: list[int], end: int) -> list[int]:
    """For each fragment, where the next one that is in the source begins."""
    out = [end] * len(sources)
    following = end
    for index in range(len(sources) - 1, -1, -1):
        out[index] = following
        if 0 <= sources[index] <= following:
            following = sources[index]
    return out


AHEAD = 256
"""How far ahead in the source a character of the text is looked for. Between two of them is a
marker of a line, an escape, or a tag."""


def _aligned(fragment: str, text: int, source: str, start: int, limit: int) -> list[Stretch]:
    """The stretches of a fragment that is not in the source as it is."""
    at = source.find(fragment, start, limit)
    if at >= 0:
        return [Stretch(text, at, len(fragment))]
    out: list[Stretch] = []
    begin = length = 0  # in the fragment, where the open stretch begins, and how long it is
    origin = pos = start
    for index, character in enumerate(fragment):
        found, after = _place(character, source, pos, limit)
        if found < 0:
            continue
        if length and found == origin + length and index == begin + length:
            length += 1
        else:
            if length:
                out.append(Stretch(text + begin, origin, length))
            begin, origin, length = index, found, 1
        pos = after
    if length:
        out.append(Stretch(text + begin, origin, length))
    return out


def _place(character: str, source: str, pos: int, limit: int) -> tuple[int, int]:
    """Where a character is in the source, from a place on, and where the next one may be; -1 where
    it is not.
    """
    if pos < limit:
        if (at := source[pos]) == "&" and (match := CHARACTER_REFERENCE.match(source, pos, limit)):
            if decode(match[0]).startswith(character):
                return pos, match.end()
        elif at == character or (character == " " and at in "\n\t"):
            return pos, pos + 1
    stop = min(limit, pos + AHEAD)
    found = source.find(character, pos, stop)
    if character == " ":  # it may be a line ending, whichever comes first
        ending = source.find("\n", pos, stop if found < 0 else found)
        found = ending if ending >= 0 else found
    reference = source.find("&", pos, found if found >= 0 else stop)
    while reference >= 0:
        match = CHARACTER_REFERENCE.match(source, reference, limit)
        if match and decode(match[0]).startswith(character):
            return reference, match.end()
        end = found if found >= 0 else stop
        reference = source.find("&", reference + 1, end)
    return found, found + 1
