"""Block nodes, named as in mdast where it has the node and as in MediaWiki where it has not."""

from __future__ import annotations

from typing import ClassVar

from wikiparse.html.attributes import Attributes  # noqa: TC001  # `get_type_hints` reads it
from wikiparse.limits import MAX_GRID
from wikiparse.nodes.base import Node, Parent, frozen, plain_text


@frozen
class Block(Node):
    """A block that holds no other nodes."""

    is_block: ClassVar[bool] = True


@frozen
class BlockParent(Parent):
    """A block that holds other nodes."""

    is_block: ClassVar[bool] = True


@frozen
class FrontMatter(Block):
    """Metadata at the start or the end of the file, between `---` or `+++` lines; `value` is the
    text between them.
    """

    value: str
    is_silent: ClassVar[bool] = True


@frozen
class ConversionNotice(Block):
    """The converter's line that names the page an article was made from.

    Its link is not one of the article's.
    """

    page_title: str
    url: str
    is_silent: ClassVar[bool] = True


@frozen
class Redirect(BlockParent):
    """A page that only leads to another: the `title` and `fragment` of the link, which is a
    child.
    """

    title: str
    fragment: str = ""


@frozen
class LinkReferenceDefinition(Block):
    """`[label]: url "title"` (CommonMark 4.7)."""

    label: str
    url: str
    tooltip: str = ""
    is_silent: ClassVar[bool] = True


@frozen
class Heading(BlockParent):
    """A heading of `level` 1 to 6."""

    level: int


