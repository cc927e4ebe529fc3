"""The links between articles as the edges of a graph."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LINK_FIELDS = ("title", "namespace", "interwiki")
"""The fields of a link that are read."""


class EdgesError(Exception):
    """The output of a run cannot be read."""


class Edge(NamedTuple):
    """The title of an article, that of one that it links to, and how many times."""

    source: str
    target: str
    links: int


def edge_lines(paths: Iterable[Path], form: Literal["csv", "dot"]) -> Iterator[str]:
    """The edges of a run's articles as text, line by line: `source,target,links`, or a graph in
    the language of Graphviz.

    Raises EdgesError for files that are no output of a run, before anything is written if it can.
    """
    found = edges(paths)
    # The first edge is read before anything is written: a wrong input leaves no half of a graph.
    first = next(found, None)
    rest = chain(() if first is None else (first,), found)
    if form == "csv":
        yield _csv_line(Edge._fields)
        for edge in rest:
            yield _csv_line(edge)
        return
    yield "digraph links {\n"
    for edge in rest:
        yield f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [weight={edge.links}];\n"
    yield "}\n"


def edges(paths: Iterable[Path]) -> Iterator[Edge]:
    """The edges, in the order of the articles and their links.

    Only articles count: no links to other wikis, to other namespaces, or to sections of the same
    page. Titles are compared as MediaWiki does on most wikis, their first letter in upper case.
    """
    parts = [part for path in paths for part in _parts(path)]
    for title, targets in chain.from_iterable(map(_rows, parts)):
        # A `Counter` keeps the order of first occurrence: the edges are in the order of the page.
        for target, count in Counter(map(upper_first, targets)).items():
            yield Edge(upper_first(title), target, count)


def upper_first(title: str) -> str:
    """A title with its first letter in upper case."""
    return title[:1].upper() + title[1:]


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
    if not path.is_file():
        reason = "It is not a file" if path.exists() else "No such file or directory"
        message = f"cannot read {path}: {reason}"
        raise EdgesError(message)
    return [path]


def _rows(part: Path) -> Iterator[tuple[str, list[str]]]:
    """The title of each article, and the titles of the articles that it links to."""
    number = 0
    try:
        for number, row in enumerate(_read(part), 1):  # noqa: B007  # told in the error
            title, links = row["title"], row["links"]
            if title is not None and links is not None:
                yield _text(title), list(_articles(links))
    except Exception as error:  # a damaged file may raise any
        reason = error.strerror if isinstance(error, OSError) else None
        if isinstance(error, KeyError):
            reason = f"it has no {error}"
        elif isinstance(error, RecursionError):
            reason = "the JSON is nested too deep"
        where = f", after row {number}" if number else ""
        message = f"cannot read {part}{where}: {reason or ' '.join(str(error).split())}"
        raise EdgesError(message) from error


def _articles(links: object) -> Iterator[str]:
    """The titles of the articles among the links."""
    if not isinstance(links, list):
        message = f"its links are {type(links).__name__}, not a list"
        raise TypeError(message)
    for link in links:
        if not isinstance(link, dict):
            message = f"a link is {type(link).__name__}, not an object"
            raise TypeError(message)
        if _is_article(link):
            yield _text(link["title"])


def _is_article(link: dict[str, Any]) -> bool:
    return bool(link["title"] and not link["namespace"] and not link["interwiki"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = f"a title is {type(value).__name__}, not text"
        raise TypeError(message)
    return value


def _read(part: Path) -> Iterator[dict[str, Any]]:
    return _json_rows(part) if part.suffix == ".jsonl" else _parquet_rows(part)


def _json_rows(part: Path) -> Iterator[dict[str, Any]]:
    with part.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if not isinstance(row, dict):
                message = f"the line of JSON is no object, but {type(row).__name__}"
                raise TypeError(message)
            yield row


def _parquet_rows(part: Path) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq  # an optional package

    # Only these columns are read: the text of all pages would be a hundred times as much.
    columns = ["title", *[f"links.list.element.{name}" for name in LINK_FIELDS]]
    with pq.ParquetFile(part) as file:
        for batch in file.iter_batches(batch_size=256, columns=columns):
            yield from batch.to_pylist()


def _csv_line(values: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue()


def _quoted(title: str) -> str:
    """A title as a string of Graphviz's, in which a backslash is an escape."""
    text = " ".join(title.replace("\\", "\\\\").replace('"', '\\"').split())
    return f'"{text}"'
