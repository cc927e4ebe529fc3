"""The plain values of a template's arguments: numbers, letters, dates."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from wikiparse.nodes.inlines import Comment, HtmlElement, HtmlTag, LineBreak, Template, Text
from wikiparse.nodes.links import FootnoteReference, Wikilink

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node

LONGEST = 200
"""Code points of a value that may be a number, a date or coordinates."""

NUMBER = re.compile(r"[+\-\u2212]?+\d{1,8}(?:[.,]\d{1,16})?")
"""A number as coordinates are written, with a point or comma before the decimals."""

_BARE_TAGS = frozenset(("small", "span", "nobr", "big", "b", "i"))


def value_of(argument: Node | None) -> str | None:
    """The text of an argument that is nothing but text and links, comments and footnotes aside; ""
    where it is empty or not given, None where it holds anything else, or is long.

    Templates in it are not expanded, so a value with one is not known.
    """
    if argument is None:
        return ""
    out: list[str] = []
    size = 0
    # Two levels, which bounds the work: a link, or `<small>`, and the text in it.
    for child in argument.children:
        if isinstance(child, Comment | FootnoteReference | HtmlTag | LineBreak):
            continue
        inner: tuple[Node, ...] = (child,)
        if isinstance(child, Wikilink) or (
            isinstance(child, HtmlElement) and child.tag in _BARE_TAGS
        ):
            inner = child.children
        for node in inner:
            if isinstance(node, Comment | FootnoteReference):
                continue
            if not isinstance(node, Text):
                return None
            out.append(node.value)
            size += len(node.value)
            if size > LONGEST and not node.value.isspace():
                return None
    return "".join(out).strip()


def values_by_name(template: Template) -> dict[str, str | None]:
    """The values of a template's arguments by name; of two with one name the last counts."""
    return {argument.name: value_of(argument) for argument in template.arguments}


def positional_values(template: Template) -> list[str | None]:
    """The values of the positional arguments in order, also of those that are numbered by hand
    (`1=…`); "" for one that is left out.
    """
    numbered: dict[int, str | None] = {}
    for argument in template.arguments:
        name = argument.name
        # Not more than the template has arguments: `{{t|999999=x}}` is no list of a million.
        if name.isascii() and name.isdecimal() and len(name) < 4:
            numbered[int(name)] = value_of(argument)
    last = max(numbered, default=0)
    if last > 4 * len(numbered) + 8:
        return []
    return [numbered.get(number, "") for number in range(1, last + 1)]


def to_number(text: str) -> float | None:
    """A decimal number, in the digits of any script, with a point or comma; None for other text."""
    text = text.strip()
    if NUMBER.fullmatch(text) is None:
        return None
    return float(text.replace("\u2212", "-").replace(",", "."))


def to_integer(text: str) -> int | None:
    """A whole number of at most eight digits of any script; None for other text."""
    text = text.strip()
    if not text.isdecimal() or len(text) > 8:
        return None
    return int(text)


def folded(text: str) -> str:
    """The name of an argument without letter case, spaces, hyphens and underscores."""
    return unicodedata.normalize("NFC", text).casefold().translate(_SEPARATORS)


_SEPARATORS: dict[int, Any] = dict.fromkeys(map(ord, " _-"))
