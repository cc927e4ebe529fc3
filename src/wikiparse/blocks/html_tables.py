"""The structure of HTML tables, and of the sections of footnotes that newer writers put behind them.

    table   = "<table>" (caption | row | group)* "</table>"      row = "<tr>" (("<td>" | "<th>") content)*

End tags of rows and cells may be missing, as in HTML. A table that pandoc wrote itself has thead or tbody behind its
caption and columns, and holds HTML; one that came through as raw HTML holds Markdown in its cells (docs/dialects.md, trap 33).
"""

from __future__ import annotations

import re

from wikiparse.blocks.draft import Draft, leaf

_ATTRIBUTES = r"(?=[\s/>])((?>(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*))"
TOKEN = re.compile(
    rf"<(?:(td|th){_ATTRIBUTES}>[^<]*+(</t[dh]>)|(/?)(table|caption|thead|tbody|tfoot|colgroup|col|tr|th|td){_ATTRIBUTES}>)", re.I
)
"""A cell without tags in it, or a tag. Tags in comments count."""
WRITERS_OWN = re.compile(
    r"\s*(?:<caption>(?>(?:(?!</?caption).)*)</caption>\s*)?(?:<colgroup>(?>(?:(?!</?colgroup).)*)</colgroup>\s*)?<t(?:head|body)>", re.S
)
# White space is given back to nothing: what stands before the number may be a megabyte of it.
SPAN = re.compile(r"\b(rowspan|colspan)\s*+=\s*+(?:[\"']\s*+)?(\d{1,6})", re.I)
ALIGN = re.compile(r"\b(?:align\s*=\s*[\"']?|text-align:\s*)(left|right|center)", re.I)
ITEM = re.compile(r"<(/?)li(?=[\s>])([^<>]*)>", re.I)
IDENTIFIER = re.compile(r'\bid="(fn[^"\s]*)"')


class Cell:
    """What is particular to a cell: whether it is a head, its spans and alignment, and whether its content is HTML."""

    __slots__ = ("align", "colspan", "is_header", "is_html", "rowspan")

    def __init__(self, attributes: str, is_header: bool, is_html: bool) -> None:
        self.is_header = is_header
        self.align: str | None
        self.is_html = is_html
        self.rowspan = self.colspan = 1
        self.align = None
        if attributes:
            for name, digits in SPAN.findall(attributes):
                setattr(self, name.lower(), max(1, int(digits)))
            if match := ALIGN.search(attributes):
                self.align = match[1].lower()


def html_table(text: str, start: int, end: int) -> Draft:
    """The table between two offsets, which its tags enclose. What stands outside of cells and caption is no content."""
    table = Draft("table", start, end)
    opening = text.find(">", start, end) + 1
    is_html = WRITERS_OWN.match(text, opening, end) is not None
    plain = {tag: Cell("", tag == "th", is_html) for tag in ("td", "th")}
    row: Draft | None = None
    open_leaf: Draft | None = None
    depth = 0
    for match in TOKEN.finditer(text, opening, end):
        closing, tag, attributes = match.group(4, 5, 6) if match[1] is None else ("", *match.group(1, 2))
        tag = tag.lower()
        if tag == "table":
            depth += -1 if closing else 1
            continue
        if depth > 0 or tag in ("colgroup", "col"):
            continue  # a table within a cell
        at, stop = match.span()
        if open_leaf is not None:
            _end(open_leaf, at, stop if closing and tag in ("td", "th", "caption") else at)
            open_leaf = None
        if tag in plain:
            if not closing:
                if row is None:
                    row = _row(table, at, stop)
                cell = leaf("table_cell", stop, stop)
                cell.start = at
                cell.info = Cell(attributes, tag == "th", is_html) if attributes else plain[tag]
                row.children.append(cell)
                if match[1] is None:
                    open_leaf = cell
                else:
                    cell.at, cell.to = match.end(2) + 1, match.start(3)
        elif closing:
            row = None if tag != "caption" else row
        else:
            row = _row(table, at, stop) if tag == "tr" else None  # what stands behind a caption is no part of the row before
            if tag == "caption":
                open_leaf = Draft("table_caption", at, stop, stop, stop, Cell("", False, is_html))
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


def _row(table: Draft, at: int, stop: int) -> Draft:
    """A new row of the table."""
    row = Draft("table_row", at, stop)
    table.children.append(row)
    return row


def _end(cell: Draft, at: int, end: int) -> None:
    cell.to = max(cell.at, at)
    cell.end = max(cell.to, end)


def html_footnotes(text: str, start: int, end: int) -> Draft:
    """A section of footnotes: the items with an `id` of the form `fn…`."""
    section = Draft("footnote_list", start, end)
    depth = 0
    item: Draft | None = None
    for match in ITEM.finditer(text, start, end):
        if match[1]:
            depth = max(depth - 1, 0)
            if depth == 0 and item is not None:
                item.to, item.end = match.span()
                item = None
            continue
        depth += 1
        identifier = IDENTIFIER.search(match[2])
        if depth == 1 and identifier is not None:
            item = Draft("footnote_definition", match.start(), match.end(), match.end(), match.end(), identifier[1])
            section.children.append(item)
    if item is not None:
        item.to = item.end = text.rfind("<", item.at, end) if "<" in text[item.at : end] else end
    return section
