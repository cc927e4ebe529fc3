"""The parser of the command line, and how a command is added to it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from wikiparse.suggest import did_you_mean

Run = Callable[[argparse.Namespace], int]
"""The function of a command: it takes its arguments and returns the exit status."""


class Parser(argparse.ArgumentParser):
    """A parser that suggests the nearest choice or option for a mistyped one."""

    def read(self, argv: Sequence[str] | None) -> argparse.Namespace:
        """The arguments, as `parse_args` has them. The message about those that no command has
        names the nearest option of the command.
        """
        found, unknown = self.parse_known_args(argv)
        if unknown:
            command: Parser = found.command
            command.refuse(unknown)
        return found

    def refuse(self, unknown: Sequence[str]) -> NoReturn:
        """End the program with a message about arguments that the command does not have."""
        options = [name for action in self._actions for name in action.option_strings]
        typed = [word.partition("=")[0] for word in unknown if word.startswith("-")]
        hints = [hint for name in typed if (hint := did_you_mean(name, options))]
        self.error(f"unrecognized arguments: {' '.join(unknown)}{''.join(hints[:1])}")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        choices = [str(choice) for choice in action.choices or ()]
        if action.choices is None or value in choices:
            return
        message = f"{value!r} is none of {', '.join(choices)}{did_you_mean(value, choices)}"
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
    command.set_defaults(run=run, command=command)
    return command
