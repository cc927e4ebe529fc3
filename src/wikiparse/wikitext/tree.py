"""The tree of a page of wikitext: matched brackets, blocks, inlines, references."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.limits import Usage
from wikiparse.resolve.bounds import Page
from wikiparse.resolve.finish import finish
from wikiparse.resolve.footnotes import Footnotes
from wikiparse.sites.languages import has_variants
from wikiparse.wikitext.build import build_content, build_nodes, find_drafts
from wikiparse.wikitext.inlines.parser import parse_wikitext
from wikiparse.wikitext.inlines.state import Context
from wikiparse.wikitext.preprocessor import find_extents

if TYPE_CHECKING:
    from wikiparse.dialect import Dialect
    from wikiparse.limits import Limits
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import LinkContext
    from wikiparse.wikitext.build import Report


def wikitext_tree(
    text: str, source: str, dialect: Dialect, links: LinkContext, limits: Limits, report: Report
) -> list[Node]:
    """The blocks of a page, as sections. `text` is its `source` with line feeds alone."""
    usage = Usage(limits.max_cells)
    context = _context(text, source, links, limits.max_depth, report, usage)
    context.footnote_templates = dialect.footnote_templates
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


class Surroundings(NamedTuple):
    """The state that a fragment of wikitext shares with its page of Markdown: the page's source,
    its limits and how much of them is used, where to report, where to put footnotes, and which
    templates are some.
    """

    source: str
    links: LinkContext
    max_depth: int
    report: Report
    usage: Usage
    footnotes: Footnotes
    short_citations: set[str]
    footnote_templates: bool


def wikitext_fragment(text: str, around: Surroundings, *, depth: int, is_block: bool) -> list[Node]:
    """The blocks or inlines of a fragment of wikitext in a page of Markdown, with spans in it;
    `depth` is how many levels of nodes are above it.

    Arguments are inlines there: a list in one is not among those of the page.
    """
    source, links, max_depth, report, usage, footnotes, *_ = around
    context = _context(text, source, links, max_depth, report, usage, is_template=True)
    if (first := context.extents.get(0)) and first.to == first.end:
        report("unclosed-template", (0, 2))
    context.content = lambda start, end, depth, *_, **__: parse_wikitext(context, start, end, depth)
    context.marks, context.definitions = footnotes
    context.short_citations = around.short_citations
    context.footnote_templates = around.footnote_templates
    if is_block:
        nodes = build_nodes(context, find_drafts(context, 0, len(text), depth), depth)
    else:
        nodes = list(parse_wikitext(context, 0, len(text), depth))
    del context.content  # as above
    return nodes


def _context(
    text: str,
    source: str,
    links: LinkContext,
    max_depth: int,
    report: Report,
    usage: Usage,
    *,
    is_template: bool = False,
) -> Context:
    """The context of a text whose brackets are matched."""
    # Elsewhere `-{` is text: on most wikis no page has variants.
    variants = has_variants(links.lang) and "-{" in text
    lines = find_extents(text, has_variants=variants, is_template=is_template)
    context = Context(text, lines, links, max_depth, report, variants, usage)
    context.source = source
    # Content that may hold blocks is built above the inline phase, which gets the function alone.
    context.content = partial(build_content, context)
    context.parse = parse_wikitext
    return context
