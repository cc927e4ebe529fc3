"""Damaged and hostile inputs: every unit is accounted for, the rest of a run goes on, nobody's
files are touched, and what is told is words. `scripts/etl_trials.py` does the same at full size."""

from __future__ import annotations

import base64
import enum
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import attrs
import pytest

from etl_curses import CURSES, ROW
from etl_hostile import (
    CONTAINERS,
    HOSTILE,
    damaged,
    overlapping,
    parquet_files,
    unaccounted,
    write_repeated,
)
from etl_samples import text_of, write_pages
from wikiparse import console
from wikiparse.etl import parse_many, parse_record
from wikiparse.etl.batch import BatchError, Settings, run
from wikiparse.etl.rows import Options
from wikiparse.etl.sources import Bounds
from wikiparse.limits import Limits

pytest.importorskip("pyarrow.parquet")

LINES = Settings(workers=1, format="jsonl", timeout=20)


def lines_of(folder: Path, pattern: str) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(folder.glob(pattern))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def letters_of(folder: Path) -> list[dict[str, Any]]:
    return lines_of(folder, "_dead-*.jsonl")


def ids_of(folder: Path) -> list[str]:
    """The ids of all rows and dead letters."""
    found = lines_of(folder, "part-*.jsonl") + letters_of(folder)
    return [values["id"] for values in found]


def plant(folder: Path) -> dict[str, bytes | None]:
    """Files of somebody's in a folder, and links and folders (None)."""
    (folder / "kept.tmp").mkdir(parents=True)
    (folder / "link.jsonl").symlink_to("nowhere")
    for name in ("thesis.tmp", ".hidden.tmp", "part.parquet", "notes.jsonl", "_x.jsonl.tmp"):
        (folder / name).write_text(name, encoding="utf-8")
    return foreign(folder)


def foreign(folder: Path) -> dict[str, bytes | None]:
    """All in a folder that is not a run's."""
    own = ("part-", "_dead-", "_manifest.json", "_part-")
    return {
        path.name: path.read_bytes() if path.is_file() else None
        for path in sorted(folder.iterdir())
        if not path.name.startswith(own)
    }


def command(*words: object, timeout: float = 120) -> tuple[int, str]:
    """The exit status of the command, and all that is on the terminal after it."""
    done = subprocess.run(
        [sys.executable, "-m", "wikiparse", *map(str, words)],
        capture_output=True,
        check=False,
        timeout=timeout,
    )
    told = (done.stderr + done.stdout).decode("utf-8", "replace")
    assert "Traceback" not in told
    return done.returncode, told


# --- one ledger


