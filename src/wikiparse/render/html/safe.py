"""Safe HTML, for showing strangers' pages: only tags, attributes and URLs of the lists in
`sanitize`, each element closed in its turn.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from wikiparse import nodes
from wikiparse.nodes.base import Node, plain_text
from wikiparse.nodes.blocks import outside_cells
from wikiparse.nodes.footnotes import named_references
from wikiparse.nodes.template_text import template_text
from wikiparse.render.html.common import (
    NOTHING,
    alternative_text,
    content,
    formula,
    is_hidden,
    lay_out,
    shown,
    without_scripts,
)
from wikiparse.render.html.elements import Elements
from wikiparse.render.html.footnotes import Footnotes
from wikiparse.render.html.ids import Ids
from wikiparse.render.html.links import link_url
from wikiparse.render.html.sanitize import (
    DROPPED,
    MAX_SPAN,
    TAGS,
    VOID,
    attributes_markup,
    escape,
    safe_attributes,
    safe_url,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wikiparse.html.attributes import Attributes
    from wikiparse.nodes.page import Page
    from wikiparse.render.html.links import Urls

    Item = Node | Callable[[], None]

FIGURE = "fig:"
"""pandoc's prefix of the Markdown title of an image that has a caption."""
BACK_LINK = "\u21a9"
BACK_LINKS = "abcdefghijklmnopqrstuvwxyz"
"""The texts of links back from a footnote: one, or several."""

LANGUAGE = re.compile(r"\s*([\w+#.-]+)(?!\S)")
"""The language of code, if it may be part of a class: one word. Each further word would be a class
of its own, chosen by the page."""


class SafeWriter(Elements):
    """Writes a page, with a stack of its own in place of recursion.

    `todo` holds the items that are still to be written, the next one last: nodes or calls.
    """

    def __init__(self, page: Page, urls: Urls) -> None:
        super().__init__()
        # One walk before writing: ids, footnotes and categories depend on the whole page.
        found = list(shown(page))
        self.page = page
        self.urls = urls
        self.ids: Ids = Ids(found)
        self.footnotes: Footnotes = Footnotes(page, found)
        self.categories: dict[str, nodes.Category] = {}
        for node in found:
            if isinstance(node, nodes.Category):
                self.categories.setdefault(node.name, node)
        self.todo: list[Item] = []
        self.text_of = template_text

    def render(self) -> str:
        """The page as a fragment."""
        # Raw tags that the page left open end before the footnotes begin.
        self.push(*self.page.children, self.close_raw)
        self.run()
        self.push(partial(_footnotes, self, self.footnotes.rest), partial(_categories, self))
        self.run()
        return "".join(self.out)

    def run(self) -> None:
        """Write the items of `todo`."""
        # A node pushes its content and then its end: depth costs memory of this list and none of
        # the interpreter's stack.
        todo, handlers = self.todo, HANDLERS
        while todo:
            top = todo.pop()
            if isinstance(top, Node):
                handlers[top.__class__](self, top)
            else:
                top()

    def is_hidden(self, paragraph: Node) -> bool:
        """Whether a paragraph holds nothing to show."""
        return is_hidden(paragraph) and not any(
            self.text_of(child) for child in paragraph.children if child.is_silent
        )

    def push(self, *items: Item) -> None:
        """Write these next, in this order."""
        self.todo += without_scripts(items)[::-1]

    def enclose(self, tag: str, items: Iterable[Item], attributes: str = "") -> None:
        """Write an element of the tree."""
        self.start(tag, attributes)
        self.push(*items, self.end)

    def link(self, url: str | None, items: Iterable[Item], tooltip: str = "") -> None:
        """Write a link; only its content where its URL is not safe, or another link is open."""
        # HTML: a link holds no other; a browser would close the outer one.
        href = None if url is None or self.in_link else safe_url(url)
        if href is None:
            self.push(*items)
        else:
            title = {"title": tooltip} if tooltip else {}
            self.enclose("a", items, attributes_markup({"href": href} | title))

    # --- raw tags

    def raw(self, kind: str, tag: str, attributes: Attributes, *, paired: bool = False) -> bool:
        """Write a raw tag of a kind of `Token`, if it is allowed here; return whether an element
        was opened.
        """
        if kind == "close":
            self.end_raw(tag)
        elif tag in VOID:
            self._void(tag, attributes)
        elif tag in TAGS:
            safe = self._attributes(tag, attributes)
            # Its URL was not safe, or it is an anchor: the id is kept, and nothing to click on.
            shown_tag = "span" if tag == "a" and "href" not in safe else tag
            is_open = self.start_raw(tag, shown_tag, attributes_markup(safe), paired=paired)
            if is_open and kind == "empty":
                self.end_raw(tag)
            return is_open
        return False

    def _void(self, tag: str, attributes: Attributes) -> None:
        safe = self._attributes(tag, attributes)
        if tag == "img" and "src" not in safe:
            self.text(safe.get("alt", ""))
        elif tag != "hr" or not self.in_line:
            self.write(f"<{tag}{attributes_markup(safe)}>", tag)

    def _attributes(self, tag: str, pairs: Attributes) -> dict[str, str]:
        """The attributes that may be shown, the `id` with its prefix."""
        safe = safe_attributes(tag, pairs)
        if (own := safe.pop("id", None)) and (prefixed := self.ids.own(own)):
            safe["id"] = prefixed
        return safe


