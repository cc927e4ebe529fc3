"""`{{#formatdate: date | dmy}}`: a date rewritten (MediaWiki: `DateFormatter`)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from wikiparse.expand.markers import has_unknown
from wikiparse.expand.moments import MONTHS, month_of
from wikiparse.expand.strings import at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.expand.state import State

_KINDS: Final = ("mdy", "dmy", "ymd", "iso", "ydm", "dm", "md")
"""The forms of dates, in the order of the attempts."""

_TARGETS: Final = {
    "dmy": "{day} {month} {year}",
    "ydm": "{year}, {day} {month}",
    "mdy": "{month} {day}, {year}",
    "ymd": "{year} {month} {day}",
    "dm": "{day} {month}",
    "md": "{month} {day}",
    "iso": "{iso_year}-{number}-{iso_day}",
}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    names = "|".join([*MONTHS, *(name[:3] for name in MONTHS)])
    dm = rf"(?P<day>\d{{1,2}})[ _](?P<month>{names})"
    md = rf"(?P<month>{names})[ _](?P<day>\d{{1,2}})"
    year = r"(?P<year>\d{1,4}(?:[ _]BC)?)"
    space = r"(?: *+, *+|(?<! ) ++)"
    return {
        kind: re.compile(pattern, re.I | re.A)
        for kind, pattern in {
            "dmy": dm + space + year,
            "ydm": year + space + dm,
            "mdy": md + space + year,
            "ymd": year + space + md,
            "dm": dm,
            "md": md,
            "iso": r"(?P<iso_year>-?\d{4})-(?P<number>\d\d)-(?P<iso_day>\d\d)",
        }.items()
    }


def _target(kind: str, wanted: str) -> str:
    """The form that a date of a form becomes; a date without a year only changes its order."""
    if kind in ("dm", "md"):
        return {"mdy": "md", "dmy": "dm"}.get(wanted, kind)
    return wanted or kind


def formatdate(state: State, texts: Sequence[str]) -> str | None:
    """A date in the form of the second argument, if it is one; None where the names of months are
    not known.
    """
    text, wanted = texts[0], at(texts, 1)
    if has_unknown(text):
        return None
    if state.lang not in (None, "en"):
        return None
    wanted = {"dmy": "dmy", "mdy": "mdy", "ymd": "ymd", "ISO 8601": "iso"}.get(wanted, "")
    for kind in _KINDS:
        match = _patterns()[kind].fullmatch(text)
        if match is not None:
            return _written(match, text, _target(kind, wanted))
    return text


def _written(match: re.Match[str], text: str, target: str) -> str:
    parts: dict[str, str] = {key: value or "" for key, value in match.groupdict().items()}
    if "number" in parts:
        number = int(parts["number"])
        year = parts["iso_year"]
        parts["year"] = f"{int(year[1:]) + 1} BC" if year[0] == "-" else str(int(year))
        parts["day"] = str(int(parts["iso_day"]))
        if not 1 <= number <= 12 and target != "iso":
            return text
    else:
        number = month_of(parts["month"])
        parts["number"], parts["iso_day"] = f"{number:02}", f"{int(parts['day']):02}"
        if year := parts.get("year", ""):
            is_bc = year[-2:].upper() == "BC"
            parts["iso_year"] = f"-{int(year[:-3]) - 1:04}" if is_bc else f"{int(year):04}"
    parts["month"] = MONTHS[number - 1] if 1 <= number <= 12 else ""
    iso = "-".join([parts[key] for key in ("iso_year", "number", "iso_day") if parts.get(key)])
    shown = _TARGETS[target].format(**parts)
    return f'<span class="mw-formatted-date" title="{iso}">{shown}</span>'
