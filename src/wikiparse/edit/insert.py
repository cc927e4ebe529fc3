"""Where a new text is put beside a node, and how it is kept apart from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.edit.categories import append_category, insert_category
from wikiparse.edit.ranges import EOL, Range, is_closing_list, refuse
from wikiparse.edit.remove import ITEMS, is_block
from wikiparse.edit.sections import content_end
from wikiparse.nodes.blocks import (
    FootnoteDefinition,
    FrontMatter,
    Gallery,
    Heading,
    List,
    ListItem,
    Section,
    TableCaption,
    TableCell,
    TableRow,
)
from wikiparse.nodes.inlines import TemplateArgument, VariantText

if TYPE_CHECKING:
    from wikiparse.edit.ranges import Finding, Outcome, Surroundings
    from wikiparse.nodes.base import Node

MARKDOWN_MARKER = re.compile(r"(?:[-*+]|\(?[0-9A-Za-z#@]{1,9}[.)])(?:[ \t]++|$)")
"""The marker of an item, with the space after it."""
_WIKITEXT_MARKER = re.compile(r"[*#:;]+[ \t]*")
_LIST = re.compile(r"[-*+] |\d{1,9}[.)] ")
_ORDERED = re.compile(r"(\(?)(\d{1,9})([.)][ \t]+)")


def insert(page: Surroundings, node: Node, text: str, *, is_after: bool) -> None:
    """Put a text before or after a node."""
    if node is page.doc:
        refuse("nothing is before or after the page itself: use `append`")
    _check_offset(node)
    if insert_category(page, node, text, is_after=is_after):
        return
    if isinstance(node, Section):
        _insert_block(page, node, text, content_end(page, node) if is_after else None)
    elif isinstance(node, ITEMS):
        _insert_item(page, node, text, is_after=is_after)
    elif isinstance(node, TableRow) or isinstance(page.parent(node), Gallery):
        _insert_line(page, node, text, is_after=is_after)
    elif is_block(page, node):
        _insert_block(page, node, text, page.extent(node)[1] if is_after else None)
    else:
        _insert_inline(page, node, text, is_after=is_after)


def append(page: Surroundings, text: str) -> None:
    """Put a text at the end of the page, before the list of its footnotes in a hybrid, and before
    metadata at its end; a category after the last one, if that is at the end too.
    """
    last = next(reversed(page.doc.children), None)
    while isinstance(last, Section):
        last = last.children[-1]
    if last is None:
        start = len(page.source)
        page.ranges.append(Range(start, start, text))
        return
    if append_category(page, last, text):
        return
    anchor: Node = last
    while isinstance(anchor, FrontMatter) or is_closing_list(page, anchor):
        before = page.neighbor(anchor, -1)
        if before is None:
            if anchor._start == 0 and isinstance(anchor, FrontMatter):
                break  # at the start of the page
            insert(page, anchor, text, is_after=False)
            return
        anchor = before
    _insert_block(page, anchor, text, page.extent(anchor)[1])


def _insert_inline(page: Surroundings, node: Node, text: str, *, is_after: bool) -> None:
    if not text:
        return
    pos = page.extent(node)[1 if is_after else 0]
    if _holds_line(page, node) and EOL.search(text):
        refuse(f"the {page.parent(node).kind} is one line: the new text has a line ending")
    page.ranges.append(Range(pos, pos, text, inside=page.holders(page.parent(node))))


def _check_offset(node: Node) -> None:
    if isinstance(node, TemplateArgument):
        refuse("an argument is added with `set_argument`")
    if isinstance(node, (TableCell, TableCaption)):
        refuse(
            f"a {node.kind} beside another moves the cells after it: replace the row or the table"
        )
    if isinstance(node, VariantText):
        refuse("a text for one language variant is part of its rule: replace the whole rule")
    if isinstance(node, FootnoteDefinition):
        refuse("a footnote definition has no order of its own: insert a reference, and append it")


def _holds_line(page: Surroundings, node: Node) -> bool:
    """Whether a node is in a line of which there must be one."""
    parent = page.parent(node)
    return isinstance(parent, Heading) or (page.dialect.wikitext and isinstance(parent, ITEMS))


def _lines(text: str) -> list[str]:
    return EOL.split(text.strip("\r\n"))


def _insert_block(page: Surroundings, node: Node, text: str, end: int | None) -> None:
    """A block before another, or after it where that ends; a blank line keeps them apart."""
    if not text.strip():
        return
    if page.dialect.wikitext and any(isinstance(a, ITEMS) for a in page.ancestors(node)):
        refuse("an item of wikitext is one line, and holds no further blocks: insert into its text")
    eol, prefix = page.eol, page.prefix(node)
    new = (eol + prefix).join(_lines(text))
    if not page.dialect.wikitext:
        separator = _separator(page, prefix) + prefix
        new = _apart(page, node, new, separator, is_after=end is not None)
    if end is None:
        pos, written = _before_block(page, node, new, prefix)
    else:
        pos, written = _after_block(page, node, new, prefix, end)
    parent = page.parent(node)
    inside = page.holders(parent) if parent is not page.doc else frozenset[int]()
    page.ranges.append(Range(pos, pos, written, inside=inside))
    page.findings.append(_has_block(page.ranges[-1]))


def _separator(page: Surroundings, prefix: str) -> str:
    """The end of a line and a blank line after it, in the containers of a prefix."""
    return page.eol + prefix.rstrip(" \t") + page.eol


def _before_block(page: Surroundings, node: Node, new: str, prefix: str) -> tuple[int, str]:
    """The offset of a block before another, and the text with the blank lines around it."""
    source, pos = page.source, page.extent(node)[0]
    written = new + _separator(page, prefix) + prefix
    start = page.line_start(pos)
    begins_line = not source[start:pos].strip("> \t")
    above = page.neighbor(node, -1)
    # At a line's start, text right above it would be continued by the new block.
    if (
        pos
        and begins_line
        and above is not None
        and not isinstance(above, Heading)
        and page.before_empty_lines(start) == start - _eol_length(source, start)
    ):
        written = prefix.rstrip(" \t") + page.eol + prefix + written
    return pos, written


def _after_block(
    page: Surroundings, node: Node, new: str, prefix: str, end: int
) -> tuple[int, str]:
    """The offset of a block after another, and the text with the blank lines around it."""
    source = page.source
    is_ended = source[end - 1 : end] in ("\n", "\r")
    pos = page.line_end(end) if not is_ended else end - _eol_length(source, end)
    if source[end:pos].strip():
        pos = end  # it shares its line with the end of its parent
    gap = _gap_after_heading(page, node) if isinstance(node, Heading) else None
    written = (_separator(page, prefix) if gap is None else gap) + prefix + new
    following = page.next_line(pos)
    if following < len(source) and page.after_empty_lines(following) == following:
        below = page.neighbor(node, 1)
        # A heading of wikitext is one after any line.
        if not (page.dialect.wikitext and isinstance(below, Heading)):
            written += page.eol + prefix.rstrip(" \t")
    return pos, written


def _apart(page: Surroundings, node: Node, new: str, separator: str, *, is_after: bool) -> str:
    """A list beside a list of Markdown, with a comment between them, as pandoc writes it."""
    if not _LIST.match(new.lstrip(" ")):
        return new
    before = node if is_after else page.neighbor(node, -1)
    after = page.neighbor(node, 1) if is_after else node
    if isinstance(before, Section):
        before = _last_block(
            page, before, None if node is not before else content_end(page, before)
        )
    if isinstance(before, List):
        new = f"<!-- -->{separator}{new}"
    if isinstance(after, List):
        new = f"{new}{separator}<!-- -->"
    return new


def _last_block(page: Surroundings, section: Section, end: int | None) -> Node | None:
    """The last block of a section that begins before an offset."""
    block: Node | None = section
    while isinstance(block, Section):
        block = block.children[-1]
    while block is not None and end is not None and block._start >= end:
        block = page.neighbor(block, -1)
    return block


def _eol_length(source: str, end: int) -> int:
    return 2 if source[end - 2 : end] == "\r\n" else 1


def _gap_after_heading(page: Surroundings, heading: Heading) -> str | None:
    """The line endings between a heading and the block after it; None where none follows."""
    following = page.neighbor(heading, 1)
    if following is None:
        return page.eol if page.dialect.wikitext else None
    gap = page.source[page.line_end(heading._end) : page.line_start(following._start)]
    if not gap or gap.strip() or (isinstance(following, Heading) and not page.dialect.wikitext):
        return None
    return page.eol if isinstance(following, Heading) else gap


def _has_block(made: Range) -> Finding:
    """A new text is a block of its own."""

    def check(outcome: Outcome) -> None:
        start = outcome.after(made.start) - len(made.text)
        lead = len(made.text) - len(made.text.lstrip("> \t\r\n"))
        end = start + len(made.text)
        if not any(start + lead <= pos < end for _, pos in outcome.nodes):
            refuse("the new text would become part of the text before it")

    return check


def _insert_line(page: Surroundings, node: Node, text: str, *, is_after: bool) -> None:
    """A row of a table, or an image of a gallery, on lines of its own."""
    if not text.strip():
        return
    eol = page.eol
    inside = page.holders(page.parent(node))
    if page.source.startswith("<", node._start):
        pos = node._end if is_after else node._start
        page.ranges.append(Range(pos, pos, text, inside=inside))
        return
    lines = _lines(text)
    if isinstance(node, TableRow) and page.dialect.wikitext and not lines[0].startswith("|-"):
        lines.insert(0, "|-")
    start = page.line_start(node._start)
    prefix = page.source[start : node._start]
    if prefix.strip("> \t"):
        refuse(f"the {node.kind} does not begin its line")
    new = (eol + prefix).join(lines)
    if is_after:
        pos = page.line_end(node._end)
        page.ranges.append(Range(pos, pos, eol + prefix + new, inside=inside))
    elif page.dialect.wikitext and not page.source.startswith(("|-",), node._start) and isinstance(
        node, TableRow
    ):  # fmt: skip
        # The first row needs no marker where no row is before it.
        page.ranges.append(Range(start, start, f"{new}{eol}|-{eol}", inside=inside))
    else:
        pos = node._start
        page.ranges.append(Range(pos, pos, new + eol + prefix, inside=inside))


def _insert_item(page: Surroundings, node: Node, text: str, *, is_after: bool) -> None:
    """An item of a list, with the marker of its neighbor unless it has one."""
    source, eol = page.source, page.eol
    inside = page.holders(page.parent(node))
    if source.startswith("<", node._start):
        new = text if text.lstrip().startswith("<") else f"<li>{text}</li>"
        pos = node._end if is_after else node._start
        page.ranges.append(Range(pos, pos, new, inside=inside))
        return
    start = page.line_start(node._start)
    if page.dialect.wikitext:
        found = _WIKITEXT_MARKER.match(source, start)
        if found is None or found.end() < node._start:
            refuse(f"the {node.kind} shares its line with a term: replace both")
            return
        marker = found[0]
        bare = marker.rstrip()
        own = text if text.startswith(bare) else marker + text
        lines = _lines(own)
        if any(not line.startswith(bare) for line in lines):
            refuse(f"each line of the new text must begin with {bare!r}, or there must be one line")
        new, prefix = eol.join(lines), ""
        pos = page.line_end(node._end) if is_after else start
        if is_after and source[node._end - 1 : node._end] in ("\n", "\r"):
            pos = node._end - _eol_length(source, node._end)
    else:
        found = MARKDOWN_MARKER.match(source, node._start)
        if found is None or not isinstance(node, ListItem):
            refuse(f"the {node.kind} has no marker that another could have too")
            return
        prefix = page.prefix(node)
        new = _markdown_item(page, node, text, found[0], prefix, is_after=is_after)
        pos = page.line_end(node._end) if is_after else node._start
    # Items with blank lines between them keep these.
    parent = page.parent(node)
    is_loose = isinstance(parent, List) and not parent.is_tight and not page.dialect.wikitext
    between = eol + (prefix.rstrip(" \t") + eol if is_loose else "")
    written = between + prefix + new if is_after else new + between + prefix
    page.ranges.append(Range(pos, pos, written, inside=inside))
    page.findings.append(_has_block(page.ranges[-1]))


def _markdown_item(
    page: Surroundings, node: ListItem, text: str, marker: str, prefix: str, *, is_after: bool
) -> str:
    lines = _lines(text)
    if MARKDOWN_MARKER.match(lines[0]) and (
        lines[0][:1] == marker[:1] or (lines[0][:1].isdigit() and marker[:1].isdigit())
    ):
        return (page.eol + prefix).join(lines)
    if not marker[-1].isspace():
        marker += " "
    if is_after and (number := _ORDERED.match(marker)):
        other = page.sibling(node, 1) or page.sibling(node, -1)
        same = other is not None and page.source.startswith(marker.rstrip(), other._start)
        if not same:
            marker = f"{number[1]}{int(number[2]) + 1}{number[3]}"
    indent = " " * len(marker)
    return marker + page.eol.join(
        [line if not i or not line else prefix + indent + line for i, line in enumerate(lines)]
    )
