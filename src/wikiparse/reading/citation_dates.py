"""Dates as people write them, as those of CSL-JSON.

    2010-05-03 · 3 May 2010 · May 3, 2010 · 3. März 2009 · 5 mai 2010 · 2010年5月3日 · Mai 2010 ·
    c. 1900 · Spring 1960 · 12–15 February 2007 · 1914–1918 · 27/9/2007

A date of which a word is not understood is kept as text: `{"literal": …}`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, Final, NamedTuple

from wikiparse.nodes.base import with_single_spaces
from wikiparse.sites.months import month_of, season_of

LONGEST: Final = 120
"""Characters of a text that may be a date."""
YEARS: Final = range(1000, 2101)
SHORT_YEARS: Final = range(100, 1000)
"""Years of three digits count only where nothing else is there but the year."""

ISO: Final = re.compile(
    #  2010     /05          /03        T06:16Z  or -05
    r"(\d{4})(?:[-‐‑–/ ](\d{1,2})[-‐‑–/ ](\d{1,2})(?:[t ]\d{1,2}:?\d{2}[\d:.z+]*)?|-(\d{1,2}))?"
)
DIGITS: Final = re.compile(r"([12]\d{3})(\d{2})(\d{2})")
CJK: Final = re.compile(
    #  2010       年               5         月               3        日
    r"(\d{4}) ?(?:年|년)(?:度)?(?: ?(\d{1,2}) ?(?:月|월)(?: ?(\d{1,2}) ?(?:日|일|号|號)?)?)? ?"
    r"(?:[(（][日月火水木金土一二三四五六월화수목금토일][)）])?"
)
MONTH_FIRST: Final = re.compile(r"(\d{1,2})[./](\d{4})")
NUMBERS: Final = re.compile(r"(\d{1,2})\.?([./-])\s?(\d{1,2})\.?([./-])\s?(\d{4})")
YEAR_FIRST: Final = re.compile(r"(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})\.?")
VIETNAMESE: Final = re.compile(r"(?:ngày )?(?:(\d{1,2}) )?tháng (\d{1,2})(?: năm|,)? ?(\d{4})")
CLOCK: Final = re.compile(r"[, ]\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:am|pm|a\.m\.|p\.m\.|utc|gmt))?")
TOKEN: Final = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*|[-‐‑–—/]|[^\s,.()]")
HYPHENATED: Final = re.compile(r"(?<=\d)-(?=[^\W\d])|(?<=[^\W\d])-(?=\d)")
"""The hyphens of 6-fevral 2019 and 3-May-2010."""
RANGE: Final = frozenset("-‐‑–—/")
CIRCA: Final = frozenset(
    "c ca circa um vers etwa около ок hacia c. omstreeks około cca kolem noin około".split()
)
ORDINAL: Final = frozenset("st nd rd th er re º ª ème e an a de ma".split())
SKIPPED: Final = frozenset(
    "de del of the di d da la le el il den des du em en i m g г р год года року рік հ թ gada maja"
    " yil y anno año ano any année jahr year ж metų mėn eko ko".split()
)
"""Tokens of a date that say nothing: prepositions, and "year"."""
DAYS: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun montag"
    " dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi"
    " samedi dimanche lunes martes miércoles jueves viernes sábado domingo".split()
)
SOLAR: Final = frozenset(("fa", "azb", "ckb", "mzn", "glk", "lrc", "ps"))
"""Languages whose years may be those of the Solar Hijri calendar, 621 less."""


class Date(NamedTuple):
    """A day, a month or a year; 0 is a part that is not known."""

    year: int
    month: int = 0
    day: int = 0

    def parts(self) -> list[int]:
        """As CSL-JSON has it."""
        return [number for number in self if number]


def date_of(text: str, lang: str | None = None) -> dict[str, Any]:
    """The date of a text as CSL-JSON: `date-parts`, perhaps `season` or `circa`; `literal` where it
    is not understood, {} of an empty text.
    """
    if len(text) > LONGEST and len(text := with_single_spaces(text)) > LONGEST:
        return {"literal": text}
    found = _remembered(text, lang)
    # A copy of the remembered date: whoever gets an item of CSL-JSON may change it.
    if (days := found.get("date-parts")) is None:
        return found.copy()
    if len(days) == len(found) == 1:
        return {"date-parts": [days[0].copy()]}
    return {**found, "date-parts": [list(parts) for parts in days]}


def has_year(date: dict[str, Any]) -> bool:
    """Whether a date was understood."""
    return "date-parts" in date


@lru_cache(maxsize=1024)
def _remembered(text: str, lang: str | None) -> dict[str, Any]:
    """The date of a text that is not too long, not to be changed."""
    text = with_single_spaces(text)
    if not text:
        return {}
    found = _read(text, lang)
    return {"literal": text} if found is None else found


def _read(text: str, lang: str | None) -> dict[str, Any] | None:
    text = _plain(text)
    base = (lang or "").partition("-")[0]
    whole = _one(text, base or None)
    if whole is not None:
        if base in SOLAR and whole["date-parts"][0][0] < 1500:
            return None
        return whole
    found = _two(text, base or None)
    if found is None and HYPHENATED.search(text):
        found = _one(HYPHENATED.sub(" ", text), base or None)
    return found


def _plain(text: str) -> str:
    """ASCII digits and small letters; the clock and brackets around all of it are gone."""
    if not text.isascii():
        text = "".join(
            [
                str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c
                for c in text
                # U+200E and its kin say only in which direction the text runs.
                if unicodedata.category(c) != "Cf"
            ]
        )
    text = CLOCK.sub("", text.lower()).strip(" .,;")
    if text[:1] in "([" and text[-1:] in ")]":
        text = text[1:-1].strip()
    return text


def _one(text: str, lang: str | None) -> dict[str, Any] | None:
    """The date of a text that names one, or one month of one year."""
    for pattern in (ISO, YEAR_FIRST, CJK, DIGITS):
        if match := pattern.fullmatch(text):
            return _dated(*[int(n) for n in match.groups() if n])
    if match := VIETNAMESE.fullmatch(text):
        return _dated(int(match[3]), int(match[2]), int(match[1] or 0))
    if match := MONTH_FIRST.fullmatch(text):
        return _dated(int(match[2]), int(match[1]))
    if match := NUMBERS.fullmatch(text):
        return _by_numbers(int(match[1]), int(match[3]), int(match[5]), match[2], lang)
    return _by_tokens(TOKEN.findall(text), lang)


def _by_numbers(
    first: int, second: int, year: int, separator: str, lang: str | None
) -> dict[str, Any] | None:
    """Day, month and year as numbers: in English, and in an unknown language, only where one of
    them can be no month.
    """
    if separator != "." and lang in (None, "en", "simple") and first != second:
        if second > 12 >= first:  # months
            return _dated(year, first, second)
        if first <= 12:
            return None
    return _dated(year, second, first)


def _by_tokens(tokens: list[str], lang: str | None) -> dict[str, Any] | None:
    """A date of numbers and the name of a month or season."""
    numbers: list[int] = []
    month = season = 0
    circa = False
    before = ""
    for token in tokens:
        if token.isdecimal():
            if len(token) > len("2010"):
                return None
            numbers.append(int(token))
        elif (found := month_of(token, lang)) and not month and token not in DAYS:
            month = found
        elif (found := season_of(token)) and not season and not month:
            season = found
        elif token in CIRCA and not numbers:
            circa = True
        elif before.isdecimal() and len(before) <= len("31") and token in ORDINAL:
            pass
        elif before.isdecimal() and len(before) == len("2010") and token in "abcdefg":
            pass  # 2007a
        elif token == "-" and lang == "he":
            pass
        elif token not in SKIPPED and token not in DAYS:
            return None
        before = token
    date = _ordered(numbers, month)
    if date is None or (season and (month or len(numbers) != 1)):
        return None
    if season:
        date["season"] = season
    if circa:
        date["circa"] = True
    return date


def _ordered(numbers: list[int], month: int) -> dict[str, Any] | None:
    """Day and year by their size: the year is the one that can be no day."""
    if len(numbers) == 1:
        (year,) = numbers
        if year in YEARS or (year in SHORT_YEARS and not month):
            return _dated(year, month)
        return None
    if len(numbers) == 2 and month:  # day and year
        day, year = numbers if numbers[0] < numbers[1] else numbers[::-1]
        return _dated(year, month, day)
    return None


def _dated(year: int, month: int = 0, day: int = 0) -> dict[str, Any] | None:
    """A date that can be; None of 31 April and the year 3000."""
    longest = 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    if month > 12 or day > longest or (day and not month):
        return None
    if year not in YEARS and (month or year not in SHORT_YEARS):
        return None
    return {"date-parts": [Date(year, month, day).parts()]}


def _two(text: str, lang: str | None) -> dict[str, Any] | None:
    """The first and last day, month or year of a text that names both."""
    tokens = TOKEN.findall(text)
    dashes = [index for index, token in enumerate(tokens) if token in RANGE]
    if len(dashes) != 1:
        return None
    (dash,) = dashes
    first, second = tokens[:dash], tokens[dash + 1 :]
    last = _by_tokens(second, lang)
    if last is None:
        return _within_one(first, second, lang)
    if last.keys() - {"date-parts"}:
        return None
    (end,) = last["date-parts"]
    # "12–15 February 2007", "March–April 2005", "1914–1918": the second one says
    # the parts that the first one lacks.
    for missing in ([], [str(end[0])], [*second[1:]]):
        start = _by_tokens([*first, *missing], lang)
        if start is not None and "date-parts" in start and start["date-parts"][0] <= end:
            made = {"date-parts": [*start["date-parts"], end]}
            return {**made, "circa": True} if start.get("circa") else made
    return None


def _within_one(first: list[str], second: list[str], lang: str | None) -> dict[str, Any] | None:
    """February 12–15, 2007; 1998–99; Winter 2003/04."""
    start = _by_tokens(first, lang)
    if start is not None and len(second) == 1 and second[0].isdecimal():
        (begin,) = start["date-parts"]
        year = begin[0] // 100 * 100 + int(second[0])
        if len(begin) == 1 and len(second[0]) == len("99") and begin[0] < year <= begin[0] + 20:
            if "season" in start:
                return start
            return {"date-parts": [begin, [year]]}
    if len(first) == 2 and len(second) == 2 and month_of(first[0], lang):
        begun = _by_tokens([*first, second[1]], lang)
        ended = _by_tokens([first[0], *second], lang)
        if begun is not None and ended is not None:
            return {"date-parts": [*begun["date-parts"], *ended["date-parts"]]}
    return None
