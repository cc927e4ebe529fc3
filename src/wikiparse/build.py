"""From drafts to nodes: every draft becomes a node, and its content is scanned for inlines.

This is the only place that knows both phases. Containers are built from the inside out; headings in them make sections there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wikiparse.blocks import html_tables
from wikiparse.blocks.draft import Draft
from wikiparse.blocks.lines import parse_blocks
from wikiparse.inlines import Context, parse_inlines
from wikiparse.inlines.context import unescape
from wikiparse.nodes.blocks import (
    Blockquote,
    CodeBlock,
    ConversionNotice,
    DescriptionDetails,
    DescriptionList,
    DescriptionTerm,
    FootnoteDefinition,
    FootnoteList,
    FrontMatter,
    Heading,
    HtmlBlock,
    List,
    ListItem,
    MathBlock,
    Paragraph,
    Table,
    TableCaption,
    TableCell,
    TableRow,
    ThematicBreak,
)
from wikiparse.nodes.inlines import Comment, Math
from wikiparse.pieces import Pieces, from_lines
from wikiparse.resolve.sections import nest_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.nodes.base import Node

BLOCKS_IN_CELL = re.compile(r"\n[ \t]*\n|<table[\s>]", re.I)


class ParagraphDraft(Paragraph):
    """A `Paragraph` in the making; see `inlines.context.TextDraft`."""

    __slots__ = ()
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__

    def __init__(self, children: tuple[Node, ...], span: tuple[int, int]) -> None:
        self.children = children
        self._span = span


class ListItemDraft(ListItem):
    """A `ListItem` in the making."""

    __slots__ = ()
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__

    def __init__(self, children: tuple[Node, ...], span: tuple[int, int]) -> None:
        self.children = children
        self.checked = None
        self._span = span


def build_blocks(context: Context, drafts: list[Draft], depth: int) -> list[Node]:
    """The nodes of some drafts. `depth` is how many levels of nodes stand above them."""
    out: list[Node] = []
    for draft in drafts:
        if draft.kind == "paragraph":
            out.append(_paragraph(context, draft, depth))
        else:
            built = BUILDERS[draft.kind](context, draft, depth)
            if built is not None:
                out.append(built)
    return out


def _content(context: Context, draft: Draft, depth: int) -> tuple[Node, ...]:
    """The inlines of a leaf."""
    if draft.lines is None:
        return parse_inlines(context, draft.at, draft.to, depth)
    text, pieces = from_lines(context.text, draft.lines)
    children = parse_inlines(context.of_piece(text, pieces.span), 0, len(text.rstrip(" \t")), depth)
    pieces.move(children)
    return children


def _paragraph(context: Context, draft: Draft, depth: int) -> Node:
    """A paragraph, or a formula that stands alone."""
    children = _content(context, draft, depth + 1) if draft.lines else parse_inlines(context, draft.at, draft.to, depth + 1)
    if len(children) == 1 and (only := children[0]).__class__ is Math and only.is_display:  # type: ignore[attr-defined]
        return MathBlock(only.value, span=(draft.start, draft.end))  # type: ignore[attr-defined]
    node = ParagraphDraft(children, (draft.start, draft.end))
    node.__class__ = Paragraph  # type: ignore[assignment]
    return node


def _heading(context: Context, draft: Draft, depth: int) -> Node:
    return Heading(_content(context, draft, depth + 2), draft.info, span=(draft.start, draft.end))


def _container(context: Context, draft: Draft, depth: int) -> tuple[Node, ...]:
    """The blocks of a container, headings with what follows them as sections."""
    children = build_blocks(context, draft.children, depth + 1)
    return tuple(nest_sections(children) if any(child.__class__ is Heading for child in children) else children)


def _list(context: Context, draft: Draft, depth: int) -> Node:
    items: list[Node] = []
    for item in draft.children:
        node = ListItemDraft(_container(context, item, depth + 1), (item.start, item.end))
        node.__class__ = ListItem  # type: ignore[assignment]
        items.append(node)
    return List(tuple(items), draft.info[1], is_tight(context.text, draft), span=(draft.start, draft.end))


def is_tight(text: str, draft: Draft) -> bool:
    """Whether no blank line stands between the items of a list, nor between the blocks of one (CommonMark 5.3)."""
    items = draft.children
    for item, following in zip(items, [*items[1:], None], strict=True):
        if following is not None and text.count("\n", item.end, following.start) > 1:
            return False
        blocks = item.children
        if any(text.count("\n", a.end, b.start) > 1 for a, b in zip(blocks, blocks[1:], strict=False)):
            return False
    return True


def _description_list(context: Context, draft: Draft, depth: int) -> Node:
    children: list[Node] = []
    for part in draft.children:
        if part.kind == "description_term":
            children.append(DescriptionTerm(_content(context, part, depth + 2), span=(part.start, part.end)))
        else:
            children.append(DescriptionDetails(_container(context, part, depth + 1), span=(part.start, part.end)))
    return DescriptionList(tuple(children), span=(draft.start, draft.end))


def _table(context: Context, draft: Draft, depth: int) -> Node:
    """A pipe table: the first row is the head, unless the rule row was lost."""
    aligns = draft.info or []
    rows: list[Node] = []
    for number, row in enumerate(draft.children):
        cells = []
        for column, (at, to) in enumerate(row.info):
            content = parse_inlines(context, at, to, depth + 3) if at < to else ()
            align = aligns[column] if column < len(aligns) else None
            cells.append(TableCell(content, draft.info is not None and number == 0, 1, 1, align, span=(at, to)))
        rows.append(TableRow(tuple(cells), span=(row.start, row.end)))
    return Table(tuple(rows), span=(draft.start, draft.end))


def _html_table(context: Context, draft: Draft, depth: int) -> Node:
    """An HTML table. Its cells hold HTML where a converter wrote it, else Markdown."""
    found = html_tables.html_table(context.text, draft.start, draft.end)
    children: list[Node] = []
    for part in found.children:
        if part.kind == "table_caption":
            children.append(TableCaption(_cell_content(context, part, depth + 2), span=(part.start, part.end)))
            continue
        cells = []
        for cell in part.children:
            info = cell.info
            content = _cell_content(context, cell, depth + 3)
            cells.append(TableCell(content, info.is_header, info.rowspan, info.colspan, info.align, span=(cell.start, cell.end)))
        children.append(TableRow(tuple(cells), span=(part.start, part.end)))
    return Table(tuple(children), span=(draft.start, draft.end))


def _cell_content(context: Context, cell: Draft, depth: int) -> tuple[Node, ...]:
    """Inlines, or blocks where the cell holds a blank line or a table."""
    text = context.text
    at, to = _trimmed(text, cell.at, cell.to)
    if at == to:
        return ()
    if BLOCKS_IN_CELL.search(text, at, to) and depth + 4 < context.max_depth:
        piece = text[at:to] + "\n"
        pieces = Pieces([0], [at])
        inner = context.of_piece(piece, pieces.span)
        page = parse_blocks(piece, 0, len(piece), context.dialect, context.max_depth - depth, inner.report)
        children = build_blocks(inner, page.children, depth)
        pieces.move(children)
        return tuple(nest_sections(children))
    return parse_inlines(context.for_html() if cell.info.is_html else context, at, to, depth)


def _trimmed(text: str, at: int, to: int) -> tuple[int, int]:
    while at < to and text[at] in " \t\n":
        at += 1
    while to > at and text[to - 1] in " \t\n":
        to -= 1
    return at, to


def _html_footnotes(context: Context, draft: Draft, depth: int) -> Node:
    section = html_tables.html_footnotes(context.text, draft.start, draft.end)
    definitions: list[Node] = []
    for item in section.children:
        at, to = _trimmed(context.text, item.at, item.to)
        children = parse_inlines(context.for_html(), at, to, depth + 2)
        if all(not child.text.strip() and not child.children for child in children):
            children = ()  # nothing but the way back
        definitions.append(FootnoteDefinition(children, item.info, span=(item.start, item.end)))
    return FootnoteList(tuple(definitions), span=(draft.start, draft.end))


def _footnote_definition(context: Context, draft: Draft, depth: int) -> Node:
    return FootnoteDefinition(_container(context, draft, depth), draft.info, span=(draft.start, draft.end))


def _blockquote(context: Context, draft: Draft, depth: int) -> Node:
    return Blockquote(_container(context, draft, depth), span=(draft.start, draft.end))


def _code_block(context: Context, draft: Draft, depth: int) -> Node:  # noqa: ARG001
    info, value = draft.info
    return CodeBlock(value, info, span=(draft.start, draft.end))


def _conversion_notice(context: Context, draft: Draft, depth: int) -> Node:  # noqa: ARG001
    title, url = draft.info
    return ConversionNotice(unescape(title), unescape(url), span=(draft.start, draft.end))


def _leaf(cls: Any) -> Callable[[Context, Draft, int], Node]:
    """A builder of nodes whose value is their source."""
    return lambda context, draft, depth: cls(context.text[draft.start : draft.end], span=(draft.start, draft.end))  # noqa: ARG005


BUILDERS: dict[str, Callable[[Context, Draft, int], Node | None]] = {
    "heading": _heading,
    "list": _list,
    "description_list": _description_list,
    "table": _table,
    "html_table": _html_table,
    "html_footnotes": _html_footnotes,
    "footnote_definition": _footnote_definition,
    "blockquote": _blockquote,
    "code_block": _code_block,
    "html_block": _leaf(HtmlBlock),
    "thematic_break": lambda context, draft, depth: ThematicBreak(span=(draft.start, draft.end)),  # noqa: ARG005
    "comment": lambda context, draft, depth: Comment(context.text[draft.start + 4 : draft.end - 3], span=(draft.start, draft.end)),  # noqa: ARG005
    "conversion_notice": _conversion_notice,
    "front_matter": lambda context, draft, depth: FrontMatter(context.text[draft.at : draft.to], span=(draft.start, draft.end)),  # noqa: ARG005
}
