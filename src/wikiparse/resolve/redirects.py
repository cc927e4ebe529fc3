"""Pages that only lead to another.

redirect = "1." WORD link      what a converter makes of `#REDIRECT [[page]]` (docs/dialects.md,
trap 22)
         | "#" WORD [":"] link      in wikitext, where it is a numbered list so far
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.blocks import ConversionNotice, FrontMatter, List, Redirect
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import Wikilink
from wikiparse.sites.magic_words import REDIRECT_WORDS

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node


def redirect_first(nodes: list[Node]) -> list[Node]:
    """The blocks of a page, the first one made a redirect if it is one."""
    index = next(
        (
            i
            for i, node in enumerate(nodes)
            if not isinstance(node, (FrontMatter, ConversionNotice))
        ),
        None,
    )
    if (
        index is None
        or not isinstance(first := nodes[index], List)
        or first.start is None
        or len(first.children) != 1
    ):
        return nodes
    blocks = first.children[0].children
    inlines = blocks[0].children if len(blocks) == 1 else ()
    if (
        len(inlines) < 2
        or not isinstance(word := inlines[0], Text)
        or word.value.strip(" :\n").upper() not in REDIRECT_WORDS
    ):
        return nodes
    link = inlines[1]
    if not isinstance(link, Wikilink):
        return nodes
    made = Redirect(inlines, link.title, link.fragment, span=first._span)
    return [*nodes[:index], made, *nodes[index + 1 :]]
