"""The templates of a wiki, in memory or in a file."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from wikiparse.expand.expansion import Expansion, expand_page, expand_text
from wikiparse.expand.markers import DELETE
from wikiparse.expand.names import spellings
from wikiparse.expand.syntax import parse_calls
from wikiparse.expand.titles import PageTitle, parse_title
from wikiparse.sites.languages import resolve_language

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Container, Mapping
    from datetime import datetime

    from wikiparse.expand.syntax import Content
    from wikiparse.expand.template_file import TemplateFile
    from wikiparse.sites.prefixes import Wiki
    from wikiparse.sites.site import Site

    TextFunction = Callable[[Any], Any]
    """A function from a template to its text, as `wikiparse.parse` takes them."""

MAX_SIZE: Final = 2_097_152
"""Code points that the calls of a page may become (`$wgMaxArticleSize`, which counts bytes)."""

MAX_STEPS: Final = 1_000_000
"""Texts that are expanded for a page (`$wgMaxPPNodeCount`)."""

REDIRECTS: Final = 2
"""Redirects that are followed, one after another (`Parser::statelessFetchTemplate`)."""


class TemplateStore:
    """The templates of a wiki, by which the calls in its pages are expanded.

    `templates`: wikitext by title, with or without the prefix of the namespace. `lang` or `site`
    say which wiki it is. `pages`: the titles that exist, for `#ifexist`. `moment`: the time
    of `{{CURRENTYEAR}}` and `#time`; without it only whole dates are expanded. `keep`: names of
    templates that stay calls, with the text that the registry has for them, or a function of the
    caller.

    >>> from wikiparse import TemplateStore
    >>> store = TemplateStore({"Greeting": "Hello, {{{1|world}}}!"})
    >>> store.expand("{{Greeting}} {{greeting|you}} {{Other}}").text
    'Hello, world! Hello, you! {{Other}}'
    """

    def __init__(  # noqa: PLR0913  # all that an expansion depends on
        self,
        templates: Mapping[str, str] | None = None,
        *,
        lang: str | None = None,
        site: Site | None = None,
        pages: Collection[str] | None = None,
        moment: datetime | None = None,
        keep: Collection[str] | Mapping[str, TextFunction] = (),
        max_size: int = MAX_SIZE,
        max_steps: int = MAX_STEPS,
    ) -> None:
        self.site: Site | None = site
        self.lang: str | None = resolve_language(lang or (site.lang if site else None))
        self.wiki: Wiki = _wiki(self.lang, site)
        self.moment: datetime | None = moment
        self.max_size: int = max_size
        self.max_steps: int = max_steps
        self.keeps_case: bool = site is not None and site.case == "case-sensitive"
        texts: dict[str, str] = {}
        for name, text in (templates or {}).items():
            title = self.title(name, default="Template")
            if title is not None:
                texts[title.key] = text
        self._texts: dict[str, str] | TemplateFile = texts
        kept = [self.title(name, default="Template") for name in keep]
        self.keep: frozenset[str] = frozenset([title.key for title in kept if title is not None])
        self.functions: dict[str, TextFunction] = dict(keep) if isinstance(keep, dict) else {}
        self._pages: Container[str] | None = None
        if pages is not None:
            titles = map(self.title, pages)
            self._pages = frozenset([title.key for title in titles if title is not None])
        self._forget()

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        lang: str | None = None,
        site: Site | None = None,
        **options: Any,
    ) -> TemplateStore:
        """The store of a file that `wikiparse templates` or `wikiparse.etl.write_templates` wrote,
        which is only read: any number of processes can have it open.

        Language and site are those of the file unless they are given; all other options are those
        of `TemplateStore`. Raises FileNotFoundError for a file that is not there, and ValueError
        for a file of another kind.

        >>> import os, tempfile
        >>> from wikiparse.etl import write_templates
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "templates.sqlite")
        ...     counts = write_templates({"Greeting": "Hello, {{{1}}}!"}, path, lang="en")
        ...     store = wikiparse.TemplateStore.open(path)
        ...     counts.templates, store.expand("{{greeting|world}}").text
        (1, 'Hello, world!')
        """
        # SQLite is loaded by those who have a file.
        from wikiparse.expand.template_file import TemplateFile  # noqa: PLC0415

        file = TemplateFile(path)
        own = file.site if site is None else site
        store = cls(lang=lang or file.facts.get("lang"), site=own, **options)
        store._texts = file
        if store._pages is None and file.facts.get("titles"):
            store._pages = file
        return store

    def _forget(self) -> None:
        self._contents: dict[str, tuple[str, Content] | None] = {}
        self._cached = 0

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_contents": {}, "_cached": 0}

    def __len__(self) -> int:
        return len(self._texts)

    def __repr__(self) -> str:
        lang = "" if self.lang is None else f", lang={self.lang!r}"
        return f"TemplateStore(<{len(self):,}>{lang})"

    def digest(self) -> str:
        """A hash of the templates and of all that the expansion of a page depends on."""
        from hashlib import sha256  # noqa: PLC0415  # for runs that go on

        texts = self._texts
        values = [
            self.lang,
            None if self.site is None else self.site.to_dict(),
            self.moment,
            sorted(self.keep),
            self.max_size,
            self.max_steps,
            sorted(self._pages) if isinstance(self._pages, frozenset) else None,
            sorted(texts.items()) if isinstance(texts, dict) else texts.digest(),
        ]
        return sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()

    def __contains__(self, name: object) -> bool:
        title = self.title(name, default="Template") if isinstance(name, str) else None
        return title is not None and self.text(title.key) is not None

    # --- titles

    def title(self, name: str, *, default: str = "") -> PageTitle | None:
        """A title by the wiki's rules; None for one that no page of it can have."""
        # Titles are kept, and those of one page must not have the offsets of another.
        return parse_title(
            str(name), self.wiki, self.site, default, lang=self.lang, keeps_case=self.keeps_case
        )

    def key(self, name: str, page: PageTitle) -> str | None:
        """The title of the template that a name calls in a page."""
        if name[:1] in ("/", ".") and page.has_subpages:
            name = _relative(name, page)
        elif DELETE in name:
            return None
        title = self.title(name, default="Template")
        return None if title is None else title.key

    def exists(self, name: str) -> bool | None:
        """Whether a page exists; None where that is not known."""
        title = self.title(name)
        if title is None:
            return False
        if self.text(title.key) is not None or (self._pages and title.key in self._pages):
            return True
        return None if self._pages is None else False

    # --- texts

    def text(self, key: str) -> str | None:
        """The wikitext of a page by its title with the canonical name of its namespace."""
        return self._texts.get(key)

    def source(self, key: str) -> str | None:
        """The wikitext of a template, after redirects."""
        found = self._find(key)
        return None if found is None else found[1]

    def content(self, key: str) -> tuple[str, Content] | None:
        """The title after redirects, and the content of a template; None for an unknown one."""
        try:
            return self._contents[key]
        except KeyError:
            pass
        found = self._find(key)
        content = None if found is None else (found[0], parse_calls(found[1], is_included=True))
        # Each text, call and entry takes about so much: the parsed templates of a worker are
        # bounded.
        self._cached += 400 if found is None else _size_of(found[1])
        if self._cached > MAX_CACHED:
            self._forget()
        self._contents[key] = content
        return content

    def _find(self, key: str) -> tuple[str, str] | None:
        text = self.text(key)
        for _ in range(REDIRECTS):
            target = None if text is None else self._target(text)
            if target is None:
                break
            key, text = target, self.text(target)
        return None if text is None else (key, text.replace(DELETE, "?"))

    def _target(self, text: str) -> str | None:
        """The page that a redirect leads to."""
        match = REDIRECT.match(text)
        if match is None or match[1].lower() not in _redirects_of(self.lang):
            return None
        title = self.title(match[2])
        return None if title is None else title.key

    def is_redirect(self, text: str) -> bool:
        """Whether a text is that of a redirect of the wiki."""
        return self._target(text) is not None

    # --- expansion

    def expand(
        self,
        text: str,
        *,
        title: str | None = None,
        is_page: bool = False,
        shows: Callable[[str], bool] | None = None,
    ) -> Expansion:
        """A text with its calls expanded, in the page of a title.

        With `is_page` also those in tags whose content is wikitext, such as `<ref>`, and the rest
        is as it was. `shows` says of which templates the text is known without the store: calls of
        these stay where they need a module in Lua.
        """
        page = (self.title(title) if title else None) or PageTitle("", "", title or "")
        text = text.replace(DELETE, "?")
        return expand_page(self, text, page, shows) if is_page else expand_text(self, text, page)


