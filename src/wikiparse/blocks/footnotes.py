"""Definitions of footnotes as GitHub writes them, and pandoc since 2.10.

definition = "[^" label "]:" block*, continued by lines indented by four columns
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.blocks.draft import Container
from wikiparse.blocks.steps import CONTAINER, NONE
from wikiparse.link_parts import normal_label

if TYPE_CHECKING:
    from wikiparse.blocks.lines import Lines

DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")


def start_definition(lines: Lines, at: int) -> int:
    """A definition opens. Its label holds no white space."""
    match = DEFINITION.match(lines.text, at)
    if match is None or lines.too_deep(at):
        return NONE
    width = lines.indent + match.end() - at
    parent = lines.settle()
    lines.use(match.end(), width)
    # What follows on the line is content whatever its indentation; lines below are held to four columns.
    lines.column += lines.indent
    lines.indent = 0
    container = Container("footnote_definition", at, match.end(), 4, parent.content + 4, match[1])
    container.is_empty = False
    lines.push(container, parent.children)
    lines.footnotes.add(normal_label(match[1]))
    return CONTAINER
