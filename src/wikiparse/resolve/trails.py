"""Letters behind links: what a page's writer did with them tells how certain a split trail is."""

from __future__ import annotations

LONGEST = 2_000
"""Code points of a link that is looked at."""


def left_out(text: str) -> frozenset[tuple[bool, bool]]:
    """The classes of links (remote, of one word) behind which a letter follows at once: there the writer did not take it in."""
    found = set()
    at = text.find('"wikilink")')
    while at >= 0 and len(found) < 4:
        behind = at + 11
        if text[behind - 1] == ")" and text[behind : behind + 1].isalpha():
            start = text.rfind("](", max(at - LONGEST, 0), at)
            words = text.rfind("[", max(start - LONGEST, 0), start)
            if 0 <= words < start:
                found.add((text.startswith(("http", "//"), start + 2), " " not in text[words:start]))
        at = text.find('"wikilink")', behind)
    return frozenset(found)
