"""The constructs of a page that a form has no markup for, and how often each is left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wikiparse import nodes
from wikiparse.etl.clean import clean
from wikiparse.nodes.footnotes import named_references
from wikiparse.reading.navigation import ANCHORS, template_name
from wikiparse.render.html.sanitize import DROPPED

if TYPE_CHECKING:
    from typing import TypeAlias

    from wikiparse.document import Document
    from wikiparse.nodes.base import Node
    from wikiparse.render.markdown.flavors import Flavor

    Call: TypeAlias = nodes.Template | nodes.ParserFunction | nodes.TemplateParameter

SHOWN_TAGS = frozenset(
    "em i cite dfn strong b del s strike code tt br wbr hr p div center ul ol li dl dt dd "
    "blockquote pre h1 h2 h3 h4 h5 h6 table caption thead tbody tfoot tr td th onlyinclude "
    "noinclude".split()
)
"""Tags that Markdown has markup for, or that only group their content."""

LONGEST_NAME = 100


def losses_in_html(doc: Document) -> Counter[str]:
    """The constructs of a page that HTML does not show."""
    return _losses(doc, None)


def losses_in_wikitext(doc: Document) -> Counter[str]:
    """The constructs of a page that wikitext has no form for."""
    named = {
        nodes.FrontMatter: "front matter",
        nodes.ConversionNotice: "conversion notice",
        nodes.LinkReferenceDefinition: "link reference definition",
    }
    # Of wikitext the source itself is written.
    if doc.dialect == "wikitext":
        return Counter()
    found = Counter([named[c] for node in doc.children if (c := node.__class__) in named])
    return found + Counter(["boilerplate"] * len(doc._all(nodes.Boilerplate)))


def losses_in_markdown(doc: Document, flavor: Flavor) -> Counter[str]:
    """The constructs of a page that a flavor has no form for."""
    return _losses(doc, flavor)


def _losses(doc: Document, flavor: Flavor | None) -> Counter[str]:
    found: Counter[str] = Counter()
    embeds = flavor is not None and flavor.embedded_wikitext
    stack: list[tuple[Node, bool]] = [(child, False) for child in doc.children]
    while stack:
        node, in_link = stack.pop()
        if isinstance(node, nodes.Template | nodes.ParserFunction | nodes.TemplateParameter):
            if not embeds:
                stack += [(part, in_link) for part in _parts(node, found)]
            continue
        name = _loss(node, flavor, in_link=in_link)
        if name:
            found[name] += 1
        # The content of a dropped element is not looked at: it is one loss.
        if not name.startswith(("element ", "boilerplate")):
            is_link = isinstance(node, nodes.Wikilink | nodes.ExternalLink | nodes.Link)
            stack += [(child, in_link or is_link) for child in node.children]
    return found


def _parts(node: Call, found: Counter[str]) -> list[Node]:
    """The nodes that are shown in place of a call; one without a text is counted."""
    if node.is_markup:
        found["template in markup"] += 1
        return []
    if isinstance(node, nodes.TemplateParameter):
        found["parameter"] += 1
        return []
    parts = node.shown_parts()
    if isinstance(node, nodes.Template) and template_name(node.name).lower() in ANCHORS:
        return []  # it shows nothing, and links to it lead to its section
    if parts or (isinstance(node, nodes.Template) and named_references(node)):
        return [part for part in parts if not isinstance(part, str)]
    kind = "template" if isinstance(node, nodes.Template) else "parser function"
    found[f"{kind} {clean(' '.join(node.name.split()))[:LONGEST_NAME]}"] += 1
    return []


def _loss(node: Node, flavor: Flavor | None, *, in_link: bool) -> str:
    """The name of a construct that is left out, or loses a part; "" for one that is written."""
    embeds = flavor is not None and flavor.embedded_wikitext
    match node:
        case nodes.Comment() if not (flavor and flavor.comments):
            return "comment"
        case nodes.MagicWord() if not embeds:
            return "behavior switch"
        case nodes.ConversionNotice():
            return "conversion notice"
        case nodes.Boilerplate():
            return "boilerplate"
        case nodes.HtmlElement() | nodes.HtmlTag() if node.tag in DROPPED:
            return f"element <{node.tag}>"
        case nodes.HtmlElement() if flavor is not None and node.tag not in flavor.tags:
            return "" if node.tag in SHOWN_TAGS else f"tag <{node.tag}>"
        case nodes.Category() if flavor is not None and not (embeds or flavor.front_matter):
            return "category"
        case nodes.Wikilink() | nodes.ExternalLink() if in_link and flavor and flavor.flanking:
            return "link in a link"
        case nodes.TableCell() if flavor and not flavor.html_tables:
            return "span of a cell" if node.colspan != 1 or node.rowspan != 1 else ""
        case nodes.Image() if node.alt and node.children and flavor is not None:
            return "alternative text of an image"
        case nodes.FootnoteReference() if node.group and not embeds and flavor is not None:
            return "group of a footnote"
    return ""
