"""Output files that are whole or not there: written under another name, brought to the disk, then
renamed.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import BufferedWriter
    from pathlib import Path
    from types import TracebackType

    from wikiparse.etl.batch.settings import Format
    from wikiparse.etl.rows import Options

GROUP_BYTES: Final = 16 << 20
"""Bytes of Arrow that make a row group."""
TEMPORARY: Final = ".tmp"
# Spark, Arrow and others skip names that begin with an underscore when they read a folder: so begin
# the names of all files that are no parts.


class Sink(Protocol):
    """Where a part's rows go."""

    def add(self, payloads: Sequence[bytes]) -> None:
        """Take some rows of a batch, as a worker encoded them."""

    def end_batch(self) -> None:
        """All rows of the batch have come."""

    def finish(self) -> None:
        """Write the rest."""

    def abandon(self) -> None:
        """Write nothing more: the file is given up."""


class AtomicFile:
    """A file that takes its name only when all is written and on the disk; used as a context.

    After an error nothing is left of it. `replaces`: whether a file of the name may be there.
    `mark` distinguishes the temporary name from that of another process. Without `syncs` the file
    is whole or not there after any end of the program, but not after a power failure: of millions
    of small files to wait for the disk takes longer than to write them.
    """

    def __init__(
        self, path: Path, *, replaces: bool = False, mark: str = "", syncs: bool = True
    ) -> None:
        self.path = path
        self._replaces, self._syncs = replaces, syncs
        # In the same folder: a rename between file systems would be a copy.
        self.temporary = path.with_name(f"_{path.name.lstrip('_')}{mark}{TEMPORARY}")
        """Its name until it is whole."""
        self.file: BufferedWriter

    def __enter__(self) -> Self:
        # Only a new file: whoever has put one there, or a link to one, is to keep it.
        self.file = self.temporary.open("xb")
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
            # Before the rename: after a power failure a name must not lead to an empty file.
            if self._syncs:
                os.fsync(self.file.fileno())
            self.file.close()
            if not self._replaces and os.path.lexists(self.path):
                raise FileExistsError(errno.EEXIST, f"{self.path.name} exists", str(self.path))  # noqa: TRY301  # dropped as after any error
            self.temporary.replace(self.path)
        except BaseException:
            self._drop()
            raise
        # The new name is in the folder, which is written by itself.
        if self._syncs:
            sync_folder(self.path.parent)

    def _drop(self) -> None:
        with suppress(OSError):  # nobody wants the rest, and there may be no room for it
            self.file.close()
        self.temporary.unlink(missing_ok=True)


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
    """Write a small file that is whole or not there, in place of one that is."""
    with AtomicFile(path, replaces=True) as out:
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


def sink(form: Format, file: BufferedWriter, options: Options) -> Sink:
    """The sink of a format, for rows that were made by some options."""
    return _Parquet(file, options) if form == "parquet" else _Lines(file)


class _Lines:
    def __init__(self, file: BufferedWriter) -> None:
        self._file = file

    def add(self, payloads: Sequence[bytes]) -> None:
        self._file.writelines(payloads)

    def end_batch(self) -> None:
        """Nothing was kept back."""

    def finish(self) -> None:
        """Nothing was kept back."""

    def abandon(self) -> None:
        """Nothing was kept back."""


class _Parquet:
    """Parquet with fixed options, in row groups that end where the order of the batches has them
    end: the same rows, the same bytes.
    """

    def __init__(self, file: BufferedWriter, options: Options) -> None:
        import pyarrow.parquet as pq  # an optional package

        from wikiparse.etl.schema import schema_of

        self._writer = pq.ParquetWriter(
            file,
            schema_of(options),
            # All options are named: another version of Arrow may have other defaults, and the bytes
            # must not change.
            version="2.6",
            compression="zstd",
            compression_level=3,
            use_dictionary=True,
            memory_pool=_pool(),
        )
        self._pieces: list[Any] = []
        self._batches: list[Any] = []
        self._size = 0

    def add(self, payloads: Sequence[bytes]) -> None:
        from wikiparse.etl.arrow import from_bytes  # an optional package

        self._pieces += [from_bytes(payload) for payload in payloads]
        # A batch of few pages, or of small ones, is never as large.
        if sum([piece.nbytes for piece in self._pieces]) >= GROUP_BYTES:
            self.end_batch()

    def end_batch(self) -> None:
        if not self._pieces:
            return
        # In how many fragments the rows have come makes no difference: a worker may have died.
        batch = _joined(self._pieces)
        self._pieces = []
        self._batches.append(batch)
        self._size += batch.nbytes
        if self._size >= GROUP_BYTES:
            self._flush()

    def finish(self) -> None:
        self.end_batch()
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        give_up(self._writer)

    def _flush(self) -> None:
        if self._batches:
            table = _joined(self._batches)
            self._writer.write_table(table, row_group_size=table.num_rows)
        self._batches, self._size = [], 0


def _joined(tables: list[Any]) -> Any:
    import pyarrow as pa  # an optional package

    if len(tables) == 1:
        return tables[0]
    return pa.concat_tables(tables, memory_pool=_pool()).combine_chunks(memory_pool=_pool())


def _pool() -> Any:
    """Memory of the system, which gets it back: Arrow's own allocator keeps it for later."""
    import pyarrow as pa  # an optional package

    return pa.system_memory_pool()


def give_up(writer: Any) -> None:
    """Keep a writer of Parquet from writing the end of its file when it is thrown away."""
    writer.is_open = False
