"""Character references (CommonMark 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.html.entities import ENTITY, character

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan


def entity(scan: Scan, start: int, end: int) -> int:
    """A reference, or an ampersand."""
    found = ENTITY.match(scan.text, start, scan.end)
    if found is None or (value := character(found)) is None:
        scan.add_text("&", start, end)
        return end
    scan.add_text(value, start, found.end())
    return found.end()
