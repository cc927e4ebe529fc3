"""`map_pages`: one result for each page, in order, whatever a user's function does; nobody is left.
`scripts/etl_trials.py maps` does the same at full size."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest

import etl_functions as functions
from etl_curses import CURSES, ROW
from etl_samples import EAT, HANG, HEAD, KILL, RAISE, TAIL, text_of, write_pages, xml_dump, xml_page
from wikiparse import Limits
from wikiparse.etl import DamageWarning, DeadLetter, Options, map_pages, parse_many

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", 100)


def titles_in(folder: Path) -> list[str]:
    return [path.stem.replace("_", " ") for path in sorted(folder.iterdir())]


def named(folder: Path, words: Iterator[str] | list[str]) -> list[str]:
    """Pages whose titles end in the words, each with a harmless one after it."""
    folder.mkdir()
    for number, word in enumerate(words):
        (folder / f"{number:02}_{word}.md").write_text(text_of(number), encoding="utf-8")
        (folder / f"{number:02}_{word}_well.md").write_text(text_of(number), encoding="utf-8")
    return titles_in(folder)


def title_of(result: Any) -> Any:
    return result.title if isinstance(result, DeadLetter) else result


# --- results


@pytest.mark.parametrize("workers", [0, 1, 2, 8])
def test_the_results_are_in_order(pages: Path, workers: int) -> None:
    assert list(map_pages(functions.title, pages, workers=workers)) == titles_in(pages)


@pytest.mark.parametrize("workers", [0, 2])
def test_the_function_may_ask_for_the_page(tmp_path: Path, workers: int) -> None:
    path = tmp_path / "dewiki.xml"
    path.write_text(xml_dump(3), encoding="utf-8")
    found = list(map_pages(functions.with_page, path, workers=workers, with_page=True))
    assert found == [(f"Seite {n}", n, f"'''{n}''' [[Seite {n + 1}]]") for n in range(3)]


@pytest.mark.parametrize("workers", [0, 1])
def test_the_namespaces_are_those_of_the_dump(tmp_path: Path, workers: int) -> None:
    path = tmp_path / "wiki.xml"
    head = HEAD.replace("</namespaces>", '<namespace key="100">Thema</namespace></namespaces>')
    path.write_text(head + xml_page(1, "[[Thema:X]] [[Portal:X]]") + TAIL, encoding="utf-8")
    assert list(map_pages(functions.namespaces, path, workers=workers)) == [["Thema", ""]]


@pytest.mark.parametrize("workers", [0, 1])
def test_the_options_count_where_the_source_says_nothing(tmp_path: Path, workers: int) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "[[a]]"}\n{"text": "[[a]]", "lang": "de"}\n', encoding="utf-8")
    options = Options(dialect="wikitext", language="fr", limits=Limits(max_size=3))
    found = list(map_pages(functions.dialect, path, workers=workers, options=options))
    assert found == [("wikitext", "fr", 0), ("wikitext", "de", 0)]


def test_a_partial_function_is_one_too(pages: Path) -> None:
    found = list(map_pages(partial(functions.title), pages, workers=1))
    assert found == titles_in(pages)


def test_results_come_while_others_are_computed(pages: Path) -> None:
    results = map_pages(functions.title_and_process, pages, workers=1)
    assert next(results)[0] == titles_in(pages)[0]
    assert len(list(results)) == 99


def test_large_values(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", 40)
    results = map_pages(functions.large, folder, workers=2, memory=64)
    assert [len(value) for value in results] == [3 << 20] * 40


# --- faults


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_a_fault_costs_one_page(tmp_path: Path, workers: int) -> None:
    titles = named(tmp_path / "in", [RAISE, KILL, HANG, EAT] * 2)
    results = list(
        map_pages(functions.faulty, tmp_path / "in", workers=workers, timeout=1.5, memory=256)
    )
    assert [title_of(result) for result in results] == titles
    limits = {RAISE: None, KILL: "crash", HANG: "time", EAT: "memory"}
    for result in results:
        word = str(title_of(result)).rpartition(" ")[2]
        assert isinstance(result, DeadLetter) == (word in limits)
        if isinstance(result, DeadLetter):
            assert result.limit == limits[word]
            assert result.error


@pytest.mark.long
def test_a_curse_is_no_page_of_others(tmp_path: Path) -> None:
    # They act on the values of a record, or write on the terminal.
    names = [name for name in CURSES if name not in ("number", "deadly", "terminal")]
    titles = named(tmp_path / "in", names)
    results = list(map_pages(functions.cursed, tmp_path / "in", workers=4, timeout=4, memory=256))
    assert [title_of(result) for result in results] == titles
    limits = {
        str(result.title).rpartition(" ")[2]: result.limit
        for result in results
        if isinstance(result, DeadLetter)
    }
    # An exception of any kind is the function's, and the worker goes on.
    caught = ("exit", "interrupt", "generator", "base")
    assert limits == {
        name: None if name in caught else CURSES[name][0]
        for name in names
        if CURSES[name][0] != ROW
    }


@pytest.mark.parametrize("word", [*functions.VALUES])
def test_a_value_that_cannot_travel_is_a_dead_letter(tmp_path: Path, word: str) -> None:
    titles = named(tmp_path / "in", [word])
    first, second = map_pages(functions.unsent, tmp_path / "in", workers=1)
    assert isinstance(first, DeadLetter)
    assert first.error.startswith("the value cannot be ")
    assert (first.title, second) == (titles[0], titles[1])


def test_a_dead_letter_names_page_and_line(tmp_path: Path) -> None:
    path = tmp_path / "dewiki.xml"
    path.write_text(HEAD + xml_page(7, "x", title="A raise") + TAIL, encoding="utf-8")
    for workers in (0, 1):
        (letter,) = map_pages(functions.faulty, path, workers=workers)
        assert isinstance(letter, DeadLetter)
        assert (letter.id, letter.page_id, letter.revision_id) == ("dewiki:7", 7, 79)
        assert (letter.namespace, letter.source, letter.offset) == (0, str(path), 0)
        assert letter.error == "ValueError: this page is cursed"
        assert letter.traceback.startswith("Traceback (most recent call last):")
        assert 'inject({"title": doc.title})' in letter.traceback
        assert letter.traceback.endswith("ValueError: this page is cursed")
        assert str(letter) == "A raise: ValueError: this page is cursed"


def test_dead_letters_may_go_elsewhere(tmp_path: Path) -> None:
    titles = named(tmp_path / "in", [RAISE])
    lost: list[DeadLetter] = []
    for workers in (0, 1):
        found = list(
            map_pages(functions.faulty, tmp_path / "in", workers=workers, on_error=lost.append)
        )
        assert found == [titles[1]]
    assert [letter.title for letter in lost] == [titles[0]] * 2


def test_an_exit_in_this_process_costs_a_page_and_an_interrupt_ends_the_loop(
    tmp_path: Path,
) -> None:
    named(tmp_path / "in", ["exit", "odd", "stop"])
    results = list(map_pages(functions.cursed, tmp_path / "in", workers=0))
    assert [isinstance(result, DeadLetter) for result in results] == [True, False] * 3
    named(tmp_path / "other", ["interrupt"])
    with pytest.raises(KeyboardInterrupt):
        list(map_pages(functions.cursed, tmp_path / "other", workers=0))


@pytest.mark.parametrize("workers", [0, 1])
def test_damage_is_told(tmp_path: Path, workers: int) -> None:
    path = tmp_path / "dewiki.xml"
    path.write_text(xml_dump(3)[:-40], encoding="utf-8")
    told: list[Any] = []
    found = list(map_pages(functions.title, path, workers=workers, on_damage=told.append))
    assert (found, len(told)) == (["Seite 0", "Seite 1"], 1)
    with pytest.warns(DamageWarning, match="cut off"):
        list(map_pages(functions.title, path, workers=workers))


@pytest.mark.parametrize("workers", [0, 1])
def test_a_line_that_is_no_page_is_a_dead_letter(tmp_path: Path, workers: int) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "A", "text": "a"}\nno\n{"text": 5}\n', encoding="utf-8")
    first, second, third = map_pages(functions.title, path, workers=workers)
    assert first == "A"
    assert [second.id, third.id] == [f"{path}#2", f"{path}#3"]
    assert second.error.startswith("JSONDecodeError")
    assert third.error == "TypeError: the record's text is no str and no bytes, but int"


# --- what is refused


def test_a_function_that_workers_cannot_find(pages: Path) -> None:
    def inner(doc: Any) -> int:
        return 0

    for function in (lambda doc: 0, inner, Lock().acquire):
        with pytest.raises(
            TypeError, match=r"cannot be sent to the workers .*: define it at the top level"
        ):
            map_pages(function, pages)
    assert next(map_pages(lambda doc: doc.title, pages, workers=0)) == titles_in(pages)[0]
    with pytest.raises(TypeError, match="takes a function, not str"):
        map_pages("title", pages)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"workers": -1}, ValueError),
        ({"workers": 1.5}, TypeError),
        ({"workers": True}, TypeError),
        ({"timeout": 0}, ValueError),
        ({"timeout": float("nan")}, ValueError),
        ({"timeout": "1"}, TypeError),
        ({"memory": -1}, ValueError),
        ({"revisions": "first"}, ValueError),
    ],
)
def test_numbers_out_of_their_range(
    pages: Path, options: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        map_pages(functions.title, pages, **options)
    if "revisions" not in options:
        with pytest.raises(error):
            parse_many([], **options)


@pytest.mark.parametrize("workers", [0, 1])
def test_a_missing_file_is_told_at_once(tmp_path: Path, workers: int) -> None:
    with pytest.raises(FileNotFoundError, match=r"no\.xml"):
        map_pages(functions.title, tmp_path / "no.xml", workers=workers)


# --- processes


def gone(process: int) -> bool:
    """Whether a process has ended, after some waiting for the system to take it away."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("taken", [1, 50, 100])
