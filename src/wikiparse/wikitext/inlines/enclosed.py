"""Templates in the markup of other nodes: in attributes, link targets, URLs, options and names."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import BraceParent
from wikiparse.wikitext.preprocessor import BRACES

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.wikitext.inlines.state import Context


def in_order(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Templates in markup and what the node holds besides, as the source has them."""
    return tuple(sorted(nodes, key=attrgetter("_start")))


def templates_in(context: Context, start: int, end: int, depth: int) -> tuple[Node, ...]:
    """The templates, parser functions and parameters in a stretch of markup. `depth` is how many
    levels of nodes are above them.
    """
    text = context.text
    # Asked of each attribute and target of a page: one search in C, and most answers are no.
    if text.find("{{", start, end) < 0:
        return ()
    nodes: list[Node] = []
    order = context.order
    # None of them is a footnote: the markup has it as it is written.
    before, context.footnote_templates = context.footnote_templates, False
    while (start := order[bisect_left(order, start)]) < end:
        extent = context.extents.get(context.lines.outermost.get(start, start))
        if extent is None or extent.end > end:
            start += 1
            continue
        if extent.kind == BRACES:
            for node in context.parse(context, start, extent.end, depth):
                if isinstance(node, BraceParent):
                    object.__setattr__(node, "is_markup", True)  # nobody else has seen it yet
                    nodes.append(node)
        start = extent.end
    context.footnote_templates = before
    return tuple(nodes)
