"""From drafts to nodes: every draft becomes a node, and its content is scanned for inlines.

This is the only place that knows both phases. Containers are built from the inside out; headings in
them make sections there.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from wikiparse.html import footnotes, tables
from wikiparse.html.entities import plain
from wikiparse.markdown.blocks.description_lists import describe
from wikiparse.markdown.blocks.parser import is_one_paragraph, parse_blocks
from wikiparse.markdown.inlines.parser import parse_inlines
from wikiparse.nodes.blocks import (
    Blockquote,
    ConversionNotice,
    DescriptionDetails,
    DescriptionList,
    DescriptionTerm,
    FrontMatter,
    Heading,
    LinkReferenceDefinition,
    MathBlock,
    Paragraph,
    TableCaption,
    ThematicBreak,
)
from wikiparse.nodes.inlines import HtmlElement, HtmlTag, InlineCode, Math
from wikiparse.nodes.make import (
    ParagraphDraft,
    make_code_block,
    make_comment,
    make_footnote_definition,
    make_footnote_list,
    make_heading,
    make_html_block,
    make_list,
    make_list_item,
    make_paragraph,
    make_table,
    make_table_cell,
    make_table_row,
)
from wikiparse.resolve.sections import nest_sections
from wikiparse.source_map import SourceMap, join_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.drafts import Draft
    from wikiparse.markdown.inlines.state import Context
    from wikiparse.nodes.base import Node

NESTED_TABLE = re.compile(r"<table[\s>]", re.I)

COMMENT = re.compile(r"[ \t]*<!--(?:-?>|((?>(?:(?!-->).)*))-->)[ \t]*", re.S)

new: Any = object.__new__

TASK = re.compile(r"\[([ xX])\](?=[ \t\n])[ \t]*\n?[ \t]*")

BLOCKS_IN_CELL = re.compile(r"\n[ \t]*\n|<table[\s>]", re.I)


def build_blocks(context: Context, drafts: list[Draft], depth: int) -> list[Node]:
    """The nodes of some drafts. `depth` is how many levels of nodes stand above them."""
    out: list[Node] = []
    for draft in drafts:
        if draft.kind == "paragraph":
            out.append(_paragraph(context, draft, depth))
        else:
            context.usage.deepest = max(context.usage.deepest, depth)
            built = BUILDERS[draft.kind](context, draft, depth)
            if built is not None:
                out.append(built)
    return out


def _content(context: Context, draft: Draft, depth: int) -> tuple[Node, ...]:
    """The inlines of a leaf."""
    if draft.lines is None:
        return parse_inlines(context, draft.at, draft.to, depth)
    text, source_map = join_lines(context.text, draft.lines)
    children = parse_inlines(
        context.for_fragment(text, source_map.span), 0, len(text.rstrip(" \t")), depth
    )
    source_map.move(children)
    return children


def _paragraph(context: Context, draft: Draft, depth: int) -> Node:
    """A paragraph, or a formula that stands alone."""
    children = (
        _content(context, draft, depth + 1)
        if draft.lines
        else parse_inlines(context, draft.at, draft.to, depth + 1)
    )
    if len(children) == 1 and (only := children[0]).__class__ is Math and only.is_display:
        return MathBlock(only.value, span=(draft.start, draft.end))
    node = new(ParagraphDraft)
    node.children = children
    node._start = draft.start
    node._end = draft.end
    node.__class__ = Paragraph
    return node  # type: ignore[no-any-return]


def _heading(context: Context, draft: Draft, depth: int) -> Node:
    return make_heading(
        _content(context, draft, depth + 2), draft.info, span=(draft.start, draft.end)
    )


def _container(context: Context, draft: Draft, depth: int) -> tuple[Node, ...]:
    """The blocks of a container, headings with what follows them as sections."""
    children = build_blocks(context, draft.children, depth + 1)
    for child in children:
        if child.__class__ is Heading:
            context.usage.has_sections = True
            return tuple(nest_sections(children))
    return tuple(children)


def _list(context: Context, draft: Draft, depth: int) -> Node:
    items: list[Node] = []
    has_tasks = context.dialect.task_lists
    for item in draft.children:
        checked = _take_task(context.text, item) if has_tasks else None
        below = item.children
        if len(below) == 1 and (only := below[0]).kind == "paragraph":  # what most items hold
            content: tuple[Node, ...] = (_paragraph(context, only, depth + 2),)
        else:
            content = _container(context, item, depth + 1)
        items.append(make_list_item(content, checked, (item.start, item.end)))
    return make_list(
        tuple(items), draft.info[1], is_tight(context.text, draft), span=(draft.start, draft.end)
    )


def _take_task(text: str, item: Draft) -> bool | None:
    """Cut the box at the start of a task (GFM 5.3), and give whether it is checked; None where
    there is none.
    """
    first = item.children[0] if item.children else None
    if first is None or first.kind != "paragraph" or (match := TASK.match(text, first.at)) is None:
        return None
    behind = match.end()
    if first.lines is not None:
        first.lines = [(max(start, behind), end) for start, end in first.lines if end > behind]
        behind = first.lines[0][0] if first.lines else first.to
    if behind < first.to:
        first.start = first.at = behind
    else:
        item.children.pop(0)
    return match[1] != " "


def is_tight(text: str, draft: Draft) -> bool:
    """Whether no blank line stands between the items of a list, nor between the blocks of one
    (CommonMark 5.3).
    """
    before = None
    for item in draft.children:
        if before is not None and text.count("\n", before.end, item.start) > 1:
            return False
        if len(item.children) > 1:
            for a, b in pairwise(item.children):
                if text.count("\n", a.end, b.start) > 1:
                    return False
        before = item
    return True


def _description_list(context: Context, draft: Draft, depth: int) -> Node:
    children: list[Node] = []
    for part in draft.children:
        if part.kind == "description_term":
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


def _table(context: Context, draft: Draft, depth: int) -> Node:
    """A pipe table: the first row is the head, unless the rule row was lost."""
    aligns = draft.info or []
    rows: list[Node] = []
    for number, row in enumerate(draft.children):
        cells = []
        for column, (pos, end) in enumerate(row.info):
            content = parse_inlines(context, pos, end, depth + 3) if pos < end else ()
            if "\\|" in context.text[pos:end]:
                _unescape_pipes(content)
            align = aligns[column] if column < len(aligns) else None
            cells.append(
                make_table_cell(
                    content, draft.info is not None and number == 0, 1, 1, align, (pos, end)
                )
            )
        rows.append(make_table_row(tuple(cells), (row.start, row.end)))
    return make_table(tuple(rows), (draft.start, draft.end))


def _unescape_pipes(content: tuple[Node, ...]) -> None:
    r"""In a cell `\|` is a pipe even within code (GFM 4.10).

    Only for nodes that nobody else has seen yet.
    """
    for child in content:
        for node in child.find_all(InlineCode):
            object.__setattr__(node, "value", node.value.replace("\\|", "|"))


def _html_table(context: Context, draft: Draft, depth: int) -> Node:
    """An HTML table. Its cells hold HTML where a converter wrote it, else Markdown."""
    text = context.text
    found = tables.html_table(text, draft.start, draft.end)
    # Most tables hold inlines alone; then no cell needs to be asked.
    has_blocks = (
        BLOCKS_IN_CELL.search(text, draft.start + 1, draft.end) is not None
        and depth + 6 <= context.max_depth
    )
    markup, html = context, context.for_html()
    children: list[Node] = []
    is_cut = False
    for part in found.children:
        cells = []
        for leaf in part.children if part.kind == "table_row" else (part,):
            info = leaf.info
            content: tuple[Node, ...] = ()
            if words := text[leaf.at : leaf.to].strip(" \t\n"):
                pos = text.index(words[0], leaf.at)
                end = pos + len(words)
                if has_blocks and (NESTED_TABLE if info.is_html else BLOCKS_IN_CELL).search(
                    text, leaf.at, leaf.to
                ):
                    if is_one_paragraph(context.dialect, text, pos, end):
                        content = (
                            make_paragraph(parse_inlines(context, pos, end, depth + 4), (pos, end)),
                        )
                    else:
                        # From the start of the line, so that the first line keeps its indentation.
                        content = _blocks_in_cell(
                            context, text.rfind("\n", leaf.at, pos) + 1 or pos, end, depth + 3
                        )
                else:
                    content = parse_inlines(html if info.is_html else markup, pos, end, depth + 3)
            if leaf is part:
                children.append(TableCaption(content, span=(leaf.start, leaf.end)))
            else:
                if (info.rowspan > 1 or info.colspan > 1) and not context.usage.take_slots(
                    info.rowspan, info.colspan
                ):
                    info.rowspan = info.colspan = 1
                    is_cut = True
                cells.append(
                    make_table_cell(
                        content,
                        info.is_header,
                        info.rowspan,
                        info.colspan,
                        info.align,
                        (leaf.start, leaf.end),
                    )
                )
        if part.kind == "table_row":
            children.append(make_table_row(tuple(cells), (part.start, part.end)))
    if is_cut:
        context.report("table-too-large", (draft.start, draft.end))
    return make_table(tuple(children), (draft.start, draft.end))


def _blocks_in_cell(context: Context, start: int, end: int, depth: int) -> tuple[Node, ...]:
    """The blocks of a cell, read as a page of their own and moved to their place."""
    fragment = context.text[start:end] + "\n"
    source_map = SourceMap([0], [start])
    inner = context.for_fragment(fragment, source_map.span)
    page = parse_blocks(
        fragment, 0, len(fragment), context.dialect, context.max_depth - depth, inner.report
    )
    if context.dialect.description_lists:
        describe(fragment, page.children)
    children = build_blocks(inner, page.children, depth)
    source_map.move(children)
    if any(child.__class__ is Heading for child in children):
        context.usage.has_sections = True
        children = nest_sections(children)
    return tuple(children)


def _trimmed(text: str, pos: int, end: int) -> tuple[int, int]:
    """The range without the white space at its ends."""
    words = text[pos:end].strip(" \t\n")
    if not words:
        return pos, pos
    pos = text.index(words[0], pos)
    return pos, pos + len(words)


def _html_footnotes(context: Context, draft: Draft, depth: int) -> Node:
    section = footnotes.html_footnotes(context.text, draft.start, draft.end)
    definitions: list[Node] = []
    for item in section.children:
        pos, end = _trimmed(context.text, item.at, item.to)
        children = parse_inlines(context.for_html(), pos, end, depth + 2)
        if all(
            isinstance(node, HtmlElement | HtmlTag) or not node.text.strip()
            for child in children
            for node in child.walk()
        ):
            children = ()  # nothing but the way back
        definitions.append(
            make_footnote_definition(children, item.info, span=(item.start, item.end))
        )
    made = make_footnote_list(tuple(definitions), span=(draft.start, draft.end))
    context.footnote_definitions += (made, *made.definitions)
    return made


def _footnote_definition(context: Context, draft: Draft, depth: int) -> Node:
    made = make_footnote_definition(
        _container(context, draft, depth), draft.info, span=(draft.start, draft.end)
    )
    context.footnote_definitions.append(made)
    return made


def _blockquote(context: Context, draft: Draft, depth: int) -> Node:
    return Blockquote(_container(context, draft, depth), span=(draft.start, draft.end))


def _code_block(context: Context, draft: Draft, depth: int) -> Node:
    info, value = draft.info
    words = plain(info).split(None, 1)
    return make_code_block(value, *words, span=(draft.start, draft.end))


def _conversion_notice(context: Context, draft: Draft, depth: int) -> Node:
    title, url = draft.info
    return ConversionNotice(plain(title), plain(url), span=(draft.start, draft.end))


def _html_block(context: Context, draft: Draft, depth: int) -> Node:
    """Raw HTML; a comment and nothing else is a comment."""
    span = (draft.start, draft.end)
    if draft.info is None:
        return make_html_block(context.text[draft.start : draft.end], span)
    if match := COMMENT.fullmatch(draft.info):
        return make_comment(match[1] or "", span)
    return make_html_block(draft.info, span)


def _link_reference_definition(context: Context, draft: Draft, depth: int) -> Node:
    label, url, title = draft.info
    return LinkReferenceDefinition(
        " ".join(label.split()), plain(url), plain(title), span=(draft.start, draft.end)
    )


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
    "html_block": _html_block,
    "link_reference_definition": _link_reference_definition,
    "thematic_break": lambda context, draft, depth: ThematicBreak(span=(draft.start, draft.end)),
    "comment": lambda context, draft, depth: make_comment(
        context.text[draft.start + 4 : draft.end - 3], (draft.start, draft.end)
    ),
    "conversion_notice": _conversion_notice,
    "front_matter": lambda context, draft, depth: FrontMatter(
        context.text[draft.at : draft.to], span=(draft.start, draft.end)
    ),
}
