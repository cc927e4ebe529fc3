"""Safe HTML, for showing strangers' pages: only tags, attributes and addresses of the lists in
`sanitize`, closed in their turn.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from wikiparse import nodes
from wikiparse.nodes.base import Node
from wikiparse.nodes.template_text import Registry
from wikiparse.render.html.common import (
    NOTHING,
    alternative,
    content,
    formula,
    is_hidden,
    lay_out,
    shown,
    without_scripts,
)
from wikiparse.render.html.elements import Elements
from wikiparse.render.html.footnotes import Notes
from wikiparse.render.html.ids import Ids
from wikiparse.render.html.links import link_address
from wikiparse.render.html.sanitize import (
    DROPPED,
    MAX_SPAN,
    TAGS,
    VOID,
    escape,
    safe_attributes,
    safe_url,
    tokens,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wikiparse.html.attributes import Attributes
    from wikiparse.nodes.page import Page
    from wikiparse.render.html.links import Addresses

    Item = Node | Callable[[], None]

FIGURE = "fig:"
"""What pandoc writes in front of the Markdown title of an image that has a caption."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Safe(Elements):
    """One walk over a page.

    `todo` holds what is still to be printed, the next last: nodes or calls.
    """

    def __init__(self, page: Page, addresses: Addresses) -> None:
        super().__init__()
        found = list(shown(page))
        self.page = page
        self.addresses = addresses
        self.ids = Ids(found)
        self.notes = Notes(page, found)
        self.categories: dict[str, nodes.Category] = {}
        for node in found:
            if isinstance(node, nodes.Category):
                self.categories.setdefault(node.name, node)
        self.todo: list[Item] = []
        self.text_of = Registry(None).text_of

    def render(self) -> str:
        """The page as a fragment."""
        self.push(*self.page.children, self.close_raw)
        self.run()
        self.push(partial(_notes, self, self.notes.rest), partial(_categories, self))
        self.run()
        return "".join(self.out)

    def run(self) -> None:
        """Print what is to be printed."""
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
        """Print these next, in this order."""
        self.todo += without_scripts(items)[::-1]

    def enclose(self, tag: str, items: Iterable[Item], attributes: str = "") -> None:
        """Print an element of the tree's own."""
        self.start(tag, attributes)
        self.push(*items, self.end)

    def link(self, url: str | None, items: Iterable[Item], tooltip: str = "") -> None:
        """Print a link; where its address must not be linked to, or a link is open already, only
        its words.
        """
        address = None if url is None or self.in_link else safe_url(url)
        if address is None:
            self.push(*items)
        else:
            self.enclose(
                "a", items, written({"href": address} | ({"title": tooltip} if tooltip else {}))
            )

    # --- raw tags

    def raw(self, kind: str, tag: str, attributes: Attributes, *, paired: bool = False) -> bool:
        """Print a raw tag, if it may stand here: an "open", "close" or "empty" one.

        Whether it was opened.
        """
        if kind == "close":
            self.end_raw(tag)
        elif tag in VOID:
            self._void(tag, attributes)
        elif tag in TAGS:
            safe = self._attributes(tag, attributes)
            is_open = self.start_raw(
                tag,
                "span" if tag == "a" and "href" not in safe else tag,
                written(safe),
                paired=paired,
            )
            if is_open and kind == "empty":
                self.end_raw(tag)
            return is_open
        return False

    def _void(self, tag: str, attributes: Attributes) -> None:
        safe = self._attributes(tag, attributes)
        if tag == "img" and "src" not in safe:
            self.text(safe.get("alt", ""))
        elif tag != "hr" or not self.in_line:
            self.write(f"<{tag}{written(safe)}>", tag)

    def _attributes(self, tag: str, pairs: Attributes) -> dict[str, str]:
        """The attributes that may be shown, the `id` with its prefix."""
        safe = safe_attributes(tag, pairs)
        if (own := safe.pop("id", None)) and (prefixed := self.ids.own(own)):
            safe["id"] = prefixed
        return safe


# --- blocks


def _all(walk: Safe, node: Node) -> None:
    walk.push(*node.children)


