"""The Arrow schema of a row: one for every engine.

No map, dictionary, unsigned or non-null types, timestamps in microseconds, and no field called
`end` or `group`: each of these is refused or changed by one of Spark, Hugging Face datasets, DuckDB
and Parquet.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from wikiparse.etl.columns import LIST_COLUMNS
from wikiparse.etl.rows import COLUMNS, SCHEMA_VERSION, names_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.etl.rows import Options

# Signed, 32 bits: Spark has no unsigned numbers, and no page has two thousand million characters.
_TEXT, _NUMBER, _YES = pa.string(), pa.int32(), pa.bool_()
_TIME: Final = pa.timestamp("us", tz="UTC")
"""Microseconds: Spark reads no nanoseconds."""
_SPAN: Final = (("start", _NUMBER), ("stop", _NUMBER))
_AT: Final = (("section", _NUMBER), *_SPAN)
"""Which of the page's sections an item is in, counted from 0 (null in the lead), and its span
in the source, in code points."""
_RANGE: Final = (("text_start", _NUMBER), ("text_stop", _NUMBER))
"""Where in the row's `text` the text of an item is, in code points; null where it is not in it."""
_CITATION: Final = (
    ("type", _TEXT),
    ("title", _TEXT),
    ("authors", pa.list_(_TEXT)),
    ("container_title", _TEXT),
    ("publisher", _TEXT),
    ("issued", _TEXT),
    ("url", _TEXT),
    ("doi", _TEXT),
    ("isbn", _TEXT),
)
"""Fields of CSL-JSON."""

ITEMS: Final[dict[str, pa.DataType]] = {
    "sections": pa.struct(
        [
            ("level", _NUMBER),
            ("title", _TEXT),
            ("text", _TEXT),
            ("parent", _NUMBER),
            *_RANGE,
            *_SPAN,
        ]
    ),
    "links": pa.struct(
        [
            ("title", _TEXT),
            ("namespace", _TEXT),
            ("fragment", _TEXT),
            ("interwiki", _TEXT),
            ("text", _TEXT),
            ("trail", _TEXT),
            ("href", _TEXT),
            ("is_local", _YES),
            *_RANGE,
            *_AT,
        ]
    ),
    "categories": pa.struct([("name", _TEXT), ("sort_key", _TEXT), *_SPAN]),
    "footnotes": pa.struct(
        [
            ("identifier", _TEXT),
            # Not `group`, as in the node: it is a word of SQL.
            ("note_group", _TEXT),
            ("text", _TEXT),
            ("is_empty", _YES),
            ("marks", _NUMBER),
            ("references", pa.list_(_NUMBER)),
            ("citation", pa.struct(_CITATION)),
            *_SPAN,
        ]
    ),
    "external_links": pa.struct(
        [
            ("url", _TEXT),
            ("text", _TEXT),
            ("is_bare", _YES),
            ("archived_url", _TEXT),
            ("archived_at", _TIME),
            ("archive", _TEXT),
            *_RANGE,
            *_AT,
        ]
    ),
    "templates": pa.struct(
        [
            ("name", _TEXT),
            ("arguments", pa.list_(pa.struct([("name", _TEXT), ("value", _TEXT)]))),
            *_AT,
        ]
    ),
    "tables": pa.struct(
        [
            ("caption", _TEXT),
            ("head_rows", _NUMBER),
            ("cells", pa.list_(pa.list_(_TEXT))),
            *_AT,
        ]
    ),
    "images": pa.struct(
        [("name", _TEXT), ("href", _TEXT), ("alt", _TEXT), ("caption", _TEXT), *_AT]
    ),
    "infobox": pa.struct([("template", _TEXT), ("name", _TEXT), ("text", _TEXT), *_SPAN]),
    "citations": pa.struct(
        [*_CITATION, ("template", _TEXT), ("csl", _TEXT), ("footnote", _NUMBER), *_AT]
    ),
    "coordinates": pa.struct(
        [
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
            ("is_title", _YES),
            ("globe", _TEXT),
            ("name", _TEXT),
            *_AT,
        ]
    ),
    "problems": pa.struct([("code", _TEXT), ("severity", _TEXT), ("message", _TEXT), *_SPAN]),
}
"""The items of the list columns."""


_OTHERS: Final = {
    "page_id": pa.int64(),
    "revision_id": pa.int64(),
    "namespace": _NUMBER,
    "timestamp": _TIME,
    "schema_version": _NUMBER,
}
"""The columns of one value that are no text."""


def _type_of(column: str) -> pa.DataType:
    if column in LIST_COLUMNS:
        return pa.list_(ITEMS[column])
    return _OTHERS.get(column, _TEXT)


SCHEMA: Final = pa.schema(
    [(column, _type_of(column)) for column in COLUMNS],
    metadata={
        "wikiparse.schema_version": str(SCHEMA_VERSION),
        # Letters newer than a Python's Unicode are read differently by the next one's.
        "wikiparse.unicode_version": unicodedata.unidata_version,
    },
)
"""One row for an article; the metadata says by which tables of Unicode it was read."""


def schema_of(options: Options) -> pa.Schema:
    """The schema of the rows by some options: of the columns that are chosen, and of those of the
    input that are kept, after them.
    """
    return _schema(options.columns, options.keep)


@cache
def _schema(columns: tuple[str, ...] | None, keep: tuple[str, ...]) -> pa.Schema:
    chosen = pa.schema([SCHEMA.field(name) for name in names_of(columns)], SCHEMA.metadata)
    return schema_with(keep, chosen)


def schema_with(keep: Sequence[str], schema: pa.Schema = SCHEMA) -> pa.Schema:
    """A schema with some columns of the input after its own."""
    for name in keep:
        schema = schema.append(pa.field(name, _TEXT))
    return schema
