"""The parts of a page that are known before it is written: its footnotes and their numbers, the
URLs of its links, the anchors of its headings, its front matter.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from wikiparse import nodes
from wikiparse.dialect import DIALECTS
from wikiparse.nodes.footnotes import own_definition
from wikiparse.nodes.links import is_remote, title_of
from wikiparse.nodes.page import Page
from wikiparse.render.html.links import Urls, page_url
from wikiparse.render.markdown.anchors import ANCHORS, anchor_names, find_anchor

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.nodes.base import Node
    from wikiparse.render.markdown.flavors import Flavor

    LinkResolver = Callable[[nodes.Wikilink], str | None]

_COLON = re.compile(r"[^/?#:]*:")


class Footnotes:
    """The numbers of footnotes, which are given out as references are written."""

    def __init__(self, root: Node) -> None:
        self._page = root if isinstance(root, Page) else None
        self._numbers: dict[int, int] = {}
        self.definitions: list[nodes.FootnoteDefinition] = []
        """All definitions that have a number, in its order."""
        self._undefined: dict[tuple[str, str | None], int] = {}

    def definition(self, reference: nodes.FootnoteReference) -> nodes.FootnoteDefinition | None:
        """The definition that a reference calls."""
        if (own := own_definition(reference)) is not None or self._page is None:
            return own
        return self._page._calls().get(id(reference))

    def number(self, reference: nodes.FootnoteReference) -> int:
        """The number of a reference. One without a definition gets an empty one."""
        if (definition := self.definition(reference)) is not None:
            return self.number_of(definition)
        key = reference.group, reference.identifier
        if key not in self._undefined:
            empty = nodes.FootnoteDefinition((), reference.identifier)
            self._undefined[key] = self.number_of(empty)
        return self._undefined[key]

    def number_of(self, definition: nodes.FootnoteDefinition) -> int:
        """The number of a definition."""
        known = self._numbers.get(id(definition))
        if known is None:
            # The list keeps the definition alive, and so its identity.
            self.definitions.append(definition)
            known = self._numbers[id(definition)] = len(self.definitions)
        return known

    def is_known(self, definition: nodes.FootnoteDefinition) -> bool:
        """Whether a definition has a number."""
        return id(definition) in self._numbers


class PageContext:
    """The parts of a page that its nodes are written by."""

    def __init__(self, root: Node, flavor: Flavor, link_resolver: LinkResolver | None) -> None:
        self.root = root
        self.flavor = flavor
        page = root if isinstance(root, Page) else Page(())
        rules = page._rules or DIALECTS.get(page.dialect) or DIALECTS["markdown"]
        # Blocks of HTML in a page of wikitext, or of the hybrid dialect, are leftovers.
        is_raw_html = not isinstance(root, Page) or rules.html_blocks
        self.keeps_html = is_raw_html or flavor.embedded_wikitext
        """Whether blocks of HTML are written, and not only their text."""
        self.is_wikitext = isinstance(root, Page) and rules.wikitext
        self.footnotes = Footnotes(root)
        self.is_numbered = flavor.numbered_footnotes and self._are_called_once()
        self._page = page
        self.has_resolver = link_resolver is not None
        self._urls = Urls(page, link_resolver, None)
        self._anchors: dict[str, str] | None = None

    def _are_called_once(self) -> bool:
        """Whether each footnote has one reference: of several to one, old pandoc's form keeps the
        first.
        """
        called: set[int | tuple[str, str | None]] = set()
        defined: set[int | tuple[str, str | None]] = set()
        for node in self.root.walk():
            # One that a template makes is written as the template.
            if isinstance(node, nodes.FootnoteTemplate):
                return False
            if isinstance(node, nodes.FootnoteDefinition):
                defined.add(id(node))
            elif isinstance(node, nodes.FootnoteReference):
                definition = self.footnotes.definition(node)
                key = id(definition) if definition else (node.group, node.identifier)
                if key in called:
                    return False
                called.add(key)
                if definition is None:
                    defined.add(key)
        return called == defined

    # --- footnotes

    def call(self, reference: nodes.FootnoteReference) -> str:
        """The markup of a reference."""
        number = self.footnotes.number(reference)
        return f"\\[{number}\\]" if self.is_numbered else f"[^{number}]"

    @cached_property
    def definitions(self) -> list[nodes.FootnoteDefinition]:
        """All definitions but those that only templates have and call, which are written with
        these.
        """
        found: dict[int, nodes.FootnoteDefinition] = {}
        called = []
        stack: list[Node] = [self.root]
        while stack:
            node = stack.pop()
            is_template = node.is_call or isinstance(node, nodes.FootnoteTemplate)
            if not (is_template and self.flavor.embedded_wikitext):
                stack += node.children[::-1]
            if isinstance(node, nodes.FootnoteDefinition):
                found[id(node)] = node
            elif isinstance(node, nodes.FootnoteReference) and not is_template:
                definition = self.footnotes.definition(node)
                if definition is not None:
                    called.append(definition)
        return list({**found, **{id(node): node for node in called}}.values())

    @cached_property
    def _written(self) -> frozenset[int]:
        return frozenset(map(id, self.definitions))

    def is_written(self, definition: nodes.FootnoteDefinition) -> bool:
        """Whether a definition is written outside of templates."""
        return id(definition) in self._written

    # --- links

    def url(self, link: nodes.Wikilink) -> str | None:
        """The URL of a wikilink; None for no link."""
        is_here = not link.interwiki and link.title in ("", self._page.title)
        if is_here and link.fragment and (found := self._anchor(link.fragment)):
            return "#" + found
        found = self._urls.wikilink(link)
        # `Talk:A` would have a scheme.
        is_title = not self.has_resolver and found and _COLON.match(found) and not is_remote(found)
        return f"./{found}" if is_title else found

    def target(self, link: nodes.Wikilink) -> str | None:
        """The target of a wikilink between brackets: the page and its fragment; None for no link.

        A resolver may name another page, or a URL.
        """
        if self.has_resolver:
            if link.title or link.interwiki:
                return self._urls.wikilink(link)
            if found := self._anchor(link.fragment):
                return "#" + found
        page = f"{link.interwiki}:{link.title}" if link.interwiki else link.title
        return f"{page}#{link.fragment}" if link.fragment else page

    def _anchor(self, fragment: str) -> str | None:
        """The anchor of the section of this page that a fragment leads to; None or "" for none."""
        if self._anchors is None:
            kind = "brackets" if self.flavor.wikilinks == "brackets" else "url"
            self._anchors = anchor_names(self.root, ANCHORS[kind](self.root))
        return find_anchor(self._anchors, fragment)

    def image_url(self, image: nodes.Image) -> str:
        """The URL of an image as the source has it; of a file of the wiki that of its page."""
        if image.href.startswith(("./", "../")):
            return image.href  # the path of a file, which no title is
        if not image.href:
            return f"./File:{quote(image.name.replace(' ', '_'))}" if image.name else ""
        known = title_of(image.href, self._page._links.wiki, is_wikitext=True)
        is_title = known.namespace == "File" and _COLON.match(image.href) is not None
        if self.is_wikitext and not is_title and not is_remote(image.href):
            return f"./File:{quote(image.name.replace(' ', '_'))}"  # the images of a gallery
        return page_url(image.href, self._page._links.wiki, is_wikitext=is_title)

    # --- front matter

    def front_matter(self) -> str:
        """The front matter of the page, with title and categories where the flavor asks for them;
        "" if there is none.
        """
        own = [n.value.strip("\n") for n in self._page.children if isinstance(n, nodes.FrontMatter)]
        value = "\n".join([text for text in own if text])
        # `+++` around TOML: it has `=` after its names.
        is_toml = bool(own) and str(self._page).lstrip("\ufeff").startswith("+++")
        if self.flavor.front_matter and not is_toml:
            known = {line.partition(":")[0].strip() for line in value.split("\n") if line}
            lines = []
            if self._page.title and "title" not in known:
                lines.append(f"title: {_yaml(self._page.title)}")
            name = "tags" if self.flavor.category_tags else "categories"
            names = list(dict.fromkeys(c.name for c in self.root.find_all(nodes.Category)))
            if self.flavor.category_tags:
                names = [re.sub(r"[^\w/-]+", "-", found).strip("-") for found in names]
            if names and name not in known:
                lines.append(f"{name}:")
                lines += [f"  - {_yaml(found)}" for found in names]
            value = "\n".join([*lines, value] if value else lines)
        fence = "+++" if is_toml else "---"
        return f"{fence}\n{value}\n{fence}" if value else ""


_PLAIN = re.compile(r"[^\W\d_][\w ()/.,-]*(?<! )")


def _yaml(value: str) -> str:
    """A text as a scalar of YAML; every string of JSON is one."""
    is_plain = _PLAIN.fullmatch(value) and value.lower() not in YAML_VALUES
    return value if is_plain else json.dumps(value, ensure_ascii=False)


YAML_VALUES = frozenset("true false yes no on off null y n".split())
"""Texts that YAML reads as other values."""
