"""The cost of a row (`parse_record`, all columns) and of `wikiparse batch`, by that of `parse`.

    python benchmarks/rows.py FOLDER...                  # CPU time
    python benchmarks/rows.py FOLDER... --instructions   # instructions, by valgrind's cachegrind

Every `.md` and `.wikitext` file below a folder is a page; those of a folder and an ending are a
line. CPU time is the least of ten passes for each page, in which both take turns, so that a machine
that is busy now and then disturbs neither. Instructions are those of a second pass over some of the
pages: tables and patterns that are made once for a process are in the first. They are also given
for each megabyte of source, by which two versions are compared.

`batch` is the work of a worker and of its parent in one process: rows from the bytes of pages,
tables of Arrow, one file of Parquet. Only it runs with the garbage collector, as a worker does.
"""

from __future__ import annotations

import argparse
import gc
import io
import random
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import wikiparse
from wikiparse.collector import raised
from wikiparse.etl import Options, parse_record
from wikiparse.etl.batch.heartbeat import Heartbeat
from wikiparse.etl.batch.parts import sink
from wikiparse.etl.batch.plan import groups
from wikiparse.etl.batch.worker import Job, Task, _Batch
from wikiparse.etl.sources.records import Bounds, Inline, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DIALECTS = {".md": "hybrid", ".wikitext": "wikitext"}
LARGEST = 300_000
"""Bytes of a page that is measured."""
FEW = 25
"""Pages of which instructions are counted: they run forty times as long."""


def pages_of(folder: Path) -> dict[str, list[Path]]:
    """The pages of a folder by their ending."""
    found = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.suffix in DIALECTS and path.stat().st_size <= LARGEST:
            found[path.suffix].append(path)
    return found


def record_of(path: Path) -> dict[str, str]:
    """A page as a record; its language is the beginning of its name where that looks like one."""
    language = re.match(r"[a-z]{2,3}(?=-)", path.name)
    record = {
        "text": path.read_bytes().decode("utf-8", "replace"),
        "dialect": DIALECTS[path.suffix],
    }
    return {**record, "language": language[0]} if language else record


def parse(record: dict[str, str]) -> object:
    """What `parse_record` does first."""
    return wikiparse.parse(record["text"], dialect=record["dialect"], lang=record.get("language"))


def batch(records: list[dict[str, str]]) -> None:
    """The work of a worker on some pages, and of its parent on the rows."""
    job = Job(encode="parquet", options=Options(), bounds=Bounds(), timeout=1e6, memory=0)
    units = [Inline(Record("", n, r["text"].encode(), {**r})) for n, r in enumerate(records)]
    out = sink("parquet", io.BytesIO(), Options())  # type: ignore[arg-type]
    # As many bytes at once as `Settings` says.
    for number, group in enumerate(groups(units, 512 << 10, 64)):
        for result in _Batch(Task(number, group), job, None, Heartbeat([0, 0])).run():
            out.add(result.rows)
        out.end_batch()
    out.finish()


def each(work: Callable[[dict[str, str]], object]) -> Callable[[list[dict[str, str]]], None]:
    """A work over pages one by one, as one over all of them."""

    def all_of(records: list[dict[str, str]]) -> None:
        for record in records:
            work(record)

    return all_of


PAGE_WORKS = {"parse": parse, "row": parse_record}
WORKS = {**{name: each(work) for name, work in PAGE_WORKS.items()}, "batch": batch}


@contextmanager
def collector(name: str) -> Iterator[None]:
    """The garbage collector of a work: off, or that of a worker."""
    if name != "batch":
        yield
        return
    gc.collect()
    gc.freeze()
    gc.enable()
    before = gc.get_threshold()
    gc.set_threshold(*raised(before))
    yield
    gc.set_threshold(*before)
    gc.disable()
    gc.unfreeze()


def times(records: list[dict[str, str]], passes: int) -> dict[str, float]:
    """Seconds of CPU time by work: for each page, and for all pages of a batch, the least of all
    passes.
    """
    sums = dict.fromkeys(PAGE_WORKS, 0.0)
    for record in records:
        least = dict.fromkeys(PAGE_WORKS, float("inf"))
        for _ in range(passes):
            for name, work in PAGE_WORKS.items():
                start = process_time()
                work(record)
                least[name] = min(least[name], process_time() - start)
        for name, seconds in least.items():
            sums[name] += seconds
    with collector("batch"):
        sums["batch"] = min([seconds_of(records) for _ in range(passes)])
    return sums


def seconds_of(records: list[dict[str, str]]) -> float:
    """Seconds of CPU time of a batch."""
    start = process_time()
    batch(records)
    return process_time() - start


def instructions(path: str, paths: list[Path], work: str) -> int:
    """The instructions of the second of two passes of a benchmark's work."""
    script = [sys.executable, path, "--work", work]
    counts = [
        instructions_of([*script, "--passes", passes, *map(str, paths)]) for passes in ("1", "2")
    ]
    return counts[1] - counts[0]


def instructions_of(command: list[str], variables: dict[str, str] | None = None) -> int:
    """The instructions of a command, without those of its children."""
    counted = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run(
        [*counted, *command], capture_output=True, text=True, check=True, env=variables
    )
    (line,) = re.findall(r"I +refs: +([\d,]+)", done.stderr)
    return int(line.replace(",", ""))


def main() -> None:
    """Print a line for each folder and ending."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--instructions", action="store_true")
    parser.add_argument("--passes", type=int, default=10)
    parser.add_argument("--pages", type=int, default=150, help="pages of a line (default: 150)")
    parser.add_argument("--work", choices=WORKS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    gc.disable()
    if arguments.work:
        records = [record_of(path) for path in arguments.folders]
        work = WORKS[arguments.work]
        work([{**records[0], "text": ""}])
        with collector(arguments.work):
            for _ in range(arguments.passes):
                work(records)
        return
    if arguments.instructions and shutil.which("valgrind") is None:
        parser.error("--instructions needs valgrind")
    for folder in arguments.folders:
        for suffix, paths in pages_of(folder).items():
            count = FEW if arguments.instructions else arguments.pages
            some = random.Random(1).sample(paths, min(count, len(paths)))  # no secret
            if arguments.instructions:
                costs: dict[str, float] = {
                    work: instructions(__file__, some, work) for work in WORKS
                }
            else:
                costs = times([record_of(path) for path in some], arguments.passes)
            row, batched = (costs[work] / costs["parse"] for work in ("row", "batch"))
            unit = "instructions" if arguments.instructions else "CPU time"
            megabytes = sum([path.stat().st_size for path in some]) / 1e6
            print(
                f"{folder.name} {suffix}: a row takes {row:.2f} times the parse, by {unit},"
                f" {len(some)} pages; batch {batched:.2f}, which is {batched / row:.2f} of the row"
            )
            if arguments.instructions:
                each_mb = [f"{work} {cost / megabytes / 1e6:,.0f}" for work, cost in costs.items()]
                print(f"    millions of instructions for each MB: {', '.join(each_mb)}")


if __name__ == "__main__":
    main()
