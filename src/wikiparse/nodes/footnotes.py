"""Which definition a footnote reference calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.base import footnote_in
from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
from wikiparse.nodes.inlines import Template
from wikiparse.nodes.links import FootnoteReference, FootnoteTemplate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.inlines import TemplateArgument

    FootnoteKey = tuple[str, str | None]
    """The group and identifier, which a reference and its definition share."""


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
    nodes = list(nodes)
    listed = {
        id(child) for node in nodes if isinstance(node, FootnoteList) for child in node.children
    }
    for node in nodes:
        if isinstance(node, FootnoteReference):
            children = node.children
            if len(children) == 1 and type(only := children[0]) is FootnoteDefinition:
                own: FootnoteDefinition | None = only  # as most have it
            else:
                own = own_definition(node) if children else None
            calls[id(node)] = own
            identifier = node.identifier
            # None is a name that no footnote can have: `{{ref label|a}}`.
            if identifier is None:
                continue
            key: FootnoteKey = (node.group, identifier)
            if own is None:
                waiting.setdefault(key, []).append(node)
            elif key not in first:
                first[key] = own
        elif isinstance(node, FootnoteDefinition):
            key = (node.group, node.identifier)
            if key not in first:
                first[key] = node
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
    for child in reference.children:
        if isinstance(child, FootnoteDefinition):
            return child
        if isinstance(reference, FootnoteTemplate) and isinstance(child, Template):
            return next(iter(definitions_in(child)), None)
    return None


def definitions_in(template: Template) -> list[FootnoteDefinition]:
    """The definitions that are arguments of a template, or in the list that is one."""
    return [
        child
        for argument in template.arguments
        for child in argument.children
        if isinstance(child, FootnoteDefinition)
    ]


def named_references(template: Template) -> tuple[FootnoteReference, ...]:
    """The references that a template makes of the names in its arguments (`{{r|a|b}}`)."""
    return tuple(
        [
            child
            for argument in template.arguments
            for child in argument.children
            if child.__class__ is FootnoteReference and _is_name(child)
        ]
    )


def _is_name(reference: Node) -> bool:
    """Whether a reference is a name in the argument of a template: no other holds text."""
    return bool(reference.children) and reference.children[0].kind == "text"


def value_of(argument: TemplateArgument) -> tuple[Node, ...]:
    """The nodes of the value of an argument: those of a footnote, or of the name of one, where the
    template makes it of the argument.
    """
    return footnote_in(argument).children
