"""Block quotes (CommonMark 5.1).

block quote = (">" [space] line)+, with lazy continuation of paragraphs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.drafts import BlockquoteDraft
from wikiparse.markdown.blocks.state import CONTAINER, NONE, Container

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State, Step


class Blockquote(Container):
    """An open block quote."""

    __slots__ = ()

    levels = 1
    blockquotes = 1

    def continues(self, state: State) -> bool:
        """Each line begins with a marker, indented by three columns at most."""
        # A line without one may still be a lazy line of a paragraph in it: `Parser.add_text`.
        if state.text[state.nonspace] != ">" or state.indent > 3:
            return False
        self.draft.end = state.nonspace + 1  # a line of only the marker belongs to it
        consume_marker(state)
        return True


def start_blockquote(state: State) -> Step:
    """A block quote begins with its marker."""
    start = state.nonspace
    if state.too_deep(start, levels=1):
        return NONE
    draft = BlockquoteDraft(start, start + 1)
    # A block quote interrupts a paragraph (CommonMark 5.1), so nothing is asked.
    state.close_unmatched().children.append(draft)
    consume_marker(state)
    state.open(Blockquote(draft))
    return CONTAINER


def consume_marker(state: State) -> None:
    """Consume `>` and one optional space after it."""
    state.advance(state.nonspace + 1, columns=state.indent + 1)
    if state.indent:
        state.consume_indent(
            1
        )  # a tab after ">" gives one column; the rest indents (CommonMark 2.2)
