"""Character references, `&amp;`, `&#228;`, `&#xe4;`, and backslash escapes (CommonMark 2.4,
2.5).
"""

from __future__ import annotations

import re
from functools import cache

CHARACTER_REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]{1,7})|#[xX](?P<hexadecimal>[0-9a-fA-F]{1,6})"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));"
)

_ESCAPE_OR_REFERENCE = re.compile(rf"\\(?P<escaped>[!-/:-@\[-`{{-~])|{CHARACTER_REFERENCE.pattern}")


def character_of(reference: re.Match[str]) -> str | None:
    """The character of a reference; None for a name that does not exist.

    A number that is not a code point means U+FFFD.
    """
    if name := reference["name"]:
        return _characters_by_name().get(name + ";")
    decimal = reference["decimal"]
    number = int(decimal) if decimal else int(reference["hexadecimal"], 16)
    if number == 0 or number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return "\ufffd"
    return chr(number)


@cache
def _characters_by_name() -> dict[str, str]:
    # A table of 2,231 entries, loaded with the first name that is met.
    from html.entities import html5

    return html5


def decode(value: str) -> str:
    """A text with its character references replaced."""
    return CHARACTER_REFERENCE.sub(_decoded, value) if "&" in value else value


def _decoded(reference: re.Match[str]) -> str:
    character = character_of(reference)
    return reference[0] if character is None else character


def unescape(value: str) -> str:
    """A text with its backslash escapes and its character references replaced."""
    if "\\" not in value:
        return decode(value)
    return _ESCAPE_OR_REFERENCE.sub(lambda match: match["escaped"] or _decoded(match), value)
