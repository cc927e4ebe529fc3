"""Titles of pages by the rules of a wiki, and their parts (MediaWiki: `MediaWikiTitleCodec`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.html.entities import decode_wikitext
from wikiparse.sites.folding import fold
from wikiparse.sites.prefixes import namespace_of
from wikiparse.sites.site import CORE
from wikiparse.sites.titles import split_title
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from wikiparse.sites.prefixes import Wiki
    from wikiparse.sites.site import Site

BAD: Final = re.compile(
    r"[\x00-\x1f<>\[\]{}|\x7f\ud800-\udfff\ufffd]|%[0-9A-Fa-f]{2}|&#?[\w\x80-\uffff]+;|~~~"
    r"|(?:^|/)\.{1,2}(?:/|$)"
)
"""Characters that no title has (MediaWiki: `$wgLegalTitleChars`)."""

LONGEST: Final = 255
"""Bytes that a title has at most."""

NUMBERS: Final = {"": 0, **{name: number for number, name in CORE.items()}, "Module": 828,
                  "Module talk": 829, "Portal": 100, "Portal talk": 101}  # fmt: skip


DOTTED_I: Final = frozenset(("az", "kaa", "kk", "tr"))
"""Languages with a letter `i` whose capital has a dot, too (MediaWiki: `LanguageTr` and others)."""


def first_upper(letter: str, lang: str | None) -> str:
    """The capital of a letter, as the wiki of a language writes it."""
    return "İ" if letter == "i" and lang in DOTTED_I else letter.upper()


class PageTitle(NamedTuple):
    """A title: the canonical name of its namespace ("" for articles), the name as the wiki writes
    it, and the page.
    """

    namespace: str
    shown: str
    page: str

    @property
    def key(self) -> str:
        """The title with the canonical name."""
        return f"{self.namespace}:{self.page}" if self.namespace else self.page

    @property
    def full(self) -> str:
        """The title as the wiki writes it."""
        return f"{self.shown}:{self.page}" if self.shown else self.page

    @property
    def has_subpages(self) -> bool:
        """Whether a slash separates pages in its namespace (`$wgNamespacesWithSubpages`)."""
        return self.namespace not in ("", "File", "Category", "Media", "Special")


@text_cache(4096)
def parse_title(
    text: str,
    wiki: Wiki,
    site: Site | None,
    default: str = "",
    *,
    lang: str | None = None,
    keeps_case: bool = False,
) -> PageTitle | None:
    """A title as a link target has it; None for one that no page can have, and for a page of
    another wiki. `default` is the namespace of a title without a prefix.
    """
    # References may stand for any character: a title may have `&amp;`, but not `&lt;`.
    text = decode_wikitext(text)
    parts = split_title(text, wiki)
    if parts.interwiki:
        return None
    page = parts.title
    namespace = parts.namespace
    if namespace:
        page = page.partition(":")[2].strip(" ")
    elif text.lstrip(" _").startswith(":"):
        namespace = ""
    else:
        namespace = default
    size = len(page.encode("utf-8", "surrogatepass"))
    if not page or BAD.search(page) or page[0] == ":" or size > LONGEST:
        return None
    if not keeps_case:
        first = first_upper(page[0], lang)
        page = (first if len(first) == 1 else page[0]) + page[1:]
    return PageTitle(namespace, shown_name(namespace, wiki, site, parts.title), page)


def shown_name(namespace: str, wiki: Wiki, site: Site | None, written: str = "") -> str:
    """The name of a namespace as the wiki writes it, as far as it is known."""
    if not namespace:
        return ""
    if site is not None:
        for space in site.namespaces:
            if space.name and namespace_of(space.name, wiki) == namespace:
                return space.name
    prefix = written.partition(":")[0].strip()
    english = site is None and (not isinstance(wiki, str) or wiki == "en")
    if not english and prefix and fold(prefix) != fold(namespace) and ":" in written:
        return prefix[:1].upper() + prefix[1:]
    return namespace


def talk_of(namespace: str) -> str:
    """The namespace of the discussion of pages in a namespace."""
    if not namespace:
        return "Talk"
    return namespace if is_talk(namespace) else f"{namespace} talk"


def is_talk(namespace: str) -> bool:
    """Whether a namespace is one of discussions."""
    return namespace == "Talk" or namespace.endswith(" talk")


def subject_of(namespace: str) -> str:
    """The namespace whose pages are discussed in a namespace."""
    return "" if namespace == "Talk" else namespace.removesuffix(" talk")
