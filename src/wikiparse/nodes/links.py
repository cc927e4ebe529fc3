"""Links and nodes that are written like links: wikilinks, external links, images, categories,
footnote references.

The destination of a wikilink is kept as it is written; title, namespace, fragment, interwiki
prefix, label and trail follow from it and from the link text, and are derived when they are asked
for.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import attrs

from wikiparse.html.attributes import Attributes, get
from wikiparse.nodes.base import Node, Parent, frozen
from wikiparse.nodes.inlines import Template
from wikiparse.sites import Title, split_title
from wikiparse.sites.prefixes import vocabulary_of
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from wikiparse.nodes.archives import Archive
    from wikiparse.sites.prefixes import Wiki
    from wikiparse.sites.site import Site
    from wikiparse.sites.urls import Home


class LinkClass(NamedTuple):
    """Links that a converter treats alike."""

    is_remote: bool
    """Whether the destination is on another host."""
    is_one_word: bool
    """Whether there is no space in the link text."""


@attrs.frozen
class LinkContext:
    """The properties that a link takes from its page: the wiki's language, how destinations are
    written, and the conventions of the page's writer.

    `is_wikitext`: destinations are page titles, not paths; `trail`: the link trail there.
    `knows_trail`: the trail is written in the link itself, as its label; in wikitext it always is.
    `site`: the wiki, where more is known of it than its language; `wiki`: whose namespaces and
    prefixes count, those of the site or else of the language. The conventions are read from the
    page's source when they are first asked for.

    >>> from wikiparse.nodes import LinkContext
    >>> page = LinkContext("de", is_wikitext=True)
    >>> link = wikiparse.Wikilink((wikiparse.Text("Wind"),), "Hilfe:Wind", context=page)
    >>> link.namespace, link.title
    ('Help', 'Hilfe:Wind')
    """

    lang: str | None = None
    """The language tag of the wiki; None if not known."""
    is_wikitext: bool = False
    """Whether destinations are page titles."""
    trail: str = ""
    """The link trail, in wikitext."""
    knows_trail: bool = False
    """Whether the link is written with its trail apart."""
    texts: Any = attrs.field(default=None, eq=False, repr=False)
    """The registry of the text of templates on this page (`nodes.base.Texts`)."""
    site: Site | None = attrs.field(default=None, repr=False)
    """The wiki, where it was given."""
    wiki: Wiki = attrs.field(
        init=False,
        eq=False,
        repr=False,
        default=attrs.Factory(
            lambda self: self.lang if self.site is None else vocabulary_of(self.site),
            takes_self=True,
        ),
    )
    """Whose namespaces and prefixes count."""
    home: Home | None = attrs.field(default=None, repr=False)
    """The wiki and the page that destinations are URLs of; None where they are not URLs."""
    _source: str | None = attrs.field(default=None, eq=False, repr=False)
    _left_out: frozenset[LinkClass] | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def left_out(self) -> frozenset[LinkClass]:
        """The classes of links after which this page has the trail outside of the link: they say
        how certain a trail inside of one is.
        """
        if self._left_out is None:
            object.__setattr__(self, "_left_out", left_out(self._source or ""))
            # The answer is kept and the source is not: a link that outlives its page must not hold
            # it.
            object.__setattr__(self, "_source", None)
        return self._left_out or frozenset()

    def __getstate__(self) -> dict[str, object]:
        return {
            "lang": self.lang,
            "is_wikitext": self.is_wikitext,
            "trail": self.trail,
            "knows_trail": self.knows_trail,
            "texts": self.texts,
            "site": self.site,
            "home": self.home,
            "_source": None,
            "_left_out": self.left_out,
        }

    def __setstate__(self, state: dict[str, object]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)
        # Of this process: it is compared by identity.
        wiki = self.lang if self.site is None else vocabulary_of(self.site)
        object.__setattr__(self, "wiki", wiki)


NO_CONTEXT = LinkContext()


def left_out(text: str) -> frozenset[LinkClass]:
    """The classes of links that are followed by a letter somewhere in a page: there the writer did
    not take the trail into the link.
    """
    found: set[LinkClass] = set()
    # The end of every wikilink of a hybrid: the first letter of the next part is right after a
    # link.
    parts = text.split('"wikilink")')
    for part, after in pairwise(parts):
        if after[:1].isalpha():
            start = part.rfind("](")
            label = part.rfind("[", 0, start)
            if 0 <= label < start:
                # The same as `link_class`, without slices: a page may have ten thousand links.
                found.add(
                    LinkClass(part.startswith(_REMOTE, start + 2), part.find(" ", label, start) < 0)
                )
    return frozenset(found)


_REMOTE = ("http://", "https://", "//")


@cache  # compiled with the first destination, so that the import need not
def _prefix() -> re.Pattern[str]:
    """What comes before a page's name: the site and its path (a third slash before a fragment is
    the writer's), the path alone, or the folder of a mirror.
    """
    return re.compile(
        # https://zh.wikipedia.org/wiki/Page     a site and the path of the wiki
        # {{site.url}}/Page                      Jekyll
        # /wiki/Page   /index.php?title=Page     the path alone
        # ../Page/Page.md                        a folder of the mirror
        r"(?:(?:https?:)?//[^/]*/(?:wiki/(?:/(?=#))?|(?:w/)?index\.php(?:/|\?title=))"
        r"|\{\{ ?site\.(?:base)?url ?\}\}/*+(?:(?:wiki|Page|Category)/)?"
        r"|(?:\.{0,2}/)+(?:wiki/|(?:w/)?index\.php(?:/|\?title=))"
        r"|(?:\.{0,2}/)*(?:index\.php(?:/|\?title=)|(?:Page|Category|Redirect|MediaWiki)/)?)"
    )


@text_cache(512)
def is_prefix(folder: str) -> bool:
    """Whether `page_part` takes off a destination's part up to a slash, and no more."""
    match = _prefix().match(folder)
    return match is not None and match.end() == len(folder)


