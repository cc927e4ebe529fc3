"""Which definition a footnote reference calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
from wikiparse.nodes.links import FootnoteReference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.nodes.base import Node


class FootnoteKey(NamedTuple):
    """The key that a reference and its definition share."""

    group: str
    identifier: str | None


def match_footnotes(nodes: Iterable[Node]) -> dict[int, FootnoteDefinition | None]:
    """The definition by the identity of the reference that calls it; None for a reference without
    one.

    `nodes` are the footnote references, definitions and lists of a page, in document order; other
    nodes are ignored.

    A reference that holds its definition (`<ref>…</ref>`) calls that one. Any other calls a
    definition of its group and identifier: the one in the nearest list after it, since every HTML
    table of a newer writer has a list with numbers of its own (docs/dialects.md, trap 31), or
    otherwise the first of the page (as GitHub takes the first of two definitions).
    """
    calls: dict[int, FootnoteDefinition | None] = {}
    first: dict[FootnoteKey, FootnoteDefinition] = {}
    waiting: dict[FootnoteKey, list[FootnoteReference]] = {}
    kept = [
        node
        for node in nodes
        if isinstance(node, (FootnoteList, FootnoteReference, FootnoteDefinition))
    ]
    listed = {
        id(child) for node in kept if isinstance(node, FootnoteList) for child in node.children
    }
    for node in kept:
        if isinstance(node, FootnoteReference):
            own = own_definition(node)
            calls[id(node)] = own
            key = FootnoteKey(node.group, node.identifier)
            if own is None:
                waiting.setdefault(key, []).append(node)
            elif node.identifier is not None:
                first.setdefault(key, own)
        elif isinstance(node, FootnoteDefinition):
            key = FootnoteKey(node.group, node.identifier)
            first.setdefault(key, node)
            if id(node) in listed:
                # The list defines all references since the last list that had this key; later ones
                # wait for the next.
                for reference in waiting.pop(key, ()):
                    calls[id(reference)] = node
    for key, references in waiting.items():
        for reference in references:
            calls[id(reference)] = first.get(key)
    return calls


def own_definition(reference: FootnoteReference) -> FootnoteDefinition | None:
    """The definition that a reference holds, as `<ref>…</ref>` does, or None."""
    return next(
        (child for child in reference.children if isinstance(child, FootnoteDefinition)), None
    )
