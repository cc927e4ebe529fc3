"""Lines that begin with a space (MediaWiki: `BlockLevelPass::execute`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from wikiparse.drafts import PreformattedDraft
from wikiparse.mediawiki import BLOCK_EXTENSIONS, BLOCK_TAGS
from wikiparse.wikitext.blocks.comments import comment_line_end, take_comment_line
from wikiparse.wikitext.blocks.state import BLANK, GAP, take_blank_line
from wikiparse.wikitext.blocks.tables import indented_table, start_table
from wikiparse.wikitext.blocks.templates import start_template_line
from wikiparse.wikitext.preprocessor import LINK, after_hidden

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State

_TAGS = BLOCK_TAGS.union(BLOCK_EXTENSIONS)
BLOCK_TAG = re.compile(
    rf"<(/?)((?ai:{'|'.join(sorted(_TAGS))}))(?=[\s/>])",
)
"""The tags of blocks: a line with one of them is not preformatted (MediaWiki:
`BlockLevelPass::execute`)."""

_CELLS = frozenset(("td", "th"))

_NEVER_OPEN = frozenset(("blockquote", "center", "div", "figure", "hr"))

_NO_END = frozenset(("caption", "dd", "dt", "li", "tr"))


def start_preformatted(state: State, pos: int) -> int:
    """Lines that begin with a space; one of white space alone is a blank line."""
    text, end = state.text, state.end
    if BLANK.match(text, pos, end) or pos + 1 >= end:
        return take_blank_line(state, state.line_end(pos))
    # In the order of MediaWiki's passes: tables come before lines, and comments and templates are
    # gone by then.
    if (table := indented_table(state, pos)) >= 0:
        return start_table(state, pos, table)
    if (stop := comment_line_end(state, pos)) >= 0:
        return take_comment_line(state, pos, stop)
    begin = GAP.match(text, pos, end).end()  # type: ignore[union-attr]
    if (moved := start_template_line(state, begin)) >= 0:
        return moved
    if _has_block_tag(state, begin) or _is_in_element(state, pos):
        return -1
    start = pos
    while pos < end:
        # Comments and inclusion tags before the space are gone for MediaWiki.
        begin = pos if text[pos] == " " else after_hidden(text, state.extents, pos, end)
        if (
            not text.startswith(" ", begin, end)
            or indented_table(state, begin) >= 0
            or _has_block_tag(state, begin)
        ):
            break
        pos = state.line_end(begin) + 1
    state.add(PreformattedDraft(start, min(pos, end), start + 1, min(pos, end)))
    return pos


def start_indented_line(state: State, pos: int) -> int:
    """The same in an item of HTML, where no line is preformatted."""
    state.seen, state.is_in_element = pos, True
    return start_preformatted(state, pos)


def _has_block_tag(state: State, start: int) -> bool:
    """Whether the tag of a block is in a line, which is not preformatted then."""
    return BLOCK_TAG.search(state.text, start, state.line_end(start)) is not None


def _is_in_element(state: State, pos: int) -> bool:
    """Whether the lines before a place leave an element of blocks open, such as `<p>`, or a block
    quote: no line in these is preformatted (MediaWiki: `$inBlockElem`, `$inBlockquote`).
    """
    while (tag := _next_tag(state, pos)) is not None:
        # It looks at a line as a whole: one tag that ends something is enough.
        stop = state.line_end(tag.start())
        is_over = False
        while tag is not None and tag.start() < stop:
            name, is_closing = tag[2].lower(), tag[1] == "/"
            is_over = is_over or name in _NEVER_OPEN
            if name not in _NO_END:
                is_over = is_over or is_closing != (name in _CELLS)
            state.seen = tag.end()
            tag = _next_tag(state, min(stop, pos))
        state.is_in_element = not is_over
    return state.is_in_element or state.lines.is_in_quote(state.text, pos)


def _next_tag(state: State, end: int) -> re.Match[str] | None:
    """The next tag of a block that was not seen yet, outside of comments, templates and the content
    of extensions.
    """
    order, extents = state.lines.order, state.extents
    while tag := BLOCK_TAG.search(state.text, state.seen, end):
        index = bisect_left(order, state.seen)
        while (start := order[index]) <= tag.start():
            extent = extents.get(start)
            if extent is not None and extent.kind != LINK and extent.end > tag.start():
                state.seen = extent.end
                break
            index += 1
        else:
            return tag
    state.seen = max(state.seen, end)
    return None
