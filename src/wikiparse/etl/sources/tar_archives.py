"""Pages in tar archives, which are read as a stream, once, whatever they are compressed with."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from wikiparse.etl.sources.bounded import CHUNK, Reader, message_of
from wikiparse.etl.sources.folders import fields_of, is_page
from wikiparse.etl.sources.records import (
    Bounds,
    CutOffError,
    Inline,
    Record,
    SourceError,
    open_file,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_HEADER: Final = 128 << 10
"""Bytes that the extended header of a member may have: tarfile reads it whole, and keeps some
hundreds of them where one follows the other."""
READS_AT_END: Final = 8
"""How often tarfile may read at the end of the file. It skips a member that promises terabytes by
reading on and on, and does not look at the data."""


class _Member(tarfile.TarInfo):
    """A member whose extended header is not larger than it has to be."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Member:
        """The member of a header.

        Raises SourceError for one that promises too much, and for one that is damaged: tarfile
        would take it for the end of the archive.
        """
        try:
            member = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if not buf.strip(b"\0"):  # the end of the archive, or of the file
                raise
            kind = CutOffError if len(buf) < tarfile.BLOCKSIZE else SourceError
            message = f"the header of a member is damaged: {error}"
            raise kind(message) from error
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
    with open_file(path) as file:
        reader = _Tail(file, compression, bounds)
        pos = start = 0
        try:
            # As a stream tarfile asks for 10 KiB at a time, and never seeks.
            with tarfile.open(
                fileobj=cast("BinaryIO", reader), mode="r|", tarinfo=_Member
            ) as archive:
                while (member := archive.next()) is not None:
                    start = member.offset
                    # It would remember all members, and the values of all global headers.
                    archive.members.clear()  # type: ignore[attr-defined]
                    archive.pax_headers.clear()  # type: ignore[attr-defined]
                    if member.isfile() and is_page(member.name):
                        record = _read(archive, member, path, bounds)
                        weight, pos = reader.position - pos, reader.position
                        yield Inline(record, weight)
                    start = archive.offset
            reader.finish(start)
        except Exception as error:  # noqa: BLE001  # tarfile raises many kinds for hostile headers
            kind = CutOffError if isinstance(error, CutOffError) else SourceError
            trouble = kind(f"the archive cannot be read on: {_reason(error)}")
            # Headers may say that members are anywhere.
            start = min(max(start, 0), reader.size)
            damage = reader.damage(path, trouble, None if compression else start)
            yield Inline(damage, reader.position - pos)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "its headers are nested too deep"
    return message_of(error)


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo, path: str, bounds: Bounds) -> Record:
    """The page of a member. Raises SourceError where the archive ends within it."""
    fields: dict[str, Any] = fields_of(member.name, f"{path}/{member.name}")
    if member.size > bounds.page:
        return Record(path, member.offset, None, fields, fault=too_large(bounds))
    # Its bytes, never to the disk: no path of an archive is ever used as one.
    file = archive.extractfile(member)
    raw = b"" if file is None else file.read()
    if len(raw) < member.size:
        message = "it is cut off within a member"
        raise CutOffError(message)
    return Record(path, member.offset, raw, fields)


class _Tail(Reader):
    """A reader that looks after the block of zeros that ends an archive.

    tarfile does not look: it takes the end of the file for that of the archive, and zeros too.
    """

    _kept = b""
    _reads_at_end = 0

    def read(self, size: int = CHUNK) -> bytes:
        data = super().read(size)
        if data:
            # tarfile reads by records and stops within one: the end of it is what must be looked
            # at.
            self._kept = (self._kept + data)[-4 * tarfile.RECORDSIZE :]
            return data
        self._reads_at_end += 1
        if self._reads_at_end > READS_AT_END:
            message = "it is cut off within a member"
            raise CutOffError(message)
        return data

    def finish(self, end: int) -> None:
        """Read the blocks from the end of the last member on.

        Raises SourceError if there is no block of zeros, or if anything else follows.
        """
        ahead = self.given - end
        rest = self._kept[-ahead:] if ahead > 0 else b""
        has_end = False
        while rest:
            if rest.strip(b"\0"):
                message = "there is more after its end"
                raise SourceError(message)
            has_end = True
            rest = super().read()
        if not has_end:
            message = "it has no end: the file may be cut off"
            raise CutOffError(message)
