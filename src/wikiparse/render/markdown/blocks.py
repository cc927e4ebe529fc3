"""Blocks as Markdown: on lines of their own, each line after the prefix of its containers."""

from __future__ import annotations

import re
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from wikiparse import nodes
from wikiparse.nodes.base import has_text, plain_text
from wikiparse.nodes.inlines import shown
from wikiparse.render.markdown import escape
from wikiparse.render.markdown.content import is_block, is_space, text_of_html
from wikiparse.render.markdown.inlines import (
    attributes,
    element,
    formula,
    nothing,
)
from wikiparse.render.markdown.tables import cell, row, table
from wikiparse.render.markdown.walk import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.render.markdown.walk import Context, Handlers, Item, Writer


def _paragraph(writer: Writer, node: Node, context: Context) -> None:
    writer.push(*writer.flow(node.children, context))


def _redirect(writer: Writer, node: nodes.Redirect, context: Context) -> None:
    """A redirect: in the hybrid dialect a list of one item."""
    items = writer.flow(node.children, context)
    if writer.flavor.embedded_wikitext and not context.in_line:
        items = _contained(writer, "1.", "    ", items, "  ")
    writer.push(*items)


def _all(writer: Writer, node: Node, context: Context) -> None:
    writer.push(*writer.flow(node.children, context))


def _section(writer: Writer, node: Node, context: Context) -> None:
    writer.push(*writer.flow(node.children, context, apart=True))


def _heading(writer: Writer, node: nodes.Heading, context: Context) -> None:
    content = writer.inlines(node.children, context.line("#"))
    if context.in_line:
        writer.push(*content)
        return
    level = min(max(node.level, 1), 6)
    writer.begin("#" * level)
    # The first `#` in the text is not at the start of a line.
    writer.starts_line = False
    writer.push(partial(_gap, writer), *content, writer.end_line)


def _gap(writer: Writer) -> None:
    writer.gap = " "


# --- containers


def _contained(
    writer: Writer, marker: str, prefix: str, items: Sequence[Item], gap: str = " "
) -> list[Item]:
    """The items of a container: its marker before the first line, its prefix before the others."""

    def start() -> None:
        writer.begin(marker)
        writer.marker = marker
        writer.gap = gap
        writer.starts_item = True
        writer.prefix += prefix

    def end() -> None:
        writer.prefix = writer.prefix[: len(writer.prefix) - len(prefix)]
        writer.end_line()
        writer.starts_item = False
        writer.endings = 1  # more would have been for a block of which nothing was written

    return [start, *items, end]


def _blockquote(writer: Writer, node: nodes.Blockquote, context: Context) -> None:
    if context.in_line or context.depth >= DEEPEST:
        writer.push(*writer.flow(node.children, context))
        return
    items = writer.blocks(node.children, context.below()._replace(in_blockquote=True))
    if node.alert and writer.flavor.flanking and re.fullmatch(r"[a-z-]+", node.alert):
        # The line of the kind ends there; a title that Obsidian has on it is text of the block.
        items = [f"[!{node.alert.upper()}]", partial(_next_line, writer), *items]
    writer.push(*_contained(writer, ">", "> ", items))


def _next_line(writer: Writer) -> None:
    writer.separate(1)


def _list(writer: Writer, node: nodes.List, context: Context) -> None:
    if context.in_line or context.depth >= DEEPEST:
        writer.push(*writer.flow(_items_of(node), context))
        return
    if not node.children:
        return
    kind = "bullets" if node.start is None else "numbers"
    is_second = writer.begin_list(kind)
    # Empty items within each other would be a thematic break: `- - -`.
    if node.start is None and writer.starts_item and not has_text(node):
        is_second = writer.marker == "-"
    items: list[Item] = []
    tight = _is_tight(node)
    bullets = writer.flavor.bullets or ("-", "*")
    number = node.start if node.start is not None and 0 <= node.start < 10**9 else None
    if node.start is not None and number is None:
        number = 1
    for index, item in enumerate(_items_of(node)):
        if index:
            items.append(partial(writer.separate, 1 if tight else 2))
        if number is None:
            marker = bullets[is_second]
        else:
            # More items than CommonMark has digits for go on with the last number.
            marker = str(min(number + index, 10**9 - 1)) + (")" if is_second else ".")
        width = max(len(marker) + 1, writer.flavor.indent)
        children = list(shown(item.children))
        checked = item.checked if isinstance(item, nodes.ListItem) else None
        content: list[Item] = []
        if checked is not None and children and writer.flavor.flanking:
            content = ["[x]" if checked else "[ ]", partial(_gap, writer)]
        content += writer.blocks(children, context.below(), tight=tight)
        gap = " " * (width - len(marker))
        items += _contained(writer, marker, " " * width, content, gap)
    writer.push(*items, partial(writer.end_list, kind, is_second))


