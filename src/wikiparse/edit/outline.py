"""A page as two versions of it are compared: its sections, their blocks, its footnotes.

Whichever dialect a page is in, it is made of the same parts here: markup that has no meaning of its
own (emphasis, comments, numbers of footnotes) is left out.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import attrs

from wikiparse.edit.parts import Part, Parts, read_parts
from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList, Section, Table
from wikiparse.nodes.footnotes import definitions_in
from wikiparse.nodes.links import FootnoteReference

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from wikiparse.edit.changes import Path
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page

NAMES: Final = {"list_item": "list item", "table_caption": "caption", "code_block": "code"}
"""The names of blocks in a path, where they are not those of their kinds."""


class Key:
    """A value that is hashed once."""

    __slots__ = ("_hash", "value")

    def __init__(self, value: tuple[Any, ...]) -> None:
        self.value = value
        self._hash = hash(value)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Key) and self._hash == other._hash and self.value == other.value
        )


@attrs.define(eq=False)
class Block:
    """A block of text, a cell, a table or a footnote."""

    name: str
    """Which one it is, in a path: "paragraph 2"."""
    nodes: tuple[Node, ...]
    content: Parts
    rows: list[list[Block]] | None = None
    """The cells of a table; None of any other block."""
    _key: Key | None = None

    @property
    def text(self) -> str:
        """The text that is compared, without white space at its ends."""
        return self.content.text

    @property
    def parts(self) -> list[Part]:
        """The links, templates and other parts."""
        return self.content.parts

    @property
    def key(self) -> Key:
        """Equal of two blocks that say the same."""
        if self._key is None:
            rows = tuple([row_key(row) for row in self.rows or ()])
            tokens = tuple(self.text.split())
            self._key = Key((tokens, tuple([(p.group, p.key) for p in self.parts]), rows))
        return self._key

    def forget_key(self) -> None:
        """Make the key again when it is asked for next: those of its parts changed."""
        self._key = None


def row_key(row: Iterable[Block]) -> tuple[Hashable, ...]:
    """Equal of two rows that say the same."""
    return tuple([cell.key for cell in row])


@attrs.define(eq=False)
class Division:
    """A section with its own blocks; the lead is that of the page."""

    title: str
    node: Node
    parent: Division | None
    heading: Block | None = None
    blocks: list[Block] = attrs.Factory(list)
    children: list[Division] = attrs.Factory(list)

    @property
    def path(self) -> Path:
        """The titles down to it, its own included."""
        titles: list[str] = []
        division: Division | None = self
        while division is not None and division.parent is not None:
            titles.append(division.title)
            division = division.parent
        return tuple(titles[::-1])


class Outline:
    """The sections of a page in document order, and its footnotes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.divisions: list[Division] = []
        self.home: dict[int, Division] = {}
        """The section of a footnote definition, by identity."""
        self.footnotes: list[Block] = []
        stack: list[tuple[Node, Division | None]] = [(page, None)]
        while stack:
            node, parent = stack.pop()
            division = self._division(node, parent)
            stack += [
                (child, division) for child in node.children[::-1] if isinstance(child, Section)
            ]
        for number, definition in enumerate(page.footnotes, 1):
            name = definition.identifier or str(number)
            content = read_parts(definition.children)
            self.footnotes.append(Block(f"footnote {name}", (definition,), content))

    def _division(self, node: Node, parent: Division | None) -> Division:
        title = " ".join(node.title.split()) if isinstance(node, Section) else ""
        division = Division(title, node, parent)
        self.divisions.append(division)
        if parent is not None:
            parent.children.append(division)
        if isinstance(node, Section):
            heading = node.heading
            division.heading = Block("heading", (heading,), read_parts(heading.children))
        skipped = 1 if isinstance(node, Section) else 0
        _Reader(division).read(
            [child for child in node.children[skipped:] if not isinstance(child, Section)]
        )
        for block in division.blocks:
            for part in block.parts:
                self._take_home(part, division)
        return division

    def _take_home(self, part: Part, division: Division) -> None:
        if part.group == "reference":
            for node in part.node.children:
                if isinstance(node, FootnoteDefinition):
                    self.home[id(node)] = division
                elif node.kind == "template":
                    for definition in definitions_in(node):  # type: ignore[arg-type]  # by kind
                        self.home[id(definition)] = division


