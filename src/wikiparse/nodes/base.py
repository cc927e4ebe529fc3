"""The properties of all nodes: kind, span, children, and being a value.

Nodes are frozen attrs classes. The methods that attrs would generate work by recursion (`==`,
`hash`, pickling); here they are loops, so that a deep tree needs no deep stack.
"""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Protocol, Self, TypeVar

import attrs

from wikiparse.nodes.soft_breaks import without_soft_breaks
from wikiparse.source import Span
from wikiparse.suggest import suggests_keywords

T = TypeVar("T", bound="Node")

Parts = tuple["str | Node", ...]
"""The content shown in place of a node: texts, and nodes whose text is shown."""

_ABSENT: Any = object()

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from attrs import frozen as frozen  # noqa: PLC0414  # known to type checkers

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
        # `eq=False`: attrs would compare and hash by recursion. No slot for weak references: eight
        # bytes of each node that nobody needs.
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

# Facts that the loops over a tree ask of each node, by its class: to look in a table is a third of
# the cost of asking the node.
_KINDS: dict[type, str] = {str: "str"}
_SILENT: set[type] = set()
_CALLS: set[type] = set()
_HOLDERS: set[type] = set()
"""The classes without a text of their own."""
_IN_LINES: set[type] = {str}
"""Texts, and the classes that are never blocks, hard line breaks aside."""

_NO_VALUES = frozenset(("_start", "_end", "children", "_parsed"))
"""The fields that are not values of a node: where it is, and the nodes below it."""


class Texts(Protocol):
    """A registry that knows the text of templates."""

    def parts(self, node: Node) -> Parts:
        """The content that a reader sees in place of a silent node."""


