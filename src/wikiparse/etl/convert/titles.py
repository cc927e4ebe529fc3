"""Titles as they are compared: by namespace, with the first letter in upper case."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from wikiparse.etl.clean import clean
from wikiparse.sites import split_title

if TYPE_CHECKING:
    from wikiparse.document import Document
    from wikiparse.nodes import Wikilink
    from wikiparse.sites.prefixes import Wiki
    from wikiparse.sites.site import Site


def key_of(namespace: str, title: str, site: Site | None) -> str:
    """The key of a title. `namespace` is the canonical name of the one that its prefix is."""
    page = title.partition(":")[2] if namespace else title
    page = normalize("NFC", " ".join(page.replace("_", " ").split()))
    if site is None or site.case != "case-sensitive":
        # `ß` has two letters in upper case, and MediaWiki leaves it.
        first = page[:1].upper()
        page = (first if len(first) == 1 else page[:1]) + page[1:]
    return clean(f"{namespace}:{page}")


def key_of_title(title: str, doc: Document) -> str:
    """The key of a title that a page states, of itself or of the page that it leads to."""
    # No title has one; the name of a file may, and no link leads there.
    if "#" in title:
        return clean(f"#{title}")
    parts = split_title(title, wiki_of(doc))
    return key_of(parts.namespace, parts.title, doc._links.site)


def namespace_of(title: str, doc: Document) -> tuple[str, str]:
    """The canonical namespace of a page's own title, and the prefix in it."""
    if ":" not in title:
        return "", ""
    parts = split_title(title, wiki_of(doc))
    if not parts.namespace or parts.interwiki:
        return "", ""
    return parts.namespace, parts.title.partition(":")[0]


def key_of_link(link: Wikilink, base: str) -> str:
    """The key of the page that a link leads to, from the page with the title `base`.

    `/x` is a subpage of the page, `../x` of the one above it (MediaWiki:
    `Linker::normalizeSubpageLink`).
    """
    title, namespace = link.title, link.namespace
    if title.startswith(("/", "../")):
        title = _subpage(title, base)
        parts = split_title(title, link._context.wiki)
        namespace, title = parts.namespace, parts.title
    return key_of(namespace, title, link._context.site)


def _subpage(title: str, base: str) -> str:
    if title.startswith("/"):
        return f"{base}{title.rstrip('/')}"
    above, rest = base, title
    while rest.startswith("../"):
        above, _, _ = above.rpartition("/")
        rest = rest[3:]
    return f"{above}/{rest.rstrip('/')}" if rest else above


def wiki_of(doc: Document) -> Wiki:
    """Whose namespaces and prefixes count on a page."""
    return doc._links.wiki
