"""`wikiparse check`: the diagnostics of pages, with line, column and the line itself."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from wikiparse.console.arguments import add_command
from wikiparse.console.colors import add_color, paint_for
from wikiparse.console.errors import BAD_INPUT, DONE, FAILED
from wikiparse.console.inputs import INPUTS, Losses, add_inputs, results_of
from wikiparse.console.output import json_escape, tell, text_escape, write
from wikiparse.console.progress import Progress
from wikiparse.diagnostics import CODES
from wikiparse.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.console.arguments import Commands, Parser
    from wikiparse.console.check_formats import Form

SEVERITIES: Final = ("error", "warning", "info")
"""The severities, the worst first."""
WIDTH: Final = 100
"""Columns of the output where it is not a terminal."""


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    does = "list the diagnostics of pages, with line and column"
    example = "wikiparse check pages/ --ignore info --format github"
    command = add_command(commands, "check", _check, does, example)
    command.description = f"""List the diagnostics of pages, with line, column and the line itself.

{INPUTS}

exit status: 0 if nothing is found that --fail-on asks for; 1 if something is; 2 if an input, or a
page of one, cannot be read, or the command line is wrong.
codes: {_listed(CODES)}
A severity ({", ".join(SEVERITIES)}) is all codes that have it."""
    add_inputs(command)
    command.add_argument(
        "--format",
        choices=("text", "json", "sarif", "github"),
        default="text",
        help="the form of the output: for people, a JSON array, SARIF 2.1.0, or workflow commands "
        "of GitHub Actions (default: text)",
    )
    command.add_argument(
        "--fail-on",
        choices=(*SEVERITIES, "never"),
        default="error",
        help="exit with status 1 if there is a diagnostic as severe as this (default: error)",
    )
    command.add_argument(
        "--select",
        metavar="CODES",
        type=_codes,
        default=frozenset(CODES),
        help="report these codes or severities alone, with commas",
    )
    command.add_argument(
        "--ignore",
        metavar="CODES",
        type=_codes,
        default=frozenset(),
        help="do not report these codes or severities, with commas",
    )
    add_color(command)


ESCAPES: Final = {
    "text": None,
    "json": json_escape,
    "sarif": json_escape,
    "github": text_escape,
}


def _listed(codes: Iterable[str]) -> str:
    import textwrap

    return textwrap.fill(", ".join(codes), 90, subsequent_indent="  ", break_on_hyphens=False)


def _codes(text: str) -> frozenset[str]:
    """The codes of a list of codes and severities."""
    codes: set[str] = set()
    for name in [part.strip() for part in text.split(",") if part.strip()]:
        found = [code for code, (severity, _) in CODES.items() if name in (code, severity)]
        if not found:
            message = f"{name!r} is no code{did_you_mean(name, (*CODES, *SEVERITIES))}"
            raise argparse.ArgumentTypeError(message)
        codes.update(found)
    return frozenset(codes)


def _check(arguments: argparse.Namespace) -> int:
    from wikiparse.console.findings import findings_of

    form = _form(arguments)
    # The form for people has escaped everything itself, and has colors.
    escape = ESCAPES[arguments.format]
    progress = Progress()
    losses = Losses(progress)
    find = partial(
        findings_of, codes=arguments.select - arguments.ignore, with_context=form.needs_context
    )
    counts: Counter[str] = Counter()
    pages = with_findings = 0
    results = results_of(find, arguments, losses)
    write(form.begin(), escape)
    for size, findings in results:
        pages += 1
        progress.add(size)
        if findings:
            with_findings += 1
            counts.update(finding.severity for finding in findings)
            progress.clear()
            write(form.page(findings), escape)
    progress.clear()
    write(form.end(), escape)
    tell(_summary(counts, pages, with_findings, losses.count))
    if losses.count:
        return BAD_INPUT
    return FAILED if _fails(counts, arguments.fail_on) else DONE


def _form(arguments: argparse.Namespace) -> Form:
    from wikiparse.console.check_formats import FORMATS, Text

    if arguments.format != "text":
        return FORMATS[arguments.format]()
    out = sys.stdout
    is_terminal = out is not None and out.isatty()
    width = shutil.get_terminal_size((WIDTH, 0)).columns if is_terminal else WIDTH
    encoding = (out.encoding if out is not None else None) or "utf-8"
    return Text(paint_for(out, arguments.color), width, encoding)


def _fails(counts: Counter[str], least: str) -> bool:
    if least == "never":
        return False
    return any(counts[severity] for severity in SEVERITIES[: SEVERITIES.index(least) + 1])


def _summary(counts: Counter[str], pages: int, with_findings: int, lost: int) -> str:
    if counts:
        parts = [
            f"{counts[one]:,} {one}{'s' if counts[one] > 1 and one != 'info' else ''}"
            for one in SEVERITIES
            if counts[one]
        ]
        found = (
            f"{', '.join(parts)} in {with_findings:,} of them" if pages > 1 else ", ".join(parts)
        )
    else:
        found = "no diagnostics"
    missing = f"; {lost:,} could not be read" if lost else ""
    return f"{pages:,} page{'s' if pages != 1 else ''}: {found}{missing}"
