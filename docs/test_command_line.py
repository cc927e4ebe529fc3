"""The reference of the command line is made from its parsers, and its lists are complete."""

from __future__ import annotations

import argparse
import ast
import re
from pathlib import Path

from command_line import arguments_of, commands_of, to_markdown

from wikiparse.console import errors
from wikiparse.console.command_line import make_parser

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


def test_every_command_and_argument_is_there() -> None:
    text = to_markdown(make_parser())
    waiting = list(commands_of(make_parser()).values())
    assert waiting
    for command in waiting:
        waiting += commands_of(command).values()
        section = re.search(rf"(?ms)^#+ `{re.escape(command.prog)}`\n(.*?)(?=^#|\Z)", text)
        assert section, command.prog
        for action in arguments_of(command):
            assert action.help, f"{command.prog} {action.dest} has no help"
            for name in action.option_strings or [str(action.metavar or action.dest.upper())]:
                assert f"`{name}" in section[1], f"{command.prog} {name}"


def test_a_new_option_appears() -> None:
    parser = argparse.ArgumentParser(prog="x")
    command = parser.add_subparsers().add_parser("grind", description="Grind *grain*.")
    command.add_argument("--coarse", choices=("no", "yes"), help="how (default: %(default)s)")
    command.add_argument("grain", nargs="+")
    assert to_markdown(parser).splitlines() == [
        "## `x grind`",
        "",
        r"Grind \*grain\*.",
        "",
        "```text",
        "x grind GRAIN … [--coarse COARSE]",
        "```",
        "",
        "| argument | meaning |",
        "|---|---|",
        "| `GRAIN …` |  |",
        "| `--coarse COARSE` | how (default: None): `no`, `yes` |",
    ]


def test_every_exit_status_is_there() -> None:
    statuses = {value for value in vars(errors).values() if isinstance(value, int)}
    assert {int(row) for row in re.findall(r"(?m)^\| (\d+) \|", PAGE)} == statuses


def test_every_environment_variable_is_there() -> None:
    """Those that the library asks for by name, anywhere."""
    asked: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        asked |= variables_of(path.read_text(encoding="utf-8"))
    rows = "".join(line for line in PAGE.splitlines() if line.startswith("| `"))
    assert {name for name in asked if f"`{name}`" not in rows} == set()


def test_variables_are_found() -> None:
    source = "import os\nos.environ.get('A')\nos.environ['B']\nos.getenv('C')\n'D' in os.environ\n"
    assert variables_of(source) == {"A", "B", "C", "D"}


def variables_of(source: str) -> set[str]:
    """The environment variables that a module asks for by name."""
    if "environ" not in source and "getenv" not in source:
        return set()
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case (
                ast.Call(func=ast.Attribute(value=ast.Attribute(attr="environ")), args=[key, *_])
                | ast.Call(func=ast.Attribute(attr="getenv"), args=[key, *_])
                | ast.Subscript(value=ast.Attribute(attr="environ"), slice=key)
                | ast.Compare(left=key, comparators=[ast.Attribute(attr="environ")])
            ) if isinstance(key, ast.Constant):
                found.add(str(key.value))
    return found
