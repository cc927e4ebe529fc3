"""The tables of docs/comparison.md are the answers of the packages that are installed."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from test_benchmarks import RESULTS, TABLES, script

ROOT = Path(__file__).resolve().parents[1]
FEATURES = script("features")
DATA = FEATURES.tables()
PAGE = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
COLUMNS = [(table, column) for table in DATA for column in DATA[table]["prepare"]]


@cache
def columns_in_the_page(table: str) -> dict[str, list[str]]:
    found = next(match[0] for match in FEATURES.MARKED.finditer(PAGE) if match[2] == table)
    lines = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in found.splitlines()
        if line.startswith("|")
    ]
    return {name: list(cells) for name, _, *cells in zip(*lines, strict=True)}


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_is_what_the_package_returns(table: str, column: str) -> None:
    found = FEATURES.cells({**DATA[table], "prepare": {column: DATA[table]["prepare"][column]}})
    if found[column] is None:
        pytest.skip(f"{column} is not installed: see benchmarks/features.py")
    assert columns_in_the_page(table)[column] == found[column], (
        "python benchmarks/features.py --refresh"
    )


@pytest.mark.parametrize("table", DATA)
def test_the_rows_are_those_of_the_file(table: str) -> None:
    titles = [row["title"].replace("|", "\\|") for row in DATA[table]["row"]]
    assert columns_in_the_page(table)[""] == titles
    assert list(columns_in_the_page(table)) == ["", *DATA[table]["prepare"]]


def test_wikiparse_has_a_column_of_answers_and_dashes() -> None:
    """A call of ours that returns another answer is a fault, or needs an issue."""
    for table in DATA:
        wrong = [
            row["title"]
            for row, cell in zip(
                DATA[table]["row"], columns_in_the_page(table)["wikiparse"], strict=True
            )
            if cell == "no" and row["title"] != "any template, expanded with its page"
        ]
        assert wrong == []


def test_the_figures_are_those_of_the_results() -> None:
    assert TABLES.refreshed(PAGE, RESULTS) == PAGE, "python benchmarks/run.py --refresh"
