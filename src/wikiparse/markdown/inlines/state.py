"""What the inline constructs share: a `Context` for the page, a `Scan` for each run of inlines,
what waits for its partner.

The loop is in `parser.py`, above the constructs; nothing here knows one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wikiparse.html.entities import plain
from wikiparse.markdown.inlines.scanner import HTML_PATTERN, features_of, pattern_for
from wikiparse.markdown.link_syntax import normal_label
from wikiparse.nodes.join import join_texts
from wikiparse.nodes.make import make_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wikiparse.dialect import Dialect
    from wikiparse.html.attributes import Attributes
    from wikiparse.limits import Tally
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
    from wikiparse.nodes.links import FootnoteReference, LinkContext


class Bracket:
    """A `[` or `![` that waits for its `]`; `index` is where it stands among the nodes, `inner` how
    deep those before it nest.

    `holds_bracket`: another one was opened behind it.
    """

    __slots__ = ("holds_bracket", "index", "inner", "is_image", "start")

    def __init__(self, index: int, start: int, inner: int, is_image: bool) -> None:
        self.index = index
        self.start = start
        self.inner = inner
        self.is_image = is_image
        self.holds_bracket = False


class Grammar(NamedTuple):
    """What the loop hands down to the constructs of a dialect."""

    dialect: Dialect
    handlers: Mapping[str, Callable[[Scan, int, int], int]]
    """What to do with each token, by its first character."""
    pair: Callable[[Scan, int], None]
    """Pairs the delimiters from a node on."""
    parse: Callable[[Context, int, int, int], tuple[Node, ...]]
    """The loop itself, for content that nests."""


class Context:
    """The state that all scans of one page share."""

    __slots__ = (
        "definitions",
        "dialect",
        "findall",
        "finditer",
        "footnotes",
        "grammar",
        "handlers",
        "has_mails",
        "html",
        "is_html",
        "islands",
        "islands_end",
        "lang",
        "links",
        "marks",
        "max_depth",
        "pair",
        "parse",
        "references",
        "report",
        "sought",
        "source",
        "tally",
        "text",
    )

    def __init__(
        self,
        text: str,
        grammar: Grammar,
        links: LinkContext,
        max_depth: int,
        report: Callable[[str, tuple[int, int]], None],
        tally: Tally,
        is_html: bool = False,
    ) -> None:
        self.text = text
        self.source = text  # that of the page, which the spans of finished nodes count in
        self.grammar = grammar
        self.dialect, self.handlers, self.pair, self.parse = grammar
        dialect = self.dialect
        self.links = links
        self.lang = links.lang
        self.max_depth = max_depth
        self.report = report
        self.tally = tally
        pattern = HTML_PATTERN if is_html else pattern_for(features_of(text, dialect), dialect)
        self.findall, self.finditer = pattern.findall, pattern.finditer
        self.has_mails = dialect.autolinks and "@" in text
        self.references: References | None = None  # what labels lead to
        self.footnotes: set[str] = (
            set()
        )  # the labels of footnotes that the page defines, where that is known beforehand
        self.is_html = is_html
        self.html: Context | None = None
        self.definitions: list[FootnoteDefinition | FootnoteList] = []
        self.marks: list[
            FootnoteReference
        ] = []  # all that may be marks of footnotes, in reading order
        self.sought: dict[str, tuple[int, int]] = {}  # from where, and where it is next
        self.islands: dict[int, Island] = {}  # matched braces, found up to `islands_end`
        self.islands_end = 0

    def of_piece(self, text: str, place: Callable[[tuple[int, int]], tuple[int, int]]) -> Context:
        """The context of a text that was put together from pieces of this one; `place` gives the
        span here of a span there.
        """
        report = self.report
        piece = Context(
            text,
            self.grammar,
            self.links,
            self.max_depth,
            lambda code, span: report(code, place(span)),
            self.tally,
            self.is_html,
        )
        piece.source = self.source
        piece.marks, piece.definitions = self.marks, self.definitions
        piece.references, piece.footnotes = self.references, self.footnotes
        return piece

    def for_html(self) -> Context:
        """The context of content that a converter wrote as HTML: no Markdown in it.

        It shares what was found out so far.
        """
        if self.html is None:
            self.html = Context(
                self.text,
                self.grammar,
                self.links,
                self.max_depth,
                self.report,
                self.tally,
                is_html=True,
            )
            self.html.source = self.source
            self.html.marks, self.html.definitions = self.marks, self.definitions
        return self.html

    def find(self, needle: str, pos: int, end: int) -> int:
        """Where a string is next before `end`, or -1.

        What was found, or sought in vain, is not sought again.
        """
        start, known = self.sought.get(needle, (0, -1))
        if not start <= pos <= known:
            # Sought to the end of the page, so that the answer holds for every later block as well.
            found = self.text.find(needle, pos)
            known = found if found >= 0 else len(self.text)
            self.sought[needle] = (pos, known)
        return known if known + len(needle) <= end else -1


class Delimiter:
    """A run of stars or tildes, or a tag, at `index` among the nodes of its scan."""

    __slots__ = ("attributes", "closes", "end", "index", "name", "opens", "start")

    def __init__(
        self,
        index: int,
        start: int,
        end: int,
        name: str,
        opens: bool,
        closes: bool,
        attributes: Attributes = (),
    ) -> None:
        self.index = index
        self.start = start
        self.end = end
        self.name = name
        self.opens = opens
        self.closes = closes
        self.attributes = attributes


class Island:
    """Matched braces: `end` is behind the closing ones, `width` is 2 or 3, `pipes` are the places
    of its own `|`.
    """

    __slots__ = ("end", "pipes", "width")

    def __init__(self, end: int, width: int, pipes: list[int]) -> None:
        self.end = end
        self.width = width
        self.pipes = pipes


ALLOWANCE = 2_000
"""Characters of address and title that references of a short page may stand for, beyond
`Limits.max_expansion`.