# --- blocks


def _all(writer: SafeWriter, node: Node) -> None:
    writer.push(*node.children)


def _paragraph(writer: SafeWriter, node: Node) -> None:
    """A paragraph; in a raw element of one line, such as `<h1>`, only its content."""
    if writer.is_hidden(node):
        return
    if writer.in_line:
        writer.push(*node.children, partial(writer.text, "\n"))
    elif (
        len(node.children) == 1
        # pandoc: an image alone in its paragraph is a figure.
        and isinstance(image := node.children[0], nodes.Image)
        and _has_caption(writer, image)
    ):
        _figure(writer, image)
    else:
        writer.enclose("p", node.children)


def _heading(writer: SafeWriter, node: nodes.Heading) -> None:
    found = writer.ids.heading(node)
    writer.enclose(
        f"h{min(max(node.level, 1), 6)}", node.children, f' id="{found}"' if found else ""
    )


def _enclosed(tag: str) -> Callable[[SafeWriter, Node], None]:
    return lambda writer, node: writer.enclose(tag, node.children)


def _list(writer: SafeWriter, node: nodes.List) -> None:
    items = [
        partial(_item, writer, child, is_tight=node.is_tight)
        if isinstance(child, nodes.ListItem)
        else child
        for child in node.children
    ]
    start = f' start="{node.start}"' if node.start not in (None, 1) else ""
    writer.enclose("ul" if node.start is None else "ol", items, start)


def _item(writer: SafeWriter, item: nodes.ListItem, *, is_tight: bool) -> None:
    writer.start("li")
    if item.checked is not None:
        writer.write(f'<input type="checkbox" disabled{" checked" if item.checked else ""}> ')
    writer.push(*(_tight_blocks(writer, item.children) if is_tight else item.children), writer.end)


def _tight_blocks(writer: SafeWriter, children: tuple[Node, ...]) -> list[Item]:
    """The blocks of an item of a tight list, a line ending between any two."""
    blocks: list[Item] = []
    for child in children:
        blocks += [partial(writer.text, "\n")] if blocks else []
        blocks.append(partial(_tight, writer, child))
    return blocks


def _tight(writer: SafeWriter, node: Node) -> None:
    """A block in an item of a tight list: a paragraph is written without its tags."""
    if isinstance(node, nodes.Section):
        writer.push(*_tight_blocks(writer, node.children))
    elif isinstance(node, nodes.Paragraph):
        if not writer.is_hidden(node):
            writer.push(*node.children)
    else:
        writer.push(node)


def _details(writer: SafeWriter, node: Node) -> None:
    writer.enclose("dd", content(node))


