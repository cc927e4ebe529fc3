"""Definitions of footnotes as GitHub writes them, and pandoc since 2.10.

definition = "[^" label "]:" block*, continued by lines indented by four columns
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import FootnoteDefinitionDraft
from wikiparse.markdown.blocks.state import CONTAINER, NONE, Container
from wikiparse.markdown.link_syntax import normal_label

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State, Step

# [^label]: text     A label with white space in it is that of a link definition.
DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")

# [^1]:
# [^2]:            a definition, since the next line is not indented
#
#     text         but this belongs to a definition above it
EMPTY = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*+\n(?>(?:[ \t]*+\n)*)(?=[^ \t\n]|\Z)")
"""A definition without content: the next line that is not blank, if any, is not indented."""

WIDTH = 4


class FootnoteDefinition(Container):
    """An open definition of a footnote."""

    __slots__ = ()

    def continues(self, state: State) -> bool:
        """Lines indented by four columns, and blank lines."""
        if state.text[state.nonspace] == "\n":
            state.consume_indent(min(state.indent, WIDTH))
            return True
        if state.indent < WIDTH:
            return False
        state.consume_indent(WIDTH)
        return True


def start_definition(state: State) -> Step:
    """A definition begins with its label, which holds no white space."""
    start = state.nonspace
    match = DEFINITION.match(state.text, start)
    if match is None or state.too_deep(start):
        return NONE
    columns = state.indent + match.end() - start
    parent = state.close_unmatched()
    state.advance(match.end(), columns)
    # The rest of the line is content whatever its indentation; the lines below need four columns.
    state.consume_indent(state.indent)
    draft = FootnoteDefinitionDraft(start, match.end(), match[1])
    parent.children.append(draft)
    state.open(FootnoteDefinition(draft, parent.content_column + WIDTH))
    # At once: brackets are read after all blocks, and know every label by then.
    state.page.footnote_labels.add(normal_label(match[1]))
    return CONTAINER


def add_empty_definitions(state: State, pos: int) -> int:
    """Add the definitions without content that begin at `pos`, in the first column and outside of
    all containers; returns the start of the line after them.

    The equal of `start_definition`, one line after the other. Converters that drop templates leave
    such definitions, hundreds on some pages.
    """
    text, end, children = state.text, state.limit, state.root.children
    while pos < end and (match := EMPTY.match(text, pos, end)):
        label = match[1]
        children.append(FootnoteDefinitionDraft(pos, match.end(1) + 2, label))
        state.page.footnote_labels.add(normal_label(label))
        pos = match.end()
    return pos
