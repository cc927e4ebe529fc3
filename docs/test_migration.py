"""Runs every pair of calls in the tables of the migration pages (`docs/from-*.md`).

A row of such a table has a call of another package, the call of wikiparse beside it, and "same" or
the reason why the answers differ. Both calls are evaluated on `tests/fixtures/migration.wikitext`,
after the blocks of the page that prepare them: "same" must be the same, and anything else must
differ, so that no reason outlives the difference.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").glob("from-*.md"))
FIXTURE = "tests/fixtures/migration.wikitext"

NEEDS = {
    "from-mwparserfromhell": "mwparserfromhell",
    "from-pandoc": "pypandoc",
    "from-wikiextractor": "wikiextractor",
    "from-wikitextparser": "wikitextparser",
    "from-wtf-wikipedia": "",
}
"""The Python package that the calls of a page need; those of wtf_wikipedia need node."""

HEADER = re.compile(r"^\| [^|]+ \| wikiparse \| answers \|\n\|[-| ]+\|\n", re.M)
BLOCK = re.compile(r"^```(python|js)\n(.*?)^```$", re.M | re.S)
CELLS = re.compile(r"(?<!\\)\|")


class Pair(NamedTuple):
    """A row: their call, ours, and what the page says of the answers."""

    page: str
    theirs: str
    ours: str
    answers: str


def _pairs(path: Path) -> list[Pair]:
    """The rows of the tables of a page."""
    text, found = path.read_text(encoding="utf-8"), []
    for header in HEADER.finditer(text):
        for row in text[header.end() :].split("\n\n", 1)[0].splitlines():
            cells = [cell.strip().replace("\\|", "|") for cell in CELLS.split(row)[1:-1]]
            assert len(cells) == 3, row
            found.append(Pair(path.stem, cells[0].strip("`"), cells[1].strip("`"), cells[2]))
    return found


PAIRS = [pair for path in PAGES for pair in _pairs(path)]


def _blocks(page: str, language: str) -> str:
    """The blocks of a page before its first table: they prepare the calls."""
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    table = HEADER.search(text)
    assert table
    return "\n".join(
        match[2] for match in BLOCK.finditer(text, 0, table.start()) if match[1] == language
    )


@cache
def _namespace(page: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(compile(_blocks(page, "python"), f"docs/{page}.md", "exec"), namespace)
    return namespace


@cache
def _node() -> str | None:
    """Why calls of wtf_wikipedia cannot be run, or None. `NODE_PATH` says where it is installed."""
    if shutil.which("node") is None:
        return "node is not installed"
    asked = subprocess.run(
        ["node", "-e", "require('wtf_wikipedia')"], capture_output=True, check=False
    )
    return (
        "wtf_wikipedia is not installed: see docs/from-wtf-wikipedia.md"
        if asked.returncode
        else None
    )


@cache
def _answers_of_node(page: str) -> dict[str, Any]:
    """The answers to all calls of a page, by one process."""
    calls = [pair.theirs for pair in PAIRS if pair.page == page]
    answers = f"{json.dumps(calls)}.map((call) => eval(call))"
    script = f"{_blocks(page, 'js')}\nconsole.log(JSON.stringify({answers}))"
    done = subprocess.run(
        ["node", "-e", script],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ,
    )
    return dict(zip(calls, json.loads(done.stdout), strict=True))


def _plain(answer: Any) -> Any:
    """An answer as JSON has it: tuples are lists, strings of any class are strings."""
    return json.loads(json.dumps(answer, default=str))


def test_each_page_has_pairs() -> None:
    assert {pair.page for pair in PAIRS} == set(NEEDS)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.page}-{pair.theirs}")
def test_answers_are_as_the_page_says(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    package = NEEDS[pair.page]
    if package and importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed: pip install -e '.[migration]'")
    if not package and (reason := _node()):
        pytest.skip(reason)
    namespace = _namespace(pair.page)
    theirs = _plain(
        eval(pair.theirs, namespace) if package else _answers_of_node(pair.page)[pair.theirs]
    )
    ours = _plain(eval(pair.ours, namespace))
    if pair.answers == "same":
        assert ours == theirs
    else:
        assert len(pair.answers) > len("differ"), "say why the answers differ"
        assert ours != theirs, "they are the same now: the page says that they differ"


def test_the_page_that_is_shown_is_the_page_that_is_read() -> None:
    shown = re.search(
        r"(?ms)^```wikitext\n(.*?)^```$",
        (ROOT / "docs" / "migration.md").read_text(encoding="utf-8"),
    )
    assert shown
    assert shown[1] == (ROOT / FIXTURE).read_text(encoding="utf-8")
