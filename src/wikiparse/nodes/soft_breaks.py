"""Soft line breaks: a space to a reader, nothing between two characters of Chinese or Japanese,
which have no spaces between words. Korean has them.
"""

from __future__ import annotations

import re
from functools import cache

CJK = (
    "\u2e80-\u312f\u31a0-\u31ff\u3220-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\uffe0-\uffe6"
    "\U00020000-\U0003ffff"
)
"""The characters of Chinese and Japanese, as the inside of a set of `re`."""


# Compiled at first use: `re` goes through all characters of such a set one by one, which was a
# third of the instructions of the import.
@cache
def _is_cjk() -> re.Pattern[str]:
    return re.compile(f"[{CJK}]")


@cache
def _between_cjk() -> re.Pattern[str]:
    return re.compile(f"([{CJK}])\n+(?=[{CJK}])")


def is_cjk(character: str) -> bool:
    """Whether a character is Chinese or Japanese; False for none."""
    return _is_cjk().match(character) is not None


class WrappedText(str):
    """The value of a `Text` whose lines end where its writer found a space: each soft line break
    in it is one, also between characters of Chinese or Japanese.
    """

    __slots__ = ()


def without_soft_breaks(text: str) -> str:
    """A text with a space in place of each soft line break; nothing between two characters of
    Chinese or Japanese, unless the text is wrapped at spaces.
    """
    if "\n" not in text:
        return text
    # ASCII has no Chinese or Japanese: one `replace` in C.
    is_spaced = text.isascii() or text.__class__ is WrappedText
    return (text if is_spaced else _between_cjk().sub(r"\1", text)).replace("\n", " ")
