"""The tree of a page of wikitext: what brackets enclose, blocks, inlines, and what they refer
to.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wikiparse.limits import Usage
from wikiparse.nodes.blocks import FootnoteList
from wikiparse.resolve import bounds, redirects, sections
from wikiparse.resolve.footnotes import report_footnotes
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
    nodes = bounds.within_count(
        lambda some: build_nodes(context, some, 0), drafts, text, limits.max_nodes, usage, report
    )
    nodes = bounds.within_depth(nodes, text, limits.max_depth, usage, report)
    nodes = redirects.redirect_first(nodes)
    nodes = sections.nest_sections(nodes)
    nodes = bounds.within_depth(nodes, text, limits.max_depth, usage, report)
    if usage.is_cut:
        context.marks, context.definitions = bounds.footnotes_in(nodes)
    _report_footnotes(context)
    del (
        context.content
    )  # it holds the context: a cycle, over which the page would stay until the collector comes
    return nodes


def _report_footnotes(context: Context) -> None:
    """Report what is wrong with footnotes; one without a name holds its own definition."""
    marks = [mark for mark in context.marks if mark.identifier is not None or not mark.children]
    listed = {
        id(child)
        for node in context.definitions
        if isinstance(node, FootnoteList)
        for child in node.children
    }
    definitions = [
        node
        for node in context.definitions
        if isinstance(node, FootnoteList) or node.identifier is not None or id(node) in listed
    ]
    if marks or definitions:
        report_footnotes(marks, definitions, context.report)
