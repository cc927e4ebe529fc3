"""`wikiparse parse`: a page as JSON, as HTML or as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.console.arguments import add_command
from wikiparse.console.errors import DONE
from wikiparse.console.output import html_escape, json_escape, write
from wikiparse.console.page import add_page, add_title, read_page
from wikiparse.console.tree import write_tree

if TYPE_CHECKING:
    import argparse

    from wikiparse.console.arguments import Commands, Parser


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    example = "wikiparse parse --format json page.md > page.json"
    command = add_command(
        commands,
        "parse",
        _parse,
        "write a page as JSON, as HTML or as plain text",
        example,
    )
    add_page(command)
    command.add_argument(
        "--format",
        choices=("tree", "json", "html", "text"),
        default="tree",
        help="the form of the output (default: tree, as `wikiparse tree` shows it)",
    )
    add_title(command)


def _parse(arguments: argparse.Namespace) -> int:
    doc = read_page(arguments)
    if arguments.format == "json":
        write(doc.to_json() + "\n", json_escape)
    elif arguments.format == "html":
        write(doc.to_html(page=True), html_escape)
    elif arguments.format == "text":
        write(doc.to_text())
    else:
        write_tree(doc)
    return DONE
