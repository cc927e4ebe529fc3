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
from wikiparse.nodes.make import make_category, make_heading, make_list, make_paragraph, make_text
from wikiparse.resolve.cite_notes import is_edit_line
from wikiparse.sites._edit_labels import EDIT_LABELS

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node

SEPARATORS = re.compile(r"[\s\u00a0|:·•,;：、]*")
"""Text between the links of a footer."""


def page_parts(nodes: list[Node]) -> list[Node]:
    """The blocks of a page: links that edit a section taken into its heading, and the categories
    of the footer recognized.
    """
    out: list[Node] = []
    in_footer = False
    labels = _edit_labels(nodes)
    for node in nodes:
        if labels and isinstance(node, Heading):
            out.append(_without_word(node, labels))
            in_footer = False
        elif out and out[-1].__class__ is Heading and is_edit_line(node):
            heading = out[-1]
            assert isinstance(heading, Heading)  # its class was asked
            span = (heading._start, node._end)
            out[-1] = make_heading(heading.children, heading.level, span=span)
        elif node.__class__ is Paragraph:
            # A paragraph that begins with text has no links alone.
            if not in_footer and node.children and _begins_with_words(node.children[0]):
                out.append(node)
                continue
            made, in_footer = _line(node, in_footer)
            out.append(made)
        elif isinstance(node, List):
            out += _list(node) if in_footer else [node]
            in_footer = False
        else:
            out.append(node)
            in_footer = False
    return out


def _begins_with_words(node: Node) -> bool:
    return isinstance(node, Text) and not SEPARATORS.fullmatch(node.value)


LONGEST_WORD = 40
"""Code points of the text of a link that edits a section."""


def _bracketed(text: str) -> tuple[str, str] | None:
    """The text before brackets at the end of a text, and the one in them."""
    text = text.rstrip()
    start = text.rfind("[")
    if not text.endswith("]") or start < 0 or len(text) - start > LONGEST_WORD:
        return None
    return text[:start].rstrip(), text[start + 1 : -1]


def _edit_labels(nodes: list[Node]) -> set[str]:
    """The labels in brackets at the ends of headings that are left of the links that edit their
    sections: known ones, and any one that most headings end with.
    """
    counts: dict[str, int] = {}
    headings = 0
    for node in nodes:
        if isinstance(node, Heading) and node.level > 1:
            headings += 1
            last = node.children[-1] if node.children else None
            if isinstance(last, Text) and (found := _bracketed(last.value)):
                counts[found[1]] = counts.get(found[1], 0) + 1
    return {
        word
        for word, count in counts.items()
        if word.lower() in EDIT_LABELS or (count > 1 and 2 * count > headings)
    }


def _without_word(heading: Heading, labels: set[str]) -> Heading:
    """A heading without such a word at its end."""
    last = heading.children[-1] if heading.children else None
    found = _bracketed(last.value) if isinstance(last, Text) else None
    if last is None or found is None or found[1] not in labels:
        return heading
    children = heading.children[:-1]
    if found[0]:
        children = (*children, make_text(found[0], (last._start, last._start + len(found[0]))))
    return make_heading(children, heading.level, span=(heading._start, heading._end))


SHORT = 60
"""Code points of a line that introduces a list of categories."""


def _line(node: Node, in_footer: bool) -> tuple[Node, bool]:
    """A paragraph with categories for links, if it is of the footer, and whether the list after it
    may be one of categories.
    """
    links = _links_of(node)
    if not links:
        # "Hidden categories:" is text before a list.
        return node, in_footer and len(node.text) < SHORT
    is_first = links[0].namespace not in ("", "Category", "File")
    rest = links[is_first:]
    if not all(map(_is_category, rest)) or not (is_first or in_footer):
        return node, False
    if not rest:
        # Only the word: the categories are in the list after it.
        return node, node.text.rstrip(" :：\u00a0") == links[0].text.strip()
    return _replaced(node, {id(link) for link in rest}), True


def _list(node: List) -> list[Node]:
    """A list whose first items are categories as a paragraph of these, and a list of the rest.

    The list after the categories may have the same markers: then Markdown makes one of both.
    """
    found: list[Node] = []
    count = 0
    for item in node.children:
        links = _links_of(item)
        if len(links) != 1 or not _is_category(links[0]):
            break
        found.append(_category(links[0]))
        count += 1
    if not count:
        return [node]
    items = node.children
    made: list[Node] = [make_paragraph(tuple(found), (node._start, items[count - 1]._end))]
    if count < len(items):
        rest = items[count:]
        start = None if node.start is None else node.start + count
        made.append(make_list(rest, start, node.is_tight, (rest[0]._start, node._end)))
    return made


def _links_of(node: Node) -> list[Wikilink]:
    """The wikilinks of a block that holds nothing else, otherwise none."""
    links: list[Wikilink] = []
    stack = list(node.children[::-1])
    while stack:
        child = stack.pop()
        if isinstance(child, Wikilink):
            links.append(child)
        elif isinstance(child, Text):
            if not SEPARATORS.fullmatch(child.value):
                return []
        elif child.is_block or isinstance(child, HtmlElement):
            stack += child.children[::-1]
        elif not isinstance(child, LineBreak | HtmlTag):
            return []
    return links


def _is_category(link: Wikilink) -> bool:
    # Most links have no colon after the scheme, which is the fast answer.
    href = link.href
    if href.find(":", len("https:")) < 0 and "%3" not in href and "?" not in href:
        return False
    return link.namespace == "Category" and not link.interwiki


def _category(link: Wikilink) -> Node:
    name = link.title.partition(":")[2].strip()
    return make_category(link.children, name, None, link.href, (link._start, link._end))


def _replaced(node: Node, links: set[int]) -> Node:
    """A block with a category in place of each of some links."""
    if isinstance(node, Wikilink):
        return _category(node) if id(node) in links else node
    if not node.children:
        return node
    children = tuple([_replaced(child, links) for child in node.children])
    return with_children(node, children, node._span)