@text_cache(4096)
def page_part(href: str) -> str:
    """The part of a destination of the hybrid dialect that names the page: no site, no path of
    the wiki, no folder of the mirror, no `.md` or `.html`, percent-encoding decoded.

    `.md` may be before the fragment or after it (docs/dialects.md, trap 4). Percent-encoding is
    decoded only where it is valid UTF-8.
    """
    # The pattern is slow, and none of its parts is without one of these.
    match = _prefix().match(href) if "/" in href or "?" in href or "{" in href else None
    page = href[match.end() :] if match else href
    if not is_remote(href):
        # One extension, and only once: a title may end in `.md` itself (docs/dialects.md, trap 4).
        if page.endswith(".md"):
            page = page[:-3]
        elif ".md#" in page or ".html" in page:
            page = re.sub(r"\.(?:md|html)(?=#|$)", "", page, count=1)
    if "&" in page and match and match[0].endswith("?title="):
        page = re.sub(r"&[^#]*", "", page, count=1)
    if "%" in page:
        decoded = unquoted(page)
        # `100%25` and `%E9` of another encoding are left as they are.
        if "\ufffd" not in decoded:
            page = decoded
    return page


def read_title(href: str, wiki: Wiki, is_wikitext: bool = False) -> Title:
    """As `title_of`, for callers that ask once for each destination: to remember the answer takes
    longer than to find it.
    """
    if not is_wikitext:
        # The fast path: most destinations are a page's name, after a folder that many have.
        start = href.rfind("/") + 1
        page = href[start:]
        if not (":" in page or "%" in page or "#" in page or "?" in page or "{" in page) and (
            not start or is_prefix(href[:start])
        ):
            if page.endswith(".md") and not href.startswith(_REMOTE):
                return split_title(page[:-3], wiki)
            if ".html" not in page:
                return split_title(page, wiki)
        href = page_part(href)
    elif "%" in href and "\ufffd" not in (decoded := unquoted(href)):
        href = decoded
    return split_title(href, wiki)


@text_cache(4096)
def title_of(href: str, wiki: Wiki, is_wikitext: bool = False) -> Title:
    """Interwiki prefix, namespace, title and fragment of a destination on a wiki."""
    return read_title(href, wiki, is_wikitext)


@text_cache(4096)
def page_at(url: str, home: Home, wiki: Wiki) -> Title | None:
    """The page that a URL names, None where it names none."""
    # No other dialect has URLs for destinations.
    from wikiparse.sites.urls import page_of  # noqa: PLC0415

    return page_of(url, home, wiki)


