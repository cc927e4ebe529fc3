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

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
    from wikiparse.nodes.links import FootnoteReference
    from wikiparse.preprocessor import Islands

new: Any = object.__new__
TEXT, LINK, QUICK, QUOTES = 1, 4, 6, 7
"""The numbers of the groups whose match ends an alternative: what `lastindex` says was found."""
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
        r"|('{2,})|(.)",
        re.S,
    )


class WikitextContext:
    """The state that all scans of one page share. `content` builds what may hold blocks; it comes from outside of this phase."""

    __slots__ = (
        "content", "dead", "definitions", "finditer", "has_variants", "islands", "lang", "lines", "links", "marks", "match", "max_depth",
        "report", "source", "text", "trail", "trails",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        lines: Islands,
        links: LinkContext,
        max_depth: int,
        report: Callable[[str, tuple[int, int]], None],
        has_variants: bool,
    ) -> None:
        self.text = text
        self.source = text  # that of the page, which the spans of finished nodes count in
        self.lines = lines
        self.islands = lines.found
        self.links = links
        self.lang = links.lang
        self.max_depth = max_depth
        self.report = report
        self.has_variants = has_variants
        trail = trail_pattern(links.lang)
        pattern = pattern_for(trail, has_variants and "-{" in text, "__" in text)
        self.match, self.finditer = pattern.match, pattern.finditer
        self.trail = re.compile(trail).match
        self.trails: dict[str, LinkContext] = {"": links}
        self.marks: list[FootnoteReference] = []
        self.definitions: list[FootnoteDefinition | FootnoteList] = []
        self.dead = (0, -1)  # a stretch in which no external link ends
        self.content: Callable[[int, int, int, int], tuple[Node, ...]]

    def with_trail(self, trail: str) -> LinkContext:
        """The context of links that are followed by these letters."""
        known = self.trails.get(trail)
        if known is None:
            known = self.trails[trail] = LinkContext(self.lang, is_wikitext=True, trail=trail)
        return known


class Scan:
    """One run of inline content up to `stop`, and what was found in it so far."""

    __slots__ = ("context", "depth", "dirty", "nodes", "noted", "stop", "text")

    def __init__(self, context: WikitextContext, nodes: list[Node], stop: int, depth: int) -> None:
        self.context = context
        self.text = context.text
        self.stop = stop
        self.depth = depth
        self.nodes = nodes
        self.dirty = False  # neighbouring texts may have to be joined
        self.noted = False  # quotes or tags wait for being paired

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


def parse_wikitext(context: WikitextContext, at: int, stop: int, depth: int) -> tuple[Node, ...]:  # noqa: PLR0912, PLR0915  # no calls in the loop
    """The inline nodes between two places. `depth` is how many levels of nodes stand above.

    Plain words and links of plain words are made right here, in the way of `nodes.quick`: what they cost is what a page costs.
    """
    text, links, finditer = context.text, context.links, context.finditer
    whole = context.match(text, at, stop)
    if whole is not None and whole.end() == stop and whole.lastindex == TEXT:
        return (make_text(_soft(whole[1]), (at, stop)),)
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
                words: tuple[Node, ...]
                if label:
                    words = (make_text(label, match.span(3)),)
                elif label is None:
                    words = (make_text(target, match.span(2)),)
                else:
                    words = wikitext_links.pipe_trick(text, *match.span(2))
                link = new(WikilinkDraft)
                link.href = target
                link.marker = ""
                if trail:
                    link.children = (*words, make_text(trail, match.span(4)))
                    link._context = context.with_trail(trail)
                else:
                    link.children = words
                    link._context = links
                link._start, link._end = match.span()
                link.__class__ = Wikilink
                append(link)
            elif kind == QUICK:
                make = make_emphasis if match.end(5) - match.start(5) == 2 else make_strong
                append(make((make_text(match[6], match.span(6)),), match.span()))
            else:
                scan = scan or Scan(context, nodes, stop, depth)
                begin, end = match.span()
                if kind == QUOTES:
                    append(Mark(begin, end))  # type: ignore[arg-type]  # no mark is left when the scan ends
                    scan.noted = True
                    continue
                at = HANDLERS.get(text[begin], _plain)(scan, begin, end)
                if at != end:
                    break
        else:
            return tuple(nodes) if scan is None else _finish(scan)


def _soft(value: str) -> str:
    """Words without the white space around their line endings."""
    return SOFT_BREAK.sub("\n", value) if "\n" in value and (" \n" in value or "\n " in value or "\t" in value) else value


def _finish(scan: Scan) -> tuple[Node, ...]:
    """Pair what was noted, join neighbouring texts."""
    nodes = scan.nodes
    if scan.noted:
        nodes = fold(scan)
    elif scan.dirty:
        nodes = join_touching(nodes)
    return tuple(nodes)


def _plain(scan: Scan, at: int, end: int) -> int:
    """What is no markup after all."""
    scan.add_text(scan.text[at:end], at, end)
    return end


def _bracket(scan: Scan, at: int, end: int) -> int:
    """An internal link, an external one, or a bracket."""
    if scan.text.startswith("[", end):
        return wikitext_links.wikilink(scan, at)
    return wikitext_urls.external_link(scan, at)


def _switch(scan: Scan, at: int, end: int) -> int:
    """`__NOTOC__` and its kind, in any language: capital letters, those of a script without any, or a word that is known."""
    match = SWITCH.match(scan.text, at, scan.stop)
    if match is None or (match[1] != match[1].upper() and match[1].upper() not in SWITCHES):
        return _plain(scan, at, end)
    scan.nodes.append(MagicWord(match[1], span=match.span()))
    return match.end()


HANDLERS: dict[str, Callable[[Any, int, int], int]] = {
    "[": _bracket,
    "{": wikitext_templates.braces,
    "<": wikitext_tags.angle,
    "&": entities.entity,
    ":": wikitext_urls.bare_url,
    "_": _switch,
    "-": wikitext_templates.variant,
}
"""What to do with each token, by its first character: add nodes to the scan, and give the place to go on from."""
