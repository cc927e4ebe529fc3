"""Definitions of footnotes as GitHub writes them, and pandoc since 2.10.

definition = "[^" label "]:" block*, continued by lines indented by four columns
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Container, Draft
from wikiparse.markdown.blocks.state import CONTAINER, NONE
from wikiparse.markdown.link_syntax import normal_label

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State

DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")

EMPTY = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*+\n(?>(?:[ \t]*+\n)*)(?=[^ \t\n]|\Z)")
"""A definition without content: what follows it, if anything, is not indented."""


def add_empty_definitions(lines: State, at: int) -> int:
    """Add the definitions without content that begin at `at`, in the first column and outside of
    all containers.

    This is what a converter leaves of notes whose templates it dropped. Gives the start of the line
    behind them.
    """
    text, end, children = lines.text, lines.end, lines.root.children
    while at < end and (match := EMPTY.match(text, at, end)):
        label = match[1]
        children.append(Draft("footnote_definition", at, match.end(1) + 2, info=label))
        lines.footnotes.add(normal_label(label))
        at = match.end()
    return at


def start_definition(lines: State, at: int) -> int:
    """A definition opens. Its label holds no white space."""
    match = DEFINITION.match(lines.text, at)
    if match is None or lines.too_deep(at):
        return NONE
    width = lines.indent + match.end() - at
    parent = lines.settle()
    lines.use(match.end(), width)
    # What follows on the line is content whatever its indentation; lines below are held to four
    # columns.
    lines.column += lines.indent
    lines.indent = 0
    container = Container("footnote_definition", at, match.end(), 4, parent.content + 4, match[1])
    container.is_empty = False
    lines.push(container, parent.children)
    lines.footnotes.add(normal_label(match[1]))
    return CONTAINER
