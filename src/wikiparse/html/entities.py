"""Character references (CommonMark 2.5), `&amp;`, `&#228;`, `&#xe4;`, and backslash escapes where
both are undone.
"""

from __future__ import annotations

import re
from functools import cache

ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")


def character(match: re.Match[str]) -> str | None:
    """What a reference stands for; None for a name that does not exist.

    What is no code point is U+FFFD.
    """
    decimal, hexadecimal, name = match.groups()
    if name:
        return _names().get(name + ";")
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return (
        "\ufffd" if number == 0 or number > 0x10FFFF or 0xD800 <= number < 0xE000 else chr(number)
    )


@cache
def _names() -> dict[str, str]:
    """The characters by name, loaded when the first name is met."""
    from html.entities import html5

    return html5


def decode(value: str) -> str:
    """A text with its references replaced."""
    return (
        ENTITY.sub(lambda match: match[0] if (found := character(match)) is None else found, value)
        if "&" in value
        else value
    )


ESCAPED = re.compile(rf"\\([!-/:-@\[-`{{-~])|{ENTITY.pattern}")


def plain(value: str) -> str:
    """A text with its backslash escapes and its references undone (CommonMark 2.4 and 2.5)."""
    if "\\" not in value:
        return decode(value)
    return ESCAPED.sub(lambda match: match[1] or decode(match[0]), value)
