"""Code blocks, fenced and indented (CommonMark 4.4 and 4.5).

fence         = "`"{3,} info-without-backticks | "~"{3,} info
closing fence = as many of the same character or more, and nothing after them
indented code = lines indented by four columns, and the blank lines between them
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from wikiparse.drafts import CodeBlockDraft, RawBlockDraft
from wikiparse.markdown.attribute_syntax import find_raw_format
from wikiparse.markdown.blocks.state import LEAF, NONE
from wikiparse.source import trim

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State, Step

# An info string after backticks holds no backtick: "```x```" on one line is a code span.
FENCE = re.compile(r"(`{3,}+)(?=[^`\n]*\n)|(~{3,}+)")
# `[ \t>]*+`: within block quotes, whose markers are not consumed here. Too many candidates only
# cost; too few would make text of code.
CLOSING_LINE = re.compile(r"\n[ \t>]*+((?:`{3,}+|~{3,}+))[ \t]*+(?=\n)")
# The same outside of all containers.
CLOSING_FENCE = re.compile(r"\n {0,3}(`{3,}+|~{3,}+)[ \t]*+(?=\n)")
# Whether a backtick is before it is asked after the literal: `re` looks for the literal alone only
# where a pattern begins with it.
RAW_CODE = re.compile(r"`\{\{(?<!``\{\{)([^`]*+)`\{=mediawiki\}")
BLANK_LINE = re.compile(r"\n[ \t]*\n")
CLOSE = {char: re.compile(rf"{char}{{3,}}+(?=[ \t]*\n)") for char in "`~"}


def start_fence(state: State) -> Step:
    """A fenced block begins with its fence and the info string."""
    text, start = state.text, state.nonspace
    match = FENCE.match(text, start)
    if match is None:
        return NONE
    end = text.index("\n", start)
    length = match.end() - start
    if state.dialect.closed_fences and (
        # pandoc: only a fence of backticks interrupts a paragraph (`endline`).
        (state.paragraph is not None and text[start] == "~")
        or not is_closed(state, text[start], length, end)
    ):
        return NONE
    # `{=mediawiki}`: raw content is no code, and its lines are read again.
    info = trim(text, match.end(), end, " \t")
    if (
        state.dialect.attributes
        and (found := find_raw_format(text, *info))
        and found[1] == info[1]  # nothing else is in the info string
    ):
        return _start_raw(state, found[0], length)
    draft = CodeBlockDraft(start, end, True, text[match.end() : end].strip(" \t"))
    state.add(draft)
    # The indentation of the opening fence is removed from each line (CommonMark 4.5).
    state.open_leaf = Fence(draft, text[start], length, state.indent)
    state.pos = end + 1
    return LEAF


class Fence:
    """An open fenced block: the character and length of its fence, and how far that is indented."""

    __slots__ = ("character", "draft", "indent", "length")

    def __init__(self, draft: CodeBlockDraft, character: str, length: int, indent: int) -> None:
        self.draft: CodeBlockDraft = draft
        self.character: str = character
        self.length: int = length
        self.indent: int = indent

    def add_line(self, state: State) -> int:
        """Take a line: the closing fence, or code."""
        text, pos = state.text, state.nonspace
        end = text.index("\n", pos)
        # The closing fence has an indentation of its own, up to three columns.
        match = CLOSE[self.character].match(text, pos) if state.indent < 4 else None
        if match is not None and match.end() - pos >= self.length:
            self.draft.end = match.end()
            state.open_leaf = None
            return end + 1
        # Code loses as many columns of white space as the opening fence has before it.
        self.draft.parts.append(code_line(state, self.indent))
        self.draft.end = end
        return end + 1

    def close(self, state: State) -> None:
        """End the block where its container ends."""
        # It is a code block all the same (CommonMark 4.5), but seldom one that was meant.
        state.report("unclosed-code", (self.draft.start, self.draft.end))


def is_closed(state: State, character: str, length: int, start: int) -> bool:
    """Whether a line from `start` on may close a fence, in whichever container it is.

    The lines that could are listed once, each with the longest fence that it or one after it
    closes.
    """
    if state.closing_fences is None:
        state.closing_fences = {"`": ([], []), "~": ([], [])}
        for match in CLOSING_LINE.finditer(state.text, state.line_start, state.end):
            state.closing_fences[match[1][0]][0].append(match.start())
            state.closing_fences[match[1][0]][1].append(len(match[1]))
        for _, lengths in state.closing_fences.values():
            for index in range(len(lengths) - 2, -1, -1):
                # From the end, so that one look answers whether any later line is long enough:
                #     lengths of the lines   3  5  4
                #     longest from here on   5  5  4
                lengths[index] = max(lengths[index], lengths[index + 1])
    offsets, lengths = state.closing_fences[character]
    index = bisect_left(offsets, start)
    return index < len(offsets) and lengths[index] >= length


def find_divided_code(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The code spans of raw wikitext that hold a blank line: the writer does not look into them,
    and they are in one paragraph all the same.
    """
    return [
        match.span()
        for match in RAW_CODE.finditer(text, start, end)
        if BLANK_LINE.search(text, *match.span(1))
    ]


