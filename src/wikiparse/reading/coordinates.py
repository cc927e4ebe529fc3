"""Coordinates that a page states: in templates, in pairs of arguments, in microformats.

Nothing is worked out from running text, and nothing is taken from elsewhere: a template that asks
Wikidata states no coordinates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from wikiparse.nodes.inlines import HtmlElement, Template
from wikiparse.nodes.links import ExternalLink
from wikiparse.nodes.template_text import fold_name
from wikiparse.reading.angles import (
    Angle,
    Pair,
    angle_of,
    pair_of_numbers,
    pair_of_text,
    pair_of_underscores,
    to_pair,
)
from wikiparse.reading.arguments import folded, positional_values, value_of, values_by_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page


@attrs.frozen
class Coordinates:
    """A position that a page states, in decimal degrees.

    `latitude` is from -90 (south) to 90 (north), `longitude` from -180 (west) to 180 (east), both
    rounded to nine decimals, which is less than a millimeter. `node` is the template, element or
    link that states it. `is_title`: it says that it is the position of the page's subject.
    `globe` is the celestial body, in lower case. `name` is the name that the template gives to
    the position, "" if it gives none. `evidence` are pairs: how it is stated ("template", "arguments",
    "class" or "url"), and the name, the names or the class that were found.
    """

    latitude: float
    longitude: float
    node: Node
    is_title: bool = False
    globe: str = "earth"
    name: str = ""
    evidence: tuple[tuple[str, str], ...] = ()


NAMES: Final = frozenset("""
coord|coor|coor d|coor dm|coor dms|coor title d|coor title dm|coor title dms|coor at d|coor at dm
|coor at dms|coor url|coordinate|coordinates|coords|coord/display/inline|coord/display/title
|coord/display/inline,title|coord/display/title,inline|coordinate dms|geolinks-us-cityscale
|koordinate|koordinate artikel|koordinate text|koordinate text artikel|koordinaten
|coordonnées|coordonnees|coordenadas|coordenades|coordinadas|coördinaten|koord|koord titel
|koordinater|koordinata|koordinate2|koordinaatit|koordinaadid|koordinat|koordinatlar|koordinatoj
|koordynaty|współrzędne|souřadnice|súradnice|geokoordinaten|koordinátor|koordináta
|координаты|координати|координаттар|каардынаты|إحداثيات|احداثيات|مختصات|مختصات جغرافیایی
|স্থানাঙ্ক|निर्देशांक|坐标|座標|经纬度|經緯度|좌표|พิกัดภูมิศาสตร์|พิกัด|συντεταγμένες|კოორდინატები
|ウィキ座標|ウィキ座標度分秒|ウィキ座標度分|ウィキ座標度|ウィキ座標2段度分秒|ウィキ座標2段度分|ウィキ座標2段度
|coordonate|koordinatak|coordinate title|tọa độ
""".replace("\n", "").split("|")) - {""}  # fmt: skip
"""Templates whose positional arguments are coordinates, in the large Wikipedias."""
STEM = re.compile(
    r"coo?rd|coördin|ko[oö]r?d|souřad|súradn|współrz|коорд|каард|συντεταγ|坐标|座標|좌표|إحداثي|مختصات"
    r"|স্থানাঙ্ক|निर्देशांक",
    re.I,
)
"""What is in the names of their kin. There the letters have to say that it is a position."""
TITLE_NAMES: Final = frozenset(("koordinate artikel", "koordinate text artikel", "koord titel"))

TITLE = re.compile(r"title|titel|título|titre|titolo|\A(?:t|it|ti)\Z", re.I)
"""Values of `display` that put the position beside the page's title."""
GLOBE = re.compile(r"globe:([^\W\d_]{2,30})", re.I)
GEOHACK = re.compile(r"geohack[^?\s]{0,60}\?(?:[^#\s]{0,400}&)?params=([^&#\s]{3,200})", re.I)
"""The URL of MediaWiki's service for coordinates, `GeoHack`."""


def find_coordinates(page: Page) -> tuple[Coordinates, ...]:
    """All coordinates of a page, in document order."""
    out: list[Coordinates] = []
    last: Coordinates | None = None
    stack: list[Node] = [page]
    while stack:
        node = stack.pop()
        if isinstance(node, Template):
            out += of_template(node, page.lang)
        elif isinstance(node, HtmlElement):
            found = _of_element(node, page.lang)
            if found is not None:
                # MediaWiki writes a position twice, in degrees and minutes and in decimals.
                if last is not None and out[-1] is last and _is_near(last, found):
                    out[-1] = _finer(last, found)
                else:
                    out.append(found)
                last = out[-1]
                continue
        elif isinstance(node, ExternalLink) and (match := GEOHACK.search(node.url)):
            found = _of_text(pair_of_underscores(match[1]), match[1], node, ("url", "geohack"))
            if found is not None:
                out.append(found)
                continue
        stack += node.children[::-1]
    return tuple(out)


