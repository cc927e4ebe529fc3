"""Links and what is written like them: wikilinks, external links, images, categories, references to
footnotes.

The address of a wikilink is kept as it is written; title, namespace, fragment, interwiki prefix,
label and trail follow from it and from the words shown, and are worked out when they are asked for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import attrs

from wikiparse.html.attributes import Attributes, get
from wikiparse.nodes.base import Node, Parent, frozen
from wikiparse.sites import Title, split_title

if TYPE_CHECKING:
    from datetime import datetime


@attrs.frozen
class LinkContext:
    """What a link cannot know by itself: the wiki's language, the spelling of addresses, and the
    habits of the page's writer.

    `is_wikitext`: addresses are page titles, not paths; `trail`: the letters that follow the link
    there. `knows_trail`: that is written in the link itself, as its label; in wikitext it always
    is. The habits are read from the page's source when they are first asked for.
    """

    lang: str | None = None
    is_wikitext: bool = False
    trail: str = ""
    knows_trail: bool = False
    _source: str | None = attrs.field(default=None, eq=False, repr=False)
    _left_out: frozenset[tuple[bool, bool]] | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def left_out(self) -> frozenset[tuple[bool, bool]]:
        """The classes of links (`link_class`) behind which this page leaves letters outside; it
        says how certain a trail is.
        """
        if self._left_out is None:
            object.__setattr__(self, "_left_out", left_out(self._source or ""))
            object.__setattr__(self, "_source", None)
        return self._left_out or frozenset()

    def __getstate__(self) -> dict[str, object]:
        return {
            "lang": self.lang,
            "is_wikitext": self.is_wikitext,
            "trail": self.trail,
            "knows_trail": self.knows_trail,
            "_source": None,
            "_left_out": self.left_out,
        }

    def __setstate__(self, state: dict[str, object]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)


NO_CONTEXT = LinkContext()


def left_out(text: str) -> frozenset[tuple[bool, bool]]:
    """The classes of links behind which a letter follows at once somewhere in a page: there the
    writer did not take it in.
    """
    found: set[tuple[bool, bool]] = set()
    parts = text.split('"wikilink")')
    for part, behind in pairwise(parts):
        if behind[:1].isalpha():
            start = part.rfind("](")
            words = part.rfind("[", 0, start)
            if 0 <= words < start:
                found.add(
                    (part.startswith(_REMOTE, start + 2), part.find(" ", words, start) < 0)
                )  # `link_class`, without slices
    return frozenset(found)


_REMOTE = ("http://", "https://", "//")
_PREFIX = re.compile(
    r"(?:(?:https?:)?//[^/]*/(?:wiki/(?:/(?=#))?|index\.php/)|(?:\.{0,2}/)*(?:(?:Page|Category|Redirect|MediaWiki)/)?)"
)
_MARKDOWN = re.compile(r"\.md(?=#|$)")


@lru_cache(maxsize=4096)
def page_part(href: str) -> str:
    """What names the page in an address of the hybrid dialect: no site, no folder of the mirror, no
    `.md`, percent signs decoded.

    `.md` may stand in front of the fragment or behind it (docs/dialects.md, trap 4); percent signs
    are decoded only where they are UTF-8.
    """
    match = _PREFIX.match(href)
    page = href[match.end() :] if match else href
    if not is_remote(href):
        page = page[:-3] if page.endswith(".md") else _MARKDOWN.sub("", page, count=1)
    if "%" in page:
        decoded = _unquoted(page)
        if "\ufffd" not in decoded:
            page = decoded
    return page


@lru_cache(maxsize=4096)
def title_of(href: str, lang: str | None, is_wikitext: bool = False) -> Title:
    """Interwiki prefix, namespace, title and fragment of an address."""
    if is_wikitext:
        decoded = _unquoted(href) if "%" in href else href
        return split_title(href if "\ufffd" in decoded else decoded, lang)
    return split_title(page_part(href), lang)


def _unquoted(address: str) -> str:
    """An address with its percent signs decoded."""
    from urllib.parse import unquote  # when the first one is met

    return unquote(address)


def is_remote(href: str) -> bool:
    """Whether an address leads to another host."""
    return href.startswith(_REMOTE)


def link_class(href: str, words: str) -> tuple[bool, bool]:
    """The class of links that a converter treats alike: remote or not, words of one word or not."""
    return is_remote(href), " " not in words


def trail_length(text: str, title: Title) -> int:
    """How many letters at the end of a wikilink's words are the trail that pandoc took in.

    The words are split only where they start with the page's title, its case exact (with the
    fragment first, then without), and the rest is all letters: Unicode letters, as pandoc's
    mediawiki reader takes them.
    """
    text = " ".join(text.split())  # a title's blank may be an ideographic space in the words
    text = text.removeprefix(":")  # "[[:en:X]]y" keeps its colon there
    whole = f"{title.interwiki}:{title.title}" if title.interwiki else title.title
    for start in (f"{whole}#{title.fragment}" if title.fragment else "", whole, title.title):
        if (
            start
            and len(start) < len(text)
            and text.startswith(start)
            and text[len(start) :].isalpha()
        ):
            return len(text) - len(start)
    return 0


@frozen
class Wikilink(Parent):
    """A link to a page of a wiki.

    `href` is the destination as written, escapes undone; `marker` is "ⓦ", "Ⓡ" or "".
    """

    href: str
    marker: str = ""
    _context: LinkContext = attrs.field(default=NO_CONTEXT, kw_only=True, alias="context")

    @property
    def _title(self) -> Title:
        return title_of(self.href, self._context.lang, self._context.is_wikitext)

    @property
    def title(self) -> str:
        """The page's title as the source writes it, blanks for underscores; "" for a place on the
        same page.
        """
        return self._title.title

    @property
    def namespace(self) -> str:
        """The canonical English name of the namespace; "" for articles."""
        return self._title.namespace

    @property
    def fragment(self) -> str:
        """The place on the page, blanks for underscores, without `#`; "" if none."""
        return self._title.fragment

    @property
    def interwiki(self) -> str:
        """The first known language or project prefix, without its colon; "" if none."""
        return self._title.interwiki

    @property
    def is_local(self) -> bool | None:
        """Whether the export holds the page; None in wikitext, where nothing tells."""
        return None if self._context.is_wikitext else not is_remote(self.href)

    @property
    def _parts(self) -> tuple[str, str]:
        """Label and trail."""
        text = self.text
        context = self._context
        is_known = context.is_wikitext or context.knows_trail
        begin = len(text) - (len(context.trail) if is_known else trail_length(text, self._title))
        return text[:begin], text[begin:]

    @property
    def label(self) -> str:
        """The words without the trail."""
        return self._parts[0]

    @property
    def trail(self) -> str:
        """The letters that followed the link in the wikitext and stand inside of its words here; ""
        if none.
        """
        return self._parts[1]

    @property
    def trail_certain(self) -> bool:
        """Whether the split is beyond doubt: there is none, or this page never leaves letters
        outside of such a link.
        """
        label, trail = self._parts
        return (
            not trail
            or self._context.is_wikitext
            or self._context.knows_trail
            or link_class(self.href, label) not in self._context.left_out
        )


class Archive(NamedTuple):
    """A copy in a web archive: the address it was taken of, when (UTC), and by which service."""

    original_url: str
    timestamp: datetime | None
    service: str


_ARCHIVES = (
    (
        "wayback",
        re.compile(
            r"https?://(?:web\.|www\.|wayback\.)?archive\.org/(?:web|wayback)/(\d{4,14})[a-z_*]*/(.+)",
            re.S,
        ),
    ),
    (
        "archive.today",
        re.compile(r"https?://archive\.(?:today|is|ph|fo|li|md|vn)/(\d{8,14})/(.+)", re.S),
    ),
    ("webcite", re.compile(r"https?://(?:www\.)?webcitation\.org/[^?]*\?url=()(.+)", re.S)),
    (
        "google-cache",
        re.compile(
            r"https?://webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]{12}:)?()(.+)", re.S
        ),
    ),
)


def archive_of(url: str) -> Archive | None:
    """What an address of a web archive is a copy of, or None.

    Timestamps may be cut short: `2015` is 1 January 2015.
    """
    if "archive" not in url and "cit" not in url and "cache" not in url:
        return None
    for service, pattern in _ARCHIVES:
        if match := pattern.fullmatch(url):
            original = match[2] if "://" in match[2] else "http://" + match[2].lstrip("/")
            return Archive(original, _timestamp(match[1]), service)
    return None


def _timestamp(digits: str) -> datetime | None:
    from datetime import UTC, datetime

    full = digits + "00000101000000"[len(digits) :]
    try:
        return datetime.strptime(full, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:  # a month 13, or the zeros of an address without a date
        return None


@frozen
class ExternalLink(Parent):
    """A link with a scheme, or one that begins with `//`.

    `is_bare`: an autolink or a bare URL, whose words are its address.
    """

    url: str
    tooltip: str = ""
    is_bare: bool = False

    @property
    def archived(self) -> Archive | None:
        """The original address, the time (UTC) and the service, where the link leads to a web
        archive; else None.
        """
        return archive_of(self.url)


@frozen
class Link(Parent):
    """Any other hyperlink: a relative path, or a fragment that names no wiki page."""

    url: str
    tooltip: str = ""


@frozen
class Image(Parent):
    """A picture or other file shown on the page.

    `name` has no namespace; the children are the caption.
    """

    name: str
    href: str
    alt: str = ""
    tooltip: str = ""
    options: Attributes = ()
    is_silent: ClassVar[bool] = True

    @property
    def caption(self) -> tuple[Node, ...]:
        """The nodes of the caption."""
        return self.children

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an option."""
        return get(self.options, name, default)


@frozen
class Category(Parent):
    """Membership in a category.

    `name` has no namespace; `sort_key` is None where the source gives none.
    """

    name: str
    sort_key: str | None = None
    href: str = ""
    is_silent: ClassVar[bool] = True


@frozen
class FootnoteReference(Parent):
    """The mark of a footnote.

    `label` is what a reader sees in it. A `<ref>…</ref>` holds its definition as its child.
    """

    identifier: str | None
    group: str = ""
    label: str = ""
    is_silent: ClassVar[bool] = True
