"""Links and images of the hybrid dialect, in all the forms that begin with a bracket; CommonMark's
are in `references.py`.

    link      = "[" inline* "](" destination [blank '"' title '"'] ")"
    image     = "!" link
    reference = "[^" label "]"
    wikilink  = "[[" page ["|" words] "]]"

A destination holds no white space; parentheses in it are escaped or balanced. In the hybrid dialect
a raw `"` may stand in it, and links may stand in links (docs/dialects.md, traps 3, 36).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import plain
from wikiparse.markdown.inlines import link_nodes, wikilinks
from wikiparse.markdown.inlines.scanner import DESTINATION, TITLE
from wikiparse.markdown.inlines.state import Bracket
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.make import make_footnote_reference, make_text

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

# White space may be a megabyte: none of it is given back, but one character to a title that would
# else be taken for the destination.
TARGET = re.compile(
    rf'\((?:[ \t\n]*+|(?>[ \t\n]*(?=[ \t\n]")))(?:<([^<>\n]*)>|({DESTINATION}))(?:(?>[ \t]*\n?[ \t]*){TITLE})?[ \t\n]*+\)'
)

# What only the title of a wikilink shows to be a destination: parentheses that do not balance, or
# blanks.
ODD_TARGET = re.compile(
    r'\(((?>(?:(?!\]\(| "wikilink"\)| "fig:)[^\n]){1,500}))() "(wikilink|fig:[^"\n]*)"\)'
)

LABEL = re.compile(r"\[\^([^\]\[\s]+)\]")

NUMBER = re.compile(r"\[([0-9]{1,9})\](?!\()")


def simple_link(
    scan: Scan, span: tuple[int, int], words: str, marker: str, destination: str, title: str
) -> Node:
    """A link of plain words, which the scanner took in one match."""
    words += marker
    place = (span[0] + 1, span[0] + 1 + len(words))
    if "\n" in words:
        words = SOFT_BREAK.sub("\n", words)
    if "\\" in destination or "&" in destination:
        destination = plain(destination)
    children = (make_text(words, place),) if words else ()
    if scan.brackets and not scan.context.dialect.nested_links:
        scan.inactive_brackets = len(scan.brackets)
        scan.brackets[-1].holds_bracket = True
    if title == "wikilink" and ":" in destination and scan.context.dialect.wikilink_titles:
        return link_nodes.with_namespace(
            scan, children, words.replace("\n", " "), destination, span
        )
    return link_nodes.link_node(scan, children, destination, title, span)


def open_bracket(scan: Scan, pos: int, end: int) -> int:
    """A bracket that waits, unless it begins a footnote's mark or a wikilink of wikitext."""
    text = scan.text
    dialect = scan.context.dialect
    if scan.context.is_html:
        if dialect.numbered_footnotes and (number := NUMBER.match(text, pos, scan.end)):
            scan.add_footnote_reference(
                make_footnote_reference((), number[1], "", number[1], span=number.span())
            )
            return number.end()
        scan.add_text("[", pos, end)
        return end
    has_marks = dialect.footnote_definitions and not dialect.reference_definitions
    if has_marks and text.startswith("^", pos + 1) and (label := LABEL.match(text, pos, scan.end)):
        scan.add_footnote_reference(
            make_footnote_reference((), label[1], "", label[1], span=label.span())
        )
        return label.end()
    if (
        (dialect.embedded_wikitext or dialect.wikilinks)
        and text.startswith("[", pos + 1)
        and (stop := wikilinks.wikitext_link(scan, pos)) is not None
    ):
        return stop
    start = pos
    nodes = scan.nodes
    if nodes and text.startswith("!", pos - 1) and _raw_bang(scan, pos):
        start -= 1
        last = nodes[-1]
        begin = last._span[0] if last._span else start
        scan.must_join = True
        nodes[-1] = make_text(last.value[:-1], (begin, start))  # type: ignore[attr-defined]
    if scan.brackets:
        scan.brackets[-1].holds_bracket = True
    scan.brackets.append(Bracket(len(nodes), start, scan.height, start < pos))
    scan.height = 0
    nodes.append(
        make_text(text[start : pos + 1], (start, pos + 1))
    )  # a place to come back to; text if nothing comes
    return end


def _raw_bang(scan: Scan, start: int) -> bool:
    """Whether the `!` in front of a bracket is markup: the end of the last text, and not
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
    while before and text[before - 1] == "\\":
        before -= 1
    return (start - 1 - before) % 2 == 0


def close_bracket(scan: Scan, start: int, end: int) -> int:
    """Fold what stands since the last open bracket into a link, if a destination follows; else both
    stay as text.
    """
    text = scan.text
    if not scan.brackets:
        scan.add_text("]", start, end)
        return end
    bracket = scan.brackets.pop()
    target = TARGET.match(text, end, scan.end) if text.startswith("(", end) else None
    if target is None and text.startswith("(", end) and scan.context.dialect.wikilink_titles:
        target = ODD_TARGET.match(text, end, scan.end)
    if target is None or scan.too_deep(scan.height + 1, bracket.start):
        scan.height = max(scan.height, bracket.height)
        scan.add_text("]", start, end)
        return end
    children = scan.take(bracket.index + 1)
    scan.nodes.pop()
    destination = plain(target[1] if target[1] is not None else target[2])
    span = (bracket.start, target.end())
    if bracket.is_image and link_nodes.is_image(scan, destination, target[3]):
        scan.nodes.append(link_nodes.image_node(scan, children, destination, target[3], span))
    else:
        if bracket.is_image:  # an exclamation mark, and a link behind it
            scan.add_text("!", bracket.start, bracket.start + 1)
            span = (bracket.start + 1, span[1])
        scan.nodes.append(link_nodes.link_node(scan, children, destination, target[3], span))
    scan.height = max(scan.height + 1, bracket.height)
    return target.end()
