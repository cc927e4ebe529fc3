"""Bare HTML: the output of the reference implementations of CommonMark and GFM (cmark, cmark-gfm).

Raw HTML and every URL pass, so that it is for pages whose author is trusted. Inline tags are
written as the source has them.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from html import escape as escape_html
from typing import TYPE_CHECKING, Any, NamedTuple

from wikiparse import nodes
from wikiparse.dialect import DIALECTS
from wikiparse.html.tags import OPEN_TAG
from wikiparse.nodes.base import Node
from wikiparse.nodes.blocks import outside_cells
from wikiparse.render.html.common import (
    NOTHING,
    alternative_text,
    content,
    formula,
    is_hidden,
    lay_out,
    shown,
)
from wikiparse.render.html.sanitize import attributes_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wikiparse.nodes.page import Page
    from wikiparse.render.html.links import Urls
    from wikiparse.source import Source

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
    """A URL as cmark escapes it: characters that no URL may hold are percent-encoded."""
    return _UNSAFE.sub(_percent, url)


def _percent(match: re.Match[str]) -> str:
    return "".join(
        [
            "&amp;" if byte == 0x26 else "&#x27;" if byte == 0x27 else f"%{byte:02X}"
            for byte in match[0].encode("utf-8", "surrogatepass")
        ]
    )


class Tags(NamedTuple):
    """The tags of an inline node as the source has them; `end` is "" for an empty element."""

    start: str
    end: str


class BareWriter:
    """Writes a page, with a stack of its own in place of recursion.

    `todo` holds the items that are still to be written, the next one last: nodes, markup, or calls.
    """

    def __init__(self, page: Page, urls: Urls) -> None:
        dialect = DIALECTS.get(page.dialect)
        self.page = page
        self.source: Source = page.source
        self.urls = urls
        self.is_filtered: bool = dialect is not None and dialect.tag_filter
        self.has_refs: bool = dialect is None or dialect.embedded_wikitext
        self.block_quotes = 0
        """How many are open."""
        self.out: list[str] = []
        self.todo: list[Item] = []

    def render(self) -> str:
        """The page as a fragment."""
        definitions = self._definitions()
        self.push(*_flow(self, self.page.children))
        self.run()
        if definitions:
            items = [partial(self.block, "<li>", *d.children, "</li>") for d in definitions]
            self.block("<section>\n<ol>", *items, "</ol>\n</section>")
            self.run()
        return "".join(self.out)

    def run(self) -> None:
        """Write the items of `todo`."""
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
        """Write these next, in this order."""
        self.todo += items[::-1]

    def line(self) -> None:
        """Begin a line, unless one has just begun."""
        if self.out and not self.out[-1].endswith("\n"):
            self.out.append("\n")

    def block(self, start: str, *items: Item) -> None:
        """Write a block: its start tag on a new line, its content, and its end tag, which is the
        last item, with a line ending.
        """
        self.line()
        self.out.append(start)
        self.push(*items, "\n")

    def _definitions(self) -> list[nodes.FootnoteDefinition]:
        """The footnotes for the end of the page: all but those in a `<ref>` where that is plain
        HTML.
        """
        found = list(shown(self.page))
        inline: set[int] = set()
        if not self.has_refs:
            references = [node for node in found if isinstance(node, nodes.FootnoteReference)]
            inline = {id(child) for reference in references for child in reference.children}
        return [
            node
            for node in found
            if isinstance(node, nodes.FootnoteDefinition) and id(node) not in inline
        ]

    # --- raw HTML

    def raw(self, markup: str) -> None:
        """Write raw HTML, under GFM's tag filter where the dialect has it."""
        if markup:
            self.out.append(FILTERED.sub("&lt;", markup) if self.is_filtered else markup)

    def tags_of(self, node: Node) -> Tags | None:
        """The tags of an inline node in the source; None if it is not HTML there."""
        start, end = node._span or (0, 0)
        # A node of Markdown, such as `*a*`, has no tags in the source.
        if not self.source.startswith("<", start) or start == end:
            return None
        ends = (
            [child._span for child in (node.children[0], node.children[-1])]
            if node.children
            else []
        )
        # <b class="x">bold <i>text</i></b>
        # ^start       ^first          ^last  ^end     (without children: first = end, last = start)
        first, last = (ends[0][0], ends[1][1]) if ends and ends[0] and ends[1] else (end, start)
        head = _without_prefixes(self.source[start:first], self.block_quotes)
        opening = _OPEN.match(head)
        if opening is None:
            return None
        tail = (
            head[opening.end() :]
            if last == start
            else _without_prefixes(self.source[last:end], self.block_quotes)
        )
        closing = tail.rfind("</")
        return Tags(opening[0], tail[closing:] if closing >= 0 else "")

    def write_as_in_source(self, node: Node) -> bool:
        """Write an inline node with its tags in the source. False, and nothing is written, if it
        has none.
        """
        tags = self.tags_of(node)
        if tags is None:
            return False
        self.raw(tags.start)
        if not isinstance(node, nodes.Image):
            self.push(*node.children, partial(self.raw, tags.end))
        return True


