"""What the block constructs share: the cursor in the line, the open containers, the open leaf.

The loop over the lines is in `parser.py`, above the constructs; nothing here knows one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from wikiparse.drafts import Container, Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.dialect import Dialect
    from wikiparse.markdown import link_syntax

NONE: Final = 0
"""The block does not begin here."""

LEAF: Final = 1
"""The block is added, and `Lines.at` is the start of the line behind it."""

CONTAINER: Final = 2
"""The container is open, and the rest of the line goes into it."""

INDENT = re.compile(r" *+")


class OpenLeaf(Protocol):
    """A leaf without inlines that takes whole lines: code, raw HTML."""

    def add_line(self, state: State) -> int:
        """Take the line; give the start of the next."""

    def close(self, state: State) -> None:
        """End the leaf."""


class State:
    """The state.

    `at` is where the current line goes on, `column` how many of its columns are consumed.
    """

    __slots__ = (
        "at", "column", "deep", "dialect", "end", "footnotes", "indent", "line", "matched", "max_depth", "misses", "nonspace",
        "odd", "para", "quotes", "raw", "references", "report", "root", "sections", "stack", "table", "tables", "text",
        "true_column",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        dialect: Dialect,
        max_depth: int,
        report: Callable[[str, tuple[int, int]], None],
    ) -> None:
        self.text = text
        self.end = end  # text[end - 1] is a line ending
        self.dialect = dialect
        self.max_depth = max_depth
        self.report = report
        self.root = Container("page", start, start, 0)
        self.stack: list[Container] = []
        self.deep = 0  # levels of nodes that the stack stands for
        self.quotes = 0
        self.para: Draft | None = None
        self.raw: OpenLeaf | None = None  # an open leaf without inlines
        self.table: Draft | None = None
        self.tables: dict[int, int] | None = None
        self.sections: set[int] | None = None
        self.line = self.at = self.nonspace = start
        self.column = self.true_column = self.indent = self.matched = 0
        self.misses: dict[str, int] = {}
        self.odd = (
            "|[" if dialect.reference_definitions else "|"
        )  # how a paragraph may begin that is perhaps something else
        self.references: dict[
            str, link_syntax.Reference
        ] = {}  # by normal label; the first definition counts
        self.footnotes: set[str] = set()  # the normal labels of those that are defined

    # -------------------------------------------------------------------------------- the walk

    # -------------------------------------------------------------------------------- containers

    @property
    def parent(self) -> Container:
        """The innermost container that the line belongs to."""
        return self.stack[self.matched - 1] if self.matched else self.root

    @property
    def interrupts(self) -> bool:
        """Whether a block that begins here would end a paragraph of the same container."""
        return self.para is not None and self.matched == len(self.stack)

    def find_nonspace(self) -> None:
        """Set `nonspace` and `indent`, the columns of white space between what is used up and the
        next character.
        """
        text = self.text
        end = INDENT.match(text, self.at).end()  # type: ignore[union-attr]
        column = self.true_column + end - self.at
        while text[end] in "\t ":
            column = column + 4 - column % 4 if text[end] == "\t" else column + 1
            end += 1
        self.nonspace = end
        self.indent = column - self.column

    def use(self, end: int, columns: int) -> None:
        """Use up the text before `end`, which is `columns` columns wide, white space in front of
        it left out of both.
        """
        self.column += columns
        self.true_column = self.column
        self.at = end
        self.find_nonspace()

    def close(self, keep: int) -> None:
        """Close all containers but the first `keep`, and the leaf that is open in them."""
        if len(self.stack) <= keep:
            return
        self.close_leaf()
        while len(self.stack) > keep:
            container = self.stack.pop()
            if container.width < 0:
                self.deep -= 1
                self.quotes -= 1
            else:
                self.deep -= 2
            finish_container(container)

    def close_leaf(self) -> None:
        """End the open paragraph, fence or table, if there is one."""
        para = self.para
        if para is not None:
            if self.text[para.to - 1] in " \t" or self.text[para.at] in self.odd:
                self.end_paragraph(para, (self.stack[-1] if self.stack else self.root).children)
            self.para = None
        if self.raw is not None:
            self.raw.close(self)
            self.raw = None
        self.table = None

    def end_paragraph(self, para: Draft, siblings: list[Draft]) -> None:
        """`finish_paragraph` of the loop: what a paragraph begins with may be definitions, or make
        it a table.
        """
        raise NotImplementedError

    def push(self, container: Container, siblings: list[Draft]) -> None:
        """Open a container, as the last of `siblings`; what the line does not belong to must have
        been closed.
        """
        siblings.append(container)
        self.stack.append(container)
        self.matched = len(self.stack)
        if container.width < 0:
            self.deep += 1
            self.quotes += 1
        else:
            self.deep += 2

    def settle(self) -> Container:
        """Close what the line does not belong to, because a block begins here; give the container
        it begins in.
        """
        self.close(self.matched)
        self.close_leaf()
        tip = self.stack[-1] if self.stack else self.root
        tip.is_empty = False
        return tip

    def add(self, draft: Draft) -> None:
        """Add a leaf where the line belongs."""
        self.settle().children.append(draft)

    def too_deep(self, start: int, levels: int = 2) -> bool:
        """Whether one more container would be too many; then it is reported."""
        if self.deep + levels < self.max_depth:
            return False
        self.report("nesting-too-deep", (start, start + 1))
        return True

    def find(self, needle: str, start: int) -> int:
        """Where a string is next, or -1. What was sought in vain once is not sought again."""
        if start < self.misses.get(needle, self.end):
            found = self.text.find(needle, start, self.end)
            if found >= 0:
                return found
            self.misses[needle] = start
        return -1

    # -------------------------------------------------------------------------------- lines without
    # a block start

    def blank_line(self) -> int:
        """A line of nothing but white space."""
        self.close(self.matched)
        self.close_leaf()
        return self.nonspace + 1


def finish_container(container: Container) -> None:
    """Set the end of a container that is closed, and of the lists in it."""
    for child in container.children:
        if child.kind == "list":
            child.end = child.children[-1].end
    if container.children:
        container.end = max(container.end, container.children[-1].end)