def _items_of(node: Node) -> list[Node]:
    """The items of a list; anything else in it is an item of its own."""
    return [
        child if isinstance(child, nodes.ListItem) else nodes.ListItem((child,))
        for child in node.children
    ]


def _is_tight(node: nodes.List) -> bool:
    """Whether a list is written without blank lines: each item is a paragraph, and a list below it
    that may follow one at once.
    """
    if not node.is_tight:
        return False
    for item in node.children:
        if not isinstance(item, nodes.ListItem):
            return False
        blocks = list(shown(item.children))
        count = 0
        while count < len(blocks) and not is_block(blocks[count]):
            count += 1
        if not count and blocks and isinstance(blocks[0], nodes.Paragraph):
            count = 1
            if any(is_block(child) for child in blocks[0].children):
                return False
        rest = blocks[count:]
        if len(rest) > 1 or (rest and not isinstance(rest[0], nodes.List)):
            return False
        # CommonMark 5.2: only 1 interrupts a paragraph, and no empty item does.
        if rest and (rest[0].start not in (None, 1) or not _begins_with_text(rest[0])):  # type: ignore[attr-defined]
            return False
    return True


def _begins_with_text(node: Node) -> bool:
    first = node.children[:1]
    return bool(first) and has_text(first[0])


def _description_list(writer: Writer, node: Node, context: Context) -> None:
    if context.in_line or context.depth >= DEEPEST:
        writer.push(*writer.flow(node.children, context))
        return
    if not node.children:
        return
    form = writer.flavor.description_lists
    if form == "html":
        writer.push(*_as_html(writer, node.children, context))
    elif (
        form == "items"
        # No line below the marker of an item can begin one that is within it.
        or (writer.starts_item and not isinstance(node.children[0], nodes.DescriptionTerm))
        or not _may_be_broken(node.children, context)
    ):
        items = tuple([_as_item(child) for child in node.children])
        _list(writer, nodes.List(items), context)
    else:
        is_second = writer.begin_list("bullets")
        end = partial(writer.end_list, "bullets", is_second)
        writer.push(*_as_broken_items(writer, node.children, context), end)


def _as_html(writer: Writer, children: Sequence[Node], context: Context) -> list[Item]:
    """A description list in tags on lines of their own, with Markdown between them."""
    items: list[Item] = ["<dl>"]
    line = partial(writer.separate, 1)
    for child in children:
        tag = "dt" if isinstance(child, nodes.DescriptionTerm) else "dd"
        content = writer.blocks(child.children, context.below())
        items += [line, f"<{tag}>", partial(writer.separate), *content]
        items += [partial(writer.separate), f"</{tag}>"]
    return [*items, line, "</dl>"]


def _may_be_broken(children: Sequence[Node], context: Context) -> bool:
    """Whether each term has text, and details that begin with text: the form of old pandoc needs
    both. In a block quote no term is read.
    """
    for child, after in zip_longest(children, children[1:]):
        if isinstance(child, nodes.DescriptionTerm):
            if context.in_blockquote or not has_text(child):
                return False
            first = after.children[:1] if isinstance(after, nodes.DescriptionDetails) else ()
            if not (first and has_text(first[0])) or first[0].kind not in ("paragraph", "text"):
                return False
    return True


def _as_item(node: Node) -> nodes.ListItem:
    """The term of a description list in bold, or its details."""
    if isinstance(node, nodes.DescriptionTerm):
        return nodes.ListItem((nodes.Paragraph((nodes.Strong(node.children),)),))
    return nodes.ListItem(node.children)


