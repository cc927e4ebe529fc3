"""Headings and thematic breaks (CommonMark 4.1 to 4.3).

The hybrid dialect has no setext headings: a line of dashes in a paragraph is text there
(docs/dialects.md, trap 12).

    heading = "#"{1,6} [blank+ inline*] [blank+ "#"+]
    setext  = paragraph line-ending ("="+ | "-"+)
    break   = ("-" | "_" | "*") three times or more, blanks between
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Draft
from wikiparse.markdown.blocks import link_definitions as references
from wikiparse.markdown.blocks.state import LEAF, NONE

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State

HEADING = re.compile(r"(#{1,6})(?:[ \t]+|(?=\n))([^\n]*)")
UNDERLINE = re.compile(r"(?:=++|-++)[ \t]*(?=\n)")
BREAK = re.compile(r"([-_*])(?:[ \t]*\1){2,}[ \t]*(?=\n)")


def start_heading(lines: State, at: int) -> int:
    """A heading; its closing `#`s are no part of its content."""
    match = HEADING.match(lines.text, at)
    if match is None:
        return NONE
    begin, stop = match.span(2)
    content = match[2].rstrip(" \t")
    bare = content.rstrip("#")
    if not bare or (bare != content and bare[-1] in " \t"):
        content = bare.rstrip(" \t")
    lines.add(
        Draft(
            "heading",
            at,
            at + len(match[0].rstrip(" \t")),
            begin,
            begin + len(content),
            len(match[1]),
        )
    )
    lines.at = stop + 1
    return LEAF


def start_setext(lines: State, at: int) -> int:
    """An underline makes the paragraph above it a heading, unless that holds nothing but
    definitions.
    """
    para = lines.para
    match = UNDERLINE.match(lines.text, at) if para is not None and lines.interrupts else None
    if match is None or para is None:
        return NONE
    if lines.dialect.reference_definitions and not references.leaves_text(lines, para):
        return NONE
    lines.end_paragraph(para, lines.parent.children)
    para.kind, para.info = "heading", 1 if lines.text[at] == "=" else 2
    para.end = at + len(match[0].rstrip(" \t"))
    lines.para = None
    lines.at = match.end() + 1
    return LEAF


def start_break(lines: State, at: int) -> int:
    """A thematic break."""
    match = BREAK.match(lines.text, at)
    if match is None:
        return NONE
    lines.add(Draft("thematic_break", at, at + len(match[0].rstrip(" \t"))))
    lines.at = match.end() + 1
    return LEAF
