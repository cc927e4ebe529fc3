"""Tables of wikitext (MediaWiki: `Parser::handleTables`).

    table   = "{|" attributes line-ending (caption | row | cells)* "|}"
    caption = "|+" [attributes "|"] content
    row     = "|-" "-"* attributes
    cells   = ("|" | "!") cell (("||" | "!!") cell)*         "!!" parts the cells of a head only
    cell    = [attributes "|"] content, with the lines below it that begin neither of these

A row without cells is none. A pipe inside of a link or a template parts nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Cell, Draft
from wikiparse.wikitext.blocks.comments import end_without_comments
from wikiparse.wikitext.blocks.state import GAP
from wikiparse.wikitext.preprocessor import PLAIN_LINK, TABLE

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State
    from wikiparse.wikitext.preprocessor import Islands

TABLE_START = re.compile(r"[ \t:]*\{\|")


def start_table(walk: State, at: int) -> int:
    """A table, indented by colons or not; without an end it reaches to the next heading."""
    text = walk.text
    start = TABLE_START.match(text, at, walk.end).end() - 2  # type: ignore[union-attr]
    island = walk.islands.get(start)
    colons = text.count(":", at, start)
    if island is not None and island.kind == TABLE and island.end <= walk.end:
        stop, is_closed = island.end, True
    else:
        stop, is_closed = _unclosed(walk, start), False
    table = Draft("table", start, stop, start + 2, stop - 2 if is_closed else stop, is_closed)
    walk.close(at)
    for index in range(min(colons, walk.levels)):
        details = Draft(
            "description_details", start - 1 - index if text[start - 1] == ":" else at, stop
        )
        details.children = [table]
        table = Draft("description_list", details.start, stop)
        table.children = [details]
    walk.drafts.append(table)
    behind = GAP.match(text, stop, max(walk.line_end(stop), stop)).end()  # type: ignore[union-attr]
    return behind + 1 if behind >= walk.end or text[behind] == "\n" else behind


def _unclosed(walk: State, at: int) -> int:
    """Where a table ends that nothing closes: at the next heading, or with the stretch it stands
    in.
    """
    text = walk.text
    at = walk.line_end(at)
    while at < walk.end:
        if text.startswith("=", at + 1) and text.endswith(
            "=", at + 2, end_without_comments(walk, at + 1, walk.line_end(at + 1))
        ):
            break
        at = walk.line_end(at + 1)
    while text[at - 1] in " \t\n":
        at -= 1
    return at


HTML_TABLE = re.compile(r"<(/?)table(?=[\s/>])", re.I)


def html_table_end(walk: State, at: int) -> int:
    """Where a `<table>` ends, or -1."""
    depth = 0
    for match in HTML_TABLE.finditer(walk.text, at, walk.end):
        depth += -1 if match[1] else 1
        if depth == 0:
            stop = walk.text.find(">", match.end(), walk.end)
            return stop + 1 if stop >= 0 else match.end()
        if depth > walk.levels:
            break
    return -1


LINE = re.compile(r"[ \t:]*(?:(\|\})|\|(-)-*|\|(\+)|([|!]))")

PARTS = re.compile(rf"(\|\|?)|(!!)|({PLAIN_LINK})|\[\[|\{{\{{|-\{{|<")


def table_parts(text: str, lines: Islands, at: int, to: int) -> list[Draft]:
    """Captions and rows of the table whose braces enclose the places `at` and `to`."""
    table = _Table(text, lines, to)
    at = min(lines.line_end(text, at, to) + 1, to)
    while at < to:
        stop = lines.line_end(text, at, to)
        match = LINE.match(text, at, stop)
        if match is None:
            pass  # a further line of what is open
        elif match[2]:
            table.end_row(at, match.end() - len(match[0].lstrip(" \t:")))
        elif match[3]:
            table.add_caption(match.end() - 2, match.end(), stop)
        elif match[4]:
            table.add_cells(match.end(), stop, match[4] == "!")
        at = stop + 1
    table.close(to)
    return [part for part in table.parts if part.kind != "table_row" or part.children]


class _Table:
    """The parts found so far, and the cell or caption that may go on in the next line."""

    def __init__(self, text: str, lines: Islands, to: int) -> None:
        self.text = text
        self.lines = lines
        self.to = to
        self.parts: list[Draft] = []
        self.row: Draft | None = None
        self.leaf: Draft | None = None

    def close(self, at: int) -> None:
        """End the open cell or caption at the line that begins at `at`."""
        leaf = self.leaf
        if leaf is not None:
            self.leaf = None
            text = self.text
            while at > leaf.at and text[at - 1] in " \t\n":
                at -= 1
            leaf.to = leaf.end = at
            if self.row is not None and leaf.kind == "table_cell":
                self.row.end = at

    def end_row(self, at: int, start: int) -> None:
        """`|-`: a new row, whose attributes are no content."""
        self.close(at)
        self.row = Draft("table_row", start, self.lines.line_end(self.text, at, self.to))
        self.parts.append(self.row)

    def add_caption(self, start: int, at: int, stop: int) -> None:
        """`|+`: a caption."""
        self.close(start)
        bounds = self._bounds(at, stop, is_header=False)
        content = bounds[0][1] if bounds and bounds[0][1] >= 0 else at
        self.leaf = Draft("table_caption", start, stop, content, stop)
        self.parts.append(self.leaf)
        self.row = None

    def add_cells(self, at: int, stop: int, is_header: bool) -> None:
        """The cells of a line; the last one may go on in the next."""
        self.close(at - 1)
        if self.row is None:
            self.row = Draft("table_row", at - 1, stop)
            self.parts.append(self.row)
        start = at - 1
        bounds = self._bounds(at, stop, is_header)
        for end, content in bounds:
            attributes = self.text[at : content - 1] if content >= 0 else ""
            begin = content if content >= 0 else at
            self.leaf = Draft(
                "table_cell", start, end, begin, end, Cell(attributes, is_header, is_html=False)
            )
            self.row.children.append(self.leaf)
            if end < stop:
                self.close(end)
            start, at = end, end + 2

    def _bounds(self, at: int, stop: int, is_header: bool) -> list[tuple[int, int]]:
        """For each cell of a line where it ends, and where its content begins behind attributes, or
        -1.
        """
        text, islands = self.text, self.lines.found
        if text.find("|", at, stop) < 0 and not (is_header and text.find("!!", at, stop) >= 0):
            return [(stop, -1)]
        cells: list[tuple[int, int]] = []
        content, may_have = -1, True
        skip = at
        for match in PARTS.finditer(text, at, stop):
            begin = match.start()
            if begin < skip:
                continue
            kind = match.lastindex
            if kind == 1:
                if match.end() - begin == 1:
                    if may_have:
                        content, may_have = begin + 1, False
                    continue
            elif kind is None or kind == 3:
                island = islands.get(begin)
                if island is not None:
                    skip = island.end
                if kind == 3 or match[0][0] in "[-":
                    may_have = False  # MediaWiki: what holds a link is no attribute
                continue
            elif not is_header:
                continue
            cells.append((begin, content))
            content, may_have = -1, True
            skip = begin + 2
        cells.append((stop, content))
        return cells
