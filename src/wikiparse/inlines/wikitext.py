"""What is inside a block of wikitext? One scan over its text.

    inline = text | link | quotes | external link | template | tag | comment | entity | switch | variant

What brackets, braces and tags of extensions enclose is known already (`preprocessor.py`), so the scan goes from left to right and
never back: what nests is scanned when its brackets are met. Quotes and HTML tags are only noted, and paired at the end
(`wikitext_fold.py`), since MediaWiki balances quotes line by line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from wikiparse.inlines import entities, wikitext_links, wikitext_tags, wikitext_templates, wikitext_urls
from wikiparse.inlines.context import SOFT_BREAK
from wikiparse.inlines.wikitext_fold import Mark, fold
from wikiparse.nodes.inlines import MagicWord, Text
from wikiparse.nodes.links import LinkContext, Wikilink
from wikiparse.nodes.make import TextDraft, WikilinkDraft, make_emphasis, make_strong, make_text
from wikiparse.nodes.touching import join_touching
from wikiparse.preprocessor import run_of
from wikiparse.sites.trails import trail_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wikiparse.limits import Tally
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
    from wikiparse.nodes.links import FootnoteReference
    from wikiparse.preprocessor import Islands

    Found = tuple[str, str, str, str, str]

new: Any = object.__new__
GROUPS = methodcaller("groups", "")
EAGER = 20_000
"""Up to so many code points all matches of a stretch are found in one go; that takes memory for each."""
SWITCH = re.compile(r"__([^\W\d_]{2,40}(?:_[^\W\d_]+)*)__")

SWITCHES = frozenset(
    "TOC NOTOC FORCETOC NOEDITSECTION NEWSECTIONLINK NONEWSECTIONLINK NOGALLERY HIDDENCAT INDEX NOINDEX STATICREDIRECT DISAMBIG "
    "NOCONTENTCONVERT NOCC NOTITLECONVERT NOTC EXPECTUNUSEDCATEGORY".split()
)
"""Switches whose letter case does not matter."""


@cache
def pattern_for(trail: str, has_variants: bool) -> re.Pattern[str]:
    """The scanner of a page: a run of plain text, so that no place is tried in vain, and what ends it."""
    stops, plain = r"\[{'<:_", r"\[\]{}|<>'&\n:"
    company = ["'(?!')", ":(?!//)(?<!mailto:)", rf"\[(?!\[|{wikitext_urls.PROTOCOLS})", r"\{(?!\{)", "<(?![A-Za-z/!])", "_(?!_)"]
    if has_variants:
        stops, plain = stops + r"\-", plain + r"\-"
        company.append(r"-(?!\{)")
    label = rf"(?>(?:[^{plain}]++|'(?!')|:(?!//){'|-(?!{)' if has_variants else ''})*)"
    return re.compile(
        rf"(?!\Z)({run_of(stops, company)})"
        rf"(?:\[\[(?![ _:])([^\[\]{{}}|<>&\n:]++)(?<![ _])(\|{label})?\]\]({trail})"
        rf"|('(?<!'')(?:'(?!')[^{plain}_]++''|''(?!')[^{plain}_]++''')(?!')|{wikitext_urls.SIMPLE}|'{{2,}}|\[\[|.)|\Z)",
        re.S,
    )


class WikitextContext:
    """The state that all scans of one page share. `content` builds what may hold blocks; it comes from outside of this phase."""

    __slots__ = (
        "content", "dead", "definitions", "findall", "finditer", "islands", "lang", "lines", "links", "marks", "max_depth",
        "order", "parse", "report", "source", "tally", "text", "trail", "trails",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        lines: Islands,
        links: LinkContext,
        max_depth: int,
        report: Callable[[str, tuple[int, int]], None],
        has_variants: bool,
        tally: Tally,
    ) -> None:
        self.text = text
        self.source = text  # that of the page, which the spans of finished nodes count in
        self.lines = lines
        self.islands = lines.found
        self.order = lines.order
        self.links = links
        self.lang = links.lang
        self.max_depth = max_depth
        self.report = report
        self.tally = tally
        trail = trail_pattern(links.lang)
        pattern = pattern_for(trail, has_variants)
        self.findall, self.finditer = pattern.findall, pattern.finditer
        self.trail = re.compile(trail).match
        self.trails: dict[str, LinkContext] = {"": links}
        self.marks: list[FootnoteReference] = []
        self.definitions: list[FootnoteDefinition | FootnoteList] = []
        self.dead = (0, -1)  # a stretch in which no external link ends
        self.parse = parse_wikitext
        self.content: Callable[[int, int, int, int], tuple[Node, ...]]

    def with_trail(self, trail: str) -> LinkContext:
        """The context of links that are followed by these letters."""
        known = self.trails.get(trail)
        if known is None:
            known = self.trails[trail] = LinkContext(self.lang, is_wikitext=True, trail=trail)
        return known


class Scan:
    """One run of inline content up to `stop`, and what was found in it so far."""

    __slots__ = ("before", "context", "depth", "dirty", "levels", "nodes", "noted", "stop", "text")

    def __init__(self, context: WikitextContext, nodes: list[Node], stop: int, depth: int) -> None:
        self.context = context
        self.text = context.text
        self.stop = stop
        self.depth = depth
        self.nodes = nodes
        self.dirty = False  # neighbouring texts may have to be joined
        self.noted = False  # quotes or tags wait for being paired
        self.levels = 0  # so many levels of nodes did pairing make
        self.before = 0  # how deep the page went before this scan

    def add_text(self, value: str, start: int, end: int) -> None:
        """Add words that may have a text as their neighbour."""
        self.nodes.append(make_text(value, (start, end)))
        self.dirty = True

    def below(self) -> Scan:
        """A scan of the same stretch for what stands a level lower."""
        return Scan(self.context, [], self.stop, self.depth + 1)

    def too_deep(self, levels: int, at: int, end: int) -> bool:
        """Whether a node with so many levels below it would be too deep; then it is reported, and the source of it is text."""
        if self.depth + levels < self.context.max_depth:
            return False
        self.context.report("nesting-too-deep", (at, at + 1))
        self.add_text(self.text[at:end], at, end)
        return True


def parse_wikitext(context: WikitextContext, at: int, stop: int, depth: int) -> tuple[Node, ...]:  # noqa: C901, PLR0912, PLR0915  # no calls in the loop
    """The inline nodes between two places. `depth` is how many levels of nodes stand above.

    It goes from island to island. What stands between two is matched in one go, and plain words and links of plain words are made right
    here, in the way of `nodes.quick`: what they cost is what a page costs. Once a token reaches beyond the run of text behind it, the
    rest is matched one by one, so that nothing is matched more than twice.
    """
    text, links, order = context.text, context.links, context.order
    if text.startswith("http", at) and (url := wikitext_urls.whole_url(text, at, stop)) is not None:
        return (url,)
    nodes: list[Node] = []
    append = nodes.append
    scan: Scan | None = None
    while at < stop:
        index = bisect_left(order, at)
        limit = order[index] if index < len(order) and order[index] < stop else stop
        is_late = limit - at >= EAGER
        while at < limit:
            found: Iterable[Found] = _one_by_one(context, at, limit) if is_late else context.findall(text, at, limit)
            is_late = True
            moved = at
            for run, target, label, trail, token in found:
                if moved != at:  # the last token reached further than its match, or less far
                    if not at < moved <= at + len(run):
                        break
                    run = run[moved - at :]  # noqa: PLW2901
                    at = moved
                if run:
                    start = at
                    at += len(run)
                    node = new(TextDraft)
                    if "&" in run:
                        if "\n" in run:
                            scan = scan or _begin(context, nodes, stop, depth)
                            run, start = _add_lines(scan, run, start)  # noqa: PLW2901
                        else:
                            run = entities.decode(run)  # noqa: PLW2901
                        context.tally.deepest = max(context.tally.deepest, depth)
                    elif "\n" in run:
                        run = _soft(run)  # noqa: PLW2901
                    node.value = run
                    node._start = start
                    node._end = at
                    node.__class__ = Text
                    append(node)
                if target:
                    link = new(WikilinkDraft)
                    link.href = target
                    link.marker = ""
                    link._start = at
                    begin = at + 2
                    at = begin + len(target)
                    if label == "|":
                        link.children = wikitext_links.pipe_trick(text, begin, at)
                        at += 1
                    else:
                        node = new(TextDraft)
                        if label:
                            node.value = label[1:]
                            node._start = at + 1
                            at += len(label)
                        else:
                            node.value = target
                            node._start = begin
                        node._end = at
                        node.__class__ = Text
                        link.children = (node,)
                    at += 2
                    if trail:
                        begin = at
                        at += len(trail)
                        link.children = (*link.children, make_text(trail, (begin, at)))
                        link._context = context.with_trail(trail)
                    else:
                        link._context = links
                    link._end = at
                    link.__class__ = Wikilink
                    append(link)
                elif token:
                    start = at
                    at += len(token)
                    if token[0] == "'":
                        if words := token.strip("'"):
                            width = (len(token) - len(words)) // 2
                            make = make_emphasis if width == 2 else make_strong
                            append(make((make_text(words, (start + width, at - width)),), (start, at)))
                        else:
                            scan = scan or _begin(context, nodes, stop, depth)
                            scan.noted = True
                            append(Mark(start, at))  # type: ignore[arg-type]  # no mark is left when the scan ends
                    elif len(token) > 2:
                        append(wikitext_urls.simple_link(token, start))
                        context.tally.deepest = max(context.tally.deepest, depth)
                    else:
                        scan = scan or _begin(context, nodes, stop, depth)
                        moved = HANDLERS[token](scan, start, at)
                        continue
                moved = at
            at = moved
        if at == limit < stop:
            scan = scan or _begin(context, nodes, stop, depth)
            at = ISLANDS[text[at]](scan, at, at + 1)
    return tuple(nodes) if scan is None else _finish(scan)


def _soft(value: str) -> str:
    """Words without the white space around their line endings."""
    return SOFT_BREAK.sub("\n", value) if "\n" in value and (" \n" in value or "\n " in value or "\t" in value) else value


def _add_lines(scan: Scan, value: str, start: int) -> tuple[str, int]:
    """Add lines with references in them, piece by piece; give the last piece and its place.

    A quote that is open ends with its line, and the place of that is counted in the source.
    """
    at = 0
    for match in entities.ENTITY.finditer(value):
        if (character := entities.character(match)) is not None:
            begin, end = match.span()
            if at < begin:
                scan.add_text(_soft(value[at:begin]), start + at, start + begin)
            scan.add_text(character, start + begin, start + end)
            at = end
    scan.dirty = True
    if at < len(value):
        return _soft(value[at:]), start + at
    last = scan.nodes.pop()
    return last.value, last._start  # type: ignore[attr-defined]  # a text that was just added


def _one_by_one(context: WikitextContext, at: int, stop: int) -> Iterable[Found]:
    """The matches of a stretch, each when it is asked for."""
    return map(GROUPS, context.finditer(context.text, at, stop))


def _begin(context: WikitextContext, nodes: list[Node], stop: int, depth: int) -> Scan:
    """A scan that is to learn how deep what is nested in it goes."""
    scan, tally = Scan(context, nodes, stop, depth), context.tally
    scan.before, tally.deepest = tally.deepest, depth
    return scan


def _finish(scan: Scan) -> tuple[Node, ...]:
    """Pair what was noted, join neighbouring texts."""
    nodes, tally = scan.nodes, scan.context.tally
    if scan.noted:
        nodes = fold(scan)
    elif scan.dirty:
        nodes = join_touching(nodes)
    tally.deepest = max(scan.before, tally.deepest + scan.levels)
    return tuple(nodes)


def _plain(scan: Scan, at: int, end: int) -> int:
    """What is no markup after all."""
    scan.add_text(scan.text[at:end], at, end)
    return end


def _switch(scan: Scan, at: int, end: int) -> int:
    """`__NOTOC__` and its kind, in any language: capital letters, those of a script without any, or a word that is known."""
    match = SWITCH.match(scan.text, at, scan.stop)
    if match is None or (match[1] != match[1].upper() and match[1].upper() not in SWITCHES):
        return _plain(scan, at, end)
    scan.nodes.append(MagicWord(match[1], span=match.span()))
    return match.end()


HANDLERS: dict[str, Callable[[Any, int, int], int]] = {
    "[[": wikitext_links.wikilink,
    "[": wikitext_urls.external_link,
    "{": wikitext_templates.braces,
    "<": wikitext_tags.angle,
    ":": wikitext_urls.bare_url,
    "_": _switch,
    "-": wikitext_templates.variant,
}
"""What to do with each token: add nodes to the scan, and give the place to go on from."""
ISLANDS = HANDLERS | {"[": wikitext_links.wikilink}
"""What to do with an island, by its first character."""
