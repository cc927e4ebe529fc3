"""The steps after either grammar, in their order: from the drafts of a page to its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.resolve.bounds import within_count, within_depth
from wikiparse.resolve.footnotes import footnotes_in, report_footnotes, resolve_footnotes
from wikiparse.resolve.redirects import redirect_first
from wikiparse.resolve.sections import nest_sections

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from wikiparse.nodes.base import Node
    from wikiparse.resolve.bounds import HasStart, Page
    from wikiparse.resolve.footnotes import Footnotes

    D = TypeVar("D", bound=HasStart)


def finish(
    page: Page,
    drafts: list[D],
    build: Callable[[list[D]], list[Node]],
    footnotes: Footnotes,
    *,
    last_list_defines: bool = False,
    refine: Callable[[list[Node]], list[Node]] | None = None,
) -> list[Node]:
    """The blocks of a page, as sections.

    `build` makes nodes of drafts and adds to `footnotes` what it meets. With `last_list_defines`
    the last numbered list of the page may hold its footnotes; `refine` returns the blocks of a page
    that is no article alone.
    """
    # Depth before footnotes: a reference within text is not one. The list that defines them
    # before the redirect: both look at numbered lists, the one at the end of the page first.
    nodes = within_depth(page, within_count(page, drafts, build))
    if last_list_defines:
        if page.usage.is_cut:
            footnotes = footnotes_in(nodes)
        nodes = resolve_footnotes(nodes, footnotes, page.text)
    if refine is not None:
        nodes = refine(nodes)
    # Sections last, since they are no siblings of the blocks that the other steps look at. They
    # are levels of their own, so the depth is looked at again.
    nodes = within_depth(page, nest_sections(redirect_first(nodes)))
    if page.usage.is_cut:
        footnotes = footnotes_in(nodes)
    report_footnotes(footnotes, page.report)
    return nodes
