"""The templates of a wiki, from a dump or a folder into the file of a `TemplateStore`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from wikiparse.etl.pages import SourcePage, iter_pages, warn_of_damage
from wikiparse.expand.store import TemplateStore
from wikiparse.expand.template_file import write_template_file
from wikiparse.suggest import suggests_keywords

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

    from wikiparse.etl.pages import Source
    from wikiparse.etl.sources import Damage
    from wikiparse.sites.site import Site

TEMPLATES: Final = 10
MODULES: Final = 828
"""MediaWiki's numbers of the namespaces."""


@attrs.frozen(kw_only=True)
class TemplateCounts:
    """The pages that `write_templates` wrote and met.

    >>> from wikiparse.etl import TemplateCounts
    >>> TemplateCounts(templates=3, redirects=1).redirects
    1
    """

    templates: int = 0
    """Templates, redirects among them."""
    redirects: int = 0
    """Templates that lead to another page."""
    invoking: int = 0
    """Templates whose own text calls a module in Lua: such a call is not expanded."""
    modules: tuple[str, ...] = ()
    """The titles of modules in Lua, which are never run."""
    titles: int = 0
    """Titles of pages of any kind, where they were asked for."""


class _Pages:
    """The pages of a source, counted as they go by."""

    def __init__(self, lang: str | None, site: Site | None, *, has_titles: bool) -> None:
        self.lang = lang
        self.site = site
        self.has_titles = has_titles
        self.counts: dict[str, int] = dict.fromkeys(("redirects", "invoking", "titles"), 0)
        self.modules: list[str] = []
        self.store: TemplateStore | None = None
        self.templates: set[str] = set()

    def rows(self, pages: Iterator[SourcePage]) -> Iterator[tuple[str, str | None]]:
        """The titles and texts to be written."""
        for page in pages:
            if self.store is None:
                self.lang = self.lang or page.language
                self.site = self.site or page.site
                self.store = TemplateStore(lang=self.lang, site=self.site)
            yield from self._rows(page, self.store)

    def _rows(self, page: SourcePage, store: TemplateStore) -> Iterator[tuple[str, str | None]]:
        name = (page.title or "").replace("_", " ")
        # Pages that no dump numbers are templates, unless their titles say something else.
        title = store.title(name, default="Template" if page.namespace is None else "")
        if title is None:
            return
        self.counts["titles"] += self.has_titles
        if page.namespace == MODULES or title.namespace == "Module":
            self.modules.append(title.full)
        elif title.namespace == "Template":
            text = page.text
            self.templates.add(title.key)
            self.counts["redirects"] += store.is_redirect(text)
            self.counts["invoking"] += "#invoke:" in text.lower()
            yield title.key, text
            return
        if self.has_titles:
            yield title.key, None

    def facts(self) -> dict[str, Any]:
        """Facts of the file, after the last page."""
        return {
            "lang": self.lang,
            "site": None if self.site is None else self.site.to_dict(),
            "templates": len(self.templates),
            "titles": self.has_titles,
            "modules": self.modules,
        }


@suggests_keywords
def write_templates(
    source: Source | Mapping[str, str],
    path: str | os.PathLike[str],
    *,
    lang: str | None = None,
    site: Site | None = None,
    titles: bool = False,
    on_page: Callable[[SourcePage], object] | None = None,
    on_damage: Callable[[Damage], object] | None = None,
) -> TemplateCounts:
    """Write the templates of a wiki into a file, which `TemplateStore.open` reads.

    `source` is a dump, or whatever `iter_pages` reads (all pages of a folder are templates,
    by the names of their files), or a mapping from titles to wikitext. Language and site are those
    of the source unless they are given. With `titles` the titles of all pages are written too, by
    which `#ifexist` is decided. A file of the name is replaced once the new one is complete.

    `on_page` is called with each page that is read, `on_damage` as by `iter_pages`. Raises OSError
    for a file that cannot be written, and whatever `iter_pages` raises.

    >>> import os, tempfile
    >>> from wikiparse.etl import write_templates
    >>> pages = {"Template:Box": "[{{{1}}}]", "Template:B": "#REDIRECT [[Template:Box]]"}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     counts = write_templates(pages, os.path.join(folder, "templates.sqlite"), lang="en")
    >>> counts.templates, counts.redirects
    (2, 1)
    """
    pages = _Pages(lang, site, has_titles=titles)
    found = _source_pages(source, titles=titles, on_damage=on_damage or warn_of_damage)
    if on_page is not None:
        found = _reported(found, on_page)
    write_template_file(path, pages.rows(found), pages.facts)
    return TemplateCounts(
        templates=len(pages.templates), modules=tuple(pages.modules), **pages.counts
    )


def _source_pages(
    source: Source | Mapping[str, str], *, titles: bool, on_damage: Callable[[Damage], object]
) -> Iterator[SourcePage]:
    if isinstance(source, Mapping):
        return (SourcePage(raw=text, title=title) for title, text in source.items())
    namespaces = None if titles else (TEMPLATES, MODULES)
    return iter_pages(source, namespaces=namespaces, on_damage=on_damage)


def _reported(
    pages: Iterator[SourcePage], on_page: Callable[[SourcePage], object]
) -> Iterator[SourcePage]:
    for page in pages:
        on_page(page)
        yield page
