"""The prefix before a colon: a namespace, an interwiki prefix, or only the beginning of a title.

Namespaces win over interwikis, as in MediaWiki (`MediaWikiTitleCodec::splitTitleString`):
`Wikipedia:X` is a page of the project namespace of every wiki, though `wikipedia` is an interwiki
prefix too, and `Sa:X` is a category on the Wikipedia in Tyap (`kcg`).

If the language is not known, the names of all wikis count together, and then two rules keep them
from doing harm:

* Interwiki prefixes win over foreign names: `ca` and `sa` mean Category on one wiki each, and
Catalan and Sanskrit
  everywhere else. English names still win over interwikis.
* A name with several meanings has the one that most languages share; among equals the first in
alphabetical order. So
  `t` is Template (on nine wikis; Talk on one), `ct` is Category talk (on three; Category on one)
  and `stampa` is File
  (on one, as is Template).
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from wikiparse.sites.languages import language_prefixes, resolve_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Projects with a wiki for each language; projects with one wiki; tools of the projects; sites of
# others.
_PROJECTS = """
    w wikipedia wikt wiktionary b wikibooks n wikinews q wikiquote s wikisource v wikiversity voy
    wikivoyage

    c commons d wikidata species wikispecies m meta metawikimedia metawikipedia mw mediawikiwiki
    wikifunctions incubator outreach foundation wmf wikimania betawikiversity oldwikisource wikitech
    translatewiki betawiki

    bugzilla mediazilla phab phabricator gerrit toolforge toollabs tools

    arxiv doi google imdbname imdbtitle oeis rfc wikia
"""

PROJECTS: Final[frozenset[str]] = frozenset(_PROJECTS.split())
"""The well-known prefixes of https://meta.wikimedia.org/wiki/Interwiki_map that are not languages.

The list is short on purpose. On a wiki of Wikimedia no title can begin with any of them, so a link
that does (`c:X`, to Commons) leads elsewhere. But pages come from other wikis too, and much of the
map (`quality`, `strategy`, `cache`) is words that begin titles there. `f` (Wikifunctions, since
2023) is left out: it means File on two wikis. """

# MediaWiki: `MediaWikiTitleCodec::splitTitleString` strips these characters.
_IGNORED: Final[dict[int, None]] = dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F)))


def namespace_of(prefix: str, lang: str | None) -> str | None:
    """The canonical English name of the namespace that `prefix` names on the Wikipedia in `lang`,
    or None.

    `prefix` is the text before the colon: case, white space around it, underscores for spaces
    and runs of both do not matter. The wiki's own names and the English ones count; with None, or a
    language that is not known, the names of all wikis (see above). A namespace without an English
    name (`Anexo` of the Spanish Wikipedia) has its local one.
    """
    return names_of(lang).get(fold(prefix))


def interwiki_of(prefix: str, lang: str | None) -> str | None:
    """`prefix` in lower case if it leads to another Wikipedia or to another well-known project,
    otherwise None.

    None too if it is the name of a namespace in `lang` (or, if the language is not known, an
    English one).
    """
    key = fold(prefix)
    return key if key in interwiki_prefixes() and key not in names_of(lang) else None


def fold(prefix: str) -> str:
    """The form in which prefixes are compared: lower case, single spaces, NFC, without controls of
    direction.

    MediaWiki drops U+200E, U+200F and U+202A to U+202E from titles, and its Turkish and Azerbaijani
    `İ` becomes `i`.
    """
    key = " ".join(prefix.replace("_", " ").split()).lower()
    # Most prefixes: no normalization, and no `İ`.
    if key.isascii():
        return key
    return normalize("NFC", " ".join(key.translate(_IGNORED).split()).replace("i\u0307", "i"))


@cache
def interwiki_prefixes() -> frozenset[str]:
    """Every interwiki prefix, in lower case."""
    return PROJECTS | language_prefixes()


@lru_cache(maxsize=512)
def names_of(lang: str | None) -> Mapping[str, str]:
    """Folded name -> canonical name of a namespace, on the wiki of a language tag; for an unknown
    one, on any wiki.
    """
    code = resolve_language(lang)
    return _names_of_all() if code is None else _names_of_wiki(code)


@cache
def english_names() -> Mapping[str, str]:
    """Folded name -> canonical name, for the names that count on every wiki."""
    from wikiparse.sites._table import ENGLISH

    return dict(_entries(ENGLISH))


@cache
def _names_of_wiki(code: str) -> Mapping[str, str]:
    from wikiparse.sites._names import NAMES
    from wikiparse.sites._table import LANGUAGES

    # The wiki's own names win over those that MediaWiki has for its language, and over the
    # English ones.
    more = dict(_entries(NAMES.get(code, "")))
    return {**english_names(), **more, **dict(_entries(LANGUAGES[code]))}


@cache
def _names_of_all() -> Mapping[str, str]:
    from wikiparse.sites._names import NAMES
    from wikiparse.sites._table import LANGUAGES

    meanings = Counter(
        entry for line in (*LANGUAGES.values(), *NAMES.values()) for entry in _entries(line)
    )
    # From the weakest meaning to the strongest: later ones replace earlier ones.
    # Two stable sorts: by how often, and among equals by name.
    ranked = sorted(meanings.items(), key=lambda item: item[0][1], reverse=True)
    ranked.sort(key=lambda item: item[1])
    interwikis = interwiki_prefixes()
    names = {name: space for (name, space), _ in ranked if name not in interwikis}
    return {**names, **english_names()}


def _entries(line: str) -> Iterator[tuple[str, str]]:
    """(folded name, canonical name) of a line of the table: `n=name/alias;n=name`."""
    from wikiparse.sites._table import NAMESPACES

    for group in line.split(";") if line else ():
        number, _, names = group.partition("=")
        space = NAMESPACES[int(number)]
        for name in names.split("/"):
            yield name, space
