"""The result of the block phase: a tree of drafts, ranges of the text without any inline node.

One class for each kind of block, of both grammars; a field that only one kind has is a field of its
class. All offsets are code points in the text that is parsed, ranges are half-open.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeVar

from wikiparse.text_cache import text_cache

Ranges = list[tuple[int, int]]

Attributes = tuple[tuple[str, str], ...]


class Draft:
    """A block that was found: where it starts and ends."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start: int = start
        self.end: int = end

    # Classes that a page has many of fill all fields themselves: with `super().__init__` a draft
    # takes nearly twice as long.

    def __repr__(self) -> str:
        names = [
            name
            for cls in reversed(type(self).__mro__)
            for name in cls.__dict__.get("__slots__", ())
        ]
        fields = ", ".join(f"{name}={getattr(self, name, None)!r}" for name in names)
        return f"{type(self).__name__}({fields})"


class ContentDraft(Draft):
    """A block with a range of content in it, between its markup."""

    __slots__ = ("content_end", "content_start")

    def __init__(self, start: int, end: int, content_start: int, content_end: int) -> None:
        self.start = start
        self.end = end
        self.content_start: int = content_start
        self.content_end: int = content_end


class LeafDraft(ContentDraft):
    """A block of inlines and nothing else.

    `lines` are the ranges of its lines where the markers of a block quote are between them, or None
    where the content is one range but for indentation.
    """

    __slots__ = ("lines",)

    def __init__(self, start: int, end: int, content_start: int, content_end: int) -> None:
        self.start = start
        self.end = end
        self.content_start = content_start
        self.content_end = content_end
        self.lines: Ranges | None = None


class ParentDraft(Draft):
    """A block that holds blocks."""

    __slots__ = ("children",)

    def __init__(self, start: int, end: int, children: list[Draft] | None = None) -> None:
        self.start = start
        self.end = end
        self.children: list[Draft] = [] if children is None else children


class ParagraphDraft(LeafDraft):
    """A paragraph."""

    __slots__ = ()
    start: int
    content_start: int
    lines: Ranges | None

    def is_one_line(self, text: str) -> bool:
        """Whether its content is on one line."""
        if self.lines is not None:
            return len(self.lines) == 1
        return text.find("\n", self.content_start, self.content_end) < 0

    def line_ranges(self, text: str) -> Ranges:
        """The ranges of its lines, without their indentation."""
        if self.lines is not None:
            return self.lines
        ranges = []
        pos, end = self.content_start, self.content_end
        while pos < end:
            stop = text.find("\n", pos, end)
            stop = end if stop < 0 else stop
            while pos < stop and text[pos] in " \t":
                pos += 1
            ranges.append((pos, stop))
            pos = stop + 1
        return ranges

    def keep(self, ranges: Ranges) -> None:
        """Cut the lines before some of its last ones."""
        self.start = self.content_start = ranges[0][0]
        if self.lines is not None:
            self.lines = ranges


L = TypeVar("L", bound=LeafDraft)

_new: Any = object.__new__


def leaf(cls: type[L], start: int, end: int) -> L:
    """A leaf whose content is all of it, made quickly: pages consist of these.

    Without the call of `__init__` it takes two thirds of the time.
    """
    draft: L = _new(cls)
    draft.start = draft.content_start = start
    draft.end = draft.content_end = end
    draft.lines = None
    return draft


class HeadingDraft(LeafDraft):
    """A heading; its content is the text between its markup."""

    __slots__ = ("attributes", "level")

    def __init__(
        self, start: int, end: int, content_start: int, content_end: int, level: int
    ) -> None:
        self.start = start
        self.end = end
        self.content_start = content_start
        self.content_end = content_end
        self.lines: Ranges | None = None
        self.level: int = level
        self.attributes: Attributes = ()


class ThematicBreakDraft(Draft):
    """A thematic break."""

    __slots__ = ()


class CommentDraft(Draft):
    """A comment, `<!--` and `-->` in its range."""

    __slots__ = ()


# -------------------------------------------------------------------------------- containers


class BlockquoteDraft(ParentDraft):
    """A block quote."""

    __slots__ = ()


class ListItemDraft(ParentDraft):
    """An item of a list."""

    __slots__ = ()


class ListDraft(Draft):
    """A list.

    `marker` is the bullet, or the delimiter after the numbers: items with another one are of
    another list (CommonMark 5.3). `first_number` is None for a bullet list.
    """

    __slots__ = ("first_number", "items", "marker")

    def __init__(self, start: int, end: int, marker: str, first_number: int | None) -> None:
        self.start = start
        self.end = end
        self.marker: str = marker
        self.first_number: int | None = first_number
        self.items: list[ListItemDraft] = []


