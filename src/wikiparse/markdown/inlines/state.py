"""The state that inline constructs share: a `Context` for each page, a `Scan` for each run of
inlines, and the records of brackets and delimiters that wait for their partners.

The loop is in `parser.py`, above the constructs; nothing here imports one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from wikiparse.html.entities import unescape
from wikiparse.markdown.inlines.scanner import (
    HTML_CLASSES_PATTERN,
    HTML_PATTERN,
    features_of,
    pattern_for,
)
from wikiparse.markdown.link_syntax import normal_label
from wikiparse.nodes.join import join_texts
from wikiparse.nodes.links import LinkContext
from wikiparse.nodes.make import make_text

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from wikiparse.dialect import Dialect
    from wikiparse.drafts import LinkDefinition
    from wikiparse.html.attributes import Attributes
    from wikiparse.limits import Usage
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
    from wikiparse.nodes.links import FootnoteReference
    from wikiparse.sites.prefixes import Wiki
    from wikiparse.source_map import SourceMap

Report = Callable[[str, tuple[int, int]], None]
"""Takes the code of a diagnostic and a span."""

Handler = Callable[["Scan", int, int], int]
"""Reads the construct that begins with a token: takes the scan and the range of the token, adds
nodes to the scan, and returns the offset at which the scan goes on."""


ReadWikitext = Callable[["Context", str, "SourceMap", int, bool], "list[Node]"]
"""Reads wikitext in a page of Markdown: takes the context around it, its text and where that is in
the context's, the levels of nodes above it, and whether it is of blocks. It comes from above both
grammars."""


PAGE_PATHS = ("/wiki/", "./")
"""How the URLs of pages of the same wiki begin."""


class Grammar(NamedTuple):
    """The part of the parser that is handed down to the constructs, one record for each dialect."""

    dialect: Dialect
    handlers: Mapping[str, Handler]
    """By the first character of a token."""
    pair: Callable[[Scan, int], None]
    """Pairs the delimiters of a scan from a node on; takes the index of that node."""
    parse: Callable[[Context, int, int, int], tuple[Node, ...]]
    """The loop itself, for content that nests: takes a range of the text and its depth."""


class Context:
    """The state that all scans of one page share."""

    __slots__ = (
        "braces",
        "braces_end",
        "dialect",
        "findall",
        "finditer",
        "footnote_definitions",
        "footnote_labels",
        "footnote_references",
        "grammar",
        "handlers",
        "has_bare_tex",
        "has_classes",
        "has_emails",
        "html",
        "is_html",
        "known_trails",
        "lang",
        "last_file",
        "link_context",
        "link_definitions",
        "max_depth",
        "numbered_items",
        "page_prefixes",
        "pair",
        "parse",
        "read_wikitext",
        "report",
        "searches",
        "short_citations",
        "source",
        "text",
        "usage",
        "wiki",
        "wikitext_links",
    )
    dialect: Dialect
    handlers: Mapping[str, Handler]
    pair: Callable[[Scan, int], None]
    parse: Callable[[Context, int, int, int], tuple[Node, ...]]
    findall: Callable[[str, int, int], list[Any]]
    finditer: Callable[[str, int, int], Iterator[re.Match[str]]]

    def __init__(
        self,
        text: str,
        grammar: Grammar,
        link_context: LinkContext,
        max_depth: int,
        report: Report,
        usage: Usage,
        is_html: bool = False,
    ) -> None:
        self.text: str = text
        # After `for_fragment` the two differ: `text` is assembled, and `source` is still the page.
        self.source: str = text  # that of the page, which the spans of finished nodes count in
        self.grammar: Grammar = grammar
        self.dialect, self.handlers, self.pair, self.parse = grammar
        dialect = self.dialect
        self.link_context: LinkContext = link_context
        self.lang: str | None = link_context.lang
        self.wiki: Wiki = link_context.wiki
        self.known_trails: dict[str, LinkContext] = {}  # of links that say their trail
        self.wikitext_links: LinkContext | None = None  # see `links_to_titles`
        self.max_depth: int = max_depth
        self.report: Report = report
        self.usage: Usage = usage
        # Once for a page and not for each block: the pattern is shared, and a scan of a block
        # begins at once.
        features = features_of(text, dialect)
        self.has_classes: bool = "classes" in features  # its wikilinks are tags with a class
        if is_html:
            pattern = HTML_CLASSES_PATTERN if self.has_classes else HTML_PATTERN
        else:
            pattern = pattern_for(features, dialect)
        self.findall, self.finditer = pattern.findall, pattern.finditer
        self.has_bare_tex: bool | None = None  # see `formulas`; asked with the first one
        # With which the URLs of pages begin, of a page converted from HTML.
        self.page_prefixes: tuple[str, ...] = ()
        if (home := link_context.home) is not None:
            self.page_prefixes = (*PAGE_PATHS, f"https://{home.host}/wiki/")[: 2 + bool(home.host)]
        self.numbered_items: frozenset[str] | None = None  # likewise
        self.last_file: str = ""  # that the last image shows, in `url_nodes`
        self.has_emails: bool = dialect.autolinks and "@" in text
        self.link_definitions: LinkDefinitions | None = None
        # The labels of the footnotes that the page defines, where brackets mean nothing without
        # them: CommonMark's rules with GitHub's footnotes.
        self.footnote_labels: set[str] = set()
        self.is_html: bool = is_html
        self.html: Context | None = None
        self.footnote_definitions: list[FootnoteDefinition | FootnoteList] = []
        # All that may be references, in reading order; `resolve` takes back those that are not.
        self.footnote_references: list[FootnoteReference] = []
        self.short_citations: set[str] = set()  # by the names of their footnotes
        # For each string that was searched for: from where, and where it was found.
        self.searches: dict[str, tuple[int, int]] = {}
        self.braces: dict[int, MatchedBraces] = {}  # by where they open, up to `braces_end`
        self.braces_end: int = 0
        self.read_wikitext: ReadWikitext | None = None

    def for_fragment(
        self, text: str, to_source: Callable[[tuple[int, int]], tuple[int, int]]
    ) -> Context:
        """The context of a text that was assembled from fragments of this one.

        `to_source` returns the span here of a span there.
        """
        report = self.report
        fragment = Context(
            text,
            self.grammar,
            self.link_context,
            self.max_depth,
            lambda code, span: report(code, to_source(span)),
            self.usage,
            self.is_html,
        )
        # Shared, not copied: whatever a fragment finds belongs to the page.
        fragment.source = self.source
        fragment.footnote_references = self.footnote_references
        fragment.footnote_definitions = self.footnote_definitions
        fragment.short_citations = self.short_citations
        fragment.link_definitions = self.link_definitions
        fragment.footnote_labels = self.footnote_labels
        fragment.known_trails = self.known_trails
        fragment.wikitext_links = self.wikitext_links
        fragment.read_wikitext = self.read_wikitext
        return fragment

    def for_html(self) -> Context:
        """The context of content that a converter wrote as HTML: no Markdown in it.

        It shares the footnotes that were found so far.
        """
        if self.html is None:
            self.html = Context(
                self.text,
                self.grammar,
                self.link_context,
                self.max_depth,
                self.report,
                self.usage,
                is_html=True,
            )
            self.html.source = self.source
            self.html.footnote_references = self.footnote_references
            self.html.footnote_definitions = self.footnote_definitions
            self.html.short_citations = self.short_citations
            # Not `link_definitions` and `footnote_labels`: brackets mean nothing in HTML.
            self.html.known_trails = self.known_trails
        return self.html

    def links_to_titles(self) -> LinkContext:
        """The context of links as wikitext has them, whose destinations are titles: one for all."""
        if self.wikitext_links is None:
            self.wikitext_links = LinkContext(
                self.lang,
                is_wikitext=True,
                texts=self.link_context.texts,
                site=self.link_context.site,
            )
        return self.wikitext_links

    def find(self, needle: str, pos: int, end: int) -> int | None:
        """Where a string next occurs as a whole between two offsets.

        A string that was searched for once, found or not, is not searched for again: a page of
        unclosed comments costs one search for `-->`, not one for each.
        """
        # The entry (pos, found) says: no `needle` begins between `pos` and `found`. It answers for
        # every offset in that range; blocks come in source order, so most questions are in it.
        start, found = self.searches.get(needle, (0, -1))
        if not start <= pos <= found:
            # To the end of the page, so that the answer holds for every later block as well.
            found = self.text.find(needle, pos)
            if found < 0:
                found = len(self.text)
            self.searches[needle] = (pos, found)
        # A `needle` that reaches beyond `end` is in another block, and so does not close this
        # construct.
        return found if found + len(needle) <= end else None


class Scan:
    """One run of inline content, from `start` to `end`, and the nodes found in it so far.

    `nodes` are the future children of one node. A bracket or delimiter that waits for its partner
    has a placeholder among them: the text it is if no partner comes.
    """

    __slots__ = (
        "backtick_runs",
        "brackets",
        "context",
        "delimiters",
        "depth",
        "end",
        "has_tags",
        "height",
        "inactive_brackets",
        "last_image",
        "must_join",
        "nodes",
        "start",
        "text",
    )

    def __init__(
        self, context: Context, nodes: list[Node], start: int, end: int, depth: int
    ) -> None:
        self.context: Context = context
        self.text: str = context.text
        self.start: int = start
        self.end: int = end
        self.depth: int = depth  # levels of nodes above this content
        self.height: int = 0  # levels of the nodes folded outside of any open bracket
        self.nodes: list[Node] = nodes
        self.brackets: list[Bracket] = []
        # How many of them, counted from the outermost, hold a link already: no link may hold
        # another in CommonMark.
        self.inactive_brackets: int = 0
        self.delimiters: list[Delimiter] = []
        self.backtick_runs: dict[int, list[int]] | None = None  # starts by length, once searched
        self.last_image: int | None = None  # the index of the image that may still get a caption
        self.has_tags: bool = False  # tags among the nodes wait for their partners
        self.must_join: bool = False  # neighboring texts may have to be joined

    def add_text(self, value: str, start: int, end: int) -> None:
        """Add text that may have another text as its neighbor."""
        self.nodes.append(make_text(value, (start, end)))
        self.must_join = True

    def add_footnote_reference(self, reference: FootnoteReference) -> None:
        """Add a footnote reference; `resolve` decides whether it is one."""
        self.nodes.append(reference)
        self.context.footnote_references.append(reference)

    def take(self, index: int) -> tuple[Node, ...]:
        """Take the nodes from `index` on, with their delimiters paired, as the children of a
        node.
        """
        # Pairing comes before taking: delimiters within a link pair among themselves (CommonMark
        # 6.2, rule 17), and their placeholders are among these nodes.
        self.context.pair(self, index)
        taken = self.nodes[index:]
        del self.nodes[index:]
        if self.last_image is not None and self.last_image >= index:
            self.last_image = None
        return tuple(join_texts(taken)) if self.must_join else tuple(taken)

    def take_delimiters(self, index: int) -> list[Delimiter]:
        """Take the delimiters among the nodes from `index` on out of the scan: each is paired
        once.
        """
        # From the end: delimiters are in order of their indices, and those to be taken are the
        # last.
        first = len(self.delimiters)
        while first and self.delimiters[first - 1].index >= index:
            first -= 1
        taken = self.delimiters[first:]
        del self.delimiters[first:]
        return taken

    def parse_inlines(self, start: int, end: int, levels: int = 1) -> tuple[Node, ...]:
        """The inlines between two offsets, as content of a node `levels` below this scan.

        The scan learns how deep they nest; `too_deep` says before whether that node may be made.
        """
        usage = self.context.usage
        before = usage.enter(self.depth)
        # A recursion of Python: `Limits.max_depth` bounds it, by `too_deep` at each construct.
        children = self.context.parse(self.context, start, end, self.depth + levels)
        self.height = max(self.height, levels, usage.leave(before) - self.depth)
        return children

    def too_deep(self, levels: int, start: int) -> bool:
        """Whether a node with `levels` of nodes below it would be too deep; then it is reported."""
        if self.depth + levels < self.context.max_depth:
            return False
        self.context.report("nesting-too-deep", (start, start + 1))
        return True


class Bracket:
    """A `[` or `![` that waits for its `]`.

    `index`: that of its placeholder among the nodes. `height`: that of the scan when it was opened.
    `holds_bracket`: another one was opened after it.
    """

    __slots__ = ("height", "holds_bracket", "index", "is_image", "start")

    def __init__(self, index: int, start: int, height: int, is_image: bool) -> None:
        self.index: int = index
        self.start: int = start
        self.height: int = height
        self.is_image: bool = is_image
        self.holds_bracket: bool = False


class Delimiter:
    """A run of asterisks, underscores or tildes, or a tag, that may pair with another.

    `index`: that of its placeholder among the nodes. `name`: the character of a run, or `<` with
    the name of a tag.
    """

    __slots__ = ("attributes", "can_close", "can_open", "end", "index", "name", "start")

    def __init__(
        self,
        index: int,
        start: int,
        end: int,
        name: str,
        can_open: bool,
        can_close: bool,
        attributes: Attributes = (),
    ) -> None:
        self.index: int = index
        self.start: int = start
        self.end: int = end
        self.name: str = name
        self.can_open: bool = can_open
        self.can_close: bool = can_close
        self.attributes: Attributes = attributes


class MatchedBraces:
    """Braces that match: `end` is after the closing ones, `width` is 2 or 3, `pipes` are the
    offsets of the `|` directly between them.
    """

    __slots__ = ("end", "pipes", "width")

    def __init__(self, end: int, width: int, pipes: list[int]) -> None:
        self.end: int = end
        self.width: int = width
        self.pipes: list[int] = pipes


FREE_EXPANSION = 2_000
"""Characters of URLs and titles that the references of a page may expand to, beyond
`Limits.max_expansion`, which counts for each character of the page.

