"""From rows with lists to normalized tables: one of articles, and one for each list column."""

from __future__ import annotations

import os
from contextlib import ExitStack
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wikiparse.etl.batch.parts import AtomicFile, give_up
from wikiparse.etl.columns import LIST_COLUMNS
from wikiparse.etl.rows import PAGE_COLUMNS, SCHEMA_VERSION
from wikiparse.etl.schema import ITEMS, SCHEMA, schema_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedWriter

ARTICLES: Final = "articles"

SCHEMAS: Final = {
    ARTICLES: pa.schema([SCHEMA.field(name) for name in PAGE_COLUMNS]),
    **{
        name: pa.schema(
            [("id", pa.string()), ("article", pa.string()), ("number", pa.int32()), *ITEMS[name]]
        )
        for name in LIST_COLUMNS
    },
}
"""The schema of each table. `id` and `article` are the article's id and title, `number` counts from
0 within it."""

ROWS: Final = 64
"""Articles that are read at once."""
GROUP_ROWS: Final = 100_000
"""Rows that make a row group."""


def explode(
    source: str | PathLike[str] | Iterable[pa.RecordBatch], out: str | PathLike[str]
) -> dict[str, Path]:
    """Write the tables of some rows as Parquet files into the folder `out`; the path of each table
    by its name.

    `source` is the folder of a batch run with parts of Parquet, one such file, or the batches of
    `parse_batches`. Columns that were kept are in the table of articles. A file is whole or not
    there; tables that are there already are replaced. Raises FileNotFoundError for a folder without
    parts, ValueError for a source that is one of the tables or has rows of another schema, and
    OSError for files that cannot be read or written.

    >>> import pyarrow as pa
    >>> from tempfile import mkdtemp
    >>> from wikiparse.etl import explode, parse_batches
    >>> record = {"id": "1", "text": "[[A]] and [[B]]", "dialect": "wikitext"}
    >>> pages = pa.RecordBatch.from_pylist([record])
    >>> tables = explode(parse_batches([pages]), mkdtemp())
    >>> tables["links"].name
    'links.parquet'
    """
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.parquet" for name in SCHEMAS}
    if isinstance(source, (str, PathLike)) and Path(source) in paths.values():
        message = f"{source} would be replaced by the table of its name: choose another folder"
        raise ValueError(message)
    mark = f".{os.getpid()}"
    batches = _batches(source)
    # The first batch says which columns were kept.
    first = next(batches, None)
    schemas = SCHEMAS if first is None else {**SCHEMAS, ARTICLES: _articles(first).schema}
    with ExitStack() as stack:
        tables = {}
        for name, path in paths.items():
            file = stack.enter_context(AtomicFile(path, replaces=True, mark=mark)).file
            tables[name] = stack.enter_context(_Table(file, schemas[name]))
        for batch in chain(() if first is None else (first,), batches):
            for name, table in tables.items():
                table.add(_articles(batch) if name == ARTICLES else items_of(batch, name))
    return paths


def items_of(batch: pa.RecordBatch, column: str) -> pa.Table:
    """The items of a list column, a row for each, with the article's `id` and title."""
    lists = batch.column(column)
    # lists    [a, b] [] [c]
    # owners    0  0     2     the row of each item, by which its id and title are taken
    owners = pc.list_parent_indices(lists)
    items = pc.list_flatten(lists)
    values: list[Any] = [
        batch.column("id").take(owners),
        batch.column("title").take(owners),
        _numbers(lists),
    ]
    values += items.flatten()
    return pa.Table.from_arrays(values, schema=SCHEMAS[column])


def _numbers(lists: pa.ListArray) -> pa.Array:
    """The number of each item in its list."""
    counts = pc.fill_null(pc.list_value_length(lists), 0).to_pylist()
    return pa.array([number for count in counts for number in range(count)], pa.int32())


def _articles(batch: pa.RecordBatch) -> pa.Table:
    kept = [name for name in batch.schema.names if name not in SCHEMA.names]
    fields = [*SCHEMAS[ARTICLES], *(batch.schema.field(name) for name in kept)]
    return pa.Table.from_batches([batch.select([*PAGE_COLUMNS, *kept])], pa.schema(fields))


def _batches(source: str | PathLike[str] | Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    if not isinstance(source, (str, PathLike)):
        batch: Any
        for batch in source:
            _check_columns("the source", batch.schema.names)
            yield batch
        return
    path = Path(source)
    parts = sorted(path.glob("part-*.parquet")) if path.is_dir() else [path]
    if not parts:
        message = f"no parts of Parquet in {path}"
        raise FileNotFoundError(message)
    for part in parts:
        with pq.ParquetFile(part) as file:
            names = file.schema_arrow.names
            _check_columns(str(part), names)
            schema = schema_with([name for name in names if name not in SCHEMA.names])
            for batch in file.iter_batches(batch_size=ROWS):
                yield batch.select(schema.names).cast(schema)


def _check_columns(source: str, names: list[str]) -> None:
    """Raises ValueError for rows without all columns of the schema."""
    if missing := [name for name in SCHEMA.names if name not in names]:
        message = (
            f"{source} has no column {missing[0]!r}: its rows were made with a choice of columns,"
            f" or are of another schema than {SCHEMA_VERSION}, and its pages have to be parsed"
            " again"
        )
        raise ValueError(message)


class _Table:
    """A Parquet file that is written in row groups of a good size."""

    def __init__(self, file: BufferedWriter, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(
            file, schema, version="2.6", compression="zstd", compression_level=3
        )
        self._held: list[pa.Table] = []
        self._rows = 0

    def add(self, table: pa.Table) -> None:
        self._held.append(table)
        self._rows += table.num_rows
        if self._rows >= GROUP_ROWS:
            self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()
            self._writer.close()
        else:
            give_up(self._writer)

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.concat_tables(self._held), row_group_size=GROUP_ROWS)
        self._held, self._rows = [], 0
