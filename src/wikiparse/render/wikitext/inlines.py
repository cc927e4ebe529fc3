"""Inlines as wikitext: text, HTML, links, templates."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from wikiparse import nodes
from wikiparse.nodes.footnotes import value_of
from wikiparse.nodes.inlines import shown
from wikiparse.nodes.links import title_of
from wikiparse.render.wikitext import escape
from wikiparse.render.wikitext.walk import SEPARATOR, Item
from wikiparse.sites.image_options import option_of
from wikiparse.sites.magic_words import is_switch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.nodes.base import Node
    from wikiparse.render.wikitext.walk import Context, Handlers, Writer


def _text(writer: Writer, node: nodes.Text, context: Context) -> None:
    writer.text(node.value, context)


def _quoted(writer: Writer, node: Node, context: Context) -> None:
    """Bold or italic: quotes, or tags where quotes of neighbors would run into them."""
    is_bold = isinstance(node, nodes.Strong)
    line = context.line()
    inner = line._replace(is_bold=True) if is_bold else line._replace(is_italic=True)
    # '''a''''b'      an apostrophe beside quotes would be counted with them
    touches = bool(writer.out) and writer.out[-1].endswith("'") and not writer.opens_quotes
    items: list[Item] = [(child, inner) for child in node.children]
    if (context.is_bold if is_bold else context.is_italic) or touches or not items:
        writer.enclose("b" if is_bold else "i", items)
        return
    quotes = "'''" if is_bold else "''"
    writer.push(quotes, partial(setattr, writer, "opens_quotes", True), *items, quotes)


def _struck(writer: Writer, node: Node, context: Context) -> None:
    writer.enclose("s", writer.inlines(node.children, context))


def _code(writer: Writer, node: nodes.InlineCode, context: Context) -> None:
    writer.write("<code>")
    writer.text(node.value, context)
    writer.write("</code>")


def _math(writer: Writer, node: nodes.Math, context: Context) -> None:
    display = ' display="block"' if node.is_display else ""
    writer.write(f"<math{display}>{escape.formula(node.value)}</math>")


def _line_break(writer: Writer, node: Node, context: Context) -> None:
    writer.write("<br />")


def _comment(writer: Writer, node: nodes.Comment, context: Context) -> None:
    starts_line = writer.starts_line
    writer.write(f"<!--{escape.opaque(node.value).replace('-->', '--&gt;')}-->")
    writer.starts_line = starts_line  # MediaWiki removes comments before it looks at lines


def _magic_word(writer: Writer, node: nodes.MagicWord, context: Context) -> None:
    writer.write(f"__{node.name}__" if is_switch(node.name, None) else f"{{{{{node.name}}}}}")


def _variant(writer: Writer, node: nodes.LanguageVariant, context: Context) -> None:
    flags = ";".join(node.flags)
    if node.children:
        items: list[Item] = []
        for child in node.children:
            items += [*([";"] if items else []), (child, context.line(";"))]
        writer.push(f"-{{{flags}{'|' if flags else ''}", *items, "}-")
        return
    rules = [
        f"{tag}:{escape.text(value, context.special + ';')}"
        if tag
        else escape.text(value, context.special)
        for tag, value in node.variants
    ]
    writer.write(f"-{{{flags}{'|' if flags else ''}{';'.join(rules)}}}-")


def _variant_text(writer: Writer, node: nodes.VariantText, context: Context) -> None:
    writer.push(f"{node.tag}:" if node.tag else "", *writer.inlines(node.children, context))


# --- HTML


def _element(writer: Writer, node: nodes.HtmlElement, context: Context) -> None:
    tag, children = node.tag, shown(node.children)
    if tag == "nowiki":
        # In `<nowiki>` only these two are markup.
        value = escape.opaque(node.text).replace("&", "&amp;").replace("<", "&lt;")
        writer.write(f"<nowiki>{value}</nowiki>")
    elif tag == "pre" and writer.starts_line and not context.in_line and not context.list_markers:
        _preformatted(writer, children, context)
    elif tag == "poem":
        writer.push(
            f"<poem{writer.attributes(node.attributes)}>",
            *_verses(children, context.inside()),
            "</poem>",
        )
    elif tag not in escape.TAGS:
        writer.push(*writer.on_one_line(children, context))
    elif any(child.is_block for child in children) and not context.in_line:
        writer.enclose(
            tag,
            [*writer.blocks(children, context._replace(headings_as_tags=True)), writer.start_line],
            node.attributes,
        )
    else:
        writer.enclose(tag, writer.on_one_line(children, context), node.attributes)


def _verses(children: Iterable[Node], context: Context) -> list[Item]:
    """The lines of a poem."""
    return ["\n" if isinstance(child, nodes.LineBreak) else (child, context) for child in children]


def _preformatted(writer: Writer, children: Iterable[Node], context: Context) -> None:
    """Lines that begin with a space."""
    items: list[Item] = [" "]
    for child in children:
        if isinstance(child, nodes.Text) and "\n" in child.value:
            for index, line in enumerate(child.value.split("\n")):
                items += ["\n "] if index else []
                items += [(nodes.Text(line), context.line())] if line else []
        else:
            items.append((child, context.line()))
    writer.push(*items)


def _tag(writer: Writer, node: nodes.HtmlTag, context: Context) -> None:
    tag_of(writer, node.tag, node.attributes, is_closing=node.is_closing)


def tag_of(writer: Writer, tag: str, pairs: Iterable[tuple[str, str]], *, is_closing: bool) -> None:
    """A tag on its own, if MediaWiki allows it."""
    if tag in escape.VOID:
        writer.write(f"<{tag}{writer.attributes(pairs)} />")
    elif tag in escape.TAGS and tag not in ("poem", "indicator"):
        writer.write(f"</{tag}>" if is_closing else f"<{tag}{writer.attributes(pairs)}>")


def _raw(writer: Writer, node: nodes.HtmlInline, context: Context) -> None:
    """An extension whose content is not wikitext; other raw HTML is not visible."""
    if escape.RAW.match(node.value):
        writer.write(escape.opaque(node.value))


# --- links


def _wikilink(writer: Writer, node: nodes.Wikilink, context: Context) -> None:
    target = escape.target(node)
    if context.in_link or not target.strip(": "):
        writer.push(*writer.inlines(node.children, context))
        return
    written = escape.title(target, is_decoded=not node._context.is_wikitext)
    children, trail = _without_trail(node)
    only = children[0] if len(children) == 1 else None
    items: list[Item] = [f"[[{written}"]
    if not (
        isinstance(only, nodes.Text)
        and only.value == target.removeprefix(":") == written.removeprefix(":")
    ):
        if children:
            items += ["|", *writer.inlines(children, context.line("|[]")._replace(in_link=True))]
        # `[[page|]]` would be filled in when the page is saved (pipe trick).
        elif not node._context.is_wikitext or not node.interwiki:
            items.append(f"|{SEPARATOR}")
    letters = escape.link_trail(node._context.lang)

    def end() -> None:
        writer.link_trail = letters
        # MediaWiki, T4095: after a label with a bracket, which one in a template or a footnote is,
        # a third `]` is of the label.
        writer.after_bracket = any("[" in part for part in writer.out[begun + 1 :])

    begun = len(writer.out)
    writer.push(*items, "]]", trail, end)


def _without_trail(node: nodes.Wikilink) -> tuple[tuple[Node, ...], str]:
    """The children of a link without its trail, and the trail, where that is the end of a Text."""
    trail, children = node.trail, shown(node.children)
    last = children[-1] if children else None
    if trail and isinstance(last, nodes.Text) and last.value.endswith(trail):
        rest = last.value[: -len(trail)]
        return (*children[:-1], *((nodes.Text(rest),) if rest else ())), trail
    return children, ""


def _external_link(writer: Writer, node: nodes.ExternalLink, context: Context) -> None:
    if context.in_link or context.in_external_link or not escape.PROTOCOL.match(node.url):
        writer.push(*writer.inlines(node.children, context))
        return
    is_wikitext = writer.is_wikitext or context.in_argument
    url = escape.url(node.url, context.special, may_hold_templates=is_wikitext)
    # In a term only a tag keeps a colon from beginning the details.
    if ":" in context.special and ":" in url.replace("://", "", 1):
        writer.enclose("span", [(node, context._replace(special=context.special.replace(":", "")))])
        return
    if (
        node.is_bare
        and node.text == node.url
        and "%" not in url.replace(node.url, "")
        and escape.BARE.match(node.url)
    ):
        # A scheme within a word begins no link.
        before = writer.out[-1][-1:] if writer.out else ""
        if before.isalnum() or before == "_":
            writer.write(SEPARATOR)
        writer.write(url)
        writer.after_url = True
        return
    content = writer.inlines(node.children, context.line("]")._replace(in_external_link=True))
    writer.push(f"[{url}", *([" ", *content] if content else []), "]")


def _link(writer: Writer, node: nodes.Link, context: Context) -> None:
    """A link to a fragment of the page; of any other link only the content, since wikitext has no
    relative URLs.
    """
    if node.url.startswith("#") and len(node.url) > 1 and not context.in_link:
        target = escape.title(node.url, is_decoded=False)
        writer.push(
            f"[[{target}|",
            *writer.inlines(node.children, context.line("|[]")._replace(in_link=True)),
            "]]",
        )
    else:
        writer.push(*writer.inlines(node.children, context))


def _image(writer: Writer, node: nodes.Image, context: Context) -> None:
    """A file of the wiki; an image of another site is a link to it."""
    is_remote = node.href.startswith(("http://", "https://", "//")) and "wiki" not in node.href
    if not node.name or is_remote:
        link = nodes.ExternalLink(
            node.children or (nodes.Text(node.alt or node.name or node.href),), node.href
        )
        _external_link(writer, link, context)
        return
    writer.push("[[", *file_items(writer, node, context.line("|]")), "]]")


def file_items(writer: Writer, node: nodes.Image, context: Context) -> list[Item]:
    """The content of the brackets of a file: its name, options, and caption."""
    known = title_of(node.href, None, is_wikitext=True)
    name = (
        node.href
        if known.namespace == "File" and known.title.partition(":")[2].strip() == node.name
        else f"File:{node.name}"
    )
    parts = [escape.title(name, is_decoded=name is not node.href)]
    for key, value in node.options:
        option = _option(key, value)
        # An option that no wiki knows would be shown as the caption.
        if option_of(option, None) is not None and not re.search(r"[|\[\]{}<>\n]", option):
            parts.append(option)
    if node.alt and not any(part.lower().startswith("alt=") for part in parts):
        parts.append("alt=" + escape.text(node.alt.replace("\n", " "), "|]"))
    items: list[Item] = ["|".join(parts)]
    if children := shown(node.children):
        caption = "".join([c.value for c in children if isinstance(c, nodes.Text)])
        items += [
            "|",
            # A caption such as "left" would be read as an option.
            SEPARATOR if option_of(caption, None) else "",
            *writer.inlines(children, context),
        ]
    return items


def _option(key: str, value: str) -> str:
    """An option of an image as wikitext has it."""
    if key.lower() == "width" and value.removesuffix("px").isdigit():
        return value.removesuffix("px") + "px"
    if value and not key.lower().startswith("upright"):
        return f"{key}={value}"
    return f"{key} {value}".strip()


def _category(writer: Writer, node: nodes.Category, context: Context) -> None:
    known = title_of(node.href, None, is_wikitext=True)
    own = (
        known.namespace == "Category"
        and not known.interwiki
        and known.title.partition(":")[2].strip() == node.name
    )
    name = escape.title(known.title if own else f"Category:{node.name}", is_decoded=True)
    is_wikitext = writer.is_wikitext or context.in_argument
    key = (
        ""
        if node.sort_key is None
        else "|" + escape.sort_key(node.sort_key, may_hold_templates=is_wikitext)
    )
    writer.write(f"[[{name}{key}]]")


# --- templates


def _template(writer: Writer, node: nodes.Template, context: Context) -> None:
    name = (
        f" {node.name} "
        if "{{" in node.name
        else re.sub(r"[{}|\[\]<>]", lambda match: escape.character_reference(match[0]), node.name)
    )
    arguments = node.arguments
    # An explicit name keeps an `=` in a tag from separating name and value; then all positional
    # arguments need one.
    is_named = any(
        argument.is_positional and id(argument) in writer.with_equals_sign for argument in arguments
    )
    items: list[Item] = []
    for argument in arguments:
        items += [
            writer.end_url,
            "|",
            *_argument_items(writer, argument, context, is_named=is_named),
        ]
    writer.push("{{" + name, *items, writer.end_url, "}}")


def _function(writer: Writer, node: nodes.ParserFunction, context: Context) -> None:
    items: list[Item] = []
    for index, argument in enumerate(node.arguments):
        items += [writer.end_url, "|"] if index else []
        items += _argument_items(writer, argument, context, is_named=False)
    writer.push("{{" + node.name + ":", *items, writer.end_url, "}}")


def _argument_items(
    writer: Writer, node: nodes.TemplateArgument, context: Context, *, is_named: bool
) -> list[Item]:
    name = (
        ""
        if node.is_positional and not is_named
        else re.sub(r"[|=]", lambda match: escape.character_reference(match[0]), node.name)
    )
    inner = context.inside("|" if name else "|=")._replace(
        in_argument=True, headings_as_tags=True, in_link=context.in_link
    )
    return [
        f"{name}=" if name or not node.is_positional else "",
        *writer.content(value_of(node), inner),
    ]


def _argument(writer: Writer, node: nodes.TemplateArgument, context: Context) -> None:
    writer.push(
        *_argument_items(writer, node, context, is_named=id(node) in writer.with_equals_sign)
    )


def _parameter(writer: Writer, node: nodes.TemplateParameter, context: Context) -> None:
    inner = context.inside("|")._replace(in_argument=True, headings_as_tags=True)
    writer.push(
        "{{{" + node.name,
        *(["|", *writer.content(node.children, inner)] if node.children else []),
        writer.end_url,
        "}}}",
    )


INLINES: Handlers = {
    nodes.Text: _text,
    nodes.Strong: _quoted,
    nodes.Emphasis: _quoted,
    nodes.Strikethrough: _struck,
    nodes.InlineCode: _code,
    nodes.Math: _math,
    nodes.LineBreak: _line_break,
    nodes.Comment: _comment,
    nodes.MagicWord: _magic_word,
    nodes.LanguageVariant: _variant,
    nodes.VariantText: _variant_text,
    nodes.HtmlElement: _element,
    nodes.HtmlTag: _tag,
    nodes.HtmlInline: _raw,
    nodes.Wikilink: _wikilink,
    nodes.ExternalLink: _external_link,
    nodes.Link: _link,
    nodes.Image: _image,
    nodes.Category: _category,
    nodes.Template: _template,
    nodes.TemplateArgument: _argument,
    nodes.ParserFunction: _function,
    nodes.TemplateParameter: _parameter,
}
