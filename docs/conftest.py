"""Runs the examples of the documentation.

Python blocks are run as they are written, doctests among them. A block of `markdown` with the word
"Yields:" and a block of `text` below it is an input of the hybrid dialect with its tree, one of
`wikitext` an input of that dialect; a language may follow the word (`wikitext zh`). Without
"Yields:" a block is only shown. `pytest docs --refresh-fixtures -n 0` writes the trees again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

import wikiparse
from listening import pytest_runtest_teardown  # noqa: F401 (a hook of pytest: examples are listened to as tests are)

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAIR = re.compile(
    r"^(?P<fence>`{3,})(?P<dialect>markdown|wikitext)(?: (?P<lang>[a-z-]+))?\n"
    r"(?P<input>.*?)\n(?P=fence)\n\n"
    r"Yields:\n\n(?P<other>`{3,})text\n(?P<tree>.*?)\n(?P=other)$",
    re.M | re.S,
)


@pytest.fixture
def in_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples open files by their path in the project."""
    monkeypatch.chdir(ROOT)


def dump(source: str, dialect: str, lang: str | None) -> str:
    """The tree of an input, with a line for each diagnostic."""
    doc = wikiparse.parse(source, dialect="hybrid" if dialect == "markdown" else dialect, lang=lang)
    found = [f"! {d.code}" + (f" {d.span}" if d.span else "") for d in doc.diagnostics]
    return doc.tree() + "".join(line + "\n" for line in found)


def input_and_tree(document: Document) -> Iterator[Region]:
    """The pairs of input and tree of a page."""
    for match in PAIR.finditer(document.text):
        yield Region(match.start(), match.end(), parsed=match, evaluator=check_tree)


def check_tree(example: Example) -> str | None:
    """What is wrong with a pair, or None."""
    match = example.parsed
    tree = dump(match["input"], match["dialect"], match["lang"]).rstrip("\n")
    if tree == match["tree"]:
        return None
    if example.namespace["pytestconfig"].getoption("refresh_fixtures", default=False):
        page = Path(example.path)
        start = match.start("tree") - match.start()
        fresh = match[0][:start] + tree + match[0][start + len(match["tree"]) :]
        page.write_text(
            page.read_text(encoding="utf-8").replace(match[0], fresh, 1), encoding="utf-8"
        )
        return None
    return f"The tree is\n{tree}\n"


SYBIL = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser(), input_and_tree],
    patterns=["*.md"],
    fixtures=["in_root", "pytestconfig"],
)
pytest_collect_file = SYBIL.pytest()
