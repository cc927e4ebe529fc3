"""One walk over a tree: its blocks, set apart from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wikiparse.nodes import blocks
from wikiparse.nodes.base import LINE_SPACE
from wikiparse.nodes.blocks import Heading, List, Paragraph, Section, Table
from wikiparse.nodes.inlines import LineBreak
from wikiparse.nodes.links import FootnoteReference, Image
from wikiparse.nodes.page import Page
from wikiparse.reading.fragments import GLUE, NOWHERE
from wikiparse.reading.inlines import PLAIN, InlineWalk, is_shown_block
from wikiparse.reading.tables import TableWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.base import Node, Texts
    from wikiparse.reading.inlines import FindDefinition
    from wikiparse.reading.options import TextOptions


class Item:
    """An item of a list that is open: its marker is written before the first block in it that has
    text, and as many spaces before all others.
    """

    __slots__ = ("is_used", "marker", "parent", "rest")

    def __init__(self, marker: str, parent: Item | None) -> None:
        self.marker: str = marker
        self.parent: Item | None = parent
        self.rest: str = ("" if parent is None else parent.rest) + " " * len(marker)
        self.is_used: bool = False

    def prefix(self) -> str:
        """The beginning of the next line."""
        if self.is_used:
            return self.rest
        markers = [self.marker]
        above = self.parent
        while above is not None and not above.is_used:
            markers.append(above.marker)
            above = above.parent
        return ("" if above is None else above.rest) + "".join(markers[::-1])

    def use(self) -> None:
        """A block with text is written: the marker is used, and those of the items above."""
        item: Item | None = self
        while item is not None and not item.is_used:
            item.is_used = True
            item = item.parent


class Walk(InlineWalk):
    """Walks over a tree once; the result is in the fields of `Fragments`."""

    block_start: int
    in_cell: bool

    def __init__(
        self,
        root: Node,
        options: TextOptions,
        texts: Texts | None = None,
        find_definition: FindDefinition | None = None,
    ) -> None:
        super().__init__(options, texts, find_definition)
        self.is_item_before: bool = False
        self._walk(root)
        if not self.fragments and root.__class__ is blocks.FootnoteDefinition and root.text:
            self._leaf(None, (root.text,), None)

    def _walk(self, root: Node) -> None:
        has_headings, has_markers = self.options.headings, self.options.list_markers
        # A node, or the children of a block that is none (a run of inlines), and the open item; or
        # the index of a node that ends.
        # A stack instead of recursion: lists nest as deeply as a page wants.
        stack: list[tuple[Any, Item | None]] = [(root, None)]
        pop, push = stack.pop, stack.append
        nodes, firsts, lasts, fragments = self.nodes, self.firsts, self.lasts, self.fragments
        while stack:
            node, item = pop()
            cls = node.__class__
            if cls is int:
                lasts[node] = len(fragments)
                continue
            if cls is tuple:
                self._leaf(None, node, item)
                continue
            children = node.children
            if cls is Paragraph or cls is Heading:
                if cls is Paragraph or has_headings:
                    if PLAIN.issuperset(map(type, children)) or not _has_blocks(children):
                        self._leaf(node, children, item)
                        continue
                else:
                    continue
            if node.is_silent and not (node is root and children and not node.is_call):
                self._silent(node, item, stack)
                continue
            if cls is Table:
                if self.options.tables != "drop":
                    self._table(node, item)
                continue
            if cls is Section or (node.is_block and _has_blocks(children)):
                push((len(nodes), None))
                nodes.append(node)
                firsts.append(len(fragments))
                lasts.append(0)
            elif not _has_blocks(children) and not isinstance(node, Page):
                self._leaf(node, children, item)
                continue
            if cls is List:
                start, mark = node.start, "- " if has_markers else ""
                for index in range(len(children) - 1, -1, -1):
                    if start is not None and has_markers:
                        mark = f"{start + index}. "
                    push((children[index], Item(mark, item)))
            else:
                stack += [(part, item) for part in _runs(children)[::-1]]

    def _silent(self, node: Node, item: Item | None, stack: list[tuple[Any, Item | None]]) -> None:
        """A block of which a reader sees nothing, unless it is a template that carries text or an
        image with a caption.
        """
        if node.is_call:
            parts = self.parts_of(node)
            if _has_blocks(parts):
                stack += [(part, item) for part in _runs(parts)[::-1]]
            elif parts:
                self._leaf(None, parts, item)
        elif node.__class__ is Image or isinstance(node, FootnoteReference):
            self._leaf(None, (node,), item)

    def _begin(self, item: Item | None) -> bool:
        """Set a block apart from the one before it; whether it is the first of an item."""
        fragments, sources = self.fragments, self.sources
        is_first = item is not None and not item.is_used
        if fragments:
            fragments.append("\n" if is_first and self.is_item_before else "\n\n")
            sources.append(GLUE)
        if item is not None and (prefix := item.prefix()):
            fragments.append(prefix)
            sources.append(GLUE)
        self.block_start = len(fragments)
        self.has_edges = False
        return is_first

    def _leaf(self, node: Node | None, children: Sequence[Any], item: Item | None) -> None:
        """A block of inlines, with its text cut at both ends; one without text is none."""
        fragments = self.fragments
        base, number = len(fragments), len(self.nodes)
        mentions, references = len(self.mentions), len(self.references)
        is_first = self._begin(item)
        at = self.block_start
        if node is not None and node.is_block:
            self.nodes.append(node)
            self.firsts.append(at)
            self.lasts.append(at)
        if not children and node is not None:
            own = node.own_text()
            if own:
                is_code = node.__class__ is blocks.CodeBlock
                self.add(own.rstrip("\n") if is_code else own.strip(LINE_SPACE), node._start)
        elif LineBreak in map(type, children):
            self._lines(children)
        else:
            # Of an inline that is asked for, itself: it may be a link.
            is_inline = node is not None and not (node.is_block or node.is_silent)
            self.inline((node,) if is_inline else children)
            if self.soft or self.has_edges:
                self.tidy(at)
            if not is_inline or self.has_edges:
                self.strip(at)
        for index in range(at, len(fragments)):
            if (fragment := fragments[index]) and not fragment.isspace():
                break
        else:
            self.take_back(base, number, mentions, references)
            return
        if number < len(self.nodes) and self.nodes[number] is node:
            self.lasts[number] = len(fragments)
        if item is not None:
            self.is_item_before = is_first
            if item.rest:
                self._indent(at, item.rest)
            item.use()
        else:
            self.is_item_before = False

    def _indent(self, at: int, rest: str) -> None:
        fragments = self.fragments
        for index in range(at, len(fragments)):
            if "\n" in fragments[index]:
                fragments[index] = fragments[index].replace("\n", "\n" + rest)

    def _lines(self, children: Sequence[Any]) -> None:
        """The text of a block with hard line breaks: lines without space at their ends."""
        start = len(self.fragments)
        for child in children:
            if child.__class__ is LineBreak:
                self.tidy(start)
                self.strip(start)
                self.add("\n", NOWHERE)
                start = len(self.fragments)
            else:
                self.inline((child,))
        self.tidy(start)
        self.strip(start)
        self.strip(self.block_start)

    def _table(self, table: Table, item: Item | None) -> None:
        base, number = len(self.fragments), len(self.nodes)
        mentions, references = len(self.mentions), len(self.references)
        is_first = self._begin(item)
        at = self.block_start
        self.begin_node(table)
        self.in_cell = True
        TableWriter(self).write(table)
        self.in_cell = False
        self.strip_end(at)
        if not any(fragment and not fragment.isspace() for fragment in self.fragments[at:]):
            self.take_back(base, number, mentions, references)
            return
        self.lasts[number] = len(self.fragments)
        self.is_item_before = is_first
        if item is not None:
            if item.rest:
                self._indent(at, item.rest)
            item.use()


def _has_blocks(parts: Sequence[Any]) -> bool:
    return any(is_shown_block(part) for part in parts)


def _runs(parts: Sequence[Any]) -> list[Any]:
    """The children of a block, those that are inlines in runs, each of which is a block of its own.

    Templates between blocks, with no other inline beside them, are one block each.
    """
    out: list[Any] = []
    run: list[Any] = []
    for part in (*parts, None):
        if part is not None and (part.__class__ is str or not part.is_block):
            run.append(part)
            continue
        if run:
            if all(child.__class__ is not str and child.is_silent for child in run):
                out += run
            else:
                out.append(tuple(run))
            run = []
        if part is not None:
            out.append(part)
    return out
