"""`wikiparse check --fix` and `--diff`: pages without the leftovers of a converter."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from wikiparse.console.errors import BAD_INPUT, ConsoleError
from wikiparse.console.inputs import STANDARD_INPUT
from wikiparse.console.output import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wikiparse.console.colors import Paint
    from wikiparse.console.findings import Fix

AROUND: Final = 3
"""Lines that a diff shows before and after a change."""


def check_files(inputs: Iterable[str]) -> None:
    """Raise ConsoleError for an input that is not a page in a file of its own, or a folder."""
    from wikiparse.etl.sources.folders import is_page

    for name in inputs:
        if name == STANDARD_INPUT:
            message = "--fix writes files, and standard input cannot be written: use --diff"
            raise ConsoleError(message, BAD_INPUT)
        if os.path.isfile(name) and not is_page(name):  # noqa: PTH113  # as it is written
            message = f"--fix writes pages in files of their own: {one_line(name)} is no such file"
            raise ConsoleError(message, BAD_INPUT)


def write_fix(fix: Fix) -> None:
    """Write a fixed page in place of the old one, all of it or nothing.

    Raises OSError, also where the file is not the one that was read.
    """
    # Where a name is a link, the file that it leads to is written.
    path = os.path.realpath(fix.file)
    with open(path, "rb") as file:  # noqa: PTH123  # as it is written
        if file.read() != fix.old.encode("utf-8", "surrogatepass"):
            message = "it was changed while it was checked"
            raise OSError(message)
    handle, temporary = tempfile.mkstemp(prefix=".wikiparse-", dir=os.path.dirname(path))  # noqa: PTH120
    try:
        with open(handle, "wb") as file:  # noqa: PTH123
            file.write(fix.new.encode("utf-8", "surrogatepass"))
        # A temporary file is its owner's alone.
        os.chmod(temporary, os.stat(path).st_mode & 0o7777)  # noqa: PTH101, PTH116
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def diff_lines(fix: Fix, paint: Paint) -> Iterator[str]:
    """A unified diff of a page, which `patch` takes."""
    from wikiparse.edit.alignment import align, gaps

    old, new = fix.old.splitlines(keepends=True), fix.new.splitlines(keepends=True)
    yield paint(f"--- {fix.file}\n", "title")
    yield paint(f"+++ {fix.file}\n", "title")
    hunk: list[tuple[int, int, int, int]] = []
    for gap in gaps(align(old, new), len(old), len(new)):
        if hunk and gap.old_start - hunk[-1][1] > 2 * AROUND:
            yield from _hunk(old, new, hunk, paint)
            hunk = []
        hunk.append(gap)
    if hunk:
        yield from _hunk(old, new, hunk, paint)


def _hunk(
    old: list[str], new: list[str], changes: list[tuple[int, int, int, int]], paint: Paint
) -> Iterator[str]:
    first, last = changes[0], changes[-1]
    start, end = max(0, first[0] - AROUND), min(len(old), last[1] + AROUND)
    new_start, new_end = first[2] - (first[0] - start), last[3] + (end - last[1])
    at = f"{_range(start, end)} +{_range(new_start, new_end)}"
    yield paint(f"@@ -{at} @@\n", "kind")
    pos = start
    for old_start, old_end, start_new, end_new in changes:
        yield from [_line(" ", line) for line in old[pos:old_start]]
        yield from [paint(_line("-", line), "error") for line in old[old_start:old_end]]
        yield from [paint(_line("+", line), "info") for line in new[start_new:end_new]]
        pos = old_end
    yield from [_line(" ", line) for line in old[pos:end]]


def _range(start: int, end: int) -> str:
    """A range of lines as diff(1) writes it: one that is empty is after a line."""
    if start == end:
        return f"{start},0"
    return f"{start + 1}" if end - start == 1 else f"{start + 1},{end - start}"


def _line(mode: str, line: str) -> str:
    if line.endswith(("\n", "\r")):
        return mode + line
    return f"{mode}{line}\n\\ No newline at end of file\n"
