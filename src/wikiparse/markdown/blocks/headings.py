"""Headings and thematic breaks (CommonMark 4.1 to 4.3).

In the hybrid dialect an underline is as long as the heading: any other line of dashes in a
paragraph is text there (docs/dialects.md, trap 12).

    heading = "#"{1,6} [space+ inline*] [space+ "#"+]
    setext  = paragraph line-ending ("="+ | "-"+)
    break   = ("-" | "_" | "*") three times or more, spaces between
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from wikiparse.drafts import HeadingDraft, ThematicBreakDraft
from wikiparse.markdown.attribute_syntax import cut_attributes
from wikiparse.markdown.blocks.link_definitions import leaves_text
from wikiparse.markdown.blocks.state import LEAF, NONE
from wikiparse.markdown.blocks.tables import is_spaced

if TYPE_CHECKING:
    from wikiparse.drafts import Attributes, ParagraphDraft
    from wikiparse.markdown.blocks.state import State, Step

# White space must follow the opening sequence, or the line ending: "#tag" is text.
# ## Title ##
# 1  2             the content reaches to the end of the line; the closing sequence is cut later
HEADING = re.compile(r"(#{1,6})(?:[ \t]+|(?=\n))([^\n]*)")
WRAPPED_HEADING = re.compile(
    r"(#{1,6})(?:[ \t]+|\n(?![ \t]*\n)[ \t]*)"
    r"([^\n]*(?>(?:\n(?![ \t]*(?:\n|\Z|#{1,6} |[*+-] |[0-9]+\. |[|<>]))[^\n]*){0,6}))"
)
# Not a mixture: `==-` is text.
UNDERLINE = re.compile(r"(?:=++|-++)[ \t]*(?=\n)")
BREAK = re.compile(r"([-_*])(?:[ \t]*\1){2,}[ \t]*(?=\n)")


def start_heading(state: State) -> Step:
    """A heading of one line; its closing `#`s are no part of its content."""
    start = state.nonspace
    match = HEADING.match(state.text, start)
    if match is None or (state.dialect.blank_before_blocks and state.indent):
        return NONE  # pandoc: a heading is not indented
    if state.dialect.spaced_rows and state.is_indenting():
        # html2text breaks the lines of headings too, and a blank line is after each.
        match = WRAPPED_HEADING.match(state.text, start) or match
    content = match[2].rstrip(" \t")
    content_start = match.start(2)
    attributes: Attributes = ()
    if state.dialect.attributes and content.endswith("}"):
        found = cut_attributes(state.text, content_start, content_start + len(content))
        if found is not None:
            attributes = found[0]
            content = content[: found[1] - content_start]
    without_closing = content.rstrip("#")
    # "# C#" has no closing sequence: that has a space before it, or is all there is.
    if not without_closing or (without_closing != content and without_closing[-1] in " \t"):
        content = without_closing.rstrip(" \t")
    end = start + len(match[0].rstrip(" \t"))
    level = len(match[1])
    draft = HeadingDraft(start, end, content_start, content_start + len(content), level)
    draft.attributes = attributes
    state.add(draft)
    state.pos = match.end() + 1
    return LEAF


def start_setext(state: State) -> Step:
    """An underline makes the paragraph above it a heading, unless that holds nothing but link
    definitions.
    """
    start, paragraph = state.nonspace, state.paragraph
    if paragraph is None or not state.interrupts:
        return NONE
    match = UNDERLINE.match(state.text, start)
    if match is None:
        return NONE
    if state.dialect.spaced_rows and is_spaced(state, match.end(), paragraph):
        return NONE
    if state.dialect.exact_underlines and not _is_as_long(
        state.text, paragraph, len(match[0].rstrip(" \t"))
    ):
        return NONE
    if state.dialect.blank_before_blocks and (
        state.indent or not paragraph.is_one_line(state.text)
    ):
        return NONE  # pandoc: a line is underlined, at its start
    # As in cmark: below a link definition and nothing else the line is text, or a break.
    # Before `end_paragraph`, which would take the definitions out for good.
    if state.dialect.reference_definitions and not leaves_text(state, paragraph):
        return NONE
    # Definitions before the text become siblings; the paragraph, cut to the text, is the last one.
    siblings = state.parent.children
    state.end_paragraph(paragraph, siblings)
    heading = HeadingDraft(
        paragraph.start,
        start + len(match[0].rstrip(" \t")),
        paragraph.content_start,
        paragraph.content_end,
        level=1 if state.text[start] == "=" else 2,
    )
    heading.lines = paragraph.lines
    if state.dialect.attributes:
        found = cut_attributes(state.text, heading.content_start, heading.content_end)
        if found is not None:
            heading.attributes, heading.content_end = found
            if heading.lines:
                heading.lines[-1] = (heading.lines[-1][0], heading.content_end)
    siblings[-1] = heading
    state.paragraph = None
    state.pos = match.end() + 1
    return LEAF


def _is_as_long(text: str, paragraph: ParagraphDraft, length: int) -> bool:
    """Whether a paragraph is one line of this length, in characters or in columns."""
    start, end = paragraph.content_start, paragraph.content_end
    # A line of one dash is no underline, and one that begins with a bar is a row.
    # The cheap questions first: `end - start > length` rules out long paragraphs without a copy.
    if end - start > length or length < 2 or text[start] == "|" or "\n" in text[start:end]:
        return False
    line = text[start:end].rstrip(" \t")
    # pandoc underlines by columns, and a wide character takes two; either length is taken.
    return len(line) == length or (not line.isascii() and _columns(line) == length)


def _columns(line: str) -> int:
    """How wide a line is: Chinese and Japanese characters take two columns."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1
        for char in line
    )


def _is_delimiter_row(state: State, end: int) -> bool:
    """Whether a line is the delimiter row of a table of html2text; where it did not indent the
    rows of a table in an item, it is text of the item, as the rows are.
    """
    paragraph = state.paragraph
    if paragraph is not None and state.interrupts:
        return is_spaced(state, end, paragraph)
    return (
        paragraph is not None
        and state.matched < len(state.containers)
        and TORN_ROW.match(state.text, state.nonspace) is not None
        and state.text.startswith("  \n", paragraph.content_end - 2)
    )


TORN_ROW = re.compile(r"---(?:\|---)*  \n")


def start_break(state: State) -> Step:
    """A thematic break."""
    start = state.nonspace
    match = BREAK.match(state.text, start)
    if match is None or (state.dialect.spaced_rows and _is_delimiter_row(state, match.end())):
        return NONE
    state.add(ThematicBreakDraft(start, start + len(match[0].rstrip(" \t"))))
    state.pos = match.end() + 1
    return LEAF
