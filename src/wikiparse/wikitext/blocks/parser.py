"""The blocks of wikitext, line by line (MediaWiki: `BlockLevelPass`, `Parser::handleHeadings`).

    heading   = "="{n} inline* "="{n} comment*         n from 1 to 6
    list      = (marker+ content)+                     marker = "*" | "#" | ";" | ":"
    table     = ":"* "{|" … "|}"
    preformatted = (" " inline*)+
    break     = "----" "-"*
    paragraph = lines of anything else

A line that begins within matched brackets begins nothing. Lines of nothing but templates are blocks
of their own where a paragraph would begin.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import TemplateLineDraft, leaf
from wikiparse.wikitext.blocks.comments import comment_drafts
from wikiparse.wikitext.blocks.headings import start_heading
from wikiparse.wikitext.blocks.lists import start_list
from wikiparse.wikitext.blocks.preformatted import start_indented_line, start_preformatted
from wikiparse.wikitext.blocks.state import BLANK, State
from wikiparse.wikitext.blocks.tables import start_indented_table
from wikiparse.wikitext.blocks.tags import start_tag
from wikiparse.wikitext.blocks.templates import start_brace, start_template_line
from wikiparse.wikitext.blocks.thematic_breaks import start_thematic_break
from wikiparse.wikitext.preprocessor import after_hidden

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.drafts import Draft
    from wikiparse.wikitext.blocks.state import MatchSwitch
    from wikiparse.wikitext.preprocessor import Extents

    Starts = dict[str, Callable[[State, int], int]]

# The keys of `STARTS`, and the line ending: a line that begins with any other character is text.
SPECIAL = "=*#:; \n{-<_"

# The rest of a line and all plain lines after it, in one match; `next_start` says whether an extent
# hides a line ending among them.
PLAIN_LINES = re.compile(rf"[^\n]*+(?>(?:\n(?=[^{re.escape(SPECIAL)}])[^\n]*+)*)\n?")

BLOCKS = re.compile(r"\n(?:[ \t]*(?:[*#:;=\n]|\{\||\{\{|----|<)| [ \t]*[^ \t\n])")
"""Whether a stretch may hold blocks: a line begins with one, or is blank."""

CAPTION_BLOCKS = re.compile(r"\n(?:[ \t:]*\{\||=|----)")
"""Whether a caption may hold blocks. MediaWiki makes an image one line before it looks for lists
and paragraphs (`Linker::makeThumbLink2`), but after tables, headings and thematic breaks."""


def wikitext_blocks(
    text: str,
    lines: Extents,
    stretch: tuple[int, int],
    levels: int,
    match_switch: MatchSwitch,
    *,
    in_line: bool = False,
    starts: Starts | None = None,
) -> list[Draft]:
    """The blocks in a stretch of the page; `starts` are those that are looked for.

    `in_line`: the first line begins in the midst of one, so no block begins there.

    `levels` is how many lists may nest around a table in these blocks; without one there is always
    room for a list.
    """
    pos, end = stretch
    walk = State(text, lines, stretch, levels, match_switch)
    # In an argument or a cell the first line has text before it: `{{a|* b}}` has no list.
    if in_line and not BLANK.match(text, pos, end):
        walk.paragraph = pos
        pos = min(walk.line_end(pos) + 1, end)
    start_of, plain_lines, extent = (starts or STARTS).get, PLAIN_LINES.match, -1
    while pos < end:
        char = text[pos]
        if char == "\n":
            if walk.paragraph >= 0:
                walk.close(pos)
            pos += 1
            continue
        start = start_of(char)
        # The first character chooses the one start there is; what it does not take is a paragraph.
        if start is not None and (moved := start(walk, pos)) >= 0:
            pos = moved
            continue
        # A line, and those below it that begin no block.
        if walk.paragraph < 0:
            walk.paragraph = pos
        if extent < pos:
            extent = lines.next_start(pos)
        # The fast path: without it, `line_end` for each line. Most paragraphs are one.
        stop = text.find("\n", pos, end) + 1
        if not stop:
            stop = end
        elif stop < end and text[stop] not in SPECIAL:
            stop = plain_lines(text, pos, end).end()  # type: ignore[union-attr]
        pos = stop if stop <= extent else min(walk.line_end(pos) + 1, end)
    walk.close(end)
    return walk.drafts


def _start_line(state: State, start: int) -> int:
    """A block that begins with a tag or a comment. The line may begin after comments and inclusion
    tags: `<!-- c -->* a` is an item.
    """
    text, end = state.text, state.end
    pos = after_hidden(text, state.extents, start, end)
    if start < pos < end and not BLANK.match(text, pos, end) and text[pos] in SEEN:
        is_open, count = state.paragraph >= 0, len(state.drafts)
        if (moved := STARTS[text[pos]](state, pos)) >= 0:
            if not is_open:  # otherwise they are in the paragraph
                # Before the block, where they are in the source.
                state.drafts[count:count] = comment_drafts(state, start, pos)
            return moved
    return start_tag(state, start)


def _start_switch(state: State, start: int) -> int:
    """A line of switches, or what begins behind them: they are gone before headings and lists are
    looked for (MediaWiki: `Parser::handleDoubleUnderscore`), but not before tables and breaks.
    """
    if (moved := start_template_line(state, start)) >= 0:
        return moved
    pos = start
    while match := state.match_switch(state.text, pos, state.end):
        pos = match.end()
    if pos == start or state.text[pos : pos + 1] not in tuple("=*#:; "):
        return -1
    is_open, count = state.paragraph >= 0, len(state.drafts)
    if (moved := STARTS[state.text[pos]](state, pos)) >= 0 and not is_open:
        state.drafts.insert(count, leaf(TemplateLineDraft, start, pos))
    return moved


SEEN = "=*#:; {-"
"""The first characters of a block after comments and inclusion tags."""

STARTS: Starts = {
    "=": start_heading,
    "*": start_list,
    "#": start_list,
    ":": start_list,
    ";": start_list,
    " ": start_preformatted,
    "{": start_brace,
    "-": start_thematic_break,
    "<": _start_line,
    "_": _start_switch,
}
"""The block starts by the first character of a line: each adds its block and returns the start of
the next line, or -1 for a plain line."""

CAPTION_STARTS: Starts = {
    "=": start_heading,
    "{": start_indented_table,
    " ": start_indented_table,
    ":": start_indented_table,
    "-": start_thematic_break,
}
"""The same in the caption of an image."""

ITEM_STARTS: Starts = STARTS | {" ": start_indented_line}
"""The same in an item of an HTML list."""
