"""The URLs of links to pages, files and categories, as the source has them or as the caller
resolves them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from wikiparse.dialect import DIALECTS
from wikiparse.nodes.links import Image, Wikilink, is_remote, title_of

if TYPE_CHECKING:
    from wikiparse.nodes.links import Category, Link
    from wikiparse.nodes.page import Page
    from wikiparse.render.html.ids import Ids
    from wikiparse.sites.prefixes import Wiki

LinkResolver = Callable[[Wikilink], str | None]
"""Returns the URL of the page that a wikilink leads to, or None for no link."""
ImageResolver = Callable[[Image], str | None]
"""Returns the URL of an image, or None for a link to the file's page."""

_COLON = re.compile(r"[^/?#:]*:")
_NOT_IN_TITLES = re.compile(r"[\x00-\x20%?#\[\]{}|\"<>\\^`]")


def _url(resolver: str, url: object) -> str | None:
    """The checked result of a resolver of the caller."""
    if url is not None and not isinstance(url, str):
        message = f"{resolver} must return a str or None, not {type(url).__name__}"
        raise TypeError(message)
    return url


class Urls:
    """The URLs of a page's links."""

    def __init__(
        self, page: Page, link_resolver: LinkResolver | None, image_resolver: ImageResolver | None
    ) -> None:
        self._page = page
        self._is_wikitext = (record := DIALECTS.get(page.dialect)) is not None and record.wikitext
        self.link_resolver = link_resolver
        self.image_resolver = image_resolver

    def wikilink(self, link: Wikilink, ids: Ids | None = None) -> str | None:
        """The URL of a wikilink: a fragment of this page, the result of the resolver, or the page
        as the source has it.
        """
        # A link to a section of this page stays on it, also where it names the page.
        is_here = not link.interwiki and link.title in ("", self._page.title)
        if ids is not None and is_here and link.fragment and (found := ids.find(link.fragment)):
            return "#" + found
        if self.link_resolver is not None and (link.title or link.interwiki):
            return _url("link_resolver", self.link_resolver(link))
        return page_url(link.href, link._context.wiki, is_wikitext=link._context.is_wikitext)

    def category(self, category: Category) -> str:
        """The URL of a category's page."""
        return self._titled(category.href or f"Category:{category.name}")

    def image(self, image: Image) -> str | None:
        """The URL of an image: the result of the resolver, or the URL in the source.

        None where only the URL of the page about it is known.
        """
        if self.image_resolver is not None:
            return _url("image_resolver", self.image_resolver(image))
        return None if self.is_wiki_file(image) else image.href

    def is_wiki_file(self, image: Image) -> bool:
        """Whether the source has the page about an image in place of its URL."""
        return self._is_wikitext or title_of(image.href, self._page._links.wiki).namespace in (
            "File",
            "Media",
        )

    def file_page(self, image: Image) -> str:
        """The URL of the page about an image, or of the image where it has no page."""
        if self._is_wikitext and title_of(
            image.href, self._page._links.wiki, is_wikitext=True
        ).namespace not in ("File", "Media"):
            return self._titled(f"File:{image.name}")  # in a gallery the namespace may be left out
        return self._titled(image.href) if self.is_wiki_file(image) else image.href

    def _titled(self, href: str) -> str:
        # `Category:A` and `File:A.png` are titles, whatever the dialect; a path is a destination.
        is_title = _COLON.match(href) is not None and not is_remote(href)
        return page_url(href, self._page._links.wiki, is_wikitext=is_title)


def link_url(link: Link, ids: Ids) -> str:
    """The URL of a plain link, or the id on this page that its fragment names."""
    found = ids.find(link.url[1:]) if link.url.startswith("#") else None
    return "#" + found if found else link.url


def page_url(href: str, wiki: Wiki, *, is_wikitext: bool) -> str:
    """The URL of a page of the wiki.

    In wikitext it is the title after `./`, underscores for spaces, as Parsoid writes it. A
    destination of the hybrid dialect is left as it is; only before a prefix of the wiki, which a
    browser would take for a scheme, `./` is put.
    """
    title = title_of(href, wiki, is_wikitext)
    if not is_wikitext:
        if not (title.namespace or title.interwiki) or not _COLON.match(href) or is_remote(href):
            return href
        # The colon of `[[:Category:A]]` is not part of the page's name.
        return "./" + href.removeprefix(":")
    page = f"{title.interwiki}:{title.title}" if title.interwiki else title.title
    fragment = "#" + _quoted(title.fragment) if title.fragment else ""
    return f"./{_quoted(page)}{fragment}" if page else fragment


def _quoted(title: str) -> str:
    """A title as part of a URL.

    Characters that no title has, such as a quotation mark, are left to `sanitize.safe_url`.
    """
    return _NOT_IN_TITLES.sub(lambda match: f"%{ord(match[0]):02X}", title.replace(" ", "_"))
