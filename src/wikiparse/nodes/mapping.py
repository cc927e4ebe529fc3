"""A tree made of another one: each node kept, replaced or dropped in one walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs

from wikiparse.nodes.base import Node, Parent
from wikiparse.nodes.blocks import Heading, Section
from wikiparse.nodes.inlines import LanguageVariant
from wikiparse.nodes.join import join_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Mapped: TypeAlias = Node | Sequence[Node] | None


def mapped_children(root: Node, function: Callable[[Node], Mapped]) -> tuple[Node, ...]:
    """The children of a node with the result of a function instead of each node below it, children
    before their parent.
    """
    # For each node of a level that is still open: its children so far.
    done: list[list[Node]] = [[]]
    opened: list[Node] = [root]
    left: list[list[Node]] = [list(reversed(root.children))]
    while True:
        if left[-1]:
            node = left[-1].pop()
            if node.children:
                opened.append(node)
                left.append(list(reversed(node.children)))
                done.append([])
                continue
        else:
            left.pop()
            node, children = opened.pop(), done.pop()
            changed = not _same(children, node.children)
            if node is root:
                return tuple(join_texts(children)) if changed else root.children
            if changed:
                made = _rebuilt(node, children)
                if not isinstance(made, Node):
                    done[-1] += made
                    continue
                node = made
        done[-1] += _returned(function(node))


def _same(new: list[Node], old: tuple[Node, ...]) -> bool:
    return len(new) == len(old) and all(a is b for a, b in zip(new, old, strict=True))


def _rebuilt(node: Node, children: list[Node]) -> Node | list[Node]:
    """The node with other children; only these, of a section without its heading."""
    if isinstance(node, Section):
        if not children or not isinstance(children[0], Heading):
            return children
        if children[0].level != node.level:
            return attrs.evolve(node, children=tuple(children), level=children[0].level)
    assert isinstance(node, Parent | LanguageVariant)  # it has children
    if isinstance(node, LanguageVariant):
        # The texts of a rule are its children too.
        kept = {id(child): pair for child, pair in zip(node.children, node.variants, strict=False)}
        variants = tuple(
            [
                kept.get(id(c), (getattr(c, "tag", ""), "".join([n.text for n in c.children])))
                for c in children
            ]
        )
        return attrs.evolve(node, children=tuple(children), variants=variants)
    return attrs.evolve(node, children=tuple(join_texts(children)))


def _returned(new: Mapped) -> Sequence[Node]:
    if new is None:
        return ()
    if isinstance(new, Node):
        return (new,)
    if isinstance(new, (tuple, list)) and all(isinstance(node, Node) for node in new):
        return new
    message = f"the function returned a {type(new).__name__}, not a node, nodes, or None"
    raise TypeError(message)
