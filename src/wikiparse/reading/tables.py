"""The text of tables: a row is a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.blocks import TableCaption, outside_cells
from wikiparse.reading.fragments import GLUE, NOWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import Table, TableCell
    from wikiparse.reading.inlines import InlineWalk


class TableWriter:
    """Writes a table into a walk, in one of the forms of the option `tables`."""

    __slots__ = ("_form", "_walk")

    def __init__(self, walk: InlineWalk) -> None:
        self._walk = walk
        self._form = walk.options.tables

    def write(self, table: Table) -> None:
        """The nodes in no cell, then the caption, then the rows."""
        walk = self._walk
        caption, rows = table.caption, table.rows
        before = outside_cells(table)
        is_first = True
        for node in before:
            is_first = self._line(node, is_first=is_first, in_order=False)
        if caption is not None:
            in_order = not before and table.children[0] is caption
            is_first = self._line(caption, is_first=is_first, in_order=in_order)
        if self._form == "cells":
            for row in rows:
                self._row(row, row.cells, is_first=is_first)
                is_first = False
            return
        grid = table.grid()
        seen: set[int] = set()
        is_markdown = self._form == "markdown"
        if is_markdown and not is_first and grid:
            walk.add("\n\n", GLUE)  # otherwise the caption would be a row
            is_first = True
        for number, (row, line) in enumerate(zip(rows, grid, strict=True)):
            cells: list[TableCell | None] = []
            for cell in line:
                # A cell that spans several slots is written in the first.
                cells.append(None if cell is None or id(cell) in seen else cell)
                seen.add(id(cell))
            self._row(row, cells, is_first=is_first)
            is_first = False
            if is_markdown and number == 0:
                walk.add("\n|" + " --- |" * len(cells), GLUE)

    def _line(self, node: Node, *, is_first: bool, in_order: bool) -> bool:
        """A line before the rows; whether the next one is the first still."""
        walk = self._walk
        base, number = len(walk.fragments), len(walk.nodes)
        if not is_first:
            walk.add("\n", GLUE)
        at = len(walk.fragments)
        if node.__class__ is TableCaption:
            walk.cell(node)
        else:
            walk.block_start = at
            walk.inline((node,))
            walk.tidy(at)
            walk.flatten(at)
        if not any(walk.fragments[at:]):
            walk.take_back(base, number)
            return is_first
        if not in_order:  # it is shown before what it comes after in the source
            for index in range(at, len(walk.fragments)):
                walk.sources[index] = min(walk.sources[index], NOWHERE)
        return False

    def _row(self, row: Node, cells: Sequence[Node | None], *, is_first: bool) -> None:
        walk = self._walk
        fragments, sources, write_cell = walk.fragments, walk.sources, walk.cell
        is_markdown = self._form == "markdown"
        if not is_first:
            walk.add("\n", GLUE)
        number = walk.begin_node(row)
        if is_markdown:
            walk.add("| ", GLUE)
        between = " | " if is_markdown else "\t"
        is_first = True
        for cell in cells:
            if is_first:
                is_first = False
            else:
                fragments.append(between)
                sources.append(GLUE)
            if cell is not None:
                at = len(fragments)
                write_cell(cell)
                if is_markdown:
                    fragments[at:] = [p.replace("|", "\\|") for p in fragments[at:]]
        walk.end_node(number)
        if is_markdown:
            walk.add(" |", GLUE)
