"""A text made of pieces of another, and the way back from its offsets to those of the source.

Where markers stand between the lines of a paragraph (a quotation), or line endings are two
characters, what is parsed is not the source itself. Its nodes are made with offsets of their own
and moved to their places afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.nodes.base import Node


class Pieces:
    """A map from the offsets of a text to those of the source it was put together from."""

    __slots__ = ("_sources", "_starts")

    def __init__(self, starts: list[int], sources: list[int]) -> None:
        self._starts = starts
        self._sources = sources

    def start(self, offset: int) -> int:
        """The source offset of the character at `offset`."""
        index = bisect_right(self._starts, offset) - 1
        return self._sources[index] + offset - self._starts[index]

    def span(self, span: tuple[int, int]) -> tuple[int, int]:
        """The source span of a span: the end stays with the last character."""
        start, end = span
        if end <= start:
            place = self.start(start)
            return place, place
        return self.start(start), self.start(end - 1) + 1

    def move(self, nodes: Iterable[Node]) -> None:
        """Give the nodes, and all below, their spans in the source.

        Only for nodes that nobody else has seen yet.
        """
        put = object.__setattr__
        shift = self._sources[0] - self._starts[0] if len(self._sources) == 1 else None
        stack = list(nodes)
        while stack:
            node = stack.pop()
            if (start := node._start) >= 0:
                start, end = (
                    self.span((start, node._end))
                    if shift is None
                    else (start + shift, node._end + shift)
                )
                put(node, "_start", start)
                put(node, "_end", end)
            stack += node.children


def from_lines(text: str, lines: list[tuple[int, int]]) -> tuple[str, Pieces]:
    """The lines of a text joined by line endings."""
    parts, starts, pos = [], [], 0
    for start, end in lines:
        parts.append(text[start:end])
        starts.append(pos)
        pos += end - start + 1
    return "\n".join(parts), Pieces(starts, [start for start, _ in lines])


def with_line_feeds(text: str) -> tuple[str, Pieces]:
    r"""A text whose lines end with `\\n` alone, for one in which some end with `\\r\\n` or
    `\\r`.
    """
    if "\r\n" not in text:
        return text.replace("\r", "\n"), Pieces([0], [0])
    starts, sources = [0], [0]
    pos = made = 0
    out = []
    for part in text.split("\r\n"):
        if pos:
            starts.append(made)
            sources.append(pos)
        out.append(part.replace("\r", "\n"))
        made += len(part) + 1
        pos += len(part) + 2
    return "\n".join(out), Pieces(starts, sources)
