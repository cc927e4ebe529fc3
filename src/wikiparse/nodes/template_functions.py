"""The text of a template that a reader sees, as functions of its arguments.

Each of these is a function from a template to a text, to the argument whose text is shown, or to a
tuple of both. An argument that is shown as a node keeps its links and footnotes; none is shown
twice, or templates in templates would double their text with each level.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.inlines import Template, TemplateArgument

    Shown = str | Node | tuple[str | Node, ...]
    TextFunction = Callable[[Template], Shown]


def has_text(argument: TemplateArgument) -> bool:
    """Whether a reader sees text of an argument."""
    for child in argument.children:
        if child.__class__ is Text and child.value.strip():
            return True
    return bool(argument.children) and bool(argument.text.strip())


def find(template: Template, *names: str | int) -> TemplateArgument | None:
    """The first of these arguments that has text; None if there is none."""
    for name in names:
        found = template.get(name)
        if found is not None and has_text(found):
            return found
    return None


def value(template: Template, *names: str | int) -> str:
    """The text of the first of these arguments that has one."""
    found = find(template, *names)
    return "" if found is None else found.text.strip()


def positional(template: Template) -> list[TemplateArgument]:
    """The positional arguments that have text."""
    return [a for a in template.arguments if a.is_positional and has_text(a)]


def texts_of(template: Template) -> list[str]:
    """The text of the positional arguments, empty ones too."""
    return [a.text.strip() for a in template.arguments if a.is_positional]


def argument(*names: str | int) -> TextFunction:
    """The first of these arguments that has text.

    Without one, the first that is given: it may hold a footnote.
    """

    def shown(template: Template) -> Shown:
        found = find(template, *names)
        if found is None:
            given = (template.get(name) for name in names)
            found = next((one for one in given if one is not None), None)
        return "" if found is None else found

    return shown


def last(template: Template) -> Shown:
    """The last positional argument."""
    found = positional(template)
    return found[-1] if found else ""


def joined(separator: str, start: int = 0) -> TextFunction:
    """All positional arguments with text, with a separator between them."""

    def shown(template: Template) -> Shown:
        out: list[str | Node] = []
        # The nodes themselves, not their text: links and footnotes in them stay.
        for found in positional(template)[start:]:
            if out:
                out.append(separator)
            out.append(found)
        return tuple(out)

    return shown


def concatenated(separator: str) -> TextFunction:
    """All positional arguments, as `{{chem|H|2|O}}`."""
    return joined(separator)


def constant(text: str) -> TextFunction:
    """The same text each time."""
    return lambda _: text


def wrapped(before: str, inner: TextFunction, after: str = "") -> TextFunction:
    """The result of another function, with text before and after it; nothing where that is
    nothing.
    """

    def shown(template: Template) -> Shown:
        found = inner(template)
        if found in ("", ()):
            return ""
        parts = found if isinstance(found, tuple) else (found,)
        return (before, *parts, after)

    return shown


def first_of(*functions: TextFunction) -> TextFunction:
    """The first result of these functions that is not empty."""

    def shown(template: Template) -> Shown:
        for function in functions:
            found = function(template)
            if found not in ("", ()):
                return found
        return ""

    return shown


# --- templates of one kind each


def centuries(ending: str) -> TextFunction:
    """`{{s-|XIX|e}}`: a century, with the ending of its number (French Modèle:S-)."""
    return wrapped("", argument(1), ending)


def quantity_in_parts(template: Template) -> str:
    """`{{M|32,7|k|m}}`: a number, the prefix of a unit, the unit (Italian Template:M)."""
    values = texts_of(template)
    power = f"×10^{power}" if (power := value(template, "e", "exp")) else ""
    unit = "".join(values[1:3])
    return f"{values[0]}{power} {unit}".strip() if values else ""


def scientific_power(template: Template) -> str:
    """`{{Exp|7,7|15}}`: a number and its power of ten (Italian Template:Exp)."""
    values = texts_of(template)
    return "×10^".join(values[:2])


def flag_with_name(template: Template) -> Shown:
    """`{{Bandiera|Irlanda|nome=sì}}`: a flag, with the name where that is asked for."""
    return argument(1)(template) if value(template, "nome") else ""


def ship(name: str) -> TextFunction:
    """`{{USS|Enterprise|CV-6}}`: a ship with the prefix of its navy."""
    return wrapped(f"{name} ", argument(1))


def years_of_life(template: Template) -> str:
    """`{{bd|1879年|3月14日|1955年|4月18日}}`: birth and death (Chinese Template:BD)."""
    values = [*texts_of(template), "", "", "", ""]
    born, died = "".join(values[:2]), "".join(values[2:4])
    return f"（{born}－{died}）" if born or died else ""


# --- numbers and quantities

BETWEEN_NUMBERS = {
    "to": " to ", "and": " and ", "by": " by ", "x": " × ", "or": " or ", "-": "–", "–": "–",
    "to(-)": " to ", "×": " × ", "+/-": " ± ", "±": " ± ", "xx": " × ", "e": "e",
}  # fmt: skip

UNITS = {
    "mi2": "mi²", "km2": "km²", "m2": "m²", "ft2": "ft²", "cm2": "cm²", "sqmi": "sq mi",
    "sqft": "sq ft", "m3": "m³", "km3": "km³", "ft3": "ft³", "cuft": "cu ft", "cumi": "cu mi",
    "c": "°C", "f": "°F", "mph": "mph", "kmh": "km/h", "km/h": "km/h", "ftin": "ft in",
    "m3/s": "m³/s", "cuft/s": "cu ft/s", "l": "L", "lb": "lb", "/km2": "/km²", "/sqmi": "/sq mi",
    "°c": "°C", "°f": "°F", "k": "K",
}  # fmt: skip
"""How units are shown whose names in a template are other ones."""


def is_number(text: str) -> bool:
    """Whether a text begins like a number."""
    return text[:1].isdigit() or (text[:1] in ("-", "−", "+", ".") and text[1:2].isdigit())


def measure(template: Template) -> str:
    """`{{convert|5|to|10|km|mi}}`: the numbers and the unit, which is the first word after them.

    `{{convert|5|ft|6|in}}` goes on with the next number; the unit it is converted to is left out.
    """
    out = ""
    values = texts_of(template)
    index = 0
    while index < len(values):
        text = values[index]
        if is_number(text):
            out += text
        # `{{convert|5|x|10|m}}`: "x" between two numbers; "e" alone would be a unit.
        elif text.lower() in BETWEEN_NUMBERS and is_number("".join(values[index + 1 : index + 2])):
            out += BETWEEN_NUMBERS[text.lower()]
        elif out and text:
            out += " " + UNITS.get(text.lower(), text)
            following = values[index + 1 : index + 3]
            if not (len(following) > 1 and is_number(following[0]) and following[1] in SMALL_UNITS):
                break
            out += " "
        index += 1
    return out


SMALL_UNITS = frozenset(("in", "oz", "lb", "ft", "st", "yd"))
"""Units that follow a second number: 5 ft 6 in."""


def fraction(template: Template) -> str:
    """`{{frac|1|2}}` is 1/2, `{{frac|3|1|2}}` 3 1/2, `{{frac|2}}` 1/2."""
    values = texts_of(template)
    if len(values) == 1:
        return "/".join(["1", *values])
    return " ".join([*values[:-2], "/".join(values[-2:])])


def spoken(template: Template) -> str:
    """`{{IPAc-en|lang|b|ɛ|r}}`: the sounds, without the arguments that say how to show them."""
    values = texts_of(template)
    return "".join([text for text in values if text.lower() not in PRONUNCIATION_OPTIONS])


PRONUNCIATION_OPTIONS = frozenset("icon lang pron us uk audio local ipa ˈ also en".split()) - {"ˈ"}


def scientific(template: Template) -> str:
    """`{{val|5.2|0.1|e=6|u=km}}`: 5.2±0.1×10^6 km."""
    values = [text for text in texts_of(template) if text]
    out = "±".join(values[:2])
    if power := value(template, "e"):
        out += f"×10^{power}"
    unit = value(template, "u", "ul", "up")
    return f"{out} {unit}" if out and unit else out


# --- dates


def date(months: tuple[str, ...], pattern: str, other: str = "") -> TextFunction:
    """`{{birth date|1879|3|14}}` by the months and the order of a language. Without months: the
    form of ISO 8601.

    `other` is the pattern where the template says `df=yes`.
    """

    def shown(template: Template) -> str:
        values = [text for text in texts_of(template) if text]
        if len(values) == 1 and (match := ISO_DATE.fullmatch(values[0])):
            values = [part for part in match.groups() if part]
        numbers = [text for text in values if text.isdigit() and len(text) <= len("2000")][:3]
        if len(numbers) == len(("day", "month", "year")) and len(numbers[0]) < len(numbers[2]):
            # Day, month, year: the year is the one of four digits.
            numbers.reverse()
        if not numbers or len(numbers[0]) < len("100"):
            return " ".join(values)
        chosen = other if other and value(template, "df") else pattern
        return written_date(numbers, months, chosen)

    return shown


ISO_DATE = re.compile(r"(\d{3,4})-(\d\d?)(?:-(\d\d?))?")


def written_date(numbers: list[str], months: tuple[str, ...], pattern: str) -> str:
    """Year, perhaps month, perhaps day, written out."""
    year, *rest = numbers
    number = int(rest[0]) if rest else 0
    if rest and (not months or not 1 <= number <= len(months)):
        return "-".join([year, *[part.zfill(2) for part in rest]])
    if not rest:
        return year
    month = months[number - 1]
    if len(rest) == 1:
        return MONTH_ONLY.sub("", pattern).format(d="", m=month, y=year).strip(" ,.")
    return pattern.format(d=int(rest[1]), m=month, y=year)


MONTH_ONLY = re.compile(r"\{d\}[^{]*")
"""The day in the pattern of a date, and the characters after it up to the next part."""


def cited_in_text(template: Template) -> Shown:
    """Authors (year, pages): a short citation whose authors are part of the sentence (English
    Template:Harvtxt). Of four authors or more the first is named, as in Module:Footnotes.
    """
    authors = positional(template)
    year = authors.pop() if len(authors) > 1 else None
    if len(authors) > 3:
        out: list[str | Node] = [authors[0], " et al."]
    else:
        out = []
        for number, author in enumerate(authors, 1):
            if out:
                out.append(" & " if number == len(authors) else ", ")
            out.append(author)
    details: list[str | Node] = [] if year is None else [year]
    for names, before in (
        (("p", "page"), "p.\u00a0"), (("pp", "pages"), "pp.\u00a0"), (("loc", "at"), ""),
    ):  # fmt: skip
        if (found := find(template, *names)) is not None:
            details += [", " + before if details else before, found]
    return (*out, " (", *details, ")") if out and details else tuple(out)
