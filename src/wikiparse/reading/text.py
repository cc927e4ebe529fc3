"""The text of a tree, as a reader would want it in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wikiparse.nodes.base import plain_text
from wikiparse.nodes.blocks import List, Table, outside_cells
from wikiparse.nodes.inlines import LineBreak
from wikiparse.nodes.template_text import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.template_text import TextFunction

    SilentText = Callable[[Node], str]
    """The text of a node that has none in itself: "" but for templates that carry text."""


class _Todo(NamedTuple):
    """A node that is still to be written: its first line begins with `first`, its other lines with
    `rest`.
    """

    node: Node
    first: str
    rest: str


class _Block(NamedTuple):
    """A block that is written; no blank line is between two that begin an item."""

    text: str
    begins_item: bool


def render_text(root: Node, templates: Mapping[str, TextFunction] | None = None) -> str:
    """Blocks separated by blank lines, items of a list on lines of their own, rows on lines, their
    cells separated by tabs.

    A hard line break stays one. No footnotes, no categories, no markup; of templates, those that
    carry text (`nodes.template_text`). Ends with a line ending unless it is empty.
    """
    silent = Registry(templates, getattr(root, "lang", None)).text_of
    blocks: list[_Block] = []
    stack = [_Todo(root, "", "")]
    while stack:
        node, first, rest = stack.pop()
        if node.is_silent:
            text = silent(node)
        elif isinstance(node, Table):
            text = _table(node, silent)
        elif isinstance(node, List):
            stack += _items(node, first, rest)[::-1]
            continue
        elif any(child.is_block for child in node.children):
            shown = [
                child for child in node.children if not child.is_silent or silent(child).strip()
            ]
            stack += [
                _Todo(child, first if index == 0 else rest, rest)
                for index, child in reversed(list(enumerate(shown)))
            ]
            continue
        else:
            text = _leaf(node, silent)
        if text.strip():
            blocks.append(_Block(first + text.replace("\n", "\n" + rest), first != rest))
    return _joined(blocks)


def _items(node: List, first: str, rest: str) -> list[_Todo]:
    """The items of a list, the first lines of each with its marker."""
    items = []
    for index, item in enumerate(node.children):
        marker = "- " if node.start is None else f"{node.start + index}. "
        indent = first if index == 0 else rest
        items.append(_Todo(item, indent + marker, rest + " " * len(marker)))
    return items


def _leaf(node: Node, silent: SilentText) -> str:
    """The text of a leaf block; hard line breaks are line endings, soft ones spaces."""
    if not any(isinstance(n, LineBreak) for n in node.children):
        return plain_text(node, silent=silent).strip("\n ")
    lines: list[list[str]] = [[]]
    for child in node.children:
        if isinstance(child, LineBreak):
            lines.append([])
        else:
            lines[-1].append(silent(child) if child.is_silent else plain_text(child, silent=silent))
    return "\n".join(["".join(line).strip() for line in lines]).strip("\n")


def _table(table: Table, silent: SilentText) -> str:
    """What is in no cell, a table's caption, then its rows; the text of a cell is in one line."""
    caption = table.caption
    lines = []
    if outside := outside_cells(table):
        text = "".join(
            [
                (silent(node) if node.is_silent else plain_text(node, silent=silent))
                + ("\n" if node.is_block else "")
                for node in outside
            ]
        )
        lines += [line for line in map(_in_one_line, text.split("\n")) if line]
    lines += [] if caption is None else [_one_line(caption, silent)]
    lines += ["\t".join([_one_line(cell, silent) for cell in row.cells]) for row in table.rows]
    return "\n".join(lines).rstrip()


def _one_line(node: Node, silent: SilentText) -> str:
    return _in_one_line(plain_text(node, silent=silent))


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _joined(blocks: list[_Block]) -> str:
    """The blocks, with blank lines between them but for the items of a list."""
    out: list[str] = []
    item_before = False
    for block in blocks:
        if out:
            out.append("\n" if block.begins_item and item_before else "\n\n")
        out.append(block.text)
        item_before = block.begins_item
    return "".join(out) + "\n" if out else ""
