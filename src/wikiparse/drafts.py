"""What the block phase hands on: a tree of drafts, places in the source without any inline node."""

from __future__ import annotations

import re
from typing import Any

Segments = list[tuple[int, int]]

new: Any = object.__new__

NO_CHILDREN: Any = ()
"""What most leaves hold. A leaf that becomes something else gets a list of its own."""


class Draft:
    """A block that was found. All offsets are code points in the text that is parsed.

    `kind` is the kind of the node it will become. `at` and `to` enclose its inline content, where
    it has any; `lines` are the pieces of that content where markers of a quotation stand between
    them, or None where it is one piece but for indentation. `info` holds what is particular to the
    kind.
    """

    __slots__ = ("at", "children", "end", "info", "kind", "lines", "start", "to")

    def __init__(
        self, kind: str, start: int, end: int, pos: int = 0, to: int = 0, info: Any = None
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.at = pos
        self.to = to
        self.info = info
        self.children: list[Draft] = []
        self.lines: Segments | None = None

    def __repr__(self) -> str:
        return f"Draft({self.kind} {self.start}:{self.end} {self.info!r} {self.children!r})"


def leaf(kind: str, start: int, end: int) -> Draft:
    """A block of inlines and nothing else, made quickly: pages consist of these."""
    draft: Draft = new(Draft)
    draft.kind = kind
    draft.start = draft.at = start
    draft.end = draft.to = end
    draft.info = draft.lines = None
    draft.children = NO_CHILDREN
    return draft


class Container(Draft):
    """An open block that holds others: a list item, a quotation, a footnote definition, or the page
    itself.

    `width` is how many columns a line must be indented to belong to it, beyond those of the
    containers around it; -1 for a quotation, whose lines have a `>`. `content` is the column where
    its content begins, while no quotation is open.
    """

    __slots__ = ("content", "is_empty", "width")

    def __init__(
        self, kind: str, start: int, end: int, width: int, content: int = 0, info: Any = None
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.at = self.to = 0
        self.info = info
        self.children = []
        self.lines = None
        self.width = width
        self.content = content
        self.is_empty = True  # began with a blank line, and nothing has come yet


# White space is given back to nothing: what stands before the number may be a megabyte of it.
CELL_SPAN = re.compile(r"\b(rowspan|colspan)\s*+=\s*+(?:[\"']\s*+)?(\d{1,6})", re.I)

CELL_ALIGN = re.compile(r"\b(?:align\s*=\s*[\"']?|text-align:\s*)(left|right|center)", re.I)


class Cell:
    """What is particular to a cell: whether it is a head, its spans and alignment, and whether its
    content is HTML.
    """

    __slots__ = ("align", "colspan", "is_header", "is_html", "rowspan")

    def __init__(self, attributes: str, is_header: bool, is_html: bool) -> None:
        self.is_header = is_header
        self.align: str | None
        self.is_html = is_html
        self.rowspan = self.colspan = 1
        self.align = None
        if attributes:
            for name, digits in CELL_SPAN.findall(attributes):
                setattr(self, name.lower(), max(1, int(digits)))
            if match := CELL_ALIGN.search(attributes):
                self.align = match[1].lower()
