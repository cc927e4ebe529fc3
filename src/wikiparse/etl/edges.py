"""The links between articles as the edges of a graph."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class EdgesError(Exception):
    """What keeps the output of a run from being read."""


def edge_lines(paths: Iterable[Path], form: Literal["csv", "dot"]) -> Iterator[str]:
    """The edges of a run's articles as text, piece by piece: `source,target,links`, or a graph in
    the language of Graphviz.

    Raises EdgesError for what is no output of a run.
    """
    if form == "csv":
        yield "source,target,links\n"
        for source, target, count in edges(paths):
            yield _csv_line(source, target, count)
        return
    yield "digraph links {\n"
    for source, target, count in edges(paths):
        yield f"  {_quoted(source)} -> {_quoted(target)} [weight={count}];\n"
    yield "}\n"


def edges(paths: Iterable[Path]) -> Iterator[tuple[str, str, int]]:
    """Title of an article, title of one that it links to, and how many times; in the order of the
    articles and their links.

    Only articles count: no links to other wikis, to other namespaces, or to places on the same
    page. Titles are compared as MediaWiki does on most wikis, their first letter in upper case.
    """
    for title, links in _pages(paths):
        counts = Counter(
            [
                upper_first(link["title"])
                for link in links
                if link["title"] and not link["namespace"] and not link["interwiki"]
            ]
        )
        for target, count in counts.items():
            yield upper_first(title), target, count


def upper_first(title: str) -> str:
    """A title with its first letter in upper case."""
    return title[:1].upper() + title[1:]


def _pages(paths: Iterable[Path]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for path in paths:
        for part in _parts(path):
            yield from _rows(part)


def _parts(path: Path) -> list[Path]:
    if path.is_dir():
        parts = sorted([*path.glob("part-*.parquet"), *path.glob("part-*.jsonl")])
        if not parts:
            message = f"no parts in {path}"
            raise EdgesError(message)
        return parts
    if path.suffix not in (".parquet", ".jsonl"):
        message = f"{path} is neither the folder of a run nor a part of one"
        raise EdgesError(message)
    return [path]


def _rows(part: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    try:
        for row in _json_rows(part) if part.suffix == ".jsonl" else _parquet_rows(part):
            if row["title"] is not None and row["links"] is not None:
                yield row["title"], row["links"]
    except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
        message = f"cannot read {part}: {error.strerror if isinstance(error, OSError) and error.strerror else error}"
        raise EdgesError(message) from error


def _json_rows(part: Path) -> Iterator[dict[str, Any]]:
    with part.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _parquet_rows(part: Path) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    columns = [
        "title",
        *[f"links.list.element.{name}" for name in ("title", "namespace", "interwiki")],
    ]
    with pq.ParquetFile(part) as file:
        for batch in file.iter_batches(batch_size=256, columns=columns):
            yield from batch.to_pylist()


def _csv_line(*values: object) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue()


def _quoted(title: str) -> str:
    """A title as a string of Graphviz's: a backslash means something there."""
    words = " ".join(title.replace("\\", "\\\\").replace('"', '\\"').split())
    return f'"{words}"'
