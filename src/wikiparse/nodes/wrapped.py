"""Pages whose writer wrapped lines at spaces: pandoc does, also in Chinese and Japanese."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import Text
from wikiparse.nodes.soft_breaks import CJK, WrappedText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.base import Node


@cache
def _wrapped() -> re.Pattern[str]:
    """The end of a line, not a blank one, before one that begins with Chinese or Japanese."""
    # a line ending before 国, > 国, [国](…), **国**, <a href="…">国</a>
    return re.compile(rf"\n(?<!\n\n)[ \t>]*+[*\[_`(]*+(?:<a [^<>]*+>)?[{CJK}]")


START = attrgetter("_start")


def mark_wrapped(nodes: Sequence[Node], text: str) -> None:
    """Mark the texts of a page whose writer wrapped lines at spaces, where that makes a difference:
    before a line that begins with Chinese or Japanese.

    Only for nodes that nobody else has seen yet.
    """
    if text.isascii():
        return
    for match in _wrapped().finditer(text):
        below, end = nodes, match.start()
        # Down to the text that holds the line ending.
        while index := bisect_right(below, end, key=START):
            node = below[index - 1]
            if node._end <= end:
                break
            if node.__class__ is Text:
                if node.value.__class__ is str:  # once for all of its lines
                    object.__setattr__(node, "value", WrappedText(node.value))
                break
            below = node.children
