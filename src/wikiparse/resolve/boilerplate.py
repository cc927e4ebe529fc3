"""The parts of a wiki's page that are no part of its article, in pages converted from HTML.

    [Jump to content](#bodyContent)              navigation, up to the title
    # Rowan Hill
    - [Talk](/wiki/Talk:Rowan_Hill)              tools of the page, below the title
    From Wikipedia                               the name of the wiki
    - [1 Paths](#Paths)                          the table of contents
    Retrieved from "[…](…&oldid=12)"             the foot of the page, up to the end

They are known by their order, which is that of MediaWiki's skins, and by their links
(`tool_links.py`), not by the vocabulary of a language. A list of links without any of the user
interface is one of the article.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from wikiparse.nodes.base import with_children
from wikiparse.nodes.blocks import (
    CodeBlock,
    FootnoteList,
    FrontMatter,
    Heading,
    HtmlBlock,
    List,
    Paragraph,
    Table,
)
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import Category, ExternalLink, Wikilink
from wikiparse.nodes.make import make_boilerplate
from wikiparse.resolve.contents import contents_of
from wikiparse.resolve.tool_links import (
    SURE_HOST,
    Shape,
    inlines_of,
    is_about,
    is_policy,
    is_tool,
    is_tools,
    url_of,
)
from wikiparse.sites.prefixes import names_of

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.sites.urls import Home

LABEL = 60
"""Code points of a text between tools, such as the name of a menu."""
TAGLINE = 100
"""Code points of the line that names the wiki below the title."""
FOOT_BLOCKS = 300
"""Blocks that the foot of a page may have."""
SENTENCE_ENDS = (".", "!", "?", "。", "।", "؟", "۔", ":", "：")
"""Characters that a label does not end with."""
NAME = 4
"""Code points of the name of a wiki, at least: shorter ones are abbreviations."""
INFLECTION = 2
"""Letters at the end of a wiki's name that its case may change: `Википедии`."""


def without_boilerplate(nodes: list[Node], home: Home) -> list[Node]:
    """The blocks of a page, with those that are no part of its article in `Boilerplate` nodes."""
    roles: dict[int, str] = {}
    title = _title(nodes, home)
    _header(nodes, title, home, roles)
    _footer(nodes, title, home, roles)
    for index in contents_of(nodes):
        roles.setdefault(index, "contents")
    return _wrapped(nodes, roles) if roles else nodes


def _wrapped(nodes: list[Node], roles: dict[int, str]) -> list[Node]:
    """The blocks, neighbors of one role in one node.

    Lines of HTML tags stay where they are, since an element may begin in one part and end in
    another, and so do categories.
    """
    out: list[Node] = []
    run: list[Node] = []
    before = ""

    def end_run() -> None:
        if run:
            span = (run[0]._start, run[-1]._end)
            out.append(make_boilerplate(tuple(run), before, span))
            run.clear()

    for index, node in enumerate(nodes):
        role = roles.get(index, "")
        if role != before:
            end_run()
            before = role
        if not role or node.__class__ is HtmlBlock:
            end_run()
            out.append(node)
        elif _has_category(node):
            label, categories = _split(node)
            run += label
            end_run()
            out.append(categories)
        else:
            run.append(node)
    end_run()
    return out


def _split(node: Node) -> tuple[list[Node], Node]:
    """The text before the categories of a paragraph, as a paragraph, and the categories alone."""
    children = node.children
    first = next(i for i, child in enumerate(children) if child.__class__ is Category)
    categories = tuple([child for child in children[first:] if child.__class__ is Category])
    rest = with_children(node, categories, (categories[0]._start, node._end))
    if not first:
        return [], rest
    label = children[:first]
    return [with_children(node, label, (node._start, label[-1]._end))], rest


# -------------------------------------------------------------------------------------------------
# the header


def _title(nodes: list[Node], home: Home) -> int | None:
    """The index of the heading that is the title of the page."""
    first = None
    for index, node in enumerate(nodes):
        if isinstance(node, Heading) and node.level == 1:
            if " ".join(node.text.split()).casefold() == home.title.casefold():
                return index
            if first is None:
                first = index
    return first


def _header(nodes: list[Node], title: int | None, home: Home, roles: dict[int, str]) -> None:
    """The parts before the title and those right after it; without a title, those at the start."""
    first = 0 if title is None else title + 1
    if title and _begins_a_page(nodes[:title], home, nodes[title].text):
        roles.update(dict.fromkeys(range(title), "header"))
    end = first
    is_first, may_be_tagged = title is not None, True
    for index in range(first, len(nodes)):
        node = nodes[index]
        if isinstance(node, HtmlBlock | FrontMatter):
            continue
        if not isinstance(node, Paragraph | List):
            break
        shape = Shape(node)
        if is_tools(node, shape, home) or _is_redirect_line(shape):
            end = index + 1
        elif (
            may_be_tagged
            and (is_first or end > first)
            # With a point only after tools: otherwise it may be a sentence of the article.
            and _is_tagline(node, home, may_end=end > first)
        ):
            end, may_be_tagged = index + 1, False
        elif not _is_label(node, shape):
            break
        is_first = False
    roles.update(dict.fromkeys(range(first, end), "header"))
    for index in range(end):
        if index in roles and isinstance(nodes[index], FrontMatter):
            del roles[index]


