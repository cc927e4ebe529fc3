"""The pipelines of `jobs.py`: the command of each, and the environment of its own that it runs in.

An environment is made once, below `build/jobs` or where `--environments` says, and used again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = ROOT / "benchmarks" / "pipelines"


class Pipeline(NamedTuple):
    """A whole job: a dump in, a file or a folder of JSON Lines out.

    In `command`, `{python}`, `{scripts}`, `{dump}`, `{out}` and `{workers}` are replaced. `package`
    is what its environment holds, of npm if `node`; without one it is the environment of whoever
    runs the benchmark. `reads` says which dumps are for it. A loop prints the CPU seconds of its
    calls alone.
    """

    gives: str
    command: str
    package: str = ""
    node: bool = False
    reads: str = "xml"
    is_loop: bool = True
    is_folder: bool = False

    def fits(self, dump: Path) -> bool:
        """Whether it reads such a dump."""
        return dump.suffix.removeprefix(".") in self.reads.split()


BATCH = "{python} -m wikiparse batch {dump} -o {out} --workers {workers} --progress never"
LOOP = "{python} {scripts}/with_wikiparse.py {dump} {out}"
BOTH = "xml jsonl"

OURS = "wikiparse batch"
ROW = "parse_record"

PIPELINES: Mapping[str, Pipeline] = {
    OURS: Pipeline("all columns, as Parquet", BATCH, reads=BOTH, is_loop=False, is_folder=True),
    "wikiparse batch, JSON Lines": Pipeline(
        "all columns", f"{BATCH} --format jsonl", reads=BOTH, is_loop=False, is_folder=True
    ),
    "wikiparse batch, text and links": Pipeline(
        "title, text and links, as JSON Lines",
        f"{BATCH} --format jsonl --columns title,text,links",
        reads=BOTH,
        is_loop=False,
        is_folder=True,
    ),
    ROW: Pipeline("all columns", f"{LOOP} columns", reads=BOTH),
    "wikiparse, text and links": Pipeline("text and links", f"{LOOP} text", reads=BOTH),
    "wikiparse, parse alone": Pipeline("the tree, not written", f"{LOOP} tree", reads=BOTH),
    "WikiExtractor": Pipeline(
        "text with links, its own command",
        "{python} -m wikiextractor.WikiExtractor {dump} -o {out} --json --links --no-templates"
        " --processes {workers} --quiet",
        "wikiextractor>=3.1",
        is_loop=False,
        is_folder=True,
    ),
    "WikiExtractor, in a loop": Pipeline(
        "text with links",
        "{python} {scripts}/with_wikiextractor.py {dump} {out}",
        "wikiextractor>=3.1",
    ),
    "wtf_wikipedia": Pipeline(
        "text and links",
        "node {scripts}/with_wtf_wikipedia.mjs {dump} {out} text",
        "wtf_wikipedia",
        node=True,
    ),
    "wtf_wikipedia, json": Pipeline(
        "all that it has",
        "node {scripts}/with_wtf_wikipedia.mjs {dump} {out} json",
        "wtf_wikipedia",
        node=True,
    ),
    "wikitextparser": Pipeline(
        "text and links",
        "{python} {scripts}/with_wikitextparser.py {dump} {out}",
        "wikitextparser",
    ),
    "gensim WikiCorpus": Pipeline(
        "tokens in lower case",
        "{python} {scripts}/with_gensim.py {dump} {out}",
        "gensim",
        is_loop=False,
    ),
    "gensim, in a loop": Pipeline(
        "text and links", "{python} {scripts}/with_gensim_loop.py {dump} {out}", "gensim"
    ),
    "mwparserfromhell": Pipeline(
        "text and links",
        "{python} {scripts}/with_mwparserfromhell.py {dump} {out}",
        "mwparserfromhell",
    ),
    "builder of a data set": Pipeline(
        "text of sections, by mwparserfromhell",
        "{python} {scripts}/with_builder.py {dump} {out}",
        "mwparserfromhell",
    ),
    "pandoc": Pipeline(
        "text and links", "{python} {scripts}/with_pandoc.py {dump} {out}", "pypandoc_binary"
    ),
    "mistune": Pipeline(
        "text and links",
        "{python} {scripts}/with_mistune.py {dump} {out}",
        "mistune",
        reads="jsonl",
    ),
    "markdown-it-py": Pipeline(
        "text and links",
        "{python} {scripts}/with_markdown_it.py {dump} {out}",
        "markdown-it-py",
        reads="jsonl",
    ),
}
"""All pipelines, by name."""


class Environment(NamedTuple):
    """Where a pipeline runs: its Python, the folder of the process, its variables, and the version
    of its package.
    """

    python: str
    folder: Path
    variables: dict[str, str]
    version: str


def environment(pipeline: Pipeline, folder: Path) -> Environment:
    """The environment of a pipeline, made if it is not there. Raises CalledProcessError or OSError
    where that fails.
    """
    if not pipeline.package:
        import wikiparse

        # Its modules are compiled once, by the first run, as those of the others are when they are
        # installed.
        variables = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
        return Environment(sys.executable, ROOT, variables, wikiparse.__version__)
    # No module of ours, and none of the environment that runs this, may come into another.
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    name = pipeline.package.partition(">")[0]
    home = folder / name
    done = home / "complete"
    if not done.exists():
        print(f"an environment for {name} …", file=sys.stderr)
        shutil.rmtree(home, ignore_errors=True)
        (_install_node if pipeline.node else _install_python)(pipeline.package, home, variables)
        done.touch()
    return Environment(
        str(home / "bin" / "python"), home, variables, _version(name, home, node=pipeline.node)
    )


def _install_node(package: str, home: Path, variables: Mapping[str, str]) -> None:
    home.mkdir(parents=True)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", package]
    subprocess.run(command, cwd=home, env=variables, check=True, capture_output=True)


def _install_python(package: str, home: Path, variables: Mapping[str, str]) -> None:
    venv.create(home, with_pip=True)
    command = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", package]
    subprocess.run(command, env=variables, check=True, capture_output=True)


def _version(name: str, home: Path, *, node: bool) -> str:
    if node:
        found = json.loads((home / "node_modules" / name / "package.json").read_text())
        return str(found["version"])
    code = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
    command = [str(home / "bin" / "python"), "-c", code, name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def command_of(
    pipeline: Pipeline, place: Environment, dump: Path, out: Path, workers: int = 1
) -> list[str]:
    """The command of a pipeline over a dump. Paths with spaces stay whole."""
    values = {
        "python": place.python,
        "scripts": str(SCRIPTS),
        "dump": str(dump),
        "out": str(out),
        "workers": str(workers),
    }
    return [part.format_map(values) for part in pipeline.command.split()]
