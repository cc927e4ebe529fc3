"""HTML among blocks.

In Markdown a block is one of seven kinds, told by how its first line begins and ended by a sign or
a blank line (CommonMark 4.6).

In the hybrid dialect a line of nothing but tags is a block of its own, and what stands between such
lines is Markdown, blank lines or not. A table, a section of footnotes and a comment reach to their
ends. Anything else that begins with a tag is a paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Draft
from wikiparse.html.tags import (
    BLOCK_TAGS,
    CLOSE_TAG,
    INLINE_TAGS,
    STRICT_OPEN_TAG,
    TAG_LINE,
    TAG_NAME,
)
from wikiparse.markdown.blocks.code import code_line
from wikiparse.markdown.blocks.state import LEAF, NONE

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State

TABLE_TAG = re.compile(r"<(/?)table(?=[\s/>])", re.I)

SECTION = re.compile(r'(<section\b)|(\bclass="footnotes)|>')

INTERRUPTING = frozenset(BLOCK_TAGS) | {
    "gallery",
    "poem",
    "references",
    "noinclude",
    "includeonly",
    "onlyinclude",
}


def start_html(lines: State, at: int) -> int:
    """A comment, a table, a section of footnotes, or a line of tags."""
    text = lines.text
    if text.startswith("<!--", at):
        return _comment(lines, at)
    name = TAG_NAME.match(text, at)
    if name is None:
        return NONE
    tag = name[1].lower()
    if (
        tag == "table"
        and lines.dialect.html_tables
        and not lines.quotes
        and (stop := table_ends(lines).get(at)) is not None
    ):
        return _region(lines, "html_table", at, stop)
    if (
        tag == "section"
        and not lines.quotes
        and at in sections_of_footnotes(lines)
        and (last := lines.find("</section>", at)) >= 0
    ):
        return _region(lines, "html_footnotes", at, last + len("</section>"))
    if tag in INLINE_TAGS or (lines.interrupts and tag not in INTERRUPTING):
        return NONE
    match = TAG_LINE.match(text, at, lines.end)
    if match is None:
        return NONE
    lines.add(Draft("html_block", at, at + len(match[0].rstrip(" \t"))))
    lines.at = match.end() + 1
    return LEAF


def _comment(lines: State, at: int) -> int:
    """A comment that nothing but white space follows on its last line."""
    text = lines.text
    stop = lines.find("-->", at + 4)
    if stop < 0:
        return NONE
    stop += 3
    line_end = text.index("\n", stop)
    if text[stop:line_end].strip(" \t") or (lines.quotes and "\n" in text[at:stop]):
        return NONE
    lines.add(Draft("comment", at, stop))
    lines.at = line_end + 1
    return LEAF


def _region(lines: State, kind: str, at: int, stop: int) -> int:
    """A block that reaches to its end tag.

    What stands behind that on its line begins another block.
    """
    lines.add(Draft(kind, at, stop))
    text = lines.text
    line_end = text.index("\n", stop)
    lines.at = line_end + 1 if not text[stop:line_end].strip(" \t") else stop
    return LEAF


def table_ends(lines: State) -> dict[int, int]:
    """The offset behind the end tag by the offset of the `<table>` it closes; found once for the
    whole page.
    """
    if lines.tables is None:
        lines.tables = {}
        opened: list[int] = []
        for match in TABLE_TAG.finditer(lines.text, lines.line, lines.end):
            if not match[1]:
                opened.append(match.start())
            elif opened:
                stop = lines.text.find(">", match.end() - 1, lines.end) + 1
                lines.tables[opened.pop()] = stop or match.end()
    return lines.tables


def sections_of_footnotes(lines: State) -> set[int]:
    """Where the tags are that say `class="footnotes`; found once for the whole page, since a tag's
    end may stand far behind its line.
    """
    if lines.sections is None:
        lines.sections = set()
        opened: list[int] = []
        named = 0
        for match in SECTION.finditer(lines.text, lines.line, lines.end):
            if match[1]:
                opened.append(match.start())
            elif match[2]:
                named = len(opened)
            else:
                # One `>` ends all tags that were begun before it; the class is in those that stand
                # in front of it.
                lines.sections.update(opened[:named])
                opened, named = [], 0
    return lines.sections


# ----------------------------------------------------------------------------------------------------
# Markdown's seven kinds

RAW_START = re.compile(
    rf"<(?:(?P<verbatim>pre|script|style|textarea)(?=[ \t>\n])|(?P<comment>!--)|(?P<instruction>\?)|(?P<declaration>![A-Za-z])"
    rf"|(?P<cdata>!\[CDATA\[)|(?P<block>/?(?:{'|'.join(BLOCK_TAGS)})(?=[ \t\n>]|/>)))"
    rf"|(?P<other>(?:{STRICT_OPEN_TAG}|{CLOSE_TAG})(?=[ \t]*\n))",
    re.I,
)

RAW_END = {
    "verbatim": re.compile(r"</(?:pre|script|style|textarea)>", re.I),
    "comment": re.compile("-->"),
    "instruction": re.compile(r"\?>"),
    "declaration": re.compile(">"),
    "cdata": re.compile(r"\]\]>"),
    "block": None,
    "other": None,
}
"""What ends a block of a kind, on the line it stands in; None for a blank line."""


class RawBlock:
    """An open block of raw HTML."""

    __slots__ = ("draft", "end", "parts")

    def __init__(self, draft: Draft, end: re.Pattern[str] | None) -> None:
        self.draft = draft
        self.end = end
        self.parts: list[str] = []

    def add_line(self, lines: State) -> int:
        """Take a line, if it is not the blank one that ends the block."""
        text, at = lines.text, lines.nonspace
        stop = text.index("\n", at)
        if self.end is None and at == stop:
            return lines.blank_line()
        self.parts.append(code_line(lines, 0))
        self.draft.end = stop
        if self.end is not None and self.end.search(text, at, stop):
            lines.close_leaf()
        return stop + 1

    def close(self, lines: State) -> None:  # noqa: ARG002  # as `Fence` has it
        """End the block; the white space at its end is no part of its span, but of its value."""
        self.draft.info = "".join(self.parts).rstrip("\n")
        self.parts = []


def interrupts(text: str, at: int) -> bool:
    """Whether a block begins here that may interrupt a paragraph or a table: the last of the seven
    kinds may not.
    """
    match = RAW_START.match(text, at)
    return match is not None and match.lastgroup != "other"


def start_raw(lines: State, at: int) -> int:
    """A block of one of the seven kinds; the last cannot interrupt a paragraph."""
    match = RAW_START.match(lines.text, at, lines.end)
    if match is None:
        return NONE
    kind = match.lastgroup or ""
    if kind == "other" and (lines.para is not None or "\n" in match[0]):
        return NONE
    draft = Draft("html_block", at, at)
    first = RawBlock(draft, RAW_END[kind])
    lines.add(draft)
    lines.raw = first
    lines.at = first.add_line(lines)
    return LEAF
