"""How far a parser goes before it leaves the rest as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from wikiparse.suggest import suggests_fields

if TYPE_CHECKING:
    from collections.abc import Callable

# Each level of inlines takes one to three frames of Python, whose limit is 1000, and a caller may
# be deep itself.
DEEPEST = 200
"""The most that `max_depth` may be, so that no page can exhaust the interpreter's stack."""

MOST = 1 << 40
"""The most that the other limits may be: more than any machine holds."""

MAX_GRID = 1_000
"""Columns, and rows, that one cell may span (the HTML standard's limit for columns)."""

SLACK = 12
"""Levels that `Usage.deepest` does not count: the sections of the page, the parts of one block, the
nodes of a single match."""


def _from_to(least: int, most: int) -> Callable[[Limits, attrs.Attribute[Any], Any], None]:
    """A check that a limit is a whole number in a range. As in JSON, a bool is no number."""

    def check(_: Limits, attribute: attrs.Attribute[Any], value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            message = f"{attribute.name} must be an int, not {value!r}"
            raise TypeError(message)
        if not least <= value <= most:
            message = f"{attribute.name} must be from {least} to {most}, not {value}"
            raise ValueError(message)

    return check


@suggests_fields
@attrs.frozen(kw_only=True)
class Limits:
    """How far the parser goes. Markup beyond a limit is left as text and reported.

    All are given by name. A limit out of its range is a ValueError.

    `max_depth`: levels of nodes below the document that hold other nodes; blocks and inlines count
    alike. From 1 to 200. `max_size`: code points that are read as markup. The rest, from the first
    line that does not fit, is one text. `max_nodes`: nodes of the tree, the document aside.
    The block of the page that would hold more is text, with everything after it. `max_cells`: slots
    that the cells of all tables may take by their `rowspan` and `colspan`. Spans beyond are cut to
    one slot. `max_expansion`: characters of URLs and titles that references may expand to, for each
    character of the page.

    >>> doc = wikiparse.parse("> > > deep", limits=wikiparse.Limits(max_depth=2))
    >>> doc.diagnostics[0].code
    'nesting-too-deep'
    """

    # Half of `DEEPEST`. The other defaults are beyond MediaWiki's own: a page has 2 MB at most
    # there (`$wgMaxArticleSize`).
    max_depth: int = attrs.field(default=100, validator=_from_to(1, DEEPEST))
    """Levels of nodes that hold others, 1 to 200."""
    max_size: int = attrs.field(default=32_000_000, validator=_from_to(1, MOST))
    """Code points that are read as markup."""
    max_nodes: int = attrs.field(default=8_000_000, validator=_from_to(1, MOST))
    """Nodes of the tree."""
    max_cells: int = attrs.field(default=1_000_000, validator=_from_to(1, MOST))
    """Slots of all tables that spans may take."""
    max_expansion: int = attrs.field(default=8, validator=_from_to(0, 1_000))
    """Characters that definitions may expand to, for each of the page: 0 to 1000."""


class Usage:
    """How much of its limits a page has used so far, shared by all scans of it.

    `deepest`: levels of nodes above the deepest content, within `SLACK`; a scan that holds
    another learns from it how deep that one went. `has_sections`: headings made sections within
    other blocks. Both are kept because they cost next to nothing: the tree is walked only if they
    leave it open whether it is too deep. `slots_left`: slots that cells of tables may still take.
    `is_cut`: nodes were taken out again, because a limit was reached. `has_lines`: a text of
    Markdown may hold a line ending.
    """

    __slots__ = ("deepest", "has_lines", "has_sections", "is_cut", "slots_left")
    has_lines: bool
    has_sections: bool
    is_cut: bool

    def __init__(self, slots: int) -> None:
        self.deepest: int = 0
        self.has_lines = self.has_sections = self.is_cut = False
        self.slots_left: int = slots

    def may_be_deeper_than(self, limit: int) -> bool:
        """Whether a node of the tree may have more levels of nodes above its children."""
        return self.has_sections or self.deepest + SLACK > limit

    def enter(self, depth: int) -> int:
        """Begin to measure how deep the content below a level goes; pass the result to `leave`."""
        # The measure begins at this level, so that `leave` returns the depth of this content alone.
        before, self.deepest = self.deepest, depth
        return before

    def leave(self, before: int) -> int:
        """How deep it went since `enter`."""
        reached = self.deepest
        self.deepest = max(before, reached)
        return reached

    def take_slots(self, rowspan: int, colspan: int) -> bool:
        """Take the slots of a cell, if that many are left."""
        # Cut first: a span of a million is drawn as one of a thousand.
        slots = min(rowspan, MAX_GRID) * min(colspan, MAX_GRID)
        if slots > self.slots_left:
            return False
        self.slots_left -= slots
        return True


DEFAULT_LIMITS = Limits()
