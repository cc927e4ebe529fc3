"""Brackets of pandoc's Markdown: links and images with attributes, spans, footnotes.

    link = "[" inline* "]" ( "(" destination [title] ")" | label | "[]" | nothing ) [attributes]
    span = "[" inline* "]" attributes
    note = "[^" label "]" | "^[" inline* "]"

A destination may hold spaces and parentheses that do not balance, a title quotation marks: where
they end is seen by the text after them. Links may hold links, as pandoc makes them of captions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from wikiparse.html.attributes import get
from wikiparse.html.entities import unescape
from wikiparse.markdown.attribute_syntax import find_attributes
from wikiparse.markdown.inlines import link_nodes
from wikiparse.markdown.inlines.reference_links import (
    add_footnote,
    find_definition,
    is_footnote,
)
from wikiparse.markdown.link_syntax import Destination, Target, find_destination
from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.make import (
    make_footnote_definition,
    make_footnote_reference,
    make_html_element,
    make_text,
    make_wikilink,
)

if TYPE_CHECKING:
    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.inlines.state import Bracket, Scan
    from wikiparse.nodes.base import Node

# pandoc: `spnl`, spaces with one line ending at most: a blank line ends the paragraph.
WHITE = re.compile(r"[ \t]*+(?:\n[ \t]*+)?")

SPACES = re.compile(r"[ \t\n]++(?![\"')])")
"""White space within a destination: no title follows it."""

MOST_WORDS = 30
"""How many runs without spaces a destination may have, which pandoc takes as one."""

# A parenthesis that is not the end: something other than white space, another parenthesis or
# attributes follows it, or a title does.
_CLOSING = r"\)(?![\s)]|\{|\Z)|\)(?=[ \t]*+(?:\n[ \t]*+)?[\"'])"

ODD_DESTINATIONS = (
    re.compile(rf"(?>(?:(?!\]\()[^\s)]|{_CLOSING}|[ \t]*\n[ \t]*(?![\s\"'])){{1,500}})"),
    re.compile(rf"(?>(?:(?!\]\(|[ \t][\"'])[^)\n]|{_CLOSING}){{1,500}})"),
)
"""Destinations that are broken over lines, as in narrow cells, or have spaces, and perhaps
parentheses that do not balance: as far as a title or the last parenthesis."""

QUOTE = re.compile(r"(?<!\\)(?>(?:\\\\)*)(?P<quote>[\"'])")

LONGEST_TITLE, MOST_QUOTES = 4_000, 40
"""Code points, and quotes, of a title; without a bound every one could be searched to the end."""


def close_bracket(scan: Scan, start: int, end: int) -> int:
    """Fold the nodes since the last open bracket into a link, an image, a span or a footnote;
    otherwise the bracket is text.
    """
    if not scan.brackets:
        scan.add_text("]", start, end)
        return end
    bracket = scan.brackets.pop()
    # Two: an inline footnote is a reference around its definition.
    if scan.too_deep(scan.height + 2, bracket.start):
        target = attributes = None
    else:
        target, attributes = _find_target(scan, bracket, start, end)
    # [a](b){.c}   a link             the longest reading first: a target, attributes alone,
    # [a]{.c}      a span             then the footnotes
    # [^a] ^[b]    footnotes
    if target is not None:
        return _fold(scan, bracket, target, attributes)
    if attributes is not None and not bracket.is_image:
        return _add_span(scan, bracket, *attributes)
    if is_footnote(scan, bracket, start):
        add_footnote(scan, bracket, start, end)
        return end
    if scan.context.dialect.inline_footnotes and _is_note(scan, bracket, start, end):
        return _add_note(scan, bracket, start, end)
    scan.height = max(scan.height, bracket.height)
    scan.add_text("]", start, end)
    return end


# -------------------------------------------------------------------------------- destinations


def _find_target(
    scan: Scan, bracket: Bracket, start: int, end: int
) -> tuple[Target | None, tuple[Attributes, int] | None]:
    """Where the brackets lead, and the attributes after that, or after the brackets alone."""
    given: Attributes = ()
    target = _inline_target(scan, end)
    if target is None and (found := find_definition(scan, bracket, start, end)):
        definition, after = found
        target = Target(definition.url, definition.title, after)
        given = definition.attributes
    after = end if target is None else target.end
    attributes = find_attributes(scan.text, after, scan.end) if after < scan.end else None
    # Attributes after the reference replace those of the definition.
    if attributes is None and given:
        attributes = given, after
    return target, attributes


def _inline_target(scan: Scan, start: int) -> Target | None:
    """The destination and title in parentheses that follow at once."""
    text, end = scan.text, scan.end
    if start >= end or text[start] != "(":
        return None
    begin = WHITE.match(text, start + 1, end).end()  # type: ignore[union-attr]  # it matches anywhere
    found = _destination(text, begin, end)
    if found is None:
        return None
    pos = found.after
    title = ""
    after = WHITE.match(text, pos, end).end()  # type: ignore[union-attr]
    if after > pos and after < end and text[after] in "\"'":
        title_end = _title_end(text, after, end)
        if title_end is None:
            return None
        title = text[after + 1 : title_end]
        after = WHITE.match(text, title_end + 1, end).end()  # type: ignore[union-attr]
    if after >= end or text[after] != ")":
        return None
    url = text[found.start : found.end]
    if "\n" in url:
        url = SOFT_BREAK.sub("", url)  # the writer breaks it where a cell is narrow
    # pandoc: white space within a destination is one space.
    return Target(" ".join(unescape(url).split()), title, after + 1)


def _destination(text: str, start: int, end: int) -> Destination | None:
    """The destination that begins at `start`."""
    found = find_destination(text, start, end)
    if found is None:
        return _odd_destination(text, start, end)
    # In angle brackets: it has an end of its own.
    if found.after != found.end:
        return found
    if text.startswith("\n", found.end) and (odd := _odd_destination(text, start, end)):
        return odd
    # A destination with spaces, word by word.
    for _ in range(MOST_WORDS):
        gap = SPACES.match(text, found.end, end)
        more = find_destination(text, gap.end(), end) if gap else None
        if more is None or more.start == more.end:
            break
        found = Destination(start, more.end, more.end)
    return found


def _odd_destination(text: str, start: int, end: int) -> Destination | None:
    """A destination that a title or a parenthesis ends, whatever it holds."""
    for pattern in ODD_DESTINATIONS:
        match = pattern.match(text, start, end)
        if match is None:
            continue
        after = WHITE.match(text, match.end(), end).end()  # type: ignore[union-attr]
        if after < end and text[after] in "\"')":
            return Destination(start, match.end(), match.end())
    return None


def _title_end(text: str, start: int, end: int) -> int | None:
    """The offset of the quote that ends the title which begins with the one at `start`.

    Quotes in it may be written as they are: the title ends where one is followed by the end of the
    link, and is not the end of another quotation in it.
    """
    quote = text[start]
    level = 0
    fallback = None
    end = min(end, start + LONGEST_TITLE)
    for count, match in enumerate(QUOTE.finditer(text, start + 1, end)):
        pos = match.end() - 1
        if count > MOST_QUOTES or (fallback is not None and text.find("](", fallback, pos) >= 0):
            break
        if match["quote"] != quote:
            continue
        after = WHITE.match(text, pos + 1, end).end()  # type: ignore[union-attr]
        # [a](b "the "good" town")
        #            ^ a letter follows it: it opens, level 1
        #                 ^ a space: it closes
        #                       ^ a parenthesis, at level 0: the end
        is_end = text.startswith(")", after) and after < end
        if is_end and level == 0:
            return pos
        # Within an inner quotation, so it is the end only if no better one comes.
        if is_end and fallback is None:
            fallback = pos
        if text[pos + 1 : pos + 2].isalnum():
            level += 1
        elif level:
            level -= 1
    return fallback


# -------------------------------------------------------------------------------- nodes


def plain_wikilink(
    scan: Scan, span: tuple[int, int], text: str, destination: str, title: str
) -> Node:
    """A wikilink of plain text, which the scanner took in one match."""
    text_span = (span[0] + 1, span[0] + 1 + len(text))
    value = SOFT_BREAK.sub("\n", text) if "\n" in text else text
    children = (make_text(value, text_span),) if value else ()
    if "\\" in destination or "&" in destination:
        destination = unescape(destination)
    elif (
        text == title
        and ":" not in destination
        and (link_context := scan.context.known_trails.get("")) is not None
    ):
        # No namespace and no trail, as most: the same node as below.
        return make_wikilink(children, destination, "", link_context, span)
    if "\\" in title or "&" in title:
        title = unescape(title)
    return link_nodes.wikilink_node(scan, children, destination, title, span)


def _fold(
    scan: Scan, bracket: Bracket, target: Target, attributes: tuple[Attributes, int] | None
) -> int:
    """Make a link or an image of all nodes since the bracket; returns the offset after it."""
    given, end = ((), target.end) if attributes is None else attributes
    children = scan.take(bracket.index + 1)
    scan.nodes.pop()
    span = (bracket.start, end)
    classes = (get(given, "class") or "").split()
    if bracket.is_image and "wikilink" not in classes:
        scan.nodes.append(
            link_nodes.image_node(scan, children, target.url, target.title, span, given)
        )
    else:
        if bracket.is_image:
            scan.add_text("!", bracket.start, bracket.start + 1)
            span = (bracket.start + 1, end)
        if "wikilink" in classes:
            label = unescape(target.title)
            node = link_nodes.wikilink_node(scan, children, target.url, label, span)
        else:
            node = link_nodes.link_node(scan, children, target.url, target.title, span)
        scan.nodes.append(node)
    scan.height = max(scan.height + 1, bracket.height)
    return end


def _add_span(scan: Scan, bracket: Bracket, attributes: Attributes, end: int) -> int:
    """Make a span of all nodes since the bracket; returns the offset after it."""
    children = scan.take(bracket.index + 1)
    scan.nodes.pop()
    scan.nodes.append(make_html_element(children, "span", attributes, (bracket.start, end)))
    scan.height = max(scan.height + 1, bracket.height)
    return end


def _is_note(scan: Scan, bracket: Bracket, start: int, end: int) -> bool:
    """Whether a caret right before the bracket makes a footnote of it: it was noted as a delimiter,
    since it may begin a superscript.
    """
    text, delimiters = scan.text, scan.delimiters
    if (
        bracket.is_image
        or bracket.start + 1 == start
        or not text.startswith("^", bracket.start - 1)
    ):
        return False
    # Delimiters are in order of their indices: a page of `^[` costs no walk for each.
    position = bisect_left(delimiters, bracket.index - 1, key=attrgetter("index"))
    return (
        position < len(delimiters)
        and delimiters[position].index == bracket.index - 1
        and delimiters[position].name == "^"
        # `^[a]^` is a superscript of brackets.
        and not text.startswith("^", end)
    )


def _add_note(scan: Scan, bracket: Bracket, start: int, end: int) -> int:
    """Make a footnote of all nodes since the caret; returns the offset after it."""
    children = scan.take(bracket.index + 1)
    del scan.nodes[bracket.index - 1 :]
    scan.delimiters.pop()  # the caret: delimiters since then are in the footnote
    definition = make_footnote_definition(children, None, "", span=(bracket.start + 1, start))
    scan.context.footnote_definitions.append(definition)
    span = (bracket.start - 1, end)
    scan.add_footnote_reference(make_footnote_reference((definition,), None, "", "", span=span))
    scan.height = max(scan.height + 2, bracket.height)
    return end
