"""The release script: what it finds, and that it changes nothing unless all is well.

Wheel and sdist are built in `.ci/run` and in the workflows; here the build is left out.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import wikiparse

ROOT = Path(__file__).resolve().parents[1]
CHANGELOG = """# Changelog

## [1.2.0] - 2026-01-02

### Added

- A lake.

## [1.1.0] - 2025-01-02

- A mill.
"""


def _script() -> Any:
    spec = importlib.util.spec_from_file_location("release", ROOT / "scripts" / "release.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RELEASE = _script()
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A repository with a version that can be released."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@b.example")
    monkeypatch.setattr(RELEASE, "build_problems", lambda *_: [])
    version = tmp_path / RELEASE.VERSION_FILE
    version.parent.mkdir(parents=True)
    version.write_text('"""The version."""\n\n__version__ = "1.2.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    found = RELEASE.Checkout(tmp_path)
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
    commit(found)
    found.git("tag", "v1.1.0")
    return found


def commit(checkout: Any) -> None:
    checkout.git("add", "-A")
    checkout.git("commit", "-q", "--allow-empty", "-m", "a")


def write(checkout: Any, old: str, new: str) -> None:
    for name in (RELEASE.VERSION_FILE, "CHANGELOG.md"):
        path = checkout.root / name
        path.write_text(checkout.read(name).replace(old, new), encoding="utf-8")
    commit(checkout)


def found(checkout: Any, tag: str | None = None) -> list[str]:
    return RELEASE.tree_problems(checkout) + RELEASE.checked(checkout, tag, None)


@needs_git
def test_a_checkout_that_can_be_released(checkout: Any) -> None:
    assert found(checkout) == []
    checkout.git("tag", "v1.2.0")
    assert found(checkout, "v1.2.0") == []


@needs_git
@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("1.2.0", "1.2", "'1.2' is no version such as 1.2.3 or 1.2.3rc1"),
        ("1.2.0", "01.2.0", "'01.2.0' is no version such as 1.2.3 or 1.2.3rc1"),
        ("1.2.0", "1.0.9", "1.0.9 is not higher than the tag v1.1.0"),
        ("1.2.0", "1.1.0rc2", "1.1.0rc2 is not higher than the tag v1.1.0"),
        ('= "1.2.0"', '= "1.3.0"', "the first section of CHANGELOG.md is not that of 1.3.0"),
        ("- A lake.", "", "the section of 1.2.0 in CHANGELOG.md is empty"),
        (
            "2026-01-02",
            "unreleased",
            "the section of 1.2.0 in CHANGELOG.md has no date, but 'unreleased'",
        ),
    ],
)
def test_each_problem_is_named(checkout: Any, old: str, new: str, problem: str) -> None:
    write(checkout, old, new)
    assert found(checkout) == [problem]


@needs_git
def test_a_tag_that_is_there_or_another(checkout: Any) -> None:
    checkout.git("tag", "v1.2.0")
    assert found(checkout) == ["the tag v1.2.0 exists"]
    assert found(checkout, "v1.3.0") == ["the tag is v1.3.0, and the version 1.2.0"]
    commit(checkout)
    assert found(checkout, "v1.2.0") == ["the tag v1.2.0 is on another commit"]


@needs_git
def test_changes_that_are_not_committed(checkout: Any) -> None:
    (checkout.root / "new.txt").touch()
    assert found(checkout) == ["not committed: ?? new.txt"]
    assert RELEASE.release(checkout, "1.2.0") == ["not committed: ?? new.txt"]


@needs_git
@pytest.mark.parametrize("heading", ["## [Unreleased]", "## [1.3.0] - unreleased"])
def test_a_release_is_a_commit_and_a_tag(checkout: Any, heading: str) -> None:
    write(checkout, "# Changelog\n", f"# Changelog\n\n{heading}\n\n- A river.\n")
    assert RELEASE.release(checkout, "1.3.0") == []
    assert checkout.version() == "1.3.0"
    assert "## [1.3.0] - 20" in checkout.read("CHANGELOG.md")
    assert checkout.git("describe", "--tags", "--exact-match") == "v1.3.0"
    assert checkout.git("status", "--porcelain") == ""


@needs_git
def test_a_release_with_a_problem_leaves_everything_as_it_was(checkout: Any) -> None:
    before = checkout.git("rev-parse", "HEAD")
    assert RELEASE.release(checkout, "1.4.0") == [
        "the first section of CHANGELOG.md is not that of 1.4.0"
    ]
    assert checkout.version() == "1.2.0"
    assert checkout.git("rev-parse", "HEAD") == before
    assert checkout.git("status", "--porcelain") == ""


def test_versions_are_in_order() -> None:
    versions = ["0.9.10", "1.0.0a1", "1.0.0b1", "1.0.0rc1", "1.0.0rc10", "1.0.0", "1.0.1", "1.10.0"]
    assert sorted(set(versions), key=RELEASE.order) == versions


def test_the_version_of_the_project() -> None:
    assert RELEASE.Checkout().version() == wikiparse.__version__
    assert RELEASE.NUMBERS.fullmatch(wikiparse.__version__)


def test_the_workflow_runs_each_python_of_the_metadata() -> None:
    workflow = ROOT / ".github" / "workflows" / "tests.yml"
    if not workflow.exists():
        pytest.skip("a source distribution has no workflows")
    metadata = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = set(re.findall(r"Programming Language :: Python :: (3\.\d+)", metadata))
    assert named
    assert named <= set(re.findall(r'"(3\.\d+)"', workflow.read_text(encoding="utf-8")))
