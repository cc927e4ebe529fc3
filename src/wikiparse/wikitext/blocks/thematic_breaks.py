"""Thematic breaks: four hyphens or more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import ThematicBreakDraft
from wikiparse.wikitext.blocks.state import GAP

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State

# MediaWiki: `/(^|\n)-----*/`, four or more.
RULE = re.compile(r"-{4,}")


def start_thematic_break(state: State, start: int) -> int:
    """A thematic break; text after the dashes begins no block (MediaWiki:
    `Parser::internalParse`).
    """
    match = RULE.match(state.text, start, state.end)
    if match is None:
        return -1
    state.add(ThematicBreakDraft(start, match.end()))
    stop = state.line_end(match.end())
    behind = GAP.match(state.text, match.end(), stop).end()  # type: ignore[union-attr]
    if behind < stop:
        state.paragraph = behind
        state.seen = stop  # the line ends what is open, whatever tags it has
    return stop + 1
