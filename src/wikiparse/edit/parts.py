"""The text of a block as two versions are compared by it, and the parts of it that are compared by
themselves: links, images, templates, footnote references.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from wikiparse.nodes.blocks import FootnoteDefinition, HtmlBlock, Table
from wikiparse.nodes.inlines import LineBreak, ParserFunction, Template, TemplateParameter, Text
from wikiparse.nodes.links import (
    Category,
    ExternalLink,
    FootnoteReference,
    Image,
    Link,
    Wikilink,
)
from wikiparse.reading.navigation import template_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from wikiparse.nodes.base import Node

_CALLS = (Template, ParserFunction, TemplateParameter)


@attrs.define(eq=False)
class Part:
    """A part of a block: `group` is the beginning of the kinds of its changes."""

    group: str
    node: Node
    target: str
    """The page, URL, file or name."""
    label: str = ""
    """The link text, or the caption."""
    arguments: tuple[tuple[str, str, Node], ...] = ()
    block: str = ""
    """The name of the block."""
    key: Hashable = ()


@attrs.define(eq=False)
class Parts:
    """The text of some nodes, its parts, and the ranges of the text that are in links."""

    text: str
    parts: list[Part]
    tables: list[Table]
    links: list[tuple[int, int]]
    pieces: list[tuple[int, Node]]
    """Where in the text a node's own text begins, for the way back to the source."""
    starts: list[int] = attrs.Factory(list)
    """The positions of these."""


def read_parts(nodes: Iterable[Node]) -> Parts:  # noqa: PLR0915  # a case for each kind
    """The text of nodes and their parts, tables aside."""
    out: list[str] = []
    found = Parts("", [], [], [], [])
    length = 0
    # A node; or a link that ends, as the position where it began.
    stack: list[Any] = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        if node.__class__ is int:
            found.links.append((node, length))
            continue
        own: str | None = None
        if node.__class__ is Text:
            own = node.value.replace("\n", " ")
        elif isinstance(node, Table):
            found.tables.append(node)
            continue
        elif isinstance(node, (Category, FootnoteDefinition)):
            continue
        elif isinstance(node, LineBreak):
            own = " "
        elif isinstance(node, HtmlBlock):
            own = node.value
        elif isinstance(node, (Wikilink, ExternalLink, Link)):
            found.parts.append(_link(node))
            stack.append(length)
            stack += node.children[::-1]
            continue
        elif isinstance(node, _CALLS):
            _call(node, found)
            continue
        elif isinstance(node, Image):
            caption = read_parts(node.children)
            label = _tidy(caption.text)
            key = (node.name, label, node.alt)
            found.parts.append(Part("image", node, node.name, label, key=key))
            _take(found, caption)
            continue
        elif isinstance(node, FootnoteReference):
            found.parts.append(Part("reference", node, node.identifier or "", node.label))
            calls = [c for c in node.walk() if isinstance(c, Template)][:1]
            if calls and not any(isinstance(c, FootnoteDefinition) for c in node.children):
                _call(calls[0], found)
            continue
        else:
            own = node.own_text()
            if own is None:
                if node.is_block and length and out[-1] != " ":
                    out.append(" ")
                    length += 1
                stack += node.children[::-1]
                continue
        found.pieces.append((length, node))
        found.starts.append(length)
        out.append(own)
        length += len(own)
    found.text = "".join(out)
    return found


def _take(found: Parts, below: Parts) -> None:
    """Add the parts of a value: its text is its own."""
    found.parts += below.parts
    found.tables += below.tables


def _link(node: Wikilink | ExternalLink | Link) -> Part:
    label = _tidy(node.text)
    if isinstance(node, Wikilink):
        target = page_of(node)
        return Part("link", node, target, label, key=(folded(target), label))
    if isinstance(node, ExternalLink):
        label = "" if node.is_bare else label
        return Part("external-link", node, node.url, label, key=(node.url, label))
    return Part("link", node, node.url, label, key=(node.url, label))


def page_of(node: Wikilink) -> str:
    """The target of a wikilink, with its prefix and fragment."""
    target = f"{node.interwiki}:{node.title}" if node.interwiki else node.title
    if node.namespace and not node.interwiki:
        # Names of namespaces are those of any language.
        target = f"{node.namespace}:{node.title.partition(':')[2].strip()}"
    return f"{target}#{node.fragment}" if node.fragment else target


def folded(title: str) -> str:
    """A title as wikis compare it: the case of the first letter does not count."""
    return title[:1].upper() + title[1:]


def _call(node: Any, found: Parts) -> None:
    # An outer template does not change where only an inner one does: it has that as its name alone.
    arguments: list[tuple[str, str, Node]] = []
    below: list[Parts] = []
    given = node.arguments if not isinstance(node, TemplateParameter) else ()
    for argument in given:
        content = read_parts(argument.children)
        below.append(content)
        value = _tidy(_value(content))
        arguments.append((argument.name.strip(), value, argument))
    if isinstance(node, Template):
        name = template_name(node.name)
    elif isinstance(node, ParserFunction):
        name = node.name
    else:
        name = f"{{{node.name}}}"
    key = (name, tuple([(name, value) for name, value, _ in arguments]))
    found.parts.append(Part("template", node, name, arguments=tuple(arguments), key=key))
    for content in below:
        _take(found, content)


def _value(content: Parts) -> str:
    """The text of an argument; the text of the cells in it, and the names of its images."""
    images = [part.target for part in content.parts if part.group == "image"]
    cells = [table.text for table in content.tables]
    content.tables.clear()
    return " ".join([content.text, *images, *cells]) if images or cells else content.text


def _tidy(text: str) -> str:
    return " ".join(text.split())
