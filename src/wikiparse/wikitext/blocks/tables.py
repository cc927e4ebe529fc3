"""Tables of wikitext (MediaWiki: `Parser::handleTables`).

    table   = "{|" attributes line-ending (caption | row | cells)* "|}"
    caption = "|+" [attributes "|"] content
    row     = "|-" "-"* attributes
    cells   = ("|" | "!") cell (("||" | "!!") cell)*         "!!" separates header cells only
    cell    = [attributes "|"] content, with the lines below it that begin neither of these

A row without cells is left out. Lines before the first cell are kept where they are: MediaWiki
shows them before the table, or makes rows of the templates in them. A pipe within a link or a
template separates nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import (
    DescriptionDetailsDraft,
    DescriptionListDraft,
    ItemContentDraft,
    TableCaptionDraft,
    TableCellDraft,
    TableRowDraft,
    WikitextTableDraft,
    leaf,
)
from wikiparse.html.tables import html_parts
from wikiparse.source import WHITE, trim
from wikiparse.wikitext.blocks.comments import end_without_comments
from wikiparse.wikitext.blocks.state import GAP
from wikiparse.wikitext.preprocessor import (
    PIPE_WORD,
    PLAIN_LINK,
    TABLE,
    after_hidden,
    known_tag_end,
)

if TYPE_CHECKING:
    from wikiparse.drafts import Draft
    from wikiparse.wikitext.blocks.state import State
    from wikiparse.wikitext.preprocessor import Extents

    Bounds = tuple[int, int, int, int]
    """Where a cell ends and the next one begins; where its attributes end and its content begins,
    or -1 if it has none."""

TABLE_WORD = re.compile(r"\{\||\{\{\{!\}\}(?!\})")
"""What begins a table; its pipe may be written as `{{!}}`."""

INDENT = re.compile(r"[ \t:]*+(?=[{<])")


def indented_table(state: State, pos: int) -> int:
    """Where the table of a line begins, behind spaces, colons and comments; -1 if it has none."""
    text, end = state.text, state.end
    match = INDENT.match(text, pos, end)
    if match is None:
        return -1
    start = match.end()
    if text[start] == "<":
        start = after_hidden(text, state.extents, start, end)
    return start if TABLE_WORD.match(text, start, end) else -1


def start_table(state: State, pos: int, start: int) -> int:
    """A table, indented by colons or not; without an end it reaches to the next heading. What
    follows an indented one on its last line is in the same details.
    """
    text = state.text
    begin = TABLE_WORD.match(text, start).end()  # type: ignore[union-attr]  # see indented_table
    extent = state.extents.get(start)
    # MediaWiki: `Parser::handleTables`, which puts a `<dl>` around the table for each colon.
    indent = INDENT.match(text, pos, state.end).end()  # type: ignore[union-attr]  # see indented_table
    colons = text.count(":", pos, indent)
    if extent is not None and extent.kind == TABLE and extent.end <= state.end:
        end, content_end, is_closed = extent.end, extent.to, True
    else:
        end = content_end = _unclosed(state, start)
        is_closed = False
    table: Draft = WikitextTableDraft(start, end, begin, content_end, is_closed)
    state.close(pos)
    stop = max(state.line_end(end), end)
    behind = GAP.match(text, end, stop).end()  # type: ignore[union-attr]
    parts = [table]
    # MediaWiki closes the `<dl>` only at the end of the line.
    if colons and behind < stop:
        last = end_without_comments(state, behind, stop)
        if behind < last:
            end = last
            parts.append(leaf(ItemContentDraft, behind, end))
        behind = stop
    colon = indent
    for _ in range(min(colons, state.levels)):
        colon = text.rindex(":", pos, colon)
        details = DescriptionDetailsDraft(colon, end, parts)
        parts = [DescriptionListDraft(colon, end, [details])]
    state.drafts += parts
    state.seen, state.is_in_element = end, False
    return behind + 1 if behind >= state.end or text[behind] == "\n" else behind


def start_indented_table(state: State, pos: int) -> int:
    """A table, where the line begins one."""
    table = indented_table(state, pos)
    return start_table(state, pos, table) if table >= 0 else -1


def _unclosed(state: State, start: int) -> int:
    """Where an unclosed table ends: at the next heading, or with the stretch it is in."""
    text = state.text
    pos = state.line_end(start)
    while pos < state.end:
        # Unlike MediaWiki, which lets it take the rest of the page: the headings after it would be
        # lost.
        if text.startswith("=", pos + 1) and text.endswith(
            "=", pos + 2, end_without_comments(state, pos + 1, state.line_end(pos + 1))
        ):
            break
        pos = state.line_end(pos + 1)
    return trim(text, start, pos)[1]


HTML_TABLE = re.compile(r"<(/?)table(?=[\s/>])", re.I)


def html_table_end(state: State, start: int) -> int:
    """Where a `<table>` ends, or -1."""
    depth = 0
    for match in HTML_TABLE.finditer(state.text, start, state.end):
        depth += -1 if match[1] else 1
        if depth == 0:
            end = state.text.find(">", match.end(), state.end)
            return end + 1 if end >= 0 else match.end()
        if depth > state.levels:
            break
    return -1


PIPE = r"(?:\||\{\{!\}\})"

# |} the end    |--- a row    |+ a caption    | or ! cells       white space and colons before it
LINE = re.compile(rf"[ \t:]*(?:({PIPE}\}})|{PIPE}(-)-*|{PIPE}(\+)|({PIPE}|!))")

_TEXT = r"[^|!\[{\-<]*+"
_COMPANY = r"!(?!!)|\[(?!\[)|\{(?!\{)|-(?!\{(?!\{))"

# | a || b !! c      1: a pipe, or two;  2: `!!`, which separates only header cells;
#                    3 and 4 hide pipes: links, braces, tags
PARTS = re.compile(
    rf"{_TEXT}(?>(?:(?:{_COMPANY}){_TEXT})*)"
    rf"(?:({PIPE}{{1,2}})|(!!)|({PLAIN_LINK})|(\[\[|\{{\{{|-\{{|<)|\Z)"
)
"""A separator of cells, or markup that may hide one, with the text before it: so no match is tried
at each character."""

# <td>   </tr>   <tbody>
CELL_TAG = re.compile(r"</?(?:t(?:[rdh]|body|head|foot)|caption)(?=[\s/>])", re.I)
"""A tag of HTML that makes rows and cells in a table of wikitext too, at the start of a line."""


def table_parts(
    text: str, lines: Extents, pos: int, end: int
) -> list[TableRowDraft | TableCaptionDraft]:
    """Captions, rows and the text between them in the table whose braces enclose two offsets."""
    table = _Table(text, lines, pos, end)
    # The first line is `{|` with attributes: no cell is on it.
    table.add_attributes(pos, min(lines.line_end(text, pos, end), end))
    pos = min(lines.line_end(text, pos, end) + 1, end)
    extent = -1
    while pos < end:
        # The fast path of `line_end`: no extent hides the line ending.
        if extent < pos:
            extent = lines.next_start(pos)
        stop = text.find("\n", pos, end)
        if stop < 0 or stop > extent:
            stop = lines.line_end(text, pos, end)
        if text[pos] == "<":
            pos = after_hidden(text, lines.found, pos, stop)
        match = LINE.match(text, pos, stop)
        if match is None:
            if text[pos] == "<" and table.is_cell_tag(pos):
                stop = table.add_tags(pos, stop)
            elif table.leaf is None:  # otherwise it is a further line of the cell or caption
                table.add_before(pos, stop)
        elif match[2]:
            start = match.end() - len(match[0].lstrip(" \t:"))
            table.end_row(pos, start, match.end())
        elif match[3]:
            start = match.end() - len(match[0].lstrip(" \t:"))
            table.add_caption(start, match.end(), stop)
        elif match[4]:
            table.add_cells(match.start(4), match.end(), stop, match[4] == "!")
        pos = stop + 1
    table.close(end)
    return table.parts_with_content()


class _Table:
    """The parts found so far, and the cell or caption that may go on in the next line."""

    def __init__(self, text: str, lines: Extents, start: int, end: int) -> None:
        self.text = text
        self.lines = lines
        self.to = end
        self.parts: list[TableRowDraft | TableCaptionDraft] = []
        self.row: TableRowDraft | None = None
        self.top: TableRowDraft | None = None  # the text before the first row
        self.leaf: TableCellDraft | TableCaptionDraft | None = None
        # The tables of HTML that are open in the open cell, and how far they are counted.
        self.depth = 0
        self.counted = start

    def close(self, pos: int) -> None:
        """End the open cell or caption at the line that begins at `pos`."""
        leaf = self.leaf
        if leaf is not None:
            self.leaf = None
            text, start = self.text, leaf.content_start
            # As `trim`, without its call: once for each cell.
            while pos > start and text[pos - 1] in WHITE:
                pos -= 1
            leaf.content_end = leaf.end = pos
            if self.row is not None and leaf.__class__ is TableCellDraft:
                self.row.end = pos

    def end_row(self, pos: int, start: int, after: int) -> None:
        """`|-`: a new row, whose attributes are no content."""
        self.close(pos)
        end = self.lines.line_end(self.text, pos, self.to)
        self.row = TableRowDraft(start, end, self.text[after:end])
        self.parts.append(self.row)
        self.add_attributes(start, end)

    def add_attributes(self, start: int, end: int) -> None:
        """The attributes of a table or row: only the templates in them are looked at."""
        if self.text.find("{{", start, end) >= 0:
            self._add(start, end, is_attributes=True)

    def is_cell_tag(self, pos: int) -> bool:
        """Whether the line that begins at `pos` begins with the tag of a cell or row of this table,
        and not of a table of HTML in the open cell.
        """
        if CELL_TAG.match(self.text, pos, self.to) is None:
            return False
        begin = self.leaf.content_start if self.leaf else self.row.start if self.row else 0
        if self.counted < begin:
            self.counted, self.depth = begin, 0
        for match in HTML_TABLE.finditer(self.text, self.counted, pos):
            self.depth += -1 if match[1] else 1
        self.counted = pos
        return self.depth <= 0

    def add_tags(self, start: int, stop: int) -> int:
        """Rows and cells of HTML, to the next line with markup of wikitext; where they end.

        MediaWiki lets their tags through: to browsers they are the same as the tags of cells of
        wikitext.
        """
        text, lines = self.text, self.lines
        while stop < self.to and LINE.match(text, stop + 1, self.to) is None:
            stop = lines.line_end(text, stop + 1, self.to)
        stop = min(stop, self.to)
        self.close(start)
        end = trim(text, start, stop)[1]
        for part in html_parts(text, start, end, end):
            if (
                isinstance(part, TableCaptionDraft)
                or text[part.start : part.start + 3].lower() == "<tr"
            ):
                self.parts.append(part)
                self.row = None
            elif self.row is None or (part.before and self.row.cells):
                self.parts.append(part)
                self.row = part
            else:  # cells without a `<tr>` before them are further cells of the row
                self.row.before += part.before
                self.row.cells += part.cells
                if part.cells:
                    self.row.end = part.end
        return stop

    def add_before(self, start: int, end: int) -> None:
        """A line before the first cell of a table or row."""
        end = trim(self.text, start, end)[1]
        if start == end:
            return
        row = self.row or self.top
        before = [] if row is None else row.before
        if before and not before[-1][2] and self._goes_on(before[-1], start):
            before[-1] = (before[-1][0], end, False)
        else:
            self._add(start, end, is_attributes=False)

    def _goes_on(self, before: tuple[int, int, bool], start: int) -> bool:
        """Whether a line is of the same blocks as what is before it: paragraphs, with blank lines
        between them. A table ends them; it may be one of many that are open.
        """
        if before[1] + 1 == start:
            return True
        is_table = self.text.startswith("{|", before[0]) or self.text.startswith("{|", start)
        return not is_table and self.text[before[1] : start].isspace()

    def _add(self, start: int, end: int, *, is_attributes: bool) -> None:
        row = self.row or self.top
        if row is None:
            row = self.top = TableRowDraft(start, end)
            self.parts.append(row)
        row.before.append((start, end, is_attributes))

    def parts_with_content(self) -> list[TableRowDraft | TableCaptionDraft]:
        """The parts that hold something."""
        return [
            part
            for part in self.parts
            if part.__class__ is TableCaptionDraft or part.cells or part.before  # type: ignore[union-attr]
        ]

    def add_caption(self, start: int, pos: int, end: int) -> None:
        """`|+`: a caption."""
        self.close(start)
        _, _, pipe, content = self._bounds(pos, end, is_header=False)[0]
        raw = self.text[pos:pipe] if content > pos else ""
        content = max(content, pos)
        caption = TableCaptionDraft(start, end, content, end, raw)
        self.leaf = caption
        self.parts.append(caption)
        self.row = None

    def add_cells(self, start: int, pos: int, stop: int, is_header: bool) -> None:
        """The cells of a line; the last one may go on in the next. `start` is that of the pipe
        before `pos`.
        """
        self.close(start)
        if self.row is None:
            self.row = TableRowDraft(start, stop)
            self.parts.append(self.row)
        bounds = self._bounds(pos, stop, is_header)
        for end, after, pipe, content in bounds:
            attributes = self.text[pos:pipe] if content >= 0 else ""
            begin = content if content >= 0 else pos
            self.leaf = TableCellDraft(start, end, begin, end, is_header, attributes)
            if "{{" in attributes:
                self.leaf.attributes = (pos, pipe)
            self.row.cells.append(self.leaf)
            if end < stop:
                self.close(end)
            start, pos = end, after

    def _bounds(self, start: int, end: int, is_header: bool) -> list[Bounds]:
        """For each cell of a line where it and its parts end (`Bounds`)."""
        text, extents = self.text, self.lines.found
        line = text[start:end]
        if "|" not in line and (PIPE_WORD not in line) and not (is_header and "!!" in line):
            return [(end, end, -1, -1)]
        cells: list[Bounds] = []
        pipe, content, may_have = -1, -1, True
        skip = start
        for match in PARTS.finditer(text, start, end):
            kind = match.lastindex
            if kind is None:  # the end
                continue
            begin = match.start(kind)
            if begin < skip:
                continue
            if kind == 1:
                if match[1] in ("|", PIPE_WORD):
                    if may_have:
                        pipe, content, may_have = begin, match.end(), False
                    continue
            elif kind > 2:
                extent = extents.get(begin)
                if extent is not None:
                    skip = extent.end
                elif match[4] == "<":
                    skip = known_tag_end(text, extents, begin, end)
                # MediaWiki, T2553: a pipe after `[[` is not that of attributes, though the link be
                # invalid.
                if kind == 3 or text[begin] in "[-":
                    may_have = False  # MediaWiki: an attribute holds no link
                continue
            # `!!` in a line that began with `|` is text.
            elif not is_header:
                continue
            skip = match.end()
            cells.append((begin, skip, pipe, content))
            pipe, content, may_have = -1, -1, True
        cells.append((end, end, pipe, content))
        return cells
