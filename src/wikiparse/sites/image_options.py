"""The options of images: the meaning of each part of `[[File:A.jpg|thumb|200px|A caption]]`.

MediaWiki takes the spellings of the wiki's language and the English ones, letter case and all, and
shows every other part as a caption (`Parser::makeImage`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from wikiparse.sites.words import mediawiki_code, words_of

NAMES: Final = (
    "thumbnail manualthumb framed frameless border upright link alt class left right center none "
    "baseline sub super top text_top middle bottom text_bottom width page lang"
).split()
"""MediaWiki's identifiers of options, without `img_`, in the order in which it tries them."""

FRAMED: Final = frozenset(("thumbnail", "manualthumb", "framed"))
"""Options of an image whose caption is shown below it."""

FORMATS: Final = FRAMED | {"frameless"}
"""Those of which the first counts (MediaWiki: `Parser::makeImage`)."""

BLOCK_OPTIONS: Final = FRAMED | {"left", "right", "center", "none"}
"""Those that make a block of it."""

VIDEO: Final = frozenset("start end starttime endtime thumbtime".split())
"""Options of audio and video with a value, the same in every language (TimedMediaHandler)."""

# MediaWiki: `Parser::parseWidthParam`: `200`, `200x100`, `x100`, and `px` once more (`200pxpx`).
SIZE: Final = re.compile(r"(?=x?\d)\d*+(?:x\d*+)?\s*+(?:px)?\s*+")
NUMBER: Final = re.compile(r"\s*+[+-]?+(?:\d++\.?+\d*+|\.\d++)\s*+")
LONGEST: Final = 100
"""Code points of the longest option that is not found by the name before its `=`."""


class ImageOption(NamedTuple):
    """An option: MediaWiki's identifier without `img_`, the name and the value as they are written.

    Without a value it is "", and a size (`200px`) is all name.
    """

    kind: str
    name: str
    value: str


def sole_option_of(part: str, lang: str | None) -> ImageOption | None:
    """The option that the only part of an image is.

    Without a language a word such as `cap` (Catalan for `none`) is rather a caption; only formats,
    such as `mini`, often stand alone.
    """
    option = option_of(part, lang)
    if option is None or lang is not None or option.value or option.kind in {*FORMATS, "width"}:
        return option
    return option_of(part, "en")


class _Words(NamedTuple):
    plain: dict[str, str]
    """Spellings without a value, such as `thumb`."""
    named: dict[str, str]
    """The names of `alt=$1`."""
    around: tuple[tuple[str, str, str], ...]
    """The text before and after a number, and the kind: `upright 1.2`, `200px`, `第2頁`."""
    firsts: frozenset[str]
    """The characters with which a part may begin that has a number; a digit is `0`."""
    lasts: frozenset[str]
    """Those with which it may end."""


def option_of(part: str, lang: str | None) -> ImageOption | None:
    """The option that a part of an image is on the wiki of a language; None for a caption.

    Without a language the spellings of all languages count.
    """
    words = _words_on(lang)
    part = part.strip()
    # The commonest first: `thumb`, `left`. Then names with a value, and numbers between other text.
    if (kind := words.plain.get(part)) is not None:
        return ImageOption(kind, part, "")
    if "=" in part:
        name, equals, value = part.partition("=")
        kind = words.named.get(name + equals)
        if kind is None and name in VIDEO:
            kind = "time"
        # `upright=1.2`; with anything that is no number the part is a caption.
        if kind is not None and (kind != "upright" or NUMBER.fullmatch(value)):
            return ImageOption(kind, name.strip(), value.strip())
    # A long caption is not tried with each spelling of each language.
    if not part or len(part) > LONGEST:
        return None
    # Nor is any other: its ends say which spellings there may be, for most captions none.
    first = "0" if part[0].isdecimal() else part[0]
    last = "0" if part[-1].isdecimal() else part[-1]
    if first not in words.firsts or last not in words.lasts:
        return None
    for before, after, kind in _between(lang, first, last):
        if part.startswith(before) and part.endswith(after):
            start, end = len(before), len(part) - len(after)
            number = SIZE if kind == "width" else NUMBER
            if number.fullmatch(part, start, end):
                is_size = kind == "width"
                name = part if is_size else f"{before} {after}".strip(" _")
                return ImageOption(kind, name, "" if is_size else part[start:end].strip())
    return None


@lru_cache(maxsize=4096)
def _between(lang: str | None, first: str, last: str) -> tuple[tuple[str, str, str], ...]:
    """The spellings around a number that a part with these ends may have."""
    return tuple(
        (before, after, kind)
        for before, after, kind in _words_on(lang).around
        if before[:1] in ("", first) and after[-1:] in ("", last)
    )


@lru_cache(maxsize=512)
def _words_on(lang: str | None) -> _Words:
    """The spellings on the wiki of a language tag; any text may be one."""
    return _words(mediawiki_code(lang))


@cache
def _words(code: str | None) -> _Words:
    plain: dict[str, str] = {}
    named: dict[str, str] = {}
    around: list[tuple[str, str, str]] = []
    for name in NAMES:
        # Sorted: sets of strings have another order in each process, and `setdefault` takes the
        # first.
        for word in sorted(words_of(f"img_{name}", code)):
            before, dollar, after = word.partition("$1")
            if not dollar:
                plain.setdefault(word, name)
            elif before.endswith("="):
                named.setdefault(before, name)
            else:
                around.append((before, after, name))
    firsts = {before[:1] for before, _, _ in around}
    lasts = {after[-1:] for _, after, _ in around}
    return _Words(
        plain,
        named,
        tuple(around),
        # With nothing before or after it, a number is at the end: `200px`, `x100`, `+.5`, `1.`.
        frozenset({*firsts, *"0-+.x"} if "" in firsts else firsts),
        frozenset({*lasts, *"0.x"} if "" in lasts else lasts),
    )
