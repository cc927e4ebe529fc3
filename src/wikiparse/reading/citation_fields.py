"""The arguments of a citation template by their meaning, as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wikiparse.nodes.base import values_of_calls, with_single_spaces
from wikiparse.nodes.citation_names import (
    NAMES,
    OWN_MEANINGS,
    POSITIONS,
    UNKNOWN,
    Meaning,
    meaning_of,
)
from wikiparse.nodes.inlines import Template, Text
from wikiparse.nodes.links import ExternalLink, Wikilink
from wikiparse.nodes.soft_breaks import without_soft_breaks
from wikiparse.nodes.template_text import fold_name
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wikiparse.nodes.inlines import TemplateArgument

PEOPLE: Final = frozenset(
    ("family", "given", "author", "editor", "editor-family", "editor-given", "translator",
     "translator-family", "translator-given")
)  # fmt: skip
_PARTS: Final = {
    "author": ("family", "given", "author"),
    "editor": ("editor-family", "editor-given", "editor"),
    "translator": ("translator-family", "translator-given", "translator"),
}
"""Of `PEOPLE`: family name, given name and whole name."""
URLS: Final = frozenset(("url", "chapter-url", "archive-url"))
NUMBERS: Final = ("1", "2", "3", "4", "5", "6")
PLAIN_TEXTS: Final = frozenset(NAMES) - PEOPLE - URLS - {"date"}
"""The meanings of arguments of which the text counts, and nothing else."""
SCHEMES: Final = ("http://", "https://", "ftp://", "//", "www.")


@text_cache(256)
def _meanings_of(name: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The part of the meanings that depends on the template's name: its key in `OWN_MEANINGS` (""
    without one), the meanings of its arguments without names, and their numbers.
    """
    known = POSITIONS.get(name, ())
    own = next((start for start in OWN_MEANINGS if name.startswith(start)), "")
    return own, known, NUMBERS[: len(known)]


class Fields:
    """The arguments of a citation template: those of people by number, all others by meaning.

    Of two arguments with one meaning the first that has a text counts, except dates, which are all
    kept: a template may say day, month and year in three.
    """

    __slots__ = ("dates", "first_link", "kinds", "lists", "name", "people", "texts")

    def __init__(self, template: Template) -> None:
        self.name: str = fold_name(template.name)
        self.texts: dict[str, str] = {}
        self.dates: list[str] = []
        self.people: dict[tuple[str, int], str] = {}
        self.kinds: set[str] = set()
        """The names, of `PEOPLE`, that are in `people`."""
        self.lists: set[str] = set()
        """The names, of `PEOPLE`, of arguments for several."""
        self.first_link: str = ""
        """The URL of the first link with a text in a title."""
        own, known, numbers = _meanings_of(self.name)
        # Named arguments count first.
        positional: list[tuple[TemplateArgument, Meaning]] = []
        # Of two with one name the last one counts, as in MediaWiki.
        arguments = {argument.name.strip(): argument for argument in template.arguments}
        texts = self.texts
        # Catalan `nom` is the given name, French `nom` the family name.
        is_given = "nom" in arguments and "cognom" in map(str.lower, arguments)
        for key, argument in arguments.items():
            name = argument.name
            # A number may be written too: `1=http://…`.
            if name in numbers:
                meaning = Meaning(known[int(name) - 1], 0)
            else:
                meaning = UNKNOWN if argument.is_positional else meaning_of(name, own)
            if argument.is_positional:
                positional.append((argument, meaning))
                continue
            if meaning is UNKNOWN or not (children := argument.children):
                continue
            if is_given and key == "nom" and meaning.name == "family":
                meaning = Meaning("given", meaning.number)
            kind, number = meaning
            # The fast path: as `_add`, for a title, a date, a number and the like in one text.
            if kind in PLAIN_TEXTS and len(children) == 1 and type(only := children[0]) is Text:
                if number <= 1 and kind not in texts and (text := _plain_text(only)):
                    texts[kind] = text
                continue
            self._add(argument, meaning)
        for argument, meaning in positional:
            self._add(argument, meaning)

    def _add(self, argument: TemplateArgument, meaning: Meaning) -> None:
        name, number = meaning
        if not name:
            return
        if name in PEOPLE:
            text = _names(argument)
            if text:
                self.kinds.add(name)
            if text and self.people.setdefault((name, number or 1), text) is text:
                written = argument.name.strip().lower()
                if not number and (written.endswith("s") or written in ("autori", "curatori")):
                    self.lists.add(name)
                if written in ("vauthors", "veditors"):
                    self.lists.add(written)
        elif number > 1 or (name in self.texts and name != "date"):
            return
        elif name in URLS:
            if url := _url(argument):
                self.texts[name] = url
        elif text := _text(argument):
            if name == "date":
                self.dates.append(text)
            self.texts.setdefault(name, text)
            if name in ("title", "chapter") and not self.first_link:
                self.first_link = _linked(argument)

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    def __contains__(self, name: str) -> bool:
        return name in self.texts

    def kinds_of_people(self) -> list[str]:
        """The kinds of whom `persons` yields any."""
        kinds = self.kinds
        return [kind for kind, parts in _PARTS.items() if not kinds.isdisjoint(parts)]

    def persons(self, kind: str) -> Iterator[tuple[str, str, str]]:
        """Family name, given name and whole name of each of the people, in order; `kind` is
        "author", "editor" or "translator".
        """
        people = self.people
        parts = family, given, whole = _PARTS[kind]
        for number in sorted({number for name, number in people if name in parts}):
            yield (
                people.get((family, number), ""),
                people.get((given, number), ""),
                people.get((whole, number), ""),
            )