class _Reader:
    """Reads the blocks of a section."""

    def __init__(self, division: Division) -> None:
        self.division = division
        self.counts: Counter[str] = Counter()

    def read(self, nodes: list[Node]) -> None:
        stack: list[tuple[Any, str]] = [(part, "paragraph") for part in _runs(nodes)[::-1]]
        while stack:
            node, name = stack.pop()
            if isinstance(node, tuple):
                self._block(name, node)
            elif isinstance(node, Table):
                self._table(node)
            elif isinstance(node, (FootnoteList, FootnoteDefinition)):
                # The template that shows the footnotes; those are compared by themselves.
                calls = tuple([c for c in node.children if c.kind == "template"])
                if calls and isinstance(node, FootnoteList):
                    self._block("footnote list", calls)
            else:
                inner = NAMES.get(node.kind, node.kind.replace("_", " "))
                if node.kind in ("paragraph", "html_element") and name == "list item":
                    inner = name
                parts = _runs(node.children) if node.children else [(node,)]
                if len(parts) == 1 and isinstance(parts[0], tuple):
                    self._block(inner, (node,))
                else:
                    stack += [(part, inner) for part in parts[::-1]]

    def _named(self, name: str) -> str:
        self.counts[name] += 1
        return f"{name} {self.counts[name]}"

    def _block(self, name: str, nodes: tuple[Node, ...]) -> None:
        content = read_parts(nodes)
        if content.parts or content.text.strip():
            self.division.blocks.append(Block(self._named(name), nodes, content))
        for table in content.tables:
            self._table(table)

    def _table(self, table: Table) -> None:
        # Tables in cells are tables of the section, after the one that they are in.
        stack = [table]
        while stack:
            top = stack.pop()
            inner: list[Table] = []
            rows: list[list[Block]] = []
            name = self._named("table")
            for number, row in enumerate(top.rows, 1):
                cells: list[Block] = []
                for column, cell in enumerate(row.cells, 1):
                    content = read_parts(cell.children)
                    inner += content.tables
                    cells.append(Block(f"row {number}, cell {column}", (cell,), content))
                rows.append(cells)
            outside = [child for child in top.children if child.kind != "table_row"]
            content = read_parts(outside)
            self.division.blocks.append(Block(name, (top,), content, rows))
            stack += inner[::-1]


def _runs(nodes: Iterable[Node]) -> list[Any]:
    """The nodes, inlines between blocks in runs, as tuples."""
    out: list[Any] = []
    run: list[Node] = []
    for node in nodes:
        if not node.is_block:
            run.append(node)
            continue
        if run:
            out.append(tuple(run))
            run = []
        out.append(node)
    if run:
        out.append(tuple(run))
    return out


def key_references(old: Outline, new: Outline, classes: dict[int, Hashable]) -> None:
    """Set the footnote references to the keys of their definitions, by identity of these."""
    for outline in (old, new):
        blocks = [
            *outline.footnotes,
            *[block for division in outline.divisions for block in division.blocks],
            *[division.heading for division in outline.divisions if division.heading],
        ]
        calls = outline.page._calls()
        for block in blocks:
            cells = [cell for row in block.rows or () for cell in row]
            for part in [*block.parts, *[part for cell in cells for part in cell.parts]]:
                if part.group == "reference" and isinstance(part.node, FootnoteReference):
                    definition = calls.get(id(part.node))
                    name = (part.node.group, part.node.identifier)
                    part.key = name if definition is None else classes.get(id(definition), name)
            for changed in (block, *cells):
                changed.forget_key()
