"""The forms that pages are written in."""

from __future__ import annotations

from typing import Final, Literal

import attrs


@attrs.frozen(kw_only=True)
class Format:
    """How the files of a form are called, and the targets of their links."""

    name: str
    extension: str
    """With its dot, in lower case."""
    space: str = "_"
    """The character for a space in the names of files."""
    links: Literal["paths", "vault", "titles"]
    """Links name the relative paths of files, pages of a vault by their paths in it, or, as in the
    wiki, titles."""


FORMATS: Final = {
    form.name: form
    for form in (
        Format(name="gfm", extension=".md", links="paths"),
        Format(name="obsidian", extension=".md", space=" ", links="vault"),
        Format(name="html", extension=".html", links="paths"),
        Format(name="hybrid", extension=".md", links="titles"),
        Format(name="wikitext", extension=".wikitext", links="titles"),
    )
}
"""The forms by name."""