@lru_cache(maxsize=256)
def _line_prefix(block_quotes: int) -> re.Pattern[str]:
    """The indentation and block quote markers before a further line of a tag, within `block_quotes`
    of them: they are not part of the tag.
    """
    return re.compile(rf"\n[ \t]*(?:>[ \t]*){{0,{block_quotes}}}")


def _without_prefixes(tag: str, block_quotes: int) -> str:
    """A tag without the prefixes of its lines."""
    # As the parser reads it: the source itself is not normalized.
    tag = tag.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return _line_prefix(block_quotes).sub("\n", tag) if "\n" in tag else tag


# --- blocks


def _section(writer: BareWriter, node: Node) -> None:
    writer.push(*_flow(writer, node.children))


def _flow(writer: BareWriter, children: Iterable[Item]) -> list[Item]:
    """Blocks, and comments among them on lines of their own."""
    flow: list[Item] = []
    for child in children:
        flow += (writer.line, child, writer.line) if isinstance(child, nodes.Comment) else (child,)
    return flow


def _paragraph(writer: BareWriter, node: Node) -> None:
    if not is_hidden(node):
        writer.block("<p>", *node.children, "</p>")


def _heading(writer: BareWriter, node: nodes.Heading) -> None:
    writer.block(f"<h{node.level}>", *node.children, f"</h{node.level}>")


def _block_quote(writer: BareWriter, node: Node) -> None:
    writer.block_quotes += 1
    writer.block(
        "<blockquote>\n",
        *_flow(writer, node.children),
        writer.line,
        partial(_leave_block_quote, writer),
        "</blockquote>",
    )


def _leave_block_quote(writer: BareWriter) -> None:
    writer.block_quotes -= 1


def _list(writer: BareWriter, node: nodes.List) -> None:
    tag = "ul" if node.start is None else "ol"
    start = f' start="{node.start}"' if node.start not in (None, 1) else ""
    items = [partial(_item, writer, item, is_tight=node.is_tight) for item in node.children]
    writer.block(f"<{tag}{start}>\n", *items, f"</{tag}>")


def _item(writer: BareWriter, item: Node, *, is_tight: bool) -> None:
    checked = item.checked if isinstance(item, nodes.ListItem) else None
    box = {
        None: "",
        False: '<input type="checkbox" disabled="" /> ',
        True: '<input type="checkbox" checked="" disabled="" /> ',
    }[checked]
    children = (
        [partial(_tight, writer, child) for child in item.children] if is_tight else item.children
    )
    writer.block("<li>" + box, *_flow(writer, children), "</li>")


def _tight(writer: BareWriter, node: Node) -> None:
    """A block in an item of a tight list: a paragraph is written without its tags."""
    if isinstance(node, nodes.Section):
        writer.push(*[partial(_tight, writer, child) for child in node.children])
    elif isinstance(node, nodes.Paragraph):
        if not is_hidden(node):
            writer.push(*node.children)
    else:
        writer.push(node)


def _term(writer: BareWriter, node: Node) -> None:
    writer.block("<dt>", *node.children, "</dt>")


def _details(writer: BareWriter, node: Node) -> None:
    writer.block("<dd>", *content(node), "</dd>")


