"""Bare HTML: what the reference implementations of CommonMark and of GFM print (cmark, cmark-gfm).

Raw HTML and every address pass, so that it is for pages whose writer is trusted. Tags in a line are
printed as they are written.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from html import escape as escape_html
from typing import TYPE_CHECKING, Any

from wikiparse import nodes
from wikiparse.dialect import DIALECTS
from wikiparse.html.tags import OPEN_TAG
from wikiparse.nodes.base import Node
from wikiparse.render.html.common import (
    NOTHING,
    alternative,
    content,
    formula,
    is_hidden,
    lay_out,
    shown,
)
from wikiparse.render.html.sanitize import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wikiparse.nodes.page import Page
    from wikiparse.render.html.links import Addresses

    Item = Node | str | Callable[[], None]

FILTERED = re.compile(
    r"<(?=/?(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)(?:[\s>]|/>))",
    re.I,
)
"""The tags that GFM does not let through (section 6.11)."""

_OPEN = re.compile(OPEN_TAG)
_UNSAFE = re.compile(r"[^A-Za-z0-9\-_.+!*(),%#@?=;:/$~]+")


def escape(text: str) -> str:
    """Text as cmark escapes it."""
    return escape_html(text, quote=False).replace('"', "&quot;")


def href(url: str) -> str:
    """An address as cmark escapes it: what no address may hold as percent signs."""
    return _UNSAFE.sub(_percent, url)


def _percent(match: re.Match[str]) -> str:
    return "".join(
        [
            "&amp;" if byte == 0x26 else "&#x27;" if byte == 0x27 else f"%{byte:02X}"
            for byte in match[0].encode("utf-8", "surrogatepass")
        ]
    )


class Bare:
    """One walk over a page.

    `todo` holds what is still to be printed, the next last: nodes, markup, or calls.
    """

    def __init__(self, page: Page, addresses: Addresses) -> None:
        dialect = DIALECTS.get(page.dialect)
        self.page = page
        self.source = page.source
        self.addresses = addresses
        self.is_filtered = dialect is not None and dialect.tag_filter
        self.has_refs = dialect is None or dialect.embedded_wikitext
        self.quotes = 0
        self.out: list[str] = []
        self.todo: list[Item] = []

    def render(self) -> str:
        """The page as a fragment."""
        notes = self._notes()
        self.push(*_flow(self, self.page.children))
        self.run()
        if notes:
            self.block(
                "<section>\n<ol>",
                *[partial(self.block, "<li>", *note.children, "</li>") for note in notes],
                "</ol>\n</section>",
            )
            self.run()
        return "".join(self.out)

    def run(self) -> None:
        """Print what is to be printed."""
        todo, handlers = self.todo, HANDLERS
        while todo:
            top = todo.pop()
            if isinstance(top, str):
                self.out.append(top)
            elif isinstance(top, Node):
                handlers[top.__class__](self, top)
            else:
                top()

    def push(self, *items: Item) -> None:
        """Print these next, in this order."""
        self.todo += items[::-1]

    def line(self) -> None:
        """Begin a line, unless one has just begun."""
        if self.out and not self.out[-1].endswith("\n"):
            self.out.append("\n")

    def block(self, start: str, *items: Item) -> None:
        """Print a block: its start tag on a line of its own, what it holds, and its end tag, the
        last item, with a line ending.
        """
        self.line()
        self.out.append(start)
        self.push(*items, "\n")

    def _notes(self) -> list[nodes.FootnoteDefinition]:
        """The definitions for the end of the page: all but those of `<ref>` where that is plain
        HTML.
        """
        found = list(shown(self.page))
        marks = [
            node
            for node in found
            if isinstance(node, nodes.FootnoteReference) and not self.has_refs
        ]
        kept_in_place = {id(child) for mark in marks for child in mark.children}
        return [
            node
            for node in found
            if isinstance(node, nodes.FootnoteDefinition) and id(node) not in kept_in_place
        ]

    # --- raw HTML

    def raw(self, markup: str) -> None:
        """Print raw HTML."""
        if markup:
            self.out.append(FILTERED.sub("&lt;", markup) if self.is_filtered else markup)

    def tags_of(self, node: Node) -> tuple[str, str] | None:
        """The start and the end tag that an inline node is written with; None if it is not written
        as HTML.
        """
        start, end = node._span or (0, 0)
        if not self.source.startswith("<", start) or start == end:
            return None
        ends = (
            [child._span for child in (node.children[0], node.children[-1])]
            if node.children
            else []
        )
        first, last = (ends[0][0], ends[1][1]) if ends and ends[0] and ends[1] else (end, start)
        head = _unquoted(self.source[start:first], self.quotes)
        opening = _OPEN.match(head)
        if opening is None:
            return None
        tail = (
            head[opening.end() :]
            if last == start
            else _unquoted(self.source[last:end], self.quotes)
        )
        closing = tail.rfind("</")
        return opening[0], tail[closing:] if closing >= 0 else ""

    def as_written(self, node: Node) -> bool:
        """Print an inline node that is written as HTML in the way it is written."""
        tags = self.tags_of(node)
        if tags is None:
            return False
        self.raw(tags[0])
        if not isinstance(node, nodes.Image):
            self.push(*node.children, partial(self.raw, tags[1]))
        return True


@lru_cache(maxsize=256)
def _line_start(quotes: int) -> re.Pattern[str]:
    """What begins a further line of a tag within so many quotations, and is none of it."""
    return re.compile(rf"\n[ \t]*(?:>[ \t]*){{0,{quotes}}}")


def _unquoted(tag: str, quotes: int) -> str:
    """A tag without what its place in the page put at the starts of its lines."""
    tag = tag.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return _line_start(quotes).sub("\n", tag) if "\n" in tag else tag


# --- blocks


def _section(walk: Bare, node: Node) -> None:
    walk.push(*_flow(walk, node.children))


def _flow(walk: Bare, children: Iterable[Item]) -> list[Item]:
    """Blocks, and comments among them on lines of their own."""
    flow: list[Item] = []
    for child in children:
        flow += (walk.line, child, walk.line) if isinstance(child, nodes.Comment) else (child,)
    return flow


def _paragraph(walk: Bare, node: Node) -> None:
    if not is_hidden(node):
        walk.block("<p>", *node.children, "</p>")


def _heading(walk: Bare, node: nodes.Heading) -> None:
    walk.block(f"<h{node.level}>", *node.children, f"</h{node.level}>")


def _quote(walk: Bare, node: Node) -> None:
    walk.quotes += 1
    walk.block(
        "<blockquote>\n",
        *_flow(walk, node.children),
        walk.line,
        partial(_leave_quote, walk),
        "</blockquote>",
    )


def _leave_quote(walk: Bare) -> None:
    walk.quotes -= 1


def _list(walk: Bare, node: nodes.List) -> None:
    tag = "ul" if node.start is None else "ol"
    start = f' start="{node.start}"' if node.start not in (None, 1) else ""
    items = [partial(_item, walk, item, is_tight=node.is_tight) for item in node.children]
    walk.block(f"<{tag}{start}>\n", *items, f"</{tag}>")


def _item(walk: Bare, item: Node, *, is_tight: bool) -> None:
    checked = item.checked if isinstance(item, nodes.ListItem) else None
    box = {
        None: "",
        False: '<input type="checkbox" disabled="" /> ',
        True: '<input type="checkbox" checked="" disabled="" /> ',
    }[checked]
    children = (
        [partial(_tight, walk, child) for child in item.children] if is_tight else item.children
    )
    walk.block("<li>" + box, *_flow(walk, children), "</li>")


def _tight(walk: Bare, node: Node) -> None:
    """A block in an item of a tight list: a paragraph is its words."""
    if isinstance(node, nodes.Section):
        walk.push(*[partial(_tight, walk, child) for child in node.children])
    elif isinstance(node, nodes.Paragraph):
        if not is_hidden(node):
            walk.push(*node.children)
    else:
        walk.push(node)


def _term(walk: Bare, node: Node) -> None:
    walk.block("<dt>", *node.children, "</dt>")


def _details(walk: Bare, node: Node) -> None:
    walk.block("<dd>", *content(node), "</dd>")


def _descriptions(walk: Bare, node: Node) -> None:
    walk.block("<dl>\n", *node.children, "</dl>")


def _code_block(walk: Bare, node: nodes.CodeBlock) -> None:
    language = f' class="language-{escape(node.language)}"' if node.language else ""
    walk.block(f"<pre><code{language}>", escape(node.value), "</code></pre>")


def _break(walk: Bare, node: Node) -> None:  # noqa: ARG001  # what every handler takes
    walk.block("<hr />")


def _math_block(walk: Bare, node: nodes.MathBlock) -> None:
    walk.block("<p>", escape(formula(node.value, is_display=True)), "</p>")


def _html_block(walk: Bare, node: nodes.HtmlBlock) -> None:
    walk.line()
    walk.raw(node.value)
    walk.line()


def _gallery(walk: Bare, node: Node) -> None:
    walk.block(
        "<ul>\n", *[partial(walk.block, "<li>", child, "</li>") for child in node.children], "</ul>"
    )


def _redirect(walk: Bare, node: Node) -> None:
    walk.block("<p>", *node.children, "</p>")


def _table(walk: Bare, node: nodes.Table) -> None:
    layout = lay_out(node)
    rows = [
        partial(_row, walk, row, layout.width, layout.padding[number], layout.aligns)
        for number, row in enumerate(layout.rows)
    ]
    head, body = rows[: layout.head], rows[layout.head :]
    parts = (
        []
        if node.caption is None
        else [partial(walk.block, "<caption>", *node.caption.children, "</caption>")]
    )
    parts += [partial(walk.block, "<thead>\n", *head, "</thead>")] if head else []
    parts += [partial(walk.block, "<tbody>\n", *body, "</tbody>")] if body else []
    walk.block("<table>\n", *parts, "</table>")


def _row(
    walk: Bare, row: nodes.TableRow, width: int, padding: int, aligns: list[str | None]
) -> None:
    cells = row.cells[:width] if width else row.cells
    written_cells = [partial(_cell, walk, cell) for cell in cells]
    filling = [f"<td{_align(align)}></td>\n" for align in aligns[len(cells) : len(cells) + padding]]
    walk.block("<tr>\n", *written_cells, *filling, "</tr>")


def _cell(walk: Bare, cell: nodes.TableCell) -> None:
    tag = "th" if cell.is_header else "td"
    spans = {
        name: str(count)
        for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if count != 1
    }
    walk.block(f"<{tag}{written(spans)}{_align(cell.align)}>", *content(cell), f"</{tag}>")


def _align(align: str | None) -> str:
    return f' align="{align}"' if align else ""


# --- inlines


def _text(walk: Bare, node: nodes.Text) -> None:
    walk.out.append(escape(node.value))


def _words(walk: Bare, node: Node) -> None:
    walk.out.append(escape(node.text))


def _enclosed(tag: str) -> Callable[[Bare, Node], None]:
    return lambda walk, node: walk.push(f"<{tag}>", *node.children, f"</{tag}>")


def _code(walk: Bare, node: nodes.InlineCode) -> None:
    walk.out.append(f"<code>{escape(node.value)}</code>")


def _math(walk: Bare, node: nodes.Math) -> None:
    walk.out.append(escape(formula(node.value, is_display=node.is_display)))


def _line_break(walk: Bare, node: nodes.LineBreak) -> None:
    if not walk.as_written(node):
        walk.out.append("<br />\n")


def _link(walk: Bare, node: nodes.Link | nodes.ExternalLink) -> None:
    if (isinstance(node, nodes.ExternalLink) and node.is_bare) or not walk.as_written(node):
        _anchor(walk, node, node.url, node.tooltip)


def _wikilink(walk: Bare, node: nodes.Wikilink) -> None:
    if walk.addresses.link_resolver is not None or not walk.as_written(node):
        address = walk.addresses.wikilink(node)
        if address is None:
            walk.push(*node.children)
        else:
            _anchor(walk, node, address, "")


def _anchor(walk: Bare, node: Node, url: str, tooltip: str) -> None:
    title = f' title="{escape(tooltip)}"' if tooltip else ""
    walk.push(f'<a href="{href(url)}"{title}>', *node.children, "</a>")


def _image(walk: Bare, node: nodes.Image) -> None:
    if walk.addresses.image_resolver is None and walk.as_written(node):
        return
    resolver = walk.addresses.image_resolver
    address = node.href if resolver is None else resolver(node)
    if address is None:
        _anchor_of_file(walk, node)
    else:
        title = f' title="{escape(node.tooltip)}"' if node.tooltip else ""
        walk.out.append(f'<img src="{href(address)}" alt="{escape(alternative(node))}"{title} />')


def _anchor_of_file(walk: Bare, node: nodes.Image) -> None:
    words = node.children or (node.alt or node.name,)
    walk.push(
        f'<a href="{href(walk.addresses.file_page(node))}">',
        *[escape(w) if isinstance(w, str) else w for w in words],
        "</a>",
    )


def _mark(walk: Bare, node: nodes.FootnoteReference) -> None:
    tags = None if walk.has_refs else walk.tags_of(node)
    if tags is None:
        walk.out.append(f"<sup>{escape(node.label or node.identifier or '')}</sup>")
    else:
        walk.raw(tags[0])
        inside = [
            part
            for child in node.children
            for part in (
                child.children if isinstance(child, nodes.FootnoteDefinition) else (child,)
            )
        ]
        walk.push(*inside, partial(walk.raw, tags[1]))


def _element(walk: Bare, node: nodes.HtmlElement) -> None:
    if not walk.as_written(node):
        walk.raw(f"<{node.tag}{written(dict(node.attributes))}>")
        walk.push(*node.children, partial(walk.raw, f"</{node.tag}>"))


def _tag(walk: Bare, node: nodes.HtmlTag) -> None:
    start, end = node._span or (0, 0)
    if walk.source.startswith("<", start) and start < end:
        walk.raw(_unquoted(walk.source[start:end], walk.quotes))
    else:
        walk.raw(
            f"</{node.tag}>" if node.is_closing else f"<{node.tag}{written(dict(node.attributes))}>"
        )


def _comment(walk: Bare, node: nodes.Comment) -> None:
    start, end = node._span or (0, 0)
    written_short = (
        walk.source[start:end] if end - start < 7 else ""
    )  # "<!-->" and "<!--->" are comments too (CommonMark 6.6)
    walk.raw(written_short or f"<!--{node.value}-->")


def _html_inline(walk: Bare, node: nodes.HtmlInline) -> None:
    walk.raw(node.value)


def _nothing(walk: Bare, node: Node) -> None:
    """What prints nothing where it stands."""


HANDLERS: Mapping[type[Node], Callable[[Bare, Any], None]] = {
    **dict.fromkeys(NOTHING, _nothing),
    nodes.FootnoteDefinition: _nothing,
    nodes.FootnoteList: _nothing,
    nodes.Section: _section,
    nodes.Paragraph: _paragraph,
    nodes.Heading: _heading,
    nodes.Blockquote: _quote,
    nodes.List: _list,
    nodes.ListItem: partial(_item, is_tight=False),
    nodes.DescriptionList: _descriptions,
    nodes.DescriptionTerm: _term,
    nodes.DescriptionDetails: _details,
    nodes.CodeBlock: _code_block,
    nodes.ThematicBreak: _break,
    nodes.MathBlock: _math_block,
    nodes.HtmlBlock: _html_block,
    nodes.Gallery: _gallery,
    nodes.Redirect: _redirect,
    nodes.Table: _table,
    nodes.TableRow: partial(_row, width=0, padding=0, aligns=[]),
    nodes.TableCell: _cell,
    nodes.TableCaption: _section,
    nodes.Text: _text,
    nodes.LanguageVariant: _words,
    nodes.Strong: _enclosed("strong"),
    nodes.Emphasis: _enclosed("em"),
    nodes.Strikethrough: _enclosed("del"),
    nodes.InlineCode: _code,
    nodes.Math: _math,
    nodes.LineBreak: _line_break,
    nodes.Link: _link,
    nodes.ExternalLink: _link,
    nodes.Wikilink: _wikilink,
    nodes.Image: _image,
    nodes.FootnoteReference: _mark,
    nodes.HtmlElement: _element,
    nodes.HtmlTag: _tag,
    nodes.HtmlInline: _html_inline,
    nodes.Comment: _comment,
}
"""What prints each class of nodes."""
