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
    """A thematic break; text after the dashes is a line of its own."""
    match = RULE.match(state.text, start, state.end)
    if match is None:
        return -1
    state.add(ThematicBreakDraft(start, match.end()))
    # `---- ---- text`: more than one on a line; the rest of the line is read as one that begins
    # there.
    if start >= state.rule_end:
        state.rule_end = state.line_end(start)
    behind = GAP.match(state.text, match.end(), state.rule_end).end()  # type: ignore[union-attr]
    return behind if behind < state.rule_end else behind + 1
