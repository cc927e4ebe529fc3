"""`wikiparse check`: the diagnostics of pages, with line, column and the line itself."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from wikiparse.console.arguments import add_command
from wikiparse.console.colors import add_color, paint_for, plain
from wikiparse.console.errors import BAD_INPUT, DONE, FAILED
from wikiparse.console.fix import check_files, diff_lines, write_fix
from wikiparse.console.inputs import INPUTS, Losses, add_inputs, results_of
from wikiparse.console.output import json_escape, one_line, tell, text_escape, write
from wikiparse.console.progress import Progress
from wikiparse.diagnostics import CODES, LEFTOVERS
from wikiparse.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.console.arguments import Commands, Parser
    from wikiparse.console.check_formats import Form
    from wikiparse.console.findings import Fix

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
page of one, cannot be read or written, or the command line is wrong.
codes: {_listed(CODES)}
A severity ({", ".join(SEVERITIES)}) is all codes that have it.
Leftovers of a converter are listed and fixed if they are selected: {_listed(LEFTOVERS)};
"leftovers" is all of these, and --fix and --diff select them too."""
    add_inputs(command)
    fixing = command.add_mutually_exclusive_group()
    fixing.add_argument(
        "--fix",
        action="store_true",
        help="take the leftovers out of the files, and list the rest",
    )
    fixing.add_argument(
        "--diff",
        action="store_true",
        help="write the changes of --fix as a unified diff, and no file; exit with status 1 if "
        "there is anything",
    )
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
        found += [code for code in LEFTOVERS if name in (code, "leftovers")]
        if not found:
            known = (*CODES, *SEVERITIES, *LEFTOVERS, "leftovers")
            message = f"{name!r} is no code{did_you_mean(name, known)}"
            raise argparse.ArgumentTypeError(message)
        codes.update(found)
    return frozenset(codes)


def _check(arguments: argparse.Namespace) -> int:
    from wikiparse.console.findings import findings_of

    is_fixing = arguments.fix or arguments.diff
    if arguments.fix:
        check_files(arguments.inputs)
    default = frozenset((*CODES, *LEFTOVERS) if is_fixing else CODES)
    selected = (default if arguments.select is None else arguments.select) - arguments.ignore
    leftovers = selected & LEFTOVERS.keys()
    form = _form(arguments, has_leftovers=bool(leftovers))
    # The form for people has escaped everything itself, and has colors.
    escape = ESCAPES[arguments.format]
    progress = Progress()
    losses = Losses(progress)
    find = partial(
        findings_of,
        codes=selected,
        leftovers=leftovers,
        with_context=form.needs_context and not arguments.diff,
        with_fix=is_fixing,
    )
    counts: Counter[str] = Counter()
    pages = with_findings = fixed = 0
    results = results_of(find, arguments, losses)
    paint = paint_for(sys.stdout, arguments.color)
    if not arguments.diff:
        write(form.begin(), escape)
    for size, findings, fix in results:
        pages += 1
        progress.add(size)
        if fix is not None:
            progress.clear()
            if arguments.diff:
                write("".join(diff_lines(fix, paint)), text_escape if paint is plain else None)
            fixed += arguments.diff or _is_written(fix, losses)
        if findings:
            with_findings += 1
            counts.update(finding.severity for finding in findings)
            if not arguments.diff:
                progress.clear()
                write(form.page(findings), escape)
    progress.clear()
    if arguments.diff:
        found = f"{fixed:,} would be fixed" if fixed else "nothing to fix"
        tell(f"{_pages(pages)}: {found}{_missing(losses)}")
    else:
        write(form.end(), escape)
        done = f"; {fixed:,} fixed" if arguments.fix else ""
        tell(_summary(counts, pages, with_findings) + done + _missing(losses))
    if losses.count:
        return BAD_INPUT
    if arguments.diff:
        return FAILED if fixed else DONE
    return FAILED if _fails(counts, arguments.fail_on) else DONE


def _is_written(fix: Fix, losses: Losses) -> bool:
    """Whether a fixed page could be written; otherwise the reason is told."""
    try:
        write_fix(fix)
    except OSError as error:
        losses(f"{one_line(fix.file)}: cannot be fixed: {error.strerror or error}")
        return False
    return True


def _form(arguments: argparse.Namespace, *, has_leftovers: bool) -> Form:
    from wikiparse.console.check_formats import FORMATS, Text
    from wikiparse.console.sarif import Sarif

    if arguments.format == "sarif":
        return Sarif(LEFTOVERS if has_leftovers else {})
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


def _summary(counts: Counter[str], pages: int, with_findings: int) -> str:
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
    return f"{_pages(pages)}: {found}"


def _pages(count: int) -> str:
    return f"{count:,} page{'s' if count != 1 else ''}"


def _missing(losses: Losses) -> str:
    return f"; {losses.count:,} could not be read" if losses.count else ""
