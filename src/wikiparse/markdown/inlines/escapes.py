r"""Backslash escapes (CommonMark 2.4), and what old pandoc wrote with them: `\(…\)` and `\[…\]` for
math, `\]\]` at the end of a caption.

escape  = "\" punctuation math    = "\(" tex "\)" display = "\[" tex "\]"      where the content
looks like TeX and holds no link (docs/dialects.md, traps 1, 35)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.markdown.inlines import templates
from wikiparse.markdown.inlines.math import bracketed_math
from wikiparse.nodes.base import with_children
from wikiparse.nodes.make import make_line_break

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan

LEADING = re.compile(r"[ \t]*")


def escape(scan: Scan, start: int, end: int) -> int:
    """A backslash, with the character behind it."""
    text, dialect = scan.text, scan.context.dialect
    if end - start == 1:
        scan.add_text("\\", start, end)
        return end
    char = text[start + 1]
    if char == "\n":
        end = LEADING.match(text, end, scan.end).end()  # type: ignore[union-attr]
        scan.nodes.append(make_line_break((start, end)))
        return end
    if dialect.math and char in "([" and (stop := bracketed_math(scan, start, char)) is not None:
        return stop
    if (
        char == "-"
        and text.startswith("{", end)
        and dialect.embedded_wikitext
        and scan.context.find("}-", end, scan.end) is not None
    ):
        return templates.variant(scan, start, end + 1)
    if (
        char == "]"
        and text.startswith("\\]", end)
        and end + 2 <= scan.end
        and _caption(scan, end + 2)
    ):
        return end + 2
    scan.add_text(char, start, end)
    return end


def _caption(scan: Scan, end: int) -> bool:
    r"""`\]\]` ends the caption of the last image, whose first nested link had ended the file link
    (docs/dialects.md, trap 10).
    """
    index = scan.last_image
    if index is None or (scan.brackets and index < scan.brackets[-1].index):
        return False
    scan.last_image = None
    image = scan.nodes[index]
    caption = scan.take(index + 1)
    start = image._span[0] if image._span else end
    scan.nodes[index] = with_children(image, (*image.children, *caption), (start, end))
    return True
