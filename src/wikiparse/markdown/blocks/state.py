"""The state that the block constructs share: the cursor in the line, the open containers, the open
leaf.

The loop over the lines is in `parser.py`, above the constructs; nothing here knows one.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, Protocol

from wikiparse.drafts import ListDraft, PageDraft

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.dialect import Dialect
    from wikiparse.drafts import Attributes, Draft, ParagraphDraft, ParentDraft, PipeTableDraft


class Step(Enum):
    """The outcome of a block start."""

    NONE = 0
    """The block does not begin here; nothing has changed."""

    LEAF = 1
    """The block is added, and `State.pos` is the start of the line after it."""

    CONTAINER = 2
    """The container is open, and the rest of the line goes into it."""


# Python 3.11 looks up the member of an enum 20 times as slowly as a name of the module.
NONE: Final = Step.NONE
LEAF: Final = Step.LEAF
CONTAINER: Final = Step.CONTAINER

# Spaces alone, in one match; tabs are rare, and each has its own width.
INDENT = re.compile(r" *+")


# The methods of containers are asked for each line: slots, and class attributes instead of
# properties.
class Container:
    """An open block that holds others: its draft, and which lines belong to it.

    `content_column` is the column of its content, from the start of the line; it holds while no
    block quote is open.
    """

    __slots__ = ("children", "content_column", "draft", "is_empty")

    levels: ClassVar[int] = 2
    """How many levels of nodes it makes: an item and its list."""

    blockquotes: ClassVar[int] = 0
    """How many of them are block quotes."""

    def __init__(self, draft: ParentDraft, content_column: int = 0) -> None:
        self.draft: ParentDraft = draft
        self.children: list[Draft] = draft.children
        self.content_column: int = content_column
        self.is_empty: bool = True  # began with a blank line, and nothing has come yet

    def continues(self, state: State) -> bool:
        """Whether the rest of the line belongs to the container; its marker or indentation is
        consumed then.
        """
        raise NotImplementedError

    def finish(self) -> None:
        """Set the end of the container, which is closed, and of the lists in it."""
        children = self.children
        end_lists(children)
        if children:
            self.draft.end = max(self.draft.end, children[-1].end)


def end_lists(children: list[Draft]) -> None:
    """Set the ends of the lists in a container that is closed."""
    for child in children:
        if type(child) is ListDraft:
            child.end = child.items[-1].end


INDENTED_LIST = re.compile(r"\n\n {2}(?:\*|[0-9]{1,3}\.) \S|\n---(?:\|---)*  \n")
"""The first item of a list of html2text, or the delimiter row of a table of its."""


class OpenDiv(NamedTuple):
    """A fence that waits for its end: the container that it is in, and as which of its children.
    Until its end comes it is a paragraph.
    """

    container: Container
    number: int
    start: int
    attributes: Attributes


class OpenLeaf(Protocol):
    """A leaf without inlines that takes whole lines: code, raw HTML."""

    def add_line(self, state: State) -> int:
        """Take the line; returns the start of the next."""

    def close(self, state: State) -> None:
        """End the leaf."""


class State:
    """The cursor in the current line, the open blocks, and the draft of the page.

    `pos` is where the current line goes on. Columns are those of CommonMark, where a tab goes to
    the next multiple of four: `column` is how many are consumed, `char_column` is the column of the
    character at `pos`, which differs where a part of a tab is consumed. `nonspace` is the offset of
    the next character that is no white space, and `indent` is how many columns are between `column`
    and it.
    """

    __slots__ = (
        "ambiguous",
        "blockquotes",
        "char_column",
        "closing_fences",
        "column",
        "containers",
        "depth",
        "dialect",
        "end",
        "footnote_sections",
        "indent",
        "indents_lists",
        "limit",
        "line_start",
        "matched",
        "max_depth",
        "nonspace",
        "not_found",
        "open_divs",
        "open_leaf",
        "page",
        "paragraph",
        "pos",
        "report",
        "root",
        "searches",
        "table",
        "table_ends",
        "text",
    )
    line_start: int
    pos: int
    nonspace: int
    column: int
    char_column: int
    indent: int

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        dialect: Dialect,
        max_depth: int,
        report: Callable[[str, tuple[int, int]], None],
    ) -> None:
        self.text: str = text
        self.end: int = end  # text[end - 1] is a line ending
        self.limit: int = end  # many lines are read at once up to there
        self.dialect: Dialect = dialect
        self.max_depth: int = max_depth
        self.report: Callable[[str, tuple[int, int]], None] = report
        # >⇥code      after ">" the tab reaches from column 1 to column 4: three columns of space.
        #             One of them belongs to the marker: then `column` is 2 and `indent` 2, while
        #             `char_column` is still 1, since `pos` is before the tab.
        self.line_start = self.pos = self.nonspace = start
        self.column = self.char_column = self.indent = 0
        self.page: PageDraft = PageDraft(start, start)
        self.root: Container = Container(self.page)
        self.containers: list[Container] = []  # those that are open, the outermost first
        self.matched: int = 0  # how many of them the current line belongs to
        self.depth: int = 0  # levels of nodes that they make
        self.blockquotes: int = 0  # how many of them are block quotes
        self.paragraph: ParagraphDraft | None = None  # the open one
        self.table: PipeTableDraft | None = None  # the open one
        self.open_leaf: OpenLeaf | None = None  # open code or raw HTML
        self.open_divs: list[OpenDiv] = []  # fences that wait for their ends
        # How a paragraph may begin that turns out to be something else when it ends.
        # `close_leaf` asks this for each paragraph: one look-up instead of three fields of the
        # dialect.
        self.ambiguous = "|[" if dialect.reference_definitions else "|"
        self.indents_lists: bool | None = None  # asked with the first indented line
        # Found once for the whole page, when the first of them is asked for.
        self.table_ends: dict[int, int] | None = None
        self.footnote_sections: set[int] | None = None
        self.closing_fences: dict[str, tuple[list[int], list[int]]] | None = None
        self.not_found: dict[str, int] = {}  # from this offset on a string does not occur
        # For each pattern that was searched for: from where, and where it was found.
        self.searches: dict[re.Pattern[str], tuple[int, int]] = {}

    def is_indenting(self) -> bool:
        """Whether the page indents its outermost lists by two spaces, or writes tables without
        bars around them, as html2text does.
        """
        if self.indents_lists is None:
            self.indents_lists = INDENTED_LIST.search(self.text) is not None
        return self.indents_lists

    # -------------------------------------------------------------------------------- the cursor

    def find_nonspace(self) -> None:
        """Set `nonspace` and `indent` for the rest of the line from `pos` on."""
        text = self.text
        end = INDENT.match(text, self.pos).end()  # type: ignore[union-attr]  # it matches anywhere
        # Columns are counted from `char_column`, since tabs stop at columns of the line and not of
        # its rest; `indent` is relative to `column`.
        column = self.char_column + end - self.pos
        while text[end] in "\t ":
            column = column + 4 - column % 4 if text[end] == "\t" else column + 1
            end += 1
        self.nonspace = end
        self.indent = column - self.column

    def advance(self, end: int, columns: int) -> None:
        """Consume the text before `end`, which ends `columns` columns further on; both without the
        white space before it.
        """
        self.column += columns
        # A marker is made of characters: after it no part of a tab is open.
        self.char_column = self.column
        self.pos = end
        self.find_nonspace()

    def consume_indent(self, columns: int) -> None:
        """Consume columns of the white space before `nonspace`, perhaps a part of a tab."""
        # `pos` and `char_column` stay where they are: the white space is passed over only in
        # columns, so that a tab may be consumed in parts.
        self.column += columns
        self.indent -= columns

    def find(self, needle: str, start: int) -> int | None:
        """The offset of a string from `start` on. Where it was not found once, it is not searched
        again: a thousand unclosed comments cost one search.
        """
        if start < self.not_found.get(needle, self.end):
            found = self.text.find(needle, start, self.end)
            if found >= 0:
                return found
            self.not_found[needle] = start
        return None

    def search(self, pattern: re.Pattern[str], start: int) -> int | None:
        """The offset of the first match of a pattern from `start` on. A match is not searched
        for again before it is passed; where there is none, never.
        """
        # As `Context.find` of the inlines, for patterns.
        begin, found = self.searches.get(pattern, (0, -1))
        if not begin <= start <= found:
            match = pattern.search(self.text, start, self.end)
            found = self.end if match is None else match.start()
            self.searches[pattern] = (start, found)
        return found if found < self.end else None

    # -------------------------------------------------------------------------------- open blocks

    @property
    def parent(self) -> Container:
        """The innermost container that the line belongs to."""
        return self.containers[self.matched - 1] if self.matched else self.root

    @property
    def interrupts(self) -> bool:
        """Whether a block that begins here would interrupt a paragraph of the same container."""
        # Otherwise the paragraph is in a container that the line does not continue: nothing is
        # interrupted, it only ends.
        return self.paragraph is not None and self.matched == len(self.containers)

    def too_deep(self, start: int, levels: int = 2) -> bool:
        """Whether one more container would be too many; then it is reported."""
        if self.depth + levels < self.max_depth:
            return False
        self.report("nesting-too-deep", (start, start + 1))
        return True

    def open(self, container: Container) -> None:
        """Open a container, whose draft is the last one where the line belongs; the containers that
        the line does not belong to must have been closed.
        """
        self.containers.append(container)
        self.matched = len(self.containers)
        self.depth += container.levels
        self.blockquotes += container.blockquotes

    def add(self, draft: Draft) -> None:
        """Add a leaf where the line belongs."""
        self.close_unmatched().children.append(draft)

    def close_unmatched(self) -> Container:
        """Close the containers that the line does not belong to, and the open leaf, because a block
        begins here; returns the container that it begins in.
        """
        # Before `close_leaf`: closing a container closes the leaf in it, among the siblings there.
        self.close_containers(self.matched)
        self.close_leaf()
        innermost = self.containers[-1] if self.containers else self.root
        innermost.is_empty = False
        return innermost

    def close_containers(self, keep: int) -> None:
        """Close all containers but the first `keep`, and the leaf that is open in them."""
        if len(self.containers) <= keep:
            return
        self.close_leaf()
        while len(self.containers) > keep:
            container = self.containers.pop()
            self.depth -= container.levels
            self.blockquotes -= container.blockquotes
            container.finish()

    def close_leaf(self) -> None:
        """End the open paragraph, code, raw HTML or table, if there is one."""
        paragraph = self.paragraph
        if paragraph is not None:
            text = self.text
            if (
                # Most paragraphs end with a letter and begin with one, and nothing is left to do:
                # no call.
                text[paragraph.content_end - 1] in " \t"
                or text[paragraph.content_start] in self.ambiguous
            ):
                siblings = (self.containers[-1] if self.containers else self.root).children
                self.end_paragraph(paragraph, siblings)
            self.paragraph = None
        if self.open_leaf is not None:
            self.open_leaf.close(self)
            self.open_leaf = None
        self.table = None

    def end_paragraph(self, paragraph: ParagraphDraft, siblings: list[Draft]) -> None:
        """End a paragraph, the last of `siblings`. The parser does it: the paragraph may begin with
        link definitions, or be a table.
        """
        raise NotImplementedError

    def blank_line(self) -> int:
        """Take a line of nothing but white space; returns the start of the next."""
        self.close_containers(self.matched)
        self.close_leaf()
        return self.nonspace + 1
