"""Headings, and the blocks that follow them, as nested sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wikiparse.nodes.blocks import Heading
from wikiparse.nodes.make import make_section

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node


class _Open(NamedTuple):
    """An open section, or the page (level 0)."""

    level: int
    children: list[Node]


def nest_sections(nodes: list[Node]) -> list[Node]:
    """The blocks before the first heading, then sections: one reaches to the next heading of its
    level or a higher one.
    """
    page = _Open(0, [])
    opened = [page]
    for node in nodes:
        if node.__class__ is Heading:
            _close(opened, node.level)
            opened.append(_Open(node.level, [node]))
        else:
            opened[-1].children.append(node)
    _close(opened, 1)
    return page.children


def _close(opened: list[_Open], level: int) -> None:
    """Close the open sections of this level and below it."""
    while opened[-1].level >= level:
        own, children = opened.pop()
        span = (children[0]._start, children[-1]._end)
        opened[-1].children.append(make_section(tuple(children), own, span))
