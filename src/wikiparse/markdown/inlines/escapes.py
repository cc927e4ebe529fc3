r"""Backslash escapes (CommonMark 2.4), and markup that old pandoc wrote with them.

escape  = "\" punctuation
break   = "\" line ending
space   = "\ "                  in pandoc's Markdown
math    = bracketed_math       `\(…\)` and `\[…\]`
variant = language_variant     `\-{…}-`, at the start of a line
caption = inline* "\]\]"       after an image
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.markdown.inlines.math import bracketed_math
from wikiparse.markdown.inlines.templates import language_variant
from wikiparse.nodes.base import with_children
from wikiparse.nodes.make import make_line_break

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
"""pandoc makes it of an escaped space."""

INDENTATION = re.compile(r"[ \t]*")


def escape(scan: Scan, start: int, end: int) -> int:
    """A backslash: with the character after it if that can be escaped, or the construct that it
    begins.
    """
    text, dialect = scan.text, scan.context.dialect
    if end - start == 1:
        if end == scan.end and dialect.enclosures:  # pandoc: a break at the end of a block too
            scan.nodes.append(make_line_break((start, end)))
        else:
            scan.add_text("\\", start, end)
        return end
    char = text[start + 1]
    if char == " ":
        scan.add_text(NO_BREAK_SPACE, start, end)
        return end
    if char == "\n":
        # The indentation of the next line is not content (CommonMark 6.7).
        end = INDENTATION.match(text, end, scan.end).end()  # type: ignore[union-attr]  # it matches anywhere
        scan.nodes.append(make_line_break((start, end)))
        return end
    # Before the plain escape: old pandoc wrote formulas so, and prose with `\(` is recognized by
    # its content.
    if char in "([" and dialect.math and (after := bracketed_math(scan, start, char)) is not None:
        return after
    if (
        char == "-"
        and text.startswith("{", end)
        and dialect.embedded_wikitext
        and scan.context.find("}-", end, scan.end) is not None
    ):
        # `\-{` is where it begins, with the backslash: nothing of the source is outside of a node.
        return language_variant(scan, start, end + 1)
    if (
        char == "]"
        and dialect.wikilink_titles
        and text.startswith("\\]", end)
        and end + 2 <= scan.end
        and _end_caption(scan, end + 2)
    ):
        return end + 2
    scan.add_text(char, start, end)
    return end


def _end_caption(scan: Scan, end: int) -> bool:
    r"""Whether `\]\]` ends a caption: that of the last image, which then takes it in.

    The first link in a caption ended the file link for the converter, and the real end was left as
    text (docs/dialects.md, trap 10).
    """
    index = scan.last_image
    # An image outside of the open bracket is not closed within it.
    if index is None or (scan.brackets and index < scan.brackets[-1].index):
        return False
    scan.last_image = None
    image = scan.nodes[index]
    caption = scan.take(index + 1)
    start = image._span[0] if image._span else end
    scan.nodes[index] = with_children(image, (*image.children, *caption), (start, end))
    return True
