"""The tree for people: one line for each node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.base import fields_of
from wikiparse.nodes.links import ExternalLink, Wikilink
from wikiparse.nodes.page import Page

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node

WIDTH = 60
"""Characters of a value that are shown."""
DERIVED: dict[type[Node], tuple[str, ...]] = {
    Wikilink: ("title", "fragment", "namespace", "interwiki", "label", "trail"),
    ExternalLink: ("archived",),
}
"""Properties that follow from a node's values and are worth a look."""


def render_tree(root: Node, *, spans: bool = True) -> str:
    """Lines of kind, span, and the values that are not empty, children indented by two spaces."""
    lines: list[str] = []
    stack: list[tuple[Node, int]] = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        span = f" {node._span[0]}:{node._span[1]}" if spans and node._span is not None else ""
        lines.append(f"{'  ' * depth}{node.kind}{span}{_values(node)}")
        stack += [(child, depth + 1) for child in reversed(node.children)]
    return "\n".join(lines) + "\n"


def _values(node: Node) -> str:
    """The values of a node in its line."""
    return "".join([f" {name}={_short(value)}" for name, value in shown_values(node)])


def shown_values(node: Node) -> list[tuple[str, object]]:
    """Names and values of a node that are worth a look, in the order of its fields, defaults left
    out.
    """
    if isinstance(node, Page):
        shown: list[tuple[str, object]] = [
            ("title", node.title),
            ("lang", node.lang),
            ("dialect", node.dialect),
        ]
    else:
        names = [name for name in fields_of(node.__class__).attributes if not name.startswith("_")]
        names += DERIVED.get(node.__class__, ())
        shown = [(name, getattr(node, name)) for name in names]
    return [(name, value) for name, value in shown if _says_something(node, name, value)]


def _says_something(node: Node, name: str, value: object) -> bool:
    """Whether a value is shown: it is not empty, or its being empty is the point of the node."""
    if name in ("value", "identifier") or (name == "title" and isinstance(node, Wikilink)):
        return True
    if name in ("rowspan", "colspan"):
        return value != 1
    if name == "is_tight":
        return value is False
    if value is False:
        return name == "checked"  # an open task; None is no task at all
    return value not in (None, "", ())


def _short(value: object) -> str:
    """A value in one line. Characters that a terminal would obey are escaped."""
    shown = repr(value)
    return shown if len(shown) <= WIDTH else shown[: WIDTH - 1] + "…"
