"""`wikiparse stats`: counts of a folder or a dump, before work on it begins."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Final

from wikiparse.console.arguments import add_command
from wikiparse.console.colors import add_color, paint_for
from wikiparse.console.errors import BAD_INPUT, DONE
from wikiparse.console.inputs import INPUTS, Losses, add_inputs, results_of
from wikiparse.console.output import json_escape, write
from wikiparse.console.progress import Progress

if TYPE_CHECKING:
    import argparse

    from wikiparse.console.arguments import Commands, Parser

TOP: Final = 10
WIDTH: Final = 80
"""Columns of the output where it is not a terminal."""


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    from wikiparse.etl.commands import number_from

    does = "count dialects, links, templates, problems of many pages"
    command = add_command(commands, "stats", _stats, does, "wikiparse stats pages/ --top 20")
    command.description = f"""Count the contents of a folder or a dump: dialects and the
programs that wrote them, languages, links by namespace, the commonest templates, categories and
hosts, footnotes, tables, infoboxes, diagnostics, sizes.

{INPUTS}

Memory is bounded: of names beyond 200,000 in one table the rarest are dropped, and the output says
how much may be missing from a count. The exit status is 2 if an input, or a page of one, cannot be
read."""
    add_inputs(command)
    command.add_argument(
        "--top",
        metavar="N",
        type=number_from(1, 1_000_000),
        default=TOP,
        help=f"names that a table has at most (default: {TOP})",
    )
    command.add_argument("--json", action="store_true", help="write one object of JSON")
    add_color(command)


def _stats(arguments: argparse.Namespace) -> int:
    # They load the nodes, which no other command needs that early.
    from wikiparse.console.page_counts import counts_of
    from wikiparse.console.stats_report import report_of
    from wikiparse.console.totals import Totals

    progress = Progress()
    losses = Losses(progress)
    totals = Totals(arguments.top)
    for page in results_of(counts_of, arguments, losses):
        progress.add(page.size)
        totals.add(page)
    progress.clear()
    totals.lost = losses.count
    if arguments.json:
        text = json.dumps(totals.to_dict(), ensure_ascii=False, indent=2)
        write(text + "\n", json_escape)
    else:
        out = sys.stdout
        is_terminal = out is not None and out.isatty()
        width = shutil.get_terminal_size((WIDTH, 0)).columns if is_terminal else WIDTH
        encoding = (out.encoding if out is not None else None) or "utf-8"
        write(report_of(totals, paint_for(out, arguments.color), width, encoding), None)
    return BAD_INPUT if losses.count else DONE
