"""Dates that a page states: in templates, and in microformats. Running text is not searched."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

import attrs

from wikiparse.nodes.inlines import HtmlElement, Template
from wikiparse.nodes.template_text import fold_name
from wikiparse.reading.arguments import positional_values, to_integer, value_of
from wikiparse.reading.date_names import NAMED, Form, forms
from wikiparse.sites.months import month_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page

Kind = str
Evidence = tuple[tuple[str, str], ...]
Date = tuple[int | None, int | None, int | None]
"""Year, month and day; None for each that is not stated."""


@attrs.frozen
class StatedDate:
    """A date that a page states, in the calendar that the page has it in.

    `year` is negative before Christ: -551 is 551 BC. `month` and `day` count from 1; None is for
    each of the three that is not stated. `kind` is "birth", "death", "start", "end" or "": of
    which event the template or class says it is. `node` is the template or element. `evidence`
    are pairs: how it is stated ("template", "arguments", "class" or "element"), and the name that
    was found.

    >>> date = wikiparse.parse("{{birth date|1815|12|10}}", dialect="wikitext").dates[0]
    >>> date.iso, date.kind
    ('1815-12-10', 'birth')
    """

    year: int | None
    """The year, negative before Christ; None if not stated."""
    month: int | None
    """1 to 12, None if not stated."""
    day: int | None
    """1 to 31, None if not stated."""
    kind: Kind
    """"birth", "death", "start", "end" or ""."""
    node: Node
    """The node that states it."""
    evidence: Evidence = ()
    """Pairs: how it is stated, and the name that was found."""

    @property
    def iso(self) -> str:
        """The date by ISO 8601, as precise as it is stated: "2010-05-01", "2010-05", "2010"; a date
        without a year as "--05-01".

        ISO 8601 has a year 0, which is 1 BC: the year of 551 BC is "-0550".
        """
        if self.year is None:
            out = "-"
        elif self.year < 0:
            out = f"-{-self.year - 1:04}" if self.year < -1 else "0000"
        else:
            out = f"{self.year:04}"
        for part in (self.month, self.day):
            if part is not None:
                out += f"-{part:02}"
        return out


def find_dates(page: Page) -> tuple[StatedDate, ...]:
    """All dates that a page states, in document order."""
    out: list[StatedDate] = []
    stack: list[Node] = [page]
    while stack:
        node = stack.pop()
        if isinstance(node, Template):
            out += of_template(node, page.lang)
        elif isinstance(node, HtmlElement) and (found := _of_element(node)) is not None:
            out.append(found)
            continue
        if children := node.children:
            stack += children[::-1]
    return tuple(out)


def of_template(template: Template, lang: str | None) -> Iterator[StatedDate]:
    """The dates that one template states."""
    name = fold_name(template.name)
    if (form := forms().get(name)) is not None:
        dates = _of_form(positional_values(template), form, lang)
        evidence = (("template", template.name.strip()),)
        for kind, date in _in_order(dates):
            yield StatedDate(*date, kind, template, evidence)
    elif name in _PAIRS:
        for kind, date in _of_pairs(positional_values(template), lang):
            yield StatedDate(*date, kind, template, (("template", template.name.strip()),))
    elif name in NAMED:
        arguments = {a.name.casefold().strip(): a for a in template.arguments}
        for named in NAMED[name]:
            values = [value_of(arguments.get(one)) for one in named.names]
            given = [arguments[one].name for one in named.names if one in arguments]
            found = None
            if len(values) == 2:
                found = _joined(values[0], values[1], lang)
            elif values[0]:
                found = date_of_text(values[0], lang)
            if found is not None:
                yield StatedDate(*found, named.kind, template, (("arguments", ", ".join(given)),))


_PAIRS: Final = frozenset(("bd", "生卒"))
"""Chinese: `{{bd|1893年|12月26日|1976年|9月9日}}`, years and days of a birth and a death."""


def _of_pairs(values: list[str | None], lang: str | None) -> Iterator[tuple[Kind, Date]]:
    for kind, year, day in zip(("birth", "death"), values[0:4:2], values[1:4:2], strict=False):
        found = _joined(day, year, lang)
        if found is not None:
            yield kind, found


def _joined(day: str | None, year: str | None, lang: str | None) -> Date | None:
    """The date of a text with day and month, and a text with the year. None if one of them holds
    something else.
    """
    if day is None or not year:
        return None
    whole = date_of_text(year, lang)
    if whole is None or whole[0] is None or whole[1] is not None:
        return None
    if not day:
        return whole
    part = date_of_text(day, lang)
    if part is None:
        month = month_of(day, lang)
        return None if month is None else (whole[0], month, None)
    return None if part[0] is not None else _checked(whole[0], part[1], part[2])


# --- positional arguments


def _of_form(values: list[str | None], form: Form, lang: str | None) -> list[tuple[Kind, Date]]:
    """The dates of a template's positional arguments."""
    if form.order == "text":
        texts = zip(form.kinds, values, strict=False)
        found = [(kind, date_of_text(text, lang)) for kind, text in texts if text]
        return [(kind, date) for kind, date in found if date is not None]
    size = len(form.order)
    out: list[tuple[Kind, Date]] = []
    for number, start in enumerate(range(0, len(values), size)):
        if number >= len(form.kinds) and not form.repeats:
            break
        kind = form.kinds[min(number, len(form.kinds) - 1)]
        parts = values[start : start + size]
        date = _of_parts(parts, form.order, lang)
        if date is None and number == 0 and parts[0]:
            # `{{dts|1 May 2010}}`, `{{date|5 mai 2010|…}}`: all in the first argument.
            date = date_of_text(parts[0], lang)
            if date is not None and date[1] is None and any(parts[1:3]):
                date = None  # a year before something else
        if date is not None:
            out.append((kind, date))
    return out


