"""The tree of a page on a terminal, in colors where it has them."""

from __future__ import annotations

import os
import re
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from wikiparse.console.output import fit, write, writing

if TYPE_CHECKING:
    from typing import TextIO


def write_tree(tree: str) -> None:
    """Write a tree, in colors where a terminal shows them and `rich` makes them."""
    if (
        sys.stdout is None
        or not sys.stdout.isatty()
        or os.environ.get("NO_COLOR")
        or not find_spec("rich")
    ):
        write(tree)
        return
    with writing(sys.stdout) as out:
        write_colors(fit(tree, out), out)


_TREE_LINE = re.compile(r" *(\w+)( \d+:\d+)?")


def write_colors(tree: str, out: TextIO) -> None:
    """Write the lines of a tree, kinds and spans in colors of their own.

    Without its colors it is the same text.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(file=out, highlight=False, soft_wrap=True)
    for line in tree.split("\n")[:-1]:
        text = Text(line)
        if match := _TREE_LINE.match(line):
            text.stylize("bold cyan", *match.span(1))
            text.stylize("dim", *match.span(2))
        console.print(text)
