"""Simple and multiline tables of pandoc: columns below or between lines of dashes.

    simple    = header-line dashes row+ | dashes row+ dashes blank-line
    multiline = dashes header-line+ dashes rows dashes blank-line | dashes rows dashes blank-line
    rows      = line+ (blank-line line+)*
    dashes    = "-"+ (white-space "-"+)*

    Tree    Height
    ------ -------
    Oak         30
    #      ^ a column begins where its dashes do

A row of a simple table is one line, which may be of white space up to the last column. How the text
above the dashes lies says how a column is aligned.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from wikiparse.drafts import (
    ParagraphDraft,
    TextCellDraft,
    TextRowDraft,
    TextTableDraft,
    ThematicBreakDraft,
)
from wikiparse.markdown.blocks.columns import offsets_of, width_of
from wikiparse.markdown.blocks.headings import BREAK
from wikiparse.markdown.blocks.state import LEAF, NONE
from wikiparse.source import trim, trim_cell

if TYPE_CHECKING:
    from wikiparse.drafts import Draft, Ranges
    from wikiparse.markdown.blocks.state import State, Step

# One run of dashes for each column.
_DASHES = r"-++(?>(?:[ \t]++-++)*)[ \t]*+"

DASHES = re.compile(rf"{_DASHES}(?=\n)")
RUN = re.compile("-+")

# The lines of a table may be in a block quote or indented.
_MARGIN = r"[ \t>]*+"
BLANK_LINE = re.compile(rf"\n{_MARGIN}(?=\n|\Z)")
DASHES_LINE = re.compile(rf"\n{_MARGIN}{_DASHES}(?=\n|\Z)")
LAST_LINE = re.compile(rf"\n{_MARGIN}{_DASHES}(?=\n(?:{_MARGIN}(?:\n|\Z)|\Z)|\Z)")
"""Dashes with a blank line, or nothing, after them."""

ALIGNMENTS: dict[tuple[bool, bool], str | None] = {
    (True, False): "right",
    (False, True): "left",
    (True, True): "center",
    (False, False): None,
}


class TextTable:
    """An open table, which takes lines up to a blank one or up to the dashes that end it.

    `columns` are where those of the dashes begin, `widths` how many dashes each has. `last_line` is
    the offset before the last dashes, None where a blank line ends the table.
    """

    __slots__ = (
        "columns",
        "draft",
        "header",
        "is_closed",
        "is_multiline",
        "last_line",
        "lines",
        "siblings",
        "widths",
    )

    def __init__(
        self,
        draft: TextTableDraft,
        siblings: list[Draft],
        last_line: int | None,
        *,
        is_multiline: bool,
    ) -> None:
        self.draft: TextTableDraft = draft
        self.siblings: list[Draft] = siblings
        self.last_line: int | None = last_line
        self.is_multiline: bool = is_multiline
        self.is_closed: bool = last_line is None
        self.header: Ranges = []
        self.lines: Ranges = []
        self.columns: list[int] = []
        self.widths: list[int] = []

    def set_columns(self, text: str, start: int, end: int) -> None:
        """Take the columns from a line of dashes."""
        runs = [match.span() for match in RUN.finditer(text, start, end)]
        self.columns = [left - start for left, _ in runs]
        self.widths = [right - left for left, right in runs]

    def add_line(self, state: State) -> int:
        """Take a line: a row, a part of one, dashes, or the blank line after the table."""
        text, pos = state.text, state.nonspace
        end = text.index("\n", pos)
        # With its indentation: columns are counted from the start of the line, or of the
        # container's content.
        line = max(pos - state.indent, state.pos), end
        if self.last_line is None:
            if pos == end and not (self.columns and end - line[0] >= self.columns[-1]):
                return state.blank_line()
            # A table below a header may end with dashes, or at a blank line without any.
            is_dashes = DASHES.match(text, pos) is not None
            is_last = is_dashes and _ends_at(state, *line)
        else:
            is_last = state.line_start > self.last_line
        self.draft.end = trim_cell(text, pos, end)[1] if pos < end else self.draft.end
        if is_last:
            self.is_closed = True
            state.close_leaf()
        # The columns come from the first dashes: those above them are header, those below are rows.
        elif self.columns:
            self.lines.append(line)
        elif DASHES.match(text, pos):
            self.set_columns(text, *line)
        else:
            self.header.append(line)
        return end + 1

    def close(self, state: State) -> None:
        """Cut the lines into cells. A table whose container ends before it does is a paragraph."""
        text, draft = state.text, self.draft
        rows = self._rows(text) if self.is_closed else []
        if not rows:
            self.siblings[-1:] = self._as_text(text)
            return
        alignments = self._alignments(text, self.header or rows[0])
        if self.header:
            draft.rows.append(self._row(text, self.header, alignments, is_header=True))
        draft.rows += [self._row(text, lines, alignments, is_header=False) for lines in rows]
        # The last row may be one of blank cells, after the last character that is no white space.
        if draft.rows:
            draft.end = max(draft.end, draft.rows[-1].end)

    def _rows(self, text: str) -> list[Ranges]:
        """The lines of each row."""
        if not self.is_multiline:
            return [[line] for line in self.lines]
        rows: list[Ranges] = [[]]
        for line in self.lines:
            if text[line[0] : line[1]].strip(" \t"):
                rows[-1].append(line)
            elif rows[-1]:
                rows.append([])
        return [row for row in rows if row]

    def _cut(self, text: str, lines: Ranges) -> list[Ranges]:
        """For each column its ranges on some lines. Text before the first column belongs to it."""
        # The first column begins where the line does, the last one ends where it does; between them
        # a column reaches to the next.
        pieces = [
            list(pairwise([start, *offsets_of(text, start, end, self.columns[1:]), end]))
            for start, end in lines
        ]
        return [list(column) for column in zip(*pieces, strict=True)]

    def _row(
        self, text: str, lines: Ranges, alignments: list[str | None], *, is_header: bool
    ) -> TextRowDraft:
        row = TextRowDraft(*trim_cell(text, lines[0][0], lines[-1][1]))
        for pieces, alignment in zip(self._cut(text, lines), alignments, strict=True):
            ranges = [trim_cell(text, *piece) for piece in pieces]
            content = [(start, end) for start, end in ranges if start < end]
            start, end = ranges[0]  # an empty cell may lie beyond the end of its row
            first = (min(start, row.end), min(end, row.end))
            cell = TextCellDraft(first, content, is_header, alignment)
            cell.is_exact = len(self.columns) == 1
            row.cells.append(cell)
        return row

    def _alignments(self, text: str, lines: Ranges) -> list[str | None]:
        """How the columns are aligned: by where their text and their dashes begin and end."""
        alignments = []
        columns = self._cut(text, lines)
        # Where the table is indented, the text begins with its first dashes.
        columns[0] = [
            (offsets_of(text, *line, self.columns[:1])[0], end)
            for line, (_, end) in zip(lines, columns[0], strict=True)
        ]
        for pieces, width in zip(columns, self.widths, strict=True):
            texts = [text[start:end].rstrip(" \t") for start, end in pieces]
            # pandoc: `alignType` looks at the shortest of the lines, with the white space before
            # it:
            #     "  30" begins after the dashes do: right, or centered if it ends before they do
            #     "Oak"  begins with them and ends before them: left
            shortest = min([piece for piece in texts if piece], key=len, default="")
            is_right = shortest[:1] in (" ", "\t")
            is_left = bool(shortest) and width_of(shortest) < width
            alignments.append(ALIGNMENTS[is_right, is_left])
        return alignments

    def _as_text(self, text: str) -> list[Draft]:
        """The drafts of lines that are no table: a break, perhaps, and a paragraph."""
        start, first_end = self.draft.start, text.index("\n", self.draft.start)
        ranges = [trim(text, *line, " \t") for line in self.header + self.lines]
        ranges = [(left, right) for left, right in ranges if left < right]
        first = trim(text, start, first_end, " \t")
        drafts: list[Draft] = []
        if BREAK.match(text, start):
            drafts.append(ThematicBreakDraft(*first))
        elif not ranges or ranges[0][0] > start:
            ranges.insert(0, first)
        if ranges:
            paragraph = ParagraphDraft(ranges[0][0], ranges[-1][1], ranges[0][0], ranges[-1][1])
            paragraph.lines = ranges
            drafts.append(paragraph)
        return drafts


def start_text_table(state: State) -> Step:
    """A line of dashes below a line of text, or one with another line of dashes further down."""
    text, start = state.text, state.nonspace
    match = DASHES.match(text, start)
    if match is None or _ends_at(state, start, match.end()):
        return NONE
    end = match.end()
    line = max(start - state.indent, state.pos), end
    if state.paragraph is not None:
        return _below_header(state, line)
    if text[start + 1] in " \t" and BREAK.match(text, start) is None:
        return NONE  # an item
    # All three searches go from here to the end of the page, and each is made once for many lines.
    last = state.search(LAST_LINE, end)
    if last is None or last == end:
        return NONE
    blank = state.search(BLANK_LINE, end) or last
    second = state.search(DASHES_LINE, end)
    # The header of a multiline table is between two lines of dashes.
    has_header = second is not None and end < second < min(last, blank)
    draft = TextTableDraft(start, end, has_blocks=False)
    siblings = state.close_unmatched().children
    siblings.append(draft)
    table = TextTable(draft, siblings, last, is_multiline=has_header or blank < last)
    if not has_header:
        table.set_columns(text, *line)
    state.open_leaf = table
    state.pos = end + 1
    return LEAF


def _ends_at(state: State, start: int, end: int) -> bool:
    """Whether a blank line is below the dashes between two offsets, and not a row of blank cells:
    the writer fills those with spaces.
    """
    match = BLANK_LINE.match(state.text, end, state.end)
    if match is None:
        return False
    columns = state.text.rfind(" ", start, trim(state.text, start, end, " \t")[1]) + 1 - start
    return match.end() - match.start() - 1 < max(columns, 1)


def _below_header(state: State, line: tuple[int, int]) -> Step:
    """The table whose header is the paragraph above."""
    text, paragraph = state.text, state.paragraph
    if paragraph is None or not state.interrupts or not paragraph.is_one_line(text):
        return NONE
    # The header is indented as the dashes are, but for the columns outside of the container.
    start = paragraph.content_start
    start = min(text.rfind("\n", 0, start) + 1 + line[0] - state.line_start, start)
    siblings = state.parent.children
    siblings.pop()
    state.paragraph = None
    draft = TextTableDraft(paragraph.start, line[1], has_blocks=False)
    siblings.append(draft)
    table = TextTable(draft, siblings, None, is_multiline=False)
    table.header = [(start, trim(text, start, paragraph.content_end, " \t")[1])]
    table.set_columns(text, *line)
    state.open_leaf = table
    state.pos = line[1] + 1
    return LEAF


def start_header(state: State) -> bool:
    """Whether a line that is indented too far for a paragraph is the header of a table: the line
    below it is of dashes. Such a header is centered or aligned to the right.
    """
    text, start = state.text, state.nonspace
    end = text.index("\n", start)
    dashes = DASHES_LINE.match(text, end, state.end)
    if dashes is None or _ends_at(state, dashes.start() + 1, dashes.end()):
        return False
    draft = TextTableDraft(start, trim(text, start, end, " \t")[1], has_blocks=False)
    siblings = state.close_unmatched().children
    siblings.append(draft)
    table = TextTable(draft, siblings, None, is_multiline=False)
    table.header = [(max(start - state.indent, state.pos), end)]
    state.open_leaf = table
    state.pos = end + 1
    return True
