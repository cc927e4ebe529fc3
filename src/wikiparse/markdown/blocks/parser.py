"""Where are the blocks? One walk over the lines, with a stack of open containers.

The method is CommonMark's (0.31.2, appendix "A parsing strategy"): match the open containers, try
the ordered block starts on what is left of the line, then add the text. A run of plain lines
outside of all containers is taken in one match.

    page       = [front matter] [notice] block*
    block      = heading | break | fence | quotation | list | table | HTML | footnote definition |
    paragraph
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from wikiparse.drafts import Draft, leaf
from wikiparse.markdown.blocks import (
    blockquotes,
    footnotes,
    headings,
    html,
    link_definitions,
    lists,
    state,
    tables,
)
from wikiparse.markdown.blocks.code import indented_code, start_fence
from wikiparse.markdown.blocks.state import LEAF, NONE, State, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.dialect import Dialect

_TEXT = r"[^\n]*+(?>(?:\n(?!{other})[^\n]*+)*)"

_BLANKS = r"(?>(?:\n[ \t]*+(?=\n))*)"

HEADING, ENDED, PARAGRAPH = 3, 5, 6
"""The groups of the pattern `top` that tell apart what it took."""


@cache
def _patterns(dialect: Dialect) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is taken in one match: blocks outside of all containers, and the further lines of a
    paragraph.

    The first is what most pages are made of: blank lines, a heading, or a paragraph with the blank
    lines behind it. The second takes lazy lines in.
    """
    signs = "#>|:<-" if not dialect.setext_headings else "#>|:<=-"
    # What a line may begin with that is perhaps no more text of a paragraph; what is named here for
    # caution is decided line by line.
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


class Parser(State):
    """The loop over the lines: match the open containers, try the block starts, add the text."""

    __slots__ = ("plain_blocks", "plain_lines", "starts")

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        dialect: Dialect,
        max_depth: int,
        report: Callable[[str, tuple[int, int]], None],
    ) -> None:
        super().__init__(text, start, end, dialect, max_depth, report)
        self.starts = _starts(dialect)
        self.plain_blocks, self.plain_lines = _patterns(dialect)

    def run(self) -> Draft:
        """Read all lines."""
        pos, end = self.line_start, self.end
        while pos < end:
            if self.containers:
                pos = (
                    self.read_in_list(pos)
                    if self.open_leaf is None and not self.blockquotes
                    else self.read_line(pos)
                )
            elif self.paragraph is None and self.open_leaf is None and self.table is None:
                pos = self.read_top(pos)
            else:
                pos = self.read_open(pos)
        self.close(0)
        self.close_leaf()
        state.finish_container(self.root)
        self.root.info = (self.link_definitions, self.footnote_labels)
        return self.root

    def read_top(self, pos: int) -> int:
        """Read blocks outside of all containers, as long as they are plain; give where they are
        not.
        """
        text, end, top, item = self.text, self.end, self.plain_blocks.match, lists.PLAIN_ITEM.match
        append = self.root.children.append
        while pos < end and (m := top(text, pos, end)):
            kind = m.lastindex
            if kind == HEADING:
                begin, stop = m.span(3)
                append(Draft("heading", pos, stop, begin, stop, m.end(2) - pos))
            elif kind == PARAGRAPH:
                begin, stop = m.span(4)
                para = leaf("paragraph", begin, stop)
                append(para)
                if m.start(ENDED) < 0:  # another block may follow at once, or none
                    self.paragraph = para
                    return min(stop + 1, end)
                if text[stop - 1] in " \t":
                    self.end_paragraph(para, self.root.children)
            pos = m.end()
        if pos < end:
            if (m := item(text, pos, end)) and (stop := lists.add_plain_items(self, m)):
                return stop
            if (
                text[pos] == "["
                and self.dialect.footnote_definitions
                and (stop := footnotes.add_empty_definitions(self, pos)) > pos
            ):
                return stop
            return self.read_line(pos)
        return pos

    def read_open(self, start: int) -> int:
        """Read a line outside of all containers where a leaf is open."""
        text, end = self.text, self.end
        para = self.paragraph
        if para is not None:
            if text[start] == "\n":
                self.close_leaf()
                return start + 1
            if m := self.plain_lines.match(text, start, end):
                para.end = para.to = m.end()
                return min(m.end() + 1, end)
        return self.read_line(start)

    def read_in_list(self, start: int) -> int:
        """Read a line in a list item or a footnote definition, where no quotation is open."""
        text, end, para = self.text, self.end, self.paragraph
        if text[start] == "\n" and self.dialect.blank_start_items:
            self.close_leaf()
            return start + 1
        if para is None:
            if text[start] not in INDENTED:
                self.close(0)  # no list goes on in the first column
                return start
        elif m := self.plain_lines.match(text, start, end):
            para.end = para.to = m.end()
            return min(m.end() + 1, end)
        if (m := lists.PLAIN_ITEM.match(text, start, end)) and (
            stop := lists.add_plain_items(self, m)
        ):
            return stop
        return self.read_line(start)

    def read_line(self, start: int) -> int:
        """Read the line at `start`, perhaps with lines behind it; give the start of the next."""
        self.line_start = start
        self.pos = start
        self.column = self.true_column = 0
        self.find_nonspace()
        if self.containers:
            self.match_containers()
        else:
            self.matched = 0
        text = self.text
        if self.matched == len(self.containers):
            if self.open_leaf is not None:
                return self.open_leaf.add_line(self)
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
                step = start(self)
                if step is not NONE:
                    break
            if step is NONE:
                return self.add_text()
            if step is LEAF:
                return self.pos
            if text[self.nonspace] == "\n":
                return self.nonspace + 1
        if self.paragraph is None and self.dialect.indented_code:
            return indented_code(self)
        return self.add_text()

    def match_containers(self) -> None:
        """Find how many of the open containers the line belongs to; what marks that is used up."""
        text = self.text
        blank = text[self.nonspace] == "\n"
        self.matched = 0
        for container in self.containers:
            width = container.width
            if width < 0:
                if blank or self.indent > 3 or text[self.nonspace] != ">":
                    return
                container.end = self.nonspace + 1  # a line of nothing but the marker belongs to it
                blockquotes.consume_marker(self)
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

    def end_paragraph(self, para: Draft, siblings: list[Draft]) -> None:
        """Cut the white space at the end.

        The paragraph may begin with definitions, or be a table of nothing but `|` rows.
        """
        text = self.text
        end = para.to
        while end > para.at and text[end - 1] in " \t":
            end -= 1
        para.end = para.to = end
        if self.dialect.tables_without_delimiter_row and text[para.at] == "|":
            tables.table_without_rule(self, para)
        elif self.dialect.reference_definitions and text[para.at] == "[":
            link_definitions.take_definitions(self, para, siblings)

    def begins_nothing(self) -> bool:
        """Whether the line could not begin a block of its own: then it may be a row of the table
        above.
        """
        if self.indent >= 4:
            return False
        first = self.text[self.nonspace]
        if first == "<" and self.dialect.html_blocks:
            return not html.interrupts(self.text, self.nonspace)
        return (
            first == "|"
            or first not in self.starts
            or not INTERRUPTS.match(self.text, self.nonspace)
        )

    def add_text(self) -> int:
        """Take the rest of the line as text of a paragraph, the open one or a new one."""
        text, pos = self.text, self.nonspace
        end = text.index("\n", pos)
        para = self.paragraph
        if para is not None:  # perhaps a lazy line: the paragraph's containers stay open
            para.end = para.to = end
            if para.lines is not None:
                para.lines.append((pos, end))
            return end + 1
        para = leaf("paragraph", pos, end)
        self.add(para)  # a quotation that the line does not belong to is closed by now
        if self.blockquotes:
            para.lines = [(pos, end)]
        self.paragraph = para
        return end + 1


