"""Blocks as wikitext: on lines of their own where lines may begin, else as HTML."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wikiparse import nodes
from wikiparse.render.html.sanitize import tokens
from wikiparse.render.wikitext import escape as write
from wikiparse.render.wikitext.inlines import file_items, tag_of
from wikiparse.render.wikitext.walk import LINE_ENDING, NOTHING, Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.render.wikitext.walk import Handlers, Place, Walk

DEEPEST = 40
"""Lists that nest deeper are HTML, so that their markers do not outweigh their words."""


def _nothing(walk: Walk, node: Node, place: Place) -> None:
    """What wikitext has no place for."""


def _paragraph(walk: Walk, node: Node, place: Place) -> None:
    items = walk.inline(node.children, place)
    if not place.in_line:  # categories have lines of their own
        for index, (before, between, behind) in enumerate(
            zip(node.children, node.children[1:], node.children[2:], strict=False)
        ):
            if (
                isinstance(before, nodes.Category)
                and isinstance(behind, nodes.Category)
                and between == LINE_ENDING
            ):
                items[index + 1] = walk.fresh
    walk.push(*items)


def _section(walk: Walk, node: Node, place: Place) -> None:
    walk.push(*walk.blocks(node.children, place))


def _heading(walk: Walk, node: nodes.Heading, place: Place) -> None:
    level = min(max(node.level, 1), 6)
    words: Sequence[Item] = walk.inline(node.children, place.line("="))
    if place.in_line or place.is_apart or "=" in place.extra:
        walk.enclose(f"h{level}", words)
    else:
        walk.push("=" * level + " ", *(words or [NOTHING]), " " + "=" * level)


def _list(walk: Walk, node: nodes.List, place: Place) -> None:
    mark = "*" if node.start is None else "#"
    if place.in_line or len(place.prefix) >= DEEPEST:
        walk.enclose("ul" if mark == "*" else "ol", walk.flat(node.children, place.line()))
        return
    below = place._replace(prefix=place.prefix + mark)
    walk.push(*[(child, below) for child in node.children])


def _description_list(walk: Walk, node: Node, place: Place) -> None:
    if place.in_line or len(place.prefix) >= DEEPEST:
        walk.enclose("dl", walk.flat(node.children, place.line()))
        return
    for child in reversed(node.children):
        mark = ";" if isinstance(child, nodes.DescriptionTerm) else ":"
        walk.push((child, place._replace(prefix=place.prefix + mark)))


def _item(walk: Walk, node: Node, place: Place) -> None:
    """An item: its first words behind the markers, lists below it with more markers, all else on
    lines that go on with it.
    """
    checked = node.checked if isinstance(node, nodes.ListItem) else None
    box = "" if checked is None else "\u2611 " if checked else "\u2610 "
    if place.in_line or not place.prefix:
        tag = (
            "dt"
            if isinstance(node, nodes.DescriptionTerm)
            else "dd"
            if isinstance(node, nodes.DescriptionDetails)
            else "li"
        )
        walk.enclose(tag, [box, *walk.flat(node.children, place.line())])
        return
    items: list[Item] = [
        walk.fresh,
        f"{place.prefix} {box}" if box or node.children else place.prefix,
    ]
    is_open = True  # words may go on in this line
    line = place.line(":" if isinstance(node, nodes.DescriptionTerm) else "")
    for index, child in enumerate(node.children):
        if isinstance(child, nodes.List | nodes.DescriptionList) and len(place.prefix) < DEEPEST:
            items.append((child, place))
            is_open = False
        else:
            if not is_open or (child.is_block and index):
                items += [walk.fresh, f"{place.prefix}: "]
            items += walk.flat((child,), line)
            is_open = not child.is_block
    walk.push(*items)


def _code_block(walk: Walk, node: nodes.CodeBlock, place: Place) -> None:  # noqa: ARG001  # what every handler takes
    if node.language and "</syntaxhighlight" not in node.value.lower():
        walk.write(
            f"<syntaxhighlight{write.attributes([('lang', node.language)])}>\n{write.clean(node.value)}</syntaxhighlight>"
        )
    else:
        value = write.clean(node.value).replace("&", "&amp;").replace("<", "&lt;")
        walk.write(f"<pre>\n{value}</pre>")


def _blockquote(walk: Walk, node: Node, place: Place) -> None:
    if place.in_line:
        walk.enclose("blockquote", walk.flat(node.children, place))
        return
    walk.push(
        "<blockquote>",
        *walk.blocks(node.children, place._replace(is_apart=True)),
        partial(walk.fresh, 2),
        "</blockquote>",
    )


def _break(walk: Walk, node: Node, place: Place) -> None:  # noqa: ARG001  # what every handler takes
    walk.write("<hr />" if place.in_line else "----")


def _math_block(walk: Walk, node: nodes.MathBlock, place: Place) -> None:  # noqa: ARG001  # what every handler takes
    walk.write(f'<math display="block">{write.formula(node.value)}</math>')


def _html_block(walk: Walk, node: nodes.HtmlBlock, place: Place) -> None:
    """Raw HTML: the tags that MediaWiki knows, and words."""
    for kind, piece, pairs in tokens(node.value):
        if kind == "text":
            walk.text(piece, place)
        else:
            tag_of(walk, piece, pairs, is_closing=kind == "close")


def _redirect(walk: Walk, node: nodes.Redirect, place: Place) -> None:
    goal = write.title(
        f"{node.title}#{node.fragment}" if node.fragment else node.title, is_decoded=True
    )
    own = [child for child in node.children if isinstance(child, nodes.Wikilink)]
    walk.push("#REDIRECT ", *(walk.inline(own, place.line()) or [f"[[{goal}]]"]))


def _gallery(walk: Walk, node: nodes.Gallery, place: Place) -> None:
    items: list[Item] = []
    for child in node.children:
        if isinstance(child, nodes.Image):
            items += ["\n", *file_items(walk, child, place.inside("|").line())]
    walk.push(f"<gallery{write.attributes(node.attributes)}>", *items, "\n</gallery>")


# --- tables


def _table(walk: Walk, node: nodes.Table, place: Place) -> None:
    if place.in_line or place.is_value or place.prefix:
        walk.enclose("table", walk.inline(node.children, place.line()))
    else:
        walk.push("{|", *walk.inline(node.children, place.inside()), walk.fresh, "|}")


def _row(walk: Walk, node: Node, place: Place) -> None:
    if place.in_line:
        walk.enclose("tr", walk.inline(node.children, place))
    elif node.children:
        walk.push(walk.fresh, "|-", *walk.inline(node.children, place))


def _caption(walk: Walk, node: Node, place: Place) -> None:
    if place.in_line:
        walk.enclose("caption", walk.flat(node.children, place))
    else:
        walk.push(walk.fresh, "|+ ", *walk.content(node.children, place.inside("|")))


def _cell(walk: Walk, node: nodes.TableCell, place: Place) -> None:
    pairs = [
        (name, str(count))
        for name, count in (("rowspan", node.rowspan), ("colspan", node.colspan))
        if count > 1
    ]
    if node.align in ("left", "center", "right"):
        pairs.append(("style", f"text-align:{node.align}"))
    if place.in_line:
        walk.enclose("th" if node.is_header else "td", walk.flat(node.children, place), pairs)
        return
    sign = "!" if node.is_header else "|"
    items = walk.content(node.children, place.inside("|!" if node.is_header else "|"))
    walk.push(
        walk.fresh,
        sign + write.attributes(pairs) + (" | " if pairs else " " if items else ""),
        *items,
    )


# --- notes


def _mark(walk: Walk, node: nodes.FootnoteReference, place: Place) -> None:
    """The mark of a note, with its definition where it holds one."""
    own = next(
        (child for child in node.children if isinstance(child, nodes.FootnoteDefinition)), None
    )
    if own is None:
        walk.write(
            f"<ref{write.note_attributes(node.identifier, node.group)} />"
            if node.identifier is not None
            else "<ref></ref>"
        )
    elif place.in_note:  # the tag does not nest (Help:Cite, "Nested references")
        pairs = (
            write.note_attributes(node.identifier, node.group)
            .replace(' name="', '|name="')
            .replace(' group="', '|group="')
        )
        inner = place.inside("|=")._replace(is_value=True, in_line=True)
        walk.push("{{#tag:ref|", *walk.flat(own.children, inner), f"{pairs}}}}}")
    else:
        _note(walk, own, place, write.note_attributes(node.identifier, node.group))


def _note(walk: Walk, node: Node, place: Place, pairs: str) -> None:
    inner = place.inside()._replace(in_note=True, in_link=False, in_address=False, is_apart=True)
    items: list[Item] = walk.content(node.children, inner)
    walk.push(
        f"<ref{pairs}>",
        partial(setattr, walk, "starts_line", True),
        *(items or [NOTHING]),
        "</ref>",
    )


def _definition(walk: Walk, node: nodes.FootnoteDefinition, place: Place) -> None:
    _note(walk, node, place, write.note_attributes(node.identifier, node.group))


def _note_list(walk: Walk, node: nodes.FootnoteList, place: Place) -> None:
    pairs = write.note_attributes(None, node.group)
    if not node.children:
        walk.write(f"<references{pairs} />")
        return
    items: list[Item] = []
    for child in node.children:
        items += ["\n", (child, place.inside())]
    walk.push(f"<references{pairs}>", *items, "\n</references>")


BLOCKS: Handlers = {
    nodes.FrontMatter: _nothing,
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
    nodes.FootnoteList: _note_list,
    nodes.FootnoteReference: _mark,
}
