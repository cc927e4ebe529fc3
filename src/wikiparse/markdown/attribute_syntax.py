"""Attributes in braces, as pandoc writes them after blocks and inlines, for both phases alike.

attributes = "{" (identifier | class | key "=" value | "-")* "}"      white space between them
identifier = "#" name         class = "." name
value      = '"' … '"' | "'" … "'" | a run without white space
raw        = "{" "=" format "}"      the code before it is markup of that format
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import unescape
from wikiparse.source import trim

if TYPE_CHECKING:
    from wikiparse.html.attributes import Attributes

BRACES_IN_VALUES = 3
"""Opening braces that are tried from the end on: values in quotes may hold some."""

LONGEST = 1_000
"""Code points of attributes. Without a bound every unclosed brace would be searched to the end."""

# Sample: {#id .class key="a value" -}
#          id  class  double        unnumbered     the name of the group is that of the kind
ITEM = re.compile(
    r"[ \t]*+(?:\n[ \t]*+)?(?:#(?P<id>[\w:.-]+)|\.(?P<class>\w[\w:.-]*+)|(?P<unnumbered>-)"
    r"|(?P<key>[^\W\d][\w:.-]*+)=(?:\"(?P<double>(?>(?:[^\"\\]++|\\.)*))\""
    r"|'(?P<single>(?>(?:[^'\\]++|\\.)*))'|(?P<bare>[^\s}\"']*+))"
    r"|(?P<end>\}))",
    re.S,
)

RAW_FORMAT = re.compile(r"\{[ \t]*+=([\w-]++)[ \t]*+\}")


def find_attributes(text: str, start: int, end: int) -> tuple[Attributes, int] | None:
    """The attributes that begin with a brace at `start`, and the offset after them.

    Classes are one attribute, as in HTML.
    """
    if not text.startswith("{", start):
        return None
    pos = start + 1
    end = min(end, start + LONGEST)
    # Later keys replace earlier ones; the order is that of first occurrence.
    found: dict[str, str] = {}
    while match := ITEM.match(text, pos, end):
        kind = match.lastgroup
        pos = match.end()
        if kind == "end":
            return tuple(found.items()), pos
        if kind == "id":
            found["id"] = match["id"]
        elif kind in ("class", "unnumbered"):
            # pandoc: `{-}` is `{.unnumbered}`.
            name = match["class"] or "unnumbered"
            found["class"] = f"{found['class']} {name}" if "class" in found else name
        else:
            assert kind is not None  # each alternative has a name
            found[match["key"]] = unescape(match[kind])
    return None


def find_raw_format(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The format that a brace at `start` names, as in `{=mediawiki}`, and the offset after it."""
    match = RAW_FORMAT.match(text, start, end)
    return None if match is None else (match[1], match.end())


def cut_attributes(text: str, start: int, end: int) -> tuple[Attributes, int] | None:
    """The attributes that a range ends with, and where the content before them ends.

    They are the last thing in a heading, so that one search finds their brace.
    """
    if end <= start or text[end - 1] != "}":
        return None
    brace = end
    for _ in range(BRACES_IN_VALUES):
        brace = text.rfind("{", max(start, end - LONGEST), brace)
        if brace < 0:
            return None
        found = find_attributes(text, brace, end)
        # `\{a}` is text.
        if found is not None and found[1] == end and not text.endswith("\\", start, brace):
            # # A [link](b){.c}      of the link
            # # A heading {.c}       of the heading: white space is before the brace, or other text
            if brace > start and _are_of_inline(text, start, brace):
                return None
            return found[0], trim(text, start, brace, " \t")[1]
    return None


def _are_of_inline(text: str, start: int, brace: int) -> bool:
    """Whether the attributes at the end of a heading are those of a link, span or code in it."""
    before = text[brace - 1]
    return before in "]`" or (before == ")" and text.find("](", start, brace) >= 0)
