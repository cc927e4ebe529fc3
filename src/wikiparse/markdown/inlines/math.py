r"""Formulas.

    dollar_math    = "$" tex "$" | "$$" tex "$$"
    bracketed_math = "\(" tex "\)" | "\[" tex "\]"      of old pandoc

Dollars are about money, and escaped brackets hold text, more often than not. So the content is TeX
only where it looks like it and holds no link (docs/dialects.md, traps 1, 19, 35, 41).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import Math

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan

LOOKS_LIKE_TEX = re.compile(r"\\[A-Za-z,;!]|[=^_{}<>]")

LONGEST_FORMULA = 4_000
"""Code points of a formula; a longer one is prose with an unclosed dollar in it."""

HOLDS_LINK = re.compile(r"\]\(|://|\*\*")

DOLLARS = re.compile(
    r"\$\$(?P<display>(?:[^$\\]++|\\.)+)\$\$"
    r"|\$(?![\s$])(?P<inline>(?:[^$\\\n]++|\\.|\n(?!\n))+?)(?<!\s)\$(?![0-9])",
    re.S,
)
"""pandoc's rule (extension tex_math_dollars): no white space inside next to the dollars, no digit
after the closing one."""


def dollar_math(scan: Scan, start: int, end: int) -> int:
    """A formula between dollars, or just the first of them."""
    match = None
    if scan.context.dialect.math:
        match = DOLLARS.match(scan.text, start, min(scan.end, start + LONGEST_FORMULA))
    if match is None or not _is_formula(match["display"] or match["inline"]):
        scan.add_text("$", start, end)
        return end
    value = match["display"] or match["inline"]
    scan.nodes.append(Math(value, match["display"] is not None, span=match.span()))
    return match.end()


def _is_formula(value: str) -> bool:
    """Whether the content of dollars looks like TeX, or is one or two letters."""
    if HOLDS_LINK.search(value):
        return False
    letters = value.strip()
    return bool(LOOKS_LIKE_TEX.search(value)) or (len(letters) < 3 and letters.isalpha())


def bracketed_math(scan: Scan, start: int, char: str) -> int | None:
    """Add the formula that begins with a backslash and this bracket, if there is
    one; return where it ends.
    """
    text = scan.text
    content_start = start + 2
    content_end = scan.context.find("\\)" if char == "(" else "\\]", content_start, scan.end)
    if (
        content_end is None
        or content_end - start > LONGEST_FORMULA
        or text.find(text[start:content_start], content_start, content_end) >= 0
    ):
        return None
    value = text[content_start:content_end]
    # Brackets in prose are escaped too, as in `\[sic\]`; parentheses are not.
    if HOLDS_LINK.search(value) or (char == "[" and not LOOKS_LIKE_TEX.search(value)):
        return None
    end = content_end + 2
    scan.nodes.append(Math(value, char == "[", span=(start, end)))
    return end
