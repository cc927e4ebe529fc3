"""Lists and their items (CommonMark 5.2 and 5.3).

    item   = marker (blank{1,4} block* | line-ending block*)
    marker = "-" | "+" | "*" | digit{1,9} ("." | ")")

Where the hybrid dialect differs: numbers have no leading zeros (docs/dialects.md, trap 39), `1)` is
prose, and an item that begins with a blank line may begin with several, since dropped templates
leave such items (docs/dialects.md).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Container, Draft, leaf
from wikiparse.markdown.blocks.state import CONTAINER, NONE, Step

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State

MARKER = re.compile(r"(?:([-+*])|(\d{1,9})([.)]))(?=[ \t\n])")

_BREAK = r"(?:\2[ \t]*){2,}\n|(?:-[ \t]*){3,}\n|(?:\*[ \t]*){3,}\n|(?:_[ \t]*){3,}\n"
"""A thematic break, the bullet a part of it or not."""

PLAIN_ITEM = re.compile(
    rf"( *)(?:([-+*])|([1-9][0-9]{{0,8}})\.)(?:"
    rf"( {{1,4}})(?![ \t\n#>]|<(?!https?://)|\[\^|[-+*][ \t\n]|{_BREAK}|```|~~~|[0-9]{{1,9}}[.)][ \t\n])"
    r"([^\n]++)(?>(?:\n[ \t]*+(?=\n))*)"
    r"|[ \t]*+(?=\n(?:\1[^ \t\n]|\Z)))"
)
"""An item whose first line begins no other block, and the blank lines behind it; or an item that
has no content, as the line behind it is not indented, or there is none."""


def add_plain_items(state: State, match: re.Match[str]) -> int:
    """Add an item of plain text, wherever its column puts it, and its plain siblings: this is what
    most lists are made of.

    Gives the start of the line behind them, or 0 where the general way has to decide. No quotation
    may be open, so that columns count from the start of the line.
    """
    blanks, bullet, number = match.group(1, 2, 3)
    column = len(blanks)
    stack = state.containers
    keep = len(stack)
    while keep and column < stack[keep - 1].content:
        keep -= 1
    parent = stack[keep - 1] if keep else state.root
    if column - parent.content > 3 or state.depth + 2 >= state.max_depth:
        return 0
    if (
        state.paragraph is not None
        and keep == len(stack)
        and ((number and number != "1") or match.start(5) < 0)
    ):
        return 0
    if keep < len(stack):
        state.close(keep)
    else:
        state.close_leaf()
    kind = bullet or "."
    parent.is_empty = False
    siblings = parent.children
    if not siblings or siblings[-1].kind != "list" or siblings[-1].info[0] != kind:
        siblings.append(
            Draft("list", match.end(1), 0, info=(kind, int(number) if number else None))
        )
    add = siblings[-1].children.append
    text, end, outer = state.text, state.end, parent.content
    while True:
        begin, stop = match.span(5)
        if begin < 0:
            para = None
            stop = match.end(3) + 1 if number else match.end(2)
            content = stop + 1 - match.start()
            item = Container("list_item", match.end(1), stop, content - outer, content)
        else:
            para = leaf("paragraph", begin, stop)
            content = begin - match.start()
            item = Container("list_item", match.end(1), begin, content - outer, content)
            item.is_empty = False
            item.children.append(para)
        add(item)
        behind = match.end() + 1
        following = PLAIN_ITEM.match(text, behind, end)
        if following is None or following[2] != bullet or following.end(1) - behind != column:
            break
        if para is not None:
            if text[stop - 1] in " \t" or text[begin] in state.ambiguous:
                state.end_paragraph(para, item.children)
            item.end = para.end
        match = following
    state.paragraph = para
    stack.append(item)
    state.depth += 2
    if match.end() > stop:  # a blank line has ended the paragraph
        state.close_leaf()
    return behind


def start_item(state: State) -> Step:
    """An item, of the list that stands right before or of a new one."""
    start = state.nonspace
    text = state.text
    match = MARKER.match(text, start)
    if match is None:
        return NONE
    bullet, number, delimiter = match.groups()
    if number:
        dialect = state.dialect
        if delimiter == ")" and not dialect.closing_parenthesis:
            return NONE
        if number[0] == "0" and number != "0" and not dialect.leading_zeros:
            return NONE
    end = match.end()
    blank = text[end] == "\n" or not text[end : text.index("\n", end)].strip(" \t")
    # Within a paragraph an empty item, or one with a number other than 1, is prose.
    if state.interrupts and (blank or (number and number != "1")):
        return NONE
    if state.too_deep(start):
        return NONE
    outer = state.indent
    parent = state.close_unmatched()
    kind = bullet or delimiter
    last = parent.children[-1] if parent.children else None
    if last is None or last.kind != "list" or last.info[0] != kind:
        last = Draft("list", start, end, info=(kind, int(number) if number else None))
        parent.children.append(last)
    width = outer + end - start
    state.advance(end, width)
    if blank:
        state.indent = 0
        item = Container("list_item", start, end, width + 1, parent.content + width + 1)
    else:
        padding = state.indent if state.indent <= 4 else 1
        state.column += padding
        state.indent -= padding
        item = Container("list_item", start, end, width + padding, parent.content + width + padding)
    state.push(item, last.children)
    return CONTAINER
