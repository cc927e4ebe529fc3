"""A batch run, from inputs to parts."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from wikiparse.etl.batch.interrupts import Interrupts
from wikiparse.etl.batch.manifest import COUNTS, Manifest, ManifestError, begin
from wikiparse.etl.batch.parts import (
    AtomicFile,
    describe_file,
    letters_name,
    part_name,
    sink,
)
from wikiparse.etl.batch.plan import Batch, plan
from wikiparse.etl.batch.pool import Pool, PoolError, Watch
from wikiparse.etl.batch.progress import Progress
from wikiparse.etl.batch.settings import Settings
from wikiparse.etl.batch.worker import Job, Task
from wikiparse.etl.clean import LONGEST_ERROR, clean, clean_name
from wikiparse.etl.sources import Damage, InputError, check_inputs, units_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wikiparse.etl.batch.parts import Sink
    from wikiparse.etl.batch.worker import Result

DEFAULTS = Settings()


class BatchError(Exception):
    """A run cannot begin, or go on.

    `is_input`: the input or the question is wrong, not the output.
    """

    def __init__(self, message: str, *, is_input: bool) -> None:
        super().__init__(message)
        self.is_input = is_input


@attrs.frozen
class Summary:
    """The counters of a run, parts of earlier runs included. `pages` is always `ok + dead`.

    `damaged` are the stretches of the inputs that could not be read, as the manifest has them.
    """

    pages: int
    ok: int
    dead: int
    skipped: int
    source_bytes: int
    damaged: list[dict[str, Any]]
    parts: int
    seconds: float
    watch: Watch


def run(
    inputs: str | PathLike[str] | Iterable[str | PathLike[str]],
    out: str | PathLike[str],
    settings: Settings = DEFAULTS,
    *,
    resume: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Parse all pages of a source, or of several, into parts in the folder `out`, which is made if
    it is not there.

    With `resume` a run that was interrupted is continued. Raises BatchError: for inputs that do not
    exist, for a folder that holds another run or files with the names of one, for an output that
    cannot be written. Whatever ends a run, it can be resumed.
    """
    shown = progress or Progress()
    given = [inputs] if isinstance(inputs, (str, PathLike)) else inputs
    paths = [os.fspath(path) for path in given]
    out = Path(out)
    try:
        shown.total = check_inputs(paths, settings.bounds, settings.selection)
    except InputError as error:
        raise BatchError(str(error), is_input=True) from error
    if out.is_file():
        message = f"{out} is a file: the output needs a folder"
        raise BatchError(message, is_input=True)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:  # nothing is begun yet that one could go on with
        message = f"cannot make the folder {out}: {error.strerror or error}"
        raise BatchError(message, is_input=False) from error
    try:
        # The lock first: of two runs that begin at once one must see the other's manifest.
        with locked(out):
            with _output(out):
                manifest = begin(Manifest(settings.identity(), paths), out, resume=resume)
            return _Run(out, settings, manifest, shown).go(paths)
    except PoolError as error:
        message = f"{error}; what is complete stays, and --resume goes on with it"
        raise BatchError(message, is_input=False) from error
    except ManifestError as error:
        raise BatchError(str(error), is_input=True) from error


@contextmanager
def _output(out: Path) -> Iterator[None]:
    """Say of errors of the system that it is the output that they are about."""
    try:
        yield
    except OSError as error:
        done = "what is complete stays, and --resume goes on with it"
        message = f"cannot write to {out}: {error.strerror or error}; {done}"
        raise BatchError(message, is_input=False) from error


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Keep a second run from the same folder, where the system can."""
    try:
        import fcntl  # not on every system
    except ImportError:
        yield
        return
    with _output(out):
        handle = os.open(out, os.O_RDONLY)
    try:
        try:
            # A lock of the folder's handle: it ends with the process, however that ends.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"another run is at work in {out}"
            raise ManifestError(message) from error
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(handle)


class _Part:
    """The part that is being written."""

    def __init__(self, number: int, out: Path, settings: Settings) -> None:
        self.number, self._out = number, out
        self._path = out / part_name(number, settings.format)
        self._letters_path = out / letters_name(number)
        self._atomic = AtomicFile(self._path)
        self._letters: AtomicFile | None = None
        self._sink: Sink | None = None
        self._form, self._options = settings.format, settings.options
        self._damaged: list[dict[str, Any]] = []
        self._counts = dict.fromkeys(COUNTS, 0)

    def open(self) -> None:
        self._atomic.__enter__()
        self._sink = sink(self._form, self._atomic.file, self._options)

    def add(self, result: Result) -> None:
        assert self._sink is not None
        self._sink.add(result.rows)
        if result.next is None:
            self._sink.end_batch()
        if result.letters:
            if self._letters is None:
                self._letters = AtomicFile(self._letters_path).__enter__()
            self._letters.file.writelines(result.letters)
        for damage in result.damages:
            self._add_damage(damage)
        for name in COUNTS:
            self._counts[name] += getattr(result, name)

    def _add_damage(self, damage: Damage) -> None:
        error = clean(damage.error[:LONGEST_ERROR])
        values = {**damage._asdict(), "source": clean_name(damage.source), "error": error}
        last = self._damaged[-1] if self._damaged else None
        # Damage that begins where the last one ends is the same.
        is_same = last is not None and all(
            last[name] == values[name] for name in ("source", "unit", "error")
        )
        if last is not None and is_same and last["end"] == values["start"] is not None:
            last["end"] = values["end"]
        else:
            self._damaged.append(values)

    def close(self, plan_hash: str) -> dict[str, Any]:
        """Finish the files; the part's entry in the manifest."""
        assert self._sink is not None
        self._sink.finish()
        # The letters first: a part that is there has its letters.
        if self._letters is not None:
            self._letters.__exit__(None, None, None)
        self._atomic.__exit__(None, None, None)
        paths = [self._path, *([self._letters_path] if self._letters else [])]
        return {
            "part": self.number,
            "files": [describe_file(path) for path in paths],
            **self._counts,
            "damaged": self._damaged,
            "plan": plan_hash,
        }

    def drop(self) -> None:
        """Leave nothing of it."""
        if self._sink is not None:
            self._sink.abandon()
        for file in (self._atomic, self._letters):
            if file is not None and hasattr(file, "file"):
                file.__exit__(InterruptedError, None, None)


