"""Neighboring `Text` nodes made one, and the soft line breaks that are looked for in texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import Text
from wikiparse.nodes.make import make_text

if TYPE_CHECKING:
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
