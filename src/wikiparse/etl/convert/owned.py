"""Which files of a folder an earlier conversion has written, on disk as the index is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Owned:
    """The digests of files by their paths; of two the last."""

    def __init__(self, path: str, files: Iterable[tuple[str, str]]) -> None:
        import sqlite3  # slow to load, and seldom needed

        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE files (path TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID; BEGIN"
        )
        self._db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", files)

    def take(self, path: str) -> str | None:
        """The SHA-256 that a file had when it was written; None of a file that is not ours. A
        file is taken once.
        """
        row = self._db.execute("SELECT digest FROM files WHERE path = ?", (path,)).fetchone()
        if row is None:
            return None
        self._db.execute("DELETE FROM files WHERE path = ?", (path,))
        return row[0]  # type: ignore[no-any-return]

    def rest(self) -> Iterator[tuple[str, str]]:
        """The files that were not taken."""
        yield from self._db.execute("SELECT path, digest FROM files ORDER BY path")

    def close(self) -> None:
        """Close the file."""
        self._db.close()
