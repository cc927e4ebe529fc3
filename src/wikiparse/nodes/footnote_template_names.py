"""Names of templates that are footnotes, by the kind of footnote; the documentation of a template
on its wiki says which that is.

A row holds languages ("" for every wiki that has a template of that name, and means this by it),
names, and the group of the footnotes where the template says none. Names that mean something else
on other wikis (`note`, `r`, `cita`) are in rows with languages, and unknown where the language of a
page is.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeVar

Kind = Literal["text", "styled text", "names", "short citation", "label", "labeled text"]
Rows = tuple[tuple[str, str, str], ...]

# English Template:Efn and its kin, which most wikis took over; Template:Refn; Template:NoteTag.
# Hebrew תבנית:הערה, French Modèle:Note, Portuguese Predefinição:Nota de rodapé, Persian
# الگو:یادداشت.
TEXT: Final[Rows] = (
    ("", "refn|refnest", ""),
    ("", "notetag", "note"),
    ("ja", "notetag|efn2", "注"),
    ("ja", "efn", "注釈"),
    ("zh", "notetag", "註"),
    ("he", "הערה", ""),
    ("fr", "note", ""),
    ("pt", "nota de rodapé|nota de rodape", "nota"),
    ("fa", "یادداشت", "یادداشت"),
)
"""A footnote whose text is an argument of the template."""

STYLED_TEXT: Final[Rows] = (
    ("", "efn|efn-la", "lower-alpha"),
    ("", "efn-ua", "upper-alpha"),
    ("", "efn-lr", "lower-roman"),
    ("", "efn-ur", "upper-roman"),
    ("", "efn-lg", "lower-greek"),
)
"""The same, with a group that must be one of `STYLES`: any other counts as not given (English
Template:Efn)."""

STYLES: Final = frozenset(
    ("note", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman", "lower-greek")
)

# English Template:R; Polish Szablon:R, and Szablon:U for notes.
NAMES: Final[Rows] = (
    ("en simple zh ja ko vi id pl", "r", ""),
    ("pl", "u", "uwaga"),
)
"""References to footnotes by their names, each an argument without a name."""

# English Template:Sfn and its kin (Module:Footnotes); Polish Szablon:Odn, Persian الگو:پک.
SHORT: Final[Rows] = (
    ("", "sfn|sfnp|sfnm|sfnmp", ""),
    ("pl", "odn", ""),
    ("fa", "پک", ""),
)
"""A footnote whose text is a short citation: last names, year, pages."""

# English Template:Harvard citation and its kin; Spanish Plantilla:Harvnp, French Modèle:Harvsp,
# Portuguese Predefinição:Harvref, Russian Шаблон:Sfn-текст.
CITING: Final[Rows] = (
    (
        "",
        (
            "harvnb|harv|harvtxt|harvcol|harvcolnb|harvcoltxt|harvp|harvs|harvard citation"
            "|harvard citation no brackets|harvard citation text|harvnp|harvsp|harvref|sfn-текст"
        ),
        "",
    ),
)
"""A short citation in the text, or in a footnote that something else makes."""

CITING_BY_TEXT: Final[Rows] = (("it", "cita", ""),)
"""The same, with its text, the pages and the citation's name as arguments (Italian
Template:Cita)."""

# English Template:Ref label, Template:Ref; German Vorlage:FN.
LABELS: Final[Rows] = (
    ("", "ref label", ""),
    ("en simple zh ja ko", "ref", ""),
    ("de", "fn", "FN"),
)
"""A reference by a name, to a template of `LABELED`."""

# English Template:Note label, Template:Note; German Vorlage:FNZ.
LABELED: Final[Rows] = (
    ("", "note label", ""),
    ("en simple zh ja ko", "note", ""),
    ("de", "fnz", "FN"),
)
"""The footnote of that name: the text is after the template, or, in German, an argument."""

# English Template:Reflist, Template:Notelist, Template:NoteFoot, and those of other Wikipedias.
LISTS: Final[Rows] = (
    (
        "",
        (
            "reflist|references|refs|references-small|listaref|références|referències|referencias"
            "|referências|referenties|przypisy|przypisy-lista|примечания|примітки|הערות שוליים"
            "|脚注リスト|پانویس|مراجع|각주|kaynakça|tham khảo|viitteet|jegyzetek"
        ),
        "",
    ),
    ("", "notelist|notelist-la", "lower-alpha"),
    ("", "notelist-ua", "upper-alpha"),
    ("", "notelist-lr", "lower-roman"),
    ("", "notelist-ur", "upper-roman"),
    ("", "notelist-lg", "lower-greek"),
    ("", "notefoot", "note"),
    ("en simple", "notes", "lower-alpha"),
    ("ja", "notelist", "注釈"),
    ("ja", "notelist2|notefoot", "注"),
    ("zh", "notefoot", "註"),
    ("pl", "uwagi", "uwaga"),
)
"""The list of the footnotes of a group."""


class Form(NamedTuple):
    """The kind of a footnote template, and the group of its footnotes where it says none."""

    kind: Kind
    group: str


T = TypeVar("T")


def _table(rows: Rows) -> dict[tuple[str, str], str]:
    """The groups by language and name."""
    return {
        (language, name): group
        for languages, names, group in rows
        for language in languages.split() or ("",)
        for name in names.split("|")
    }


_KINDS: Final[tuple[tuple[Kind, Rows], ...]] = (
    ("text", TEXT),
    ("styled text", STYLED_TEXT),
    ("names", NAMES),
    ("short citation", SHORT),
    ("label", LABELS),
    ("labeled text", LABELED),
)
_FORMS: Final = {
    key: Form(kind, group) for kind, rows in _KINDS for key, group in _table(rows).items()
}
_LISTS: Final = _table(LISTS)
_CITING: Final = _table((*CITING, *SHORT))
_CITING_BY_TEXT: Final = _table(CITING_BY_TEXT)


_NAMES: Final = frozenset(
    [name for table in (_FORMS, _LISTS, _CITING, _CITING_BY_TEXT) for _, name in table]
)


def _look_up(table: dict[tuple[str, str], T], name: str, lang: str | None) -> T | None:
    folded = name.lower()
    # Most names are those of a parser, which has them in this form already.
    if "_" in folded or ":" in folded:
        folded = " ".join(folded.replace("_", " ").split()).removeprefix("template:").lstrip()
    # Every template of a page is asked about: one look-up for nearly all of them.
    if folded not in _NAMES:
        return None
    own = table.get(((lang or "").partition("-")[0], folded))
    return table.get(("", folded)) if own is None else own


def form_of(name: str, lang: str | None) -> Form | None:
    """The form of a template of this name on the wikis of a language; None of most."""
    return _look_up(_FORMS, name, lang)


def group_listed(name: str, lang: str | None) -> str | None:
    """The group of the footnotes that a template lists, unless it says another; None of a template
    that lists none.
    """
    return _look_up(_LISTS, name, lang)


def cites(name: str, lang: str | None) -> Literal["names", "text"] | None:
    """Whether a template is a short citation: by last names and year, or by the text that it shows.
    None of any other.
    """
    if _look_up(_CITING_BY_TEXT, name, lang) is not None:
        return "text"
    return None if _look_up(_CITING, name, lang) is None else "names"
