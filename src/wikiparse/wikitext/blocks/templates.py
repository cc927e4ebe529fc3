"""Lines of nothing but templates, behavior switches and comments: blocks of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import leaf
from wikiparse.wikitext.blocks.tables import start_table
from wikiparse.wikitext.preprocessor import BRACES, COMMENT

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State

BEHAVIOR_SWITCH = re.compile(r"__[^\W\d_]{2,40}(?:_[^\W\d_]+)*__")


def start_brace(walk: State, at: int) -> int:
    """A table, or a line of nothing but templates."""
    if walk.text.startswith("|", at + 1, walk.end):
        return start_table(walk, at)
    return start_template_line(walk, at)


def start_template_line(walk: State, at: int) -> int:
    """A line of nothing but templates, behaviour switches and comments, unless it stands in a
    paragraph.
    """
    if walk.paragraph >= 0 or (stop := _alone(walk, at)) < 0:
        return -1
    walk.drafts.append(leaf("quiet", at, stop))
    return walk.line_end(stop) + 1


def _alone(walk: State, at: int) -> int:
    """The end of a line that holds nothing but templates, behaviour switches and comments; -1 if it
    holds more.
    """
    text, islands, end = walk.text, walk.islands, walk.end
    last = -1
    while at < end:
        char = text[at]
        if char in " \t":
            at += 1
            continue
        if char == "\n":
            return last
        island = islands.get(at)
        if island is not None and island.kind in (BRACES, COMMENT) and island.end <= end:
            at = last = island.end
        elif char == "_" and (match := BEHAVIOR_SWITCH.match(text, at, end)):
            at = last = match.end()
        else:
            return -1
    return last