def test_no_process_is_left(pages: Path, taken: int) -> None:
    results = map_pages(functions.title_and_process, pages, workers=2)
    processes = {next(results)[1] for _ in range(taken)}
    results.close()  # type: ignore[attr-defined]
    assert all(gone(process) for process in processes)


def raising(letter: DeadLetter) -> None:
    raise RuntimeError(letter.title)


def test_an_exception_of_the_caller_leaves_none_either(tmp_path: Path) -> None:
    named(tmp_path / "in", ["well", RAISE])
    results = map_pages(functions.faulty, tmp_path / "in", workers=1, on_error=raising)
    with pytest.raises(RuntimeError):
        list(results)


SCRIPT = """
import sys
from wikiparse.etl import map_pages

class Value:
    def __init__(self, title): self.title = title

def value(doc): return Value(doc.title)

{guard}
    print(*[v.title for v in map_pages(value, sys.argv[1], workers=2)])
"""


def run_script(tmp_path: Path, guard: str, source: Path) -> subprocess.CompletedProcess[str]:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(guard=guard), encoding="utf-8")
    return subprocess.run(
        [sys.executable, script, source], capture_output=True, text=True, check=False, timeout=120
    )


def test_a_function_of_the_script_that_is_run(tmp_path: Path) -> None:
    source = write_pages(tmp_path / "pages", 3)
    done = run_script(tmp_path, 'if __name__ == "__main__":', source)
    assert done.stdout == "page 00000 page 00001 page 00002\n", done.stderr
    done = run_script(tmp_path, "if True:", source)
    assert done.returncode == 1
    assert "has to keep its other statements under `if __name__" in done.stderr
