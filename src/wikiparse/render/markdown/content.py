"""Which nodes are written in a flavor, and which of them are blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from wikiparse import nodes
from wikiparse.mediawiki import BLOCK_TAGS
from wikiparse.nodes.footnotes import named_references
from wikiparse.nodes.inlines import shown
from wikiparse.render.html.sanitize import DROPPED, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.render.markdown.flavors import Flavor

EMPHASIS = {
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "strong": "strong", "b": "strong",
    "del": "del", "s": "del", "strike": "del",
}  # fmt: skip
"""Tags that Markdown has delimiters for."""
SPACES = " \t\n"
HOISTED = " \t\n\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""White space that may not be inside next to the delimiters of emphasis."""
CODE_TAGS = frozenset(("code", "tt"))
LINKS = (nodes.Wikilink, nodes.ExternalLink, nodes.Link)
_EMPHASIS = (nodes.Emphasis, nodes.Strong, nodes.Strikethrough)
_WRITTEN_WITH_CONTENT = (*_EMPHASIS, nodes.Paragraph, nodes.Gallery)
"""Nodes of which nothing is written if nothing of their content is."""
_LISTS_AND_TABLES = (nodes.List, nodes.DescriptionList, nodes.Table)
"""Nodes of which nothing is written if there is nothing in them."""
_METADATA = (nodes.Category, nodes.MagicWord, nodes.HtmlInline)


def is_block(node: Node) -> bool:
    """Whether a node is written on lines of its own: an inline element with blocks in it too."""
    if node.is_block:
        return not isinstance(node, nodes.HtmlElement) or node.tag not in DROPPED
    return isinstance(node, nodes.HtmlElement) and (
        node.tag == "pre" or any(child.is_block for child in node.children)
    )


def is_space(node: Node) -> bool:
    """Whether a node is white space, and nothing else."""
    return isinstance(node, nodes.Text) and not node.value.strip()


def is_written(node: Node, flavor: Flavor) -> bool:
    """Whether there may be anything of a node in a flavor."""
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, _WRITTEN_WITH_CONTENT):
            stack += shown(top.children)
        elif isinstance(top, _LISTS_AND_TABLES):
            if any(child.children or child.kind != "table_row" for child in top.children):
                return True
        elif top.is_call or (inner := _content(top, flavor)) is None:
            if not is_space(top) and not isinstance(top, nodes.LineBreak):
                return True
        else:
            stack += inner
    return False


def text_of_html(value: str) -> str:
    """The text of raw HTML, in one line."""
    text = "".join([token.value for token in tokens(value) if token.kind == "text"])
    return " ".join(text.split())


def runs(children: Sequence[Node], *, apart: bool) -> list[list[Node]]:
    """The children: each block by itself, and the inlines between blocks together; with `apart`
    each template by itself.
    """
    found: list[list[Node]] = []
    is_open = False
    for child in children:
        if is_block(child):
            found.append([child])
            is_open = False
        elif is_open and not (apart and (child.is_call or found[-1][-1].is_call)):
            found[-1].append(child)
        else:
            found.append([child])
            is_open = True
    return found


