"""Latitudes and longitudes as articles write them, in degrees.

    angle = ["+" | "-"] degrees ["°"] [minutes ["′"] [seconds ["″"]]] [letter]
          | degrees "/" [minutes] "/" [seconds] ["/" letter]          also with "_" and ":"

Minutes and seconds are below 60, and only the last number has decimals. A text that breaks these
rules is no angle: nothing is guessed.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from wikiparse.reading.arguments import to_number
from wikiparse.sites.directions import factors_of

DECIMALS: Final = 9
"""Decimals of degrees that are kept: a tenth of a millimeter."""


class Pair(NamedTuple):
    """A latitude and a longitude in degrees, within their ranges."""

    latitude: float
    longitude: float


class Angle(NamedTuple):
    """An angle without regard to its letter: `is_bare` if it was written as one number alone."""

    degrees: float
    letter: str
    is_bare: bool


_NUMBER = r"\d{1,3}(?:[.,]\d{1,16})?"
TEXT = re.compile(
    rf"([+\-\u2212]?+)({_NUMBER})[ \xa0]*+[°º]?[ \xa0]*+"
    rf"(?:({_NUMBER})[ \xa0]*+['’′´][ \xa0]*+"
    rf"(?:({_NUMBER})[ \xa0]*+(?:[\"”″]|''|’’|′′)[ \xa0]*+)?)?"
    r"((?:[^\W\d_]{1,8}\.?)?(?:[ \xa0]?[^\W\d_]\.?)?)"
)
"""52°31′7″N, 52.5, -8.25, 52° 31' N: plus or minus, degrees, minutes, seconds, letter."""

PARTS = re.compile(r"[/_:]")
BETWEEN = re.compile(r"[ \xa0]*[,;/][ \xa0]*|[ \xa0]+")
"""Separators of a latitude from a longitude in a text."""


def angle_of(text: str | None) -> Angle | None:
    """The angle that a text states, or None if it states none, or more than it."""
    text = (text or "").strip()
    if not text or len(text) > 80:
        return None
    if PARTS.search(text):
        return _angle_of_parts(PARTS.split(text))
    match = TEXT.fullmatch(text)
    if match is None:
        return None
    minus, degrees, minutes, seconds, letter = match.groups()
    is_bare = not (minutes or letter) and to_number(text) is not None
    return _angle([minus + degrees, minutes or "", seconds or ""], letter, is_bare=is_bare)


def _angle_of_parts(parts: list[str]) -> Angle | None:
    """The angle of `52/31/7/N`, with the numbers or the letter left out."""
    parts = [part.strip() for part in parts]
    letter = ""
    if parts[-1] and to_number(parts[-1]) is None:
        letter = parts.pop()
    return _angle(parts, letter) if 0 < len(parts) <= 4 and not any(parts[3:]) else None


def _angle(parts: list[str], letter: str, *, is_bare: bool = False) -> Angle | None:
    """The angle of degrees, minutes and seconds, of which the later ones may be left out."""
    numbers = [to_number(part) if part else 0.0 for part in (*parts, "", "")[:3]]
    degrees, minutes, seconds = numbers
    if not parts[0] or degrees is None or minutes is None or seconds is None:
        return None
    is_negative = parts[0].startswith(("-", "\u2212"))
    if (
        not (0 <= minutes < 60 and 0 <= seconds < 60)
        or (degrees % 1 and (minutes or seconds))
        or (minutes % 1 and seconds)
        or (is_negative and letter)
    ):
        return None
    size = abs(degrees) + minutes / 60 + seconds / 3600
    return Angle(-size if is_negative else size, letter, is_bare)


def to_pair(latitude: Angle | None, longitude: Angle | None, lang: str | None) -> Pair | None:
    """The position of two angles; None if their letters do not fit or they are out of range."""
    if latitude is None or longitude is None:
        return None
    factors = factors_of(latitude.letter, longitude.letter, lang)
    if factors is None:
        return None
    pair = Pair(
        round(factors[0] * latitude.degrees, DECIMALS),
        round(factors[1] * longitude.degrees, DECIMALS),
    )
    return pair if abs(pair.latitude) <= 90 and abs(pair.longitude) <= 180 else None


def pair_of_numbers(values: list[str | None], lang: str | None) -> Pair | None:
    """The position of a template's positional arguments: two decimals, or for each angle one to
    three numbers and a letter; parameters of other kinds may follow.
    """
    angles: list[Angle] = []
    numbers: list[str] = []
    for value in values[:9]:
        if value is None:
            return None
        if not value or to_number(value) is not None:
            numbers.append(value)
            continue
        if len(value) > 8 or ":" in value:
            break
        # A letter ends an angle.
        angle = _angle(numbers, value) if 0 < len(numbers) <= 3 else None
        if angle is None:
            return None
        angles.append(angle)
        numbers = []
        if len(angles) == 2:
            return to_pair(angles[0], angles[1], lang)
    while numbers and not numbers[-1]:
        numbers.pop()
    if angles or len(numbers) != 2:
        return None
    return to_pair(_angle(numbers[:1], ""), _angle(numbers[1:], ""), lang)


def pair_of_underscores(text: str) -> Pair | None:
    """The position of the parameters of GeoHack: `52_31_7_N_13_24_30_E_type:city`, in English
    letters whichever the language.
    """
    if "_" not in text and ";" not in text:
        return None
    text = text.replace(";", "_")
    return pair_of_numbers(list(text.split("_")[:9]), "en")


def pair_of_text(text: str, lang: str | None) -> Pair | None:
    """The position that a text states, and nothing else: `52°31′N 13°24′E`, `52.5, 13.4`."""
    text = text.strip()
    if len(text) > 80:
        return None
    # Each separator may be the one in the middle; a text of 80 characters has few.
    found = None
    for match in BETWEEN.finditer(text):
        first, second = angle_of(text[: match.start()]), angle_of(text[match.end() :])
        pair = to_pair(first, second, lang)
        if pair is not None:
            if found is not None and found != pair:
                return None
            found = pair
    return found
