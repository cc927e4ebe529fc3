"""The state that inline constructs share: a `Context` for the page, a `Scan` for each run of
inlines, quotes and tags to be paired.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from wikiparse.nodes.links import LinkContext
from wikiparse.nodes.make import make_text
from wikiparse.sites.magic_words import match_switch
from wikiparse.sites.trails import prefix_letters, trail_pattern
from wikiparse.wikitext.inlines.scanner import pattern_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wikiparse.html.attributes import Attributes
    from wikiparse.limits import Usage
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
    from wikiparse.nodes.links import FootnoteReference
    from wikiparse.sites.prefixes import Wiki
    from wikiparse.wikitext.preprocessor import Extent, Extents

    Match = Callable[[str, int, int], re.Match[str] | None]


class Context:
    """The state that all scans of one page share.

    `content` builds content that may hold blocks; it comes from outside of this phase.
    """

    __slots__ = (
        "content",
        "dead",
        "definitions",
        "extents",
        "findall",
        "finditer",
        "footnote_templates",
        "has_code_blocks",
        "index",
        "lang",
        "lines",
        "links",
        "marks",
        "match_switch",
        "max_depth",
        "order",
        "parse",
        "prefix",
        "report",
        "short_citations",
        "source",
        "text",
        "trail",
        "trails",
        "usage",
        "wiki",
    )  # fmt: skip
    findall: Callable[[str, int, int], list[Any]]
    finditer: Callable[[str, int, int], Iterator[re.Match[str]]]

    def __init__(
        self,
        text: str,
        lines: Extents,
        links: LinkContext,
        max_depth: int,
        report: Callable[[str, tuple[int, int]], None],
        has_variants: bool,
        usage: Usage,
    ) -> None:
        self.text: str = text
        self.source: str = text  # that of the page, which the spans of finished nodes count in
        self.lines: Extents = lines
        self.extents: dict[int, Extent] = lines.found
        self.order: list[int] = lines.order
        self.index: int = 0  # in `order`, where the last scan met its next extent
        self.links: LinkContext = links
        self.lang: str | None = links.lang
        self.wiki: Wiki = links.wiki
        self.max_depth: int = max_depth
        self.report: Callable[[str, tuple[int, int]], None] = report
        self.usage: Usage = usage
        # By language, once for a page: `[[town]]s` has the trail "s" in English, none in Chinese.
        trail = trail_pattern(links.lang)
        pattern = pattern_for(trail, has_variants)
        self.findall, self.finditer = pattern.findall, pattern.finditer
        self.trail: Match = re.compile(trail).match
        prefix = prefix_letters(links.lang)
        self.prefix: Callable[[str, int], re.Match[str] | None] | None = (
            re.compile(rf"[{prefix}]++\Z").search if prefix else None
        )
        self.match_switch: Match = partial(match_switch, lang=links.lang)
        self.trails: dict[str, LinkContext] = {"": links}
        self.marks: list[FootnoteReference] = []
        self.definitions: list[FootnoteDefinition | FootnoteList] = []
        self.short_citations: set[str] = set()  # by the names of their footnotes
        self.footnote_templates: bool = True  # whether templates of some names are footnotes here
        self.has_code_blocks: bool = False  # one was met among inlines: it ends the paragraph
        self.dead: tuple[int, int] = (0, -1)  # a stretch in which no external link ends
        self.parse: Callable[..., tuple[Node, ...]]
        self.content: Callable[..., tuple[Node, ...]]

    def with_trail(self, trail: str) -> LinkContext:
        """The context of links that are followed by these letters."""
        # A page has few trails: links with the same one share their context.
        known = self.trails.get(trail)
        if known is None:
            known = self.trails[trail] = LinkContext(
                self.lang,
                is_wikitext=True,
                trail=trail,
                texts=self.links.texts,
                site=self.links.site,
            )
        return known


class Scan:
    """One run of inline content up to `stop`, and the nodes found in it so far."""

    __slots__ = ("before", "context", "depth", "dirty", "levels", "nodes", "noted", "stop", "text")

    context: Context
    text: str
    stop: int
    depth: int
    nodes: list[Node]
    dirty: bool  # neighboring texts may have to be joined
    noted: bool  # quotes or tags wait for being paired
    levels: int  # how many levels of nodes pairing made
    before: int  # how deep the page went before this scan

    def add_text(self, value: str, start: int, end: int) -> None:
        """Add text that may have another text as its neighbor."""
        self.nodes.append(make_text(value, (start, end)))
        self.dirty = True

    def below(self) -> Scan:
        """A scan of the same stretch for content a level lower."""
        return make_scan(self.context, [], self.stop, self.depth + 1)

    def too_deep(self, levels: int, start: int, end: int) -> bool:
        """Whether a node with `levels` of nodes below it would be too deep; then it is reported,
        and the source of it is text.
        """
        if self.depth + levels < self.context.max_depth:
            return False
        self.context.report("nesting-too-deep", (start, start + 1))
        self.add_text(self.text[start:end], start, end)
        return True


def make_scan(context: Context, nodes: list[Node], end: int, depth: int) -> Scan:
    """A scan, made without an `__init__`: nearly every paragraph and argument has one."""
    scan = Scan()
    scan.context = context
    scan.text = context.text
    scan.stop = end
    scan.depth = depth
    scan.nodes = nodes
    scan.dirty = scan.noted = False
    scan.levels = scan.before = 0
    return scan


class QuoteRun:
    """A run of apostrophes that waits for its meaning, which is its last two fields."""

    __slots__ = ("end", "events", "size", "start")
    size: int
    events: list[Event]

    def __init__(self, start: int, end: int) -> None:
        self.start: int = start
        self.end: int = end


LINK_TAG = "["
"""The name of what stands for the brackets of an external link among tags."""


class Tag:
    """A start or end tag that waits for its partner."""

    __slots__ = ("attributes", "end", "is_closing", "name", "partner", "start", "templates")

    def __init__(
        self,
        start: int,
        end: int,
        name: str,
        attributes: Attributes,
        is_closing: bool,
        templates: tuple[Node, ...] = (),
    ) -> None:
        self.start: int = start
        self.end: int = end
        self.name: str = name
        self.attributes: Attributes = attributes
        self.is_closing: bool = is_closing
        self.partner: Tag | None = None
        self.templates: tuple[Node, ...] = templates  # in its attributes


Event = tuple[str, str]
"""What does a run do? "+" opens, "-" closes, "i" italic or "b" bold."""
