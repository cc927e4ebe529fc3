"""Folders and single files of pages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from wikiparse.etl.sources.records import FileUnit

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final[dict[str, str | None]] = {
    ".md": None,
    ".markdown": None,
    ".wikitext": "wikitext",
    ".wiki": "wikitext",
    ".mediawiki": "wikitext",
}
"""The names of pages, and the dialect that is certain by the name."""


def is_page(name: str) -> bool:
    """Whether a file's name is that of a page."""
    return os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122  # millions of names


def fields_of(name: str, identifier: str) -> dict[str, Any]:
    """What the name of a page's file says about it: the title, with blanks for underscores, and the
    dialect.
    """
    stem, suffix = os.path.splitext(name.rpartition("/")[2])  # noqa: PTH122
    return {
        "id": identifier,
        "title": stem.replace("_", " "),
        "dialect": SUFFIXES.get(suffix.lower()),
    }


def file_unit(path: str) -> FileUnit:
    """The unit of a file. Raises OSError."""
    name = path.replace(os.sep, "/")
    return FileUnit(path, os.stat(path).st_size, fields_of(name, name))  # noqa: PTH116


def folder_units(folder: str) -> Iterator[FileUnit]:
    """The pages in a folder and those below it, in the order of their names, a folder's files
    before its folders.

    Links to folders are not followed. A folder that cannot be read raises OSError.
    """
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if is_page(entry.name) and entry.is_file():
            yield file_unit(entry.path)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from folder_units(entry.path)
