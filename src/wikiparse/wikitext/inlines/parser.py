"""What is inside a block of wikitext? One scan over its text.

    inline = text | link | quotes | external link | template | tag | comment | entity | switch |
    variant

The extents of brackets, braces and extension tags are known already (`preprocessor.py`), so the
scan goes from left to right and never back: their content is scanned when they are met. Quotes and
HTML tags are only recorded, and paired at the end (`pairing.py`), since MediaWiki balances quotes
line by line.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from wikiparse.html import entities
from wikiparse.nodes.inlines import MagicWord, Text
from wikiparse.nodes.join import SOFT_BREAK, join_texts
from wikiparse.nodes.links import Wikilink
from wikiparse.nodes.make import (
    UnfrozenText,
    UnfrozenWikilink,
    make_emphasis,
    make_strong,
    make_text,
)
from wikiparse.wikitext.inlines import external_links, language_variants, tags, templates
from wikiparse.wikitext.inlines import links as wikitext_links
from wikiparse.wikitext.inlines.pairing import fold
from wikiparse.wikitext.inlines.state import QuoteRun, Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wikiparse.nodes.base import Node
    from wikiparse.wikitext.inlines.state import Context

if TYPE_CHECKING:
    Found = tuple[str, str, str, str, str]

GROUPS = methodcaller("groups", "")

EAGER = 20_000
"""The code points of a stretch whose matches are found in one go, at most: each takes memory."""


def parse_wikitext(  # noqa: C901, PLR0912, PLR0915  # no calls in the loop
    context: Context, pos: int, end: int, depth: int, pairs: bool = True
) -> tuple[Node, ...]:
    """The inline nodes between two offsets. `depth` is how many levels of nodes are above them.

    It goes from extent to extent. The text between two is matched in one go, and plain text and
    links of plain text are made right here, as `nodes.make` would make them: most of the cost of a
    page is theirs. Once a token reaches beyond the run of text after it, the rest is matched one
    by one, so that nothing is matched more than twice.

    Without `pairs` quotes and tags are among the nodes, for the caller to pair.
    """
    text, links, order = context.text, context.links, context.order
    if (
        # A cell or an argument that is a URL and nothing else, as in infoboxes: no scan.
        pos < end
        and text[pos] == "h"  # as the call after it finds, which most content can do without
        and (url := external_links.whole_url(text, pos, end)) is not None
    ):
        return (url,)
    nodes: list[Node] = []
    scan: Scan | None = None
    beyond = 0  # how much further than its match the last token reached; less than 0 if less far
    while pos < end:
        # From one extent to the next: brackets need no matching here, since the preprocessor has
        # done it. The next one is mostly that of the last scan, or the one after that: no search.
        index = context.index
        if order[index] < pos:
            index += 1
        if not order[index - 1] < pos <= order[index]:
            index = bisect_left(order, pos)
        context.index = index
        limit = order[index]
        if limit > end:  # noqa: PLR1730  # no call
            limit = end
        is_late = limit - pos >= EAGER
        while pos < limit:
            found: Iterable[Found] = (
                _one_by_one(context, pos, limit) if is_late else context.findall(text, pos, limit)
            )
            is_late = True
            for run, target, label, trail, token in found:
                if beyond:
                    # It ended within the plain text of this match, which goes on from there;
                    # anywhere else the matches are stale.
                    if not 0 < beyond <= len(run):
                        break
                    run = run[beyond:]  # noqa: PLW2901
                    pos += beyond
                    beyond = 0
                if run:
                    start = pos
                    pos += len(run)
                    node = UnfrozenText()
                    if "&" in run:
                        if "\n" in run:
                            scan = scan or _begin(context, nodes, end, depth)
                            run, start = _add_lines(scan, run, start)  # noqa: PLW2901
                        else:
                            run = entities.decode_wikitext(run)  # noqa: PLW2901
                        if context.usage.deepest < depth:  # noqa: PLR1730  # no call
                            context.usage.deepest = depth
                    elif "\n" in run:
                        run = _soft(run)  # noqa: PLW2901
                    node.value = run
                    node._start = start
                    node._end = pos
                    node.__class__ = Text
                    nodes.append(node)
                if target:
                    link = UnfrozenWikilink()
                    link.href = target
                    link.marker = ""
                    link._start = pos
                    pos += 2
                    node = UnfrozenText()
                    if label:
                        pos += len(target) + 1
                        node.value = label
                        node._start = pos
                        pos += len(label)
                    else:
                        node.value = target
                        node._start = pos
                        pos += len(target)
                    node._end = pos
                    node.__class__ = Text
                    link.children = (node,)
                    pos += 2
                    if trail:
                        begin = pos
                        pos += len(trail)
                        link.children = (*link.children, make_text(trail, (begin, pos)))
                        link._context = context.with_trail(trail)
                    else:
                        link._context = links
                    link._end = pos
                    link.__class__ = Wikilink
                    nodes.append(link)
                elif token:
                    start = pos
                    pos += len(token)
                    if token[0] == "'":
                        if words := token.strip("'"):
                            width = (len(token) - len(words)) // 2
                            make = make_emphasis if width == 2 else make_strong
                            nodes.append(
                                make(
                                    (make_text(words, (start + width, pos - width)),), (start, pos)
                                )
                            )
                        else:
                            scan = scan or _begin(context, nodes, end, depth)
                            scan.noted = True
                            nodes.append(QuoteRun(start, pos))  # type: ignore[arg-type]  # no run is left when the scan ends
                    elif len(token) > 2:
                        nodes.append(external_links.simple_link(token, start))
                        if context.usage.deepest < depth:  # noqa: PLR1730  # no call
                            context.usage.deepest = depth
                    else:
                        scan = scan or _begin(context, nodes, end, depth)
                        beyond = HANDLERS[token](scan, start, pos) - pos
            pos += beyond
            beyond = 0
        if pos == limit < end:
            scan = scan or _begin(context, nodes, end, depth)
            pos = ISLANDS[text[pos]](scan, pos, pos + 1)
    if context.prefix is not None:
        wikitext_links.add_prefixes(context, nodes)
    if scan is None:
        return tuple(nodes)
    if not pairs:
        context.usage.deepest = max(scan.before, context.usage.deepest)
        return tuple(nodes)
    return _finish(scan)


def _soft(value: str) -> str:
    """Text without the white space around its line endings."""
    if "\n" not in value or not (" \n" in value or "\n " in value or "\t" in value):
        return value
    first, *lines, last = value.split("\n")
    lines = [line.strip(" \t") for line in lines]
    # The pattern, which is tried at each character, leaves the white space after a line of
    # nothing else.
    if "" in lines:
        return SOFT_BREAK.sub("\n", value)
    return "\n".join([first.rstrip(" \t"), *lines, last.lstrip(" \t")])


def _add_lines(scan: Scan, value: str, start: int) -> tuple[str, int]:
    """Add lines with character references in them, one text after the other; returns the last text
    and its offset.

    Open quotes end with their line, whose offset is counted in the source.
    """
    pos = 0
    for match in entities.WIKITEXT_REFERENCE.finditer(value):
        if (character := entities.wikitext_character(match)) is not None:
            begin, end = match.span()
            if pos < begin:
                scan.add_text(_soft(value[pos:begin]), start + pos, start + begin)
            scan.add_text(character, start + begin, start + end)
            pos = end
    scan.dirty = True
    if pos < len(value):
        return _soft(value[pos:]), start + pos
    last = scan.nodes.pop()
    return last.value, last._start  # type: ignore[attr-defined]  # a text that was just added


def _one_by_one(context: Context, start: int, end: int) -> Iterable[Found]:
    """The matches of a stretch, each when it is asked for."""
    return map(GROUPS, context.finditer(context.text, start, end))


def _begin(context: Context, nodes: list[Node], end: int, depth: int) -> Scan:
    """A scan that learns how deep its content nests."""
    scan, usage = Scan(), context.usage
    # As `make_scan`, without its call.
    scan.context = context
    scan.text = context.text
    scan.stop = end
    scan.depth = depth
    scan.nodes = nodes
    scan.dirty = scan.noted = False
    scan.levels = 0
    scan.before = usage.deepest
    usage.deepest = depth
    return scan


def _finish(scan: Scan) -> tuple[Node, ...]:
    """Pair quotes and tags, join neighboring texts."""
    nodes, usage = scan.nodes, scan.context.usage
    if scan.noted:
        nodes = fold(scan)
    elif scan.dirty:
        nodes = join_texts(nodes)
    deepest = usage.deepest + scan.levels
    usage.deepest = deepest if deepest > scan.before else scan.before  # noqa: FURB136  # no call
    return tuple(nodes)


def _plain(scan: Scan, start: int, end: int) -> int:
    """A token that is text after all."""
    scan.add_text(scan.text[start:end], start, end)
    return end


def _switch(scan: Scan, start: int, end: int) -> int:
    """A behavior switch, or underscores."""
    match = scan.context.match_switch(scan.text, start, scan.stop)
    if match is None:
        return _plain(scan, start, end)
    scan.nodes.append(MagicWord(match[1], span=match.span()))
    return match.end()


HANDLERS: dict[str, Callable[[Any, int, int], int]] = {
    "[[": wikitext_links.wikilink,
    "[": external_links.external_link,
    "{": templates.braces,
    "<": tags.angle,
    ":": external_links.bare_url,
    "_": _switch,
    "-": language_variants.variant,
}
"""The handler of each token: it adds nodes to the scan, and returns the offset to go on from."""

ISLANDS = HANDLERS | {"[": wikitext_links.wikilink}
"""The handlers of extents, by their first character."""
