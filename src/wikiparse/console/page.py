"""The one page that a command is about: its arguments, and how it is read."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from wikiparse.console.errors import BAD_INPUT, ConsoleError
from wikiparse.console.output import tell

if TYPE_CHECKING:
    from wikiparse.document import Document


def add_page(command: argparse.ArgumentParser) -> None:
    """Add the arguments that say which page, and how to read it."""
    command.add_argument(
        "file", metavar="FILE", type=file_name, help="the page; - for standard input"
    )
    add_dialect(command)
    command.add_argument(
        "--lang", metavar="TAG", help="the language of the wiki, such as zh or pt-BR"
    )


def add_dialect(command: argparse.ArgumentParser) -> None:
    """Add the argument that says which dialect pages are."""
    from wikiparse.dialect import DIALECTS

    command.add_argument(
        "--dialect", choices=("auto", *DIALECTS), default="auto", help="the markup (default: auto)"
    )


def add_title(command: argparse.ArgumentParser) -> None:
    """Add the argument for the title of the page."""
    command.add_argument("--title", help="the page's title (default: the file's name)")


def file_name(name: str) -> str:
    """The name of a file, as an argument has it."""
    if "\0" in name:
        message = "a file's name cannot hold NUL"
        raise argparse.ArgumentTypeError(message)
    return name


def read_page(arguments: argparse.Namespace) -> Document:
    """The page that is asked for.

    An error of the question, not of the page, is reported at once.
    """
    from wikiparse.parse import parse, read

    title = getattr(arguments, "title", None)
    options = {"dialect": arguments.dialect, "lang": arguments.lang, "title": title}
    try:
        doc = (
            parse(standard_input(), **options)
            if arguments.file == "-"
            else read(arguments.file, **options)
        )
    except OSError as error:
        name = "standard input" if arguments.file == "-" else arguments.file
        message = f"cannot read {name}: {error.strerror or error}"
        raise ConsoleError(message, BAD_INPUT) from error
    for found in doc.diagnostics:
        if found.code == "unknown-language":
            tell(found.message)
    return doc


def standard_input() -> bytes:
    """All bytes of standard input. Raises OSError."""
    # A daemon may have closed it.
    if sys.stdin is None:
        message = "it is closed"
        raise OSError(message)
    return sys.stdin.buffer.read()


def tell_diagnostics(doc: Document) -> None:
    """Count the diagnostics by code, in one line; they are no errors."""
    from collections import Counter

    if doc.diagnostics:
        counts = Counter(found.code for found in doc.diagnostics)
        parts = ", ".join(f"{count} {code}" for code, count in counts.items())
        tell(f"{len(doc.diagnostics)} diagnostic{'s' if len(doc.diagnostics) > 1 else ''}: {parts}")
