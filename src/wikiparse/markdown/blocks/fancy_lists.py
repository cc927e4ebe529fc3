"""Markers of items in pandoc's lists: letters, roman numbers, `#` and numbered examples.

    marker = bullet | "(" number ")" | number ("." | ")")
    number = digit{1,9} | letter | roman | "#" | "@" label

All bullets are of one kind. A list goes on with numbers of the same style between the same
delimiters; one letter is a letter, unless a list of roman numbers goes on, or it is an `i`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.drafts import ListDraft

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State

# (iv) text      `(?(open)\)|…)`: an opening parenthesis asks for a closing one
# #. text        the default style, numbered from 1
# (@a) text      an example, numbered through the whole page
MARKER = re.compile(
    r"(?:(?P<bullet>[-+*])|(?P<open>\()?(?:(?P<digits>\d{1,9})|(?P<default>\#)|@(?P<example>[\w-]*+)"
    r"|(?P<letters>[a-z]|[ivxlcdm]{2,12}|[A-Z]|[IVXLCDM]{2,12}))(?(open)\)|(?P<delimiter>[.)])))"
    r"(?=[ \t\n])"
)

# Canonical numbers alone: `iiii` and `vx` are words, not numbers.
ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")

VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}

# pandoc: a capital letter with a period may be an initial, and needs two spaces after it.
TWO_SPACES = re.compile(r"[ \t]{2}|[ \t]?\n")

# pandoc: `p. 5` at the start of a line is a page of a book.
PAGE_NUMBER = re.compile(r"p\. \d")


class Marker(NamedTuple):
    """The marker of an item: the kind of list that it is of, its number, and where it ends.

    Examples are numbered when they are taken; `example` is the label of one.
    """

    kind: str
    number: int | None
    end: int
    example: str | None = None


def fancy_marker(state: State) -> Marker | None:
    """The marker that the rest of the line begins with."""
    text, start = state.text, state.nonspace
    match = MARKER.match(text, start)
    if match is None or PAGE_NUMBER.match(text, start):
        return None
    if match["bullet"]:
        return Marker("-", None, match.end())
    delimiter = "()" if match["open"] else match["delimiter"]
    if letters := match["letters"]:
        siblings = state.parent.children
        last = siblings[-1] if siblings else None
        found = _letters(letters, delimiter, last.marker if type(last) is ListDraft else "")
        if found is None:
            return None
        style, number = found
        # "B. Russell" is a name.
        is_single = number in VALUES.values() if style == "I" else style == "A"
        if delimiter == "." and is_single and TWO_SPACES.match(text, match.end()) is None:
            return None
    elif match["digits"]:
        style, number = "1", int(match["digits"])
    elif match["default"]:
        style, number = "1", 1
    else:
        return Marker("@" + delimiter, None, match.end(), match["example"])
    return Marker(style + delimiter, number, match.end())


def _letters(letters: str, delimiter: str, last: str) -> tuple[str, int] | None:
    """The style and the number that letters mean."""
    # `i.` begins a list of roman numbers; within one of letters it is the ninth letter.
    low = letters.lower()
    roman, alphabetic = ("i", "a") if letters == low else ("I", "A")
    is_roman = ROMAN.fullmatch(low) is not None
    if len(letters) > 1 or (low == "i" and last != alphabetic + delimiter):
        return (roman, _roman(low)) if is_roman else None
    # `v.` after `iv.` is five, elsewhere the letter V.
    if is_roman and last == roman + delimiter:
        return roman, _roman(low)
    return alphabetic, ord(low) - ord("a") + 1


def _roman(letters: str) -> int:
    values = [VALUES[letter] for letter in letters]
    # A letter before a greater one counts negative: `ix` is −1 + 10.
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
