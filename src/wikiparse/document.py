"""The document: a page's tree with the ways out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wikiparse.nodes.base import frozen
from wikiparse.nodes.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wikiparse.nodes.inlines import Template


@frozen
class Document(Page):
    """A parsed page. `children` are the blocks of the lead, then the top-level sections.

    `str(doc)` is the source, character for character.
    """

    def tree(self, *, spans: bool = True) -> str:
        """The tree for people: a line for each node, with its values and, unless switched off, its span."""
        from wikiparse.render.tree import render_tree

        return render_tree(self, spans=spans)

    def to_text(self, *, templates: Mapping[str, Callable[[Template], str]] | None = None) -> str:
        """The words of the article: blocks apart by blank lines; no notes, no categories, no markup.

        Templates that carry words (`{{lang|de|Wort}}`) keep them. `templates` has functions from a template to its words, by the
        template's name; they take the place of those that are known already (`wikiparse.render.templates.DEFAULTS`).
        """
        from wikiparse.render.text import render_text

        return render_text(self, templates)

    def to_dict(self, *, derived: bool = False) -> dict[str, Any]:
        """The tree as plain values, in the form of the published JSON Schema.

        With `derived`, wikilinks and external links also carry what follows from their addresses and words.
        """
        from wikiparse.render.json import document_to_dict

        return document_to_dict(self, derived=derived)

    def to_json(self, *, derived: bool = False, indent: int | None = None) -> str:
        """`to_dict` as JSON. Characters beyond ASCII stand as they are, lone surrogates as escapes."""
        from wikiparse.render.json import document_to_json

        return document_to_json(self, derived=derived, indent=indent)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """The document that `to_dict` (or the JSON of `to_json`, read again) came from.

        Raises ValueError for another version of the form, or for what has not this form.
        """
        from wikiparse.render.json import document_from_dict

        return document_from_dict(data, cls)
