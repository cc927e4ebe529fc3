"""Where are the blocks? One walk over the lines, with a stack of open containers.

The method is CommonMark's (0.31.2, appendix "A parsing strategy"): match the open containers, try the ordered block starts on what
is left of the line, then add the text. A run of plain lines outside of all containers is taken in one match.

    page       = [front matter] [notice] block*
    block      = heading | break | fence | quotation | list | table | HTML | footnote definition | paragraph
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from wikiparse.blocks import footnotes, headings, html, lists, quotes, references, tables
from wikiparse.blocks.code import Fence, indented_code, start_fence
from wikiparse.blocks.draft import Container, Draft, leaf
from wikiparse.blocks.steps import LEAF, NONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.dialect import Dialect

_TEXT = r"[^\n]*+(?>(?:\n(?!{other})[^\n]*+)*)"
_BLANKS = r"(?>(?:\n[ \t]*+(?=\n))*)"
HEADING, ENDED, PARAGRAPH = 3, 5, 6
"""The groups of the pattern `top` that tell apart what it took."""


@cache
def _patterns(dialect: Dialect) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is taken in one match: blocks outside of all containers, and the further lines of a paragraph.

    The first is what most pages are made of: blank lines, a heading, or a paragraph with the blank lines behind it. The second takes
    lazy lines in.
    """
    signs = "#>|:<-" if not dialect.setext_headings else "#>|:<=-"
    # What a line may begin with that is perhaps no more text of a paragraph; what is named here for caution is decided line by line.
    other = rf"[ \t]*+(?:\n|\Z|[{signs}]|[+*][ \t\n]|\[\^|`{{3}}|~{{3}}|[0-9]{{1,9}}[.)][ \t\n]|\*[ \t]*\*[ \t]*\*|_[ \t]*_[ \t]*_)"
    text = _TEXT.format(other=other)
    bracket = r"| {0,3}\[" if dialect.reference_definitions else ""
    top = re.compile(
        r"((?>(?:[ \t]*+\n)+))"
        rf"|(#{{1,6}}) +([^\n# \t][^\n#]*+(?<![ \t])){_BLANKS}\n"
        rf"|(?! {{4}}| {{0,3}}\t{bracket}|{other}) {{0,3}}+({text})((?>(?:\n[ \t]*+(?=\n))+)\n)?()"
    )
    return top, re.compile(rf"(?!{other}){text}")


INDENTED = " \t\n-+*0123456789"
"""How a line may begin that goes on with a list: with blanks, a marker, or nothing."""
INDENT = re.compile(r" *+")


