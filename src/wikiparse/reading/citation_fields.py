"""The arguments of a citation template by their meaning, as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wikiparse.nodes.base import values_of_calls, with_single_spaces
from wikiparse.nodes.citation_names import (
    NAMES,
    POSITIONS,
    UNKNOWN,
    Meaning,
    Meanings,
    meanings_in,
)
from wikiparse.nodes.inlines import Template, Text
from wikiparse.nodes.links import ExternalLink, Wikilink
from wikiparse.nodes.soft_breaks import without_soft_breaks
from wikiparse.nodes.template_text import fold_name
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from wikiparse.nodes.inlines import TemplateArgument

PEOPLE: Final = frozenset(
    ("family", "given", "author", "editor", "editor-family", "editor-given", "translator",
     "translator-family", "translator-given")
)  # fmt: skip
KINDS_OF_PEOPLE: Final = ("author", "editor", "translator")
_PARTS: Final = {
    "author": ("family", "given", "author"),
    "editor": ("editor-family", "editor-given", "editor"),
    "translator": ("translator-family", "translator-given", "translator"),
}
"""Of `PEOPLE`: family name, given name and whole name."""
_PART: Final = {
    part: (kind, index) for kind, parts in _PARTS.items() for index, part in enumerate(parts)
}
"""The kind of people that one of `PEOPLE` is a part of, and which part of a name."""
URLS: Final = frozenset(("url", "chapter-url", "archive-url"))
NUMBERS: Final = ("1", "2", "3", "4", "5", "6")
PLAIN_TEXTS: Final = frozenset(NAMES) - PEOPLE - URLS - {"date"}
"""The meanings of arguments of which the text counts, and nothing else."""
SCHEMES: Final = ("http://", "https://", "ftp://", "//", "www.")


@text_cache(256)
def _meanings_of(name: str) -> tuple[Meanings, tuple[str, ...], tuple[str, ...]]:
    """The meanings of the arguments of a template by its name, those of arguments without names,
    and their numbers.
    """
    known = POSITIONS.get(name, ())
    return meanings_in(name), known, NUMBERS[: len(known)]


class Fields:
    """The arguments of a citation template: those of people by number, all others by meaning.

    Of two arguments with one meaning the first that has a text counts, except dates, which are all
    kept: a template may say day, month and year in three.
    """

    __slots__ = ("dates", "first_link", "lists", "people", "texts")

    def __init__(self, template: Template, name: str) -> None:
        """`name` is the template's by `fold_name`."""
        self.texts: dict[str, str] = {}
        self.dates: list[str] = []
        self.people: dict[str, dict[int, list[str]]] = {}
        """The parts of the name of each of the people, by kind and number."""
        self.lists: set[str] = set()
        """The names, of `PEOPLE`, of arguments for several."""
        self.first_link: str = ""
        """The URL of the first link with a text in a title."""
        meanings, known, numbers = _meanings_of(name)
        # Named arguments count first.
        positional: list[tuple[TemplateArgument, Meaning]] = []
        # Of two with one name the last one counts, as in MediaWiki.
        arguments = {argument.name.strip(): argument for argument in template.arguments}
        texts = self.texts
        # Catalan `nom` is the given name, French `nom` the family name.
        is_given = "nom" in arguments and "cognom" in map(str.lower, arguments)
        for key, argument in arguments.items():
            if argument.is_positional:
                if (name := argument.name) in numbers:
                    positional.append((argument, Meaning(known[int(name) - 1], 0)))
                continue
            name = argument.name
            # A number may be written too: `1=http://…`.
            meaning = Meaning(known[int(name) - 1], 0) if name in numbers else meanings(name)
            if meaning is UNKNOWN or not (children := argument.children):
                continue
            kind, number = meaning
            if is_given and key == "nom" and kind == "family":
                kind = "given"
            # The fast path: as `_add`, for a value that is one text, as most are.
            if len(children) == 1 and type(only := children[0]) is Text:
                text = only.value
                if "  " in text or not text.isprintable():
                    text = _plain_text(text)
                else:
                    text = text.strip(" ")
                if not text:
                    continue
                if kind in PLAIN_TEXTS:
                    if number <= 1 and kind not in texts:
                        texts[kind] = text
                    continue
                if kind in PEOPLE:
                    self._add_person(key, kind, number, text)
                    continue
                if kind == "date":
                    if number <= 1:
                        self.dates.append(text)
                        texts.setdefault(kind, text)
                    continue
            self._add(argument, kind, number)
        for argument, (kind, number) in positional:
            self._add(argument, kind, number)

    def _add_person(self, key: str, name: str, number: int, text: str) -> None:
        """The text of an argument whose name, as it is written, is `key`."""
        kind, part = _PART[name]
        if (people := self.people.get(kind)) is None:
            people = self.people[kind] = {}
        if (person := people.get(number or 1)) is None:
            person = people[number or 1] = ["", "", ""]
        if not (known := person[part]):
            person[part] = text
        elif known is not text:
            return
        # A name that ends with a number is that of one of them.
        if not number:
            written = key.lower()
            if written.endswith("s") or written in ("autori", "curatori"):
                self.lists.add(name)
            if written in ("vauthors", "veditors"):
                self.lists.add(written)

    def _add(self, argument: TemplateArgument, name: str, number: int) -> None:
        if not name:
            return
        if name in PEOPLE:
            if text := _names(argument):
                self._add_person(argument.name.strip(), name, number, text)
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

    def persons(self, kind: str) -> list[list[str]]:
        """Family name, given name and whole name of each of the people, in order; `kind` is
        "author", "editor" or "translator".
        """
        people = self.people.get(kind)
        return [people[number] for number in sorted(people)] if people else []


def _text(argument: TemplateArgument) -> str:
    """The text of a value; of templates that are not known the values of their arguments."""
    children = argument.children
    if len(children) == 1 and type(only := children[0]) is Text:
        return _plain_text(only.value)
    text = with_single_spaces(argument.text)
    return text or (with_single_spaces(values_of_calls(argument)) if children else "")


def _plain_text(text: str) -> str:
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
    children = argument.children
    # Most hold one bare URL.
    if len(children) == 1 and type(only := children[0]) is ExternalLink:
        if not only.is_bare and only.url:
            return only.url
    else:
        if found := _linked(argument):
            return found
        for child in children:
            if isinstance(child, Template):
                return _url_by_template(child)
    text = argument.text.strip()
    return text if text.startswith(SCHEMES) or text.lower().startswith(SCHEMES) else ""


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
