"""What the block constructs share: the cursor in the line, the open containers, the open leaf.

The loop over the lines is in `parser.py`, above the constructs; nothing here knows one.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol

from wikiparse.drafts import Container, Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.dialect import Dialect
    from wikiparse.markdown import link_syntax


class Step(Enum):
    """What a block start did."""

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

INDENT = re.compile(r" *+")


class OpenLeaf(Protocol):
    """A leaf without inlines that takes whole lines: code, raw HTML."""

    def add_line(self, state: State) -> int:
        """Take the line; give the start of the next."""

    def close(self, state: State) -> None:
        """End the leaf."""


class State:
    """The state.

    `pos` is where the current line goes on, `column` how many of its columns are consumed.
    """

    __slots__ = (
        "ambiguous", "blockquotes", "column", "containers", "depth", "dialect", "end", "footnote_labels", "footnote_sections",
        "indent", "line_start", "link_definitions", "matched", "max_depth", "nonspace", "not_found", "open_leaf", "paragraph",
        "pos", "report", "root", "table", "table_ends", "text", "true_column",
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
        self.containers: list[Container] = []
        self.depth = 0  # levels of nodes that the stack stands for
        self.blockquotes = 0
        self.paragraph: Draft | None = None
        self.open_leaf: OpenLeaf | None = None  # an open leaf without inlines
        self.table: Draft | None = None
        self.table_ends: dict[int, int] | None = None
        self.footnote_sections: set[int] | None = None
        self.line_start = self.pos = self.nonspace = start
        self.column = self.true_column = self.indent = self.matched = 0
        self.not_found: dict[str, int] = {}
        self.ambiguous = (
            "|[" if dialect.reference_definitions else "|"
        )  # how a paragraph may begin that is perhaps something else
        self.link_definitions: dict[
            str, link_syntax.LinkDefinition
        ] = {}  # by normal label; the first definition counts
        self.footnote_labels: set[str] = set()  # the normal labels of those that are defined

    # -------------------------------------------------------------------------------- containers

    @property
    def parent(self) -> Container:
        """The innermost container that the line belongs to."""
        return self.containers[self.matched - 1] if self.matched else self.root

    @property
    def interrupts(self) -> bool:
        """Whether a block that begins here would end a paragraph of the same container."""
        return self.paragraph is not None and self.matched == len(self.containers)

    def find_nonspace(self) -> None:
        """Set `nonspace` and `indent`, the columns of white space between what is used up and the
        next character.
        """
        text = self.text
        end = INDENT.match(text, self.pos).end()  # type: ignore[union-attr]
        column = self.true_column + end - self.pos
        while text[end] in "\t ":
            column = column + 4 - column % 4 if text[end] == "\t" else column + 1
            end += 1
        self.nonspace = end
        self.indent = column - self.column

    def advance(self, end: int, columns: int) -> None:
        """Use up the text before `end`, which is `columns` columns wide, white space in front of
        it left out of both.
        """
        self.column += columns
        self.true_column = self.column
        self.pos = end
        self.find_nonspace()

    def close(self, keep: int) -> None:
        """Close all containers but the first `keep`, and the leaf that is open in them."""
        if len(self.containers) <= keep:
            return
        self.close_leaf()
        while len(self.containers) > keep:
            container = self.containers.pop()
            if container.width < 0:
                self.depth -= 1
                self.blockquotes -= 1
            else:
                self.depth -= 2
            finish_container(container)

    def close_leaf(self) -> None:
        """End the open paragraph, fence or table, if there is one."""
        para = self.paragraph
        if para is not None:
            if self.text[para.to - 1] in " \t" or self.text[para.at] in self.ambiguous:
                self.end_paragraph(
                    para, (self.containers[-1] if self.containers else self.root).children
                )
            self.paragraph = None
        if self.open_leaf is not None:
            self.open_leaf.close(self)
            self.open_leaf = None
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
        self.containers.append(container)
        self.matched = len(self.containers)
        if container.width < 0:
            self.depth += 1
            self.blockquotes += 1
        else:
            self.depth += 2

    def close_unmatched(self) -> Container:
        """Close what the line does not belong to, because a block begins here; give the container
        it begins in.
        """
        self.close(self.matched)
        self.close_leaf()
        tip = self.containers[-1] if self.containers else self.root
        tip.is_empty = False
        return tip

    def add(self, draft: Draft) -> None:
        """Add a leaf where the line belongs."""
        self.close_unmatched().children.append(draft)

    def too_deep(self, start: int, levels: int = 2) -> bool:
        """Whether one more container would be too many; then it is reported."""
        if self.depth + levels < self.max_depth:
            return False
        self.report("nesting-too-deep", (start, start + 1))
        return True

    def find(self, needle: str, start: int) -> int:
        """Where a string is next, or -1. What was sought in vain once is not sought again."""
        if start < self.not_found.get(needle, self.end):
            found = self.text.find(needle, start, self.end)
            if found >= 0:
                return found
            self.not_found[needle] = start
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
