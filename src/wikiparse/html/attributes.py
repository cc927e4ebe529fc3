"""Attributes of HTML tags: pairs of name and value in source order."""

from __future__ import annotations

import re

from wikiparse.html.entities import decode

NAME = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")

# Only where white space begins is it tried: a tag may hold a megabyte of it.
ATTRIBUTE = re.compile(
    r"""(?<![ \t\n])[ \t\n]++(?:\{\{[%<]?\s*(?P<name>[a-z]+)\s+"(?P<value>[^"{}]*)"[^{}]*\}\}"""
    r"""|([a-zA-Z_:][\w:.-]*)(?:[ \t\n]*=[ \t\n]*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?)"""
)


def attributes_of(tag: str) -> Attributes:
    """The attributes of a start tag, entities decoded.

    `{{% href "x" %}}` (Hugo) is the attribute `href` too.
    """
    match = NAME.match(tag)
    pos = match.end() if match else 0
    pairs = []
    for found in ATTRIBUTE.finditer(tag, pos):
        value = next((v for v in found.group("value", 4, 5, 6) if v is not None), "")
        pairs.append((found["name"] or found[3], decode(value)))
    return tuple(pairs)


Attributes = tuple[tuple[str, str], ...]


def get(pairs: Attributes, name: str, default: str | None = None) -> str | None:
    """The value of the first pair of this name, letter case aside."""
    name = name.lower()
    return next((value for key, value in pairs if key.lower() == name), default)
