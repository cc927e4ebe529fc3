"""The spellings of MediaWiki's magic words in each language, and the fallbacks of variants.

The table (`_words.py`, see `NOTICE.md`) is loaded by the first call that needs it. An identifier is
MediaWiki's: `img_thumbnail`, `defaultsort`, `notoc`, `redirect`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from wikiparse.sites.languages import resolve_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CODES: Final[dict[str, str]] = {
    "als": "gsw",
    "bat-smg": "sgs",
    "be-x-old": "be-tarask",
    "bh": "bh",
    "fiu-vro": "vro",
    "no": "nb",
    "roa-rup": "rup",
    "simple": "en",
    "zh-classical": "lzh",
    "zh-min-nan": "nan",
    "zh-yue": "yue",
}
"""Wikipedias whose code is not that of MediaWiki's language."""


@lru_cache(maxsize=512)
def mediawiki_code(lang: str | None) -> str | None:
    """MediaWiki's code for a language tag; None where it is not known. English where the wiki is
    known and its language is not.
    """
    from wikiparse.sites._words import LANGUAGES  # slow, and seldom needed

    code = resolve_language(lang)
    if code is None:
        return None
    code = CODES.get(code, code)
    return code if code in LANGUAGES else "en"


def words_of(name: str, lang: str | None) -> frozenset[str]:
    """The spellings of a magic word on the wiki of a language, the English ones among them; for a
    language that is not known those of every language. `$1` stands for a value.
    """
    return _words(mediawiki_code(lang)).get(name, frozenset())


def names_by_word(names: Iterable[str], lang: str | None) -> dict[str, str]:
    """Spelling to identifier, for some magic words; of a spelling with several the first."""
    words = _words(mediawiki_code(lang))
    return {word: name for name in reversed([*names]) for word in words.get(name, ())}


def is_caseless(name: str) -> bool:
    """Whether the letter case of a magic word does not matter."""
    from wikiparse.sites._words import CASELESS  # slow, and seldom needed

    return name in CASELESS


@cache
def _words(code: str | None) -> Mapping[str, frozenset[str]]:
    """Identifier to spellings, in one language or in all."""
    from wikiparse.sites._words import ENGLISH, GROUPS, IDS  # slow

    found: dict[str, set[str]] = {}
    for codes, lines in (("", ENGLISH), *GROUPS):
        if codes and code is not None and code not in codes.split():
            continue
        for line in lines.split("\n"):
            number, *spellings = line.split("\t")
            found.setdefault(IDS[int(number)], set()).update(spellings)
    return {name: frozenset(spellings) for name, spellings in found.items()}


@cache
def variant_tags(lang: str | None) -> frozenset[str]:
    """The tags of the variants of a language, none where they are not known; those of every
    language where that is not known.
    """
    chains = _variants()
    base = None if lang is None else resolve_language(lang)
    if base is not None:
        base = mediawiki_code(base)
    return frozenset([tag for tag, (code, _) in chains.items() if base is None or code == base])


@cache
def _variants() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Tag of a variant to the code of its language and the tags to try instead."""
    from wikiparse.sites._words import VARIANTS  # slow, and seldom needed

    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for code, line in VARIANTS.items():
        for entry in line.split(";"):
            name, _, chain = entry.partition("=")
            found[name] = (code, tuple(chain.split()))
    return found


@cache
def variant_fallbacks(tag: str) -> tuple[str, ...]:
    """The tags to try for a variant of a language (`zh-tw`), itself first; the tag alone for a
    language that has no variants.
    """
    tag = tag.lower().replace("_", "-")
    return (tag, *_variants().get(tag, ("", ()))[1])
