"""Rows of many records, without Arrow."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from wikiparse.etl.process_limits import check_numbers
from wikiparse.etl.rows import DEFAULTS, Options, parse_record, plain_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wikiparse.etl.batch.worker import Task
    from wikiparse.etl.columns import Row

BATCH_PAGES = 32
BATCH_LENGTH = 256 << 10
"""A worker is given up to as many records at once, or fewer with about as much text."""


def parse_many(
    records: Iterable[Mapping[str, Any]],
    *,
    workers: int | None = None,
    options: Options = DEFAULTS,
    timeout: float = 60.0,
    memory: int = 1024,
) -> Iterator[Row]:
    r"""The rows of some records, one for each, in their order, as they are done. Never raises
    because of a page, or of the values of a record.

    Without `workers`, or with 0, all happens in this process. With them, up to as many processes
    parse, and a page may take `timeout` seconds and, beyond the memory of an idle worker, `memory`
    MiB: one that takes more, or kills its worker, becomes a row with an `error`. Raises TypeError
    or ValueError at once for numbers that cannot be meant.

    >>> from wikiparse.etl import parse_many
    >>> [row["text"] for row in parse_many([{"text": "*a*"}, {"text": "**b**"}])]
    ['a\n', 'b\n']
    """
    check_numbers(workers, timeout, memory)
    if not workers:
        return (parse_record(record, options) for record in records)
    return _in_workers(records, workers, options, timeout, memory)


def _in_workers(
    records: Iterable[Mapping[str, Any]],
    workers: int,
    options: Options,
    timeout: float,
    memory: int,
) -> Iterator[Row]:
    # Slow to load, and seldom needed: processes.
    from wikiparse.etl.batch.pool import Pool
    from wikiparse.etl.batch.worker import Job
    from wikiparse.etl.sources.records import Bounds

    job = Job(encode="rows", options=options, bounds=Bounds(), timeout=timeout, memory=memory)
    with Pool(job, workers) as pool:
        for result in pool.run(_tasks(records, options.keep)):
            for rows in result.rows:
                yield from rows


def _tasks(records: Iterable[Mapping[str, Any]], keep: tuple[str, ...]) -> Iterator[Task]:
    # Slow to load, and seldom needed: processes.
    from wikiparse.etl.batch.worker import Task
    from wikiparse.etl.sources.records import Fault, Inline, Record

    numbers = count()
    held: list[Inline] = []
    length = 0
    for record in records:
        fields, error = plain_record(record, keep)
        fault = None if error is None else Fault(error, None)
        held.append(Inline(Record("", 0, None, dict(fields), "record", fault)))
        length += len(fields.get("text", ""))
        if len(held) >= BATCH_PAGES or length >= BATCH_LENGTH:
            yield Task(next(numbers), tuple(held))
            held, length = [], 0
    if held:
        yield Task(next(numbers), tuple(held))
