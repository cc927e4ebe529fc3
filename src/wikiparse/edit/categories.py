"""A category beside the categories of a page, separated as these are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.edit.ranges import Range, is_closing_list
from wikiparse.edit.sections import is_metadata
from wikiparse.nodes.blocks import FootnoteDefinition, FrontMatter, Paragraph
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import Category, title_of

if TYPE_CHECKING:
    from wikiparse.edit.ranges import Surroundings
    from wikiparse.nodes.base import Node

# A category, in wikitext and as a link of Markdown, with its destination.
_WIKILINK = re.compile(r"\[\[([^\[\]|{}<>\r\n]++)(?:\|[^\[\]\r\n]*+)?\]\]")
_LINK = re.compile(r"\[[^\[\]\r\n]*+\]\(([^\s\"]+?)(?: \"[^\"\r\n]*+\")?\)(?:\{\.wikilink\})?")


def append_category(page: Surroundings, last: Node, text: str) -> bool:
    """Put a category after the categories of the page, if they are before its footnotes, or last;
    returns whether they are.
    """
    anchor: Node | None = last
    while isinstance(anchor, (FrontMatter, FootnoteDefinition)) or (
        anchor is not None and is_closing_list(page, anchor)
    ):
        anchor = page.neighbor(anchor, -1)
    return anchor is not None and insert_category(page, anchor, text, is_after=True)


def insert_category(page: Surroundings, node: Node, text: str, *, is_after: bool) -> bool:
    """Put a category beside a category, or at an end of a paragraph of categories, separated as
    these are; returns whether the text and the node are such.
    """
    if isinstance(node, Category):
        beside = node
    elif isinstance(node, Paragraph) and is_metadata(page, node):
        found = [child for child in node.children if isinstance(child, Category)]
        if not found:
            return False
        beside = found[-1 if is_after else 0]
    else:
        return False
    if not _is_category(page, text):
        return False
    gap = _gap_of_categories(page, beside)
    new, pos = text.strip(), beside._end if is_after else beside._start
    written = gap + new if is_after else new + gap
    parent = page.parent(beside)
    inside = page.holders(parent) if parent is not page.doc else frozenset[int]()
    page.ranges.append(Range(pos, pos, written, inside=inside))
    return True


def _is_category(page: Surroundings, text: str) -> bool:
    found = _WIKILINK.fullmatch(text.strip()) or _LINK.fullmatch(text.strip())
    if found is None or found[1].startswith(":"):
        return False
    is_wikitext = text.lstrip().startswith("[[")
    return title_of(found[1], page.doc._links.wiki, is_wikitext).namespace == "Category"


def _gap_of_categories(page: Surroundings, category: Category) -> str:
    """The white space between a category and the one before it or after it."""
    for step in (-1, 1):
        other = _next_category(page, category, step)
        if other is not None:
            first, second = (other, category) if step < 0 else (category, other)
            gap = page.source[first._end : second._start]
            if gap and not gap.strip():
                return gap
    return page.eol


def _next_category(page: Surroundings, category: Category, step: int) -> Category | None:
    """The category after another, or before it, in the same paragraph or the next one."""
    other = page.sibling(category, step)
    while isinstance(other, Text) and not other.value.strip():
        other = page.sibling(other, step)
    parent = page.parent(category)
    if other is None and isinstance(parent, Paragraph):
        other = page.neighbor(parent, step)
        if isinstance(other, Paragraph):
            other = other.children[0 if step > 0 else -1]
    return other if isinstance(other, Category) else None
