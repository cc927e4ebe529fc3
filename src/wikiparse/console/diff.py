"""`wikiparse diff`: the changes between two versions of a page."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from wikiparse.console.arguments import add_command
from wikiparse.console.colors import add_color, paint_for, plain
from wikiparse.console.errors import BAD_INPUT, DONE, FAILED, ConsoleError
from wikiparse.console.output import json_escape, one_line, text_escape, write
from wikiparse.console.page import add_dialect, file_name, read_page

if TYPE_CHECKING:
    from wikiparse.console.arguments import Commands, Parser
    from wikiparse.console.colors import Paint
    from wikiparse.document import Document
    from wikiparse.edit.changes import Change

LONGEST: Final = 80
"""Characters that are shown of a value."""


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    does = "list the changes between two versions of a page"
    command = add_command(commands, "diff", _diff, does, "wikiparse diff old.md new.md")
    command.description = """List the changes between two versions of a page: of sections, text,
links, images, templates, tables, footnotes and categories, a line for each.

exit status: 0 if there are none; 1 if there are some; 2 if a page cannot be read, or the command
line is wrong."""
    command.add_argument(
        "old", metavar="OLD", type=file_name, help="the old page; - for standard input"
    )
    command.add_argument(
        "new", metavar="NEW", type=file_name, help="the new page; - for standard input"
    )
    add_dialect(command)
    command.add_argument(
        "--lang", metavar="TAG", help="the language of the wiki, such as zh or pt-BR"
    )
    command.add_argument(
        "--json", action="store_true", help="write a JSON array, each change with its spans"
    )
    add_color(command)


def _diff(arguments: argparse.Namespace) -> int:
    from wikiparse.edit.diff import diff

    if arguments.old == "-" == arguments.new:
        message = "only one of both pages can be standard input"
        raise ConsoleError(message, BAD_INPUT)
    changes = diff(_page(arguments, arguments.old), _page(arguments, arguments.new))
    # `diff(1)` has 2 for any trouble, an output that cannot be written among it.
    try:
        if arguments.json:
            write(_json(changes), json_escape)
        else:
            _write_lines(changes, arguments.color)
    except ConsoleError as failure:
        raise ConsoleError(str(failure), BAD_INPUT) from failure
    return FAILED if changes else DONE


def _page(arguments: argparse.Namespace, name: str) -> Document:
    return read_page(argparse.Namespace(**vars(arguments) | {"file": name}))


def _json(changes: list[Change]) -> str:
    import json

    lines = [json.dumps(change.to_dict(), ensure_ascii=False) for change in changes]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def _write_lines(changes: list[Change], color: str) -> None:
    paint = paint_for(sys.stdout, color)
    if sys.stdout is None:  # as in `write`
        return
    lines = "".join([_line(change, paint) for change in changes])
    write(lines, text_escape if paint is plain else None)


def _line(change: Change, paint: Paint) -> str:
    path = one_line(" > ".join(change.path) or "page")
    old = "" if change.old is None else " " + paint("-" + _short(change.old), "error")
    new = "" if change.new is None else " " + paint("+" + _short(change.new), "info")
    return f"{paint(change.kind, 'kind')} {paint(path, 'dim')}:{old}{new}\n"


def _short(value: str) -> str:
    value = " ".join(value.split())
    if len(value) > LONGEST:
        value = value[: LONGEST - 3] + "..."
    return "[" + one_line(value) + "]"
