"""Which letters around a link belong to it: `[[bus]]es` shows "buses" on every wiki, `ل[[ألمانيا]]`
"لألمانيا" on the Arabic one.
"""

from __future__ import annotations

from functools import cache

from wikiparse.sites.words import mediawiki_code


@cache
def trail_pattern(lang: str | None) -> str:
    """A pattern of the letters after a link that belong to it; it matches nothing where there are
    none (MediaWiki: `Language::linkTrail`).

    For a language that is not known they are the English ones.
    """
    from wikiparse.sites._words import TRAILS  # slow, and seldom needed

    return TRAILS.get(mediawiki_code(lang) or "en", "[a-z]*+")


@cache
def prefix_letters(lang: str | None) -> str:
    """The letters before a link that belong to it, as the inside of a set of `re`; "" where there
    are none (MediaWiki: `Language::linkPrefixCharset`).
    """
    from wikiparse.sites._words import PREFIXES  # slow, and seldom needed

    return PREFIXES.get(mediawiki_code(lang) or "en", "")
