"""A command with all its processes: CPU time, and the memory of each.

    python benchmarks/watched.py COMMAND...

The output of the command is passed on; the last line is JSON: `cpu` and `wall` in seconds, `peaks`
with the most memory that each process had, in MiB, the command itself first. Processes that the
command leaves are waited for, so that none is missing. Memory is the kernel's own high-water mark
(`VmHWM`), read twenty times a second; memory that processes share counts for each of them. Linux
only.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

PROC = Path("/proc")
PERIOD = 0.05
SUBREAPER = 36
"""`PR_SET_CHILD_SUBREAPER` of prctl(2): who is left by its parent becomes a child of this process,
and only the CPU time of children that were waited for is counted.
"""
MARK = re.compile(r"^VmHWM:\s+(\d+) kB", re.M)


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for parent in found:
        for children in PROC.glob(f"{parent}/task/*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:  # it has just ended
                continue
    return found


def high_water(pid: int) -> int:
    """The most memory that a process has had, in kB; 0 if it is gone."""
    try:
        match = MARK.search((PROC / str(pid) / "status").read_text())
    except OSError:
        return 0
    return int(match[1]) if match else 0


def wait_for_the_rest() -> None:
    """Wait for every child that is left."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def watch(command: list[str]) -> dict[str, object]:
    """Run a command, and tell what it took. Raises CalledProcessError where it fails."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    peaks: dict[int, int] = {}
    done = threading.Event()
    began = time.monotonic()
    with subprocess.Popen(command) as process:

        def look() -> None:
            # Who was left by its parent is a child of this process, as the command is.
            for pid in family(os.getpid())[1:]:
                peaks[pid] = max(peaks.get(pid, 0), high_water(pid))

        def keep_looking() -> None:
            while not done.wait(PERIOD):
                look()

        look()
        watcher = threading.Thread(target=keep_looking, daemon=True)
        watcher.start()
        code = process.wait()
        wall = time.monotonic() - began
        wait_for_the_rest()
        done.set()
        watcher.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "cpu": round(used.ru_utime + used.ru_stime, 3),
        "wall": round(wall, 3),
        "peaks": [round(peak / 1024, 1) for peak in peaks.values()],
    }


if __name__ == "__main__":
    print(json.dumps(watch(sys.argv[1:])), flush=True)
