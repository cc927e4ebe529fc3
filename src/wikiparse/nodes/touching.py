"""Texts that stand side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import Text
from wikiparse.nodes.make import make_text

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node


def join_touching(nodes: list[Node]) -> list[Node]:
    """The nodes with texts that touch made one. Each run is put together in one go: text by text would be quadratic."""
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
