"""Batch runs: every page accounted for, the same bytes whatever happens on the way.
`scripts/etl_trials.py` does the same at full size."""

from __future__ import annotations

import base64
import hashlib
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import attrs
import pytest

from etl_samples import EAT, HANG, KILL, RAISE, text_of, write_pages
from wikiparse import console
from wikiparse.etl.batch import BatchError, Settings, run
from wikiparse.etl.batch import parts as parts_module
from wikiparse.etl.batch.heartbeat import ENCODING, Heartbeat, Position
from wikiparse.etl.batch.plan import plan
from wikiparse.etl.batch.pool import Pool, PoolError, split, without
from wikiparse.etl.batch.progress import Progress, clock
from wikiparse.etl.batch.worker import Job, Task, _Batch
from wikiparse.etl.rows import Options, parse_record
from wikiparse.etl.sources import Fault, FileUnit, Inline, Record

pq = pytest.importorskip("pyarrow.parquet")

SMALL = Settings(workers=2, batch_pages=8, part_pages=24, timeout=30)


def contents(folder: Path) -> dict[str, bytes]:
    """All that lies in a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def rows_in(folder: Path) -> list[dict[str, object]]:
    """The rows of a run."""
    parquet = [
        row
        for path in sorted(folder.glob("part-*.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]
    return parquet + [
        json.loads(line)
        for path in sorted(folder.glob("part-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def letters_in(folder: Path) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for path in sorted(folder.glob("_dead-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", 100)


# --- what comes out


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_the_output_does_not_depend_on_the_number_of_workers(
    pages: Path, tmp_path: Path, form: str
) -> None:
    outputs = []
    for workers in (1, 2, 3):
        out = tmp_path / f"out{workers}"
        summary = run([str(pages)], out, attrs.evolve(SMALL, workers=workers, format=form))
        assert (summary.pages, summary.ok, summary.dead, summary.damaged) == (100, 100, 0, [])
        outputs.append(contents(out))
    assert outputs[0] == outputs[1] == outputs[2]
    assert len(outputs[0]) == 6  # five parts and the manifest


def test_rows_are_those_of_the_pages_in_order(pages: Path, tmp_path: Path) -> None:
    run(pages, str(tmp_path / "out"), SMALL)  # one path, and of any kind
    expected = [
        parse_record(
            {"id": str(path), "title": path.stem.replace("_", " "), "text": path.read_bytes()}
        )
        for path in sorted(pages.iterdir())
    ]
    assert rows_in(tmp_path / "out") == expected


def test_the_manifest_counts_and_names_every_file(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([str(pages)], out, SMALL)
    manifest = json.loads((out / "_manifest.json").read_text(encoding="utf-8"))
    assert manifest["complete"]
    assert manifest["totals"]["pages"] == sum(part["pages"] for part in manifest["parts"]) == 100
    named = {file["file"]: file for part in manifest["parts"] for file in part["files"]}
    assert {*named, "_manifest.json"} == set(contents(out))
    for name, file in named.items():
        data = (out / name).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_the_plan_follows_from_sizes_alone() -> None:
    units = [FileUnit(str(number), 100, {}) for number in range(10)]
    batches = list(
        plan(units, attrs.evolve(SMALL, batch_bytes=250, batch_pages=50, part_bytes=600))
    )
    assert [(batch.number, batch.part, len(batch.units)) for batch in batches] == [
        (0, 0, 3),
        (1, 0, 3),
        (2, 1, 3),
        (3, 1, 1),
    ]


def test_no_pages_are_no_parts(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    assert run([str(empty)], tmp_path / "out", SMALL).parts == 0


# --- faults

FAULTS = attrs.evolve(SMALL, timeout=5.0, memory=512, before="etl_samples:inject")


def write_faulty(folder: Path, count: int, faults: dict[int, str]) -> Path:
    folder.mkdir()
    for number in range(count):
        last = f"_{faults[number]}" if number in faults else ""
        (folder / f"page_{number:05}{last}.md").write_text(text_of(number), encoding="utf-8")
    return folder


def test_every_page_is_a_row_or_a_dead_letter(tmp_path: Path) -> None:
    # Two in one batch, the first and the last page, and two in a row.
    faults = {0: KILL, 5: HANG, 9: RAISE, 20: EAT, 21: KILL, 30: RAISE, 49: HANG}
    pages = write_faulty(tmp_path / "pages", 50, faults)
    clean, out = tmp_path / "clean", tmp_path / "out"
    run([str(pages)], clean, SMALL)
    summary = run([str(pages)], out, FAULTS)
    assert (summary.pages, summary.ok, summary.dead) == (50, 43, 7)
    letters = letters_in(out)
    sick = {letter["id"] for letter in letters}
    assert [row for row in rows_in(clean) if row["id"] not in sick] == rows_in(out)
    limits = {HANG: "time", KILL: "crash", EAT: "memory", RAISE: None}
    assert [letter["limit"] for letter in letters] == [
        limits[faults[number]] for number in sorted(faults)
    ]
    for letter in letters:
        raw = Path(letter["source"]).read_bytes()
        assert base64.b64decode(letter["raw"]) == raw
        assert letter["sha256"] == hashlib.sha256(raw).hexdigest()
        assert letter["error"]
        assert letter["wikiparse_version"]
    # The machine may be busy: the trial at full size holds it to one second.
    assert summary.watch.killed == 2
    assert summary.watch.latest < 5

    # Tried again without the hook, they are the rows that were missing.
    again = tmp_path / "again"
    assert (
        console.main(
            ["replay", str(out), "-o", str(again), "--workers", "2", "--progress", "never"]
        )
        == 0
    )
    assert rows_in(again) == [row for row in rows_in(clean) if row["id"] in sick]


def test_a_replay_without_output_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = write_faulty(tmp_path / "pages", 3, {1: RAISE})
    (pages / "huge.md").write_bytes(b"x" * (1 << 20))
    settings = attrs.evolve(FAULTS, bounds=attrs.evolve(SMALL.bounds, page=1000))
    summary = run([str(pages)], tmp_path / "out", settings)
    assert (summary.pages, summary.ok, summary.dead) == (4, 2, 2)
    assert [letter["limit"] for letter in letters_in(tmp_path / "out")] == ["page", None]
    assert console.main(["replay", str(tmp_path / "out"), "--workers", "1"]) == 1
    assert "1 of 2 dead letters can be parsed now" in capsys.readouterr().err


def test_records_whose_pages_kill_are_rows_with_an_error() -> None:
    titles = ["a", f"b {KILL}", f"c {HANG}", f"d {RAISE}", "e"]
    units = tuple(
        [
            Inline(Record("", 0, None, {"id": title, "title": title, "text": "x"}, "record"))
            for title in titles
        ]
    )
    job = Job(
        encode="rows",
        options=Options(),
        bounds=SMALL.bounds,
        timeout=5,
        memory=512,
        before="etl_samples:inject",
    )
    with Pool(job, 1) as pool:
        (result,) = pool.run(iter([Task(0, units)]))
    (rows,) = result.rows
    assert [row["id"] for row in rows] == titles
    assert [row["error"] for row in rows] == [
        None,
        "the worker died: it ended with status 7",
        "no result within 5 s",
        "ValueError: this page is cursed",
        None,
    ]


@pytest.mark.parametrize("limit", [0, 1, 3, 100])
def test_rows_that_cannot_be_encoded_together_are_encoded_apart(
    monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    """What cannot hold more than so many rows, and never the one called 5."""

    def encode(_: object, rows: list[dict[str, object]]) -> list[object]:
        if len(rows) > limit or any(row["id"] == "5" for row in rows):
            raise MemoryError
        return [row["id"] for row in rows]

    monkeypatch.setattr(_Batch, "_encode", encode)
    units = tuple([Inline(Record("", 0, b"x", {"id": str(number)})) for number in range(8)])
    job = Job(
        encode="jsonl", options=Options(), bounds=SMALL.bounds, timeout=5, memory=0, before=None
    )
    (result,) = _Batch(Task(0, units), job, None, Heartbeat([0, 0])).run()
    signal.setitimer(signal.ITIMER_REAL, 0)  # it is a worker's
    healthy = [str(number) for number in range(8) if number != 5] if limit else []
    assert [name for payload in result.rows for name in payload] == healthy
    assert (result.pages, result.ok, result.dead) == (8, len(healthy), 8 - len(healthy))
    assert {json.loads(letter)["limit"] for letter in result.letters} == {"memory"}


def test_rows_wait_for_a_quarter_of_a_megabyte_of_source() -> None:
    """However many pages a task has: rows take much more memory before they are encoded."""
    page = b"x " * 50_000
    units = tuple([Inline(Record("", 0, page, {"id": str(number)})) for number in range(7)])
    job = Job(
        encode="jsonl", options=Options(), bounds=SMALL.bounds, timeout=5, memory=0, before=None
    )
    results = list(_Batch(Task(0, units), job, None, Heartbeat([0, 0])).run())
    signal.setitimer(signal.ITIMER_REAL, 0)  # it is a worker's
    assert [result.pages for result in results] == [3, 3, 1]


def test_rows_that_cannot_be_encoded_are_dead_letters() -> None:
    """A worker dies of encoding them together, and then of each by itself."""
    job = Job(
        encode="jsonl",
        options=Options(),
        bounds=SMALL.bounds,
        timeout=5,
        memory=512,
        before="etl_samples:break_encoding",
    )
    units = tuple([Inline(Record("", 0, b"x", {"id": str(number)})) for number in range(3)])
    with Pool(job, 1) as pool:
        results = list(pool.run(iter([Task(0, units)])))
    letters = [json.loads(line) for result in results for line in result.letters]
    assert [(letter["id"], letter["limit"]) for letter in letters] == [
        ("0", "crash"),
        ("1", "crash"),
        ("2", "crash"),
    ]
    assert pool.watch.died == 4


def test_workers_that_cannot_start_are_told() -> None:
    job = Job(
        encode="rows",
        options=Options(),
        bounds=SMALL.bounds,
        timeout=5,
        memory=512,
        before="no_such_module:nothing",
    )
    with Pool(job, 1) as pool, pytest.raises(PoolError, match="cannot be started"):
        list(pool.run(iter([Task(0, ())])))


def test_a_batch_is_given_out_a_bounded_number_of_times() -> None:
    task = Task(0, (FileUnit("a", 1, {}), FileUnit("b", 1, {})))
    fault = Fault("no", "time")
    once = without(task, Position(1, 0), fault)
    assert once.faults == {(1, 0): fault}
    twice = without(once, Position(1, 0), fault)
    assert twice.unread == {1: (0, fault)}
    assert without(task, ENCODING, fault).one_by_one


def test_a_task_is_split_where_it_is_not_done_yet() -> None:
    units = tuple([FileUnit(str(number), 1, {}) for number in range(5)])
    task = Task(0, units, start=Position(2, 0))
    halves = split(task)
    assert halves is not None
    first, second = halves
    assert [unit.path for unit in first.units] == ["2"]
    assert (first.first, first.start) == (2, (2, 0))
    assert [unit.path for unit in second.units] == ["3", "4"]
    assert (second.first, second.start) == (3, (3, 0))
    assert split(first) is None


@pytest.mark.parametrize("position", [(0, 0), (63, 1), (2, (1 << 32) - 1), ENCODING])
def test_the_heartbeat_has_the_position_that_was_announced(position: tuple[int, int]) -> None:
    cells = multiprocessing.RawArray("q", 2)
    heartbeat, seen = Heartbeat(cells), Heartbeat(cells)
    heartbeat.clear()
    assert seen.position is None
    before = time.monotonic()
    heartbeat.announce(Position(*position))
    assert seen.position == position
    assert before <= seen.seconds <= time.monotonic()


def test_who_has_closed_the_pipe_begins_no_other_page() -> None:
    """Otherwise that would be the one to blame."""
    pipe, other = os.pipe()
    heartbeat = Heartbeat([0, 0], pipe)
    heartbeat.announce(Position(0, 0))
    os.close(pipe)
    os.close(other)
    with pytest.raises(OSError, match="Bad file"):
        heartbeat.announce(Position(0, 1))
    assert heartbeat.position == (0, 0)


# --- interruptions


def command(pages: Path, out: Path, *more: str) -> list[str]:
    fixed = ["--workers", "2", "--progress", "never", "--part", "1"]
    return [sys.executable, "-m", "wikiparse", "batch", str(pages), "-o", str(out), *fixed, *more]


@pytest.fixture
def large_pages(tmp_path: Path) -> Path:
    """Some megabytes, so that there is a moment to kill at."""
    folder = tmp_path / "large"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:03}.md").write_text(text_of(number) * 600, encoding="utf-8")
    return folder


def test_a_run_that_was_killed_is_resumed_to_the_same_bytes(
    large_pages: Path, tmp_path: Path
) -> None:
    subprocess.run(command(large_pages, tmp_path / "whole"), check=True, capture_output=True)
    whole = contents(tmp_path / "whole")
    assert len(whole) > 3
    seed = random.Random(7)
    interrupted = 0
    for turn in range(3):
        out = tmp_path / f"out{turn}"
        process = subprocess.Popen(
            command(large_pages, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        with suppress(subprocess.TimeoutExpired):
            process.wait(seed.uniform(0.3, 2))
        interrupted += process.poll() is None
        process.kill()
        process.wait()
        done = subprocess.run(
            command(large_pages, out, "--resume"), check=True, capture_output=True
        )
        assert not done.stdout
        assert contents(out) == whole
    assert interrupted


def test_an_interrupt_is_told_and_can_be_resumed(large_pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        command(large_pages, out), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until = time.monotonic() + 60
    while (
        not (out / "_part-00000.parquet.tmp").exists() and not (out / "part-00000.parquet").exists()
    ):
        assert time.monotonic() < until
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it, workers and all
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.startswith("wikiparse: interrupted after ")
    assert told.count("\n") == 1
    assert not list(out.glob("*.tmp"))
    subprocess.run(command(large_pages, out, "--resume"), check=True, capture_output=True)
    subprocess.run(command(large_pages, tmp_path / "whole"), check=True, capture_output=True)
    assert contents(out) == contents(tmp_path / "whole")


@pytest.mark.parametrize("interrupts", [1, 2])
def test_an_interrupt_waits_for_a_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interrupts: int
) -> None:
    """The import of numpy within pyarrow loses it, when the first part is begun; a second one does
    not wait.
    """
    written = []

    def begun(*of: object) -> parts_module.Sink:
        for _ in range(interrupts):
            os.kill(os.getpid(), signal.SIGINT)
        written.append(of)
        return sink(*of)  # type: ignore[arg-type]

    sink = parts_module.sink
    monkeypatch.setattr(sys.modules["wikiparse.etl.batch.run"], "sink", begun)
    pages = write_pages(tmp_path / "in", 3)
    with pytest.raises(KeyboardInterrupt):
        run([str(pages)], tmp_path / "out", Settings(format="jsonl", workers=1))
    assert len(written) == (interrupts == 1)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["_manifest.json"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_workers_end_with_their_parent(large_pages: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        command(large_pages, tmp_path / "out"), stderr=subprocess.DEVNULL, start_new_session=True
    )
    until = time.monotonic() + 60
    while not (tmp_path / "out" / "_part-00000.parquet.tmp").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    process.kill()
    process.wait()
    while time.monotonic() < until:
        try:
            os.killpg(process.pid, 0)  # asks only whether anybody is left
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        pytest.fail("somebody is left")


# --- refusals


def test_a_second_run_needs_resume(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([str(pages)], out, SMALL)
    before = contents(out)
    with pytest.raises(BatchError, match="holds a run already") as caught:
        run([str(pages)], out, SMALL)
    assert caught.value.is_input
    run([str(pages)], out, SMALL, resume=True)
    assert contents(out) == before


def test_resume_refuses_another_run(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([str(pages)], out, SMALL)
    others = write_pages(tmp_path / "others", 1)
    with pytest.raises(BatchError, match="other settings: the inputs"):
        run([str(pages), str(others)], out, SMALL, resume=True)
    with pytest.raises(BatchError, match=r"other settings: .*format"):
        run([str(pages)], out, attrs.evolve(SMALL, format="jsonl"), resume=True)
    (pages / "page_00000.md").write_text("changed", encoding="utf-8")
    with pytest.raises(BatchError, match="input has changed since part 0"):
        run([str(pages)], out, SMALL, resume=True)
    (out / "part-00001.parquet").unlink()
    with pytest.raises(BatchError, match="is missing"):
        run([str(pages)], out, SMALL, resume=True)
    (out / "_manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(BatchError, match="is no manifest"):
        run([str(pages)], out, SMALL, resume=True)


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="locks of files are tried on systems that have them"
)
def test_two_runs_do_not_share_a_folder(pages: Path, tmp_path: Path) -> None:
    import fcntl

    (tmp_path / "out").mkdir()
    handle = os.open(tmp_path / "out", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(BatchError, match="another run is at work"):
        run([str(pages)], tmp_path / "out", SMALL)
    os.close(handle)


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_a_full_disk_tears_nothing(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    settings = attrs.evolve(SMALL, format=form)
    run([str(pages)], tmp_path / "whole", settings)
    calls = 0

    def fsync(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 7:  # the file of the second part
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts_module.os, "fsync", fsync)
    out = tmp_path / "out"
    with pytest.raises(
        BatchError, match="No space left on device; what is complete stays"
    ) as caught:
        run([str(pages)], out, settings)
    assert not caught.value.is_input
    whole = contents(tmp_path / "whole")
    assert not list(out.glob("*.tmp"))
    assert all(
        data == whole[name] for name, data in contents(out).items() if name != "_manifest.json"
    )
    run([str(pages)], out, settings, resume=True)
    assert contents(out) == whole


# --- the command


def test_the_command_tells_what_it_did(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert (
        console.main(["batch", str(pages), "-o", str(out), "--format", "jsonl", "--workers", "1"])
        == 0
    )
    captured = capsys.readouterr()
    assert not captured.out
    assert captured.err.startswith("wikiparse: 100 pages, ")
    assert "100 ok, 0 dead letters" in captured.err
    assert len(rows_in(out)) == 100


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["missing"], "cannot read missing: No such file or directory"),
        (["missing/*.md"], "nothing matches missing/*.md"),
        (["odd.txt"], "cannot tell what odd.txt is"),
        (["empty"], "no pages in empty"),
    ],
)
def test_bad_input_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("odd.txt").write_text("x", encoding="utf-8")
    assert console.main(["batch", *arguments, "-o", "out", "--progress", "never"]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"wikiparse: {told}")
    assert captured.err.count("\n") == 1
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "option",
    [
        ["--workers", "0"],
        ["--timeout", "-1"],
        ["--timeout", "nan"],
        ["--memory", "x"],
        ["--format", "csv"],
    ],
)
def test_bad_options_are_told(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        console.main(["batch", "x", "-o", "y", *option])
    assert caught.value.code == 2
    assert "error: argument" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["batch", "replay", "edges"])
def test_help_has_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        console.main([name, "--help"])
    assert f"example: wikiparse {name} " in capsys.readouterr().out


def test_progress_is_a_line_of_figures() -> None:
    shown = Progress(total=100, done=50, pages=1234, failed=1, source_bytes=5_000_000)
    shown.began -= 10
    assert "50 %, 1,234 pages, 0.5 MB/s, 1 failed, 0:10 left" in shown.line()
    assert clock(3725) == "1:02:05"


def test_a_worker_does_without_pandas() -> None:
    """Arrow would load it with the first list, and it is most of a worker's memory."""
    pytest.importorskip("pandas")
    code = """if True:
        import sys
        from wikiparse.etl import SCHEMA, parse_record
        from wikiparse.etl.batch.worker import Job, _warm_up
        from wikiparse.etl.rows import Options
        from wikiparse.etl.sources.records import Bounds

        job = Job(encode="parquet", options=Options(), bounds=Bounds(), timeout=9, memory=0)
        _warm_up(job)
        from wikiparse.etl.arrow import to_batch
        row = parse_record({"id": "1", "text": "See [[A]]."})
        assert to_batch([row]).column("text").to_pylist() == [row["text"]]
        assert "pandas" not in sys.modules
        import pandas  # whoever wants it has it
    """
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_dead_letter_of_a_line_of_json_has_the_fields_that_it_states(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 7, "title": "p 1 kill", "lang": "de", "revision_id": 5, "text": ""}),
        json.dumps({"id": "8", "title": "p 2 raise", "text": ""}),
        '{"id": "9", "title": "cut',
        "[" * 100_000,
        json.dumps({"id": "10", "title": "p 10 raise", "text": " " * (1 << 20)}),
    ]
    source = tmp_path / "pages.jsonl"
    source.write_text("\n".join(lines))
    run([str(source)], tmp_path / "out", FAULTS)
    letters = letters_in(tmp_path / "out")
    own = [f"{source}#{number}" for number in range(1, 6)]
    assert [(letter["id"], letter["title"]) for letter in letters] == [
        ("7", "p 1 kill"), ("8", "p 2 raise"), (own[2], None), (own[3], None), (own[4], None)
    ]  # fmt: skip
    assert (letters[0]["language"], letters[0]["revision_id"]) == ("de", 5)
    assert [base64.b64decode(str(letter["raw"])).decode().strip() for letter in letters] == [
        line.strip() for line in lines
    ]


@pytest.mark.parametrize("dialect", ["hybrid", "wikitext"])
def test_what_is_preloaded_is_what_any_page_loads(dialect: str) -> None:
    # The server of `multiprocessing` says nothing of a name that is no module.
    program = (
        "import sys\n"
        "from wikiparse.etl.batch.pool import PRELOADED\n"
        "from wikiparse.etl.rows import row_of\n"
        "assert not {*PRELOADED} & {*sys.modules}\n"
        f"row_of({{'text': '', 'dialect': {dialect!r}}})\n"
        "print({*PRELOADED} - {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert done.stdout.strip() == b"set()"
