"""Output files that are whole or not there: written beside, brought to the disk, then renamed."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import BufferedWriter
    from pathlib import Path
    from types import TracebackType

    from wikiparse.etl.batch.settings import Format

GROUP_BYTES: Final = 16 << 20
"""Bytes of Arrow that make a row group."""
TEMPORARY: Final = ".tmp"
# Spark, Arrow and others pass over names that begin with an underscore when they read a folder: so
# begin the names of all that is no part.


class Sink(Protocol):
    """Where a part's rows go."""

    def add(self, payload: Any) -> None:
        """Take the rows of a batch, as the workers encoded them."""

    def finish(self) -> None:
        """Write what is left."""

    def abandon(self) -> None:
        """Write nothing any more: the file is given up."""


class AtomicFile:
    """A file that takes its name only when all is written and on the disk; used as a context.

    After an error nothing is left of it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._beside = path.with_name("_" + path.name.lstrip("_") + TEMPORARY)
        self.file: BufferedWriter

    def __enter__(self) -> Self:
        self.file = self._beside.open("wb")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._drop()
            return
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self._beside.replace(self.path)
        except BaseException:
            self._drop()
            raise
        sync_folder(self.path.parent)

    def _drop(self) -> None:
        with suppress(OSError):  # what was buffered finds no place: it is not wanted any more
            self.file.close()
        self._beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def write_atomic(path: Path, data: bytes) -> None:
    """Write a small file that is whole or not there."""
    with AtomicFile(path) as out:
        out.file.write(data)


def describe_file(path: Path) -> dict[str, Any]:
    """Name, bytes and SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
    return {"file": path.name, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def part_name(number: int, form: Format) -> str:
    """The name of a part; in order they sort by it."""
    return f"part-{number:05}.{form}"


def letters_name(number: int) -> str:
    """The name of the dead letters of a part."""
    return f"_dead-{number:05}.jsonl"


def remove_temporary(folder: Path) -> None:
    """Remove what an interrupted run has left half written."""
    for path in folder.glob("*" + TEMPORARY):
        path.unlink()


def sink(form: Format, file: BufferedWriter) -> Sink:
    """The sink of a format."""
    return _Parquet(file) if form == "parquet" else _Lines(file)


class _Lines:
    def __init__(self, file: BufferedWriter) -> None:
        self._file = file

    def add(self, payload: bytes) -> None:
        self._file.write(payload)

    def finish(self) -> None:
        """Nothing is kept back."""

    def abandon(self) -> None:
        """Nothing is kept back."""


class _Parquet:
    """Parquet with fixed options, in row groups that end where the order of the batches has them
    end: the same rows, the same bytes.
    """

    def __init__(self, file: BufferedWriter) -> None:
        import pyarrow.parquet as pq

        from wikiparse.etl.schema import SCHEMA

        self._writer = pq.ParquetWriter(
            file,
            SCHEMA,
            version="2.6",
            compression="zstd",
            compression_level=3,
            use_dictionary=True,
        )
        self._tables: list[Any] = []
        self._size = 0

    def add(self, payload: bytes) -> None:
        from wikiparse.etl.arrow import from_bytes

        self._tables.append(from_bytes(payload))
        self._size += len(payload)
        if self._size >= GROUP_BYTES:
            self._flush()

    def finish(self) -> None:
        if self._tables:
            self._flush()
        self._writer.close()

    def abandon(self) -> None:
        give_up(self._writer)

    def _flush(self) -> None:
        import pyarrow as pa

        table = pa.concat_tables(self._tables).combine_chunks()
        if table.num_rows:
            self._writer.write_table(table, row_group_size=table.num_rows)
        self._tables, self._size = [], 0


def give_up(writer: Any) -> None:
    """Keep a writer of Parquet from writing the end of its file when it is thrown away."""
    writer.is_open = False


def lines_of(letters: Iterable[dict[str, Any]]) -> bytes:
    """Dead letters as lines of JSON."""
    from wikiparse.etl.batch.deadletters import to_line

    return b"".join([to_line(found) for found in letters])