@frozen
class Section(BlockParent):
    """A heading and everything that belongs to it.

    The children begin with the heading, then blocks, then the subsections.
    """

    level: int

    @property
    def heading(self) -> Heading:
        """The section's heading."""
        heading = self.children[0]
        assert isinstance(heading, Heading)  # by construction
        return heading

    @property
    def title(self) -> str:
        """The text of the heading as the page shows it, with the markers that a converter put after
        links.
        """
        return plain_text(self.heading, markers=True).strip()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The direct subsections."""
        return tuple([child for child in self.children if isinstance(child, Section)])


@frozen
class Paragraph(BlockParent):
    """A run of inlines."""


@frozen
class List(BlockParent):
    """A list of `ListItem`s: numbered from `start`, or bulleted where that is None.

    `is_tight`: no blank lines between.
    """

    start: int | None = None
    is_tight: bool = True


@frozen
class ListItem(BlockParent):
    """An item of a list; `checked` is None unless it is a task (GFM).

    It may be empty: exports drop what they cannot render.
    """

    checked: bool | None = None


@frozen
class DescriptionList(BlockParent):
    """Terms and their details, wikitext's `;` and `:`.

    In converted pages it is a list whose items have an empty or a broken first line.
    """


@frozen
class DescriptionTerm(BlockParent):
    """The term of a description list."""


@frozen
class DescriptionDetails(BlockParent):
    """The details of a term, or an indented block without one."""


@frozen
class CodeBlock(Block):
    """Code; `value` ends with a line ending unless it is empty.

    `language` is the first word of the info string, `meta` the rest of it.
    """

    value: str
    language: str = ""
    meta: str = ""

    def own_text(self) -> str:
        return self.value


@frozen
class Blockquote(BlockParent):
    """A block quote: `> x` or `<blockquote>`."""


@frozen
class ThematicBreak(Block):
    """A thematic break: `***`, `----` or `<hr>` on a line of its own."""

    is_silent: ClassVar[bool] = True


@frozen
class MathBlock(Block):
    """A formula on lines of its own; `value` is its TeX source."""

    value: str

    def own_text(self) -> str:
        return self.value


@frozen
class HtmlBlock(Block):
    """Raw HTML on lines of its own; `value` is its source."""

    value: str
    is_silent: ClassVar[bool] = True


@frozen
class Gallery(BlockParent):
    """`<gallery>`: images, each with its caption."""

    attributes: Attributes = ()


@frozen
class TableCaption(BlockParent):
    """The caption of a table."""


@frozen
class TableCell(BlockParent):
    """A cell; spans count from 1, `align` is "left", "center", "right" or None."""

    is_header: bool = False
    rowspan: int = 1
    colspan: int = 1
    align: str | None = None


@frozen
class TableRow(BlockParent):
    """A row of cells."""

    @property
    def cells(self) -> tuple[TableCell, ...]:
        """The cells of the row."""
        return tuple([child for child in self.children if isinstance(child, TableCell)])


@frozen
class Table(BlockParent):
    """A table, written with pipes, as HTML, or as `{|`."""

    @property
    def caption(self) -> TableCaption | None:
        """The caption, or None."""
        return next((child for child in self.children if isinstance(child, TableCaption)), None)

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """All rows, header rows too."""
        return tuple([child for child in self.children if isinstance(child, TableRow)])

    def grid(self) -> tuple[tuple[TableCell | None, ...], ...]:
        """The cells by row and column: a cell that spans several is in each of them, None is where
        no cell is.

        All rows have one length. Spans end with the table, and at `MAX_GRID`; what would lie
        outside is cut.
        """
        rows = self.rows
        width, grid = _spread(rows)
        return tuple([tuple([line.get(column) for column in range(width)]) for line in grid])

    def to_records(self) -> list[dict[str, str]]:
        """The rows after the header rows as dictionaries, from the text of the column's cell in the
        last header row to the text of the row's cell.

        A column whose header has no text is called by its number, counted from 1; of columns with
        the same header the later ones get their number added. Without a header row the columns are
        "1", "2", ….
        """
        grid = self.grid()
        headers = 0
        while (
            headers < len(grid)
            and any(grid[headers])
            and all(cell is None or cell.is_header for cell in grid[headers])
        ):
            headers += 1
        names: list[str] = []
        for column in range(len(grid[0]) if grid else 0):
            cell = grid[headers - 1][column] if headers else None
            name = cell.text.strip() if cell is not None else ""
            if not name or name in names:
                name = f"{name} {column + 1}".strip()
            while name in names:
                name += "'"
            names.append(name)
        return [
            {
                name: "" if cell is None else cell.text.strip()
                for name, cell in zip(names, line, strict=True)
            }
            for line in grid[headers:]
        ]


def _spread(rows: tuple[TableRow, ...]) -> tuple[int, list[dict[int, TableCell]]]:
    """Each row's cells by column, spans expanded; the width is bounded by what the rows really
    hold.

    A span widens the table only up to the width that the row with the most cells has without spans
    of more than `MAX_GRID` columns in all, so that a page cannot ask for a grid that is out of
    proportion to its source.
    """
    widest = max(
        (sum(min(cell.colspan, MAX_GRID) for cell in row.cells) for row in rows), default=0
    )
    limit = min(widest, MAX_GRID + max((len(row.cells) for row in rows), default=0))
    budget = 64 * (sum(len(row.cells) for row in rows) + len(rows)) + MAX_GRID
    grid: list[dict[int, TableCell]] = [{} for _ in rows]
    width = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while column in grid[number]:
                column += 1
            right = max(column + 1, min(column + cell.colspan, limit))
            for below in range(number, min(number + min(cell.rowspan, MAX_GRID), len(rows))):
                for spanned in range(column, right):
                    if budget > 0 or (below == number and spanned == column):
                        grid[below].setdefault(spanned, cell)
                        budget -= 1
            width = max(width, max(grid[number]) + 1)
            column += 1
    return width, grid


@frozen
class FootnoteDefinition(BlockParent):
    """The text of a footnote.

    It may be empty (`is_empty`): exports drop citations they cannot render, and that is data.
    """

    identifier: str | None
    group: str = ""
    is_silent: ClassVar[bool] = True

    @property
    def is_empty(self) -> bool:
        """Whether the definition has no children at all."""
        return not self.children


@frozen
class FootnoteList(BlockParent):
    """A list of footnote definitions: the closing list of a page, a section of HTML, or
    `<references>`.
    """

    group: str = ""
    is_silent: ClassVar[bool] = True

    @property
    def definitions(self) -> tuple[FootnoteDefinition, ...]:
        """The definitions in the list."""
        return tuple([child for child in self.children if isinstance(child, FootnoteDefinition)])
