"""The tree of a page of Markdown, hybrid or not: find the blocks, scan their content for inlines,
resolve references.

The counterpart of `wikitext/tree.py`. All dialects but that of wikitext are read here; they are
distinguished by the fields of their records alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.limits import Usage
from wikiparse.markdown.blocks.captions import attach_captions
from wikiparse.markdown.blocks.front_matter import front_matter, notice
from wikiparse.markdown.blocks.link_definitions import take_wikilink_definitions
from wikiparse.markdown.blocks.parser import parse_blocks
from wikiparse.markdown.build import build_blocks
from wikiparse.markdown.inlines.parser import grammar_for
from wikiparse.markdown.inlines.state import Context, LinkDefinitions
from wikiparse.nodes.wrapped import mark_wrapped
from wikiparse.resolve.bounds import Page
from wikiparse.resolve.finish import finish
from wikiparse.resolve.footnotes import Footnotes

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.dialect import Dialect
    from wikiparse.drafts import Draft
    from wikiparse.limits import Limits
    from wikiparse.markdown.inlines.state import ReadWikitext
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import LinkContext


def markdown_tree(
    text: str,
    source: str,
    dialect: Dialect,
    links: LinkContext,
    limits: Limits,
    report: Callable[[str, tuple[int, int]], None],
    read_wikitext: ReadWikitext,
) -> list[Node]:
    """The blocks of a page, as sections. `text` is its `source` with line feeds alone."""
    usage = Usage(limits.max_cells)
    context = Context(text, grammar_for(dialect), links, limits.max_depth, report, usage)
    context.source = source
    if dialect.attributes:
        context.read_wikitext = read_wikitext
    # First all blocks, since brackets depend on the definitions of the whole page.
    drafts = _blocks(context, limits)
    if dialect.text_tables:
        attach_captions(text, drafts)
    nodes = finish(
        Page(text, limits, usage, report),
        drafts,
        lambda some: build_blocks(context, some, 0),
        # The lists are filled while the blocks are built: `Footnotes` is looked at afterwards.
        Footnotes(context.footnote_references, context.footnote_definitions),
        last_list_defines=dialect.footnotes_in_last_list and not dialect.cite_notes,
        refine=_refine(context) if dialect.cite_notes else None,
    )
    # A page without a paragraph of several lines is not searched.
    if dialect.wrapped_at_spaces and usage.has_lines:
        mark_wrapped(nodes, text)
    return nodes


def _refine(context: Context) -> Callable[[list[Node]], list[Node]]:
    """The function that finds the parts of a page that are not of the article."""
    # Of one dialect.
    from wikiparse.resolve.boilerplate import without_boilerplate  # noqa: PLC0415
    from wikiparse.resolve.cite_notes import set_groups  # noqa: PLC0415
    from wikiparse.resolve.page_footer import page_parts  # noqa: PLC0415

    def refine(nodes: list[Node]) -> list[Node]:
        # Before footnotes are matched, which goes by group and name.
        set_groups(context.footnote_references, context.footnote_definitions)
        nodes = page_parts(nodes)
        home = context.link_context.home
        return nodes if home is None else without_boilerplate(nodes, home)

    return refine


def _blocks(context: Context, limits: Limits) -> list[Draft]:
    """The drafts of a page, front matter and notice among them.

    The context learns the names that the page defines.
    """
    text, dialect = context.text, context.dialect
    start, end = 0, len(text)
    first = last = None
    before: list[Draft] = []
    if dialect.front_matter:
        first, last = front_matter(text, start, end, dialect.front_matter_at_end)
        start = first.end + 1 if first else start
        # The body ends where the last front matter begins, so that its fence is no thematic break.
        end = last.start if last else end
    if first:
        before.append(first)
    if dialect.conversion_notice and (found := notice(text, start, end)):
        before.append(found)
        start = found.end + 1
    # Nothing but metadata: `parse_blocks` needs a line.
    if start >= end:
        return [*before, *([last] if last else ())]
    body = parse_blocks(text, start, end, dialect, limits.max_depth, context.report)
    if dialect.wikilink_definitions:
        take_wikilink_definitions(text, body)
    if body.link_definitions:
        context.link_definitions = LinkDefinitions(
            body.link_definitions, limits.max_expansion * len(text), context.report
        )
    if dialect.reference_definitions:
        context.footnote_labels = body.footnote_labels
    return [*before, *body.children, *([last] if last else ())]
