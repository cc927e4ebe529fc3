"""The XML of MediaWiki's dumps (https://www.mediawiki.org/wiki/Help:Export), a page at a time.

The standard library's expat calls us for each tag, so that no tree is built: memory holds one page.
A DOCTYPE is refused, and with it all entities of the file's own.
"""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat  # what it is dangerous for needs a DOCTYPE

import attrs

from wikiparse.etl.metadata import LARGEST_NAMESPACE, field_of, number_of
from wikiparse.etl.sources.records import (
    LONGEST_FIELD,
    Bounds,
    Record,
    Selection,
    Skipped,
    SourceError,
    too_large,
)
from wikiparse.sites.site import CASES, Namespace, Site

DEEPEST: Final = 32
"""Levels of elements; dumps have six."""
LONGEST_TOKEN: Final = 4 << 20
"""Bytes of one tag or comment: the XML parser holds it whole."""
MOST_NAMESPACES: Final = 1_000
"""Namespaces of a wiki; Wikimedia's have at most some hundred."""
LONGEST_NAME: Final = 255
"""Code points of a namespace's name or of the wiki's URL; no title has more bytes."""
TEXT_BUFFER: Final = 64 << 10
"""Bytes of text that the XML parser collects: by itself it reports each line, each line feed and
each character reference as a part of its own."""
PIECES: Final = 4_096
"""Parts of a text that are joined when there are as many: a comment divides it."""


_FIELDS: Final = {
    ("page", "title"),
    ("page", "ns"),
    ("page", "id"),
    ("revision", "id"),
    ("revision", "timestamp"),
    ("revision", "model"),
    ("revision", "text"),
    ("siteinfo", "dbname"),
    ("siteinfo", "base"),
    ("siteinfo", "case"),
    ("namespaces", "namespace"),
}
"""The elements whose text is read, with their parents."""


class PageReader:
    """Takes the bytes of a dump, returns its pages.

    `site` is known from the head of the file, or given. `offset` is that of all pages, where they
    are of one stream; otherwise they are numbered.
    """

    def __init__(
        self,
        source: str,
        bounds: Bounds,
        selection: Selection,
        site: Site | None = None,
        offset: int | None = None,
    ) -> None:
        # expat holds the object that it calls: if that held expat in turn, only the garbage
        # collector would free the two, and it seldom runs in a worker.
        self._pages = pages = _Pages(source, bounds, selection, site or Site(), offset)
        # Names are `namespace}tag`.
        self._parser = parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.buffer_size = TEXT_BUFFER
        parser.StartElementHandler = pages.start
        parser.EndElementHandler = pages.end
        parser.CharacterDataHandler = pages.data
        parser.CommentHandler = pages.comment
        parser.ProcessingInstructionHandler = pages.pi
        parser.StartDoctypeDeclHandler = pages.doctype

    @property
    def site(self) -> Site:
        """The wiki, as far as it is known."""
        return self._pages.site

    @property
    def level(self) -> int:
        """How many elements are open."""
        return len(self._pages.stack)

    def feed(self, data: bytes) -> None:
        """Read on.

        Raises SourceError for XML that is no dump; the pages before it can still be taken.
        """
        # Bytes since expat has last called: it holds an unfinished tag or comment in memory,
        # however long.
        self._pages.quiet += len(data)
        try:
            self._parser.Parse(data, False)  # more may come
        except expat.ExpatError as error:
            message = f"this is no well-formed XML: {error}"
            raise SourceError(message) from error
        except (UnicodeError, ValueError, LookupError) as error:  # an encoding that nobody knows
            message = f"this is no XML that can be read: {error}"
            raise SourceError(message) from error
        if self._pages.quiet > LONGEST_TOKEN:
            message = f"a tag or comment is longer than {LONGEST_TOKEN:,} bytes"
            raise SourceError(message)

    def take(self) -> list[Record | Skipped]:
        """The pages that are complete."""
        done, self._pages.done = self._pages.done, []
        return done


