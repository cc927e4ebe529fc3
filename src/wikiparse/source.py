"""The text of a page, and its offsets in the units that other programs count in.

Everywhere in wikiparse an offset counts code points, as Python's `str` does, and a span is half
open.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re


class Span(NamedTuple):
    """A half-open range of code points in the source.

    >>> span = wikiparse.parse("Some *text*.").lead[0].children[1].span
    >>> span, span.start, span.end
    (5:11, 5, 11)
    """

    start: int
    """The first code point."""
    end: int
    """The code point after the last."""

    def __repr__(self) -> str:
        return f"{self.start}:{self.end}"


class Position(NamedTuple):
    r"""A position for people and editors: `line` counts from 1, `column` counts code points from
    1.

    >>> wikiparse.parse("a\nbc").source.position(3)
    Position(line=2, column=2)
    """

    line: int
    """Counted from 1."""
    column: int
    """Code points, counted from 1."""


WHITE = " \t\n"
"""The white space around content that is no part of it."""


def trim(text: str, start: int, end: int, white: str = WHITE) -> tuple[int, int]:
    """The range without the white space at its ends; an empty one is at its start.

    Not `str.strip`: that needs a slice, and takes U+3000 and other content for white space.
    """
    # The end first: then an empty range is at its start, as the docstring says.
    while end > start and text[end - 1] in white:
        end -= 1
    while start < end and text[start] in white:
        start += 1
    return start, end


def trim_cell(text: str, start: int, end: int) -> tuple[int, int]:
    """As `trim` with spaces and tabs, for a cell padded with many of them: it takes a slice, and no
    step for each.
    """
    content = text[start:end].rstrip(" \t")
    end = start + len(content)
    return end - len(content.lstrip(" \t")), end


HOPS = 12
"""Occurrences of a character that are tried one by one; after them the pattern searches."""


def has_pattern(text: str, first: str, pattern: re.Pattern[str]) -> bool:
    """Whether a pattern that begins with one character is anywhere in a text.

    `find` gets to a rare character thirty times faster than a pattern does, and than `in` finds a
    string of two: 0.05 to 2 µs for 2,300 code points of Chinese. Where the character is frequent
    the pattern takes over.
    """
    pos = text.find(first)
    for _ in range(HOPS):
        if pos < 0:
            return False
        if pattern.match(text, pos):
            return True
        pos = text.find(first, pos + 1)
    return pos >= 0 and pattern.search(text, pos) is not None


_LINE_ENDINGS = ("\r\n", "\n", "\r")
_STRIDE = 4096
"""Code points between two offsets of another encoding that are kept. One for each code point would
take eight bytes of memory for each; between two of these at most as many are encoded again."""


class Source(str):
    r"""The source of a document: a `str` that also answers in lines and columns, UTF-8 bytes and
    UTF-16 units.

    A line ends at `\\n`, `\\r\\n` or `\\r`, as in CommonMark 0.31.2, section 2.1.

    >>> source = wikiparse.parse("é\n*text*").source
    >>> source.position(2), source.utf8(2), source.offset(2, 1)
    (Position(line=2, column=1), 3, 2)
    """

    # Attributes of the class: a `str` has no `__init__` of its own to set them, and most sources
    # are never asked.
    _starts: list[int] | None = None
    _widths: dict[str, list[int]] | None = None

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            starts, pos = [0], 0
            for line in self._lines():
                pos += len(line)
                starts.append(pos)
            # The last line without an ending is a line; an ending opens one more.
            if len(starts) > 1 and not self.endswith(_LINE_ENDINGS):
                starts.pop()
            self._starts = starts
        return self._starts

    def _lines(self) -> list[str]:
        """The lines with their endings.

        `str.splitlines` would also split at U+2028 and other separators.
        """
        # Splitting in C at line feeds; carriage returns are rare, and only lines that have them are
        # split again.
        *ended, last = self.split("\n")
        lines = [line + "\n" for line in ended] + ([last] if last else [])
        if "\r" not in self:
            return lines
        split: list[str] = []
        for line in lines:
            body, ending = (line[:-2], "\r\n") if line.endswith("\r\n") else (line, "")
            parts = body.split("\r")
            split += [part + "\r" for part in parts[:-1]]
            if parts[-1] or ending:
                split.append(parts[-1] + ending)
        return split

    def position(self, offset: int) -> Position:
        """Line and column of a code point.

        Raises IndexError for an offset that is not from 0 to the length of the source.
        """
        self._check(offset)
        starts = self._line_starts()
        # The last start that is not after the offset; lines count from 1.
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def offset(self, line: int, column: int = 1) -> int:
        """The offset of the code point at a line and column, both counted from 1.

        Raises IndexError for a line or column that the source has not.
        """
        starts = self._line_starts()
        if not 1 <= line <= len(starts) or column < 1:
            message = f"no line {line}, column {column}: the source has {len(starts)} lines"
            raise IndexError(message)
        offset = starts[line - 1] + column - 1
        if offset > (starts[line] - 1 if line < len(starts) else len(self)):
            message = f"line {line} has no column {column}"
            raise IndexError(message)
        return offset

    def utf8(self, offset: int) -> int:
        """How many bytes of UTF-8 are before a code point; a lone surrogate counts three, as
        U+FFFD does. Raises IndexError as `position` does.
        """
        return self._units(offset, "utf-8", 1)

    def utf16(self, offset: int) -> int:
        """How many UTF-16 code units are before a code point, as JavaScript, Java and LSP count.

        Raises IndexError as `position` does.
        """
        return self._units(offset, "utf-16-le", 2)

    def _units(self, offset: int, encoding: str, size: int) -> int:
        self._check(offset)
        # A flag of the string: then a code point is a byte, and a UTF-16 unit.
        if self.isascii():
            return offset
        if self._widths is None:
            self._widths = {}
        if encoding not in self._widths:
            widths = (
                len(self[pos : pos + _STRIDE].encode(encoding, "surrogatepass"))
                for pos in range(0, len(self), _STRIDE)
            )
            self._widths[encoding] = list(accumulate(widths, initial=0))
        # Whole strides are looked up, and at most one stride is encoded.
        whole, rest = divmod(offset, _STRIDE)
        tail = self[offset - rest : offset].encode(encoding, "surrogatepass")
        return (self._widths[encoding][whole] + len(tail)) // size

    def _check(self, offset: int) -> None:
        if not 0 <= offset <= len(self):
            message = f"offset {offset} is outside of the source, which has {len(self)} code points"
            raise IndexError(message)