def written(
    children: Iterable[Node], flavor: Flavor, *, in_link: bool = False, in_image: bool = False
) -> list[Node]:
    """The inlines that are written of some: none that the flavor has no form for, the content of
    elements whose tags are not written, the text of templates; no links `in_link`, no tags and line
    breaks `in_image`. Neighboring texts are one, and so are code spans, which would be one to a
    reader: a converter makes one of each word.
    """
    found: list[Node] = []
    values: list[str] = []
    kind: type[nodes.Text | nodes.InlineCode] | None = None

    def end() -> None:
        if kind is not None and len(values) > 1:
            joined = "".join(values) if kind is nodes.InlineCode else _joined(values)
            found[-1] = kind(joined)

    stack = list(shown(children))[::-1]
    while stack:
        child = stack.pop()
        is_text = child.__class__ is nodes.Text
        if in_image and isinstance(child, nodes.LineBreak):
            child, is_text = nodes.Text(" "), True
        if is_text or (child.__class__ is nodes.InlineCode and flavor.flanking):
            if child.__class__ is kind:
                values.append(child.value)
                continue
            end()
            kind = child.__class__  # type: ignore[assignment]
            values = [child.value]  # type: ignore[attr-defined]
            found.append(child)
        elif in_link and isinstance(child, LINKS) and not all(map(is_space, child.children)):
            stack += shown(child.children)[::-1]
        elif (inner := _content(child, flavor)) is not None:
            stack += inner[::-1]
        elif (in_image and _has_no_form_in_image(child)) or _is_space_in_emphasis(child):
            stack += shown(child.children)[::-1]
        elif isinstance(child, _EMPHASIS) and (parts := _with_space_before(child)):
            stack += parts[::-1]
        else:
            end()
            kind = None
            found.append(child)
    end()
    return found


def _has_no_form_in_image(node: Node) -> bool:
    """Whether only the content of an element is written in the text of an image."""
    return (
        isinstance(node, nodes.HtmlElement)
        and node.tag not in EMPHASIS
        and node.tag not in CODE_TAGS
        and not is_block(node)
    )


def _is_space_in_emphasis(node: Node) -> bool:
    """Whether there are no-break spaces in emphasis, and nothing else: delimiters need more."""
    return isinstance(node, _EMPHASIS) and all(
        child.__class__ is nodes.LineBreak
        or (child.__class__ is nodes.Text and not child.value.strip(HOISTED))
        for child in node.children
    )


def _with_space_before(
    node: nodes.Emphasis | nodes.Strong | nodes.Strikethrough,
) -> tuple[Node, ...]:
    """Emphasis whose text begins with a no-break space, and that space before it; none of other."""
    first = node.children[0] if node.children else None
    if not isinstance(first, nodes.Text) or first.value[:1] not in HOISTED:
        return ()
    rest = first.value.lstrip(HOISTED)
    start = first.value[: len(first.value) - len(rest)]
    if not start.strip(SPACES):
        return ()
    children = (nodes.Text(rest), *node.children[1:]) if rest else node.children[1:]
    return nodes.Text(start), evolve(node, children=children)


def _joined(values: Sequence[str]) -> str:
    """Texts as one; white space at the end of one and the start of the next is that of the end."""
    parts: list[str] = []
    is_after_space = False
    for value in values:
        part = value.lstrip(SPACES) if is_after_space else value
        if part:
            is_after_space = part[-1] in SPACES
            parts.append(part)
    return "".join(parts)


def _content(node: Node, flavor: Flavor) -> Sequence[Node] | None:
    """The nodes that are written in place of one; None for the node itself."""
    if isinstance(node, nodes.HtmlElement):
        tag = node.tag
        if tag in DROPPED:
            return ()
        has_form = tag in EMPHASIS or tag in CODE_TAGS or tag in flavor.tags or tag in BLOCK_TAGS
        return None if has_form or is_block(node) else shown(node.children)
    if isinstance(node, nodes.HtmlTag):
        return None if node.tag == "wbr" and not node.is_closing else ()
    if isinstance(node, nodes.Comment):
        return None if flavor.comments else ()
    if flavor.embedded_wikitext:
        return () if isinstance(node, nodes.HtmlInline) else None
    if isinstance(node, _METADATA):
        return ()
    if isinstance(node, nodes.LanguageVariant):
        return node.shown or (nodes.Text(node.own_text() or ""),)
    if isinstance(node, nodes.VariantText):
        return node.children
    return _content_of_call(node) if node.is_call else None


def _content_of_call(node: Node) -> Sequence[Node] | None:
    """The text of a template, and the nodes in it; None where there are blocks in it."""
    if isinstance(node, nodes.Template) and (references := named_references(node)):
        return references
    parts = node.shown_parts()
    made = [nodes.Text(part) if isinstance(part, str) else part for part in parts if part]
    return None if any(is_block(part) for part in made) else made
