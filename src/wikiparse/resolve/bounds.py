"""What is beyond a limit, once the nodes are there: it becomes the text that stands in the source.

A scan knows how deep it stands, and caps what it folds. But pairs are folded last, around what was
scanned before, and headings make sections around blocks: only the tree knows how deep all of that
is together. So a page that may be too deep is looked through once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.base import post_order, with_children
from wikiparse.nodes.blocks import (
    DescriptionDetails,
    DescriptionTerm,
    FootnoteDefinition,
    FootnoteList,
    Gallery,
    Heading,
    ListItem,
    Section,
    TableCaption,
    TableCell,
    TableRow,
)
from wikiparse.nodes.inlines import TemplateArgument
from wikiparse.nodes.join import join_touching
from wikiparse.nodes.links import FootnoteReference
from wikiparse.nodes.make import make_paragraph, make_text
from wikiparse.source import trim

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.drafts import Draft
    from wikiparse.limits import Usage
    from wikiparse.nodes.base import Node

    Report = Callable[[str, tuple[int, int]], None]
    Definition = FootnoteDefinition | FootnoteList

PARTS = (
    *(
        DescriptionDetails,
        DescriptionTerm,
        FootnoteDefinition,
        Heading,
        ListItem,
        TableCaption,
        TableCell,
        TableRow,
        TemplateArgument,
    ),
)
"""What stands only in the node that it is a part of: no text can take its place."""
WHITE = " \t\r\n"

NODES = 4
"""So many nodes, or fewer, come of a character; and some of an empty page. Tests hold the parser to
it."""


def within_depth(
    nodes: list[Node], text: str, max_depth: int, usage: Usage, report: Report
) -> list[Node]:
    """The nodes with text in place of those that have more than `max_depth` levels of nodes above
    their children.
    """
    gone = _too_deep(nodes, max_depth) if usage.may_be_deeper_than(max_depth) else {}
    if not gone:
        return nodes
    usage.is_cut = True
    done: dict[int, Node | None] = {}
    for node, _ in gone.values():
        report("nesting-too-deep", (node._start, node._end))
    for top in nodes:
        for node in _above(top, gone):
            if id(node) in gone:
                done[id(node)] = _as_text(*gone[id(node)], text)
            elif any(id(child) in done for child in node.children):
                children = [done.get(id(child), child) for child in node.children]
                done[id(node)] = with_children(node, _joined(children), node._span)
    return list(_joined([done.get(id(top), top) for top in nodes]))


def _too_deep(nodes: list[Node], max_depth: int) -> dict[int, tuple[Node, bool]]:
    """What has to become text, by identity, and whether it still may hold something."""
    gone: dict[int, tuple[Node, bool]] = {}
    path: list[Node] = []
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
        place = len(path) - 1
        while place and (isinstance(path[place], PARTS) or isinstance(path[place - 1], Gallery)):
            place -= 1
        gone[id(path[place])] = (path[place], place < max_depth)
        while stack and stack[-1][1] > place + 1:  # what else stands in it
            stack.pop()
    return gone


def _above(top: Node, gone: dict[int, tuple[Node, bool]]) -> list[Node]:
    """The node and those below it, children before their parent, without what stands in those that
    are gone.
    """
    order, stack = [], [top]
    while stack:
        node = stack.pop()
        order.append(node)
        if id(node) not in gone:
            stack += node.children
    order.reverse()
    return order


def _as_text(node: Node, may_hold: bool, text: str) -> Node | None:
    """The source of a node as a text, that of a block as a paragraph if it may hold something."""
    start, end = node._start, node._end
    if node.is_block:
        start, end = trim(text, start, end, WHITE)
    if start >= end:
        return None
    words = make_text(text[start:end], (start, end))
    return make_paragraph((words,), (start, end)) if node.is_block and may_hold else words


def _joined(nodes: list[Node | None]) -> tuple[Node, ...]:
    """The nodes that are there, texts that touch made one."""
    return tuple(join_touching([node for node in nodes if node is not None]))


def within_count(
    build: Callable[[list[Draft]], list[Node]],
    drafts: list[Draft],
    text: str,
    max_nodes: int,
    usage: Usage,
    report: Report,
) -> list[Node]:
    """The nodes of some drafts, up to the one that would make more than `max_nodes`; that and all
    behind it is text.

    A page that is too short for so many nodes costs nothing.
    """
    if NODES * len(text) < max_nodes:
        return build(drafts)
    nodes: list[Node] = []
    for draft in drafts:
        made = build([draft])
        max_nodes -= sum([len(post_order(node)) for node in made])
        if max_nodes < 0:
            start, end = trim(text, draft.start, len(text), WHITE)
            usage.is_cut = True
            report("too-many-nodes", (start, end))
            nodes.append(make_paragraph((make_text(text[start:end], (start, end)),), (start, end)))
            break
        nodes += made
    return nodes


def footnotes_in(nodes: list[Node]) -> tuple[list[FootnoteReference], list[Definition]]:
    """The marks and the definitions of footnotes that are in a tree, in reading order."""
    marks: list[FootnoteReference] = []
    definitions: list[Definition] = []
    for top in nodes:
        for node in top.walk():
            if isinstance(node, FootnoteReference):
                marks.append(node)
            elif isinstance(node, FootnoteDefinition | FootnoteList):
                definitions.append(node)
    return marks, definitions


def first_of(source: str, max_size: int) -> int:
    """Where the part of a longer source ends that is read as markup: behind a line, so that no
    markup of a line is torn.
    """
    end = max(source.rfind("\n", 0, max_size), source.rfind("\r", 0, max_size)) + 1
    if not end:
        return max_size
    return end - source.endswith("\r", 0, end) if source.startswith("\n", end) else end


def with_rest(nodes: list[Node], source: str, pos: int, max_depth: int) -> list[Node]:
    """The nodes, and what stands behind them from `pos` on as a text at the end of the last
    section.
    """
    start, end = trim(source, pos, len(source), WHITE)
    if start == end:
        return nodes
    around: list[Section] = []
    last = nodes[-1] if nodes else None
    while isinstance(last, Section):
        around.append(last)
        last = last.children[-1]
    words = make_text(source[start:end], (start, end))
    rest: Node = make_paragraph((words,), (start, end)) if len(around) < max_depth else words
    siblings: tuple[Node | None, ...] = around[-1].children if around else tuple(nodes)
    children = _joined([*siblings, rest])
    for depth in range(len(around) - 1, -1, -1):
        made = with_children(around[depth], children, (around[depth]._start, end))
        children = (*(around[depth - 1].children[:-1] if depth else nodes[:-1]), made)
    return list(children)
