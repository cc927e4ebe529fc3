"""Blocks as wikitext: on lines of their own where lines may begin, otherwise as HTML."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from wikiparse import nodes
from wikiparse.nodes.blocks import outside_cells
from wikiparse.nodes.footnotes import own_definition
from wikiparse.render.html.sanitize import tokens
from wikiparse.render.wikitext import escape
from wikiparse.render.wikitext.inlines import file_items, tag_of
from wikiparse.render.wikitext.walk import LINE_ENDING, SEPARATOR, Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.render.wikitext.walk import Context, Handlers, Writer

DEEPEST = 40
"""Lists that nest deeper are HTML, so that their markers do not outweigh their text."""


def _nothing(writer: Writer, node: Node, context: Context) -> None:
    """A node that wikitext has no form for."""


def _paragraph(writer: Writer, node: Node, context: Context) -> None:
    items = writer.inlines(node.children, context)
    if not context.in_line:  # each category is on a line of its own
        triples = zip(node.children, node.children[1:], node.children[2:], strict=False)
        for index, (before, between, after) in enumerate(triples, 1):
            if (
                isinstance(before, nodes.Category)
                and isinstance(after, nodes.Category)
                and between == LINE_ENDING
            ):
                items[index] = writer.start_line
    writer.push(*items)


def _section(writer: Writer, node: Node, context: Context) -> None:
    writer.push(*writer.blocks(node.children, context))


def _heading(writer: Writer, node: nodes.Heading, context: Context) -> None:
    level = min(max(node.level, 1), 6)
    content: Sequence[Item] = writer.inlines(node.children, context.line("="))
    # `==` in an argument is a section of the page to MediaWiki, and `=` in it would end a name.
    if context.in_line or context.headings_as_tags or "=" in context.special:
        writer.enclose(f"h{level}", content)
    else:
        writer.push("=" * level + " ", *(content or [SEPARATOR]), " " + "=" * level)


def _list(writer: Writer, node: nodes.List, context: Context) -> None:
    marker = "*" if node.start is None else "#"
    if context.in_line or len(context.list_markers) >= DEEPEST:
        items = writer.on_one_line(node.children, context.line())
        writer.enclose("ul" if marker == "*" else "ol", items)
        return
    below = context._replace(list_markers=context.list_markers + marker)
    writer.push(*[(child, below) for child in node.children])


def _description_list(writer: Writer, node: Node, context: Context) -> None:
    if context.in_line or len(context.list_markers) >= DEEPEST:
        writer.enclose("dl", writer.on_one_line(node.children, context.line()))
        return
    for child in reversed(node.children):
        marker = ";" if isinstance(child, nodes.DescriptionTerm) else ":"
        writer.push((child, context._replace(list_markers=context.list_markers + marker)))


TAGS_OF_ITEMS: dict[type[Node], str] = {
    nodes.ListItem: "li",
    nodes.DescriptionTerm: "dt",
    nodes.DescriptionDetails: "dd",
}


def _item(writer: Writer, node: Node, context: Context) -> None:
    """An item: its first text after the markers, nested lists with more markers, everything else
    on lines that continue it (`*:`).
    """
    checked = node.checked if isinstance(node, nodes.ListItem) else None
    # Wikitext has no task lists: ☑ and ☐.
    box = "" if checked is None else "\u2611 " if checked else "\u2610 "
    if context.in_line or not context.list_markers:
        tag = TAGS_OF_ITEMS[node.__class__]
        writer.enclose(tag, [box, *writer.on_one_line(node.children, context.line())])
        return
    items: list[Item] = [
        writer.start_line,
        f"{context.list_markers} {box}" if box or node.children else context.list_markers,
    ]
    is_open = True  # whether text may continue this line
    line = context.line(":" if isinstance(node, nodes.DescriptionTerm) else "")
    for index, child in enumerate(node.children):
        if (
            isinstance(child, nodes.List | nodes.DescriptionList)
            and len(context.list_markers) < DEEPEST
        ):
            items.append((child, context))
            is_open = False
        else:
            # `*:` goes on with an item after a nested list (MediaWiki: Help:Lists).
            if not is_open or (child.is_block and index):
                items += [writer.start_line, f"{context.list_markers}: "]
            items += writer.on_one_line((child,), line)
            is_open = not child.is_block
    writer.push(*items)


def _code_block(writer: Writer, node: nodes.CodeBlock, context: Context) -> None:
    # The code may hold the end tag itself: then it is `<pre>`, whose content is escaped.
    if node.language and "</syntaxhighlight" not in node.value.lower():
        lang = escape.attributes([("lang", node.language)])
        code = escape.opaque(node.value)
        writer.write(f"<syntaxhighlight{lang}>\n{code}</syntaxhighlight>")
    else:
        value = escape.opaque(node.value).replace("&", "&amp;").replace("<", "&lt;")
        writer.write(f"<pre>\n{value}</pre>")


def _blockquote(writer: Writer, node: Node, context: Context) -> None:
    if context.in_line:
        writer.enclose("blockquote", writer.on_one_line(node.children, context))
        return
    writer.push(
        "<blockquote>",
        *writer.blocks(node.children, context._replace(headings_as_tags=True)),
        partial(writer.start_line, 2),
        "</blockquote>",
    )


def _break(writer: Writer, node: Node, context: Context) -> None:
    writer.write("<hr />" if context.in_line else "----")


def _math_block(writer: Writer, node: nodes.MathBlock, context: Context) -> None:
    writer.write(f'<math display="block">{escape.formula(node.value)}</math>')


def _html_block(writer: Writer, node: nodes.HtmlBlock, context: Context) -> None:
    """Raw HTML: the tags that MediaWiki allows, and text."""
    for token in tokens(node.value):
        if token.kind == "text":
            writer.text(token.value, context)
        else:
            tag_of(writer, token.value, token.attributes, is_closing=token.kind == "close")


def _redirect(writer: Writer, node: nodes.Redirect, context: Context) -> None:
    title = f"{node.title}#{node.fragment}" if node.fragment else node.title
    target = escape.title(title, is_decoded=True)
    own = [child for child in node.children if isinstance(child, nodes.Wikilink)]
    writer.push("#REDIRECT ", *(writer.inlines(own, context.line()) or [f"[[{target}]]"]))


def _gallery(writer: Writer, node: nodes.Gallery, context: Context) -> None:
    items: list[Item] = []
    for child in node.children:
        if isinstance(child, nodes.Image):
            items += ["\n", *file_items(writer, child, context.inside("|").line())]
    writer.push(f"<gallery{writer.attributes(node.attributes)}>", *items, "\n</gallery>")


# --- tables


def _table(writer: Writer, node: nodes.Table, context: Context) -> None:
    if outside := outside_cells(node):  # it is shown before the table
        kept = (nodes.TableRow, nodes.TableCaption)
        rest = tuple([child for child in node.children if isinstance(child, kept)])
        writer.push(
            *writer.content(outside, context),
            writer.start_line,
            (evolve(node, children=rest), context),
        )
    # `{|` needs the start of a line, and its pipes would be those of the template.
    elif context.in_line or context.in_argument or context.list_markers:
        writer.enclose("table", writer.inlines(node.children, context.line()))
    else:
        writer.push("{|", *writer.inlines(node.children, context.inside()), writer.start_line, "|}")


def _row(writer: Writer, node: Node, context: Context) -> None:
    if context.in_line:
        writer.enclose("tr", writer.inlines(node.children, context))
    elif node.children:
        writer.push(writer.start_line, "|-", *writer.inlines(node.children, context))


def _caption(writer: Writer, node: Node, context: Context) -> None:
    if context.in_line:
        writer.enclose("caption", writer.on_one_line(node.children, context))
    else:
        writer.push(writer.start_line, "|+ ", *writer.content(node.children, context.inside("|")))


def _cell(writer: Writer, node: nodes.TableCell, context: Context) -> None:
    pairs = [
        (name, str(count))
        for name, count in (("rowspan", node.rowspan), ("colspan", node.colspan))
        if count > 1
    ]
    if node.align in ("left", "center", "right"):
        pairs.append(("style", f"text-align:{node.align}"))
    if context.in_line:
        items = writer.on_one_line(node.children, context)
        writer.enclose("th" if node.is_header else "td", items, pairs)
        return
    delimiter = "!" if node.is_header else "|"
    items = writer.content(node.children, context.inside("|!" if node.is_header else "|"))
    writer.push(
        writer.start_line,
        delimiter + escape.attributes(pairs) + (" | " if pairs else " " if items else ""),
        *items,
    )


# --- footnotes


def _footnote_reference(writer: Writer, node: nodes.FootnoteReference, context: Context) -> None:
    """A reference, with its definition where it holds one. One that a template makes, or a name in
    the argument of one, is that.
    """
    if isinstance(node, nodes.FootnoteTemplate) and (template := node.template) is not None:
        writer.push((template, context))
        return
    own = own_definition(node)
    if own is None and node.children and node.children[0].kind == "text":
        writer.push(*writer.inlines(node.children, context))
        return
    attributes = escape.footnote_attributes(node.identifier, node.group)
    if own is None:
        writer.write("<ref></ref>" if node.identifier is None else f"<ref{attributes} />")
    elif context.in_footnote:  # the tag does not nest (Help:Cite, "Nested references")
        pairs = attributes.replace(' name="', '|name="').replace(' group="', '|group="')
        inner = context.inside("|=")._replace(in_argument=True, in_line=True)
        writer.push("{{#tag:ref|", *writer.on_one_line(own.children, inner), f"{pairs}}}}}")
    else:
        _footnote(writer, own, context, attributes)


def _footnote(writer: Writer, node: Node, context: Context, attributes: str) -> None:
    inner = context.inside()._replace(
        in_footnote=True, in_link=False, in_external_link=False, headings_as_tags=True
    )
    items: list[Item] = writer.content(node.children, inner)
    writer.push(
        f"<ref{attributes}>",
        # The content of a tag is parsed by itself, so its first character is the start of a line.
        partial(setattr, writer, "starts_line", True),
        *(items or [SEPARATOR]),
        "</ref>",
    )


def _definition(writer: Writer, node: nodes.FootnoteDefinition, context: Context) -> None:
    _footnote(writer, node, context, escape.footnote_attributes(node.identifier, node.group))


def _footnote_list(writer: Writer, node: nodes.FootnoteList, context: Context) -> None:
    attributes = escape.footnote_attributes(None, node.group)
    if not node.children:
        writer.write(f"<references{attributes} />")
        return
    only = node.children[0]
    # The template that is the list; one in `<references>` begins later.
    if isinstance(only, nodes.Template) and only._start == node._start:
        writer.push((only, context))
        return
    items: list[Item] = []
    for child in node.children:
        items += ["\n", (child, context.inside())]
    writer.push(f"<references{attributes}>", *items, "\n</references>")


BLOCKS: Handlers = {
    nodes.FrontMatter: _nothing,
    nodes.Boilerplate: _nothing,
    nodes.ConversionNotice: _nothing,
    nodes.LinkReferenceDefinition: _nothing,
    nodes.Redirect: _redirect,
    nodes.Section: _section,
    nodes.Heading: _heading,
    nodes.Paragraph: _paragraph,
    nodes.List: _list,
    nodes.ListItem: _item,
    nodes.DescriptionList: _description_list,
    nodes.DescriptionTerm: _item,
    nodes.DescriptionDetails: _item,
    nodes.CodeBlock: _code_block,
    nodes.Blockquote: _blockquote,
    nodes.ThematicBreak: _break,
    nodes.MathBlock: _math_block,
    nodes.HtmlBlock: _html_block,
    nodes.Gallery: _gallery,
    nodes.Table: _table,
    nodes.TableCaption: _caption,
    nodes.TableRow: _row,
    nodes.TableCell: _cell,
    nodes.FootnoteDefinition: _definition,
    nodes.FootnoteList: _footnote_list,
    nodes.FootnoteReference: _footnote_reference,
    nodes.FootnoteTemplate: _footnote_reference,
}
