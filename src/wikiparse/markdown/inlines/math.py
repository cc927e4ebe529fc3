r"""Formulas.

    dollar_math    = "$" tex "$" | "$$" tex "$$" | "$`" tex "`$"
    bracketed_math = "\(" tex "\)" | "\[" tex "\]"      of old pandoc

Dollars are about money, and escaped brackets hold text, more often than not. So the content is TeX
only where it looks like it and holds no link (docs/dialects.md, traps 1, 19, 35, 41).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.markdown.inlines import url_nodes
from wikiparse.nodes.inlines import Math

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan

#     \frac{a}{b}       a command: certainly TeX
#     x^2 + y_{ij}      operators, and short names
#     less < more       an operator between words: prose
COMMAND = re.compile(r"\\[A-Za-z]")
OPERATOR = re.compile(r"\\[,;]|[=^_{}<>+]")
INDEX = re.compile(r"[_^]\{[^{}]*\}")
WORD = re.compile(
    # The names of functions are written without a backslash often enough.
    r"(?<![\\A-Za-z])(?!(?:sin|cos|tan|log|lim|max|min|exp|det|mod)(?![A-Za-z]))"
    # Four letters in a row, or three that carry no index.
    r"(?:[^\W\d_]{4}|[^\W\d_]{3}(?![_^]|[^\W\d_]))"
)
"""A word, which no formula holds outside of its commands and indices: the name of a variable has
few letters, and an index if it has three."""

LONGEST_FORMULA = 4_000
"""Code points of a formula; a longer one is prose with an unclosed dollar in it."""

HOLDS_LINK = re.compile(r"\]\(|://|\*\*")

DOLLARS = re.compile(
    # $$ … $$    over several lines, an escaped dollar in it included
    # $x$        `(?![\s$])` after the first dollar, `(?<!\s)` before the last one, and
    # $5 or $6   `(?![0-9])` after it: two amounts of money are no formula
    r"\$\$(?P<display>(?:[^$\\]++|\\.)+)\$\$"
    r"|\$(?![\s$])(?P<inline>(?:[^$\\\n]++|\\.|\n(?!\n))+?)(?<!\s)\$(?![0-9])",
    re.S,
)
"""pandoc's rule (extension tex_math_dollars): no white space inside next to the dollars, no digit
after the closing one."""

_LINES = r"(?>(?:[^$`\\\n]++|\\.|\n(?!\n))+)"

GITHUB_DOLLARS = re.compile(
    rf"(?<![\w$\\])(?:\$\$(?P<display>{_LINES})\$\$|\$(?![\s$])(?P<inline>{_LINES})(?<!\s)\$)(?![\w$])",
    re.S,
)
"""GitHub's rule: no white space inside next to the dollars either, and no word outside."""

BACKTICKS = re.compile(r"\$`((?>(?:[^`\n]++|\n(?!\n))+))`\$")


def dollar_math(scan: Scan, start: int, end: int) -> int:
    """A formula between dollars, with backticks or without, or just the first of them."""
    dialect, text = scan.context.dialect, scan.text
    if dialect.code_math and (match := BACKTICKS.match(text, start, scan.end)):
        value = url_nodes.tex_of(match[1]) if dialect.page_urls else match[1]
        scan.nodes.append(Math(value, span=match.span()))
        return match.end()
    # The bound is an end for the pattern, so that a page of single dollars costs 4,000 characters
    # for each at most.
    limit = min(scan.end, start + LONGEST_FORMULA)
    if dialect.dollar_math:
        match = GITHUB_DOLLARS.match(text, start, limit)
    else:
        match = DOLLARS.match(text, start, limit) if dialect.math else None
    value = "" if match is None else match["display"] or match["inline"]
    # GitHub asks only how the dollars are placed; in hybrids most of them are money.
    if match is None or not (_is_formula(value) or dialect.dollar_math):
        scan.add_text("$", start, end)
        return end
    scan.nodes.append(Math(value, match["display"] is not None, span=match.span()))
    return match.end()


def _is_formula(value: str) -> bool:
    """Whether the content of dollars looks like TeX, or is one or two letters."""
    if HOLDS_LINK.search(value):
        return False
    letters = value.strip()
    # `$x$` has nothing that looks like TeX, but one or two letters between dollars are no money.
    return looks_like_tex(value) or (len(letters) < 3 and letters.isalpha())


def looks_like_tex(value: str) -> bool:
    """Whether some text may be TeX, rather than prose or code: it holds a command, or an operator
    and no words.
    """
    if COMMAND.search(value):
        return True
    return (
        OPERATOR.search(value) is not None
        # `x_{max}`: an index in braces may hold a word.
        and WORD.search(INDEX.sub("_", value)) is None
        and not value.endswith(("(", "<", ">", ",", "=", "+", "_"))
    )


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
        # Another opening before the end: this one is unclosed, and the end belongs to the other.
        or text.find(text[start:content_start], content_start, content_end) >= 0
    ):
        return None
    value = text[content_start:content_end]
    # Brackets in prose are escaped too, as in `\[sic\]`; parentheses are not.
    if HOLDS_LINK.search(value) or (char == "[" and not looks_like_tex(value)):
        return None
    end = content_end + 2
    scan.nodes.append(Math(value, char == "[", span=(start, end)))
    return end


TEX = re.compile(
    r"\$(?!\s)(?P<inline>(?>(?:[^$\\\s]++|\\text\{[^{}\n]*\}|\\.|\s++(?!\$))+))\$(?![0-9])", re.S
)
"""pandoc's rule (extension tex_math_dollars), as above."""


def tex_math(scan: Scan, start: int, end: int) -> int:
    """A formula between dollars by pandoc's rule alone, or just the first of them."""
    text = scan.text
    # The token is one dollar: a second one makes it display math.
    if text.startswith("$", end) and end < scan.end:
        closing = scan.context.find("$$", end + 2, scan.end)
        if closing is not None:
            scan.nodes.append(Math(text[end + 1 : closing], True, span=(start, closing + 2)))
            return closing + 2
    elif match := TEX.match(text, start, scan.end):
        scan.nodes.append(Math(match["inline"], span=match.span()))
        return match.end()
    scan.add_text("$", start, end)
    return end
