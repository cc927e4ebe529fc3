"""Neighboring `Text` nodes made one, and soft line breaks within them."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from wikiparse.nodes.base import CJK, WrappedText
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.make import make_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.base import Node

# Tried only where white space begins: a line may end with a megabyte of it.
SOFT_BREAK = re.compile(r"(?<![ \t])[ \t]*+\n[ \t]*+")
"""A line ending within a text, with the white space around it."""


def join_texts(nodes: list[Node]) -> list[Node]:
    """The nodes with texts that touch in the source made one, and empty texts left out.

    Texts with a gap between them stay apart: something was left out there, and the text of a node
    is that of its span.
    """
    out: list[Node] = []
    # A run is joined in one go: text by text would copy a megabyte of it for each.
    run: list[Text] = []
    for node in nodes:
        if type(node) is Text:
            # An empty text is the rest of a `!` or of a scheme that went into a link.
            if not node.value:
                continue
            if run and run[-1]._end != node._start:
                out.append(run[0] if len(run) == 1 else _join(run))
                run = []
            run.append(node)
            continue
        if run:
            out.append(run[0] if len(run) == 1 else _join(run))
            run = []
        out.append(node)
    if run:
        out.append(run[0] if len(run) == 1 else _join(run))
    return out


def _join(run: list[Text]) -> Text:
    return make_text("".join([text.value for text in run]), (run[0]._start, run[-1]._end))


# A line ending before 国, > 国, [国](…), **国**, <a href="…">国</a>
WRAPPED = re.compile(rf"\n(?<!\n\n)[ \t>]*+[*\[_`(]*+(?:<a [^<>]*+>)?[{CJK}]")
"""The end of a line, not a blank one, before one that begins with Chinese or Japanese."""

START = attrgetter("_start")


def mark_wrapped(nodes: Sequence[Node], text: str) -> None:
    """Mark the texts of a page whose writer wrapped lines at spaces, where that makes a difference:
    before a line that begins with Chinese or Japanese.

    Only for nodes that nobody else has seen yet.
    """
    if text.isascii():
        return
    for match in WRAPPED.finditer(text):
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