def _as_broken_items(writer: Writer, children: Sequence[Node], context: Context) -> list[Item]:
    """A description list as old pandoc wrote it: items that begin with a term and a hard line
    break, or with an empty line.
    """
    items: list[Item] = []
    before: Node | None = None
    line = partial(writer.separate, 1)
    for child in children:
        content = writer.blocks(child.children, context.below())
        if isinstance(before, nodes.DescriptionTerm) and not isinstance(
            child, nodes.DescriptionTerm
        ):
            items += ["  ", line, *content]
        else:
            items += [_end_item(writer), line] if before is not None else []
            is_term = isinstance(child, nodes.DescriptionTerm)
            below = [writer.begin_below, *content]
            term = writer.inlines(child.children, context.line()) if is_term else below
            items += [_start_item(writer), *term]
        before = child
    return [*items, _end_item(writer)]


def _start_item(writer: Writer) -> partial[None]:
    def start() -> None:
        writer.begin("-")
        writer.gap = "   "
        writer.prefix += "    "

    return partial(start)


def _end_item(writer: Writer) -> partial[None]:
    def end() -> None:
        writer.prefix = writer.prefix[:-4]
        writer.end_line()
        writer.begun = -1

    return partial(end)


# --- leaves


def _code_block(writer: Writer, node: nodes.CodeBlock, context: Context) -> None:
    value = escape.readable(node.value).removesuffix("\n")
    if context.in_line:
        writer.code(value, context)
        return
    fence = escape.fence(value)
    info = escape.info(f"{node.language} {node.meta}")
    if "`" in info:
        # A fence of tildes may have backticks after it.
        fence = "~" * max([2, *[len(run) for run in re.findall("~+", value)]]) + "~"
    _fenced(writer, fence, info, value)


def _fenced(writer: Writer, fence: str, info: str, value: str) -> None:
    writer.lines(fence + info, *(value.split("\n") if value else ()), fence)


def _math_block(writer: Writer, node: nodes.MathBlock, context: Context) -> None:
    value = escape.readable(node.value).strip("\n")
    if context.in_line:
        formula(writer, value, context, is_display=True)
    elif writer.flavor.math == "dollars" and not re.search(r"\$|`", value):
        lines = [line.strip() for line in value.split("\n") if line.strip()]
        writer.lines("$$", *lines, "$$")
    else:
        _fenced(writer, escape.fence(value), "math", value)


def _thematic_break(writer: Writer, node: Node, context: Context) -> None:
    if not context.in_line:
        # `* ***` would be one line of asterisks.
        writer.write("___" if writer.starts_item else "***")


def _html_block(writer: Writer, node: nodes.HtmlBlock, context: Context) -> None:
    """Raw HTML of a page of Markdown; of any other page the tags are a converter's leftovers."""
    if context.in_line:
        return
    if writer.page.keeps_html:
        lines = escape.readable(node.value).strip("\n").split("\n")
        if any(line.strip() for line in lines):
            writer.lines(*lines)
        return
    if text := text_of_html(node.value):
        writer.text(text, context)


def _gallery(writer: Writer, node: Node, context: Context) -> None:
    writer.push(*writer.flow([nodes.Paragraph((child,)) for child in node.children], context))


# --- HTML


def _html_element(writer: Writer, node: nodes.HtmlElement, context: Context) -> None:
    """An element: as the block that Markdown has for it, or only its content."""
    if context.in_line or not is_block(node):
        element(writer, node, context)
        return
    tag, children = node.tag, shown(node.children)
    if tag in ("ul", "ol"):
        items = [_item_of(child) for child in children if not is_space(child)]
        start = None if tag == "ul" else 1
        writer.push((nodes.List(tuple(items), start), context))
    elif tag == "dl":
        parts = [
            nodes.DescriptionTerm(child.children)
            if isinstance(child, nodes.HtmlElement) and child.tag == "dt"
            else nodes.DescriptionDetails(_item_of(child).children)
            for child in children
            if not is_space(child)
        ]
        writer.push((nodes.DescriptionList(tuple(parts)), context))
    elif tag == "blockquote":
        writer.push((nodes.Blockquote(children), context))
    elif re.fullmatch("h[1-6]", tag):
        writer.push((nodes.Heading(children, int(tag[1])), context))
    elif tag == "pre":
        _preformatted(writer, children, context)
    elif tag == "div" and writer.flavor.embedded_wikitext and not context.depth:
        line = partial(writer.separate)
        content = writer.blocks(children, context)
        writer.push(f"<div{attributes(node.attributes)}>", line, *content, line, "</div>")
    else:
        writer.push(*writer.blocks(children, context))


