r"""Links and images by CommonMark's rules: inline, or by a reference to a definition (CommonMark
6.3 and 6.4).

    link      = open_bracket inline* close_bracket [target | label | "[]"]
    image     = "!" link
    target    = "(" [destination [space title]] ")"
    footnote  = "[^" label "]"      where the page defines a footnote of that label (GFM)

For dialects with `reference_definitions`, that is CommonMark and GitHub's; `links.py` has the rules
of the hybrid, and the opening brackets of both.

The brackets get their meaning at the `]`: first a target is looked for, then a definition, then a
footnote. No link holds another, which `Scan.inactive_brackets` counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import unescape
from wikiparse.markdown.inlines import autolinks, link_nodes
from wikiparse.markdown.link_syntax import (
    LABEL,
    TITLE,
    Target,
    find_destination,
    normal_label,
    title_of,
)
from wikiparse.nodes.make import make_footnote_reference

if TYPE_CHECKING:
    from wikiparse.drafts import LinkDefinition
    from wikiparse.markdown.inlines.state import Bracket, Scan

SPACE = re.compile(r"[ \t\n]*")


def close_bracket(scan: Scan, start: int, end: int) -> int:
    """Fold everything since the last open bracket into a link, an image or a footnote reference;
    otherwise both brackets are left as text.
    """
    if not scan.brackets:
        scan.add_text("]", start, end)
        return end
    bracket = scan.brackets.pop()
    # CommonMark 6.3: a link text holds no link, and the inner of two wins. The alternative text of
    # an image may hold one.
    is_active = bracket.is_image or len(scan.brackets) >= scan.inactive_brackets
    scan.inactive_brackets = min(scan.inactive_brackets, len(scan.brackets))
    target = None
    if is_active and not scan.too_deep(scan.height + 1, bracket.start):
        # `[a](b)` before `[a]`: a target in parentheses wins over a definition of the same label.
        target = _find_target(scan, end) or find_defined_target(scan, bracket, start, end)
    if target is not None:
        _fold(scan, bracket, target)
        return target.end
    # After links: `[^a](b)` is a link.
    if is_footnote(scan, bracket, start):
        add_footnote(scan, bracket, start, end)
        return end
    scan.height = max(scan.height, bracket.height)
    scan.add_text("]", start, end)
    return end


def _find_target(scan: Scan, pos: int) -> Target | None:
    """The target directly after the `]`."""
    text, end = scan.text, scan.end
    if not text.startswith("(", pos) or pos >= end:
        return None
    start = _after_space(text, pos + 1, end)
    destination = find_destination(text, start, end)
    if destination is None:
        return None
    pos = _after_space(text, destination.after, end)
    title = ""
    # White space must be before a title: `[a](<b>"c")` is not a link.
    if pos > destination.after and (match := TITLE.match(text, pos, end)):
        title = title_of(match)
        pos = _after_space(text, match.end(), end)
    if pos >= end or text[pos] != ")":
        return None
    return Target(unescape(text[destination.start : destination.end]), title, pos + 1)


def _after_space(text: str, pos: int, end: int) -> int:
    return SPACE.match(text, pos, end).end()  # type: ignore[union-attr]  # it matches anywhere


def find_defined_target(scan: Scan, bracket: Bracket, start: int, end: int) -> Target | None:
    """Where the definition leads that `find_definition` finds."""
    found = find_definition(scan, bracket, start, end)
    return None if found is None else Target(found[0].url, found[0].title, found[1])


def find_definition(
    scan: Scan, bracket: Bracket, start: int, end: int
) -> tuple[LinkDefinition, int] | None:
    """The definition of the label after the brackets, or of their own content if there is no
    label, and the offset after the brackets that name it.
    """
    definitions = scan.context.link_definitions
    if definitions is None:
        return None
    text = scan.text
    #     [text][label]    full:      the label is in the second brackets
    #     [label][]        collapsed: `match[1]` is empty, and `after` is that of both brackets
    #     [label]          shortcut:  there is no match
    match = LABEL.match(text, end, scan.end) if text.startswith("[", end) else None
    if match is not None and match[1]:
        label, after = match[1], match.end()
    elif bracket.holds_bracket:  # a label holds no bracket that is not escaped
        return None
    else:
        # The source and not the nodes: labels are compared before escapes are undone (CommonMark
        # 6.3).
        label = text[bracket.start + 1 + bracket.is_image : start]
        after = end if match is None else match.end()
    found = definitions.get(label, (bracket.start, after))
    return None if found is None else (found, after)


def _fold(scan: Scan, bracket: Bracket, target: Target) -> None:
    """Make a link or an image of everything since the bracket."""
    children = scan.take(bracket.index + 1)
    scan.nodes.pop()
    span = (bracket.start, target.end)
    if bracket.is_image:
        scan.nodes.append(link_nodes.image_node(scan, children, target.url, target.title, span))
    else:
        # GFM: a free URL in the text of a link is text.
        children = autolinks.without_free_links(scan, children)
        scan.nodes.append(link_nodes.link_node(scan, children, target.url, target.title, span))
        scan.inactive_brackets = 0 if scan.context.dialect.nested_links else len(scan.brackets)
    scan.height = max(scan.height + 1, bracket.height)


def is_footnote(scan: Scan, bracket: Bracket, start: int) -> bool:
    """Whether the brackets hold `^` and the label of a footnote."""
    text, labels = scan.text, scan.context.footnote_labels
    # After `[^` or `![^`.
    label_start = bracket.start + 2 + bracket.is_image
    return (
        bool(labels)
        and text.startswith("^", label_start - 1)
        and label_start < start
        and normal_label(text[label_start:start]) in labels
    )


def add_footnote(scan: Scan, bracket: Bracket, pos: int, end: int) -> None:
    """Make a footnote reference of everything since the bracket; a `!` before it is text."""
    start = bracket.start
    # A label is not markup: delimiters within it go with their placeholders.
    while scan.delimiters and scan.delimiters[-1].index > bracket.index:
        scan.delimiters.pop()
    del scan.nodes[bracket.index :]
    if bracket.is_image:
        scan.add_text("!", start, start + 1)
        start += 1
    label = scan.text[start + 2 : pos]
    scan.add_footnote_reference(
        make_footnote_reference((), normal_label(label), "", label, (start, end))
    )
    scan.height = max(scan.height, bracket.height)
