"""Definitions of link references (CommonMark 4.7).

    definition = label ":" [line-ending] destination [(blank | line-ending) title] line-ending

They are what a paragraph begins with, so they are told when it ends: a title may reach over several lines, and a definition that is
none after all is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.blocks.draft import Draft
from wikiparse.link_parts import LABEL, LONGEST_LABEL, TITLE, find_destination, normal_label, title_of

if TYPE_CHECKING:
    from wikiparse.blocks.lines import Lines

GAP = re.compile(r"[ \t]*\n?[ \t]*")
LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")


class Reference(NamedTuple):
    """What a label leads to, escapes not undone yet."""

    label: str
    url: str
    title: str


def take_definitions(lines: Lines, para: Draft, siblings: list[Draft]) -> bool:
    """Take the definitions out of the start of a paragraph, the last of its siblings; whether any text is left of it."""
    if para.lines is None:
        text, at, stop = lines.text, para.at, para.to
    else:
        text = "\n".join([lines.text[start:end] for start, end in para.lines])
        at, stop = 0, len(text)
    siblings.pop()
    while text.startswith("[", at) and (found := _definition(text, at, stop)):
        reference, end = found
        siblings.append(_draft(lines, para, reference, text, at, end))
        lines.references.setdefault(normal_label(reference.label), reference)
        at = end + 1
        while at < stop and text[at] in " \t":  # the indentation of the next line
            at += 1
        if at >= stop:
            return False
    if para.lines is None:
        para.start = para.at = at
    elif para.lines:
        para.start = para.at = para.lines[0][0]
    siblings.append(para)
    return True


def _draft(lines: Lines, para: Draft, reference: Reference, text: str, at: int, end: int) -> Draft:
    """The draft of a definition; lines of a paragraph that is made of pieces are used up."""
    if para.lines is None:
        start, last = at, end
    else:
        count = text.count("\n", at, end) + 1
        start, last = para.lines[0][0], para.lines[count - 1][1]
        del para.lines[:count]
    while lines.text[last - 1] in " \t":
        last -= 1
    return Draft("link_reference_definition", start, last, info=reference)


def _definition(text: str, at: int, stop: int) -> tuple[Reference, int] | None:
    """The definition that begins at `at`, and the end of its last line; None where there is none."""
    label = LABEL.match(text, at, stop)
    if label is None or not text.startswith(":", label.end()) or not label[1].strip() or len(label[1]) > LONGEST_LABEL:
        return None
    begin = GAP.match(text, label.end() + 1, stop).end()  # type: ignore[union-attr]  # it matches anywhere
    place = find_destination(text, begin, stop)
    if place is None or place[2] == begin:
        return None
    url, behind = text[place[0] : place[1]], place[2]
    gap = GAP.match(text, behind, stop).end()  # type: ignore[union-attr]
    title = TITLE.match(text, gap, stop) if gap > behind else None
    if title is not None and (line_end := LINE_END.match(text, title.end(), stop)):
        return Reference(label[1], url, title_of(title)), _end_of(line_end)
    line_end = LINE_END.match(text, behind, stop)
    return None if line_end is None else (Reference(label[1], url, ""), _end_of(line_end))


def _end_of(match: re.Match[str]) -> int:
    """The offset of the line ending, or of the end of the text."""
    return match.end() - 1 if match[0].endswith("\n") else match.end()