def _paragraph(walk: Safe, node: Node) -> None:
    """A paragraph; within raw tags of one line, such as `<h1>`, its words."""
    if walk.is_hidden(node):
        return
    if walk.in_line:
        walk.push(*node.children, partial(walk.text, "\n"))
    elif (
        len(node.children) == 1
        and isinstance(image := node.children[0], nodes.Image)
        and _has_caption(walk, image)
    ):
        _figure(walk, image)
    else:
        walk.enclose("p", node.children)


def _heading(walk: Safe, node: nodes.Heading) -> None:
    found = walk.ids.heading(node)
    walk.enclose(f"h{min(max(node.level, 1), 6)}", node.children, f' id="{found}"' if found else "")


def _enclosed(tag: str) -> Callable[[Safe, Node], None]:
    return lambda walk, node: walk.enclose(tag, node.children)


def _list(walk: Safe, node: nodes.List) -> None:
    items = [
        partial(_item, walk, child, is_tight=node.is_tight)
        if isinstance(child, nodes.ListItem)
        else child
        for child in node.children
    ]
    start = f' start="{node.start}"' if node.start not in (None, 1) else ""
    walk.enclose("ul" if node.start is None else "ol", items, start)


def _item(walk: Safe, item: nodes.ListItem, *, is_tight: bool) -> None:
    walk.start("li")
    if item.checked is not None:
        walk.write(f'<input type="checkbox" disabled{" checked" if item.checked else ""}> ')
    walk.push(*(_tight_blocks(walk, item.children) if is_tight else item.children), walk.end)


def _tight_blocks(walk: Safe, children: tuple[Node, ...]) -> list[Item]:
    """What an item of a tight list holds, a line ending between any two."""
    blocks: list[Item] = []
    for child in children:
        blocks += [partial(walk.text, "\n")] if blocks else []
        blocks.append(partial(_tight, walk, child))
    return blocks


def _tight(walk: Safe, node: Node) -> None:
    """A block in an item of a tight list: a paragraph is its words."""
    if isinstance(node, nodes.Section):
        walk.push(*_tight_blocks(walk, node.children))
    elif isinstance(node, nodes.Paragraph):
        if not walk.is_hidden(node):
            walk.push(*node.children)
    else:
        walk.push(node)


def _details(walk: Safe, node: Node) -> None:
    walk.enclose("dd", content(node))


def _code_block(walk: Safe, node: nodes.CodeBlock) -> None:
    language = f' class="language-{escape(node.language)}"' if node.language else ""
    walk.write(f"<pre><code{language}>{escape(node.value)}</code></pre>\n", "pre")


def _break(walk: Safe, node: Node) -> None:  # noqa: ARG001  # what every handler takes
    if not walk.in_line:
        walk.write("<hr>\n", "hr")


def _math_block(walk: Safe, node: nodes.MathBlock) -> None:
    walk.write(
        f'<p><span class="math">{escape(formula(node.value, is_display=True))}</span></p>\n', "p"
    )


def _html_block(walk: Safe, node: nodes.HtmlBlock) -> None:
    for kind, piece, attributes in tokens(node.value):
        if kind == "text":
            walk.text(piece)
        else:
            walk.raw(kind, piece, attributes)


def _gallery(walk: Safe, node: Node) -> None:
    walk.enclose("ul", [partial(walk.enclose, "li", (child,)) for child in node.children])


# --- tables


def _table(walk: Safe, node: nodes.Table) -> None:
    layout = lay_out(node)
    rows = [
        partial(_row, walk, row, padding)
        for row, padding in zip(layout.rows, layout.padding, strict=True)
    ]
    head: list[Item] = [partial(row, scope=' scope="col"') for row in rows[: layout.head]]
    parts: list[Item] = [] if node.caption is None else [node.caption]
    parts += [partial(walk.enclose, "thead", head)] if head else []
    parts += (
        [partial(walk.enclose, "tbody", rows[layout.head :])] if layout.head < len(rows) else []
    )
    walk.enclose("table", parts)


