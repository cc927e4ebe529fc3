"""Block quotations (CommonMark 5.1).

quotation = (">" [blank] line)+, with lazy continuation of paragraphs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.drafts import Container
from wikiparse.markdown.blocks.state import CONTAINER, NONE, Step

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State


def consume_marker(state: State) -> None:
    """Use up a `>` and the blank behind it."""
    state.advance(state.nonspace + 1, state.indent + 1)
    if state.indent:
        state.column += 1  # of a tab, one column only
        state.indent -= 1


def start_quote(state: State) -> Step:
    """A quotation opens."""
    start = state.nonspace
    if state.too_deep(start, 1):
        return NONE
    parent = state.close_unmatched()
    consume_marker(state)
    state.push(Container("blockquote", start, start + 1, -1), parent.children)
    return CONTAINER
