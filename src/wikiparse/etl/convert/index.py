"""The names of all pages, on disk: of millions of pages memory holds none.

It is written in the first pass, by one process, and read in the second, by all.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wikiparse.etl.convert.names import numbered, path_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

HOPS: Final = 8
"""Redirects that are followed one after another."""
ALIASES: Final = 100
"""The titles that lead to a page of which its front matter names at most this many."""

SCHEMA: Final = """
CREATE TABLE pages (number INTEGER PRIMARY KEY, identity BLOB, path TEXT, anchors TEXT);
CREATE TABLE names (key TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;
CREATE TABLE redirects (key TEXT PRIMARY KEY, title TEXT, target TEXT, fragment TEXT,
    number INTEGER) WITHOUT ROWID;
CREATE TABLE dead (identity BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE paths (key TEXT PRIMARY KEY, next INTEGER) WITHOUT ROWID;
"""


class Found(NamedTuple):
    """A page that a title leads to: its number and path, and the fragment of the redirect that led
    there.
    """

    number: int
    path: str
    fragment: str
    is_redirect: bool


class Index:
    """The index while it is written."""

    def __init__(self, path: str, extension: str, space: str) -> None:
        import sqlite3  # slow to load, and seldom needed

        self._db = sqlite3.connect(path, isolation_level=None)
        # A file of this run alone: after a crash nobody reads it.
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32768"):
            self._db.execute(f"PRAGMA {setting}")
        self._db.executescript(SCHEMA)
        self._db.execute("BEGIN")
        self._extension, self._space = extension, space

    def claim(self, wanted: str) -> str:
        """The path, or the first one with a number that no page has, with its extension."""
        execute = self._db.execute
        path, key = wanted, path_key(wanted)
        row = execute("SELECT next FROM paths WHERE key = ?", (key,)).fetchone()
        number = 1 if row is None else row[0]
        while row is not None:
            path = numbered(wanted, number, self._space)
            row = execute("SELECT 1 FROM paths WHERE key = ?", (path_key(path),)).fetchone()
            number += 1
        if path != wanted:  # so that no number is tried twice
            execute("UPDATE paths SET next = ? WHERE key = ?", (number, key))
        execute("INSERT INTO paths VALUES (?, 2)", (path_key(path),))
        return path + self._extension

    def add(self, identity: bytes, keys: tuple[str, ...], path: str, anchors: str) -> bool:
        """Add a page; return whether its title is new."""
        done = self._db.execute(
            "INSERT INTO pages (identity, path, anchors) VALUES (?, ?, ?)",
            (identity, path, anchors),
        )
        new = [
            self._db.execute(
                "INSERT OR IGNORE INTO names VALUES (?, ?)", (key, done.lastrowid)
            ).rowcount
            for key in keys
        ]
        return bool(new[0])

    def add_redirect(self, key: str, title: str, target: str, fragment: str) -> None:
        """Add a redirect, to the page with the key `target`."""
        self._db.execute(
            "INSERT OR IGNORE INTO redirects VALUES (?, ?, ?, ?, NULL)",
            (key, title, target, fragment),
        )

    def add_dead(self, identity: bytes) -> None:
        """Add a page that failed: it has no name."""
        self._db.execute("INSERT OR IGNORE INTO dead VALUES (?)", (identity,))

    def finish(self) -> None:
        """Find out where all redirects lead, and close the file."""
        execute = self._db.execute
        execute("CREATE INDEX identities ON pages (identity)")
        last = ""
        while rows := execute(
            "SELECT key, target, fragment FROM redirects WHERE key > ? ORDER BY key LIMIT 1000",
            (last,),
        ).fetchall():
            for key, target, fragment in rows:
                number, end = self._end_of(target, fragment)
                execute(
                    "UPDATE redirects SET number = ?, fragment = ? WHERE key = ?",
                    (number, end, key),
                )
            last = rows[-1][0]
        execute("CREATE INDEX leading ON redirects (number)")
        execute("COMMIT")
        self._db.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _end_of(self, target: str, fragment: str) -> tuple[int | None, str]:
        """The page at the end of a chain of redirects, None where there is none."""
        for _ in range(HOPS):
            page = self._db.execute("SELECT number FROM names WHERE key = ?", (target,)).fetchone()
            if page is not None:
                return page[0], fragment
            row = self._db.execute(
                "SELECT target, fragment FROM redirects WHERE key = ?", (target,)
            ).fetchone()
            if row is None:
                break
            target, fragment = row[0], row[1] or fragment
        return None, fragment


class Reader:
    """The index while it is read."""

    def __init__(self, path: str) -> None:
        import sqlite3  # slow to load, and seldom needed
        from pathlib import Path

        # Immutable: no locks, whatever file system it is on.
        uri = f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1"
        self._db: sqlite3.Connection = sqlite3.connect(uri, uri=True)
        self.anchors = lru_cache(256)(self._anchors)
        """The anchors of a page by their names."""

    def paths_of(self, identity: bytes) -> list[tuple[int, str]]:
        """Number and path of the pages of an identity, in their order."""
        query = "SELECT number, path FROM pages WHERE identity = ? ORDER BY number LIMIT 1000"
        return self._db.execute(query, (identity,)).fetchall()

    def is_dead(self, identity: bytes) -> bool:
        """Whether a page failed in the first pass."""
        return self._one("SELECT 1 FROM dead WHERE identity = ?", identity) is not None

    def find(self, key: str) -> Found | None:
        """The page that a title leads to, by a redirect too."""
        query = "SELECT number, path, '' FROM names JOIN pages USING (number) WHERE key = ?"
        row = self._one(query, key)
        if row is not None:
            return Found(row[0], row[1], row[2], is_redirect=False)
        query = "SELECT number, path, fragment FROM redirects JOIN pages USING (number)"
        row = self._one(f"{query} WHERE key = ?", key)
        return None if row is None else Found(row[0], row[1], row[2], is_redirect=True)

    def _anchors(self, number: int) -> dict[str, str]:
        row = self._db.execute("SELECT anchors FROM pages WHERE number = ?", (number,)).fetchone()
        return json.loads(row[0]) if row and row[0] else {}

    def aliases(self, number: int) -> list[str]:
        """The titles of the redirects to a page."""
        query = "SELECT title FROM redirects WHERE number = ? ORDER BY title LIMIT ?"
        return [row[0] for row in self._db.execute(query, (number, ALIASES))]

    def redirects(self) -> Iterator[tuple[str, str | None, str]]:
        """Title, path and fragment of all redirects; None for one that leads nowhere."""
        query = "SELECT title, path, fragment FROM redirects LEFT JOIN pages USING (number)"
        yield from self._db.execute(query)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _one(self, query: str, key: str | bytes) -> Any:
        return self._db.execute(query, (key,)).fetchone()
