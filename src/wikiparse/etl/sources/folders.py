"""Folders and single files of pages."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any, Final

from wikiparse.etl.sources.records import (
    Damage,
    Fault,
    FileUnit,
    Inline,
    Record,
    cannot_read,
    not_regular,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final[dict[str, str | None]] = {
    ".md": None,
    ".markdown": None,
    ".wikitext": "wikitext",
    ".wiki": "wikitext",
    ".mediawiki": "wikitext",
}
"""The suffixes of pages, and the dialect where the suffix decides it."""


def is_page(name: str) -> bool:
    """Whether a file's name is that of a page."""
    return os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122  # millions of names


def fields_of(name: str, identifier: str) -> dict[str, Any]:
    """The fields that the name of a page's file tells: the title, with spaces for underscores, and
    the dialect.
    """
    stem, suffix = os.path.splitext(name.rpartition("/")[2])  # noqa: PTH122
    return {
        "id": identifier,
        "title": stem.replace("_", " "),
        "dialect": SUFFIXES.get(suffix.lower()),
    }


def file_unit(path: str) -> FileUnit | Inline:
    """The unit of a file with the name of a page: a record with a fault if it is none, such as a
    named pipe or a link that leads nowhere.
    """
    name = path.replace(os.sep, "/")
    fields = fields_of(name, name)
    try:
        status = os.stat(path)  # noqa: PTH116  # millions of files: a Path for each is slow
    except OSError as error:
        return Inline(Record(path, 0, None, fields, fault=cannot_read(path, error)))
    if not stat.S_ISREG(status.st_mode):
        fault = Fault(f"cannot read {path}: {not_regular(status.st_mode)}", "read")
        return Inline(Record(path, 0, None, fields, fault=fault))
    return FileUnit(path, status.st_size, fields)


def folder_units(folder: str) -> Iterator[FileUnit | Inline]:
    """The pages in a folder and those below it, in the order of their names, a folder's files
    before its folders.

    Links to folders are not followed. A folder that cannot be read is damage.
    """
    waiting = [folder]  # a stack: folders may be nested deeper than Python's own
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                # Sorted: the order of the system differs between machines, and the output must not.
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Inline(Damage(here, None, None, cannot_read(here, error).error))
            continue
        for entry in found:
            if is_page(entry.name) and not _is_folder(entry, follow=True):
                yield file_unit(entry.path)
        waiting += [entry.path for entry in reversed(found) if _is_folder(entry, follow=False)]


def _is_folder(entry: os.DirEntry[str], *, follow: bool) -> bool:
    try:
        return entry.is_dir(follow_symlinks=follow)
    except OSError:  # a link in a circle; as a page it is told
        return False