INTERRUPTS = re.compile(
    r"#{1,6}(?:[ \t]|$)|>|[-+*](?:[ \t]+\S|$)|\d{1,9}[.)](?:[ \t]|$)|`{3}|~{3}|</?[A-Za-z!]|\[\^[^\]\n]+\]:|([-*_])(?:[ \t]*\1){2,}[ \t]*$",
    re.M,
)


@cache
def _starts(dialect: Dialect) -> dict[str, tuple[Callable[[State], Step], ...]]:
    """The block starts to try, in order, by the first character of what is left of a line."""
    bullets = (headings.start_break, lists.start_item)  # "* * *" is a break, not three items
    # The order of cmark-gfm: "- | -" below a paragraph is an item, not the rule row of a table.
    table = (tables.start_table,) if dialect.tables else ()
    setext = (headings.start_setext,) if dialect.setext_headings else ()
    starts: dict[str, tuple[Callable[[State], Step], ...]] = {
        "#": (headings.start_heading,),
        "=": setext,
        ">": (blockquotes.start_quote,),
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
    text: str,
    start: int,
    end: int,
    dialect: Dialect,
    max_depth: int,
    report: Callable[[str, tuple[int, int]], None],
) -> Draft:
    """The blocks between two offsets as a draft of kind "page".

    `text[end - 1]` must be a line ending; no span takes it in.

    Its `info` are the definitions of link references by label, and the labels of footnotes that are
    defined.
    """
    return Parser(text, start, end, dialect, max_depth, report).run()


def is_one_paragraph(dialect: Dialect, text: str, start: int, end: int) -> bool:
    """Whether there is nothing but the lines of a paragraph between two offsets."""
    return _patterns(dialect)[1].fullmatch(text, start, end) is not None
