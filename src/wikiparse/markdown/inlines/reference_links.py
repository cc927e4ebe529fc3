"""Links and images by CommonMark's rules: inline, or by a reference to a definition (CommonMark 6.3
and 6.4).

    link      = "[" inline* "]" ( "(" [destination [white-space title]] ")" | label | "[]" | nothing
    )
    mark      = "[^" label "]"      where the page defines a footnote of that label (GFM)

What the brackets are is decided at the `]`: first a destination is looked for, then a definition,
then a footnote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.html.entities import plain
from wikiparse.markdown.inlines import link_nodes
from wikiparse.markdown.link_syntax import LABEL, TITLE, find_destination, normal_label, title_of
from wikiparse.nodes.base import post_order, with_children
from wikiparse.nodes.join import join_texts
from wikiparse.nodes.links import ExternalLink
from wikiparse.nodes.make import make_footnote_reference

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Bracket, Scan
    from wikiparse.nodes.base import Node

WHITE = re.compile(r"[ \t\n]*")


class Target(NamedTuple):
    """Where a link leads to: the address, the title as it is written, and the offset behind what
    says so.
    """

    url: str
    title: str
    end: int


def close_bracket(scan: Scan, start: int, end: int) -> int:
    """Fold what stands since the last open bracket into a link, an image or a mark; else the
    bracket is text.
    """
    if not scan.brackets:
        scan.add_text("]", start, end)
        return end
    bracket = scan.brackets.pop()
    is_active = bracket.is_image or len(scan.brackets) >= scan.inactive_brackets
    scan.inactive_brackets = min(scan.inactive_brackets, len(scan.brackets))
    target = None
    if is_active and not scan.too_deep(scan.height + 1, bracket.start):
        target = _inline_target(scan, end) or _reference_target(scan, bracket, start, end)
    if target is not None:
        _fold(scan, bracket, target)
        return target.end
    if _is_mark(scan, bracket, start):
        _mark(scan, bracket, start, end)
        return end
    scan.height = max(scan.height, bracket.height)
    scan.add_text("]", start, end)
    return end


def _inline_target(scan: Scan, start: int) -> Target | None:
    """The destination and title in parentheses that follow at once."""
    text, end = scan.text, scan.end
    if not text.startswith("(", start) or start >= end:
        return None
    begin = WHITE.match(text, start + 1, end).end()  # type: ignore[union-attr]  # it matches anywhere
    place = find_destination(text, begin, end)
    if place is None:
        return None
    behind = WHITE.match(text, place[2], end).end()  # type: ignore[union-attr]
    title = ""
    if behind > place[2] and (match := TITLE.match(text, behind, end)):
        title = title_of(match)
        behind = WHITE.match(text, match.end(), end).end()  # type: ignore[union-attr]
    if behind >= end or text[behind] != ")":
        return None
    return Target(plain(text[place[0] : place[1]]), title, behind + 1)


def _reference_target(scan: Scan, bracket: Bracket, start: int, end: int) -> Target | None:
    """What the definition says that a label behind the brackets, or their own content, refers
    to.
    """
    references = scan.context.link_definitions
    if references is None:
        return None
    text = scan.text
    match = LABEL.match(text, end, scan.end) if text.startswith("[", end) else None
    if match is not None and match[1]:
        label, behind = match[1], match.end()
    elif bracket.holds_bracket:  # what holds a bracket is no label
        return None
    else:
        label, behind = (
            text[bracket.start + 1 + bracket.is_image : start],
            end if match is None else match.end(),
        )
    found = references.get(label, (bracket.start, behind))
    return None if found is None else Target(found.url, found.title, behind)


def _fold(scan: Scan, bracket: Bracket, target: Target) -> None:
    """Make a link or an image of all since the bracket."""
    children = scan.take(bracket.index + 1)
    scan.nodes.pop()
    span = (bracket.start, target.end)
    if bracket.is_image:
        scan.nodes.append(link_nodes.image_node(scan, children, target.url, target.title, span))
    else:
        children = _without_addresses(scan, children)
        scan.nodes.append(link_nodes.link_node(scan, children, target.url, target.title, span))
        scan.inactive_brackets = 0 if scan.context.dialect.nested_links else len(scan.brackets)
    scan.height = max(scan.height + 1, bracket.height)


def _without_addresses(scan: Scan, children: tuple[Node, ...]) -> tuple[Node, ...]:
    """The words of a link: an address in them that has no markup of its own is no link there,
    however deep it stands.
    """
    if not scan.context.dialect.autolinks:
        return children
    changed: dict[int, tuple[Node, ...]] = {}
    for top in children:
        for node in post_order(top):
            if isinstance(node, ExternalLink) and node.is_bare and scan.text[node._start] != "<":
                changed[id(node)] = node.children
            elif any(id(child) in changed for child in node.children):
                changed[id(node)] = (
                    with_children(node, _replaced(node.children, changed), node._span),
                )
    return _replaced(children, changed) if changed else children


def _replaced(children: tuple[Node, ...], changed: dict[int, tuple[Node, ...]]) -> tuple[Node, ...]:
    return tuple(
        join_texts([node for child in children for node in changed.get(id(child), (child,))])
    )


def _is_mark(scan: Scan, bracket: Bracket, start: int) -> bool:
    """Whether the brackets hold `^` and the label of a footnote."""
    text, footnotes = scan.text, scan.context.footnote_labels
    begin = bracket.start + 2 + bracket.is_image
    return (
        bool(footnotes)
        and text.startswith("^", begin - 1)
        and begin < start
        and normal_label(text[begin:start]) in footnotes
    )


def _mark(scan: Scan, bracket: Bracket, pos: int, end: int) -> None:
    """Make a mark of all since the bracket; an exclamation mark before it is text."""
    start = bracket.start
    while scan.delimiters and scan.delimiters[-1].index > bracket.index:
        scan.delimiters.pop()
    del scan.nodes[bracket.index :]
    if bracket.is_image:
        scan.add_text("!", start, start + 1)
        start += 1
    label = scan.text[start + 2 : pos]
    scan.add_footnote_reference(
        make_footnote_reference((), normal_label(label), "", label, span=(start, end))
    )
    scan.height = max(scan.height, bracket.height)
