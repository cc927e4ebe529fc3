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
from wikiparse.markdown.blocks.state import LEAF, NONE, Step

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State

HEADING = re.compile(r"(#{1,6})(?:[ \t]+|(?=\n))([^\n]*)")
UNDERLINE = re.compile(r"(?:=++|-++)[ \t]*(?=\n)")
BREAK = re.compile(r"([-_*])(?:[ \t]*\1){2,}[ \t]*(?=\n)")


def start_heading(state: State) -> Step:
    """A heading; its closing `#`s are no part of its content."""
    start = state.nonspace
    match = HEADING.match(state.text, start)
    if match is None:
        return NONE
    begin, end = match.span(2)
    content = match[2].rstrip(" \t")
    bare = content.rstrip("#")
    if not bare or (bare != content and bare[-1] in " \t"):
        content = bare.rstrip(" \t")
    state.add(
        Draft(
            "heading",
            start,
            start + len(match[0].rstrip(" \t")),
            begin,
            begin + len(content),
            len(match[1]),
        )
    )
    state.pos = end + 1
    return LEAF


def start_setext(state: State) -> Step:
    """An underline makes the paragraph above it a heading, unless that holds nothing but
    definitions.
    """
    start = state.nonspace
    para = state.paragraph
    match = UNDERLINE.match(state.text, start) if para is not None and state.interrupts else None
    if match is None or para is None:
        return NONE
    if state.dialect.reference_definitions and not references.leaves_text(state, para):
        return NONE
    state.end_paragraph(para, state.parent.children)
    para.kind, para.info = "heading", 1 if state.text[start] == "=" else 2
    para.end = start + len(match[0].rstrip(" \t"))
    state.paragraph = None
    state.pos = match.end() + 1
    return LEAF


def start_break(state: State) -> Step:
    """A thematic break."""
    start = state.nonspace
    match = BREAK.match(state.text, start)
    if match is None:
        return NONE
    state.add(Draft("thematic_break", start, start + len(match[0].rstrip(" \t"))))
    state.pos = match.end() + 1
    return LEAF
