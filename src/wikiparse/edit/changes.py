"""A change between two versions of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

if TYPE_CHECKING:
    from wikiparse.source import Span

Path = tuple[str, ...]
"""The titles of the sections, then the block, and the part of it."""

KINDS: Final = (
    *(f"section-{did}" for did in ("added", "removed", "moved", "renamed", "leveled")),
    *(f"text-{did}" for did in ("added", "removed", "moved", "changed")),
    *(f"link-{did}" for did in ("added", "removed", "retargeted", "relabeled")),
    *(f"external-link-{did}" for did in ("added", "removed", "retargeted", "relabeled")),
    *(f"category-{did}" for did in ("added", "removed", "changed")),
    *(f"footnote-{did}" for did in ("added", "removed", "changed")),
    *(f"reference-{did}" for did in ("added", "removed")),
    *(f"template-{did}" for did in ("added", "removed", "renamed")),
    *(f"argument-{did}" for did in ("added", "removed", "changed")),
    *(f"table-{did}" for did in ("added", "removed")),
    *(f"row-{did}" for did in ("added", "removed")),
    *(f"cell-{did}" for did in ("added", "removed", "changed")),
    *(f"image-{did}" for did in ("added", "removed", "changed")),
)
"""The kinds of changes."""


@attrs.frozen
class Change:
    r"""A change between two versions of a page: its kind, the value before and after, and where it
    is.

    >>> old = wikiparse.parse("== Mills ==\n[[Wend|a river]]", dialect="wikitext")
    >>> new = wikiparse.parse("== Mills ==\n[[Aber|a river]]", dialect="wikitext")
    >>> wikiparse.diff(old, new)
    [Change('link-retargeted', 'Wend', 'Aber', ('Mills', 'paragraph 1'))]
    >>> wikiparse.diff(old, new)[0].old_span
    12:28
    """

    kind: str
    """The part of the page that changed, and how: "link-added", "cell-changed", …"""
    old: str | None
    """The value in the old page; None of a part that was added."""
    new: str | None
    """The value in the new page; None of a part that was removed."""
    path: Path
    """The titles of the sections around it, the outermost first, then the block and the part of it;
    in the old page for a part that was removed, in the new page for all others. Empty for the
    whole page."""
    old_span: Span | None = None
    """Where it is in the old source; None of a part that was added, or that has no span."""
    new_span: Span | None = None
    """Where it is in the new source; None of a part that was removed, or that has no span."""

    def __repr__(self) -> str:
        return f"Change({self.kind!r}, {self.old!r}, {self.new!r}, {self.path!r})"

    def to_dict(self) -> dict[str, Any]:
        """The change as plain values, ready for JSON: spans are pairs of numbers.

        >>> old, new = (wikiparse.parse(f"[[Category:{name}]]") for name in "AB")
        >>> wikiparse.diff(old, new)[0].to_dict()["old_span"]
        [0, 14]
        """
        values: dict[str, Any] = {
            "kind": self.kind,
            "old": self.old,
            "new": self.new,
            "path": list(self.path),
        }
        for name, span in (("old_span", self.old_span), ("new_span", self.new_span)):
            values[name] = None if span is None else [span.start, span.end]
        return values
