"""Lines of nothing but templates, behavior switches and comments: blocks of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.drafts import TemplateLineDraft, leaf
from wikiparse.wikitext.blocks.tables import start_table
from wikiparse.wikitext.preprocessor import BRACES, COMMENT, TABLE

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State


def start_brace(state: State, start: int) -> int:
    """A table, or a line of nothing but templates."""
    extent = state.extents.get(start)
    # There is a character after it: a text of blocks ends with a line feed.
    if (state.text[start + 1] == "|" and start + 1 < state.end) or (
        extent is not None and extent.kind == TABLE
    ):
        return start_table(state, start, start)
    return start_template_line(state, start)


def start_template_line(state: State, start: int) -> int:
    """A line of nothing but templates, behavior switches and comments, unless it is in a
    paragraph.
    """
    if state.paragraph >= 0 or (end := _alone(state, start)) < 0:
        return -1
    state.drafts.append(leaf(TemplateLineDraft, start, end))
    return state.line_end(end) + 1


def _alone(state: State, pos: int) -> int:
    """The end of a line that holds nothing but templates, behavior switches and comments; -1 if it
    holds more.
    """
    text, extents, end = state.text, state.extents, state.end
    last = -1
    while pos < end:
        char = text[pos]
        if char in " \t":
            pos += 1
            continue
        if char == "\n":
            return last
        # A link or an extension ends the search: the line is text then.
        extent = extents.get(pos)
        if extent is not None and extent.kind in (BRACES, COMMENT) and extent.end <= end:
            pos = last = extent.end
        elif char == "_" and (match := state.match_switch(text, pos, end)):
            pos = last = match.end()
        else:
            return -1
    return last
