"""The benchmarks: what they call exists, their inputs are there, and the chart is what the script
makes of the figures."""

from __future__ import annotations

import importlib
import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import wikiparse

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        f"benchmarks_{name}", ROOT / "benchmarks" / f"{name}.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUN, CHART, TABLES = script("run"), script("chart"), script("tables")
RESULTS = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))


def test_the_chart_is_what_the_script_makes() -> None:
    written = (ROOT / "docs" / "benchmarks.svg").read_text(encoding="utf-8")
    assert written == CHART.chart(RESULTS), (
        "python benchmarks/chart.py benchmarks/results.json > docs/benchmarks.svg"
    )
    assert ET.fromstring(written).tag.endswith("svg")


def test_the_tables_are_what_the_script_makes() -> None:
    written = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert len(TABLES.MARKED.findall(written)) == 12
    assert written == TABLES.refreshed(written, RESULTS), "python benchmarks/run.py --refresh"


def test_the_figures_are_of_the_inputs_of_today() -> None:
    assert list(RESULTS["inputs"]) == list(RUN.fixtures())
    assert all(RUN.OURS in found["parsers"] for found in RESULTS["inputs"].values())


def test_the_functions_of_the_phases_exist() -> None:
    for functions in RUN.PHASES.values():
        for module, name in functions:
            assert callable(getattr(importlib.import_module(module), name)), f"{module}.{name}"


def test_phases_are_taken_apart_and_put_together_again() -> None:
    parse, page = wikiparse.parse, RUN.fixtures()["reference article"].texts
    found = RUN.phases(parse, page, 1)
    assert {"blocks", "inlines and nodes", "resolve"} <= set(found)
    assert wikiparse.parse is parse
    assert not any(
        getattr(importlib.import_module(m), n).__name__ == "call"
        for fs in RUN.PHASES.values()
        for m, n in fs
    )


def test_a_folder_is_an_input(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.md").write_bytes("# é\n".encode() + b"\xff")
    (tmp_path / "b.wikitext").write_text("[[b]]", encoding="utf-8")
    (tmp_path / "c.txt").write_text("no page", encoding="utf-8")
    found = RUN.folder(tmp_path, 1_000)
    assert found[tmp_path.name].texts == ["# é\n\ufffd"]
    assert found[tmp_path.name + ", wikitext"].dialect == "wikitext"


def test_the_inputs_can_be_read_by_all() -> None:
    for name, pages in RUN.fixtures().items():
        assert pages.texts, name
        for run in RUN.other_parsers(wikitext=pages.dialect == "wikitext").values():
            run(pages.texts[0])
