r"""Backslash escapes (CommonMark 2.4), and what old pandoc wrote with them: `\(…\)` and `\[…\]` for math, `\]\]` at the end of a caption.

escape  = "\" punctuation
math    = "\(" tex "\)"
display = "\[" tex "\]"      where the content looks like TeX and holds no link (DIALECT 4.1, 4.35)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from wikiparse.nodes.inlines import Math
from wikiparse.nodes.make import make_line_break

if TYPE_CHECKING:
    from wikiparse.inlines.scan import Scan

LEADING = re.compile(r"[ \t]*")
LOOKS_LIKE_TEX = re.compile(r"\\[A-Za-z,;!]|[=^_{}<>]")
HOLDS_LINK = re.compile(r"\]\(|://|\*\*")


def escape(scan: Scan, match: re.Match[str]) -> int:
    """A backslash with the character behind it."""
    at, end = match.span()
    char = match[0][1]
    if char == "\n":
        end = LEADING.match(scan.text, end, scan.stop).end()  # type: ignore[union-attr]
        scan.nodes.append(make_line_break(span=(at, end)))
        return end
    if scan.context.dialect.math and char in "([" and (stop := _math(scan, at, char)) >= 0:
        return stop
    if char == "]" and scan.text.startswith("\\]", end) and end + 2 <= scan.stop and _caption(scan, end + 2):
        return end + 2
    scan.add_text(char, at, end)
    return -1


def _math(scan: Scan, at: int, char: str) -> int:
    r"""`\(` or `\[` with its end: add the formula and give the place behind it, or -1."""
    text = scan.text
    stop = scan.context.find("\\)" if char == "(" else "\\]", at + 2, scan.stop)
    if stop < 0:
        return -1
    value = text[at + 2 : stop]
    if HOLDS_LINK.search(value) or (char == "[" and not LOOKS_LIKE_TEX.search(value)):
        return -1
    scan.nodes.append(Math(value, char == "[", span=(at, stop + 2)))
    return stop + 2


def _caption(scan: Scan, end: int) -> bool:
    r"""`\]\]` ends the caption of the last image, if there is one: its first nested link had ended the file link (DIALECT 4.10)."""
    index = scan.image
    if index < 0 or (scan.brackets and index < scan.brackets[-1].index):
        return False
    scan.image = -1
    image = scan.nodes[index]
    caption = scan.take(index + 1)
    start = image._span[0] if image._span else end
    scan.nodes[index] = attrs.evolve(image, children=(*image.children, *caption), span=(start, end))
    return True
