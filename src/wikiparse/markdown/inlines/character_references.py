r"""Character references (CommonMark 2.5).

character_reference = "&" name ";" | "&#" digits ";" | "&#x" digits ";"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.html.entities import CHARACTER_REFERENCE, character_of

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan


def character_reference(scan: Scan, start: int, end: int) -> int:
    """A character reference, or just an ampersand."""
    match = CHARACTER_REFERENCE.match(scan.text, start, scan.end)
    if match is None or (value := character_of(match)) is None:
        scan.add_text("&", start, end)
        return end
    scan.add_text(value, start, match.end())
    return match.end()
