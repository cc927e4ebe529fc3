"""The XML of MediaWiki's dumps (https://www.mediawiki.org/wiki/Help:Export), a page at a time.

The parser of the standard library's ElementTree calls a target of our own, so that no tree is
built: memory holds one page. A DOCTYPE is refused, and with it all entities of the file's own.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET  # what it is dangerous for needs a DOCTYPE

import attrs

from wikiparse.etl.sources.records import (
    LONGEST_FIELD,
    Bounds,
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
MOST_NAMESPACES: Final = 1_000
"""Namespaces of a wiki; Wikimedia's have at most some hundred."""
PIECES: Final = 4_096
"""Parts of a text that are joined when there are as many: the XML parser reports a character
reference as a part of its own."""


class Namespace(NamedTuple):
    """A namespace of a wiki."""

    name: str
    number: str


@attrs.frozen(kw_only=True)
class Site:
    """The wiki of a dump: its database name, its language and its namespaces."""

    name: str = ""
    language: str | None = None
    namespaces: tuple[Namespace, ...] = ()

    def number_of(self, name: str) -> str | None:
        """The number of a namespace by its name on this wiki, letter case aside, or None."""
        wanted = name.strip().replace("_", " ").casefold()
        for namespace in self.namespaces:
            if namespace.name.casefold() == wanted:
                return namespace.number
        return None


_FIELDS: Final = {
    ("page", "title"),
    ("page", "ns"),
    ("page", "id"),
    ("revision", "model"),
    ("revision", "text"),
    ("siteinfo", "dbname"),
    ("namespaces", "namespace"),
}
"""The elements whose text is read, with their parents."""


class PageReader:
    """Takes the bytes of a dump, returns its pages.

    `site` is known from the head of the file, or given.
    """

    def __init__(
        self, source: str, bounds: Bounds, selection: Selection, site: Site | None = None
    ) -> None:
        self.site = site or Site()
        self.offset: int | None = None
        """The offset of all pages, where they are of one stream; otherwise they are numbered."""
        self._source, self._bounds, self._selection = source, bounds, selection
        self._done: list[Record | Skipped] = []
        self._stack: list[str] = []
        self._text: _Text | None = None
        self._page: dict[str, str] = {}
        self._namespaces: list[Namespace] = []
        self._cut: set[str] = set()
        self._number = self._quiet = 0
        self._parser = ET.XMLParser(target=self)  # noqa: S314  # see above

    @property
    def level(self) -> int:
        """How many elements are open."""
        return len(self._stack)

    def feed(self, data: bytes) -> None:
        """Read on.

        Raises SourceError for XML that is no dump; the pages before it can still be taken.
        """
        # Bytes since expat has last called: it holds an unfinished tag or comment in memory,
        # however long.
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

    def take(self) -> list[Record | Skipped]:
        """The pages that are complete."""
        done, self._done = self._done, []
        return done

    # -------------------------------------------------------------------------------- called by
    # the XML parser

    def doctype(self, *_: object) -> None:
        """A dump has none, and nothing good comes of one."""
        message = "the XML has a DOCTYPE, which is refused"
        raise SourceError(message)

    def comment(self, _: str) -> None:
        """Skipped."""
        self._quiet = 0

    def pi(self, *_: str) -> None:
        """Skipped."""
        self._quiet = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._quiet = 0
        # Without the namespace of the export's version, which changes every few years.
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
            self._page, self._cut = {}, set()
        elif tag == "redirect" and parent == "page":
            self._page["redirect"] = attributes.get("title", "")
        elif (parent, tag) in _FIELDS:
            self._text = _Text(self._bounds.page if tag == "text" else LONGEST_FIELD)
            if tag == "namespace":
                self._page["key"] = attributes.get("key", "")

    def data(self, text: str) -> None:
        """Text of an element."""
        self._quiet = 0
        if self._text is not None:
            self._text.add(text)

    def end(self, name: str) -> None:
        """An element ends."""
        self._quiet = 0
        tag = name.rpartition("}")[2]
        self._stack.pop()
        if self._text is not None:
            text, is_cut, self._text = self._text.whole(), self._text.is_cut, None
            if tag == "namespace":
                self._add_namespace(text)
            elif tag == "dbname":
                self.site = attrs.evolve(self.site, name=text)
            else:
                self._page[tag] = text  # of several revisions the last one counts
                (self._cut.add if is_cut else self._cut.discard)(tag)
        elif tag == "namespaces":
            self.site = attrs.evolve(self.site, namespaces=tuple(self._namespaces))
        elif tag == "page":
            self._done.append(self._finished())
            self._number += 1

    def close(self) -> None:
        """Nothing is left to do."""

    def _add_namespace(self, name: str) -> None:
        self._namespaces.append(Namespace(name, self._page.get("key", "")))
        if len(self._namespaces) > MOST_NAMESPACES:
            message = f"the dump has more than {MOST_NAMESPACES:,} namespaces"
            raise SourceError(message)

    # -------------------------------------------------------------------------------- a page

    def _finished(self) -> Record | Skipped:
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
        # The same bytes as of a page in a file of its own: hash and dead letter are of these.
        raw = page.get("text", "").encode("utf-8", "surrogatepass")
        if self._cut or len(raw) > self._bounds.page:
            return Record(self._source, offset, None, fields, fault=too_large(self._bounds))
        return Record(self._source, offset, raw, fields)

    def _is_selected(self, page: dict[str, str]) -> bool:
        # Lua modules, style sheets and JSON are in the same dumps.
        if page.get("model", "wikitext") != "wikitext" or (
            "redirect" in page and not self._selection.redirects
        ):
            return False
        wanted = self._selection.namespaces
        return wanted is None or self._namespace(page) in {
            self.site.number_of(name) or name for name in wanted
        }

    def _namespace(self, page: dict[str, str]) -> str:
        """The number of a page's namespace; old dumps leave it to the title."""
        if "ns" in page:
            return page["ns"]
        prefix, colon, _ = page.get("title", "").partition(":")
        return (self.site.number_of(prefix) if colon else None) or "0"


class _Text:
    """The text of an element, from its parts; nothing of one that is longer than allowed."""

    def __init__(self, most: int) -> None:
        self.is_cut = False
        self._room = most
        self._pieces: list[str] = []
        self._joined: list[str] = []

    def add(self, text: str) -> None:
        self._room -= len(text)
        if self._room < 0:
            self.is_cut = True
            # Nothing is kept of a text that is too long; the rest of it is only counted.
            self._pieces.clear()
            self._joined.clear()
            return
        self._pieces.append(text)
        if len(self._pieces) >= PIECES:
            self._joined.append("".join(self._pieces))
            self._pieces.clear()

    def whole(self) -> str:
        return "".join([*self._joined, *self._pieces])