class _Waiting(NamedTuple):
    """A batch while a worker has it: the rest of it, its pages, is not kept."""

    part: int
    weight: int


class _Run:
    def __init__(
        self, out: Path, settings: Settings, manifest: Manifest, progress: Progress
    ) -> None:
        self._out, self._settings = out, settings
        self._manifest, self._progress = manifest, progress
        self._hashes: dict[int, Any] = {}
        self._batches: dict[int, _Waiting] = {}
        self._part: _Part | None = None

    def go(self, inputs: Sequence[str]) -> Summary:
        """Make the parts that are not done yet."""
        settings = self._settings
        units = units_of(inputs, settings.bounds, settings.selection, settings.options.keep)
        job = Job(
            encode=settings.format,
            options=settings.options,
            bounds=settings.bounds,
            timeout=settings.timeout,
            memory=settings.memory,
            before=settings.before,
        )
        with (
            Interrupts() as interrupts,
            Pool(job, settings.workers, self._progress.tick) as pool,
        ):
            try:
                for result in pool.run(self._tasks(plan(units, settings))):
                    with interrupts.write():
                        self._write(result)
                with interrupts.write(), _output(self._out):
                    self._close_part()
            except BaseException:
                if self._part is not None:
                    with suppress(OSError):
                        self._part.drop()
                raise
        self._check_hashes(complete=True)
        if not self._manifest.complete:
            self._manifest.complete = True
            with _output(self._out):
                self._manifest.write(self._out)
        return self._summary(pool.watch)

    def _tasks(self, batches: Iterator[Batch]) -> Iterator[Task]:
        """The batches of parts that are not done."""
        done = len(self._manifest.parts)
        for batch in batches:
            digest = self._hashes.setdefault(batch.part, sha256())
            for unit in batch.units:
                # Parts that are done are not read again: that their input is the same is seen in
                # the keys of its units.
                digest.update(unit.key.encode("utf-8", "surrogatepass") + b"\n")
            if batch.part < done:
                self._progress.skip(batch.weight)
                self._progress.tick()
                continue
            # Once, before anything new is written.
            if batch.part == done and self._part is None and not self._batches:
                self._check_hashes(complete=False)
            self._batches[batch.number] = _Waiting(batch.part, batch.weight)
            yield Task(batch.number, batch.units)

    def _check_hashes(self, *, complete: bool) -> None:
        """Raises ManifestError if the parts that are done were made of other input."""
        parts = self._manifest.parts
        for part in parts:
            digest = self._hashes.get(part["part"])
            if digest is None or digest.hexdigest() != part["plan"]:
                message = (
                    f"the input has changed since part {part['part']} was written: "
                    "choose another folder"
                )
                raise ManifestError(message)
        if complete and len(self._hashes) > len(parts):
            message = "some parts were not written"
            raise ManifestError(message)

    def _write(self, result: Result) -> None:
        batch = self._batches[result.number]
        with _output(self._out):
            if self._part is not None and self._part.number != batch.part:
                self._close_part()
            if self._part is None:
                self._part = _Part(batch.part, self._out, self._settings)
                self._part.open()
            self._part.add(result)
        shown = self._progress
        if result.next is None:
            del self._batches[result.number]
            shown.done += batch.weight
        shown.pages += result.pages
        shown.failed += result.dead
        shown.source_bytes += result.source_bytes
        shown.tick()

    def _close_part(self) -> None:
        if self._part is not None:
            done = self._part.close(self._hashes[self._part.number].hexdigest())
            self._part = None
            self._manifest.parts.append(done)
            self._manifest.write(self._out)

    def _summary(self, watch: Watch) -> Summary:
        totals = self._manifest.totals()
        damaged = [damage for part in self._manifest.parts for damage in part["damaged"]]
        pages, ok, dead, skipped, source_bytes = (totals[name] for name in COUNTS)
        parts, seconds = len(self._manifest.parts), self._progress.seconds
        return Summary(pages, ok, dead, skipped, source_bytes, damaged, parts, seconds, watch)
