"""Comments that are alone on a line: MediaWiki removes such a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.drafts import CommentDraft, HtmlBlockDraft
from wikiparse.source import trim
from wikiparse.wikitext.blocks.state import GAP
from wikiparse.wikitext.preprocessor import COMMENT, PART_TAG

if TYPE_CHECKING:
    from wikiparse.drafts import Draft
    from wikiparse.wikitext.blocks.state import State


def end_without_comments(state: State, pos: int, end: int) -> int:
    """The end of a line without white space, comments and inclusion tags at its end."""
    text, extents = state.text, state.extents
    while True:
        end = trim(text, pos, end, " \t")[1]
        if not text.endswith(">", pos, end):
            return end
        if not text.endswith("-->", pos, end):
            start = text.rfind("<", pos, end)
            match = PART_TAG.match(text, start, end) if start >= 0 else None
            if match is None or match.end() != end:
                return end
            end = start
            continue
        # From the end: each round takes one comment or tag away, and the white space before it.
        start = text.rfind("<!--", pos, end)
        if (
            start < 0
            or (extent := extents.get(start)) is None
            or extent.kind != COMMENT
            or extent.end != end
        ):
            return end
        end = start


def add_comments(state: State, pos: int, end: int) -> None:
    """Add the comments and inclusion tags of a stretch that has nothing else."""
    state.drafts += comment_drafts(state, pos, end)


def comment_drafts(state: State, pos: int, end: int) -> list[Draft]:
    """The comments and inclusion tags of a stretch that has nothing else."""
    text = state.text
    drafts: list[Draft] = []
    while (pos := text.find("<", pos, end)) >= 0:
        extent = state.extents.get(pos)
        stop = text.index(">", pos) + 1 if extent is None else extent.end
        is_comment = extent is not None and extent.kind == COMMENT
        drafts.append((CommentDraft if is_comment else HtmlBlockDraft)(pos, stop))
        pos = stop
    return drafts


def comment_line_end(state: State, start: int) -> int:
    """The end of a line that holds nothing but comments, or -1: MediaWiki takes such a line out of
    the page.
    """
    if not state.text.startswith(("<!--", " "), start) or start >= state.end:
        return -1
    end = state.line_end(start)
    begin = GAP.match(state.text, start, end).end()  # type: ignore[union-attr]
    return end if begin < end and end_without_comments(state, begin, end) == begin else -1


def take_comment_line(state: State, start: int, end: int) -> int:
    """A line of comments. In a paragraph it is no line at all."""
    if state.paragraph >= 0:
        # The paragraph goes on: its scan finds the comment. A space before it would make the line
        # preformatted, so that line is passed here.
        return -1 if state.text[start] == "<" else end + 1
    add_comments(state, start, end)
    return end + 1
