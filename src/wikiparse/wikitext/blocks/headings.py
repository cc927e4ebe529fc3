"""Headings (MediaWiki: `Parser::handleHeadings`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import HeadingDraft
from wikiparse.source import trim
from wikiparse.wikitext.blocks.comments import add_comments, end_without_comments

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State

HEADING = re.compile(
    r"(={1,6})(?!=)[ \t]*+((?>[^=\n{<\[\-]*[^=\n{<\[\- \t]))[ \t]*+(\1)[ \t]*+(?:\n|\Z)"
)
"""A heading of plain text, with as many `=` on both sides."""


def start_heading(state: State, start: int) -> int:
    """A heading: as many `=` as both ends have, up to six; comments may follow."""
    text = state.text
    # The fast path: no comment, no markup, no `=` in the text. The rest of this function would find
    # the same.
    if match := HEADING.match(text, start, state.end):
        begin, to = match.span(2)
        state.add(HeadingDraft(start, match.end(3), begin, to, match.end(1) - start))
        return match.end()
    stop = state.line_end(start)
    end = end_without_comments(state, start, stop)
    # == a === b = <!-- c -->      the line without its comments ends with one "=": level 1
    # ^^         ^
    left = start
    while left < end and text[left] == "=":
        left += 1
    right = end
    while right > left and text[right - 1] == "=":
        right -= 1
    # A line of nothing but "=" has the one in the middle, or two, for its words.
    level = min((end - start - 1) // 2, 6) if left == end else min(left - start, end - right, 6)
    if level < 1:
        return -1
    begin, to = trim(text, start + level, end - level, " \t")
    state.add(HeadingDraft(start, end, begin, to, level))
    add_comments(state, end, stop)
    return stop + 1