def _code_block(writer: SafeWriter, node: nodes.CodeBlock) -> None:
    match = LANGUAGE.match(node.language)
    language = f' class="language-{match[1]}"' if match else ""
    writer.write(f"<pre><code{language}>{escape(node.value)}</code></pre>\n", "pre")


def _break(writer: SafeWriter, node: Node) -> None:
    if not writer.in_line:
        writer.write("<hr>\n", "hr")


def _math_block(writer: SafeWriter, node: nodes.MathBlock) -> None:
    tex = escape(formula(node.value, is_display=True))
    writer.write(f'<p><span class="math">{tex}</span></p>\n', "p")


def _html_block(writer: SafeWriter, node: nodes.HtmlBlock) -> None:
    for token in tokens(node.value):
        if token.kind == "text":
            writer.text(token.value)
        else:
            writer.raw(*token)


def _gallery(writer: SafeWriter, node: Node) -> None:
    writer.enclose("ul", [partial(writer.enclose, "li", (child,)) for child in node.children])


# --- tables


def _table(writer: SafeWriter, node: nodes.Table) -> None:
    layout = lay_out(node)
    rows = [
        partial(_row, writer, row, padding)
        for row, padding in zip(layout.rows, layout.padding, strict=True)
    ]
    headers: list[Item] = [partial(row, scope=' scope="col"') for row in rows[: layout.headers]]
    body = rows[layout.headers :]
    parts: list[Item] = [] if node.caption is None else [node.caption]
    parts += [partial(writer.enclose, "thead", headers)] if headers else []
    parts += [partial(writer.enclose, "tbody", body)] if body else []
    if outside := outside_cells(node):
        writer.push(*outside, partial(writer.enclose, "table", parts))
    else:
        writer.enclose("table", parts)


def _row(writer: SafeWriter, row: nodes.TableRow, padding: int, scope: str = "") -> None:
    cells: list[Item] = [partial(_cell, writer, cell, scope) for cell in row.cells]
    writer.enclose("tr", [*cells, *[partial(writer.enclose, "td", ())] * padding])


def _cell(writer: SafeWriter, cell: nodes.TableCell, scope: str = "") -> None:
    """A cell; an empty one has no attributes but its spans, so that a line of `|` does not become
    a long page.
    """
    spans = {
        name: str(min(count, MAX_SPAN))
        for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if count > 1
    }
    attributes = attributes_markup(spans)
    if cell.children and cell.is_header:
        attributes += scope
    if cell.children and cell.align in ("left", "center", "right"):
        attributes += f' style="text-align:{cell.align}"'
    writer.enclose("th" if cell.is_header else "td", content(cell), attributes)


# --- footnotes and categories


def _footnote_list(writer: SafeWriter, node: nodes.FootnoteList) -> None:
    _footnotes(writer, writer.footnotes.of_list(node))


def _footnotes(writer: SafeWriter, definitions: list[nodes.FootnoteDefinition]) -> None:
    if definitions:
        items = [partial(_footnote, writer, definition) for definition in definitions]
        writer.enclose("section", [partial(writer.enclose, "ol", items)])


def _footnote(writer: SafeWriter, definition: nodes.FootnoteDefinition) -> None:
    """A footnote, with the links back at the end of its last paragraph."""
    found = writer.footnotes.id_of(definition)
    writer.start("li", f' id="{found}"' if writer.ids.is_new(found) else "")
    references = writer.footnotes.references_of(definition)
    back: list[Item] = [partial(_back_links, writer, references)] if references else []
    back = [partial(writer.text, " "), *back] if back and definition.children else back
    if not plain_text(definition) and (text := definition.text):  # arguments of a template
        writer.push(partial(writer.text, text), *back, writer.end)
        return
    *first, last = definition.children or (None,)
    if isinstance(last, nodes.Paragraph) and not writer.is_hidden(last):
        writer.push(*first, partial(writer.enclose, "p", [*last.children, *back]), writer.end)
    else:
        writer.push(*definition.children, *back, writer.end)


