"""`wikiparse batch`, `replay` and `edges`, whose arguments and functions are those of `etl`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from wikiparse.console.arguments import add_command
from wikiparse.console.errors import ConsoleError
from wikiparse.console.output import tell, write

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from wikiparse.console.arguments import Commands, Parser


def add(commands: Commands[Parser]) -> None:
    """Add the commands."""
    from wikiparse.etl import commands as etl

    etl.add_batch(
        add_command(
            commands, "batch", _batch, "parse many pages into tables", etl.EXAMPLES["batch"]
        )
    )
    etl.add_replay(
        add_command(
            commands,
            "replay",
            _replay,
            "try the pages that failed in a batch again",
            etl.EXAMPLES["replay"],
        )
    )
    etl.add_edges(
        add_command(
            commands,
            "edges",
            _edges,
            "write the links between articles as a graph",
            etl.EXAMPLES["edges"],
        )
    )


@contextmanager
def _etl_errors() -> Iterator[None]:
    from wikiparse.etl.commands import CommandError

    try:
        yield
    except CommandError as error:
        raise ConsoleError(str(error), error.status) from error


def _batch(arguments: argparse.Namespace) -> int:
    from wikiparse.etl.commands import batch

    with _etl_errors():
        return batch(arguments, tell)


def _replay(arguments: argparse.Namespace) -> int:
    from wikiparse.etl.commands import replay

    with _etl_errors():
        return replay(arguments, tell)


def _edges(arguments: argparse.Namespace) -> int:
    from wikiparse.etl.commands import edges

    with _etl_errors():
        return edges(arguments, write)
