"""Shared by the bare and the safe output: which nodes write nothing, the layout of a table, the
alternative text of an image.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from wikiparse.nodes.blocks import (
    Boilerplate,
    ConversionNotice,
    FrontMatter,
    HtmlBlock,
    LinkReferenceDefinition,
    Paragraph,
)
from wikiparse.nodes.footnotes import named_references, own_definition
from wikiparse.nodes.inlines import (
    HtmlElement,
    LanguageVariant,
    MagicWord,
    ParserFunction,
    Template,
    TemplateArgument,
    TemplateParameter,
    Text,
)
from wikiparse.nodes.links import Category, FootnoteTemplate, Image
from wikiparse.render.html.sanitize import DROPPED, loose_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import Table, TableCell, TableRow

CALLS = (Template, TemplateArgument, ParserFunction, TemplateParameter)
NOTHING = frozenset(
    (
        *CALLS,
        MagicWord,
        Category,
        FrontMatter,
        Boilerplate,
        ConversionNotice,
        LinkReferenceDefinition,
    )
)
"""The classes that write nothing where they are."""

MIN_PADDING = 256
"""Cells that may be added to the short rows of any table; a long one may have more."""


def shown(root: Node) -> Iterator[Node]:
    """The nodes of a tree that are written, in pre-order: none that are in templates, scripts and
    the like.
    """
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, CALLS):
            # Of a template's content, references alone are written (`{{r|name}}`).
            if isinstance(node, Template):
                stack += named_references(node)[::-1]
            continue
        if isinstance(node, HtmlElement) and node.tag in DROPPED:
            continue
        if node.__class__ is Boilerplate:
            continue
        yield node
        if node.__class__ is FootnoteTemplate:
            if (definition := own_definition(node)) is not None:
                stack.append(definition)
            continue
        if node.children:
            stack += without_scripts(node.children)[::-1]


T = TypeVar("T")


def without_scripts(blocks: Sequence[T]) -> Sequence[T]:
    """Blocks without those between raw tags such as `<script>` and `</script>`, where each tag is
    a block of its own.
    """
    for block in blocks:
        # Most pages have none: nothing is made for them.
        if block.__class__ is HtmlBlock:
            return _without_scripts(blocks)
    return blocks


def _without_scripts(blocks: Sequence[T]) -> Sequence[T]:
    ends = [loose_ends(block.value) if isinstance(block, HtmlBlock) else None for block in blocks]
    closing: dict[str, int] = {}  # by tag, the next block that closes it
    until = [0] * len(blocks)
    # From the end, so that for each start the next end is known: one pass, whatever is unmatched.
    for index in range(len(blocks) - 1, -1, -1):
        if (found := ends[index]) is not None:
            until[index] = closing.get(found.opened, 0)
            closing |= dict.fromkeys(found.closed, index)
    kept, index = [], 0
    while index < len(blocks):
        kept.append(blocks[index])
        index = until[index] or index + 1
    return kept


def writes_nothing(node: Node) -> bool:
    """Whether a node writes no more than white space."""
    if node.__class__ in NOTHING:
        return True
    return isinstance(node, (Text, LanguageVariant)) and not node.own_text().strip(" \t\n")


def is_hidden(paragraph: Node) -> bool:
    """Whether a paragraph holds nothing to show: a line of categories or templates.

    A paragraph of plain white space is shown: the source has it as one.
    """
    children = paragraph.children
    return all(writes_nothing(child) for child in children) and (
        not children or any(child.__class__ is not Text for child in children)
    )


def content(node: Node) -> tuple[Node, ...]:
    """The content of a cell, or of the details of a term: without the paragraph around it where it
    is one paragraph.
    """
    children = node.children
    return (
        children[0].children
        if len(children) == 1 and children[0].__class__ is Paragraph
        else children
    )


def formula(tex: str, *, is_display: bool) -> str:
    """TeX between the delimiters by which MathJax finds it, as pandoc writes it."""
    # Brackets, not dollars: MathJax takes single dollars for formulas only if it is told to.
    return f"\\[{tex}\\]" if is_display else f"\\({tex}\\)"


def alternative_text(image: Image) -> str:
    """The text that replaces an image: that of its caption, with the text of images in it, or its
    `alt`.
    """
    if not image.children:
        return image.alt
    parts: list[str] = []
    stack = list(image.children[::-1])
    while stack:
        node = stack.pop()
        if isinstance(node, Image) and not node.children:
            parts.append(node.alt)
        # Footnote references and categories in a caption are no text of it.
        elif node.is_silent and not isinstance(node, Image):
            continue
        elif (text := node.own_text()) is not None:
            parts.append(text.replace("\n", " "))
        else:
            stack += node.children[::-1]
    return "".join(parts)


# --- tables


class Layout(NamedTuple):
    """The rows of a table, and how they are written."""

    rows: tuple[TableRow, ...]
    headers: int
    """How many rows at the top are header rows."""
    width: int
    """The number of cells in a header row, where no cell spans others; otherwise 0."""
    padding: list[int]
    """By row, the number of cells that it lacks."""

    @property
    def aligns(self) -> list[str | None]:
        """The alignment of the columns, where the table has a width."""
        return [cell.align for cell in self.rows[0].cells] if self.width else []


def lay_out(table: Table) -> Layout:
    """The layout of a table.

    Rows are filled up only under a header row, where no cell spans others, and no further than the
    table's own length allows: otherwise a table of many columns and many short rows would be out of
    proportion to its source.
    """
    rows = table.rows
    cells = [row.cells for row in rows]
    headers = _header_rows(cells)
    spans = any(cell.colspan != 1 or cell.rowspan != 1 for row in cells for cell in row)
    width = len(cells[0]) if headers and not spans else 0
    # A header row of 1000 cells and 1000 rows of one: 6 kB of source would be a million cells.
    room = MIN_PADDING + (0 if table._span is None else (table._span[1] - table._span[0]) // 2)
    padding = []
    for row in cells:
        padding.append(min(max(width - len(row), 0), room))
        room -= padding[-1]
    return Layout(rows, headers, width, padding)


def _header_rows(cells: list[tuple[TableCell, ...]]) -> int:
    """How many rows are header rows: at the top, of header cells alone, and with no cell that spans
    rows after them.
    """
    count = 0
    while count < len(cells) and cells[count] and all(cell.is_header for cell in cells[count]):
        count += 1
    # `rowspan` from a header row into the body: `<thead>` may not hold it, and so there is none.
    reach = max(
        [number + cell.rowspan for number in range(count) for cell in cells[number]], default=0
    )
    return count if reach <= max(count, 1) or count == len(cells) else 0