def title_of_url(url: str, home: Home, wiki: Wiki) -> Title:
    """As `title_of`, of the page that a URL names."""
    return page_at(url, home, wiki) or Title("", "", url, "")


def unquoted(href: str) -> str:
    """A destination with its percent-encoding decoded."""
    from urllib.parse import unquote  # noqa: PLC0415  # slow to load, and few pages need it

    return unquote(href)


def is_remote(href: str) -> bool:
    """Whether a destination is on another host."""
    return href.startswith(_REMOTE)


def link_class(href: str, label: str) -> LinkClass:
    """The class of a link, by its destination and its text without the trail."""
    return LinkClass(is_remote(href), " " not in label)


def trail_length(text: str, title: Title) -> int:
    """How many letters at the end of a wikilink's text are the trail that pandoc took in.

    The text is split only where it starts with the page's title, its case exact (with the fragment
    first, then without), and the rest is all letters: Unicode letters, as pandoc's mediawiki reader
    takes them.
    """
    page = title.title
    # Most texts that are longer than the title are other ones: their first character says it.
    if page and text.lstrip()[:1] not in (":", page[0], title.interwiki[:1]):
        return 0
    text = " ".join(text.split())  # a title's space may be an ideographic one in the text
    text = text.removeprefix(":")  # "[[:en:X]]y" keeps its colon there
    whole = f"{title.interwiki}:{title.title}" if title.interwiki else title.title
    # The longest first: the trail is the rest after all of the title.
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

    >>> doc = wikiparse.parse("[[:de:Hilfe:Wind#Arten|Wind]]s", dialect="wikitext", lang="en")
    >>> link = doc.wikilinks[0]
    >>> link.interwiki, link.namespace, link.title, link.fragment
    ('de', 'Help', 'Hilfe:Wind', 'Arten')
    >>> link.text, link.label, link.trail
    ('Winds', 'Wind', 's')
    """

    _in_repr: ClassVar[tuple[str, ...]] = ("title", "fragment", "interwiki", "href", "marker")
    href: str
    """The destination as it is written, escapes undone."""
    marker: str = ""
    """"ⓦ", "Ⓡ" or "": a sign that a converter put after the link."""
    _context: LinkContext = attrs.field(default=NO_CONTEXT, kw_only=True, alias="context")

    @property
    def _title(self) -> Title:
        context = self._context
        if context.home is not None and not context.is_wikitext:
            return title_of_url(self.href, context.home, context.wiki)
        return title_of(self.href, context.wiki, context.is_wikitext)

    @property
    def title(self) -> str:
        """The page's title as the source writes it, spaces for underscores; "" for a fragment of
        the same page.
        """
        return self._title.title

    @property
    def namespace(self) -> str:
        """The canonical English name of the namespace; "" for articles."""
        return self._title.namespace

    @property
    def fragment(self) -> str:
        """The fragment after `#`, spaces for underscores; "" if none."""
        return self._title.fragment

    @property
    def interwiki(self) -> str:
        """The first known language or project prefix, without its colon; "" if none."""
        return self._title.interwiki

    @property
    def is_local(self) -> bool | None:
        """Whether the export holds the page; None in wikitext, where it cannot be known."""
        return None if self._context.is_wikitext else not is_remote(self.href)

    @property
    def _split_text(self) -> tuple[str, str]:
        """Label and trail."""
        text = self.text
        context = self._context
        if context.is_wikitext or context.knows_trail or context.home is not None:
            length = len(context.trail)
        else:
            length = trail_length(text, self._title)
        end = len(text) - length
        return text[:end], text[end:]

    @property
    def label(self) -> str:
        """The link text without the trail."""
        return self._split_text[0]

    @property
    def trail(self) -> str:
        """The link trail: letters that followed the link in the wikitext and are part of its text
        here; "" if none.
        """
        return self._split_text[1]

    @property
    def trail_certain(self) -> bool:
        """Whether the split is certain: there is no trail, or this page never has letters right
        after a link of this class.
        """
        label, trail = self._split_text
        return (
            not trail
            or self._context.is_wikitext
            or self._context.knows_trail
            or link_class(self.href, label) not in self._context.left_out
        )


def archive_of(url: str) -> Archive | None:
    """The copy in a web archive that a URL leads to, or None."""
    # Four patterns over each link of a page would cost more than its scan: most have no such word.
    if "archive" not in url and "cit" not in url and "cache" not in url:
        return None
    # For the same reason they are compiled with the first link that has one.
    from wikiparse.nodes.archives import find_archive  # noqa: PLC0415

    return find_archive(url)


@frozen
class ExternalLink(Parent):
    """A link with a scheme, or one that begins with `//`.

    `is_bare`: an autolink or a bare URL, whose text is the URL.

    >>> link = wikiparse.parse("[A mill](https://example.org/mill)").external_links[0]
    >>> link.url, link.text, link.is_bare
    ('https://example.org/mill', 'A mill', False)
    """

    url: str
    """The URL, escapes undone."""
    tooltip: str = ""
    """The Markdown title, "" if none."""
    is_bare: bool = False
    """Whether it is an autolink or a bare URL."""

    @property
    def archived(self) -> Archive | None:
        """The original URL, the time (UTC) and the service, where the link leads to a web archive;
        otherwise None.
        """
        return archive_of(self.url)


@frozen
class Link(Parent):
    """Any other hyperlink: a relative path, or a fragment that names no wiki page.

    >>> next(wikiparse.parse("[a](list.txt)", dialect="markdown").find_all(wikiparse.Link)).url
    'list.txt'
    """

    url: str
    """The destination, escapes undone."""
    tooltip: str = ""
    """The Markdown title, "" if none."""


@frozen
class Image(Parent):
    """An image or other file shown on the page.

    `name` has no namespace; the children are the caption.

    >>> source = "[[File:Mill.jpg|thumb|alt=A wheel|The mill]]"
    >>> image = wikiparse.parse(source, dialect="wikitext").images[0]
    >>> image.name, image.alt, image.caption[0].text
    ('Mill.jpg', 'A wheel', 'The mill')
    """

    name: str
    """The name of the file, without its namespace."""
    href: str
    """The destination as it is written."""
    alt: str = ""
    """The alternative text."""
    tooltip: str = ""
    """The Markdown title, "" if none."""
    options: Attributes = ()
    """Pairs of option and value, in source order."""
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

    >>> category = wikiparse.parse("[[Category:Mills|Aber]]", dialect="wikitext").categories[0]
    >>> category.name, category.sort_key
    ('Mills', 'Aber')
    """

    name: str
    """The name, without its namespace."""
    sort_key: str | None = None
    """The text after `|`; None where the source has none."""
    href: str = ""
    """The destination as it is written."""
    is_silent: ClassVar[bool] = True


