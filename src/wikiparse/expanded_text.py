"""The text of calls in pages of Markdown, by the templates of their wiki.

Such a page is not expanded before it is parsed. Its calls stay nodes, and those that no function
knows show the text that they are expanded to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wikiparse.dialect import DIALECTS
from wikiparse.limits import DEFAULT_LIMITS
from wikiparse.nodes.links import LinkContext
from wikiparse.nodes.page import Page
from wikiparse.nodes.template_text import Override, Registry
from wikiparse.tree import parse_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wikiparse.expand.store import TemplateStore
    from wikiparse.nodes.inlines import Template
    from wikiparse.nodes.template_text import TextFunction


class StoreRegistry(Registry):
    """The registry of a page, with the templates of a store after the functions."""

    __slots__ = ("_left", "store", "title")

    def __init__(
        self,
        lang: str | None,
        templates: Mapping[str, TextFunction] | None,
        store: TemplateStore,
        title: str | None,
    ) -> None:
        super().__init__(lang, templates)
        self.store: TemplateStore = store
        self.title: str | None = title
        # All calls of a page together may take as much as one page.
        self._left = store.max_steps + store.max_size

    def __reduce__(self) -> tuple[Any, ...]:
        return StoreRegistry, (self.lang, self.templates, self.store, self.title)

    def with_templates(self, templates: Mapping[str, TextFunction] | None) -> Override:
        """As `Registry.with_templates`."""
        functions = {**self.templates, **(templates or {})}
        return Override(StoreRegistry(self.lang, functions, self.store, self.title))

    def function(self, name: str) -> TextFunction | None:
        """The function for a template's name, or None."""
        known = super().function(name)
        if known is not None:
            return known
        title = self.store.title(name, default="Template")
        if title is None or title.key in self.store.keep or name not in self.store:
            return None
        return self._text

    def _text(self, template: Template) -> str:
        if self._left <= 0:
            return ""
        source = template._source
        if source is not None and template._start >= 0:
            text = str(source)[template._start : template._end]
        else:
            from wikiparse.render.wikitext.write import wikitext_of  # noqa: PLC0415  # a writer

            text = wikitext_of(template)
        expansion = self.store.expand(text, title=self.title, is_page=True)
        self._left -= expansion.steps + len(expansion.text)
        links = LinkContext(self.lang, is_wikitext=True, texts=Registry.of(self.lang))
        nodes = parse_tree(expansion.text, DIALECTS["wikitext"], links, DEFAULT_LIMITS, [])
        return Page(tuple(nodes)).text.strip("\n")