def _text(argument: TemplateArgument) -> str:
    """The text of a value; of templates that are not known the values of their arguments."""
    children = argument.children
    if len(children) == 1 and type(only := children[0]) is Text:
        return _plain_text(only)
    text = with_single_spaces(argument.text)
    return text or (with_single_spaces(values_of_calls(argument)) if children else "")


def _plain_text(only: Text) -> str:
    text = only.value
    if "\n" in text:
        text = without_soft_breaks(text)
    return with_single_spaces(text)


def _names(argument: TemplateArgument) -> str:
    """The text of a value that names people: after a link to one, a comma separates two."""
    children = argument.children
    if len(children) < 2 or not any(child.__class__ is Wikilink for child in children):
        return _text(argument)
    parts: list[str] = []
    is_after_link = False
    for child in children:
        text = child.text
        if is_after_link and text.lstrip().startswith((",", "،")):
            text = ";" + text.lstrip()[1:]
        parts.append(text)
        # "[[Isaac Newton|Newton]], Isaac" is one.
        is_after_link = child.__class__ is Wikilink and " " in text.strip()
    return with_single_spaces("".join(parts))


def _linked(argument: TemplateArgument) -> str:
    for child in argument.children:
        if isinstance(child, ExternalLink) and not child.is_bare:
            return child.url
    return ""


def _url(argument: TemplateArgument) -> str:
    """The URL of an argument for one, "" if its value is none."""
    if found := _linked(argument):
        return found
    for child in argument.children:
        if isinstance(child, Template):
            return _url_by_template(child)
    text = argument.text.strip()
    return text if text.lower().startswith(SCHEMES) else ""


def _url_by_template(template: Template) -> str:
    """En Template:Google books with `plainurl`, whose value is the URL of a page."""
    if fold_name(template.name) not in ("google books", "google book", "gbooks"):
        return ""
    values = {a.name.strip().lower(): a.text.strip() for a in template.arguments}
    key = values.get("id") or values.get("1", "")
    page = values.get("page") or values.get("pg", "")
    if not (key and values.get("plainurl")):
        return ""
    return f"https://books.google.com/books?id={key}" + (f"&pg=PA{page}" if page else "")
