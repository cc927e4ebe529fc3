"""The ranges of the source that edits replace, and the questions about a page that find them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import attrs

from wikiparse.nodes.blocks import FootnoteList, Section

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.dialect import Dialect
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page

    Finding = Callable[["Outcome"], None]

# A line, in a block quote too, that holds nothing.
EMPTY_LINES = re.compile(r"(?>(?:[> \t]*+(?:\r\n|\r|\n))*)")
LINE_PREFIX = re.compile(r"[> \t]*+")
EOL = re.compile(r"\r\n|\r|\n")
_RAW_FENCE = re.compile(r"[> \t]*+((?:`{3,}|~{3,})[ \t]*+\{=\w++\})[ \t]*+(?:\r\n|\r|\n)")
_RAW_END = re.compile(r"`\{=\w++\}")
_FENCE_END = re.compile(r"[> \t]*+(`{3,}+|~{3,}+)[ \t]*+(?=[\r\n]|\Z)")


@attrs.define(eq=False)
class Range:
    """A range of the source and the text that replaces it.

    `core` is the part that no other edit may touch; the rest is white space and line endings, of
    which two edits may want the same. `inside`: the identities of the nodes that hold the new text
    although they only touch the range. `removes`: the nodes in it are no longer wanted.
    """

    start: int
    end: int
    text: str = ""
    core: tuple[int, int] = (-1, -1)
    inside: frozenset[int] = frozenset()
    removes: bool = False
    is_checked: bool = True

    def __attrs_post_init__(self) -> None:
        if self.core[0] < 0:
            self.core = (self.start, self.end)


class Outcome(NamedTuple):
    """The page after the edits, in which a verb looks for its result."""

    doc: Page
    nodes: dict[tuple[str, int], Node]
    after: Callable[[int], int]
    """The offset in the new source of an offset in the old one."""


class Surroundings:
    """A page with its rules, and the parents and siblings of its nodes."""

    def __init__(self, doc: Page, dialect: Dialect) -> None:
        self.doc = doc
        self.dialect = dialect
        self.source = str(doc)
        self.ranges: list[Range] = []
        self.findings: list[Finding] = []
        self.removed: set[int] = set()
        """The identities of the nodes that some edit removes."""
        self._line_starts: list[int] | None = None
        self._survivors: dict[int, tuple[int, int]] = {}
        self._parents: dict[int, tuple[Node, int]] = {}
        for node in doc.walk():
            for index, child in enumerate(node.children):
                self._parents[id(child)] = (node, index)

    @property
    def eol(self) -> str:
        """The line ending of the page."""
        found = EOL.search(self.source)
        return found[0] if found else "\n"

    def parent(self, node: Node) -> Node:
        """The node that holds a node."""
        return self._parents[id(node)][0]

    def ancestors(self, node: Node) -> list[Node]:
        """The nodes that hold a node, the nearest first, without the page."""
        out: list[Node] = []
        while (above := self.parent(node)) is not self.doc:
            out.append(above)
            node = above
        return out

    def sibling(self, node: Node, step: int) -> Node | None:
        """The node that is `step` after a node, in the same parent."""
        parent, index = self._parents[id(node)]
        index += step
        return parent.children[index] if 0 <= index < len(parent.children) else None

    def neighbor(self, node: Node, step: int) -> Node | None:
        """The block after a block, or before it: sections are transparent."""
        found = self.sibling(node, step)
        while found is None and isinstance(above := self.parent(node), Section):
            node = above
            found = self.sibling(node, step)
        while isinstance(found, Section):
            found = found.children[0 if step > 0 else -1]
        return found

    def holders(self, node: Node) -> frozenset[int]:
        """The identities of a node and of those that hold it."""
        return frozenset([id(node), *map(id, self.ancestors(node))])

    def has_survivor(self, node: Node, step: int) -> bool:
        """Whether a sibling after a node, or before it, is left by all edits."""
        parent, index = self._parents[id(node)]
        if id(parent) not in self._survivors:
            left = [i for i, c in enumerate(parent.children) if id(c) not in self.removed]
            self._survivors[id(parent)] = (left[0], left[-1]) if left else (index, index)
        first, last = self._survivors[id(parent)]
        return index < last if step > 0 else index > first

    @property
    def _lines(self) -> list[int]:
        # Once for the page: it may be one line, or have ten thousand edits in one.
        if self._line_starts is None:
            self._line_starts = [0, *[found.end() for found in EOL.finditer(self.source)]]
        return self._line_starts

    def line_start(self, pos: int) -> int:
        """Where the line of an offset begins."""
        return self._lines[bisect_right(self._lines, pos) - 1]

    def line_end(self, pos: int) -> int:
        """Where the line of an offset ends, before its line ending."""
        after = self.next_line(pos)
        if self.source[after - 1 : after] not in ("\n", "\r"):
            return after
        return max(pos, after - (2 if self.source[after - 2 : after] == "\r\n" else 1))

    def next_line(self, pos: int) -> int:
        """Where the line after that of an offset begins."""
        index = bisect_right(self._lines, pos)
        return self._lines[index] if index < len(self._lines) else len(self.source)

    def extent(self, node: Node) -> tuple[int, int]:
        """Where a node begins and ends with the markup that says that it is wikitext or HTML: in
        pandoc's own Markdown these are in a fence or in backticks.
        """
        start, end = node._start, node._end
        if not self.dialect.attributes:
            return start, end
        source = self.source
        inline = _RAW_END.match(source, end)
        if inline and source[start - 1 : start] == "`":
            return start - 1, inline.end()
        line, below = self.line_start(start), self.next_line(end)
        opening = _RAW_FENCE.match(source, self.line_start(line - 1)) if line else None
        closing = _FENCE_END.match(source, below)
        if (
            opening is None
            or closing is None
            or opening.end() != line
            or source[line:start].strip(" \t")
            or source[end:below].strip()
        ):
            return start, end
        return opening.start(1), closing.end(1)

    def after_empty_lines(self, pos: int) -> int:
        """Where the blank lines from the start of a line on end."""
        found = EMPTY_LINES.match(self.source, pos)
        assert found is not None  # it may be empty
        return found.end()

    def before_empty_lines(self, pos: int) -> int:
        """Where the last line before some start of a line ends that is not blank, before its line
        ending.
        """
        end = pos
        while end > 0 and self.source[end - 1] in "\r\n":
            # The line that this line ending ends.
            before = end - (2 if self.source[end - 2 : end] == "\r\n" else 1)
            start = self.line_start(before)
            if self.source[start:before].strip("> \t"):
                return before
            end = start
        return end

    def is_alone(self, node: Node) -> bool:
        """Whether a node has its lines for itself."""
        prefix = self.source[self.line_start(node._start) : node._start]
        rest = self.source[node._end : self.line_end(node._end)]
        return not prefix.strip("> \t") and not rest.strip(" \t")

    def prefix(self, node: Node) -> str:
        """The start of the lines of a block after its first: the markers of the block quotes
        around it, and the indentation of the lists.
        """
        before = self.source[self.line_start(node._start) : node._start]
        return re.sub(r"[^>\s]", " ", before)


def is_closing_list(page: Surroundings, node: Node) -> bool:
    """Whether a node is the numbered list at the end of a hybrid that holds its footnotes."""
    return (
        page.dialect.footnotes_in_last_list
        and isinstance(node, FootnoteList)
        and page.source[node._start : node._start + 1].isdigit()
    )


def refuse(reason: str) -> NoReturn:
    """Raise ValueError."""
    raise ValueError(reason)
