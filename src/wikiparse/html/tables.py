"""The structure of HTML tables.

table = "<table>" (caption | row | group)* "</table>"      row = "<tr>" (("<td>" | "<th>") content)*

End tags of rows and cells may be missing, as in HTML. A table that pandoc wrote itself has thead or
tbody after its caption and columns, and holds HTML; one that came through as raw HTML holds
Markdown in its cells (docs/dialects.md, trap 33).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from wikiparse.drafts import TableCaptionDraft, TableCellDraft, TableRowDraft
from wikiparse.html.entities import decode
from wikiparse.source import trim

_ATTRIBUTES = r"(?=[\s/>])((?>(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*))"

# <td align="left">text</td>     a cell without tags in it: one match instead of two
# <tr>  </table>                 any other tag of a table
TOKEN = re.compile(
    rf"<(?:(td|th){_ATTRIBUTES}>[^<]*+(</t[dh]>)|(/?)(table|caption|thead|tbody|tfoot|colgroup|col|tr|th|td){_ATTRIBUTES}>)",
    re.I,
)
"""A cell without tags in it, or a tag. Tags in comments count."""

# pandoc writes `<thead>` or `<tbody>` in each table; a table of a page seldom has them.
WRITERS_OWN = re.compile(
    r"\s*(?:<caption>(?>(?:(?!</?caption).)*)</caption>\s*)?(?:<colgroup>(?>(?:(?!</?colgroup).)*)</colgroup>\s*)?<t(?:head|body)>",
    re.S,
)


class HtmlTable(NamedTuple):
    """The parts of a table, whether its cells hold HTML, and the source of its attributes."""

    parts: list[TableRowDraft | TableCaptionDraft]
    is_html: bool
    raw: str


def html_table(text: str, start: int, end: int) -> HtmlTable:
    """The table between two offsets, which its tags enclose.

    Text outside of cells and caption is no content of HTML, and browsers show it before the table.
    Here it is before the row that follows it; after a cell of a row it is the end of that cell,
    since nothing else of a row may hold it.
    """
    opening_end = text.find(">", start, end) + 1
    # A table that ends within a cell: its content reaches to the last tag.
    stop = text.rfind("<", start, end)
    parts = html_parts(text, opening_end, end, stop)
    is_html = WRITERS_OWN.match(text, opening_end, end) is not None
    # "<table" and ">" are no attributes.
    return HtmlTable(parts, is_html, text[start + 6 : max(opening_end - 1, start + 6)])


def html_parts(
    text: str, start: int, end: int, content_end: int
) -> list[TableRowDraft | TableCaptionDraft]:
    """The rows and captions between two offsets; the content of a cell that is open at the end
    reaches to `content_end`.
    """
    parts: list[TableRowDraft | TableCaptionDraft] = []
    row: TableRowDraft | None = None
    open_leaf: TableCellDraft | TableCaptionDraft | None = None
    depth = 0
    last = start  # where the last tag ends
    for match in TOKEN.finditer(text, start, end):
        closing, tag, attributes = (
            match.group(4, 5, 6) if match[1] is None else ("", *match.group(1, 2))
        )
        tag = tag.lower()
        # A table within a cell is part of its content: its tags are counted and passed.
        pos, stop = match.span()
        is_own = depth == 0 and (closing != "" or tag != "table")  # one before the cells is text
        if is_own and open_leaf is None and last < pos and not text[last:pos].isspace():
            _keep(text, last, pos, row, parts)
        last = stop if is_own else last
        if tag == "table":
            depth += -1 if closing else 1
            continue
        if depth > 0 or tag in ("colgroup", "col"):
            continue
        # Any tag of this table ends the open cell: its end tag may be missing.
        if open_leaf is not None:
            _end(open_leaf, pos, stop if closing and tag in ("td", "th", "caption") else pos)
            open_leaf = None
        if tag in ("td", "th"):
            if not closing:
                if row is None:  # HTML lets `<tr>` be missing
                    row = TableRowDraft(pos, stop)
                    parts.append(row)
                if match[1] is None:
                    open_leaf = cell = TableCellDraft(
                        pos, stop, stop, stop, tag == "th", attributes
                    )
                else:
                    content = match.end(2) + 1, match.start(3)
                    cell = TableCellDraft(pos, stop, *content, tag == "th", attributes)
                row.cells.append(cell)
        elif closing:
            row = None if tag != "caption" else row
        elif tag == "tr":
            row = TableRowDraft(pos, stop, attributes)
            parts.append(row)
        else:
            row = None  # a cell after a caption is not of the row before it
            if tag == "caption":
                open_leaf = TableCaptionDraft(pos, stop, stop, stop, attributes)
                parts.append(open_leaf)
        if row is not None:
            row.end = stop
    if open_leaf is not None:
        _end(open_leaf, content_end, content_end)
    _end_rows(parts)
    return parts


def _keep(
    text: str,
    start: int,
    end: int,
    row: TableRowDraft | None,
    parts: list[TableRowDraft | TableCaptionDraft],
) -> None:
    """Keep the text before a cell or row."""
    start, end = trim(text, start, end)
    # Newer pandocs write `&#10;` between two rows.
    if text[start] == "&" and not decode(text[start:end]).strip():
        return
    if row is not None and row.cells:
        _end(row.cells[-1], end, end)
        return
    if row is None:
        row = TableRowDraft(start, end)
        parts.append(row)
    row.before.append((start, end, False))


def _end_rows(parts: list[TableRowDraft | TableCaptionDraft]) -> None:
    """A row without an end tag reaches as far as its last cell."""
    for part in parts:
        if isinstance(part, TableRowDraft) and part.cells:
            part.end = max(part.end, part.cells[-1].end)


def _end(part: TableCellDraft | TableCaptionDraft, content_end: int, end: int) -> None:
    part.content_end = max(part.content_start, content_end)
    part.end = max(part.content_end, end)
