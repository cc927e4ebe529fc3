"""What is inside a block? One scan over its text, with a stack of what is open.

    inline = text | escape | entity | code | math | emphasis | link | image | mark | HTML | island

The scan is local: it never looks at another block, but for the names that the page defines. `[` and
`![` wait on a stack until a `]` folds what stands behind them; what pairs (`*`, tags) is only
noted, and paired when the brackets around it are settled: by position (`delimiters.py`) or by
CommonMark's rule (`flanking.py`).
"""

from __future__ import annotations

from functools import cache
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from wikiparse.markdown.inlines import (
    autolinks,
    character_references,
    code,
    delimiter_runs,
    emphasis,
    escapes,
    html,
    math,
    raw_html,
    reference_links,
    templates,
)
from wikiparse.markdown.inlines import links as brackets
from wikiparse.markdown.inlines.link_nodes import context_of_label
from wikiparse.markdown.inlines.state import Grammar, Scan
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.links import Wikilink
from wikiparse.nodes.make import (
    UnfrozenText,
    UnfrozenWikilink,
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
    from wikiparse.markdown.inlines.scanner import Found
    from wikiparse.markdown.inlines.state import Context
    from wikiparse.nodes.base import Node

new: Any = object.__new__

GROUPS = methodcaller("groups", "")

EAGER = 20_000
"""Up to so many code points all matches of a text are found in one go; that takes memory for each.
The deeper it is nested, the fewer."""

AROUND_PAGE = len("](" + ' "wikilink")')

BEFORE_WORDS, BEHIND_WORDS = len('<a href="' + '" title="wikilink">'), len("</a>")
BEFORE_TITLE = len('<a href="' + '"' + 'title="' + '">')
"""The lengths of what stands around the page and the words of a wikilink."""


def parse_inlines(context: Context, pos: int, stop: int, depth: int) -> tuple[Node, ...]:  # noqa: C901, PLR0912, PLR0915  # no calls in the loop
    """The inline nodes between two offsets. `depth` is how many levels of nodes stand above.

    The two commonest things, plain words and wikilinks of plain words, are made right here, in the
    way of `nodes.make` but without a call: what they cost is what a page costs. All matches of a
    text are found in one go; once a token reaches further than its match, the rest is matched one
    by one, so that nothing is matched more than twice.
    """
    text = context.text
    found: Iterable[Found]
    if stop - pos < EAGER >> depth:
        found = context.findall(text, pos, stop)
        if (
            len(found) == 1
            and len(words := found[0][0]) == stop - pos
            and not context.has_emails
            and "\n" not in words
        ):
            node = new(UnfrozenText)
            node.value = words
            node._start = pos
            node._end = stop
            node.__class__ = Text
            return (node,)
    else:
        found = _one_by_one(context, pos, stop)
    broken = text.find("\n", pos, stop) >= 0
    links, handlers = context.link_context, context.handlers
    has_classes = context.has_classes
    if has_classes:
        links = context_of_label(context, "", "")
    begin = pos
    nodes: list[Node] = []
    append = nodes.append
    scan: Scan | None = None
    while True:
        for (
            run,
            words,
            marker,
            page,
            wiki,
            inside,
            destination,
            title,
            close,
            mark,
            stars,
            inner,
            token,
        ) in found:
            if run:
                start = pos
                pos += len(run)
                if broken and "\n" in run and ("\n " in run or " \n" in run or "\t" in run):
                    scan = scan or Scan(context, nodes, begin, stop, depth)
                    add_lines(scan, start, pos)
                else:
                    node = new(UnfrozenText)
                    node.value = run
                    node._start = start
                    node._end = pos
                    node.__class__ = Text
                    append(node)
            if wiki:
                link = new(UnfrozenWikilink)
                link._start = pos
                link._context = links
                if has_classes:
                    # The groups of a tag: its page, what is around the class, the title, the text.
                    if page != wiki:
                        link._context = context_of_label(context, wiki, page)
                    start = pos + len(words) + len(marker) + len(page) + BEFORE_TITLE
                    page, words, marker = words, wiki, ""  # noqa: PLW2901  # renamed
                    pos = start + len(words)
                    end = pos + BEHIND_WORDS
                elif wiki == "w":
                    start = pos + 1
                    pos = start + len(words)
                    end = pos + len(marker) + len(page) + AROUND_PAGE
                else:
                    start = pos + len(page) + BEFORE_WORDS
                    pos = start + len(words)
                    end = pos + BEHIND_WORDS
                if words:
                    node = new(UnfrozenText)
                    node.value = SOFT_BREAK.sub("\n", words) if broken and "\n" in words else words
                    node._start = start
                    node._end = pos
                    node.__class__ = Text
                    link.children = (node,)
                else:
                    link.children = ()
                link._end = pos = end
                link.href = page
                link.marker = marker
                link.__class__ = Wikilink
                append(link)
            elif token:
                scan = scan or Scan(context, nodes, begin, stop, depth)
                start = pos
                pos += len(token)
                moved = handlers.get(token[0], add_token)(scan, start, pos)
                if moved != pos:
                    pos = moved
                    break
            elif inner:
                width = len(stars)
                start = pos
                if (
                    (scan is None or not scan.delimiters)
                    and _is_settled(context, inner)
                    and not (
                        broken
                        and "\n" in inner
                        and ("\n " in inner or " \n" in inner or "\t" in inner)
                    )
                ):
                    pos += 2 * width + len(inner)
                    make = make_emphasis if width == 1 else make_strong
                    append(make((make_text(inner, (start + width, pos - width)),), (start, pos)))
                    continue
                # Stars that may close something are no match after all.
                scan = scan or Scan(context, nodes, begin, stop, depth)
                pos = handlers["*"](scan, pos, pos + width)
                break
            elif close:
                scan = scan or Scan(context, nodes, begin, stop, depth)
                start = pos
                if close == ")":
                    if has_classes:
                        words, _, inside = inside.partition("](")  # noqa: PLW2901
                    pos += len(words) + len(marker) + len(inside) + 4
                    append(
                        brackets.simple_link(scan, (start, pos), words, marker, destination, title)
                    )
                else:
                    pos += 2 * len(destination) + len(title) + 5
                    append(_element(destination, title, (start, pos)))
            elif mark:
                start = pos
                pos += len(mark)
                number = mark[2:].rstrip("\\]")
                note = make_footnote_reference((), number, "", number, (start, pos))
                append(note)
                context.footnote_references.append(note)
        else:
            if scan is None and context.has_emails:
                scan = Scan(context, nodes, begin, stop, depth)
            return tuple(nodes) if scan is None else finish(scan)
        found = _one_by_one(context, pos, stop)


def _one_by_one(context: Context, start: int, end: int) -> Iterable[Found]:
    """The matches of a text, each when it is asked for."""
    return map(GROUPS, context.finditer(context.text, start, end))


def _is_settled(context: Context, words: str) -> bool:
    """Whether stars around plain words pair whatever stands outside of them."""
    return not context.dialect.flanking or (
        words[0].isalnum() and words[-1].isalnum() and not (context.has_emails and "@" in words)
    )


def finish(scan: Scan) -> tuple[Node, ...]:
    """Pair what is left, join neighbouring texts, and give the children."""
    if scan.brackets:
        scan.must_join = True
    if scan.context.dialect.flanking:
        delimiter_runs.pair(scan, 0, within_link=False)
        nodes = scan.nodes
    else:
        if scan.delimiters:
            emphasis.pair(scan, 0, 0)
        nodes = autolinks.settled(scan, scan.nodes)
    scan.context.usage.deepest = max(scan.context.usage.deepest, scan.depth + scan.height)
    return tuple(nodes)


def add_lines(scan: Scan, pos: int, stop: int) -> None:
    """Add text of several lines: white space around a line ending goes, two blanks before it make a
    hard break.
    """
    text, nodes = scan.text, scan.nodes
    begin = pos
    parts: list[str] = []
    for match in SOFT_BREAK.finditer(text, pos, stop):
        start, end = match.span()
        white = match[0]
        if white.startswith("  \n") or (
            white[0] in " \t" and white[: white.index("\n")].endswith("  ")
        ):
            parts.append(text[pos:start])
            if value := "".join(parts):
                scan.add_text(value, begin, start)
            nodes.append(make_line_break(span=(start, end)))
            parts, begin = [], end
        else:
            parts += (text[pos:start], "\n")
        pos = end
    parts.append(text[pos:stop])
    if value := "".join(parts):
        scan.add_text(value, begin, stop)


def _element(tag: str, words: str, span: tuple[int, int]) -> Node:
    """An HTML element of plain words, taken in one match."""
    start = span[0] + len(tag) + 2
    place = (start, start + len(words))
    if "\n" in words:
        words = SOFT_BREAK.sub("\n", words)
    children = (make_text(words, place),) if words else ()
    if tag in html.EMPHASIS:
        return html.EMPHASIS[tag](children, span)
    return make_html_element(children, tag, (), span)


def add_token(scan: Scan, start: int, end: int) -> int:
    """What is no markup after all."""
    scan.add_text(scan.text[start:end], start, end)
    return end


HANDLERS: dict[str, Callable[[Scan, int, int], int]] = {
    "[": brackets.open_bracket,
    "]": brackets.close_bracket,
    "*": emphasis.stars,
    "\\": escapes.escape,
    "<": html.angle,
    "`": code.code_span,
    "&": character_references.entity,
    "{": templates.braces,
    "}": templates.closing_braces,
    "-": templates.variant,
    "_": templates.switch,
    "~": emphasis.tildes,
    "$": math.dollars,
}
"""What to do with each token, by its first character: add nodes to the scan, and give the place to
go on from."""


def _pair_by_position(scan: Scan, index: int) -> None:
    first = len(scan.delimiters)
    while first and scan.delimiters[first - 1].index >= index:
        first -= 1
    if first < len(scan.delimiters):
        emphasis.pair(scan, first, index)


def _pair_runs(scan: Scan, index: int) -> None:
    delimiter_runs.pair(scan, index, within_link=True)


@cache
def grammar_for(dialect: Dialect) -> Grammar:
    """What the constructs of a dialect are handed down."""
    handlers = dict(HANDLERS)
    if dialect.flanking:
        handlers |= {
            "*": delimiter_runs.run,
            "_": delimiter_runs.run,
            "~": delimiter_runs.run,
            "<": raw_html.angle,
        }
    if dialect.reference_definitions:
        handlers["]"] = reference_links.close_bracket
    if dialect.autolinks:
        handlers |= {"w": autolinks.host, ":": autolinks.address}
    return Grammar(
        dialect, handlers, _pair_runs if dialect.flanking else _pair_by_position, parse_inlines
    )
