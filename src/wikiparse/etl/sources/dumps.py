"""MediaWiki's XML dumps: plain, compressed, and, in parallel, those of many bz2 streams that have
an index.

A multistream dump is a bz2 stream with the head of the file, then streams of a hundred pages each,
then one with the end of the root element. Its index names the offset of the stream that a page is
in. So any worker can read any stream.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.etl.sources.bounded import Reader
from wikiparse.etl.sources.dump_xml import PageReader
from wikiparse.etl.sources.lines import read_lines
from wikiparse.etl.sources.records import (
    Bounds,
    CutOffError,
    Damage,
    Fault,
    Inline,
    Item,
    Record,
    Selection,
    Skipped,
    SourceError,
    cannot_read,
    open_file,
)
from wikiparse.sites.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPANSION: Final = 4
"""How many times a stream is reckoned to grow: parts are planned by it before anything is read."""
LONGEST_HEAD: Final = 1 << 20
"""Bytes in which a dump has told its namespaces, and bytes of a line of an index."""


def dump_units(
    path: str, compression: str, bounds: Bounds, selection: Selection
) -> Iterator[Inline | StreamUnit]:
    """The pages of a dump: a unit for each page, or for each stream where there is an index."""
    index = index_of(path) if compression == "bz2" else None
    if index is None:
        yield from _pages(path, compression, bounds, selection)
    else:
        yield from _streams(path, index, bounds, selection)


def index_of(path: str) -> str | None:
    """The index beside a multistream dump, or None."""
    folder, name = os.path.split(path)
    if (match := re.fullmatch(r"(.*multistream)(\d*)\.xml(-p\d+p\d+)?\.bz2", name)) is None:
        return None
    for compression in (".bz2", ""):
        index = os.path.join(folder, f"{match[1]}-index{match[2]}.txt{match[3] or ''}{compression}")  # noqa: PTH118
        # Compressed or not: both are published and both are used.
        if os.path.isfile(index):  # noqa: PTH113
            return index
    return None


class _Head(NamedTuple):
    """The head of a dump: its wiki, why it could not be read, and whether there is more than that
    before the first stream.
    """

    site: Site
    error: Exception | None
    is_more: bool


def site_of(path: str, compression: str, bounds: Bounds) -> Site:
    """The wiki of a dump, as far as the dump's head tells it."""
    return _head(path, compression, bounds, None).site


def _head(path: str, compression: str, bounds: Bounds, end: int | None) -> _Head:
    """Read the head of a dump, up to an offset or until a page comes."""
    pages = PageReader(path, bounds, Selection(namespaces=None, redirects=True))
    read = 0
    try:
        with open_file(path) as file:
            reader = Reader(file, compression, bounds, end)
            while data := reader.read():
                pages.feed(data)
                read += len(data)
                if pages.take() or read > LONGEST_HEAD:
                    return _Head(pages.site, None, is_more=True)
    except (SourceError, OSError) as error:
        return _Head(pages.site, error, is_more=bool(pages.take()))
    return _Head(pages.site, None, is_more=False)


def _pages(path: str, compression: str, bounds: Bounds, selection: Selection) -> Iterator[Inline]:
    """The pages of a dump that can be read only from its beginning."""
    with open_file(path) as file:
        reader = Reader(file, compression, bounds)
        pages = PageReader(path, bounds, selection)
        pos = 0
        for item in _read(reader, pages, path):
            yield Inline(item, reader.position - pos)
            pos = reader.position


def _read(
    reader: Reader, pages: PageReader, path: str, level: int = 0
) -> Iterator[Record | Damage | Skipped]:
    """The pages of a reader; in the end `level` elements may be open, which other streams end."""
    trouble: Exception | None = None
    while trouble is None:
        try:
            data = reader.read()
            if not data:
                break
            pages.feed(data)
        except (SourceError, OSError) as error:
            trouble = error
        yield from pages.take()
    if trouble is None and pages.level > level:
        trouble = CutOffError("the XML ends before its root element does: the file is cut off")
    if trouble is not None:
        yield reader.damage(path, trouble)


