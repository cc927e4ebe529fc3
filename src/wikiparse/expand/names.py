"""Names before the first pipe of a call, in the spellings of the wiki's language."""

from __future__ import annotations

from functools import cache
from typing import Final

from wikiparse.mediawiki import VARIABLES
from wikiparse.sites.magic_words import function_of
from wikiparse.sites.words import is_caseless, mediawiki_code, names_by_word, words_of

function_id = function_of
spellings = words_of

PREFIXES: Final = ("subst", "safesubst", "msgnw", "msg", "raw")
"""Prefixes of the name of a template that say how it is read, in the order of the attempts."""


@cache
def _variables(code: str | None) -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    caseless: dict[str, str] = {}
    for word, name in names_by_word(("!", "=", *VARIABLES), code).items():
        if is_caseless(name):
            caseless[word.lower()] = name
        else:
            exact[word] = name
    return exact, caseless


def variable_id(name: str, lang: str | None) -> str:
    """MediaWiki's identifier of the variable of a name; "" for another name."""
    exact, caseless = _variables(mediawiki_code(lang))
    return exact.get(name) or caseless.get(name.lower(), "")


@cache
def _prefixes(code: str | None) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """The first letters of the prefixes, and the prefixes with their names."""
    found = tuple(
        (word.lower(), name)
        for name in PREFIXES
        for word in sorted(spellings(name, code), key=len, reverse=True)
        if word.endswith(":")
    )
    return frozenset([word[0] for word, _ in found]), found


def without_prefixes(name: str, lang: str | None) -> tuple[str, str]:
    """A name without `safesubst:`, `msg:` and `raw:`; and "subst" or "msgnw" where it has that."""
    kind, lower = "", name.lower()
    letters, prefixes = _prefixes(mediawiki_code(lang))
    if lower[:1] not in letters:
        return kind, name
    for word, prefix in prefixes:
        if lower.startswith(word):
            name = name[len(word) :].lstrip()
            lower = name.lower()
            if prefix in ("subst", "msgnw"):
                kind = prefix
    return kind, name
