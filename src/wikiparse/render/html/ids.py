"""The `id`s of a page, each with a prefix: what a stranger writes must not be taken for a name of
the site that shows it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from wikiparse.nodes.blocks import Heading, HtmlBlock
from wikiparse.nodes.inlines import HtmlElement, HtmlTag
from wikiparse.render.html.sanitize import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wikiparse.nodes.base import Node

SECTION, NOTE, MARK, USER = "section-", "note-", "noteref-", "user-"
"""The prefixes: of headings, notes, marks of notes, and of what the page itself calls so. Each
holds a hyphen."""

LONGEST = 60
"""Characters of a heading that go into its id."""

_BLANKS = re.compile(r"[\s\x00-\x1f]+")


def user_id(value: str) -> str:
    """An `id` or `name` of the page's own as it is written; "" if it has no characters."""
    value = _BLANKS.sub("_", value.strip())
    return USER + value if value else ""


class Ids:
    """The ids of the headings of a page, and what a fragment of an address names in it."""

    def __init__(self, nodes: list[Node]) -> None:
        self._nodes = nodes
        self._words = {
            id(node): " ".join(node.text.replace("_", " ").split())
            for node in nodes
            if isinstance(node, Heading)
        }
        unique = _Unique("-", 2)
        self._headings = {
            key: SECTION + unique.of(_slug(words)) for key, words in self._words.items()
        }
        self._names: dict[str, str] | None = None
        self._used: set[str] = set()

    def heading(self, node: Node) -> str:
        """The id of a heading; "" on one that is printed a second time."""
        found = self._headings.get(id(node), "")
        return found if found and self.is_new(found) else ""

    def own(self, value: str) -> str:
        """The id that is written for one of the page's own; "" if it is there already."""
        found = user_id(value)
        return found if found and self.is_new(found) else ""

    def is_new(self, found: str) -> bool:
        """Whether an id is written for the first time; it is noted as written."""
        if found in self._used:
            return False
        self._used.add(found)
        return True

    def find(self, fragment: str) -> str | None:
        """The id of what a fragment names: a heading, spelled as MediaWiki or GitHub does, or an
        `id` of the page's own HTML.
        """
        if self._names is None:
            self._names = self._all_names()
        plain = unquote(fragment)
        for name in (" ".join(plain.replace("_", " ").split()), plain, fragment):
            if name in self._names:
                return self._names[name]
        return None

    def _all_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        slugs, titles = _Unique("-", 1), _Unique(" ", 2)
        for key, words in self._words.items():
            if words:
                slug = "".join([c for c in words.lower() if c in " -_" or _is_letter(c)]).replace(
                    " ", "-"
                )
                names.setdefault(titles.of(words), self._headings[key])
                names.setdefault(slugs.of(slug), self._headings[key])
        for value in _own_ids(self._nodes):
            if user_id(value):
                names.setdefault(value, user_id(value))
        return names


class _Unique:
    """Names made different by a number behind them: `a`, `a-2`, `a-3`."""

    def __init__(self, sign: str, first: int) -> None:
        self._sign = sign
        self._first = first
        self._used: set[str] = set()
        self._next: dict[str, int] = {}

    def of(self, name: str) -> str:
        """The name, or the first one with a number that was not given yet.

        An empty name is a number alone.
        """
        found = name
        while not found or found in self._used:
            number = self._next.get(name, self._first if name else 1)
            self._next[name] = number + 1  # so that no number is tried twice
            found = f"{name}{self._sign}{number}" if name else str(number)
        self._used.add(found)
        return found


def _slug(words: str) -> str:
    """The letters and digits of a heading, in lower case, hyphens between their runs."""
    parted = "".join([c if _is_letter(c) else " " for c in words[: 4 * LONGEST].lower()])
    return "-".join(parted.split())[:LONGEST].rstrip("-")


def _is_letter(character: str) -> bool:
    """Whether a character is a letter, a digit, or a mark on one, such as the vowels of Indian
    scripts.
    """
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _own_ids(nodes: Iterable[Node]) -> Iterator[str]:
    """The ids that the page's own HTML gives."""
    for node in nodes:
        if isinstance(node, (HtmlElement, HtmlTag)):
            lists = [node.attributes]
        elif isinstance(node, HtmlBlock):
            lists = [attributes for _, _, attributes in tokens(node.value)]
        else:
            continue
        for attributes in lists:
            yield from [value for name, value in attributes if name.lower() in ("id", "name")]
