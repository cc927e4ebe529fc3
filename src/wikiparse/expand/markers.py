"""Placeholders for text that no function may look into: tags of extensions, and calls that are not
expanded (MediaWiki: strip markers, `Parser::MARKER_PREFIX`).
"""

from __future__ import annotations

import re
from typing import Final

from wikiparse.expand.placed import joined, part_of

DELETE: Final = "\x7f"
"""The character that begins and ends a marker. A page's own become question marks."""

MARKER: Final = re.compile("\x7f'\"`UNIQ-([0-9A-F]{8})-(tag|call)-QINU`\"'\x7f")

CALL: Final = "-call-QINU`\"'\x7f"
"""The end of the marker of a call that is not expanded."""


class TooMuchError(Exception):
    """A limit of the expansion is reached."""


class Markers:
    """The texts behind the markers of a page."""

    __slots__ = ("_is_placed", "_sizes", "_texts", "most")

    def __init__(self, most: int) -> None:
        self._texts: list[str] = []
        self._sizes: list[int] = []
        self._is_placed = False
        self.most: int = most

    def add(self, text: str, kind: str) -> str:
        """A marker for a text, in which there may be markers."""
        number = len(self._texts)
        self._texts.append(text)
        self._is_placed = self._is_placed or type(text) is not str
        self._sizes.append(self.size(text))
        return f"\x7f'\"`UNIQ-{number:08X}-{kind}-QINU`\"'\x7f"

    def size(self, text: str) -> int:
        """The length of a text whose markers are replaced."""
        size = len(text)
        if DELETE in text:
            # The sizes of the inner texts are known: no text is made only to be measured.
            size += sum(self._sizes[int(match[1], 16)] for match in MARKER.finditer(text))
        return size

    def replaced(self, text: str) -> str:
        """The text with the texts in place of the markers.

        Raises TooMuchError where it would be too long.
        """
        if DELETE not in text:
            return text
        if self.size(text) > self.most:
            raise TooMuchError
        texts = self._texts
        if type(text) is str and not self._is_placed:
            while DELETE in text:
                text = MARKER.sub(lambda match: texts[int(match[1], 16)], text)
            return text
        while DELETE in text:
            parts: list[str] = []
            pos = 0
            for match in MARKER.finditer(text):
                parts += [part_of(text, pos, match.start()), texts[int(match[1], 16)]]
                pos = match.end()
            text = joined([*parts, part_of(text, pos, len(text))])
        return text


def without_markers(text: str) -> str:
    """A text without markers (MediaWiki: `Parser::killMarkers`)."""
    return MARKER.sub("", text) if DELETE in text else text


def has_unknown(text: str) -> bool:
    """Whether a text holds a call that is not expanded."""
    return DELETE in text and CALL in text