A page of one long definition and many short references would else grow without bounds in every
output (cmark bounds it too). """


class References:
    """What the labels of a page lead to, and how much of that may still be written out."""

    __slots__ = ("_budget", "_known", "_report", "_written")

    def __init__(
        self,
        written: Mapping[str, tuple[str, str, str]],
        budget: int,
        report: Callable[[str, tuple[int, int]], None],
    ) -> None:
        self._written = written
        self._known: dict[str, tuple[str, str, int]] = {}
        self._budget = budget + ALLOWANCE
        self._report = report

    def get(self, label: str, place: tuple[int, int]) -> tuple[str, str] | None:
        """The address, and the title as it is written, for a label; or None.

        `place` is where it is asked for.
        """
        name = normal_label(label)
        if name not in self._written:
            return None
        if name not in self._known:
            _, url, title = self._written[name]
            url = plain(url)
            # In HTML a character beyond ASCII may become nine: three percent signs with their
            # digits.
            self._known[name] = (
                url,
                title,
                len(title)
                + (len(url) if url.isascii() else 3 * len(url.encode("utf-8", "surrogatepass"))),
            )
        url, title, cost = self._known[name]
        if cost > self._budget:
            if self._budget >= 0:
                self._report("reference-expansion", place)
            self._budget = -1
            return None
        self._budget -= cost
        return url, title


class Scan:
    """One run of inline content between `at` and `stop`, and what was found in it so far.

    `nodes` is what will be the children; a bracket or delimiter that waits for its partner stands
    there as the text it may stay.
    """

    __slots__ = (
        "begin", "brackets", "context", "delimiters", "depth", "dirty", "image", "inactive", "inner", "nodes", "stop", "tags", "text",
        "ticks",
    )  # fmt: skip

    def __init__(
        self, context: Context, nodes: list[Node], start: int, end: int, depth: int
    ) -> None:
        self.context = context
        self.text = context.text
        self.begin = start
        self.stop = end
        self.depth = depth  # levels of nodes above this content
        self.inner = 0  # levels of nodes in what was folded outside of any open bracket
        self.nodes = nodes
        self.brackets: list[Bracket] = []
        self.inactive = (
            0  # so many of these are inside of what a link would hold, and no link may hold another
        )
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
        """Take the nodes from `index` on out of the scan, as the children of a node: what pairs in
        them is paired.
        """
        self.context.pair(self, index)
        taken = self.nodes[index:]
        del self.nodes[index:]
        if self.image >= index:
            self.image = -1
        return tuple(join_texts(taken)) if self.dirty else tuple(taken)

    def too_deep(self, levels: int, start: int) -> bool:
        """Whether a node with so many levels below it would be too deep; then it is reported."""
        if self.depth + levels < self.context.max_depth:
            return False
        self.context.report("nesting-too-deep", (start, start + 1))
        return True
