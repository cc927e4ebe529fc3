"""Lists and their items (CommonMark 5.2 and 5.3).

    item   = marker (space{1,4} block* | line-ending block*)
    marker = "-" | "+" | "*" | digit{1,9} ("." | ")")

Where the hybrid dialect differs: numbers have no leading zeros (docs/dialects.md, trap 39), `1)` is
prose, and an item that begins with a blank line may begin with several, since dropped templates
leave such items (docs/dialects.md).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from wikiparse.drafts import ListDraft, ListItemDraft, ParagraphDraft, leaf
from wikiparse.markdown.blocks.fancy_lists import Marker, fancy_marker
from wikiparse.markdown.blocks.state import CONTAINER, NONE, Container

if TYPE_CHECKING:
    from wikiparse.dialect import Dialect
    from wikiparse.drafts import Draft, ParentDraft
    from wikiparse.markdown.blocks.state import State, Step

# 12)  text
# 2 3               White space or the line ending must follow: `-text` and `1.5` are text.
MARKER = re.compile(r"(?:([-+*])|(\d{1,9})([.)]))(?=[ \t\n])")


class ListItem(Container):
    """An open item. `width` is how many columns its lines are indented: those of its marker and the
    spaces around it.
    """

    __slots__ = ("width",)

    def __init__(self, draft: ListItemDraft, content_column: int, width: int) -> None:
        self.draft: ParentDraft = draft
        self.children: list[Draft] = draft.children
        self.content_column = content_column
        self.is_empty = True
        self.width: int = width

    def continues(self, state: State) -> bool:
        """Lines indented as its content is, and blank lines; but a second blank line at its start
        ends it.
        """
        if state.text[state.nonspace] == "\n":
            # CommonMark 5.2: a list item can begin with at most one blank line.
            if self.is_empty and not state.dialect.blank_start_items:
                return False
            # A blank line may be shorter than the indentation; columns beyond it are content of
            # code in the item.
            state.consume_indent(min(state.indent, self.width))
            return True
        if state.indent < self.width:
            return False
        state.consume_indent(self.width)
        return True


def start_item(state: State) -> Step:
    """An item, of the list right before it or of a new one."""
    text, start = state.text, state.nonspace
    marker = fancy_marker(state) if state.dialect.fancy_lists else _marker(state)
    if marker is None:
        return NONE
    end = marker.end
    is_blank = text[end] == "\n" or not text[end : text.index("\n", end)].strip(" \t")
    if state.paragraph is not None and not _may_follow(state, marker, is_blank):
        return NONE
    if state.too_deep(start):
        return NONE
    # Before `advance`, which changes `indent`: an item may be indented by up to three columns
    # itself.
    outer_indent = state.indent
    parent = state.close_unmatched()
    first = marker.number
    if marker.example is not None:
        first = state.page.count_example(marker.example)
    items = _list_of(parent.children, marker.kind, first, start).items
    width = outer_indent + end - start
    state.advance(end, columns=width)
    # CommonMark 5.2, rule 3: the content begins one column after the marker, whatever white space
    # follows it.
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


def _marker(state: State) -> Marker | None:
    """The marker that the rest of the line begins with, by CommonMark's rules."""
    match = MARKER.match(state.text, state.nonspace)
    if match is None:
        return None
    bullet, number, delimiter = match.groups()
    if not number:
        return Marker(bullet, None, match.end())
    if delimiter == ")" and not state.dialect.closing_parenthesis:
        return None
    if number[0] == "0" and number != "0" and not state.dialect.leading_zeros:
        return None
    return Marker(delimiter, int(number), match.end())


def _may_follow(state: State, marker: Marker, is_blank: bool) -> bool:
    """Whether an item may follow an open paragraph."""
    if state.dialect.blank_before_blocks:
        # Nested in an item, or the next one of a list.
        if not any(type(container) is ListItem for container in state.containers):
            return False
        siblings = state.parent.children
        last = siblings[-1] if siblings else None
        if type(last) is ListDraft and last.marker == marker.kind and not state.interrupts:
            return True
    elif not state.interrupts:
        return True
    # An empty item, or one with a number other than 1, interrupts no paragraph (CommonMark 5.2):
    # "(1987)" may be the last line of a sentence.
    return not is_blank and marker.number in (None, 1)


