"""The counts of `wikiparse stats` for people: tables with bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.console.cells import cells_of, first_cells, text_of, width_of
from wikiparse.console.page_counts import TABLES
from wikiparse.console.totals import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wikiparse.console.colors import Paint
    from wikiparse.console.totals import Totals

BAR: Final = 20
"""Columns of the longest bar."""
LONGEST: Final = 44
"""Columns of a name."""
LONGEST_PATH: Final = 34
"""Characters of a path: those of the narrowest column for names, unless the terminal is small."""
EIGHTHS: Final = " ▏▎▍▌▋▊▉"
"""The last character of a bar, by the eighths of a column that are left."""


class Line(NamedTuple):
    """A row of a table: a name, its number, and a remark on it."""

    name: str
    number: int
    remark: str = ""


def report_of(totals: Totals, paint: Paint, width: int, encoding: str) -> str:
    """All tables that are not empty, one below the other."""
    layout = _Layout(paint, width, encoding)
    parts = [_summary(totals)]
    parts += [layout.table(title, lines) for title, lines in _tables(totals) if lines]
    return "\n".join(parts)


def _summary(totals: Totals) -> str:
    mean = f" ({totals.characters // totals.pages:,} a page)" if totals.pages else ""
    parts = [_counted(totals.pages, "page"), f"{_counted(totals.characters, 'character')}{mean}"]
    parts += [_counted(totals.redirects, "redirect")] if totals.redirects else []
    parts += [f"{totals.empty:,} empty"] if totals.empty else []
    parts += [f"{totals.lost:,} not read"] if totals.lost else []
    return ", ".join(parts) + "\n"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _tables(totals: Totals) -> Iterator[tuple[str, list[Line]]]:
    bounds = [*SIZES[1:], None]
    yield (
        "pages by size in characters",
        [
            Line(f"below {end:,}" if end else f"{start:,} and more", pages)
            for start, end, pages in zip(SIZES, bounds, totals.sizes, strict=True)
            if pages
        ],
    )
    for name in TABLES:
        counts = totals.tables.get(name)
        if counts is None:
            continue
        shown = totals.shown(name)
        title = name
        if len(shown) < len(counts) or counts.lost:
            least = "more than " if counts.lost else ""
            title += f": {len(shown):,} of {least}{len(counts):,}, {counts.total:,} in all"
        if counts.lost:
            title += f"; a count may lack {counts.lost:,}"
        yield (
            title,
            [Line(one.name, one.times, _on_pages(one.times, one.pages)) for one in shown],
        )
    if totals.pages > 1:
        yield (
            "largest pages",
            [
                # The end of a path says more than its beginning.
                Line(_end_of(f"{file}: {page}" if page else file), size)
                for size, file, page in totals.largest()
            ],
        )


def _end_of(name: str) -> str:
    return name if len(name) <= LONGEST_PATH else "..." + name[3 - LONGEST_PATH :]


def _on_pages(count: int, pages: int) -> str:
    return "" if count == pages else f"on {_counted(pages, 'page')}"


class _Layout:
    """How tables are laid out on a terminal of a width and an encoding."""

    def __init__(self, paint: Paint, width: int, encoding: str) -> None:
        self._paint, self._encoding = paint, encoding
        self._name = max(min(LONGEST, width - BAR - 26), 12)
        try:
            "█▏".encode(encoding)
            self._has_blocks = True
        except UnicodeEncodeError:
            self._has_blocks = False

    def table(self, title: str, lines: Sequence[Line]) -> str:
        """The title, and a line for each row: name, count, bar, remark."""
        names = [self._cut(line.name) for line in lines]
        counts = [f"{line.number:,}" for line in lines]
        name_width = max(width for _, width in names)
        count_width = max(map(len, counts))
        most = max(line.number for line in lines)
        rows = []
        for (name, width), count, line in zip(names, counts, lines, strict=True):
            bar = self._bar(line.number / most)
            padding = " " * (BAR - len(bar)) if line.remark else ""
            remark = f"{padding}  {self._paint(line.remark, 'dim')}" if line.remark else ""
            space = " " * (name_width - width)
            rows.append(
                f"  {name}{space}  {count:>{count_width}}  {self._paint(bar, 'bar')}{remark}\n"
            )
        return self._paint(title, "title") + "\n" + "".join(rows)

    def _cut(self, name: str) -> tuple[str, int]:
        """A name that fits into its columns, and how many it takes."""
        cells, is_cut = first_cells(cells_of(name, self._encoding), self._name)
        if is_cut:
            cells, _ = first_cells(cells, self._name - 3)
            cells += [(".", 1)] * 3
        return text_of(cells), width_of(cells)

    def _bar(self, share: float) -> str:
        """A bar of a share of the longest one; the shortest is visible."""
        if not self._has_blocks:
            return "#" * max(round(share * BAR), 1)
        eighths = max(round(share * BAR * 8), 1)
        return ("█" * (eighths // 8) + EIGHTHS[eighths % 8]).rstrip()
