"""The tree of a page of wikitext: what brackets enclose, blocks, inlines, and what they refer
to.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wikiparse.limits import Usage
from wikiparse.resolve.bounds import Page
from wikiparse.resolve.finish import finish
from wikiparse.resolve.footnotes import Footnotes
from wikiparse.sites.languages import has_variants
from wikiparse.wikitext.build import build_content, build_nodes, find_drafts
from wikiparse.wikitext.inlines.parser import parse_wikitext
from wikiparse.wikitext.inlines.state import Context
from wikiparse.wikitext.preprocessor import find_islands

if TYPE_CHECKING:
    from wikiparse.limits import Limits
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import LinkContext
    from wikiparse.wikitext.build import Report


def wikitext_tree(
    text: str, source: str, links: LinkContext, limits: Limits, report: Report
) -> list[Node]:
    """The blocks of a page, as sections. `text` is its `source` with line feeds alone."""
    variants = "-{" in text and has_variants(links.lang)
    lines = find_islands(text, has_variants=variants)
    usage = Usage(limits.max_cells)
    context = Context(text, lines, links, limits.max_depth, report, variants, usage)
    context.source = source
    context.content = partial(build_content, context)
    context.parse = parse_wikitext
    drafts = find_drafts(context, 0, len(text), 0)
    nodes = finish(
        Page(text, limits, usage, report),
        drafts,
        lambda some: build_nodes(context, some, 0),
        Footnotes(context.marks, context.definitions),
    )
    # It holds the context: a cycle, over which the page would stay until the collector comes.
    del context.content
    return nodes