@frozen
class FootnoteReference(Parent):
    """A reference to a footnote.

    `label` is the text a reader sees of it. A `<ref>…</ref>` holds its definition as its child.

    >>> doc = wikiparse.parse('a<ref name="x">A source.</ref>', dialect="wikitext")
    >>> reference = doc.footnote_references[0]
    >>> reference.identifier, doc.footnote(reference).text
    ('x', 'A source.')
    """

    identifier: str | None
    """The number or name of the footnote; None of an unnamed `<ref>`."""
    group: str = ""
    """The group (`<ref group=…>`), "" for the usual one."""
    label: str = ""
    """The text that is shown, such as "1"."""
    is_silent: ClassVar[bool] = True


class FootnoteTemplate(FootnoteReference):
    """A footnote reference that a template makes: `{{efn|text}}`, `{{sfn|Smith|2005}}`.

    It holds the template. Where the template has the text of the footnote, the definition is in
    its argument; where the template itself is the content of the footnote, as that of a short
    citation, it is in the definition.

    >>> doc = wikiparse.parse("a{{efn|A remark.}}", dialect="wikitext")
    >>> reference = doc.footnote_references[0]
    >>> reference.template.name, reference.kind
    ('efn', 'footnote_template')
    """

    __slots__ = ()

    @property
    def template(self) -> Template | None:
        """The template; None where the node was made without one."""
        for node in self.children:
            for child in (node, *node.children[:1]):
                if isinstance(child, Template):
                    return child
        return None
