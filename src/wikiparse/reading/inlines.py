"""The text of inlines, with the positions of links and footnote references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wikiparse.nodes import inlines, links
from wikiparse.nodes.base import LINE_SPACE, in_one_line
from wikiparse.nodes.footnotes import own_definition
from wikiparse.nodes.inlines import Emphasis, HtmlElement, LineBreak, Strong, Template, Text
from wikiparse.nodes.links import ExternalLink, FootnoteReference, Image, Wikilink
from wikiparse.nodes.soft_breaks import without_soft_breaks
from wikiparse.reading.fragments import GLUE, NOWHERE, Fragments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wikiparse.nodes.base import Node, Parts, Texts
    from wikiparse.nodes.blocks import FootnoteDefinition
    from wikiparse.reading.options import TextOptions

    FindDefinition = Callable[[FootnoteReference], FootnoteDefinition | None]

LINKS: Final = frozenset((Wikilink, ExternalLink, links.Link))
SPANS: Final = frozenset((Emphasis, Strong, inlines.Strikethrough))
"""The classes whose text is that of their children, and nothing else."""

PLAIN: Final = LINKS | frozenset(
    (
        Text,
        FootnoteReference,
        Image,
        links.Category,
        inlines.Strong,
        inlines.Emphasis,
        inlines.Strikethrough,
        inlines.InlineCode,
        inlines.Math,
        inlines.Comment,
        inlines.HtmlTag,
        inlines.HtmlInline,
        inlines.Template,
        inlines.ParserFunction,
        inlines.TemplateParameter,
        inlines.MagicWord,
        inlines.LanguageVariant,
    )
)
"""The classes that neither are blocks nor break a line. A paragraph of these needs no second
look."""

INLINES: Final = PLAIN | {LineBreak, str}
"""The classes of inlines that are never blocks, and texts in place of a template."""
_NOTHING: Final = frozenset(
    (
        links.Category,
        inlines.Comment,
        inlines.HtmlInline,
        inlines.TemplateParameter,
        inlines.MagicWord,
    )
)
"""The classes of which a reader sees nothing."""

_EDGE: Final = object()
"""The edge of a block among inlines."""


class InlineWalk(Fragments):
    """Adds inlines to the fragments of a text."""

    has_edges: bool

    def __init__(
        self, options: TextOptions, texts: Texts | None, find_definition: FindDefinition | None
    ) -> None:
        super().__init__()
        self.options = options
        self.drops_footnotes = options.footnotes == "drop"
        self.nothing = _NOTHING if options.images == "caption" else _NOTHING | {Image}
        self.texts = texts
        self.find_definition = find_definition
        self.in_cell: bool = False
        self.block_start: int = 0
        self.noted: set[int] = set()  # footnotes whose text is written already
        self.numbers: dict[int, int] = {}

    def inline(self, children: Sequence[Any]) -> None:  # noqa: C901, PLR0912  # no calls in the loop
        """Add the text of some inlines."""
        fragments, sources = self.fragments, self.sources
        mentions, mention_firsts = self.mentions, self.mention_firsts
        text = Text
        for child in children:
            # Half of all inlines are texts, most others links of plain text: both without a call.
            # Not `child.__class__`, which takes twice as long.
            if (cls := type(child)) is text:
                if value := child.value:
                    if "\n" in value:
                        value = self.soft_text(value)
                    fragments.append(value)
                    sources.append(child._start)
            elif cls is Wikilink or cls is ExternalLink:
                below = child.children
                if len(below) == 1 and type(only := below[0]) is text:
                    value = only.value
                    mentions.append(child)
                    mention_firsts.append(len(fragments))
                    if "\n" in value:
                        value = self.soft_text(value)
                    fragments.append(value)
                    sources.append(only._start)
                else:
                    self.nested([child])
            elif cls is FootnoteReference:
                if self.drops_footnotes:
                    self.references.append(child)
                    self.reference_at.append(len(fragments))
                else:
                    self.reference(child)
            elif cls is Emphasis or cls is Strong:
                below = child.children
                if len(below) == 1 and type(only := below[0]) is text:
                    value = only.value
                    if "\n" in value:
                        value = self.soft_text(value)
                    fragments.append(value)
                    sources.append(only._start)
                else:
                    self.nested([child])
            elif cls is Template:
                # Most carry no text.
                if parts := self.parts_of(child):
                    stack: list[Any] = []
                    _push(stack, parts)
                    self.nested(stack)
            elif cls is str:
                self.add(child, NOWHERE)
            elif cls not in self.nothing:
                self.nested([_EDGE, child, _EDGE] if is_shown_block(child) else [child])

    def parts_of(self, node: Node) -> Parts:
        """The content that a reader sees in place of a template."""
        return node.shown_parts() if self.texts is None else self.texts.parts(node)

    def nested(self, stack: list[Any]) -> None:  # noqa: C901, PLR0912, PLR0915  # as above
        """Add the text of inlines with others in them, blocks among them on lines of their own.

        The stack has nodes, texts and edges; and for a link or block that ends there, where its
        end is kept.
        """
        fragments, sources = self.fragments, self.sources
        gap = " " if self.in_cell else "\n"
        pop = stack.pop
        while stack:
            node = pop()
            if (cls := type(node)) is Text:
                if value := node.value:
                    if "\n" in value:
                        value = self.soft_text(value)
                    fragments.append(value)
                    sources.append(node._start)
            elif cls in SPANS or (cls is HtmlElement and not node.is_block):
                below = node.children
                if INLINES.issuperset(map(type, below)):
                    stack += below[::-1]
                else:
                    _push(stack, below)
            elif (
                (cls is Wikilink or cls is ExternalLink)
                and len(below := node.children) == 1
                and type(only := below[0]) is Text
            ):
                value = only.value
                self.mentions.append(node)
                self.mention_firsts.append(len(fragments))
                if "\n" in value:
                    value = self.soft_text(value)
                fragments.append(value)
                sources.append(only._start)
            elif cls in LINKS:
                index = len(self.mentions)
                self.mentions.append(node)
                self.mention_firsts.append(len(fragments))
                self.mention_lasts[index] = 0
                stack.append((self.mention_lasts, index))
                _push(stack, node.children)
            elif cls is tuple:
                places, index = node
                places[index] = len(fragments)
            elif cls is str:
                self.add(node, NOWHERE)
            elif node is _EDGE or (cls is LineBreak and self.in_cell):
                self.edge(gap)
            elif node.is_silent:
                self._silent_inline(node, stack)
            elif (own := node.own_text()) is not None:
                if own:
                    own = own.rstrip("\n") if node.is_block else without_soft_breaks(own)
                    self.add(own, node._start)
            else:
                if node.is_block:
                    number = self.begin_node(node)
                    self.containers.append(number)
                    stack.append((self.lasts, number))
                _push(stack, node.children)

    def _silent_inline(self, node: Node, stack: list[Any]) -> None:
        if isinstance(node, FootnoteReference):
            self.reference(node)
        elif node.is_call:
            _push(stack, self.parts_of(node))
        elif node.is_separator:
            self.edge(" " if self.in_cell else "\n")
        elif type(node) is Image and self.options.images == "caption":
            stack += (_EDGE, *node.children[::-1], _EDGE)

    def edge(self, gap: str) -> None:
        """Begin a new line, unless one has just begun."""
        self.has_edges = True
        fragments = self.fragments
        # Back over white space to the last text: an edge after an edge adds no second line.
        for index in range(len(fragments) - 1, self.block_start - 1, -1):
            if self.sources[index] == GLUE:
                return
            if text := fragments[index].rstrip(LINE_SPACE):
                fragments[index] = text
                self.add(gap, GLUE)
                return
            fragments[index] = ""

    def reference(self, node: FootnoteReference) -> None:
        """Keep a footnote reference, and add its text by the options."""
        self.references.append(node)
        self.reference_at.append(len(self.fragments))
        how = self.options.footnotes
        if how == "drop":
            return
        find = self.find_definition
        definition = own_definition(node) if find is None else find(node)
        if how == "inline" and definition is not None and id(definition) not in self.noted:
            self.noted.add(id(definition))
            if text := in_one_line(definition.text):
                self.add(f" ({text})", NOWHERE)
                return
        key = id(node if definition is None else definition)
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        if how == "mark":
            self.add(f"[{node.label or number}]", NOWHERE)

    def cell(self, cell: Node) -> None:
        """The text of a cell or caption, in one line."""
        fragments, children = self.fragments, cell.children
        at, number = len(fragments), len(self.nodes)
        self.nodes.append(cell)
        self.firsts.append(at)
        self.lasts.append(at)
        if len(children) == 1 and type(only := children[0]) is Text:
            text = only.value
            # The fast path: of the white space that has no place in a cell, none is printable.
            is_plain = text.isprintable()
            text = text.strip(" ") if is_plain else in_one_line(without_soft_breaks(text))
            fragments.append(text)
            self.sources.append(only._start)
        elif children:
            self.block_start = at
            self.has_edges = False
            # The fast path: the edges of one paragraph in a cell are those of the cell.
            if (
                len(children) == 1
                and type(only := children[0]) is HtmlElement
                and only.is_block
                and INLINES.issuperset(map(type, only.children))
            ):
                below = self.begin_node(only)
                self.inline(only.children)
                self.lasts[below] = len(fragments)
            else:
                self.inline(children)
            if self.soft or self.has_edges:
                self.tidy(at)
            text = "".join(fragments[at:])
            if not text.isprintable():
                self.flatten(at)
            elif text[:1] == " " or text[-1:] == " ":
                self.strip(at)
        self.lasts[number] = len(fragments)


def _push(stack: list[Any], below: Sequence[Any]) -> None:
    """Put nodes and texts on the stack, blocks with their edges."""
    if INLINES.issuperset(map(type, below)):
        stack += below[::-1]
        return
    for child in below[::-1]:
        if is_shown_block(child):
            stack += (_EDGE, child, _EDGE)
        else:
            stack.append(child)


def is_shown_block(part: Any) -> bool:
    """Whether a node or text is a block that a reader sees."""
    return type(part) not in INLINES and part.is_block and not part.is_silent
