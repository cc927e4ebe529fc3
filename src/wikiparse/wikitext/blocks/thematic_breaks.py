"""Thematic breaks: four hyphens or more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Draft
from wikiparse.wikitext.blocks.state import GAP

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State

RULE = re.compile(r"-{4,}")


def start_thematic_break(walk: State, at: int) -> int:
    """A line across the page; what stands behind the dashes is a line of its own."""
    match = RULE.match(walk.text, at, walk.end)
    if match is None:
        return -1
    walk.add(Draft("thematic_break", at, match.end()))
    if at >= walk.rule_end:
        walk.rule_end = walk.line_end(at)
    behind = GAP.match(walk.text, match.end(), walk.rule_end).end()  # type: ignore[union-attr]
    return behind if behind < walk.rule_end else behind + 1
