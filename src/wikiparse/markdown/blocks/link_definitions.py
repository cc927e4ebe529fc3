"""Definitions of link references (CommonMark 4.7).

    definition = label ":" [line-ending] destination [(blank | line-ending) title] line-ending

They are what a paragraph begins with, so they are told when it ends: a title may reach over several
lines, and a definition that is none after all is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Draft
from wikiparse.markdown.link_syntax import (
    LABEL,
    LONGEST_LABEL,
    TITLE,
    LinkDefinition,
    find_destination,
    normal_label,
    title_of,
)

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State

GAP = re.compile(r"[ \t]*\n?[ \t]*")

LINE_END = re.compile(r"[ \t]*(?:\n[ \t]*|\Z)")
"""The rest of a line, and the indentation of the next."""


def take_definitions(state: State, para: Draft, siblings: list[Draft]) -> bool:
    """Take the definitions out of the start of a paragraph, the last of its siblings; whether any
    text is left of it.
    """
    text, pos, stop = _content(state, para)
    siblings.pop()
    while found := _definition(text, pos, stop):
        reference, end, behind = found
        siblings.append(_draft(state, para, reference, text, pos, end))
        state.link_definitions.setdefault(normal_label(reference.label), reference)
        pos = behind
        if pos >= stop:
            return False
    if para.lines is None:
        para.start = para.at = pos
    elif para.lines:
        para.start = para.at = para.lines[0][0]
    siblings.append(para)
    return True


def leaves_text(state: State, para: Draft) -> bool:
    """Whether a paragraph holds more than definitions."""
    text, pos, end = _content(state, para)
    while found := _definition(text, pos, end):
        pos = found[2]
    return pos < end


def _content(state: State, para: Draft) -> tuple[str, int, int]:
    """A text that holds the paragraph's content, and between which offsets."""
    if para.lines is None:
        return state.text, para.at, para.to
    text = "\n".join([state.text[start:end] for start, end in para.lines])
    return text, 0, len(text)


def _draft(
    state: State, para: Draft, reference: LinkDefinition, text: str, pos: int, end: int
) -> Draft:
    """The draft of a definition; lines of a paragraph that is made of pieces are used up."""
    if para.lines is None:
        start, last = pos, end
    else:
        count = text.count("\n", pos, end) + 1
        start, last = para.lines[0][0], para.lines[count - 1][1]
        del para.lines[:count]
        while state.text[last - 1] in " \t":
            last -= 1
    return Draft("link_reference_definition", start, last, info=reference)


def _definition(text: str, start: int, stop: int) -> tuple[LinkDefinition, int, int] | None:
    """The definition that begins at `start`, the end of its last line, and the start of what follows;
    None where there is none.
    """
    label = LABEL.match(text, start, stop)
    if (
        label is None
        or not text.startswith(":", label.end())
        or not label[1].strip()
        or len(label[1]) > LONGEST_LABEL
    ):
        return None
    begin = GAP.match(text, label.end() + 1, stop).end()  # type: ignore[union-attr]  # it matches anywhere
    place = find_destination(text, begin, stop)
    if place is None or place[2] == begin:
        return None
    url, end = text[place[0] : place[1]], place[2]
    gap = GAP.match(text, end, stop).end()  # type: ignore[union-attr]
    title = TITLE.match(text, gap, stop) if gap > end else None
    if title is not None and (line_end := LINE_END.match(text, title.end(), stop)):
        return LinkDefinition(label[1], url, title_of(title)), title.end(), line_end.end()
    line_end = LINE_END.match(text, end, stop)
    return None if line_end is None else (LinkDefinition(label[1], url, ""), end, line_end.end())