def _descriptions(writer: BareWriter, node: Node) -> None:
    writer.block("<dl>\n", *node.children, "</dl>")


def _code_block(writer: BareWriter, node: nodes.CodeBlock) -> None:
    language = f' class="language-{escape(node.language)}"' if node.language else ""
    writer.block(f"<pre><code{language}>", escape(node.value), "</code></pre>")


def _break(writer: BareWriter, node: Node) -> None:
    writer.block("<hr />")


def _math_block(writer: BareWriter, node: nodes.MathBlock) -> None:
    writer.block("<p>", escape(formula(node.value, is_display=True)), "</p>")


def _html_block(writer: BareWriter, node: nodes.HtmlBlock) -> None:
    writer.line()
    writer.raw(node.value)
    writer.line()


def _gallery(writer: BareWriter, node: Node) -> None:
    writer.block(
        "<ul>\n",
        *[partial(writer.block, "<li>", child, "</li>") for child in node.children],
        "</ul>",
    )


def _redirect(writer: BareWriter, node: Node) -> None:
    writer.block("<p>", *node.children, "</p>")


def _table(writer: BareWriter, node: nodes.Table) -> None:
    layout = lay_out(node)
    rows = [
        partial(_row, writer, row, layout.width, layout.padding[number], layout.aligns)
        for number, row in enumerate(layout.rows)
    ]
    head, body = rows[: layout.headers], rows[layout.headers :]
    parts = (
        []
        if node.caption is None
        else [partial(writer.block, "<caption>", *node.caption.children, "</caption>")]
    )
    parts += [partial(writer.block, "<thead>\n", *head, "</thead>")] if head else []
    parts += [partial(writer.block, "<tbody>\n", *body, "</tbody>")] if body else []
    if outside := outside_cells(node):
        writer.push(*outside, partial(writer.block, "<table>\n", *parts, "</table>"))
    else:
        writer.block("<table>\n", *parts, "</table>")


def _row(
    writer: BareWriter, row: nodes.TableRow, width: int, padding: int, aligns: list[str | None]
) -> None:
    # GFM 4.10: excess cells are ignored, in the reference output as well.
    cells = row.cells[:width] if width else row.cells
    cell_items = [partial(_cell, writer, cell) for cell in cells]
    filling = [f"<td{_align(align)}></td>\n" for align in aligns[len(cells) : len(cells) + padding]]
    writer.block("<tr>\n", *cell_items, *filling, "</tr>")


def _cell(writer: BareWriter, cell: nodes.TableCell) -> None:
    tag = "th" if cell.is_header else "td"
    spans = {
        name: str(count)
        for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if count != 1
    }
    writer.block(
        f"<{tag}{attributes_markup(spans)}{_align(cell.align)}>", *content(cell), f"</{tag}>"
    )


def _align(align: str | None) -> str:
    return f' align="{align}"' if align else ""


# --- inlines


def _text(writer: BareWriter, node: nodes.Text) -> None:
    writer.out.append(escape(node.value))


def _plain_text(writer: BareWriter, node: Node) -> None:
    writer.out.append(escape(node.text))


def _variant(writer: BareWriter, node: nodes.LanguageVariant) -> None:
    if shown := node.shown:
        writer.push(*shown)
    else:
        writer.out.append(escape(node.text))


def _enclosed(tag: str) -> Callable[[BareWriter, Node], None]:
    return lambda writer, node: writer.push(f"<{tag}>", *node.children, f"</{tag}>")


def _code(writer: BareWriter, node: nodes.InlineCode) -> None:
    writer.out.append(f"<code>{escape(node.value)}</code>")


def _math(writer: BareWriter, node: nodes.Math) -> None:
    writer.out.append(escape(formula(node.value, is_display=node.is_display)))


def _line_break(writer: BareWriter, node: nodes.LineBreak) -> None:
    if not writer.write_as_in_source(node):
        writer.out.append("<br />\n")


def _link(writer: BareWriter, node: nodes.Link | nodes.ExternalLink) -> None:
    if (isinstance(node, nodes.ExternalLink) and node.is_bare) or not writer.write_as_in_source(
        node
    ):
        _anchor(writer, node, node.url, node.tooltip)