def of_template(template: Template, lang: str | None) -> Iterator[Coordinates]:
    """The coordinates that one template states."""
    name = fold_name(template.name)
    if name in NAMES or STEM.search(name):
        found = _of_coordinate_template(template, name, lang)
        if found is not None:
            yield found
            return
    if name not in NAMES:
        yield from _of_arguments(template, lang)


def _of_coordinate_template(template: Template, name: str, lang: str | None) -> Coordinates | None:
    named = values_by_name(template)
    positional = positional_values(template)
    # `{{Coordinate|NS=52/31/7/N|EW=13/24/30/E}}` (de), `{{coord|lat=…|lon=…}}`
    by_name = {key.casefold(): value for key, value in named.items() if value}
    pair = None
    if name in NAMES or any(value and value.isalpha() for value in positional[1:6]):
        pair = _named_pair(by_name, lang) or pair_of_numbers(positional, lang)
    if pair is None and positional and positional[0]:
        pair = pair_of_underscores(positional[0])
        if pair is None and name in NAMES:
            pair = pair_of_text(positional[0], lang)
    display = by_name.get("display", "")
    is_title = bool(TITLE.search(display)) or "title" in name or name in TITLE_NAMES
    is_title = is_title or bool(by_name.get("article"))
    parameters = "_".join([value for value in positional if value and ":" in value])
    globe = by_name.get("globe") or ""
    label = by_name.get("name", "")
    return _of_text(
        pair, parameters or globe, template, ("template", template.name.strip()),
        is_title=is_title, globe=globe, name=label or "",
    )  # fmt: skip


def _of_text(
    pair: Pair | None,
    parameters: str,
    node: Node,
    evidence: tuple[str, str],
    *,
    is_title: bool = False,
    globe: str = "",
    name: str = "",
) -> Coordinates | None:
    if pair is None:
        return None
    if not globe and (match := GLOBE.search(parameters)):
        globe = match[1]
    return Coordinates(
        pair.latitude, pair.longitude, node, is_title, globe.strip().lower() or "earth", name,
        (evidence,),
    )  # fmt: skip


def _named_pair(values: dict[str, str | None], lang: str | None) -> Pair | None:
    for north, east in (("ns", "ew"), ("lat", "lon"), ("lat", "long"), ("latitude", "longitude")):
        a, b = values.get(north), values.get(east)
        if a and b:
            return to_pair(angle_of(a), angle_of(b), lang)
    return None


# --- pairs of arguments

