"""Which citation templates the short citations of a page name: `{{sfn|Smith|2005}}` leads to
`{{cite book|last=Smith|year=2005}}`.

Both make an anchor of the last names of up to four authors and the year, or of the editors where
there are no authors, as English Module:Footnotes and Module:Citation/CS1 do; `ref=` says another
(English Help:Citation Style 1, "Anchors"). Italian citations are named by `cid=`, French ones by
`id=`, Russian ones by `ref=` before the year.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wikiparse.nodes.footnote_template_names import cites, form_of
from wikiparse.nodes.inlines import Template
from wikiparse.nodes.links import FootnoteReference

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.inlines import TemplateArgument
    from wikiparse.nodes.page import Page

MOST_NAMES: Final = 4
"""Last names in an anchor; more authors are left out (Module:Footnotes)."""

LAST_NAMES: Final = frozenset(
    "last surname author-last last-author subject author host apellidos apellido autor cognome"
    " autore nom auteur sobrenome último ultimo nazwisko příjmení achternaam auteur efternamn"
    " författare cognom فامیلی نام-خانوادگی مؤلف الأخير 姓 著者 作者 저자 성 autors szerző".split()
)
EDITORS: Final = frozenset(
    "editor-last editor editor-surname curatore éditeur editor-nazwisko redaktor 編者".split()
)
YEARS: Final = (
    "year", "date", "año", "fecha", "anno", "data", "année", "ano", "rok", "jaar", "år", "any",
    "год", "рік", "سال", "سنة", "تاریخ", "تاريخ", "tahun", "yıl", "tarih", "năm", "년도",
    "날짜", "年",
)  # fmt: skip
IDENTIFIERS: Final = ("ref", "cid", "id", "harvid", "sfnref")
HARVID: Final = frozenset(("harvid", "sfnref", "citeref", "sfnref2"))
# 2005a, 2001–2005, 12 May 2005, 2005-03-04
YEAR: Final = re.compile(r"[0-9]{3,4}(?:[–-][0-9]{3,4}(?![0-9-]))?[a-z]?(?![0-9a-z])")
OF_WORK: Final = re.compile(r"([0-9]{1,3})(?:a([0-9]{1,2})|(y))")
"""Arguments of Template:Sfnm: the third author of the second work is `2a3`, its year `2y`."""


class Citations:
    """The citation templates of a page, and the short citations that name them."""

    __slots__ = ("_by_footnote", "_labels", "_named", "_page")

    def __init__(self, page: Page) -> None:
        self._page = page
        self._named: dict[str, Template] = {}
        self._labels: dict[str, Template] = {}
        self._by_footnote: dict[int, tuple[Template, ...]] = {}
        for template in page.templates:
            form = form_of(template.name, page.lang)
            if form is None and cites(template.name, page.lang) is None:
                for anchor in anchors_of(template):
                    # A page may cite a work twice; browsers go to the first.
                    self._named.setdefault(anchor, template)
            elif form is not None and form.kind == "labeled text":
                self._labels.setdefault(_of(template, 1), template)

    def of(self, node: Node) -> tuple[Template, ...]:
        """The citations that a short citation names, or those that are named in the footnote of a
        reference.
        """
        if isinstance(node, Template):
            return self._of_template(node)
        if not isinstance(node, FootnoteReference):
            return ()
        definition = self._page.footnote(node)
        if definition is None:
            below = next((c for c in node.children if isinstance(c, Template)), None)
            return () if below is None else self._of_template(below)
        # Of each footnote once, since all references may call the same.
        if id(definition) not in self._by_footnote:
            found = {
                id(cited): cited
                for template in definition.find_all(Template)
                for cited in self._of_template(template)
            }
            self._by_footnote[id(definition)] = tuple(found.values())
        return self._by_footnote[id(definition)]

    def _of_template(self, template: Template) -> tuple[Template, ...]:
        form = form_of(template.name, self._page.lang)
        if form is not None and form.kind == "label":
            label = self._labels.get(_of(template, 1))
            return () if label is None else (label,)
        found = [self._named.get(anchor) for anchor in named_by(template, self._page.lang)]
        return tuple([one for one in found if one is not None])


def named_by(template: Template, lang: str | None) -> list[str]:
    """The anchors that a short citation names; none of any other template."""
    how = cites(template.name, lang)
    if how is None:
        return []
    if how == "text":
        anchor = _of(template, 3) or _of(template, 1)
        return [_folded(anchor)] if anchor else []
    given = _of(template, "ref") or _of(template, "id")
    if given:
        return [] if given == "none" else [_folded(given)]
    values = [text for a in template.arguments if a.is_positional and (text := _text(a))]
    if values and template.get("last") is None:  # `{{harvs|nb|last=…}}`: how it is shown
        return [_anchor(values[:-1], values[-1]) if len(values) > 1 else _folded(values[0])]
    return _of_several(template) or _of_years(template)


def _of_several(template: Template) -> list[str]:
    """The anchors of the works of Template:Sfnm."""
    works: dict[int, tuple[dict[int, str], list[str]]] = {}
    for argument in template.arguments:
        if match := OF_WORK.fullmatch(argument.name):
            names, years = works.setdefault(int(match[1]), ({}, []))
            if match[2]:
                names[int(match[2])] = _text(argument)
            else:
                years.append(_text(argument))
    return [
        _anchor([names[number] for number in sorted(names)], years[-1] if years else "")
        for _, (names, years) in sorted(works.items())
    ]


def _of_years(template: Template) -> list[str]:
    """The anchors of Template:Harvs, which has names and several years by name."""
    names = [_of(template, "last") or _of(template, "author")]
    names += [_of(template, f"last{number}") for number in range(2, MOST_NAMES + 1)]
    years = [_of(template, "year"), *(_of(template, f"year{number}") for number in range(2, 10))]
    return [_anchor(names, year) for year in years if year and names[0]]


def anchors_of(template: Template) -> list[str]:
    """The anchors of a citation template: that of `ref=` and its kin, or of names and year."""
    by_name: dict[str, TemplateArgument] = {}
    authors: dict[int, str] = {}
    editors: dict[int, str] = {}
    for argument in template.arguments:
        if argument.is_positional:
            continue
        name = argument.name.lower().replace("_", "-").replace(" ", "-")
        base = name.rstrip("0123456789")
        # `author2-last` and `last2` are the same.
        number = name[len(base) :]
        if not number and "-" in name:
            before, _, after = name.partition("-")
            stem = before.rstrip("0123456789")
            number, base = before[len(stem) :], f"{stem}-{after}"
        base = base.rstrip("-")
        if base in LAST_NAMES or base in EDITORS:
            if text := _text(argument):
                people = authors if base in LAST_NAMES else editors
                people.setdefault(int(number[:3] or 1), text)
        else:
            by_name.setdefault(name, argument)
    found: list[str] = []
    date = next((text for name in YEARS if (a := by_name.get(name)) and (text := _text(a))), "")
    match = YEAR.search(date)
    year = date if match is None else match[0]
    for name in IDENTIFIERS:
        if (named := by_name.get(name)) is None:
            continue
        nested = next((n for n in named.children if isinstance(n, Template)), None)
        if nested is not None and nested.name.lower() in HARVID:
            values = [text for a in nested.arguments if a.is_positional and (text := _text(a))]
            found.append(_anchor(values[:-1], values[-1]) if values else "")
        elif given := _text(named):
            if given.lower() == "none":
                return []
            if given.lower() not in ("harv", "sfn"):
                # In Russian the year is added to it.
                found += [_folded(given), _anchor([given], year)]
    people = authors or editors
    names = [people[number] for number in sorted(people)]
    # As it is written, for years such as "n.d." and "1974, 1999".
    found += [_anchor(names, when) for when in dict.fromkeys((year, date)) if names and when]
    return [anchor for anchor in found if anchor]


def _anchor(names: list[str], year: str) -> str:
    return _folded("".join(names[:MOST_NAMES]) + year)


def _folded(anchor: str) -> str:
    """An anchor as both sides are compared: without the prefix, and without white space."""
    return "".join(anchor.replace("_", " ").split()).removeprefix("CITEREF")


def _of(template: Template, name: int | str) -> str:
    argument = template.get(name)
    return "" if argument is None else _text(argument)


def _text(argument: TemplateArgument) -> str:
    return " ".join(argument.text.split())
