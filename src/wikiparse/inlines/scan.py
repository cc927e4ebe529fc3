"""What is inside a block? One scan over its text, with a stack of what is open.

    inline = text | escape | entity | code | math | emphasis | link | image | mark | HTML | island

The scan is local: it never looks at another block, but for the names that the page defines. `[` and `![` wait on a stack until a `]`
folds what stands behind them; what pairs (`*`, tags) is only noted, and paired when the brackets around it are settled: by position
(`delimiters.py`) or by CommonMark's rule (`flanking.py`).
"""

from __future__ import annotations

from functools import cache
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from wikiparse.inlines import autolinks, brackets, code, delimiters, entities, escapes, flanking, html, islands, raw_html, references
from wikiparse.inlines.context import SOFT_BREAK, joined
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
    from collections.abc import Callable, Iterable

    from wikiparse.dialect import Dialect
    from wikiparse.inlines.brackets import Bracket
    from wikiparse.inlines.context import Context, Found
    from wikiparse.inlines.delimiters import Delimiter
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import FootnoteReference

new: Any = object.__new__
GROUPS = methodcaller("groups", "")
EAGER = 20_000
"""Up to so many code points all matches of a text are found in one go; that takes memory for each. The deeper it is nested, the fewer."""
AROUND_PAGE = len("](" + ' "wikilink")')
BEFORE_WORDS, BEHIND_WORDS = len('<a href="' + '" title="wikilink">'), len("</a>")
"""The lengths of what stands around the page and the words of a wikilink."""


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


def parse_inlines(context: Context, at: int, stop: int, depth: int) -> tuple[Node, ...]:  # noqa: C901, PLR0912, PLR0915  # no calls in the loop
    """The inline nodes between two offsets. `depth` is how many levels of nodes stand above.

    The two commonest things, plain words and wikilinks of plain words, are made right here, in the way of `nodes.quick` but without
    a call: what they cost is what a page costs. All matches of a text are found in one go; once a token reaches further than its match,
    the rest is matched one by one, so that nothing is matched more than twice.
    """
    text = context.text
    found: Iterable[Found]
    if stop - at < EAGER >> depth:
        found = context.findall(text, at, stop)
        if len(found) == 1 and len(words := found[0][0]) == stop - at and not context.has_mails and "\n" not in words:
            node = new(TextDraft)
            node.value = words
            node._start = at
            node._end = stop
            node.__class__ = Text
            return (node,)
    else:
        found = _one_by_one(context, at, stop)
    broken = text.find("\n", at, stop) >= 0
    links = context.links
    begin = at
    nodes: list[Node] = []
    append = nodes.append
    scan: Scan | None = None
    while True:
        for run, words, marker, page, wiki, inside, destination, title, close, mark, stars, inner, token in found:
            if run:
                start = at
                at += len(run)
                if broken and "\n" in run and ("\n " in run or " \n" in run or "\t" in run):
                    scan = scan or Scan(context, nodes, begin, stop, depth)
                    add_lines(scan, start, at)
                else:
                    node = new(TextDraft)
                    node.value = run
                    node._start = start
                    node._end = at
                    node.__class__ = Text
                    append(node)
            if wiki:
                link = new(WikilinkDraft)
                link._start = at
                if wiki == "w":
                    start = at + 1
                    at = start + len(words)
                    end = at + len(marker) + len(page) + AROUND_PAGE
                else:
                    start = at + len(page) + BEFORE_WORDS
                    at = start + len(words)
                    end = at + BEHIND_WORDS
                if words:
                    node = new(TextDraft)
                    node.value = SOFT_BREAK.sub("\n", words) if broken and "\n" in words else words
                    node._start = start
                    node._end = at
                    node.__class__ = Text
                    link.children = (node,)
                else:
                    link.children = ()
                link._end = at = end
                link.href = page
                link.marker = marker
                link._context = links
                link.__class__ = Wikilink
                append(link)
            elif token:
                scan = scan or Scan(context, nodes, begin, stop, depth)
                if (handlers := context.handlers) is None:
                    handlers = context.handlers = handlers_for(context.dialect)
                start = at
                at += len(token)
                moved = handlers.get(token[0], add_token)(scan, start, at)
                if moved != at:
                    at = moved
                    break
            elif inner:
                width = len(stars)
                start = at
                if (
                    (scan is None or not scan.delimiters)
                    and _is_settled(context, inner)
                    and not (broken and "\n" in inner and ("\n " in inner or " \n" in inner or "\t" in inner))
                ):
                    at += 2 * width + len(inner)
                    make = make_emphasis if width == 1 else make_strong
                    append(make((make_text(inner, (start + width, at - width)),), (start, at)))
                    continue
                # Stars that may close something are no match after all.
                scan = scan or Scan(context, nodes, begin, stop, depth)
                if (handlers := context.handlers) is None:
                    handlers = context.handlers = handlers_for(context.dialect)
                at = handlers["*"](scan, at, at + width)
                break
            elif close:
                scan = scan or Scan(context, nodes, begin, stop, depth)
                start = at
                if close == ")":
                    at += len(words) + len(marker) + len(inside) + 4
                    append(brackets.simple_link(scan, (start, at), words, marker, destination, title))
                else:
                    at += 2 * len(destination) + len(title) + 5
                    append(_element(destination, title, (start, at)))
            elif mark:
                start = at
                at += len(mark)
                number = mark[2:].rstrip("\\]")
                note = make_footnote_reference((), number, "", number, (start, at))
                append(note)
                context.marks.append(note)
        else:
            if scan is None and context.has_mails:
                scan = Scan(context, nodes, begin, stop, depth)
            return tuple(nodes) if scan is None else finish(scan)
        found = _one_by_one(context, at, stop)


def _one_by_one(context: Context, at: int, stop: int) -> Iterable[Found]:
    """The matches of a text, each when it is asked for."""
    return map(GROUPS, context.finditer(context.text, at, stop))


def _is_settled(context: Context, words: str) -> bool:
    """Whether stars around plain words pair whatever stands outside of them."""
    return not context.dialect.flanking or (words[0].isalnum() and words[-1].isalnum() and not (context.has_mails and "@" in words))


def finish(scan: Scan) -> tuple[Node, ...]:
    """Pair what is left, join neighbouring texts, and give the children."""
    if scan.brackets:
        scan.dirty = True
    if scan.context.dialect.flanking:
        flanking.pair(scan, 0, within_link=False)
        nodes = scan.nodes
    else:
        if scan.delimiters:
            delimiters.pair(scan, 0, 0)
        nodes = autolinks.settled(scan, scan.nodes)
    scan.context.tally.deepest = max(scan.context.tally.deepest, scan.depth + scan.inner)
    return tuple(nodes)


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


def _element(tag: str, words: str, span: tuple[int, int]) -> Node:
    """An HTML element of plain words, taken in one match."""
    start = span[0] + len(tag) + 2
    place = (start, start + len(words))
    if "\n" in words:
        words = SOFT_BREAK.sub("\n", words)
    return make_html_element((make_text(words, place),) if words else (), tag, (), span)


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
