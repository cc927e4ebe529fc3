"""The blocks of wikitext, line by line (MediaWiki: `BlockLevelPass`, `Parser::handleHeadings`).

    heading   = "="{n} inline* "="{n} comment*         n from 1 to 6
    list      = (marker+ content)+                     marker = "*" | "#" | ";" | ":"
    table     = ":"* "{|" … "|}"
    preformatted = (" " inline*)+
    break     = "----" "-"*
    paragraph = lines of anything else

A line that begins inside an island begins nothing. Lines of nothing but templates are blocks of their own where a paragraph would begin.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.blocks.draft import Draft, leaf
from wikiparse.blocks.html import TAG_LINE, TAG_NAME, WITHIN_LINES
from wikiparse.blocks.wikitext_lists import list_drafts
from wikiparse.preprocessor import BRACES, COMMENT, TABLE, TAG

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.preprocessor import Island, Islands

SPECIAL = r"=*#:; \n{\-<_"
PLAIN_LINES = re.compile(rf"[^\n]*+(?>(?:\n(?=[^{SPECIAL}])[^\n]*+)*)\n?")
HEADING = re.compile(r"(={1,6})(?!=)[ \t]*+([^=\n{<\[\-]++)\1[ \t]*+(?:\n|\Z)")
"""A heading of plain words, with as many `=` on both sides."""
MARKERS = re.compile(r"[*#:;]+")
RULE = re.compile(r"-{4,}")
TABLE_START = re.compile(r"[ \t:]*\{\|")
SWITCH = re.compile(r"__[^\W\d_]{2,40}(?:_[^\W\d_]+)*__")
BLANK = re.compile(r"[ \t]*\n")
GAP = re.compile(r"[ \t\n]*")
BLOCK_TAG = re.compile(
    r"</?(?:table|h[1-6]|pre|p|ul|ol|dl|li|div|td|th|tr|hr|center|blockquote|gallery|references|poem|syntaxhighlight|source)(?=[\s/>])",
    re.I,
)
"""The tags of blocks: a line with one of them is not preformatted (MediaWiki: `BlockLevelPass::execute`)."""
BLOCKS = re.compile(r"\n(?:[ \t]*(?:[*#:;=\n]|\{\||\{\{|----|<)| [^ \t\n])")
"""Whether a stretch may hold blocks: a line begins with one, or is blank."""
BLOCK_EXTENSIONS = {
    "gallery": "gallery", "references": "footnote_list", "pre": "code_block", "syntaxhighlight": "code_block", "source": "code_block",
    "poem": "poem",
}  # fmt: skip
"""The kinds of the blocks that these tags make where they stand alone."""


class Walk:
    """A walk over the lines of a stretch of the page, and the blocks found in it. `paragraph` is where an open one begins, or -1."""

    __slots__ = ("drafts", "end", "islands", "levels", "lines", "paragraph", "rule_end", "text")

    def __init__(self, text: str, lines: Islands, end: int, levels: int) -> None:
        self.text = text
        self.lines = lines
        self.islands = lines.found
        self.end = end
        self.levels = levels
        self.drafts: list[Draft] = []
        self.paragraph = -1
        self.rule_end = -1  # where the line of the last rule ends: another one may follow on it

    def line_end(self, at: int) -> int:
        """The place of the line ending, or the end of the stretch."""
        return self.lines.line_end(self.text, at, self.end)

    def add(self, draft: Draft) -> None:
        """Add a block behind the paragraph that was open."""
        self.close(draft.start)
        self.drafts.append(draft)

    def close(self, at: int) -> None:
        """End the paragraph."""
        start = self.paragraph
        if start >= 0:
            self.paragraph = -1
            text = self.text
            while at > start and text[at - 1] in " \t\n":
                at -= 1
            while start < at and text[start] in " \t\n":
                start += 1
            if start < at:
                self.drafts.append(leaf("paragraph", start, at))


def wikitext_blocks(text: str, lines: Islands, at: int, end: int, levels: int, *, in_line: bool = False) -> list[Draft]:
    """The blocks between two places. `in_line`: the first line begins in the midst of one, so no block begins there.

    `levels` is how many lists may nest around a table in these blocks; without one there is always room for a list.
    """
    walk = Walk(text, lines, end, levels)
    if in_line and not BLANK.match(text, at, end):
        walk.paragraph = at
        at = min(walk.line_end(at) + 1, end)
    starts, plain_lines, island = STARTS.get, PLAIN_LINES.match, -1
    while at < end:
        char = text[at]
        if char == "\n":
            if walk.paragraph >= 0:
                walk.close(at)
            at += 1
            continue
        start = starts(char)
        if start is not None and (moved := start(walk, at)) >= 0:
            at = moved
            continue
        # A line, and those below it that begin no block.
        if walk.paragraph < 0:
            walk.paragraph = at
        if island < at:
            island = lines.next_start(at)
        stop = plain_lines(text, at, end).end()  # type: ignore[union-attr]
        at = stop if stop <= island else min(walk.line_end(at) + 1, end)
    walk.close(end)
    return walk.drafts


def _blank(walk: Walk, at: int) -> int:
    """A blank line, which ends a paragraph."""
    if walk.paragraph >= 0:
        walk.close(at)
    return at + 1


def _heading(walk: Walk, at: int) -> int:
    """A heading: as many `=` as both ends have, up to six; comments may follow."""
    text = walk.text
    if match := HEADING.match(text, at, walk.end):
        begin, to = match.span(2)
        level = len(match[1])
        end = to + level
        while text[to - 1] in " \t":
            to -= 1
        walk.add(Draft("heading", at, end, begin, to, level))
        return match.end()
    stop = walk.line_end(at)
    end = _without_comments(walk, at, stop)
    left = at
    while left < end and text[left] == "=":
        left += 1
    right = end
    while right > left and text[right - 1] == "=":
        right -= 1
    # A line of nothing but "=" has the one in the middle, or two, for its words.
    level = min((end - at - 1) // 2, 6) if left == end else min(left - at, end - right, 6)
    if level < 1:
        return -1
    begin, to = at + level, end - level
    while begin < to and text[begin] in " \t":
        begin += 1
    while to > begin and text[to - 1] in " \t":
        to -= 1
    walk.add(Draft("heading", at, end, begin, to, level))
    _trailing(walk, end, stop)
    return stop + 1


def _without_comments(walk: Walk, at: int, stop: int) -> int:
    """The end of a line without white space and comments at its end."""
    text, islands = walk.text, walk.islands
    while True:
        while stop > at and text[stop - 1] in " \t":
            stop -= 1
        if not text.endswith("-->", at, stop):
            return stop
        start = text.rfind("<!--", at, stop)
        if start < 0 or (island := islands.get(start)) is None or island.kind != COMMENT or island.end != stop:
            return stop
        stop = start


def _trailing(walk: Walk, at: int, stop: int) -> None:
    """Add the comments behind a heading."""
    while (at := walk.text.find("<!--", at, stop)) >= 0:
        island = walk.islands[at]
        walk.drafts.append(Draft("comment", at, island.end))
        at = island.end


def _list(walk: Walk, at: int) -> int:
    """All lines of a list; comments alone on a line are part of what stands before them."""
    text, end = walk.text, walk.end
    if text[at] == ":" and TABLE_START.match(text, at, end):
        return _table(walk, at)
    lines: list[tuple[int, int, int]] = []
    line_end = walk.lines.line_end
    start = at
    while at < end and (match := MARKERS.match(text, at, end)):
        stop = line_end(text, at, end)
        while text.startswith(("<!--", " "), stop + 1) and (comment := _comment_line(walk, stop + 1)) >= 0:
            stop = comment
        lines.append((at, match.end(), stop))
        at = stop + 1
    walk.close(start)
    walk.drafts += list_drafts(text, walk.islands, lines, max(walk.levels, 1))
    return at


def _comment_line(walk: Walk, at: int) -> int:
    """The end of a line that holds nothing but comments, or -1: MediaWiki takes such a line out of the page."""
    if not walk.text.startswith(("<!--", " "), at) or at >= walk.end:
        return -1
    stop = walk.line_end(at)
    begin = GAP.match(walk.text, at, stop).end()  # type: ignore[union-attr]
    return stop if begin < stop and _without_comments(walk, begin, stop) == begin else -1


def _preformatted(walk: Walk, at: int) -> int:
    """Lines that begin with a blank; one of blanks alone is a blank line."""
    text, end = walk.text, walk.end
    if BLANK.match(text, at, end) or at + 1 >= end:
        return _blank(walk, walk.line_end(at))
    if TABLE_START.match(text, at, end):
        return _table(walk, at)
    if (stop := _comment_line(walk, at)) >= 0:
        return _comments(walk, at, stop)
    begin = GAP.match(text, at, end).end()  # type: ignore[union-attr]
    if (moved := _quiet_line(walk, begin)) >= 0:
        return moved
    if _has_block_tag(walk, begin):
        return -1
    start = at
    while at < end and text[at] == " " and not (BLANK.match(text, at, end) or TABLE_START.match(text, at, end) or _has_block_tag(walk, at)):
        at = walk.line_end(at) + 1
    walk.add(Draft("preformatted", start, min(at, end), start + 1, min(at, end)))
    return at


def _has_block_tag(walk: Walk, at: int) -> bool:
    """Whether the tag of a block stands in a line, which is not preformatted then."""
    return BLOCK_TAG.search(walk.text, at, walk.line_end(at)) is not None


def _rule(walk: Walk, at: int) -> int:
    """A line across the page; what stands behind the dashes is a line of its own."""
    match = RULE.match(walk.text, at, walk.end)
    if match is None:
        return -1
    walk.add(Draft("thematic_break", at, match.end()))
    if at >= walk.rule_end:
        walk.rule_end = walk.line_end(at)
    behind = GAP.match(walk.text, match.end(), walk.rule_end).end()  # type: ignore[union-attr]
    return behind if behind < walk.rule_end else behind + 1


def _table(walk: Walk, at: int) -> int:
    """A table, indented by colons or not; without an end it reaches to the next heading."""
    text = walk.text
    start = TABLE_START.match(text, at, walk.end).end() - 2  # type: ignore[union-attr]
    island = walk.islands.get(start)
    colons = text.count(":", at, start)
    if island is not None and island.kind == TABLE and island.end <= walk.end:
        stop, is_closed = island.end, True
    else:
        stop, is_closed = _unclosed(walk, start), False
    table = Draft("table", start, stop, start + 2, stop - 2 if is_closed else stop, is_closed)
    walk.close(at)
    for index in range(min(colons, walk.levels)):
        details = Draft("description_details", start - 1 - index if text[start - 1] == ":" else at, stop)
        details.children = [table]
        table = Draft("description_list", details.start, stop)
        table.children = [details]
    walk.drafts.append(table)
    behind = GAP.match(text, stop, max(walk.line_end(stop), stop)).end()  # type: ignore[union-attr]
    return behind + 1 if behind >= walk.end or text[behind] == "\n" else behind


def _unclosed(walk: Walk, at: int) -> int:
    """Where a table ends that nothing closes: at the next heading, or with the stretch it stands in."""
    text = walk.text
    at = walk.line_end(at)
    while at < walk.end:
        if text.startswith("=", at + 1) and text.endswith("=", at + 2, _without_comments(walk, at + 1, walk.line_end(at + 1))):
            break
        at = walk.line_end(at + 1)
    while text[at - 1] in " \t\n":
        at -= 1
    return at


def _brace(walk: Walk, at: int) -> int:
    """A table, or a line of nothing but templates."""
    if walk.text.startswith("|", at + 1, walk.end):
        return _table(walk, at)
    return _quiet_line(walk, at)


def _quiet_line(walk: Walk, at: int) -> int:
    """A line of nothing but templates, behaviour switches and comments, unless it stands in a paragraph."""
    if walk.paragraph >= 0 or (stop := _alone(walk, at)) < 0:
        return -1
    walk.drafts.append(leaf("quiet", at, stop))
    return walk.line_end(stop) + 1


def _alone(walk: Walk, at: int) -> int:
    """The end of a line that holds nothing but templates, behaviour switches and comments; -1 if it holds more."""
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
        elif char == "_" and (match := SWITCH.match(text, at, end)):
            at = last = match.end()
        else:
            return -1
    return last


def _angle(walk: Walk, at: int) -> int:
    """A comment, the tag of an extension, a table of HTML, or a line of tags."""
    text, end = walk.text, walk.end
    island = walk.islands.get(at)
    if island is not None and island.end <= end:
        if island.kind == COMMENT:
            return _comments(walk, at, stop) if (stop := _comment_line(walk, at)) >= 0 else _quiet_line(walk, at)
        return _extension(walk, at, island)
    name = TAG_NAME.match(text, at, end)
    if name is None or (tag := name[1].lower()) in WITHIN_LINES:
        return -1
    if tag == "table" and (stop := _html_table_end(walk, at)) >= 0:
        walk.add(Draft("html_table", at, stop))
        behind = GAP.match(text, stop, walk.line_end(stop)).end()  # type: ignore[union-attr]
        return behind + 1 if behind >= end or text[behind] == "\n" else behind
    match = TAG_LINE.match(text, at, end)
    if match is None and not TAG_LINE.match(text, at):
        return -1
    stop = walk.line_end(at)
    last = stop
    while text[last - 1] in " \t":
        last -= 1
    walk.add(Draft("html_block", at, last))
    return stop + 1


def _comments(walk: Walk, at: int, stop: int) -> int:
    """A line of comments. In a paragraph it is no line at all."""
    if walk.paragraph >= 0:
        return -1 if walk.text[at] == "<" else stop + 1
    _trailing(walk, at, stop)
    return stop + 1


def _extension(walk: Walk, at: int, island: Island) -> int:
    """The tag of an extension that stands alone on its lines and makes a block."""
    kind = BLOCK_EXTENSIONS.get(island.name) if island.kind == TAG else None
    stop = walk.line_end(island.end)
    if kind is None or walk.text[island.end : stop].strip(" \t"):
        return -1
    if island.at == island.to == island.end and kind != "footnote_list":
        return -1
    walk.add(Draft(kind, at, island.end, island.at, island.to, island.name))
    return stop + 1


HTML_TABLE = re.compile(r"<(/?)table(?=[\s/>])", re.I)


def _html_table_end(walk: Walk, at: int) -> int:
    """Where a `<table>` ends, or -1."""
    depth = 0
    for match in HTML_TABLE.finditer(walk.text, at, walk.end):
        depth += -1 if match[1] else 1
        if depth == 0:
            stop = walk.text.find(">", match.end(), walk.end)
            return stop + 1 if stop >= 0 else match.end()
        if depth > walk.levels:
            break
    return -1


STARTS: dict[str, Callable[[Walk, int], int]] = {
    "=": _heading,
    "*": _list,
    "#": _list,
    ":": _list,
    ";": _list,
    " ": _preformatted,
    "{": _brace,
    "-": _rule,
    "<": _angle,
    "_": _quiet_line,
}
"""What a line may begin with, and what it is then: add the block and give the start of the next line, or -1 for a plain line."""