def _item_of(node: Node) -> nodes.ListItem:
    is_item = isinstance(node, nodes.HtmlElement) and node.tag in ("li", "dd")
    return nodes.ListItem(node.children if is_item else (node,))


def _preformatted(writer: Writer, children: Sequence[Node], context: Context) -> None:
    """Preformatted text: code, unless it holds markup; then its lines are broken."""
    texts = [child.value for child in children if isinstance(child, nodes.Text)]
    if len(texts) == len(children):
        value = "".join(texts)
        writer.push((nodes.CodeBlock(value.strip("\n") + "\n"), context))
        return
    lines: list[Node] = []
    for child in children:
        if isinstance(child, nodes.Text) and "\n" in child.value:
            for index, line in enumerate(child.value.split("\n")):
                lines += [nodes.LineBreak()] if index else []
                lines += [nodes.Text(line)] if line else []
        else:
            lines.append(child)
    writer.push(*writer.inlines(lines, context))


# --- footnotes


def _footnote_list(writer: Writer, node: nodes.FootnoteList, context: Context) -> None:
    """Its definitions are at the end of the page."""


def footnotes(writer: Writer) -> None:
    """Write the definitions of all footnotes, in the order in which they are referred to, and then
    those that nothing refers to.
    """
    found = writer.page.footnotes
    others = iter(writer.page.definitions)
    written = 0
    while True:
        if written == len(found.definitions):
            unused = next((node for node in others if not found.is_known(node)), None)
            if unused is None:
                return
            found.number_of(unused)
        writer.separate(1 if writer.page.is_numbered and written else 2)
        if writer.page.is_numbered and not written:
            writer.begin_list("numbers")
        written += 1
        # It may refer to others, which get the next numbers.
        _footnote(writer, found.definitions[written - 1], written)


def _footnote(writer: Writer, node: nodes.FootnoteDefinition, number: int) -> None:
    context = writer.top
    content = writer.blocks(node.children, context.below())
    # A footnote of nothing but templates that are not known: the values of their arguments.
    if not writer.flavor.embedded_wikitext and not plain_text(node) and (text := node.text):
        content = [(nodes.Text(text), context)]
    marker = f"{number}." if writer.page.is_numbered else f"[^{number}]:"
    gap = " " * max(4 - len(marker), 1) if writer.page.is_numbered else " "
    prefix = " " * (len(marker + gap) if writer.page.is_numbered else 4)
    writer.push(*_contained(writer, marker, prefix, content, gap))
    writer.run()


BLOCKS: Handlers = {
    nodes.FrontMatter: nothing,
    nodes.Boilerplate: nothing,
    nodes.LinkReferenceDefinition: nothing,
    nodes.Redirect: _redirect,
    nodes.Section: _section,
    nodes.Heading: _heading,
    nodes.Paragraph: _paragraph,
    nodes.List: _list,
    nodes.ListItem: _all,
    nodes.DescriptionList: _description_list,
    nodes.DescriptionTerm: _all,
    nodes.DescriptionDetails: _all,
    nodes.CodeBlock: _code_block,
    nodes.Blockquote: _blockquote,
    nodes.ThematicBreak: _thematic_break,
    nodes.MathBlock: _math_block,
    nodes.HtmlBlock: _html_block,
    nodes.Gallery: _gallery,
    nodes.Table: table,
    nodes.TableCaption: _all,
    nodes.TableRow: row,
    nodes.TableCell: cell,
    nodes.FootnoteDefinition: nothing,
    nodes.FootnoteList: _footnote_list,
    nodes.ConversionNotice: nothing,
    nodes.HtmlElement: _html_element,
}
