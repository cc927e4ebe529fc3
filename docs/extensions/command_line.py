"""Sphinx extension: the reference of the command line, made from its parsers.

A page that has the line `<!-- commands -->` gets a section for each command there: a new command
or option is in the reference without a word in it.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
from typing import TYPE_CHECKING

from wikiparse.console.command_line import make_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

PLACE = "<!-- commands -->"
# Characters that are markup in Markdown, outside of code.
MARKUP = re.compile(r"([*_<>`|\[\]])")
CODE = re.compile(r"(`[^`\n]+`)")
LABEL = re.compile(r"[a-z][a-z ]{2,20}: ")


def setup(app: Sphinx) -> dict[str, bool]:
    """Put the sections where a page asks for them."""
    app.connect("source-read", _fill)
    return {"parallel_read_safe": True}


def _fill(app: Sphinx, _page: str, source: list[str]) -> None:
    before, line, after = source[0].partition(f"\n{PLACE}\n")
    if line:
        # The page is out of date when a module of the command is.
        for name, module in sys.modules.items():
            if name.startswith("wikiparse.") and module.__file__:
                app.env.note_dependency(module.__file__)
        source[0] = f"{before}\n{to_markdown(make_parser())}\n{after}"


def to_markdown(parser: argparse.ArgumentParser, level: int = 2) -> str:
    """A section for each command of a parser, in the order of its help."""
    sections = []
    for command in commands_of(parser).values():
        parts = [f"{'#' * level} `{command.prog}`", *_description(command)]
        inner = commands_of(command)
        if not inner:
            parts += [f"```text\n{_usage(command)}\n```", _table(command)]
        example = (command.epilog or "").partition(":")[2].strip("\n ")
        if example and example != command.prog:
            parts.append(f"```sh\n{example}\n```")
        sections += ["\n\n".join(part for part in parts if part)]
        if inner:
            sections.append(to_markdown(command, level + 1))
    return "\n\n".join(sections) + "\n"


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands of a parser by their names."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:  # argparse has no public name for it
        if isinstance(action, argparse._SubParsersAction):  # as above
            found |= action.choices
    return found


def arguments_of(command: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The arguments of a command, those by position first; without `--help`."""
    actions = [
        action
        for action in command._actions  # as above
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)
        and action.help != argparse.SUPPRESS
    ]
    yield from sorted(actions, key=lambda action: bool(action.option_strings))


def _description(command: argparse.ArgumentParser) -> Iterator[str]:
    for paragraph in (command.description or "").strip().split("\n\n"):
        lines = paragraph.split("\n")
        if all(line.startswith(" ") for line in lines):
            yield f"```text\n{paragraph}\n```"
            continue
        text = lines[0]
        for before, line in itertools.pairwise(lines):
            # "codes: …", whose further lines may be set in, is on a line of its own.
            is_new = LABEL.match(line) or (before[:1].isspace() and not line[:1].isspace())
            text += ("\\\n" if is_new else " ") + line.strip()
        yield _escaped(text)


def _escaped(text: str) -> str:
    """A text as Markdown; code in it is code."""
    parts = CODE.split(text)
    return "".join(
        part if number % 2 else MARKUP.sub(r"\\\1", part) for number, part in enumerate(parts)
    )


def _usage(command: argparse.ArgumentParser) -> str:
    words = [command.prog]
    for action in arguments_of(command):
        word = " ".join([*action.option_strings[-1:], *_values(action)])
        words.append(word if action.required and action.nargs != "*" else f"[{word}]")
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) > 90:
            lines.append(" " * (len(words[0])))
        lines[-1] += f" {word}"
    return "\n".join(lines)


def _values(action: argparse.Action) -> list[str]:
    """The names of the values after an option, or of an argument by position."""
    if action.nargs == 0:
        return []
    name = action.metavar or action.dest.upper()
    name = name if isinstance(name, str) else " ".join(name)
    if action.nargs in {"+", "*"}:
        name += " …"
    return [name]


def _table(command: argparse.ArgumentParser) -> str:
    rows = [f"| {_names(action)} | {_meaning(action)} |" for action in arguments_of(command)]
    return "\n".join(["| argument | meaning |", "|---|---|", *rows]) if rows else ""


def _names(action: argparse.Action) -> str:
    values = _values(action)
    if not action.option_strings:
        return f"`{values[0]}`"
    return ", ".join(f"`{' '.join([option, *values])}`" for option in action.option_strings)


def _meaning(action: argparse.Action) -> str:
    meaning = _escaped((action.help or "").replace("\n", " ") % vars(action))
    if action.choices is not None:
        meaning += ": " + ", ".join(f"`{choice}`" for choice in action.choices)
    return meaning
