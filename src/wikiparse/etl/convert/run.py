"""A conversion, from inputs to a folder of files.

Two passes: the first reads the names, sections and redirects of all pages, the second writes the
pages with links to the files of others. Neither holds more than some pages in memory.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import ExitStack, closing, nullcontext
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import attrs

from wikiparse.collector import bulk
from wikiparse.etl.batch.manifest import ManifestError
from wikiparse.etl.batch.parts import TEMPORARY, AtomicFile
from wikiparse.etl.batch.pool import PoolError
from wikiparse.etl.batch.run import BatchError, locked
from wikiparse.etl.convert.index import Index, Reader
from wikiparse.etl.convert.owned import Owned
from wikiparse.etl.convert.passes import Names, Write, identity_of, is_below
from wikiparse.etl.convert.report import NAME, Report, Summary, own_files
from wikiparse.etl.map import map_pages
from wikiparse.etl.outcomes import DeadLetter
from wikiparse.etl.pages import BOUNDS, selection_of
from wikiparse.etl.rows import DEFAULTS
from wikiparse.etl.sources import InputError, check_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wikiparse.etl.convert.passes import Named, Written
    from wikiparse.etl.convert.settings import Writing
    from wikiparse.etl.rows import Options
    from wikiparse.etl.sources import Damage

ENDING: Final = frozenset((errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO, errno.EMFILE))
"""Errors of the disk, after which no other page can be written either."""


class ConvertError(Exception):
    """A conversion cannot begin, or go on. `is_input`: the question is wrong, not the output."""

    def __init__(self, message: str, *, is_input: bool) -> None:
        super().__init__(message)
        self.is_input = is_input


@attrs.frozen(kw_only=True)
class Settings:
    """The pages that are read, and how.

    `update`: the folder may hold other files, none of which is touched, and files of an earlier
    conversion, which are written again unless somebody has changed them. The rest is that of
    `map_pages`.
    """

    writing: Writing
    update: bool = False
    workers: int = 0
    namespaces: tuple[str, ...] | None = None
    options: Options = DEFAULTS
    timeout: float = 60.0
    memory: int = 1024


@attrs.frozen
class Listener:
    """Whoever watches a conversion: `stage` of a pass that begins, `page` of the size of
    each page, `loss` of pages and parts that could not be read.
    """

    stage: Callable[[str], object] = lambda _: None
    page: Callable[[int], object] = lambda _: None
    loss: Callable[[object], object] = lambda _: None


def convert(
    inputs: Sequence[str], out: Path, settings: Settings, listener: Listener | None = None
) -> Summary:
    """Write all pages of some inputs into a folder, which is made if it is not there.

    Raises ConvertError: for a folder that holds other files, unless `update` is set, and for an
    output that cannot be written. A page that fails ends nothing.
    """
    heard = listener or Listener()
    selection = selection_of(settings.namespaces, redirects=True, revisions="last")
    try:
        check_inputs(inputs, BOUNDS, selection)
    except InputError as error:
        raise ConvertError(str(error), is_input=True) from error
    own = os.path.realpath(out)
    for given in inputs:
        if Path(given).is_dir() and (os.path.realpath(given) == own or is_below(given, own)):
            message = f"{out} holds the input {given}: choose another folder"
            raise ConvertError(message, is_input=True)
    _make_folder(out, update=settings.update)
    try:
        with locked(out), TemporaryDirectory(prefix="wikiparse-") as scratch:
            _check_folder(out, update=settings.update)
            return _Conversion(tuple(inputs), out, Path(scratch), settings, heard).run()
    except (BatchError, ManifestError, PoolError) as error:
        raise ConvertError(str(error), is_input=isinstance(error, ManifestError)) from error
    except OSError as error:
        message = f"cannot write to {out}: {error.strerror or error}"
        raise ConvertError(message, is_input=False) from error


def _make_folder(out: Path, *, update: bool) -> None:
    if out.exists() and not out.is_dir():
        message = f"{out} is a file: the pages need a folder"
        raise ConvertError(message, is_input=True)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make the folder {out}: {error.strerror or error}"
        raise ConvertError(message, is_input=False) from error
    _check_folder(out, update=update)


def _check_folder(out: Path, *, update: bool) -> None:
    """Raises ConvertError for a folder with files that are not ours, unless that is asked for.

    Hidden ones are no obstacle (`.git`, `.obsidian`): no page is called so.
    """
    if update:
        return
    with os.scandir(out) as entries:
        other = next((entry.name for entry in entries if not entry.name.startswith(".")), None)
    if other is not None:
        message = (
            f"{out} holds {other}: choose another folder, or use --update, which leaves the files "
            "of others alone, and writes those of an earlier conversion again"
        )
        raise ConvertError(message, is_input=True)


class _Conversion:
    def __init__(
        self,
        inputs: tuple[str, ...],
        out: Path,
        scratch: Path,
        settings: Settings,
        listener: Listener,
    ) -> None:
        self._inputs, self._out, self._scratch = inputs, out, scratch
        self._settings, self._listener = settings, listener
        self._form = settings.writing.format
        self._index: Index | None = None
        self._names: Reader | None = None
        self._index_path = str(scratch / "names.sqlite")
        self._folders: set[Path] = set()
        own = os.path.realpath(out)
        is_within = any(_holds(root, own) for root in inputs)
        self._pass = (settings.writing, inputs, own if is_within else "")

    def run(self) -> Summary:
        with ExitStack() as stack:
            self._owned = stack.enter_context(
                closing(Owned(str(self._scratch / "owned.sqlite"), own_files(self._out)))
            )
            (self._out / (NAME + TEMPORARY)).unlink(missing_ok=True)
            self._report = Report(self._out)
            # However it ends: files that were written are reported, and so known to be ours.
            stack.callback(self._report.finish)
            if self._form.links == "titles":
                self._write_unlinked()
            else:
                self._write_linked()
            for path, digest in self._owned.rest():
                self._report.earlier(path, digest)
            self._report.summary.complete = True
        return self._report.summary

    def _write_unlinked(self) -> None:
        """One pass: links are titles, wherever the pages are."""
        self._listener.stage("writing")
        with self._new_index() as index:
            for page in self._map(Write(*self._pass, "")):
                path = index.claim(page.path)
                self._report_clash(page.title, path, page.path, same_title=False)
                self._save(page, path)

    def _write_linked(self) -> None:
        self._listener.stage("reading names")
        with self._new_index() as index:
            self._index = index
            for named in self._map(Names(*self._pass)):
                self._add(named, index)
            index.finish()
        self._index = None
        self._listener.stage("writing")
        with closing(Reader(self._index_path)) as names:
            self._names = names
            again: dict[bytes, list[str]] = {}
            for page in self._map(Write(*self._pass, self._index_path)):
                if page.text is not None:
                    self._save(page, _next_path(page, names, again))
            for title, path, fragment in names.redirects():
                self._report.redirect(title, path, fragment)

    def _new_index(self) -> closing[Index]:
        return closing(Index(self._index_path, self._form.extension, self._form.space))

    def _add(self, named: Named, index: Index) -> None:
        if named.target is not None:
            index.add_redirect(named.keys[0], named.title, named.target, named.fragment)
            return
        path = index.claim(named.path)
        is_new = index.add(named.identity, named.keys, path, named.anchors)
        self._report_clash(named.title, path, named.path, same_title=not is_new)

    def _report_clash(self, title: str, path: str, wanted: str, *, same_title: bool) -> None:
        wanted += self._form.extension
        if path != wanted:
            self._report.clash(title, path, wanted, same_title=same_title)

    def _map(self, function: Any) -> Iterator[Any]:
        settings = self._settings
        pages = map_pages(
            function,
            self._inputs,
            workers=settings.workers,
            namespaces=settings.namespaces,
            options=settings.options,
            timeout=settings.timeout,
            memory=settings.memory,
            with_page=True,
            on_error=self._dead,
            on_damage=self._damaged,
        )
        with nullcontext() if settings.workers else bulk():
            for page in pages:
                if page is None:
                    continue
                self._listener.page(page.size)
                yield page

    def _dead(self, letter: DeadLetter) -> None:
        if self._index is not None:
            self._index.add_dead(identity_of(letter))
        # A page that failed in the first pass was told of, and has no name in the second.
        elif self._names is not None and self._names.is_dead(identity_of(letter)):
            return
        self._report_dead(letter)

    def _report_dead(self, letter: DeadLetter) -> None:
        self._report.dead(letter)
        self._listener.loss(letter)

    def _damaged(self, damage: Damage) -> None:
        if self._names is None:  # in the second pass it is met again
            self._report.damage(damage)
            self._listener.loss(damage)

    # --- files

    def _save(self, page: Written, path: str) -> None:
        assert page.text is not None
        digest = sha256(page.text).hexdigest()
        try:
            outcome = self._write(path, page.text, digest)
        except OSError as error:
            if error.errno in ENDING:
                raise
            # The name of a folder is that of a foreign file, or the path is too long here.
            reason = f"cannot write {path}: {error.strerror or error}"
            letter = DeadLetter(source=str(self._out / path), offset=0, title=page.title)
            self._report_dead(attrs.evolve(letter, error=reason, limit="write"))
            return
        if outcome == "kept":
            self._listener.loss(f"{self._out / path} is there already, and is kept")
        self._report.page(page, path, digest, outcome)

    def _write(self, path: str, data: bytes, digest: str) -> str:
        """Write a file, unless it is not ours; the outcome, a field of the summary."""
        target = self._out / path
        is_there = os.path.lexists(target)
        known = self._owned.take(path)
        if is_there:
            found = _digest(target)
            if found == digest:
                # Also of a conversion that was killed before it could report the file.
                return "unchanged"
            if known is None or found != known:
                return "kept"
        folder = target.parent
        if folder not in self._folders:
            folder.mkdir(parents=True, exist_ok=True)
            if len(self._folders) > 10_000:
                self._folders.clear()
            self._folders.add(folder)
        file = AtomicFile(target, replaces=is_there, syncs=False)
        # A conversion that was killed has left the beginning of just this file, and nobody else.
        if _begins(data, file.temporary):
            file.temporary.unlink()
        with file as out:
            out.file.write(data)
        return "written"


def _holds(folder: str, path: str) -> bool:
    """Whether a path is below a folder."""
    return Path(folder).is_dir() and is_below(path, os.path.realpath(folder))


def _digest(path: Path) -> str | None:
    """The SHA-256 of a regular file; None of anything else."""
    if not stat.S_ISREG(path.lstat().st_mode):
        return None
    digest = sha256()
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()


def _begins(data: bytes, path: Path) -> bool:
    """Whether a regular file is the beginning of some bytes."""
    if not os.path.lexists(path):
        return False
    status = path.lstat()
    is_short = stat.S_ISREG(status.st_mode) and status.st_size <= len(data)
    return is_short and data.startswith(path.read_bytes())


def _next_path(page: Written, names: Reader, again: dict[bytes, list[str]]) -> str:
    """The path of a page: of several that nothing distinguishes, in their order."""
    if page.identity not in again:
        paths = [path for _, path in names.paths_of(page.identity)]
        if len(paths) < 2:
            return page.path
        again[page.identity] = paths[::-1]
    return again[page.identity].pop()
