"""The words of a tree, as a reader would want them in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.base import plain_text
from wikiparse.nodes.blocks import List, Table
from wikiparse.nodes.inlines import LineBreak
from wikiparse.nodes.template_text import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.template_text import Words

    Silent = Callable[[Node], str]


def render_text(root: Node, templates: Mapping[str, Words] | None = None) -> str:
    """Blocks apart by blank lines, items of a list on lines of their own, rows on lines, their
    cells apart by tabs.

    A hard line break stays one. No notes, no categories, no markup; of templates, those that carry
    words (`templates.py`). Ends with a line ending unless it is empty.
    """
    silent = Registry(templates).words
    blocks: list[tuple[str, bool]] = []  # the words, and whether they begin an item
    stack: list[tuple[Node, str, str]] = [
        (root, "", "")
    ]  # a node, what its first line begins with, and its other lines
    while stack:
        node, first, rest = stack.pop()
        if node.is_silent:
            words = silent(node)
        elif isinstance(node, Table):
            words = _table(node, silent)
        elif isinstance(node, List):
            number = node.start or 0
            for index, item in reversed(list(enumerate(node.children))):
                mark = "- " if node.start is None else f"{number + index}. "
                stack.append((item, (first if index == 0 else rest) + mark, rest + " " * len(mark)))
            continue
        elif any(child.is_block for child in node.children):
            shown = [
                child for child in node.children if not child.is_silent or silent(child).strip()
            ]
            stack += [
                (child, first if index == 0 else rest, rest)
                for index, child in reversed(list(enumerate(shown)))
            ]
            continue
        else:
            words = _words(node, silent)
        if words.strip():
            blocks.append((first + words.replace("\n", "\n" + rest), first != rest))
    return _joined(blocks)


def _words(node: Node, silent: Silent) -> str:
    """The words of a leaf block; hard breaks are line endings, soft ones blanks."""
    if not any(isinstance(n, LineBreak) for n in node.children):
        return plain_text(node, silent=silent).strip("\n ")
    lines: list[list[str]] = [[]]
    for child in node.children:
        if isinstance(child, LineBreak):
            lines.append([])
        else:
            lines[-1].append(silent(child) if child.is_silent else plain_text(child, silent=silent))
    return "\n".join(["".join(line).strip() for line in lines]).strip("\n")


def _table(table: Table, silent: Silent) -> str:
    """A table's caption, then its rows; what a cell holds is in one line."""
    lines = (
        []
        if table.caption is None
        else [" ".join(plain_text(table.caption, silent=silent).split())]
    )
    lines += [
        "\t".join([" ".join(plain_text(cell, silent=silent).split()) for cell in row.cells])
        for row in table.rows
    ]
    return "\n".join(lines).rstrip()


def _joined(blocks: list[tuple[str, bool]]) -> str:
    """The blocks, the items of a list close together."""
    out: list[str] = []
    item_before = False
    for block, is_item in blocks:
        if out:
            out.append("\n" if is_item and item_before else "\n\n")
        out.append(block)
        item_before = is_item
    return "".join(out) + "\n" if out else ""
