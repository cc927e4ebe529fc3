"""The document: a page's tree with the ways out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wikiparse.nodes.base import frozen
from wikiparse.nodes.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wikiparse.nodes.inlines import Template
    from wikiparse.nodes.links import Image, Wikilink


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

    def to_html(
        self,
        *,
        safe: bool = True,
        page: bool = False,
        link_resolver: Callable[[Wikilink], str | None] | None = None,
        image_resolver: Callable[[Image], str | None] | None = None,
    ) -> str:
        """The article as HTML: a fragment, or with `page` a whole page.

        The output is safe to show, whoever wrote the source: tags, attributes and addresses are those of a list, every `id` has a
        prefix. With `safe=False` it is bare: what cmark and cmark-gfm print, raw HTML and all addresses as they are written.

        `link_resolver` gives the address of the page that a wikilink leads to, None for words without a link. `image_resolver` gives
        the address of a picture, None for a link to the page about it. Without them addresses are as the source has them.
        """
        from wikiparse.render.html import render_html

        return render_html(self, safe=safe, whole=page, link_resolver=link_resolver, image_resolver=image_resolver)

    def _repr_html_(self) -> str:
        """The article in a notebook: safe HTML."""
        return self.to_html()

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
