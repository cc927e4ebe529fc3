"""Which month, and which season, does a word mean?

The names of the months (`_months.py`, see `NOTICE.md`) are loaded by the first call that needs
them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from wikiparse.sites.languages import resolve_language
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from collections.abc import Mapping

FURTHER: Final = {
    "en": {"sept": 9},
    "de": {"jänner": 1, "feber": 2},
    "pl": {"styczen": 1},
    "ar": {
        "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8, "أيلول": 9,
        "ابريل": 4, "اغسطس": 8, "اكتوبر": 10, "جانفي": 1, "فيفري": 2, "أفريل": 4, "جوان": 6,
        "جويلية": 7, "أوت": 8, "غشت": 8,
    },
    "fa": {"می": 5, "مه": 5, "جولای": 7, "آگوست": 8, "اوت": 8, "آوریل": 4, "اکتبر": 10},
    "mk": {"септември": 9},
    "sh": {"lipnja": 6},
}  # fmt: skip
"""Names that CLDR does not have: other spellings, and the months of another region."""

SEASONS: Final = {
    1: "spring frühjahr frühling printemps primavera lente voorjaar wiosna våren vår весна forår"
    " foråret kevät jaro jar tavasz bahar ربيع بهار אביב 春 春季 春号 봄 пролет proljeće",
    2: "summer sommer été verano estate verão zomer lato sommaren sommar лето sommeren estiu"
    " kesä léto leto nyár yaz صيف تابستان קיץ 夏 夏季 夏号 여름 літо лято",
    3: "autumn fall herbst automne otoño autunno outono herfst najaar jesień hösten höst осень"
    " efterår høst høsten tardor syksy podzim jeseň ősz sonbahar güz خريف پاییز סתיו 秋 秋季"
    " 秋号 가을 осінь есен",
    4: "winter hiver invierno inverno zima vintern vinter зима vinteren hivern talvi tél kış"
    " شتاء زمستان חורף 冬 冬季 冬号 겨울",
}  # fmt: skip
"""The seasons from spring on, in the large languages. Bare `été` and `fall` mean other things in
their languages too: a season is only asked for in a date."""


@text_cache(4096)
def month_of(word: str, lang: str | None = None) -> int | None:
    """The number of the month that a word names; None for any other word.

    The language counts first, then English, then every language if they agree: `listopad` is
    November in Polish and October in Croatian.
    """
    folded = word.lower().strip(".").removeprefix("d'").removeprefix("d’")
    code = resolve_language(lang)
    for known in (code, "en"):
        if known is not None and (month := _months(known).get(folded)):
            return month
    # Hebrew writes "in" as a letter before the name.
    if folded.startswith("ב") and (month := _months("he").get(folded[1:])):
        return month
    return _all_months().get(folded)


def season_of(word: str) -> int | None:
    """The number of a season, spring is 1; None for any other word."""
    return _seasons().get(word.lower())


@cache
def _seasons() -> Mapping[str, int]:
    return {name: n for n, names in SEASONS.items() for name in names.split()}


@cache
def _months(code: str) -> Mapping[str, int]:
    from wikiparse.sites._months import MONTHS  # slow, and seldom needed

    line = MONTHS.get(code, "")
    found = {
        name.replace("_", " "): number
        for number, names in enumerate(line.split(), 1)
        for name in names.split("|")
    }
    return {**found, **FURTHER.get(code, {})}


@cache
def _all_months() -> Mapping[str, int]:
    """The names that mean the same month wherever they are known."""
    from wikiparse.sites._months import MONTHS  # slow, and seldom needed

    found: dict[str, int] = {}
    for code in (*MONTHS, *FURTHER):
        for name, number in _months(code).items():
            # 0: two months.
            found[name] = number if found.get(name, number) == number else 0
    return {name: number for name, number in found.items() if number}