class ReadText(Protocol):
    """The text of a node with the offsets of its parts (`wikiparse.PlainText`), which is above the
    nodes and unknown to them.
    """

    @property
    def text(self) -> str:
        """The text."""

    @property
    def mentions(self) -> tuple[Any, ...]:
        """The links, with `start`, `end` and `link`."""

    @property
    def footnote_references(self) -> tuple[Any, ...]:
        """The footnote references, with `offset` and `reference`."""

    @property
    def sections(self) -> tuple[Any, ...]:
        """The sections, with `start`, `end` and `node`."""

    @property
    def blocks(self) -> tuple[Any, ...]:
        """The blocks, with `start`, `end` and `node`."""

    def to_source(self, offset: int) -> int:
        """The offset in the source of a character of the text."""

    def from_source(self, offset: int) -> int:
        """The offset in the text of a character of the source."""


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

    >>> strong = next(wikiparse.parse("Some **bold** text.").find_all(wikiparse.Strong))
    >>> strong.kind, strong.span, strong.text
    ('strong', 5:13, 'bold')
    >>> [node.kind for node in strong.walk()]
    ['strong', 'text']
    """

    if TYPE_CHECKING:
        _start: ClassVar[int]
        _end: ClassVar[int]
    else:
        # -1 for a node without a span. Code that reads a million spans reads these, not the
        # property.
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
    is_separator: ClassVar[bool] = False
    """Whether the texts before and after it are on lines of their own: the tag of a block."""
    _in_repr: ClassVar[tuple[str, ...]] = ()
    """The attributes that `repr` shows; () if they are the fields."""
    is_call: ClassVar[bool] = False
    """Whether its text comes from elsewhere: a template, or a parser function."""

    if TYPE_CHECKING:

        @property
        def children(self) -> tuple[Node, ...]:
            """The nodes right below, in source order; `()` on a node that cannot hold others."""

        reader: ClassVar[Callable[..., ReadText]]
        """The function that answers `plain_text()`; `wikiparse.document` puts it here, since what
        reads a tree is above the nodes and unknown to them."""
        html_writer: ClassVar[Callable[..., str]]
        """The function that answers `_repr_html_()`, likewise."""

    else:
        children = ()
        """The nodes right below, in source order; `()` on a node that cannot hold others."""

    def __init_subclass__(cls) -> None:
        # One with an underscore makes nodes, and is not one of nodes (`unfrozen`).
        if not cls.__name__.startswith("_"):
            # An underscore before each capital letter but the first: `FootnoteReference`,
            # `footnote_reference`.
            cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
            # attrs makes a slotted class a second time, with the slots: the last one of a name
            # counts.
            _CLASSES[cls.kind] = cls
        _KINDS[cls] = cls.kind
        if cls.is_silent:
            _SILENT.add(cls)
        if cls.is_call:
            _CALLS.add(cls)
        if cls.own_text is Node.own_text:
            _HOLDERS.add(cls)
        # That of an element is a property: it depends on the tag.
        if cls.is_block is False and cls.kind != "line_break":
            _IN_LINES.add(cls)

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

    @suggests_keywords
    def plain_text(
        self,
        *,
        footnotes: Literal["drop", "mark", "inline"] = "drop",
        tables: Literal["cells", "tsv", "markdown", "drop"] = "cells",
        images: Literal["drop", "caption"] = "drop",
        headings: bool = True,
        list_markers: bool = True,
        templates: Mapping[str, Any] | None = None,
    ) -> ReadText:
        """The text of the node, laid out as in `to_text()`, with the offsets of its links,
        footnote references, sections and blocks.

        `footnotes` says what is written of a footnote reference: nothing, its number, or the text
        of the footnote where it is first referenced. `tables`: the cells of each row as it has
        them, all cells of the rectangle ("tsv"), a table of Markdown, or nothing. `images`:
        nothing, or the caption. `templates` has functions from a template to its text, by name.
        Raises ValueError for a value that an option does not have.
        """
        options = (footnotes, tables, images, headings, list_markers)
        return Node.reader(self, options, templates)

    def own_text(self) -> str | None:
        """The text that the node itself holds; None where its text is that of its children."""
        return None

    def shown_parts(self) -> Parts:
        """The content that a reader sees in place of a silent node: nothing, but for templates that
        carry text.
        """
        return ()

    def walk(self) -> Iterator[Node]:
        """The node itself and all nodes below it, in pre-order, which is source order."""
        stack: list[Node] = [self]
        pop, extend = stack.pop, stack.extend
        while stack:
            node = pop()
            yield node
            if below := node.children:
                # The last child lies deepest: the first is taken next.
                extend(below[::-1])

    def find_all(self, cls: type[T] | tuple[type[T], ...]) -> Iterator[T]:
        """The nodes of a class (or of several) among `walk()`, in source order."""
        return (node for node in self.walk() if isinstance(node, cls))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        # A subclass is not equal: it may hold more.
        if other.__class__ is not self.__class__ or not isinstance(other, Node):
            return NotImplemented
        stack: list[tuple[Node, Node]] = [(self, other)]
        while stack:
            a, b = stack.pop()
            # Edited trees share most of their nodes with the page they came from: those are not
            # compared again.
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
            # Pre-order with the numbers of children says the whole tree: no hash of a hash, and no
            # recursion.
            tuple([(node.kind, len(node.children), _compared_values(node)) for node in self.walk()])
        )

    def __repr__(self) -> str:
        """The class, its values that are not defaults, the beginning of its text, how many children
        it has, and the span: in one line, and never the whole tree.
        """
        from wikiparse.nodes.summary import summary  # noqa: PLC0415  # for people, and not for jobs

        if self._in_repr:
            return summary(self, [(name, name) for name in self._in_repr], has_defaults=False)
        names = zip(*fields_of(self.__class__), strict=True)
        return summary(self, [pair for pair in names if not pair[0].startswith("_")])

    def _repr_html_(self) -> str:
        """The node in a notebook: its kind, its values, its span, and an excerpt, as safe HTML."""
        return Node.html_writer(self)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self  # a value holds nothing that could be changed

    def __reduce__(self) -> tuple[Callable[..., Node], tuple[Any, ...]]:
        return build_tree, (flat_tree(self),)


@frozen
class Parent(Node):
    r"""A node that can hold others.

    >>> [child.kind for child in wikiparse.parse("# A\n\nText.").sections[0].children]
    ['heading', 'paragraph']
    """

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
            # In post-order the children of a node are the last that were made.
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

LINE_SPACE = " \t\n\xa0"
"""White space that is cut at the ends of the lines of a text: U+00A0 is layout there, U+3000 is
content."""

CELL_KINDS = frozenset(("table_cell", "table_caption"))
"""Nodes that are written in one line, so that the rows of a table are lines."""

_LINE_ENDINGS = "\t\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"
CELL_SPACE = re.compile(f"[{_LINE_ENDINGS}][ {_LINE_ENDINGS}]*+")
"""White space that cannot be in a cell: whatever may end a line or separate columns."""


def in_one_line(text: str) -> str:
    """The text of a cell: line endings and tabs are spaces, and there is none at its ends."""
    return CELL_SPACE.sub(" ", text).strip(LINE_SPACE)


def with_single_spaces(text: str) -> str:
    """A text with one space in place of each run of white space, and none at its ends."""
    # The fast path: of white space, the space alone is printable.
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    return " ".join(text.split())


_EDGE, _HARD = object(), object()
"""Marks between nodes: the edge of a block, and a hard line break."""


_AROUND_TEXT = frozenset(("wikilink", "external_link", "emphasis", "strong"))
"""Kinds of nodes that have the text of their children and no more."""


def plain_text(node: Node, *, markers: bool = False, texts: Texts | None = None) -> str:
    """The text a reader sees of a node, that of neighboring blocks on lines of their own.

    A hard line break in a block is a line ending, in an inline or a cell a space. With `markers`,
    the characters that a converter put after wikilinks are left where they are. `texts` knows the
    text of templates, in place of what the page has.
    """
    children = node.children
    # The fast path: `_text_of` would find the same. By kind, since `Text` is defined above this
    # module.
    if len(children) == 1:
        only = children[0]
        kind = _KINDS[type(only)]
        # As the value of an argument often is one link.
        if kind in _AROUND_TEXT and len(only.children) == 1 and not markers:
            only = only.children[0]
            kind = _KINDS[type(only)]
        if kind == "text":
            text: str = only.value  # type: ignore[attr-defined]  # as most links have it
            if "\n" in text:
                text = without_soft_breaks(text)
            if type(node) in _IN_LINES or not node.is_block:
                return text
            return in_one_line(text) if node.kind in CELL_KINDS else text.strip(LINE_SPACE)
    return _text_of(footnote_in(node), markers=markers, texts=texts)


def has_text(node: Node) -> bool:
    """Whether a reader sees any text of a node: as `plain_text(node).strip()`, but no further than
    to the first character that is no white space, so that asking each of some nodes within each
    other takes no square of their depth.
    """
    node = footnote_in(node)
    stack: list[Any] = [node]
    while stack:
        top = stack.pop()
        cls = type(top)
        if cls is str:
            text = top
        elif cls in _SILENT and (top is not node or cls in _CALLS):
            stack += top.shown_parts()[::-1]
            continue
        elif (text := top.own_text()) is None:
            stack += top.children[::-1]
            continue
        if text.strip():
            return True
    return False


def _text_of(  # noqa: C901, PLR0912  # one loop over all kinds of nodes
    node: Node, *, markers: bool, texts: Texts | None
) -> str:
    lines: list[str] = []
    line: list[str] = []
    is_cell = node.kind in CELL_KINDS
    is_line = is_cell and not any(child.is_block and not child.is_silent for child in node.children)
    is_block = node.is_block and node.own_text() is None
    kind_of = _KINDS.get
    stack: list[Any] = [node]
    while stack:
        top = stack.pop()
        cls = type(top)
        # Half of all nodes are texts.
        if (kind := kind_of(cls)) == "text":
            own = top.value
            line.append(own if type(own) is str else without_soft_breaks(own))
        elif kind == "str":
            line.append(top)
        elif top is _EDGE or top is _HARD:
            # Blank lines between blocks are left out, those between two hard line breaks are not.
            text = without_soft_breaks("".join(line)).strip(LINE_SPACE)
            if top is _HARD or text:
                lines.append(text)
            line = []
        elif is_line and kind == "line_break":
            stack.append(_EDGE)  # one space, also where there is white space around it
        # A silent node that is asked itself has the text of its children: the caption of an image.
        elif cls in _SILENT and (top is not node or cls in _CALLS):
            if top.is_separator:
                stack.append(_EDGE)
            elif cls in _CALLS:
                _push(stack, top.shown_parts() if texts is None else texts.parts(top))
        elif cls in _HOLDERS or (own := top.own_text()) is None:
            if markers and (marker := getattr(top, "marker", "")):
                stack.append(marker)
            below = top.children
            if (
                len(below) == 1
                and kind_of(type(below[0])) == "text"
                and (cls in _IN_LINES or not top.is_block)
            ):
                # As most links have it: no way over the stack.
                own = below[0].value
                line.append(own if type(own) is str else without_soft_breaks(own))
            elif kind in ("document", "section"):
                _push_blocks(stack, below)
            else:
                breaks = top.is_block and (is_line or not (is_cell or kind in CELL_KINDS))
                _push(stack, below, breaks_lines=breaks)
        elif top.is_block and top is not node:
            lines.append(own.removesuffix("\n"))
        else:
            line.append(own if type(own) is str else without_soft_breaks(own))
    text = "".join(line)
    if node.is_block and not is_block:
        return text  # code, with its line endings
    text = without_soft_breaks(text)
    if is_line:
        parts = (*lines, text.strip(LINE_SPACE))
        return in_one_line(" ".join([part for part in parts if part]))
    if lines or is_block:
        return "\n".join([*lines, text.strip(LINE_SPACE)]).strip("\n")
    return text


LIST_ARGUMENTS = frozenset(("refs", "references", "références", "referencias"))
"""Names of the argument in which a template for the list of footnotes has their definitions."""

_SHOWN_WHEN_ASKED = frozenset(("footnote_definition", "footnote_reference"))


def footnote_in(node: Node) -> Node:
    """The footnote that is the value of an argument, or the reference whose name is: a reader sees
    neither, but who asks the argument asks for its value. Of any other node itself.
    """
    if _KINDS[type(node)] != "template_argument" or len(node.children) != 1:
        return node
    only = node.children[0]
    if _KINDS[type(only)] not in _SHOWN_WHEN_ASKED or not only.children:
        return node
    if only.kind == "footnote_reference":
        # The name of one is a text; a `<ref>` holds its definition.
        return only if only.children[0].kind == "text" else node
    first = only.children[0]._start
    # One of a `<ref>` begins with the tag; that of nodes made by hand is told by the argument.
    is_value = first == only._start or (first < 0 and node.name.lower() not in LIST_ARGUMENTS)  # type: ignore[attr-defined]
    return only if is_value else node


def _push(stack: list[Any], below: tuple[Any, ...], *, breaks_lines: bool = False) -> None:
    """Put nodes and texts on the stack, blocks with their edges; with `breaks_lines` a hard line
    break ends the line.
    """
    # Most have no block among them.
    if _IN_LINES.issuperset(map(type, below)):
        stack += below[::-1]
        return
    for child in below[::-1]:
        if type(child) in _IN_LINES or not (child.is_block or child.kind == "line_break"):
            stack.append(child)
        elif child.is_block and not child.is_silent:
            stack += (_EDGE, child, _EDGE)
        else:
            stack.append(_HARD if breaks_lines and not child.is_block else child)


def _push_blocks(stack: list[Any], below: tuple[Any, ...]) -> None:
    """Put the children of a page or section on the stack: templates between blocks are blocks."""
    for child in below[::-1]:
        if type(child) in _CALLS or child.is_block:
            stack += (_EDGE, child, _EDGE)
        else:
            stack.append(child)


def values_of_calls(root: Node, *, names: bool = False) -> str:
    """The values of the arguments of the templates in a node that has no other text, in order.

    An argument without text has those of the templates in it. With `names`, a template without
    arguments has its name, and an image its own.
    """
    out: list[str] = []
    stack: list[Any] = list(root.children[::-1])
    while stack:
        node = stack.pop()
        if node.kind == "template_argument" and (text := in_one_line(plain_text(node))):
            out.append(text)
        elif node.kind == "footnote_reference" or getattr(node, "is_markup", False):
            continue
        elif names and not node.children and node.kind in ("image", "template"):
            out.append(node.name)
        else:
            if names and node.kind == "image":
                out.append(in_one_line(plain_text(node)) or node.name)
                continue
            stack += node.children[::-1]
    return ", ".join(out)