@pytest.mark.parametrize("seed", [1, 2])
def test_every_unit_of_a_damaged_input_is_accounted_for(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    rolls = random.Random(seed)
    containers = [damaged(folder, number, rolls) for number in range(2 * len(CONTAINERS))]
    before = plant(tmp_path / "out")
    inputs = [str(container.path) for container in containers]
    summary = run(inputs, tmp_path / "out", attrs.evolve(LINES, workers=2))
    seen = ids_of(tmp_path / "out")
    assert summary.pages == summary.ok + summary.dead == len(seen)
    assert unaccounted(containers, seen, summary.damaged) == []
    assert foreign(tmp_path / "out") == before


def test_hostile_files_do_not_end_a_run(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in HOSTILE.items():
        (folder / name).write_bytes(data)
    parquet_files(folder)
    (folder / "self.jsonl").symlink_to("self.jsonl")
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "last.md").write_text("# Healthy", encoding="utf-8")
    out = tmp_path / "out"
    inputs = sorted(folder.iterdir())
    status, told = command(
        "batch", *inputs, "-o", out, "--format", "jsonl", "--workers", "2", "--progress", "never"
    )
    assert status == 1
    manifest = json.loads((out / "_manifest.json").read_text(encoding="utf-8"))
    seen = {damage["source"] for part in manifest["parts"] for damage in part["damaged"]}
    seen |= {letter["source"] for letter in letters_of(out)}
    rows = {row["id"] for row in lines_of(out, "part-*.jsonl")}
    assert str(folder / "last.md") in rows
    silent = [
        path.name
        for path in inputs
        if str(path) not in seen and not any(name.startswith(str(path)) for name in rows)
    ]
    # Rows whose ids are their own, and archives without members.
    own_ids = ["id-binary.parquet", "id-float.parquet", "nan.jsonl", "surrogates.jsonl"]
    assert silent == sorted([*own_ids, "nan.tar", "zeros.tar"])
    assert "damaged: " in told


@pytest.mark.long
def test_a_curse_is_no_page_of_others(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate(CURSES):
        (folder / f"{number:02}_{name}.md").write_text(text_of(number), encoding="utf-8")
        (folder / f"{number:02}_well.md").write_text(text_of(number), encoding="utf-8")
    settings = attrs.evolve(LINES, workers=2, timeout=6, memory=256, before="etl_curses:curse")
    summary = run([str(folder)], tmp_path / "out", settings)
    limits = {
        str(letter["title"]).rpartition(" ")[2]: letter["limit"]
        for letter in letters_of(tmp_path / "out")
    }
    assert limits == {name: what for name, (what, _) in CURSES.items() if what != ROW}
    assert summary.pages == 2 * len(CURSES) == summary.ok + summary.dead
    assert summary.damaged == []


# --- workers that die of what they are given


class Kind(enum.Enum):
    """A class that a worker may not know."""

    A = 1


class Mute:
    """An object that has no words."""

    def __str__(self) -> str:
        raise KeyError


def test_a_record_may_hold_anything() -> None:
    records: list[Any] = [
        {"text": "a", "kind": Kind.A},
        {"text": "b", "what": lambda: 0},
        {"text": "c", "id": 10**5000},
        {"text": "d", "id": Mute()},
        None,
        {"text": 5},
        {"text": "e", "title": Kind.A},
    ]
    for workers in (None, 1):
        rows = list(parse_many(records, workers=workers))
        assert [row["text"] for row in rows] == ["a\n", "b\n", None, None, None, None, "e\n"]
        assert [row["error"] is None for row in rows] == [row["text"] is not None for row in rows]
    assert parse_record(None)["error"] == "TypeError: the record is no mapping, but NoneType"  # type: ignore[arg-type]


def test_a_line_that_no_worker_can_hold_is_a_dead_letter(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(
        json.dumps({"id": "large", "text": "a" * 12_000_000}) + '\n{"text": "ok"}\n',
        encoding="utf-8",
    )
    summary = run([str(path)], tmp_path / "out", attrs.evolve(LINES, memory=10))
    assert (summary.pages, summary.ok, summary.dead) == (2, 1, 1)
    assert summary.watch.started < 10
    assert letters_of(tmp_path / "out")[0]["limit"] == "memory"


def test_a_page_that_is_always_late_is_a_dead_letter(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "in", 3)
    os.mkfifo(folder / "pipe.md")
    summary = run([str(folder)], tmp_path / "out", attrs.evolve(LINES, timeout=1e-9))
    assert (summary.pages, summary.ok + summary.dead, summary.damaged) == (4, 4, [])
    rows = list(parse_many([{"text": "a"}] * 3, workers=1, timeout=1e-9))
    assert len(rows) == 3


# --- nobody's files


@pytest.mark.parametrize("name", ["part-00000.jsonl", "_dead-00000.jsonl", "part-x", "_part-1"])
@pytest.mark.parametrize("resume", [False, True])
def test_a_folder_with_names_of_a_run_is_refused(tmp_path: Path, name: str, resume: bool) -> None:
    pages = write_pages(tmp_path / "in", 1)
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("precious", encoding="utf-8")
    with pytest.raises(BatchError, match=f"holds {name}, but no manifest"):
        run([str(pages)], out, LINES, resume=resume)
    assert [path.name for path in out.iterdir()] == [name]
    assert (out / name).read_text(encoding="utf-8") == "precious"


def test_dead_letters_are_not_replayed_onto_themselves(tmp_path: Path) -> None:
    letters = tmp_path / "_dead-00000.jsonl"
    letters.write_text('nonsense\n{"source": 5}\n', encoding="utf-8")
    before = letters.read_bytes()
    words = ("replay", letters, "--workers", "1", "--progress", "never", "-o")
    assert command(*words, tmp_path)[0] == 2
    assert letters.read_bytes() == before
    # What is no dead letter is one of its own, whole.
    assert command(*words, tmp_path / "out")[0] == 1
    raw = [base64.b64decode(letter["raw"]) for letter in letters_of(tmp_path / "out")]
    assert raw == before.splitlines()


def test_resume_compares_what_it_finds(tmp_path: Path) -> None:
    pages, out = write_pages(tmp_path / "in", 1), tmp_path / "out"
    run([str(pages)], out, LINES)
    part = out / "part-00000.jsonl"
    part.write_bytes(part.read_bytes().replace(b"Words", b"Sword"))
    with pytest.raises(BatchError, match="not as it was written"):
        run([str(pages)], out, LINES, resume=True)


def test_resume_compares_all_limits(tmp_path: Path) -> None:
    pages, out = write_pages(tmp_path / "in", 1), tmp_path / "out"
    run([str(pages)], out, attrs.evolve(LINES, options=Options(limits=Limits(max_size=1))))
    with pytest.raises(BatchError, match="other settings: limits"):
        run([str(pages)], out, LINES, resume=True)


def test_resume_refuses_other_tables_of_unicode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, out = write_pages(tmp_path / "in", 1), tmp_path / "out"
    run([str(pages)], out, LINES)
    monkeypatch.setattr("unicodedata.unidata_version", "1.1.5")
    with pytest.raises(BatchError, match="other settings: unicode_version"):
        run([str(pages)], out, LINES, resume=True)


@pytest.mark.parametrize(
    "manifest",
    [
        b"5",
        b"[" * 100_000,
        b'{"manifest_version": 2, "settings": [], "inputs": [], "parts": [], "complete": false}',
        b'{"manifest_version": 2, "settings": {}, "inputs": [], "parts": [{}], "complete": false}',
        b'{"manifest_version": 2, "settings": {}, "inputs": [], "parts": [5], "complete": false}',
    ],
)
def test_a_manifest_that_no_run_has_written_is_told(tmp_path: Path, manifest: bytes) -> None:
    (tmp_path / "_manifest.json").write_bytes(manifest)
    pages = write_pages(tmp_path / "in", 1)
    with pytest.raises(BatchError, match=r"is no manifest: .*choose another folder"):
        run([str(pages)], tmp_path, LINES, resume=True)


# --- what is told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--largest-page", "2048"], "--largest-page 2048 is more than --memory 1024"),
        (["--largest-page", "9" * 17], "--largest-page"),
        (["--memory", "9" * 14], "--memory"),
        (["--workers", "9" * 23], "--workers"),
        (["--lang", "klingon"], "'klingon'"),
        (["--namespaces", "foo"], "'foo' is no namespace of the dumps"),
        (["--out", ""], "--out"),
        (["--out", "page.md"], "page.md is a file"),
        (["--out", "page.md/x"], "cannot make the folder page.md/x: Not a directory\n"),
        (["./page.md"], "page.md is given twice"),
        (["."], "page.md is given twice, or overlaps with another input"),
        (["other.md"], "page.md is given twice"),
    ],
)
def test_mistakes_of_the_command_are_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.md").write_text("x", encoding="utf-8")
    Path("other.md").symlink_to("page.md")
    fixed = ["page.md", "--progress", "never"]
    if "--out" not in words:
        fixed += ["-o", "out"]
    try:
        status = console.main(["batch", *words, *fixed])
    except SystemExit as error:
        status = int(str(error.code))
    assert status in (1, 2)
    assert told in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_small_memory_makes_a_small_largest_page(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "in", 1)
    status, told = command("batch", pages, "-o", tmp_path / "out", "--memory", "5")
    assert status == 0
    assert "1 ok, 0 dead" in told


def test_few_files_are_enough(tmp_path: Path) -> None:
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24)); "
        "from wikiparse.console import main; sys.exit(main(sys.argv[1:]))"
    )
    pages = write_pages(tmp_path / "in", 100)
    words = ["batch", str(pages), "-o", str(tmp_path / "out"), "--workers", "30"]
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "100 ok" in done.stderr


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"title":"a","links":["b"]}', "after row 1: a link is str, not an object"),
        ('{"title":"a","links":5}', "after row 1: its links are int, not a list"),
        ('{"title":5,"links":[]}', "after row 1: a title is int, not text"),
        ('{"title":"a"}', "after row 1: it has no 'links'"),
        ("5", "the line of JSON is no object, but int"),
        ("[" * 100_000, "the JSON is nested too deep"),
        ("\udcff", "can't decode byte 0xff"),
    ],
)
def test_edges_of_what_is_no_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    path = tmp_path / "part-00000.jsonl"
    path.write_bytes(line.encode("utf-8", "surrogateescape") + b"\n")
    assert console.main(["edges", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
    assert captured.err.count("\n") == 1


# --- small things


def test_names_that_are_no_utf_8_stay_apart(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "in")
    os.mkdir(folder)  # noqa: PTH102  # a name in bytes
    for name in (b"\xff\xfe.md", b"\xfe\xff.md"):
        with open(os.path.join(folder, name), "wb") as file:  # noqa: PTH118, PTH123
            file.write(b"x")
    run([str(tmp_path / "in")], tmp_path / "out", LINES)
    assert len(set(ids_of(tmp_path / "out"))) == 2


def test_a_byte_order_mark_hides_no_line(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "1", "text": "a"}\n{"id": "2", "text": "b"}\n')
    summary = run([str(path)], tmp_path / "out", LINES)
    assert (summary.ok, ids_of(tmp_path / "out")) == (2, ["1", "2"])


def test_links_that_lead_nowhere_are_dead_letters(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "in", 1)
    (folder / "self.md").symlink_to("self.md")
    (folder / "nowhere.md").symlink_to("gone.md")
    (folder / "again").symlink_to(folder)
    summary = run([str(folder)], tmp_path / "out", LINES)
    assert (summary.ok, summary.dead) == (1, 2)
    assert [letter["limit"] for letter in letters_of(tmp_path / "out")] == ["read", "read"]


# --- bombs

PEAK = """
import sys
from pathlib import Path
from wikiparse.etl.batch import Settings, run
summary = run(sys.argv[2:], Path(sys.argv[1]), Settings(workers=2, memory=512))
peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(int(peak) // 1024, summary.watch.memory, summary.ok, summary.dead, len(summary.damaged))
"""


@pytest.mark.long
def test_bombs_are_held_in_little_memory(tmp_path: Path) -> None:
    write_repeated(tmp_path / "a.parquet", 50, 40 << 20)
    write_repeated(tmp_path / "b.parquet", 500, 4 << 20)
    for name, method in (("a", zipfile.ZIP_BZIP2), ("b", zipfile.ZIP_LZMA)):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w", method) as archive:
            for number in range(5):
                archive.writestr(f"{number}.md", bytes(15 << 20))
    (tmp_path / "c.zip").write_bytes(overlapping(1000))
    inputs = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(tmp_path / "out"), *inputs],
        capture_output=True,
        check=True,
        text=True,
    )
    parent, worker, ok, dead, damages = map(int, done.stdout.split())
    assert done.stderr == ""
    assert parent < 300
    assert worker < 700
    assert dead + damages >= 12
    assert ok < 200


def test_the_growth_of_a_zip_archive_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        for number in range(8):
            archive.writestr(f"{number}.md", bytes(4 << 20))
    bounds = Bounds(free=8 << 20)
    summary = run([str(path)], tmp_path / "out", attrs.evolve(LINES, bounds=bounds))
    assert summary.pages == 8
    assert {letter["error"] for letter in letters_of(tmp_path / "out")} == {
        "the archive grows more than 1,000 times when it is decompressed"
    }
