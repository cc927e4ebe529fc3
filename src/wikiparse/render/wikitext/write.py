"""The tree as MediaWiki wikitext.

What is written reads as the same sections, links, categories, notes and templates. Blocks stand on
lines of their own where lines may begin, and as HTML within one line where not, in the items of
lists above all. Line endings within words are blanks. Notes that stand apart from their marks are
collected in `<references>`; docs/editing.md says what wikitext has no words for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.page import Page
from wikiparse.render.wikitext.blocks import BLOCKS
from wikiparse.render.wikitext.inlines import INLINES
from wikiparse.render.wikitext.walk import Place, Walk

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.inlines import BraceParent
    from wikiparse.render.wikitext.walk import Handlers

HANDLERS: Handlers = {**BLOCKS, **INLINES}


def wikitext_of(node: BraceParent) -> str:
    """The wikitext of a node in braces: its source, or written again where no source stands behind
    it.
    """
    if node._source is not None and node._start >= 0:
        return str(node._source[node._start : node._end])
    return render_wikitext(node)


def render_wikitext(root: Node) -> str:
    """A node as wikitext. A page ends with a line ending unless it is empty."""
    walk = Walk(root, HANDLERS)
    is_page = isinstance(root, Page)
    walk.push(*(walk.blocks(root.children, Place()) if is_page else [(root, Place())]))
    walk.run()
    made = "".join(walk.out).strip("\n")
    return made + "\n" if is_page and made else made
