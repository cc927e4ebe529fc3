r"""Links and images by the rules of the hybrid dialect, and every bracket that opens.

    link      = open_bracket inline* close_bracket target
    image     = "!" link
    target    = "(" destination [space '"' title '"'] ")"
    footnote  = "[^" label "]" | "\[" number "\]", and in HTML "[" number "]"
    wikilink  = "[[" page ["|" text] "]]"

`open_bracket` is that of all dialects, `close_bracket` that of dialects without
`reference_definitions`; the one of `reference_links.py` follows CommonMark's rules.

A destination holds no white space; parentheses in it are escaped or balanced. In the hybrid dialect
it may hold a raw `"`, and a link may hold links (docs/dialects.md, traps 3, 36).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import unescape
from wikiparse.markdown.inlines import autolinks, link_nodes, url_nodes, wikilinks
from wikiparse.markdown.inlines.reference_links import find_defined_target
from wikiparse.markdown.inlines.scanner import (
    DESTINATION,
    TITLE,
    WRAPPED_DESTINATION,
    WRAPPED_TITLE,
)
from wikiparse.markdown.inlines.state import Bracket
from wikiparse.markdown.link_syntax import Target
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.make import make_footnote_reference, make_text

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

# White space may be a megabyte long: none of it is given back, but for the one character before a
# title that would otherwise be taken for the destination.
_SPACE = r'(?:[ \t\n]*+|(?>[ \t\n]*(?=[ \t\n]")))'
_ANGLE_OR_BARE = rf"(?:<(?P<angle>[^<>\n]*)>|(?P<bare>{DESTINATION}))"
_TITLE = TITLE.replace("(", "(?P<title>", 1)

# (../Page/Aberg_(town).md "wikilink")
#  └──────── bare ───────┘ └─ title ┘
# (<a b> "c")
#   └─┘ angle
#
# The white space before a title is atomic, as in `scanner`: it is never given back.
TARGET = re.compile(rf"\({_SPACE}{_ANGLE_OR_BARE}(?:(?>[ \t]*\n?[ \t]*){_TITLE})?[ \t\n]*+\)")
"""target. After the label of `[town](../Page/Aberg.md "wikilink")`."""

WRAPPED_TARGET = re.compile(
    rf"\([ \t]*+(?:<(?P<angle>(?>(?:[^<>\n]++|\n(?![ \t]*\n))*))>|(?P<bare>{WRAPPED_DESTINATION}))"
    rf"(?:(?>[ \t]*\n?[ \t]*){WRAPPED_TITLE.replace('(', '(?P<title>', 1)})?[ \t]*+\n?[ \t]*+\)"
)
"""The same where lines are broken within destinations and titles."""

# [a](../Page/A_(b.md "wikilink")
#     └ destination ┘ ^^^^^^^^^^^ the only certain end
#
# `(?!\]\()`: the target of another link is not part of this one.
ODD_TARGET = re.compile(
    r'\((?P<destination>(?>(?:(?!\]\(| "wikilink"\)| "fig:)[^\n]){1,500}))'
    r' "(?P<title>wikilink|fig:[^"\n]*)"\)'
)
"""A destination that only its title shows to be one: parentheses that do not balance, or spaces.
The bound keeps many `](` from costing the rest of the line each."""

FOOTNOTE = re.compile(r"\[\^([^\]\[\s]+)\]")

# `(?!\()`: a link with a number as its text.
NUMBER = re.compile(r"\[([0-9]{1,9})\](?!\()")


def plain_link(scan: Scan, span: tuple[int, int], label: str, destination: str, title: str) -> Node:
    """A link of plain text, which the scanner took in one match; its marker is at the end of the
    label.
    """
    label_span = (span[0] + 1, span[0] + 1 + len(label))
    if "\n" in label:
        label = SOFT_BREAK.sub("\n", label)
    if "\\" in destination or "&" in destination:
        destination = unescape(destination)
    children = (make_text(label, label_span),) if label else ()
    # As `reference_links._fold` does it: the brackets around this link can become none any more.
    if scan.brackets and not scan.context.dialect.nested_links:
        scan.inactive_brackets = len(scan.brackets)
        scan.brackets[-1].holds_bracket = True
    if scan.context.page_prefixes:
        return url_nodes.link_node(scan, children, destination, title, span)
    if title == "wikilink" and ":" in destination and scan.context.dialect.wikilink_titles:
        text = label.replace("\n", " ")
        return link_nodes.with_namespace(scan, children, text, destination, span)
    return link_nodes.link_node(scan, children, destination, title, span)


def plain_image(scan: Scan, start: int) -> int:
    """The image of a bracket, which has an alternative text of plain text and a target."""
    nodes, text = scan.nodes, scan.text
    # An escaped `!` is a character: then the bracket is that of a link.
    if not nodes or not _is_image(scan, start):
        return open_bracket(scan, start, start + 1)
    label_end = text.index("]", start)
    target = _find_target(scan, label_end + 1)
    if (
        target is None
        or scan.too_deep(1, start - 1)
        or not link_nodes.is_image(scan, target.url, target.title)
    ):
        return open_bracket(scan, start, start + 1)
    begin = start - 1
    _cut_exclamation_mark(scan, len(nodes) - 1, begin)
    label = text[start + 1 : label_end]
    label = SOFT_BREAK.sub("\n", label) if "\n" in label else label
    children = (make_text(label, (start + 1, label_end)),) if label else ()
    if scan.brackets:
        scan.brackets[-1].holds_bracket = True
    span = (begin, target.end)
    nodes.append(link_nodes.image_node(scan, children, target.url, target.title, span))
    scan.height = max(scan.height, 1)
    return target.end


def open_bracket(scan: Scan, start: int, end: int) -> int:
    """A bracket that waits for its `]`, unless a footnote reference or a wikilink begins with
    it.
    """
    text = scan.text
    dialect = scan.context.dialect
    if scan.context.is_html:
        # No Markdown in it, and so no links; the numbers of old writers have no backslashes here.
        number = NUMBER.match(text, start, scan.end) if dialect.numbered_footnotes else None
        if number is not None:
            return _add_footnote(scan, number)
        scan.add_text("[", start, end)
        return end
    if (
        text.startswith("^", end)
        and dialect.footnote_definitions
        and not dialect.reference_definitions
        and (footnote := FOOTNOTE.match(text, start, scan.end))
    ):
        return _add_footnote(scan, footnote)
    begin = start
    nodes = scan.nodes
    is_image = bool(nodes) and text.startswith("!", start - 1) and _is_image(scan, start)
    # `[[page]]` is one construct here; where it is no wikilink, as in `[[a](b)](c)`, both brackets
    # wait for their own ends.
    if text.startswith("[", end) and (dialect.embedded_wikitext or dialect.wikilinks):
        index = len(nodes) - 1
        is_embedded = is_image and dialect.wikilinks is not None
        after = wikilinks.wikilink(scan, start, is_embedded)
        if after is not None:
            if is_embedded:
                _cut_exclamation_mark(scan, index, start - 1)
            return after
    if is_image:
        # The `!` is already in the last text: it moves from there into the placeholder.
        begin -= 1
        _cut_exclamation_mark(scan, len(nodes) - 1, begin)
    if scan.brackets:
        scan.brackets[-1].holds_bracket = True
    scan.brackets.append(Bracket(len(nodes), begin, scan.height, begin < start))
    # Of the nodes within the bracket; `close_bracket` adds those before it again
    # (`bracket.height`).
    scan.height = 0
    nodes.append(make_text(text[begin:end], (begin, end)))  # a placeholder
    return end


def _cut_exclamation_mark(scan: Scan, index: int, end: int) -> None:
    """Cut the `!` at the end of a text that is the node of this index."""
    last = scan.nodes[index]
    start = last._span[0] if last._span else end
    scan.must_join = True
    scan.nodes[index] = make_text(last.value[:-1], (start, end))  # type: ignore[attr-defined]


def _add_footnote(scan: Scan, match: re.Match[str]) -> int:
    reference = make_footnote_reference((), match[1], "", match[1], match.span())
    scan.add_footnote_reference(reference)
    return match.end()


def _is_image(scan: Scan, start: int) -> bool:
    """Whether the `!` before a bracket is markup: it is the end of the last text, and not
    escaped.
    """
    text, last = scan.text, scan.nodes[-1]
    if (
        last.__class__ is not Text
        or last._span is None
        or last._span[1] != start
        or not last.value.endswith("!")
    ):
        return False
    before = start - 1
    # \![a](b)      one backslash: the `!` is escaped
    # \\![a](b)     two: the backslash is
    while before and text[before - 1] == "\\":
        before -= 1
    return (start - 1 - before) % 2 == 0


def close_bracket(scan: Scan, start: int, end: int) -> int:
    """Fold everything since the last open bracket into a link or an image, if a target follows;
    otherwise both brackets are left as text.
    """
    end = start + 1  # the token may be the target too, for the loop to go on after it
    text = scan.text
    if not scan.brackets:
        scan.add_text("]", start, end)
        return end
    # Whatever comes of it, this `[` is used up: a bracket pairs with the nearest one before it.
    bracket = scan.brackets.pop()
    target = _find_target(scan, end) if text.startswith("(", end) else None
    if target is None and scan.context.link_definitions is not None:
        target = find_defined_target(scan, bracket, start, end)
    # Its placeholder is left as it is, the text "[".
    if target is None or scan.too_deep(scan.height + 1, bracket.start):
        scan.height = max(scan.height, bracket.height)
        scan.add_text("]", start, end)
        return end
    # After its target is certain: taking pairs the delimiters in the brackets.
    children = scan.take(bracket.index + 1)
    scan.nodes.pop()
    span = (bracket.start, target.end)
    if bracket.is_image and link_nodes.is_image(scan, target.url, target.title):
        scan.nodes.append(link_nodes.image_node(scan, children, target.url, target.title, span))
    else:
        children = autolinks.without_free_links(scan, children)
        if bracket.is_image:  # an exclamation mark, and a link after it
            scan.add_text("!", bracket.start, bracket.start + 1)
            span = (bracket.start + 1, target.end)
        scan.nodes.append(link_nodes.link_node(scan, children, target.url, target.title, span))
    scan.height = max(scan.height + 1, bracket.height)
    return target.end


def _find_target(scan: Scan, pos: int) -> Target | None:
    if scan.context.dialect.page_urls:
        match = WRAPPED_TARGET.match(scan.text, pos, scan.end)
        if match is None:
            return None
        destination = match["bare"] if match["angle"] is None else match["angle"]
        return Target(unescape(destination), match["title"] or "", match.end())
    # `TARGET` first: it knows where a destination ends, and `ODD_TARGET` only guesses by the title.
    match = TARGET.match(scan.text, pos, scan.end)
    if match is not None:
        destination = match["bare"] if match["angle"] is None else match["angle"]
    elif scan.context.dialect.wikilink_titles:
        match = ODD_TARGET.match(scan.text, pos, scan.end)
        if match is None:
            return None
        destination = match["destination"]
    else:
        return None
    return Target(unescape(destination), match["title"] or "", match.end())
