"""What was given on the command line, and which source reads it."""

from __future__ import annotations

import os
import re
from glob import glob, has_magic
from typing import TYPE_CHECKING, Final

from wikiparse.etl.sources.archives import tar_units, zip_units
from wikiparse.etl.sources.bounded import COMPRESSIONS, needs
from wikiparse.etl.sources.dumps import dump_units
from wikiparse.etl.sources.folders import SUFFIXES, file_unit, folder_units, is_page
from wikiparse.etl.sources.lines import letter_units, line_units
from wikiparse.etl.sources.parquet import parquet_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wikiparse.etl.sources.records import Bounds, Selection, Unit


class InputError(Exception):
    """An input that is not there, or that nobody knows how to read."""


_PACKED: Final = "|".join(COMPRESSIONS)
KINDS: Final = (
    # More than one kind may match a name: the first one is meant.
    ("letters", re.compile(r"_dead-\d+\.jsonl")),
    ("xml", re.compile(rf".*\.xml(?:-p\d+p\d+)?(?:\.(?P<packed>{_PACKED}))?", re.S | re.I)),
    (
        "tar",
        re.compile(
            rf".*\.(?:tar(?:\.(?P<packed>{_PACKED}))?|t(?P<short>gz|bz2|xz|zst))", re.S | re.I
        ),
    ),
    ("zip", re.compile(r".*\.zip", re.S | re.I)),
    ("lines", re.compile(rf".*\.(?:jsonl|ndjson)(?:\.(?P<packed>{_PACKED}))?", re.S | re.I)),
    ("parquet", re.compile(r".*\.parquet", re.S | re.I)),
)
"""The kinds of files that hold many pages, by their names."""


def units_of(inputs: Sequence[str], bounds: Bounds, selection: Selection) -> Iterator[Unit]:
    """The units of all inputs, in the order in which they were given.

    Raises InputError for an input that does not exist, cannot be opened or is of no known kind.
    """
    for path in _paths(inputs):
        try:
            yield from _units(path, bounds, selection)
        except OSError as error:
            message = f"cannot read {error.filename or path}: {error.strerror or error}"
            raise InputError(message) from error


def total_size(inputs: Sequence[str], bounds: Bounds, selection: Selection) -> int:
    """The bytes of all inputs, as they lie there.

    Raises InputError as `units_of` does, but opens no file.
    """
    total = 0
    for path in _paths(inputs):
        try:
            if os.path.isdir(path):  # noqa: PTH112
                before = total
                total += sum(unit.weight for unit in folder_units(path))
                if total == before:
                    _check_pages(path)
            else:
                _units(path, bounds, selection)
                total += os.stat(path).st_size  # noqa: PTH116
        except OSError as error:
            message = f"cannot read {error.filename or path}: {error.strerror or error}"
            raise InputError(message) from error
    return total


def _check_pages(path: str) -> None:
    if next(folder_units(path), None) is None:
        message = f"no pages in {path}: none of its files is called {', '.join('*' + suffix for suffix in SUFFIXES)}"
        raise InputError(message)


def _paths(inputs: Sequence[str]) -> Iterator[str]:
    """The inputs, patterns replaced by what they match."""
    for given in inputs:
        if has_magic(given) and not os.path.exists(given):  # noqa: PTH110
            found = sorted(glob(given, recursive=True))  # noqa: PTH207  # as it is written, not as a path
            if not found:
                message = f"nothing matches {given}"
                raise InputError(message)
            # A pattern may match more than pages: only what can be read is meant.
            yield from (path for path in found if is_page(path) or _kind(path)[0])
        else:
            yield given


def _kind(path: str) -> tuple[str, str]:
    """The kind of a file with many pages ("" for none), and how it is compressed ("" for not)."""
    name = path.replace(os.sep, "/").rpartition("/")[2]
    for kind, pattern in KINDS:
        if match := pattern.fullmatch(name):
            groups = match.groupdict()
            return kind, (groups.get("packed") or groups.get("short") or "").lower()
    return "", ""


def _units(path: str, bounds: Bounds, selection: Selection) -> Iterator[Unit]:
    if os.path.isdir(path):  # noqa: PTH112
        return folder_units(path)
    os.stat(path)  # noqa: PTH116  # what is not there is told before anything is begun
    kind, packed = _kind(path)
    if not kind and not is_page(path):
        message = f"cannot tell what {path} is: its name is none of a page, an archive, a dump, JSON Lines or Parquet"
        raise InputError(message)
    if package := needs(packed):
        message = f"{path} needs the package {package!r}: python -m pip install {package}"
        raise InputError(message)
    match kind:
        case "letters":
            return letter_units(path, bounds)
        case "xml":
            return dump_units(path, packed, bounds, selection)
        case "tar":
            return tar_units(path, packed, bounds)
        case "zip":
            return zip_units(path, bounds)
        case "lines":
            return line_units(path, packed, bounds)
        case "parquet":
            return parquet_units(path, bounds)
        case _:
            return iter([file_unit(path)])
