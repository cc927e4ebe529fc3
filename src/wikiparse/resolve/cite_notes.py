r"""Footnotes by the anchors of MediaWiki's HTML: which definition does a reference call?

    1. ^ [**a**](#cite_ref-n_2-0) [**b**](#cite_ref-n_2-1) Text       the item of `#cite_note-n-2`
    2. **[^](#cite_ref-3)** Text                                       that of `#cite_note-3`

The links back say which footnote an item is, so nothing is counted, and a page may have several
lists of them. They are no part of its text (MediaWiki, extension Cite: `AnchorFormatter`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.attributes import get
from wikiparse.nodes.base import with_children
from wikiparse.nodes.blocks import Paragraph
from wikiparse.nodes.inlines import Emphasis, HtmlElement, HtmlTag, LineBreak, Strong, Text
from wikiparse.nodes.links import Link, unquoted
from wikiparse.nodes.make import make_footnote_definition, make_footnote_list, make_text
from wikiparse.source import trim

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
    from wikiparse.nodes.links import FootnoteReference

CALL = re.compile(r"(.*)_([0-9]+)-[0-9]+\Z", re.S)
"""The anchor of one of several references, or of one with a name: `name_2-0`."""

BACK = "#cite_ref-"
ARROWS = re.compile(r"[\s\u00a0^↑,]*\Z")
"""Text between links back, and before the first."""
WRAPPERS = (Strong, Emphasis, HtmlElement)
"""Nodes that links back may be in."""


def is_back_link(node: Node) -> bool:
    """Whether a node leads back from a footnote to a reference of it."""
    return node.__class__ is Link and BACK in node.url


def identifier_of(url: str) -> str:
    """The footnote whose reference a link back leads to, by the name that its own anchor has."""
    name = url.partition(BACK)[2]
    if match := CALL.match(name):
        name = f"{match[1]}-{match[2]}"
    return (unquoted(name) if "%" in name else name).replace("_", " ")


def footnote_list(
    items: list[Node], first: int, span: tuple[int, int], source: str
) -> FootnoteList | None:
    """The footnotes that the items of a list are, if most of them lead back to references."""
    made: list[FootnoteDefinition] = []
    found = 0
    for item in items:
        identifier, children = _definition(item, source)
        found += identifier is not None
        made.append(make_footnote_definition(children, identifier, span=(item._start, item._end)))
    if 2 * found > len(items):
        return make_footnote_list(tuple(made), span=span)
    return _numbered(items, first, span, source) if items and _marked(items[0], source) else None


def _numbered(
    items: list[Node], first: int, span: tuple[int, int], source: str
) -> FootnoteList | None:
    """The footnotes of a list whose links back were left out: each begins with an arrow, and its
    number is its name.
    """
    made = []
    for number, item in enumerate(items, first):
        inlines = _marked(item, source)
        if not inlines:
            return None
        paragraph = item.children[0]
        start = inlines[0]._start if inlines[0]._span else paragraph._start
        text = with_children(paragraph, inlines, (start, paragraph._end))
        made.append(
            make_footnote_definition(
                (text, *item.children[1:]), str(number), span=(item._start, item._end)
            )
        )
    return make_footnote_list(tuple(made), span=span)


def _marked(item: Node, source: str) -> tuple[Node, ...]:
    """The inlines of an item after the arrow that it begins with, and after the letters of several
    links back; none if it begins with no arrow.
    """
    if not item.children or item.children[0].__class__ is not Paragraph:
        return ()
    nodes = list(item.children[0].children)
    if not nodes or nodes[0].text.lstrip()[:1] not in ("^", "↑"):
        return ()
    first = nodes[0]
    if isinstance(first, Text):
        if not first.value.lstrip()[1:2].isspace() and first.value.strip() not in ("^", "↑"):
            return ()
        value = first.value.lstrip()[1:].lstrip(" \t\n")
        start = trim(source, trim(source, first._start, first._end)[0] + 1, first._end)[0]
        nodes[:1] = [make_text(value, (start, first._end))] if value else []
    elif isinstance(first, WRAPPERS) and _is_arrow(first):
        del nodes[0]
    else:
        return ()
    # _**a**_ _**b**_
    while nodes and (
        (isinstance(nodes[0], Text) and not nodes[0].value.strip())
        or (isinstance(nodes[0], WRAPPERS) and MARK.match(nodes[0].text))
    ):
        del nodes[0]
    if nodes and isinstance(nodes[0], Text):
        nodes[:1] = _trimmed(nodes[0], True, source)
    return tuple(nodes)


MARK = re.compile(r"(?:\w|[0-9]+[.,][0-9]+)\Z")
"""The text of one of several links back."""


def _definition(item: Node, source: str) -> tuple[str | None, tuple[Node, ...]]:
    """The identifier of the footnote that an item is, and its content without links back."""
    if not item.children or item.children[0].__class__ is not Paragraph:
        return None, item.children
    first = item.children[0]
    names: list[str] = []
    rest = _without_back_links(first.children, names, source)
    if not names:
        return None, item.children
    if not rest:
        return names[0], item.children[1:]
    start = rest[0]._start if rest[0]._span else first._start
    return names[0], (with_children(first, rest, (start, first._end)), *item.children[1:])


def _without_back_links(nodes: tuple[Node, ...], names: list[str], source: str) -> tuple[Node, ...]:
    """Some inlines without the links back that they begin with, whose footnotes are added to
    `names`.
    """
    for index, node in enumerate(nodes):
        if is_back_link(node):
            names.append(identifier_of(node.url))  # type: ignore[attr-defined]
        elif isinstance(node, Text):
            if not ARROWS.match(node.value):
                return (*_trimmed(node, bool(names), source), *nodes[index + 1 :])
        elif isinstance(node, WRAPPERS):
            before = len(names)
            inner = _without_back_links(node.children, names, source)
            if len(names) == before and not _is_arrow(node):
                return nodes[index:]
            if inner:
                return (with_children(node, inner, node._span), *nodes[index + 1 :])
        elif node.__class__ not in (HtmlTag, LineBreak):
            return nodes[index:]
    return ()


def _is_arrow(node: Node) -> bool:
    """Whether a node shows nothing but an arrow: the one before several links back."""
    return ARROWS.match(node.text) is not None


def _trimmed(text: Text, is_after: bool, source: str) -> tuple[Text, ...]:
    """A text without the white space after links back. `source` is the text that its span is of."""
    value = text.value.lstrip(" \t\n") if is_after else text.value
    if value == text.value or text._span is None:
        return (text,)
    start, end = text._span
    # A line ending in a text has lost the indentation after it.
    return (make_text(value, (trim(source, start, end)[0], end)),)


def set_groups(
    references: list[FootnoteReference], definitions: list[FootnoteDefinition | FootnoteList]
) -> None:
    """Give the definitions the groups of the references that call them: only these show it.

    For nodes that nobody else has seen yet.
    """
    groups = {ref.identifier: ref.group for ref in references if ref.group}
    for definition in definitions if groups else ():
        group = groups.get(getattr(definition, "identifier", None))
        if group:
            object.__setattr__(definition, "group", group)


# -------------------------------------------------------------------------------------------------
# links that edit a section

OPENING = ("[", "［", "〔", "(", "（")
AROUND = re.compile(r"[\s\u00a0\[\]［］〔〕()（）|/·]*\Z")
"""Text around links that edit a section."""


# [[edit](/w/index.php?title=Elm&action=edit&section=1 "Edit section: Bark")]
EDIT_LINK = re.compile(
    r"\\?\[\[[^\[\]\\`<*\n]{1,60}\]\([^\s()<>\\]*[?&]action=edit&section=[^\s()<>\\&]*"
    r"(?: \"[^\"\\\n]*\")?\)\\?\]\s*\Z"
)


def before_edit_link(text: str, start: int, end: int) -> int:
    """Where a heading ends without the link that edits its section, in the form that most have.

    `without_edit_links` finds the others, among the inlines.
    """
    begin = text.rfind("[[", start, end)
    if begin < 0:
        return end
    if begin > start and text[begin - 1] == "\\":
        begin -= 1
    if EDIT_LINK.match(text, begin, end) is None:
        return end
    while begin > start and text[begin - 1] in " \t\u00a0":
        begin -= 1
    return begin


def without_edit_links(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """The inlines of a heading without the links that edit its section."""
    end = len(children)
    first = end
    while end:
        node = children[end - 1]
        if is_edit_link(node):
            first = end - 1
        elif not (isinstance(node, Text) and AROUND.match(node.value)):
            break
        end -= 1
    if first == len(children):
        return children
    kept = list(children[:first])
    while kept and isinstance(last := kept[-1], Text):
        kept.pop()
        value = last.value.rstrip()
        if value.endswith(OPENING):
            value = value[:-1].rstrip()
        if value:
            start = last._start  # the end may be that of an escaped bracket
            kept.append(make_text(value, (start, start + len(value))))
            break
    return tuple(kept)


def is_edit_link(node: Node) -> bool:
    """Whether a node is a link that edits a section, or nothing but such links in an element."""
    url = getattr(node, "url", None)
    if url is not None:
        # "§": trafilatura takes `&sect` for a character reference.
        return "action=edit" in url and ("section=" in url or "§ion=" in url)
    if not isinstance(node, WRAPPERS):
        return False
    if "editsection" in (get(getattr(node, "attributes", ()), "class") or ""):
        return True
    has_link = False
    for child in node.children:
        if is_edit_link(child):
            has_link = True
        elif not (isinstance(child, Text) and AROUND.match(child.value)):
            return False
    return has_link


def _is_words(node: Node) -> bool:
    return isinstance(node, Text) and not AROUND.match(node.value)


def is_edit_line(node: Node) -> bool:
    """Whether a paragraph is nothing but links that edit the section of the heading above."""
    return (
        node.__class__ is Paragraph
        and 0 < len(node.children) <= MOST_PARTS
        # Most paragraphs begin with other text.
        and not _is_words(node.children[0])
        and any(is_edit_link(child) for child in node.children)
        and all(
            is_edit_link(child)
            or child.__class__ in (HtmlTag, LineBreak)
            or (isinstance(child, Text) and AROUND.match(child.value))
            for child in node.children
        )
    )


MOST_PARTS = 9
"""Nodes of a paragraph that is nothing but links that edit a section."""
