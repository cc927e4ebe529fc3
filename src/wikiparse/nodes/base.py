"""What all nodes have in common: kind, span, children, and being a value.

Nodes are frozen attrs classes. The methods that attrs would generate work by recursion (`==`,
`hash`, pickling); here they are loops, so that a deep tree needs no deep stack.
"""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self, TypeVar

import attrs

from wikiparse.source import Span

T = TypeVar("T", bound="Node")

_ABSENT: Any = object()

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from attrs import frozen as frozen  # noqa: PLC0414  # what type checkers know

    @frozen
    class _Spanned:
        _span: tuple[int, int] | None = attrs.field(default=None, kw_only=True, alias="span")

else:

    def frozen(cls: type) -> type:
        """The decorator of every node class: frozen and slotted; comparing and printing are
        inherited from `Node`.

        A node keeps the two ends of its span instead of a tuple, since a page has as many spans as
        nodes and the garbage collector would look at each; `span=` is what `__init__` and
        `attrs.evolve` take.
        """
        made = attrs.frozen(cls, eq=False, repr=False, weakref_slot=False)
        fill = made.__init__

        @wraps(fill)
        def fill_with_span(
            self: Node, *args: Any, span: tuple[int, int] | None = _ABSENT, **values: Any
        ) -> None:
            if span is not _ABSENT:
                values["span_start"], values["span_end"] = (-1, -1) if span is None else span
            fill(self, *args, **values)

        made.__init__ = fill_with_span
        return made

    class _Spanned:
        __slots__ = ()


# --- classes

_CLASSES: dict[str, type[Node]] = {}

_NO_VALUES = frozenset(("_start", "_end", "children", "_parsed"))
"""The fields that are not values of a node: where it is, and what is below it."""


class FieldNames(NamedTuple):
    """The names of a class's own fields: as attributes, and as parameters of `__init__`."""

    attributes: tuple[str, ...]
    parameters: tuple[str, ...]


_FIELD_NAMES: dict[type[Node], FieldNames] = {}

_COMPARED: dict[type[Node], tuple[str, ...]] = {}


def class_of(kind: str) -> type[Node]:
    """The node class of a kind. Raises KeyError for a kind that does not exist."""
    return _CLASSES[kind]


def fields_of(cls: type[Node]) -> FieldNames:
    """The names of a class's own fields, which are all but span and children."""
    if cls not in _FIELD_NAMES:
        own = [f for f in attrs.fields(cls) if f.init and f.name not in _NO_VALUES]
        _FIELD_NAMES[cls] = FieldNames(
            tuple([f.name for f in own]), tuple([f.alias or f.name for f in own])
        )
    return _FIELD_NAMES[cls]


def own_values(node: Node) -> tuple[Any, ...]:
    """The values of the own fields, in the order of `fields_of`."""
    return tuple([getattr(node, name) for name in fields_of(node.__class__).attributes])


def _compared_values(node: Node) -> tuple[Any, ...]:
    """The values in which two equal nodes of a class agree, children aside."""
    cls = node.__class__
    if cls not in _COMPARED:
        _COMPARED[cls] = tuple(
            [f.name for f in attrs.fields(cls) if f.init and f.eq and f.name not in _NO_VALUES]
        )
    return tuple([getattr(node, name) for name in _COMPARED[cls]])


