"""Which definition a mark of a footnote calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
from wikiparse.nodes.links import FootnoteReference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.nodes.base import Node

Key = tuple[str, str | None]


def tie_footnotes(notes: Iterable[Node]) -> dict[int, FootnoteDefinition | None]:
    """The definition by the identity of the mark that calls it; None for a mark that is left
    hanging.

    `notes` are a page's marks, definitions and lists of definitions, in document order; other nodes
    are passed over.

    A mark that holds its definition (`<ref>…</ref>`) calls that one. Any other calls a definition
    of its group and identifier: the one in the nearest list behind it, since every HTML table of a
    newer writer has a list with numbers of its own (docs/dialects.md, trap 31), or else the first
    of the page (as GitHub takes the first of two definitions).
    """
    calls: dict[int, FootnoteDefinition | None] = {}
    first: dict[Key, FootnoteDefinition] = {}
    waiting: dict[Key, list[FootnoteReference]] = {}
    kept = [
        node
        for node in notes
        if isinstance(node, (FootnoteList, FootnoteReference, FootnoteDefinition))
    ]
    listed = {
        id(child) for node in kept if isinstance(node, FootnoteList) for child in node.children
    }
    for node in kept:
        if isinstance(node, FootnoteReference):
            own = next(
                (child for child in node.children if isinstance(child, FootnoteDefinition)), None
            )
            calls[id(node)] = own
            key = (node.group, node.identifier)
            if own is None:
                waiting.setdefault(key, []).append(node)
            elif node.identifier is not None:
                first.setdefault(key, own)
        elif isinstance(node, FootnoteDefinition):
            key = (node.group, node.identifier)
            first.setdefault(key, node)
            if id(node) in listed:
                for mark in waiting.pop(key, ()):
                    calls[id(mark)] = node
    for key, marks in waiting.items():
        for mark in marks:
            calls[id(mark)] = first.get(key)
    return calls
