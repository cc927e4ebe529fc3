"""Code blocks, fenced and indented (CommonMark 4.4 and 4.5).

fence = "`"{3,} info-without-backticks | "~"{3,} info
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Draft
from wikiparse.markdown.blocks.state import LEAF, NONE

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

    def add_line(self, lines: State) -> int:
        """Take a line: the closing fence, or code, whose indentation up to that of the opening
        fence is cut.
        """
        text, at = lines.text, lines.nonspace
        stop = text.index("\n", at)
        match = CLOSE[self.mark].match(text, at) if lines.indent < 4 else None
        if match is not None and match.end() - at >= self.width:
            self.draft.end = match.end()
            self.draft.info[1] = "".join(self.parts)
            lines.raw = None
            return stop + 1
        self.parts.append(code_line(lines, self.indent))
        self.draft.end = stop
        return stop + 1

    def close(self, lines: State) -> None:
        """End the block where its container ends."""
        self.draft.info[1] = "".join(self.parts)
        lines.report("unclosed-code", (self.draft.start, self.draft.end))


def code_line(lines: State, cut: int) -> str:
    """What is left of the line as code, up to `cut` columns of white space taken away; half a tab
    becomes blanks.
    """
    text, at = lines.text, lines.nonspace
    stop = text.index("\n", at)
    target = lines.column + cut
    place, column = lines.at, lines.true_column
    while place < at and column < target:
        column = column + 4 - column % 4 if text[place] == "\t" else column + 1
        place += 1
    return " " * max(column - target, 0) + text[place : stop + 1]


def start_fence(lines: State, at: int) -> int:
    """A fenced block opens."""
    text = lines.text
    match = FENCE.match(text, at)
    if match is None:
        return NONE
    stop = text.index("\n", at)
    draft = Draft("code_block", at, stop, info=[text[match.end() : stop].strip(" \t"), ""])
    lines.add(draft)
    lines.raw = Fence(draft, text[at], match.end() - at, lines.indent)
    lines.at = stop + 1
    return LEAF


def indented_code(lines: State) -> int:
    """Take a line of indented code, the first or a further one; give the start of the next line."""
    text = lines.text
    stop = text.index("\n", lines.nonspace)
    line = code_line(lines, 4)
    parent = lines.settle()
    last = parent.children[-1] if parent.children else None
    if last is not None and last.kind == "code_block" and isinstance(last.info, tuple):
        # Blank lines between two pieces belong to the code, their indentation beyond four columns
        # included.
        blanks = text[last.end : lines.line].split("\n")[1:-1]
        last.info = (
            last.info[0],
            last.info[1] + "".join([_blank(blank, lines.column + 4) for blank in blanks]) + line,
        )
        last.end = stop
    else:
        parent.children.append(Draft("code_block", lines.nonspace, stop, info=("", line)))
    return stop + 1


def _blank(line: str, columns: int) -> str:
    """What is left of a blank line, which may have the markers of quotations in it, behind so many
    columns.
    """
    return line.expandtabs(4)[columns:] + "\n"
