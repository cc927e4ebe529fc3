"""Where are the blocks? One walk over the lines, with a stack of open containers.

The method is CommonMark's (0.31.2, appendix "A parsing strategy"): match the open containers, try
the ordered block starts on the rest of the line, then add the text. A run of plain lines
outside of all containers is taken in one match.

    page       = [front matter] [notice] block*
    block      = heading | break | fence | block quote | list | table | HTML | footnote definition |
    paragraph
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from wikiparse.drafts import HeadingDraft, PageDraft, ParagraphDraft, leaf
from wikiparse.markdown.blocks.blockquotes import start_blockquote
from wikiparse.markdown.blocks.code import (
    find_divided_code,
    indented_code,
    is_description,
    start_fence,
)
from wikiparse.markdown.blocks.definition_lists import start_details
from wikiparse.markdown.blocks.divs import start_div
from wikiparse.markdown.blocks.footnotes import add_empty_definitions, start_definition
from wikiparse.markdown.blocks.grid_tables import start_grid_table
from wikiparse.markdown.blocks.headings import start_break, start_heading, start_setext
from wikiparse.markdown.blocks.html import interrupts, start_html, start_html_table, start_raw
from wikiparse.markdown.blocks.line_blocks import take_line_block
from wikiparse.markdown.blocks.link_definitions import take_definitions
from wikiparse.markdown.blocks.lists import (
    FANCY_MARKER,
    add_plain_items,
    plain_item,
    start_item,
)
from wikiparse.markdown.blocks.simple_tables import start_header, start_text_table
from wikiparse.markdown.blocks.state import LEAF, NONE, State, Step
from wikiparse.markdown.blocks.tables import add_row, start_table, table_of_rows
from wikiparse.source import trim

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wikiparse.dialect import Dialect
    from wikiparse.drafts import Draft, PipeTableDraft

    BlockStart = Callable[[State], Step]


def parse_blocks(
    text: str,
    start: int,
    end: int,
    dialect: Dialect,
    max_depth: int,
    report: Callable[[str, tuple[int, int]], None],
) -> PageDraft:
    """The blocks between two offsets.

    `text[end - 1]` must be a line ending; no span takes it in.
    """
    return Parser(text, start, end, dialect, max_depth, report).run()


class Parser(State):
    """The loop over the lines: match the open containers, try the block starts, add the text."""

    __slots__ = ("plain_blocks", "plain_item", "plain_lines", "starts", "starts_in_paragraph")
    pos: int
    limit: int
    matched: int
    paragraph: ParagraphDraft | None
    table: PipeTableDraft | None
    plain_blocks: re.Pattern[str]
    plain_lines: re.Pattern[str]

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
        self.starts: Mapping[str, tuple[BlockStart, ...]] = _starts(dialect)
        self.starts_in_paragraph: Mapping[str, tuple[BlockStart, ...]] = _starts_in_paragraph(
            dialect
        )
        self.plain_blocks, self.plain_lines = _patterns(dialect)
        self.plain_item: re.Pattern[str] = plain_item(dialect)

    def run(self) -> PageDraft:
        """Read all lines."""
        pos, end = self.line_start, self.end
        if self.dialect.attributes:
            for start, stop in find_divided_code(self.text, pos, end):
                self.limit = max(self.text.rfind("\n", pos, start) + 1, pos)
                pos = self.read_to_limit(pos)
                self.limit = end
                if pos < stop:
                    pos = self.read_divided_code(pos, start, stop)
        self.read_to_limit(pos)
        # At the end of the page everything is closed, as by a line that belongs to nothing.
        self.close_containers(0)
        self.close_leaf()
        self.root.finish()
        return self.page

    def read_to_limit(self, pos: int) -> int:
        """Read the lines up to the limit; returns the start of the next.

        `read_line` alone would do; the other three are ways to read many lines at once.
        """
        # which way reads a line       containers   leaf
        # read_plain_blocks            none         none
        # read_in_leaf                 none         a paragraph, code, raw HTML or a table
        # read_in_list                 lists        none, a paragraph or a table
        # read_line                    any          any
        limit = self.limit
        while pos < limit:
            if self.containers:
                if self.open_leaf is None and not self.blockquotes:
                    pos = self.read_in_list(pos)
                else:
                    pos = self.read_line(pos)
            elif self.paragraph is None and self.open_leaf is None and self.table is None:
                pos = self.read_plain_blocks(pos)
            else:
                pos = self.read_in_leaf(pos)
        return pos

    def read_divided_code(self, pos: int, start: int, stop: int) -> int:
        """Read the line that a code span begins in, and all up to its end if they are text; returns
        the start of the next.
        """
        if start >= pos:
            pos = self.read_line(pos)
        paragraph = self.paragraph
        if paragraph is None or pos >= stop or self.text[paragraph.content_start] == "|":
            return pos
        end = self.text.index("\n", stop)
        paragraph.end = paragraph.content_end = end
        if paragraph.lines is not None:
            paragraph.lines.append((pos, end))
        return end + 1

    # -------------------------------------------------------------------------------- the method

    def read_line(self, start: int) -> int:
        """Read the line at `start`, perhaps with lines after it; returns the start of the next."""
        # CommonMark, appendix, phase 1, step 1: walk down the open containers, as far as the line
        # continues them.
        self.line_start = self.pos = start
        self.column = self.char_column = 0
        self.find_nonspace()
        self.matched = 0
        for container in self.containers:
            if not container.continues(self):
                break
            self.matched += 1
        text = self.text
        # Only now: where a container is not continued, its leaf gets no more lines, but for the
        # lazy ones of a paragraph (`add_text`).
        if self.matched == len(self.containers):
            if self.open_leaf is not None:
                return self.open_leaf.add_line(self)
            if self.table is not None:
                # GFM 4.10: a table ends at a blank line or where another block begins.
                if text[self.nonspace] != "\n" and self.is_row():
                    return add_row(self)
                self.table = None
        if text[self.nonspace] == "\n":
            return self.blank_line()
        return self.begin_blocks()

    def begin_blocks(self) -> int:
        """Try the block starts on the rest of the line, then take it as text."""
        text = self.text
        # Step 2: a container that opens leaves a rest of the line, in which the next block may
        # begin. Four columns of indentation are code, or the text of a paragraph.
        while self.indent < 4:
            # Asked for in each round: a container that opened has ended the paragraph.
            starts = self.starts if self.paragraph is None else self.starts_in_paragraph
            for start in starts.get(text[self.nonspace], ()):
                step = start(self)
                if step is not NONE:
                    break
            else:
                return self.add_text()
            if step is LEAF:
                return self.pos
            # An empty item or block quote: the line is used up, and no paragraph begins.
            if text[self.nonspace] == "\n":
                return self.nonspace + 1
        # Indented code interrupts no paragraph (CommonMark 4.4).
        if self.paragraph is None:
            if self.dialect.text_tables and start_header(self):
                return self.pos
            if self.dialect.indented_code and not (
                self.dialect.spaced_rows and is_description(self)
            ):
                return indented_code(self)
        return self.add_text()

    def add_text(self) -> int:
        """Take the rest of the line as text of a paragraph, the open one or a new one."""
        text, start = self.text, self.nonspace
        end = text.index("\n", start)
        paragraph = self.paragraph
        if paragraph is not None:
            # Perhaps a lazy line: then the paragraph's containers stay open.
            # Step 3. Without block quotes a paragraph is one stretch of the source, and only its
            # end moves; `lines` are kept where markers are between its lines.
            paragraph.end = paragraph.content_end = end
            if paragraph.lines is not None:
                paragraph.lines.append((start, end))
            return end + 1
        paragraph = leaf(ParagraphDraft, start, end)
        self.add(paragraph)  # a block quote that the line does not belong to is closed by now
        if self.blockquotes:
            paragraph.lines = [(start, end)]
        self.paragraph = paragraph
        return end + 1

    def end_paragraph(self, paragraph: ParagraphDraft, siblings: list[Draft]) -> None:
        """Cut the white space at the end.

        The paragraph may begin with definitions, or be a table of nothing but `|` rows.
        """
        text, start = self.text, paragraph.content_start
        # Not `.rstrip()`: U+3000 and no-break spaces are content (CommonMark 2.1 counts spaces and
        # tabs).
        end = trim(text, start, paragraph.content_end, " \t")[1]
        paragraph.end = paragraph.content_end = end
        # The order matters: in one dialect a bar begins a row, in another a line of verse.
        if self.dialect.tables_without_delimiter_row and text[start] == "|":
            siblings[-1] = table_of_rows(text, paragraph)
        elif (
            self.dialect.line_blocks
            and text[start] == "|"
            and (self.containers or text[start - 1 : start] != " ")  # none is indented
        ):
            take_line_block(text, paragraph, siblings)
        elif self.dialect.reference_definitions and text[start] == "[":
            take_definitions(self, paragraph, siblings)

    def is_row(self) -> bool:
        """Whether the line is a row of the table above: no other block begins in it (GFM 4.10)."""
        if self.indent >= 4:
            return False
        text, nonspace = self.text, self.nonspace
        if self.dialect.spaced_rows and not self.ends_as_row():
            return False
        if self.dialect.text_tables:
            return text.find("|", nonspace, text.index("\n", nonspace)) >= 0
        # Which characters begin a block says `starts`; whether one does, `INTERRUPTS`. A bar is
        # asked first, since most rows begin with it.
        first = text[nonspace]
        if first == "<" and self.dialect.html_blocks:
            return not interrupts(text, nonspace)
        return first == "|" or first not in self.starts or not INTERRUPTS.match(text, nonspace)

    def ends_as_row(self) -> bool:
        """Whether the line may be a row by its end: all rows of html2text end with two spaces."""
        assert self.table is not None  # the caller's condition
        text, header = self.text, self.table.rows[0]
        if text[header.start] == "|" or not text.startswith("  \n", header.end):
            return True
        return text.endswith("  ", self.nonspace, text.index("\n", self.nonspace))

    # -------------------------------------------------------------------------------- fast paths

    def read_plain_blocks(self, pos: int) -> int:
        """Read blocks outside of all containers, as long as they are plain; returns where they are
        not.

        The equal of `read_line` on each line, with `start_heading`, `add_text` and `blank_line`.
        """
        text, end, plain_blocks = self.text, self.limit, self.plain_blocks.match
        append = self.root.children.append
        while pos < end and (m := plain_blocks(text, pos, end)):
            # `lastindex` is the last group that took part; the empty group 6 marks a paragraph
            # whatever its other groups did.
            group = m.lastindex
            if group == HEADING:
                start, stop = m.span(3)
                append(HeadingDraft(pos, stop, start, stop, m.end(2) - pos))
            elif group == PARAGRAPH:
                start, stop = m.span(4)
                paragraph = leaf(ParagraphDraft, start, stop)
                append(paragraph)
                if m.start(ENDED) < 0:  # another block may follow at once, or none
                    self.paragraph = paragraph
                    return min(stop + 1, end)
                # All that `close_leaf` would ask: the pattern takes no paragraph that begins like a
                # definition.
                if text[stop - 1] in " \t":
                    self.end_paragraph(paragraph, self.root.children)
            pos = m.end()
        if pos == end:
            return pos
        # Not plain: the commonest next are lists, then definitions of footnotes.
        if (m := self.plain_item.match(text, pos, end)) and (next_line := add_plain_items(self, m)):
            return next_line
        if text[pos] == "[" and self.dialect.footnote_definitions:
            next_line = add_empty_definitions(self, pos)
            if next_line > pos:
                return next_line
        return self.read_line(pos)

    def read_in_leaf(self, start: int) -> int:
        """Read a line outside of all containers where a leaf is open.

        Of a paragraph further lines, as `add_text` would take them one by one, or a blank line.
        """
        text, end = self.text, self.limit
        paragraph = self.paragraph
        if paragraph is not None:
            if text[start] == "\n":
                self.close_leaf()
                return start + 1
            if m := self.plain_lines.match(text, start, end):
                paragraph.end = paragraph.content_end = m.end()
                return min(m.end() + 1, end)
        return self.read_line(start)

    def read_in_list(self, start: int) -> int:
        """Read a line in a list item or a footnote definition, where no block quote is open.

        Lazy lines of a paragraph, as `add_text` would take them one by one, a blank line, or plain
        items. A line that is not indented ends all lists.
        """
        text, end, paragraph = self.text, self.limit, self.paragraph
        # Elsewhere an item that is still empty ends at its second blank line, which only
        # `ListItem.continues` knows.
        if text[start] == "\n" and self.dialect.blank_start_items:
            self.close_leaf()
            return start + 1
        if paragraph is None:
            # "- item", a blank line, and then "text": no paragraph is open that the line could
            # continue, and the first column is not within any list.
            if text[start] not in INDENTED:
                self.close_containers(0)  # no list goes on in the first column
                return start
        elif m := self.plain_lines.match(text, start, end):
            paragraph.end = paragraph.content_end = m.end()
            return min(m.end() + 1, end)
        if (m := self.plain_item.match(text, start, end)) and (
            next_line := add_plain_items(self, m)
        ):
            return next_line
        return self.read_line(start)


INDENTED = " \t\n-+*0123456789"
"""How a line may begin that goes on with a list: with white space, a marker, or nothing."""

# Heading, block quote, items, fences, HTML, footnote definition, thematic break.
INTERRUPTS = re.compile(
    r"#{1,6}(?:[ \t]|$)|>|[-+*](?:[ \t]+\S|$)|\d{1,9}[.)](?:[ \t]|$)|`{3}|~{3}|</?[A-Za-z!]"
    r"|\[\^[^\]\n]+\]:|([-_*])(?:[ \t]*\1){2,}[ \t]*$",
    re.M,
)


# -------------------------------------------------------------------------------- by dialect

DIGITS, LETTERS = "0123456789", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

STARTS: tuple[tuple[str, BlockStart, Callable[[Dialect], bool]], ...] = (
    ("#", start_heading, lambda _: True),
    (">", start_blockquote, lambda _: True),
    # A line of dashes below a paragraph is its underline rather than a break.
    ("=-", start_setext, lambda dialect: dialect.setext_headings),
    # One with more of them below begins a table rather than being a break.
    ("-", start_text_table, lambda dialect: dialect.text_tables),
    ("+", start_grid_table, lambda dialect: dialect.text_tables),
    # "* * *" is a break, not three items.
    ("-*_", start_break, lambda _: True),
    (f"-+*{DIGITS}", start_item, lambda _: True),
    (f"#(@{LETTERS}", start_item, lambda dialect: dialect.fancy_lists),
    # The order of cmark-gfm: "- | -" below a paragraph is an item, not a delimiter row.
    ("-|:", start_table, lambda dialect: dialect.tables),
    ("`~", start_fence, lambda _: True),
    # A table has blank lines that would end a raw block.
    ("<", start_html_table, lambda dialect: dialect.html_blocks and dialect.html_tables),
    (":", start_div, lambda dialect: dialect.fenced_divs),
    (":~", start_details, lambda dialect: dialect.definition_lists),
    ("<", start_raw, lambda dialect: dialect.html_blocks),
    ("<", start_html, lambda dialect: not dialect.html_blocks),
    ("[", start_definition, lambda dialect: dialect.footnote_definitions),
)
"""The order of the attempts: the characters that may begin a block, its start, and which dialects
have it."""

IN_PARAGRAPH = frozenset(
    (
        start_setext, start_text_table, start_item, start_table, start_fence, start_div,
        start_details, start_raw, start_html,
    )
)  # fmt: skip
"""The starts of blocks that may follow a line of a paragraph directly; others need a blank line
before them."""


@cache
def _starts(dialect: Dialect) -> Mapping[str, tuple[BlockStart, ...]]:
    """The block starts to try, in order, by the first character of the rest of a line."""
    starts: dict[str, tuple[BlockStart, ...]] = {}
    for characters, start, is_on in STARTS:
        if is_on(dialect):
            for first in characters:
                # A character may begin several blocks: for "-" an underline, a table, a break, an
                # item, a delimiter row.
                starts[first] = (*starts.get(first, ()), start)
    return starts


@cache
def _starts_in_paragraph(dialect: Dialect) -> Mapping[str, tuple[BlockStart, ...]]:
    """Those to try where a paragraph is open."""
    starts = _starts(dialect)
    if not dialect.blank_before_blocks:
        return starts
    return {
        first: tuple([start for start in tried if start in IN_PARAGRAPH])
        for first, tried in starts.items()
    }


# The rest of a line, and all lines after it that do not begin with `other`. In each line only its
# beginning is looked at twice.
_TEXT = r"[^\n]*+(?>(?:\n(?!{other})[^\n]*+)*)"

_BLANKS = r"(?>(?:\n[ \t]*+(?=\n))*)"

#     blank lines   group 1
#     heading       2 the #s, 3 the content
#     paragraph     4 the text, 5 the blank lines after it if there are any, 6 always
HEADING, ENDED, PARAGRAPH = 3, 5, 6
"""The groups of the pattern `plain_blocks` by which its alternatives are distinguished."""


@cache
def _patterns(dialect: Dialect) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of text that is taken in one match: blocks outside of all containers, and the
    further lines of a paragraph.

    The first takes most of a page: blank lines, a heading, or a paragraph with the
    blank lines after it. The second takes lazy lines in.
    """
    # A class of characters, so "-" is last and "[" is not in it: only `[^` may begin a block within
    # a paragraph.
    characters = "~" if dialect.definition_lists else ""
    characters += "#>|:<-" if not dialect.setext_headings else "#>|:<=-"
    # How a line may begin that is perhaps no more text of a paragraph. This errs on the side of
    # caution: such a line is decided by `read_line`.
    more = FANCY_MARKER if dialect.fancy_lists else ""
    more += r"|\+[-=:]" if dialect.text_tables else ""
    other = (
        rf"[ \t]*+(?:\n|\Z|[{characters}]|[+*][ \t\n]|\[\^|`{{3}}|~{{3}}|[0-9]{{1,9}}[.)][ \t\n]"
        rf"|\*[ \t]*\*[ \t]*\*|_[ \t]*_[ \t]*_{more})"
    )
    text = _TEXT.format(other=other)
    # Outside of lists little may follow a line of a paragraph where others need a blank line.
    further = _TEXT.format(other=r"[ \t]*+(?:\n|\Z|[|:~<=-]|`{3})")
    first = further if dialect.blank_before_blocks else text
    brace = r"{" if dialect.attributes else ""
    # A heading may go on in the next line: `start_heading` reads it.
    ended = r"(?=\n[ \t]*+(?:\n|\Z))" if dialect.spaced_rows else ""
    bracket = r"| {0,3}\[" if dialect.reference_definitions else ""
    # A heading with `#` or a brace in its content may have a closing sequence or attributes:
    # `start_heading` reads it. `(?! {4}| {0,3}\t…)`: not indented code.
    plain_blocks = re.compile(
        r"((?>(?:[ \t]*+\n)+))"
        rf"|(#{{1,6}}) +([^\n# \t{brace}][^\n#{brace}]*+(?<![ \t])){ended}{_BLANKS}\n"
        rf"|(?! {{4}}| {{0,3}}\t{bracket}|{other}) {{0,3}}+({first})((?>(?:\n[ \t]*+(?=\n))+)\n)?()"
    )
    return plain_blocks, re.compile(rf"(?!{other}){text}")


def is_one_paragraph(dialect: Dialect, text: str, start: int, end: int) -> bool:
    """Whether there is nothing but the lines of a paragraph between two offsets."""
    return _patterns(dialect)[1].fullmatch(text, start, end) is not None