class _Pages:
    """The pages of a dump, from the calls of the XML parser."""

    def __init__(
        self, source: str, bounds: Bounds, selection: Selection, site: Site, offset: int | None
    ) -> None:
        self.site = site
        self.done: list[Record | Skipped] = []
        self.stack: list[str] = []
        self.quiet = 0
        self._offset = offset
        self._source, self._bounds, self._selection = source, bounds, selection
        self._text: _Text | None = None
        self._page: dict[str, str] = {}
        self._revision: dict[str, str] = {}
        self._has_revisions = False
        self._space = ("", "")
        self._namespaces: list[Namespace] = []
        self._cut: set[str] = set()
        self._numbers: tuple[Site | None, frozenset[int | None]] = (None, frozenset())
        self._number = 0

    def doctype(self, *_: object) -> None:
        """A dump has none, and nothing good comes of one."""
        message = "the XML has a DOCTYPE, which is refused"
        raise SourceError(message)

    def comment(self, _: str) -> None:
        """Skipped."""
        self.quiet = 0

    def pi(self, *_: str) -> None:
        """Skipped."""
        self.quiet = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.quiet = 0
        # Without the namespace of the export's version, which changes every few years.
        tag = name.rpartition("}")[2]
        parent = self.stack[-1] if self.stack else ""
        self.stack.append(tag)
        if len(self.stack) > DEEPEST:
            message = f"the XML is nested more than {DEEPEST} levels deep"
            raise SourceError(message)
        if len(self.stack) == 1:
            language = attributes.get("http://www.w3.org/XML/1998/namespace}lang")
            if language:
                self.site = attrs.evolve(self.site, lang=language)
        if tag == "page":
            self._page, self._revision, self._cut = {}, {}, set()
            self._has_revisions = False
        elif tag == "revision" and parent == "page":
            # Nothing is kept of the one before: of several the last one counts, or each by itself.
            self._revision = {}
            self._cut = {key for key in self._cut if not key.startswith("revision ")}
        elif tag == "redirect" and parent == "page":
            self._page["redirect"] = attributes.get("title", "")
        elif (parent, tag) in _FIELDS:
            self._text = _Text(self._bounds.page if tag == "text" else LONGEST_FIELD)
            if tag == "namespace":
                self._space = (attributes.get("key", ""), attributes.get("case", ""))

    def data(self, text: str) -> None:
        """Text of an element."""
        self.quiet = 0
        if self._text is not None:
            self._text.add(text)

    def end(self, name: str) -> None:
        """An element ends."""
        self.quiet = 0
        tag = name.rpartition("}")[2]
        self.stack.pop()
        parent = self.stack[-1] if self.stack else ""
        if self._text is not None:
            text, is_cut, self._text = self._text.whole(), self._text.is_cut, None
            if tag == "namespace":
                self._add_namespace(text)
            elif parent == "siteinfo":
                self._add_to_site(tag, text)
            else:
                values = self._revision if parent == "revision" else self._page
                values[tag] = text
                if is_cut:
                    self._cut.add(f"{parent} {tag}")
        elif tag == "namespaces":
            self.site = attrs.evolve(self.site, namespaces=tuple(self._namespaces))
        elif tag == "revision" and parent == "page" and self._is_each:
            self._has_revisions = True
            self._finish()
        elif tag == "page" and not self._has_revisions:
            self._finish()

    def _finish(self) -> None:
        self.done.append(self._finished())
        self._number += 1

    @property
    def _is_each(self) -> bool:
        return self._selection.revisions == "all"

    def _add_to_site(self, tag: str, text: str) -> None:
        if len(text) > LONGEST_NAME:
            return
        if tag == "dbname":
            self.site = attrs.evolve(self.site, name=text)
        elif tag == "base":
            self.site = attrs.evolve(self.site, url=text)
        elif text in CASES:
            self.site = attrs.evolve(self.site, case=text)

    def _add_namespace(self, name: str) -> None:
        key, case = self._space
        number = number_of(key, LARGEST_NAMESPACE)
        # A site is sent to the workers with its pages: it must not be large.
        if number is not None and len(name) <= LONGEST_NAME:
            known = CASES[1] if case == CASES[1] else CASES[0]
            self._namespaces.append(Namespace(number, name, case=known))
        if len(self._namespaces) > MOST_NAMESPACES:
            message = f"the dump has more than {MOST_NAMESPACES:,} namespaces"
            raise SourceError(message)

    # -------------------------------------------------------------------------------- a page

    def _finished(self) -> Record | Skipped:
        """A page with one of its revisions."""
        page, revision = self._page, self._revision
        namespace = self._namespace(page)
        if not self._is_selected(namespace):
            return Skipped(self._source)
        number = page.get("id", "")
        fields: dict[str, Any] = {
            "id": f"{self.site.name}:{number}" if self.site.name else number,
            "title": page.get("title"),
            "language": self.site.lang,
            "dialect": "wikitext",
            # The dump says so of the page as it is now: an older revision may be an article.
            "redirect": None if self._is_each else page.get("redirect"),
            "page_id": field_of("page_id", number),
            "revision_id": field_of("revision_id", revision.get("id")),
            "namespace": namespace,
            "timestamp": field_of("timestamp", revision.get("timestamp")),
            "site": self.site,
        }
        offset = self._number if self._offset is None else self._offset
        # The same bytes as of a page in a file of its own: hash and dead letter are of these.
        raw = revision.get("text", "").encode("utf-8", "surrogatepass")
        if self._cut or len(raw) > self._bounds.page:
            return Record(self._source, offset, None, fields, fault=too_large(self._bounds))
        return Record(self._source, offset, raw, fields)

    def _is_selected(self, namespace: int) -> bool:
        # Lua modules, style sheets and JSON are in the same dumps.
        if self._revision.get("model", "wikitext") != "wikitext" or (
            "redirect" in self._page and not self._selection.redirects
        ):
            return False
        return self._wanted is None or namespace in self._wanted

    @property
    def _wanted(self) -> frozenset[int | None] | None:
        """The numbers of the namespaces that are selected, by the names of this wiki."""
        names = self._selection.namespaces
        if names is None:
            return None
        known, numbers = self._numbers
        if known is not self.site:
            numbers = frozenset(
                [
                    self.site.number_of(name) if (number := number_of(name)) is None else number
                    for name in names
                ]
            )
            self._numbers = self.site, numbers
        return numbers

    def _namespace(self, page: dict[str, str]) -> int:
        """The number of a page's namespace; old dumps leave it to the title."""
        if (number := number_of(page.get("ns"), LARGEST_NAMESPACE)) is not None:
            return number
        prefix, colon, _ = page.get("title", "").partition(":")
        return (self.site.number_of(prefix) if colon else None) or 0


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
