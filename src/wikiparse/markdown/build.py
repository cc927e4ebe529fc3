"""From drafts to nodes: every draft becomes a node, and its content is scanned for inlines.

This is the only module that knows both phases. Containers are built from the inside out; headings
in them make sections there.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from wikiparse.drafts import (
    BlockquoteDraft,
    CodeBlockDraft,
    CommentDraft,
    ConversionNoticeDraft,
    DescriptionListDraft,
    DescriptionTermDraft,
    DivDraft,
    FootnoteDefinitionDraft,
    FrontMatterDraft,
    HeadingDraft,
    HtmlBlockDraft,
    HtmlFigureDraft,
    HtmlFootnotesDraft,
    HtmlTableDraft,
    LeafDraft,
    LineBlockDraft,
    LinkDefinitionDraft,
    ListDraft,
    ParagraphDraft,
    PipeTableDraft,
    RawBlockDraft,
    TableCaptionDraft,
    TextTableDraft,
    ThematicBreakDraft,
)
from wikiparse.html import footnotes, tables
from wikiparse.html.entities import unescape
from wikiparse.html.start_tags import attributes_of, written_attributes
from wikiparse.markdown.blocks.captions import attach_captions
from wikiparse.markdown.blocks.description_lists import parts_of_list
from wikiparse.markdown.blocks.parser import is_one_paragraph, parse_blocks
from wikiparse.markdown.inlines.html import image_of
from wikiparse.markdown.inlines.parser import parse_inlines
from wikiparse.markdown.inlines.url_nodes import tex_of
from wikiparse.nodes.blocks import (
    Blockquote,
    ConversionNotice,
    DescriptionDetails,
    DescriptionList,
    DescriptionTerm,
    FrontMatter,
    Gallery,
    Heading,
    HtmlBlock,
    LinkReferenceDefinition,
    MathBlock,
    Paragraph,
    TableCaption,
    ThematicBreak,
)
from wikiparse.nodes.inlines import HtmlElement, HtmlTag, InlineCode, Math
from wikiparse.nodes.links import Image
from wikiparse.nodes.make import (
    UnfrozenParagraph,
    make_code_block,
    make_comment,
    make_footnote_definition,
    make_footnote_list,
    make_heading,
    make_html_block,
    make_html_element,
    make_line_break,
    make_list,
    make_list_item,
    make_paragraph,
    make_table,
    make_table_cell,
    make_table_row,
)
from wikiparse.resolve.cite_notes import before_edit_link, footnote_list, without_edit_links
from wikiparse.resolve.sections import nest_sections
from wikiparse.source import trim
from wikiparse.source_map import SourceMap, join_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.drafts import Draft, ListItemDraft, ParentDraft, TableCellDraft, TextCellDraft
    from wikiparse.markdown.inlines.state import Context
    from wikiparse.nodes.base import Node

NESTED_TABLE = re.compile(r"<table[\s>]", re.I)

COMMENT = re.compile(r"[ \t]*<!--(?:-?>|((?>(?:(?!-->).)*))-->)[ \t]*", re.S)

# GFM 5.3: white space must follow the checkbox, so `[x](y)` is a link.
TASK = re.compile(r"\[([ xX])\](?=[ \t\n])[ \t]*\n?[ \t]*")

ALERT = re.compile(r"\[!([A-Za-z][A-Za-z-]*)\][+-]?(?:[ \t]+|\Z)")
"""The marker of an alert; Obsidian has more kinds than GitHub, titles, and a sign for those that
are folded."""

HTML_FORMATS = frozenset(("html", "html4", "html5"))

HTML_DRAFTS = frozenset((CommentDraft, HtmlBlockDraft, HtmlTableDraft, HtmlFootnotesDraft))
"""The drafts that a raw block of HTML may consist of; with any other it is left as it is."""

BLOCKS_IN_CELL = re.compile(r"\n[ \t]*\n|<table[\s>]", re.I)


def build_blocks(context: Context, drafts: list[Draft], depth: int) -> list[Node]:
    """The nodes of some drafts. `depth` is how many levels of nodes are above them."""
    usage = context.usage
    usage.deepest = max(usage.deepest, depth)
    out: list[Node] = []
    for draft in drafts:
        if type(draft) is ParagraphDraft:  # not in the table: most blocks are paragraphs
            out.append(_paragraph(context, draft, depth))
        elif build := BUILDERS.get(type(draft)):
            out.append(build(context, draft, depth))
        else:
            assert type(draft) is RawBlockDraft  # the one that may make several nodes
            out += _raw_block(context, draft, depth)
    return out


def _content(context: Context, draft: LeafDraft, depth: int) -> tuple[Node, ...]:
    """The inlines of a leaf."""
    if draft.lines is None:
        return parse_inlines(context, draft.content_start, draft.content_end, depth)
    text, source_map = join_lines(context.text, draft.lines)
    # `rstrip`: the end of the last line was trimmed only where the paragraph is one stretch.
    children = parse_inlines(
        context.for_fragment(text, source_map.span), 0, len(text.rstrip(" \t")), depth
    )
    source_map.move(children)
    return children


def _paragraph(context: Context, draft: ParagraphDraft, depth: int) -> Node:
    """A paragraph, or a formula on its own."""
    children = (
        _content(context, draft, depth + 1)
        if draft.lines
        else parse_inlines(context, draft.content_start, draft.content_end, depth + 1)
    )
    # `$$…$$` alone in a paragraph is a block, whatever its inlines would make of it.
    if len(children) == 1 and (only := children[0]).__class__ is Math and only.is_display:
        return MathBlock(only.value, span=(draft.start, draft.end))
    # The equal of `make_paragraph`, without its call.
    node = UnfrozenParagraph()
    node.children = children
    node._start = draft.start
    node._end = draft.end
    node.__class__ = Paragraph
    return node  # type: ignore[no-any-return]


def _heading(context: Context, draft: HeadingDraft, depth: int) -> Node:
    # Two levels: the heading, and the section that `nest_sections` puts around it.
    if context.dialect.cite_notes and draft.lines is None:
        end = before_edit_link(context.text, draft.content_start, draft.content_end)
        children = parse_inlines(context, draft.content_start, end, depth + 2)
    else:
        children = _content(context, draft, depth + 2)
    if context.dialect.cite_notes:
        children = without_edit_links(children)
    return make_heading(children, draft.level, span=(draft.start, draft.end))


def _container(context: Context, draft: ParentDraft, depth: int) -> tuple[Node, ...]:
    """The blocks of a container, those after a heading in its section."""
    children = build_blocks(context, draft.children, depth + 1)
    # Only a heading asks for sections: the scan stops at the first one.
    for child in children:
        if child.__class__ is Heading:
            context.usage.has_sections = True
            return tuple(nest_sections(children))
    return tuple(children)


def _list(context: Context, draft: ListDraft, depth: int) -> Node:
    if context.dialect.description_lists and (parts := parts_of_list(context.text, draft)):
        described = DescriptionListDraft(draft.start, draft.end, parts)
        return _description_list(context, described, depth)
    items: list[Node] = []
    has_tasks = context.dialect.task_lists
    for item in draft.items:
        checked = _take_task(context.text, item) if has_tasks else None
        below = item.children
        if len(below) == 1 and type(only := below[0]) is ParagraphDraft:
            # The equal of `_container`: most items hold a paragraph and nothing else.
            content: tuple[Node, ...] = (_paragraph(context, only, depth + 2),)
        else:
            content = _container(context, item, depth + 1)
        # An item of nothing is left of a template, or of an image that was dropped.
        if content or not context.dialect.cite_notes:
            items.append(make_list_item(content, checked, (item.start, item.end)))
    if (
        context.dialect.cite_notes
        and draft.first_number is not None
        and (
            notes := footnote_list(
                items, draft.first_number, (draft.start, draft.end), context.text
            )
        )
    ):
        context.footnote_definitions += (notes, *notes.definitions)
        return notes
    if context.dialect.page_urls and (images := _images_of(items)):
        return Gallery(images, span=(draft.start, draft.end))
    return make_list(
        tuple(items),
        draft.first_number,
        is_tight(context.text, draft.items),
        span=(draft.start, draft.end),
    )


def _images_of(items: list[Node]) -> tuple[Node, ...]:
    """The images of a list whose items hold an image and nothing else: a gallery without captions.
    None where an item holds anything more.
    """
    images: list[Node] = []
    for item in items:
        for block in item.children:
            found = len(images)
            for node in block.children:
                if type(node) is Image:
                    images.append(node)
                elif node.text.strip():
                    return ()
            count = len(images) - found
            if count > 1 or (not count and type(block) not in (Paragraph, HtmlBlock)):
                return ()
    return tuple(images)


def _take_task(text: str, item: ListItemDraft) -> bool | None:
    """Cut the checkbox of a task list item (GFM 5.3); returns whether it is checked, None where the
    item has no checkbox.
    """
    first = item.children[0] if item.children else None
    if type(first) is not ParagraphDraft:
        return None
    match = TASK.match(text, first.content_start)
    if match is None:
        return None
    content_start = match.end()
    if first.lines is not None:  # the checkbox may have a line to itself
        first.lines = [
            (max(start, content_start), end) for start, end in first.lines if end > content_start
        ]
        content_start = first.lines[0][0] if first.lines else first.content_end
    if content_start < first.content_end:
        first.start = first.content_start = content_start
    else:
        item.children.pop(0)
    return match[1] != " "


def is_tight(text: str, items: list[ListItemDraft]) -> bool:
    """Whether there is no blank line between the items of a list, nor between the blocks of one
    (CommonMark 5.3).
    """
    before = None
    for item in items:
        # One line ending is that of the item's last line; each further one is a blank line. Counted
        # between the ends of drafts, so that blank lines within code do not count.
        if before is not None and text.count("\n", before.end, item.start) > 1:
            return False
        if len(item.children) > 1:
            for a, b in pairwise(item.children):
                if text.count("\n", a.end, b.start) > 1:
                    return False
        before = item
    return True


def _description_list(context: Context, draft: DescriptionListDraft, depth: int) -> Node:
    children: list[Node] = []
    for part in draft.items:
        if isinstance(part, DescriptionTermDraft):
            children.append(
                DescriptionTerm(_content(context, part, depth + 2), span=(part.start, part.end))
            )
        else:
            children.append(
                DescriptionDetails(
                    _container(context, part, depth + 1), span=(part.start, part.end)
                )
            )
    return DescriptionList(tuple(children), span=(draft.start, draft.end))


def _table(context: Context, draft: PipeTableDraft, depth: int) -> Node:
    """A pipe table: the first row is the header, unless the delimiter row was lost."""
    alignments = draft.alignments or []
    rows: list[Node] = []
    for number, row in enumerate(draft.rows):
        is_header = number == 0 and draft.alignments is not None
        cells = []
        for column, (pos, end) in enumerate(row.cells):
            content = parse_inlines(context, pos, end, depth + 3) if pos < end else ()
            # The cell was cut at bars that are not escaped; in text the escape is undone by the
            # scan, in code it is not.
            if "\\|" in context.text[pos:end]:
                _unescape_pipes(content)
            # A row may have more cells than the header has; GFM would drop them, and nothing is
            # lost here.
            align = alignments[column] if column < len(alignments) else None
            cells.append(make_table_cell(content, is_header, 1, 1, align, (pos, end)))
        rows.append(make_table_row(tuple(cells), (row.start, row.end)))
    return _with_caption(context, draft, rows, depth)


def _with_caption(
    context: Context, draft: PipeTableDraft | TextTableDraft, rows: list[Node], depth: int
) -> Node:
    """A table of some rows, with its caption where that is."""
    caption = draft.caption
    if caption is not None:
        node = TableCaption(
            _content(context, caption, depth + 2), span=(caption.start, caption.end)
        )
        # Children in source order: a caption may be above or below.
        rows.insert(0 if caption.start <= draft.start else len(rows), node)
    return make_table(tuple(rows), (draft.start, draft.end))


def _text_table(context: Context, draft: TextTableDraft, depth: int) -> Node:
    """A table that is drawn with characters.

    Nodes on the first line of a row have their spans; where a row has more lines, the cells are
    beside each other, and no other cell is one stretch of the source.
    """
    rows: list[Node] = []
    is_cut = False
    for row in draft.rows:
        cells = []
        for cell in row.cells:
            content, span = _text_cell(context, cell, depth + 3, draft.has_blocks)
            rowspan, colspan = cell.rowspan, cell.colspan
            # A cell of 1000 by 1000 would be a million cells in every output; beyond the limit it
            # is one.
            if (rowspan > 1 or colspan > 1) and not context.usage.take_slots(rowspan, colspan):
                rowspan = colspan = 1
                is_cut = True
            cells.append(
                make_table_cell(content, cell.is_header, rowspan, colspan, cell.align, span)
            )
        rows.append(make_table_row(tuple(cells), (row.start, row.end)))
    if is_cut:
        context.report("table-too-large", (draft.start, draft.end))
    return _with_caption(context, draft, rows, depth)


def _text_cell(
    context: Context, cell: TextCellDraft, depth: int, has_blocks: bool
) -> tuple[tuple[Node, ...], tuple[int, int]]:
    """The content of a cell, and its span."""
    lines, first = cell.lines, (cell.start, cell.end)
    if not lines:
        return (), first
    # Three levels: a list in the cell, its item and the paragraph in it. Deeper than that its
    # content is read as inlines.
    has_blocks = has_blocks and depth + 3 <= context.max_depth
    # One line: its offsets are those of the page, and nothing has to be moved.
    if lines == [first] and (
        not has_blocks or is_one_paragraph(context.dialect, context.text, *first)
    ):
        return parse_inlines(context, *first, depth), first
    text, source_map = join_lines(context.text, lines, cell.cuts)
    inner = context.for_fragment(text + "\n", source_map.span)
    if has_blocks and not is_one_paragraph(context.dialect, text, 0, len(text)):
        children = _blocks_of(inner, depth)
    else:
        children = parse_inlines(inner, 0, len(text), depth)
    # A cell of one column has its lines in one stretch of the source; beside other cells it has
    # not.
    if cell.is_exact:
        source_map.move(children)
        return children, (lines[0][0], lines[-1][1])
    source_map.move_within(children, *first)
    return children, first


def _blocks_of(context: Context, depth: int) -> tuple[Node, ...]:
    """The blocks of a fragment, a single paragraph as its content alone."""
    text, dialect = context.text, context.dialect
    page = parse_blocks(text, 0, len(text), dialect, context.max_depth - depth, context.report)
    if dialect.text_tables:
        attach_captions(text, page.children)
    if len(page.children) == 1 and type(only := page.children[0]) is ParagraphDraft:
        return _content(context, only, depth)
    children = build_blocks(context, page.children, depth)
    if any(child.__class__ is Heading for child in children):
        context.usage.has_sections = True
        children = nest_sections(children)
    return tuple(children)


def _unescape_pipes(content: tuple[Node, ...]) -> None:
    r"""In a cell `\|` is a pipe even within code (GFM 4.10).

    Only for nodes that nobody else has seen yet.
    """
    for child in content:
        for node in child.find_all(InlineCode):
            # Nodes are frozen; this one was made for this cell, and no hash of it was asked for
            # yet.
            object.__setattr__(node, "value", node.value.replace("\\|", "|"))


def _html_table(context: Context, draft: HtmlTableDraft, depth: int) -> Node:
    """An HTML table. Its cells hold HTML where a converter wrote it, otherwise Markdown."""
    text = context.text
    parts, is_html, opening = tables.html_table(text, draft.start, draft.end)
    # Most tables hold inlines alone; then no cell needs to be searched.
    has_blocks = (
        BLOCKS_IN_CELL.search(text, draft.start + 1, draft.end) is not None
        and depth + 6 <= context.max_depth
    )
    # A converter's HTML holds no Markdown: asterisks and brackets in its cells are characters.
    inlines = context.for_html() if is_html else context
    blocks = NESTED_TABLE if is_html else BLOCKS_IN_CELL

    def content_of(leaf: TableCellDraft | TableCaptionDraft) -> tuple[Node, ...]:
        return content_between(leaf.content_start, leaf.content_end)

    def content_between(outer_start: int, outer_end: int) -> tuple[Node, ...]:
        start, end = trim(text, outer_start, outer_end)
        if start == end:
            return ()
        if not has_blocks or not blocks.search(text, outer_start, outer_end):
            return parse_inlines(inlines, start, end, depth + 3)
        # With blank lines around it: MediaWiki makes a paragraph of it, and so does this.
        if is_one_paragraph(context.dialect, text, start, end):
            return (make_paragraph(parse_inlines(context, start, end, depth + 4), (start, end)),)
        # From the start of the line, so that the first line keeps its indentation.
        line_start = text.rfind("\n", outer_start, start) + 1 or start
        return _blocks_in_cell(context, line_start, end, depth + 3, draft.indent)

    children: list[Node] = []
    is_cut = False
    for part in parts:
        span = (part.start, part.end)
        if isinstance(part, TableCaptionDraft):
            children.append(
                TableCaption(content_of(part), attributes=written_attributes(part.raw), span=span)
            )
            continue
        if part.before:
            for start, end, _ in part.before:
                children += content_between(start, end)
            if not part.cells:
                continue
            span = (part.cells[0].start, part.end)
        cells = []
        for cell in part.cells:
            content = content_of(cell)
            rowspan, colspan = cell.rowspan, cell.colspan
            if (rowspan > 1 or colspan > 1) and not context.usage.take_slots(rowspan, colspan):
                rowspan = colspan = 1
                is_cut = True
            cells.append(
                make_table_cell(
                    content,
                    cell.is_header,
                    rowspan,
                    colspan,
                    cell.align,
                    (cell.start, cell.end),
                    written_attributes(cell.raw),
                )
            )
        children.append(make_table_row(tuple(cells), span, written_attributes(part.raw)))
    if is_cut:
        context.report("table-too-large", (draft.start, draft.end))
    return make_table(tuple(children), (draft.start, draft.end), written_attributes(opening))


def _blocks_in_cell(
    context: Context, start: int, end: int, depth: int, indent: int
) -> tuple[Node, ...]:
    """The blocks of a cell, read as a page of their own; their spans are mapped to the source.

    Up to `indent` spaces at the start of each line belong to the containers around the table.
    """
    if indent:
        fragment, source_map = join_lines(
            context.text, _outdented(context.text, start, end, indent)
        )
        fragment += "\n"
    else:
        fragment = context.text[start:end] + "\n"
        source_map = SourceMap([0], [start])
    # As if it were a page: the block phase needs a line ending at its end, and offsets from 0.
    inner = context.for_fragment(fragment, source_map.span)
    page = parse_blocks(
        fragment, 0, len(fragment), context.dialect, context.max_depth - depth, inner.report
    )
    if context.dialect.text_tables:
        attach_captions(fragment, page.children)
    children = build_blocks(inner, page.children, depth)
    source_map.move(children)
    if any(child.__class__ is Heading for child in children):
        context.usage.has_sections = True
        children = nest_sections(children)
    return tuple(children)


def _outdented(text: str, start: int, end: int, indent: int) -> list[tuple[int, int]]:
    """The lines between two offsets without so many of the spaces that they begin with."""
    lines = []
    while True:
        line_end = text.find("\n", start, end)
        stop = line_end if line_end >= 0 else end
        first = start
        # The content of a cell may begin in the middle of a line, after its tag.
        if text[start - 1] == "\n":
            limit = min(start + indent, stop)
            while first < limit and text[first] == " ":
                first += 1
        lines.append((first, stop))
        if line_end < 0:
            return lines
        start = line_end + 1


def _html_figure(context: Context, draft: HtmlFigureDraft, depth: int) -> Node:
    """A paragraph of one image with its caption, as a figure is everywhere else."""
    start, end = trim(context.text, draft.content_start, draft.content_end)
    caption = parse_inlines(context.for_html(), start, end, depth + 2) if start < end else ()
    attributes = attributes_of(context.text[slice(*draft.image)])
    image = image_of(attributes, (draft.start, draft.end), caption, context.dialect.page_urls)
    return make_paragraph((image,), (draft.start, draft.end))


def _html_footnotes(context: Context, draft: HtmlFootnotesDraft, depth: int) -> Node:
    definitions: list[Node] = []
    for item in footnotes.html_footnotes(context.text, draft.start, draft.end):
        start, end = trim(context.text, item.content_start, item.content_end)
        children = parse_inlines(context.for_html(), start, end, depth + 2)
        if all(
            isinstance(node, HtmlElement | HtmlTag) or not node.text.strip()
            for child in children
            for node in child.walk()
        ):
            children = ()  # nothing but the link back to the reference
        definitions.append(
            make_footnote_definition(children, item.identifier, span=(item.start, item.end))
        )
    made = make_footnote_list(tuple(definitions), span=(draft.start, draft.end))
    context.footnote_definitions += (made, *made.definitions)
    return made


def _footnote_definition(context: Context, draft: FootnoteDefinitionDraft, depth: int) -> Node:
    made = make_footnote_definition(
        _container(context, draft, depth), draft.label, span=(draft.start, draft.end)
    )
    context.footnote_definitions.append(made)
    return made


def _blockquote(context: Context, draft: BlockquoteDraft, depth: int) -> Node:
    alert = _take_alert(context.text, draft) if context.dialect.alerts else ""
    return Blockquote(_container(context, draft, depth), alert, span=(draft.start, draft.end))


def _take_alert(text: str, draft: BlockquoteDraft) -> str:
    """Cut the marker of an alert; returns its kind, "" for a plain block quote."""
    first = draft.children[0] if draft.children else None
    # `lines`: within a block quote a paragraph always has them.
    if type(first) is not ParagraphDraft or not first.lines:
        return ""
    start, end = first.lines[0]
    match = ALERT.match(text, start, end)
    if match is None:
        return ""
    if match.end() < end:  # a title
        first.lines[0] = match.end(), end
    else:
        first.lines.pop(0)
    if first.lines:
        first.start = first.content_start = first.lines[0][0]
    else:
        draft.children.pop(0)
    return match[1].lower()


def _code_block(context: Context, draft: CodeBlockDraft, depth: int) -> Node:
    """The first word of the info string is the language, the rest is for the renderer (4.5)."""
    # ```python title="a"      language "python", meta `title="a"`
    language, *meta = unescape(draft.info_string).split(None, 1) or [""]
    span, value = (draft.start, draft.end), "".join(draft.parts)
    if language == "math" and context.dialect.code_math:
        value = value.rstrip("\n")
        return MathBlock(tex_of(value) if context.dialect.page_urls else value, span=span)
    return make_code_block(value, language, "".join(meta), span)


def _raw_block(context: Context, draft: RawBlockDraft, depth: int) -> list[Node]:
    """Markup of another format: wikitext and HTML are read, any other is code."""
    span = (draft.start, draft.end)
    text, source_map = join_lines(context.text, draft.lines)
    if draft.format == "mediawiki" and context.read_wikitext is not None:
        return context.read_wikitext(context, text, source_map, depth, True)
    if draft.format in HTML_FORMATS:
        inner = context.for_fragment(text + "\n", source_map.span)
        page = parse_blocks(
            inner.text, 0, len(inner.text), context.dialect, context.max_depth - depth, inner.report
        )
        # Otherwise there is text between the tags, which would become Markdown here and is HTML
        # there.
        if all(type(found) in HTML_DRAFTS for found in page.children):
            nodes = build_blocks(inner, page.children, depth)
            source_map.move(nodes)
            return nodes
        return [make_html_block(text, span)]
    return [make_code_block(text + "\n" if text else "", draft.format, "", span)]


def _line_block(context: Context, draft: LineBlockDraft, depth: int) -> Node:
    """A paragraph whose lines are kept apart."""
    children: list[Node] = []
    before = draft.start
    for ranges in draft.lines:
        start, end = ranges[0]
        # Between two lines, also where the first one is empty.
        if children or before != draft.start:
            children.append(make_line_break(span=(before, before)))
        before = ranges[-1][1]
        left = trim(context.text, start, end, " \t")[0]
        leaf = LeafDraft(left, before, left, before)
        leaf.lines = [(left, end), *ranges[1:]]
        children += _content(context, leaf, depth + 1)
    return make_paragraph(tuple(children), (draft.start, draft.end))


def _div(context: Context, draft: DivDraft, depth: int) -> Node:
    return make_html_element(
        _container(context, draft, depth), "div", draft.attributes, (draft.start, draft.end)
    )


def _conversion_notice(context: Context, draft: ConversionNoticeDraft, depth: int) -> Node:
    return ConversionNotice(
        unescape(draft.title), unescape(draft.url), span=(draft.start, draft.end)
    )


def _html_block(context: Context, draft: HtmlBlockDraft, depth: int) -> Node:
    """Raw HTML; a comment and nothing else is a comment."""
    span = (draft.start, draft.end)
    # In hybrids a block of HTML is one stretch of the source; in Markdown `value` has its lines
    # without the markers of block quotes.
    if draft.value is None:
        return make_html_block(context.text[draft.start : draft.end], span)
    if match := COMMENT.fullmatch(draft.value):
        return make_comment(match[1] or "", span)
    return make_html_block(draft.value, span)


def _link_definition(context: Context, draft: LinkDefinitionDraft, depth: int) -> Node:
    label, url, title, _ = draft.definition
    return LinkReferenceDefinition(
        " ".join(label.split()), unescape(url), unescape(title), span=(draft.start, draft.end)
    )


def _thematic_break(context: Context, draft: ThematicBreakDraft, depth: int) -> Node:
    return ThematicBreak(span=(draft.start, draft.end))


def _comment(context: Context, draft: CommentDraft, depth: int) -> Node:
    value = context.text[draft.start + len("<!--") : draft.end - len("-->")]
    return make_comment(value, (draft.start, draft.end))


def _front_matter(context: Context, draft: FrontMatterDraft, depth: int) -> Node:
    value = context.text[draft.content_start : draft.content_end]
    return FrontMatter(value, span=(draft.start, draft.end))


# Each builder takes drafts of the class it is listed under, which a type cannot say.
BUILDERS: dict[type[Draft], Callable[[Context, Any, int], Node]] = {
    HeadingDraft: _heading,
    ListDraft: _list,
    DescriptionListDraft: _description_list,
    PipeTableDraft: _table,
    TextTableDraft: _text_table,
    DivDraft: _div,
    LineBlockDraft: _line_block,
    HtmlTableDraft: _html_table,
    HtmlFigureDraft: _html_figure,
    HtmlFootnotesDraft: _html_footnotes,
    FootnoteDefinitionDraft: _footnote_definition,
    BlockquoteDraft: _blockquote,
    CodeBlockDraft: _code_block,
    HtmlBlockDraft: _html_block,
    LinkDefinitionDraft: _link_definition,
    ThematicBreakDraft: _thematic_break,
    CommentDraft: _comment,
    ConversionNoticeDraft: _conversion_notice,
    FrontMatterDraft: _front_matter,
}
