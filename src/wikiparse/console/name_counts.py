"""Counts of names in bounded memory."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_NAMES: Final = 200_000
"""Names that a table holds at most."""


class Count(NamedTuple):
    """How often a name was counted, and on how many pages."""

    name: str
    times: int
    pages: int


class NameCounts:
    """Counts of names, in memory for at most so many.

    When there are more, those with the smallest counts are dropped (lossy counting: Manku and
    Motwani, 2002). A name that comes again begins at 0, so that `lost` is the most that may be
    missing from any count; it is 0 as long as nothing was dropped. `total` is the sum of all.
    """

    def __init__(self, most: int = MOST_NAMES) -> None:
        self.total = 0
        self.lost = 0
        self._most = most
        self._counts: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self._counts)

    def add(self, counts: Mapping[str, int]) -> None:
        """Add the counts of a page."""
        known = self._counts
        for name, count in counts.items():
            self.total += count
            if name in known:
                known[name][0] += count
                known[name][1] += 1
            else:
                known[name] = [count, 1]
        if len(known) > self._most:
            self._drop()

    def largest(self, number: int) -> list[Count]:
        """The largest counts; of equals those on more pages, then those of the first names."""
        counts = [Count(name, *kept) for name, kept in self._counts.items()]
        return nsmallest(number, counts, key=lambda one: (-one.times, -one.pages, one.name))

    def _drop(self) -> None:
        # Half of the names: so this is seldom done.
        ordered = sorted([count for count, _ in self._counts.values()])
        least = ordered[len(ordered) // 2]
        self.lost += least
        self._counts = {name: kept for name, kept in self._counts.items() if kept[0] > least}
