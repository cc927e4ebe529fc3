"""The state that block constructs share: the drafts so far, and the open paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import ParagraphDraft, leaf

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.drafts import Draft
    from wikiparse.wikitext.preprocessor import Extents, Islands

    MatchSwitch = Callable[[str, int, int], re.Match[str] | None]
    """Finds the behavior switch that begins at an offset, in the language of the page."""

BLANK = re.compile(r"[ \t]*\n")

GAP = re.compile(r"[ \t\n]*")


class State:
    """A walk over the lines of a stretch of the page, and the blocks found in it.

    `paragraph` is where an open one begins, or -1. `is_in_element` and `seen` are about tags of
    blocks: whether one is open, and up to where they were looked at.
    """

    __slots__ = (
        "drafts",
        "end",
        "is_in_element",
        "islands",
        "levels",
        "lines",
        "match_switch",
        "paragraph",
        "seen",
        "text",
    )
    seen: int
    end: int

    def __init__(
        self,
        text: str,
        lines: Islands,
        stretch: tuple[int, int],
        levels: int,
        match_switch: MatchSwitch,
    ) -> None:
        self.text: str = text
        self.lines: Islands = lines
        self.islands: Extents = lines.found
        self.seen, self.end = stretch
        self.is_in_element: bool = False
        self.levels: int = levels
        self.match_switch: MatchSwitch = match_switch
        self.drafts: list[Draft] = []
        self.paragraph: int = -1

    def line_end(self, start: int) -> int:
        """The offset of the line ending, or the end of the stretch."""
        return self.lines.line_end(self.text, start, self.end)

    def add(self, draft: Draft) -> None:
        """Add a block after the paragraph that was open."""
        self.close(draft.start)
        self.drafts.append(draft)
        self.seen, self.is_in_element = draft.start, False

    def close(self, pos: int) -> None:
        """End the paragraph."""
        start = self.paragraph
        if start >= 0:
            self.paragraph = -1
            text = self.text
            # As `trim`, without its call: once for each paragraph.
            while pos > start and text[pos - 1] in " \t\n":
                pos -= 1
            while start < pos and text[start] in " \t\n":
                start += 1
            if start < pos:
                self.drafts.append(leaf(ParagraphDraft, start, pos))


def take_blank_line(state: State, start: int) -> int:
    """A blank line, which ends a paragraph."""
    if state.paragraph >= 0:
        state.close(start)
    return start + 1
