"""A text assembled from fragments of the source, and the way back from its offsets to those of the
source.

Where markers are between the lines of a paragraph (those of a block quote), or line endings are two
characters, the text that is parsed is not the source itself. Its nodes are made with offsets of
their own and moved to their offsets in the source afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.nodes.base import Node


class SourceMap:
    """A map from the offsets of a text to those of the source it was assembled from.

    `starts` are the offsets of the fragments in the text, `sources` those in the source; both rise.
    """

    __slots__ = ("_sources", "_starts")

    def __init__(self, starts: list[int], sources: list[int]) -> None:
        self._starts = starts
        self._sources = sources

    def start(self, offset: int) -> int:
        """The source offset of the character at `offset`."""
        #     text      "abc" "def"        starts  0 3
        #     source  > abc ⏎ > def        sources 2 8      offset 4 is in the second: 8 + 4 − 3
        index = bisect_right(self._starts, offset) - 1
        return self._sources[index] + offset - self._starts[index]

    def span(self, span: tuple[int, int]) -> tuple[int, int]:
        """The source span of a span."""
        start, end = span
        if end <= start:
            source = self.start(start)
            return source, source
        # Not `self.start(end)`: that may be the next fragment, after a marker that the span does
        # not hold.
        return self.start(start), self.start(end - 1) + 1

    def without_first(self) -> SourceMap:
        """The map of the text without its first character, in the first fragment."""
        starts = [max(start - 1, 0) for start in self._starts]
        return SourceMap(starts, [self._sources[0] + 1, *self._sources[1:]])

    def move(self, nodes: Iterable[Node]) -> None:
        """Set the spans of the nodes, and of all below, to those in the source.

        Only for nodes that nobody else has seen yet: it changes them in place.
        """
        put = object.__setattr__
        span_of = self.span
        stack = list(nodes)
        if len(self._sources) == 1:
            # A single fragment, such as a cell, is a shift by one distance: as below.
            shift = self._sources[0] - self._starts[0]
            while stack:
                node = stack.pop()
                if (start := node._start) >= 0:
                    put(node, "_start", start + shift)
                    put(node, "_end", node._end + shift)
                stack += node.children
        while stack:
            node = stack.pop()
            if (start := node._start) >= 0:
                start, end = span_of((start, node._end))
                put(node, "_start", start)
                put(node, "_end", end)
            stack += node.children

    def move_within(self, nodes: Iterable[Node], start: int, end: int) -> None:
        """Give the nodes that are between two offsets of the source their spans there, and all
        others none: the source has other text between their fragments.

        Only for nodes that nobody else has seen yet: it changes them in place.
        """
        put = object.__setattr__
        stack = list(nodes)
        while stack:
            node = stack.pop()
            if (begin := node._start) >= 0:
                begin, stop = self.span((begin, node._end))
                if not start <= begin <= stop <= end:
                    begin = stop = -1
                put(node, "_start", begin)
                put(node, "_end", stop)
            stack += node.children


def join_lines(
    text: str, lines: list[tuple[int, int]], cuts: frozenset[int] = frozenset()
) -> tuple[str, SourceMap]:
    """Some lines of a text, or stretches of lines, joined by line feeds; `cuts` are the indexes of
    those that go on with the one before.
    """
    parts, starts, pos = [], [], 0
    for start, end in lines:
        parts.append(text[start:end])
        starts.append(pos)
        # One more for the line feed, which belongs to the line before it: its source is after that
        # line.
        pos += end - start + 1
    sources = [start for start, _ in lines]
    if not cuts:
        if lines and starts[-1] - starts[0] == sources[-1] - sources[0]:
            # Lines of the source with nothing removed between them are one fragment.
            del starts[1:], sources[1:]
        return "\n".join(parts), SourceMap(starts, sources)
    joined = parts[0] if parts else ""
    for index, part in enumerate(parts[1:], 1):
        joined += part if index in cuts else "\n" + part
    removed = 0
    for index in range(len(starts)):
        removed += index in cuts
        starts[index] -= removed
    return joined, SourceMap(starts, sources)


def normalize_line_endings(text: str) -> tuple[str, SourceMap]:
    r"""A text with `\n` in place of each `\r\n` and `\r`."""
    # One for one: no offset changes.
    if "\r\n" not in text:
        return text.replace("\r", "\n"), SourceMap([0], [0])
    starts, sources = [0], [0]
    pos = length = 0  # in the source, and of the text so far
    parts = []
    for part in text.split("\r\n"):
        if pos:
            starts.append(length)
            sources.append(pos)
        parts.append(part.replace("\r", "\n"))
        length += len(part) + 1
        pos += len(part) + 2
    return "\n".join(parts), SourceMap(starts, sources)


def without_first(text: str, source_map: SourceMap | None) -> tuple[str, SourceMap]:
    """A text without its first character; `source_map` is that of the whole text, None where it is
    the source itself.
    """
    return text[1:], SourceMap([0], [1]) if source_map is None else source_map.without_first()
