"""Worker processes that are watched: the one place of the library that starts any.

A worker is given one batch at a time. If it does not come back within the time that a page may
take, or dies, the page that it was at is noted, and the batch is given out again without that page.
The results come in the order of the batches.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import deque
from multiprocessing.connection import wait
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Self

import attrs

from wikiparse.etl.batch.worker import ENCODING, Fault, Job, Place, Result, Task, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

START_SECONDS: Final = 120.0
"""Seconds that a worker may take to start."""
AHEAD: Final = 8
"""Batches for each worker that may be done before an earlier one is."""
MOST_STARTS_IN_VAIN: Final = 3


class PoolError(Exception):
    """Workers cannot be started."""


@attrs.define
class _Worker:
    process: BaseProcess
    connection: Connection
    deadline: float
    task: Task | None = None
    at: Place = (0, 0)
    is_ready: bool = False


@attrs.define
class Watch:
    """What the pool has seen: kills at a deadline, deaths, and the most seconds between a deadline
    and its worker's death.

    `seconds` of processor went into batches that came back, and no worker that did so held more
    than `memory` MiB.
    """

    killed: int = 0
    died: int = 0
    latest: float = 0.0
    seconds: float = 0.0
    memory: int = 0


class Pool:
    """So many workers for one job. Use it as a context; leaving it kills what still runs."""

    def __init__(
        self, job: Job, workers: int, before_wait: Callable[[], None] | None = None
    ) -> None:
        self.watch = Watch()
        self._job, self._size, self._tick = job, max(workers, 1), before_wait
        self._context = _context(job)
        self._workers: list[_Worker] = []
        self._again: deque[Task] = deque()
        self._done: dict[int, Result] = {}
        self._in_vain = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def run(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """The result of each task, in their order.

        Tasks have to be numbered from where they begin, one by one.

        Raises PoolError if workers die before they have begun.
        """
        expected: int | None = None
        following = next(tasks, None)
        while following is not None or self._again or self._done or self._is_busy():
            if expected is None and following is not None:
                expected = following.number
            assert expected is not None
            following = self._give_out(following, tasks, expected)
            if expected in self._done:
                yield self._done.pop(expected)
                expected += 1
                continue
            self._listen()

    # -------------------------------------------------------------------------------- giving out

    def _is_busy(self) -> bool:
        return any(worker.task is not None for worker in self._workers)

    def _give_out(
        self, following: Task | None, tasks: Iterator[Task], expected: int
    ) -> Task | None:
        """Give each idle worker a task: first those that have to be done again, then new ones.

        The task that is left.
        """
        for worker in self._idle(following is not None or bool(self._again)):
            if self._again:
                self._give(worker, self._again.popleft())
            elif following is not None and following.number < expected + AHEAD * self._size:
                self._give(worker, following)
                following = next(tasks, None)
        return following

    def _idle(self, is_work: bool) -> list[_Worker]:
        while is_work and len(self._workers) < self._size:
            self._workers.append(self._start())
        return [worker for worker in self._workers if worker.task is None and worker.is_ready]

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._job), daemon=True)  # type: ignore[attr-defined]
        with _NoMain():
            process.start()
        theirs.close()
        return _Worker(process, ours, time.monotonic() + START_SECONDS)

    def _give(self, worker: _Worker, task: Task) -> None:
        worker.task, worker.at = task, (0, 0)
        worker.deadline = time.monotonic() + self._job.timeout
        try:
            worker.connection.send(task)
        except OSError:  # it has died while it was idle
            worker.task = None
            self._again.appendleft(task)
            self._bury(worker)

    # -------------------------------------------------------------------------------- listening

    def _listen(self) -> None:
        """Wait for the next message, death or deadline."""
        if self._tick is not None:
            self._tick()
        watched = [
            worker for worker in self._workers if worker.task is not None or not worker.is_ready
        ]
        now = time.monotonic()
        soonest = min((worker.deadline for worker in watched), default=now)
        ready = wait([worker.connection for worker in watched], max(min(soonest - now, 0.5), 0))
        for worker in watched:
            if worker.connection in ready:
                self._hear(worker)
            elif time.monotonic() >= worker.deadline:
                self._kill(worker)

    def _hear(self, worker: _Worker) -> None:
        """Take what a worker has said."""
        try:
            while True:
                message: Any = worker.connection.recv()
                worker.deadline = time.monotonic() + self._job.timeout
                if isinstance(message, Result):
                    self._done[message.number], worker.task = message, None
                    self.watch.seconds += message.seconds
                    self.watch.memory = max(self.watch.memory, message.memory)
                    return
                if message == "ready":
                    worker.is_ready, self._in_vain = True, 0
                    return
                worker.at = message
                if not worker.connection.poll():
                    return
        except (EOFError, OSError):
            self._lose(worker)

    def _kill(self, worker: _Worker) -> None:
        """End a worker that is late."""
        worker.process.kill()
        worker.process.join()
        self.watch.killed += 1
        self.watch.latest = max(self.watch.latest, time.monotonic() - worker.deadline)
        if not worker.is_ready:
            self._bury(worker)
            self._started_in_vain("it did not start in time")
        else:
            self._blame(worker, (f"no result within {self._job.timeout:g} s", "time"))

    def _lose(self, worker: _Worker) -> None:
        """Learn what a worker has died of."""
        worker.process.join()
        self.watch.died += 1
        code = worker.process.exitcode or 0
        how = f"it was ended by signal {-code}" if code < 0 else f"it ended with status {code}"
        if not worker.is_ready:
            self._bury(worker)
            self._started_in_vain(how)
        else:
            self._blame(worker, (f"the worker died: {how}", "crash"))

    def _started_in_vain(self, how: str) -> None:
        self._in_vain += 1
        if self._in_vain >= MOST_STARTS_IN_VAIN:
            message = f"the workers cannot be started: {how}"
            raise PoolError(message)

    def _bury(self, worker: _Worker) -> None:
        worker.connection.close()
        self._workers.remove(worker)

    def _blame(self, worker: _Worker, fault: Fault) -> None:
        """Have the batch done again without the page at which it failed."""
        task = worker.task
        self._bury(worker)
        if task is None:  # it died after its work was done
            return
        if task.all_fail is not None and worker.at == ENCODING:
            message = f"the workers cannot encode even a batch without rows: {task.all_fail[0]}"
            raise PoolError(message)
        self._again.append(without(task, worker.at, fault))


def without(task: Task, start: Place, fault: Fault) -> Task:
    """The task that leaves out what a worker died of: a page, a unit that cannot be read, or a row
    that cannot be encoded.

    Each step leaves out more than the one before, so that a batch is given out a bounded number of
    times.
    """
    if start == ENCODING:
        return (
            attrs.evolve(task, one_by_one=True)
            if not task.one_by_one
            else attrs.evolve(task, all_fail=fault)
        )
    if start in task.faults or task.all_fail is not None:
        # It was not parsed this time, so that reading it must be what kills.
        return attrs.evolve(task, lost={**task.lost, start[0]: fault})
    return attrs.evolve(task, faults={**task.faults, start: fault})


def _context(job: Job) -> BaseContext:
    """How processes are started: from a clean one that has loaded all that workers need, or else
    anew.

    Never by copying this process: it may have threads.
    """
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(
            [
                "wikiparse.etl.batch.worker",
                *(["wikiparse.etl.arrow"] if job.encode == "parquet" else []),
            ]
        )
        return context
    return multiprocessing.get_context("spawn")


class _NoMain:
    """Hides the caller's main module while a process is started.

    A new process would import it, and run a script that has no guard once more. Workers need
    nothing of it.
    """

    def __enter__(self) -> None:
        self._main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")

    def __exit__(self, *_: object) -> None:
        sys.modules["__main__"] = self._main
