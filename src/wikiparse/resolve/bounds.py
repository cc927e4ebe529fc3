"""Source beyond a limit, once the nodes are there: it becomes text.

A scan knows how deep it is, and caps the nodes that it makes. But pairs are made last, around nodes
that were scanned before, and headings make sections around blocks: only the tree knows how deep all
of that is together. So a page that may be too deep is walked once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from wikiparse.nodes.base import post_order, with_children
from wikiparse.nodes.blocks import (
    DescriptionDetails,
    DescriptionTerm,
    FootnoteDefinition,
    Gallery,
    Heading,
    ListItem,
    Section,
    TableCaption,
    TableCell,
    TableRow,
)
from wikiparse.nodes.inlines import TemplateArgument
from wikiparse.nodes.join import join_texts
from wikiparse.nodes.make import make_paragraph, make_text
from wikiparse.source import trim

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.limits import Limits, Usage
    from wikiparse.nodes.base import Node

    Report = Callable[[str, tuple[int, int]], None]
    """Takes the code and the span of a diagnostic."""


class Page(NamedTuple):
    """A page that is being parsed: its text with line feeds alone, its limits, their usage so far,
    and where trouble is reported.
    """

    text: str
    limits: Limits
    usage: Usage
    report: Report


class HasStart(Protocol):
    """A draft of a block."""

    start: int


D = TypeVar("D", bound=HasStart)

# A list item becomes text only together with its list.
PARTS = (
    DescriptionDetails,
    DescriptionTerm,
    FootnoteDefinition,
    Heading,
    ListItem,
    TableCaption,
    TableCell,
    TableRow,
    TemplateArgument,
)
"""Nodes that occur only in the node that they are a part of: no text can replace one of them."""

NODES_PER_CHARACTER = 4
"""At most as many nodes come of a character; and some of an empty page. Tests hold the parser to
it."""

# With the carriage return: the source is not normalized yet where a page is cut by size.
WHITE_SPACE = " \t\r\n"

# --- depth


class _TooDeep(NamedTuple):
    """A node that becomes text, and whether the text may be in a paragraph."""

    node: Node
    may_hold: bool


def within_depth(page: Page, nodes: list[Node]) -> list[Node]:
    """The nodes with text in place of those that have more than `max_depth` levels of nodes above
    their children.
    """
    max_depth = page.limits.max_depth
    # `Usage` has an upper bound of the depth: only pages that may pass the limit are walked.
    too_deep = _too_deep(nodes, max_depth) if page.usage.may_be_deeper_than(max_depth) else {}
    if not too_deep:
        return nodes
    page.usage.is_cut = True
    done: dict[int, Node | None] = {}
    for node, _ in too_deep.values():
        page.report("nesting-too-deep", (node._start, node._end))
    for top in nodes:
        for node in _down_to(top, too_deep):
            if id(node) in too_deep:
                done[id(node)] = _as_text(*too_deep[id(node)], page.text)
            elif any(id(child) in done for child in node.children):
                children = [done.get(id(child), child) for child in node.children]
                done[id(node)] = with_children(node, _joined(children), node._span)
    return list(_joined([done.get(id(top), top) for top in nodes]))


def _too_deep(nodes: list[Node], max_depth: int) -> dict[int, _TooDeep]:
    """The nodes that have to become text, by identity."""
    found: dict[int, _TooDeep] = {}
    path: list[Node] = []
    # A stack, since the tree may be deeper than the interpreter's.
    stack = [(node, 1) for node in reversed(nodes)]
    while stack:
        node, level = stack.pop()
        if not node.children:
            continue
        del path[level - 1 :]
        path.append(node)
        if level <= max_depth:
            level += 1
            stack += [(child, level) for child in reversed(node.children)]
            continue
        # Up to a node that text can replace: not an item, a cell or an argument.
        index = len(path) - 1
        while index and (isinstance(path[index], PARTS) or isinstance(path[index - 1], Gallery)):
            index -= 1
        found[id(path[index])] = _TooDeep(path[index], index < max_depth)
        while stack and stack[-1][1] > index + 1:  # other nodes in the one that becomes text
            stack.pop()
    return found


def _down_to(top: Node, too_deep: dict[int, _TooDeep]) -> list[Node]:
    """The node and those below it, children before their parent, but nothing below those that are
    too deep.
    """
    order, stack = [], [top]
    while stack:
        node = stack.pop()
        order.append(node)
        if id(node) not in too_deep:
            stack += node.children
    order.reverse()
    return order


def _as_text(node: Node, may_hold: bool, text: str) -> Node | None:
    """The source of a node as text, that of a block as a paragraph if it may hold something."""
    start, end = node._start, node._end
    if node.is_block:
        start, end = trim(text, start, end, WHITE_SPACE)
    if start >= end:
        return None
    return _paragraph_or_text(text, start, end, in_paragraph=node.is_block and may_hold)


def _paragraph_or_text(text: str, start: int, end: int, *, in_paragraph: bool) -> Node:
    made = make_text(text[start:end], (start, end))
    return make_paragraph((made,), (start, end)) if in_paragraph else made


def _joined(nodes: list[Node | None]) -> tuple[Node, ...]:
    """The nodes that are there, texts that touch made one."""
    return tuple(join_texts([node for node in nodes if node is not None]))


# --- number of nodes


def within_count(page: Page, drafts: list[D], build: Callable[[list[D]], list[Node]]) -> list[Node]:
    """The nodes of some drafts, up to the one that would make more than `max_nodes`; that one and
    everything after it is text.

    A page that is too short for so many nodes costs nothing.
    """
    nodes_left = page.limits.max_nodes
    if NODES_PER_CHARACTER * len(page.text) < nodes_left:
        return build(drafts)
    nodes: list[Node] = []
    for draft in drafts:
        made = build([draft])
        # Draft by draft: the nodes of the rest are never made.
        nodes_left -= sum([len(post_order(node)) for node in made])
        if nodes_left < 0:
            start, end = trim(page.text, draft.start, len(page.text), WHITE_SPACE)
            page.usage.is_cut = True
            page.report("too-many-nodes", (start, end))
            nodes.append(_paragraph_or_text(page.text, start, end, in_paragraph=True))
            break
        nodes += made
    return nodes


# --- size


def end_of_markup(source: str, max_size: int) -> int:
    """Where the part of a longer source ends that is read as markup: after a line, so that no
    markup of a line is torn.
    """
    end = max(source.rfind("\n", 0, max_size), source.rfind("\r", 0, max_size)) + 1
    if not end:
        return max_size
    # Between the two characters of a line ending no line ends.
    return end - source.endswith("\r", 0, end) if source.startswith("\n", end) else end


def with_rest(nodes: list[Node], source: str, pos: int, max_depth: int) -> list[Node]:
    """The nodes, and the source after them, from `pos` on, as a text at the end of the last
    section.
    """
    start, end = trim(source, pos, len(source), WHITE_SPACE)
    if start == end:
        return nodes
    around: list[Section] = []
    last = nodes[-1] if nodes else None
    # The rest belongs to the innermost last section, as any text at the end of the page would.
    while isinstance(last, Section):
        around.append(last)
        last = last.children[-1]
    rest = _paragraph_or_text(source, start, end, in_paragraph=len(around) < max_depth)
    siblings: tuple[Node | None, ...] = around[-1].children if around else tuple(nodes)
    children = _joined([*siblings, rest])
    for depth in range(len(around) - 1, -1, -1):
        made = with_children(around[depth], children, (around[depth]._start, end))
        children = (*(around[depth - 1].children[:-1] if depth else nodes[:-1]), made)
    return list(children)
