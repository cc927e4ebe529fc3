r"""The parts that links and their definitions share: labels, destinations, titles (CommonMark 6.3),
for both phases alike.

    label       = "[" (character | escape)+ "]"      up to 999, one of them not white space
    destination = "<" (character | escape)* ">" | (character | escape | "(" destination ")")+
    title       = '"' … '"' | "'" … "'" | "(" … ")"
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Destination(NamedTuple):
    """A destination that was found.

    `start` and `end` are those of its text, without angle brackets; `after` is the offset after
    them.
    """

    start: int
    end: int
    after: int


class Target(NamedTuple):
    """Where a link leads: its URL, escapes undone, its title as it is written, "" for none, and the
    offset at which the link ends.
    """

    url: str
    title: str
    end: int


LONGEST_LABEL = 999

DEEPEST_PARENTHESES = 32
"""The levels of parentheses that cmark takes."""

# Atomic: a page of opening brackets costs each of them its length once, and `LONGEST_LABEL` is
# asked of the match.
LABEL = re.compile(r"\[((?>(?:[^\[\]\\]++|\\.)*))\]", re.S)

TITLE = re.compile(
    r"\"((?>(?:[^\"\\]++|\\.)*))\"|'((?>(?:[^'\\]++|\\.)*))'|\(((?>(?:[^()\\]++|\\.)*))\)",
    re.S,
)

IN_ANGLE_BRACKETS = re.compile(r"<((?>(?:[^<>\\\n]++|\\[^\n])*))>")

_UNNESTED = r"[^\x00-\x20\x7f()\\]++|\\[!-/:-@\[-`{-~]|\\"

# A run without parentheses, or one parenthesis: the loop counts only these.
_TOKEN = re.compile(rf"(?>(?:{_UNNESTED})+)|[()]")

_LOOK_AHEAD_FROM = 3

# A page of nothing but "(" would otherwise be walked 32 levels deep from each of them. At the third
# one a single match tells that no destination comes of it.
_TOO_DEEP = re.compile(
    rf"(?>(?:{_UNNESTED})*)"
    rf"(?:\((?>(?:{_UNNESTED})*)){{{DEEPEST_PARENTHESES - _LOOK_AHEAD_FROM + 1}}}"
)

INDENTATION = re.compile(r"\n[ \t]+")
"""The indentation of a further line: no part of the content (CommonMark 4.8)."""


def normal_label(label: str) -> str:
    """A label in the form in which two that match are equal; "" for one that is too long."""
    # CommonMark 6.3: Unicode case fold, and white space collapsed; `ẞ` and `SS` are one label.
    return " ".join(label.split()).casefold() if len(label) <= LONGEST_LABEL else ""


def find_destination(text: str, pos: int, end: int) -> Destination | None:
    """The destination that begins at `pos`.

    Without angle brackets it may be empty: the caller decides whether that is one.
    """
    # An opening angle bracket that is not closed makes no destination, as in cmark: the link is
    # text.
    if text.startswith("<", pos):
        match = IN_ANGLE_BRACKETS.match(text, pos, end)
        return None if match is None else Destination(*match.span(1), match.end())
    start, depth = pos, 0
    while match := _TOKEN.match(text, pos, end):
        if text[pos] == "(":
            depth += 1
            if depth > DEEPEST_PARENTHESES or (
                depth == _LOOK_AHEAD_FROM and _TOO_DEEP.match(text, match.end(), end)
            ):
                return None
        elif text[pos] == ")":
            # The parenthesis that ends the link.
            if not depth:
                break
            depth -= 1
        pos = match.end()
    return None if depth else Destination(start, pos, pos)


def title_of(match: re.Match[str]) -> str:
    """The text of a title, without the indentation of its lines; escapes are left as they are."""
    value = next(group for group in match.groups() if group is not None)
    return INDENTATION.sub("\n", value) if "\n" in value else value
