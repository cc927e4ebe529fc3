"""The parser of the command line, and how a command is added to it."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Run = Callable[[argparse.Namespace], int]
"""The function of a command: it takes its arguments and returns the exit status."""


class Parser(argparse.ArgumentParser):
    """A parser that suggests the nearest choice for a mistyped one."""

    def _check_value(self, action: argparse.Action, value: object) -> None:
        from difflib import get_close_matches

        choices = [str(choice) for choice in action.choices or ()]
        if action.choices is None or value in choices:
            return
        near = get_close_matches(str(value), choices, 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        message = f"{value!r} is none of {', '.join(choices)}{hint}"
        raise argparse.ArgumentError(action, message)


Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it


def add_command(
    commands: Commands[Parser], name: str, run: Run, does: str, example: str
) -> argparse.ArgumentParser:
    """Add a command, and return the parser of its arguments."""
    command = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog=f"example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.set_defaults(run=run)
    return command
