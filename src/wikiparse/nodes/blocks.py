"""Block nodes, named as in mdast where it has the node and as in MediaWiki where it has not."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from wikiparse.html.attributes import Attributes, get
from wikiparse.limits import MAX_GRID
from wikiparse.nodes.base import Node, Parent, frozen, plain_text, values_of_calls

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Lines = Sequence[tuple["TableCell", ...]]
    """The cells of each row of a table."""


class Block(Node):
    """A block that holds no other nodes."""

    __slots__ = ()

    is_block: ClassVar[bool] = True


class BlockParent(Parent):
    """A block that holds other nodes."""

    __slots__ = ()

    is_block: ClassVar[bool] = True


@frozen
class FrontMatter(Block):
    r"""Metadata at the start or the end of the file, between `---` or `+++` lines; `value` is the
    text between them.

    >>> wikiparse.parse("---\ntitle: A\n---\n\nText.", dialect="markdown").lead[0].value
    'title: A\n'
    """

    value: str
    """The text between the lines, as it is written."""
    is_silent: ClassVar[bool] = True


@frozen
class ConversionNotice(Block):
    """The converter's line that names the page an article was made from.

    Its link is not one of the article's.

    >>> source = "> 本文内容由[A](https://zh.wikipedia.org/wiki/A)转换而来。"
    >>> doc = wikiparse.parse(source, dialect="hybrid")
    >>> doc.lead[0].page_title
    'A'
    """

    page_title: str
    """The title of the page it names."""
    url: str
    """The URL of that page."""
    is_silent: ClassVar[bool] = True


@frozen
class Boilerplate(BlockParent):
    r"""Blocks of a wiki's page that are no part of its article: navigation, the table of contents,
    the foot of the page. Only pages converted from HTML have them.

    The text of a page leaves them out, and so do its rows and its output formats but JSON.

    >>> source = "# Elm\n\n- [Read](/wiki/Elm)\n- [Random](/wiki/Special:Random)\n\nAn elm."
    >>> doc = wikiparse.parse(source, dialect="web", title="Elm")
    >>> [part.role for part in doc.find_all(wikiparse.Boilerplate)], doc.to_text()
    (['header'], 'Elm\n\nAn elm.\n')
    """

    role: str
    """"header" (around the title), "contents" (the table of contents) or "footer"."""
    is_silent: ClassVar[bool] = True


@frozen
class Redirect(BlockParent):
    """A page that only leads to another: the `title` and `fragment` of the link, which is a
    child.

    >>> redirect = wikiparse.parse("#REDIRECT [[Wend#Floods]]", dialect="wikitext").redirect
    >>> redirect.title, redirect.fragment
    ('Wend', 'Floods')
    """

    title: str
    """The title of the page it leads to."""
    fragment: str = ""
    """The fragment after `#`, "" if none."""


@frozen
class LinkReferenceDefinition(Block):
    r"""`[label]: url "title"` (CommonMark 4.7).

    >>> wikiparse.parse("[a][b]\n\n[b]: /c", dialect="markdown").lead[1].url
    '/c'
    """

    label: str
    """The label as it is written."""
    url: str
    """The destination, escapes undone."""
    tooltip: str = ""
    """The title after the URL, "" if none."""
    is_silent: ClassVar[bool] = True


@frozen
class Heading(BlockParent):
    """A heading of `level` 1 to 6.

    >>> heading = wikiparse.parse("## *A* b").sections[0].heading
    >>> heading.level, heading.text
    (2, 'A b')
    """

    level: int
    """1 to 6."""


@frozen
class Section(BlockParent):
    r"""A heading and everything that belongs to it.

    The children begin with the heading, then blocks, then the subsections.

    >>> doc = wikiparse.parse("## A\n\n### B\n\nText.")
    >>> doc.section("B").level, [section.title for section in doc.sections[0].sections]
    (3, ['B'])
    """

    level: int
    """1 to 6, as the heading's."""

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
        return plain_text(self.heading, markers=True).replace("\n", " ").strip()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The direct subsections."""
        return tuple([child for child in self.children if isinstance(child, Section)])


class Paragraph(BlockParent):
    r"""A run of inlines.

    >>> [block.text for block in wikiparse.parse("One.\n\nTwo.").find_all(wikiparse.Paragraph)]
    ['One.', 'Two.']
    """

    __slots__ = ()


@frozen
class List(BlockParent):
    r"""A list of `ListItem`s: numbered from `start`, or bulleted where that is None.

    `is_tight`: no blank lines between.

    >>> items = wikiparse.parse("3. a\n4. b").lead[0]
    >>> items.start, items.is_tight, [item.text for item in items.children]
    (3, True, ['a', 'b'])
    """

    start: int | None = None
    """The first number; None of a bulleted list."""
    is_tight: bool = True
    """Whether no blank lines are between the items."""


@frozen
class ListItem(BlockParent):
    r"""An item of a list; `checked` is None unless it is a task (GFM).

    It may be empty: exports drop templates that they cannot render.

    >>> doc = wikiparse.parse("- [x] a\n- b", dialect="markdown")
    >>> [item.checked for item in doc.find_all(wikiparse.ListItem)]
    [True, None]
    """

    checked: bool | None = None
    """Whether a task is done; None of an item that is no task."""


class DescriptionList(BlockParent):
    r"""Terms and their details, wikitext's `;` and `:`.

    In converted pages it is a list whose items have an empty or a broken first line.

    >>> terms = wikiparse.parse("; a\n: b", dialect="wikitext").lead[0]
    >>> [child.kind for child in terms.children]
    ['description_term', 'description_details']
    """

    __slots__ = ()


class DescriptionTerm(BlockParent):
    """The term of a description list.

    >>> doc = wikiparse.parse("; a : b", dialect="wikitext")
    >>> next(doc.find_all(wikiparse.DescriptionTerm)).text
    'a'
    """

    __slots__ = ()


class DescriptionDetails(BlockParent):
    """The details of a term, or an indented block without one.

    >>> doc = wikiparse.parse("; a : b", dialect="wikitext")
    >>> next(doc.find_all(wikiparse.DescriptionDetails)).text
    'b'
    """

    __slots__ = ()


@frozen
class CodeBlock(Block):
    r"""Code; `value` ends with a line ending unless it is empty.

    `language` is the first word of the info string, `meta` the rest of it.

    >>> code = wikiparse.parse("```python\nprint()\n```").code_blocks[0]
    >>> code.language, code.value
    ('python', 'print()\n')
    """

    value: str
    """The code, without the fence or the indentation."""
    language: str = ""
    """The first word of the info string."""
    meta: str = ""
    """The rest of the info string."""

    def own_text(self) -> str:
        return self.value


@frozen
class Blockquote(BlockParent):
    r"""A block quote: `> x` or `<blockquote>`.

    `alert` is the kind of one that begins with `[!NOTE]`, in lower case, "" for any other.

    >>> block = wikiparse.parse("> [!TIP]\n> Text.", dialect="markdown").lead[0]
    >>> block.alert, block.text
    ('tip', 'Text.')
    """

    alert: str = ""
    """"tip", "warning", …; "" for a block quote without one."""


class ThematicBreak(Block):
    r"""A thematic break: `***`, `----` or `<hr>` on a line of its own.

    >>> [block.kind for block in wikiparse.parse("a\n\n***\n\nb").lead]
    ['paragraph', 'thematic_break', 'paragraph']
    """

    __slots__ = ()

    is_silent: ClassVar[bool] = True


@frozen
class MathBlock(Block):
    r"""A formula on lines of its own; `value` is its TeX source.

    >>> wikiparse.parse("$$\na+b\n$$", dialect="markdown").lead[0].value
    '\na+b\n'
    """

    value: str
    """The TeX source, without delimiters."""

    def own_text(self) -> str:
        return self.value


@frozen
class HtmlBlock(Block):
    r"""Raw HTML on lines of its own; `value` is its source.

    >>> wikiparse.parse("<hr>\n<div>a</div>", dialect="commonmark").lead[0].value
    '<hr>\n<div>a</div>'
    """

    value: str
    """The source, tags included."""
    is_silent: ClassVar[bool] = True


@frozen
class Gallery(BlockParent):
    r"""`<gallery>`: images, each with its caption.

    >>> doc = wikiparse.parse("<gallery>\nA.jpg|A mill\n</gallery>", dialect="wikitext")
    >>> gallery = next(doc.find_all(wikiparse.Gallery))
    >>> [(image.name, image.children[0].text) for image in gallery.children]
    [('A.jpg', 'A mill')]
    """

    attributes: Attributes = ()
    """Pairs of name and value, in source order."""


@frozen
class TableCaption(BlockParent):
    r"""The caption of a table; `attributes` as those of a cell.

    >>> wikiparse.parse("{|\n|+ Mills\n| a\n|}", dialect="wikitext").tables[0].caption.text
    'Mills'
    """

    attributes: Attributes = attrs.field(default=(), kw_only=True, metadata={"is_late": True})
    """Pairs of name and value, in source order."""


@frozen
class TableCell(BlockParent):
    r"""A cell; spans count from 1, `align` is "left", "center", "right" or None.

    `attributes` are those of its tag, or of the cell in wikitext, as pairs in source order,
    `rowspan` and `colspan` as they are written among them. `get(name)` returns the value of one.

    >>> doc = wikiparse.parse('{|\n! colspan="2" id="x" | a\n|}', dialect="wikitext")
    >>> cell = doc.tables[0].rows[0].cells[0]
    >>> cell.is_header, cell.colspan, cell.get("id")
    (True, 2, 'x')
    """

    is_header: bool = False
    """Whether it is a header cell (`!`, `<th>`, or above a delimiter row)."""
    rowspan: int = 1
    """Rows that it spans, from 1."""
    colspan: int = 1
    """Columns that it spans, from 1."""
    align: str | None = None
    """"left", "center", "right" or None."""
    attributes: Attributes = attrs.field(default=(), kw_only=True, metadata={"is_late": True})
    """Pairs of name and value, in source order."""

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an attribute."""
        return get(self.attributes, name, default)


