"""Comments that stand alone on a line: MediaWiki removes such a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.drafts import Draft
from wikiparse.wikitext.blocks.state import GAP
from wikiparse.wikitext.preprocessor import COMMENT

if TYPE_CHECKING:
    from wikiparse.wikitext.blocks.state import State


def end_without_comments(walk: State, at: int, stop: int) -> int:
    """The end of a line without white space and comments at its end."""
    text, islands = walk.text, walk.islands
    while True:
        while stop > at and text[stop - 1] in " \t":
            stop -= 1
        if not text.endswith("-->", at, stop):
            return stop
        start = text.rfind("<!--", at, stop)
        if (
            start < 0
            or (island := islands.get(start)) is None
            or island.kind != COMMENT
            or island.end != stop
        ):
            return stop
        stop = start


def add_comments(walk: State, at: int, stop: int) -> None:
    """Add the comments behind a heading."""
    while (at := walk.text.find("<!--", at, stop)) >= 0:
        island = walk.islands[at]
        walk.drafts.append(Draft("comment", at, island.end))
        at = island.end


def comment_line_end(walk: State, at: int) -> int:
    """The end of a line that holds nothing but comments, or -1: MediaWiki takes such a line out of
    the page.
    """
    if not walk.text.startswith(("<!--", " "), at) or at >= walk.end:
        return -1
    stop = walk.line_end(at)
    begin = GAP.match(walk.text, at, stop).end()  # type: ignore[union-attr]
    return stop if begin < stop and end_without_comments(walk, begin, stop) == begin else -1


def take_comment_line(walk: State, at: int, stop: int) -> int:
    """A line of comments. In a paragraph it is no line at all."""
    if walk.paragraph >= 0:
        return -1 if walk.text[at] == "<" else stop + 1
    add_comments(walk, at, stop)
    return stop + 1
