"""What is inside a block of wikitext? One scan over its text.

    inline = text | link | quotes | external link | template | tag | comment | entity | switch | variant

What brackets, braces and tags of extensions enclose is known already (`preprocessor.py`), so the scan goes from left to right and
never back: what nests is scanned when its brackets are met. Quotes and HTML tags are only noted, and paired at the end
(`wikitext_fold.py`), since MediaWiki balances quotes line by line.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from wikiparse.inlines import entities, wikitext_links, wikitext_tags, wikitext_templates, wikitext_urls
from wikiparse.inlines.context import SOFT_BREAK
from wikiparse.inlines.wikitext_fold import Mark, fold, join_touching
from wikiparse.nodes.inlines import MagicWord, Text
from wikiparse.nodes.links import LinkContext, Wikilink
from wikiparse.nodes.make import TextDraft, WikilinkDraft, make_emphasis, make_strong, make_text
from wikiparse.sites.trails import trail_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.limits import Tally
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
    from wikiparse.nodes.links import FootnoteReference
    from wikiparse.preprocessor import Islands

new: Any = object.__new__
TEXT, LINK, QUICK, QUOTES, TOKEN = 1, 4, 6, 7, 8
"""The numbers of the groups whose match ends an alternative: what `lastindex` says was found."""
SHORT = 120
"""Up to so many code points a text may be all plain."""
SWITCH = re.compile(r"__([^\W\d_]{2,40}(?:_[^\W\d_]+)*)__")

SWITCHES = frozenset(
    "TOC NOTOC FORCETOC NOEDITSECTION NEWSECTIONLINK NONEWSECTIONLINK NOGALLERY HIDDENCAT INDEX NOINDEX STATICREDIRECT DISAMBIG "
    "NOCONTENTCONVERT NOCC NOTITLECONVERT NOTC EXPECTUNUSEDCATEGORY".split()
)
"""Switches whose letter case does not matter."""


@cache
def pattern_for(trail: str, has_variants: bool, has_switches: bool) -> re.Pattern[str]:
    """The scanner of a page. Its first alternative is a run of plain text, so that no place is tried in vain."""
    stops, rare, plain = r"\[{'<&:", "", r"\[\]{}|<>'&\n:"
    if has_variants:
        stops, rare, plain = stops + r"\-", rare + r"|-(?!\{)", plain + r"\-"
    if has_switches:
        stops, rare = stops + "_", rare + "|_(?!_)"
    company = (
        rf"\[(?!\[|{wikitext_urls.PROTOCOLS})|\{{(?!\{{)|'(?!')|<(?![A-Za-z/!])|&(?![#A-Za-z])|:(?!//|(?<=mailto:))"
        rf"{rare}"
    )
    label = rf"(?>(?:[^{plain}]++|'(?!')|:(?!//){'|-(?!{)' if has_variants else ''})*)"
    return re.compile(
        rf"((?>(?:[^{stops}]++|{company})+))"
        rf"|\[\[(?![ _:])([^\[\]{{}}|<>&\n:]++)(?<![ _])(?:\|({label}))?\]\]({trail})"
        rf"|(?<!')('{{2,3}})(?!')([^{plain}_]++)\5(?!')"
        r"|('{2,})|(\[\[|.)",
        re.S,
    )


class WikitextContext:
    """The state that all scans of one page share. `content` builds what may hold blocks; it comes from outside of this phase."""

    __slots__ = (
        "content", "dead", "definitions", "finditer", "has_variants", "islands", "lang", "lines", "links", "marks", "match", "max_depth",
        "parse", "report", "source", "tally", "text", "trail", "trails",
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
        self.links = links
        self.lang = links.lang
        self.max_depth = max_depth
        self.report = report
        self.tally = tally
        self.has_variants = has_variants
        trail = trail_pattern(links.lang)
        pattern = pattern_for(trail, has_variants and "-{" in text, "__" in text)
        self.match, self.finditer = pattern.match, pattern.finditer
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


def parse_wikitext(context: WikitextContext, at: int, stop: int, depth: int) -> tuple[Node, ...]:  # noqa: PLR0915  # no calls in the loop
    """The inline nodes between two places. `depth` is how many levels of nodes stand above.

    Plain words and links of plain words are made right here, in the way of `nodes.quick`: what they cost is what a page costs.
    """
    text, links, finditer = context.text, context.links, context.finditer
    if stop - at < SHORT:  # most cells of tables, and many arguments and items
        whole = context.match(text, at, stop)
        if whole is not None and whole.end() == stop and whole.lastindex == TEXT:
            value = whole[1]
            return (make_text(_soft(value) if "\n" in value else value, (at, stop)),)
    if text.startswith("http", at) and (url := wikitext_urls.whole_url(text, at, stop)) is not None:
        return (url,)
    nodes: list[Node] = []
    append = nodes.append
    scan: Scan | None = None
    while True:
        for match in finditer(text, at, stop):
            kind = match.lastindex
            if kind == TEXT:
                value = match[1]
                if "\n" in value:
                    value = _soft(value)
                node = new(TextDraft)
                node.value = value
                node._start, node._end = match.span()
                node.__class__ = Text
                append(node)
            elif kind == LINK:
                target, label, trail = match.group(2, 3, 4)
                link = new(WikilinkDraft)
                link.href = target
                link.marker = ""
                link._context = links
                if label == "":
                    link.children = wikitext_links.pipe_trick(text, *match.span(2))
                else:
                    node = new(TextDraft)
                    node.value = label or target
                    node._start, node._end = match.span(3 if label else 2)
                    node.__class__ = Text
                    link.children = (node,)
                if trail:
                    link.children = (*link.children, make_text(trail, match.span(4)))
                    link._context = context.with_trail(trail)
                link._start, link._end = match.span()
                link.__class__ = Wikilink
                append(link)
            elif kind == QUICK:
                make = make_emphasis if match.end(5) - match.start(5) == 2 else make_strong
                append(make((make_text(match[6], match.span(6)),), match.span()))
            else:
                scan = scan or _begin(context, nodes, stop, depth)
                begin, end = match.span()
                if kind == QUOTES:
                    append(Mark(begin, end))  # type: ignore[arg-type]  # no mark is left when the scan ends
                    scan.noted = True
                    continue
                at = HANDLERS.get(match[TOKEN], _plain)(scan, begin, end)
                if at != end:
                    break
        else:
            return tuple(nodes) if scan is None else _finish(scan)


def _soft(value: str) -> str:
    """Words without the white space around their line endings."""
    return SOFT_BREAK.sub("\n", value) if "\n" in value and (" \n" in value or "\n " in value or "\t" in value) else value


def _begin(context: WikitextContext, nodes: list[Node], stop: int, depth: int) -> Scan:
    """A scan that is to learn how deep what is nested in it goes."""
    scan = Scan(context, nodes, stop, depth)
    scan.before = context.tally.enter(depth)
    return scan


def _finish(scan: Scan) -> tuple[Node, ...]:
    """Pair what was noted, join neighbouring texts."""
    nodes, tally = scan.nodes, scan.context.tally
    if scan.noted:
        nodes = fold(scan)
    elif scan.dirty:
        nodes = join_touching(nodes)
    tally.deepest += scan.levels
    tally.leave(scan.before)
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
    "&": entities.entity,
    ":": wikitext_urls.bare_url,
    "_": _switch,
    "-": wikitext_templates.variant,
}
"""What to do with each token: add nodes to the scan, and give the place to go on from."""
