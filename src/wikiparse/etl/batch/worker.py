"""The worker process: it takes tasks and returns encoded rows and dead letters.

A worker announces each page before it reads it (`heartbeat`), so that the parent knows which one
to blame. It is expected to die at any moment.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from contextlib import suppress
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import attrs

from wikiparse.collector import raised
from wikiparse.etl.batch.deadletters import letter_line
from wikiparse.etl.batch.heartbeat import ENCODING, Heartbeat, Position
from wikiparse.etl.clean import describe
from wikiparse.etl.rows import Options, error_row, row_of
from wikiparse.etl.sources.records import Bounds, Damage, Fault, Reading, Record, Skipped

try:
    import resource
except ImportError:  # systems without limits for processes
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableSequence
    from multiprocessing.connection import Connection

    from wikiparse.etl.columns import Row
    from wikiparse.etl.outcomes import Call
    from wikiparse.etl.sources.records import Item, Unit

GRACE: Final = 10.0
"""Seconds beyond the deadline after which a worker ends by itself: its parent must be gone. The
parent waits as long for work on no page: taking a task, encoding rows."""
PIECE_BYTES: Final = 1 << 18
"""Bytes of source after which a worker sends its results so far: rows take tens of times as much
memory until they are encoded."""
PIECE_SECONDS: Final = 1.0
"""Seconds after which it does, where a function may be slow."""
READY: Final = "ready"
"""A worker's first message."""

Encoding = Literal["parquet", "jsonl", "rows", "values"]


ENCODED: Final = (bytes, memoryview)
"""The types of rows as they are sent; those that Python takes are lists."""
START: Final = Position(0, 0)


@attrs.frozen(kw_only=True)
class Job:
    """The settings that all tasks of a run share. `encode`: the form that rows are sent in, or that
    the values of a function are.

    `function` is that function, pickled, and `with_page` whether it is called with the page too.
    """

    encode: Encoding
    options: Options
    bounds: Bounds
    timeout: float
    memory: int
    before: str | None = None
    function: bytes = b""
    with_page: bool = False

    @property
    def needs_main(self) -> bool:
        """Whether the function is of the script that is run, which workers then have to load."""
        return b"__main__" in self.function


class Unread(NamedTuple):
    """The item of a unit from which on it cannot even be read, and why."""

    item: int
    fault: Fault


@attrs.frozen
class Task:
    """A batch, or the rest of one.

    `first` is the position in the batch of the first of its `units`, and `start` the item to begin
    with. `faults`: pages that are not to be tried again. `unread`: units that cannot be read.
    `one_by_one`: each row is encoded and sent by itself, to find the one that cannot be.
    `is_second_try`: a worker has died of it before it had taken it.
    """

    number: int
    units: tuple[Unit, ...]
    first: int = 0
    start: Position = START
    faults: dict[Position, Fault] = attrs.field(factory=dict)
    unread: dict[int, Unread] = attrs.field(factory=dict)
    one_by_one: bool = False
    is_second_try: bool = False

    @property
    def held(self) -> int:
        """Bytes of source that it carries with it."""
        return sum([unit.held for unit in self.units])


@attrs.define
class Result:
    """The outcome of some pages of a task: of its `pages`, `ok` are in the payloads of `rows`, and
    `dead` are `letters`, or rows with an error.

    `next`: where the rest of the task begins; None if this is all. `seconds` are those of the
    worker's processor, `memory` is the most MiB that it has held so far.
    """

    number: int
    next: Position | None = None
    pages: int = 0
    ok: int = 0
    dead: int = 0
    skipped: int = 0
    source_bytes: int = 0
    rows: list[Any] = attrs.field(factory=list)
    letters: list[bytes] = attrs.field(factory=list)
    damages: list[Damage] = attrs.field(factory=list)
    seconds: float = 0.0
    memory: int = 0

    @property
    def held(self) -> int:
        """About how many bytes it takes."""
        encoded = sum([len(piece) for piece in self.letters])
        if self.rows and not isinstance(self.rows[0], ENCODED):
            return 4 * self.source_bytes
        return encoded + sum([len(piece) for piece in self.rows])


