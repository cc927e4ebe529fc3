"""Worker processes that are watched: the one module of the library that starts any.

A worker is given one task at a time. If it does not come back within the time that a page may take,
or dies, the page that it was at is noted, and the rest of the task is given to another worker
without that page. The results come in the order of the tasks.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections import deque
from contextlib import nullcontext
from multiprocessing.connection import wait
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Self

import attrs

from wikiparse.etl.batch.heartbeat import ENCODING, Heartbeat, Position
from wikiparse.etl.batch.worker import (
    GRACE,
    READY,
    Job,
    Result,
    Task,
    Unread,
    failed,
    receive_result,
    send_task,
    serve,
)
from wikiparse.etl.sources.records import Fault

try:
    import resource
except ImportError:  # systems without limits for processes
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

MOST_WORKERS: Final = 1_024
START_SECONDS: Final = 120.0
"""Seconds that a worker may take to start."""
# Results are given out in order: one slow page must not let the others fill the memory.
AHEAD: Final = 8
"""Tasks for each worker that may be done before an earlier one is."""
HELD_BYTES: Final = 48 << 20
"""Bytes of pages and rows that the parent holds before it waits for the earliest task."""
FILES: Final = 2
"""Files that the parent has open for each worker: its end of the pipe, and a pipe that ends with
the process."""
OTHER_FILES: Final = 16
"""Files that are opened while a worker is started, and by the sources and the output."""
PRELOADED: Final = (
    "wikiparse.reading.bibliography",
    "wikiparse.reading.coordinates",
    "wikiparse.reading.infobox",
    "wikiparse.reading.text",
    "wikiparse.resolve.finish",
)
"""Modules that any page loads when it is read, whatever its grammar: once for all workers."""
STARTS_IN_VAIN: Final = 3
"""Workers that may end one after another before they are ready."""


class PoolError(Exception):
    """Workers cannot be started.

    >>> from wikiparse.etl import PoolError
    >>> issubclass(PoolError, Exception)
    True
    """


@attrs.define
class _Worker:
    """`heartbeat` says which item it is at. `deadline` counts from `since` on, until an item is
    announced after that.

    `fault` is its own message about its end. `is_paused`: it is not listened to for now.
    """

    process: BaseProcess
    connection: Connection
    heartbeat: Heartbeat
    deadline: float
    since: float = 0.0
    task: Task | None = None
    fault: Fault | None = None
    is_ready: bool = False
    is_paused: bool = False


@attrs.define
class Watch:
    """Figures of a pool: workers that were started, kills at a deadline, deaths, and the most
    seconds between a deadline and its worker's death.

    `seconds` of processor went into results, and no worker held more than `memory` MiB.
    """

    started: int = 0
    killed: int = 0
    died: int = 0
    latest: float = 0.0
    seconds: float = 0.0
    memory: int = 0


class Pool:
    """Up to `workers` processes for one job. Use it as a context; leaving it kills all that still
    run.

    `before_wait` is called before the parent waits.
    """

    def __init__(
        self, job: Job, workers: int, before_wait: Callable[[], None] | None = None
    ) -> None:
        self.watch: Watch = Watch()
        self._job, self._tick = job, before_wait
        self._size = _possible(min(max(workers, 1), MOST_WORKERS))
        self._context = _context(job)
        self._workers: list[_Worker] = []
        self._fresh: deque[Task] = deque()
        self._again: deque[Task] = deque()
        self._rest: dict[int, deque[Task]] = {}
        """Tasks that are left of one that was split, by its number."""
        self._done: dict[int, deque[Result]] = {}
        self._held = 0
        self._in_vain = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # First all are killed, then all are waited for: the deaths overlap.
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            self._close(worker)
        self._workers.clear()

    def run(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """The results of each task, in their order; the last one of a task has no `next`.

        Tasks have to be numbered from the first one's number, one by one. Raises PoolError if no
        worker can be started.
        """
        # The number of the task whose results are given out now; those of later ones wait in
        # `_done`.
        expected: int | None = None
        # fresh → a worker → done → the caller, in order
        #           ↓ dies
        #         again, without the page that it was at
        while self._has_tasks(tasks) or self._again or self._done or self._is_busy():
            if expected is None:
                expected = self._fresh[0].number
            self._fill(tasks, expected)
            self._give_out(expected)
            ready = self._done.get(expected)
            if not ready:
                self._listen(expected)
                continue
            result = ready.popleft()
            self._held -= result.held
            if result.next is None:
                del self._done[expected]
                expected += 1
            yield result

    # -------------------------------------------------------------------------------- giving out

    def _has_tasks(self, tasks: Iterator[Task]) -> bool:
        if not self._fresh:
            self._take(tasks)
        return bool(self._fresh)

    def _take(self, tasks: Iterator[Task]) -> bool:
        task = next(tasks, None)
        if task is None:
            return False
        self._fresh.append(task)
        self._held += task.held
        return True

    def _is_busy(self) -> bool:
        return any(worker.task is not None for worker in self._workers)

    def _fill(self, tasks: Iterator[Task], expected: int) -> None:
        """Take as many new tasks as there may be workers for, and start a worker for each."""
        while True:
            busy = sum([worker.task is not None for worker in self._workers])
            waiting = len(self._again) + len(self._fresh)
            # A worker is started only when a task waits for one: a job of few pages needs few.
            if waiting > len(self._workers) - busy and len(self._workers) < self._size:
                self._start()
                continue
            is_ahead = self._fresh and self._fresh[-1].number >= expected + AHEAD * self._size
            if busy + waiting >= self._size or is_ahead or self._held >= HELD_BYTES:
                return
            if not self._take(tasks):
                return

    def _give_out(self, expected: int) -> None:
        """Hand each idle worker a task, first those that were handed out before."""
        for worker in list(self._workers):
            if worker.task is not None or not worker.is_ready:
                continue
            if self._again:
                task = self._again.popleft()
            elif self._fresh and self._may_begin(self._fresh[0], expected):
                task = self._fresh.popleft()
            else:
                return
            worker.task = task
            worker.heartbeat.clear()
            try:
                send_task(worker.connection, task)
            except OSError:
                self._hear(worker)  # it has died, while it was idle or while it took the task
            else:
                # The worker sets an alarm of its own too (`_announce`): this deadline is for one
                # that is beyond reacting.
                worker.since = time.monotonic()
                worker.deadline = worker.since + self._job.timeout + GRACE

    def _deadline(self, worker: _Worker) -> float:
        """Until when a worker has time for the item that it is at."""
        heartbeat = worker.heartbeat
        if worker.task is None or (announced := heartbeat.seconds) <= worker.since:
            return worker.deadline
        grace = GRACE if heartbeat.position == ENCODING else 0
        return announced + self._job.timeout + grace

    def _may_begin(self, task: Task, expected: int) -> bool:
        """Whether the results of the task, and of those before it, may be held."""
        if task.number == expected:
            return True
        return task.number < expected + AHEAD * self._size and self._held < HELD_BYTES

    def _start(self) -> None:
        """Start a worker, or do with those that there are."""
        try:
            worker = self._started()
        except (OSError, EOFError) as error:
            self._could_not_start(getattr(error, "strerror", None) or type(error).__name__)
        else:
            self._workers.append(worker)
            self.watch.started += 1

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        try:
            cells = self._context.RawArray("q", 2)
            process = self._context.Process(  # type: ignore[attr-defined]
                target=serve, args=(theirs, self._job, cells), daemon=True
            )
            with nullcontext() if self._job.needs_main else _NoMain():
                process.start()
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return _Worker(process, ours, Heartbeat(cells), time.monotonic() + START_SECONDS)

    def _could_not_start(self, reason: str) -> None:
        """Raises PoolError if it was tried often enough, and there is no other worker."""
        self._in_vain += 1
        if self._workers:
            # The system has no more processes or memory to give: the job goes on with those that
            # run.
            self._size = len(self._workers)
        elif self._in_vain >= STARTS_IN_VAIN:
            message = f"the workers cannot be started: {reason}"
            raise PoolError(message)
        else:
            time.sleep(0.1)  # the server that starts them may be about to end

    # -------------------------------------------------------------------------------- listening

    def _listen(self, expected: int) -> None:
        """Wait for the next message, death or deadline."""
        if self._tick is not None:
            self._tick()
        self._pause(expected)
        watched = [
            worker
            for worker in self._workers
            if not worker.is_ready or (worker.task is not None and not worker.is_paused)
        ]
        now = time.monotonic()
        soonest = min(map(self._deadline, watched), default=now)
        # Half a second at most, so that progress is shown while nothing comes.
        ready = wait([worker.connection for worker in watched], max(min(soonest - now, 0.5), 0))
        for worker in watched:
            if worker.connection in ready:
                self._hear(worker)
            elif time.monotonic() >= self._deadline(worker):
                # It may have spoken between `wait` and now: a result that is there is never thrown
                # away.
                if worker.connection.poll():
                    self._hear(worker)
                else:
                    self._kill(worker)

    def _pause(self, expected: int) -> None:
        """Do not listen to workers that are ahead while much is held, so that they wait with what
        they send; but to all if none is at the expected task, so that one will be free for it.
        """
        numbers = {worker.task.number for worker in self._workers if worker.task is not None}
        may_pause = self._held >= HELD_BYTES and expected in numbers
        for worker in self._workers:
            # A worker that waits with its result is never late: it is heard first (`_listen`).
            worker.is_paused = (
                may_pause and worker.task is not None and worker.task.number != expected
            )

    def _hear(self, worker: _Worker) -> None:
        """Take the next message of a worker."""
        try:
            message: Any = worker.connection.recv()
            if isinstance(message, Result):
                self._finish(worker, receive_result(worker.connection, message))
            elif isinstance(message, Fault):
                worker.fault = message
            else:
                assert message == READY
                worker.is_ready, self._in_vain = True, 0
        except (EOFError, OSError):
            self._lose(worker)

    def _finish(self, worker: _Worker, result: Result) -> None:
        """Take a result of a task."""
        assert worker.task is not None
        self.watch.seconds += result.seconds
        self.watch.memory = max(self.watch.memory, result.memory)
        if result.next is not None:
            worker.task = attrs.evolve(worker.task, start=result.next)
            self._keep(result)
        else:
            task, worker.task = worker.task, None
            self._end(task, result)

    def _end(self, task: Task, result: Result) -> None:
        """Take the last result of a task; if it was split, its next half is to be done."""
        self._held -= task.held
        rest = self._rest.get(task.number)
        if rest:
            following = rest.popleft()
            self._again.append(following)
            result.next = following.start
        else:
            self._rest.pop(task.number, None)
        self._keep(result)

    def _keep(self, result: Result) -> None:
        self._done.setdefault(result.number, deque()).append(result)
        self._held += result.held

    # -------------------------------------------------------------------------------- deaths

    def _kill(self, worker: _Worker) -> None:
        """End a worker that is late."""
        deadline = self._deadline(worker)
        worker.process.kill()
        self.watch.killed += 1
        fault = Fault(f"no result within {self._job.timeout:g} s", "time")
        if not worker.is_ready:
            fault = Fault("it did not start in time", "time")
        self._bury(worker, fault)
        self.watch.latest = max(self.watch.latest, time.monotonic() - deadline)

    def _lose(self, worker: _Worker) -> None:
        """Find out why a worker has died."""
        if not worker.is_ready or worker.task is not None:
            self.watch.died += 1
        # The pipe closes before the process is gone, and the exit code is known only then.
        worker.process.join(GRACE)
        code = worker.process.exitcode
        how = "it hung up" if code is None else f"it ended with status {code}"
        if code is not None and code < 0:
            how = f"it was ended by signal {-code}"
        self._bury(worker, worker.fault or Fault(f"the worker died: {how}", "crash"))

    def _close(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        worker.process.close()

    def _bury(self, worker: _Worker, fault: Fault) -> None:
        """Have the task of a dead worker done again without the page at which it died."""
        self._close(worker)
        self._workers.remove(worker)
        task = worker.task
        if not worker.is_ready:
            self._could_not_start(fault.error)
        # The page is known that it was at: the task is done again without it.
        elif task is not None and (position := worker.heartbeat.position) is not None:
            self._again.append(without(task, position, fault))
        elif task is not None:
            self._split(task, fault)

    def _split(self, task: Task, fault: Fault) -> None:
        """Have a task done in halves that kills workers before they have taken it. One of a single
        unit has failed the second time: a worker may have died for reasons of its own.
        """
        halves = split(task)
        if halves is None and not task.is_second_try:
            self._again.append(attrs.evolve(task, is_second_try=True))
            return
        if halves is None:
            self._end(task, failed(task, self._job, fault))
            return
        first, second = halves
        self._held -= task.held - first.held - second.held
        self._rest.setdefault(task.number, deque()).appendleft(second)
        self._again.append(first)


def without(task: Task, at: Position, fault: Fault) -> Task:
    """The task without the cause of a worker's death: a page, the rest of a unit that cannot be
    read, or rows that cannot be encoded together.

    Each step leaves out more than the one before, so that a task is given out a bounded number of
    times.
    """
    if at == ENCODING:
        return attrs.evolve(task, one_by_one=True)
    if at in task.faults:
        # It was not parsed this time, so that reading it must be what kills.
        unread = {**task.unread, at.unit: Unread(at.item, fault)}
        return attrs.evolve(task, unread=unread)
    return attrs.evolve(task, faults={**task.faults, at: fault})


def split(task: Task) -> tuple[Task, Task] | None:
    """The halves of a task, of which the second begins where the first ends; None for a task of one
    unit.
    """
    done = max(task.start.unit - task.first, 0)
    units = task.units[done:]
    if len(units) < 2:
        return None
    half = len(units) // 2
    first = attrs.evolve(task, units=units[:half], first=task.first + done)
    start = Position(task.first + done + half, 0)
    second = attrs.evolve(task, units=units[half:], first=start.unit, start=start)
    return first, second


# ------------------------------------------------------------------------------------ processes


def _possible(workers: int) -> int:
    """How many workers the process may have files for."""
    if resource is None:
        return workers
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        used = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    except OSError:
        used = OTHER_FILES
    return max(min(workers, (most - used - OTHER_FILES) // FILES), 1)


def _context(job: Job) -> BaseContext:
    """How processes are started: from a clean one that has loaded all that workers need, or else
    from nothing.

    Never by copying this process: it may have threads.
    """
    # A fork of a process with threads may copy a lock that nobody will open.
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(
            [
                "wikiparse.etl.batch.worker",
                *PRELOADED,
                *(["wikiparse.etl.arrow"] if job.encode == "parquet" else []),
                *(["wikiparse.etl.outcomes"] if job.encode == "values" else []),
            ]
        )
        return context
    return multiprocessing.get_context("spawn")


class _NoMain:
    """Hides the caller's main module while a process is started.

    A new process would import it, and run a script that has no guard once more. Workers need
    nothing of it, unless it defines the function that they call.
    """

    def __enter__(self) -> None:
        # `multiprocessing` looks for the main module at start, and tells the child to run it.
        self._main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")

    def __exit__(self, *_: object) -> None:
        sys.modules["__main__"] = self._main
