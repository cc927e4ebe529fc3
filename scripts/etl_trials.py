"""The trials of the ETL at full size: `python scripts/etl_trials.py
workers|faults|maps|curses|hostile|kills|dump|bombs|cost [INPUT…]`.

Each prints its figures and fails if a bound is broken. `docs/scale.md` quotes them. `workers` and
`cost` take folders of pages, which must be given; the others make their own input in a temporary
folder. The tests do the same in small.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))  # and the workers look there for the hook

import etl_functions as functions  # noqa: E402
from etl_curses import CURSES, ROW  # noqa: E402
from etl_hostile import (  # noqa: E402
    HOSTILE,
    damaged,
    overlapping,
    parquet_files,
    unaccounted,
    write_repeated,
)
from etl_samples import EAT, HANG, HEAD, KILL, RAISE, TAIL, text_of, xml_page  # noqa: E402
from wikiparse.etl import DeadLetter, map_pages  # noqa: E402
from wikiparse.etl.batch import Settings, run  # noqa: E402
from wikiparse.etl.batch.settings import FORMATS  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SEED = 20


def contents(folder: Path) -> dict[str, str]:
    """The SHA-256 of all files that lie in a folder."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


def check(is_so: bool, what: str) -> None:
    """Print what was to be shown, and stop if it was not."""
    print(f"{'ok ' if is_so else 'NOT'} {what}")
    if not is_so:
        sys.exit(1)


# ------------------------------------------------------------------------------------ workers


def workers(work: Path, inputs: Sequence[str]) -> None:
    """One and two workers over the same input, in turns: wall time, and the same bytes.

    The best of each counts, and each waits for the processors to be free: others may use them too.
    """
    best: dict[int, float] = {}
    for turn in range(5):
        for count in (1, 2):
            out = work / f"{turn}-{count}"
            wait_for_quiet()
            busy = os.times()
            summary = run(inputs, out, Settings(workers=count))
            spent = os.times()
            own = spent.user + spent.system - busy.user - busy.system
            best[count] = min(best.get(count, 1e9), summary.seconds)
            megabytes = summary.source_bytes / 1e6
            print(
                f"{count} workers: {summary.seconds:5.1f} s, "
                f"{megabytes / summary.seconds:4.1f} MB/s, parent {own:.1f} s of processor"
            )
    files = sum(
        1
        for given in inputs
        for path in Path(given).rglob("*")
        if path.suffix in (".md", ".wikitext")
    )
    print(
        f"{summary.pages} pages of {files} files: {summary.ok} ok, "
        f"{summary.dead} dead letters; {megabytes:.1f} MB"
    )
    check(summary.pages == files == summary.ok + summary.dead, "every file is accounted for")
    outputs = [contents(folder) for folder in sorted(work.iterdir())]
    check(
        all(output == outputs[0] for output in outputs),
        "the same bytes for one worker and two, ten times",
    )
    ratio = best[2] / best[1]
    check(
        ratio <= 0.65,
        f"two workers take {ratio:.2f} of the time of one (at most "
        f"0.65): {best[2]:.1f} s and {best[1]:.1f} s",
    )


def wait_for_quiet(most: float = 120.0) -> None:
    """Wait until nine tenths of the processors' time is free, but no longer than so many
    seconds.
    """
    until = time.monotonic() + most
    while time.monotonic() < until:
        before = _processor_times()
        time.sleep(2)
        free, whole = (late - early for late, early in zip(_processor_times(), before, strict=True))
        if free >= 0.9 * whole:
            return


def _processor_times() -> tuple[int, int]:
    """How much time of the processors was free, and how much there was."""
    figures = list(
        map(int, Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:])
    )
    return figures[3] + figures[4], sum(figures)


# ------------------------------------------------------------------------------------ faults