def _back_links(writer: SafeWriter, references: list[str]) -> None:
    if not writer.in_link:
        # `zip` ends with the alphabet: more references than letters get no link back.
        texts = BACK_LINKS if len(references) > 1 else BACK_LINK
        pairs = zip(references, texts, strict=False)
        writer.write(" ".join([f'<a href="#{ref}">{text}</a>' for ref, text in pairs]))


def _footnote_reference(writer: SafeWriter, node: nodes.FootnoteReference) -> None:
    text, footnote, own = writer.footnotes.reference(node)
    own_id = f' id="{own}"' if own and writer.ids.is_new(own) else ""
    if footnote and not writer.in_link:
        writer.write(f'<sup><a href="#{footnote}"{own_id}>{escape(text)}</a></sup>')
    else:
        writer.write(f"<sup{own_id}>{escape(text)}</sup>")


def _categories(writer: SafeWriter) -> None:
    """The page's categories, each once."""
    if writer.categories:
        links = [
            partial(writer.link, writer.urls.category(node), [partial(writer.text, name)])
            for name, node in writer.categories.items()
        ]
        writer.enclose(
            "footer",
            [
                partial(
                    writer.enclose, "ul", [partial(writer.enclose, "li", [link]) for link in links]
                )
            ],
        )


# --- inlines


def _text(writer: SafeWriter, node: nodes.Text) -> None:
    writer.text(node.value)


def _plain_text(writer: SafeWriter, node: Node) -> None:
    writer.text(node.text)


def _variant(writer: SafeWriter, node: nodes.LanguageVariant) -> None:
    if shown := node.shown:
        writer.push(*shown)
    else:
        writer.text(node.text)


def _code(writer: SafeWriter, node: nodes.InlineCode) -> None:
    writer.write(f"<code>{escape(node.value)}</code>")


def _math(writer: SafeWriter, node: nodes.Math) -> None:
    tex = escape(formula(node.value, is_display=node.is_display))
    writer.write(f'<span class="math">{tex}</span>')


def _line_break(writer: SafeWriter, node: Node) -> None:
    # A `<br>` of the source is followed by the line ending of the source, if any.
    is_tag = node._span is not None and writer.page.source.startswith("<", node._span[0])
    writer.write("<br>" if is_tag else "<br>\n", "br")


def _template(writer: SafeWriter, node: nodes.Template | nodes.ParserFunction) -> None:
    """A template that carries text is written as that text, others are not written.

    Among the blocks of the page the text is a paragraph.
    """
    if isinstance(node, nodes.Template) and (references := named_references(node)):
        if writer.at_top:
            writer.start("p")
            writer.push(*references, writer.end)
        else:
            writer.push(*references)
        return
    if text := writer.text_of(node):
        # Text outside of all elements would be text of the page's `<body>`.
        if writer.at_top:
            writer.start("p")
            writer.push(partial(writer.text, text), writer.end)
        else:
            writer.text(text)


def _wikilink(writer: SafeWriter, node: nodes.Wikilink) -> None:
    """A link; one without text, as those to other languages are, is not written."""
    if node.children:
        writer.link(writer.urls.wikilink(node, writer.ids), node.children)


def _external_link(writer: SafeWriter, node: nodes.ExternalLink) -> None:
    writer.link(node.url, node.children, node.tooltip)


def _link(writer: SafeWriter, node: nodes.Link) -> None:
    writer.link(link_url(node, writer.ids), node.children, node.tooltip)


def _element(writer: SafeWriter, node: nodes.HtmlElement) -> None:
    if node.tag in DROPPED:
        return
    if writer.raw("open", node.tag, node.attributes, paired=True):
        writer.push(*node.children, writer.end)
    else:
        writer.push(*node.children)


