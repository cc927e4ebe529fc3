"""The cost of a page's text: `plain_text()` with everything in it, in parts of `parse` alone.

    python benchmarks/text.py FOLDER...                  # CPU time
    python benchmarks/text.py FOLDER... --instructions   # instructions, by valgrind's cachegrind

Everything is the text, its mentions, footnote references, sections and blocks. The pages, the lines
and the way of measuring are those of `rows.py`. Each text is that of a page that was just parsed:
the templates of a page remember what they show.
"""

from __future__ import annotations

import argparse
import gc
import random
import shutil
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from rows import FEW, instructions, pages_of, parse, record_of

if TYPE_CHECKING:
    import wikiparse

WORKS = ("parse", "text", "everything")


def measure(doc: wikiparse.Document, *, everything: bool) -> float:
    """Seconds of CPU time of a text, or of one with everything in it."""
    start = process_time()
    plain = doc.plain_text()
    if everything:
        _ = plain.mentions, plain.footnote_references, plain.sections, plain.blocks
    return process_time() - start


def times(records: list[dict[str, str]], passes: int) -> dict[str, float]:
    """Seconds of CPU time by work: for each page the least of all passes."""
    sums = dict.fromkeys(WORKS, 0.0)
    for record in records:
        least = dict.fromkeys(WORKS, float("inf"))
        for _ in range(passes):
            for name in WORKS[1:]:
                start = process_time()
                doc = parse(record)
                least["parse"] = min(least["parse"], process_time() - start)
                least[name] = min(least[name], measure(doc, everything=name == "everything"))
        for name, seconds in least.items():
            sums[name] += seconds
    return sums


def work(records: list[dict[str, str]], name: str) -> None:
    """One pass over some pages; a text comes after the parse of its page."""
    for record in records:
        doc = parse(record)
        if name != "parse":
            measure(doc, everything=name == "everything")


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
        for _ in range(arguments.passes):
            work(records, arguments.work)
        return
    if arguments.instructions and shutil.which("valgrind") is None:
        parser.error("--instructions needs valgrind")
    for folder in arguments.folders:
        for suffix, paths in pages_of(folder).items():
            count = FEW if arguments.instructions else arguments.pages
            some = random.Random(1).sample(paths, min(count, len(paths)))  # no secret
            if arguments.instructions:
                costs: dict[str, float] = {
                    name: instructions(__file__, some, name) for name in WORKS
                }
                for name in WORKS[1:]:
                    costs[name] -= costs["parse"]
            else:
                costs = times([record_of(path) for path in some], arguments.passes)
            unit = "instructions" if arguments.instructions else "CPU time"
            text, everything = (costs[name] / costs["parse"] for name in WORKS[1:])
            print(
                f"{folder.name} {suffix}: the text takes {text:.2f} times the parse,"
                f" with everything in it {everything:.2f} times, by {unit}, {len(some)} pages"
            )


if __name__ == "__main__":
    main()
