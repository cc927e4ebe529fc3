"""Source text to nodes: line endings, the size limit, and which grammar reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.diagnostics import Diagnostic
from wikiparse.nodes.inlines import BraceParent
from wikiparse.source_map import normalize_line_endings, without_first

if TYPE_CHECKING:
    from wikiparse.dialect import Dialect
    from wikiparse.limits import Limits
    from wikiparse.markdown.inlines.state import Context
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import LinkContext
    from wikiparse.source_map import SourceMap

BYTE_ORDER_MARK = "\ufeff"


def parse_tree(
    source: str, dialect: Dialect, links: LinkContext, limits: Limits, diagnostics: list[Diagnostic]
) -> list[Node]:
    """The blocks of a page, as sections."""
    if len(source) > limits.max_size:
        from wikiparse.resolve import bounds  # noqa: PLC0415  # few pages are so long

        # The beginning is parsed as a page, and the rest is one text at its end: nothing is lost.
        end = bounds.end_of_markup(source, limits.max_size)
        diagnostics.append(Diagnostic.of("page-too-long", (end, len(source))))
        return bounds.with_rest(
            parse_tree(source[:end], dialect, links, limits, diagnostics),
            source,
            end,
            limits.max_depth,
        )
    text, source_map = normalize_line_endings(source) if "\r" in source else (source, None)
    if text.startswith(BYTE_ORDER_MARK):
        # It is no character of the page: the one after it begins a line.
        text, source_map = without_first(text, source_map)
    # Every line ends with a line feed, and NUL is no character of a document (CommonMark 2.3).
    text = text.replace("\0", "\ufffd")
    if not text.endswith("\n"):
        text += "\n"

    def report(code: str, span: tuple[int, int]) -> None:
        diagnostics.append(
            Diagnostic.of(code, span if source_map is None else source_map.span(span))
        )

    # Each grammar is loaded with the first page in it: a worker that reads dumps never loads
    # Markdown.
    if dialect.wikitext:
        from wikiparse.wikitext.tree import wikitext_tree  # noqa: PLC0415

        nodes = wikitext_tree(text, source, dialect, links, limits, report)
    else:
        from wikiparse.markdown.tree import markdown_tree  # noqa: PLC0415

        nodes = markdown_tree(text, source, dialect, links, limits, report, _read_wikitext)
    # Last: diagnostics are mapped one by one, nodes all at once.
    if source_map is not None:
        source_map.move(nodes)
    return nodes


def _read_wikitext(
    context: Context, text: str, source_map: SourceMap, depth: int, is_block: bool
) -> list[Node]:
    """The nodes of a piece of wikitext in a page of Markdown.

    Neither grammar knows the other: the one of Markdown is handed this.
    """
    # Most pages of Markdown hold none.
    from wikiparse.resolve.footnotes import Footnotes  # noqa: PLC0415
    from wikiparse.wikitext.tree import Surroundings, wikitext_fragment  # noqa: PLC0415

    around = Surroundings(
        context.source,
        context.links_to_titles(),
        context.max_depth,
        lambda code, span: context.report(code, source_map.span(span)),
        context.usage,
        Footnotes(context.footnote_references, context.footnote_definitions),
        context.short_citations,
        context.dialect.footnote_templates,
    )
    context.usage.has_lines = True  # its texts may hold line endings
    if is_block:
        text += "\n"
    nodes = wikitext_fragment(text, around, depth=depth, is_block=is_block)
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, BraceParent):
            object.__setattr__(node, "is_raw", True)  # nobody else has seen it yet
        else:
            stack += node.children
    source_map.move(nodes)
    return nodes
