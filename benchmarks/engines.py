"""How long the package `regex` takes for the scanner's own matches, in times of `re`.

    python benchmarks/engines.py

The pattern and the stretches of inline content are those of `floor.py`, on the fixtures. Figures
are the median of the ratios within a round, as in `run.py`.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import regex

import wikiparse

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

from floor import stretches  # noqa: E402  # the path is set above
from run import fixtures  # noqa: E402

ROUNDS = 15
LEAST = 100_000
"""Characters that are matched in a round."""


def main() -> None:
    """Print a line for each input of Markdown."""
    for name, pages in fixtures().items():
        if pages.dialect == "wikitext":
            continue
        calls = [
            (call.func.__self__, call.args)
            for text in pages.texts
            for call in stretches(lambda t: wikiparse.parse(t, dialect="hybrid"), text)
        ]
        compiled = {p: regex.compile(p.pattern, _flags(p)) for p, _ in calls}
        assert all(p.findall(*args) == compiled[p].findall(*args) for p, args in calls)
        repeats = 1 + LEAST // sum(stop - start for _, (_, start, stop) in calls)
        ratios = []
        for _ in range(ROUNDS):
            ours = _seconds([(p.findall, args) for p, args in calls], repeats)
            theirs = _seconds([(compiled[p].findall, args) for p, args in calls], repeats)
            ratios.append(theirs / ours)
        print(f"{name}: {statistics.median(ratios):.2f} times")


def _flags(pattern: re.Pattern[str]) -> int:
    """The flags of a pattern of `re`, for `regex`."""
    return (regex.S if pattern.flags & re.S else 0) | (regex.I if pattern.flags & re.I else 0)


def _seconds(calls: list[Any], repeats: int) -> float:
    began = time.thread_time()
    for _ in range(repeats):
        for call, args in calls:
            call(*args)
    return time.thread_time() - began


if __name__ == "__main__":
    main()
