"""A page in another markup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from wikiparse import nodes
from wikiparse.etl.convert.losses import losses_in_html, losses_in_markdown, losses_in_wikitext
from wikiparse.render.markdown.anchors import ANCHORS, anchor_names, find_anchor

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from wikiparse.document import Document
    from wikiparse.etl.convert.links import Links
    from wikiparse.etl.convert.settings import Writing
    from wikiparse.nodes.base import Node
    from wikiparse.render.markdown.flavors import Flavor


def anchors_of(doc: Document, writing: Writing) -> dict[str, str]:
    """The names that fragments of links to a page may have, and the anchors of the form."""
    if writing.format.links == "titles":
        return {}
    if writing.flavor is not None:
        return anchor_names(doc, ANCHORS[_kind(writing.flavor)](doc))
    from wikiparse.reading.navigation import named_sections
    from wikiparse.render.html.ids import Ids

    ids = Ids(list(doc.walk()))
    return {name: ids.find(name) or "" for name in named_sections(doc)}


def _kind(flavor: Flavor) -> str:
    return "brackets" if flavor.wikilinks == "brackets" else "url"


def written(
    doc: Document, writing: Writing, links: Links | None, aliases: Sequence[str] = ()
) -> tuple[str, dict[str, int]]:
    """The page as text, and the constructs that could not be said, each with its count.

    Without `links` they are written as the form does it by itself.
    """
    flavor = writing.flavor
    if links is not None:
        doc = _prepared(doc, writing, links)
    if flavor is not None:
        lost = losses_in_markdown(doc, flavor)
        if aliases and flavor.front_matter:
            doc = _with_aliases(doc, aliases)
        resolver = None if writing.format.links == "titles" else links
        return doc.to_markdown(flavor, resolver), _sorted(lost)
    if writing.to == "html":
        lost = losses_in_html(doc)
        image = None if links is None or not writing.images else _html_image(links)
        text = doc.to_html(page=True, link_resolver=links, image_resolver=image)
        return text, _sorted(lost)
    return doc.to_wikitext(), _sorted(losses_in_wikitext(doc))


def _sorted(lost: Counter[str]) -> dict[str, int]:
    return dict(sorted(lost.items(), key=lambda pair: (-pair[1], pair[0])))


def _html_image(links: Links) -> Any:
    def resolver(image: nodes.Image) -> str:
        return links.image(image) or image.href

    return resolver


def _prepared(doc: Document, writing: Writing, links: Links) -> Document:
    """The page without links to sections of its own that do not exist, and with the URLs of images.

    Of most pages nothing changes, and no new tree is made.
    """
    form = writing.format
    if form.links == "titles":
        return doc
    has_images = bool(writing.images and writing.flavor is not None and doc.images)
    names: dict[str, str] | None = None

    def is_dead(node: Node) -> bool:
        if not isinstance(node, nodes.Wikilink) or node.title or node.interwiki:
            return False
        nonlocal names
        if names is None:
            names = anchors_of(doc, writing)
        # A name in the lead has no anchor.
        return not find_anchor(names, node.fragment)

    dead = [link for link in doc.wikilinks if is_dead(link)]
    if not dead and not has_images:
        return doc
    for link in dead:
        links.add_lost_fragment("", link.fragment)

    def changed(node: Node) -> Node | Sequence[Node]:
        if is_dead(node):
            return node.children
        if has_images and isinstance(node, nodes.Image) and (url := links.image(node)):
            return attrs.evolve(node, href=url)
        return node

    return doc.map(changed)


def _with_aliases(doc: Document, aliases: Sequence[str]) -> Document:
    """The page with front matter that names the redirects to it."""
    lines = ["aliases:", *[f"  - {json.dumps(title, ensure_ascii=False)}" for title in aliases]]
    front = nodes.FrontMatter("\n".join(lines))
    return attrs.evolve(doc, children=(front, *doc.children))
