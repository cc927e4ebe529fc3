"""What runs in a worker: batches in, encoded rows and dead letters out.

A worker says which page it is about to read before it does, so that the parent knows whom to blame.
It is expected to die at any moment.
"""

from __future__ import annotations

import gc
import json
import signal
import sys
import time
from contextlib import suppress
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from wikiparse.etl.batch.deadletters import Letter, letter
from wikiparse.etl.rows import Options, Row, describe, error_row, row_of
from wikiparse.etl.sources.records import Bounds, Damage, Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection

    from wikiparse.etl.sources.records import Item, Unit

Place = tuple[int, int]
"""A page of a batch: which unit it is in, and the how many-th item of that, both from 0."""
ENCODING: Final[Place] = (-1, -1)
"""What stands for the end of a batch, when its rows are encoded."""
GRACE: Final = 10.0
"""Seconds beyond the deadline after which a worker ends by itself: its parent must be gone."""

Fault = tuple[str, str | None]
"""An error, and the limit that it ran into."""


@attrs.frozen(kw_only=True)
class Job:
    """What all batches of a run have in common. `encode`: what the rows become."""

    encode: Literal["parquet", "jsonl", "rows"]
    options: Options
    bounds: Bounds
    timeout: float
    memory: int
    before: str | None


@attrs.frozen
class Task:
    """A batch to parse.

    `faults`: what is known of pages that are not to be tried again, by their place in the batch.

    `lost`: units that cannot even be read, and why. `one_by_one`: rows are encoded one at a time
    first, to find the one that cannot be.
    """

    number: int
    units: tuple[Unit, ...]
    faults: dict[Place, Fault] = attrs.field(factory=dict)
    lost: dict[int, Fault] = attrs.field(factory=dict)
    one_by_one: bool = False
    all_fail: Fault | None = None


@attrs.define
class Result:
    """What became of a batch: `pages` were found, `ok` of them are in the `payloads`, each other
    one is a letter.

    `seconds` are those of the worker's processor, `memory` is the most MiB that it has held so far.
    """

    number: int
    payloads: list[Any] = attrs.field(factory=list)
    pages: int = 0
    ok: int = 0
    source_bytes: int = 0
    skipped: int = 0
    letters: list[Letter] = attrs.field(factory=list)
    damages: list[Damage] = attrs.field(factory=list)
    seconds: float = 0.0
    memory: int = 0


def serve(connection: Connection, job: Job) -> None:
    """Work until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked too, and it decides
    before = _load(job.before)
    _warm_up(job)
    gc.freeze()
    _limit_memory(job.memory)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send("ready")
        while True:
            task = connection.recv()
            connection.send(_Batch(task, job, before, connection).run())
            _alarm(0)


def _load(name: str | None) -> Callable[[Mapping[str, Any]], object] | None:
    if name is None:
        return None
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)  # type: ignore[no-any-return]


def _warm_up(job: Job) -> None:
    """Load what encoding needs before memory is limited.

    Arrow's own allocators reserve address space by the gigabyte, which the limit would refuse: here
    it takes the system's.
    """
    if job.encode == "parquet":
        import pyarrow as pa

        from wikiparse.etl.arrow import to_batch, to_bytes

        pa.set_memory_pool(pa.system_memory_pool())
        to_bytes(to_batch([]))


def _limit_memory(megabytes: int) -> None:
    """Let the system refuse memory beyond what there is now and so much more."""
    if megabytes <= 0:
        return
    try:
        import resource
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        pass  # a system without such limits; the others still hold


def _resident() -> int:
    """The most MiB that this process has held; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> 20 if sys.platform == "darwin" else most >> 10


def _alarm(seconds: float) -> None:
    """End the process after so many seconds: the default action of the signal needs nobody to
    handle it.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


class _Batch:
    def __init__(
        self,
        task: Task,
        job: Job,
        before: Callable[[Mapping[str, Any]], object] | None,
        connection: Connection,
    ) -> None:
        self._task, self._job, self._before, self._connection = task, job, before, connection
        self._result = Result(task.number)
        self._rows: list[Row] = []
        self._kept: list[Record] = []  # of each row the record, if encoding fails

    def run(self) -> Result:
        """Parse all pages and encode their rows."""
        began = time.process_time()
        for place, item in self._items():
            match item:
                case Skipped():
                    self._result.skipped += 1
                case Damage():
                    self._result.damages.append(item)
                case Record():
                    self._take(item, place)
        self._announce(ENCODING)
        self._result.payloads = self._encoded(self._rows, self._kept)
        self._result.seconds = time.process_time() - began
        self._result.memory = _resident()
        return self._result

    def _announce(self, place: Place) -> None:
        _alarm(self._job.timeout + GRACE)
        self._connection.send(place)

    def _items(self) -> Iterator[tuple[Place, Item]]:
        """All items; reading one counts as its own time."""
        for index, unit in enumerate(self._task.units):
            if index in self._task.lost:
                source, offset = unit.place
                yield (index, 0), Damage(source, offset, self._task.lost[index][0])
                continue
            items = unit.items(self._job.bounds)
            for number in count():
                self._announce((index, number))
                item = next(items, None)
                if item is None:
                    break
                yield (index, number), item

    def _take(self, record: Record, place: Place) -> None:
        self._result.pages += 1
        self._result.source_bytes += len(record.raw or b"")
        fault = self._task.all_fail or self._task.faults.get(place) or record.fault
        if fault is None:
            fault = self._try(record)
        if fault is not None:
            self._fail(record, fault)

    def _fail(self, record: Record, fault: Fault) -> None:
        if self._job.encode == "rows":
            self._rows.append(error_row(_head_of(record), fault[0]))
        else:
            self._result.letters.append(letter(record, *fault))

    def _try(self, record: Record) -> Fault | None:
        """Parse a page; its fault, or None."""
        try:
            values = record.to_dict()
            if self._before is not None:
                self._before(values)
            row = row_of(values, self._job.options)
            if self._task.one_by_one:
                self._encode([row])
        except MemoryError as error:
            return describe(error), "memory"
        except Exception as error:  # noqa: BLE001  # whatever a page does, it is one of many
            return describe(error), None
        self._rows.append(row)
        self._kept.append(record)
        return None

    def _encoded(self, rows: list[Row], kept: list[Record]) -> list[Any]:
        """The rows in one piece; if that fails, in halves, down to the row that cannot be encoded.

        Raises what encoding no rows at all raises: then it is not the pages that are at fault.
        """
        try:
            piece = self._encode(rows)
        except Exception as error:  # whatever is in a row, it is one of many
            if not rows:
                raise
            if len(rows) == 1:
                self._fail(
                    kept[0], (describe(error), "memory" if isinstance(error, MemoryError) else None)
                )
                return []
            half = len(rows) // 2
            return self._encoded(rows[:half], kept[:half]) + self._encoded(rows[half:], kept[half:])
        self._result.ok += len(rows)
        return [piece]

    def _encode(self, rows: list[Row]) -> Any:
        if self._job.encode == "parquet":
            from wikiparse.etl.arrow import to_batch, to_bytes

            return to_bytes(to_batch(rows))
        if self._job.encode == "jsonl":
            return b"".join([to_json_line(row) for row in rows])
        return rows


def _head_of(record: Record) -> dict[str, Any]:
    return record.fields if record.form == "record" else {**record.fields, "text": record.raw}


def to_json_line(row: Row) -> bytes:
    """A row as a line of JSON; times in the form of ISO 8601."""
    return (
        json.dumps(row, ensure_ascii=False, default=lambda value: value.isoformat()).encode()
        + b"\n"
    )