def faults(work: Path, _: Sequence[str]) -> None:
    """10,000 pages, of which 1 % each raise, sleep for ever, kill their process, allocate 10 GB."""
    pages = 10_000
    folder, kinds = _with_faults(work, pages)
    settings = Settings(workers=2, format="jsonl", part_pages=2_000, timeout=1.0, memory=1024)
    clean = run([str(folder)], work / "clean", settings)
    summary = run([str(folder)], work / "out", attrs.evolve(settings, before="etl_samples:inject"))
    print(f"clean {clean.seconds:.1f} s; with faults {summary.seconds:.1f} s; {summary.watch}")
    check(
        summary.pages == pages == summary.ok + summary.dead,
        f"in = ok + dead: {pages} = {summary.ok} + {summary.dead}",
    )
    letters = [
        json.loads(line)
        for path in sorted((work / "out").glob("_dead-*"))
        for line in path.open(encoding="utf-8")
    ]
    limits = {HANG: "time", KILL: "crash", EAT: "memory", RAISE: None}
    check(
        [letter["limit"] for letter in letters]
        == [limits[kinds[number]] for number in sorted(kinds)],
        "each letter names its limit",
    )
    dead = {letter["id"] for letter in letters}
    healthy = [line for line in _lines(work / "clean") if json.loads(line)["id"] not in dead]
    check(
        healthy == list(_lines(work / "out")),
        f"the {len(healthy)} healthy rows have the bytes of the clean run",
    )
    check(
        summary.watch.killed == pages // 100,
        f"{summary.watch.killed} were killed at their deadline",
    )
    check(
        summary.watch.latest <= 1.0,
        f"the latest died {summary.watch.latest:.3f} s after its deadline (at most 1)",
    )
    check(
        sorted(kinds) == sorted(int(letter["id"].rpartition("page_")[2][:5]) for letter in letters),
        "the dead are those with faults",
    )
    again = run(
        [str(path) for path in sorted((work / "out").glob("_dead-*"))], work / "again", settings
    )
    check(
        (again.ok, again.dead) == (summary.dead, 0),
        f"tried again without faults, all {again.ok} are rows",
    )


