"""Pages that only lead to another.

redirect = "1." WORD link          as a converter writes `#REDIRECT [[page]]`
                                   (docs/dialects.md, trap 22)
         | "#" WORD [":"] link     in wikitext, where it is a numbered list up to here
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.blocks import ConversionNotice, FrontMatter, List, Redirect
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import Wikilink
from wikiparse.sites.magic_words import is_redirect

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node


def redirect_first(nodes: list[Node]) -> list[Node]:
    """The blocks of a page, the first one made a redirect if it is one."""
    for index, node in enumerate(nodes):
        if isinstance(node, (FrontMatter, ConversionNotice)):
            continue
        made = _redirect(node)
        return nodes if made is None else [*nodes[:index], made, *nodes[index + 1 :]]
    return nodes


def _redirect(node: Node) -> Redirect | None:
    """A numbered list of one item, whose one block begins with the word and a wikilink."""
    if not isinstance(node, List) or node.start is None or len(node.children) != 1:
        return None
    blocks = node.children[0].children
    inlines = blocks[0].children if len(blocks) == 1 else ()
    if len(inlines) < 2:
        return None
    word, link = inlines[:2]
    if not isinstance(word, Text) or not isinstance(link, Wikilink):
        return None
    if not is_redirect(word.value.strip(" :\n")):
        return None
    return Redirect(inlines, link.title, link.fragment, span=node._span)
