"""Parquet files with a column `text`, and `id`, `title`, `language` (or `lang`), `dialect` where
they are known.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wikiparse.etl.sources.records import Bounds, Damage, Inline, Record, page

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 64
"""Rows that are read at once."""
COLUMNS = ("id", "title", "language", "lang", "dialect", "redirect", "text")


def parquet_units(path: str, bounds: Bounds) -> Iterator[Inline]:
    """The rows of a file; if it is damaged, those before the damage."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20) as file:
            names = [name for name in COLUMNS if name in file.schema_arrow.names]
            if "text" not in names:
                yield Inline(Damage(path, 0, "the file has no column 'text'"))
                return
            weight = Path(path).stat().st_size // max(file.metadata.num_rows, 1)
            for batch in file.iter_batches(batch_size=ROWS, columns=names, use_threads=False):
                for values in batch.to_pylist():
                    yield Inline(_row(path, number, values, bounds), weight)
                    number += 1
    except (pa.ArrowException, OSError, ValueError) as error:
        yield Inline(Damage(path, number, " ".join(f"the file cannot be read on: {error}".split())))


def _row(path: str, number: int, values: dict[str, Any], bounds: Bounds) -> Record:
    fields = {name: values.get(name) for name in ("id", "title", "language", "dialect", "redirect")}
    fields["language"] = fields["language"] or values.get("lang")
    if fields["id"] is None:
        fields["id"] = f"{path}#{number}"
    text = values["text"]
    if text is None:
        return Record(path, number, None, fields, fault=("the row has no text", "read"))
    return page(
        path,
        number,
        text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text),
        fields,
        bounds,
    )
