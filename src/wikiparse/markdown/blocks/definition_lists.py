"""Definition lists as pandoc writes them.

list       = (term line-ending [blank-line] definition+)+
definition = (":" | "~") white-space block*, continued by lines indented by four columns

A term is a paragraph of one line. Indentation in wikitext becomes a definition without a term,
which is distinguished from text by the three spaces that its writer puts after the colon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import (
    DescriptionDetailsDraft,
    DescriptionListDraft,
    DescriptionTermDraft,
    ParagraphDraft,
    PipeTableDraft,
    TextTableDraft,
)
from wikiparse.markdown.blocks.state import CONTAINER, NONE, Container

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State, Step

MARKER = re.compile(r"[:~](?=[ \t\n])")

WRITERS_OWN = re.compile(r":(?:   |\t)[ \t]*+(?=[^ \t\n])")
"""The marker as pandoc writes it."""

# ": A caption", a blank line, then the first line of a grid table, a line of dashes, or the header
# and the delimiter row of a pipe table.
CAPTION_OF_TABLE = re.compile(
    r":[^\n]*+\n(?>(?:[ \t]*+[^ \t\n][^\n]*+\n)*)(?>(?:[ \t]*+\n)+)"
    r"(?:[ \t]*\+[-=:]|[ \t]*-{2,}+[- \t]*+\n|[^\n]*+\n[ \t]*[-|:][-+|: \t]*+\n)"
)
"""A caption above a table: pandoc tries a table before a definition."""

WIDTH = 4


class Definition(Container):
    """An open definition."""

    __slots__ = ("parts",)

    def __init__(
        self, draft: DescriptionDetailsDraft, content_column: int, parts: DescriptionListDraft
    ) -> None:
        super().__init__(draft, content_column)
        self.parts: DescriptionListDraft = parts

    def continues(self, state: State) -> bool:
        """Lines indented by four columns, and blank lines."""
        if state.text[state.nonspace] == "\n":
            state.consume_indent(min(state.indent, WIDTH))
            return True
        if state.indent < WIDTH:
            return False
        state.consume_indent(WIDTH)
        return True

    def finish(self) -> None:
        """Set the end of the definition, and of its list."""
        super().finish()
        self.parts.end = max(self.parts.end, self.draft.end)


def start_details(state: State) -> Step:
    """A definition, of the term above it, or a further one."""
    text, start = state.text, state.nonspace
    match = MARKER.match(text, start)
    if match is None or not _may_begin(state) or state.too_deep(start):
        return NONE
    term = _take_term(state)
    siblings = state.close_unmatched().children
    parent = state.parent
    last = siblings[-1] if siblings else None
    # Two blank lines end the list; the next definition begins another one.
    if type(last) is DescriptionListDraft and _blank_lines_above(state) < 2:
        parts = last
    else:
        parts = DescriptionListDraft(start if term is None else term.start, start)
        siblings.append(parts)
    if term is not None:
        parts.items.append(term)
    columns = state.indent + 1
    state.advance(match.end(), columns)
    draft = DescriptionDetailsDraft(start, match.end())
    parts.items.append(draft)
    # The marker and the spaces after it are four columns wide; columns beyond them are indentation.
    state.consume_indent(min(state.indent, max(WIDTH - columns, 1)))
    state.open(Definition(draft, parent.content_column + WIDTH, parts))
    return CONTAINER


def _may_begin(state: State) -> bool:
    """Whether there is something above that a definition can follow."""
    text, start = state.text, state.nonspace
    if state.paragraph is not None and state.matched < len(state.containers):
        # The next definition ends the paragraph of one; in other containers the line is lazy.
        return type(state.containers[state.matched]) is Definition
    if state.paragraph is not None:
        return state.paragraph.is_one_line(text)
    siblings = state.parent.children
    last = siblings[-1] if siblings else None
    if isinstance(last, (TextTableDraft, PipeTableDraft)):
        return False  # its caption
    if CAPTION_OF_TABLE.match(text, start, state.end):
        return False
    if type(last) is DescriptionListDraft or (
        type(last) is ParagraphDraft and last.is_one_line(text)
    ):
        return _blank_lines_above(state) < 2 or WRITERS_OWN.match(text, start) is not None
    return WRITERS_OWN.match(text, start) is not None


def _take_term(state: State) -> DescriptionTermDraft | None:
    """Take the paragraph above out of its siblings, if it is a term."""
    text = state.text
    siblings = state.parent.children
    last = siblings[-1] if siblings else None
    if (
        type(last) is not ParagraphDraft
        or not last.is_one_line(text)
        or _blank_lines_above(state) > 1
    ):
        return None
    siblings.pop()
    state.paragraph = None
    term = DescriptionTermDraft(last.start, last.end, last.content_start, last.content_end)
    term.lines = last.lines
    return term


def _blank_lines_above(state: State) -> int:
    """How many blank lines are above the current one; two mean two or more."""
    text, pos = state.text, state.line_start
    for count in range(2):
        begin = text.rfind("\n", 0, max(pos - 1, 0)) + 1
        # Within a block quote a blank line still has its marker.
        if pos == 0 or text[begin:pos].strip(" \t>\n"):
            return count
        pos = begin
    return 2
