"""`wikiparse templates`: the templates of a wiki in one file, by which its pages are expanded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from wikiparse.console import output
from wikiparse.console.arguments import add_command
from wikiparse.console.errors import BAD_INPUT, DONE, FAILED, ConsoleError
from wikiparse.console.inputs import Losses
from wikiparse.console.page import file_name
from wikiparse.console.progress import Progress

if TYPE_CHECKING:
    import argparse

    from wikiparse.console.arguments import Commands, Parser
    from wikiparse.etl.template_pages import TemplateCounts

NAMED: Final = 3
"""Modules that the summary names."""


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    from wikiparse.etl.commands import language_tag

    does = "gather the templates of a wiki in one file"
    example = "wikiparse templates dump.xml.bz2 -o templates.sqlite"
    command = add_command(commands, "templates", _templates, does, example)
    command.description = """Gather the templates of a wiki, and redirects to them, in one file, by
which its pages are expanded.

INPUT is a MediaWiki XML dump, or a folder of pages that are all templates, by the names of their
files, or whatever `wikiparse batch` reads. Modules in Lua are counted, and never run.

exit status: 0; 1 if the output cannot be written, or has no template; 2 if an input, or a page of
one, cannot be read, or the command line is wrong."""
    command.add_argument(
        "inputs", metavar="INPUT", nargs="+", type=file_name, help="the pages to read"
    )
    command.add_argument(
        "-o", "--out", metavar="FILE", required=True, type=file_name, help="the file to write"
    )
    command.add_argument(
        "--titles",
        action="store_true",
        help="write the titles of all pages too, by which #ifexist is decided",
    )
    command.add_argument(
        "--lang",
        metavar="TAG",
        type=language_tag,
        help="the language of the wiki, where the input does not tell",
    )


def _templates(arguments: argparse.Namespace) -> int:
    from wikiparse.etl.template_pages import write_templates
    from wikiparse.expand.template_file import is_template_file

    out = Path(arguments.out)
    if arguments.out == "-":
        message = "templates are written to a file, not to the standard output"
        raise ConsoleError(message, FAILED)
    if out.exists() and not is_template_file(out):
        message = f"{out} is there already, and is not a file of templates"
        raise ConsoleError(message, FAILED)
    if not out.absolute().parent.is_dir():
        message = f"cannot write {out}: the folder is not there"
        raise ConsoleError(message, FAILED)
    progress = Progress()
    losses = Losses(progress)
    try:
        counts = write_templates(
            arguments.inputs,
            out,
            lang=arguments.lang,
            titles=arguments.titles,
            on_page=lambda page: progress.add(len(page.raw)),
            on_damage=losses,
        )
    except (FileNotFoundError, ValueError) as error:
        raise ConsoleError(_reason(error), BAD_INPUT) from error
    except OSError as error:
        message = f"cannot write {out}: {error.strerror or error}"
        raise ConsoleError(message, FAILED) from error
    finally:
        progress.clear()
    for line in _summary(counts, out):
        output.tell(line)
    if losses.count:
        return BAD_INPUT
    return DONE if counts.templates else FAILED


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _summary(counts: TemplateCounts, out: Path) -> list[str]:
    parts = [f"{_number(counts.templates, 'template')} in {out}"]
    if counts.redirects:
        parts.append(f"{_number(counts.redirects, 'redirect')} among them")
    if counts.titles:
        parts.append(_number(counts.titles, "title"))
    lines = [", ".join(parts)]
    if counts.invoking:
        calls = "calls" if counts.invoking == 1 else "call"
        lines.append(f"{_number(counts.invoking, 'template')} {calls} modules in Lua")
    if counts.modules:
        names = ", ".join(counts.modules[:NAMED])
        more = len(counts.modules) - NAMED
        rest = f", and {more:,} others" if more > 0 else ""
        lines.append(f"not run: {_number(len(counts.modules), 'module')} ({names}{rest})")
    return lines


def _number(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
