"""Links of MediaWiki's user interface: to special pages, to forms of the page itself, to parts of
the skin, to policies. All are known by their URLs, which are the same in every language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.nodes.blocks import List
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import ExternalLink, Image, Link, Wikilink
from wikiparse.sites.languages import is_language
from wikiparse.sites.urls import OTHER_VIEW, decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wikiparse.nodes.base import Node
    from wikiparse.sites.urls import Home

SKIN_IDS = frozenset(
    "bodyContent column-one firstHeading footer mw-content-text mw-head mw-navigation mw-panel "
    "mw-sidebar mw-toc-heading p-lang p-lang-btn p-navigation p-search p-tb searchInput searchform "
    "toc".split()
)
"""The ids of MediaWiki's skins that links to skip a part of the page lead to."""

POLICY_HOSTS = re.compile(
    r"(?:https?:)?//(?:creativecommons\.org/licenses|(?:www\.)?gnu\.org/copyleft"
    r"|(?:foundation|www|developer|stats)\.(?:wikimedia|mediawiki)\.org"
    r"|(?:www\.)?wikimediafoundation\.org|(?:www\.)?mediawiki\.org)(?:/|\Z)"
)
"""Sites of licenses and of the Wikimedia Foundation, to which the foot of a page links."""
SURE_HOST = re.compile(r"(?:https?:)?//(?:foundation\.wikimedia|(?:www\.)?wikimediafoundation)\.")
"""The site of the policies, to which no article links in a list of policies alone."""

PAGE = re.compile(r"(?:[?&](?:amp;)?title=|/wiki/)([^&?#]*)")
"""The title in a URL."""
MOST_INLINES = 4000
"""Inlines of a block of the user interface."""


class Shape:
    """The links of a block, how many letters and digits are beside them, and whether there is
    content without any.
    """

    __slots__ = ("has_more", "links", "text")

    def __init__(self, block: Node) -> None:
        self.links: list[Wikilink | ExternalLink | Link] = []
        self.text = 0
        self.has_more = False
        for count, node in enumerate(inlines_of(block)):
            if isinstance(node, Text):
                self.text += sum(map(str.isalnum, node.value))
            elif isinstance(node, Wikilink | ExternalLink | Link):
                self.links.append(node)
            elif node.__class__ is Image or (node.own_text() or "").strip():
                self.has_more = True  # or a formula, or code
            if count > MOST_INLINES:
                self.has_more = True
                return


def inlines_of(block: Node) -> Iterator[Node]:
    """The inlines of a block that hold no others, and its links."""
    stack = list(block.children[::-1])
    while stack:
        node = stack.pop()
        if isinstance(node, Wikilink | ExternalLink | Link) or not node.children:
            yield node
        else:
            stack += node.children[::-1]


def url_of(link: Node) -> str:
    """The destination of a link."""
    return getattr(link, "href", "") or getattr(link, "url", "")


def is_tool(link: Node, home: Home) -> bool:
    """Whether a link leads to a part of the user interface."""
    if not isinstance(link, Wikilink):
        url = getattr(link, "url", "")
        is_form = OTHER_VIEW.search(url) is not None and "section=" not in url
        return is_form and is_about(url, home.title)
    if link.interwiki:
        # "Edit links", beside the languages
        return link.interwiki == "wikidata" and link.namespace == "Special"
    title = link.title
    if not title:
        return link.fragment in SKIN_IDS
    namespace = link.namespace
    if namespace == "Special":
        # Not /wiki/Special:BookSources/0306406152
        subpage = title.partition("/")[2]
        return not subpage or subpage == home.title
    return namespace == "Talk" and title.partition(":")[2] == home.title != ""


def is_about(url: str, title: str) -> bool:
    """Whether a URL with a query is one of the page of a title."""
    match = PAGE.search(url)
    return match is not None and decoded(match[1]).replace("_", " ") == title != ""


def is_language_link(link: Node) -> bool:
    """Whether a link leads to the same project in another language."""
    return isinstance(link, Wikilink) and is_language(link.interwiki or "-")


def is_policy(link: Node) -> bool:
    """Whether a link leads to a policy of the wiki, or to a license."""
    if isinstance(link, Wikilink) and not link.interwiki:
        return link.namespace in ("Project", "Special", "Help")
    url = url_of(link)
    return POLICY_HOSTS.match(url) is not None or "mobileaction=" in url


def is_tools(block: Node, shape: Shape, home: Home) -> bool:
    """Whether a block is nothing but links, some of them of the user interface, or a list of those
    to the page in other languages.
    """
    links = shape.links
    if not links or shape.text or shape.has_more:
        return False
    if any(is_tool(link, home) for link in links):
        return True
    return block.__class__ is List and all(map(is_language_link, links))
