"""Line blocks of pandoc: verse and addresses, whose lines and indentation are kept.

block = ("|" " " inline* line-ending (" " inline* line-ending)* | "|" line-ending)+

They begin as a paragraph does, and may be the header row of a pipe table; so it is known only when
the paragraph ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import LineBlockDraft

if TYPE_CHECKING:
    from wikiparse.drafts import Draft, ParagraphDraft, Ranges

# A bar and a space, or a bar alone: `|text` is not verse.
LINE = re.compile(r"\|(?: |(?=[ \t]*(?:\n|\Z)))")


def take_line_block(text: str, paragraph: ParagraphDraft, siblings: list[Draft]) -> None:
    """Put the line block that a paragraph begins with, the last of its siblings, before it or in
    its place.
    """
    ranges = paragraph.line_ranges(text)
    lines: list[Ranges] = []
    for start, end in ranges:
        if match := LINE.match(text, start, end):
            lines.append([(match.end(), end)])
        # A line that is indented goes on with the one above.
        elif lines and text[start - 1] == " ":
            lines[-1].append((start, end))
        else:
            break
    # Lines of the source, not of verse: a line of verse may have several.
    count = sum(map(len, lines))
    if not count:
        return
    siblings[-1:] = [LineBlockDraft(ranges[0][0], ranges[count - 1][1], lines)]
    if count < len(ranges):
        paragraph.keep(ranges[count:])
        siblings.append(paragraph)
