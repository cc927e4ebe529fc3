"""`wikiparse completion`: the scripts are made of the parser, and the shells understand them."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from wikiparse import console
from wikiparse.console.command_line import make_parser
from wikiparse.console.completion import SHELLS, Command, Option, commands_of

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = commands_of(make_parser())


def script(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert console.main(["completion", shell]) == 0
    path = tmp_path / f"wikiparse.{shell}"
    path.write_text(capsys.readouterr().out)
    return path


def run(shell: str, program: str) -> str:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    # Nobody's own settings.
    options = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    done = subprocess.run(
        [shell, *options, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr == ""
    return done.stdout


def test_all_commands_and_options_are_in_each_script() -> None:
    assert {command.name for command in COMMANDS} >= {"", "tree", "check", "batch", "completion"}
    for make in SHELLS.values():
        made = make(COMMANDS)
        assert made.isascii()
        for command in COMMANDS:
            assert command.name in made
            for option in command.options:
                for name in (*option.names, *(option.values or ())):
                    assert name.lstrip("-") in made


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["che"], ["check"]),
        (["--v"], ["--version"]),
        (["check", "--fo"], ["--format"]),
        (["check", "--format", "s"], ["sarif"]),
        (["check", "--format", "=", "s"], ["sarif"]),
        (["check", "--format", "="], ["text", "json", "sarif", "github"]),
        (["check", "--format", "json", "--fail-on", "w"], ["warning"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["tree", "--no"], ["--no-spans"]),
        (["tree", "a"], []),  # bash itself completes files then
        (["nothing", "--f"], []),
    ],
)
def test_bash(
    words: list[str], completed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = script("bash", tmp_path, capsys)
    typed = " ".join([f"'{word}'" for word in ("wikiparse", *words)])
    program = (
        f"source '{path}'; COMP_WORDS=({typed}); COMP_CWORD={len(words)}; _wikiparse; "
        'printf "%s\\n" "${COMPREPLY[@]}"; complete -p wikiparse'
    )
    *found, registered = run("bash", program).splitlines()
    assert [word for word in found if word] == completed
    assert registered == "complete -o bashdefault -o default -F _wikiparse wikiparse"


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("wikiparse che", ["check"]),
        ("wikiparse check --form", ["--format"]),
        ("wikiparse check --format s", ["sarif"]),
        ("wikiparse check --format=s", ["--format=sarif"]),
        ("wikiparse completion ", ["bash", "fish", "zsh"]),
        ("wikiparse tree --no", ["--no-spans"]),
    ],
)
def test_fish(
    line: str, completed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = script("fish", tmp_path, capsys)
    out = run("fish", f"source '{path}'; complete -C '{line}'")
    assert sorted([row.partition("\t")[0] for row in out.splitlines()]) == completed


ZSH = """
autoload -Uz compinit && compinit -u -D -d {folder}/dump
source {path}
# A stand-in that says which words _arguments and _describe are given.
_arguments() {{ print -rl -- "words=$words[*]" "current=$CURRENT" "$@" }}
_describe() {{ print -rl -- "${{(@P)4}}" }}
words=({words}) CURRENT={current}
_wikiparse
print -r -- "registered=$_comps[wikiparse]"
"""


def zsh(words: str, current: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    path = script("zsh", tmp_path, capsys)
    program = ZSH.format(folder=tmp_path, path=path, words=words, current=current)
    return run("zsh", program).splitlines()


def test_zsh_completes_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = zsh("wikiparse che", 2, tmp_path, capsys)
    assert "check:list the diagnostics of pages, with line and column" in lines
    assert lines[-1] == "registered=_wikiparse"


def test_zsh_completes_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = zsh("wikiparse check --fo", 3, tmp_path, capsys)
    assert lines[:2] == ["words=check --fo", "current=2"]
    (form,) = [line for line in lines if line.startswith("--format[")]
    assert form.endswith("]:value:(text json sarif github)")
    assert "*:file:_files" in lines


def test_texts_that_shells_read_otherwise(tmp_path: Path) -> None:
    hostile = 'it\'s [a]: \\ $(touch x) `y` "z"'
    command = Command("one", hostile, (Option(("--two",), hostile, None),), (), has_files=True)
    root = Command("", "", (), (), has_files=False)
    for shell, make in SHELLS.items():
        path = tmp_path / shell
        path.write_text(make([root, command]))
        if shell == "fish":
            out = run("fish", f"cd '{tmp_path}'; source '{path}'; complete -C 'wikiparse one --t'")
            assert out == f"--two\t{hostile}\n"
        else:
            run(shell, f"cd '{tmp_path}'; compdef() {{ :; }}; source '{path}'")
        assert not (tmp_path / "x").exists()
