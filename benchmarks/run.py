"""Measure wikiparse beside other parsers, on the project's fixtures and on any folder of pages.

    pip install -r benchmarks/requirements.txt
    python benchmarks/run.py [FOLDER ...] [--json FILE]
    python benchmarks/run.py --refresh      # then also the figures of the project: results.json,
    the chart, the tables of the docs

Every time is CPU time of the thread, with the garbage collector on. In each round every parser runs
over the whole input (small inputs several times), in random order. "times" is the median, over the
rounds, of how much longer a parser took than `wikiparse.parse` in the same round: what disturbs a
whole round disturbs both. The parsers do not give the same: see PARSERS.

A folder is read with all below it: `*.md` in the dialect that is detected, `*.wikitext` as
wikitext; of large folders a sample.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.metadata
import json
import math
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import wikiparse

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

from floor import floor_parsers  # noqa: E402

from cases import read_cases, stems  # noqa: E402  # the reader of the fixtures stands among the tests

SEED = 1
SAMPLE = 300_000
"""Bytes of a folder that are read."""
SLICE = 0.02
"""Seconds that a parser runs in each round at least."""
SIZES = (100_000, 1_000_000, 10_000_000)
"""Bytes of the pages whose growth is measured."""

Parse = Callable[[str], object]
clock = time.thread_time


class Parser(NamedTuple):
    """A parser to compare with: what makes its function, what it gives, and whether it reads
    wikitext.
    """

    load: Callable[[], Parse]
    gives: str
    wikitext: bool


class Input(NamedTuple):
    """Pages, and the dialect that they are read in."""

    texts: list[str]
    dialect: str


# --- the parsers


def _mwparserfromhell() -> Parse:
    import mwparserfromhell

    return mwparserfromhell.parse


def _wikitextparser() -> Parse:
    """Its parse alone finds brackets and no more: what a tree holds comes with the questions."""
    import wikitextparser

    def parse(text: str) -> object:
        page = wikitextparser.parse(text)
        return (
            *(
                page.sections,
                page.templates,
                page.parser_functions,
                page.parameters,
                page.wikilinks,
                page.external_links,
            ),
            *(
                page.comments,
                page.get_tables(recursive=True),
                page.get_lists(),
                page.get_bolds_and_italics(),
                page.get_tags(),
            ),
        )

    return parse


def _markdown_it() -> Parse:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").parse


def _mistune() -> Parse:
    import mistune

    return mistune.create_markdown(renderer="ast", plugins=["table"])


def _marko() -> Parse:
    from marko.ext.gfm import gfm

    return gfm.parse


PARSERS = {
    "mwparserfromhell": Parser(_mwparserfromhell, "a tree of wikitext, by a tokenizer in C", True),
    "wikitextparser": Parser(
        _wikitextparser, "wikitext: brackets, then what a page is asked for", True
    ),
    "markdown-it-py": Parser(_markdown_it, "Markdown: tokens with lines", False),
    "mistune": Parser(_mistune, "Markdown: dictionaries without places", False),
    "marko": Parser(_marko, "Markdown: a tree without places", False),
}
OURS = "wikiparse"
AFTERWARDS: dict[str, Callable[[Any], object]] = {
    "walk": lambda doc: sum(1 for _ in doc.walk()),
    "to_json": lambda doc: doc.to_json(),
    "to_dict": lambda doc: doc.to_dict(),
    "to_text": lambda doc: doc.to_text(),
    "to_html": lambda doc: doc.to_html(),
}
"""What is done with a tree; each time with a fresh one, so that no value that was worked out before
helps."""

PHASES: dict[str, tuple[tuple[str, str], ...]] = {
    "detect": (("wikiparse.detect", "detect"),),
    "blocks": (
        ("wikiparse.markdown.tree", "parse_blocks"),
        ("wikiparse.markdown.tree", "front_matter"),
        ("wikiparse.markdown.tree", "notice"),
    ),
    "inlines and nodes": (("wikiparse.markdown.tree", "build_blocks"),),
    "wikitext": (("wikiparse.wikitext.tree", "wikitext_tree"),),
    "resolve": (
        ("wikiparse.resolve.finish", "resolve_footnotes"),
        ("wikiparse.resolve.finish", "redirect_first"),
        ("wikiparse.resolve.finish", "nest_sections"),
        ("wikiparse.resolve.finish", "report_footnotes"),
    ),
}
"""The functions of each phase, by module and name."""


def other_parsers(*, wikitext: bool) -> dict[str, Parse]:
    """The functions of the parsers that are installed and read this markup."""
    loaded = {}
    for name, parser in PARSERS.items():
        if parser.wikitext or not wikitext:
            try:
                loaded[name] = parser.load()
            except ImportError:
                print(f"{name} is not installed", file=sys.stderr)
    return loaded


# --- the inputs


def fixtures() -> dict[str, Input]:
    """The reference article; the article followed by the inputs of a file of fixtures; these inputs
    alone, one page for each file.

    The inputs are what is hard to read, with hardly a word between: nothing is as dense as they
    are.
    """
    pages: dict[bool, list[str]] = {False: [], True: []}
    for stem in stems():
        cases = read_cases(stem)[1]
        for wikitext, made in pages.items():
            sources = [case.source for case in cases if (case.dialect == "wikitext") is wikitext]
            if sources:
                made.append("\n\n".join(sources) + "\n")
    article = (ROOT / "tests" / "fixtures" / "pml.md").read_text(encoding="utf-8")
    return {
        "reference article": Input([article], "auto"),
        "article and fixtures": Input([f"{article}\n\n{page}" for page in pages[False]], "hybrid"),
        "fixtures": Input(pages[False], "hybrid"),
        "fixtures of wikitext": Input(pages[True], "wikitext"),
    }


def folder(path: Path, wanted: int) -> dict[str, Input]:
    """A sample of the pages in a folder, the same one each time."""
    found = {}
    for suffix, dialect in ((".md", "auto"), (".wikitext", "wikitext")):
        paths, texts, total = sorted(path.rglob(f"*{suffix}")), [], 0
        random.Random(SEED).shuffle(paths)
        for page in paths:
            size = page.stat().st_size
            if total + size <= wanted or not texts:
                texts.append(page.read_bytes().decode("utf-8", errors="replace"))
                total += size
        if texts:
            found[path.name + (", wikitext" if dialect == "wikitext" else "")] = Input(
                texts, dialect
            )
    return found


def size_of(texts: list[str]) -> int:
    """Bytes of UTF-8."""
    return sum(len(text.encode("utf-8", errors="replace")) for text in texts)


# --- the measures


def seconds(run: Parse, texts: list[str], repeats: int = 1) -> float:
    """CPU seconds of one pass over the texts."""
    began = clock()
    for _ in range(repeats):
        for text in texts:
            run(text)
    return (clock() - began) / repeats


def in_rounds(runs: dict[str, Parse], texts: list[str], rounds: int) -> dict[str, list[float]]:
    """Seconds of one pass over the texts by parser and round."""
    order = random.Random(SEED)
    repeats: dict[str, int] = {}
    for name, run in runs.items():
        try:
            seconds(run, texts)
            repeats[name] = math.ceil(SLICE / max(seconds(run, texts), 1e-6))
        except Exception as error:  # noqa: BLE001  # one parser that fails must not stop the others
            print(f"{name} fails: {type(error).__name__} {error}", file=sys.stderr)
    times: dict[str, list[float]] = {name: [] for name in repeats}
    for _ in range(rounds):
        names = list(repeats)
        order.shuffle(names)
        for name in names:
            gc.collect()
            times[name].append(seconds(runs[name], texts, repeats[name]))
    return times


def ratio(above: list[float], below: list[float]) -> float:
    """The median of the ratios within one round."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def held(run: Parse, texts: list[str]) -> float:
    """Bytes that the results hold for each byte of source, the source aside."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        results = [run(text) for text in texts]
        gc.collect()
        after = tracemalloc.get_traced_memory()[0]
        del results
    finally:
        tracemalloc.stop()
    return (after - before) / size_of(texts)


def phases(run: Parse, texts: list[str], rounds: int) -> dict[str, float]:
    """The share of each phase in the time of a parse: the median of the rounds.

    What no phase has is "else".
    """
    spent = dict.fromkeys(PHASES, 0.0)
    shares: dict[str, list[float]] = {name: [] for name in (*PHASES, "else")}
    running: list[str] = []

    def timed(phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **values: Any) -> Any:
            if running:  # a function of a phase that is called by another one belongs to that
                return function(*args, **values)
            running.append(phase)
            began = clock()
            try:
                return function(*args, **values)
            finally:
                spent[phase] += clock() - began
                running.pop()

        return call

    replaced = []
    for phase, functions in PHASES.items():
        for module, name in functions:
            home = importlib.import_module(module)
            replaced.append((home, name, getattr(home, name)))
            setattr(home, name, timed(phase, getattr(home, name)))
    try:
        repeats = math.ceil(SLICE / max(seconds(run, texts), 1e-6))
        for _ in range(rounds):
            spent.update(dict.fromkeys(PHASES, 0.0))
            total = seconds(run, texts, repeats) * repeats
            for phase, value in spent.items():
                shares[phase].append(value / total)
            shares["else"].append(1 - sum(spent.values()) / total)
    finally:
        for home, name, function in replaced:
            setattr(home, name, function)
    return {
        name: round(statistics.median(values), 3) for name, values in shares.items() if any(values)
    }


def measure(pages: Input, rounds: int) -> dict[str, Any]:
    """All figures of one input."""
    texts, dialect = pages
    ours = partial(wikiparse.parse, dialect=dialect)
    others = other_parsers(wikitext=dialect == "wikitext")
    then = {name: (lambda text, use=use: use(ours(text))) for name, use in AFTERWARDS.items()}
    least = {} if dialect == "wikitext" else floor_parsers(ours, texts)
    times = in_rounds({OURS: ours, **others, **then, **least}, texts, rounds)
    size, base = size_of(texts), times[OURS]
    return {
        "dialect": dialect,
        "pages": len(texts),
        "bytes": size,
        "nodes": sum(sum(1 for _ in ours(text).walk()) for text in texts),
        "parsers": {
            name: {
                "best_mb_s": round(size / min(times[name]) / 1e6, 3),
                "median_mb_s": round(size / statistics.median(times[name]) / 1e6, 3),
                "times": round(ratio(times[name], base), 2),
                "bytes_held": round(held(run, texts), 1),
            }
            for name, run in {OURS: ours, **others}.items()
            if name in times
        },
        "phases": phases(ours, texts, rounds),
        "floor": {name: round(ratio(times[name], base), 3) for name in least},
        "afterwards": {name: round(ratio(times[name], base) - 1, 3) for name in AFTERWARDS},
    }


def growth(rounds: int, sizes: tuple[int, ...]) -> dict[str, Any]:
    """Milliseconds for each MB of ever longer pages: with the collector as it is, inside
    `wikiparse.bulk()`, and with it off.

    The exponent says by which power of the length the time grows, from the shortest page to the
    longest.
    """
    inputs = fixtures()
    unit = "\n\n".join(inputs["article and fixtures"].texts) + "\n\n"
    length = size_of([unit])
    texts = [(unit * math.ceil(size / length))[: len(unit) * size // length] for size in sizes]
    best: dict[str, list[float]] = {name: [math.inf] * len(sizes) for name in ("on", "bulk", "off")}
    run = partial(wikiparse.parse, dialect="hybrid")
    for _ in range(rounds):
        for name, found in best.items():
            for number, text in enumerate(texts):
                gc.collect()
                if name == "off":
                    gc.disable()
                repeats = max(1, sizes[-1] // sizes[number] // 10)
                try:
                    if name == "bulk":
                        with wikiparse.bulk():
                            spent = seconds(run, [text], repeats)
                    else:
                        spent = seconds(run, [text], repeats)
                finally:
                    gc.enable()
                found[number] = min(found[number], spent / size_of([text]) * 1e9)
    lengths = math.log(sizes[-1] / sizes[0])
    return {
        "bytes": list(sizes),
        **{
            name: {
                "ms_per_mb": [round(value, 1) for value in found],
                "exponent": round(1 + math.log(found[-1] / found[0]) / lengths, 3),
            }
            for name, found in best.items()
        },
    }


def jobs(rounds: int) -> dict[str, dict[str, float]]:
    """A job of some hundred pages, each tree dropped at once or all kept, in times of the same job
    with the collector off.
    """
    texts = fixtures()["article and fixtures"].texts * 15
    run = partial(wikiparse.parse, dialect="hybrid")
    uses: dict[str, Callable[[], object]] = {
        "dropped": lambda: [run(text) and None for text in texts],
        "kept": lambda: [run(text) for text in texts],
    }
    times: dict[tuple[str, str], list[float]] = {
        (use, way): [] for use in uses for way in ("on", "freeze", "bulk", "off")
    }
    order = random.Random(SEED)
    for _ in range(rounds):
        slices = list(times)
        order.shuffle(slices)
        for use, way in slices:
            gc.collect()
            times[use, way].append(_job(uses[use], way))
    ways = ("on", "freeze", "bulk")
    return {
        use: {way: round(ratio(times[use, way], times[use, "off"]), 3) for way in ways}
        for use in uses
    }


def _job(work: Callable[[], object], way: str) -> float:
    """CPU seconds of a job, the collector set in one of the ways."""
    if way == "freeze":
        gc.freeze()
    if way == "off":
        gc.disable()
    try:
        began = clock()
        if way == "bulk":
            with wikiparse.bulk():
                work()
        else:
            work()
        return clock() - began
    finally:
        gc.enable()
        gc.unfreeze()


def each_page() -> dict[str, float]:
    """Microseconds that a page costs whatever it holds, and those of them that an object with
    dialect and language could spare.
    """
    from wikiparse.parse import _dialect, _language

    def least(call: Callable[[], object]) -> float:
        return round(min(seconds(lambda _: call(), ["x"] * 1_000) for _ in range(9)) * 1_000, 2)

    return {
        "one_letter_us": least(lambda: wikiparse.parse("x", dialect="hybrid", lang="zh")),
        "arguments_us": least(lambda: (_dialect("hybrid", "x"), _language("zh", []))),
    }


def import_cost(rounds: int) -> dict[str, float]:
    """CPU milliseconds of an import in a fresh process, above those of an empty one; compiled
    modules lie in a folder of their own.
    """
    import resource  # not on every system: the rest of this file is imported there

    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
        env.pop("PYTHONDONTWRITEBYTECODE", None)

        def cpu(statement: str) -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", statement], check=True, env=env, cwd=ROOT)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

        statements = ("pass", "import attrs", "import wikiparse")
        for statement in statements:
            cpu(statement)
        least = dict.fromkeys(statements, math.inf)
        for _ in range(rounds + 6):
            for statement in statements:
                least[statement] = min(least[statement], cpu(statement))
    attrs_ms, ours_ms = (
        round((least[statement] - least["pass"]) * 1000, 1) for statement in statements[1:]
    )
    return {
        "attrs_ms": attrs_ms,
        "wikiparse_ms": ours_ms,
        "times_attrs": round(ours_ms / max(attrs_ms, 0.1), 2),
    }


# --- the report


def report(name: str, found: dict[str, Any]) -> None:
    """One input for people."""
    print(f"\n{name}: {found['pages']} pages, {found['bytes']} bytes, {found['nodes']} nodes")
    print(f"  {'':18} {'MB/s':>8} {'times':>7} {'held':>6}")
    for parser, row in sorted(found["parsers"].items(), key=lambda item: item[1]["times"]):
        print(
            f"  {parser:18} {row['median_mb_s']:8.2f} {row['times']:7.2f} {row['bytes_held']:6.1f}"
        )
    print(
        "  phases: " + ", ".join(f"{phase} {share:.0%}" for phase, share in found["phases"].items())
    )
    print(
        "  afterwards, in times of the parse: "
        + ", ".join(f"{what} {share:.2f}" for what, share in found["afterwards"].items())
    )


def main() -> None:
    """Measure, print, and write the figures where that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument(
        "--refresh",
        action="store_true",
        help="write the project's own figures: results.json, the chart, the tables",
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument(
        "--sample", type=int, default=SAMPLE, metavar="BYTES", help="how much of a folder is read"
    )
    parser.add_argument(
        "--largest",
        type=int,
        default=SIZES[-1],
        metavar="BYTES",
        help="the longest page whose growth is measured",
    )
    options = parser.parse_args()
    if options.refresh and (options.folders or options.largest != SIZES[-1]):
        parser.error("the project's own figures are of the fixtures alone, and of all sizes")
    inputs = fixtures()
    for path in options.folders:
        if not (found := folder(path, options.sample)):
            parser.error(f"no pages in {path}")
        inputs |= found
    results: dict[str, Any] = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "rounds": options.rounds,
        "versions": {name: _version(name) for name in PARSERS},
        "inputs": {},
    }
    print(f"Python {results['python']}, {results['machine']}, {options.rounds} rounds")
    for name, pages in inputs.items():
        results["inputs"][name] = measure(pages, options.rounds)
        report(name, results["inputs"][name])
    sizes = tuple(size for size in SIZES if size <= options.largest) or SIZES[:1]
    results["growth"] = growth(min(options.rounds, 3), sizes) if len(sizes) > 1 else {}
    for name in ("on", "bulk", "off") if results["growth"] else ():
        row = results["growth"][name]
        print(
            f"{'growth, collector ' + name:24} ms/MB {row['ms_per_mb']}, exponent {row['exponent']}"
        )
    results["jobs"] = jobs(options.rounds)
    print(f"jobs, in times of the collector off: {results['jobs']}")
    results["each_page"] = each_page()
    print(f"each page: {results['each_page']}")
    results["import"] = import_cost(options.rounds)
    print(f"import: {results['import']}")
    if options.json:
        _write(options.json, results)
    if options.refresh:
        refresh(results)


def refresh(results: dict[str, Any]) -> None:
    """Write what the project shows of the figures; those not measured stay as they are."""
    from chart import chart
    from tables import refreshed

    path = ROOT / "benchmarks" / "results.json"
    results = {**json.loads(path.read_text(encoding="utf-8")), **results}
    _write(path, results)
    (ROOT / "docs" / "benchmarks.svg").write_text(chart(results), encoding="utf-8")
    for name in ("performance.md", "comparison.md"):
        page = ROOT / "docs" / name
        page.write_text(refreshed(page.read_text(encoding="utf-8"), results), encoding="utf-8")


def _write(path: Path, results: dict[str, Any]) -> None:
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


if __name__ == "__main__":
    main()
