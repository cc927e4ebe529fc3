"""Definitions of footnotes as GitHub writes them, and pandoc since 2.10.

definition = "[^" label "]:" block*, continued by lines indented by four columns
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Container, Draft
from wikiparse.markdown.blocks.state import CONTAINER, NONE, Step
from wikiparse.markdown.link_syntax import normal_label

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State

DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")

EMPTY = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*+\n(?>(?:[ \t]*+\n)*)(?=[^ \t\n]|\Z)")
"""A definition without content: what follows it, if anything, is not indented."""


def add_empty_definitions(state: State, pos: int) -> int:
    """Add the definitions without content that begin at `pos`, in the first column and outside of
    all containers.

    This is what a converter leaves of notes whose templates it dropped. Gives the start of the line
    behind them.
    """
    text, end, children = state.text, state.end, state.root.children
    while pos < end and (match := EMPTY.match(text, pos, end)):
        label = match[1]
        children.append(Draft("footnote_definition", pos, match.end(1) + 2, info=label))
        state.footnote_labels.add(normal_label(label))
        pos = match.end()
    return pos


def start_definition(state: State) -> Step:
    """A definition opens. Its label holds no white space."""
    start = state.nonspace
    match = DEFINITION.match(state.text, start)
    if match is None or state.too_deep(start):
        return NONE
    width = state.indent + match.end() - start
    parent = state.close_unmatched()
    state.advance(match.end(), width)
    # What follows on the line is content whatever its indentation; lines below are held to four
    # columns.
    state.column += state.indent
    state.indent = 0
    container = Container(
        "footnote_definition", start, match.end(), 4, parent.content + 4, match[1]
    )
    container.is_empty = False
    state.push(container, parent.children)
    state.footnote_labels.add(normal_label(match[1]))
    return CONTAINER
