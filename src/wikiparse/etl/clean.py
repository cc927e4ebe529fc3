"""Text that any system can hold: ids, errors, and strings without lone surrogates."""

from __future__ import annotations

import re
from typing import Final

LONGEST_ERROR: Final = 500
"""Code points of an error that a row or a dead letter keeps."""
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which no file in UTF-8 can hold."""
    # `isascii` is a flag of the string, and costs nothing.
    return _SURROGATE.sub("\ufffd", text) if not text.isascii() else text


def to_utf8(text: str) -> tuple[bytes, bool]:
    """A text in UTF-8, and whether it is clean; a lone surrogate is encoded as if it were a
    character.
    """
    try:
        return text.encode(), True
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass"), False


def clean_name(name: str) -> str:
    r"""The same for ids and paths, with the number of each surrogate after its U+FFFD.

    Two names that differ stay two: a byte of a file's name that is no UTF-8 is a surrogate from
    U+DC80 to U+DCFF in Python, and `\xe9.md` becomes `\ufffdE9.md`.
    """
    return _SURROGATE.sub(_numbered, name) if not name.isascii() else name


def _numbered(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\ufffd{code - 0xDC00:02X}" if 0xDC80 <= code <= 0xDCFF else f"\ufffd{code:04X}"


def describe(error: BaseException) -> str:
    """An exception in one line. It may be anybody's, and its `str` may fail too."""
    try:
        text = " ".join(str(error).split())
    except Exception:  # noqa: BLE001  # the name of its class will do
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def identifier_of(value: object) -> str | None:
    """An id as a string. Raises whatever its `str` raises: numbers may be too long for it."""
    if value is None:
        return None
    # Of a subclass of str the text counts, not its own `__str__`.
    return clean_name(str.__str__(value) if isinstance(value, str) else str(value))
