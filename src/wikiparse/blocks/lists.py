"""Lists and their items (CommonMark 5.2 and 5.3).

    item   = marker (blank{1,4} block* | line-ending block*)
    marker = "-" | "+" | "*" | digit{1,9} ("." | ")")

Where the hybrid dialect differs: numbers have no leading zeros (DIALECT 4.39), `1)` is prose, and an item that begins with a
blank line may begin with several, since dropped templates leave such items (DIALECT 3.4).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.blocks.draft import Container, Draft
from wikiparse.blocks.steps import CONTAINER, NONE

if TYPE_CHECKING:
    from wikiparse.blocks.lines import Lines

MARKER = re.compile(r"(?:([-+*])|(\d{1,9})([.)]))(?=[ \t\n])")


PLAIN_ITEM = re.compile(
    r"( *)(?:([-+*])|([1-9][0-9]{0,8})\.)( {1,4})(?![ \t\n#><]|\[\^|[-+*][ \t\n]|[-*_]{3}|_ _|```|~~~|[0-9]{1,9}[.)][ \t\n])([^\n]++)"
)
"""An item whose first line begins no other block."""


def add_sibling(lines: Lines, match: re.Match[str]) -> bool:
    """Add an item of plain text behind the innermost open one, if it belongs to the same list. This is how most lists go on."""
    top = lines.stack[-1]
    blanks, bullet, number, padding = match.group(1, 2, 3, 4)
    column, kind, outer = top.info
    if column != len(blanks) or kind != (bullet or "."):
        return False
    lines.close_leaf()
    finish(top)
    start = match.end(1)
    begin, stop = match.span(5)
    item = Container("list_item", start, stop, outer + (1 if bullet else len(number) + 1) + len(padding), top.info)
    item.is_empty = False
    para = Draft("paragraph", begin, stop, begin, stop)
    item.children.append(para)
    lines.para = para
    parent = lines.stack[-2] if len(lines.stack) > 1 else lines.root
    parent.children[-1].children.append(item)
    lines.stack[-1] = item
    return True


def start_item(lines: Lines, at: int) -> int:
    """An item, of the list that stands right before or of a new one."""
    text = lines.text
    match = MARKER.match(text, at)
    if match is None:
        return NONE
    bullet, number, delimiter = match.groups()
    if number:
        dialect = lines.dialect
        if delimiter == ")" and not dialect.closing_parenthesis:
            return NONE
        if number[0] == "0" and number != "0" and not dialect.leading_zeros:
            return NONE
    stop = match.end()
    blank = text[stop] == "\n" or not text[stop : text.index("\n", stop)].strip(" \t")
    # Within a paragraph an empty item, or one with a number other than 1, is prose.
    if lines.interrupts and (blank or (number and number != "1")):
        return NONE
    if lines.too_deep(at):
        return NONE
    outer = lines.indent
    column = lines.column + outer
    parent = lines.settle()
    kind = bullet or delimiter
    last = parent.children[-1] if parent.children else None
    if last is None or last.kind != "list" or last.info[0] != kind:
        last = Draft("list", at, stop, info=(kind, int(number) if number else None))
        parent.children.append(last)
    width = outer + stop - at
    lines.use(stop, width)
    if blank:
        lines.indent = 0
        item = Container("list_item", at, stop, width + 1, (column, kind, outer))
    else:
        padding = lines.indent if lines.indent <= 4 else 1
        lines.column += padding
        lines.indent -= padding
        item = Container("list_item", at, stop, width + padding, (column, kind, outer))
    lines.push(item, last.children)
    return CONTAINER


def finish(container: Container) -> None:
    """Set the end of a container that is closed, and of the lists in it."""
    for child in container.children:
        if child.kind == "list":
            child.end = child.children[-1].end
    if container.children:
        container.end = max(container.end, container.children[-1].end)
