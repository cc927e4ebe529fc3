"""The fixtures: every case's tree is the one that its file holds."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from cases import Case, dump, read_cases, stems, write_cases

TRAPS = range(1, 42)
"""The traps of the hybrid dialect, by their numbers in the documentation."""

SOURCES = Path(__file__).parent.parent / "src" / "wikiparse"

WITHOUT_MODULE = {
    "converters", "paragraphs", "writers", "wikitext/paragraphs", "wikitext/evaluation",
    "wikitext/known_bugs",
}  # fmt: skip
"""Fixture files of no one construct: a paragraph is what no other block start takes."""

WITHOUT_FIXTURE = {
    "__init__", "parser", "scanner", "state",
    # The nodes that several constructs make: wikilinks.txt, links.txt; quotes.txt, tags.txt.
    "link_nodes", "pairing",
    # Templates in the markup of other nodes: the cases are with those nodes.
    "enclosed",
    # Columns of text, which the cells of simple_tables.txt and grid_tables.txt are cut by.
    "columns",
}  # fmt: skip
"""Modules in `blocks/` and `inlines/` that are not a construct."""


def _cases() -> list[object]:
    params: list[object] = []
    for stem in stems():
        for case in read_cases(stem)[1]:
            reason = case.option("xfail")
            marks = (
                ()
                if reason is None
                else (pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError),)
            )
            params.append(pytest.param(case, id=f"{stem}:{case.title}", marks=marks))
    return params


@pytest.fixture(scope="session", autouse=True)
def _refresh(request: pytest.FixtureRequest) -> None:
    """With `--refresh-fixtures`, write the tree of each input; cases known to be wrong stay."""
    if request.config.getoption("--refresh-fixtures"):
        for stem in stems():
            head, cases = read_cases(stem)
            fresh = [
                case if case.option("xfail") else attrs.evolve(case, expected=dump(case.parse()))
                for case in cases
            ]
            write_cases(stem, head, fresh)


@pytest.mark.parametrize("case", _cases())
def test_tree(case: Case, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--refresh-fixtures"):
        pytest.skip("rewritten")
    assert dump(case.parse()).splitlines() == case.expected.splitlines(), (
        f"fixtures/{case.stem}.txt:{case.line}"
    )


@pytest.mark.parametrize("stem", stems())
def test_the_file_is_in_its_own_form(stem: str) -> None:
    head, cases = read_cases(stem)
    titles = [case.title for case in cases]
    assert head.strip(), "a fixture file says above its first case what construct it is about"
    assert len(set(titles)) == len(titles), "two cases have one title"
    assert all(case.expected.startswith("document ") for case in cases), "a case has no tree"
    stripped = [
        case.title
        for case in cases
        if any(line != line.rstrip(" \t") for line in case.written.split("\n"))
    ]
    assert not stripped, "white space at the end of a line is written visibly (fixtures/README.md)"


def test_a_construct_has_one_stem_everywhere() -> None:
    constructs = {
        ("wikitext/" if path.parent.parent.name == "wikitext" else "") + path.stem
        for phase in ("blocks", "inlines")
        for path in SOURCES.glob(f"*/{phase}/*.py")
        if path.stem not in WITHOUT_FIXTURE
    }
    # What both grammars share may have its module elsewhere: `redirects` in `resolve/`.
    shared = {
        prefix + path.stem
        for path in (*SOURCES.glob("*.py"), *SOURCES.glob("resolve/*.py"))
        for prefix in ("", "wikitext/")
    }
    shared |= {path.stem for path in SOURCES.glob("sites/*.py")}
    shared |= {f"html_{path.stem}" for path in SOURCES.glob("html/*.py")}
    files = set(stems())
    assert files - constructs - shared == WITHOUT_MODULE, (
        "a fixture file bears the name of the module that it tests"
    )
    assert constructs <= files, "a construct has its cases in tests/fixtures/STEM.txt"


def test_every_trap_has_a_case() -> None:
    titles = [case.title for stem in stems() for case in read_cases(stem)[1]]
    covered = {int(number) for title in titles for number in re.findall(r"(?<=trap )\d+", title)}
    assert covered == set(TRAPS)
