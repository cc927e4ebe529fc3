"""`wikiparse view`: a page to look at in a browser."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wikiparse.console.arguments import add_command
from wikiparse.console.errors import BAD_INPUT, DONE, FAILED, ConsoleError
from wikiparse.console.output import html_escape, write, writing
from wikiparse.console.page import add_page, add_title, file_name, read_page

if TYPE_CHECKING:
    import argparse

    from wikiparse.console.arguments import Commands, Parser


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    from wikiparse.dialect import DIALECTS

    command = add_command(
        commands,
        "view",
        _view,
        "write an HTML file with source and tree side by side, and open it",
        "wikiparse view --as hybrid --as markdown page.md",
    )
    command.description = """Write one HTML file with source and tree of a page side by side, and
open it in the browser if there is a desktop. The file needs no network; "?" in it lists its keys.
Its name is written to standard output."""
    add_page(command)
    add_title(command)
    command.add_argument(
        "--as",
        dest="dialects",
        action="append",
        choices=("auto", *DIALECTS),
        default=[],
        help="the tree in this dialect; given more than once, trees side by side",
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        type=file_name,
        help="the file to write; - for standard output (default: NAME.view.html in this folder)",
    )
    command.add_argument("--no-open", action="store_true", help="only write the file")


def _view(arguments: argparse.Namespace) -> int:
    html = _html(arguments)
    if arguments.output == "-":
        _write_to_standard_output(html)
        return DONE
    path = Path(arguments.output or _name(arguments.file))
    try:
        if arguments.file != "-" and path.exists() and path.samefile(arguments.file):
            message = f"{path} is the page itself; name another file with -o"
            raise ConsoleError(message, BAD_INPUT)
        path.write_bytes(html.encode())
    except OSError as error:
        message = f"cannot write {path}: {error.strerror or error}"
        raise ConsoleError(message, FAILED) from error
    write(f"{path}\n")
    if not arguments.no_open and _has_desktop():
        import webbrowser

        webbrowser.open(path.resolve().as_uri())
    return DONE


def _html(arguments: argparse.Namespace) -> str:
    """The page as a view, in each dialect that is asked for."""
    from wikiparse.parse import parse

    # `--dialect` alone is one tree, and so is nothing; with `--as` it is one more.
    asked = [arguments.dialect] if arguments.dialect != "auto" or not arguments.dialects else []
    first, *others = dict.fromkeys([*asked, *arguments.dialects])
    arguments.dialect = first
    doc = read_page(arguments)
    beside = [
        parse(str(doc), dialect=dialect, lang=arguments.lang, title=doc.title) for dialect in others
    ]
    return doc.to_view(beside=beside)


def _name(file: str) -> str:
    """The name of the file to write, for that of a page."""
    return "page.view.html" if file == "-" else f"{Path(file).stem}.view.html"


def _write_to_standard_output(html: str) -> None:
    if sys.stdout is None:  # as in `write`
        return
    if sys.stdout.isatty():
        write(html, html_escape)
        return
    # In UTF-8, as the page says, whatever the encoding of the stream is: its script has a hash.
    with writing(sys.stdout) as out:
        out.flush()
        out.buffer.write(html.encode())


def _has_desktop() -> bool:
    """Whether a browser with a window could be opened here."""
    if os.environ.get("SSH_CONNECTION"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
