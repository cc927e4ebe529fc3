"""The file of a template store: pages by their titles in SQLite, opened read-only by any number of
workers.

    facts (name, value)    language and site as JSON, counts
    pages (title, text)    the title with the canonical name of its namespace; the text is NULL
                           where only the title is known
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any, Final

from wikiparse.sites.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

APPLICATION: Final = 0x7770_6B74
"""Which program's file it is (`PRAGMA application_id`)."""

VERSION: Final = 1
"""The version of the tables (`PRAGMA user_version`)."""


class TemplateFile:
    """A file of templates, as a mapping from titles to wikitext. Raises FileNotFoundError for one
    that is not there, and ValueError for another file.
    """

    __slots__ = ("_connection", "_process", "facts", "path")

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path: str = os.path.abspath(path)  # noqa: PTH100  # a worker may run elsewhere
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        if not Path(self.path).is_file():
            raise FileNotFoundError(2, "No such file", str(path))
        try:
            numbers = [self._value(f"PRAGMA {name}") for name in ("application_id", "user_version")]
            if numbers[0] != APPLICATION:
                raise ValueError(_not_ours(path))
            if numbers[1] != VERSION:
                message = f"{path} is a file of templates of version {numbers[1]}, not {VERSION}"
                raise ValueError(message)
            rows = self._open().execute("SELECT name, value FROM facts")
            self.facts: dict[str, Any] = {name: json.loads(value) for name, value in rows}
        except sqlite3.DatabaseError as error:
            raise ValueError(_not_ours(path)) from error

    def _open(self) -> sqlite3.Connection:
        # A connection cannot be used after a fork.
        if self._connection is None or self._process != os.getpid():
            # Immutable: no lock is taken, so that the file may be where nothing can be written.
            self._connection = sqlite3.connect(
                f"{Path(self.path).as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._process = os.getpid()
        return self._connection

    def _value(self, query: str, *values: str) -> Any:
        row = self._open().execute(query, values).fetchone()
        return None if row is None else row[0]

    def get(self, title: str) -> str | None:
        """The wikitext of a page; None for one that is not there."""
        text: str | None = self._value("SELECT text FROM pages WHERE title = ?", _encodable(title))
        return text

    def __contains__(self, title: object) -> bool:
        query = "SELECT 1 FROM pages WHERE title = ?"
        return isinstance(title, str) and self._value(query, _encodable(title)) is not None

    def digest(self) -> str:
        """A hash of the file."""
        from hashlib import file_digest  # noqa: PLC0415  # for runs that go on

        with Path(self.path).open("rb") as file:
            return file_digest(file, "sha256").hexdigest()

    def __len__(self) -> int:
        return int(self.facts["templates"])

    @property
    def site(self) -> Site | None:
        """The wiki that the source described."""
        facts = self.facts.get("site")
        return None if facts is None else Site.from_dict(facts)

    def __getstate__(self) -> str:
        return self.path

    def __setstate__(self, path: str) -> None:
        self.__init__(path)  # type: ignore[misc]  # opened by the process that reads it


def _not_ours(path: object) -> str:
    return f"{path} is not a file of templates, as `wikiparse templates` writes them"


def _encodable(text: str) -> str:
    # SQLite takes no lone surrogates; no title has one.
    return text.encode("utf-8", "replace").decode()


def is_template_file(path: str | os.PathLike[str]) -> bool:
    """Whether a file is one of templates."""
    try:
        TemplateFile(path)
    except (OSError, ValueError):
        return False
    return True


def write_template_file(
    path: str | os.PathLike[str],
    pages: Iterable[tuple[str, str | None]],
    facts: Callable[[], dict[str, Any]],
) -> None:
    """Write a file: pages by their keys, of two with one the last; `facts` is called after the last
    page. Another file of the name is replaced once it is complete.

    Raises OSError where it cannot be written.
    """
    target = Path(path)
    handle, name = mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(name, isolation_level=None)) as connection:
            _write(connection, pages, facts)
        os.chmod(name, 0o666 & ~_umask())  # noqa: PTH101  # mkstemp makes it private
        os.replace(name, target)  # noqa: PTH105
    except sqlite3.OperationalError as error:  # a disk that is full
        raise OSError(None, str(error), str(path)) from error
    finally:
        Path(name).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write(
    connection: sqlite3.Connection,
    pages: Iterable[tuple[str, str | None]],
    facts: Callable[[], dict[str, Any]],
) -> None:
    for pragma in (
        "journal_mode = OFF",  # a file that is not complete is dropped
        "synchronous = OFF",
        f"application_id = {APPLICATION}",
        f"user_version = {VERSION}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    connection.execute("CREATE TABLE pages (title TEXT PRIMARY KEY, text TEXT)")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT OR REPLACE INTO pages VALUES (?, ?)",
        ((_encodable(title), None if text is None else _encodable(text)) for title, text in pages),
    )
    connection.executemany(
        "INSERT INTO facts VALUES (?, ?)",
        [(name, json.dumps(value, ensure_ascii=False)) for name, value in facts().items()],
    )
    connection.execute("COMMIT")
