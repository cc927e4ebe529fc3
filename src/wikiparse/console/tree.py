"""`wikiparse tree`: the tree of a page, in colors where the terminal has them."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from wikiparse.console.arguments import add_command
from wikiparse.console.colors import add_color, paint_for, plain
from wikiparse.console.errors import DONE
from wikiparse.console.output import fit, write
from wikiparse.console.page import add_page, add_title, read_page, tell_diagnostics

if TYPE_CHECKING:
    import argparse

    from wikiparse.console.arguments import Commands, Parser
    from wikiparse.console.colors import Paint
    from wikiparse.document import Document


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    does = "show the tree of a page, a line for each node"
    command = add_command(commands, "tree", _tree, does, "wikiparse tree page.md | less")
    add_page(command)
    add_title(command)
    command.add_argument(
        "--no-spans", action="store_true", help="leave out where the nodes are in the file"
    )
    add_color(command)


def _tree(arguments: argparse.Namespace) -> int:
    write_tree(read_page(arguments), arguments.color, spans=not arguments.no_spans)
    return DONE


def write_tree(doc: Document, color: str = "auto", *, spans: bool = True) -> None:
    """Write the tree of a page, and count its diagnostics on standard error."""
    tree = doc.tree(spans=spans)
    paint = paint_for(sys.stdout, color)
    if sys.stdout is None or paint is plain:
        write(tree)
    else:
        write(colored(fit(tree, sys.stdout), paint), None)
    tell_diagnostics(doc)


_TREE_LINE = re.compile(r"^( *+)(\w+)( \d+:\d+)?", re.M)


def colored(tree: str, paint: Paint) -> str:
    """The lines of a tree, kinds and spans in colors of their own.

    Without its colors it is the same text.
    """
    return _TREE_LINE.sub(
        lambda line: line[1] + paint(line[2], "kind") + (paint(line[3], "dim") if line[3] else ""),
        tree,
    )
