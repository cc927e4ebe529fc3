"""The table of contents of a page: a list of the titles of its sections.

- [1 Paths](#Paths)                  with links
- [1.1 North](#North)
- [2 Notes](#Notes)

* 1 Paths                            html2text leaves out links within the page
* 1.1 North
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.nodes.blocks import Heading, HtmlBlock, List, Paragraph, Table
from wikiparse.nodes.links import Wikilink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wikiparse.nodes.base import Node

NUMBER = re.compile(r"\s?(?:\d{1,3}[.．]){0,6}\d{1,3}[.．]?[\s\u00a0]")
"""The number of a section, in the digits of any language."""
LONGEST_NUMBER = 6
"""Digits of the number of a section."""
FEWEST = 3
"""Sections that a list without links names, at least."""


class Entry(NamedTuple):
    """An entry: its text with its number and without it and the fragment it leads to, folded, and
    whether it is a link.
    """

    names: tuple[str, ...]
    is_link: bool


def contents_of(nodes: list[Node]) -> list[int]:
    """The indices of the blocks that are a table of contents, and of the heading of one."""
    found: list[int] = []
    titles: dict[str, list[int]] | None = None
    for index, node in enumerate(nodes):
        # As MediaWiki wrote it until 2015.
        if isinstance(node, Table) and node.get("id") == "toc":
            found.append(index)
        if node.__class__ is not List or not _may_be_contents(node):
            continue
        if titles is None:
            titles = _titles(nodes)
        entries = _entries(node)
        if not entries or not _are_sections(entries, titles, index):
            continue
        heading = index - 1
        while heading >= 0 and nodes[heading].__class__ is HtmlBlock:
            heading -= 1
        if heading >= 0 and _is_heading_of(nodes[heading], entries):
            found.append(heading)
        found.append(index)
    return found


def _is_heading_of(node: Node, entries: list[Entry]) -> bool:
    """Whether a heading is that of a table of contents: all sections of the article are entries of
    it, but not the one that it is in.
    """
    if not isinstance(node, Heading) or node.level == 1:
        return False
    own = _folded(node.text)
    return not any(own in entry.names for entry in entries)


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _titles(nodes: list[Node]) -> dict[str, list[int]]:
    """The indices of the headings of each title."""
    found: dict[str, list[int]] = {}
    for index, node in enumerate(nodes):
        if node.__class__ is Heading:
            found.setdefault(_folded(node.text), []).append(index)
    return found


def _may_be_contents(node: Node) -> bool:
    """Whether the first item of a list is like one of a table of contents: the fast answer for
    most lists.
    """
    item = node.children[0] if node.children else node
    if not item.children or item.children[0].__class__ is not Paragraph:
        return False
    for inline in item.children[0].children:
        if isinstance(inline, Wikilink):
            return "#" in inline.href
        text = inline.text.strip()
        if text:
            return NUMBER.match(text + " ") is not None
    return False


def _entries(node: Node) -> list[Entry]:
    """The entries of a list and of the lists in it; none if one item is no entry."""
    entries: list[Entry] = []
    for item in _items(node):
        if not item.children or item.children[0].__class__ is not Paragraph:
            return []
        entry = _entry(item.children[0])
        if entry is None or any(child.__class__ is not List for child in item.children[1:]):
            return []
        # "(Top)" leads to the start of the page.
        if entry.names:
            entries.append(entry)
    return entries


def _entry(paragraph: Node) -> Entry | None:
    """The entry that a paragraph is, if it is one."""
    links = [child for child in paragraph.children if isinstance(child, Wikilink)]
    text = paragraph.text
    number = NUMBER.match(text)
    if not links:
        names = (_folded(text), _folded(text[number.end() :])) if number else ()
        return Entry(names, is_link=False) if number else None
    link = links[0]
    if len(links) == 1 and link.href == "#":
        return Entry((), is_link=True)
    if len(links) > 1 or link.title or not link.fragment:
        return None
    # Beside it a number, or the label of a button with the title again ("Toggle A subsection").
    own = link.text
    beside = _folded(text.replace(own, "", 1))
    own_number = NUMBER.match(own)
    title = _folded(own[own_number.end() :] if own_number else own)
    if len(beside) > LONGEST_NUMBER and not (title and title in beside):
        return None
    return Entry((_folded(own), title, _folded(link.fragment)), is_link=True)


def _items(node: Node) -> Iterator[Node]:
    """The items of a list and of the lists in it, in order."""
    stack = [*node.children[::-1]]
    while stack:
        item = stack.pop()
        yield item
        for child in item.children[::-1]:
            if child.__class__ is List:
                stack += child.children[::-1]


def _are_sections(entries: list[Entry], titles: dict[str, list[int]], index: int) -> bool:
    """Whether entries are sections: of linked ones most, since a heading may be written in many
    ways; of others all, and all after the list, in order.
    """
    if all(entry.is_link for entry in entries):
        known = sum(any(name in titles for name in entry.names) for entry in entries)
        return known * 2 > len(entries)
    if len(entries) < FEWEST:
        return False
    last = index
    for entry in entries:
        found = next((titles[name] for name in entry.names if name in titles), [])
        after = bisect_right(found, last)
        if after == len(found):
            return False
        last = found[after]
    return True
