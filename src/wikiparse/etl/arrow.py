"""The core: batches of records in, batches of rows out.

Every engine that can hand over Arrow runs this one function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from wikiparse.etl.clean import describe
from wikiparse.etl.metadata import METADATA
from wikiparse.etl.rows import DEFAULTS, Options, any_row, error_row, plain_record
from wikiparse.etl.schema import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wikiparse.etl.columns import Row

INPUTS: Final = ("id", *METADATA, "title", "language", "dialect", "redirect", "text")
"""The columns of the input that are read; all but `text` may be missing."""


def parse_batches(
    batches: Iterable[pa.RecordBatch], *, options: Options = DEFAULTS
) -> Iterator[pa.RecordBatch]:
    r"""The rows of the pages in some batches, in order, in batches of the schema `SCHEMA`, or of
    the columns in `options.columns`, with those of `options.keep` after them as strings.

    A batch of the input has a column `text` (string or binary) and may have those of `INPUTS`;
    others are ignored unless they are kept. A page that cannot be parsed is a row
    with an `error`. However large the batches of the input are, those of the output hold no more
    than `options.rows` pages or, except for a page that is larger itself, `options.source_bytes` of
    source.

    Raises ValueError for a batch without a column `text`.

    >>> import pyarrow as pa
    >>> from wikiparse.etl import parse_batches
    >>> record = {"id": "1", "text": "See [[Wind]]s.", "dialect": "wikitext"}
    >>> pages = pa.RecordBatch.from_pylist([record])
    >>> [batch["text"].to_pylist() for batch in parse_batches([pages])]
    [['See Winds.\n']]
    """
    for batch in batches:
        names = batch.schema.names
        if names.count("text") != 1:
            has = ", ".join(names) or "none at all"
            message = f"the input has no column 'text', only {has}"
            if "text" in names:
                message = f"the input has several columns 'text': {has}"
            raise ValueError(message)
        yield from _parsed(batch, options)


def _parsed(batch: pa.RecordBatch, options: Options) -> Iterator[pa.RecordBatch]:
    columns = {
        name: batch.column(number)
        for number, name in enumerate(batch.schema.names)
        if name in INPUTS or name in options.keep
    }
    rows: list[Row] = []
    size = 0
    for number in range(batch.num_rows):
        row, length = _row(columns, number, options)
        rows.append(row)
        size += length
        if len(rows) >= options.rows or size >= options.source_bytes:
            yield to_batch(rows, options)
            rows, size = [], 0
    if rows:
        yield to_batch(rows, options)


def _row(columns: dict[str, pa.Array], number: int, options: Options) -> tuple[Row, int]:
    """A row, and about how many bytes of source it has."""
    record: dict[str, Any] = {}
    error: str | None = None
    for name, column in columns.items():
        try:
            # One value at a time: one that Python cannot hold must not spoil the others of its
            # batch.
            record[name] = column[number].as_py()
        except Exception as raised:  # noqa: BLE001  # a date after the year 9999, bytes that are no UTF-8
            error = f"{name}: {describe(raised)}"
    text = record.get("text")
    length = len(text) if isinstance(text, (str, bytes)) else 0
    if error is not None:
        return error_row(plain_record(record, options.keep).fields, error, options), length
    return any_row(record, options, with_names=False), length


def to_batch(rows: Sequence[Row], options: Options = DEFAULTS) -> pa.RecordBatch:
    """The rows that were made by some options as one batch. The items of their lists are tuples, or
    dictionaries, which take half as long again.
    """
    schema = schema_of(options)
    columns: list[Any] = [
        pa.array([row[field.name] for row in rows], field.type) for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def to_bytes(batch: pa.RecordBatch) -> memoryview:
    """A batch as a stream of Arrow's interprocess format."""
    # Written into nothing first, to know its size: a buffer that grows is held twice.
    size = pa.MockOutputStream()
    _write(batch, size)
    # Not a `bytearray`, which would be filled with zeros before.
    data = pa.allocate_buffer(size.size())
    _write(batch, pa.FixedSizeBufferWriter(data))
    return memoryview(data)


def _write(batch: pa.RecordBatch, sink: pa.NativeFile) -> None:
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)


def from_bytes(data: bytes | memoryview) -> pa.Table:
    """The table that `to_bytes` wrote, without a copy."""
    return pa.ipc.open_stream(pa.BufferReader(data)).read_all()