def _with_faults(work: Path, pages: int) -> tuple[Path, dict[int, str]]:
    """A folder of pages, and the faults that 1 % each of their titles ask for, by number."""
    chosen = random.Random(SEED).sample(range(pages), 4 * pages // 100)
    kinds = dict(zip(chosen, [RAISE, HANG, KILL, EAT] * (pages // 100), strict=True))
    folder = work / "pages"
    folder.mkdir()
    for number in range(pages):
        last = f"_{kinds[number]}" if number in kinds else ""
        (folder / f"page_{number:05}{last}.md").write_text(text_of(number), encoding="utf-8")
    return folder, kinds


def maps(work: Path, _: Sequence[str]) -> None:
    """A function over 2,000 pages, of which 1 % each raise, sleep for ever, kill their process,
    allocate 10 GB, with 1, 2 and 8 workers.
    """
    pages = 2_000
    folder, kinds = _with_faults(work, pages)
    titles = [path.stem.replace("_", " ") for path in sorted(folder.iterdir())]
    limits = {HANG: "time", KILL: "crash", EAT: "memory", RAISE: None}
    wanted = [limits[kinds[number]] if number in kinds else ROW for number in range(pages)]
    for count in (1, 2, 8):
        began = time.monotonic()
        results = list(map_pages(functions.faulty, folder, workers=count, timeout=5.0))
        dead = sum([isinstance(result, DeadLetter) for result in results])
        print(f"{count} workers: {time.monotonic() - began:.1f} s")
        check(
            len(results) == pages,
            f"in = values + dead letters: {pages} = {pages - dead} + {dead}",
        )
        found = [one.title if isinstance(one, DeadLetter) else one for one in results]
        check(found == titles, "each result is that of its page, in order")
        found = [one.limit if isinstance(one, DeadLetter) else ROW for one in results]
        for result, limit, expected in zip(results, found, wanted, strict=True):
            if limit != expected:
                print(f"    {result!r}, not {expected}")
        check(found == wanted, "each dead letter names its limit")
    results = map_pages(functions.title_and_process, folder, workers=8)
    processes = {next(results)[1] for _ in range(1_000)}
    results.close()
    left = [process for process in processes if Path(f"/proc/{process}").exists()]
    check(not left, f"of {len(processes)} workers of a loop that was left none is left")


# ------------------------------------------------------------------------------------ curses


def curses(work: Path, _: Sequence[str]) -> None:
    """Every kind of curse, among healthy pages, with 1, 2 and 8 workers, in both formats."""
    folder = work / "pages"
    folder.mkdir()
    for number, name in enumerate(CURSES):
        (folder / f"{number:02}_{name}.md").write_text(text_of(number), encoding="utf-8")
        for more in range(3):
            (folder / f"{number:02}_well{more}.md").write_text(text_of(more), encoding="utf-8")
    dead = {name: limit for name, (limit, _) in CURSES.items() if limit != ROW}
    for form in FORMATS:
        settings = Settings(format=form, timeout=10.0, memory=256, before="etl_curses:curse")
        outputs = []
        for count in (1, 2, 8):
            out = work / f"{form}-{count}"
            planted = plant(out)
            run_of = run([str(folder)], out, attrs.evolve(settings, workers=count))
            limits = {
                letter["title"].rpartition(" ")[2]: letter["limit"] for letter in _letters(out)
            }
            for letter in _letters(out):
                if dead.get(letter["title"].rpartition(" ")[2], ROW) != letter["limit"]:
                    print("not so:", letter["title"], letter["limit"], letter["error"][:80])
            check(
                run_of.pages == 4 * len(CURSES) == run_of.ok + run_of.dead and limits == dead,
                f"{form}, {count} workers: {run_of.pages} = {run_of.ok} + {run_of.dead}, each of "
                f"{len(CURSES)} curses is what it should be; {run_of.seconds:.0f} s, "
                f"{run_of.watch.started} workers were started",
            )
            check(foreign(out) == planted, "the files of others are as they were")
            outputs.append({name: what for name, what in contents(out).items() if "part-" in name})
        check(all(output == outputs[0] for output in outputs), f"{form}: the same rows")


def plant(out: Path) -> dict[str, str]:
    """Put files of others into the folder of an output: names, and what is in them."""
    (out / "kept.tmp").mkdir(parents=True)
    (out / "link.jsonl").symlink_to("nowhere")
    for name in ("thesis.tmp", ".hidden.tmp", "part.parquet", "notes.jsonl", "_x.jsonl.tmp"):
        (out / name).write_text(name, encoding="utf-8")
    return foreign(out)


def foreign(out: Path) -> dict[str, str]:
    """What lies in a folder and is not of a run."""
    own = ("part-", "_part-", "_dead-", "_manifest.json")
    return {
        path.name: path.read_text(encoding="utf-8") if path.is_file() else os.fspath(path)
        for path in sorted(out.iterdir())
        if not path.name.startswith(own)
    }


def _letters(out: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(out.glob("_dead-*"))
        for line in path.open(encoding="utf-8")
    ]


# ------------------------------------------------------------------------------------ hostile


def hostile(work: Path, _: Sequence[str]) -> None:
    """200 containers of every kind, all but one of each damaged, and the hostile files: the books
    of the command's run.
    """
    folder = work / "in"
    folder.mkdir()
    rolls = random.Random(SEED)
    containers = [damaged(folder, number, rolls) for number in range(200)]
    others = work / "hostile"
    others.mkdir()
    for name, data in HOSTILE.items():
        (others / name).write_bytes(data)
    parquet_files(others)
    (others / "self.jsonl").symlink_to("self.jsonl")
    os.mkfifo(others / "pipe.jsonl")
    inputs = [str(made.path) for made in containers] + sorted(map(str, others.iterdir()))
    print(f"{len(containers)} containers, {len(inputs) - len(containers)} hostile files")
    for count in (1, 8):
        out = work / f"out{count}"
        planted = plant(out)
        fixed = ["-o", str(out), "--format", "jsonl", "--progress", "never"]
        words = ["batch", *inputs, *fixed, "--workers", str(count)]
        process = subprocess.Popen(
            [sys.executable, "-m", "wikiparse", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        told, _ = process.communicate(timeout=600)
        manifest = json.loads((out / "_manifest.json").read_text(encoding="utf-8"))
        damages = [damage for part in manifest["parts"] for damage in part["damaged"]]
        rows = [json.loads(line)["id"] for line in _lines(out)]
        seen = rows + [letter["id"] for letter in _letters(out)]
        totals = manifest["totals"]
        lost = unaccounted(containers, seen, damages)
        check(
            process.returncode == 1
            and totals["pages"] == len(seen) == totals["ok"] + totals["dead"]
            and not lost,
            f"{count} workers: {totals['pages']:,} pages = {totals['ok']:,} rows + "
            f"{totals['dead']:,} dead letters, {len(damages)} stretches of damage, and the pages "
            f"that are nowhere: {lost or 'none'}",
        )
        check("Traceback" not in told, "no traceback on the terminal")
        check(not _session(process.pid), "no process is left")
        check(foreign(out) == planted, "the files of others are as they were")
    one, eight = (
        {name: what for name, what in contents(work / f"out{count}").items() if name[0] in "p_"}
        for count in (1, 8)
    )
    check(one == eight, "the same bytes for one worker and eight")


def _session(number: int) -> list[int]:
    """The processes of a session, a moment after it should be over."""
    time.sleep(1)
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == number and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def _lines(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.glob("part-*.jsonl")):
        with path.open("rb") as file:
            yield from file


# ------------------------------------------------------------------------------------ kills


def kills(work: Path, _: Sequence[str]) -> None:
    """`kill -9` at 100 random moments, each time resumed."""
    folder = work / "pages"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:03}.md").write_text(text_of(number) * 1000, encoding="utf-8")
    began = time.monotonic()
    plant(work / "whole")
    _command(folder, work / "whole").wait()
    seconds = time.monotonic() - began
    whole = contents(work / "whole")
    seed = random.Random(SEED)
    found: dict[int, int] = {}
    killed = resumed = 0
    while killed < 100:
        out = work / "out"
        shutil.rmtree(out, ignore_errors=True)
        planted = plant(out)
        resume = False
        while True:  # until one run comes to its end
            process = _command(folder, out, *(["--resume"] if resume else []))
            try:
                process.wait(seed.uniform(0.1, 1.1 * seconds))
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
                resume = True
                parts = len(list(out.glob("part-*.parquet"))) if out.exists() else 0
                found[parts] = found.get(parts, 0) + 1
        resumed += 1
        if contents(out) != whole:
            check(is_so=False, what=f"the same bytes after {killed} kills")
        if foreign(out) != planted:
            check(is_so=False, what="the files of others are as they were")
    print(f"a whole run takes {seconds:.1f} s and has {len(list(out.glob('part-*')))} parts")
    print(f"how many parts there were when it was killed, and how often: {sorted(found.items())}")
    check(
        is_so=True,
        what=f"killed {killed} times in {resumed} runs: each ended "
        "with the bytes of the uninterrupted one, and the files of others are as they were",
    )


def _command(folder: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    fixed = ["--workers", "2", "--progress", "never", "--part", "1"]
    command = [
        sys.executable,
        "-m",
        "wikiparse",
        "batch",
        str(folder),
        "-o",
        str(out),
        *fixed,
        *more,
    ]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


# ------------------------------------------------------------------------------------ dump


def dump(work: Path, _: Sequence[str]) -> None:
    """A multistream dump of 50 MB: memory, and the same bytes whether it is read by its index or
    from end to end.
    """
    path = work / "x-pages-articles-multistream.xml.bz2"
    words = random.Random(SEED)
    noise = [
        "".join(words.choices("abcdefghijklmnopqrstuvwxyz", k=words.randint(2, 9)))
        for _ in range(50_000)
    ]

    def page(number: int) -> str:
        text = " ".join(words.choices(noise, k=700))
        return xml_page(
            number,
            f"'''Page {number}''' [[Seite {number + 1}]]\n\n== A ==\n{text}\n[[Kategorie:X]]\n",
        )

    count = 0
    with (
        path.open("wb") as file,
        bz2.open(work / "x-pages-articles-multistream-index.txt.bz2", "wt") as index,
    ):
        file.write(bz2.compress(HEAD.encode()))
        while file.tell() < 50 << 20:
            index.writelines(
                f"{file.tell()}:{number}:Seite {number}\n" for number in range(count, count + 100)
            )
            file.write(
                bz2.compress(
                    "".join([page(number) for number in range(count, count + 100)]).encode()
                )
            )
            count += 100
        file.write(bz2.compress(TAIL.encode()))
    print(f"{path.stat().st_size / 1e6:.1f} MB of bz2, {count:,} pages")
    for name, inputs, workers_ in (
        ("by index, 2 workers", [path], 2),
        ("by index, 1 worker", [path], 1),
    ):
        _measured(name, inputs, work / name.replace(" ", "-"), workers_, count)
    (work / "x-pages-articles-multistream-index.txt.bz2").unlink()
    _measured("end to end, 2 workers", [path], work / "whole", 2, count)
    check(
        contents(work / "by-index,-2-workers") == contents(work / "by-index,-1-worker"),
        "the same bytes for one worker and two",
    )


MEASURED = """
import sys, json, threading, time
from pathlib import Path
from wikiparse.etl.batch import Settings, run
import wikiparse.etl.arrow, pyarrow.parquet
def resident():
    found = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
            lines = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
            pid, parent = int(lines["Pid"]), int(lines["PPid"])
            if parent in (mine, *forks) or pid == mine:
                found[pid] = (int(lines["VmRSS"].split()[0]) // 1024, parent)
        except (OSError, KeyError):
            pass
    return found
import os
mine, forks, series, done = os.getpid(), set(), [], threading.Event()
def watch():
    while not done.wait(0.5):
        found = resident()
        forks.update(pid for pid, (_, parent) in found.items() if parent == mine)
        below = [size for size, parent in found.values() if parent in forks]
        series.append((found.get(mine, (0, 0))[0], max(below, default=0)))
threading.Thread(target=watch, daemon=True).start()
summary = run(sys.argv[3:], Path(sys.argv[1]), Settings(workers=int(sys.argv[2])))
done.set()
pages = [summary.pages, summary.ok, len(summary.damaged)]
print(json.dumps([*pages, summary.seconds, summary.source_bytes, series]))
"""


def _measured(name: str, inputs: Sequence[Path], out: Path, workers_: int, count: int) -> None:
    """Run in a process of its own, and tell how the memory of parent and workers went."""
    command = [sys.executable, "-c", MEASURED, str(out), str(workers_), *map(str, inputs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    pages, ok, damaged, seconds, size, series = json.loads(done.stdout)
    check(
        (pages, ok, damaged) == (count, count, 0),
        f"{name}: all {ok:,} pages, {size / 1e6:.0f} MB in {seconds:.0f} s",
    )
    third = max(len(series) // 3, 1)
    for place, who in enumerate(("parent", "largest worker")):
        figures = [point[place] for point in series]
        first, last = max(figures[:third]), max(figures[-third:])
        print(f"    {who}: most in the first third {first} MiB, in the last {last} MiB")
        check(last <= first + 64, f"{name}: the memory of the {who} is flat")


# ------------------------------------------------------------------------------------ bombs


def bombs(work: Path, _: Sequence[str]) -> None:
    """Files that would grow without end: what is said, and the memory it took."""
    gigabyte = [b"x" * (1 << 20)] * 1024
    head = HEAD.encode() + b"<page><title>x</title><revision><text>"
    for name, data in _bombs(head, gigabyte):
        path = work / name
        path.write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-c", _BOMB, str(path)], check=True, capture_output=True, text=True
        )
        grown, seconds, pages, told = json.loads(done.stdout)
        check(
            grown < 64 and bool(told),
            f"{name} ({len(data):,} bytes): {grown} MiB, {seconds:.1f} "
            f"s, {pages:,} pages; {'; '.join(told)}",
        )
        path.unlink()
    _run_of_bombs(work)


def _run_of_bombs(work: Path) -> None:
    """All that grows in a run of its own: the memory of the parent and of the workers."""
    folder = work / "bombs"
    folder.mkdir()
    write_repeated(folder / "a.parquet", 50, 40 << 20)
    write_repeated(folder / "b.parquet", 5_000, 4 << 20)
    write_repeated(folder / "c.parquet", 500_000, 40 << 10)
    methods = {
        "bzip2": zipfile.ZIP_BZIP2,
        "lzma": zipfile.ZIP_LZMA,
        "deflate": zipfile.ZIP_DEFLATED,
    }
    for name, method in methods.items():
        with zipfile.ZipFile(folder / f"{name}.zip", "w", method) as archive:
            for number in range(200):
                archive.writestr(f"{number}.md", bytes(15 << 20))
    (folder / "overlap.zip").write_bytes(overlapping(20_000))
    gigabyte = [b"x" * (1 << 20)] * 1024
    head = HEAD.encode() + b"<page><title>x</title><revision><text>"
    for name, data in _bombs(head, gigabyte):
        (folder / name).write_bytes(data)
    inputs = sorted(map(str, folder.iterdir()))
    command = [sys.executable, "-c", _RUN_OF_BOMBS, str(work / "out"), *inputs]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    parent, worker, pages, ok, dead, damages, seconds = json.loads(done.stdout)
    check(
        parent < 300 and worker < 512 + 128 and not done.stderr,
        f"a run over {len(inputs)} bombs: {parent} MiB in the parent (less than 300), {worker} MiB "
        f"in the largest worker (--memory 512); {pages:,} pages, {ok:,} ok, {dead:,} dead letters, "
        f"{damages} damages, {seconds:.0f} s",
    )


_RUN_OF_BOMBS = """
import json, sys
from pathlib import Path
from wikiparse.etl.batch import Settings, run
settings = Settings(workers=2, memory=512, format="jsonl")
summary = run(sys.argv[2:], Path(sys.argv[1]), settings)
status = Path("/proc/self/status").read_text()
peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
counts = [summary.pages, summary.ok, summary.dead, len(summary.damaged), summary.seconds]
print(json.dumps([peak, summary.watch.memory, *counts]))
"""

_BOMB = """
import json, sys, time
from pathlib import Path
from wikiparse.etl.sources import Bounds, Damage, Record, Selection, units_of
import zstandard
def peak():
    # Of this process alone: the figure of getrusage begins with that of its parent.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024
bounds = Bounds(page=1 << 20)
before, began = peak(), time.monotonic()
pages, told = 0, []
for unit in units_of(sys.argv[1:], bounds, Selection()):
    for item in unit.items(bounds):
        if isinstance(item, Record) and not item.fault:
            pages += 1
        else:
            told.append(item.error if isinstance(item, Damage) else item.fault[0])
print(json.dumps([peak() - before, time.monotonic() - began, pages, told]))
"""


def _bombs(head: bytes, gigabyte: list[bytes]) -> Iterator[tuple[str, bytes]]:
    import zlib

    import zstandard

    packers: dict[str, Callable[[], Any]] = {
        "bz2": bz2.BZ2Compressor,
        "gz": lambda: zlib.compressobj(9, zlib.DEFLATED, 31),
        "zst": lambda: zstandard.ZstdCompressor(level=19).compressobj(),
    }
    for suffix, make in packers.items():
        packer = make()
        packed = (
            packer.compress(head)
            + b"".join([packer.compress(piece) for piece in gigabyte])
            + packer.flush()
        )
        yield f"text.xml.{suffix}", packed
        packer = make()
        yield (
            f"line.jsonl.{suffix}",
            b"".join([packer.compress(piece) for piece in gigabyte]) + packer.flush(),
        )
        packer = make()
        tag = (
            packer.compress(b"<mediawiki><page ")
            + b"".join([packer.compress(piece) for piece in gigabyte[:64]])
            + packer.flush()
        )
        yield f"tag.xml.{suffix}", tag
    # Bzip2's best: a run of zeros, which no page can be; behind a page's beginning it is 617,283
    # times as large as its file.
    yield "zeros.xml.bz2", bz2.compress(bytes(1 << 20)) * 4 + _best_bz2()
    laughs = "".join([f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)])
    yield (
        "laughs.xml",
        f'<!DOCTYPE l [<!ENTITY a "ha">{laughs}]>\n'
        "<mediawiki><page><title>&j;</title></page></mediawiki>".encode(),
    )
    yield "tag.xml", b"<mediawiki><page " + b"x" * (64 << 20)
    whole = (
        HEAD + "".join([xml_page(number, text_of(number)) for number in range(20_000)]) + TAIL
    ).encode()
    for suffix, pack in (
        ("bz2", bz2.compress),
        ("gz", gzip.compress),
        ("zst", zstandard.ZstdCompressor().compress),
    ):
        packed = pack(whole)
        yield f"cut.xml.{suffix}", packed[: len(packed) // 2]


def _best_bz2() -> bytes:
    """A gigabyte of zeros in a stream that is as small as bzip2 makes it."""
    packer = bz2.BZ2Compressor(9)
    return b"".join([packer.compress(bytes(1 << 20)) for _ in range(1024)]) + packer.flush()


# ------------------------------------------------------------------------------------ cost


def cost(work: Path, inputs: Sequence[str]) -> None:
    """What a megabyte costs: seconds of one processor, memory, bytes of output in each form."""
    for form in FORMATS:
        before = os.times()
        summary = run(inputs, work / form, Settings(format=form, workers=1))
        after = os.times()
        megabytes = summary.source_bytes / 1e6
        own = after.user + after.system - before.user - before.system
        size = sum(path.stat().st_size for path in (work / form).iterdir()) / 1e6
        print(
            f"{form}: {summary.pages:,} pages, {megabytes:.1f} MB of source\n"
            f"    {1000 * summary.watch.seconds / megabytes:.0f} ms/MB in the workers, "
            f"{1000 * own / megabytes:.0f} ms/MB in the parent\n"
            f"    {summary.watch.memory} MiB in the largest worker, "
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB in the parent\n"
            f"    {size:.1f} MB of output, {size / megabytes:.2f} MB/MB"
        )


TRIALS = {
    "workers": workers,
    "faults": faults,
    "maps": maps,
    "curses": curses,
    "hostile": hostile,
    "kills": kills,
    "dump": dump,
    "bombs": bombs,
    "cost": cost,
}


def main() -> None:
    """Run a trial in a folder of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("trial", choices=TRIALS)
    parser.add_argument("inputs", nargs="*")
    arguments = parser.parse_args()
    if arguments.trial in ("workers", "cost") and not arguments.inputs:
        parser.error(f"{arguments.trial} needs folders of pages")
    with tempfile.TemporaryDirectory() as folder:
        TRIALS[arguments.trial](Path(folder), arguments.inputs)


if __name__ == "__main__":
    main()
