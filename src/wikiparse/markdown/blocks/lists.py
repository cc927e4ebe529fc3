"""Lists and their items (CommonMark 5.2 and 5.3).

    item   = marker (space{1,4} block* | line-ending block*)
    marker = "-" | "+" | "*" | digit{1,9} ("." | ")")

Where the hybrid dialect differs: numbers have no leading zeros (docs/dialects.md, trap 39), `1)` is
prose, and an item that begins with a blank line may begin with several, since dropped templates
leave such items (docs/dialects.md).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import ListDraft, ListItemDraft, ParagraphDraft, leaf
from wikiparse.markdown.blocks.state import CONTAINER, NONE, Container

if TYPE_CHECKING:
    from wikiparse.drafts import Draft
    from wikiparse.markdown.blocks.state import State, Step

MARKER = re.compile(r"(?:([-+*])|(\d{1,9})([.)]))(?=[ \t\n])")


class ListItem(Container):
    """An open item. `width` is how many columns its lines are indented: those of its marker and the
    spaces around it.
    """

    __slots__ = ("width",)

    def __init__(self, draft: ListItemDraft, content_column: int, width: int) -> None:
        self.draft = draft
        self.children = draft.children
        self.content_column = content_column
        self.is_empty = True
        self.width = width

    def continues(self, state: State) -> bool:
        """Lines indented as its content is, and blank lines; but a second blank line at its start
        ends it.
        """
        if state.text[state.nonspace] == "\n":
            if self.is_empty and not state.dialect.blank_start_items:
                return False
            state.consume_indent(min(state.indent, self.width))
            return True
        if state.indent < self.width:
            return False
        state.consume_indent(self.width)
        return True


def start_item(state: State) -> Step:
    """An item, of the list right before it or of a new one."""
    text, start = state.text, state.nonspace
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
    is_blank = text[end] == "\n" or not text[end : text.index("\n", end)].strip(" \t")
    # An empty item, or one with a number other than 1, interrupts no paragraph (CommonMark 5.2).
    if state.interrupts and (is_blank or (number and number != "1")):
        return NONE
    if state.too_deep(start):
        return NONE
    outer_indent = state.indent
    parent = state.close_unmatched()
    items = _list_of(parent.children, bullet or delimiter, number, start).items
    width = outer_indent + end - start
    state.advance(end, columns=width)
    if is_blank:
        state.consume_indent(state.indent)
        width += 1
    else:
        # Five spaces or more: the content is indented code, one column after the marker.
        padding = state.indent if state.indent <= 4 else 1
        state.consume_indent(padding)
        width += padding
    draft = ListItemDraft(start, end)
    items.append(draft)
    state.open(ListItem(draft, parent.content_column + width, width))
    return CONTAINER


def _list_of(siblings: list[Draft], marker: str, number: str | None, start: int) -> ListDraft:
    """The list that an item goes on with, or a new one: one list has one bullet or delimiter."""
    last = siblings[-1] if siblings else None
    if type(last) is ListDraft and last.marker == marker:
        return last
    new = ListDraft(start, start, marker, int(number) if number else None)
    siblings.append(new)
    return new


_BREAK = r"(?:\2[ \t]*){2,}\n|(?:-[ \t]*){3,}\n|(?:\*[ \t]*){3,}\n|(?:_[ \t]*){3,}\n"
"""A thematic break, the bullet a part of it or not."""

PLAIN_ITEM = re.compile(
    rf"( *)(?:([-+*])|([1-9][0-9]{{0,8}})\.)(?:"
    rf"( {{1,4}})(?![ \t\n#>]|<(?!https?://)|\[\^|[-+*][ \t\n]|{_BREAK}|```|~~~|[0-9]{{1,9}}[.)][ \t\n])"
    r"([^\n]++)(?>(?:\n[ \t]*+(?=\n))*)"
    r"|[ \t]*+(?=\n(?:\1[^ \t\n]|\Z)))"
)
"""An item whose first line begins no other block, and the blank lines after it; or an item without
content, if the line after it is not indented, or there is none."""


def add_plain_items(state: State, match: re.Match[str]) -> int | None:
    """Add an item of plain text, wherever its column puts it, and its plain siblings; returns the
    start of the line after them, or None where `start_item` has to decide.

    The equal of `read_line` for each of them, with `match_containers`, `start_item` and `add_text`:
    this is what most lists are made of. No block quote may be open, so that columns count from the
    start of the line.
    """
    spaces, bullet, number = match.group(1, 2, 3)
    column = len(spaces)
    containers = state.containers
    keep = len(containers)
    while keep and column < containers[keep - 1].content_column:
        keep -= 1
    parent = containers[keep - 1] if keep else state.root
    if column - parent.content_column > 3 or state.depth + 2 >= state.max_depth:
        return None
    if (
        state.paragraph is not None
        and keep == len(containers)
        and ((number and number != "1") or match.start(5) < 0)
    ):
        return None
    if keep < len(containers):
        state.close_containers(keep)
    else:
        state.close_leaf()
    parent.is_empty = False
    add = _list_of(parent.children, bullet or ".", number, match.end(1)).items.append
    text, end = state.text, state.end
    while True:
        content_start, content_end = match.span(5)
        if content_start < 0:
            paragraph = None
            content_end = match.end(3) + 1 if number else match.end(2)
            content_column = content_end + 1 - match.start()
            item = ListItemDraft(match.end(1), content_end)
        else:
            paragraph = leaf(ParagraphDraft, content_start, content_end)
            content_column = content_start - match.start()
            item = ListItemDraft(match.end(1), content_start, [paragraph])
        add(item)
        next_line = match.end() + 1
        following = PLAIN_ITEM.match(text, next_line, end)
        if following is None or following[2] != bullet or following.end(1) - next_line != column:
            break
        if paragraph is not None:
            if text[content_end - 1] in " \t" or text[content_start] in state.ambiguous:
                state.end_paragraph(paragraph, item.children)
            item.end = item.children[-1].end
        match = following
    # Only the last item stays open.
    container = ListItem(item, content_column, content_column - parent.content_column)
    container.is_empty = paragraph is None
    containers.append(container)
    state.depth += container.levels
    state.paragraph = paragraph
    if match.end() > content_end:  # a blank line has ended the paragraph
        state.close_leaf()
    return next_line
