"""The `id`s of a page, each with a prefix: a name that a stranger chose must not be one of the site
that shows the page.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from wikiparse.nodes.blocks import Heading, HtmlBlock
from wikiparse.nodes.inlines import HtmlElement, HtmlTag
from wikiparse.reading.navigation import fragment_names
from wikiparse.render.html.sanitize import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wikiparse.nodes.base import Node

SECTION, FOOTNOTE, REFERENCE, USER = "section-", "note-", "noteref-", "user-"
"""The prefixes: of headings, footnotes, footnote references, and of the ids in the page's own HTML.
Each has a hyphen."""

LONGEST = 60
"""Characters of a heading that go into its id."""

_WHITE_SPACE = re.compile(r"[\s\x00-\x1f]+")


def user_id(value: str) -> str:
    """An `id` or `name` of the page's own HTML with its prefix; "" if it is empty."""
    value = _WHITE_SPACE.sub("_", value.strip())
    return USER + value if value else ""


class Ids:
    """The ids of the headings of a page, and the element that the fragment of a URL names in it."""

    def __init__(self, nodes: list[Node]) -> None:
        self._nodes = nodes
        self._texts = {
            id(node): " ".join(node.text.replace("_", " ").split())
            for node in nodes
            if isinstance(node, Heading)
        }
        # Two headings of one text: `section-a` and `section-a-2`.
        unique = _Unique("-", 2)
        self._headings = {
            key: SECTION + unique.of(_slug(text)) for key, text in self._texts.items()
        }
        self._names: dict[str, str] | None = None
        self._used: set[str] = set()

    def heading(self, node: Node) -> str:
        """The id of a heading; "" for one that is written a second time."""
        found = self._headings.get(id(node), "")
        return found if found and self.is_new(found) else ""

    def own(self, value: str) -> str:
        """The id that is written for one of the page's own HTML; "" if it was written before."""
        found = user_id(value)
        return found if found and self.is_new(found) else ""

    def is_new(self, found: str) -> bool:
        """Whether an id was not written before; from now on it was."""
        if found in self._used:
            return False
        self._used.add(found)
        return True

    def find(self, fragment: str) -> str | None:
        """The id of the element that a fragment names: a heading, spelled as by MediaWiki or
        GitHub, or an `id` of the page's own HTML.
        """
        if self._names is None:
            self._names = self._all_names()
        plain = unquote(fragment)
        # As MediaWiki writes it and wrote it once, as GitHub does, and as it is.
        for name in (*fragment_names(fragment), plain, fragment):
            if name in self._names:
                return self._names[name]
        return None

    def _all_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        # GitHub counts `a`, `a-1`, MediaWiki `a`, `a_2`.
        slugs, titles = _Unique("-", 1), _Unique(" ", 2)
        for key, text in self._texts.items():
            if text:
                kept = [c for c in text.lower() if c in " -_" or _is_letter(c)]
                slug = "".join(kept).replace(" ", "-")
                names.setdefault(titles.of(text), self._headings[key])
                names.setdefault(slugs.of(slug), self._headings[key])
        for value in _own_ids(self._nodes):
            if user_id(value):
                names.setdefault(value, user_id(value))
        return names


class _Unique:
    """Names made different by a number after them: `a`, `a-2`, `a-3`."""

    def __init__(self, separator: str, first: int) -> None:
        self._separator = separator
        self._first = first
        self._used: set[str] = set()
        self._next: dict[str, int] = {}

    def of(self, name: str) -> str:
        """The name, or the first one with a number that is not in use.

        An empty name is a number alone.
        """
        found = name
        while not found or found in self._used:
            number = self._next.get(name, self._first if name else 1)
            self._next[name] = number + 1  # so that no number is tried twice
            found = f"{name}{self._separator}{number}" if name else str(number)
        self._used.add(found)
        return found


def _slug(text: str) -> str:
    """The letters and digits of a heading, in lower case, hyphens between their runs."""
    # Cut before the work: a heading may be a megabyte long.
    spaced = "".join([c if _is_letter(c) else " " for c in text[: 4 * LONGEST].lower()])
    return "-".join(spaced.split())[:LONGEST].rstrip("-")


def _is_letter(character: str) -> bool:
    """Whether a character is a letter, a digit, or a combining character, such as the vowel signs
    of Indian scripts.
    """
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _own_ids(nodes: Iterable[Node]) -> Iterator[str]:
    """The ids in the page's own HTML."""
    for node in nodes:
        if isinstance(node, (HtmlElement, HtmlTag)):
            lists = [node.attributes]
        elif isinstance(node, HtmlBlock):
            lists = [token.attributes for token in tokens(node.value)]
        else:
            continue
        for attributes in lists:
            yield from [value for name, value in attributes if name.lower() in ("id", "name")]
