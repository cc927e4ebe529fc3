"""The benchmark of whole jobs: its dumps are read by all, losses are counted, and every process is
watched."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from wikiparse import iter_pages

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
if not sys.platform.startswith("linux"):
    pytest.skip("the benchmark reads /proc", allow_module_level=True)
sys.path[:0] = [str(BENCHMARKS), str(BENCHMARKS / "pipelines")]

import batches  # noqa: E402  # the path is set above
import environments  # noqa: E402
import jobs  # noqa: E402
import losses  # noqa: E402
import running  # noqa: E402
import tables  # noqa: E402
from dumps import STREAM, write_dump  # noqa: E402
from reader import pages  # noqa: E402
from run import Input  # noqa: E402

TEXTS = ["'''A''' [[Wind]] & <ref>zebra</ref>\n", "a ]]> b \x0b &lt; c  \n\n* d", ""]
SHOWN = [TEXTS[0], TEXTS[1].replace("\x0b", "\ufffd"), ""]
PAGE = """Some [[Wind|air]] moves.<ref>zebra [https://example.org/x there]</ref>

* lemon
** melon

{|
| walnut || walnut
|}
{{Box|name=pepper|of=[[Rain]]}}
"""


@pytest.mark.parametrize("name", ["a.xml", "a.xml.bz2", "x-multistream.xml.bz2", "a.jsonl"])
def test_a_dump_has_its_pages(tmp_path: Path, name: str) -> None:
    assert write_dump(tmp_path / name, TEXTS) == 3
    found = list(iter_pages(tmp_path / name))
    assert [page.title for page in found] == ["Page 1", "Page 2", "Page 3"]
    raw = [page.raw.decode() if isinstance(page.raw, bytes) else page.raw for page in found]
    assert raw == (TEXTS if name == "a.jsonl" else SHOWN)


def test_a_dump_is_as_long_as_asked(tmp_path: Path) -> None:
    count = write_dump(tmp_path / "x-multistream.xml.bz2", ["[[A]]\n" * 5], 30 * (STREAM + 1))
    assert count == STREAM + 1
    assert write_dump(tmp_path / "a.xml", ["", ""], 10) == 2
    assert len({page.title for page in iter_pages(tmp_path / "x-multistream.xml.bz2")}) == count


@pytest.mark.parametrize("name", ["a.xml", "a.jsonl"])
def test_the_loops_read_the_same_pages(tmp_path: Path, name: str) -> None:
    write_dump(tmp_path / name, TEXTS)
    found = list(pages(str(tmp_path / name)))
    assert [page.text for page in found] == (TEXTS if name == "a.jsonl" else SHOWN)
    assert [(page.number, page.title) for page in found] == [
        (str(number), f"Page {number}") for number in (1, 2, 3)
    ]


def test_what_a_page_holds() -> None:
    reference = losses.of_tree(PAGE, "wikitext")
    assert reference.links == Counter({"Wind": 1, "Rain": 1})
    assert reference.urls == ["https://example.org/x"]
    assert reference.items == {
        "paragraphs": [{"some", "air", "moves"}],
        "list items": [{"lemon", "melon"}, {"melon"}],
        "table cells": [{"walnut"}, {"walnut"}],
        "footnotes": [{"zebra", "there"}],
        "templates": [{"pepper", "rain"}],
    }


def test_words_that_are_elsewhere_too_say_nothing() -> None:
    reference = losses.of_tree("lemon\n\n* lemon\n* melon", "wikitext")
    assert reference.items["list items"] == [{"melon"}]
    assert reference.items["paragraphs"] == []


def test_what_mediawiki_shows_is_counted_alike() -> None:
    html = """<p>Some <a href="/wiki/Wind" title="Wind">air</a> moves.</p>
    <a class="mw-file-description" href="/wiki/File:X.jpg"><img src="x"></a>
    <ul><li>lemon<ul><li>melon</li></ul></li></ul>
    <table><tr><td>walnut</td><td>walnut</td></tr></table>
    <ol class="references"><li id="cite_note-1"><p>zebra
    <a class="external" href="https://example.org/x">there</a></p></li></ol>"""
    ours, theirs = losses.of_tree(PAGE, "wikitext"), losses.of_html(html)
    assert theirs.links == Counter({"Wind": 1})
    assert theirs.urls == ours.urls
    assert theirs.items == {**ours.items, "templates": []}


def test_html_is_found_by_the_text_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.wikitext").write_text(PAGE, encoding="utf-8")
    (tmp_path / "a.html").write_text("<ul><li>lemon</li></ul>", encoding="utf-8")
    first, second = losses.of_pages([PAGE, "another"], tmp_path)
    assert first.items["list items"] == [{"lemon"}]
    assert second.sizes().total() == 0
    assert losses.of_pages(["another"], tmp_path) == []


@pytest.mark.parametrize(
    "page",
    [
        {"text": "lemon", "links": ["wind", "Rain#top"]},
        {"text": "lemon", "links": [{"href": "wind"}, {"href": "Rain"}]},
        {"sections": [{"text": "lemon", "links": [{"page": "Wind"}, {"page": "Rain"}]}]},
        {"text": '&lt;a href="wind"&gt;lemon&lt;/a&gt; &lt;a href="Rain"&gt;x&lt;/a&gt;'},
    ],
)  # fmt: skip
def test_links_are_found_in_every_form(page: dict[str, object]) -> None:
    output = losses.output_of(page)
    assert output.links == Counter({"Wind": 1, "Rain": 1})
    assert "lemon" in output.words


def test_number_and_title_are_no_output(tmp_path: Path) -> None:
    line = json.dumps({"id": "114", "title": "Page", "text": "lemon"})
    (tmp_path / "a.jsonl").write_text(f"{line}\n", encoding="utf-8")
    assert losses.outputs(tmp_path / "a.jsonl")["Page"].words == {"lemon"}


def test_what_an_output_keeps() -> None:
    reference = losses.of_tree(PAGE, "wikitext")
    half = losses.output_of({"text": "lemon zebra https://example.org/x", "links": ["Wind", "No"]})
    assert losses.kept(reference, half) == {
        "links": 1,
        "external links": 1,
        "paragraphs": 0,
        "list items": 1,
        "table cells": 0,
        "footnotes": 1,
        "templates": 0,
    }
    assert losses.kept(reference, losses.output_of({"text": PAGE, "links": ["Wind", "Rain"]})) == (
        reference.sizes()
    )
    assert losses.kept(reference, None).total() == 0


def test_every_pipeline_has_a_script_and_all_values() -> None:
    place = environments.Environment("python", Path(), {}, "1")
    for name, pipeline in environments.PIPELINES.items():
        command = environments.command_of(pipeline, place, Path("a b.xml"), Path("out"), 2)
        assert "a b.xml" in command, name
        assert "{" not in " ".join(command), name
        scripts = [part for part in command if part.startswith(str(environments.SCRIPTS))]
        assert all(Path(script).exists() for script in scripts), name
        assert scripts or "-m" in command, name
        assert pipeline.fits(Path("a.xml")) or pipeline.fits(Path("a.jsonl")), name


def test_figures_are_those_of_the_further_pages() -> None:
    def job(cpu: float, alone: float = 0.0) -> running.Job:
        return running.Job(cpu, cpu, [10.0, 20.0, 30.0], alone)

    starts = {jobs.OURS: [job(1.5), job(1.0)], jobs.ROW: [job(0.5, 0.25)] * 2}
    runs = {jobs.OURS: [job(5.0), job(3.0)], jobs.ROW: [job(2.5, 1.25), job(1.5, 1.25)]}
    found = jobs.figures(runs, starts, 5_000_000, 1_000_000)
    assert found[jobs.OURS]["s_mb"] == 0.5
    assert found[jobs.OURS]["start_s"] == 0.5
    assert found[jobs.OURS]["times"] == 1.0
    assert found[jobs.OURS]["peaks"] == [10, 30]
    assert found[jobs.OURS]["times_row"] == 3.0
    assert found[jobs.ROW]["times"] == 0.5
    assert found[jobs.ROW]["alone_s_mb"] == 0.25
    assert found[jobs.ROW]["alone_times"] == 1.0


def test_processes_that_are_left_are_waited_for(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass\nopen('done', 'w').close()"
    leave = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    place = environments.Environment(sys.executable, tmp_path, {}, "1")
    job = running.run([sys.executable, "-c", leave], place)
    assert (tmp_path / "done").exists()
    assert job.cpu >= 0.3
    assert len(job.peaks) == 2


def test_the_memory_of_each_process_is_its_own(tmp_path: Path) -> None:
    large = "import time; x = bytearray(200 << 20); time.sleep(0.5)"
    small = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {large!r}])"
    place = environments.Environment(sys.executable, tmp_path, {}, "1")
    parent, child = running.run([sys.executable, "-c", small], place).peaks
    assert parent < 100 < 200 <= child < 300


def test_a_job_of_ours_loses_nothing(tmp_path: Path) -> None:
    bench = running.Bench(tmp_path, tmp_path, [jobs.ROW, "wikiparse, text and links"])
    found = jobs.measure(bench, Input([PAGE, "[[A]] lemon"], "wikitext"), 1, None)
    assert (found["pages"], found["bytes"]) == (2, len(PAGE) + len("[[A]] lemon"))
    held = found["held by tree"]
    assert held["total"]["links"] == 3
    assert set(held["kept"][jobs.ROW].values()) == {1.0}
    assert held["kept"]["wikiparse, text and links"]["footnotes"] == 0.0
    report = tables.pipelines_report(
        {**jobs.machine(), "rounds": 1, "versions": {"wikiparse": "1"}, "inputs": {"own": found}}
    )
    assert "own: 2 pages, 0.0 MB" in report
    assert "| parse_record | 100% | 100% |" in report


def test_batches_tell_the_memory_of_parent_and_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(batches, "ROUNDS_OF_WORKERS", 1)
    monkeypatch.setattr(batches, "FORMS", {"-multistream.xml.bz2": (2,)})
    bench = running.Bench(tmp_path, tmp_path, [jobs.OURS])
    found = batches.batches(bench, [PAGE], [2_000])
    (run,) = found["runs"]
    assert (run["bytes"], run["workers"], run["form"]) == (2_000, 2, "multistream.xml.bz2")
    assert 20 < run["worker"] < run["parent"] < 1_000
    assert found["two_workers"] > 0
    for load in (0.0, 4.0):
        shown = tables._batches({"pipelines": {"batches": {**found, "load": load}}})
        assert "| 0.002 MB as `multistream.xml.bz2` | 2 |" in shown
        assert ("of the wall time of one" in shown) is (load == 0.0)


def test_a_pipeline_that_fails_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fails = jobs.PIPELINES[jobs.ROW]._replace(command="{python} -c 1/0 {dump} {out}")
    monkeypatch.setitem(environments.PIPELINES, jobs.ROW, fails)
    bench = running.Bench(tmp_path, tmp_path, [jobs.ROW])
    found = jobs.measure(bench, Input(["a"], "wikitext"), 1, None)
    assert found["pipelines"] == {}
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_the_default_inputs_are_as_long_as_asked() -> None:
    found = jobs.inputs_of([], 500_000)
    assert {pages.dialect for pages in found.values()} == {"wikitext", "hybrid"}
    sizes = [sum(len(text.encode()) for text in pages.texts) for pages in found.values()]
    assert all(250_000 < size <= 500_000 for size in sizes)


def test_figures_that_were_not_measured_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import run

    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "docs").mkdir()
    results = json.loads((BENCHMARKS / "results.json").read_text(encoding="utf-8"))
    written = tmp_path / "benchmarks" / "results.json"
    written.write_text(json.dumps({**results, "pipelines": {"rounds": 1}}), encoding="utf-8")
    for name in ("performance.md", "comparison.md"):
        (tmp_path / "docs" / name).write_text("", encoding="utf-8")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    run.refresh({"python": "0"})
    found = json.loads(written.read_text(encoding="utf-8"))
    assert found == {**results, "python": "0", "pipelines": {"rounds": 1}}
