"""Code blocks, fenced and indented (CommonMark 4.4 and 4.5).

fence = "`"{3,} info-without-backticks | "~"{3,} info
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Draft
from wikiparse.markdown.blocks.state import LEAF, NONE, Step

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State

FENCE = re.compile(r"(`{3,}+)(?=[^`\n]*\n)|(~{3,}+)")
CLOSE = {mark: re.compile(rf"{mark}{{3,}}+(?=[ \t]*\n)") for mark in "`~"}


class Fence:
    """An open fenced block."""

    __slots__ = ("draft", "indent", "mark", "parts", "width")

    def __init__(self, draft: Draft, mark: str, width: int, indent: int) -> None:
        self.draft = draft
        self.mark = mark
        self.width = width
        self.indent = indent
        self.parts: list[str] = []

    def add_line(self, state: State) -> int:
        """Take a line: the closing fence, or code, whose indentation up to that of the opening
        fence is cut.
        """
        text, pos = state.text, state.nonspace
        end = text.index("\n", pos)
        match = CLOSE[self.mark].match(text, pos) if state.indent < 4 else None
        if match is not None and match.end() - pos >= self.width:
            self.draft.end = match.end()
            self.draft.info[1] = "".join(self.parts)
            state.open_leaf = None
            return end + 1
        self.parts.append(code_line(state, self.indent))
        self.draft.end = end
        return end + 1

    def close(self, state: State) -> None:
        """End the block where its container ends."""
        self.draft.info[1] = "".join(self.parts)
        state.report("unclosed-code", (self.draft.start, self.draft.end))


def code_line(state: State, cut: int) -> str:
    """What is left of the line as code, up to `cut` columns of white space taken away; half a tab
    becomes blanks.
    """
    text, pos = state.text, state.nonspace
    end = text.index("\n", pos)
    target = state.column + cut
    place, column = state.pos, state.true_column
    while place < pos and column < target:
        column = column + 4 - column % 4 if text[place] == "\t" else column + 1
        place += 1
    return " " * max(column - target, 0) + text[place : end + 1]


def start_fence(state: State) -> Step:
    """A fenced block opens."""
    start = state.nonspace
    text = state.text
    match = FENCE.match(text, start)
    if match is None:
        return NONE
    end = text.index("\n", start)
    draft = Draft("code_block", start, end, info=[text[match.end() : end].strip(" \t"), ""])
    state.add(draft)
    state.open_leaf = Fence(draft, text[start], match.end() - start, state.indent)
    state.pos = end + 1
    return LEAF


def indented_code(state: State) -> int:
    """Take a line of indented code, the first or a further one; give the start of the next line."""
    text = state.text
    end = text.index("\n", state.nonspace)
    line = code_line(state, 4)
    parent = state.close_unmatched()
    last = parent.children[-1] if parent.children else None
    if last is not None and last.kind == "code_block" and isinstance(last.info, tuple):
        # Blank lines between two pieces belong to the code, their indentation beyond four columns
        # included.
        blanks = text[last.end : state.line_start].split("\n")[1:-1]
        last.info = (
            last.info[0],
            last.info[1] + "".join([_blank(blank, state.column + 4) for blank in blanks]) + line,
        )
        last.end = end
    else:
        parent.children.append(Draft("code_block", state.nonspace, end, info=("", line)))
    return end + 1


def _blank(line: str, columns: int) -> str:
    """What is left of a blank line, which may have the markers of quotations in it, behind so many
    columns.
    """
    return line.expandtabs(4)[columns:] + "\n"
