"""Fenced divs: a part of a page with attributes.

div   = fence blocks ":::" ":"*
fence = ":::" ":"* (attributes | word) ":"*

A fence opens nothing until its end comes, so that an unclosed one is text: the blocks since then
become its children when it does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import DivDraft, ParagraphDraft
from wikiparse.markdown.attribute_syntax import find_attributes
from wikiparse.markdown.blocks.state import LEAF, NONE, OpenDiv, end_lists
from wikiparse.source import trim

if TYPE_CHECKING:
    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.blocks.state import State, Step

END = re.compile(r":{3,}+[ \t]*+(?=\n)")

# ::: name :::     or     ::::: {#id .name}
#     └ 1                       └ read by `find_attributes`
FENCE = re.compile(r":{3,}+[ \t]*+(?:([^\s{}:][^\s{}]*+)|(?=\{))")

REST = re.compile(r"[ \t]*+:*+[ \t]*+(?=\n)")


def start_div(state: State) -> Step:
    """A fence that opens or closes a div."""
    text, start = state.text, state.nonspace
    if END.match(text, start):
        return _close(state)
    if state.paragraph is not None:
        return NONE
    match = FENCE.match(text, start)
    if match is None:
        return NONE
    end = match.end()
    attributes: Attributes = (("class", match[1].rstrip(":")),) if match[1] else ()
    if not match[1]:
        found = find_attributes(text, end, text.index("\n", end))
        if found is None:
            return NONE
        attributes, end = found
    rest = REST.match(text, end, state.end)
    # Open divs are no containers, so their levels are not in `state.depth`.
    if rest is None or state.too_deep(start, len(state.open_divs) + 1):
        return NONE
    end = trim(text, start, rest.end(), " \t")[1]
    container = state.close_unmatched()
    # The line as text, until its end comes: the draft that `_close` replaces.
    paragraph = ParagraphDraft(start, end, start, end)
    state.open_divs.append(OpenDiv(container, len(container.children), start, attributes))
    container.children.append(paragraph)
    state.pos = rest.end() + 1
    return LEAF


def _close(state: State) -> Step:
    """Make a div of all blocks since the innermost fence of this container."""
    text, start = state.text, state.nonspace
    parent = state.parent
    opened = state.open_divs
    while opened and opened[-1].container is not parent:
        if (
            opened[-1].container in state.containers[: state.matched]
            or opened[-1].container is state.root
        ):
            return NONE  # a div around the containers that the line belongs to
        opened.pop()  # its container has ended before it
    if not opened:
        return NONE
    container = state.close_unmatched()
    div = opened.pop()
    end = text.index("\n", start)
    children = container.children[div.number + 1 :]
    # Lists get their ends when their container is finished, which for these children never comes.
    end_lists(children)
    draft = DivDraft(div.start, trim(text, start, end, " \t")[1], children, div.attributes)
    container.children[div.number :] = [draft]
    state.pos = end + 1
    return LEAF
