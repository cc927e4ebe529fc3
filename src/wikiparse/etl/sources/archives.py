"""Pages in zip and tar archives.

Archives of tar are read as a stream, once, whatever they are compressed with.
"""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from wikiparse.etl.sources.bounded import CHUNK, Reader
from wikiparse.etl.sources.folders import fields_of, is_page
from wikiparse.etl.sources.records import (
    Bounds,
    Damage,
    Inline,
    Record,
    SourceError,
    page,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_HEADER: Final = 1 << 20
"""Bytes that the extended header of a member may have: tarfile reads it whole."""


def zip_units(path: str, bounds: Bounds) -> Iterator[Inline]:
    """The pages of a zip archive, in its own order."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        yield Inline(Damage(path, 0, f"the archive cannot be read: {error}"))
        return
    with archive:
        for member in archive.infolist():
            if not member.is_dir() and is_page(member.filename):
                yield Inline(_member(archive, member, path, bounds), member.compress_size)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, bounds: Bounds) -> Record:
    fields = fields_of(member.filename, f"{path}/{member.filename}")
    try:
        with archive.open(member) as file:
            return page(path, member.header_offset, file.read(bounds.page + 1), fields, bounds)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        zlib.error,
    ) as error:
        # Wrong checksums, passwords, and compressions that nobody knows.
        return Record(
            path,
            member.header_offset,
            None,
            fields,
            fault=(f"cannot read {member.filename}: {error}", "read"),
        )


class _Member(tarfile.TarInfo):
    """A member whose extended header is not larger than it has to be."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Member:
        """The member of a header. Raises SourceError for one that promises too much."""
        member = super().frombuf(buf, encoding, errors)
        extended = (
            tarfile.XHDTYPE,
            tarfile.XGLTYPE,
            tarfile.SOLARIS_XHDTYPE,
            tarfile.GNUTYPE_LONGNAME,
            tarfile.GNUTYPE_LONGLINK,
        )
        if member.type in extended and member.size > LONGEST_HEADER:
            message = f"the header of a member has {member.size:,} bytes"
            raise SourceError(message)
        return member


def tar_units(path: str, compression: str, bounds: Bounds) -> Iterator[Inline]:
    """The pages of a tar archive, in its own order; if it is damaged, those before the damage."""
    with open(path, "rb") as file:  # noqa: PTH123
        reader = _Tail(file, compression, bounds)
        pos = 0
        try:
            # As a stream tarfile asks for 10 KiB at a time, and never seeks.
            with tarfile.open(
                fileobj=cast("BinaryIO", reader), mode="r|", tarinfo=_Member
            ) as archive:
                while (member := archive.next()) is not None:
                    archive.members.clear()  # type: ignore[attr-defined]  # it would remember all of them
                    if member.isfile() and is_page(member.name):
                        record = _tarred(archive, member, path, bounds)
                        yield Inline(record, reader.position - pos)
                        pos = reader.position
        except (tarfile.TarError, SourceError, OSError, EOFError, ValueError) as error:
            yield Inline(
                Damage(path, reader.position, f"the archive cannot be read on: {error}"),
                reader.position - pos,
            )
            return
        if (trouble := _rest(reader)) is not None:
            yield Inline(Damage(path, reader.position, trouble))


def _tarred(archive: tarfile.TarFile, member: tarfile.TarInfo, path: str, bounds: Bounds) -> Record:
    fields: dict[str, Any] = fields_of(member.name, f"{path}/{member.name}")
    if member.size > bounds.page:
        return Record(path, member.offset, None, fields, fault=too_large(bounds))
    file = archive.extractfile(member)
    raw = b"" if file is None else file.read()
    if len(raw) < member.size:
        message = "it is cut off within a member"
        raise SourceError(message)
    return Record(path, member.offset, raw, fields)


class _Tail(Reader):
    """A reader that remembers whether the last block it gave was one of zeros, which ends an
    archive.
    """

    is_end = False

    def read(self, size: int = CHUNK) -> bytes:
        data = super().read(size)
        if data:
            self.is_end = not data[-tarfile.BLOCKSIZE :].strip(b"\0")
        return data


def _rest(reader: _Tail) -> str | None:
    """What is wrong behind the last member, or None. tarfile takes the end of the file for the end
    of the archive too.
    """
    try:
        while reader.read():
            pass
    except SourceError as error:
        return f"behind the last member: {error}"
    return None if reader.is_end else "the archive has no end: the file may be cut off"
