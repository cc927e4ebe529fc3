"""Character references, `&amp;`, `&#228;`, `&#xe4;`, as CommonMark (2.4) and MediaWiki read them,
and backslash escapes (CommonMark 2.5).
"""

from __future__ import annotations

import re
from functools import cache

# &amp;        name: 2 to 32 characters, the longest of HTML is `CounterClockwiseContourIntegral`
# &#228;       decimal: seven digits at most (CommonMark 2.5)
# &#xe4;       hexadecimal: six
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
        # Python's table has names of old HTML without a semicolon too; with it only `&copy;`
        # counts, not `&copy`.
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
    # A search for one character is much faster than a pattern, and most texts have none.
    return CHARACTER_REFERENCE.sub(_decoded, value) if "&" in value else value


def _decoded(reference: re.Match[str]) -> str:
    character = character_of(reference)
    return reference[0] if character is None else character


def unescape(value: str) -> str:
    """A text with its backslash escapes and its character references replaced."""
    if "\\" not in value:
        return decode(value)
    # Both in one pass: `\&amp;` is an escaped ampersand, and not then a reference.
    return _ESCAPE_OR_REFERENCE.sub(lambda match: match["escaped"] or _decoded(match), value)


# A name is letters and digits, and all beyond ASCII: said by what it is not, since `re` goes
# through a range character by character to compile it.
WIKITEXT_REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]+)|#[xX](?P<hexadecimal>[0-9a-fA-F]+)"
    r"|(?P<name>[^\x00-/:-@\[-`{-\x7f]+));"
)
"""A reference in wikitext: a number may have any number of digits, and a name other letters
(MediaWiki: `Sanitizer::CHAR_REFS_REGEX`)."""

# MediaWiki: `Sanitizer::MW_ENTITY_ALIASES`, names of the right-to-left mark in Hebrew and Arabic.
_ALIASES = {"רלמ": "\u200f", "رلم": "\u200f"}

_LONGEST_NUMBER = 7
"""Digits of the last code point, 1114111."""


def wikitext_character(reference: re.Match[str]) -> str | None:
    """The character of a reference in wikitext; None for a name that does not exist, and for a
    number that no document may hold (MediaWiki: `Sanitizer::validateCodepoint`).
    """
    if name := reference["name"]:
        return _characters_by_name().get(name + ";") or _ALIASES.get(name)
    digits = reference["decimal"]
    base = 10 if digits else 16
    digits = (digits or reference["hexadecimal"]).lstrip("0")
    # Before `int`: Python refuses numbers of thousands of digits, and a page may hold them.
    if not digits or len(digits) > _LONGEST_NUMBER:
        return None
    number = int(digits, base)
    is_valid = (
        number in (0x09, 0x0A)
        or 0x20 <= number <= 0x7E
        or 0xA0 <= number <= 0xD7FF
        or 0xE000 <= number <= 0xFFFD
        or 0x10000 <= number <= 0x10FFFF
    )
    return chr(number) if is_valid else None


def decode_wikitext(value: str) -> str:
    """A fragment of wikitext with its character references replaced."""
    return WIKITEXT_REFERENCE.sub(_decoded_wikitext, value) if "&" in value else value


def _decoded_wikitext(reference: re.Match[str]) -> str:
    character = wikitext_character(reference)
    return reference[0] if character is None else character
