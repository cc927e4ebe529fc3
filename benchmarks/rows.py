"""The cost of a row: `parse_record`, with all columns, in parts of `parse` alone.

    python benchmarks/rows.py FOLDER...                  # CPU time
    python benchmarks/rows.py FOLDER... --instructions   # instructions, by valgrind's cachegrind

Every `.md` and `.wikitext` file below a folder is a page; those of a folder and an ending are a
line. CPU time is the least of ten passes for each page, in which both take turns, so that a machine
that is busy now and then disturbs neither. Instructions are those of a second pass over some of the
pages: tables and patterns that are made once for a process are in the first.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from time import process_time

import wikiparse
from wikiparse.etl import parse_record

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


WORKS = {"parse": parse, "row": parse_record}


def times(records: list[dict[str, str]], passes: int) -> dict[str, float]:
    """Seconds of CPU time by work: for each page the least of all passes."""
    sums = dict.fromkeys(WORKS, 0.0)
    for record in records:
        least = dict.fromkeys(WORKS, float("inf"))
        for _ in range(passes):
            for name, work in WORKS.items():
                start = process_time()
                work(record)
                least[name] = min(least[name], process_time() - start)
        for name, seconds in least.items():
            sums[name] += seconds
    return sums


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
        for record in [{**records[0], "text": ""}, *(records * arguments.passes)]:
            WORKS[arguments.work](record)
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
            ratio = costs["row"] / costs["parse"]
            unit = "instructions" if arguments.instructions else "CPU time"
            print(
                f"{folder.name} {suffix}: a row takes {ratio:.2f} times the parse, by {unit},"
                f" {len(some)} pages"
            )


if __name__ == "__main__":
    main()