MAX_CACHED: Final = 16_000_000
"""Bytes of templates that are kept parsed, as they are estimated."""


def _size_of(text: str) -> int:
    return 800 + 2 * len(text) + 400 * text.count("{{")


REDIRECT: Final = re.compile(r"\s*+(#[^\s:\[]{1,40}+)\s*+:?\s*+\[\[:?([^\[\]{}|\n]{1,500}+)", re.S)


@lru_cache(maxsize=64)
def _redirects_of(lang: str | None) -> frozenset[str]:
    return frozenset([name.lower() for name in spellings("redirect", lang)])


def _wiki(lang: str | None, site: Site | None) -> Wiki:
    if site is None:
        return lang
    from wikiparse.sites.prefixes import vocabulary_of  # noqa: PLC0415  # few have a site

    return vocabulary_of(site)


def _relative(name: str, page: PageTitle) -> str:
    """The title of a subpage: `/x` below the page, `../x` beside it."""
    if name.startswith("/"):
        return f"{page.full}{name.rstrip('/') if name.endswith('/') else name}"
    base = page.page
    while name.startswith("../"):
        name, base = name[3:], base.rpartition("/")[0]
        if not base:
            return ""
    if name.startswith("."):
        return name
    shown = f"{page.shown}:{base}" if page.shown else base
    return f"{shown}/{name}" if name else shown
