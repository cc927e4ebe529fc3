"""Headings, and what follows them, as nested sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.blocks import Heading
from wikiparse.nodes.make import make_section

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node


def nest_sections(nodes: list[Node]) -> list[Node]:
    """The blocks before the first heading, then sections: one reaches to the next heading of its
    level or a higher one.
    """
    top: list[Node] = []
    opened: list[tuple[int, list[Node]]] = [(0, top)]
    for node in nodes:
        if node.__class__ is Heading:
            _close(opened, node.level)
            opened.append((node.level, [node]))
        else:
            opened[-1][1].append(node)
    _close(opened, 1)
    return top


def _close(opened: list[tuple[int, list[Node]]], level: int) -> None:
    """Close the open sections of this level and below it."""
    while opened[-1][0] >= level:
        own, children = opened.pop()
        opened[-1][1].append(
            make_section(tuple(children), own, (children[0]._start, children[-1]._end))
        )
