"""Tags that begin a line: extensions, HTML tables, lines of tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.drafts import ExtensionDraft, HtmlBlockDraft, HtmlTableDraft
from wikiparse.html.tags import INLINE_TAGS, TAG_LINE, TAG_NAME
from wikiparse.mediawiki import BLOCK_EXTENSIONS, HIDDEN_TAG, KNOWN_TAGS, MICRODATA_TAGS
from wikiparse.source import trim
from wikiparse.wikitext.blocks.comments import comment_line_end, take_comment_line
from wikiparse.wikitext.blocks.html_lists import LISTS, html_list
from wikiparse.wikitext.blocks.state import GAP
from wikiparse.wikitext.blocks.tables import html_table_end
from wikiparse.wikitext.blocks.templates import start_template_line
from wikiparse.wikitext.preprocessor import COMMENT, TAG

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State
    from wikiparse.wikitext.preprocessor import Extent

LINE_TAGS = KNOWN_TAGS - MICRODATA_TAGS.keys()
"""Tags that make a block of a line of nothing else. Those of microdata may be text, which only the
inline phase sees."""


def start_tag(state: State, start: int) -> int:
    """A comment, the tag of an extension, a table of HTML, or a line of tags."""
    text, end = state.text, state.end
    extent = state.extents.get(start)
    # Comments and extensions are known from the preprocessor; anything else is asked of the text.
    if extent is not None and extent.end <= end:
        if extent.kind == COMMENT:
            return (
                take_comment_line(state, start, stop)
                if (stop := comment_line_end(state, start)) >= 0
                else start_template_line(state, start)
            )
        return _extension(state, start, extent)
    name = TAG_NAME.match(text, start, end)
    if name is None or (tag := name[1].lower()) in INLINE_TAGS:
        return -1
    if tag == "table" and (stop := html_table_end(state, start)) >= 0:
        state.add(HtmlTableDraft(start, stop))
        behind = GAP.match(text, stop, state.line_end(stop)).end()  # type: ignore[union-attr]
        return behind + 1 if behind >= end or text[behind] == "\n" else behind
    if tag in LISTS and (found := html_list(text, state.lines, start, end, state.levels)):
        state.add(found)
        behind = GAP.match(text, found.end, state.line_end(found.end)).end()  # type: ignore[union-attr]
        return behind + 1 if behind >= end or text[behind] == "\n" else behind
    match = TAG_LINE.match(text, start, end)
    if match is None and not TAG_LINE.match(text, start):
        return -1
    stop = state.line_end(start if match is None else match.end())  # a tag may span lines
    names = list(TAG_NAME.finditer(text, start, stop))
    if not LINE_TAGS.issuperset([match[1].lower() for match in names]):
        return -1
    if any(match.start() in state.extents for match in names):  # <div><pre>
        return -1
    state.add(HtmlBlockDraft(start, trim(text, start, stop, " \t")[1]))
    return stop + 1


def _extension(state: State, start: int, extent: Extent) -> int:
    """The tag of an extension that is alone on its lines and makes a block."""
    kind = BLOCK_EXTENSIONS.get(extent.name) if extent.kind == TAG else None
    end = state.line_end(extent.end)
    if extent.name == HIDDEN_TAG and not state.text[extent.end : end].strip(" \t"):
        state.add(HtmlBlockDraft(start, extent.end))
        return end + 1
    if kind is None or state.text[extent.end : end].strip(" \t"):
        return -1
    # Self-closed: `<gallery />` is nothing, `<references />` is the list.
    if extent.at == extent.to == extent.end and kind != "footnote_list":
        return -1
    state.add(ExtensionDraft(start, extent.end, extent.at, extent.to, kind, extent.name))
    return end + 1
