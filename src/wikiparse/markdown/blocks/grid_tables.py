"""Grid tables of pandoc: cells drawn with `+`, `-` and `|`.

    table = line row+             line = "+" (("-" | "=" | ":")+ "+")+
    row   = ("|" … "|")+ line     a line with "=" ends the header

    +-----+-----+
    | a   | b   |
    |     +-----+   a cell reaches as far as no edge ends it
    |     | c   |
    +-----+-----+

The drawing is laid out on the columns and lines where an edge may begin; the places between them
that no edge separates are one cell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.drafts import ParagraphDraft, TextCellDraft, TextRowDraft, TextTableDraft
from wikiparse.markdown.blocks.columns import FILLER, columns_of
from wikiparse.markdown.blocks.cut_lines import find_cuts
from wikiparse.markdown.blocks.state import LEAF, NONE
from wikiparse.markdown.blocks.tables import ALIGNMENTS
from wikiparse.source import trim, trim_cell

if TYPE_CHECKING:
    from wikiparse.drafts import Draft, Ranges
    from wikiparse.markdown.blocks.state import State, Step

# +:---:+====+      a plus, then for each column dashes or equals signs with colons, and a plus
EDGE = re.compile(r"\+(?>(?::?+[-=]++:?+\+)+)[ \t]*+(?=\n)")

NOT_ASCII = re.compile(r"[^\0-\x7f]")

# A plus alone in a cell is text, and would cost a column.
CORNER = re.compile(r"(?<=[-=:|+])\+|\+(?=[-=:|+])")
"""A `+` beside an edge, or between two."""

SEGMENT = re.compile(r"[+|=:-][-=:]*+[+|]?")
"""An edge from one column to the next; it may go on beyond them."""


class GridTable:
    """An open grid table: it takes all lines that begin with `+` or `|`."""

    __slots__ = ("draft", "lines", "siblings")

    def __init__(self, draft: TextTableDraft, siblings: list[Draft]) -> None:
        self.draft: TextTableDraft = draft
        self.siblings: list[Draft] = siblings
        self.lines: Ranges = []

    def add_line(self, state: State) -> int:
        """Take a line, or end the table."""
        text, pos = state.text, state.nonspace
        end = text.index("\n", pos)
        if text[pos] not in "+|":
            if pos == end:
                return state.blank_line()
            state.close_leaf()
            last = self.siblings[-1]
            if type(last) is ParagraphDraft:
                state.paragraph = last  # which goes on
                if not state.blockquotes:
                    last.lines = None
            return state.line_start  # the line begins another block
        self.lines.append(trim(text, pos, end, " \t"))
        self.draft.end = self.lines[-1][1]
        return end + 1

    def close(self, state: State) -> None:
        """Find the cells; a drawing that does not come out is a paragraph."""
        rows = find_rows(state.text, self.lines)
        if rows is None:
            start, end = self.lines[0][0], self.lines[-1][1]
            paragraph = ParagraphDraft(start, end, start, end)
            paragraph.lines = self.lines
            self.siblings[-1] = paragraph
        else:
            self.draft.rows = rows


def start_grid_table(state: State) -> Step:
    """The upper edge of a table."""
    match = EDGE.match(state.text, state.nonspace)
    if match is None:
        return NONE
    siblings = state.close_unmatched().children
    draft = TextTableDraft(match.start(), match.end(), has_blocks=True)
    siblings.append(draft)
    table = GridTable(draft, siblings)
    state.open_leaf = table
    state.pos = table.add_line(state)
    return LEAF


# -------------------------------------------------------------------------------- the drawing


class Line(NamedTuple):
    """A line of the drawing.

    `chars` has one character for each column: a wide one has a filler after it, one without width
    is left out. `offsets` are those of the characters, None where they simply follow `start`.
    """

    start: int
    chars: str
    offsets: list[int] | None

    def range_of(self, left: int, right: int) -> tuple[int, int]:
        """The range of the source between two columns."""
        if self.offsets is None:
            return self.start + left, self.start + right
        return self.offsets[left], self.offsets[right]


class Grid(NamedTuple):
    """The drawing, laid out.

    `columns` are those where an upright edge may be, `bands` the indexes of the lines that hold
    horizontal edges; both begin and end with the outer edges. `uprights` says for each band and
    column whether an edge goes down from there, `rules` whether one goes right.
    """

    lines: list[Line]
    columns: list[int]
    bands: list[int]
    uprights: list[list[bool]]
    rules: list[list[bool]]


class Area(NamedTuple):
    """The place of a cell: indexes of bands and columns, half open."""

    top: int
    bottom: int
    left: int
    right: int


def find_rows(text: str, ranges: Ranges) -> list[TextRowDraft] | None:
    """The rows of a drawing, None where it is not whole."""
    lines = [_line(text, start, end) for start, end in ranges]
    width = len(lines[0].chars)
    # All lines of one width: so the places of the drawing are as many as its characters.
    if len(lines) < 3 or any(len(line.chars) != width for line in lines):
        return None
    grid = _lay_out(lines, width)
    areas = None if grid is None else _find_areas(grid)
    return None if grid is None or areas is None else _rows_of(text, grid, areas)


def _line(text: str, start: int, end: int) -> Line:
    line = text[start:end]
    if line.isascii():
        return Line(start, line, None)
    chars: list[str] = []
    offsets: list[int] = []
    pos = 0
    for match in NOT_ASCII.finditer(line):
        index = match.start()
        chars.append(line[pos:index])
        offsets += range(start + pos, start + index)
        pos = index + 1
        char = match[0]
        width = columns_of(char)
        if width:
            # The filler is in no source, so that it never looks like an edge, and both columns have
            # one offset.
            chars.append(char if width == 1 else char + FILLER)
            offsets += [start + index] * width
    chars.append(line[pos:])
    offsets += range(start + pos, end)
    return Line(start, "".join(chars), offsets)


def _lay_out(lines: list[Line], width: int) -> Grid | None:
    """The columns and lines where edges may be.

    Text may look like a corner or an edge; where no other edge meets it, no cell ends there.
    """
    # Columns of any line: a table within a cell adds some, which only its own edges use.
    columns = sorted({match.start() for line in lines for match in CORNER.finditer(line.chars)})
    if columns[0] != 0 or columns[-1] != width - 1:
        return None
    bands: list[int] = []
    rules: list[list[bool]] = []
    for index, line in enumerate(lines):
        chars = line.chars
        # Each line is between the outer edges: otherwise nothing is drawn here.
        if chars[0] not in "+|" or chars[-1] not in "+|":
            return None
        # Most lines are of text: no segment is tried for them.
        if "-" in chars or "=" in chars:
            ruled = [
                SEGMENT.fullmatch(chars, left, right + 1) is not None
                for left, right in pairwise(columns)
            ]
            if any(ruled):
                bands.append(index)
                rules.append(ruled)
    last = len(lines) - 1
    if bands[0] != 0 or bands[-1] != last or not all(rules[0]) or not all(rules[-1]):
        return None
    # band 0   +---+---+       uprights[0]   down from each corner to the next band
    #          | a | b |
    # band 1   +---+---+
    uprights = [
        [all(line.chars[column] in "+|" for line in lines[above + 1 : below]) for column in columns]
        for above, below in pairwise(bands)
    ]
    return Grid(lines, columns, bands, uprights, rules)


def _find_areas(grid: Grid) -> list[Area] | None:
    """The places of the cells, row by row; None where one is no rectangle."""
    height, width = len(grid.bands) - 1, len(grid.columns) - 1
    # Each place of the drawing is visited once as the corner of a cell, and once as a part of one.
    is_taken = [[False] * width for _ in range(height)]
    areas = []
    for top in range(height):
        for left in range(width):
            if is_taken[top][left]:
                continue
            edge = grid.lines[grid.bands[top]].chars
            right = left + 1
            # To the right until an edge goes down from a corner of the upper edge.
            while not (grid.uprights[top][right] and edge[grid.columns[right]] == "+"):
                right += 1
                if right > width:
                    return None
            bottom = top + 1
            # A table in the cell has edges too, but none from side to side.
            while not all(grid.rules[bottom][left:right]):
                if bottom == height or not grid.uprights[bottom][right]:
                    return None
                bottom += 1
            for row in is_taken[top:bottom]:
                # Another cell reaches in from the left: no rectangle.
                if any(row[left:right]):
                    return None
                row[left:right] = [True] * (right - left)
            areas.append(Area(top, bottom, left, right))
    return areas


# -------------------------------------------------------------------------------- the cells


def _rows_of(text: str, grid: Grid, areas: list[Area]) -> list[TextRowDraft]:
    """A row for each band in which a cell begins."""
    tops = sorted({area.top for area in areas})
    lefts = sorted({area.left for area in areas})
    header_end, alignments = _header(grid, lefts)
    rows = {
        top: TextRowDraft(*_range_of_row(grid, top, below))
        for top, below in pairwise([*tops, len(grid.bands) - 1])
    }
    for area in areas:
        # Columns in which no cell begins are those of tables within cells: they do not count for
        # `colspan`.
        column = bisect_left(lefts, area.left)
        lines, cuts = _content(text, grid, area)
        cell = TextCellDraft(
            _first_line(text, grid, area),
            lines,
            grid.bands[area.top] < header_end,
            alignments[column],
        )
        cell.cuts = cuts
        cell.rowspan = bisect_left(tops, area.bottom) - bisect_left(tops, area.top)
        cell.colspan = bisect_left(lefts, area.right) - column
        cell.is_exact = len(lefts) == 1
        rows[area.top].cells.append(cell)
    return list(rows.values())


def _header(grid: Grid, lefts: list[int]) -> tuple[int, list[str | None]]:
    """The index of the line that ends the header, 0 where there is none, and the alignments of the
    columns, which the colons in that line or in the first one tell.
    """
    inner = grid.bands[1:-1]
    end = next((index for index in inner if "=" in grid.lines[index].chars), 0)
    chars = grid.lines[end].chars
    alignments = []
    for left, right in pairwise([*lefts, len(grid.columns) - 1]):
        segment = chars[grid.columns[left] + 1 : grid.columns[right]]
        alignments.append(ALIGNMENTS[segment.startswith(":"), segment.endswith(":")])
    return end, alignments


def _range_of_row(grid: Grid, top: int, below: int) -> tuple[int, int]:
    """The lines of a row, the edges above and below left out."""
    first, last = grid.bands[top] + 1, grid.bands[below] - 1
    if last < first:
        first = last = grid.bands[top]
    lines = grid.lines
    return lines[first].start, lines[last].range_of(0, len(lines[last].chars) - 1)[1] + 1


def _first_line(text: str, grid: Grid, area: Area) -> tuple[int, int]:
    """The range of a cell on the first line of its row, white space around it left out."""
    first = grid.bands[area.top] + 1
    line = grid.lines[first if first < grid.bands[area.bottom] else first - 1]
    return trim_cell(text, *line.range_of(grid.columns[area.left] + 1, grid.columns[area.right]))


def _content(text: str, grid: Grid, area: Area) -> tuple[Ranges, frozenset[int]]:
    """The lines of a cell: without a space at their start, if all of them have one, and without the
    blank ones around them; and which of them go on with the one before.
    """
    left, right = grid.columns[area.left] + 1, grid.columns[area.right]
    lines = grid.lines[grid.bands[area.top] + 1 : grid.bands[area.bottom]]
    ranges = []
    is_padded, is_full = True, False
    for line in lines:
        start, end = line.range_of(left, right)
        is_full = is_full or line.chars[right - 2] != " "
        end = start + len(text[start:end].rstrip(" \t"))  # cells are padded with many spaces
        is_padded = is_padded and (start == end or text[start] == " ")
        ranges.append((start, end))
    cuts: dict[int, int] = {}
    # pandoc: `removeOneLeadingSpace`, in all lines or none.
    if is_padded:
        ranges = [(min(start + 1, end), end) for start, end in ranges]
        # A full line is rare, and the first of a cell is cut from nothing.
        if is_full and len(lines) > 1:
            cuts = find_cuts(
                [line.chars[left + 1 : right].rstrip(" ") for line in lines], right - left - 2
            )
    for index, column in cuts.items():
        if column:
            start, end = ranges[index - 1]
            whole = lines[index - 1].range_of(left + 1, left + 1 + column)
            ranges[index - 1] = min(start, whole[0]), max(end, whole[1])
    first, last = 0, len(ranges)
    while first < last and ranges[first][0] == ranges[first][1]:
        first += 1
    while last > first and ranges[last - 1][0] == ranges[last - 1][1]:
        last -= 1
    return ranges[first:last], frozenset([index - first for index in cuts])
