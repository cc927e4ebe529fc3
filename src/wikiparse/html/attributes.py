"""Attributes of HTML tags: pairs of name and value in source order."""

from __future__ import annotations

Attributes = tuple[tuple[str, str], ...]


def get(pairs: Attributes, name: str, default: str | None = None) -> str | None:
    """The value of the first pair of this name, letter case aside."""
    # HTML: names of attributes are compared without case; the nodes keep them as they are written.
    name = name.lower()
    return next((value for key, value in pairs if key.lower() == name), default)
