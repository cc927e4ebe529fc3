"""Magic words by language: behavior switches, variables, parser functions, redirects.

A wiki knows the words of its own language, among them those of the languages that this one falls
back on, and the English ones. Where the language is not known, the words of all languages count,
but for those of one or two letters in a script with letter case (`__T__`, `__IO__`): they are more
often something else.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.mediawiki import (
    EXTENSION_SWITCHES,
    EXTENSION_VARIABLES,
    FUNCTIONS,
    HASH_FUNCTIONS,
    SWITCHES,
    VARIABLES,
)
from wikiparse.sites.words import is_caseless, mediawiki_code, words_of
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from collections.abc import Iterable

SWITCH = re.compile(r"__(?!_)((?:(?!__)\S){1,60})__")
"""A candidate for a behavior switch. Letters are no criterion: the vowel signs of Indic scripts and
the joiners of Persian are none. No switch has more than 40 code points."""


class MagicWords(NamedTuple):
    """The words of one kind on a wiki: those whose letter case does not matter, in lower case, and
    those that count as they are.
    """

    caseless: frozenset[str]
    exact: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether a word is one of them."""
        return word in self.exact or word.lower() in self.caseless


def match_switch(text: str, start: int, end: int, lang: str | None) -> re.Match[str] | None:
    """The behavior switch that begins at `start`, such as `__NOTOC__`; its name is group 1.

    MediaWiki's list is closed: `__FILE__` is text (`Parser::doDoubleUnderscore`).
    """
    match = SWITCH.match(text, start, end)
    # The pattern finds candidates, the list decides: it has hundreds of words by language.
    return match if match is not None and is_switch(match[1], lang) else None


def is_switch(name: str, lang: str | None) -> bool:
    """Whether a name, without its underscores, is that of a behavior switch."""
    return _switches_of(mediawiki_code(lang)).has(name)


def is_variable(name: str, lang: str | None) -> bool:
    """Whether a template without arguments is a variable, such as `{{PAGENAME}}`.

    The list is closed: `{{USA}}` is a template (`Parser::braceSubstitution`).
    """
    return _variables_of(mediawiki_code(lang)).has(name)


@text_cache(1024)
def function_of(name: str, lang: str | None) -> str:
    """MediaWiki's identifier of the parser function that a name before a colon calls, as in
    `{{DEFAULTSORT:…}}` or `{{#if:…}}`; "" for one that it does not know
    (`Parser::callParserFunction`).
    """
    exact, caseless = _functions_of(mediawiki_code(lang))
    return exact.get(name) or caseless.get(name.lower(), "")


@cache
def _functions_of(code: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """Spelling to identifier, of the functions whose letter case matters and of the others."""
    exact: dict[str, str] = {}
    caseless: dict[str, str] = {}
    for names, sign in ((FUNCTIONS, ""), (HASH_FUNCTIONS, "#")):
        for name in names:
            found = caseless if is_caseless(name) else exact
            for word in words_of(name, code):
                word = sign + word.removesuffix(":")  # noqa: PLW2901
                # MediaWiki: `Parser::setFunctionHook` with `SFH_NO_HASH`; of two with one spelling
                # the first counts.
                found.setdefault(word.lower() if found is caseless else word, name)
    return exact, caseless


def is_redirect(word: str) -> bool:
    """Whether a word, without its `#`, makes a page a redirect on the wiki of any language.

    Old pandoc made a list item of the `#`, and a page rarely knows its language.
    """
    return word.lower() in _redirect_words()


@cache
def _redirect_words() -> frozenset[str]:
    return frozenset(word.lower().lstrip("#") for word in words_of("redirect", None))


@cache
def _variables_of(code: str | None) -> MagicWords:
    found = _words_of(VARIABLES, code)
    return MagicWords(found.caseless, found.exact | EXTENSION_VARIABLES)


@cache
def _switches_of(code: str | None) -> MagicWords:
    # Some languages have slips such as `_HIDDENCAT_`; and full-width lines, in Japanese, have a
    # twin of underscores.
    found = _words_of(SWITCHES, code)
    caseless, exact = [
        {
            match[1]
            for word in words
            if (match := SWITCH.fullmatch(word)) is not None and (code or _is_long(match[1]))
        }
        for words in found
    ]
    return MagicWords(frozenset(caseless), frozenset(exact | EXTENSION_SWITCHES))


def _words_of(names: Iterable[str], code: str | None) -> MagicWords:
    """The spellings of some magic words in a language; in all languages for None."""
    caseless: set[str] = set()
    exact: set[str] = set()
    for name in names:
        if is_caseless(name):
            caseless.update(map(str.lower, words_of(name, code)))
        else:
            exact |= words_of(name, code)
    return MagicWords(frozenset(caseless), frozenset(exact))


def _is_long(word: str) -> bool:
    # Chinese characters have no case: two of them are a word.
    return len(word) > 2 or word.lower() == word.upper()
