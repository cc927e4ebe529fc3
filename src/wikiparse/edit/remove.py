"""A node is removed together with its line, its separating blank line, or its space.

The rest of the page must read as before, so a blank line is left, or written, where the neighbors
of a removed block would become one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.edit.ranges import LINE_PREFIX, Range, refuse
from wikiparse.edit.sections import content_end
from wikiparse.nodes.blocks import (
    Block,
    BlockParent,
    CodeBlock,
    DescriptionDetails,
    DescriptionList,
    DescriptionTerm,
    FootnoteDefinition,
    Gallery,
    Heading,
    List,
    ListItem,
    Paragraph,
    Section,
    TableCell,
    TableRow,
)
from wikiparse.nodes.inlines import Emphasis, Strikethrough, Strong, Text, VariantText

if TYPE_CHECKING:
    from wikiparse.edit.ranges import Surroundings
    from wikiparse.nodes.base import Node

ITEMS = (ListItem, DescriptionTerm, DescriptionDetails)
# Nodes that are removed with the last of their content.
_HOLDERS = (List, DescriptionList, Paragraph, Gallery, Strong, Emphasis, Strikethrough)
# Blocks of wikitext that become one when no blank line is between them.
_JOINED = (Paragraph, List, DescriptionList, CodeBlock)


def remove_all(page: Surroundings, nodes: list[Node]) -> None:
    """Remove nodes, each with the line or the blank line that only it needs; where nothing else is
    in a list or a paragraph, that is removed too.
    """
    page.removed.update(map(id, nodes))
    for node in _wholes(page, nodes):
        if isinstance(node, TableCell):
            refuse(
                "the cells after a removed one would move to other columns: replace its content, "
                "or the table"
            )
        if isinstance(node, VariantText):
            refuse("a text for one language variant is part of its rule: replace the whole rule")
        if isinstance(node, FootnoteDefinition):
            remove_definition(page, node)
        else:
            page.ranges.append(range_of(page, node))


def _wholes(page: Surroundings, nodes: list[Node]) -> list[Node]:
    """The nodes to remove so that none is left empty: a list instead of all its items."""
    found = {id(node): node for node in nodes}
    left: dict[int, int] = {}
    for start in nodes:
        node = start
        while (parent := page.parent(node)) is not page.doc and _goes_with(page, node, parent):
            if id(parent) not in left:
                left[id(parent)] = sum(not _is_space(child) for child in parent.children)
            left[id(parent)] -= not _is_space(node)
            if left[id(parent)] > 0:
                break
            for child in parent.children:
                found.pop(id(child), None)
            found[id(parent)] = node = parent
            page.removed.add(id(parent))
    return list(found.values())


def _goes_with(page: Surroundings, node: Node, parent: Node) -> bool:
    """Whether the parent of a node is removed with all of its children."""
    begins_here = page.line_start(node._start) == page.line_start(parent._start)
    return isinstance(parent, _HOLDERS) or (isinstance(parent, ITEMS) and begins_here)


def range_of(page: Surroundings, node: Node) -> Range:
    """The range to remove a node by."""
    if isinstance(node, Section):
        return _block(page, node, node._start, content_end(page, node))
    if isinstance(node, (*ITEMS, TableRow)):
        return _item(page, node)
    is_list = isinstance(node, (List, DescriptionList))
    if page.dialect.wikitext and is_list and isinstance(page.parent(node), ITEMS):
        return _item(page, node)
    if isinstance(page.parent(node), Gallery):
        return _item(page, node)
    if is_block(page, node):
        return _block(page, node, *page.extent(node))
    return _inline(page, node)


def is_block(page: Surroundings, node: Node) -> bool:
    """Whether a node takes whole lines: a block, or a template or category among blocks."""
    if isinstance(node, (Block, BlockParent)):
        # A paragraph in an item of wikitext is the rest of its line.
        return not (
            page.dialect.wikitext
            and isinstance(page.parent(node), (*ITEMS, TableCell))
            and not page.is_alone(node)
        )
    parent = page.parent(node)
    holds_blocks = parent is page.doc or (
        isinstance(parent, BlockParent) and not isinstance(parent, (Paragraph, Heading))
    )
    return holds_blocks and page.is_alone(node)


def remove_definition(page: Surroundings, definition: FootnoteDefinition) -> None:
    """Remove a definition that no reference calls: one that is in a reference has its caller."""
    callers = page.doc.references(definition)
    if callers:
        refuse(
            f"the footnote is referenced {len(callers)} times: remove its references, and it is "
            "removed with the last one"
        )
    page.ranges.append(definition_range(page, definition))


def definition_range(page: Surroundings, definition: FootnoteDefinition) -> Range:
    """The range to remove a footnote definition by."""
    start = page.source[definition._start : definition._start + 2]
    if start == "<r":
        return _inline(page, definition)
    if start[:1] == "<" and page.source[definition._start : definition._start + 3] != "<li":
        refuse("the footnote is written in a way that cannot be removed alone: replace its list")
    siblings = page.parent(definition)
    if siblings.kind == "footnote_list":
        return _item(page, definition)
    return _block(page, definition, definition._start, definition._end)


def _is_space(node: Node) -> bool:
    return isinstance(node, Text) and not node.value.strip()


def _lines_end(page: Surroundings, end: int) -> int:
    """Where the line after a range begins; a range may end with its line ending."""
    return end if page.source[end - 1 : end] in ("\n", "\r") else page.next_line(end)


def _item(page: Surroundings, node: Node) -> Range:
    """An item with its lines, and the blank lines that separate it from the next one."""
    source = page.source
    start, end = page.line_start(node._start), _lines_end(page, node._end)
    core = (node._start, node._end)
    prefix, rest = source[start : node._start], source[node._end : page.line_end(node._end)]
    is_ended = source[node._end - 1 : node._end] in ("\n", "\r")
    following = page.sibling(node, 1)
    if source.startswith("<", node._start):
        if prefix.strip(" \t") or rest.strip(" \t"):
            return Range(*core, removes=True)
    elif rest.strip() and not is_ended:
        refuse(f"the {node.kind} shares its line with the text after it: replace both")
    elif prefix.strip("> \t*#:;" if page.dialect.wikitext else "> \t"):
        # `- - a`: the marker of the outer item is kept for the next inner one.
        if following is None:
            refuse(f"the {node.kind} shares its line with its parent: replace that")
        return Range(node._start, following._start, core=core, removes=True)
    elif page.dialect.wikitext and _starts_inside(page, node):
        refuse(f"the {node.kind} shares its line with a term: replace both")
    if following is not None and page.has_survivor(node, 1):
        # The blank lines after the last line of a container are not its own.
        after = page.after_empty_lines(end)
        end = after if after <= following._start else end
    elif page.has_survivor(node, -1) or end in (node._end, len(source)):
        # Without the line ending before it, but with the one after.
        start = page.before_empty_lines(start)
        end = end if end == node._end else page.line_end(node._end)
    return Range(start, end, core=core, removes=True)


def _starts_inside(page: Surroundings, node: Node) -> bool:
    """Whether the item before a node, `; term : details`, is in the same line."""
    before = page.sibling(node, -1)
    return before is not None and page.line_start(node._start) < before._end


def _block(page: Surroundings, node: Node, node_start: int, node_end: int) -> Range:
    """A block with its lines, and one of the blank lines around it."""
    source, eol = page.source, page.eol
    core = (node_start, node_end)
    start, end = page.line_start(node_start), _lines_end(page, node_end)
    rest = source[node_end : page.line_end(node_end)]
    is_ended = source[node_end - 1 : node_end] in ("\n", "\r")
    if rest.strip() and not is_ended:
        return Range(*core, removes=True)
    if source[start:node_start].strip("> \t"):
        following = page.sibling(node, 1)
        # The marker of an item, which the next block of it needs.
        end = following._start if following is not None else node_end
        return Range(node_start, end, core=core, removes=True)
    after, before = page.after_empty_lines(end), page.before_empty_lines(start)
    text_before = page.next_line(before) if before else 0
    last, first = after >= len(source), before == 0
    if last and first:
        return Range(start, end, core=core, removes=True)
    line_end = end if is_ended else page.line_end(node_end)
    is_last_in_parent = page.neighbor(node, 1) is None and not last
    if last or (is_last_in_parent and text_before < start and after == end):
        return Range(before, line_end, core=core, removes=True)
    if first:
        return Range(start, after, core=core, removes=True)
    if is_last_in_parent and text_before == start:
        # The blank lines after it are those of its parent.
        return Range(start, end, core=core, removes=True)
    previous, following = page.neighbor(node, -1), page.neighbor(node, 1)
    if isinstance(node, Section):
        following = None
    both_lists = isinstance(previous, (List, DescriptionList)) and isinstance(following, List)
    prefix = source[start:node_start]
    if both_lists and not page.dialect.wikitext:
        # Two lists of Markdown would be one: a comment keeps them apart, as pandoc writes it.
        text = f"{prefix}<!-- -->{eol}{prefix.rstrip()}{eol}"
        if text_before == start:
            text = f"{prefix.rstrip()}{eol}{text}"
        return Range(start, after, text, core=core, removes=True)
    if text_before < start:
        return Range(start, after, core=core, removes=True)
    # No blank line before it.
    if not _would_join(page, previous, following):
        return Range(start, after, core=core, removes=True)
    text = prefix.rstrip() + eol if after == end else ""
    return Range(start, end, text, core=core, removes=True)


def _would_join(page: Surroundings, previous: Node | None, following: Node | None) -> bool:
    """Whether two blocks need a blank line between them."""
    if previous is None or following is None:
        return False
    if page.dialect.wikitext:
        return isinstance(previous, _JOINED) and isinstance(following, _JOINED)
    return not isinstance(previous, Heading)


def _inline(page: Surroundings, node: Node) -> Range:
    """An inline with its line if it is alone there, otherwise with one of the spaces around it."""
    core = page.extent(node)
    parent = page.parent(node)
    # A cell that is left without anything is still a cell.
    inside = page.holders(parent) if parent is not page.doc else frozenset[int]()
    return Range(*with_space(page, parent, *core), core=core, inside=inside, removes=True)


def with_space(page: Surroundings, parent: Node, start: int, end: int) -> tuple[int, int]:
    """A range to remove within a node, with one of the spaces or line endings around it."""
    before, after = (
        page.source[page.line_start(start) : start],
        page.source[end : page.line_end(end)],
    )
    is_alone = not before.strip("> \t") and not after.strip(" \t")
    if is_alone and parent is not page.doc:
        return _own_line(page, parent, start, end)
    return _in_line(page, parent, start, end)


def _own_line(page: Surroundings, parent: Node, start: int, end: int) -> tuple[int, int]:
    """A range that is alone in its line, with one of the line endings around it."""
    source, line, line_end = page.source, page.line_start(start), page.line_end(end)
    if line_end < parent._end:
        found = LINE_PREFIX.match(source, page.next_line(end))
        assert found is not None  # it may be empty
        return start, min(found.end(), parent._end)
    if line > parent._start:
        return line - (2 if source[line - 2 : line] == "\r\n" else 1), end
    return _in_line(page, parent, start, end)


def _in_line(page: Surroundings, parent: Node, start: int, end: int) -> tuple[int, int]:
    """A range in a line, with the space that separates it from its neighbors."""
    source = page.source
    if source[end : end + 1] == " " and start == page.line_start(start):
        return start, end + 1
    ends_here = source[end : end + 1] in (" ", "\n", "\r", "")
    if source[start - 1 : start] == " " and ends_here and start - 1 > parent._start:
        return start - 1, end
    return start, end
