"""The same rows on a cluster of Spark, through `DataFrame.mapInArrow` (PySpark 3.5 and later; the
extra `spark`).

The workers of the cluster need wikiparse and pyarrow: docs/scale.md says how they get them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from wikiparse.etl.arrow import INPUTS, parse_batches
from wikiparse.etl.rows import DEFAULTS, Options
from wikiparse.etl.schema import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyspark.sql import DataFrame


def parse_frame(frame: DataFrame, *, options: Options = DEFAULTS) -> DataFrame:
    """The rows of the pages in a frame that has a column `text` and may have others of
    `wikiparse.etl.arrow.INPUTS`, and those of `options.keep`. The columns of the rows are those of
    `options.columns` and `options.keep`.

    One partition is one task, and its pages are parsed one after another: repartition a frame whose
    partitions are few or uneven. A page that cannot be parsed is a row with an `error`; one that
    kills its worker fails its task (docs/scale.md). Raises ValueError for a frame without a column
    `text`.
    """
    if "text" not in frame.columns:
        message = (
            f"the frame has no column 'text', only {', '.join(frame.columns) or 'none at all'}"
        )
        raise ValueError(message)
    wanted = frame.select(*[n for n in (*INPUTS, *options.keep) if n in frame.columns])
    return wanted.mapInArrow(partial(_parsed, options=options), ddl(options))


def _parsed(batches: Iterable[pa.RecordBatch], options: Options) -> Iterator[pa.RecordBatch]:
    return parse_batches(batches, options=options)


def ddl(options: Options = DEFAULTS) -> str:
    """The schema of the rows in Spark's own language: `id string, …, links
    array<struct<title: string, …>>, …`.
    """
    return ", ".join([f"`{field.name}` {_type(field.type)}" for field in schema_of(options)])


def _type(kind: Any) -> str:
    if pa.types.is_list(kind):
        return f"array<{_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join([f'`{field.name}`: {_type(field.type)}' for field in kind])}>"
    return _NAMES[kind]


_NAMES = {
    pa.string(): "string",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.timestamp("us", tz="UTC"): "timestamp",
}
