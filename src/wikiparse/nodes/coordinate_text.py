"""The text of templates of coordinates: `{{coord|52|31|N|13|24|E}}` is read as "52°31′N 13°24′E".

    {{coord|52|31|N|13|24|E}}   {{coord|52.5|-13.4}}   {{coor dms|52|31|7|N|13|24|30|E}}
    {{Coordinate|NS=52/31//N|EW=13/24//E|text=DMS}}    {{Koordinate Text|52_31_7_N_13_24_30_E}}
    {{współrzędne|52°31′N 13°24′E}}

The numbers are shown as the template has them. Where it asks for a conversion (`format=dms` of
decimals) or for other precision, they are still those.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wikiparse.nodes.template_functions import texts_of, value

if TYPE_CHECKING:
    from wikiparse.nodes.inlines import Template
    from wikiparse.nodes.template_functions import TextFunction

NAMES: Final = frozenset("""
coord|coor|coor d|coor dm|coor dms|coor title d|coor title dm|coor title dms|coor at d|coor at dm
|coor at dms|coordinate|coordinates|coords|coord/display/inline|coord/display/title
|coord/display/inline,title|coord/display/title,inline|coordinate dms
|koordinate|koordinate artikel|koordinate text|koordinate text artikel|koordinaten
|coordonnées|coordonnees|coordenadas|coordenades|coordinadas|coördinaten|koord|koord titel
|koordinater|koordinata|koordinate2|koordinaatit|koordinaadid|koordinat|koordinatlar|koordinatoj
|koordynaty|współrzędne|souřadnice|súradnice|geokoordinaten|koordinátor|koordináta
|координаты|координати|координаттар|каардынаты|إحداثيات|احداثيات|مختصات|مختصات جغرافیایی
|স্থানাঙ্ক|निर्देशांक|坐标|座標|经纬度|經緯度|좌표|พิกัดภูมิศาสตร์|พิกัด|συντεταγμένες|კოორდინატები
|ウィキ座標|ウィキ座標度分秒|ウィキ座標度分|ウィキ座標度|ウィキ座標2段度分秒|ウィキ座標2段度分|ウィキ座標2段度
|coordonate|koordinatak|coordinate title|tọa độ
""".replace("\n", "").split("|")) - {""}  # fmt: skip
"""Templates of coordinates in the large Wikipedias."""

NUMBER = re.compile(r"[-+\u2212]?\d{1,3}(?:[.,]\d{1,16})?")
LETTERS: Final = frozenset("n s e w o nb zb ol wl ö v з с в ю".split())
"""The letters of the directions, of which one ends each angle."""
SYMBOLS: Final = "°′″"
TITLE_ONLY: Final = frozenset(("title", "t", "titel", "titre", "título", "titolo"))
"""Values of `display` by which the position is shown beside the page's title and not here."""
BY_NAME: Final = (("ns", "ew"), ("NS", "EW"), ("lat", "long"), ("lat", "lon"),
                  ("latitude", "longitude"))  # fmt: skip

Style = tuple[str, str, dict[str, str]]
STYLES: Final[dict[str, Style]] = {
    # fr: Module:Coordinates, "48° 51′ nord, 2° 21′ est".
    "fr": (" ", ", ", {"N": " nord", "S": " sud", "E": " est", "W": " ouest", "O": " ouest"}),
    # de: Vorlage:Coordinate, "52° 31′ N, 13° 24′ O".
    "de": (" ", ", ", {"N": " N", "S": " S", "E": " O", "O": " O", "W": " W"}),
    # ru: Модуль:Coordinates, "52°31′ с. ш. 13°24′ в. д.".
    "ru": ("", " ", {"N": " с. ш.", "S": " ю. ш.", "E": " в. д.", "W": " з. д."}),
    # sv: Mall:Coord, "52°31′N 13°24′Ö".
    "sv": ("", " ", {"N": "N", "S": "S", "E": "Ö", "O": "Ö", "W": "V"}),
}
"""By language: between the parts of an angle, between the angles, and the directions as shown."""
PLAIN: Final[Style] = ("", " ", {})
"""en: Module:Coordinates, and the wikis that took it over."""


def coordinates(lang: str | None) -> TextFunction:
    """The function for the wikis of a language."""
    style = _style(lang)
    return lambda template: _written(template, style) if _is_inline(template) else ""


def text_of_coordinates(template: Template) -> str:
    """The same wherever on the page the template shows it."""
    texts = getattr(template, "_texts", None)  # of the page; None if no page has it
    return _written(template, _style(getattr(texts, "lang", None)))


def _style(lang: str | None) -> Style:
    return STYLES.get((lang or "").partition("-")[0], PLAIN)


def _is_inline(template: Template) -> bool:
    """Whether the position is shown where the template is."""
    name = " ".join(template.name.replace("_", " ").split()).lower()
    if ("title" in name and "inline" not in name) or name in ("koordinate artikel", "koord titel"):
        return False
    if template.get("NS") is not None:
        # de: Vorlage:Coordinate shows a text where it is asked for one.
        return value(template, "text") != ""
    return value(template, "display").lower() not in TITLE_ONLY


def _written(template: Template, style: Style) -> str:
    """Both angles as the language writes them; "" where they cannot be told."""
    own = next((pair for pair in BY_NAME if value(template, pair[0])), None)
    if own is not None:
        angles = [value(template, name).split("/") for name in own]
    else:
        values = texts_of(template)
        if values and "_" in values[0]:
            values = values[0].split("_")
        elif values and "°" in values[0] and not any(values[1:]):
            return values[0]
        angles = _split(values[:9])
    parts = [found for angle in angles if (found := _parts(angle))]
    if len(parts) != 2:
        return ""
    _, middle, _ = style
    return f"{_angle(parts[0], style, 'N', 'S')}{middle}{_angle(parts[1], style, 'E', 'W')}"


def _split(values: list[str]) -> list[list[str]]:
    """The angles of positional arguments: a letter ends each, or there are two numbers alone."""
    angles: list[list[str]] = []
    numbers: list[str] = []
    for text in values:
        if text == "" or NUMBER.fullmatch(text):
            numbers.append(text)
        elif text.lower() in LETTERS and numbers:
            angles.append([*numbers, text])
            numbers = []
        else:
            break
    if angles:
        return angles
    return [[number] for number in numbers[:2]] if not any(numbers[2:]) else []


def _parts(angle: list[str]) -> list[str]:
    """Degrees, perhaps minutes and seconds, and a letter or ""; [] if it is no angle."""
    parts = [part.strip() for part in angle]
    letter = parts.pop() if parts and parts[-1].lower() in LETTERS else ""
    if not 0 < len(parts) <= len(SYMBOLS) or not parts[0]:
        return []
    if not all(NUMBER.fullmatch(part) for part in parts if part):
        return []
    return [*parts, letter]


def _angle(parts: list[str], style: Style, positive: str, negative: str) -> str:
    between, _, directions = style
    *numbers, letter = parts
    if not letter:
        # Plus or minus says the direction, as in the modules.
        letter = negative if numbers[0][0] in "-\u2212" else positive
        numbers[0] = numbers[0].lstrip("-+\u2212")
    shown = [number + symbol for number, symbol in zip(numbers, SYMBOLS, strict=False) if number]
    return between.join(shown) + directions.get(letter.upper(), letter)
