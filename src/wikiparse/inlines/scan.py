"""What is inside a block? One scan over its text, with a stack of what is open.

    inline = text | escape | entity | code | math | emphasis | link | image | mark | HTML | island

The scan is local: it never looks at another block, but for the names that the page defines. `[` and `![` wait on a stack until a `]`
folds what stands behind them; what pairs (`*`, tags) is only noted, and paired when the brackets around it are settled: by position
(`delimiters.py`) or by CommonMark's rule (`flanking.py`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from wikiparse.inlines import autolinks, brackets, code, delimiters, entities, escapes, flanking, html, islands, raw_html, references
from wikiparse.inlines.context import EMPHASIS, LINK, MARK, SOFT_BREAK, TEXT, TOKEN, WIKILINK, joined
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import Wikilink
from wikiparse.nodes.make import (
    TextDraft,
    WikilinkDraft,
    make_emphasis,
    make_footnote_reference,
    make_html_element,
    make_line_break,
    make_strong,
    make_text,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from wikiparse.dialect import Dialect
    from wikiparse.inlines.brackets import Bracket
    from wikiparse.inlines.context import Context
    from wikiparse.inlines.delimiters import Delimiter
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import FootnoteReference

new: Any = object.__new__
SHORT = 80
"""Up to so many code points a text may be all plain."""


class Scan:
    """One run of inline content between `at` and `stop`, and what was found in it so far.

    `nodes` is what will be the children; a bracket or delimiter that waits for its partner stands there as the text it may stay.
    """

    __slots__ = (
        "begin", "brackets", "context", "delimiters", "depth", "dirty", "image", "inactive", "inner", "nodes", "stop", "tags", "text",
        "ticks",
    )  # fmt: skip

    def __init__(self, context: Context, nodes: list[Node], at: int, stop: int, depth: int) -> None:
        self.context = context
        self.text = context.text
        self.begin = at
        self.stop = stop
        self.depth = depth  # levels of nodes above this content
        self.inner = 0  # levels of nodes in what was folded outside of any open bracket
        self.nodes = nodes
        self.brackets: list[Bracket] = []
        self.inactive = 0  # so many of these are inside of what a link would hold, and no link may hold another
        self.delimiters: list[Delimiter] = []
        self.ticks: dict[int, list[int]] | None = None
        self.image = -1  # the place of the last image that may still get a caption
        self.tags = False  # tags wait to be paired with their neighbours
        self.dirty = False  # neighbouring texts may have to be joined

    def add_text(self, value: str, start: int, end: int) -> None:
        """Add words that may have a text as their neighbour."""
        self.nodes.append(make_text(value, (start, end)))
        self.dirty = True

    def add_mark(self, mark: FootnoteReference) -> None:
        """Add the mark of a footnote; the resolver decides whether it is one."""
        self.nodes.append(mark)
        self.context.marks.append(mark)

    def take(self, index: int) -> tuple[Node, ...]:
        """Take the nodes from `index` on out of the scan, as the children of a node: what pairs in them is paired."""
        if self.context.dialect.flanking:
            flanking.pair(self, index, within_link=True)
        else:
            first = len(self.delimiters)
            while first and self.delimiters[first - 1].index >= index:
                first -= 1
            if first < len(self.delimiters):
                delimiters.pair(self, first, index)
        taken = self.nodes[index:]
        del self.nodes[index:]
        if self.image >= index:
            self.image = -1
        return tuple(joined(taken)) if self.dirty else tuple(taken)

    def too_deep(self, levels: int, at: int) -> bool:
        """Whether a node with so many levels below it would be too deep; then it is reported."""
        if self.depth + levels < self.context.max_depth:
            return False
        self.context.report("nesting-too-deep", (at, at + 1))
        return True


def parse_inlines(context: Context, at: int, stop: int, depth: int) -> tuple[Node, ...]:  # noqa: PLR0912, PLR0915  # no calls in the loop
    """The inline nodes between two offsets. `depth` is how many levels of nodes stand above.

    The two commonest things, plain words and wikilinks of plain words, are made right here, in the way of `nodes.quick` but without
    a call: what they cost is what a page costs.
    """
    text, links, finditer = context.text, context.links, context.finditer
    if stop - at < SHORT and not context.has_mails:
        whole = context.match(text, at, stop)
        if whole is not None and whole.end() == stop and whole.lastindex == TEXT and "\n" not in whole[1]:
            return (make_text(whole[1], (at, stop)),)  # most cells of tables, and many items
    broken = text.find("\n", at, stop) >= 0
    begin = at
    nodes: list[Node] = []
    append = nodes.append
    scan: Scan | None = None
    while True:
        for match in finditer(text, at, stop):
            kind = match.lastindex
            if kind == TEXT:
                value = match[1]
                if broken and "\n" in value and ("\n " in value or " \n" in value or "\t" in value):
                    scan = scan or Scan(context, nodes, begin, stop, depth)
                    add_lines(scan, match.start(), match.end())
                    continue
                node = new(TextDraft)
                node.value = value
                node._start, node._end = match.span()
                node.__class__ = Text
                append(node)
            elif kind == WIKILINK:
                value, marker, href = match.group(2, 3, 4)
                if broken and "\n" in value:
                    value = SOFT_BREAK.sub("\n", value)
                link = new(WikilinkDraft)
                link.children = (make_text(value, match.span(2)),) if value else ()
                link.href = href
                link.marker = marker
                link._context = links
                link._start, link._end = match.span()
                link.__class__ = Wikilink
                append(link)
            elif kind == MARK and context.dialect.marks:
                mark = make_footnote_reference((), match[MARK], "", match[MARK], match.span())
                append(mark)
                context.marks.append(mark)
            elif kind == EMPHASIS and (scan is None or not scan.delimiters) and _is_settled(context, match[11]):
                make = make_emphasis if match.end(10) - match.start(10) == 1 else make_strong
                append(make((make_text(match[11], match.span(11)),), match.span()))
            else:
                scan = scan or Scan(context, nodes, begin, stop, depth)
                if kind == LINK:
                    append((_element if context.is_html else brackets.simple_link)(scan, match))
                    continue
                start, end = match.span()
                if kind != TOKEN:  # no mark in this dialect, or stars that may close something
                    end = match.end(10) if kind == EMPHASIS else start + 2
                if (handlers := context.handlers) is None:
                    handlers = context.handlers = handlers_for(context.dialect)
                at = handlers.get(text[start], add_token)(scan, start, end)
                if at != match.end():
                    break
        else:
            if scan is None and context.has_mails:
                scan = Scan(context, nodes, begin, stop, depth)
            return tuple(nodes) if scan is None else finish(scan)


def _is_settled(context: Context, words: str) -> bool:
    """Whether stars around plain words pair whatever stands outside of them."""
    return not context.dialect.flanking or (words[0].isalnum() and words[-1].isalnum() and not (context.has_mails and "@" in words))


def finish(scan: Scan) -> tuple[Node, ...]:
    """Pair what is left, join neighbouring texts, and give the children."""
    if scan.brackets:
        scan.dirty = True
    if scan.context.dialect.flanking:
        flanking.pair(scan, 0, within_link=False)
        return tuple(scan.nodes)
    if scan.delimiters:
        delimiters.pair(scan, 0, 0)
    return tuple(autolinks.settled(scan, scan.nodes))


def add_lines(scan: Scan, at: int, stop: int) -> None:
    """Add text of several lines: white space around a line ending goes, two blanks before it make a hard break."""
    text, nodes = scan.text, scan.nodes
    begin = at
    parts: list[str] = []
    for match in SOFT_BREAK.finditer(text, at, stop):
        start, end = match.span()
        white = match[0]
        if white.startswith("  \n") or (white[0] in " \t" and white[: white.index("\n")].endswith("  ")):
            parts.append(text[at:start])
            if value := "".join(parts):
                scan.add_text(value, begin, start)
            nodes.append(make_line_break(span=(start, end)))
            parts, begin = [], end
        else:
            parts += (text[at:start], "\n")
        at = end
    parts.append(text[at:stop])
    if value := "".join(parts):
        scan.add_text(value, begin, stop)


def _element(scan: Scan, match: re.Match[str]) -> Node:  # noqa: ARG001
    """An HTML element of plain words, taken in one match."""
    tag, words = match.group(6, 7)
    span = match.span(7)
    if "\n" in words:
        words = SOFT_BREAK.sub("\n", words)
    return make_html_element((make_text(words, span),) if words else (), tag, (), match.span())


def add_token(scan: Scan, at: int, end: int) -> int:
    """What is no markup after all."""
    scan.add_text(scan.text[at:end], at, end)
    return end


HANDLERS: dict[str, Callable[[Scan, int, int], int]] = {
    "[": brackets.open_bracket,
    "]": brackets.close_bracket,
    "*": delimiters.stars,
    "\\": escapes.escape,
    "<": html.angle,
    "`": code.code_span,
    "&": entities.entity,
    "{": islands.braces,
    "}": islands.closing_braces,
    "-": islands.variant,
    "_": islands.switch,
    "~": delimiters.tildes,
    "$": escapes.dollars,
}
"""What to do with each token, by its first character: add nodes to the scan, and give the place to go on from."""


@cache
def handlers_for(dialect: Dialect) -> dict[str, Callable[[Scan, int, int], int]]:
    """What to do with each token in a dialect."""
    handlers = dict(HANDLERS)
    if dialect.flanking:
        handlers |= {"*": flanking.run, "_": flanking.run, "~": flanking.run, "<": raw_html.angle}
    if dialect.reference_definitions:
        handlers["]"] = references.close_bracket
    if dialect.autolinks:
        handlers |= {"w": autolinks.host, ":": autolinks.address}
    return handlers
