"""Tags that begin a line: extensions, HTML tables, lines of tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.drafts import Draft
from wikiparse.html.tags import INLINE_TAGS, TAG_LINE, TAG_NAME
from wikiparse.mediawiki import BLOCK_EXTENSIONS
from wikiparse.wikitext.blocks.comments import comment_line_end, take_comment_line
from wikiparse.wikitext.blocks.state import GAP
from wikiparse.wikitext.blocks.tables import html_table_end
from wikiparse.wikitext.blocks.templates import start_template_line
from wikiparse.wikitext.preprocessor import COMMENT, TAG

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State
    from wikiparse.wikitext.preprocessor import Island


def start_tag(walk: State, at: int) -> int:
    """A comment, the tag of an extension, a table of HTML, or a line of tags."""
    text, end = walk.text, walk.end
    island = walk.islands.get(at)
    if island is not None and island.end <= end:
        if island.kind == COMMENT:
            return (
                take_comment_line(walk, at, stop)
                if (stop := comment_line_end(walk, at)) >= 0
                else start_template_line(walk, at)
            )
        return _extension(walk, at, island)
    name = TAG_NAME.match(text, at, end)
    if name is None or (tag := name[1].lower()) in INLINE_TAGS:
        return -1
    if tag == "table" and (stop := html_table_end(walk, at)) >= 0:
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


def _extension(walk: State, at: int, island: Island) -> int:
    """The tag of an extension that stands alone on its lines and makes a block."""
    kind = BLOCK_EXTENSIONS.get(island.name) if island.kind == TAG else None
    stop = walk.line_end(island.end)
    if kind is None or walk.text[island.end : stop].strip(" \t"):
        return -1
    if island.at == island.to == island.end and kind != "footnote_list":
        return -1
    walk.add(Draft(kind, at, island.end, island.at, island.to, island.name))
    return stop + 1