def serve(connection: Connection, job: Job, cells: MutableSequence[int]) -> None:
    """Work until the parent hangs up, or an exception ends it, which the parent is told."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked too, and it decides
    # Libraries write to it while memory runs out, and Python does: the parent says it in one line.
    # A user's function may have something to say.
    if not job.function:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        before = _load(job.before)
        call = _call(job, before)
        _warm_up(job)
        # All objects loaded by now live as long as the process: the collector need not walk it for
        # each page. Nor often: trees and rows hold no cycles, so that they are freed without it.
        gc.freeze()
        gc.set_threshold(*raised(gc.get_threshold()))
        # After loading: the limit is for pages.
        _limit_memory(job.memory)
        connection.send(READY)
        # Windows has handles, not file descriptors.
        heartbeat = Heartbeat(cells, None if sys.platform == "win32" else connection.fileno())
        while True:
            task = receive_task(connection)
            for result in _Batch(task, job, before, heartbeat, call).run():
                _alarm(0)
                # The time to send it is not the page's.
                heartbeat.touch()
                send_result(connection, result)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except BaseException as error:  # noqa: BLE001  # it is told, and the process ends
        is_memory = isinstance(error, MemoryError)
        fault = Fault(f"the worker died: {describe(error)}", "memory" if is_memory else "crash")
        with suppress(Exception):
            connection.send(fault)
        # Without cleaning up: the memory for that may be missing.
        os._exit(1)


# ------------------------------------------------------------------------------------ messages
# Bytes of pages and rows go over by themselves: to pickle them would be to copy them.


def send_task(connection: Connection, task: Task) -> None:
    """Send a task to a worker. Raises OSError if it is gone."""
    # The bytes of pages are sent beside the task, which is pickled.
    texts = [_text_of(unit) for unit in task.units]
    units = [
        unit if text is None else _with_text(unit, None)
        for unit, text in zip(task.units, texts, strict=True)
    ]
    connection.send((attrs.evolve(task, units=tuple(units)), [text is not None for text in texts]))
    for text in texts:
        if text is not None:
            connection.send_bytes(text)


def receive_task(connection: Connection) -> Task:
    """The task that was sent."""
    task, have_text = connection.recv()
    units = [
        _with_text(unit, connection.recv_bytes()) if has_text else unit
        for unit, has_text in zip(task.units, have_text, strict=True)
    ]
    return attrs.evolve(task, units=tuple(units))  # type: ignore[no-any-return]


def _text_of(unit: Unit) -> bytes | None:
    record = _record_of(unit)
    return None if record is None else record.raw


def _with_text(unit: Any, raw: bytes | None) -> Unit:
    name = "item" if hasattr(unit, "item") else "record"
    return unit._replace(**{name: getattr(unit, name)._replace(raw=raw)})  # type: ignore[no-any-return]


def _record_of(unit: Any) -> Record | None:
    found = getattr(unit, "item", None) or getattr(unit, "record", None)
    return found if isinstance(found, Record) else None


def send_result(connection: Connection, result: Result) -> None:
    """Send a result to the parent."""
    if result.rows and not isinstance(result.rows[0], ENCODED):
        connection.send(result)
        return
    pieces = [*result.rows, *result.letters]
    rows, letters = len(result.rows), len(result.letters)
    connection.send(attrs.evolve(result, rows=[None] * rows, letters=[b""] * letters))
    for piece in pieces:
        connection.send_bytes(piece)


def receive_result(connection: Connection, result: Result) -> Result:
    """The result whose head was received."""
    if all(piece is None for piece in result.rows):
        result.rows = [connection.recv_bytes() for _ in result.rows]
        result.letters = [connection.recv_bytes() for _ in result.letters]
    return result


# ------------------------------------------------------------------------------------ the process


def _load(name: str | None) -> Callable[[Mapping[str, Any]], object] | None:
    if name is None:
        return None
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)  # type: ignore[no-any-return]


def _call(job: Job, before: Callable[[Mapping[str, Any]], object] | None) -> Call | None:
    """How the job's function is called, if it has one."""
    if not job.function:
        return None
    # For jobs with a function alone.
    import pickle

    from wikiparse.etl.outcomes import Call

    return Call(
        function=pickle.loads(job.function),  # noqa: S301  # the parent's
        options=job.options,
        with_page=job.with_page,
        before=before,
        # Whatever it raises costs a page and no worker.
        caught=(BaseException,),
    )


