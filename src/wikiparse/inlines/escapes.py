r"""Backslash escapes (CommonMark 2.4), and what old pandoc wrote with them: `\(…\)` and `\[…\]` for math, `\]\]` at the end of a caption.

escape  = "\" punctuation
math    = "\(" tex "\)"
display = "\[" tex "\]"      where the content looks like TeX and holds no link (docs/dialects.md, traps 1, 35)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.inlines import islands
from wikiparse.nodes.base import with_children
from wikiparse.nodes.inlines import Math
from wikiparse.nodes.make import make_line_break

if TYPE_CHECKING:
    from wikiparse.inlines.scan import Scan

LEADING = re.compile(r"[ \t]*")
LOOKS_LIKE_TEX = re.compile(r"\\[A-Za-z,;!]|[=^_{}<>]")
LONGEST = 4_000
"""Code points of a formula; what is longer is prose with an unclosed sign in it."""
HOLDS_LINK = re.compile(r"\]\(|://|\*\*")


def escape(scan: Scan, at: int, end: int) -> int:
    """A backslash, with the character behind it."""
    text, dialect = scan.text, scan.context.dialect
    if end - at == 1:
        scan.add_text("\\", at, end)
        return end
    char = text[at + 1]
    if char == "\n":
        end = LEADING.match(text, end, scan.stop).end()  # type: ignore[union-attr]
        scan.nodes.append(make_line_break((at, end)))
        return end
    if dialect.math and char in "([" and (stop := _math(scan, at, char)) >= 0:
        return stop
    if char == "-" and text.startswith("{", end) and dialect.islands and scan.context.find("}-", end, scan.stop) >= 0:
        return islands.variant(scan, at, end + 1)
    if char == "]" and text.startswith("\\]", end) and end + 2 <= scan.stop and _caption(scan, end + 2):
        return end + 2
    scan.add_text(char, at, end)
    return end


DOLLARS = re.compile(r"\$\$((?:[^$\\]++|\\.)+)\$\$|\$(?![\s$])((?:[^$\\\n]++|\\.|\n(?!\n))+?)(?<!\s)\$(?![0-9])", re.S)
"""pandoc's rule (extension tex_math_dollars): no white space inside next to the dollars, no digit behind the closing one."""


def dollars(scan: Scan, at: int, end: int) -> int:
    """`$…$` or `$$…$$`, unless it is about money: a formula holds no link (docs/dialects.md, traps 19, 41)."""
    match = DOLLARS.match(scan.text, at, min(scan.stop, at + LONGEST)) if scan.context.dialect.math else None
    value = "" if match is None else match[1] or match[2]
    if (
        match is None
        or HOLDS_LINK.search(value)
        or not (LOOKS_LIKE_TEX.search(value) or (len(value.strip()) < 3 and value.strip().isalpha()))
    ):
        scan.add_text("$", at, end)
        return end
    scan.nodes.append(Math(value, match[1] is not None, span=match.span()))
    return match.end()


def _math(scan: Scan, at: int, char: str) -> int:
    r"""`\(` or `\[` with its end: add the formula and give the place behind it, or -1."""
    text = scan.text
    stop = scan.context.find("\\)" if char == "(" else "\\]", at + 2, scan.stop)
    if stop < 0:
        return -1
    if stop - at > LONGEST or text.find(text[at : at + 2], at + 2, stop) >= 0:
        return -1
    value = text[at + 2 : stop]
    if HOLDS_LINK.search(value) or (char == "[" and not LOOKS_LIKE_TEX.search(value)):
        return -1
    scan.nodes.append(Math(value, char == "[", span=(at, stop + 2)))
    return stop + 2


def _caption(scan: Scan, end: int) -> bool:
    r"""`\]\]` ends the caption of the last image, whose first nested link had ended the file link (docs/dialects.md, trap 10)."""
    index = scan.image
    if index < 0 or (scan.brackets and index < scan.brackets[-1].index):
        return False
    scan.image = -1
    image = scan.nodes[index]
    caption = scan.take(index + 1)
    start = image._span[0] if image._span else end
    scan.nodes[index] = with_children(image, (*image.children, *caption), (start, end))
    return True