def _begins_a_page(before: list[Node], home: Home, title: str) -> bool:
    """Whether the blocks before a title are those of a whole page: one has a link of the user
    interface, or there is nothing but the line that a window has for its title.
    """
    blocks = [node for node in before if not isinstance(node, FrontMatter | HtmlBlock)]
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph | Heading):
        shown = " ".join(blocks[0].text.split())
        if shown.startswith(" ".join(title.split())) and not Shape(blocks[0]).links:
            return len(shown) <= len(title) + LABEL and not shown.endswith(SENTENCE_ENDS)
    return any(is_tool(node, home) for block in blocks for node in inlines_of(block))


def _is_tagline(node: Node, home: Home, *, may_end: bool) -> bool:
    """Whether a paragraph is the line below the title that names the wiki: "From Wikipedia"."""
    if node.__class__ is not Paragraph or any(c.__class__ is not Text for c in node.children):
        return False
    text = node.text.strip()
    if len(text) > TAGLINE or (text.endswith(SENTENCE_ENDS) and not may_end):
        return False
    folded = text.casefold()
    return any(name in folded for name in _names_of_wiki(home.project, home.lang))


@lru_cache(maxsize=64)
def _names_of_wiki(project: str, lang: str) -> tuple[str, ...]:
    """The stems of the names that a wiki has: those of the namespace of pages about itself."""
    names = names_of(lang) if lang else {}
    local = [n for n, meaning in names.items() if meaning == "Project" and n != "project"]
    return tuple(
        name[:-INFLECTION] if len(name) > NAME + INFLECTION else name
        for name in (project, *local)
        if len(name) >= NAME
    )


def _is_redirect_line(shape: Shape) -> bool:
    """Whether a block is the line that names the redirect by which the page was reached."""
    return len(shape.links) == 1 and "redirect=no" in url_of(shape.links[0]) and shape.text < LABEL


def _is_label(node: Node, shape: Shape) -> bool:
    """Whether a block may be the name of a menu, or a menu whose items a script makes."""
    if shape.links or shape.has_more:
        return False
    if node.__class__ is Paragraph and any(c.__class__ is not Text for c in node.children):
        # Emphasis is content. An image of the site is a tag, without text.
        return not node.text.strip()
    lines = [item.text for item in node.children] if isinstance(node, List) else [node.text]
    return all(len(t) <= LABEL and not t.rstrip().endswith(SENTENCE_ENDS) for t in lines)


# -------------------------------------------------------------------------------------------------
# the footer


def _footer(nodes: list[Node], title: int | None, home: Home, roles: dict[int, str]) -> None:
    """The parts after the article: its URL, its categories, and all after these."""
    count = len(nodes)
    lowest = max(0 if title is None else title + 1, count - FOOT_BLOCKS)
    start = policies = count
    is_sure, is_at_end = False, True
    for index in range(count - 1, lowest - 1, -1):
        node = nodes[index]
        # Parts of an article: all before them are too.
        if isinstance(node, FootnoteList | Table | CodeBlock):
            break
        if isinstance(node, Heading) and node.level == 1:
            break
        if _has_category(node) or _is_retrieved(node, home):
            start = index
        # Without them: the lists at the end whose links all lead to policies.
        elif is_at_end and node.__class__ is not HtmlBlock:
            shape = Shape(node)
            is_at_end = (
                isinstance(node, Paragraph | List)
                and not shape.has_more
                and all(map(is_policy, shape.links))
            )
            if is_at_end and shape.links:
                policies = index
                is_sure = is_sure or any(SURE_HOST.match(url_of(link)) for link in shape.links)
    if start == count and is_sure:
        start = policies
    elif lowest < start < count and _is_category_label(nodes[start - 1], nodes[start]):
        start -= 1
    for index in range(start, count):
        roles[index] = "footer"
    if count and isinstance(nodes[-1], FrontMatter):
        roles.pop(count - 1, None)


def _has_category(node: Node) -> bool:
    return node.__class__ is Paragraph and any(c.__class__ is Category for c in node.children)


def _is_category_label(node: Node, after: Node) -> bool:
    """Whether a paragraph is the word before a list of categories."""
    if node.__class__ is not Paragraph or not _has_category(after):
        return False
    shape = Shape(node)
    return len(shape.links) == 1 and not shape.text and is_policy(shape.links[0])


def _is_retrieved(node: Node, home: Home) -> bool:
    """Whether a paragraph has the URL of this version of the page, as a link whose text it is."""
    if node.__class__ is not Paragraph:
        return False
    return any(
        "oldid=" in url and is_about(url, home.title) and "oldid=" in child.text
        for child in node.children
        if isinstance(child, Wikilink | ExternalLink) and (url := url_of(child))
    )
