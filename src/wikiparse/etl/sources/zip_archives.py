"""Pages in zip archives.

The parent reads the archive's directory (APPNOTE 4.3), an entry at a time, and a worker reads the
members: the output of a member is looked at where it can be stopped. `zipfile` would hold
the whole directory, and decompress four kilobytes of bzip2 or LZMA in one go, to any size.
"""

from __future__ import annotations

import struct
import zlib
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from wikiparse.etl.sources.bounded import Reader, grows_too_much, message_of, missing_package
from wikiparse.etl.sources.folders import fields_of, is_page
from wikiparse.etl.sources.records import (
    Bounds,
    CutOffError,
    Damage,
    Fault,
    Inline,
    Record,
    SourceError,
    cannot_read,
    open_file,
    page,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS: Final = {0: "", 8: "deflate", 12: "bz2", 14: "lzma", 93: "zst", 95: "xz"}
"""Our names of the compressions (APPNOTE 4.4.5)."""

_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
"""Between the two ends that an archive of zip64 has."""
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_ENTRY: Final = struct.Struct("<4s4B4H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT: Final = 1 << 16
_IN_EXTRA: Final = 0xFFFFFFFF
"""In a field of 32 bits: its value is in the extra field for zip64."""
ENCRYPTED, IN_UTF8 = 1 << 0, 1 << 11


class _DirectoryError(Exception):
    """The archive's directory is damaged from an offset on."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class _Directory(NamedTuple):
    """Where the archive's directory is, and how many entries it has, as far as 16 bits hold it.
    `shift` is how much was put before the archive.
    """

    start: int
    end: int
    entries: int
    shift: int


class Member(NamedTuple):
    """A page in a zip archive: where it is, and its entry in the directory."""

    path: str
    name: str
    offset: int
    method: int
    is_encrypted: bool
    crc: int
    compressed: int
    size: int

    @property
    def weight(self) -> int:
        """The bytes of the archive."""
        return self.compressed

    @property
    def held(self) -> int:
        """Nothing."""
        return 0

    @property
    def key(self) -> str:
        """Archive, name, offset, size and checksum."""
        return f"{self.path}\0{self.name}\0{self.offset}\0{self.size}\0{self.crc}"

    @property
    def fields(self) -> dict[str, Any]:
        """The fields that follow from its name."""
        return fields_of(self.name, f"{self.path}/{self.name}")

    def items(self, bounds: Bounds) -> Iterator[Record]:
        """The page, or why it cannot be read."""
        try:
            yield page(self.path, self.offset, self._read(bounds), self.fields, bounds)
        except OSError as error:
            yield self.without_bytes(cannot_read(self.path, error))
        except MemoryError:
            fault = Fault(f"{self.name} does not fit into the memory of a worker", "memory")
            yield self.without_bytes(fault)
        except SourceError as error:
            fault = Fault(f"cannot read {self.name}: {message_of(error)}", "read")
            yield self.without_bytes(fault)

    def unread(self, number: int, fault: Fault) -> Record | None:
        """The page, without its bytes."""
        return None if number else self.without_bytes(fault)

    def without_bytes(self, fault: Fault) -> Record:
        """The page as a dead letter."""
        return Record(self.path, self.offset, None, self.fields, fault=fault)

    def _read(self, bounds: Bounds) -> bytes:
        """The member's bytes, at most one more than a page may have.

        Raises SourceError for data that does not agree with the directory.
        """
        if self.is_encrypted:
            message = "it is encrypted"
            raise SourceError(message)
        compression = METHODS.get(self.method)
        if compression is None:
            message = f"compression method {self.method} is not known"
            raise SourceError(message)
        if package := missing_package(compression):
            message = f"it needs the package {package!r}: python -m pip install {package}"
            raise SourceError(message)
        # One more than promised shows a member that is larger than it says.
        most = min(self.size, bounds.page) + 1
        with open_file(self.path) as file:
            start = self._data_start(file)
            file.seek(start)
            reader = Reader(file, compression, bounds, start + self.compressed)
            pieces: list[bytes] = []
            while most > 0 and (data := reader.read(min(most, 1 << 16))):
                pieces.append(data)
                most -= len(data)
        raw = b"".join(pieces)
        if len(raw) <= bounds.page and (len(raw) != self.size or zlib.crc32(raw) != self.crc):
            message = "its size or its checksum is not that of the directory"
            raise SourceError(message)
        return raw

    def _data_start(self, file: IO[bytes]) -> int:
        file.seek(self.offset)
        head = file.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
            message = "the directory names a place where it does not begin"
            raise SourceError(message)
        # Of the local header: its extra field may be longer than that of the directory.
        name_length, extra_length = _LOCAL.unpack(head)[-2:]
        return self.offset + _LOCAL.size + name_length + extra_length  # type: ignore[no-any-return]


def zip_units(path: str, bounds: Bounds) -> Iterator[Member | Inline]:
    """The pages of a zip archive, in the order of its directory.

    All that its members decompress to may not be more than the ratio allows: a member that goes
    beyond it is a dead letter.
    """
    with open_file(path) as file:
        reader = Reader(file, "", bounds)
        grown = compressed = 0
        try:
            directory = _directory(file, reader.size)
            for member in _members(file, path, directory, reader.size):
                # Members may overlap: the archive is not counted twice.
                compressed = min(compressed + member.compressed, reader.size)
                size = min(member.size, bounds.page)
                if member.size > bounds.page:
                    yield Inline(member.without_bytes(too_large(bounds)), member.weight)
                elif grown + size > bounds.free + bounds.ratio * compressed:
                    fault = Fault(grows_too_much("archive", bounds), "read")
                    yield Inline(member.without_bytes(fault), member.weight)
                else:
                    grown += size
                    yield member
        except _DirectoryError as error:
            yield Inline(Damage(path, error.offset, reader.size, str(error)))
        except (SourceError, OSError) as error:
            yield Inline(reader.damage(path, error, 0))


def _directory(file: IO[bytes], size: int) -> _Directory:
    """Raises SourceError where there is none."""
    start = max(size - _LONGEST_COMMENT - _END.size, 0)
    file.seek(start)
    tail = file.read(_LONGEST_COMMENT + _END.size)
    # From the end: only a comment comes after the record.
    found = tail.rfind(b"PK\5\6", 0, max(len(tail) - _END.size + 4, 0))
    if found < 0:
        message = "the archive has no directory: it is cut off, or no zip archive"
        raise CutOffError(message)
    _, disk, _, _, entries, length, offset, _ = _END.unpack_from(tail, found)
    end = start + found
    if end >= _LOCATOR.size:
        file.seek(end - _LOCATOR.size)
        # zip64: numbers that do not fit are in another record before this one.
        if file.read(4) == b"PK\6\7":
            end -= _LOCATOR.size + _END_64.size
            file.seek(max(end, 0))
            head = file.read(_END_64.size)
            if len(head) < _END_64.size or not head.startswith(b"PK\6\6"):
                message = "the end of the archive's directory (zip64) is not where it should be"
                raise SourceError(message)
            *_, entries, length, offset = _END_64.unpack(head)
            disk = 0
    if disk or length > end:
        message = "the archive has several volumes, or its directory is damaged"
        raise SourceError(message)
    # Something else may be put before an archive, as the program that unpacks it.
    return _Directory(end - length, end, entries & 0xFFFF, max(end - length - offset, 0))


def _members(file: IO[bytes], path: str, directory: _Directory, size: int) -> Iterator[Member]:
    """The pages among the entries. Raises _DirectoryError where the directory is damaged."""
    pos = directory.start
    count = 0
    while pos < directory.end:
        file.seek(pos)
        head = file.read(_ENTRY.size)
        if len(head) < _ENTRY.size or not head.startswith(b"PK\1\2"):
            message = "the archive's directory is damaged: no entry begins there"
            raise _DirectoryError(message, pos if count else 0)
        count += 1
        fields = _ENTRY.unpack(head)
        flags, method = fields[5:7]
        crc, compressed, whole, name_length, extra_length, comment_length = fields[9:15]
        offset = fields[18]
        name = file.read(name_length)
        values = _sizes(file.read(extra_length), whole, compressed, offset)
        pos += _ENTRY.size + name_length + extra_length + comment_length
        # APPNOTE D.1: without the flag a name is in the code page of MS-DOS.
        text = name.decode("utf-8", "surrogateescape") if flags & IN_UTF8 else name.decode("cp437")
        if not text.endswith("/") and is_page(text):
            whole, compressed, offset = values
            yield Member(
                path=path,
                name=text,
                offset=directory.shift + offset,
                method=method,
                is_encrypted=bool(flags & ENCRYPTED),
                crc=crc,
                compressed=min(compressed, size),
                size=whole,
            )
    # Sixteen bits are all that every archive has of the number.
    if count & 0xFFFF != directory.entries:
        message = f"the archive's directory has {count:,} entries, but says that it has others"
        raise _DirectoryError(message, 0)


def _sizes(extra: bytes, *values: int) -> list[int]:
    """Size, compressed size and offset, those of 64 bits from the extra field (APPNOTE 4.5.3)."""
    found = list(values)
    pos = 0
    while pos + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, pos)
        if kind == 1:
            # Only the values that did not fit are there, in this order.
            wide = iter(extra[pos + 4 : pos + 4 + length][i : i + 8] for i in range(0, length, 8))
            found = [
                int.from_bytes(next(wide, b""), "little") if value == _IN_EXTRA else value
                for value in found
            ]
            break
        pos += 4 + length
    return found
