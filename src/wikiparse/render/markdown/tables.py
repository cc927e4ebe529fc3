"""Tables: with pipes where a table fits, as HTML where it does not."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import evolve

from wikiparse import nodes
from wikiparse.nodes.blocks import most_slots, outside_cells
from wikiparse.nodes.inlines import BraceParent, shown
from wikiparse.render.html.sanitize import MAX_SPAN
from wikiparse.render.markdown.content import is_block, is_written, text_of_html
from wikiparse.render.markdown.escape import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.render.markdown.walk import Context, Item, Writer

ALIGNS = {"left": ":--", "center": ":-:", "right": "--:"}


def table(writer: Writer, node: nodes.Table, context: Context) -> None:
    """A table."""
    if outside := outside_cells(node):  # it is shown before the table
        kept = (nodes.TableRow, nodes.TableCaption)
        rest = tuple([child for child in node.children if isinstance(child, kept)])
        between: Item = "" if context.in_line else writer.separate
        writer.push(*writer.flow(outside, context), between, (evolve(node, children=rest), context))
        return
    rows = [found for found in node.rows if found.cells]
    if context.in_line:
        cells: list[Node] = [cell for found in rows for cell in found.cells]
        caption = [node.caption] if node.caption else []
        writer.push(*writer.flow([*caption, *cells], context))
        return
    layout = _lay_out(rows)
    if layout is not None and _fits(writer, rows):
        writer.push(*_with_pipes(writer, node, layout, context))
    elif rows or node.caption:
        writer.push(*_as_html(writer, node, rows, context))


def _lay_out(rows: list[nodes.TableRow]) -> list[list[nodes.TableCell | None]] | None:
    """The slots of a table, all rows of one length; None where it is too far from a rectangle.

    A cell is in the first of its slots.
    """
    if not rows:
        return None
    if any(c.colspan != 1 or c.rowspan != 1 for found in rows for c in found.cells):
        grid = nodes.Table(tuple(rows)).grid()
        seen: set[int] = set()
        slots: list[list[nodes.TableCell | None]] = []
        for line in grid:
            slots.append([])
            for cell in line:
                slots[-1].append(None if cell is None or id(cell) in seen else cell)
                seen.add(id(cell))
        if len(seen - {id(None)}) < sum(len(found.cells) for found in rows):
            return None
    else:
        slots = [list(found.cells) for found in rows]
    width = max(map(len, slots))
    if width * len(rows) > most_slots([found.cells for found in rows]) // 8:
        return None
    return [line + [None] * (width - len(line)) for line in slots]


def _fits(writer: Writer, rows: list[nodes.TableRow]) -> bool:
    """Whether pipes can say all that a table has."""
    if not writer.flavor.html_tables:
        return True
    return all(
        cell.colspan == cell.rowspan == 1
        and _is_line(writer, cell.children)
        and not (writer.flavor.embedded_wikitext and _has_bars(cell))
        for found in rows
        for cell in found.cells
    )


def _is_line(writer: Writer, children: Sequence[Node]) -> bool:
    """Whether the content of a cell is one paragraph at most."""
    while True:
        found = [child for child in shown(children) if _is_written(writer, child)]
        if not any(is_block(child) for child in found):
            return not any(_holds_blocks(child) for child in found)
        if len(found) > 1 or not _is_transparent(found[0]):
            return False
        children = found[0].children


def _is_written(writer: Writer, node: Node) -> bool:
    if isinstance(node, nodes.HtmlBlock) and not writer.page.keeps_html:
        return bool(text_of_html(node.value))
    return is_written(node, writer.flavor)


def _has_bars(cell: nodes.TableCell) -> bool:
    """Whether there is a template in a cell, whose bars would separate cells. Footnotes are written
    elsewhere, but for those that a template makes.
    """
    stack: list[Node] = [cell]
    while stack:
        node = stack.pop()
        if isinstance(node, (BraceParent, nodes.LanguageVariant, nodes.FootnoteTemplate)):
            return True
        if not isinstance(node, nodes.FootnoteReference):
            stack += node.children
    return False


_BLOCKS_OF_THEIR_OWN = frozenset("ul ol dl pre blockquote h1 h2 h3 h4 h5 h6 table".split())


def _is_transparent(node: Node) -> bool:
    """Whether only the content of a block is written."""
    if isinstance(node, nodes.HtmlElement):
        return node.tag not in _BLOCKS_OF_THEIR_OWN
    return isinstance(node, nodes.Paragraph)


def _holds_blocks(node: Node) -> bool:
    """Whether there is a block somewhere in an inline."""
    stack = [node]
    while stack:
        top = stack.pop()
        if is_block(top):
            return True
        if top.is_call:
            stack += [part for part in top.shown_parts() if not isinstance(part, str)]
        elif not isinstance(top, nodes.FootnoteReference):
            stack += top.children
    return False


def _with_pipes(
    writer: Writer,
    node: nodes.Table,
    slots: list[list[nodes.TableCell | None]],
    context: Context,
) -> list[Item]:
    items: list[Item] = []
    if node.caption is not None:
        items += [*writer.flow(node.caption.children, context.below()), writer.separate]
    line = partial(writer.separate, 1)
    inner = context.line("|").below()._replace(in_cell=True)
    width = len(slots[0])
    has_header = all(cell is None or cell.is_header for cell in slots[0])
    empty: list[nodes.TableCell | None] = [None] * width
    rows = slots if has_header else [empty, *slots]
    for number, found in enumerate(rows):
        items += [line] if number else []
        # Written with the first cell, so that nothing of a row is at the start of a line.
        items.append("|")
        for cell in found:
            content = writer.flow(cell.children, inner) if cell is not None else []
            items += [partial(_start_cell, writer), *content, partial(_end_cell, writer), "|"]
        if not number:
            aligns = [_align([row[column] for row in slots]) for column in range(width)]
            items += [line, "|" + "".join([f" {ALIGNS.get(a or '', '---')} |" for a in aligns])]
    return items


def _start_cell(writer: Writer) -> None:
    writer.gap = " "
    writer.line_start = len(writer.out)


def _end_cell(writer: Writer) -> None:
    writer.end_line()
    writer.space = " "


def _align(cells: list[nodes.TableCell | None]) -> str | None:
    """The alignment of a column: that of all its cells."""
    found = {cell.align for cell in cells if cell is not None}
    return found.pop() if len(found) == 1 else None


def _as_html(
    writer: Writer, node: nodes.Table, rows: list[nodes.TableRow], context: Context
) -> list[Item]:
    """A table in tags on lines of their own, with Markdown between blank lines."""
    # In a block quote of a hybrid each line of tags is a block of its own.
    line = partial(writer.separate, 1 if writer.flavor.flanking or not context.in_blockquote else 2)
    items: list[Item] = ["<table>", line]
    below = context.below()
    if node.caption is not None:
        items += [*_enclosed(writer, "caption", node.caption, below), line]
    for found in rows:
        items += ["<tr>", line]
        for cell in found.cells:
            pairs = [
                f' {name}="{min(count, MAX_SPAN)}"'
                for name, count in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
                if count > 1
            ]
            if cell.align in ALIGNS:
                pairs.append(f' align="{cell.align}"')
            tag = ("th" if cell.is_header else "td") + "".join(pairs)
            items += [*_enclosed(writer, tag, cell, below), line]
        items += ["</tr>", line]
    return [*items, "</table>"]


def _enclosed(writer: Writer, tag: str, node: Node, context: Context) -> list[Item]:
    """A cell or a caption: its content between blank lines, or in one line if it is plain text."""
    name = tag.partition(" ")[0]
    start = 0

    def begin() -> None:
        nonlocal start
        start = len(writer.out)
        writer.separate()

    def end() -> None:
        out = writer.out
        if len(out) == start:
            writer.endings = 0
        elif not context.in_blockquote and _is_plain(out, start + 1):
            out[start] = ""
            writer.endings = 0
        else:
            if len(out) == start + 2 and _MARKER.fullmatch(str(out[-1])):
                # A reader takes a marker by itself as text in a cell.
                writer.separate()
                writer.write(SEPARATOR)
            writer.separate()
        writer.space = ""

    return [f"<{tag}>", begin, *writer.blocks(node.children, context), end, f"</{name}>"]


def _is_plain(out: list[Any], start: int) -> bool:
    """Whether the output from an index on is the same in HTML: letters, digits and a few characters
    between them, and not a list of one item.
    """
    # The first markup decides: a table may be in a cell, and a table in that.
    for index in range(start, len(out)):
        part = out[index]
        if not isinstance(part, str) or (part and not part.translate(_PLAIN).isalnum()):
            return False
    text = "".join(out[start:])
    return text != "" and not _NUMBER.match(text)


_MARKER = re.compile(r"[0-9]+[.)]|\*")
_NUMBER = re.compile(r"[0-9]+[.)](?: |\Z)")
_PLAIN = dict.fromkeys(map(ord, " .,;()\u2013"), "a")


def row(writer: Writer, node: nodes.TableRow, context: Context) -> None:
    """A row by itself."""
    writer.push((nodes.Table((node,)), context))


def cell(writer: Writer, node: nodes.TableCell, context: Context) -> None:
    """A cell within a line."""
    writer.push(*writer.flow(node.children, context))
