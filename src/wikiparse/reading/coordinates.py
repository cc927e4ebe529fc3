"""Coordinates that a page states: in templates, in pairs of arguments, in microformats.

Nothing is worked out from running text, and nothing is taken from elsewhere: a template that asks
Wikidata states no coordinates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from wikiparse.nodes.coordinate_text import NAMES as SHOWN
from wikiparse.nodes.inlines import HtmlElement, Template, TemplateArgument
from wikiparse.nodes.links import ExternalLink
from wikiparse.nodes.template_text import fold_name
from wikiparse.reading.angles import (
    Pair,
    angle_of,
    pair_of_numbers,
    pair_of_text,
    pair_of_underscores,
    to_pair,
)
from wikiparse.reading.arguments import positional_values, value_of, values_by_name
from wikiparse.reading.coordinate_arguments import known_among, positions_in_arguments
from wikiparse.text_cache import text_cache

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
    `globe` is the celestial body, in lower case. `name` is the name of the position in
    the template, "" if it has none. `evidence` are pairs: how it is stated ("template",
    "arguments", "class" or "url"), and the name, the names or the class that were found.

    >>> doc = wikiparse.parse("{{coord|48|12|N|9|30|E|display=title}}", dialect="wikitext")
    >>> position = doc.coordinates[0]
    >>> position.latitude, position.longitude, position.is_title
    (48.2, 9.5, True)
    """

    latitude: float
    """Degrees from -90 (south) to 90 (north)."""
    longitude: float
    """Degrees from -180 (west) to 180 (east)."""
    node: Node
    """The node that states it."""
    is_title: bool = False
    """Whether it is the position of the page's subject."""
    globe: str = "earth"
    """The celestial body, in lower case."""
    name: str = ""
    """Its name in the template, "" if none."""
    evidence: tuple[tuple[str, str], ...] = ()
    """Pairs: how it is stated, and the name that was found."""


NAMES: Final = SHOWN | {"coor url", "geolinks-us-cityscale"}
"""Templates whose positional arguments are coordinates, in the large Wikipedias."""
LONGEST_NAME: Final = 100
"""Code points of a template's name that is looked at, and remembered."""
STEM = re.compile(
    r"coo?rd|coördin|ko[oö]r?d|souřad|súradn|współrz|коорд|каард|συντεταγ|坐标|座標|좌표|إحداثي|مختصات"
    r"|স্থানাঙ্ক|निर्देशांक",
    re.I,
)
"""Parts of the names of their kin. There the letters have to say that it is a position."""
TITLE_NAMES: Final = frozenset(("koordinate artikel", "koordinate text artikel", "koord titel"))

TITLE = re.compile(r"title|titel|título|titre|titolo|\A(?:t|it|ti)\Z", re.I)
"""Values of `display` that put the position beside the page's title."""
GLOBE = re.compile(r"globe:([^\W\d_]{2,30})", re.I)
GEOHACK = re.compile(r"geohack[^?\s]{0,60}\?(?:[^#\s]{0,400}&)?params=([^&#\s]{3,200})", re.I)
"""The URL of MediaWiki's service for coordinates, `GeoHack`."""


def find_coordinates(page: Page) -> tuple[Coordinates, ...]:
    """All coordinates of a page, in document order."""
    links = [url for url in [link.url for link in page.external_links] if "eohack" in url]
    if not (any(map(_geohack, links)) or _in_elements(page)):
        # No position in a microformat, as on most pages: the templates need no walk.
        return tuple([c for node in _stating(page) for c in of_template(node, page.lang)])
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
        elif isinstance(node, ExternalLink) and (match := _geohack(node.url)):
            found = _of_text(pair_of_underscores(match[1]), match[1], node, ("url", "geohack"))
            if found is not None:
                out.append(found)
                continue
        if children := node.children:
            stack += children[::-1]
    return tuple(out)


def _in_elements(page: Page) -> bool:
    """Whether an element of a page states a position."""
    return any(
        _of_element(element, page.lang)
        for element in page._all(HtmlElement)
        # Most have no attributes and hold no other element: no class is theirs.
        if element.attributes or HtmlElement in map(type, element.children)
    )


def _stating(page: Page) -> list[Template]:
    """The templates that may state a position, by their names or those of their arguments: each
    name is asked about once.
    """
    templates = page.templates
    names = {name for name in {t.name for t in templates} if _is_name(fold_name(name))}
    # Most pages have no such argument.
    parts = known_among({a.name for a in page._all(TemplateArgument)})
    if not parts:
        return [t for t in templates if t.name in names] if names else []
    return [
        t
        for t in templates
        if t.name in names or not parts.isdisjoint([a.name for a in t.arguments])
    ]


def _is_name(name: str) -> bool:
    """Whether a template of this name is one of coordinates, or may be."""
    return name in NAMES or (len(name) <= LONGEST_NAME and _has_stem(name))


@text_cache(2048)
def _has_stem(name: str) -> bool:
    return STEM.search(name) is not None


def of_template(template: Template, lang: str | None) -> Iterator[Coordinates]:
    """The coordinates that one template states."""
    name = fold_name(template.name)
    if _is_name(name):
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


def _named_pair(values: dict[str, str], lang: str | None) -> Pair | None:
    for north, east in (("ns", "ew"), ("lat", "lon"), ("lat", "long"), ("latitude", "longitude")):
        a, b = values.get(north), values.get(east)
        if a and b:
            return to_pair(angle_of(a), angle_of(b), lang)
    return None


def _of_arguments(template: Template, lang: str | None) -> Iterator[Coordinates]:
    """The positions in the named arguments of an infobox or a map."""
    stated, display, globe = positions_in_arguments(template, lang)
    if not stated:
        return
    is_title = TITLE.search(display) is not None
    for pair, names in stated:
        evidence = ("arguments", ", ".join(names))
        found = _of_text(pair, "", template, evidence, is_title=is_title, globe=globe)
        if found is not None:
            yield found


# --- microformats


def _geohack(url: str) -> re.Match[str] | None:
    # Few links are: the pattern is not tried where its first word is not.
    return GEOHACK.search(url) if "eohack" in url else None


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
