"""The structure of HTML tables.

table = "<table>" (caption | row | group)* "</table>"      row = "<tr>" (("<td>" | "<th>") content)*

End tags of rows and cells may be missing, as in HTML. A table that pandoc wrote itself has thead or
tbody after its caption and columns, and holds HTML; one that came through as raw HTML holds
Markdown in its cells (docs/dialects.md, trap 33).
"""

from __future__ import annotations

import re

from wikiparse.drafts import Cell, Draft, leaf

_ATTRIBUTES = r"(?=[\s/>])((?>(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*))"

TOKEN = re.compile(
    rf"<(?:(td|th){_ATTRIBUTES}>[^<]*+(</t[dh]>)|(/?)(table|caption|thead|tbody|tfoot|colgroup|col|tr|th|td){_ATTRIBUTES}>)",
    re.I,
)
"""A cell without tags in it, or a tag. Tags in comments count."""

WRITERS_OWN = re.compile(
    r"\s*(?:<caption>(?>(?:(?!</?caption).)*)</caption>\s*)?(?:<colgroup>(?>(?:(?!</?colgroup).)*)</colgroup>\s*)?<t(?:head|body)>",
    re.S,
)


def html_table(text: str, start: int, end: int) -> Draft:
    """The table between two offsets, which its tags enclose.

    What stands outside of cells and caption is no content.
    """
    table = Draft("table", start, end)
    opening = text.find(">", start, end) + 1
    is_html = WRITERS_OWN.match(text, opening, end) is not None
    plain = {tag: Cell("", tag == "th", is_html) for tag in ("td", "th")}
    row: Draft | None = None
    open_leaf: Draft | None = None
    depth = 0
    for match in TOKEN.finditer(text, opening, end):
        closing, tag, attributes = (
            match.group(4, 5, 6) if match[1] is None else ("", *match.group(1, 2))
        )
        tag = tag.lower()
        if tag == "table":
            depth += -1 if closing else 1
            continue
        if depth > 0 or tag in ("colgroup", "col"):
            continue  # a table within a cell
        pos, stop = match.span()
        if open_leaf is not None:
            _end(open_leaf, pos, stop if closing and tag in ("td", "th", "caption") else pos)
            open_leaf = None
        if tag in plain:
            if not closing:
                if row is None:
                    row = _row(table, pos, stop)
                cell = leaf("table_cell", stop, stop)
                cell.start = pos
                cell.info = Cell(attributes, tag == "th", is_html) if attributes else plain[tag]
                row.children.append(cell)
                if match[1] is None:
                    open_leaf = cell
                else:
                    cell.at, cell.to = match.end(2) + 1, match.start(3)
        elif closing:
            row = None if tag != "caption" else row
        else:
            row = (
                _row(table, pos, stop) if tag == "tr" else None
            )  # what stands behind a caption is no part of the row before
            if tag == "caption":
                open_leaf = Draft("table_caption", pos, stop, stop, stop, Cell("", False, is_html))
                table.children.append(open_leaf)
        if row is not None:
            row.end = stop
    if open_leaf is not None:
        stop = text.rfind("<", start, end)
        _end(open_leaf, stop, stop)
    for child in table.children:
        if child.children:
            child.end = max(child.end, child.children[-1].end)
    return table


def _row(table: Draft, start: int, end: int) -> Draft:
    """A new row of the table."""
    row = Draft("table_row", start, end)
    table.children.append(row)
    return row


def _end(cell: Draft, start: int, end: int) -> None:
    cell.to = max(cell.at, start)
    cell.end = max(cell.to, end)
