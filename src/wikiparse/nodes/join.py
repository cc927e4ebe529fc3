"""Neighboring `Text` nodes made one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import Text
from wikiparse.nodes.make import make_text

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node

SOFT_BREAK = re.compile(r"(?<![ \t])[ \t]*+\n[ \t]*+")
"""A line ending within a text, with the white space around it. Only where that begins is it
tried."""


def join_texts(nodes: list[Node]) -> list[Node]:
    """The nodes with neighbouring texts made one, empty ones left out."""
    out: list[Node] = []
    run: list[Text] = []
    for node in nodes:
        if node.__class__ is Text:
            if node.value:
                run.append(node)
            continue
        if run:
            out.append(_join(run))
            run = []
        out.append(node)
    if run:
        out.append(_join(run))
    return out


def _join(run: list[Text]) -> Text:
    if len(run) == 1:
        return run[0]
    first, last = run[0]._span, run[-1]._span
    if first is None or last is None:  # words that no source holds
        return make_text("".join([node.value for node in run]))
    return make_text("".join([node.value for node in run]), (first[0], last[1]))


def join_touching(nodes: list[Node]) -> list[Node]:
    """The nodes with texts that touch made one.

    Each run is put together in one go: text by text would be quadratic.
    """
    if len(nodes) < 2:
        return nodes
    out: list[Node] = []
    run: list[Text] = []
    for node in nodes:
        if isinstance(node, Text) and (not run or run[-1]._end == node._start):
            run.append(node)
            continue
        if run:
            out.append(run[0] if len(run) == 1 else _joined(run))
            run = []
        if isinstance(node, Text):
            run.append(node)
        else:
            out.append(node)
    if run:
        out.append(run[0] if len(run) == 1 else _joined(run))
    return out


def _joined(run: list[Text]) -> Text:
    return make_text("".join([node.value for node in run]), (run[0]._start, run[-1]._end))
