"""The tree as Markdown of a flavor.

The output reads as the same text, sections, links, footnotes, tables, lists, code and formulas, as
far as the flavor has a form for them: docs/markdown-output.md lists the rest. A paragraph is
one line, unless it has hard line breaks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.page import Page
from wikiparse.render.markdown.blocks import BLOCKS, footnotes
from wikiparse.render.markdown.flavors import FLAVORS, Flavor
from wikiparse.render.markdown.inlines import INLINES
from wikiparse.render.markdown.page import PageContext
from wikiparse.render.markdown.walk import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import Wikilink
    from wikiparse.render.markdown.walk import Handlers

HANDLERS: Handlers = {**INLINES, **BLOCKS}


def flavor_of(flavor: str | Flavor) -> Flavor:
    """The flavor of a name. Raises ValueError for one that does not exist."""
    if isinstance(flavor, Flavor):
        return flavor
    if not isinstance(flavor, str):
        message = f"flavor must be a str or a Flavor, not {type(flavor).__name__}"
        raise TypeError(message)
    if flavor not in FLAVORS:
        message = f"unknown flavor {flavor!r}; there are {', '.join(map(repr, FLAVORS))}"
        raise ValueError(message)
    return FLAVORS[flavor]


def render_markdown(
    root: Node,
    flavor: str | Flavor = "gfm",
    link_resolver: Callable[[Wikilink], str | None] | None = None,
) -> str:
    """A node as Markdown. A page ends with a line ending unless it is empty."""
    record = flavor_of(flavor)
    writer = Writer(record, PageContext(root, record, link_resolver), HANDLERS)
    is_page = isinstance(root, Page)
    items = writer.blocks(root.children if is_page else (root,), writer.top, apart=is_page)
    if is_page and (front := writer.page.front_matter()):
        writer.lines(*front.split("\n"))
        writer.separate()
    writer.push(*items)
    writer.run()
    footnotes(writer)
    made = writer.result().rstrip("\n")
    return made + "\n" if is_page and made else made
