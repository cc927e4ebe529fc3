"""The tree as MediaWiki wikitext.

The output reads as the same sections, links, categories, footnotes and templates. Blocks are on
lines of their own where lines may begin, and HTML within one line where not, above all in the items
of lists. Line endings within text are spaces. Footnote definitions that are not in their references
are collected in `<references>`. docs/editing.md lists nodes that wikitext has no form for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.page import Page
from wikiparse.render.wikitext.blocks import BLOCKS
from wikiparse.render.wikitext.inlines import INLINES
from wikiparse.render.wikitext.walk import Context, Writer

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.inlines import BraceParent
    from wikiparse.render.wikitext.walk import Handlers

HANDLERS: Handlers = {**BLOCKS, **INLINES}


def wikitext_of(node: BraceParent) -> str:
    """The wikitext of a node in braces: its source, or written from the tree if it has none."""
    if node._source is not None and node._start >= 0:
        return str(node._source[node._start : node._end])
    return render_wikitext(node, is_wikitext=True)


def render_wikitext(root: Node, *, is_wikitext: bool = False) -> str:
    """A node as wikitext. A page ends with a line ending unless it is empty.

    `is_wikitext`: the tree is one of wikitext. In any other, braces of a URL are no template, and
    must not become one.
    """
    writer = Writer(root, HANDLERS, is_wikitext=is_wikitext)
    is_page = isinstance(root, Page)
    context = Context()
    writer.push(*(writer.blocks(root.children, context) if is_page else [(root, context)]))
    writer.run()
    made = "".join(writer.out).strip("\n")
    return made + "\n" if is_page and made else made