class FlatListDraft(Draft):
    """A list of wikitext whose items are one line each, as most are.

    Of each item it has where that starts, and where its content starts and ends; that of an
    empty one would start at its end or behind it. No item has a draft of its own.
    """

    __slots__ = ("first_number", "items")

    def __init__(
        self, start: int, end: int, first_number: int | None, items: list[tuple[int, int, int]]
    ) -> None:
        self.start = start
        self.end = end
        self.first_number: int | None = first_number
        self.items: list[tuple[int, int, int]] = items


class DescriptionTermDraft(LeafDraft):
    """A term, and the lists that wikitext nests in it."""

    __slots__ = ("children",)

    def __init__(self, start: int, end: int, content_start: int = 0, content_end: int = 0) -> None:
        super().__init__(start, end, content_start, content_end)
        self.children: list[Draft] = []


class DescriptionDetailsDraft(ParentDraft):
    """The details of a term."""

    __slots__ = ()


class DescriptionListDraft(Draft):
    """A list of terms and details, in the order of the source."""

    __slots__ = ("items",)

    def __init__(
        self,
        start: int,
        end: int,
        items: list[DescriptionTermDraft | DescriptionDetailsDraft] | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.items: list[DescriptionTermDraft | DescriptionDetailsDraft] = items or []


class FootnoteDefinitionDraft(ParentDraft):
    """The definition of a footnote, under a label as it is written."""

    __slots__ = ("label",)

    def __init__(self, start: int, end: int, label: str) -> None:
        super().__init__(start, end)
        self.label: str = label


# -------------------------------------------------------------------------------- tables


class PipeRowDraft(Draft):
    """A row of a pipe table: the ranges of its cells."""

    __slots__ = ("cells",)

    def __init__(self, start: int, end: int, cells: Ranges) -> None:
        self.start = start
        self.end = end
        self.cells: Ranges = cells


class PipeTableDraft(Draft):
    """A pipe table.

    `alignments` are those of its columns: "left", "center", "right" or None. They are None where
    the delimiter row was lost: then there is no header row either.
    """

    __slots__ = ("alignments", "caption", "rows")

    def __init__(
        self, start: int, end: int, alignments: list[str | None] | None, rows: list[PipeRowDraft]
    ) -> None:
        self.start = start
        self.end = end
        self.alignments: list[str | None] | None = alignments
        self.rows: list[PipeRowDraft] = rows
        self.caption: ParagraphDraft | None = None


class TextCellDraft:
    """A cell of a text table: the ranges of its lines, without the space around them.

    `start` and `end` are those of its first line. `is_exact`: the other lines have nothing of other
    cells between them. `cuts`: the indexes of lines that go on with the one before.
    """

    __slots__ = (
        "align", "colspan", "cuts", "end", "is_exact", "is_header", "lines", "rowspan", "start"
    )  # fmt: skip
    start: int
    end: int
    rowspan: int
    colspan: int

    def __init__(
        self, first_line: tuple[int, int], lines: Ranges, is_header: bool, align: str | None
    ) -> None:
        self.start, self.end = first_line
        self.lines: Ranges = lines
        self.is_header: bool = is_header
        self.align: str | None = align
        self.rowspan = self.colspan = 1
        self.is_exact: bool = False
        self.cuts: frozenset[int] = frozenset()


class TextRowDraft(Draft):
    """A row of a text table, which may be several lines."""

    __slots__ = ("cells",)

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.cells: list[TextCellDraft] = []


class TextTableDraft(Draft):
    """A table that is drawn with characters: a simple, multiline or grid table of pandoc's.

    `has_blocks`: its cells hold blocks.
    """

    __slots__ = ("caption", "has_blocks", "rows")

    def __init__(self, start: int, end: int, *, has_blocks: bool) -> None:
        self.start = start
        self.end = end
        self.has_blocks: bool = has_blocks
        self.rows: list[TextRowDraft] = []
        self.caption: ParagraphDraft | None = None


# White space is possessive: without a number after it, a megabyte of it would be tried again from
# each of its characters.
CELL_SPAN = re.compile(r"\b(rowspan|colspan)\s*+=\s*+(?:[\"']\s*+)?(\d{1,6})", re.I)

CELL_ALIGN = re.compile(r"\b(?:align\s*=\s*[\"']?|text-align:\s*)(left|right|center)", re.I)


class TableCellDraft(ContentDraft):
    """A cell of a table of HTML or wikitext.

    `raw` is the source of its attributes, and `attributes` is where they are, if templates are in
    them.
    """

    __slots__ = ("align", "attributes", "colspan", "is_header", "raw", "rowspan")
    rowspan: int
    colspan: int

    def __init__(
        self,
        start: int,
        end: int,
        content_start: int,
        content_end: int,
        is_header: bool,
        attributes: str,
    ) -> None:
        self.start = start
        self.end = end
        self.content_start = content_start
        self.content_end = content_end
        self.is_header: bool = is_header
        self.rowspan = self.colspan = 1
        self.align: str | None = None
        self.raw: str = attributes
        self.attributes: tuple[int, int] | None = None
        if attributes:
            self.rowspan, self.colspan, self.align = _facts(attributes)


@text_cache(1024)
def _facts(attributes: str) -> tuple[int, int, str | None]:
    """The rows and columns that a cell takes, and its alignment."""
    # A table has the same attributes in each of its rows.
    rowspan = colspan = 1
    for name, digits in CELL_SPAN.findall(attributes):
        # HTML: `colspan="0"` is 1; six digits are enough for any limit.
        number = max(1, int(digits))
        if name.lower() == "rowspan":
            rowspan = number
        else:
            colspan = number
    match = CELL_ALIGN.search(attributes)
    return rowspan, colspan, match[1].lower() if match else None


class TableRowDraft(Draft):
    """A row of a table of HTML or wikitext.

    `before` are the offsets of anything before its first cell, each with whether it is
    attributes; `raw` is the source of its attributes.
    """

    __slots__ = ("before", "cells", "raw")

    def __init__(self, start: int, end: int, raw: str = "") -> None:
        self.start = start
        self.end = end
        self.raw: str = raw
        self.cells: list[TableCellDraft] = []
        self.before: list[tuple[int, int, bool]] = []


class TableCaptionDraft(ContentDraft):
    """The caption of a table of HTML or wikitext; `raw` is the source of its attributes."""

    __slots__ = ("raw",)

    def __init__(
        self, start: int, end: int, content_start: int, content_end: int, raw: str = ""
    ) -> None:
        super().__init__(start, end, content_start, content_end)
        self.raw: str = raw


class HtmlTableDraft(Draft):
    """A `<table>`; `html.tables` finds its rows and cells when it is built.

    `indent` is the white space before it that belongs to the list items and footnotes around it: so
    much the lines in its cells may have, too.
    """

    __slots__ = ("indent",)

    def __init__(self, start: int, end: int, indent: int = 0) -> None:
        self.start = start
        self.end = end
        self.indent: int = indent


class HtmlItemDraft(Draft):
    """An item of a list of HTML: `<li>`, `<dt>` or `<dd>`. Its parts are ranges of content, and
    lists.
    """

    __slots__ = ("parts", "tag")

    def __init__(self, start: int, end: int, tag: str) -> None:
        self.start = start
        self.end = end
        self.tag: str = tag
        self.parts: list[tuple[int, int] | HtmlListDraft] = []

    def add(self, start: int, end: int) -> None:
        """Add a range of content, if it is not empty."""
        if start < end:
            self.parts.append((start, end))


class HtmlListDraft(Draft):
    """A list of HTML: `<ul>`, `<ol>` with the number of its first item, or `<dl>`."""

    __slots__ = ("first_number", "items", "tag")

    def __init__(self, start: int, end: int, tag: str, first_number: int | None) -> None:
        self.start = start
        self.end = end
        self.tag: str = tag
        self.first_number: int | None = first_number
        self.items: list[HtmlItemDraft] = []


class HtmlFigureDraft(ContentDraft):
    """A `<figure>` of one image; its content is the caption. `image` is the range of `<img>`."""

    __slots__ = ("image",)

    def __init__(
        self,
        start: int,
        end: int,
        image: tuple[int, int],
        content_start: int,
        content_end: int,
    ) -> None:
        super().__init__(start, end, content_start, content_end)
        self.image: tuple[int, int] = image


class WikitextTableDraft(ContentDraft):
    """A table of wikitext; its content is the text between `{|` and `|}`."""

    __slots__ = ("is_closed",)

    def __init__(
        self, start: int, end: int, content_start: int, content_end: int, is_closed: bool
    ) -> None:
        super().__init__(start, end, content_start, content_end)
        self.is_closed: bool = is_closed


# -------------------------------------------------------------------------------- Markdown alone


class CodeBlockDraft(Draft):
    """A code block: the lines of code with their line endings, in parts, and a fence's info string
    as it is written.
    """

    __slots__ = ("info_string", "is_fenced", "parts")

    def __init__(self, start: int, end: int, is_fenced: bool, info_string: str = "") -> None:
        self.start = start
        self.end = end
        self.is_fenced: bool = is_fenced
        self.info_string: str = info_string
        self.parts: list[str] = []


class RawBlockDraft(Draft):
    """A code block that is markup of another format: the ranges of its lines, of which those
    without a prefix between them may be one.
    """

    __slots__ = ("format", "lines")

    def __init__(self, start: int, end: int, format_name: str) -> None:
        self.start = start
        self.end = end
        self.format: str = format_name
        self.lines: Ranges = []


class LineBlockDraft(Draft):
    """A line block: of each line the ranges that it is written on."""

    __slots__ = ("lines",)

    def __init__(self, start: int, end: int, lines: list[Ranges]) -> None:
        self.start = start
        self.end = end
        self.lines: list[Ranges] = lines


class DivDraft(ParentDraft):
    """A part of the page with attributes."""

    __slots__ = ("attributes",)

    def __init__(self, start: int, end: int, children: list[Draft], attributes: Attributes) -> None:
        super().__init__(start, end, children)
        self.attributes: Attributes = attributes


class HtmlBlockDraft(Draft):
    """Raw HTML. `value` is None where it is the source from start to end."""

    __slots__ = ("value",)

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.value: str | None = None


class HtmlFootnotesDraft(Draft):
    """A `<section class="footnotes">`; `html.footnotes` finds its items when it is built."""

    __slots__ = ()


class HtmlFootnoteDraft(ContentDraft):
    """A footnote of such a section: its item and the identifier."""

    __slots__ = ("identifier",)

    def __init__(self, start: int, end: int, identifier: str) -> None:
        super().__init__(start, end, end, end)
        self.identifier: str = identifier


class LinkDefinition(NamedTuple):
    """A link reference definition as it is written, escapes not undone yet (CommonMark 4.7)."""

    label: str
    url: str
    title: str
    attributes: Attributes = ()


class LinkDefinitionDraft(Draft):
    """A link reference definition, and its range."""

    __slots__ = ("definition",)

    def __init__(self, start: int, end: int, definition: LinkDefinition) -> None:
        self.start = start
        self.end = end
        self.definition: LinkDefinition = definition


class FrontMatterDraft(ContentDraft):
    """Front matter; its content is the text between the fences."""

    __slots__ = ()


class ConversionNoticeDraft(Draft):
    """The converter's notice: the title and the URL of the page as they are written."""

    __slots__ = ("title", "url")

    def __init__(self, start: int, end: int, title: str, url: str) -> None:
        self.start = start
        self.end = end
        self.title: str = title
        self.url: str = url


class PageDraft(ParentDraft):
    """The page itself, and the names that it defines: the inline phase must know them all.

    Definitions are by normalized label, the first one of a label counts; `footnote_labels` are the
    normalized labels of the footnotes that are defined. Examples are numbered through the page.
    """

    __slots__ = ("example_numbers", "examples", "footnote_labels", "link_definitions")

    def __init__(self, start: int, end: int) -> None:
        super().__init__(start, end)
        self.link_definitions: dict[str, LinkDefinition] = {}
        self.footnote_labels: set[str] = set()
        self.examples: int = 0
        self.example_numbers: dict[str, int] = {}

    def count_example(self, label: str) -> int:
        """The number of the next example, or that of the one that has its label."""
        if label in self.example_numbers:
            return self.example_numbers[label]
        self.examples += 1
        if label:
            self.example_numbers[label] = self.examples
        return self.examples


# -------------------------------------------------------------------------------- wikitext alone


class ItemContentDraft(LeafDraft):
    """The content of a list item besides nested lists: inlines, or a table."""

    __slots__ = ()


class TemplateLineDraft(LeafDraft):
    """A line of nothing but templates, behavior switches and comments."""

    __slots__ = ()


class InlinesDraft(LeafDraft):
    """Inlines without a block around them, where blocks would be nested too deeply."""

    __slots__ = ()


class PreformattedDraft(ContentDraft):
    """Lines that begin with a space; the first one's is before the content."""

    __slots__ = ()


class ExtensionDraft(ContentDraft):
    """The tag of an extension that makes a block, such as `<gallery>`.

    Its content is the text between the tags. `kind` is the kind of the node.
    """

    __slots__ = ("kind", "tag")

    def __init__(
        self, start: int, end: int, content_start: int, content_end: int, kind: str, tag: str
    ) -> None:
        super().__init__(start, end, content_start, content_end)
        self.kind: str = kind
        self.tag: str = tag
