"""Which page does a URL of a wiki name?

A page converted from HTML has the URLs of its links, in whichever form the HTML had them:

    /wiki/Apple_pie#Crust                       path        the same wiki
    ./Apple_pie                                 path        the same wiki (Parsoid)
    /w/index.php?title=Apple_pie&redlink=1      query       the same wiki
    //fr.m.wikipedia.org/wiki/Tarte             host        another one
    #Crust                                      fragment    the same page

The forms are MediaWiki's (https://www.mediawiki.org/wiki/Manual:Short_URL), the hosts those of
Wikimedia's projects; of any other wiki only the host of the page itself is known.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.sites.titles import Title, split_title
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.sites.prefixes import Wiki

LANGUAGE_PROJECTS: Final = frozenset(
    "wikipedia wiktionary wikibooks wikinews wikiquote wikisource wikiversity wikivoyage".split()
)
"""Projects with a wiki for each language, whose host begins with it."""

SINGLE: Final = {
    "wikidata": "wikidata",
    "mediawiki": "mw",
    "wikifunctions": "wikifunctions",
    "wikimediafoundation": "foundation",
}
"""Projects with one wiki and a domain of their own, with their interwiki prefixes."""

ON_WIKIMEDIA: Final = frozenset(
    "commons species meta incubator outreach wikimania foundation wikitech".split()
)
"""Projects with a wiki below `wikimedia.org`, whose host begins with their interwiki prefix."""

MOBILE: Final = frozenset(("m", "mobile", "www", "zero"))
"""Labels of a host that change the looks of a wiki and not which one it is."""

# /wiki/, and the paths of variants (`/zh-tw/`); ./ of Parsoid; index.php with its query
URL = re.compile(
    r"(?:(?:https?:)?//(?P<host>[^/?#\s]+))?"
    r"(?:(?P<path>/(?:wiki|(?:zh|sr|kk|ku|tg|uz|iu|shi|gan|crh)-[a-z-]{2,5})/|(?:\.{1,2}/)+)"
    r"(?P<page>[^?#]*)|/(?:w/)?index\.php(?P<script>/[^?#]*)?)"
    r"(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.S,
)

SCHEMES: Final = ("https://", "http://", "//")
"""How a URL begins that has a host."""

# title=Foo&action=edit        an argument may be first or later
TITLE_ARGUMENT = re.compile(r"[?&]title=([^&]*)")
OTHER_VIEW = re.compile(r"[?&](?:(?:ve)?action|diff|curid|printable|search|mobileaction)=")
"""Arguments of a URL that shows a form, a history or a difference instead of the page."""
NEW_PAGE = re.compile(r"[?&]redlink=1")
"""The argument of a URL that would make the page, which is a link to it."""


class Home(NamedTuple):
    """The wiki and the page that a text is of: URLs are relative to it.

    `project` and `lang` are those of its host ("" for a project with one wiki), `host` is "" where
    the text does not say it; `title` is the page's, with spaces.
    """

    project: str
    lang: str
    host: str
    title: str


def page_of(url: str, home: Home, wiki: Wiki) -> Title | None:
    """The page that a URL names, None where it names none: the parts of its title, with the
    prefixes of another wiki as its `interwiki`.

    A fragment of the page itself has no title. `wiki` is whose namespaces count at home.

    >>> from wikiparse.sites.urls import Home, page_of
    >>> home = Home("wikipedia", "en", "", "Apple pie")
    >>> page_of("https://fr.m.wikipedia.org/wiki/Aide:Tarte", home, "en")
    Title(interwiki='fr', namespace='Help', title='Aide:Tarte', fragment='')
    >>> page_of("/w/index.php?title=Apple_pie&action=history", home, "en") is None
    True
    """
    if url.startswith("#"):
        return Title("", "", "", _fragment(url))
    prefix, path = "", url
    if url.startswith(SCHEMES):
        parts = url.split("/", 3)
        known = _prefix_of(parts[2].lower(), home)
        if known is None:
            return None
        prefix = known
        path = "/" + parts[3] if len(parts) > 3 else ""
    start = url.find("?")
    if start < 0 and path.startswith("/wiki/"):
        # As the pattern would have it, which is slower.
        page, sharp, fragment = path.removeprefix("/wiki/").partition("#")
        return _page(prefix, page, sharp + fragment, home, wiki)
    if start >= 0 and _is_other_view(url, start):
        return None
    match = URL.fullmatch(url)
    if match is None:
        return None
    query = match["query"] or ""
    page = match["page"]
    if page is None:
        argument = TITLE_ARGUMENT.search(query)
        page = argument[1].replace("+", " ") if argument else (match["script"] or "").lstrip("/")
    return _page(prefix, page, match["fragment"] or "", home, wiki)


def _page(prefix: str, page: str, fragment: str, home: Home, wiki: Wiki) -> Title | None:
    page = decoded(page).replace("#", "%23")
    if not page.strip("_ "):
        return None
    return _title(prefix, page, _fragment(fragment) if fragment else "", home, wiki)


def _is_other_view(url: str, start: int) -> bool:
    """Whether a URL shows something else than the page, by its query."""
    end = url.find("#", start)
    end = len(url) if end < 0 else end
    view = OTHER_VIEW.search(url, start, end)
    return view is not None and NEW_PAGE.search(url, start, end) is None


def _title(prefix: str, page: str, fragment: str, home: Home, wiki: Wiki) -> Title:
    """The title of a page on the wiki with this prefix, "" for the one at home."""
    if not prefix:
        # A prefix of another wiki is none in a path: `/wiki/fr:Tarte` leads to a page here.
        title = split_title(page, wiki)
        name = title.title if not title.interwiki else f"{title.interwiki}:{title.title}"
        if fragment and name == home.title:
            return Title("", "", "", fragment)
        return Title("", title.namespace, name, fragment)
    lang = prefix.rpartition(":")[2]
    there = split_title(page, lang if lang in prefix.split(":")[-1:] and len(lang) > 1 else None)
    name = there.title if not there.interwiki else f"{there.interwiki}:{there.title}"
    return Title(prefix, there.namespace, name, fragment)


def _fragment(text: str) -> str:
    return " ".join(decoded(text[1:]).replace("_", " ").split())


def decoded(text: str) -> str:
    """A part of a URL with its percent-encoding decoded, where that is valid UTF-8."""
    if "%" not in text:
        return text
    found = _unquote()(text)
    return text if "\ufffd" in found else found


@cache
def _unquote() -> Callable[[str], str]:
    # Slow to load, and the statement is slow too: it asks the module whether it is a package.
    from urllib.parse import unquote

    return unquote


def wiki_of(host: str) -> tuple[str, str] | None:
    """Project and language of a host of Wikimedia, None for any other.

    >>> from wikiparse.sites.urls import wiki_of
    >>> wiki_of("fr.m.wikipedia.org"), wiki_of("commons.wikimedia.org"), wiki_of("a.example")
    (('wikipedia', 'fr'), ('commons', ''), None)
    """
    labels = host.partition(":")[0].split(".")
    if labels[-1] != "org" or len(labels) < 2:  # a domain has two labels
        return None
    names = [label for label in labels[:-2] if label not in MOBILE]
    project = labels[-2]
    if project in LANGUAGE_PROJECTS and len(names) <= 1:
        return project, names[0] if names else ""
    if project in SINGLE and not names:
        return SINGLE[project], ""
    if project == "wikimedia" and len(names) == 1 and names[0] in ON_WIKIMEDIA:
        return names[0], ""
    return None


@text_cache(1024)
def _prefix_of(host: str, home: Home) -> str | None:
    """The prefix of links from home to the wiki of a host, None where it is the host of none."""
    if host == home.host:
        return ""
    found = wiki_of(host)
    if found is None:
        return None
    project, lang = found
    if project == home.project:
        return "" if lang in (home.lang, "") else lang
    # As MediaWiki's prefixes follow each other: [[wiktionary:fr:tarte]].
    prefix = "w" if project == "wikipedia" else project
    return prefix if lang in (home.lang, "") else f"{prefix}:{lang}"


# -------------------------------------------------------------------------------------------------
# the wiki that a text is of

_HOST = r"(?:https?:)?//(?P<host>[^/\s()<>]{1,100})"

HOST_ALONE = re.compile(r"//(?P<host>[^/\s()<>\"]{1,100})(?:/w/|/)?")
"""A host, and the path before `index.php`."""
LONGEST_HOST = 120

# [edit](https://en.wikipedia.org/w/index.php?title=Foo&action=edit&section=1 "…")
# [[1]](https://en.wikipedia.org/wiki/Foo#cite_note-1)        [[1]](./Foo#cite_note-1)
EDITED = re.compile(
    r"index\.php\?title=([^\s&?\"]{1,800})&(?:amp;)?(?:action=edit&(?:amp;)?section|oldid)="
)
CITED = re.compile(r"(?:/wiki|\.)/([^\s\"#\]]{1,800})\Z")
"""The part before the fragment of a footnote in its URL."""
CITATION = "#cite_note-"
CANONICAL = re.compile(
    rf"\A\s*---\n(?:[^\n]*\n){{0,20}}canonical: {_HOST}/wiki/(?P<title>[^\s]+)\n"
)
ABSOLUTE = re.compile(r"//([a-z0-9.-]{1,80})/wiki/")
RELATIVE = re.compile(r"\]\(<?(?:/wiki/|\./)|href=\"(?:/wiki/|\./)")


def home_of(source: str, lang: str | None, title: str | None) -> Home:
    """The wiki and the page that a text is of, as far as its URLs say it; `lang` and `title` are
    those that the caller knows.

    Links that edit or cite the page name it. Without any the wiki is that of most URLs with a host,
    if none is relative.
    """
    host, name = _own_page(source)
    if not host and RELATIVE.search(source) is None:
        # Only a known wiki: any site may have pages below `/wiki/`.
        guessed = _commonest(source)
        host = guessed if wiki_of(guessed) else ""
    found = wiki_of(host) if host else None
    project, spoken = found or ("wikipedia", lang or "")
    own = " ".join(decoded(name).replace("_", " ").split()) or (title or "").replace("_", " ")
    return Home(project, spoken, host, own)


def _own_page(source: str) -> tuple[str, str]:
    """Host and title of the page, "" where no URL says it."""
    if match := CANONICAL.match(source):
        return match["host"].lower(), match["title"]
    match = EDITED.search(source) if "index.php?title=" in source else None
    if match is None and (end := source.find(CITATION)) >= 0:
        # The first one says it for all.
        match = CITED.search(source, max(end - LONGEST_HOST - 800, 0), end)
    if match is None:
        return "", ""
    name = match[1].replace("\\", "")
    # The host is before the path, in the same URL.
    start = source.rfind("//", max(match.start() - LONGEST_HOST, 0), match.start() + 1)
    host = HOST_ALONE.fullmatch(source, start, match.start()) if start >= 0 else None
    return host["host"].lower() if host else "", name


def _commonest(source: str) -> str:
    """The host of most URLs of pages."""
    counts: dict[str, int] = {}
    for host in ABSOLUTE.findall(source):
        counts[host] = counts.get(host, 0) + 1
    return max(counts, key=lambda host: counts[host], default="")