@frozen
class Node(_Spanned):
    """A part of the document: a value that is never changed, only replaced (`attrs.evolve`).

    Two nodes are equal if they are of one class and hold the same values and equal children; their
    spans do not count.
    """

    if TYPE_CHECKING:
        _start: ClassVar[int]
        _end: ClassVar[int]
    else:
        # -1 for a node without a span. What reads a million spans reads these, not the property.
        _start: int = attrs.field(default=-1, kw_only=True, alias="span_start")
        _end: int = attrs.field(default=-1, kw_only=True, alias="span_end")

        @property
        def _span(self) -> tuple[int, int] | None:
            return None if self._start < 0 else (self._start, self._end)

    kind: ClassVar[str] = "node"
    """The class's name in snake case."""
    is_silent: ClassVar[bool] = False
    """Whether a reader sees no text of it: footnote references, categories, comments, templates."""
    is_block: ClassVar[bool] = False
    """Whether its text is on lines of its own."""

    if TYPE_CHECKING:

        @property
        def children(self) -> tuple[Node, ...]:
            """The nodes right below, in source order; `()` on a node that cannot hold others."""

    else:
        children = ()

    def __init_subclass__(cls) -> None:
        if cls.__name__.startswith("_"):
            return  # a class that makes nodes, not one of nodes (`unfrozen`)
        cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        # attrs makes a slotted class a second time, with the slots: the last one of a name counts.
        _CLASSES[cls.kind] = cls

    @property
    def span(self) -> Span | None:
        """Where the node is in `doc.source`: code points, half open.

        None on a node that the source does not hold.
        """
        return None if self._start < 0 else Span(self._start, self._end)

    @property
    def text(self) -> str:
        """The text a reader sees of it: no footnote references, no categories, no markup.

        A soft line break is a space.
        """
        return plain_text(self)

    def own_text(self) -> str | None:
        """The text that the node itself holds; None where its text is that of its children."""
        return None

    def walk(self) -> Iterator[Node]:
        """The node itself and all nodes below it, in pre-order, which is source order."""
        stack: list[Node] = [self]
        pop, extend = stack.pop, stack.extend
        while stack:
            node = pop()
            yield node
            if below := node.children:
                extend(below[::-1])

    def find_all(self, cls: type[T] | tuple[type[T], ...]) -> Iterator[T]:
        """The nodes of a class (or of several) among `walk()`, in source order."""
        return (node for node in self.walk() if isinstance(node, cls))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if other.__class__ is not self.__class__ or not isinstance(other, Node):
            return NotImplemented
        stack: list[tuple[Node, Node]] = [(self, other)]
        while stack:
            a, b = stack.pop()
            if a is b:
                continue
            if (
                a.__class__ is not b.__class__
                or len(a.children) != len(b.children)
                or _compared_values(a) != _compared_values(b)
            ):
                return False
            stack += zip(a.children, b.children, strict=True)
        return True

    def __hash__(self) -> int:
        return hash(
            tuple([(node.kind, len(node.children), _compared_values(node)) for node in self.walk()])
        )

    def __repr__(self) -> str:
        """The class, its values (long ones cut), how many children, and the span: never the whole
        tree.
        """
        parts = []
        for name, parameter in zip(*fields_of(self.__class__), strict=True):
            if not name.startswith("_"):
                shown = repr(getattr(self, name))
                parts.append(f"{parameter}={shown if len(shown) <= 60 else shown[:57] + '...'}")
        if self.children:
            parts.append(f"children=<{len(self.children)}>")
        if self._span is not None:
            parts.append(f"span={self._span[0]}:{self._span[1]}")
        return f"{self.__class__.__name__}({', '.join(parts)})"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self  # a value holds nothing that could be changed

    def __reduce__(self) -> tuple[Callable[..., Node], tuple[Any, ...]]:
        return build_tree, (flat_tree(self),)


@frozen
class Parent(Node):
    """A node that can hold others."""

    children: tuple[Node, ...]


def with_children(node: T, children: tuple[Node, ...], span: tuple[int, int] | None) -> T:
    """The same node with other children and another span."""
    return attrs.evolve(node, children=children, span=span)  # type: ignore[call-arg]  # T is a Parent


# --- pickling

Row = tuple[str, tuple[int, int] | None, int, tuple[Any, ...]]
"""A node in a pickle: kind, span, number of children, own values. Not a class of its own, which
would be written, and called, for each node."""


def post_order(node: Node) -> list[Node]:
    """The node and all below it, children before their parent."""
    order, stack = [], [node]
    while stack:
        top = stack.pop()
        order.append(top)
        stack += top.children
    order.reverse()
    return order


def flat_tree(node: Node) -> list[Row]:
    """A tree as rows in post-order."""
    return [(n.kind, n._span, len(n.children), own_values(n)) for n in post_order(node)]


def build_tree(rows: list[Row]) -> Node:
    """The tree of `flat_tree`'s rows."""
    done: list[Node] = []
    for kind, span, count, values in rows:
        cls = class_of(kind)
        arguments: dict[str, Any] = dict(zip(fields_of(cls).parameters, values, strict=True))
        if issubclass(cls, Parent):
            arguments["children"] = tuple(done[len(done) - count :])
            del done[len(done) - count :]
        done.append(cls(span=span, **arguments))
    return done[-1]


def edited_indices(order: list[Node]) -> tuple[int, ...]:
    """Which nodes in braces, of a page in post-order, were changed since the page was parsed: they
    have a span, but no longer the page's source.
    """
    return tuple(
        [
            index
            for index, node in enumerate(order)
            if getattr(node, "_source", "") is None and node._start >= 0
        ]
    )


def set_source(nodes: Iterable[Node], source: str) -> None:
    """Leave the page's source with its nodes in braces, as the parser does.

    Only for nodes that nobody else has seen yet.
    """
    for node in nodes:
        if node._start >= 0 and getattr(node, "_source", "") is None:
            object.__setattr__(node, "_source", source)


# --- text


def plain_text(
    node: Node, *, markers: bool = False, silent: Callable[[Node], str] | None = None
) -> str:
    """The text a reader sees of a node, that of neighboring blocks on lines of their own.

    With `markers`, the characters that a converter put after wikilinks are left where they are.
    `silent` may return a text for a node of which a reader sees none.
    """
    parts: list[str] = []
    # Nodes, markers, and line endings at the edges of blocks: of several line endings in a row
    # only the first is written.
    stack: list[Node | str] = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            if parts and not parts[-1].endswith(top):
                parts.append(top)
            continue
        if top.is_silent and top is not node:
            if silent is not None and (shown := silent(top)):
                parts.append(shown)
            continue
        if (own := top.own_text()) is not None:
            if own:
                parts.append(own.replace("\n", " ") if not top.is_block else own)
            continue
        if markers and (marker := getattr(top, "marker", "")):
            stack.append(marker)
        for child in top.children[::-1]:
            if child.is_block and not child.is_silent:
                stack += ("\n", child, "\n")
            else:
                stack.append(child)
    if parts and parts[-1] == "\n":
        parts.pop()
    return "".join(parts)
