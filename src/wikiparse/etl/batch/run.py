"""A batch run, from inputs to parts."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import attrs

from wikiparse.etl.batch.manifest import COUNTS, Manifest, ManifestError, check, read_manifest
from wikiparse.etl.batch.parts import (
    AtomicFile,
    describe_file,
    letters_name,
    lines_of,
    part_name,
    remove_temporary,
    sink,
)
from wikiparse.etl.batch.plan import Batch, plan
from wikiparse.etl.batch.pool import Pool, PoolError, Watch
from wikiparse.etl.batch.progress import Progress
from wikiparse.etl.batch.settings import Settings
from wikiparse.etl.batch.worker import Job, Task
from wikiparse.etl.sources import InputError, units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from wikiparse.etl.batch.parts import Sink
    from wikiparse.etl.batch.worker import Result

DEFAULTS = Settings()


class BatchError(Exception):
    """Why a run cannot begin, or go on.

    `is_input`: it is the input or the question that is wrong, not the output.
    """

    def __init__(self, message: str, *, is_input: bool) -> None:
        super().__init__(message)
        self.is_input = is_input


@attrs.frozen
class Summary:
    """What a run has done, parts of earlier runs included. `pages` is always `ok + dead`."""

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
    inputs: Sequence[str],
    out: Path,
    settings: Settings = DEFAULTS,
    *,
    resume: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Parse all pages of the inputs into parts in the folder `out`, which is made if it is not
    there.

    With `resume` a run that was interrupted is gone on with. Raises BatchError: for inputs that
    cannot be read, for a folder that holds another run, for an output that cannot be written.
    Whatever ends a run, what it leaves can be resumed.
    """
    shown = progress or Progress()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _locked(out):
            manifest = _begun(inputs, out, settings, resume=resume)
            return _Run(out, settings, manifest, shown).go(inputs)
    except InputError as error:
        raise BatchError(str(error), is_input=True) from error
    except (ManifestError, PoolError) as error:
        raise BatchError(str(error), is_input=isinstance(error, ManifestError)) from error
    except OSError as error:
        done = "what is complete stays, and --resume goes on with it"
        message = f"cannot write to {out}: {error.strerror or error}; {done}"
        raise BatchError(message, is_input=False) from error


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Keep a second run from the same folder, where the system can."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"another run is at work in {out}"
            raise ManifestError(message) from error
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(handle)


def _begun(inputs: Sequence[str], out: Path, settings: Settings, *, resume: bool) -> Manifest:
    """The manifest to go on with."""
    wanted = Manifest(settings.what_counts(), list(inputs))
    found = read_manifest(out)
    if found is None:
        if not resume and any(out.glob("part-*")):
            message = f"{out} holds parts, but no manifest: choose another folder"
            raise ManifestError(message)
        remove_temporary(out)
        wanted.write(out)
        return wanted
    if not resume:
        message = f"{out} holds a run already: --resume goes on with it, or choose another folder"
        raise ManifestError(message)
    check(found, wanted, out)
    remove_temporary(out)
    return found


class _Part:
    """The part that is being written."""

    def __init__(self, number: int, out: Path, settings: Settings) -> None:
        self.number, self._out = number, out
        self._path = out / part_name(number, settings.format)
        self._atomic = AtomicFile(self._path)
        self._sink: Sink | None = None
        self._form = settings.format
        self._letters: list[dict[str, Any]] = []
        self._damaged: list[dict[str, Any]] = []
        self._counts = dict.fromkeys(COUNTS, 0)

    def open(self) -> None:
        self._atomic.__enter__()
        self._sink = sink(self._form, self._atomic.file)

    def add(self, result: Result) -> None:
        assert self._sink is not None
        for payload in result.payloads:
            self._sink.add(payload)
        self._letters += result.letters
        self._damaged += [
            {"source": d.source, "offset": d.offset, "error": d.error} for d in result.damages
        ]
        found = (result.pages, result.ok, len(result.letters), result.skipped, result.source_bytes)
        for name, value in zip(COUNTS, found, strict=True):
            self._counts[name] += value

    def close(self, plan_hash: str) -> dict[str, Any]:
        """Finish the files; what the manifest says of them."""
        assert self._sink is not None
        self._sink.finish()
        letters = self._out / letters_name(self.number)
        # The letters first: a part that is there has its letters.
        if self._letters:
            with AtomicFile(letters) as out:
                out.file.write(lines_of(self._letters))
        else:
            letters.unlink(missing_ok=True)
        self._atomic.__exit__(None, None, None)
        files = [describe_file(path) for path in (self._path, letters) if path.exists()]
        return {
            "part": self.number,
            "files": files,
            **self._counts,
            "damaged": self._damaged,
            "plan": plan_hash,
        }

    def drop(self) -> None:
        """Leave nothing of it."""
        if self._sink is not None:
            self._sink.abandon()
        self._atomic.__exit__(InterruptedError, None, None)


class _Run:
    def __init__(
        self, out: Path, settings: Settings, manifest: Manifest, progress: Progress
    ) -> None:
        self._out, self._settings, self._manifest, self._progress = (
            out,
            settings,
            manifest,
            progress,
        )
        self._hashes: dict[int, Any] = {}
        self._batches: dict[int, Batch] = {}
        self._part: _Part | None = None
        self._pool: Pool | None = None

    def go(self, inputs: Sequence[str]) -> Summary:
        """Do what is not done yet."""
        settings = self._settings
        units = units_of(inputs, settings.bounds, settings.selection)
        job = Job(
            encode=settings.format,
            options=settings.options,
            bounds=settings.bounds,
            timeout=settings.timeout,
            memory=settings.memory,
            before=settings.before,
        )
        with Pool(job, settings.workers, self._progress.tick) as pool:
            try:
                for result in pool.run(self._tasks(plan(units, settings))):
                    self._write(result)
                self._close_part()
            except BaseException:
                if self._part is not None:
                    with suppress(OSError):
                        self._part.drop()
                raise
        self._check_hashes(complete=True)
        self._manifest.complete = True
        self._manifest.write(self._out)
        return self._summary(pool.watch)

    def _tasks(self, batches: Iterator[Batch]) -> Iterator[Task]:
        """The batches of parts that are not done."""
        done = len(self._manifest.parts)
        for batch in batches:
            digest = self._hashes.setdefault(batch.part, sha256())
            for unit in batch.units:
                digest.update(unit.key.encode("utf-8", "surrogatepass") + b"\n")
            if batch.part < done:
                self._progress.skip(batch.weight)
                self._progress.tick()
                continue
            if batch.part == done and self._part is None and not self._batches:
                self._check_hashes(complete=False)
            self._batches[batch.number] = batch
            yield Task(batch.number, batch.units)

    def _check_hashes(self, *, complete: bool) -> None:
        """Raises ManifestError if the parts that are done were made of another input."""
        parts = self._manifest.parts
        for part in parts:
            digest = self._hashes.get(part["part"])
            if digest is None or digest.hexdigest() != part["plan"]:
                message = f"the input has changed since part {part['part']} was written: begin anew in another folder"
                raise ManifestError(message)
        if complete and len(self._hashes) > len(parts):
            message = "some parts were not written"
            raise ManifestError(message)

    def _write(self, result: Result) -> None:
        batch = self._batches.pop(result.number)
        if self._part is not None and self._part.number != batch.part:
            self._close_part()
        if self._part is None:
            self._part = _Part(batch.part, self._out, self._settings)
            self._part.open()
        self._part.add(result)
        shown = self._progress
        shown.done += batch.weight
        shown.pages += result.pages
        shown.failed += len(result.letters)
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
