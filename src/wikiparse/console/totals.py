"""The counts of all pages for `wikiparse stats`, in bounded memory."""

from __future__ import annotations

from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Any, Final

from wikiparse.console.name_counts import NameCounts
from wikiparse.console.page_counts import SHORT, TABLES

if TYPE_CHECKING:
    from wikiparse.console.name_counts import Count
    from wikiparse.console.page_counts import PageCounts

SIZES: Final = (0, 100, 1_000, 10_000, 100_000, 1_000_000)
"""The sizes at which the classes of pages by size begin, in code points."""


class Totals:
    """The counts of all pages so far; `top` names of each table are of interest in the end."""

    def __init__(self, top: int) -> None:
        self.top = top
        self.pages = self.redirects = self.empty = self.lost = self.characters = 0
        self.tables: dict[str, NameCounts] = {}
        self.sizes = [0] * len(SIZES)
        self._largest: list[tuple[int, int, str, str]] = []

    def add(self, page: PageCounts) -> None:
        """Add a page."""
        self.pages += 1
        self.redirects += page.is_redirect
        self.empty += page.is_empty
        self.characters += page.size
        self.sizes[sum([page.size >= size for size in SIZES]) - 1] += 1
        # Of equals the first in the input: it has the larger negative number.
        entry = (page.size, -self.pages, page.file, page.page)
        if len(self._largest) < self.top:
            heappush(self._largest, entry)
        else:
            heappushpop(self._largest, entry)
        for table, counts in page.counts.items():
            if table not in self.tables:
                self.tables[table] = NameCounts()
            self.tables[table].add(counts)

    def shown(self, table: str) -> list[Count]:
        """The largest counts of a table, as many as are of interest."""
        counts = self.tables.get(table, NameCounts())
        return counts.largest(len(counts) if table in SHORT else self.top)

    def largest(self) -> list[tuple[int, str, str]]:
        """The largest pages: size, file, and the name in the file."""
        return [(size, file, page) for size, _, file, page in sorted(self._largest, reverse=True)]

    def to_dict(self) -> dict[str, Any]:
        """The counts as plain values for JSON."""
        return {
            "pages": self.pages,
            "redirects": self.redirects,
            "empty": self.empty,
            "not_read": self.lost,
            "characters": self.characters,
            "sizes": [
                {"from": size, "pages": pages}
                for size, pages in zip(SIZES, self.sizes, strict=True)
            ],
            "largest": [
                {"file": file, "page": page or None, "characters": size}
                for size, file, page in self.largest()
            ],
            **{name.replace(" ", "_"): self._table(name) for name in TABLES},
        }

    def _table(self, name: str) -> dict[str, Any]:
        counts = self.tables.get(name, NameCounts())
        return {
            "total": counts.total,
            "names": len(counts),
            "missing_at_most": counts.lost,
            "largest": [
                {"name": one.name, "count": one.times, "pages": one.pages}
                for one in self.shown(name)
            ],
        }