class RawFence:
    """An open fenced block of another format: of its lines the ranges are kept, since their content
    becomes nodes.
    """

    __slots__ = ("character", "draft", "indent", "length")

    def __init__(self, draft: RawBlockDraft, character: str, length: int, indent: int) -> None:
        self.draft: RawBlockDraft = draft
        self.character: str = character
        self.length: int = length
        self.indent: int = indent

    def add_line(self, state: State) -> int:
        """Take a line: the closing fence, or one of the format."""
        text, pos = state.text, state.nonspace
        end = text.index("\n", pos)
        self.draft.end = end
        match = CLOSE[self.character].match(text, pos) if state.indent < 4 else None
        if match is not None and match.end() - pos >= self.length:
            self.draft.end = match.end()
            state.open_leaf = None
        else:
            # The indentation beyond that of the fence is content, but no marker of a container.
            start = max(pos - max(state.indent - self.indent, 0), state.pos)
            self.draft.lines.append((min(start, end), end))
        return end + 1

    def close(self, state: State) -> None:
        """End the block where its container ends."""
        state.report("unclosed-code", (self.draft.start, self.draft.end))


def _start_raw(state: State, format_name: str, length: int) -> Step:
    """A block of another format begins."""
    text, start = state.text, state.nonspace
    end = text.index("\n", start)
    draft = RawBlockDraft(start, trim(text, start, end, " \t")[1], format_name)
    state.add(draft)
    state.pos = end + 1
    if state.containers or state.indent or not _take_raw(state, draft, text[start], length):
        state.open_leaf = RawFence(draft, text[start], length, state.indent)
    return LEAF


def _take_raw(state: State, draft: RawBlockDraft, character: str, length: int) -> bool:
    """Take all lines up to the closing fence in one go, where they have no prefix to remove:
    the equal of `RawFence.add_line` for each of them.
    """
    text, start = state.text, state.pos
    for match in CLOSING_FENCE.finditer(text, start - 1, state.limit):
        if match[1][0] == character and len(match[1]) >= length:
            if start <= match.start():
                draft.lines.append((start, match.start()))
            draft.end = match.end(1)
            state.pos = match.end() + 1
            return True
    return False


def indented_code(state: State) -> int:
    """Take a line of indented code, the first or a further one; returns the start of the next line.

    No block start: it begins where a line is indented too far for one (see `begin_blocks`).
    """
    text = state.text
    end = text.index("\n", state.nonspace)
    line = code_line(state, 4)
    siblings = state.close_unmatched().children
    draft = siblings[-1] if siblings else None
    if type(draft) is CodeBlockDraft and not draft.is_fenced:
        # Blank lines between two stretches of code belong to it, their indentation beyond four
        # columns included (CommonMark 4.4).
        # They were read as blank lines, since whether code goes on after them is known only here.
        blank_lines = text[draft.end : state.line_start].split("\n")[1:-1]
        draft.parts += [_blank_line(line, state.column + 4) for line in blank_lines]
        draft.end = end
    else:
        draft = CodeBlockDraft(state.nonspace, end, False)
        siblings.append(draft)
    draft.parts.append(line)
    return end + 1


def is_description(state: State) -> bool:
    """Whether an indented line is the description of a term, not code: html2text indents both, as
    it does all lists, and has a line of spaces before code.
    """
    text, start = state.text, state.line_start
    before = text.rfind("\n", 0, max(start - 1, 0)) + 1
    siblings = state.close_unmatched().children if state.paragraph is None else ()
    if siblings and type(last := siblings[-1]) is CodeBlockDraft and not last.is_fenced:
        return False
    return text[before:start] != "    \n" and state.is_indenting()


def _blank_line(line: str, columns: int) -> str:
    """The rest of a blank line after its first columns, among which the markers of block quotes may
    be.
    """
    return line.expandtabs(4)[columns:] + "\n"


def code_line(state: State, columns: int) -> str:
    """The rest of the line as code, without up to `columns` columns of white space before it; a
    part of a tab that is left becomes spaces.
    """
    text, nonspace = state.text, state.nonspace
    end = text.index("\n", nonspace)
    limit = state.column + columns
    # ⇥x, two columns to be removed:    column 0 → 4, two too many, which come back as two spaces
    pos, column = state.pos, state.char_column
    while pos < nonspace and column < limit:
        column = column + 4 - column % 4 if text[pos] == "\t" else column + 1
        pos += 1
    return " " * max(column - limit, 0) + text[pos : end + 1]
