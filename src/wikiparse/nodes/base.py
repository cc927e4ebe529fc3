"""What all nodes have in common: kind, span, children, and being a value.

Nodes are frozen attrs classes. What the generated methods would do by recursion (`==`, `hash`,
pickling) is done here with loops, so that a deep tree needs no deep stack.
"""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

import attrs

from wikiparse.source import Span

T = TypeVar("T", bound="Node")

_CLASSES: dict[str, type[Node]] = {}

_FIELDS: dict[type[Node], tuple[tuple[str, ...], tuple[str, ...]]] = {}

_COMPARED: dict[type[Node], tuple[str, ...]] = {}

_APART = frozenset(("_start", "_end", "children", "_parsed"))
"""The fields that are no values of a node."""

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
        def __init__(
            self: Node, *args: Any, span: tuple[int, int] | None = _ABSENT, **values: Any
        ) -> None:
            if span is not _ABSENT:
                values["span_start"], values["span_end"] = (-1, -1) if span is None else span
            fill(self, *args, **values)

        made.__init__ = __init__
        return made

    class _Spanned:
        __slots__ = ()


def class_of(kind: str) -> type[Node]:
    """The node class of a kind. Raises KeyError for a kind that does not exist."""
    return _CLASSES[kind]


def fields_of(cls: type[Node]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a class's own fields (all but span and children), as attributes and as arguments
    of `__init__`.
    """
    if cls not in _FIELDS:
        own = [f for f in attrs.fields(cls) if f.init and f.name not in _APART]
        _FIELDS[cls] = tuple(f.name for f in own), tuple(f.alias or f.name for f in own)
    return _FIELDS[cls]


def own_values(node: Node) -> tuple[Any, ...]:
    """The values of the own fields, in the order of `fields_of`."""
    return tuple([getattr(node, name) for name in fields_of(node.__class__)[0]])


def _compared(node: Node) -> tuple[Any, ...]:
    """The values by which two nodes of a class are told apart, children aside."""
    cls = node.__class__
    if cls not in _COMPARED:
        _COMPARED[cls] = tuple(
            f.name for f in attrs.fields(cls) if f.init and f.eq and f.name not in _APART
        )
    return tuple([getattr(node, name) for name in _COMPARED[cls]])


@frozen
class Node(_Spanned):
    """A part of the document: a value that is never changed, only replaced (`attrs.evolve`).

    Two nodes are equal if they are of one class and hold the same values and equal children; where
    they stand does not count.
    """

    if TYPE_CHECKING:
        _start: ClassVar[int]
        _end: ClassVar[int]
    else:
        _start: int = attrs.field(default=-1, kw_only=True, alias="span_start")
        _end: int = attrs.field(default=-1, kw_only=True, alias="span_end")

        @property
        def _span(self) -> tuple[int, int] | None:
            return None if self._start < 0 else (self._start, self._end)

    kind: ClassVar[str] = "node"
    """The class's name in snake case."""
    is_silent: ClassVar[bool] = False
    """Whether a reader sees no words of it: marks, categories, comments, templates."""
    is_block: ClassVar[bool] = False
    """Whether its words are set apart from those of its neighbours."""

    if TYPE_CHECKING:

        @property
        def children(self) -> tuple[Node, ...]:
            """The nodes right below, in source order; `()` on a node that cannot hold others."""

    else:
        children = ()

    def __init_subclass__(cls) -> None:
        if cls.__name__.startswith("_"):
            return  # a node in the making (`quick`)
        cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        _CLASSES[cls.kind] = cls  # attrs makes a slotted class anew: the last one counts

    @property
    def span(self) -> Span | None:
        """Where the node stands: code points into `doc.source`, half open.

        None on a node that no source holds.
        """
        return None if self._start < 0 else Span(self._start, self._end)

    @property
    def text(self) -> str:
        """The words a reader sees of it: no note marks, no categories, no markup.

        A soft line break is a blank.
        """
        return plain_text(self)

    def words(self) -> str | None:
        """The node's own words, or None where the words are those of its children."""
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
                or _compared(a) != _compared(b)
            ):
                return False
            stack += zip(a.children, b.children, strict=True)
        return True

    def __hash__(self) -> int:
        return hash(
            tuple([(node.kind, len(node.children), _compared(node)) for node in self.walk()])
        )

    def __repr__(self) -> str:
        """The class, its values (long ones cut), how many children, and the span: never the whole
        tree.
        """
        parts = []
        for name, alias in zip(*fields_of(self.__class__), strict=True):
            if not name.startswith("_"):
                shown = repr(getattr(self, name))
                parts.append(f"{alias}={shown if len(shown) <= 60 else shown[:57] + '...'}")
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


Row = tuple[str, tuple[int, int] | None, int, tuple[Any, ...]]


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
    """A tree as rows of kind, span, number of children and own values; children stand before their
    parent.
    """
    return [(n.kind, n._span, len(n.children), own_values(n)) for n in post_order(node)]


def build_tree(rows: list[Row]) -> Node:
    """The tree of `flat_tree`'s rows."""
    done: list[Node] = []
    for kind, span, count, values in rows:
        cls = class_of(kind)
        arguments: dict[str, Any] = dict(zip(fields_of(cls)[1], values, strict=True))
        if issubclass(cls, Parent):
            arguments["children"] = tuple(done[len(done) - count :])
            del done[len(done) - count :]
        done.append(cls(span=span, **arguments))
    return done[-1]


def edited(order: list[Node]) -> tuple[int, ...]:
    """Which nodes of a page in post-order were changed since it was parsed: those of braces that no
    source stands behind.
    """
    return tuple(
        [
            index
            for index, node in enumerate(order)
            if getattr(node, "_source", "") is None and node._start >= 0
        ]
    )


def give_source(nodes: Iterable[Node], source: str) -> None:
    """Leave the page's source with its nodes of braces, as the parser does.

    Only for nodes that nobody else has seen yet.
    """
    for node in nodes:
        if node._start >= 0 and getattr(node, "_source", "") is None:
            object.__setattr__(node, "_source", source)


@frozen
class Parent(Node):
    """A node that can hold others."""

    children: tuple[Node, ...]


def with_children(node: T, children: tuple[Node, ...], span: tuple[int, int] | None) -> T:
    """The same node with other children and another span."""
    return attrs.evolve(node, children=children, span=span)  # type: ignore[call-arg]  # T is a Parent


def plain_text(
    node: Node, *, markers: bool = False, silent: Callable[[Node], str] | None = None
) -> str:
    """The words a reader sees of a node, those of neighbouring blocks on lines of their own.

    With `markers`, the signs that a converter put behind wikilinks are left where they are.
    `silent` may give words for a node that a reader sees none of.
    """
    parts: list[str] = []
    stack: list[Node | str] = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            if parts and not parts[-1].endswith(top):
                parts.append(top)
            continue
        if top.is_silent and top is not node:
            if silent is not None and (given := silent(top)):
                parts.append(given)
            continue
        if (words := top.words()) is not None:
            if words:
                parts.append(words.replace("\n", " ") if not top.is_block else words)
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