def _kind(dialect: Dialect, bullet: str) -> str:
    """The kind of list that a plain item is of."""
    if dialect.fancy_lists:
        return "-" if bullet else "1."
    return bullet or "."


def _list_of(siblings: list[Draft], marker: str, number: int | None, start: int) -> ListDraft:
    """The list that an item goes on with, or a new one: one list has one bullet or delimiter."""
    last = siblings[-1] if siblings else None
    # Blank lines between items do not end a list: they make it loose.
    if type(last) is ListDraft and last.marker == marker:
        return last
    new = ListDraft(start, start, marker, number)
    siblings.append(new)
    return new


_BREAK = r"(?:\2[ \t]*){2,}\n|(?:-[ \t]*){3,}\n|(?:\*[ \t]*){3,}\n|(?:_[ \t]*){3,}\n"
"""A thematic break, the bullet a part of it or not."""

FANCY_MARKER = r"|\(?(?:[A-Za-z#]|[ivxlcdmIVXLCDM]{2,12}|@[\w-]*+|[0-9]{1,9})[.)][ \t\n]"
"""How an item of pandoc's lists may begin besides those of CommonMark's."""


@cache
def plain_item(dialect: Dialect) -> re.Pattern[str]:
    """The pattern of an item whose first line begins no other block, and the blank lines after it;
    or of an item without content, if the line after it is not indented, or there is none.
    """
    fancy = rf"{FANCY_MARKER}|[:+|]" if dialect.fancy_lists else ""
    return re.compile(
        #   - an item of plain text
        # 1 2 4 5
        #
        # `1)` and leading zeros are not plain: dialects differ there, and `_marker` decides.
        rf"( *)(?:([-+*])|([1-9][0-9]{{0,8}})\.)(?:"
        # Nothing else may begin in it: a heading, a block quote, HTML, a footnote definition, an
        # item within the item, a thematic break, a fence.
        rf"( {{1,4}})(?![ \t\n#>]|<(?!https?://)|\[\^|[-+*][ \t\n]|{_BREAK}|```|~~~"
        rf"|[0-9]{{1,9}}[.)][ \t\n]{fancy})([^\n]++)(?>(?:\n[ \t]*+(?=\n))*)"
        r"|[ \t]*+(?=\n(?:\1[^ \t\n]|\Z)))"
    )


def add_plain_items(state: State, match: re.Match[str]) -> int | None:
    """Add an item of plain text, wherever its column puts it, and its plain siblings; returns the
    start of the line after them, or None where `start_item` has to decide.

    The equal of `read_line` for each of them, with `match_containers`, `start_item` and `add_text`:
    most lists are made of nothing else. No block quote may be open, so that columns count from the
    start of the line.
    """
    spaces, bullet, number = match.group(1, 2, 3)
    column = len(spaces)
    containers = state.containers
    # The same question as `continues` for each container, asked from the inside: without block
    # quotes a column is enough.
    keep = len(containers)
    while keep and column < containers[keep - 1].content_column:
        keep -= 1
    parent = containers[keep - 1] if keep else state.root
    # Too far to the right, it is code or text; too deep, `start_item` reports it.
    if column - parent.content_column > 3 or state.depth + 2 >= state.max_depth:
        return None
    # `_may_follow`: an empty item, or one with a number other than 1, interrupts no paragraph.
    if state.paragraph is not None and (
        (keep == len(containers) and ((number and number != "1") or match.start(5) < 0))
        or (state.dialect.blank_before_blocks and not any(type(c) is ListItem for c in containers))
    ):
        return None
    if keep < len(containers):
        state.close_containers(keep)
    else:
        state.close_leaf()
    parent.is_empty = False
    kind = _kind(state.dialect, bullet)
    first = int(number) if number else None
    add = _list_of(parent.children, kind, first, match.end(1)).items.append
    text, end = state.text, state.limit
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
        # Only siblings: another bullet or another column is decided above, by the next call.
        following = match.re.match(text, next_line, end)
        if following is None or following[2] != bullet or following.end(1) - next_line != column:
            break
        if paragraph is not None:
            # As `close_leaf` would, for an item that was never opened.
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
