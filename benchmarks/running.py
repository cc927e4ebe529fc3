"""A pipeline of `jobs.py`, run over a dump: its CPU time, its memory, its output."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from environments import PIPELINES, ROOT, Environment, command_of, environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Job(NamedTuple):
    """What a run took."""

    cpu: float
    wall: float
    peaks: list[float]
    alone: float


def run(command: Sequence[str], place: Environment) -> Job:
    """Run a pipeline. Raises CalledProcessError where it fails, with the end of what it said."""
    watched = [sys.executable, str(ROOT / "benchmarks" / "watched.py"), *command]
    done = subprocess.run(
        watched, capture_output=True, text=True, cwd=place.folder, env=place.variables, check=False
    )
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr[-2_000:])
    figures = json.loads(done.stdout.splitlines()[-1])
    alone = re.search(r"^alone ([\d.]+)$", done.stdout, re.M)
    return Job(**figures, alone=float(alone[1]) if alone else 0.0)


def cleared(path: Path) -> Path:
    """A path at which there is nothing."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    return path


class Bench:
    """The pipelines that can run over a dump, and a folder for their outputs."""

    def __init__(self, work: Path, homes: Path, names: Sequence[str]) -> None:
        self.work = work
        self.places: dict[str, Environment] = {}
        for name in names:
            try:
                self.places[name] = environment(PIPELINES[name], homes)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{name} cannot be installed: {error}", file=sys.stderr)

    def job(self, name: str, dump: Path, workers: int = 1) -> Job:
        """One run of a pipeline."""
        out = cleared(self.out(name))
        place = self.places[name]
        return run(command_of(PIPELINES[name], place, dump, out, workers), place)

    def out(self, name: str) -> Path:
        """Where a pipeline writes to."""
        return self.work / re.sub(r"\W+", "-", name)

    def fitting(self, dump: Path) -> list[str]:
        """The pipelines that read a dump, and can."""
        return [name for name in self.places if PIPELINES[name].fits(dump)]
