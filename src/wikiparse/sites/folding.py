"""The form in which the names of namespaces and prefixes are compared."""

from __future__ import annotations

from typing import Final
from unicodedata import normalize

# MediaWiki: `MediaWikiTitleCodec::splitTitleString` strips these characters.
_IGNORED: Final[dict[int, None]] = dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F)))


def fold(prefix: str) -> str:
    """The form in which prefixes are compared: lower case, single spaces, NFC, without controls of
    direction.

    MediaWiki drops U+200E, U+200F and U+202A to U+202E from titles, and its Turkish and Azerbaijani
    `İ` becomes `i`.
    """
    key = " ".join(prefix.replace("_", " ").split()).lower()
    # Most prefixes: no normalization, and no `İ`.
    if key.isascii():
        return key
    return normalize("NFC", " ".join(key.translate(_IGNORED).split()).replace("i\u0307", "i"))
