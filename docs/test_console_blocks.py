"""The blocks of `console` in the documentation are typed into a shell, and show what it answers.

Lines that begin with "$ " are commands; the lines below them are what they write to standard output
and standard error. The blocks of a page share a folder, which is empty at first.
`pytest docs --refresh-fixtures -n 0` writes the answers again."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent
SOURCE = DOCS.parent / "src"
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.M | re.S)
PAGES = [path for path in sorted(DOCS.glob("*.md")) if BLOCK.search(path.read_text("utf-8"))]
# The command as it is in this checkout, whether or not it is installed.
PRELUDE = f'wikiparse() {{ {shlex.quote(sys.executable)} -m wikiparse "$@"; }}\n'
CHANGING = ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "PYTHONIOENCODING")


def typed(block: str, folder: Path) -> str:
    """The block as a terminal would show it: commands, and what they write."""
    shown = []
    for command in re.findall(r"(?m)^\$ (.*)$", block):
        environment = {k: v for k, v in os.environ.items() if k not in CHANGING}
        done = subprocess.run(
            ["sh", "-c", PRELUDE + command],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            env={**environment, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"},
        )
        shown.append(f"$ {command}\n{done.stdout.decode()}")
    return "".join(shown)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_answer_as_it_is_written(
    path: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    page = path.read_text(encoding="utf-8")
    found = BLOCK.sub(lambda block: typed(block[0], tmp_path), page)
    if pytestconfig.getoption("refresh_fixtures", default=False):
        path.write_text(found, encoding="utf-8")
    else:
        assert found == page