def _warm_up(job: Job) -> None:
    """Load the packages that encoding needs before memory is limited.

    Arrow's own allocators reserve address space by the gigabyte, which the limit would refuse: here
    it takes the system's.
    """
    if job.encode == "parquet":
        import pyarrow as pa  # an optional package

        from wikiparse.etl.arrow import to_batch, to_bytes

        pa.set_memory_pool(pa.system_memory_pool())
        # Arrow loads pandas with the first list, in case that it is a series, and does not look
        # again. Rows hold none, and pandas takes more memory than parsing does. A function of
        # the user's may have something to convert.
        if job.before is None:
            sys.meta_path.insert(0, _WithoutPandas)
        try:
            to_bytes(to_batch([]))
        finally:
            with suppress(ValueError):
                sys.meta_path.remove(_WithoutPandas)


class _WithoutPandas:
    """A finder of modules, before all others, by which pandas is not installed."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        """Raises ModuleNotFoundError for pandas, and leaves all others to the next finder."""
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def _limit_memory(megabytes: int) -> None:
    """Let the system refuse memory beyond the current amount and `megabytes` more."""
    if megabytes <= 0 or resource is None:
        return
    # A system without such limits refuses; the other limits still hold.
    with suppress(OSError, ValueError, OverflowError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        # `RLIMIT_AS` counts address space, of which a process has much before it does anything.
        most = pages * resource.getpagesize() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _resident() -> int:
    """The most MiB that this process has held; 0 where the system does not tell."""
    if resource is None:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> 20 if sys.platform == "darwin" else most >> 10


def _alarm(seconds: float) -> None:
    """End the process after some seconds: the default action of the signal needs nobody to handle
    it.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


# ------------------------------------------------------------------------------------ a task


