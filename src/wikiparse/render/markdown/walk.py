"""The writer of Markdown: a walk over a tree with a stack of its own, the lines and their prefixes,
and the contexts that decide which characters are markup.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from wikiparse.nodes.base import Node
from wikiparse.nodes.inlines import shown
from wikiparse.nodes.soft_breaks import is_cjk, without_soft_breaks
from wikiparse.render.markdown import escape
from wikiparse.render.markdown.content import HOISTED, SPACES, is_block, runs, written
from wikiparse.render.markdown.delimiters import (
    CaptionText,
    Choice,
    Closer,
    Opener,
    SoftBreak,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wikiparse.render.markdown.flavors import Flavor
    from wikiparse.render.markdown.page import PageContext


class Context(NamedTuple):
    """Where in a page a node is written, which decides which characters are markup there."""

    in_line: bool = False
    """No new line may begin: blocks are written one after the other, with `<br>` between."""
    special: str = ""
    """Characters that are markup here, besides those that are everywhere."""
    in_cell: bool = False
    """In the cell of a pipe table."""
    in_link: bool = False
    """In the text of a link, which may hold no other."""
    in_image: bool = False
    """In the text of an image."""
    in_blockquote: bool = False
    """In a block quote, where no reader finds the cells of an HTML table."""
    depth: int = 0
    """How many lists, block quotes and tables are around."""

    def line(self, special: str = "") -> Context:
        """Within one line, with further characters that are markup."""
        return self._replace(in_line=True, special=self.special + special)

    def below(self) -> Context:
        """Within one more list, block quote or table."""
        return self._replace(depth=self.depth + 1)


Item = tuple[Node, Context] | str | Callable[[], None]
"""Something to write: a node and where it is, markup, or a call."""
Handlers = dict[type[Node], Callable[[Any, Any, Context], None]]

DEEPEST = 24
"""Lists and block quotes that nest deeper are written without their markers, so that prefixes do
not outweigh the text."""


class Writer:
    """Writes a tree. `todo` holds the items that are still to be written, the next one last."""

    def __init__(self, flavor: Flavor, page: PageContext, handlers: Handlers) -> None:
        self.flavor = flavor
        self.page = page
        self.handlers = handlers
        self.out: list[Any] = []
        """Markup, and delimiters that are chosen in the end."""
        self.todo: list[Item] = []
        self.prefix = ""
        """The markup before each line of the containers that are open."""
        self.endings = 0
        """Line endings to be written before the next markup."""
        self.space = ""
        """White space to be written before the next markup, unless a line ends before it."""
        self.gap = ""
        """The same after the marker of a container, in place of any other."""
        self.starts_line = True
        self.starts_item = False
        """Whether the marker of a list item is all that the line has."""
        self.marker = ""
        """The last such marker."""
        self.special_next = ""
        """Characters that would be markup if they were written next."""
        self.line_start = 0
        """The length of the output where the line, or the cell, began."""
        self.hard_breaks = 0
        """Hard line breaks to be written before the next markup of the block."""
        self.line_break = "<br>" if flavor.flanking else "<br />"
        self.breaks = False
        """Whether a line break is to be written before the next markup."""
        self.top = Context()
        self.line_begun = 0
        """The length of the output after the markers and the white space that its line begins
        with."""
        self.begun = -1
        """The length of the output where the content of an item began below its marker."""
        self.list_before: tuple[str, int, str, bool] = ("", -1, "", False)
        """The last list: its kind, the length of the output and the prefix where it ended, and
        whether it has the second kind of marker.
        """
        self.openers: list[Opener] = []
        """The opening delimiters that wait for their content, which begins without white space."""
        self.open: list[Opener] = []

    def run(self) -> None:
        """Write the items of `todo`."""
        todo, handlers = self.todo, self.handlers
        while todo:
            top = todo.pop()
            if isinstance(top, str):
                self.write(top)
            elif isinstance(top, tuple):
                handlers[top[0].__class__](self, *top)
            else:
                top()

    def result(self) -> str:
        """All that was written."""
        return settle(self.out, is_flanking=self.flavor.flanking)

    def push(self, *items: Item) -> None:
        """Write these next, in this order."""
        self.todo += items[::-1]

    # --- the items of children

    def blocks(
        self,
        children: Sequence[Node],
        context: Context,
        *,
        tight: bool = False,
        apart: bool = False,
    ) -> list[Item]:
        """Blocks on lines of their own, blank lines between them unless `tight`; inlines among them
        are paragraphs. With `apart` each template is one of its own.
        """
        items: list[Item] = []
        for number, run in enumerate(runs(shown(children), apart=apart)):
            if number:
                items.append(partial(self.separate, 1 if tight else 2))
            if is_block(run[0]):
                items.append((run[0], context))
            else:
                items += self.inlines(run, context)
        return items

    def begin_list(self, kind: str) -> bool:
        """Begin a list with bullets or numbers; return whether it needs the second kind of marker,
        since another such list is right before it.
        """
        before = self.list_before
        if before[:3] != (kind, len(self.out), self.prefix):
            return False
        if self.flavor.bullets is None:
            self.write(escape.SEPARATOR)
            self.separate()
            return False
        return not before[3]

    def end_list(self, kind: str, is_second: bool) -> None:
        """End a list of at least one item."""
        self.list_before = (kind, len(self.out), self.prefix, is_second)

    def inlines(self, children: Iterable[Node], context: Context) -> list[Item]:
        """Inlines, one after the other."""
        found = written(
            children,
            self.flavor,
            in_link=context.in_link and self.flavor.flanking,
            in_image=context.in_image,
        )
        return [(child, context) for child in found]

    def flow(
        self, children: Sequence[Node], context: Context, *, apart: bool = False
    ) -> list[Item]:
        """Blocks and inlines: on lines of their own, or all in one line where no other begins,
        with a line break between any two blocks.
        """
        if not context.in_line:
            return self.blocks(children, context, apart=apart)
        items: list[Item] = []
        for run in runs(shown(children), apart=apart):
            if items:
                items.append(self.break_line)
            items += self.inlines(run, context)
        return items

    def break_line(self) -> None:
        """Break the line before whatever is written next, unless it is the first of the line."""
        self.breaks = True
        if len(self.out) > self.line_start:
            self.space = ""

    # --- lines

    def separate(self, count: int = 2) -> None:
        """Begin a new line before whatever is written next, after `count` line endings."""
        if self.starts_item:
            self.hard_breaks = 0
            return  # the marker of an item is all that was written: the block goes beside it
        if len(self.out) == self.begun:
            count = 1  # the blank line would be that of a block of which nothing was written
        self.endings = max(self.endings, count)
        self.end_line()
        self.starts_line = True
        self.starts_item = False
        self.special_next = ""

    def begin_below(self) -> None:
        """Begin the content of an item on the line below its marker."""
        self.separate(1)
        self.begun = len(self.out)

    def end_line(self) -> None:
        """Drop white space and breaks, which are written only before more of the same line."""
        self.gap = self.space = ""
        self.hard_breaks = 0
        self.breaks = False

    def begin(self, markup: str) -> None:
        """Write markup that leaves the start of a line where it is: the marker of a container."""
        self._flush()
        self.out.append(markup)
        self.line_begun = len(self.out)
        self.starts_line = True

    def _flush(self) -> None:
        """Write the line endings, the white space and the line breaks that wait."""
        if self.breaks:
            self.breaks = False
            if len(self.out) > self.line_start:
                self.hard_breaks = max(self.hard_breaks, 1)
        if self.endings:
            if self.out:
                self.out.append(
                    ("\n" + self.prefix.rstrip(" ")) * (self.endings - 1) + "\n" + self.prefix
                )
                self.line_begun = len(self.out)
            self.endings = 0
        elif self.gap or (self.space and not self.hard_breaks):
            self.out.append(self.gap or self.space)
            self.line_begun += bool(self.gap)
        self.gap = self.space = ""
        if self.hard_breaks:
            self.out.append(self.line_break * self.hard_breaks)
            self.hard_breaks = 0

    def write(self, markup: Any) -> None:
        """Write markup, or text whose markup characters are escaped."""
        if not markup:
            return
        if self.space == "\n":
            self.space = SoftBreak(" ") if self._ends_in_cjk() else " "
        self._flush()
        if self.openers:
            self.out += self.openers
            self.openers.clear()
        elif (
            self.flavor.embedded_wikitext
            and str(markup)[0] == "{"
            and self.out
            and str(self.out[-1])[-1:] == "-"
        ):
            # A template after a hyphen would begin the markup of language variants.
            self.out[-1] = str(self.out[-1])[:-1] + "&#45;"
        self.out.append(markup)
        self.starts_line = self.starts_item = False
        self.special_next = ""

    def _ends_in_cjk(self) -> bool:
        """Whether the last character that was written is Chinese or Japanese."""
        last = self.out[-1] if self.out else ""
        return isinstance(last, str) and is_cjk(last[-1:])

    def lines(self, *lines: str) -> None:
        """Write whole lines, as they are."""
        for number, line in enumerate(lines):
            if number:
                self.out.append("\n" + (self.prefix + line if line else self.prefix.rstrip(" ")))
            else:
                self.write(line)

    # --- text

    def text(self, value: str, context: Context) -> None:
        """Write text."""
        value = escape.readable(value) if "\r" in value or "\0" in value else value
        if "\n" in value:
            value = self._in_one_line(value, context)
        body = value.strip(SPACES)
        if not body:
            if not self.starts_line and value:
                self.space = self.space or value
            return
        if self.hard_breaks and not self.starts_line:
            self._break_before_text(context)
        start = value[: value.index(body[0])] if value[0] in SPACES else ""
        end = value[len(start) + len(body) :]
        if start and not self.starts_line and not self.space and not self.hard_breaks:
            self.space = start
        if self.space == "\n":
            self.space = "" if self._ends_in_cjk() and is_cjk(body[0]) else " "
        if self.openers:
            rest = body.lstrip(HOISTED)
            if rest != body:
                # A no-break space goes before the delimiters, which need a character after them.
                self._flush()
                start = body[: len(body) - len(rest)]
                if context.in_image:
                    start = CaptionText.of(start, partial(self._caption, context.special))
                self.out.append(start)
                self.starts_line = False
                self.special_next = ""
                if not rest:
                    self.space = end
                    return
                body = rest
        flavor = self.flavor
        if context.in_image:
            made: str = CaptionText.of(body, partial(self._caption, context.special))
        else:
            made = escape.text(
                body,
                flavor,
                context.special,
                starts_line=self.starts_line and not self.openers,
                in_link=context.in_link,
            )
        is_beside = not (self.space or self.hard_breaks or self.breaks)
        if is_beside and made[0] in self.special_next:
            # In a hybrid `\(` may begin a formula.
            is_formula = made[0] == "(" and not flavor.flanking
            made = "&#40;" + made[1:] if is_formula else "\\" + made
        self.write(made)
        self.space = end

    def _caption(self, special: str, value: str) -> str:
        """Text of the caption of an image."""
        flavor = self.flavor
        if flavor.flanking:
            return escape.text(value, flavor, special, starts_line=False, in_link=True)
        # In a hybrid a bar begins options that a converter left.
        special = special if "|" in special else special + "|"
        made = escape.text(value, flavor, special, starts_line=False, in_link=True)
        return made.replace("\\|", "&#124;")

    def _break_before_text(self, context: Context) -> None:
        """Write one hard line break as the end of a line, where the next begins with text."""
        end = self.flavor.hard_break
        # A tag alone on its line would begin a block of HTML.
        is_alone = end[0] == " " and len(self.out) == self.line_begun + 1 and _is_tag(self.out[-1])
        if self.hard_breaks == 1 and end.endswith("\n") and not context.in_line and not is_alone:
            self.out.append(end + self.prefix)
            self.hard_breaks = 0
            self.space = ""
            self.starts_line = True
            self.line_begun = len(self.out)

    def _in_one_line(self, value: str, context: Context) -> str:
        """Text without soft line breaks, but for one at an end that its neighbor decides on."""
        ends_line = value.endswith("\n") and not context.in_line and value.__class__ is str
        made = without_soft_breaks(value)
        if not ends_line or not made.endswith(" "):
            return made
        rest = made.rstrip(" ")
        return rest + ("\n" if len(made) - len(rest) == 1 else " ")

    # --- delimiters

    def open_delimiter(self, kind: str, context: Context) -> None:
        """Begin emphasis, or text that is struck out."""
        # The alternative text of an image has no tags.
        opener = Opener(kind, has_tags=not context.in_image)
        self.openers.append(opener)
        self.open.append(opener)

    def close_delimiter(self) -> None:
        """End the innermost one."""
        opener = self.open.pop()
        if self.openers and self.openers[-1] is opener:  # it holds nothing
            self.openers.pop()
            return
        self.out.append(Closer(opener))

    def code(self, value: str, context: Context) -> None:
        """Write a code span."""
        last = self.out[-1] if self.out and isinstance(self.out[-1], str) else ""
        is_beside = not (
            self.space or self.openers or self.endings or self.hard_breaks or self.breaks
        )
        if is_beside and last[:1] == last[-1:] == "`" and self.flavor.flanking:
            # The alternative text of an image would show the separator.
            self.write(" " if context.in_image else escape.SEPARATOR)
        # Two backticks are the end of one span and the start of the next in a hybrid.
        is_span = self.flavor.flanking or "`" not in value
        span = escape.code_span(value, in_cell=context.in_cell) if is_span else None
        if span is None and self.flavor.flanking and context.in_image:
            # The alternative text of an image would show the tags.
            self.text(value, context)
        else:
            self.write(escape.html_code(value, in_cell=context.in_cell) if span is None else span)

    def bracket(self, markup: str) -> None:
        """Write the opening bracket of a link or an image."""
        self.write(markup)
        self.special_next = "^"  # `[^` may begin a footnote reference

    def choose(self, preferred: str, other: str = "") -> None:
        """Write markup in the first form, or in the second, or with separators, where letters are
        beside it.
        """
        self.write(Choice(preferred, other, escape.SEPARATOR))


def _is_tag(part: Any) -> bool:
    return isinstance(part, str) and part[0] == "<" and part[-1] == ">"