class StreamUnit(NamedTuple):
    """A bz2 stream of a multistream dump."""

    path: str
    offset: int
    weight: int
    is_last: bool
    site: Site
    selection: Selection

    @property
    def size(self) -> int:
        """About as many bytes as it holds."""
        return EXPANSION * self.weight

    @property
    def held(self) -> int:
        """Nothing."""
        return 0

    @property
    def key(self) -> str:
        """Path and offsets."""
        return f"{self.path}\0{self.offset}\0{self.weight}"

    def items(self, bounds: Bounds) -> Iterator[Item]:
        """The pages of the stream."""
        try:
            with open_file(self.path) as file:
                file.seek(self.offset)
                pages = PageReader(self.path, bounds, self.selection, self.site, self.offset)
                # A stream in the middle has no root element: the parser needs one to be in.
                pages.feed(b"<mediawiki>")
                reader = Reader(file, "bz2", bounds, self.offset + self.weight)
                # The end of the root element is in the last stream.
                yield from _read(reader, pages, self.path, 0 if self.is_last else 1)
        except OSError as error:
            yield self.unread(0, cannot_read(self.path, error))

    def unread(self, number: int, fault: Fault) -> Damage:
        """The stream as damage; pages before the one that cannot be read may have been read."""
        after = f"from its page {number} on: " if number else ""
        return Damage(self.path, self.offset, self.offset + self.weight, after + fault.error)


def _streams(
    path: str, index: str, bounds: Bounds, selection: Selection
) -> Iterator[Inline | StreamUnit]:
    """The streams of a dump by its index. All bytes of the dump are in one of them."""
    total = os.stat(path).st_size  # noqa: PTH116
    here: int | None = None
    site = Site()
    for offset in _offsets(index, bounds):
        if isinstance(offset, Inline):
            yield offset
            break
        # An index of another dump, or a damaged one: streams would overlap.
        if here is not None and offset <= here:
            message = f"the index goes back from {here} to {offset}"
            yield Inline(Damage(index, None, None, message))
            break
        if offset >= total:
            message = f"the file has {total:,} bytes, but its index names a stream at {offset:,}"
            yield Inline(Damage(path, total, None, message))
            break
        if here is None:
            head = _head(path, "bz2", bounds, offset)
            if head.is_more or not _is_stream(path, offset):
                # Pages before the first stream of the index: it does not belong to this dump.
                message = f"the first stream is not at {offset}; the dump is read without its index"
                yield Inline(Damage(index, None, None, message))
                yield from _pages(path, "bz2", bounds, selection)
                return
            if head.error is not None:
                yield Inline(Damage(path, 0, offset, f"the head of the dump: {head.error}"))
            site = head.site
        else:
            yield StreamUnit(path, here, offset - here, False, site, selection)
        here = offset
    if here is not None:
        yield StreamUnit(path, here, total - here, True, site, selection)
    else:
        yield Inline(Damage(index, 0, None, "the index names no streams"))
        yield from _pages(path, "bz2", bounds, selection)


def _is_stream(path: str, offset: int) -> bool:
    with open_file(path) as file:
        file.seek(offset)
        # The signature of bzip2.
        return file.read(3) == b"BZh"


def _offsets(index: str, bounds: Bounds) -> Iterator[int | Inline]:
    """The offsets of an index, each once: lines of `offset:page:title`."""
    last = b""
    with open_file(index) as file:
        reader = Reader(file, "bz2" if index.endswith(".bz2") else "", bounds)
        for line in read_lines(reader, index, LONGEST_HEAD):
            if isinstance(line, Inline):
                yield line
                return
            number = (line.data or b"").partition(b":")[0]
            if not (number.isdigit() and len(number) < 19):
                text = (line.data or b"")[:80]
                message = f"line {line.number} of the index does not begin with an offset: {text!r}"
                yield Inline(Damage(index, None, None, message))
                return
            # A hundred lines name the same stream, one for each of its pages.
            if number != last:
                last = number
                yield int(number)
