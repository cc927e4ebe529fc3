"""Lines that begin with a space (MediaWiki: `BlockLevelPass::execute`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Draft
from wikiparse.wikitext.blocks.comments import comment_line_end, take_comment_line
from wikiparse.wikitext.blocks.state import BLANK, GAP, take_blank_line
from wikiparse.wikitext.blocks.tables import TABLE_START, start_table
from wikiparse.wikitext.blocks.templates import start_template_line

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State

BLOCK_TAG = re.compile(
    r"</?(?:table|h[1-6]|pre|p|ul|ol|dl|li|div|td|th|tr|hr|center|blockquote|gallery|references|poem|syntaxhighlight|source)(?=[\s/>])",
    re.I,
)
"""The tags of blocks: a line with one of them is not preformatted (MediaWiki:
`BlockLevelPass::execute`)."""


def start_preformatted(walk: State, at: int) -> int:
    """Lines that begin with a blank; one of blanks alone is a blank line."""
    text, end = walk.text, walk.end
    if BLANK.match(text, at, end) or at + 1 >= end:
        return take_blank_line(walk, walk.line_end(at))
    if TABLE_START.match(text, at, end):
        return start_table(walk, at)
    if (stop := comment_line_end(walk, at)) >= 0:
        return take_comment_line(walk, at, stop)
    begin = GAP.match(text, at, end).end()  # type: ignore[union-attr]
    if (moved := start_template_line(walk, begin)) >= 0:
        return moved
    if _has_block_tag(walk, begin):
        return -1
    start = at
    while (
        at < end
        and text[at] == " "
        and not (
            BLANK.match(text, at, end)
            or TABLE_START.match(text, at, end)
            or _has_block_tag(walk, at)
        )
    ):
        at = walk.line_end(at) + 1
    walk.add(Draft("preformatted", start, min(at, end), start + 1, min(at, end)))
    return at


def _has_block_tag(walk: State, at: int) -> bool:
    """Whether the tag of a block stands in a line, which is not preformatted then."""
    return BLOCK_TAG.search(walk.text, at, walk.line_end(at)) is not None
