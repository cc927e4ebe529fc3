r"""Formulas: `$…$`, `$$…$$`, and `\(…\)`, `\[…\]` of old pandoc (docs/dialects.md, traps 1, 19, 35,
41).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import Math

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan

LOOKS_LIKE_TEX = re.compile(r"\\[A-Za-z,;!]|[=^_{}<>]")

LONGEST_FORMULA = 4_000
"""Code points of a formula; what is longer is prose with an unclosed sign in it."""

HOLDS_LINK = re.compile(r"\]\(|://|\*\*")

DOLLARS = re.compile(
    r"\$\$((?:[^$\\]++|\\.)+)\$\$|\$(?![\s$])((?:[^$\\\n]++|\\.|\n(?!\n))+?)(?<!\s)\$(?![0-9])",
    re.S,
)
"""pandoc's rule (extension tex_math_dollars): no white space inside next to the dollars, no digit
behind the closing one."""


def dollars(scan: Scan, start: int, end: int) -> int:
    """`$…$` or `$$…$$`, unless it is about money: a formula holds no link (docs/dialects.md, traps
    19, 41).
    """
    match = (
        DOLLARS.match(scan.text, start, min(scan.end, start + LONGEST_FORMULA))
        if scan.context.dialect.math
        else None
    )
    value = "" if match is None else match[1] or match[2]
    if (
        match is None
        or HOLDS_LINK.search(value)
        or not (
            LOOKS_LIKE_TEX.search(value) or (len(value.strip()) < 3 and value.strip().isalpha())
        )
    ):
        scan.add_text("$", start, end)
        return end
    scan.nodes.append(Math(value, match[1] is not None, span=match.span()))
    return match.end()


def bracketed_math(scan: Scan, start: int, char: str) -> int | None:
    r"""Add the formula that begins with `\(` or `\[`, if there is one; return where it ends."""
    text = scan.text
    end = scan.context.find("\\)" if char == "(" else "\\]", start + 2, scan.end)
    if end is None:
        return None
    if end - start > LONGEST_FORMULA or text.find(text[start : start + 2], start + 2, end) >= 0:
        return None
    value = text[start + 2 : end]
    if HOLDS_LINK.search(value) or (char == "[" and not LOOKS_LIKE_TEX.search(value)):
        return None
    scan.nodes.append(Math(value, char == "[", span=(start, end + 2)))
    return end + 2
