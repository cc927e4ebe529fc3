"""Positions in the named arguments of infoboxes and maps, as pairs of a latitude and a longitude.

latitude=48.1        lat_d=48 lat_m=8 lat_s=30 lat_NS=N        Breitengrad=48/8/30/N
longitude=11.5       long_d=11 long_m=30 long_s=0 long_EW=E    Längengrad=11/30//E
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.reading.angles import Angle, Pair, angle_of, pair_of_text, to_pair
from wikiparse.reading.arguments import folded, value_of
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wikiparse.nodes.inlines import Template

_SUFFIXES: Final = (
    r"(?P<degrees>d|deg|degrees?|g|gradi|grad|grados|graus|degres|degrés|度)"
    r"|(?P<minutes>m|min|minutes?|minuti|primi|minutos|minuten|分)"
    r"|(?P<seconds>s|sec|seconds?|secondi|segundos|secondes|sekunden|秒)"
    r"|(?P<letter>ns|sn|ew|we|eo|oe|eó|dir|direction|hem|hemisphere|h|p)"
    r"|(?P<decimal>dec|decimale?|decimals)"
)
ARGUMENT = re.compile(
    r"(?P<prefix>source\d?|sourceconfluence|mouth|highest|lowest|capital|origin|start|end|peak)?"
    r"(?:(?P<latitude>latitude|latitudine|latitudo|latitud|lat|breitengrad|breddegrad|breddgrad"
    r"|enlem|leveysaste|широта|緯度|纬度|위도|vĩđộ)"
    r"|(?P<longitude>longitude|longitudine|longitudo|longitud|long|lon|lng|längengrad|lengdegrad"
    r"|längdgrad|boylam|pituusaste|долгота|経度|經度|经度|경도|kinhđộ))"
    rf"(?P<number>\d{{1,2}})?(?:{_SUFFIXES})?(?P<last>\d{{1,2}})?"
)
"""The name of an argument with a part of a latitude or longitude, without its separators."""

WHOLE: Final = frozenset("""
coordinates|coords|coord|coordinate|koordinaten|koordinater|koordinaatit|coordenadas|coordenades
|coordonnées|coordonate|koordinat|koordynaty|współrzędne|souřadnice|súradnice|координаты|координати
|إحداثيات|座標|坐标|좌표|latlong|latlon
""".replace("\n", "").split("|")) - {""}  # fmt: skip
"""Names of arguments that hold a whole position as text."""


_EXACT: Final = {
    "stopnin": (True, "degrees", "pl"),
    "minutn": (True, "minutes", "pl"),
    "sekundn": (True, "seconds", "pl"),
    "stopnie": (False, "degrees", "pl"),
    "minute": (False, "minutes", "pl"),
    "sekunde": (False, "seconds", "pl"),
    "ns": (True, "whole", "de"),
    "ew": (False, "whole", "de"),
    "n(北緯)及びs(南緯)": (True, "letter", ""),
    "e(東経)及びw(西経)": (False, "letter", ""),
}
"""Arguments of Polish, German and Japanese infoboxes, without their separators: whether of a
latitude, which part of it, and "" or the position that they alone are parts of: `minute` may be of
an hour.
"""
_PARTS: Final = ("degrees", "minutes", "seconds", "letter", "decimal")
_BASES: Final = ("degrees", "whole", "decimal")
"""Parts that are a position by themselves."""
_SHORT: Final = frozenset(("lat", "lon", "long", "lng"))
LONGEST_NAME: Final = 60
"""Code points of an argument's name: none that is known is longer, and longer ones are not to be
remembered."""


class _Parts:
    """The parts of one position among the arguments of a template, by name (`degrees`)."""

    def __init__(self) -> None:
        self.latitude: dict[str, str] = {}
        self.longitude: dict[str, str] = {}
        self.names: list[str] = []

    def add(self, part: str, name: str, value: str | None, *, is_latitude: bool) -> None:
        """Add a part. One that is not known, or given twice, is no number: then there is no
        position either.
        """
        parts = self.latitude if is_latitude else self.longitude
        known = "?" if value is None or parts.get(part, value) != value else value
        parts[part] = known
        self.names.append(name)

    def add_all(self, other: _Parts) -> None:
        """Add the parts of another that are missing here."""
        self.latitude = other.latitude | self.latitude
        self.longitude = other.longitude | self.longitude
        self.names += other.names

    @property
    def is_whole(self) -> bool:
        """Whether it is a position by itself."""
        return not (
            self.latitude.keys().isdisjoint(_BASES) or self.longitude.keys().isdisjoint(_BASES)
        )


class Stated(NamedTuple):
    """The positions in the arguments of a template, each with the names of its arguments; the
    values of `display` and `globe` among them, "" if they are not given.
    """

    positions: Sequence[tuple[Pair | None, list[str]]]
    display: str
    globe: str


def positions_in_arguments(template: Template, lang: str | None) -> Stated:
    """The positions that the named arguments of a template state."""
    groups: dict[tuple[str, str], dict[str, _Parts]] = {}
    out: list[tuple[Pair | None, list[str]]] = []
    display = globe = ""
    # As in MediaWiki, the last argument of a name counts, also without a value.
    for argument in {a.name: a for a in template.arguments if not a.is_positional}.values():
        if (kind := _kind(argument.name)) is None:
            continue
        if kind == "position":
            value = value_of(argument)
            out.append((pair_of_text(value, lang) if value else None, [argument.name]))
        elif kind == "display":
            display += value_of(argument) or ""
        elif kind == "globe":
            globe = value_of(argument) or ""
        elif not isinstance(kind, str) and (value := value_of(argument)) != "":
            is_latitude, part, style, key = kind
            parts = groups.setdefault(key, {}).setdefault(style, _Parts())
            parts.add(part, argument.name, value, is_latitude=is_latitude)
    for styles in groups.values():
        out += [(_pair_of_parts(parts, lang), parts.names) for parts in _positions(styles)]
    return Stated(out, display, globe)


def _positions(styles: dict[str, _Parts]) -> list[_Parts]:
    """The positions whose parts are named in several styles: one, unless two styles are positions
    by themselves (`latd`, `longd` beside `lat_deg`, `lon_deg`). Then all of them have the other
    parts: no letter is left out, which would turn south into north.
    """
    whole = [parts for parts in styles.values() if parts.is_whole]
    rest = _Parts()
    for parts in styles.values():
        if len(whole) < 2 or not parts.is_whole:
            rest.add_all(parts)
    if len(whole) < 2:
        return [rest]
    for parts in whole:
        parts.add_all(rest)
    return whole


_Part = tuple[bool, str, str, tuple[str, str]]


def known_among(names: Iterable[str]) -> set[str]:
    """Those of some names that an argument with a position, or a part of one, may have."""
    return {name for name in names if len(name) <= LONGEST_NAME and _kind_of(name) is not None}


def _kind(argument: str) -> str | _Part | None:
    return _kind_of(argument) if len(argument) <= LONGEST_NAME else None


@text_cache(4096)
def _kind_of(argument: str) -> str | _Part | None:
    """The kind of an argument by its name: "position", "display", "globe", or a part of a
    position; None of any other.
    """
    name = folded(argument)
    if name in WHOLE:
        return "position"
    if name in ("coordinatesdisplay", "coorddisplay", "display"):
        return "display"
    return "globe" if name == "globe" else _part_of(name)


def _part_of(name: str) -> _Part | None:
    """Whether a name is of a latitude, which part of it and in which style of names, and of which
    position of the template; None if it is another name.
    """
    if name in _EXACT:
        is_latitude, part, own = _EXACT[name]
        return is_latitude, part, "exact", (own, "")
    match = ARGUMENT.fullmatch(name)
    if match is None:
        return None
    part = next((one for one in _PARTS if match[one]), "whole")
    word = match["latitude"] or match["longitude"]
    style = "short" if word in _SHORT else "long"
    if part in ("degrees", "minutes", "seconds"):
        style += " letter" if len(match[part]) == 1 else " word"
    elif part == "letter":
        style = "letter"
    key = (match["prefix"] or "", match["number"] or match["last"] or "")
    return match["latitude"] is not None, part, style, key


def _pair_of_parts(parts: _Parts, lang: str | None) -> Pair | None:
    angles: list[Angle | None] = []
    for values in (parts.latitude, parts.longitude):
        degrees = values.get("degrees") or values.get("whole") or values.get("decimal", "")
        angle = angle_of(degrees)
        minutes, seconds, letter = (values.get(p, "") for p in ("minutes", "seconds", "letter"))
        if angle is not None and (minutes or seconds or letter):
            # Only where the degrees are a number alone.
            text = f"{degrees}/{minutes}/{seconds}/{letter}"
            angle = angle_of(text) if angle.is_bare else None
        angles.append(angle)
    return to_pair(angles[0], angles[1], lang)
