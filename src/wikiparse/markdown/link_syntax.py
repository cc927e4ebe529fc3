"""The parts that links and their definitions share: labels, destinations, titles (CommonMark 6.3),
for both phases alike.

label       = "[" (character | escape)+ "]"      up to 999 characters, one of them no white space
destination = "<" (character | escape)* ">" | (character | escape | "(" balanced ")")+
title       = '"' … '"' | "'" … "'" | "(" … ")"
"""

from __future__ import annotations

import re

LONGEST_LABEL = 999

DEEPEST_PARENTHESES = 32
"""As many levels of parentheses as cmark takes."""

LABEL = re.compile(r"\[((?>(?:[^\[\]\\]++|\\.)*))\]", re.S)

TITLE = re.compile(
    r"\"((?>(?:[^\"\\]++|\\.)*))\"|'((?>(?:[^'\\]++|\\.)*))'|\(((?>(?:[^()\\]++|\\.)*))\)",
    re.S,
)

ANGLED = re.compile(r"<((?>(?:[^<>\\\n]++|\\[^\n])*))>")

_PLAIN = r"[^\x00-\x20\x7f()\\]++|\\[!-/:-@\[-`{-~]|\\"

_PIECE = re.compile(rf"(?>(?:{_PLAIN})+)|[()]")

_LOOKS_DEEP = 3

_TOO_DEEP = re.compile(
    rf"(?>(?:{_PLAIN})*)(?:\((?>(?:{_PLAIN})*)){{{DEEPEST_PARENTHESES - _LOOKS_DEEP + 1}}}"
)
"""So many parentheses that open one behind the other: at the third one it is known at once that no
destination comes of them."""

INDENTATION = re.compile(r"\n[ \t]+")
"""What the block phase would cut from a further line."""


def normal_label(label: str) -> str:
    """A label in the form in which two that match are equal; "" for what is no label."""
    return " ".join(label.split()).casefold() if len(label) <= LONGEST_LABEL else ""


def find_destination(text: str, pos: int, end: int) -> tuple[int, int, int] | None:
    """The place of a destination that begins at `pos`, and where what belongs to it ends; None
    where there is none.

    A destination without angle brackets may be empty: who asks decides.
    """
    if text.startswith("<", pos):
        match = ANGLED.match(text, pos, end)
        return None if match is None else (*match.span(1), match.end())
    begin, depth = pos, 0
    while match := _PIECE.match(text, pos, end):
        if text[pos] == "(":
            depth += 1
            if depth > DEEPEST_PARENTHESES or (
                depth == _LOOKS_DEEP and _TOO_DEEP.match(text, match.end(), end)
            ):
                return None
        elif text[pos] == ")":
            if not depth:
                break
            depth -= 1
        pos = match.end()
    return None if depth else (begin, pos, pos)


def title_of(match: re.Match[str]) -> str:
    """The words of a title, without the indentation of its lines; escapes stand as they are."""
    value = next(group for group in match.groups() if group is not None)
    return INDENTATION.sub("\n", value) if "\n" in value else value
