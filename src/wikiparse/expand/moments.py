"""Dates of a given moment: `{{#time: format | date}}` and `{{CURRENTYEAR}}`
(MediaWiki: `Language::sprintfDate`).

No clock is read. Dates are read in the forms that templates use; another one is not known here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
DAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

INVALID: Final = '<strong class="error">Error: Invalid time.</strong>'

_CODE: Final = re.compile(r'x[nNrhgjtmikeoxR]|x[a-z]|\\.|"[^"]*"|.', re.S)

_UNIT: Final = r"(sec(?:ond)?|min(?:ute)?|hour|day|week|fortnight|month|year)s?"
_RELATIVE: Final = re.compile(rf"\s*+([+-]?)\s*+(\d{{1,6}})\s*+{_UNIT}(\s++ago)?", re.I)
_MONTH: Final = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
_CLOCK: Final = r"(?:[T ,]*+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*+(?:Z|UTC|GMT)?)?"

# Year, month, day; each with a clock after it.
_FORMS: Final = tuple(
    re.compile(rf"{date}{_CLOCK}", re.I)
    for date in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
        r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})",
        r"(?P<y>\d{4})-(?P<m>\d{2})",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ .-]+(?P<m>{_MONTH})\.?[ ,-]+(?P<y>\d{{4}})",
        rf"(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? +(?P<y>\d{{4}})",
        rf"(?P<m>{_MONTH}),? (?P<y>\d{{4}})",
        rf"(?P<y>\d{{4}}) (?P<m>{_MONTH})(?: (?P<d>\d{{1,2}}))?",
        rf"(?P<d>\d{{1,2}}) (?P<m>{_MONTH})",
        rf"(?P<m>{_MONTH}) (?P<d>\d{{1,2}})",
        r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})",
    )
)
_STAMP: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?")


def read_date(text: str, now: datetime) -> datetime | str | None:
    """The moment that a text means, counted from another one. `INVALID` for one that no calendar
    has, None for a form that is not known here.
    """
    text = text.strip()
    lower = text.lower()
    if lower in ("", "now"):
        return now
    midnight = now.replace(hour=0, minute=0, second=0)
    if lower in ("today", "midnight"):
        return midnight
    if lower in ("tomorrow", "yesterday"):
        return midnight + timedelta(days=1 if lower == "tomorrow" else -1)
    if re.fullmatch(r"\d{4}", text):
        # MediaWiki: four digits are a year, of the day and the month of now.
        return _made(int(text), now.month, now.day, 0, 0, 0)
    if match := re.fullmatch(r"@(-?\d{1,12})", text):
        return datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(match[1]))
    moment: datetime | str | None = now
    pos = 0
    if match := _STAMP.fullmatch(text):
        return _made(*(int(part or 0) for part in match.groups()))
    for form in _FORMS:
        if match := form.match(text):
            moment, pos = _of_form(match, now), match.end()
            break
    while isinstance(moment, datetime) and pos < len(text):
        match = _RELATIVE.match(text, pos)
        if match is None:
            return None
        moment, pos = _moved(moment, match), match.end()
    return moment


def _of_form(match: re.Match[str], now: datetime) -> datetime | str:
    parts = match.groupdict()
    month = parts["m"]
    number = int(month) if month.isdigit() else month_of(month)
    *_, hour, minute, second = match.groups()
    return _made(
        int(parts.get("y") or now.year),
        number,
        int(parts.get("d") or 1),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
    )


def month_of(name: str) -> int:
    """The number of a month by its English name, or the first letters of it."""
    return next(i for i, month in enumerate(MONTHS, 1) if month[:3].lower() == name[:3].lower())


def _made(year: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime | str:
    if not (1 <= month <= 12 and 0 <= day <= 31 and hour <= 24 and minute < 60 and second < 60):
        return INVALID
    try:
        # PHP: 30 February is 2 March.
        return datetime(year, month, 1, tzinfo=UTC) + timedelta(
            days=day - 1, hours=hour, minutes=minute, seconds=second
        )
    except (ValueError, OverflowError):
        return INVALID


def _moved(moment: datetime, match: re.Match[str]) -> datetime | None:
    count = int(match[2]) * (-1 if match[1] == "-" else 1) * (-1 if match[4] else 1)
    unit = match[3].lower()[:3]
    try:
        if unit in ("mon", "yea"):
            months = moment.year * 12 + moment.month - 1 + count * (1 if unit == "mon" else 12)
            first = moment.replace(year=months // 12, month=months % 12 + 1, day=1)
            return first + timedelta(days=moment.day - 1)
        seconds = {"sec": 1, "min": 60, "hou": 3600, "day": 86400, "wee": 604800, "for": 1209600}
        return moment + timedelta(seconds=count * seconds[unit])
    except (ValueError, OverflowError):
        return None


def _month(moment: datetime) -> str:
    return MONTHS[moment.month - 1]


def _day(moment: datetime) -> str:
    return DAYS[moment.weekday()]


def _twelve(moment: datetime) -> int:
    return moment.hour % 12 or 12


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_of_month(moment: datetime) -> int:
    following = (moment.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day


NUMBERS: Final[dict[str, Callable[[datetime], str]]] = {
    "Y": lambda m: str(m.year),
    "y": lambda m: f"{m.year % 100:02}",
    "o": lambda m: str(m.isocalendar()[0]),
    "L": lambda m: str(int(_is_leap(m.year))),
    "n": lambda m: str(m.month),
    "m": lambda m: f"{m.month:02}",
    "W": lambda m: f"{m.isocalendar()[1]:02}",
    "V": lambda m: str(m.isocalendar()[1]),
    "j": lambda m: str(m.day),
    "d": lambda m: f"{m.day:02}",
    "z": lambda m: str(m.timetuple().tm_yday - 1),
    "N": lambda m: str(m.isoweekday()),
    "w": lambda m: str(m.isoweekday() % 7),
    "t": lambda m: str(_days_of_month(m)),
    "g": lambda m: str(_twelve(m)),
    "h": lambda m: f"{_twelve(m):02}",
    "G": lambda m: str(m.hour),
    "H": lambda m: f"{m.hour:02}",
    "i": lambda m: f"{m.minute:02}",
    "s": lambda m: f"{m.second:02}",
    "U": lambda m: str(int(m.timestamp())),
}
"""Codes of numbers, which a wiki writes in its own digits."""

_ENGLISH: Final[dict[str, Callable[[datetime], str]]] = {
    "F": _month,
    "xg": _month,
    "M": lambda m: _month(m)[:3],
    "l": _day,
    "D": lambda m: _day(m)[:3],
}
"""Codes of names, which are known in English."""

_FIXED: Final[dict[str, Callable[[datetime], str]]] = {
    "a": lambda m: "am" if m.hour < 12 else "pm",
    "A": lambda m: "AM" if m.hour < 12 else "PM",
    "c": lambda m: m.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
    "r": lambda m: f"{_day(m)[:3]}, {m.day:02} {_month(m)[:3]} {m.year} {m:%H:%M:%S} +0000",
    "e": lambda m: "UTC",  # noqa: ARG005
    "T": lambda m: "UTC",  # noqa: ARG005
    "I": lambda m: "0",  # noqa: ARG005
    "O": lambda m: "+0000",  # noqa: ARG005
    "P": lambda m: "+00:00",  # noqa: ARG005
    "Z": lambda m: "0",  # noqa: ARG005
    "xx": lambda m: "x",  # noqa: ARG005
}


def formatted(pattern: str, moment: datetime, lang: str | None) -> str | None:
    """A moment in a format of `#time`; None where a name in the wiki's language is not known."""
    out = []
    is_raw = keeps_raw = False
    is_english = lang is None or lang == "en"
    for match in _CODE.finditer(pattern):
        code = match[0]
        if code in ("xn", "xN"):
            is_raw, keeps_raw = code == "xn", keeps_raw ^ (code == "xN")
            continue
        if compute := NUMBERS.get(code):
            text = compute(moment)
            out.append(text if is_raw or keeps_raw else local_digits(text, lang))
            is_raw = False
        elif compute := _ENGLISH.get(code):
            if not is_english:
                return None
            out.append(compute(moment))
        elif compute := _FIXED.get(code):
            out.append(compute(moment))
        elif code[0] == "x" and len(code) > 1:
            return None  # other calendars
        elif code[0] == "\\" and len(code) > 1:
            out.append(code[1])
        elif code[0] == '"' and len(code) > 1:
            out.append(code[1:-1])
        else:
            out.append(code)
    return "".join(out)


def local_digits(text: str, lang: str | None) -> str:
    """Digits as the wiki of a language writes them."""
    from wikiparse.sites.numbers import format_numbers  # noqa: PLC0415  # rules of every language

    return format_numbers(text, lang, is_grouped=False)
