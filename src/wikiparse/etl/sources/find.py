"""Which source reads an input, as it was given on the command line?"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.etl.clean import describe
from wikiparse.etl.sources.bounded import COMPRESSIONS, missing_package
from wikiparse.etl.sources.dumps import dump_units, site_of
from wikiparse.etl.sources.folders import SUFFIXES, file_unit, folder_units, is_page
from wikiparse.etl.sources.lines import letter_units, line_units
from wikiparse.etl.sources.parquet import parquet_units
from wikiparse.etl.sources.records import Damage, Inline, cannot_read, not_regular
from wikiparse.etl.sources.tar_archives import tar_units
from wikiparse.etl.sources.zip_archives import zip_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wikiparse.etl.sources.records import Bounds, Selection, Unit


class InputError(Exception):
    """An input that does not exist, or is of no kind that can be read."""


class MissingInputError(InputError):
    """An input that does not exist, or a pattern that nothing matches."""

    def __init__(self, message: str, path: str) -> None:
        super().__init__(message)
        self.path = path


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


class Kind(NamedTuple):
    """The kind of a file with many pages ("" for others), and its compression ("" for none)."""

    name: str
    compression: str


def units_of(
    inputs: Sequence[str], bounds: Bounds, selection: Selection, keep: tuple[str, ...] = ()
) -> Iterator[Unit]:
    """The units of all inputs, in the order in which they were given; `keep` are further columns of
    tables that are read.

    An input that cannot be read, or not to its end, is damage, and the others are read. Raises
    InputError, before anything is read, as `check_inputs` does.
    """
    # All inputs are checked before the first is read: an error after hours would be late.
    for path in list(_paths(inputs)):
        weight = 0
        try:
            for unit in _units(path, bounds, selection, keep):
                weight += unit.weight
                yield unit
        except Exception as error:  # noqa: BLE001  # whatever a library raises for a hostile file
            yield Inline(_unreadable(path, error, weight))


def _unreadable(path: str, error: Exception, weight: int) -> Damage:
    """An input whose reading ended with an exception that its source does not know."""
    if isinstance(error, OSError):
        return Damage(path, weight or None, None, cannot_read(path, error).error)
    return Damage(path, weight, None, f"it cannot be read on: {describe(error)}")


def check_inputs(inputs: Sequence[str], bounds: Bounds, selection: Selection) -> int:
    """The bytes of all inputs, as they are stored.

    Raises InputError for one that does not exist, is of no known kind, needs a package, or is given
    twice, for a folder without pages, and for a namespace that no dump knows.
    """
    total = 0
    for path in check_paths(inputs, bounds, selection):
        if os.path.isdir(path):  # noqa: PTH112
            total += sum([unit.weight for unit in folder_units(path)])
            continue
        with suppress(OSError):  # a link that leads nowhere is reported when it is read
            total += os.stat(path).st_size  # noqa: PTH116
    return total


def check_paths(inputs: Sequence[str], bounds: Bounds, selection: Selection) -> list[str]:
    """The paths of all inputs. Raises InputError as `check_inputs` does, and measures nothing."""
    paths = list(_paths(inputs))
    dumps: list[tuple[str, str]] = []
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112
            if next(folder_units(path), None) is None:
                names = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
                message = f"no pages in {path}: none of its files is called {names}"
                raise InputError(message)
            continue
        kind = _kind(path)
        if kind.name == "xml":
            dumps.append((path, kind.compression))
    _check_namespaces(dumps, bounds, selection)
    return paths


def _check_namespaces(dumps: list[tuple[str, str]], bounds: Bounds, selection: Selection) -> None:
    """Raises InputError for a name that is no namespace of any dump.

    A dump that does not tell its namespaces, as old ones and damaged ones, may have any.
    """
    names = [name for name in selection.namespaces or () if not re.fullmatch(r"-?\d+", name)]
    if not names:
        return
    sites = [site_of(path, compression, bounds) for path, compression in dumps]
    if dumps and not all(site.namespaces for site in sites):
        return
    for name in names:
        if any(site.number_of(name) is not None for site in sites):
            continue
        known = sorted({space.name for site in sites for space in site.namespaces if space.name})
        of = f"they are {', '.join(known)}" if dumps else "no input is a dump"
        message = f"{name!r} is no namespace of the dumps: {of}"
        raise InputError(message)


def _paths(inputs: Sequence[str]) -> Iterator[str]:
    """The inputs, patterns replaced by the files that they match. Raises InputError."""
    seen: set[str] = set()
    folders: set[str] = set()
    for given in inputs:
        for path in _matches(given):
            _check_kind(path)
            # A link is the same input as its target.
            names = {os.path.abspath(path), os.path.realpath(path)}  # noqa: PTH100
            is_folder = os.path.isdir(path)  # noqa: PTH112
            is_twice = not seen.isdisjoint(names)
            if is_folder or is_page(path):
                around = {str(parent) for name in names for parent in Path(name).parents}
                is_twice = is_twice or not folders.isdisjoint(around)
            if is_folder:
                starts = tuple([name.rstrip(os.sep) + os.sep for name in names])
                is_twice = is_twice or any(
                    name.startswith(starts) and (name in folders or is_page(name)) for name in seen
                )
                folders |= names
            if is_twice:
                message = f"{path} is given twice, or overlaps with another input"
                raise InputError(message)
            seen |= names
            yield path


def _matches(given: str) -> Iterator[str]:
    # A file may have an asterisk or brackets in its name.
    if not has_magic(given) or os.path.lexists(given):
        yield given
        return
    found = sorted(glob(given, recursive=True))  # noqa: PTH207  # as it is written, not as a path
    if not found:
        message = f"nothing matches {given}"
        raise MissingInputError(message, given)
    # A pattern may match more than pages: only readable files are meant.
    for path in found:
        if (is_page(path) or _kind(path).name) and not os.path.isdir(path):  # noqa: PTH112
            yield path


def _check_kind(path: str) -> None:
    """Raises InputError for a path that does not exist, or whose name tells no kind."""
    if not os.path.lexists(path):
        message = f"cannot read {path}: No such file or directory"
        raise MissingInputError(message, path)
    if os.path.isdir(path):  # noqa: PTH112
        return
    kind = _kind(path)
    if not kind.name and not is_page(path):
        message = (
            f"cannot tell what {path} is: its name is not that of a page, an archive, a dump, "
            "JSON Lines or Parquet"
        )
        raise InputError(message)
    if package := missing_package(kind.compression):
        message = f"{path} needs the package {package!r}: python -m pip install {package}"
        raise InputError(message)


def _kind(path: str) -> Kind:
    name = path.replace(os.sep, "/").rpartition("/")[2]
    for kind, pattern in KINDS:
        if match := pattern.fullmatch(name):
            groups = match.groupdict()
            return Kind(kind, (groups.get("packed") or groups.get("short") or "").lower())
    return Kind("", "")


def _units(
    path: str, bounds: Bounds, selection: Selection, keep: tuple[str, ...]
) -> Iterator[Unit]:
    if os.path.isdir(path):  # noqa: PTH112
        return folder_units(path)
    kind = _kind(path)
    if not kind.name:
        return iter([file_unit(path)])
    mode = os.stat(path).st_mode  # noqa: PTH116
    if not stat.S_ISREG(mode):
        raise OSError(None, not_regular(mode), path)
    match kind.name:
        case "letters":
            return letter_units(path, bounds)
        case "xml":
            return dump_units(path, kind.compression, bounds, selection)
        case "tar":
            return tar_units(path, kind.compression, bounds)
        case "zip":
            return zip_units(path, bounds)
        case "lines":
            return line_units(path, kind.compression, bounds)
        case _:
            return parquet_units(path, bounds, keep)
