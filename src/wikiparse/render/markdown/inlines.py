"""Inlines as Markdown: text, HTML, links, templates."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from wikiparse import nodes
from wikiparse.mediawiki import BLOCK_TAGS
from wikiparse.nodes.base import plain_text
from wikiparse.nodes.links import is_remote
from wikiparse.render.html.links import page_url
from wikiparse.render.html.sanitize import DROPPED
from wikiparse.render.markdown import escape
from wikiparse.render.markdown.content import (
    CODE_TAGS,
    EMPHASIS,
    LINKS,
    is_space,
    written,
)
from wikiparse.render.markdown.templates import TEMPLATES, one_line
from wikiparse.render.wikitext.write import render_wikitext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.render.markdown.walk import Context, Handlers, Item, Writer

KEPT_ATTRIBUTES = frozenset(("cite", "dir", "lang", "title"))
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def _text(writer: Writer, node: nodes.Text, context: Context) -> None:
    writer.text(node.value, context)


def delimited(writer: Writer, kind: str, children: Sequence[Node], context: Context) -> None:
    """Emphasis of a kind of `delimiters.FORMS`."""
    writer.open_delimiter(kind, context)
    writer.push(*writer.inlines(children, context), writer.close_delimiter)


def _emphasis(writer: Writer, node: Node, context: Context) -> None:
    is_strong, is_em = isinstance(node, nodes.Strong), isinstance(node, nodes.Emphasis)
    kind = "strong" if is_strong else "em" if is_em else "del"
    delimited(writer, kind, node.children, context)


def _code(writer: Writer, node: nodes.InlineCode, context: Context) -> None:
    writer.code(node.value, context)


def _math(writer: Writer, node: nodes.Math, context: Context) -> None:
    formula(writer, node.value, context, is_display=node.is_display)


CONTROL_SPACE = re.compile(r"(?<!\\)((?:\\\\)*)\\\Z")
"""The backslash of a control space (`\\ `) at the end of TeX, whose white space was stripped."""
PLAIN_FORMULA = re.compile(r"[^$`\\_*\[\]<&~|\s](?:[^$`\\_*\[\]<&~|\n]*[^$`\\_*\[\]<&~|\s])?")
"""TeX that no reader of Markdown mistakes for markup."""


def formula(writer: Writer, tex: str, context: Context, *, is_display: bool) -> None:
    """A formula within a line."""
    value = " ".join(escape.readable(tex).split())
    if not value:
        return
    if context.in_cell and "|" in value:
        # TeX has names for the bar: \| is the double one.
        value = value.replace("\\|", "\\Vert ").replace("|", "\\vert ").rstrip()
    if is_display and "$" not in value and "`" not in value and not CONTROL_SPACE.search(value):
        made = f"$${value}$$"
        writer.choose(made)
    elif writer.flavor.math == "dollars":
        # A space after a backslash shows nothing at the end, where the backslash would escape.
        value = CONTROL_SPACE.sub(r"\1", value).rstrip()
        if not value or re.search(r"(?<!\\)\$|`", value):
            writer.code(value, context)
            return
        made = f"${value}$"
        writer.choose(made)
    elif "`" in value:
        writer.code(value, context)
    elif PLAIN_FORMULA.fullmatch(value) and writer.flavor.flanking:
        writer.choose(f"${value}$", f"$`{value}`$")
    else:
        writer.write(f"$`{value}`$")


def line_break(writer: Writer, node: Node, context: Context) -> None:
    """A hard line break."""
    # Written when more of the block follows: at its end a break shows nothing.
    writer.hard_breaks += 1
    writer.space = ""


def _comment(writer: Writer, node: nodes.Comment, context: Context) -> None:
    if writer.flavor.comments:
        value = " ".join(re.sub("-(?=-)", "- ", escape.readable(node.value)).split("\n"))
        writer.write(f"<!--{value}-->")


def nothing(writer: Writer, node: Node, context: Context) -> None:
    """A node that Markdown has no form for."""


def _magic_word(writer: Writer, node: nodes.MagicWord, context: Context) -> None:
    if writer.flavor.embedded_wikitext:
        writer.write(one_line(render_wikitext(node)))


def _variant(writer: Writer, node: nodes.LanguageVariant, context: Context) -> None:
    if writer.flavor.embedded_wikitext and not node.children and not context.in_link:
        writer.write(one_line(render_wikitext(node)))
    elif inner := node.shown:
        writer.push(*writer.inlines(inner, context))
    else:
        writer.text(node.own_text(), context)


def _all(writer: Writer, node: Node, context: Context) -> None:
    writer.push(*writer.inlines(node.children, context))


# --- HTML


def element(writer: Writer, node: nodes.HtmlElement, context: Context) -> None:
    """An element within a line."""
    tag = node.tag
    if tag in DROPPED:
        return
    if (kind := EMPHASIS.get(tag)) is not None:
        delimited(writer, kind, node.children, context)
    elif tag in CODE_TAGS:
        children = written(node.children, writer.flavor)
        if all(child.__class__ is nodes.Text for child in children):
            _code(writer, nodes.InlineCode("".join([c.text for c in children])), context)
        elif context.in_image:
            writer.push(*writer.inlines(children, context))
        else:
            writer.push("<code>", *writer.inlines(children, context), "</code>")
    elif tag in writer.flavor.tags and not context.in_image:
        pairs = [pair for pair in node.attributes if _is_kept(writer, pair[0])]
        writer.push(
            f"<{tag}{attributes(pairs)}>", *writer.inlines(node.children, context), f"</{tag}>"
        )
    elif tag in BLOCK_TAGS:
        writer.push(*writer.flow(node.children, context.line()))
    else:
        writer.push(*writer.inlines(node.children, context))


def _is_kept(writer: Writer, name: str) -> bool:
    return writer.flavor.embedded_wikitext or name.lower() in KEPT_ATTRIBUTES


def attributes(pairs: Iterable[tuple[str, str]]) -> str:
    """The attributes of a tag, a space before each."""
    return "".join(
        [
            f' {name}="{escape.attribute(value)}"'
            for name, value in pairs
            if re.fullmatch(r"[A-Za-z_:][A-Za-z0-9_:.-]*", name)
        ]
    )


def _tag(writer: Writer, node: nodes.HtmlTag, context: Context) -> None:
    """A tag without a partner: only that of a line break opportunity says something."""
    if node.tag == "wbr" and not node.is_closing:
        writer.write("<wbr>")


# --- links


def linked(
    writer: Writer,
    children: Sequence[Node],
    url: str,
    context: Context,
    title: str = "",
    shown_text: str = "",
) -> None:
    """A link; within another one only its text."""
    inner = context.line()._replace(in_link=True)
    content: list[Item] = writer.inlines(children, inner)
    if shown_text and all(is_space(child) for child in children):
        content = [(nodes.Text(shown_text), inner)]
    if context.in_link and writer.flavor.flanking:
        writer.push(*content)
        return
    flavor, in_cell = writer.flavor, context.in_cell
    target = escape.destination(url, flavor, in_cell=in_cell)
    title = escape.tooltip(title, in_cell=in_cell)
    writer.push(partial(writer.bracket, "["), *content, f"]({target}{title})")


def _wikilink(writer: Writer, node: nodes.Wikilink, context: Context) -> None:
    kind = writer.flavor.wikilinks
    if kind == "url":
        if node.children:
            url = writer.page.url(node)
            if url is None:
                writer.push(*writer.inlines(node.children, context))
            else:
                linked(writer, node.children, url, context)
    elif kind == "brackets":
        _in_brackets(writer, node, context)
    else:
        href = node.href
        resolved = writer.page.url(node) if writer.page.has_resolver else href
        if resolved is None:
            writer.push(*writer.inlines(node.children, context))
            return
        # Of a link of the hybrid dialect the destination is kept as it is.
        href = resolved.replace(" ", "_")
        children = node.children
        if node.marker:
            children = (*children, nodes.Text(node.marker))
        elif children and children[-1].own_text() and children[-1].text.endswith(MARKERS):
            # Not the marker of the link, which nothing follows.
            children = (*children, nodes.Comment(" "))
        linked_as_wikilink(writer, children, href, context)


MARKERS = ("ⓦ", "Ⓡ")
"""The last character in the text of a link of the hybrid dialect, if it is no text."""


def linked_as_wikilink(
    writer: Writer, children: Sequence[Node], href: str, context: Context
) -> None:
    """A link with the Markdown title `wikilink`."""
    target = escape.destination(href, writer.flavor, in_cell=context.in_cell)
    inner = context.line()
    start = partial(writer.bracket, "[")
    writer.push(start, *writer.inlines(children, inner), f']({target} "wikilink")')


# No brackets, bars or markup: Obsidian shows the text of a link as it is written.
_TARGET = re.compile(r"[^\[\]|\n{}<>\\^ ][^\[\]|\n{}<>\\^]*")


def _in_brackets(writer: Writer, node: nodes.Wikilink, context: Context) -> None:
    """`[[Page|text]]`, or a link of Markdown where its text has markup."""
    target = writer.page.target(node)
    if not node.children or target is None or context.in_link:
        writer.push(*writer.inlines(node.children, context))
        return
    text = plain_text(node)
    only_text = is_plain(writer, node.children)
    # Obsidian has neither: its files have no colon in their names.
    is_page = link_is_page(node) and not is_remote(target) and _TARGET.fullmatch(target) is not None
    made = escape.text(text, writer.flavor, starts_line=False)
    if only_text and is_page and made == text and "|" not in text and text.strip() == text != "":
        bar = "\\|" if context.in_cell else "|"
        writer.write(f"[[{target}]]" if text == target else f"[[{target}{bar}{text}]]")
        writer.special_next = "("
        return
    url = target
    if not is_remote(target):
        if writer.page.has_resolver:  # the name of a file
            url = quote(target, safe="/#")
        else:
            url = page_url(target, node._context.wiki, is_wikitext=True).removeprefix("./")
        url = url if ":" not in url else "./" + url
    linked(writer, node.children, url, context)


def is_plain(writer: Writer, children: Sequence[Node], *, in_image: bool = False) -> bool:
    """Whether only text is written of some inlines; of those `in_image` line breaks are spaces, and
    tags and emphasis are left out: readers show captions without.
    """
    stack = written(children, writer.flavor)
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.HtmlElement) and not node.is_block:
            is_shown = node.tag in writer.flavor.tags or node.tag in EMPHASIS
            if (is_shown and not in_image) or node.tag in CODE_TAGS:
                return False
            stack += written(node.children, writer.flavor)
        elif in_image and isinstance(node, nodes.HtmlElement) and not stack:
            # `<center>` around all of it.
            stack += written(node.children, writer.flavor)
        elif in_image and isinstance(node, (nodes.Emphasis, nodes.Strong, nodes.Strikethrough)):
            stack += written(node.children, writer.flavor)
        elif node.__class__ is not nodes.Text and not (in_image and node.kind == "line_break"):
            return False
    return True


def link_is_page(link: nodes.Wikilink) -> bool:
    """Whether a link leads to a page that is neither a category nor a file."""
    is_odd = link.title.startswith(":") or link.namespace in ("Category", "File")
    return bool(link.interwiki) or not is_odd


_SHOWN = (nodes.Image, nodes.FootnoteReference, nodes.LineBreak)
"""Nodes without text that a reader sees."""


def _external_link(writer: Writer, node: nodes.ExternalLink, context: Context) -> None:
    if context.in_link and writer.flavor.flanking:
        linked(writer, node.children, node.url, context)
        return
    url = node.url
    # A link without text is written with its URL, so that a reader sees it.
    text = node.text.strip() if node.is_bare else ""
    has_content = bool(text) or _has_content(node)
    is_url = (text == url or not has_content) and escape.AUTOLINK.fullmatch(url) is not None
    email = url.removeprefix("mailto:")
    is_email = text == email != url and escape.is_email(email)
    if (is_url or is_email) and (node.is_bare or not has_content) and not node.tooltip:
        # Not in the hybrid dialect, where angle brackets hold URLs of the web alone.
        if writer.flavor.flanking or url.startswith(("http://", "https://")):
            writer.write(f"<{email if is_email else url}>")
        else:
            linked(writer, node.children, url, context, "", url)
    else:
        linked(writer, node.children, url, context, node.tooltip, url)


def _has_content(link: Node) -> bool:
    """Whether there is anything in a link that a reader sees; another link is."""
    stack = list(link.children)
    while stack:
        node = stack.pop()
        if isinstance(node, (*_SHOWN, *LINKS)):
            return True
        if node.is_call or not node.children or node.own_text() is not None:
            if node.text.strip():
                return True
        elif not node.is_silent:
            stack += node.children
    return False


def _link(writer: Writer, node: nodes.Link, context: Context) -> None:
    linked(writer, node.children, node.url, context, node.tooltip)


def _image(writer: Writer, node: nodes.Image, context: Context) -> None:
    flavor = writer.flavor
    inner = context.line()._replace(in_image=True)
    caption = writer.inlines(node.children, inner)
    text = plain_text(node) if node.children else node.alt
    is_file = flavor.wikilinks == "brackets" and node.name and not is_remote(node.href)
    if is_file and _embed(writer, node, context, text):
        return
    if not caption and node.alt:
        caption = [(nodes.Text(node.alt), inner)]
    if is_file:
        # A file of the vault is found by its name, wherever it is.
        url = node.href if "/" in node.href else page_url(node.name, None, is_wikitext=True)
        url = url.removeprefix("./")
    else:
        url = writer.page.image_url(node)
    target = escape.destination(url, flavor, in_cell=context.in_cell)
    tooltip = node.tooltip if node.tooltip != "wikilink" else ""
    title = escape.tooltip(tooltip, in_cell=context.in_cell)
    writer.push(partial(writer.bracket, "!["), *caption, f"]({target}{title})")


_MEDIA = re.compile(
    r"\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp|mp3|ogg|wav|flac|m4a|mp4|mov|ogv|webm|pdf)\Z", re.I
)
"""The end of the name of a file that Obsidian shows where it is embedded."""


def _embed(writer: Writer, node: nodes.Image, context: Context, text: str) -> bool:
    """Write `![[file|caption|size]]`, if the image has no more than that; return whether it was."""
    caption = " ".join(text.split())
    only_text = is_plain(writer, node.children, in_image=True)
    is_file = _TARGET.fullmatch(node.name) and _MEDIA.search(node.name)
    if (
        not is_file
        or not only_text
        or "|" in caption
        or context.in_link
        or "/" in node.href.removeprefix("./")
        or node.tooltip not in ("", "wikilink")
        or escape.text(caption, writer.flavor, starts_line=False) != caption
        or re.fullmatch(r"[0-9]{1,5}(?:x[0-9]{1,5})?", caption)
    ):
        return False
    bar = "\\|" if context.in_cell else "|"
    width, height = [
        match[1] if (match := re.match(r"([0-9]{1,5})(?:px)?\Z", node.get(name) or "")) else ""
        for name in ("width", "height")
    ]
    size = f"{width}x{height}" if width and height else width
    parts = [node.name, *([caption] if caption else []), *([size] if size else [])]
    writer.write(f"![[{bar.join(parts)}]]")
    writer.special_next = "("
    return True


def _category(writer: Writer, node: nodes.Category, context: Context) -> None:
    """The hybrid dialect alone has categories within the page: their text is the sort key."""
    if not writer.flavor.embedded_wikitext:
        return
    href = node.href or f"Category:{node.name}"
    text = (node.sort_key or "").strip() or unquote(href.rpartition("/")[2]).replace("_", " ")
    linked_as_wikilink(writer, (nodes.Text(text),), href.replace(" ", "_"), context)


# --- footnotes


def _reference(writer: Writer, node: nodes.FootnoteReference, context: Context) -> None:
    if (
        writer.flavor.embedded_wikitext
        and isinstance(node, nodes.FootnoteTemplate)
        and (template := node.template) is not None
    ):
        writer.push((template, context))
        return
    writer.write(writer.page.call(node))
    writer.special_next = ":("


INLINES: Handlers = {
    nodes.Text: _text,
    nodes.Strong: _emphasis,
    nodes.Emphasis: _emphasis,
    nodes.Strikethrough: _emphasis,
    nodes.InlineCode: _code,
    nodes.Math: _math,
    nodes.LineBreak: line_break,
    nodes.Comment: _comment,
    nodes.MagicWord: _magic_word,
    nodes.LanguageVariant: _variant,
    nodes.VariantText: _all,
    nodes.HtmlElement: element,
    nodes.HtmlTag: _tag,
    nodes.HtmlInline: nothing,
    nodes.Wikilink: _wikilink,
    nodes.ExternalLink: _external_link,
    nodes.Link: _link,
    nodes.Image: _image,
    nodes.Category: _category,
    nodes.FootnoteReference: _reference,
    nodes.FootnoteTemplate: _reference,
    **TEMPLATES,
    nodes.TemplateArgument: _all,
}
