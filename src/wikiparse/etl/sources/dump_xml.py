"""The XML of MediaWiki's dumps (https://www.mediawiki.org/wiki/Help:Export), a page at a time.

The parser of the standard library's ElementTree calls a target of our own, so that no tree is
built: memory holds one page. A DOCTYPE is refused, and with it all entities of the file's own.
"""

from __future__ import annotations

from typing import Any, Final
from xml.etree import ElementTree as ET  # what it is dangerous for needs a DOCTYPE

import attrs

from wikiparse.etl.sources.records import (
    Bounds,
    Damage,
    Item,
    Record,
    Selection,
    Skipped,
    SourceError,
    too_large,
)

DEEPEST: Final = 32
"""Levels of elements; dumps have six."""
LONGEST_TOKEN: Final = 4 << 20
"""Bytes of one tag or comment: the XML parser holds it whole."""
LONGEST_FIELD: Final = 1 << 16
"""Code points of a field that is not the text."""


@attrs.frozen(kw_only=True)
class Site:
    """What a dump says of its wiki: its database name, its language, and its namespaces as pairs of
    name and number.
    """

    name: str = ""
    language: str | None = None
    namespaces: tuple[tuple[str, str], ...] = ()

    def number_of(self, name: str) -> str:
        """The number of a namespace by its name on this wiki, letter case aside; what is no name is
        given back.
        """
        wanted = name.strip().replace("_", " ").casefold()
        return next(
            (number for known, number in self.namespaces if known.casefold() == wanted),
            name.strip(),
        )


_FIELDS: Final = {
    ("page", "title"),
    ("page", "ns"),
    ("page", "id"),
    ("revision", "model"),
    ("revision", "text"),
    ("siteinfo", "dbname"),
    ("namespaces", "namespace"),
}
"""The elements whose words count, with the elements they stand in."""


class PageReader:
    """Takes the bytes of a dump, gives its pages.

    `site` is known from the head of the file, or given.
    """

    def __init__(
        self, source: str, bounds: Bounds, selection: Selection, site: Site | None = None
    ) -> None:
        self.site = site or Site()
        self.offset: int | None = None
        """Where the pages stand, where they all stand in one place; else they are numbered."""
        self._source, self._bounds, self._selection = source, bounds, selection
        self._done: list[Item] = []
        self._stack: list[str] = []
        self._words: list[str] | None = None
        self._length = 0
        self._page: dict[str, str] = {}
        self._namespaces: list[tuple[str, str]] = []
        self._too_large = False
        self._number = self._quiet = 0
        self._parser = ET.XMLParser(target=self)  # noqa: S314  # see above

    @property
    def is_open(self) -> bool:
        """Whether an element has no end yet."""
        return bool(self._stack)

    @property
    def level(self) -> int:
        """How many elements are open."""
        return len(self._stack)

    def feed(self, data: bytes) -> None:
        """Read on.

        Raises SourceError for what is no dump; the pages before it can still be taken.
        """
        self._quiet += len(data)
        try:
            self._parser.feed(data)
        except ET.ParseError as error:
            message = f"this is no well-formed XML: {error}"
            raise SourceError(message) from error
        except (UnicodeError, ValueError, LookupError) as error:  # an encoding that nobody knows
            message = f"this is no XML that can be read: {error}"
            raise SourceError(message) from error
        if self._quiet > LONGEST_TOKEN:
            message = f"a tag or comment is longer than {LONGEST_TOKEN:,} bytes"
            raise SourceError(message)

    def take(self) -> list[Item]:
        """The pages that are complete."""
        done, self._done = self._done, []
        return done

    # -------------------------------------------------------------------------------- what the XML
    # parser calls

    def doctype(self, *_: object) -> None:
        """A dump has none, and nothing good comes of one."""
        message = "the XML has a DOCTYPE, which is refused"
        raise SourceError(message)

    def comment(self, _: str) -> None:
        """Passed over."""
        self._quiet = 0

    def pi(self, *_: str) -> None:
        """Passed over."""
        self._quiet = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._quiet = 0
        tag = name.rpartition("}")[2]
        parent = self._stack[-1] if self._stack else ""
        self._stack.append(tag)
        if len(self._stack) > DEEPEST:
            message = f"the XML is nested more than {DEEPEST} levels deep"
            raise SourceError(message)
        if len(self._stack) == 1:
            language = attributes.get("{http://www.w3.org/XML/1998/namespace}lang")
            if language:
                self.site = attrs.evolve(self.site, language=language)
        if tag == "page":
            self._page, self._too_large = {}, False
        elif tag == "redirect" and parent == "page":
            self._page["redirect"] = attributes.get("title", "")
        elif (parent, tag) in _FIELDS:
            self._words, self._length = [], 0
            if tag == "namespace":
                self._page["key"] = attributes.get("key", "")

    def data(self, words: str) -> None:
        """Words of an element."""
        self._quiet = 0
        if self._words is None:
            return
        self._length += len(words)
        if self._length <= (self._bounds.page if self._stack[-1] == "text" else LONGEST_FIELD):
            self._words.append(words)
        else:
            self._words.clear()
            self._too_large = True

    def end(self, name: str) -> None:
        """An element ends."""
        self._quiet = 0
        tag = name.rpartition("}")[2]
        self._stack.pop()
        if self._words is not None:
            words, self._words = "".join(self._words), None
            if tag == "namespace":
                self._namespaces.append((words, self._page.get("key", "")))
            elif tag == "dbname":
                self.site = attrs.evolve(self.site, name=words)
            else:
                self._page[tag] = words  # of several revisions the last one counts
        elif tag == "namespaces":
            self.site = attrs.evolve(self.site, namespaces=tuple(self._namespaces))
        elif tag == "page":
            self._done.append(self._finished())
            self._number += 1

    def close(self) -> None:
        """Nothing is left to do."""

    # -------------------------------------------------------------------------------- a page

    def _finished(self) -> Item:
        page = self._page
        if not self._is_selected(page):
            return Skipped(self._source)
        number = page.get("id", "")
        fields: dict[str, Any] = {
            "id": f"{self.site.name}:{number}" if self.site.name else number,
            "title": page.get("title"),
            "language": self.site.language,
            "dialect": "wikitext",
            "redirect": page.get("redirect"),
        }
        offset = self._number if self.offset is None else self.offset
        raw = page.get("text", "").encode("utf-8", "surrogatepass")
        if self._too_large or len(raw) > self._bounds.page:
            return Record(self._source, offset, None, fields, fault=too_large(self._bounds))
        return Record(self._source, offset, raw, fields)

    def _is_selected(self, page: dict[str, str]) -> bool:
        if page.get("model", "wikitext") != "wikitext" or (
            "redirect" in page and not self._selection.redirects
        ):
            return False
        wanted = self._selection.namespaces
        return wanted is None or self._namespace(page) in {
            self.site.number_of(name) for name in wanted
        }

    def _namespace(self, page: dict[str, str]) -> str:
        """The number of a page's namespace; old dumps leave it to the title."""
        if "ns" in page:
            return page["ns"]
        prefix, colon, _ = page.get("title", "").partition(":")
        number = self.site.number_of(prefix) if colon else "0"
        return number if number != prefix.strip() else "0"


def damage(source: str, error: SourceError, offset: int) -> Damage:
    """What is said of the rest of a dump."""
    return Damage(source, offset if error.offset is None else error.offset, str(error))