def _row(walk: Safe, row: nodes.TableRow, padding: int, scope: str = "") -> None:
    cells: list[Item] = [partial(_cell, walk, cell, scope) for cell in row.cells]
    walk.enclose("tr", [*cells, *[partial(walk.enclose, "td", ())] * padding])


def _cell(walk: Safe, cell: nodes.TableCell, scope: str = "") -> None:
    """A cell; an empty one says no more than how many places it takes, so that a line of `|` does
    not become a long page.
    """
    spans = {
        name: str(min(count, MAX_SPAN))
        for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if count > 1
    }
    attributes = written(spans)
    if cell.children:
        attributes += scope if cell.is_header else ""
        attributes += (
            f' style="text-align:{cell.align}"' if cell.align in ("left", "center", "right") else ""
        )
    walk.enclose("th" if cell.is_header else "td", content(cell), attributes)


# --- notes and
# categories


def _note_list(walk: Safe, node: nodes.FootnoteList) -> None:
    _notes(walk, walk.notes.of_list(node))


def _notes(walk: Safe, definitions: list[nodes.FootnoteDefinition]) -> None:
    if definitions:
        notes = [partial(_note, walk, definition) for definition in definitions]
        walk.enclose("section", [partial(walk.enclose, "ol", notes)])


def _note(walk: Safe, definition: nodes.FootnoteDefinition) -> None:
    """A note, with the way back at the end of its last paragraph."""
    found = walk.notes.id_of(definition)
    walk.start("li", f' id="{found}"' if walk.ids.is_new(found) else "")
    marks = walk.notes.marks_of(definition)
    back: list[Item] = [partial(_back_links, walk, marks)] if marks else []
    back = [partial(walk.text, " "), *back] if back and definition.children else back
    *first, last = definition.children or (None,)
    if isinstance(last, nodes.Paragraph) and not walk.is_hidden(last):
        walk.push(*first, partial(walk.enclose, "p", [*last.children, *back]), walk.end)
    else:
        walk.push(*definition.children, *back, walk.end)


def _back_links(walk: Safe, marks: list[str]) -> None:
    if not walk.in_link:
        signs = LETTERS if len(marks) > 1 else "\u21a9"
        walk.write(
            " ".join(
                [f'<a href="#{mark}">{sign}</a>' for sign, mark in zip(signs, marks, strict=False)]
            )
        )


def _mark(walk: Safe, node: nodes.FootnoteReference) -> None:
    shown_as, note, own = walk.notes.mark(node)
    words = escape(shown_as)
    own = f' id="{own}"' if own and walk.ids.is_new(own) else ""
    if note and not walk.in_link:
        walk.write(f'<sup><a href="#{note}"{own}>{words}</a></sup>')
    else:
        walk.write(f"<sup{own}>{words}</sup>")


def _categories(walk: Safe) -> None:
    """The page's categories, each once."""
    if walk.categories:
        links = [
            partial(walk.link, walk.addresses.category(node), [partial(walk.text, name)])
            for name, node in walk.categories.items()
        ]
        walk.enclose(
            "footer",
            [partial(walk.enclose, "ul", [partial(walk.enclose, "li", [link]) for link in links])],
        )


# --- inlines


def _text(walk: Safe, node: nodes.Text) -> None:
    walk.text(node.value)


def _words(walk: Safe, node: Node) -> None:
    walk.text(node.text)


def _code(walk: Safe, node: nodes.InlineCode) -> None:
    walk.write(f"<code>{escape(node.value)}</code>")


def _math(walk: Safe, node: nodes.Math) -> None:
    walk.write(
        f'<span class="math">{escape(formula(node.value, is_display=node.is_display))}</span>'
    )


def _line_break(walk: Safe, node: Node) -> None:
    is_tag = node._span is not None and walk.page.source.startswith(
        "<", node._span[0]
    )  # what follows a tag has its own line ending
    walk.write("<br>" if is_tag else "<br>\n", "br")


