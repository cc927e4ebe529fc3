"""The end of a page of MediaWiki's HTML: the categories that the page is in.

    [Categories](/wiki/Help:Category): [A](/wiki/Category:A) | [B](/wiki/Category:B)

or the same with a list after the colon. A link to a category anywhere else is a link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.nodes.base import with_children
from wikiparse.nodes.blocks import Heading, List, Paragraph
from wikiparse.nodes.inlines import HtmlElement, HtmlTag, LineBreak, Text
from wikiparse.nodes.links import Wikilink
from wikiparse.nodes.make import make_category, make_heading
from wikiparse.resolve.cite_notes import is_edit_line

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node

SEPARATORS = re.compile(r"[\s\u00a0|:·•,;：、]*\Z")
"""Text between the links of a footer."""


def page_parts(nodes: list[Node]) -> list[Node]:
    """The blocks of a page: links that edit a section taken into its heading, and the categories
    of the footer recognized.
    """
    out: list[Node] = []
    in_footer = False
    for node in nodes:
        if out and out[-1].__class__ is Heading and is_edit_line(node):
            heading = out[-1]
            assert isinstance(heading, Heading)  # its class was asked
            span = (heading._start, node._end)
            out[-1] = make_heading(heading.children, heading.level, span=span)
            continue
        if node.__class__ is Paragraph or node.__class__ is List:
            made, is_footer = _categories(node, in_footer)
            in_footer = is_footer
            node = made
        elif node.__class__ is Heading:
            in_footer = False
        out.append(node)
    return out


def _categories(node: Node, in_footer: bool) -> tuple[Node, bool]:
    """A block with categories for links, if it is of the footer, and whether the footer may go on
    after it.
    """
    links, is_plain = _links_of(node)
    if not links or not is_plain:
        # "Hidden categories:" is text before a list.
        return node, in_footer and not links and len(node.text) < SHORT
    is_first = links[0].namespace not in ("", "Category", "File")
    rest = links[is_first:]
    if any(link.namespace != "Category" or link.interwiki for link in rest):
        return node, False
    if not (is_first or in_footer):
        return node, False
    if is_first and not rest:
        # Only the word: the categories are in the block after it.
        return node, node.text.rstrip().endswith((":", "：")) or node.text.strip() == links[0].text
    return _replaced(node, {id(link) for link in rest}), True


SHORT = 60
"""Code points of a line that introduces a list of categories."""


def _links_of(node: Node) -> tuple[list[Wikilink], bool]:
    """The wikilinks of a block, and whether there is nothing else in it."""
    links: list[Wikilink] = []
    stack = list(node.children[::-1])
    while stack:
        child = stack.pop()
        if child.__class__ is Wikilink:
            links.append(child)  # type: ignore[arg-type]
        elif child.__class__ is Text:
            if not SEPARATORS.match(child.text):
                return links, False
        elif child.is_block or child.__class__ is HtmlElement:
            stack += child.children[::-1]
        elif child.__class__ not in (LineBreak, HtmlTag):
            return links, False
    return links, True


def _replaced(node: Node, links: set[int]) -> Node:
    """A block with a category in place of each of some links."""
    if id(node) in links:
        assert isinstance(node, Wikilink)  # they all are
        name = node.title.partition(":")[2].strip()
        return make_category(node.children, name, None, node.href, (node._start, node._end))
    if not node.children or node.__class__ is Wikilink:
        return node
    children = tuple([_replaced(child, links) for child in node.children])
    return with_children(node, children, node._span)
