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

from wikiparse.sites.folding import fold
from wikiparse.sites.languages import language_prefixes, resolve_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wikiparse.sites.site import Site

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


class Vocabulary:
    """The names of namespaces, folded, with their canonical names, and the interwiki prefixes of a
    wiki that is described by a `Site`.

    Compared by identity, so that it is as quick a key of a cache as a language tag.
    """

    __slots__ = ("interwikis", "lang", "names")
    interwikis: frozenset[str]
    lang: str | None
    names: Mapping[str, str]

    def __init__(
        self, lang: str | None, names: Mapping[str, str], interwikis: frozenset[str]
    ) -> None:
        self.lang, self.names, self.interwikis = lang, names, interwikis


Wiki = Vocabulary | str | None
"""Whose names count: those of a site, those of the Wikipedia in a language, or those of all."""


def namespace_of(prefix: str, lang: Wiki) -> str | None:
    """The canonical English name of the namespace that `prefix` names on the Wikipedia in `lang`,
    or None.

    `prefix` is the text before the colon: case, white space around it, underscores for spaces
    and runs of both do not matter. The wiki's own names and the English ones count; with None, or a
    language that is not known, the names of all wikis (see above). A namespace without an English
    name (`Anexo` of the Spanish Wikipedia) has its local one.

    >>> from wikiparse.sites import namespace_of
    >>> namespace_of("Datei", "de"), namespace_of("Datei", "en")
    ('File', None)
    """
    return names_of(lang).get(fold(prefix))


def interwiki_of(prefix: str, lang: Wiki) -> str | None:
    """`prefix` in lower case if it leads to another Wikipedia or to another well-known project,
    otherwise None.

    None too if it is the name of a namespace in `lang` (or, if the language is not known, an
    English one).

    >>> from wikiparse.sites import interwiki_of
    >>> interwiki_of("FR", "en"), interwiki_of("Re", "en")
    ('fr', None)
    """
    key = fold(prefix)
    return key if key in interwikis_of(lang) and key not in names_of(lang) else None


@cache
def interwiki_prefixes() -> frozenset[str]:
    """Every interwiki prefix, in lower case."""
    return PROJECTS | language_prefixes()


def interwikis_of(wiki: Wiki) -> frozenset[str]:
    """The interwiki prefixes of a wiki, in lower case."""
    return wiki.interwikis if isinstance(wiki, Vocabulary) else interwiki_prefixes()


def names_of(wiki: Wiki) -> Mapping[str, str]:
    """Folded name -> canonical name of a namespace, on a site, or on the wiki of a language tag;
    for an unknown one, on any wiki.
    """
    return wiki.names if isinstance(wiki, Vocabulary) else _names_of_language(wiki)


@lru_cache(maxsize=64)
def vocabulary_of(site: Site) -> Vocabulary:
    """The vocabulary that link targets are compared with on a site.

    A namespace from -2 to 15 has its canonical name, any other one the name that the Wikipedia in
    the site's language has for it (`Modul` -> `Module`), or else its own. Other names of a
    namespace on that Wikipedia count too (`WP`), if the namespace is called there as it is here.
    """
    from wikiparse.sites.site import CORE  # slow to load, and few wikis are described by one

    given = frozenset(map(fold, site.interwikis or ()))
    is_known = resolve_language(site.lang) is not None
    # A wiki that names its own namespaces does not need the names of all languages.
    known = names_of(site.lang) if is_known or not site.namespaces else english_names()
    own: dict[str, str] = {}
    # The project's namespace is called as the project, which need not be Wikipedia.
    numbers = {space.number for space in site.namespaces}
    shared = {
        name for number, name in CORE.items() if number not in PROJECT or number not in numbers
    }
    core = frozenset(CORE.values())
    for space in site.namespaces:
        keys = [key for key in map(fold, (space.name, *space.aliases)) if key]
        if space.number == 0 or not keys:
            continue
        there = known.get(keys[0], "")
        meaning = CORE.get(space.number) or ("" if there in core else there)
        meaning = meaning or " ".join(space.name.replace("_", " ").split())
        if there == meaning:
            shared.add(meaning)
        for key in keys:
            own.setdefault(key, meaning)
    names = {key: name for key, name in known.items() if name in shared and key not in given}
    canonical = {fold(name): name for name in CORE.values()}
    prefixes = interwiki_prefixes() if site.interwikis is None else given
    return Vocabulary(site.lang, {**names, **canonical, **own}, prefixes)


PROJECT: Final = (4, 5)
"""The numbers of the namespaces that are called as the project is."""


@lru_cache(maxsize=512)
def _names_of_language(lang: str | None) -> Mapping[str, str]:
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
