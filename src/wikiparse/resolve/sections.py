"""Headings, and the blocks that follow them, as nested sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.blocks import Heading
from wikiparse.nodes.make import make_section

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node

    Opened = list[tuple[int, list[Node]]]
    """The open sections, the innermost last: the level and the children of each. The first is the
    page, of level 0."""


def nest_sections(nodes: list[Node]) -> list[Node]:
    """The blocks before the first heading, then sections: one reaches to the next heading of its
    level or a higher one.
    """
    out: list[Node] = []
    opened: Opened = [(0, out)]
    append = out.append
    for node in nodes:
        if node.__class__ is Heading:
            level = node.level
            _close(opened, level)
            children: list[Node] = [node]
            opened.append((level, children))
            append = children.append
        else:
            append(node)
    _close(opened, 1)
    return out


def _close(opened: Opened, level: int) -> None:
    """Close the open sections of this level and below it."""
    while opened[-1][0] >= level:
        own, children = opened.pop()
        span = (children[0]._start, children[-1]._end)
        opened[-1][1].append(make_section(tuple(children), own, span))