def _of_parts(values: list[str | None], order: str, lang: str | None) -> Date | None:
    """The date of year, month and day in an order; None if any of them is something else."""
    # A year of three digits or more before a day: the other order, whichever language.
    if order == "dmy" and values[0] and re.fullmatch(r"\d{3,4}", values[0]):
        order = "ymd"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    for part, value in zip(order, values, strict=False):
        if not value or part == "x":
            if value is None and part != "x":
                return None
            continue
        if part == "y":
            year = _year(value)
            found = year
        elif part == "m":
            found = month = to_integer(value) or month_of(value, lang)
        else:
            found = day = to_integer(_ORDINAL.sub("", value))
        if found is None:
            return None
    return _checked(year, month, day)


_ORDINAL = re.compile(r"(?:er|º|°|\.|ª|a|st|nd|rd|th|日)\Z", re.I)
"""The endings of the number of a day: `1er`, `1º`, `2nd`."""
_BEFORE_CHRIST = (
    r"(?P<bc>[ \xa0]?(?:bce?|b\.c\.(?:e\.)?|v\.[ \xa0]?chr\.|av\.[ \xa0]?j\.-?[ \xa0]?c\."
    r"|a\.[ \xa0]?c\.|a\.[ \xa0]?de[ \xa0]?c\.|до[ \xa0]н\.[ \xa0]?э\."
    r"|p\.[ \xa0]?n\.[ \xa0]?e\.|f\.[ \xa0]?kr\.))"
)
YEAR = re.compile(rf"(?P<minus>[-\u2212])?(?P<year>\d{{1,4}})年?{_BEFORE_CHRIST}?", re.I)


def _year(text: str) -> int | None:
    match = YEAR.fullmatch(text.strip())
    return None if match is None else _signed(match)


def _signed(match: re.Match[str]) -> int | None:
    year = int(match["year"])
    if year == 0 or (match["minus"] and match["bc"]):
        return None
    return -year if match["minus"] or match["bc"] else year


def _checked(year: int | None, month: int | None, day: int | None) -> Date | None:
    """The date, if it is one: a day only with its month, and none that no year has."""
    if year is None and month is None:
        return None
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and (month is None or not 1 <= day <= _DAYS[month - 1]):
        return None
    if (month, day) == (2, 29) and year is not None and year > 0 and not _may_be_leap(year):
        return None
    return year, month, day


_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _may_be_leap(year: int) -> bool:
    # The Julian calendar, in which 1900 is a leap year, was in use in Greece until 1923.
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0 or year <= 1923)


