"""Which node is innermost at an offset of the source, by the spans of the nodes."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wikiparse.nodes.base import Node

FAR: Final = 1 << 62
"""An offset after every source."""


class Intervals:
    """Nodes of which each is within another or apart from it: the innermost one at an offset."""

    __slots__ = ("_bounds", "_numbers", "parents")

    def __init__(self, nodes: Sequence[Node]) -> None:
        # `nodes` are in source order. Where another node begins to be the innermost one, and its
        # number:
        # # A        0: number 0
        # ## B       5: number 1, whose parent is 0
        # # C       12: number 2; B and A have ended
        bounds: list[int] = [-1]
        numbers: list[int | None] = [None]
        self.parents: list[int | None] = []
        opened: list[tuple[int, int | None]] = [(FAR, None)]
        for number, node in enumerate(nodes):
            start = node._start
            while start >= opened[-1][0]:
                bounds.append(opened.pop()[0])
                numbers.append(opened[-1][1])
            self.parents.append(opened[-1][1])
            opened.append((node._end, number))
            bounds.append(start)
            numbers.append(number)
        for end, _ in opened[:0:-1]:
            opened.pop()
            bounds.append(end)
            numbers.append(opened[-1][1])
        bounds.append(FAR)
        self._bounds, self._numbers = bounds, numbers

    def at(self, start: int) -> int | None:
        """The number of the innermost node at an offset of the source; None outside of all."""
        return self._numbers[bisect_right(self._bounds, start) - 1]

    def numbers(self, nodes: Iterable[Node]) -> list[int | None]:
        """The number at the start of each of some other nodes. Most of them are in the same node as
        the one before them: for those nothing is looked up.
        """
        bounds, numbers = self._bounds, self._numbers
        out: list[int | None] = []
        low = high = 0
        number: int | None = None
        for node in nodes:
            start = node._start
            if not low <= start < high:
                index = bisect_right(bounds, start)
                low, high, number = bounds[index - 1], bounds[index], numbers[index - 1]
            out.append(number)
        return out
