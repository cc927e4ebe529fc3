"""The name and the attributes of a start tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import decode
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from wikiparse.html.attributes import Attributes

NAME = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")

# Tried only where white space begins: a tag may hold a megabyte of it.
ATTRIBUTE = re.compile(
    r"""(?<![ \t\n])[ \t\n]++(?:"""
    # {{% href "x" %}}, a shortcode of Hugo
    r"""\{\{[%<]?\s*(?P<shortcode>[a-z]+)\s+"(?P<argument>[^"{}]*)"[^{}]*\}\}"""
    # name, name=value, name="value" or name='value'
    r"""|(?P<name>[a-zA-Z_:][\w:.-]*)"""
    r"""(?:[ \t\n]*=[ \t\n]*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=<>`]+)))?)"""
)


@text_cache(1024)
def written_attributes(raw: str) -> Attributes:
    """The attributes of a table or a part of it, from the source between the name of the tag and
    its end, or from that before the pipe of wikitext.
    """
    # A table has the same ones in each of its rows.
    return attributes_of(f"<a {raw}>") if raw else ()


def attributes_of(tag: str) -> Attributes:
    """The attributes of a start tag, character references decoded.

    `{{% href "x" %}}` (Hugo) is the attribute `href` too.
    """
    # From the second character on: no attribute is before the name, which has no white space.
    # `findall`, since at most one of the four took part, and the others are "".
    return tuple(
        [
            (shortcode or name, decode(argument or double or single or bare))
            for shortcode, argument, name, double, single, bare in ATTRIBUTE.findall(tag, 1)
        ]
    )
