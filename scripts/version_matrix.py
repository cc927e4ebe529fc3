"""Run the tests on every Python here, with the lowest and the newest versions of all dependencies,
and in every form the library is delivered in.

    python scripts/version_matrix.py                         # all entries, the whole suite
    python scripts/version_matrix.py --entries lowest,newest   # some entries
    python scripts/version_matrix.py --pythons 3.12,3.13       # some Pythons: versions or paths
    python scripts/version_matrix.py tests/test_json.py        # some tests
    python scripts/version_matrix.py --install                 # no tests: can all be installed?

    lowest      the lowest version of each dependency and extra that `pyproject.toml` allows
    newest      the newest
    optimized   newest, as `python -OO`: no docstrings, and no assertions but those of the tests
    strict      newest, as `python -X dev -W error`
    wheel       newest, the built wheel installed instead of the source
    zip         the wheel as a zip file on `sys.path`: each module is imported, and what comes out
                of all fixtures is compared with what the source makes of them
    spark-lowest, spark-newest   the tests of Spark, which needs Java; only when asked for

uv makes the environments and chooses the versions (`pip install uv`). Wheels alone are installed: a
bound is true if nobody needs a compiler for it. Environments and logs stay in `build/matrix`. The
table that is printed has a row for each entry; the exit status is 1 if one of them failed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
ENTRIES = ("lowest", "newest", "optimized", "strict", "wheel", "zip")
ON_DEMAND = ("spark-lowest", "spark-newest")
EXTRAS = "[test,console]"
SPARK_TESTS = ("tests/test_etl_spark.py",)
SHOWN = ("attrs", "regex", "mwparserfromhell", "pyarrow", "pandas", "rich", "zstandard", "pyspark")

COPIED = (
    *("src", "tests", "docs", "scripts", "benchmarks", ".ci", ".github"),
    *("*.toml", "*.md", "LICENSE"),
)

FROM_ZIP = """
import importlib, pkgutil, sys
import wikiparse
assert ".whl/" in wikiparse.__file__.replace("\\\\", "/"), wikiparse.__file__
names = [found.name for found in pkgutil.walk_packages(wikiparse.__path__, "wikiparse.")]
assert len(names) > 100, names
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
from wikiparse.render.json import form
assert form.schema()["$schema"]
from digest import digest
print(len(names), "modules", digest())
"""
FROM_SOURCE = """
import wikiparse
from digest import digest
print(wikiparse.__file__, digest())
"""


class Result(NamedTuple):
    """One row of the table."""

    python: str
    entry: str
    outcome: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    versions: str

    @property
    def is_good(self) -> bool:
        """Whether nothing failed."""
        return self.outcome == "ok"


class Failed(Exception):  # noqa: N818  # no error of the library
    """A command of an entry did not work."""


class Entry:
    """One Python with one set of versions: its folder, environment and log."""

    def __init__(self, python: str, name: str, options: argparse.Namespace) -> None:
        self.name = name
        self.options = options
        self.python = python
        self.folder = options.folder / f"{_version(python)}-{name}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = self.folder / "log.txt"
        self.log.unlink(missing_ok=True)
        self.environment = self.folder / "venv"
        scripts = "Scripts" if os.name == "nt" else "bin"
        self.interpreter = self.environment / scripts / "python"

    def run(self, *command: str | Path, **environment: str) -> str:
        """Run a command with its output in the log; the output."""
        variables = {**os.environ, **environment}
        for name in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"):
            if name not in environment:
                variables.pop(name, None)
        with self.log.open("a+", encoding="utf-8", errors="replace") as log:
            log.write(f"$ {' '.join(str(part) for part in command)[:300]}\n")
            log.flush()
            start = log.tell()
            done = subprocess.run(  # into the log at once: it can be watched
                [str(part) for part in command],
                cwd=self.folder / "checkout",
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
            log.seek(start)
            said = log.read()
        if done.returncode:
            raise Failed(said)
        return said

    def copy(self) -> None:
        """Copy the checkout: entries write bytecode and caches, and may run side by side."""
        copy = self.folder / "checkout"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for pattern in COPIED:
            for path in ROOT.glob(pattern):
                if path.is_dir():
                    shutil.copytree(
                        path, copy / path.name, ignore=shutil.ignore_patterns("__pycache__")
                    )
                else:
                    shutil.copy2(path, copy / path.name)
        shared = ROOT.parent / "shared"
        beside = self.folder / "shared"
        if shared.exists() and not beside.exists():
            beside.symlink_to(shared.resolve())

    def wheel(self) -> Path:
        """The wheel that was built."""
        return next((self.options.folder / "wheel").glob("*.whl"))

    def install(self) -> str:
        """Make the environment; the versions that are in it."""
        uv = self.options.uv
        self.run(*uv, "venv", "-q", "--clear", "--python", self.python, self.environment)
        lowest = self.name.endswith("lowest")
        extras = EXTRAS.replace("]", ",spark]") if self.name.startswith("spark") else EXTRAS
        if self.name in ("wheel", "zip"):
            what = [f"wikiparse-tree{extras} @ {self.wheel().as_uri()}"]
        else:
            what = ["--no-binary", "wikiparse-tree", "-e", f".{extras}"]
        if self.name.startswith("spark"):
            what += ["--no-binary", "pyspark"]  # pure Python, and published as source alone
        self.run(
            *(*uv, "pip", "install", "-q", "--python", self.interpreter),
            *("--only-binary", ":all:"),
            *("--resolution", "lowest-direct" if lowest else "highest"),
            *what,
        )
        if self.name == "zip":
            self.run(*uv, "pip", "uninstall", "-q", "--python", self.interpreter, "wikiparse-tree")
        listed = self.run(
            *uv, "pip", "list", "-q", "--format", "json", "--python", self.interpreter
        )
        versions = {one["name"]: one["version"] for one in json.loads(listed)}
        return " ".join(f"{name} {versions[name]}" for name in SHOWN if name in versions)

    def test(self) -> str:
        """Run the tests; what pytest says at its end."""
        if self.name == "zip":
            return self._test_zip()
        if self.name == "wheel":
            found = self.run(self.interpreter, "-c", "import wikiparse; print(wikiparse.__file__)")
            if "site-packages" not in found:
                message = f"this is not the installed wheel: {found}"
                raise Failed(message)
        environment = {}
        more: list[str] = []
        if self.name == "optimized":
            environment = {"PYTHONOPTIMIZE": "2"}
            # pytest warns that assertions outside of test modules are gone; those are of its own.
            more = ["-W", "ignore::pytest.PytestConfigWarning"]
        elif self.name == "strict":
            environment = {"PYTHONDEVMODE": "1", "PYTHONWARNINGS": "error"}
        tests = SPARK_TESTS if self.name.startswith("spark") else self.options.tests
        return self.run(
            *(self.interpreter, "-m", "pytest", "-q", "-p", "no:cacheprovider", *more),
            *("-n", str(self.options.workers), *tests),
            **environment,
        )

    def _test_zip(self) -> str:
        tests = self.folder / "checkout" / "tests"
        wheel = self.wheel()
        zipped = self.run(
            self.interpreter, "-c", FROM_ZIP, PYTHONPATH=os.pathsep.join((str(wheel), str(tests)))
        )
        source = self.folder / "checkout" / "src"
        plain = self.run(
            *(self.interpreter, "-c", FROM_SOURCE),
            PYTHONPATH=os.pathsep.join((str(source), str(tests))),
        )
        if zipped.split()[-1] != plain.split()[-1]:
            message = "what comes out of the zip is not what comes out of the source"
            raise Failed(message)
        return "1 passed, 0 failed"

    def result(self) -> Result:
        """Install and test."""
        start = time.monotonic()
        versions = ""
        outcome = "ok"
        said = ""
        version = _version(self.python)
        try:
            self.copy()
            versions = self.install()
            version = self.run(self.interpreter, "-V").split()[-1]
            said = "" if self.options.install else self.test()
        except Failed as failure:
            said = str(failure)
            outcome = "tests fail" if versions else "cannot be installed"
        counted = {
            kind: int(number)
            for number, kind in re.findall(
                r"(\d+) (passed|failed|skipped|error)", said.strip()[-200:]
            )
        }
        return Result(
            version,
            self.name,
            outcome,
            counted.get("passed", 0),
            counted.get("failed", 0) + counted.get("error", 0),
            counted.get("skipped", 0),
            time.monotonic() - start,
            versions,
        )


def _version(python: str) -> str:
    """The version in a path, or what was given instead of one."""
    return (re.findall(r"\d+\.[\d.]*\d", python) or [Path(python).name])[-1]


def build_wheel(options: argparse.Namespace) -> None:
    """Build the wheel that the entries `wheel` and `zip` test."""
    folder = options.folder / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(
        [*options.uv, "build", "-q", "--wheel", "--out-dir", str(folder), str(ROOT)], check=True
    )


def find_pythons(uv: Sequence[str]) -> list[str]:
    """The newest of each version that the library supports, of those that uv and pyenv know."""
    found: dict[tuple[int, int], tuple[tuple[int, ...], str]] = {}
    for path in _interpreters(uv):
        asked = subprocess.run(
            [path, "-c", "import sys; print(*sys.version_info[:3])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode == 0:
            version = tuple(map(int, asked.stdout.split()))
            minor = version[0], version[1]
            if version >= (3, 11):
                found[minor] = max(found.get(minor, ((), "")), (version, path))
    return [path for _, (_, path) in sorted(found.items())]


def _interpreters(uv: Sequence[str]) -> Iterator[str]:
    listed = subprocess.run(
        [*uv, "python", "list", "--only-installed", "--output-format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        yield from (one["path"] for one in json.loads(listed.stdout))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    yield from map(str, pyenv.glob("3.*/bin/python"))


def print_table(results: list[Result]) -> None:
    """The table, in Markdown."""
    print("| Python | entry | result | passed | failed | skipped | seconds | versions |")
    print("|---|---|---|--:|--:|--:|--:|---|")
    for row in results:
        cells = [*row[:6], f"{row.seconds:.0f}", row.versions]
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def main() -> int:
    """The command line."""
    arguments = sys.argv[1:]
    own, theirs = arguments, []
    if "--" in arguments:
        own, theirs = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tests", nargs="*", help="tests to run instead of all of them")
    parser.add_argument("--pythons", default="", help="versions or paths, with commas")
    parser.add_argument("--entries", default=",".join(ENTRIES), help="entries, with commas")
    parser.add_argument("--workers", default="2", help="processes of pytest (default: 2)")
    parser.add_argument("--install", action="store_true", help="only install, and list versions")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "build" / "matrix", help="default: build/matrix"
    )
    options = parser.parse_args(own)
    options.tests += theirs
    entries = options.entries.split(",")
    if unknown := set(entries) - {*ENTRIES, *ON_DEMAND}:
        parser.error(f"no such entry: {', '.join(sorted(unknown))}")
    found = shutil.which("uv")
    options.uv = [found] if found else [sys.executable, "-m", "uv"]
    if subprocess.run([*options.uv, "--version"], capture_output=True, check=False).returncode:
        parser.error("uv is not installed: pip install uv")
    options.folder = options.folder.resolve()
    pythons = options.pythons.split(",") if options.pythons else find_pythons(options.uv)
    if {"wheel", "zip"} & set(entries):
        build_wheel(options)
    results = []
    for python in pythons:
        for name in entries:
            entry = Entry(python, name, options)
            results.append(entry.result())
            row = results[-1]
            print(
                f"{row.python} {name}: {row.outcome}, {row.passed} passed, {row.failed} failed "
                f"({entry.log})",
                file=sys.stderr,
                flush=True,
            )
    print_table(results)
    return 0 if all(row.is_good for row in results) else 1


if __name__ == "__main__":
    sys.exit(main())