def _wikilink(writer: BareWriter, node: nodes.Wikilink) -> None:
    # A resolver changes the URL, so the tag of the source cannot be taken.
    if writer.urls.link_resolver is not None or not writer.write_as_in_source(node):
        url = writer.urls.wikilink(node)
        if url is None:
            writer.push(*node.children)
        else:
            _anchor(writer, node, url, "")


def _anchor(writer: BareWriter, node: Node, url: str, tooltip: str) -> None:
    title = f' title="{escape(tooltip)}"' if tooltip else ""
    writer.push(f'<a href="{href(url)}"{title}>', *node.children, "</a>")


def _image(writer: BareWriter, node: nodes.Image) -> None:
    if writer.urls.image_resolver is None and writer.write_as_in_source(node):
        return
    resolver = writer.urls.image_resolver
    url = node.href if resolver is None else writer.urls.image(node)
    if url is None:
        _anchor_of_file(writer, node)
    else:
        title = f' title="{escape(node.tooltip)}"' if node.tooltip else ""
        writer.out.append(
            f'<img src="{href(url)}" alt="{escape(alternative_text(node))}"{title} />'
        )


def _anchor_of_file(writer: BareWriter, node: nodes.Image) -> None:
    items = node.children or (escape(node.alt or node.name),)
    writer.push(f'<a href="{href(writer.urls.file_page(node))}">', *items, "</a>")


def _footnote_reference(writer: BareWriter, node: nodes.FootnoteReference) -> None:
    tags = None if writer.has_refs else writer.tags_of(node)
    if tags is None:
        writer.out.append(f"<sup>{escape(node.label or node.identifier or '')}</sup>")
    else:
        writer.raw(tags.start)
        content: list[Item] = []
        for child in node.children:
            content += child.children if isinstance(child, nodes.FootnoteDefinition) else (child,)
        writer.push(*content, partial(writer.raw, tags.end))


def _element(writer: BareWriter, node: nodes.HtmlElement) -> None:
    if not writer.write_as_in_source(node):
        writer.raw(f"<{node.tag}{attributes_markup(dict(node.attributes))}>")
        writer.push(*node.children, partial(writer.raw, f"</{node.tag}>"))


def _tag(writer: BareWriter, node: nodes.HtmlTag) -> None:
    start, end = node._span or (0, 0)
    if writer.source.startswith("<", start) and start < end:
        writer.raw(_without_prefixes(writer.source[start:end], writer.block_quotes))
    else:
        writer.raw(
            f"</{node.tag}>"
            if node.is_closing
            else f"<{node.tag}{attributes_markup(dict(node.attributes))}>"
        )


def _comment(writer: BareWriter, node: nodes.Comment) -> None:
    start, end = node._span or (0, 0)
    # "<!-->" and "<!--->" are comments too (CommonMark 6.6).
    short_form = writer.source[start:end] if end - start < 7 else ""
    writer.raw(short_form or f"<!--{node.value}-->")


def _html_inline(writer: BareWriter, node: nodes.HtmlInline) -> None:
    writer.raw(node.value)


def _nothing(writer: BareWriter, node: Node) -> None:
    """A node that writes nothing where it is."""


HANDLERS: Mapping[type[Node], Callable[[BareWriter, Any], None]] = {
    **dict.fromkeys(NOTHING, _nothing),
    nodes.FootnoteDefinition: _nothing,
    nodes.FootnoteList: _nothing,
    nodes.Section: _section,
    nodes.Paragraph: _paragraph,
    nodes.Heading: _heading,
    nodes.Blockquote: _block_quote,
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
    nodes.LanguageVariant: _variant,
    nodes.VariantText: lambda writer, node: writer.push(*node.children),
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
    nodes.FootnoteReference: _footnote_reference,
    nodes.FootnoteTemplate: _footnote_reference,
    nodes.HtmlElement: _element,
    nodes.HtmlTag: _tag,
    nodes.HtmlInline: _html_inline,
    nodes.Comment: _comment,
}
"""The function that writes a class of nodes."""
