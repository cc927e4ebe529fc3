"""The core: batches of records in, batches of rows out.

Every engine that can hand over Arrow runs this one function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from wikiparse.etl.rows import DEFAULTS, Options, Row, parse_record
from wikiparse.etl.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

INPUTS: Final = ("id", "title", "language", "dialect", "redirect", "text")
"""The columns of the input that are read; all but `text` may be missing."""


def parse_batches(
    batches: Iterable[pa.RecordBatch], *, options: Options = DEFAULTS
) -> Iterator[pa.RecordBatch]:
    """The rows of the pages in some batches, in order, in batches of the schema `SCHEMA`.

    A batch of the input has a column `text` (string or binary) and may have `id`, `title`,
    `language`, `dialect` and `redirect`; others are passed over. A page that cannot be parsed is a
    row with an `error`. However large the batches of the input are, those of the output hold no
    more than `options.rows` pages or, but for a page that is larger itself, `options.source_bytes`
    of source.

    Raises ValueError for a batch without a column `text`.
    """
    for batch in batches:
        if "text" not in batch.schema.names:
            message = f"the input has no column 'text', only {', '.join(batch.schema.names) or 'none at all'}"
            raise ValueError(message)
        yield from _parsed(batch, options)


def _parsed(batch: pa.RecordBatch, options: Options) -> Iterator[pa.RecordBatch]:
    columns = {name: batch.column(name) for name in INPUTS if name in batch.schema.names}
    rows: list[Row] = []
    size = 0
    for number in range(batch.num_rows):
        record = {name: column[number].as_py() for name, column in columns.items()}
        rows.append(parse_record(record, options))
        size += len(record["text"] or "")
        if len(rows) >= options.rows or size >= options.source_bytes:
            yield to_batch(rows)
            rows, size = [], 0
    if rows:
        yield to_batch(rows)


def to_batch(rows: Sequence[Row]) -> pa.RecordBatch:
    """The rows as one batch of the schema."""
    columns: list[Any] = [
        pa.array([row[field.name] for row in rows], field.type) for field in SCHEMA
    ]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def to_bytes(batch: pa.RecordBatch) -> bytes:
    """A batch as a stream of Arrow's interprocess format."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def from_bytes(data: bytes) -> pa.Table:
    """What `to_bytes` wrote, without a copy."""
    return pa.ipc.open_stream(pa.BufferReader(data)).read_all()
