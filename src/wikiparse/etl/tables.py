"""The tables of a page as rows: texts of cells, taken from the page's text where they are the same
there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wikiparse.nodes.blocks import CodeBlock, Paragraph, fill_up, has_spans, header_rows
from wikiparse.nodes.inlines import (
    Comment,
    Emphasis,
    HtmlElement,
    InlineCode,
    LineBreak,
    Strong,
    Template,
    Text,
)
from wikiparse.nodes.links import (
    ExternalLink,
    FootnoteReference,
    FootnoteTemplate,
    Link,
    Wikilink,
)
from wikiparse.nodes.soft_breaks import without_soft_breaks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import Table


class TableRows:
    """The tables of a page, whose text is `text`; `range_of` says where in it a cell is, by the
    identity of its node.
    """

    __slots__ = ("_range_of", "_text")

    def __init__(self, text: str, range_of: Callable[[int], tuple[int, int] | None]) -> None:
        self._text = text
        self._range_of = range_of

    def row(self, table: Table, section: int | None) -> tuple[Any, ...]:
        """A table by its `grid()`.

        A cell that spans several slots is in the first of them, and the others are None: to repeat
        it would let a page ask for far more than it holds.
        """
        lines = [row.cells for row in table.rows]
        caption = table.caption
        if has_spans(lines):
            grid = table.grid()
            texts = {
                id(cell): text
                for line in lines
                for cell, text in zip(line, self._texts(line), strict=True)
            }
            # `pop`: the text is taken by the first slot.
            take = texts.pop
            cells = [[take(id(cell), None) for cell in line] for line in grid]
            headers = header_rows(grid)
        else:
            cells = [self._texts(line) for line in lines]
            fill_up(cells)
            headers = header_rows(lines)
        shown = None if caption is None else self._texts((caption,))[0]
        return shown, headers, cells, section, table._start, table._end

    def _texts(self, cells: Iterable[Node]) -> list[str | None]:
        """The texts of some cells, without runs of white space."""
        text, range_of = self._text, self._range_of
        out: list[str | None] = []
        for cell in cells:
            children = cell.children
            found = range_of(id(cell))
            # In the page's text a row is a line: lines and blocks in a cell are told apart only
            # here.
            if found is not None and (
                (len(children) == 1 and type(children[0]) is Text) or _is_line(children)
            ):
                shown = text[found[0] : found[1]].strip()
            elif len(children) == 1 and (only := _only_text(children[0])) is not None:
                shown = without_soft_breaks(only.value).strip()
            else:
                shown = cell.text.strip()
            # Runs of spaces and tabs lay a table out in the source; in code they are content.
            if ("  " in shown or "\t" in shown) and next(cell.find_all(CodeBlock), None) is None:
                shown = RUN.sub(" ", shown)
            out.append(shown)
        return out


IN_ONE_LINE: Final = frozenset(
    (
        Text, Wikilink, ExternalLink, Link, Strong, Emphasis, InlineCode, FootnoteReference,
        FootnoteTemplate, Comment,
    )
)  # fmt: skip
"""Content of a cell whose text is the same in a line of the page's text as by itself."""
IN_LINES: Final = IN_ONE_LINE - {InlineCode} | {LineBreak}
"""The same where there are hard line breaks: U+00A0 at the start of code is content after one."""
AROUND: Final = frozenset((HtmlElement, Paragraph, Wikilink, Strong, Emphasis))
RUN: Final = re.compile(r"[ \t]{2,}|\t")


def _is_line(children: tuple[Node, ...]) -> bool:
    """Whether the text of a cell is the same in a line of the page's text as by itself."""
    if IN_ONE_LINE.issuperset(map(type, children)) or IN_LINES.issuperset(map(type, children)):
        return True
    for child in children:
        cls = type(child)
        if cls in IN_ONE_LINE:
            continue
        if cls is HtmlElement:
            if child.is_block or not IN_ONE_LINE.issuperset(map(type, child.children)):
                return False
        elif cls is not Template or not SHOWN.issuperset(map(type, child.shown_parts())):
            return False
    return True


SHOWN: Final = frozenset((str, Text))


def _only_text(node: Node) -> Text | None:
    """The text of a cell that holds nothing else, in a paragraph; None of any other."""
    if node.is_block:
        while type(node) in AROUND and len(node.children) == 1:
            node = node.children[0]
            if type(node) is Text:
                return node
    return None
