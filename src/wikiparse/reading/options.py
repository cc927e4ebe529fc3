"""The options of a text."""

from __future__ import annotations

from typing import Final, NamedTuple

from wikiparse.suggest import did_you_mean


class TextOptions(NamedTuple):
    """The options of a text; `docs/text.md` explains each value."""

    footnotes: str = "drop"
    tables: str = "cells"
    images: str = "drop"
    headings: bool = True
    list_markers: bool = True

    def check(self) -> None:
        """Raise ValueError for a value that an option does not have."""
        for name, known in CHOICES.items():
            if (value := getattr(self, name)) not in known:
                message = f"{name} must be one of {', '.join(map(repr, known))}, not {value!r}"
                message += did_you_mean(value, known)
                raise ValueError(message)


CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "footnotes": ("drop", "mark", "inline"),
    "tables": ("cells", "tsv", "markdown", "drop"),
    "images": ("drop", "caption"),
}
"""The values of the options that are names."""