_SUFFIXES: Final = (
    r"(?P<degrees>d|deg|degrees?|g|gradi|grad|grados|graus|degres|degrés|度)"
    r"|(?P<minutes>m|min|minutes?|minuti|primi|minutos|minuten|分)"
    r"|(?P<seconds>s|sec|seconds?|secondi|segundos|secondes|sekunden|秒)"
    r"|(?P<letter>ns|sn|ew|we|eo|oe|eó|dir|direction|hem|hemisphere|h|p)"
    r"|(?P<decimal>dec|decimale?|decimals)"
)
ARGUMENT = re.compile(
    r"(?P<prefix>source\d?|sourceconfluence|mouth|highest|lowest|capital|origin|start|end|peak)?+"
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


_Named = tuple[bool, str]
_EXACT: Final[dict[str, _Named]] = {
    "stopnin": (True, "degrees"),
    "minutn": (True, "minutes"),
    "sekundn": (True, "seconds"),
    "stopnie": (False, "degrees"),
    "minute": (False, "minutes"),
    "sekunde": (False, "seconds"),
    "ns": (True, "decimal"),
    "ew": (False, "decimal"),
    "n(北緯)及びs(南緯)": (True, "letter"),
    "e(東経)及びw(西経)": (False, "letter"),
}
"""Arguments of Polish, German and Japanese infoboxes, without their separators."""
_SHORT: Final = frozenset(("lat", "lon", "long", "lng"))


class _Parts:
    """The parts of one position among the arguments of a template, by name (`degrees`)."""

    def __init__(self) -> None:
        self.latitude: dict[str, str] = {}
        self.longitude: dict[str, str] = {}
        self.names: list[str] = []

    def add(self, part: str, name: str, value: str, *, is_latitude: bool) -> None:
        (self.latitude if is_latitude else self.longitude).setdefault(part, value)
        self.names.append(name)

    def add_all(self, other: _Parts) -> None:
        """Add the parts of another that are missing here."""
        self.latitude = other.latitude | self.latitude
        self.longitude = other.longitude | self.longitude
        self.names += other.names


def _of_arguments(template: Template, lang: str | None) -> Iterator[Coordinates]:
    """The positions in the named arguments of an infobox or a map."""
    groups: dict[tuple[str, str, str], dict[str, _Parts]] = {}
    display = globe = ""
    # As in MediaWiki, the last argument of a name counts, also where it is blank.
    for argument in {a.name: a for a in template.arguments if not a.is_positional}.values():
        name = folded(argument.name) if len(argument.name) <= 60 else ""
        if name in WHOLE:
            value = value_of(argument)
            pair = pair_of_text(value, lang) if value else None
            found = _of_text(pair, "", template, ("arguments", argument.name))
            if found is not None:
                yield found
        elif name in ("coordinatesdisplay", "coorddisplay", "display"):
            display += value_of(argument) or ""
        elif name == "globe":
            globe = value_of(argument) or ""
        elif (match := _EXACT.get(name) or ARGUMENT.fullmatch(name)) and (
            value := value_of(argument)
        ) != "":
            is_latitude, part, style, key = _part_of(match)
            parts = groups.setdefault(key, {}).setdefault(style, _Parts())
            # A value that is not known is no number, so that there is no position either.
            value = "?" if value is None else value
            parts.add(part, argument.name, value, is_latitude=is_latitude)
    for styles in groups.values():
        for parts in _positions(styles):
            found = _of_text(
                _pair_of_parts(parts, lang),
                "",
                template,
                ("arguments", ", ".join(parts.names)),
                is_title=bool(TITLE.search(display)),
                globe=globe,
            )
            if found is not None:
                yield found


def _positions(styles: dict[str, _Parts]) -> list[_Parts]:
    """The positions whose parts are named in several styles: one, unless two styles have all that
    it takes (`latd`, `longd` beside `lat_deg`, `lon_deg`).
    """
    whole = [
        parts
        for style, parts in styles.items()
        if style and "degrees" in parts.latitude and "degrees" in parts.longitude
    ]
    if len(whole) < 2:
        one = _Parts()
        for parts in styles.values():
            one.add_all(parts)
        return [one]
    for parts in whole:
        parts.add_all(styles.get("", _Parts()))
    return whole


def _part_of(match: re.Match[str] | _Named) -> tuple[bool, str, str, tuple[str, str, str]]:
    """Whether a name is of a latitude, which part of it and in which style of names, and of which
    position of the template.
    """
    if isinstance(match, tuple):
        return *match, "", ("", "", "")
    part = next((one for one in _PARTS if match[one]), "whole")
    style = ""
    if part in ("degrees", "minutes", "seconds"):
        style = "letter" if len(match[part]) == 1 else "word"
    word = match["latitude"] or match["longitude"]
    # `latitude` and `lat_deg` in one infobox are two ways to say it, not parts of one.
    family = "" if word in _SHORT else "long"
    key = (family, match["prefix"] or "", match["number"] or match["last"] or "")
    return match["latitude"] is not None, part, style, key


_PARTS: Final = ("degrees", "minutes", "seconds", "letter", "decimal")


def _pair_of_parts(parts: _Parts, lang: str | None) -> Pair | None:
    angles: list[Angle | None] = []
    for values in (parts.latitude, parts.longitude):
        degrees = values.get("degrees") or values.get("whole") or values.get("decimal", "")
        angle = angle_of(degrees)
        minutes, seconds, letter = (values.get(p, "") for p in ("minutes", "seconds", "letter"))
        if angle is not None and (minutes or seconds or letter):
            # Only where the degrees are a number alone.
            text = "/".join((degrees, minutes, seconds, letter))
            angle = angle_of(text) if angle.is_bare else None
        angles.append(angle)
    return to_pair(angles[0], angles[1], lang)


# --- microformats


def _of_element(element: HtmlElement, lang: str | None) -> Coordinates | None:
    """The position in an element with a class of the microformats: `geo`, or one around elements of
    the classes `latitude` and `longitude`.
    """
    classes = (element.get("class") or "").split()
    if "geo" in classes:
        text = _short_text(element)
        pair = pair_of_text(text.replace(";", ","), lang) if text else None
        if pair is not None:
            return _of_text(pair, "", element, ("class", "geo"))
    below: dict[str, str] = {}
    for child in element.children:
        if isinstance(child, HtmlElement):
            for name in (child.get("class") or "").split():
                if name in ("latitude", "longitude"):
                    below.setdefault(name, child.get("title") or _short_text(child))
    if len(below) == 2:
        pair = to_pair(angle_of(below["latitude"]), angle_of(below["longitude"]), lang)
        return _of_text(pair, "", element, ("class", "latitude, longitude"))
    return None


def _short_text(element: HtmlElement) -> str:
    return value_of(element) or ""


def _is_near(a: Coordinates, b: Coordinates) -> bool:
    """Whether two positions may be one that is written twice: less than a minute apart."""
    return max(abs(a.latitude - b.latitude), abs(a.longitude - b.longitude)) < 1 / 60


def _finer(first: Coordinates, second: Coordinates) -> Coordinates:
    """Of one position that is written twice, the one in decimals."""
    return second if second.evidence == (("class", "geo"),) else first