def _tag(writer: SafeWriter, node: nodes.HtmlTag) -> None:
    """A tag on its own.

    An unclosed `<a>` is not a link, but perhaps an anchor.
    """
    if node.is_closing:
        writer.raw("close", node.tag, ())
    elif node.tag == "a":
        names = tuple([pair for pair in node.attributes if pair[0].lower() in ("id", "name")])
        # With nothing in it: an unclosed link must not take in the rest of its block.
        writer.raw("empty", "span", names)
    else:
        is_empty = node._span is not None and writer.page.source.endswith("/>", *node._span)
        writer.raw("empty" if is_empty else "open", node.tag, node.attributes)


def _nothing(writer: SafeWriter, node: Node) -> None:
    """A node that writes nothing where it is."""


# --- images


def _has_caption(writer: SafeWriter, node: nodes.Image) -> bool:
    """Whether a caption is written below an image: one that says more than its alternative
    text.
    """
    if not node.children or _source(writer, node) is None:
        return False
    return (
        writer.urls.is_wiki_file(node)
        or node.tooltip.startswith(FIGURE)
        or alternative_text(node) != node.alt
    )


def _source(writer: SafeWriter, node: nodes.Image) -> str | None:
    """The URL of the image, if it may be shown."""
    url = writer.urls.image(node)
    return safe_url(url) if url else None


def _image(writer: SafeWriter, node: nodes.Image) -> None:
    url = _source(writer, node)
    if url is None:
        items: Iterable[Item] = node.children or [partial(writer.text, node.alt or node.name)]
        writer.link(writer.urls.file_page(node), items)
        return
    _img(writer, node, url)
    if _has_caption(writer, node):
        writer.push(partial(writer.text, " "), *node.children)


def _img(writer: SafeWriter, node: nodes.Image, url: str) -> None:
    size = safe_attributes(
        "img", tuple([pair for pair in node.options if pair[0].lower() in ("width", "height")])
    )
    alt = node.alt or alternative_text(node)
    tooltip = "" if node.tooltip == "wikilink" else node.tooltip.removeprefix(FIGURE)
    title = {"title": tooltip} if tooltip else {}
    writer.write(f"<img{attributes_markup({'src': url, 'alt': alt} | title | size)}>")


def _figure(writer: SafeWriter, node: nodes.Image) -> None:
    writer.start("figure")
    _img(writer, node, _source(writer, node) or "")
    writer.push(partial(writer.enclose, "figcaption", node.children), writer.end)


HANDLERS: Mapping[type[Node], Callable[[SafeWriter, Any], None]] = {
    **dict.fromkeys(NOTHING, _nothing),
    nodes.Template: _template,
    nodes.ParserFunction: _template,
    # Definitions are written where `render.html.footnotes` says, not where they are.
    nodes.FootnoteDefinition: _nothing,
    nodes.Comment: _nothing,
    nodes.HtmlInline: _nothing,
    nodes.Section: _all,
    nodes.Paragraph: _paragraph,
    nodes.Redirect: _enclosed("p"),
    nodes.Heading: _heading,
    nodes.Blockquote: _enclosed("blockquote"),
    nodes.List: _list,
    nodes.ListItem: partial(_item, is_tight=False),
    nodes.DescriptionList: _enclosed("dl"),
    nodes.DescriptionTerm: _enclosed("dt"),
    nodes.DescriptionDetails: _details,
    nodes.CodeBlock: _code_block,
    nodes.ThematicBreak: _break,
    nodes.MathBlock: _math_block,
    nodes.HtmlBlock: _html_block,
    nodes.Gallery: _gallery,
    nodes.FootnoteList: _footnote_list,
    nodes.Table: _table,
    nodes.TableCaption: _enclosed("caption"),
    nodes.TableRow: partial(_row, padding=0),
    nodes.TableCell: _cell,
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
    nodes.ExternalLink: _external_link,
    nodes.Wikilink: _wikilink,
    nodes.Image: _image,
    nodes.FootnoteReference: _footnote_reference,
    nodes.FootnoteTemplate: _footnote_reference,
    nodes.HtmlElement: _element,
    nodes.HtmlTag: _tag,
}
"""The function that writes a class of nodes."""
