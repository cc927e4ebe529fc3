"""Batches of wikiparse over ever longer dumps: the memory of parent and workers, and two workers
beside one. A part of `jobs.py`.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dumps import write_dump
from environments import OURS
from run import ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from running import Bench

BATCHES = (25_000_000, 200_000_000)
"""Bytes of pages in the dumps of which the memory is measured."""
FORMS = {"-multistream.xml.bz2": (1, 2), ".xml": (2,)}
"""The forms of these dumps, and the numbers of workers: the first is read by them, the second by
the parent.
"""
ROUNDS_OF_WORKERS = 3
LOOKS = 30


def batches(bench: Bench, texts: Sequence[str], sizes: Sequence[int]) -> dict[str, Any]:
    """Batches over ever longer dumps: the most memory of the parent and of its largest process, and
    the wall time of two workers in parts of that of one.
    """
    made: dict[str, Any] = {"runs": []}
    for size in sizes:
        for form, counts in FORMS.items():
            dump = bench.work / f"x{size}{form}"
            write_dump(dump, texts, size)
            for workers in counts:
                job = bench.job(OURS, dump, workers)
                found = {
                    "bytes": size,
                    "form": form.removeprefix("-"),
                    "workers": workers,
                    "cpu_s_mb": round(job.cpu / size * 1e6, 3),
                    "wall_s": round(job.wall, 1),
                    "parent": round(job.peaks[0]),
                    "worker": round(max(job.peaks[1:])),
                }
                made["runs"].append(found)
                print(found, file=sys.stderr)
    walls: dict[int, list[float]] = {1: [], 2: []}
    made["load"] = others()
    dump = bench.work / f"x{sizes[0]}{next(iter(FORMS))}"
    for _ in range(ROUNDS_OF_WORKERS):
        for workers, spent in walls.items():
            spent.append(bench.job(OURS, dump, workers).wall)
    made["two_workers"] = round(ratio(walls[2], walls[1]), 2)
    print(f"two workers: {made['two_workers']}, beside {made['load']} others", file=sys.stderr)
    return made


def others() -> float:
    """How many processes want a processor while this one rests: the mean of some looks."""
    looks = []
    for _ in range(LOOKS):
        time.sleep(0.1)
        running = Path("/proc/loadavg").read_text(encoding="ascii").split()[3]
        looks.append(int(running.partition("/")[0]) - 1)
    return round(statistics.mean(looks), 1)
