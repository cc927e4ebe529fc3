"""Runs the examples of the README, and holds what it and the documentation claim to the facts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

import wikiparse

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def test_examples_of_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = list(Sybil(parsers=[PythonCodeBlockParser()]).parse(README).examples())
    assert examples
    for example in examples:
        example.evaluate()


def test_two_commands_do_the_set_up() -> None:
    """`.ci/run` takes these very lines from the README."""
    commands = re.findall(r"(?m)^python3\.11 -m venv .*$", README.read_text(encoding="utf-8"))
    assert [command.rpartition(" && ")[2] for command in commands] == [
        ".venv/bin/wikiparse parse tests/fixtures/pml.md --lang zh",
        ".venv/bin/pytest -n auto",
    ]


def test_the_changelog_knows_the_version() -> None:
    assert f"## [{wikiparse.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_node_class_is_documented() -> None:
    headings = re.findall(
        r"(?m)^### `(\w+)`", (ROOT / "docs" / "nodes.md").read_text(encoding="utf-8")
    )
    nodes = {name for name in wikiparse.__all__ if _is_node(getattr(wikiparse, name))}
    assert sorted(headings) == sorted(nodes - {"Node", "Parent"})


def test_every_code_is_documented() -> None:
    rows = re.findall(
        r"(?m)^\| `([\w-]+)` \| (\w+) \| (.*) \|$",
        (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8"),
    )
    assert {code: (severity, meaning) for code, severity, meaning in rows} == wikiparse.CODES


def test_every_trap_is_documented() -> None:
    """The numbers are those that fixtures and comments refer to."""
    rows = re.findall(
        r"(?m)^\| (\d+) \|", (ROOT / "docs" / "dialects.md").read_text(encoding="utf-8")
    )
    assert [int(number) for number in rows] == list(range(1, 42))


def test_every_difference_of_the_hybrid_dialect_is_documented() -> None:
    text = (ROOT / "docs" / "dialects.md").read_text(encoding="utf-8")
    listed = text[text.index("## Differences from CommonMark") : text.index("## Markdown")]
    hybrid, commonmark = (
        attrs.asdict(wikiparse.DIALECTS[name]) for name in ("hybrid", "commonmark")
    )
    different = {field for field in hybrid if hybrid[field] != commonmark[field]} - {"name"}
    heads = re.findall(r"(?m)^(`\w+`(?:, `\w+`)*): ", listed)
    assert {field for head in heads for field in re.findall(r"\w+", head)} == different


def test_every_field_of_a_dialect_is_documented() -> None:
    text = (ROOT / "docs" / "dialects.md").read_text(encoding="utf-8")
    fields = {field.name for field in attrs.fields(wikiparse.Dialect)} - {"name", "wikitext"}
    missing = [field for field in sorted(fields) if f"`{field}`" not in text]
    assert missing == [], "say in docs/dialects.md what these fields of Dialect switch"


def test_every_invariant_names_a_test_that_exists() -> None:
    named = re.findall(
        r"`(tests/\w+\.py)`", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    )
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_page_is_in_the_index() -> None:
    docs = ROOT / "docs"
    index = (docs / "index.md").read_text(encoding="utf-8")
    assert [
        page.stem
        for page in sorted(docs.glob("*.md"))
        if page.stem != "index" and f"\n{page.stem}\n" not in index
    ] == []


def test_every_extra_and_python_is_on_the_install_page() -> None:
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = re.findall(r"(?m)^\| `(\w+)` \|", page)
    others = re.search(r"(?m)^The extras (.*) are for work on the project itself\.$", page)
    assert others
    named = [*rows, *re.findall(r"`(\w+)`", others[1])]
    assert sorted(named) == sorted(project["optional-dependencies"])
    tested = re.search(r"tested on (.*?), on", page)
    assert tested
    assert re.findall(r"3\.\d+", tested[1]) == [
        found[1] for line in project["classifiers"] if (found := re.search(r":: (3\.\d+)$", line))
    ]


def _is_node(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, wikiparse.Node)
