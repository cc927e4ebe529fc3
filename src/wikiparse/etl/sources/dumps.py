"""MediaWiki's XML dumps: plain, compressed, and, in parallel, those of many bz2 streams that have
an index.

A multistream dump is a bz2 stream with the head of the file, then streams of a hundred pages each,
then one with the end of the root element. Its index names the offset of the stream that a page is
in. So any worker can read any stream.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wikiparse.etl.sources.bounded import Reader
from wikiparse.etl.sources.dump_xml import PageReader, Site, damage
from wikiparse.etl.sources.records import Bounds, Damage, Inline, Item, Selection, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPANSION: Final = 4
"""How many times a stream is reckoned to grow: parts are planned by it before anything is read."""
LONGEST_HEAD: Final = 1 << 20
"""Bytes in which a dump has told its namespaces."""


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
        if os.path.isfile(index):  # noqa: PTH113
            return index
    return None


def _pages(path: str, compression: str, bounds: Bounds, selection: Selection) -> Iterator[Inline]:
    """The pages of a dump that only one can read."""
    with open(path, "rb") as file:  # noqa: PTH123
        reader = Reader(file, compression, bounds)
        pages = PageReader(path, bounds, selection)
        pos = 0
        for item in _read(reader, pages, path):
            yield Inline(item, reader.position - pos)
            pos = reader.position


def _read(reader: Reader, pages: PageReader, path: str, level: int = 0) -> Iterator[Item]:
    """What a reader gives; in the end `level` elements may be open, where others have their
    ends.
    """
    trouble: SourceError | None = None
    while trouble is None:
        try:
            data = reader.read()
            if not data:
                break
            pages.feed(data)
        except (SourceError, OSError) as error:
            trouble = error if isinstance(error, SourceError) else SourceError(str(error))
        yield from pages.take()
    if trouble is None and pages.level > level:
        trouble = SourceError("the XML ends before its root element does: the file is cut off")
    if trouble is not None:
        yield damage(path, trouble, reader.position)


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
    def key(self) -> str:
        """Path and offsets."""
        return f"{self.path}\0{self.offset}\0{self.weight}"

    @property
    def place(self) -> tuple[str, int]:
        """Where it begins."""
        return self.path, self.offset

    def items(self, bounds: Bounds) -> Iterator[Item]:
        """The pages of the stream."""
        try:
            with open(self.path, "rb") as file:  # noqa: PTH123
                file.seek(self.offset)
                pages = PageReader(self.path, bounds, self.selection, self.site)
                pages.offset = self.offset
                pages.feed(b"<mediawiki>")
                # The root element's end stands in the last stream.
                yield from _read(
                    Reader(file, "bz2", bounds, self.offset + self.weight),
                    pages,
                    self.path,
                    0 if self.is_last else 1,
                )
        except OSError as error:
            yield Damage(
                self.path, self.offset, f"cannot read the stream: {error.strerror or error}"
            )


def _streams(
    path: str, index: str, bounds: Bounds, selection: Selection
) -> Iterator[Inline | StreamUnit]:
    """The streams of a dump by its index."""
    total = os.stat(path).st_size  # noqa: PTH116
    here: int | None = None
    site: Site | None = None
    for offset in _offsets(index, bounds):
        if isinstance(offset, Damage):
            yield Inline(offset)
            break
        if here is not None and offset <= here:
            yield Inline(Damage(index, None, f"the index goes back from {here} to {offset}"))
            break
        if offset >= total:
            yield Inline(
                Damage(
                    path,
                    total,
                    f"the file has {total:,} bytes, but the index names a stream at {offset:,}: it is cut off",
                )
            )
            break
        if here is None:
            head = _site(path, offset, bounds)
            if isinstance(head, Damage):
                yield Inline(head)
                return
            site = head
        else:
            assert site is not None
            yield StreamUnit(path, here, offset - here, False, site, selection)
        here = offset
    if here is not None and site is not None:
        yield StreamUnit(path, here, total - here, True, site, selection)
    elif here is None:
        yield Inline(Damage(index, 0, "the index names no streams"))


def _offsets(index: str, bounds: Bounds) -> Iterator[int | Damage]:
    """The offsets of an index, each once: lines of `offset:page:title`."""
    from wikiparse.etl.sources.lines import read_lines

    last: Any = None
    with open(index, "rb") as file:  # noqa: PTH123
        reader = Reader(file, "bz2" if index.endswith(".bz2") else "", bounds)
        for _, _, line, _ in read_lines(reader, index, LONGEST_HEAD):
            if isinstance(line, Damage):
                yield line
                return
            number = (line or b"").partition(b":")[0]
            if not (number.isdigit() and len(number) < 19):
                yield Damage(
                    index, None, f"the index has a line that is none: {(line or b'')[:80]!r}"
                )
                return
            if number != last:
                last = number
                yield int(number)


def _site(path: str, first: int, bounds: Bounds) -> Site | Damage:
    """What the head of a multistream dump says, or the damage that keeps it from being read."""
    with open(path, "rb") as file:  # noqa: PTH123
        reader = Reader(file, "bz2", bounds, first)
        pages = PageReader(path, bounds, Selection())
        read = 0
        try:
            while read < LONGEST_HEAD and (data := reader.read()):
                pages.feed(data)
                read += len(data)
        except (SourceError, OSError) as error:
            return damage(
                path,
                error if isinstance(error, SourceError) else SourceError(str(error)),
                reader.position,
            )
    return pages.site