_CELLS = frozenset((TableCell,))


@frozen
class TableRow(BlockParent):
    r"""A row of cells; `attributes` as those of a cell.

    >>> row = wikiparse.parse("{|\n| a || b\n|}", dialect="wikitext").tables[0].rows[0]
    >>> [cell.text.strip() for cell in row.cells]
    ['a', 'b']
    """

    attributes: Attributes = attrs.field(default=(), kw_only=True, metadata={"is_late": True})
    """Pairs of name and value, in source order."""

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an attribute."""
        return get(self.attributes, name, default)

    @property
    def cells(self) -> tuple[TableCell, ...]:
        """The cells of the row."""
        children = self.children
        # Nearly always all of them: found without a step for each.
        if _CELLS.issuperset(map(type, children)):
            return children  # type: ignore[return-value]  # as just seen
        return tuple([child for child in children if isinstance(child, TableCell)])


@frozen
class Table(BlockParent):
    r"""A table, written with pipes, as HTML, or as `{|`; `attributes` as those of a cell.

    >>> table = wikiparse.parse("| a | b |\n| --- | --- |\n| 1 | 2 |").tables[0]
    >>> len(table.rows), table.to_records()
    (2, [{'a': '1', 'b': '2'}])
    """

    if TYPE_CHECKING:
        framer: ClassVar[Callable[[Table], Any]]
        """The function that answers `to_frame()`; `wikiparse.document` puts it here, since the
        readers of tables are above the nodes and unknown to them."""

    attributes: Attributes = attrs.field(default=(), kw_only=True, metadata={"is_late": True})
    """Pairs of name and value, in source order."""

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an attribute."""
        return get(self.attributes, name, default)

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

        All rows have one length, unless the table would have more than `SLOTS_PER_CELL` slots for
        each cell and row: then a row ends with its own last cell. Spans end with the table, and at
        `MAX_GRID`; what would lie outside is cut.
        """
        lines = [row.cells for row in self.rows]
        if not has_spans(lines):
            own: list[list[TableCell | None]] = [[*line] for line in lines]
            fill_up(own)
            return tuple(map(tuple, own))
        spread = _spread(lines)
        width = max([max(slots, default=-1) + 1 for slots, _ in spread], default=0)
        is_padded = width * len(spread) <= most_slots(lines)
        return tuple(
            [tuple(map(slots.get, range(width if is_padded else own))) for slots, own in spread]
        )

    def to_records(self) -> list[dict[str, str]]:
        """The rows after the header rows as dictionaries, from the text of the column's cell in the
        last header row to the text of the row's cell.

        A column whose header has no text is called by its number, counted from 1; of columns with
        the same header the later ones get their number added. Without a header row the columns are
        "1", "2", …. A slot that is no longer in `grid()` has no key. The text of a cell that spans
        several slots is repeated until the records have `SLOTS_PER_CELL` times the characters of
        the table, and is "" in the slots after that.
        """
        grid = self.grid()
        headers = header_rows(grid)
        texts = TableTexts(self.rows)
        names = column_names(
            grid[headers - 1] if headers else (), max(map(len, grid), default=0), texts
        )
        # Not strict: a table that is far from a rectangle has rows of different lengths.
        return [
            {name: texts.take(cell) for name, cell in zip(names, line, strict=False)}
            for line in grid[headers:]
        ]

    def to_frame(self) -> Any:
        """The rows after the header rows as a `pandas.DataFrame`; its columns are called as in
        `to_records()`, and several header rows become a `pandas.MultiIndex`.

        The values are the texts of the cells, never numbers, and None in a slot that no cell takes;
        a cell that spans several slots is in each of them, as in `to_records()`. Of a table that is
        so far from a rectangle that `grid()` does not fill it up, the columns are left out for
        which `SLOTS_PER_CELL` has no room. Raises ImportError where pandas is missing (the extra
        `frames`).
        """
        return Table.framer(self)


def outside_cells(table: Table) -> list[Node]:
    """The nodes of a table that are in no row and no caption, in order: browsers show them before
    the table.
    """
    return [child for child in table.children if not isinstance(child, (TableRow, TableCaption))]


SLOTS_PER_CELL = 64
"""How much larger than its cells and rows a table may become where spans are expanded and rows are
filled up, so that a page cannot ask for a grid out of proportion to its source."""


def header_rows(grid: Sequence[tuple[TableCell | None, ...]]) -> int:
    """How many rows at the start of a grid hold only header cells."""
    for number, line in enumerate(grid):
        if not any(line) or any(cell is not None and not cell.is_header for cell in line):
            return number
    return len(grid)


class TableTexts:
    """The texts of a table's cells: each is worked out once, and repeated within a bound."""

    def __init__(self, rows: tuple[TableRow, ...]) -> None:
        self._texts = {id(cell): cell.text.strip() for row in rows for cell in row.cells}
        # One cell that spans a thousand slots would otherwise be written a thousand times.
        self._left = SLOTS_PER_CELL * sum(map(len, self._texts.values())) + MAX_GRID
        self._taken: set[int] = set()

    def of(self, cell: TableCell | None) -> str:
        """The text of a cell; "" where no cell is."""
        return "" if cell is None else self._texts[id(cell)]

    def take(self, cell: TableCell | None) -> str:
        """The text for one slot; "" where it was taken before and the bound is reached."""
        text = self.of(cell)
        if id(cell) in self._taken:
            if len(text) > self._left:
                return ""
            self._left -= len(text)
        self._taken.add(id(cell))
        return text


