"""Lines that begin with a space (MediaWiki: `BlockLevelPass::execute`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import PreformattedDraft
from wikiparse.mediawiki import BLOCK_EXTENSIONS, BLOCK_TAGS
from wikiparse.wikitext.blocks.comments import comment_line_end, take_comment_line
from wikiparse.wikitext.blocks.state import BLANK, GAP, take_blank_line
from wikiparse.wikitext.blocks.tables import TABLE_START, start_table
from wikiparse.wikitext.blocks.templates import start_template_line

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State

_TAGS = (BLOCK_TAGS - {"caption", "dd", "dt"}).union(BLOCK_EXTENSIONS)
BLOCK_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(_TAGS))})(?=[\s/>])",
    re.I,
)
"""The tags of blocks: a line with one of them is not preformatted (MediaWiki:
`BlockLevelPass::execute`)."""


def start_preformatted(state: State, pos: int) -> int:
    """Lines that begin with a space; one of white space alone is a blank line."""
    text, end = state.text, state.end
    if BLANK.match(text, pos, end) or pos + 1 >= end:
        return take_blank_line(state, state.line_end(pos))
    # In the order of MediaWiki's passes: tables come before lines, and comments and templates are
    # gone by then.
    if TABLE_START.match(text, pos, end):
        return start_table(state, pos)
    if (stop := comment_line_end(state, pos)) >= 0:
        return take_comment_line(state, pos, stop)
    begin = GAP.match(text, pos, end).end()  # type: ignore[union-attr]
    if (moved := start_template_line(state, begin)) >= 0:
        return moved
    if _has_block_tag(state, begin):
        return -1
    start = pos
    while (
        pos < end
        and text[pos] == " "
        and not (
            BLANK.match(text, pos, end)
            or TABLE_START.match(text, pos, end)
            or _has_block_tag(state, pos)
        )
    ):
        pos = state.line_end(pos) + 1
    state.add(PreformattedDraft(start, min(pos, end), start + 1, min(pos, end)))
    return pos


def _has_block_tag(state: State, start: int) -> bool:
    """Whether the tag of a block is in a line, which is not preformatted then."""
    return BLOCK_TAG.search(state.text, start, state.line_end(start)) is not None