class Lines:
    """The state of the walk. `at` is where the current line goes on, `column` how many columns of it are used up."""

    __slots__ = (
        "at", "column", "deep", "dialect", "end", "footnotes", "indent", "line", "matched", "max_depth", "misses", "more", "nonspace",
        "odd", "para", "quotes", "raw", "references", "report", "root", "sections", "stack", "starts", "table", "tables", "text", "top",
        "true_column",
    )  # fmt: skip

    def __init__(
        self, text: str, start: int, end: int, dialect: Dialect, max_depth: int, report: Callable[[str, tuple[int, int]], None]
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
        self.raw: Fence | html.RawBlock | None = None  # an open leaf without inlines
        self.table: Draft | None = None
        self.tables: dict[int, int] | None = None
        self.sections: set[int] | None = None
        self.line = self.at = self.nonspace = start
        self.column = self.true_column = self.indent = self.matched = 0
        self.misses: dict[str, int] = {}
        self.starts = _starts(dialect)
        self.top, self.more = _patterns(dialect)
        self.odd = "|[" if dialect.reference_definitions else "|"  # how a paragraph may begin that is perhaps something else
        self.references: dict[str, references.Reference] = {}  # by normal label; the first definition counts
        self.footnotes: set[str] = set()  # the normal labels of those that are defined

    # -------------------------------------------------------------------------------- the walk

    def run(self) -> Draft:
        """Read all lines."""
        at, end = self.line, self.end
        while at < end:
            if self.stack:
                at = self.read_in_list(at) if self.raw is None and not self.quotes else self.read_line(at)
            elif self.para is None and self.raw is None and self.table is None:
                at = self.read_top(at)
            else:
                at = self.read_open(at)
        self.close(0)
        self.close_leaf()
        lists.finish(self.root)
        self.root.info = (self.references, self.footnotes)
        return self.root

    def read_top(self, at: int) -> int:
        """Read blocks outside of all containers, as long as they are plain; give where they are not."""
        text, end, top, item = self.text, self.end, self.top.match, lists.PLAIN_ITEM.match
        append = self.root.children.append
        while at < end and (m := top(text, at, end)):
            kind = m.lastindex
            if kind == HEADING:
                begin, stop = m.span(3)
                append(Draft("heading", at, stop, begin, stop, m.end(2) - at))
            elif kind == PARAGRAPH:
                begin, stop = m.span(4)
                para = leaf("paragraph", begin, stop)
                append(para)
                if m.start(ENDED) < 0:  # another block may follow at once, or none
                    self.para = para
                    return min(stop + 1, end)
                if text[stop - 1] in " \t":
                    self.finish_paragraph(para, self.root.children)
            at = m.end()
        if at < end:
            if (m := item(text, at, end)) and (stop := lists.add_plain_items(self, m)):
                return stop
            if text[at] == "[" and self.dialect.footnote_definitions and (stop := footnotes.add_empty_definitions(self, at)) > at:
                return stop
            return self.read_line(at)
        return at

    def read_open(self, at: int) -> int:
        """Read a line outside of all containers where a leaf is open."""
        text, end = self.text, self.end
        para = self.para
        if para is not None:
            if text[at] == "\n":
                self.close_leaf()
                return at + 1
            if m := self.more.match(text, at, end):
                para.end = para.to = m.end()
                return min(m.end() + 1, end)
        return self.read_line(at)

    def read_in_list(self, at: int) -> int:
        """Read a line in a list item or a footnote definition, where no quotation is open."""
        text, end, para = self.text, self.end, self.para
        if text[at] == "\n" and self.dialect.blank_start_items:
            self.close_leaf()
            return at + 1
        if para is None:
            if text[at] not in INDENTED:
                self.close(0)  # no list goes on in the first column
                return at
        elif m := self.more.match(text, at, end):
            para.end = para.to = m.end()
            return min(m.end() + 1, end)
        if (m := lists.PLAIN_ITEM.match(text, at, end)) and (stop := lists.add_plain_items(self, m)):
            return stop
        return self.read_line(at)

    def read_line(self, at: int) -> int:
        """Read the line at `at`, perhaps with lines behind it; give the start of the next."""
        self.line = at
        self.at = at
        self.column = self.true_column = 0
        self.find_nonspace()
        if self.stack:
            self.match_containers()
        else:
            self.matched = 0
        text = self.text
        if self.matched == len(self.stack):
            if self.raw is not None:
                return self.raw.add_line(self)
            if self.table is not None:
                if text[self.nonspace] != "\n" and self.begins_nothing():
                    return tables.add_row(self)
                self.table = None
        if text[self.nonspace] == "\n":
            return self.blank_line()
        return self.begin_blocks()

    def begin_blocks(self) -> int:
        """Try the block starts on what is left of the line, then take it as text."""
        text = self.text
        while self.indent < 4:
            step = NONE
            for start in self.starts.get(text[self.nonspace], ()):
                step = start(self, self.nonspace)
                if step != NONE:
                    break
            if step == NONE:
                return self.add_text()
            if step == LEAF:
                return self.at
            if text[self.nonspace] == "\n":
                return self.nonspace + 1
        if self.para is None and self.dialect.indented_code:
            return indented_code(self)
        return self.add_text()

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
        """Set `nonspace` and `indent`, the columns of white space between what is used up and the next character."""
        text = self.text
        stop = INDENT.match(text, self.at).end()  # type: ignore[union-attr]
        column = self.true_column + stop - self.at
        while text[stop] in "\t ":
            column = column + 4 - column % 4 if text[stop] == "\t" else column + 1
            stop += 1
        self.nonspace = stop
        self.indent = column - self.column

    def use(self, stop: int, columns: int) -> None:
        """Use up the text before `stop`, which is `columns` columns wide, white space in front of it left out of both."""
        self.column += columns
        self.true_column = self.column
        self.at = stop
        self.find_nonspace()

    def match_containers(self) -> None:
        """Find how many of the open containers the line belongs to; what marks that is used up."""
        text = self.text
        blank = text[self.nonspace] == "\n"
        self.matched = 0
        for container in self.stack:
            width = container.width
            if width < 0:
                if blank or self.indent > 3 or text[self.nonspace] != ">":
                    return
                container.end = self.nonspace + 1  # a line of nothing but the marker belongs to it
                quotes.use_marker(self)
                blank = text[self.nonspace] == "\n"
            elif blank:
                if container.is_empty and not self.dialect.blank_start_items:
                    return
                used = min(self.indent, width)
                self.column += used
                self.indent -= used
            elif self.indent >= width:
                self.column += width
                self.indent -= width
            else:
                return
            self.matched += 1

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
            lists.finish(container)

    def close_leaf(self) -> None:
        """End the open paragraph, fence or table, if there is one."""
        para = self.para
        if para is not None:
            if self.text[para.to - 1] in " \t" or self.text[para.at] in self.odd:
                self.finish_paragraph(para, (self.stack[-1] if self.stack else self.root).children)
            self.para = None
        if self.raw is not None:
            self.raw.close(self)
            self.raw = None
        self.table = None

    def finish_paragraph(self, para: Draft, siblings: list[Draft]) -> None:
        """Cut the white space at the end. The paragraph may begin with definitions, or be a table of nothing but `|` rows."""
        text = self.text
        stop = para.to
        while stop > para.at and text[stop - 1] in " \t":
            stop -= 1
        para.end = para.to = stop
        if self.dialect.tables_without_rule and text[para.at] == "|":
            tables.table_without_rule(self, para)
        elif self.dialect.reference_definitions and text[para.at] == "[":
            references.take_definitions(self, para, siblings)

    def push(self, container: Container, siblings: list[Draft]) -> None:
        """Open a container, as the last of `siblings`; what the line does not belong to must have been closed."""
        siblings.append(container)
        self.stack.append(container)
        self.matched = len(self.stack)
        if container.width < 0:
            self.deep += 1
            self.quotes += 1
        else:
            self.deep += 2

    def settle(self) -> Container:
        """Close what the line does not belong to, because a block begins here; give the container it begins in."""
        self.close(self.matched)
        self.close_leaf()
        tip = self.stack[-1] if self.stack else self.root
        tip.is_empty = False
        return tip

    def add(self, draft: Draft) -> None:
        """Add a leaf where the line belongs."""
        self.settle().children.append(draft)

    def too_deep(self, at: int, levels: int = 2) -> bool:
        """Whether one more container would be too many; then it is reported."""
        if self.deep + levels < self.max_depth:
            return False
        self.report("nesting-too-deep", (at, at + 1))
        return True

    def find(self, needle: str, at: int) -> int:
        """Where a string is next, or -1. What was sought in vain once is not sought again."""
        if at < self.misses.get(needle, self.end):
            found = self.text.find(needle, at, self.end)
            if found >= 0:
                return found
            self.misses[needle] = at
        return -1

    # -------------------------------------------------------------------------------- lines without a block start

    def blank_line(self) -> int:
        """A line of nothing but white space."""
        self.close(self.matched)
        self.close_leaf()
        return self.nonspace + 1

    def begins_nothing(self) -> bool:
        """Whether the line could not begin a block of its own: then it may be a row of the table above."""
        if self.indent >= 4:
            return False
        first = self.text[self.nonspace]
        if first == "<" and self.dialect.html_blocks:
            return not html.interrupts(self.text, self.nonspace)
        return first == "|" or first not in self.starts or not INTERRUPTS.match(self.text, self.nonspace)

    def add_text(self) -> int:
        """Take the rest of the line as text of a paragraph, the open one or a new one."""
        text, at = self.text, self.nonspace
        stop = text.index("\n", at)
        para = self.para
        if para is not None:  # perhaps a lazy line: the paragraph's containers stay open
            para.end = para.to = stop
            if para.lines is not None:
                para.lines.append((at, stop))
            return stop + 1
        para = leaf("paragraph", at, stop)
        self.add(para)  # a quotation that the line does not belong to is closed by now
        if self.quotes:
            para.lines = [(at, stop)]
        self.para = para
        return stop + 1


INTERRUPTS = re.compile(
    r"#{1,6}(?:[ \t]|$)|>|[-+*](?:[ \t]+\S|$)|\d{1,9}[.)](?:[ \t]|$)|`{3}|~{3}|</?[A-Za-z!]|\[\^[^\]\n]+\]:|([-*_])(?:[ \t]*\1){2,}[ \t]*$",
    re.M,
)


@cache
def _starts(dialect: Dialect) -> dict[str, tuple[Callable[[Lines, int], int], ...]]:
    """The block starts to try, in order, by the first character of what is left of a line."""
    bullets = (headings.start_break, lists.start_item)  # "* * *" is a break, not three items
    # The order of cmark-gfm: "- | -" below a paragraph is an item, not the rule row of a table.
    table = (tables.start_table,) if dialect.tables else ()
    setext = (headings.start_setext,) if dialect.setext_headings else ()
    starts: dict[str, tuple[Callable[[Lines, int], int], ...]] = {
        "#": (headings.start_heading,),
        "=": setext,
        ">": (quotes.start_quote,),
        "-": (*setext, *bullets, *table),
        "*": bullets,
        "+": (lists.start_item,),
        "_": (headings.start_break,),
        "`": (start_fence,),
        "~": (start_fence,),
        "|": table,
        ":": table,
        "<": (html.start_raw if dialect.html_blocks else html.start_html,),
    }
    for digit in "0123456789":
        starts[digit] = (lists.start_item,)
    if dialect.footnote_definitions:
        starts["["] = (footnotes.start_definition,)
    return {first: tried for first, tried in starts.items() if tried}


def parse_blocks(
    text: str, start: int, end: int, dialect: Dialect, max_depth: int, report: Callable[[str, tuple[int, int]], None]
) -> Draft:
    """The blocks between two offsets as a draft of kind "page". `text[end - 1]` must be a line ending; no span takes it in.

    Its `info` are the definitions of link references by label, and the labels of footnotes that are defined.
    """
    return Lines(text, start, end, dialect, max_depth, report).run()


def is_one_paragraph(dialect: Dialect, text: str, at: int, to: int) -> bool:
    """Whether there is nothing but the lines of a paragraph between two offsets."""
    return _patterns(dialect)[1].fullmatch(text, at, to) is not None
