"""Language tags, and the Wikipedias they mean."""

from __future__ import annotations

from functools import cache
from typing import Final

from wikiparse.text_cache import text_cache

SYNONYMS: Final[dict[str, str]] = {
    "be-tarask": "be-x-old",
    "bho": "bh",
    "cmn": "zh",
    "cz": "cs",
    "dk": "da",
    "egl": "eml",
    "epo": "eo",
    "gsw": "als",
    "jp": "ja",
    "lzh": "zh-classical",
    "minnan": "zh-min-nan",
    "nan": "zh-min-nan",
    "nb": "no",
    "rup": "roa-rup",
    "sgs": "bat-smg",
    "vro": "fiu-vro",
    "yue": "zh-yue",
    "zh-cn": "zh",
    "zh-tw": "zh",
}
"""Other codes of the same wikis: Wikimedia's renamed ones and those its sites redirect."""

_OTHER_WIKIPEDIAS = """
    aa ann anp bbc bdr bew btm cho dga dtp fon gpe guc gur ho hz iba igl ii
    kge kj knc kr kus lrc mh mo mus ng nr nup
    rki rsk syl tdd tig tly zgh
"""

OTHER_WIKIPEDIAS: Final[frozenset[str]] = frozenset(_OTHER_WIKIPEDIAS.split())
"""Wikipedias that the table lacks: closed ones and those founded after it was made.

They are prefixes, but their names are not known. `fat`, `mos` and `shy` are not among them: they
are words, and `MOS:` is a shortcut of the English Wikipedia. """


def resolve_language(tag: str | None) -> str | None:
    """The code of the Wikipedia whose names a language tag calls for, in lower case, or None if
    there is none.

    A known tag stands for itself (`ZH` -> `zh`), another code of a known wiki for that wiki (`yue`
    -> `zh-yue`). Otherwise subtags go from the right until something is known (`pt-BR` -> `pt`,
    `zh_Hant` -> `zh`): the lookup of RFC 4647, section 3.4.

    >>> from wikiparse.sites import resolve_language
    >>> resolve_language("pt-BR"), resolve_language("yue"), resolve_language("klingon")
    ('pt', 'zh-yue', None)
    """
    return None if tag is None else _resolve(tag)


@cache
def language_prefixes() -> frozenset[str]:
    """Every code that is a prefix to another Wikipedia, in lower case."""
    from wikiparse.sites._table import LANGUAGES

    return OTHER_WIKIPEDIAS.union(LANGUAGES, SYNONYMS)


def is_language(prefix: str) -> bool:
    """Whether an interwiki prefix, in lower case, leads to a Wikipedia in another language.

    >>> from wikiparse.sites import is_language
    >>> is_language("fr"), is_language("wiktionary")
    (True, False)
    """
    return prefix in language_prefixes()


@text_cache(512)
def _resolve(tag: str) -> str | None:
    from wikiparse.sites._table import LANGUAGES

    subtags = tag.strip().lower().replace("_", "-").split("-")
    # No code has more than three subtags, and a tag may be any text.
    # The longest first: `zh-min-nan` before `zh`.
    for length in range(min(len(subtags), 3), 0, -1):
        code = "-".join(subtags[:length])
        if (known := SYNONYMS.get(code, code)) in LANGUAGES:
            return known
    return None


IN_SEVERAL_SCRIPTS: Final[frozenset[str]] = frozenset(
    "ban crh gan iu kk ku mni sh shi sr tg tly uz wuu zgh zh zh-yue zh-classical".split()
)
"""Wikis that show a page in several scripts or variants; only there is `-{…}-` markup (MediaWiki:
`LanguageConverter`)."""


def has_variants(lang: str | None) -> bool:
    """Whether the wiki of a language knows language variants; for an unknown language it may."""
    code = resolve_language(lang)
    return code is None or code in IN_SEVERAL_SCRIPTS