def _template(walk: Safe, node: nodes.Template | nodes.ParserFunction) -> None:
    """A template that carries words prints these, others nothing.

    Among the blocks of the page they are a paragraph.
    """
    if words := walk.text_of(node):
        if walk.at_top:
            walk.start("p")
            walk.push(partial(walk.text, words), walk.end)
        else:
            walk.text(words)


def _wikilink(walk: Safe, node: nodes.Wikilink) -> None:
    """A link; one without words, as those to other languages are, prints nothing."""
    if node.children:
        walk.link(walk.addresses.wikilink(node, walk.ids), node.children)


def _external_link(walk: Safe, node: nodes.ExternalLink) -> None:
    walk.link(node.url, node.children, node.tooltip)


def _link(walk: Safe, node: nodes.Link) -> None:
    walk.link(link_address(node, walk.ids), node.children, node.tooltip)


def _element(walk: Safe, node: nodes.HtmlElement) -> None:
    if node.tag in DROPPED:
        return
    if walk.raw("open", node.tag, node.attributes, paired=True):
        walk.push(*node.children, walk.end)
    else:
        walk.push(*node.children)


def _tag(walk: Safe, node: nodes.HtmlTag) -> None:
    """A tag without a partner.

    An `<a>` that is never closed is no link, but perhaps the name of a place.
    """
    if node.is_closing:
        walk.raw("close", node.tag, ())
    elif node.tag == "a":
        walk.raw(
            "empty",
            "span",
            tuple([pair for pair in node.attributes if pair[0].lower() in ("id", "name")]),
        )
    else:
        is_empty = node._span is not None and walk.page.source.endswith("/>", *node._span)
        walk.raw("empty" if is_empty else "open", node.tag, node.attributes)


def _nothing(walk: Safe, node: Node) -> None:
    """What prints nothing where it stands."""


# --- images


def _has_caption(walk: Safe, node: nodes.Image) -> bool:
    """Whether an image shows words below it: a caption that says more than the text that stands for
    the picture.
    """
    if not node.children or _source(walk, node) is None:
        return False
    return (
        walk.addresses.is_wiki_file(node)
        or node.tooltip.startswith(FIGURE)
        or alternative(node) != node.alt
    )


def _source(walk: Safe, node: nodes.Image) -> str | None:
    """The address of the picture, if it may be shown."""
    address = walk.addresses.image(node)
    return safe_url(address) if address else None


def _image(walk: Safe, node: nodes.Image) -> None:
    address = _source(walk, node)
    if address is None:
        words: Iterable[Item] = node.children or [partial(walk.text, node.alt or node.name)]
        walk.link(walk.addresses.file_page(node), words)
        return
    _picture(walk, node, address)
    if _has_caption(walk, node):
        walk.push(partial(walk.text, " "), *node.children)


def _picture(walk: Safe, node: nodes.Image, address: str) -> None:
    size = safe_attributes(
        "img", tuple([pair for pair in node.options if pair[0].lower() in ("width", "height")])
    )
    alt = node.alt or alternative(node)
    tooltip = "" if node.tooltip == "wikilink" else node.tooltip.removeprefix(FIGURE)
    walk.write(
        f"<img{written({'src': address, 'alt': alt} | ({'title': tooltip} if tooltip else {}) | size)}>"
    )


def _figure(walk: Safe, node: nodes.Image) -> None:
    walk.start("figure")
    _picture(walk, node, _source(walk, node) or "")
    walk.push(partial(walk.enclose, "figcaption", node.children), walk.end)


HANDLERS: Mapping[type[Node], Callable[[Safe, Any], None]] = {
    **dict.fromkeys(NOTHING, _nothing),
    nodes.Template: _template,
    nodes.ParserFunction: _template,
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
    nodes.FootnoteList: _note_list,
    nodes.Table: _table,
    nodes.TableCaption: _enclosed("caption"),
    nodes.TableRow: partial(_row, padding=0),
    nodes.TableCell: _cell,
    nodes.Text: _text,
    nodes.LanguageVariant: _words,
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
    nodes.FootnoteReference: _mark,
    nodes.HtmlElement: _element,
    nodes.HtmlTag: _tag,
}
"""What prints each class of nodes."""
