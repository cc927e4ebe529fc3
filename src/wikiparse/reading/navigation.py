"""From a node of a page to its surroundings, and from a name to a node.

Everything is built in one walk when it is first asked for; each question after that is a look-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from wikiparse.nodes.base import Node
from wikiparse.nodes.blocks import Section
from wikiparse.nodes.inlines import HtmlElement, HtmlTag, Template
from wikiparse.nodes.links import Wikilink
from wikiparse.sites import split_title
from wikiparse.sites.languages import is_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wikiparse.nodes.blocks import Boilerplate
    from wikiparse.nodes.page import Page


class Navigation:
    """The parents, sections, templates and anchors of a page."""

    __slots__ = ("_anchors", "_page", "_parents", "_sections", "_templates")

    def __init__(self, page: Page) -> None:
        self._page = page
        self._parents: dict[int, Node | None] = {id(page): None}
        self._sections: dict[int, Section | None] = {id(page): None}
        self._templates: dict[str, list[Template]] | None = None
        self._anchors: dict[str, Node] | None = None
        parents, sections = self._parents, self._sections
        for node in page.walk():
            section = node if node.__class__ is Section else sections[id(node)]
            # Two dictionaries instead of a field in each node: a node may be in several trees.
            for child in node.children:
                parents[id(child)] = node
                sections[id(child)] = section

    def parent(self, node: Node) -> Node | None:
        """The node that holds a node; None of the page."""
        self.check(node)
        return self._parents[id(node)]

    def ancestors(self, node: Node) -> tuple[Node, ...]:
        """The nodes that hold a node, the nearest first, the page last."""
        out: list[Node] = []
        above = self.parent(node)
        while above is not None:
            out.append(above)
            above = self._parents[id(above)]
        return tuple(out)

    def section_of(self, node: Node) -> Section | None:
        """The innermost section that holds a node; None in the lead."""
        self.check(node)
        return self._sections[id(node)]

    def check(self, node: Node) -> None:
        """Raise ValueError for a node of another page, TypeError for anything that is no node."""
        if id(node) not in self._parents:
            if not isinstance(node, Node):
                message = f"this takes a node of the document, not {type(node).__name__}"
                raise TypeError(message)
            message = f"the {node.kind} is not a node of this document"
            raise ValueError(message)

    def templates(self, name: str, redirects: Mapping[str, str]) -> tuple[Template, ...]:
        """The templates of a name, and of the names that are redirects to it."""
        _check_name(name)
        if self._templates is None:
            found: dict[str, list[Template]] = {}
            for template in self._page.templates:
                found.setdefault(template_name(template.name), []).append(template)
            self._templates = found
        wanted = {template_name(name)}
        if redirects:
            targets = {template_name(a): template_name(b) for a, b in redirects.items()}
            # MediaWiki follows one redirect; a name that is one itself stands for its target.
            wanted = {targets.get(one, one) for one in wanted}
            wanted |= {alias for alias, target in targets.items() if target in wanted}
        lists = [self._templates.get(one, []) for one in wanted]
        if len(lists) == 1:
            return tuple(lists[0])
        chosen = {id(template) for some in lists for template in some}
        return tuple([t for t in self._page.templates if id(t) in chosen])

    def anchor(self, name: str) -> Node | None:
        """The section or node that a fragment leads to."""
        _check_name(name)
        if self._anchors is None:
            self._anchors = _anchors(self._page)
        for form in fragment_names(name.removeprefix("#")):
            if form in self._anchors:
                return self._anchors[form]
        return None


def _check_name(name: object) -> None:
    if not isinstance(name, str):
        message = f"a name must be a str, not {type(name).__name__}"
        raise TypeError(message)


def _fold(name: str) -> str:
    return " ".join(name.replace("_", " ").split())


def template_name(name: str) -> str:
    """A template's name by the rules for titles: no namespace of templates, whichever the language;
    spaces for underscores; the first letter upper case.
    """
    title = _fold(name)
    if ":" in title:
        parts = split_title(title, None)
        if parts.namespace == "Template" and not parts.interwiki:
            title = parts.title.partition(":")[2].strip()
    return title[:1].upper() + title[1:]


ANCHORS = frozenset(("anchor", "anchors", "anker", "ancre", "ancora", "anclaje", "якорь", "vanchor",
                     "visible anchor", "visibleanchor", "âncora", "kotwica", "锚", "錨", "あんか",
                     "ankare"))  # fmt: skip
"""Templates that name a place, on English Wikipedia (Template:Anchor) and others."""


def fragment_names(fragment: str) -> tuple[str, ...]:
    """The names that a fragment may mean."""
    plain = unquote(fragment)
    # The form of links before 2017: `.C3.A4` for `ä`.
    older = (_fold(unquote(plain.replace(".", "%"))),) if "." in plain else ()
    return (_fold(plain), *older)


def named_sections(root: Node) -> dict[str, Section | None]:
    """The names that fragments may have on a page, and the section that each leads to, or into;
    None for the lead.
    """
    anchors = _anchors(root)
    wanted = {id(node) for node in anchors.values()}
    sections: dict[int, Section | None] = {id(root): None}
    found: dict[int, Section | None] = {}
    for node in root.walk():
        section = node if isinstance(node, Section) else sections.pop(id(node), None)
        if id(node) in wanted:
            found[id(node)] = section
        for child in node.children:
            sections[id(child)] = section
    return {name: found[id(node)] for name, node in anchors.items()}


def _anchors(page: Node) -> dict[str, Node]:
    """By the name of each place, the section or node there; of two with one name the first, and of
    sections `a`, `a 2`, `a 3` (MediaWiki: `Parser::finalizeHeadings`).
    """
    found: dict[str, Node] = {}
    numbers: dict[str, int] = {}
    for node in page.walk():
        if isinstance(node, Section):
            title = _fold(node.heading.text)
            if title:
                # MediaWiki takes "A" and "a" for one.
                number = numbers[title.lower()] = numbers.get(title.lower(), 0) + 1
                found.setdefault(title if number == 1 else f"{title} {number}", node)
        elif isinstance(node, HtmlElement | HtmlTag):
            for name in (node.get("id"), node.get("name") if node.tag == "a" else None):
                if name:
                    found.setdefault(_fold(name), node)
        elif isinstance(node, Template) and template_name(node.name).lower() in ANCHORS:
            for argument in node.arguments:
                if argument.is_positional and (name := _fold(argument.text)):
                    found.setdefault(name, node)
    return found


def interlanguage_links(links: Iterable[Wikilink], lang: str | None) -> tuple[Wikilink, ...]:
    """The links that MediaWiki shows beside the article: to a Wikipedia in another language, with
    no initial colon, and no text of their own.
    """
    return tuple([link for link in links if _is_interlanguage(link, lang)])


def language_menu(parts: Iterable[Boilerplate]) -> tuple[Wikilink, ...]:
    """The links of a page from HTML to the same project in other languages: those in the parts of
    the page that are not of its article.
    """
    return tuple(
        [
            link
            for part in parts
            for link in part.find_all(Wikilink)
            if link.title and is_language(link.interwiki or "-")
        ]
    )


def _is_interlanguage(link: Wikilink, lang: str | None) -> bool:
    prefix = link.interwiki
    if not prefix or prefix == lang or not is_language(prefix):
        return False
    if link._context.is_wikitext:
        return not link.children
    # A converter made a link of it, whose text is its target.
    target = _fold(link.text)
    return (
        not target.startswith(":")
        and target == f"{target[: len(prefix)]}:{link.title}"
        and (target[: len(prefix)].lower() == prefix)
    )
