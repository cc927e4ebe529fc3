"""The same input gives the same tree: whatever the hash seed, the locale, the version of Python, or
what other threads do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import attr
import attrs
import pytest

import wikiparse
from digest import digest

ROOT = Path(__file__).parent.parent
PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:]
from digest import digest
print(digest())
"""
VERSIONS = ("3.11", "3.12", "3.13", "3.14")


@pytest.fixture(scope="module")
def expected() -> str:
    return digest()


def _digest_of(python: str, paths: list[str], **environment: str) -> str:
    command = [python, "-c", PROGRAM, str(Path(__file__).parent), str(ROOT / "src"), *paths]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout.strip()


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "7"},
        pytest.param({"PYTHONHASHSEED": "0"}, marks=pytest.mark.long),
        pytest.param({"PYTHONHASHSEED": "4321"}, marks=pytest.mark.long),
        pytest.param({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, marks=pytest.mark.long),
        pytest.param({"PYTHONOPTIMIZE": "2"}, marks=pytest.mark.long),
        pytest.param({"PYTHONMALLOC": "debug"}, marks=pytest.mark.long),
    ],
    ids=str,
)
def test_in_another_process(environment: dict[str, str], expected: str) -> None:
    assert _digest_of(sys.executable, [], **environment) == expected


def _python(version: str) -> str | None:
    """An interpreter of a version, or None."""
    home = Path.home() / ".pyenv" / "versions"
    for candidate in [
        shutil.which(f"python{version}"),
        *sorted(home.glob(f"{version}.*/bin/python")),
    ]:
        if candidate:
            asked = subprocess.run(
                [candidate, "-c", "import sys; print(*sys.version_info[:2], sep='.')"],
                capture_output=True,
                text=True,
                check=False,
            )
            if asked.stdout.strip() == version:
                return str(candidate)
    return None


@pytest.mark.long
@pytest.mark.parametrize(
    "version", [version for version in VERSIONS if not sys.version.startswith(version)]
)
def test_in_another_version(version: str, expected: str, tmp_path: Path) -> None:
    """attrs is all that another version needs to read the fixtures, and attrs is pure Python: it is
    taken from here."""
    python = _python(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    for module in (attr, attrs):
        (tmp_path / module.__name__).symlink_to(Path(module.__file__).parent)
    assert _digest_of(python, [str(tmp_path)]) == expected


COLD = """
import sys, threading
sys.path[:0] = sys.argv[1:]
import wikiparse
import digest
pages = digest.pages()[::3]
started = threading.Barrier(8)
results = [None] * 8

def work(number):
    started.wait()
    out = {}
    for at in range(len(pages)):
        index = (at + number * len(pages) // 8) % len(pages)
        dialect = ("hybrid", "wikitext", "markdown", "auto")[index % 4]
        doc = wikiparse.parse(pages[index], dialect=dialect, lang="zh")
        trails = str([link.trail_certain for link in doc.wikilinks])
        out[index] = doc.to_json(derived=True) + doc.to_html() + doc.tree() + trails
    results[number] = out

threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
sys.setswitchinterval(1e-6)
for thread in threads: thread.start()
for thread in threads: thread.join()
assert results[0] is not None and all(result == results[0] for result in results)
print("the same")
"""


def test_eight_threads_that_begin_cold() -> None:
    """No cache is filled, no table loaded, when they begin, and they take turns as often as they
    can."""
    command = [sys.executable, "-c", COLD, str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "the same", done.stderr[-2_000:]


def test_eight_threads_ask_one_document() -> None:
    """What is worked out when it is first asked for is the same for all who ask at once."""
    doc = wikiparse.parse(
        (Path(__file__).parent / "fixtures" / "pml.md").read_text(encoding="utf-8"), lang="zh"
    )
    answers: list[object] = []
    barrier = threading.Barrier(8)

    def ask() -> None:
        barrier.wait()
        answers.append(
            (
                [link.title for link in doc.wikilinks],
                doc.to_html(),
                doc.source.position(900),
                doc.source.utf8(900),
                hash(doc),
            )
        )

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert all(answer == answers[0] for answer in answers)
