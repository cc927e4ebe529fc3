"""HTML among blocks.

In Markdown a block is one of seven kinds, distinguished by how its first line begins and ended by a
string or a blank line (CommonMark 4.6): `start_raw`.

In the hybrid dialect a line of nothing but tags is a block of its own, and anything between such
lines is Markdown, blank lines or not. A table, a figure, a section of footnotes, a heading and a
comment reach to their ends. Anything else that begins with a tag is a paragraph: `start_html`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import (
    CommentDraft,
    HeadingDraft,
    HtmlBlockDraft,
    HtmlFootnotesDraft,
    HtmlTableDraft,
)
from wikiparse.html.figures import html_figure
from wikiparse.html.tags import (
    BLOCK_TAGS,
    CLOSE_TAG,
    INLINE_TAGS,
    KNOWN_TAGS,
    STRICT_OPEN_TAG,
    TAG_LINE,
    TAG_NAME,
)
from wikiparse.markdown.blocks.code import code_line
from wikiparse.markdown.blocks.state import LEAF, NONE
from wikiparse.mediawiki import BLOCK_EXTENSIONS, CODE_TAGS, INCLUSION_TAGS
from wikiparse.source import trim

if TYPE_CHECKING:
    from wikiparse.drafts import Draft, HtmlFigureDraft
    from wikiparse.markdown.blocks.state import State, Step

# `(?=[\s/>])`: not `<tablesaw>`.
TABLE_TAG = re.compile(r"<(/?)table(?=[\s/>])", re.I)

# The class may be that of another tag before it or after it: `footnote_sections` says of which.
# <section id="a"
#          class="footnotes">      the alternatives are events: a tag begins, a class, a tag ends
SECTION = re.compile(r'(<section\b)|(\bclass="footnotes)|>')

# `<pre>` and `<syntaxhighlight>` are left out: within a line of text they may be code in it.
INTERRUPTING = INCLUSION_TAGS.union(BLOCK_TAGS, BLOCK_EXTENSIONS.keys() - CODE_TAGS)

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())

HEADING = re.compile(
    r"<h([1-6])(?=[\s>])[^<>\n]*+>"
    # No other heading in it, and no blank line: an unclosed `<h2>` must not take the page.
    r"(?P<content>(?>(?:[^<\n]++|<(?!/?h[1-6][\s>])|\n(?![ \t]*\n))*))</h\1>",
    re.I,
)
"""A heading with its end tag, in one paragraph."""

LINK_TAG = re.compile(r"<(?:a|img)[\s>]", re.I)

INLINE = INLINE_TAGS | {"math", "nowiki", "ref"}
"""Tags of inlines: alone on a line they begin no block."""


def start_html(state: State) -> Step:
    """A comment, a table, a figure, a section of footnotes, a heading, or a line of tags, in the
    hybrid dialect.
    """
    text, start = state.text, state.nonspace
    if text.startswith("<!--", start):
        return _comment(state, start)
    name = TAG_NAME.match(text, start)
    if name is None:
        return NONE
    tag = name[1].lower()
    # Within a block quote these would have its markers in them: there each line is read alone.
    if (
        tag == "table"
        and state.dialect.html_tables
        and (step := start_html_table(state)) is not NONE
    ):
        return step
    if (
        tag == "figure"
        and state.dialect.html_tables
        and not state.blockquotes
        and (figure := _figure(state, start)) is not None
    ):
        return _region(state, figure)
    if (
        tag == "section"
        and not state.blockquotes
        and start in footnote_sections(state)
        and (end_tag := state.find("</section>", start)) is not None
    ):
        return _region(state, HtmlFootnotesDraft(start, end_tag + len("</section>")))
    if (
        tag in HEADINGS
        and not state.blockquotes
        and (heading := HEADING.match(text, start, state.end)) is not None
    ):
        return _region(
            state,
            HeadingDraft(start, heading.end(), *trim(text, *heading.span("content")), int(tag[1])),
        )
    if not state.dialect.unknown_tags and tag not in KNOWN_TAGS:
        return NONE
    # Tags of inlines begin a paragraph. A line of other tags interrupts one only if HTML,
    # CommonMark and MediaWiki leave no doubt that it is a block.
    if tag in INLINE or (state.interrupts and tag not in INTERRUPTING):
        return NONE
    match = TAG_LINE.match(text, start, state.end)
    if match is None:
        return NONE
    # A link or an image: the tags around it are in its paragraph.
    if state.dialect.page_urls and (tag == "span" or LINK_TAG.search(match[0])):
        return NONE
    state.add(HtmlBlockDraft(start, start + len(match[0].rstrip(" \t"))))
    state.pos = match.end() + 1
    return LEAF


def start_html_table(state: State) -> Step:
    """A table up to its end tag."""
    start = state.nonspace
    # The markers of a block quote would be in the cells.
    if state.blockquotes or state.text[start + 1 : start + 6].lower() != "table":
        return NONE
    end = table_ends(state).get(start)
    if end is None:
        return NONE
    # The column of the tag, after the markers and the indentation of the containers.
    indent = state.column + state.indent if state.containers else 0
    return _region(state, HtmlTableDraft(start, end, indent))


def _figure(state: State, start: int) -> HtmlFigureDraft | None:
    end_tag = state.find("</figure>", start)
    return None if end_tag is None else html_figure(state.text, start, end_tag + len("</figure>"))


def _comment(state: State, start: int) -> Step:
    """A comment that nothing but white space follows on its last line."""
    text = state.text
    closing = state.find("-->", start + 4)
    if closing is None:
        return NONE
    end = closing + 3
    line_end = text.index("\n", end)
    # With text after it, it is an inline of a paragraph.
    # Within a block quote its markers would be in the comment.
    if text[end:line_end].strip(" \t") or (state.blockquotes and "\n" in text[start:end]):
        return NONE
    state.add(CommentDraft(start, end))
    state.pos = line_end + 1
    return LEAF


def _region(state: State, draft: Draft) -> Step:
    """A block that reaches to its end tag. The rest of that line begins another block."""
    state.add(draft)
    text, end = state.text, draft.end
    line_end = text.index("\n", end)
    # `</table> text`: the text begins a paragraph, as if it were on a line of its own.
    state.pos = line_end + 1 if not text[end:line_end].strip(" \t") else end
    return LEAF


def table_ends(state: State) -> dict[int, int]:
    """The offset after the end tag by the offset of the `<table>` it closes; found once for the
    whole page.
    """
    if state.table_ends is None:
        state.table_ends = {}
        opened: list[int] = []
        for match in TABLE_TAG.finditer(state.text, state.line_start, state.end):
            if not match[1]:
                opened.append(match.start())
            elif opened:  # tables nest: an end tag is that of the innermost open one
                # An end tag without `>` ends with its name.
                end = state.text.find(">", match.end() - 1, state.end) + 1
                state.table_ends[opened.pop()] = end or match.end()
    return state.table_ends


def footnote_sections(state: State) -> set[int]:
    """The offsets of the tags with `class="footnotes`; found once for the whole page, since a tag's
    end may be far from its line.
    """
    if state.footnote_sections is None:
        state.footnote_sections = set()
        opened: list[int] = []
        named = 0
        for match in SECTION.finditer(state.text, state.line_start, state.end):
            if match[1]:
                opened.append(match.start())
            elif match[2]:
                named = len(opened)
            else:
                # One `>` ends all tags that were begun before it; the class is in those that are
                # before it.
                state.footnote_sections.update(opened[:named])
                opened, named = [], 0
    return state.footnote_sections


# -------------------------------------------------------------------------------- seven kinds

# In the order of the specification's start conditions, 1 to 7.
RAW_START = re.compile(
    r"<(?:(?P<verbatim>pre|script|style|textarea)(?=[ \t>\n])"
    r"|(?P<comment>!--)"
    r"|(?P<instruction>\?)"
    r"|(?P<declaration>![A-Za-z])"
    r"|(?P<cdata>!\[CDATA\[)"
    # The longest of two names need not come first: the character after the name decides (`head`,
    # `header`).
    rf"|(?P<block>/?(?:{'|'.join(BLOCK_TAGS)})(?=[ \t\n>]|/>)))"
    rf"|(?P<other>(?:{STRICT_OPEN_TAG}|{CLOSE_TAG})(?=[ \t]*\n))",
    re.I | re.A,
)

RAW_END: dict[str, re.Pattern[str] | None] = {
    "verbatim": re.compile(r"</(?:pre|script|style|textarea)>", re.I | re.A),
    "comment": re.compile("-->"),
    "instruction": re.compile(r"\?>"),
    "declaration": re.compile(">"),
    "cdata": re.compile(r"\]\]>"),
    "block": None,
    "other": None,
}
"""The end of a block of a kind: a string, and its line is the last one; None for a blank line,
which is no part of the block."""


def start_raw(state: State) -> Step:
    """A block of one of the seven kinds; the last cannot interrupt a paragraph."""
    start = state.nonspace
    match = RAW_START.match(state.text, start, state.end)
    if match is None:
        return NONE
    kind = match.lastgroup or ""
    # The seventh kind is a whole tag on one line, though a tag may have line endings in it.
    if kind == "other" and (state.paragraph is not None or "\n" in match[0]):
        return NONE
    draft = HtmlBlockDraft(start, start)
    block = RawBlock(draft, RAW_END[kind])
    state.add(draft)
    state.open_leaf = block
    # The first line may be the last one: `<!-- a -->`.
    state.pos = block.add_line(state)
    return LEAF


class RawBlock:
    """An open block of raw HTML; `ending` is of `RAW_END`."""

    __slots__ = ("draft", "ending", "parts")

    def __init__(self, draft: HtmlBlockDraft, ending: re.Pattern[str] | None) -> None:
        self.draft: HtmlBlockDraft = draft
        self.ending: re.Pattern[str] | None = ending
        self.parts: list[str] = []

    def add_line(self, state: State) -> int:
        """Take a line, unless it is the blank one that ends the block."""
        text, pos = state.text, state.nonspace
        end = text.index("\n", pos)
        # Kinds 6 and 7 end at a blank line, the others have their own end, blank lines or not.
        if self.ending is None and pos == end:
            return state.blank_line()
        # All white space is kept: within `<pre>` it is content.
        self.parts.append(code_line(state, 0))
        self.draft.end = end
        if self.ending is not None and self.ending.search(text, pos, end):
            state.close_leaf()
        return end + 1

    def close(self, state: State) -> None:  # noqa: ARG002  # an `OpenLeaf` is given it
        """End the block; the white space at its end is no part of its span, but of its value."""
        self.draft.value = "".join(self.parts).rstrip("\n")
        self.parts = []


def interrupts(text: str, start: int) -> bool:
    """Whether a block begins here that may interrupt a paragraph or a table: the last of the seven
    kinds may not.
    """
    match = RAW_START.match(text, start)
    return match is not None and match.lastgroup != "other"
