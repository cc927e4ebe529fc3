"""The text of citation templates, as a reader sees it: authors, title, publisher, date.

Which argument is which says `citation_names`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wikiparse.nodes.citation_names import meanings_in
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.template_functions import has_text, positional
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.citation_names import Meanings
    from wikiparse.nodes.inlines import Template, TemplateArgument
    from wikiparse.nodes.template_functions import Shown

KINDS: Final = {
    "family": "last",
    "given": "first",
    "author": "author",
    "editor": "editor",
    "editor-family": "editor",
    "title": "title",
    "script-title": "title",
    "chapter": "chapter",
    "container": "work",
    "collection": "work",
    "publisher": "publisher",
    "agency": "publisher",
    "place": "place",
    "date": "date",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "quote": "quote",
}
"""The parts of the text, by the meaning of an argument."""

LISTED: Final = frozenset(("last", "first", "author", "editor"))
MOST_PEOPLE: Final = 8
"""People who are named, as in English Module:Citation/CS1; then "et al."."""


@text_cache(1024)
def _meanings_of(name: str) -> Meanings:
    return meanings_in(" ".join(name.split()).lower())


def citation(template: Template) -> Shown:
    """Authors (date). Title. Work, volume (issue), pages. Publisher, place."""
    fields: dict[str, TemplateArgument] = {}
    people: dict[tuple[str, int], TemplateArgument] = {}
    meanings = _meanings_of(template.name)
    kind_of = KINDS.get
    for argument in template.arguments:
        if argument.is_positional:
            continue
        meaning, number = meanings(argument.name)
        if (kind := kind_of(meaning)) is None:
            continue
        children = argument.children
        # As `has_text` would find it: most hold one text.
        if len(children) == 1 and type(only := children[0]) is Text:
            if not only.value.strip():
                continue
        elif not has_text(argument):
            continue
        if kind in LISTED:
            people.setdefault((kind, number or 1), argument)
        elif not number:
            fields.setdefault(kind, argument)
    out: list[str | Node] = _names(people) if people else []
    if "date" in fields:
        out += [" (" if out else "(", fields["date"], ")"]
    title = fields.get("title")
    chapter = fields.get("chapter")
    for part in (chapter, title):
        if part is not None:
            _sentence(out, part)
    where: list[str | Node] = []
    for name, before, after in (
        ("work", "", ""), ("volume", " ", ""), ("issue", " (", ")"), ("edition", ", ", ""),
        ("pages", ", ", ""),
    ):  # fmt: skip
        if name in fields:
            where += [before if where else "", fields[name], after if where else ""]
    _sentence(out, *where)
    house: list[str | Node] = [fields["publisher"]] if "publisher" in fields else []
    if "place" in fields:
        house += [", ", fields["place"]] if house else [fields["place"]]
    _sentence(out, *house)
    if not out:
        return _positional(template)
    return tuple(out)


def _names(people: dict[tuple[str, int], TemplateArgument]) -> list[str | Node]:
    """The authors, or where there are none the editors."""
    out: list[str | Node] = []
    numbers = sorted({number for kind, number in people if kind in ("last", "author", "first")})
    for number in numbers[:MOST_PEOPLE]:
        last, first = people.get(("last", number)), people.get(("first", number))
        whole = people.get(("author", number)) if last is None else None
        named = [part for part in (last or whole, first) if part is not None]
        for index, part in enumerate(named):
            out += [("; " if index == 0 else ", ") if out else "", part]
    if len(numbers) > MOST_PEOPLE:
        out.append(" et al.")
    if not out and (editor := people.get(("editor", 1))) is not None:
        out.append(editor)
    return out


def _sentence(out: list[str | Node], *parts: str | Node) -> None:
    """Add some parts as a sentence of their own."""
    if parts:
        out += [". " if out else "", *parts]


def _positional(template: Template) -> Shown:
    """A citation whose arguments have no names that are known here: those without names."""
    out: list[str | Node] = []
    for argument in positional(template):
        out += [", ", argument] if out else [argument]
    return tuple(out)
