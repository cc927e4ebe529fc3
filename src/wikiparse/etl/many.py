"""Rows of many records, without Arrow."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from wikiparse.etl.rows import DEFAULTS, Options, Row, parse_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wikiparse.etl.batch.worker import Task

BATCH_PAGES = 32
BATCH_LENGTH = 256 << 10
"""A worker is given so many records at once, or fewer with so much text."""


def parse_many(
    records: Iterable[Mapping[str, Any]],
    *,
    workers: int | None = None,
    options: Options = DEFAULTS,
    timeout: float = 60.0,
    memory: int = 1024,
) -> Iterator[Row]:
    """The rows of some records, in their order, as they are done. Never raises because of a page.

    Without `workers` all happens in this process. With them, so many processes parse, and a page
    may take `timeout` seconds and, beyond what a worker begins with, `memory` MiB: what takes more,
    or kills its worker, becomes a row with an `error`.
    """
    if workers is None:
        return (parse_record(record, options) for record in records)
    return _in_workers(records, workers, options, timeout, memory)


def _in_workers(
    records: Iterable[Mapping[str, Any]],
    workers: int,
    options: Options,
    timeout: float,
    memory: int,
) -> Iterator[Row]:
    from wikiparse.etl.batch.pool import Pool
    from wikiparse.etl.batch.worker import Job
    from wikiparse.etl.sources.records import Bounds

    job = Job(
        encode="rows", options=options, bounds=Bounds(), timeout=timeout, memory=memory, before=None
    )
    with Pool(job, workers) as pool:
        for result in pool.run(_tasks(records)):
            for rows in result.payloads:
                yield from rows


def _tasks(records: Iterable[Mapping[str, Any]]) -> Iterator[Task]:
    from wikiparse.etl.batch.worker import Task
    from wikiparse.etl.sources.records import Inline, Record

    numbers = count()
    held: list[Inline] = []
    length = 0
    for record in records:
        held.append(Inline(Record("", 0, None, dict(record), "record")))
        text = record.get("text")
        length += len(text) if isinstance(text, (str, bytes)) else 0
        if len(held) >= BATCH_PAGES or length >= BATCH_LENGTH:
            yield Task(next(numbers), tuple(held))
            held, length = [], 0
    if held:
        yield Task(next(numbers), tuple(held))
