"""One walk over a tree: its blocks, set apart from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wikiparse.nodes import blocks
from wikiparse.nodes.base import LINE_SPACE
from wikiparse.nodes.blocks import Heading, List, ListItem, Paragraph, Section, Table
from wikiparse.nodes.inlines import LineBreak, Text
from wikiparse.nodes.links import FootnoteReference, Image
from wikiparse.nodes.page import Page
from wikiparse.reading.fragments import GLUE, NOWHERE
from wikiparse.reading.inlines import INLINES, PLAIN, InlineWalk, is_shown_block
from wikiparse.reading.tables import TableWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wikiparse.nodes.base import Node, Texts
    from wikiparse.reading.inlines import FindDefinition
    from wikiparse.reading.options import TextOptions

    Opened = tuple[Iterator[Any], "Item | None", int]
    """Nodes of which some are written, the open item, and the number of the node that they end."""


class Item:
    """An item of a list that is open: its marker is written before the first block in it that has
    text, and as many spaces before all others.
    """

    __slots__ = ("is_used", "marker", "parent", "rest")

    def __init__(self, marker: str, parent: Item | None, indentation: str) -> None:
        self.marker: str = marker
        self.parent: Item | None = parent
        self.rest: str = indentation + " " * len(marker)
        self.is_used: bool = False

    def prefix(self) -> str:
        """The beginning of the next line."""
        if self.is_used:
            return self.rest
        # The fast path: an item of a list that is in no other.
        if (above := self.parent) is None:
            return self.marker
        markers = [self.marker]
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

    def _walk(self, root: Node) -> None:  # noqa: C901, PLR0912, PLR0915  # no calls in the loop
        has_headings = self.options.headings
        # Nodes, or the children of a block that is none (a run of inlines); the open item; and the
        # number of the node that ends with them, if one does.
        # A stack instead of recursion: lists nest as deeply as a page wants.
        opened: list[Opened] = []
        nodes: Iterator[Any] = iter((root,))
        item: Item | None = None
        number = -1
        while True:
            for node in nodes:
                # Not `node.__class__`, which takes twice as long.
                cls = type(node)
                if cls is Paragraph or cls is Heading:
                    if cls is Heading and not has_headings:
                        continue
                    children = node.children
                    if PLAIN.issuperset(map(type, children)):
                        self._plain_leaf(node, children, item)
                        continue
                    if not _has_blocks(children):
                        self._leaf(node, children, item)
                        continue
                elif cls is tuple:
                    self._leaf(None, node, item)
                    continue
                else:
                    children = node.children
                inner = -1
                if cls is Section:
                    below: Sequence[Any] = _runs(children)
                    inner = self.begin_node(node)
                elif node.is_silent and not (node is root and children and not node.is_call):
                    if not (below := self._silent(node, item)):
                        continue
                elif cls is Table:
                    if self.options.tables != "drop":
                        self._table(node, item)
                    continue
                else:
                    if node.is_block and _has_blocks(children):
                        inner = self.begin_node(node)
                    elif not _has_blocks(children) and not isinstance(node, Page):
                        self._leaf(node, children, item)
                        continue
                    if cls is List:
                        if waiting := self._list(node, item):
                            opened.append((nodes, item, number))
                            opened.append((iter(()), None, inner))
                            opened += waiting[::-1]
                            nodes, number = iter(()), -1
                            break
                        self.end_node(inner)
                        continue
                    below = _runs(children)
                opened.append((nodes, item, number))
                nodes, number = iter(below), inner
                break
            else:
                if number >= 0:
                    self.end_node(number)
                if not opened:
                    return
                nodes, item, number = opened.pop()

    def _list(self, node: List, item: Item | None) -> list[Opened]:
        """Write the items of a list up to the first that is more than a paragraph; the others."""
        children, start = node.children, node.start
        has_markers = self.options.list_markers
        mark = "- " if has_markers else ""
        rest = "" if item is None else item.rest
        waiting: list[Opened] = []
        for index, child in enumerate(children):
            if start is not None and has_markers:
                mark = f"{start + index}. "
            inner = Item(mark, item, rest)
            below = child.children
            if (
                not waiting
                and len(below) == 1
                and type(only := below[0]) is Paragraph
                and type(child) is ListItem
                and PLAIN.issuperset(map(type, content := only.children))
            ):
                number = self.begin_node(child)
                self._plain_leaf(only, content, inner)
                self.end_node(number)
            else:
                waiting.append((iter((child,)), inner, -1))
        return waiting

    def _silent(self, node: Node, item: Item | None) -> Sequence[Any]:
        """A block of which a reader sees nothing, unless it is a template that carries text or an
        image with a caption; the blocks of a template.
        """
        if node.is_call:
            parts = self.parts_of(node)
            if _has_blocks(parts):
                return _runs(parts)
            if parts:
                self._leaf(None, parts, item)
        elif node.__class__ is Image or isinstance(node, FootnoteReference):
            self._leaf(None, (node,), item)
        return ()

    def _begin(self, item: Item | None) -> bool:
        """Set a block apart from the one before it; whether it is the first of an item."""
        fragments, sources = self.fragments, self.sources
        self.has_edges = False
        is_first = item is not None and not item.is_used
        if fragments:
            fragments.append("\n" if is_first and self.is_item_before else "\n\n")
            sources.append(GLUE)
        if item is not None and (prefix := item.prefix()):
            fragments.append(prefix)
            sources.append(GLUE)
        self.block_start = len(fragments)
        return is_first

    def _plain_leaf(self, node: Node, children: Sequence[Any], item: Item | None) -> None:
        """As `_leaf`, for a paragraph or heading whose content is `PLAIN`, as most are."""
        fragments, sources, nodes = self.fragments, self.sources, self.nodes
        base, number = len(fragments), len(nodes)
        is_first = False
        if item is not None:
            is_first = self._begin(item)
        elif fragments:
            fragments.append("\n\n")
            sources.append(GLUE)
        at = len(fragments)
        nodes.append(node)
        self.firsts.append(at)
        self.lasts.append(at)
        if (
            len(children) == 1
            and type(only := children[0]) is Text
            and "\n" not in (text := only.value)
        ):
            # Most headings and items are one text.
            fragments.append(text)
            sources.append(only._start)
        elif children:
            self.block_start = at
            self.has_edges = False
            self.inline(children)
            if self.soft or self.has_edges:
                self.tidy(at)
        stop = len(fragments)
        # Most have text, and no white space at its ends.
        if (
            stop == at
            or not (first := fragments[at])
            or not (last := fragments[-1])
            or first[0].isspace()
            or last[-1].isspace()
        ):
            self.strip(at)
            if not self.has_text(at):
                self.take_back(base, number)
                return
        self.lasts[number] = stop
        if item is None:
            self.is_item_before = False
        else:
            self._end_of_item(item, at, is_first=is_first)

    def _leaf(
        self,
        node: Node | None,
        children: Sequence[Any],
        item: Item | None,
    ) -> None:
        """A block of inlines, with its text cut at both ends; one without text is none."""
        fragments, nodes = self.fragments, self.nodes
        base, number = len(fragments), len(nodes)
        is_first = self._begin(item)
        at = self.block_start
        is_cut = False  # and has text
        is_block = node is not None and node.is_block
        if is_block:
            nodes.append(node)  # type: ignore[arg-type]  # it is not None
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
            is_inline = node is not None and not (is_block or node.is_silent)
            self.inline((node,) if is_inline else children)
            if self.soft or self.has_edges:
                self.tidy(at)
            if self.is_cut(at):
                is_cut = True
            elif not is_inline or self.has_edges:
                self.strip(at)
        if not (is_cut or self.has_text(at)):
            self.take_back(base, number)
            return
        if is_block:
            self.lasts[number] = len(fragments)
        if item is None:
            self.is_item_before = False
        else:
            self._end_of_item(item, at, is_first=is_first)

    def _end_of_item(self, item: Item, at: int, *, is_first: bool) -> None:
        """A block with text in an item has ended."""
        self.is_item_before = is_first
        if item.rest and "\n" in "".join(self.fragments[at:]):
            self._indent(at, item.rest)
        if item.parent is None:
            item.is_used = True
        else:
            item.use()

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
        is_first = self._begin(item)
        at = self.block_start
        self.begin_node(table)
        self.in_cell = True
        TableWriter(self).write(table)
        self.in_cell = False
        self.strip_end(at)
        if not self.has_text(at):
            self.take_back(base, number)
            return
        self.end_node(number)
        self.is_item_before = is_first
        if item is not None:
            if item.rest:
                self._indent(at, item.rest)
            item.use()


BLOCKS: Final = frozenset(
    cls
    for cls in vars(blocks).values()
    if isinstance(cls, type) and issubclass(cls, blocks.Block | blocks.BlockParent)
)
"""The classes that are always blocks. An element of HTML is one by its tag."""
_SHOWN: Final = frozenset(cls for cls in BLOCKS if not cls.is_silent)


def _has_blocks(parts: Sequence[Any]) -> bool:
    if not _SHOWN.isdisjoint(map(type, parts)):
        return True
    if INLINES.issuperset(map(type, parts)):
        return False
    return any(is_shown_block(part) for part in parts)


def _runs(parts: Sequence[Any]) -> Sequence[Any]:
    """The children of a block, those that are inlines in runs, each of which is a block of its own.

    Templates between blocks, with no other inline beside them, are one block each.
    """
    if BLOCKS.issuperset(map(type, parts)):
        return parts
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
