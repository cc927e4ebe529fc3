"""Whole jobs: a dump in, text and links or all columns out, by wikiparse and by other pipelines.

    python benchmarks/jobs.py                       # the project's own fixtures
    python benchmarks/jobs.py FOLDER...             # pages of folders: *.wikitext, *.md
    python benchmarks/jobs.py FOLDER --memory       # also batches of 25 and 200 MB: memory, workers
    python benchmarks/jobs.py FOLDER --instructions # also instructions, by valgrind's cachegrind
    python benchmarks/jobs.py FOLDER --refresh      # then also results.json and the tables of docs

Each pipeline runs in an environment of its own, which is made first (`environments.py`), over the
same dump: MediaWiki's XML of wikitext, JSON Lines of Markdown. Times are the CPU time of all its
processes, less that of the same job over a twentieth of the pages: imports, and what is loaded with
the first pages, count once in a job of any size.
In each round every pipeline runs once, in random order; seconds are the least of the rounds, and
"times" is the median of the ratios within a round. A loop also tells the CPU time of its calls
alone, without the reading of the dump and the writing of its output. What each keeps of the pages
is counted by `losses.py`. Linux only, for the memory of processes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks")]

from batches import BATCHES, batches  # noqa: E402  # the path is set above
from dumps import write_dump  # noqa: E402
from environments import OURS, PIPELINES, ROW, command_of  # noqa: E402
from losses import KINDS, kept, of_pages, of_tree, outputs  # noqa: E402
from rows import instructions_of  # noqa: E402
from run import Input, fixtures, folder, ratio, size_of  # noqa: E402
from running import Bench, Job, cleared  # noqa: E402
from tables import pipelines_report  # noqa: E402

SEED = 1
ROUNDS = 5
PART = 20
"""The part of the pages that the start is measured with is one of so many."""
LEAST = 1e-6
"""Seconds that a job takes at least: no ratio is endless."""
SAMPLE = 4_000_000
"""Bytes of pages in a dump."""
FEW = 150_000
"""Bytes of pages in a dump whose instructions are counted: they take forty times as long."""


# --- times


def measure(bench: Bench, pages: Input, rounds: int, html: Path | None) -> dict[str, Any]:
    """All figures of one input."""
    dump, start = (bench.work / f"{name}{suffix_of(pages)}" for name in ("dump", "start"))
    some = pages.texts[: max(len(pages.texts) // PART, min(len(pages.texts) - 1, 1))]
    write_dump(dump, pages.texts)
    write_dump(start, some)
    starts: dict[str, list[Job]] = {}
    jobs: dict[str, list[Job]] = {}
    names = bench.fitting(dump)
    order = random.Random(SEED)
    for number in range(rounds):
        order.shuffle(names)
        for name in list(names):
            try:
                starts.setdefault(name, []).append(bench.job(name, start))
                jobs.setdefault(name, []).append(bench.job(name, dump))
            except subprocess.CalledProcessError as error:
                print(f"{name} fails: {error}\n{error.stderr}", file=sys.stderr)
                names.remove(name)
                starts.pop(name, None)
                jobs.pop(name, None)
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    size = size_of(pages.texts)
    return {
        "dialect": pages.dialect,
        "pages": len(pages.texts),
        "bytes": size,
        "pipelines": figures(jobs, starts, size, size_of(some)),
        **losses(bench, pages, jobs, html),
    }


def figures(
    jobs: Mapping[str, list[Job]], starts: Mapping[str, list[Job]], size: int, start_size: int
) -> dict[str, dict[str, Any]]:
    """The figures of each pipeline, from all its runs over the pages and over some of them: seconds
    of CPU time for each further MB (`s_mb`), and how many times as long as ours that is (`times`).
    """
    start = {name: min(job.cpu for job in found) for name, found in starts.items()}
    spent = {
        name: [max(job.cpu - start[name], LEAST) for job in found] for name, found in jobs.items()
    }
    alone = {
        name: [max(job.alone - min(one.alone for one in starts[name]), LEAST) for job in found]
        for name, found in jobs.items()
        if PIPELINES[name].is_loop
    }
    further = max(size - start_size, 1) / 1e6
    made = {}
    for name in sorted(jobs, key=list(PIPELINES).index):
        row: dict[str, Any] = {
            "gives": PIPELINES[name].gives,
            "s_mb": round(min(spent[name]) / further, 3),
            "start_s": round(start[name] - min(spent[name]) / further * start_size / 1e6, 2),
            "peaks": [
                round(max(job.peaks[0] for job in jobs[name])),
                round(max(max(job.peaks[1:], default=0) for job in jobs[name])),
            ],
        }
        if OURS in spent:
            row["times"] = round(ratio(spent[name], spent[OURS]), 2)
        if name == OURS and ROW in alone:
            row["times_row"] = round(ratio(spent[OURS], alone[ROW]), 2)
        if name in alone:
            row["alone_s_mb"] = round(min(alone[name]) / further, 3)
            if ROW in alone:
                row["alone_times"] = round(ratio(alone[name], alone[ROW]), 2)
        made[name] = row
    return made


# --- what is kept


def losses(
    bench: Bench, pages: Input, jobs: Mapping[str, object], html: Path | None
) -> dict[str, Any]:
    """What each pipeline keeps of the pages, by our own tree, and by the HTML of MediaWiki where
    there is a folder of it.
    """
    titles = [f"Page {number}" for number in range(1, len(pages.texts) + 1)]
    references = {"tree": [of_tree(text, pages.dialect) for text in pages.texts]}
    if html is not None and (found := of_pages(pages.texts, html)):
        references["html"] = found
    made: dict[str, Any] = {}
    written = {}
    for name in jobs:
        if (output := bench.out(name)).exists() and not any(output.rglob("*.parquet")):
            written[name] = outputs(output)
    for kind, held in references.items():
        total = sum((reference.sizes() for reference in held), Counter[str]())
        shares = {}
        for name in sorted(written, key=list(PIPELINES).index):
            counts = Counter[str]()
            for title, reference in zip(titles, held, strict=True):
                counts += kept(reference, written[name].get(title))
            share = {of: round(counts[of] / total[of], 3) for of in KINDS if total[of]}
            if any(share.values()):
                shares[name] = share
        made[f"held by {kind}"] = {"total": {of: total[of] for of in KINDS}, "kept": shares}
    return made


# --- instructions


def counted(bench: Bench, pages: Input) -> dict[str, float]:
    """Millions of instructions for each MB of pages, of the loops in Python: those over some pages
    and as many others, less those over the first alone.
    """
    parts: tuple[list[str], list[str]] = ([], [])
    for part in parts:
        for text in pages.texts:
            if text not in parts[0] and size_of([*part, text]) <= FEW:
                part.append(text)
    few, more = (bench.work / f"{name}{suffix_of(pages)}" for name in ("few", "more"))
    write_dump(few, parts[0])
    write_dump(more, [*parts[0], *parts[1]])
    made = {}
    for name in bench.fitting(few):
        pipeline, place = PIPELINES[name], bench.places[name]
        if not pipeline.is_loop or pipeline.node or name == "pandoc" or not parts[1]:
            continue
        counts = [
            instructions_of(
                command_of(pipeline, place, dump, cleared(bench.out(name))), place.variables
            )
            for dump in (few, more)
        ]
        made[name] = round((counts[1] - counts[0]) / size_of(parts[1]), 1)
        print(f"{name}: {made[name]} million instructions for each MB", file=sys.stderr)
    return made


def suffix_of(pages: Input) -> str:
    """The ending of a dump of such pages."""
    return ".xml" if pages.dialect == "wikitext" else ".jsonl"


# --- the command


def inputs_of(folders: Sequence[Path], size: int) -> dict[str, Input]:
    """The pages of some folders, or the project's fixtures, as many bytes as are asked for."""
    if folders:
        return {name: pages for path in folders for name, pages in folder(path, size).items()}
    own = fixtures()
    made = {}
    for name in ("fixtures of wikitext", "article and fixtures"):
        texts, dialect = own[name]
        once = size_of(texts)
        made[name] = Input(texts * max(size // once, 1), dialect)
    return made


def wikitext_of(inputs: Mapping[str, Input]) -> list[str]:
    """The pages of wikitext; those of Markdown if there are no others."""
    texts = [pages.texts for pages in inputs.values() if pages.dialect == "wikitext"]
    return (texts or [pages.texts for pages in inputs.values()])[0]


def main() -> None:
    """Measure, print, and write the figures where that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--megabytes",
        type=float,
        default=SAMPLE / 1e6,
        metavar="MB",
        help="pages in a dump (default: %(default)s)",
    )
    parser.add_argument("--only", nargs="+", choices=PIPELINES, metavar="PIPELINE")
    parser.add_argument("--memory", action="store_true", help="batches of --batches MB too")
    parser.add_argument(
        "--batches",
        nargs="+",
        type=float,
        default=[size / 1e6 for size in BATCHES],
        metavar="MB",
        help="pages in the dumps of --memory (default: 25 200)",
    )
    parser.add_argument("--instructions", action="store_true", help="count them, by valgrind")
    parser.add_argument(
        "--html",
        type=Path,
        metavar="FOLDER",
        help="MediaWiki's HTML of pages, NAME.html beside NAME.wikitext: a second reference",
    )
    parser.add_argument(
        "--environments", type=Path, default=ROOT / "build" / "jobs", metavar="FOLDER"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument(
        "--refresh", action="store_true", help="write results.json and the tables of the docs"
    )
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        parser.error("the memory of processes is read from /proc")
    if options.instructions and shutil.which("valgrind") is None:
        parser.error("--instructions needs valgrind")
    if missing := [path for path in options.folders if not path.is_dir()]:
        parser.error(f"no folder {missing[0]}")
    inputs = inputs_of(options.folders, int(options.megabytes * 1e6))
    if not inputs:
        parser.error("no pages (*.wikitext, *.md) in the folders")
    results: dict[str, Any] = {**machine(), "rounds": options.rounds, "inputs": {}}
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(Path(work), options.environments.resolve(), options.only or list(PIPELINES))
        results["versions"] = {
            PIPELINES[name].package.partition(">")[0] or "wikiparse": place.version
            for name, place in bench.places.items()
        }
        for name, pages in inputs.items():
            found = measure(bench, pages, options.rounds, options.html)
            if options.instructions:
                found["instructions"] = counted(bench, pages)
            results["inputs"][name] = found
        if options.memory:
            sizes = [int(megabytes * 1e6) for megabytes in options.batches]
            texts = wikitext_of(inputs_of(options.folders, max(sizes)))
            results["batches"] = batches(bench, texts, sizes)
    print(pipelines_report(results))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if options.refresh:
        from run import refresh

        refresh({"pipelines": results})


def machine() -> dict[str, Any]:
    """The machine in general terms."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "memory_gb": round(memory / 2**30),
    }


if __name__ == "__main__":
    main()