def column_names(headers: tuple[TableCell | None, ...], width: int, texts: TableTexts) -> list[str]:
    """A name for each column, no two the same."""
    names: dict[str, None] = {}
    for column in range(width):
        name = texts.of(headers[column]) if column < len(headers) else ""
        if not name or name in names:
            # The number of the column, and apostrophes if even that is a name already.
            name = f"{name} {column + 1}".strip()
        while name in names:
            name += "'"
        names[name] = None
    return list(names)


def most_slots(lines: Sequence[Sequence[Any]]) -> int:
    """How many slots the grid of some rows may have."""
    return SLOTS_PER_CELL * (sum(map(len, lines)) + len(lines)) + MAX_GRID


def fill_up(lines: Sequence[list[Any]]) -> None:
    """Fill rows without spans up with None, unless they would take too many slots."""
    width = max(map(len, lines), default=0)
    if width * len(lines) <= most_slots(lines):
        for line in lines:
            if len(line) < width:
                line.extend((None,) * (width - len(line)))


def has_spans(lines: Lines) -> bool:
    """Whether a cell spans several slots: in most tables none does."""
    for line in lines:
        for cell in line:
            if cell.colspan != 1 or cell.rowspan != 1:
                return True
    return False


def _spread(lines: Lines) -> list[tuple[dict[int, TableCell], int]]:
    """Each row's cells by column, spans expanded, and where the row's own last cell ends; up to
    there every slot is taken.

    A span widens the table only up to the width that the row with the most cells has without spans
    of more than `MAX_GRID` columns in all, and not so far that the rows could not be filled up.
    """
    most = most_slots(lines)
    cells = max(map(len, lines), default=0)
    # Not `min`: a call for each cell is most of the work.
    widest = max(
        [
            sum([MAX_GRID if (n := cell.colspan) > MAX_GRID else n for cell in line])
            for line in lines
        ],
        default=0,
    )
    # Half of the slots: a cell may be pushed to the right of a span by as many as its row has.
    limit = min(widest, MAX_GRID + cells, max(cells, most // (2 * len(lines) or 1)))
    budget = most
    spread: list[tuple[dict[int, TableCell], int]] = []
    grid: list[dict[int, TableCell]] = [{} for _ in lines]
    for number, row in enumerate(lines):
        # row 0   a(rowspan 2)  b         grid[1] has a in column 0 before row 1 is read,
        # row 1   c                       so that c goes to column 1
        column = 0
        taken = grid[number]
        for cell in row:
            while column in taken:
                column += 1
            taken[column] = cell
            right = below = 0
            if cell.colspan != 1 or cell.rowspan != 1:
                right = min(column + cell.colspan, limit)
                below = min(number + min(cell.rowspan, MAX_GRID), len(lines))
            if right > column + 1 or below > number + 1:
                right = max(column + 1, right)
                # A span for which too few slots are left is cut in the middle.
                slots = ((line, at) for line in range(number, below) for at in range(column, right))
                for line, at in islice(slots, budget):
                    # Where two spans meet, the earlier cell has the slot (HTML standard: "forming a
                    # table", a table model error).
                    grid[line].setdefault(at, cell)
                    budget -= 1
            column += 1
        # After the row's own last cell.
        spread.append((taken, column))
    return spread


@frozen
class FootnoteDefinition(BlockParent):
    r"""The text of a footnote.

    It may be empty (`is_empty`): exports drop citations they cannot render, and that is data.

    >>> doc = wikiparse.parse("a[^1]\n\n[^1]: A source.", dialect="markdown")
    >>> [(found.identifier, found.text, found.is_empty) for found in doc.footnotes]
    [('1', 'A source.', False)]
    """

    identifier: str | None
    """The number or name that references call it by; None of an unnamed `<ref>`."""
    group: str = ""
    """The group (`<ref group=…>`), "" for the usual one."""
    is_silent: ClassVar[bool] = True

    @property
    def is_empty(self) -> bool:
        """Whether the definition has no children at all."""
        return not self.children

    @property
    def text(self) -> str:
        """The text a reader sees of it. A footnote of nothing but templates that are not known has
        the values of their arguments, in order.
        """
        return plain_text(self) or values_of_calls(self)


@frozen
class FootnoteList(BlockParent):
    r"""A list of footnote definitions: the closing list of a page, a section of HTML, or
    `<references>`.

    >>> doc = wikiparse.parse("a<ref>b</ref>\n\n<references />", dialect="wikitext")
    >>> next(doc.find_all(wikiparse.FootnoteList)).span
    15:29
    """

    group: str = ""
    """The group whose footnotes are shown."""
    is_silent: ClassVar[bool] = True

    @property
    def definitions(self) -> tuple[FootnoteDefinition, ...]:
        """The definitions in the list, those in a template that is the list or in it among them."""
        found: list[FootnoteDefinition] = []
        stack: list[Node] = list(self.children[::-1])
        while stack:
            node = stack.pop()
            if isinstance(node, FootnoteDefinition):
                found.append(node)
            elif node.kind in ("template", "template_argument"):
                stack += node.children[::-1]
        return tuple(found)
