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
        item = Container("list_item", at, stop, width + 1)
    else:
        padding = lines.indent if lines.indent <= 4 else 1
        lines.column += padding
        lines.indent -= padding
        item = Container("list_item", at, stop, width + padding)
    lines.push(item, last.children)
    return CONTAINER


def finish(container: Container) -> None:
    """Set the end of a container that is closed, and of the lists in it."""
    for child in container.children:
        if child.kind == "list":
            child.end = child.children[-1].end
    if container.children:
        container.end = max(container.end, container.children[-1].end)
