"""A link target of a wiki, taken apart: `en:Talk:Apple pie#Crust` is interwiki, namespace, title
and fragment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.sites.folding import fold
from wikiparse.sites.languages import language_prefixes, resolve_language
from wikiparse.sites.prefixes import Vocabulary, english_names, interwikis_of, names_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wikiparse.sites.prefixes import Wiki


_new: Final = tuple.__new__


class Title(NamedTuple):
    """The parts of a link target; `""` for one that it does not have.

    `interwiki`: the first prefix to another wiki, in lower case, without its colon. `namespace`:
    the canonical English name. `title`: the page, its namespace prefix included, as the source
    writes it but for spaces; `""` for a fragment of the same page and for the main page of another
    wiki. `fragment`: the text after the first `#`.

    >>> from wikiparse.sites import split_title
    >>> title = split_title("fr:Aide:Moulin#Roue", "en")
    >>> title.interwiki, title.namespace, title.title, title.fragment
    ('fr', 'Help', 'Aide:Moulin', 'Roue')
    """

    interwiki: str
    """The prefix to another wiki, in lower case."""
    namespace: str
    """The canonical English name of the namespace."""
    title: str
    """The title with its namespace."""
    fragment: str
    """The text after `#`."""


def split_title(target: str, lang: Wiki) -> Title:
    """The parts of `target`, a link target with percent signs decoded, on the Wikipedia in `lang`,
    on any (None), or on a site (its `prefixes.vocabulary_of`).

        target = ":"? (interwiki ":" ":"?)? (namespace ":")? page ("#" fragment)?

    Underscores become spaces, runs of white space one space, and none is left at the ends. A prefix
    counts only if the site knows it: `Re:Zero` is a title. Only one interwiki is taken off
    (`w:de:X` is `de:X` on `w`), and a namespace needs a page after it (`Category:` alone is a title
    of no namespace). After the prefix of another Wikipedia that wiki's names count, not those of
    `lang`. Order and colons are those of MediaWiki's `MediaWikiTitleCodec::splitTitleString`.

    >>> from wikiparse.sites import split_title
    >>> split_title("Kategorie:Mühle", "de")
    Title(interwiki='', namespace='Category', title='Kategorie:Mühle', fragment='')
    """
    page, fragment = target, ""
    if "#" in target:
        page, _, fragment = target.partition("#")
        fragment = " ".join(fragment.replace("_", " ").split())
    # Most titles are as they should be, which is quick to see: a space is the only white space that
    # is printable.
    if "_" in page or "  " in page or not page.isprintable():
        page = " ".join(page.replace("_", " ").split())
    else:
        page = page.strip(" ")
    # Most titles have no colon, and then no prefix is looked up. `tuple.__new__` is `Title(…)`
    # without a call of Python.
    if ":" in page:
        return _with_prefixes(page, fragment, lang)
    return _new(Title, ("", "", page, fragment))


def _with_prefixes(page: str, fragment: str, lang: Wiki) -> Title:
    # The initial colon says that the link is only a link; it is not part of the title.
    page = page.removeprefix(":").lstrip()
    interwiki = ""
    names = names_of(lang)
    prefix, colon, rest = page.partition(":")
    key = fold(prefix)
    if colon and key not in names and key in interwikis_of(lang):
        # `de:Kategorie:A` on the English Wikipedia: the second prefix is a German one.
        interwiki, names = key, _names_behind(key, lang)
        # `w::Category:A`: a colon after the interwiki prefix is one more initial colon.
        page = rest.lstrip().removeprefix(":").lstrip()
        prefix, colon, rest = page.partition(":")
        key = fold(prefix)
    namespace = names.get(key, "") if colon and rest.strip() else ""
    return Title(interwiki, namespace, page, fragment)


def _names_behind(interwiki: str, lang: Wiki) -> Mapping[str, str]:
    """The names of namespaces on the wiki that a prefix leads to.

    A sister project is taken to speak the page's language.
    """
    if interwiki not in language_prefixes():
        return names_of(lang.lang if isinstance(lang, Vocabulary) else lang)
    return english_names() if resolve_language(interwiki) is None else names_of(interwiki)