def _in_order(dates: list[tuple[Kind, Date]]) -> list[tuple[Kind, Date]]:
    """The dates of a template with the birth before the death, in whichever order it has them."""
    if len(dates) != 2 or {kind for kind, _ in dates} != {"birth", "death"}:
        return dates
    (first, a), (second, b) = dates
    earlier = [one or 0 for one in a] < [one or 0 for one in b]
    if earlier == (first == "birth") or a[0] is None or b[0] is None:
        return dates
    return [(second, a), (first, b)]


# --- dates as text

_DAY = r"(?P<day>\d{1,2})(?:er|º|°|\.|ª|st|nd|rd|th)?"
_MONTH = r"(?P<month>[^\W\d_]{3,16})\.?"
_YEAR = r"(?P<minus>[-\u2212])?(?P<year>\d{1,4})" + f"{_BEFORE_CHRIST}?"
_SPACE = r"[ \xa0]+(?:de[ \xa0]+|del[ \xa0]+|d['’])?"
FORMS = tuple(
    [
        re.compile(form, re.I)
        for form in (
            r"(?P<minus>[-\u2212])?(?P<year>\d{4})(?P<bc>(?!))?(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?",
            rf"{_DAY}{_SPACE}{_MONTH}(?:,?{_SPACE}{_YEAR})?",
            rf"{_MONTH}[ \xa0]+{_DAY}(?:,[ \xa0]*|[ \xa0]+){_YEAR}",
            rf"{_MONTH}{_SPACE}{_YEAR}",
            rf"{_YEAR}",
            (
                r"(?P<minus>(?!))?(?P<year>\d{1,4})(?P<bc>(?!))?年"
                r"(?:[ \xa0]?(?P<month>\d{1,2})月(?:[ \xa0]?(?P<day>\d{1,2})日)?)?"
            ),
            r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
        )
    ]
)
"""The forms of a date as text: 2010-05-01, 1 May 2010, May 1, 2010, May 2010, 2010, 2010年5月1日,
5月1日."""


def date_of_text(text: str | None, lang: str | None) -> Date | None:
    """The date that a text is, in the form of its language; None if it is more or less than one."""
    text = (text or "").strip()
    if not text or len(text) > 60:
        return None
    for form in FORMS:
        match = form.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        year = _signed(match) if parts.get("year") else None
        if parts.get("year") and year is None:
            return None
        month = parts.get("month")
        number = None if not month else to_integer(month) or month_of(month, lang)
        if month and number is None:
            return None
        return _checked(year, number, to_integer(parts.get("day") or ""))
    return None


# --- microformats

_CLASSES: Final = {
    "bday": "birth",
    "dday": "death",
    "deathdate": "death",
    "dtstart": "start",
    "dtend": "end",
}
ISO = re.compile(
    r"(?P<minus>-)?(?P<year>\d{4})"
    r"(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ].{0,40})?)?)?"
)
"""A date by ISO 8601, with or without the time of day."""


def _of_element(element: HtmlElement) -> StatedDate | None:
    """The date of an element with a class of the microformats, or of `<time>`."""
    names = (element.get("class") or "").split()
    # A page may give one element a thousand classes.
    kind, name = next(
        ((_CLASSES[one], one) for one in islice(names, 16) if one in _CLASSES), ("", "")
    )
    is_time = element.tag == "time"
    if not name and not is_time:
        return None
    # The machine's value first: `<abbr class="dtstart" title="2010-05-01">May 1</abbr>`.
    values = (element.get("datetime") or "", element.get("title") or "", value_of(element) or "")
    for value in values:
        match = ISO.fullmatch(value.strip()) if len(value) <= 60 else None
        if match is None:
            continue
        month, day = match["month"], match["day"]
        date = _checked(_iso_year(match), int(month) if month else None, int(day) if day else None)
        if date is not None:
            evidence = (("class", name),) if name else (("element", "time"),)
            return StatedDate(*date, kind, element, evidence)
    return None


def _iso_year(match: re.Match[str]) -> int:
    """The year as people count, without a year 0."""
    year = int(match["year"])
    return -year - 1 if match["minus"] or year == 0 else year