class _Batch:
    def __init__(
        self,
        task: Task,
        job: Job,
        before: Callable[[Mapping[str, Any]], object] | None,
        heartbeat: Heartbeat,
        call: Call | None = None,
    ) -> None:
        self._task, self._job, self._before, self._heartbeat = task, job, before, heartbeat
        self._call = call
        self._sent = time.monotonic()
        self._result = Result(task.number)
        self._rows: list[Any] = []
        self._kept: list[Record] = []  # the record of each row, if encoding fails
        self._size = 0
        self._began = time.process_time()

    def run(self) -> Iterator[Result]:
        """Parse all pages and encode their rows; a result for some megabytes of source."""
        for position, item in self._items():
            match item:
                case Skipped():
                    self._result.skipped += 1
                case Damage():
                    self._result.damages.append(item)
                case Record():
                    self._take(item, position)
            if self._is_enough():
                yield self._piece(Position(position.unit, position.item + 1))
        yield self._piece(None)

    def _is_enough(self) -> bool:
        """Whether the results so far are to be sent."""
        if self._call is not None and time.monotonic() > self._sent + PIECE_SECONDS:
            return True
        return self._size >= PIECE_BYTES or (self._task.one_by_one and self._result.pages > 0)

    def _items(self) -> Iterator[tuple[Position, Item]]:
        """All items from the start on; reading one counts as its own time."""
        task = self._task
        for index, unit in enumerate(task.units, task.first):
            # A task that is done again begins where results have come already.
            if index < task.start.unit:
                continue
            first = task.start.item if index == task.start.unit else 0
            end = task.unread.get(index)
            items = unit.items(self._job.bounds)
            for number in count():
                position = Position(index, number)
                # Before the item is read: a worker that dies of reading it must have said which it
                # is.
                self._announce(position, GRACE)
                if end is not None and number >= end.item:
                    item: Item | None = unit.unread(number, end.fault)
                    if item is not None and number >= first:
                        yield position, item
                    break
                try:
                    item = next(items, None)
                    while isinstance(item, Reading):
                        self._announce(position, GRACE)
                        item = next(items, None)
                except (MemoryError, ArithmeticError, ValueError, TypeError, LookupError) as error:
                    # No unit raises, as far as we know; if one does, the others are read.
                    items, limit = iter(()), "memory" if isinstance(error, MemoryError) else "read"
                    item = unit.unread(number, Fault(describe(error), limit))
                if item is None:
                    break
                if number >= first:
                    yield position, item

    def _announce(self, position: Position, grace: float) -> None:
        self._heartbeat.announce(position)
        _alarm(self._job.timeout + grace)

    def _take(self, record: Record, position: Position) -> None:
        self._result.pages += 1
        size = len(record.raw or b"")
        self._result.source_bytes += size
        self._size += size
        fault = self._task.faults.get(position) or record.fault
        if fault is None and self._call is not None:
            self._add_value(self._call, record)
            return
        if fault is None:
            fault = self._try(record)
        if fault is not None:
            self._fail(record, fault)

    def _add_value(self, call: Call, record: Record) -> None:
        """Call the function; its value is pickled in the page's own time."""
        from wikiparse.etl.outcomes import packed  # loaded already, with `Call`

        outcome = call.outcome(record)
        self._result.dead += outcome.is_dead
        self._rows.append(packed(outcome))
        self._size += len(self._rows[-1])

    def _fail(self, record: Record, fault: Fault) -> None:
        self._result.dead += 1
        # Here and not in the parent, which reads no page.
        record = record.with_stated()
        if self._job.encode == "values":
            self._rows.append(_dead_value(record, fault))
        elif self._job.encode == "rows":
            self._rows.append(error_row(head_of(record), fault.error, self._job.options))
            self._kept.append(record)
        else:
            self._result.letters.append(letter_line(record, fault))

    def _try(self, record: Record) -> Fault | None:
        """Parse a page; its fault, or None."""
        try:
            values = record.to_dict(self._job.options.keep)
            if self._before is not None:
                self._before(values)
            is_arrow = self._job.encode == "parquet"
            row = row_of(values, self._job.options, with_names=not is_arrow)
        # By itself: the dead letter says which limit it was, since more memory may help.
        except MemoryError as error:
            return Fault(describe(error), "memory")
        except Exception as error:  # noqa: BLE001  # whatever a page does, it is one of many
            return Fault(describe(error), None)
        self._rows.append(row)
        self._kept.append(record)
        return None

    def _piece(self, following: Position | None) -> Result:
        """The result so far, its rows encoded."""
        if self._call is not None:
            self._result.rows = self._rows
            self._sent = time.monotonic()
        elif self._rows:
            if not self._task.one_by_one:
                self._announce(ENCODING, 2 * GRACE)
            self._result.rows = self._encoded(self._rows, self._kept)
        result, self._result = self._result, Result(self._task.number)
        self._rows, self._kept, self._size = [], [], 0
        result.ok = result.pages - result.dead
        result.next = following
        # Processor time, not the clock: the same job has the same figures on a machine that is
        # busy.
        began, self._began = self._began, time.process_time()
        result.seconds, result.memory = self._began - began, _resident()
        return result

    def _encoded(self, rows: list[Row], kept: list[Record]) -> list[Any]:
        """The rows encoded together; if that fails, in halves, down to the row that cannot be
        encoded.
        """
        try:
            # All rows at once, as nearly always succeeds; halves find the one that cannot be
            # encoded.
            return [self._encode(rows)]
        except Exception as error:  # noqa: BLE001  # whatever is in a row, it is one of many
            if len(rows) == 1:
                limit = "memory" if isinstance(error, MemoryError) else None
                self._fail(kept[0], Fault(describe(error), limit))
                return []
            half = len(rows) // 2
            return self._encoded(rows[:half], kept[:half]) + self._encoded(rows[half:], kept[half:])

    def _encode(self, rows: list[Row]) -> Any:
        if self._job.encode == "parquet":
            # an optional package
            from wikiparse.etl.arrow import to_batch, to_bytes

            return to_bytes(to_batch(rows, self._job.options))
        if self._job.encode == "jsonl":
            return b"".join([to_json_line(row) for row in rows])
        return rows


def failed(task: Task, job: Job, fault: Fault) -> Result:
    """The result of a task of one unit that no worker can even be given."""
    item = task.units[0].unread(task.start.item, fault)
    result = Result(task.number)
    match item:
        case Record():
            result.pages = result.dead = 1
            result.source_bytes = len(item.raw or b"")
            if job.encode == "values":
                result.rows = [_dead_value(item, fault)]
            elif job.encode == "rows":
                result.rows = [[error_row(head_of(item), fault.error, job.options)]]
            else:
                result.letters = [letter_line(item, fault)]
        case Damage():
            result.damages = [item]
    return result


def _dead_value(record: Record, fault: Fault) -> bytes:
    # For jobs with a function alone.
    from wikiparse.etl.outcomes import Outcome, letter_of, packed

    return packed(Outcome(letter_of(record, fault), None))


def head_of(record: Record) -> dict[str, Any]:
    """The fields of a record for a row with an error."""
    return record.fields if record.form == "record" else {**record.fields, "text": record.raw}


def to_json_line(row: Row) -> bytes:
    """A row as a line of JSON; times in the form of ISO 8601."""
    return (
        json.dumps(row, ensure_ascii=False, default=lambda value: value.isoformat()).encode()
        + b"\n"
    )
