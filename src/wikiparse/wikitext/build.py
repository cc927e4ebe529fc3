"""From drafts to nodes: each draft becomes a node, and its content is scanned for inlines.

A template argument, a cell or a footnote may hold blocks; whether it does is seen in its lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wikiparse.drafts import (
    CommentDraft,
    DescriptionListDraft,
    DescriptionTermDraft,
    Draft,
    ExtensionDraft,
    FlatListDraft,
    HeadingDraft,
    HtmlBlockDraft,
    HtmlListDraft,
    HtmlTableDraft,
    InlinesDraft,
    ItemContentDraft,
    ListDraft,
    ParagraphDraft,
    PreformattedDraft,
    TableCaptionDraft,
    TemplateLineDraft,
    ThematicBreakDraft,
    WikitextTableDraft,
)
from wikiparse.html import tables
from wikiparse.html.start_tags import written_attributes
from wikiparse.nodes.blocks import (
    CodeBlock,
    DescriptionList,
    DescriptionTerm,
    Heading,
    HtmlBlock,
    MathBlock,
    Paragraph,
    TableCaption,
    ThematicBreak,
)
from wikiparse.nodes.inlines import BraceParent, Comment, LineBreak, MagicWord, Math, Template, Text
from wikiparse.nodes.join import join_texts
from wikiparse.nodes.links import Image
from wikiparse.nodes.make import (
    UnfrozenParagraph,
    make_comment,
    make_description_details,
    make_heading,
    make_html_element,
    make_list,
    make_list_item,
    make_paragraph,
    make_table,
    make_table_cell,
    make_table_row,
    make_text,
)
from wikiparse.resolve import sections
from wikiparse.resolve.footnote_templates import list_of
from wikiparse.sites.image_options import BLOCK_OPTIONS, option_of
from wikiparse.source import trim
from wikiparse.wikitext.blocks.parser import (
    BLOCKS,
    CAPTION_BLOCKS,
    CAPTION_STARTS,
    ITEM_STARTS,
    STARTS,
    wikitext_blocks,
)
from wikiparse.wikitext.blocks.tables import table_parts
from wikiparse.wikitext.inlines.enclosed import templates_in
from wikiparse.wikitext.inlines.parser import parse_wikitext
from wikiparse.wikitext.inlines.state import Context, make_scan
from wikiparse.wikitext.inlines.tags import code_block, extension, tag_attributes
from wikiparse.wikitext.preprocessor import after_hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wikiparse.drafts import TableCellDraft, TableRowDraft
    from wikiparse.nodes.base import Node
    from wikiparse.wikitext.blocks.parser import Starts

    Report = Callable[[str, tuple[int, int]], None]


def build_content(
    context: Context,
    start: int,
    end: int,
    depth: int,
    begin: int,
    *,
    is_caption: bool = False,
    in_item: bool = False,
) -> tuple[Node, ...]:
    """The nodes between two offsets: blocks, where a line begins one, otherwise inlines.

    `begin` is where it would begin with the white space before it: a line ending there makes
    its first line a whole one, with the spaces that indent it.

    `is_caption`: of an image, which has no lists and no paragraphs; `in_item`: of an HTML list,
    which has no preformatted lines.
    """
    text = context.text
    pattern = CAPTION_BLOCKS if is_caption else BLOCKS
    # Most arguments and cells are one line, and most others have no line that begins a block: no
    # walk over them.
    if text.find("\n", begin, end) < 0 or not pattern.search(text, begin, end):
        return parse_wikitext(context, start, end, depth)
    ending = text.rfind("\n", begin, start)
    # From the start of a line, so that its spaces are seen: they make it preformatted.
    start = ending + 1 if ending >= 0 else start
    starts = CAPTION_STARTS if is_caption else ITEM_STARTS if in_item else STARTS
    nodes = _blocks(context, start, end, depth, in_line=ending < 0, starts=starts)
    # One paragraph and nothing else is content without a block around it: MediaWiki makes no `<p>`
    # in a cell of one line.
    if len(nodes) == 1 and nodes[0].__class__ is Paragraph:
        return nodes[0].children
    if any(node.__class__ is Heading for node in nodes):
        context.usage.has_sections = True
        nodes = sections.nest_sections(nodes)
    return tuple(nodes)


def _blocks(
    context: Context,
    start: int,
    end: int,
    depth: int,
    *,
    in_line: bool = False,
    starts: Starts = STARTS,
) -> list[Node]:
    """The nodes of the blocks between two offsets."""
    drafts = find_drafts(context, start, end, depth, in_line=in_line, starts=starts)
    return build_nodes(context, drafts, depth)


def find_drafts(
    context: Context,
    pos: int,
    end: int,
    depth: int,
    *,
    in_line: bool = False,
    starts: Starts = STARTS,
) -> list[Draft]:
    """The blocks between two offsets; where there is no room for any, one draft of inlines."""
    # A list, its item, its paragraph: the least that a block needs below itself.
    if depth + 3 > context.max_depth:
        text = context.text
        pos, end = trim(text, pos, end)
        if pos == end:
            return []
        context.report("nesting-too-deep", (pos, pos + 1))
        return [InlinesDraft(pos, end, pos, end)]
    return wikitext_blocks(
        context.text,
        context.lines,
        (pos, end),
        # A list and its item are two levels.
        (context.max_depth - depth - 3) // 2,
        context.match_switch,
        in_line=in_line,
        starts=starts,
    )


def build_nodes(context: Context, drafts: list[Draft], depth: int) -> list[Node]:
    """The nodes of some drafts. `depth` is how many levels of nodes are above them."""
    out: list[Node] = []
    for draft in drafts:
        if type(draft) is ParagraphDraft:
            children = parse_wikitext(context, draft.content_start, draft.content_end, depth + 1)
            # Set by the scan when it met one, so that other paragraphs are not searched.
            if context.has_code_blocks:
                out += _paragraphs(context, children, draft.start, draft.end)
                continue
            out.append(_paragraph(children, draft.start, draft.end))
        elif (builder := BUILDERS.get(type(draft))) is not None:
            if context.usage.deepest < depth:  # noqa: PLR1730  # no call
                context.usage.deepest = depth
            built = builder(context, draft, depth)
            if built is not None:
                out.append(built)
        elif type(draft) is TemplateLineDraft:
            out += _template_line(context, draft, depth)
        elif type(draft) is InlinesDraft:
            out += parse_wikitext(context, draft.content_start, draft.content_end, depth)
        elif type(draft) is ItemContentDraft:
            out += _item_content(context, draft.content_start, draft.content_end, depth)
        else:
            assert isinstance(draft, PreformattedDraft)  # there is no other
            context.usage.deepest = max(context.usage.deepest, depth)
            out += _preformatted(context, draft, depth)
    return out


def _template_line(context: Context, draft: TemplateLineDraft, depth: int) -> list[Node]:
    """A line of templates, switches and comments.

    One template is a block of its own, several may be words: a paragraph.
    """
    nodes = parse_wikitext(context, draft.content_start, draft.content_end, depth + 1)
    if len(nodes) == 1 and nodes[0].__class__ is Template:
        return [list_of(nodes[0], context.lang) if context.footnote_templates else nodes[0]]
    if context.has_code_blocks:
        return _paragraphs(context, nodes, draft.start, draft.end)
    others = [node for node in nodes if not isinstance(node, (Comment, MagicWord, Text))]
    if len(others) > 1 or any(
        not isinstance(node, BraceParent) and not node.is_block for node in others
    ):
        return [make_paragraph(nodes, (draft.start, draft.end))]
    return [
        list_of(node, context.lang)
        if node.__class__ is Template and context.footnote_templates
        else node
        for node in nodes
        if not _is_white(node)
    ]


def _is_white(node: Node) -> bool:
    words = node.own_text()
    return words is not None and not words.strip() and not node.is_silent


def _paragraph(children: tuple[Node, ...], start: int, end: int) -> Node:
    """A paragraph, or a formula on its own."""
    if len(children) == 1 and (only := children[0]).__class__ is Math and only.is_display:
        return MathBlock(only.value, span=(start, end))
    # As `make_paragraph`, without its call.
    paragraph = UnfrozenParagraph()
    paragraph.children = children
    paragraph._start = start
    paragraph._end = end
    paragraph.__class__ = Paragraph
    return paragraph  # type: ignore[no-any-return]


def _paragraphs(context: Context, children: tuple[Node, ...], start: int, end: int) -> list[Node]:
    """The blocks of a paragraph with code blocks in it: they end it (MediaWiki:
    `BlockLevelPass::execute`).
    """
    context.has_code_blocks = False
    out: list[Node] = []
    inner: list[Node] = []
    for child in children:
        if child.__class__ is CodeBlock:
            _add_paragraph(out, inner)
            out.append(child)
            inner = []
        else:
            inner.append(child)
    if not out:  # they are deeper: in an element, or a footnote
        return [_paragraph(children, start, end)]
    _add_paragraph(out, inner)
    return out


def _add_paragraph(out: list[Node], inner: list[Node]) -> None:
    """Add the paragraph of the inlines between code blocks, without the white space around it."""
    while inner and _is_white(inner[-1]):
        inner.pop()
    while inner and _is_white(inner[0]):
        del inner[0]
    if inner:
        if isinstance(first := inner[0], Text):
            # Not `.strip()`: no-break spaces and U+3000 are content.
            value = first.value.lstrip(" \t\n")
            inner[0] = make_text(value, (first._end - len(value), first._end))
        if isinstance(last := inner[-1], Text):
            value = last.value.rstrip(" \t\n")
            inner[-1] = make_text(value, (last._start, last._start + len(value)))
        out.append(make_paragraph(tuple(inner), (inner[0]._start, inner[-1]._end)))


def _item_content(context: Context, start: int, end: int, depth: int) -> Sequence[Node]:
    """The content of an item besides lists: a paragraph, or a table."""
    text = context.text
    # `:{|`: a table as the details of an item. Most are settled without the call; a text of blocks
    # ends with a line feed, so that an empty item has a character after it.
    if text[start] == "{" and text.startswith("{|", start):
        return _blocks(context, start, end, depth)
    children = parse_wikitext(context, start, end, depth + 1)
    if context.has_code_blocks:
        return _paragraphs(context, children, start, end)
    return (_paragraph(children, start, end),)


def _heading(context: Context, draft: HeadingDraft, depth: int) -> Node:
    # Two levels: the heading, and the section around it.
    children = parse_wikitext(context, draft.content_start, draft.content_end, depth + 2)
    return make_heading(children, draft.level, (draft.start, draft.end))


def _flat_list(context: Context, draft: FlatListDraft, depth: int) -> Node:
    items = []
    for start, pos, end in draft.items:
        content = tuple(_item_content(context, pos, end, depth + 2)) if pos < end else ()
        items.append(make_list_item(content, None, (start, end)))
    return make_list(tuple(items), draft.first_number, True, (draft.start, draft.end))


def _list(context: Context, draft: ListDraft, depth: int) -> Node:
    items = []
    for item in draft.items:
        below = item.children
        if len(below) == 1 and type(only := below[0]) is ItemContentDraft:
            content: Sequence[Node] = _item_content(
                context, only.content_start, only.content_end, depth + 2
            )
        else:
            content = build_nodes(context, below, depth + 2)
        items.append(make_list_item(tuple(content), None, (item.start, item.end)))
    return make_list(tuple(items), draft.first_number, True, (draft.start, draft.end))


def _description_list(context: Context, draft: DescriptionListDraft, depth: int) -> Node:
    children: list[Node] = []
    for part in draft.items:
        span = (part.start, part.end)
        below = tuple(build_nodes(context, part.children, depth + 2))
        if isinstance(part, DescriptionTermDraft):
            start, end = part.content_start, part.content_end
            inlines = parse_wikitext(context, start, end, depth + 2) if start < end else ()
            children.append(DescriptionTerm((*inlines, *below), span=span))
        else:
            children.append(make_description_details(below, span))
    return DescriptionList(tuple(children), span=(draft.start, draft.end))


def _preformatted(context: Context, draft: PreformattedDraft, depth: int) -> list[Node]:
    """Lines that begin with a space: they may hold markup, so this is an element and not code. A
    line with an image that is a block is a paragraph between two of them.
    """
    out: list[Node] = []
    children: list[Node] = []
    text, pos, content_end = context.text, draft.content_start, draft.content_end
    start = draft.start
    while pos < content_end:
        stop = context.lines.line_end(text, pos, content_end)
        line = parse_wikitext(context, pos, stop, depth + 1) if pos < stop else ()
        if any(_is_block_image(context, child) for child in line):
            out += _preformatted_lines(children, start)
            out.append(make_paragraph(line, (line[0]._start, line[-1]._end)))
            children, start = [], stop + 1
        else:
            children += line
        # The next line begins with a space, perhaps after comments.
        pos = stop + 1
        if pos < content_end:
            begin = after_hidden(text, context.extents, pos, content_end)
            if children:
                children.append(make_text("\n", (stop, pos + 1 if begin == pos else pos)))
            children += parse_wikitext(context, pos, begin, depth + 1) if pos < begin else ()
            pos = begin + 1
    return out + _preformatted_lines(children, start)


def _is_block_image(context: Context, node: Node) -> bool:
    """Whether a node is an image with a frame or at a side (MediaWiki makes a `<figure>` of it)."""
    return isinstance(node, Image) and any(
        (option := option_of(f"{name}={value}" if value else name, context.lang)) is not None
        and option.kind in BLOCK_OPTIONS
        for name, value in node.options
    )


def _preformatted_lines(children: list[Node], start: int) -> list[Node]:
    """The element of preformatted lines, or a paragraph where nothing in them is shown there."""
    while children and _is_white(children[-1]):
        children.pop()
    if all(
        child.is_silent or _is_white(child) for child in children
    ):  # categories or images: MediaWiki shows no box for them
        while children and _is_white(children[0]):
            del children[0]
        if not children:
            return []
        span = (children[0]._start, children[-1]._end)
        return [make_paragraph(tuple(join_texts(children)), span)]
    span = (start, children[-1]._end)
    return [make_html_element(tuple(join_texts(children)), "pre", (), span)]


def _table(context: Context, draft: WikitextTableDraft, depth: int) -> Node:
    """A table with its caption and rows."""
    if not draft.is_closed:
        context.report("unclosed-table", (draft.start, draft.content_start))
    parts = table_parts(context.text, context.lines, draft.content_start, draft.content_end)
    first_end = context.lines.line_end(context.text, draft.content_start, draft.content_end)
    opening = context.text[draft.content_start : min(first_end, draft.content_end)]
    return _rows(context, draft, parts, depth, opening)


def _html_table(context: Context, draft: HtmlTableDraft, depth: int) -> Node:
    """A table of tags."""
    parts, _, opening = tables.html_table(context.text, draft.start, draft.end)
    return _rows(context, draft, parts, depth, opening)


def _html_list(context: Context, draft: HtmlListDraft, depth: int) -> Node:
    """A list of tags: the same nodes as a list of wikitext."""
    items: list[Node] = []
    for item in draft.items:
        span = (item.start, item.end)
        children: list[Node] = []
        for part in item.parts:
            if isinstance(part, HtmlListDraft):
                children.append(_html_list(context, part, depth + 2))
            else:
                children += _item_part(context, *part, depth + 2, is_term=item.tag == "dt")
        if item.tag == "dt":
            items.append(DescriptionTerm(tuple(children), span=span))
        elif draft.tag == "dl":
            items.append(make_description_details(tuple(children), span))
        else:
            items.append(make_list_item(tuple(children), None, span))
    span = (draft.start, draft.end)
    if draft.tag == "dl":
        return DescriptionList(tuple(items), span=span)
    return make_list(tuple(items), draft.first_number, True, span)


def _item_part(
    context: Context, start: int, end: int, depth: int, *, is_term: bool
) -> tuple[Node, ...]:
    """Content of an item of HTML: blocks, where inlines among them are paragraphs."""
    pos, stop = trim(context.text, start, end)
    if pos == stop:
        return ()
    content = build_content(context, pos, stop, depth + 1, start, in_item=True)
    if is_term or not content or any(node.is_block for node in content):
        return content
    return (make_paragraph(content, (content[0]._start, content[-1]._end)),)


def _rows(
    context: Context,
    draft: Draft,
    parts: list[TableRowDraft | TableCaptionDraft],
    depth: int,
    opening: str,
) -> Node:
    """A table of captions and rows; `opening` is the source of its attributes."""
    children: list[Node] = []
    is_cut = False
    for part in parts:
        span = (part.start, part.end)
        if isinstance(part, TableCaptionDraft):
            attributes = written_attributes(part.raw)
            caption = TableCaption(
                _leaf(context, part, depth + 2), attributes=attributes, span=span
            )
            children.append(caption)
        else:
            for cell in part.cells:
                rowspan, colspan = cell.rowspan, cell.colspan
                if (rowspan > 1 or colspan > 1) and not context.usage.take_slots(rowspan, colspan):
                    # As in Markdown's tables: beyond `Limits.max_cells` a cell takes one slot.
                    cell.rowspan = cell.colspan = 1
                    is_cut = True
            if part.before:
                children += _before_cells(context, part, depth + 1)
                if not part.cells:
                    continue
                # Content before the first cell became nodes before the row, and is not in its span.
                span = (part.cells[0].start, part.end)
            cells = [_cell(context, cell, depth + 3) for cell in part.cells]
            children.append(make_table_row(tuple(cells), span, written_attributes(part.raw)))
    if is_cut:
        context.report("table-too-large", (draft.start, draft.end))
    return make_table(tuple(children), (draft.start, draft.end), written_attributes(opening))


def _before_cells(context: Context, row: TableRowDraft, depth: int) -> list[Node]:
    """The content before the first cell of a row; of its attributes only the templates."""
    nodes: list[Node] = []
    for start, end, is_attributes in row.before:
        if is_attributes:
            nodes += templates_in(context, start, end, depth)
        else:
            nodes += build_content(context, start, end, depth, start - 1)
    return nodes


def _cell(context: Context, cell: TableCellDraft, depth: int) -> Node:
    content = _leaf(context, cell, depth)
    if cell.attributes is not None:
        content = (*templates_in(context, *cell.attributes, depth), *content)
    return make_table_cell(
        content,
        cell.is_header,
        cell.rowspan,
        cell.colspan,
        cell.align,
        (cell.start, cell.end),
        written_attributes(cell.raw),
    )


def _leaf(
    context: Context, leaf: TableCellDraft | TableCaptionDraft, depth: int
) -> tuple[Node, ...]:
    """The content of a cell or a caption."""
    text = context.text
    pos, end = trim(text, leaf.content_start, leaf.content_end)
    if pos == end:
        return ()
    if text.find("\n", leaf.content_start, end) < 0:
        return parse_wikitext(context, pos, end, depth)
    return build_content(context, pos, end, depth, leaf.content_start)


def _code_block(context: Context, draft: ExtensionDraft, _depth: int) -> Node:
    """`<pre>` or `<syntaxhighlight>` on lines of its own."""
    attributes = tag_attributes(context.text, draft.start, context.extents[draft.start])
    value = context.text[draft.content_start : draft.content_end]
    return code_block(draft.tag, value, attributes, (draft.start, draft.end))


def _extension(context: Context, draft: ExtensionDraft, depth: int) -> Node:
    """A gallery, or a list of footnotes."""
    return extension(
        make_scan(context, [], draft.end, depth), draft.start, context.extents[draft.start]
    )


def _poem(context: Context, draft: ExtensionDraft, depth: int) -> Node:
    """A poem: its lines are kept apart."""
    text = context.text
    children: list[Node] = []
    pos, end = draft.content_start, draft.content_end
    while pos < end:
        stop = context.lines.line_end(text, pos, end)
        if children:
            children.append(LineBreak(span=(pos - 1, pos)))
        children += parse_wikitext(context, pos, stop, depth + 1) if pos < stop else ()
        pos = stop + 1
    attributes = tag_attributes(text, draft.start, context.extents[draft.start])
    return make_html_element(tuple(children), "poem", attributes, (draft.start, draft.end))


def _extension_tag(context: Context, draft: ExtensionDraft, depth: int) -> Node | None:
    return EXTENSIONS[draft.kind](context, draft, depth)


EXTENSIONS: dict[str, Callable[[Context, ExtensionDraft, int], Node | None]] = {
    "code_block": _code_block,
    "gallery": _extension,
    "footnote_list": _extension,
    "poem": _poem,
}
"""The builders of the blocks that tags of extensions make, by the kind of the node."""


def _html_block(context: Context, draft: HtmlBlockDraft, _depth: int) -> Node:
    return HtmlBlock(context.text[draft.start : draft.end], span=(draft.start, draft.end))


def _thematic_break(_context: Context, draft: ThematicBreakDraft, _depth: int) -> Node:
    return ThematicBreak(span=(draft.start, draft.end))


def _comment(context: Context, draft: CommentDraft, _depth: int) -> Node:
    value = context.text[draft.start + len("<!--") : draft.end - len("-->")]
    return make_comment(value, (draft.start, draft.end))


# Each builder takes drafts of the class it is listed under, which a type cannot say.
BUILDERS: dict[type[Draft], Callable[[Context, Any, int], Node | None]] = {
    HeadingDraft: _heading,
    FlatListDraft: _flat_list,
    ListDraft: _list,
    DescriptionListDraft: _description_list,
    WikitextTableDraft: _table,
    HtmlListDraft: _html_list,
    HtmlTableDraft: _html_table,
    ExtensionDraft: _extension_tag,
    HtmlBlockDraft: _html_block,
    ThematicBreakDraft: _thematic_break,
    CommentDraft: _comment,
}