A page of one long definition and many short references would otherwise grow without bounds in every
output (cmark bounds it too). """


class LinkDefinitions:
    """The link reference definitions of a page, and how much of them may still be written out."""

    __slots__ = ("_budget", "_costs", "_known", "_report", "_written")

    def __init__(self, written: Mapping[str, LinkDefinition], budget: int, report: Report) -> None:
        self._written = written
        self._known: dict[str, LinkDefinition] = {}
        self._costs: dict[str, int] = {}
        self._budget = budget + FREE_EXPANSION
        self._report = report

    def defines(self, label: str) -> bool:
        """Whether the page defines a label."""
        return normal_label(label) in self._written

    def get(self, label: str, span: tuple[int, int]) -> LinkDefinition | None:
        """The definition of a label, the escapes in its URL undone. `span` is that of the
        reference.
        """
        name = normal_label(label)
        if name not in self._written:
            return None
        if name not in self._known:
            definition = self._written[name]
            url = unescape(definition.url)
            # In HTML a character beyond ASCII may become nine: three percent signs with their
            # digits.
            length = len(url) if url.isascii() else 3 * len(url.encode("utf-8", "surrogatepass"))
            self._known[name] = definition._replace(url=url)
            # The cost is that of the longest output, HTML; a label that is used many times is
            # measured once.
            self._costs[name] = len(definition.title) + length
        if self._costs[name] > self._budget:
            if self._budget >= 0:
                self._report("reference-expansion", span)
            # Below zero: reported once, and from here on no reference is expanded, however short.
            self._budget = -1
            return None
        self._budget -= self._costs[name]
        return self._known[name]
