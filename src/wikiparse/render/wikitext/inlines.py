"""Inlines as wikitext: words, HTML, links, braces."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from wikiparse import nodes
from wikiparse.nodes.links import title_of
from wikiparse.render.wikitext import escape as write
from wikiparse.render.wikitext.walk import NOTHING, Item
from wikiparse.sites.image_options import option_of
from wikiparse.sites.magic_words import is_switch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.nodes.base import Node
    from wikiparse.render.wikitext.walk import Handlers, Place, Walk


def _text(walk: Walk, node: nodes.Text, place: Place) -> None:
    walk.text(node.value, place)


def _quoted(walk: Walk, node: Node, place: Place) -> None:
    """Bold or italic: apostrophes, or tags where those of neighbours would run into them."""
    is_bold = isinstance(node, nodes.Strong)
    inner = (
        place.line()._replace(is_bold=True) if is_bold else place.line()._replace(is_italic=True)
    )
    touches = bool(walk.out) and walk.out[-1].endswith("'") and not walk.opens_quotes
    items: list[Item] = [(child, inner) for child in node.children]
    if (place.is_bold if is_bold else place.is_italic) or touches or not items:
        walk.enclose("b" if is_bold else "i", items)
        return
    sign = "'''" if is_bold else "''"
    walk.push(sign, partial(setattr, walk, "opens_quotes", True), *items, sign)


def _struck(walk: Walk, node: Node, place: Place) -> None:
    walk.enclose("s", walk.inline(node.children, place))


def _code(walk: Walk, node: nodes.InlineCode, place: Place) -> None:
    walk.write("<code>")
    walk.text(node.value, place)
    walk.write("</code>")


def _math(walk: Walk, node: nodes.Math, place: Place) -> None:  # noqa: ARG001  # what every handler takes
    display = ' display="block"' if node.is_display else ""
    walk.write(f"<math{display}>{write.formula(node.value)}</math>")


def _line_break(walk: Walk, node: Node, place: Place) -> None:  # noqa: ARG001  # what every handler takes
    walk.write("<br />")


def _comment(walk: Walk, node: nodes.Comment, place: Place) -> None:  # noqa: ARG001  # what every handler takes
    starts_line = walk.starts_line
    walk.write(f"<!--{write.clean(node.value).replace('-->', '--&gt;')}-->")
    walk.starts_line = starts_line  # MediaWiki takes comments away before it looks at lines


def _magic_word(walk: Walk, node: nodes.MagicWord, place: Place) -> None:  # noqa: ARG001  # what every handler takes
    walk.write(f"__{node.name}__" if is_switch(node.name, None) else f"{{{{{node.name}}}}}")


def _variant(walk: Walk, node: nodes.LanguageVariant, place: Place) -> None:
    rules = [
        f"{tag}:{write.words(words, place.extra + ';')}" if tag else write.words(words, place.extra)
        for tag, words in node.variants
    ]
    flags = ";".join(node.flags)
    walk.write(f"-{{{flags}{'|' if flags else ''}{';'.join(rules)}}}-")


# --- HTML


def _element(walk: Walk, node: nodes.HtmlElement, place: Place) -> None:
    tag, children = node.tag, node.children
    if tag == "nowiki":
        walk.write(
            f"<nowiki>{write.clean(node.text).replace('&', '&amp;').replace('<', '&lt;')}</nowiki>"
        )
    elif tag == "pre" and walk.starts_line and not place.in_line and not place.prefix:
        _preformatted(walk, children, place)
    elif tag == "poem":
        walk.push(
            f"<poem{write.attributes(node.attributes)}>",
            *_verses(children, place.inside()),
            "</poem>",
        )
    elif tag not in write.TAGS:
        walk.push(*walk.flat(children, place))
    elif any(child.is_block for child in children) and not place.in_line:
        walk.enclose(
            tag,
            [*walk.blocks(children, place._replace(is_apart=True)), walk.fresh],
            node.attributes,
        )
    else:
        walk.enclose(tag, walk.flat(children, place), node.attributes)


def _verses(children: Iterable[Node], place: Place) -> list[Item]:
    """The lines of a poem."""
    return ["\n" if isinstance(child, nodes.LineBreak) else (child, place) for child in children]


def _preformatted(walk: Walk, children: Iterable[Node], place: Place) -> None:
    """Lines that begin with a blank."""
    items: list[Item] = [" "]
    for child in children:
        if isinstance(child, nodes.Text) and "\n" in child.value:
            for index, line in enumerate(child.value.split("\n")):
                items += ["\n "] if index else []
                items += [(nodes.Text(line), place.line())] if line else []
        else:
            items.append((child, place.line()))
    walk.push(*items)


def _tag(walk: Walk, node: nodes.HtmlTag, place: Place) -> None:  # noqa: ARG001  # what every handler takes
    tag_of(walk, node.tag, node.attributes, is_closing=node.is_closing)


def tag_of(walk: Walk, tag: str, pairs: Iterable[tuple[str, str]], *, is_closing: bool) -> None:
    """A tag without its partner, if MediaWiki knows it."""
    if tag in write.VOID:
        walk.write(f"<{tag}{write.attributes(pairs)} />")
    elif tag in write.TAGS and tag not in ("poem", "indicator"):
        walk.write(f"</{tag}>" if is_closing else f"<{tag}{write.attributes(pairs)}>")


def _raw(walk: Walk, node: nodes.HtmlInline, place: Place) -> None:  # noqa: ARG001  # what every handler takes
    """An extension that holds no wikitext; of other raw HTML a reader sees nothing."""
    if write.RAW.match(node.value):
        walk.write(write.clean(node.value))


# --- links


def _wikilink(walk: Walk, node: nodes.Wikilink, place: Place) -> None:
    goal = write.target(node)
    if place.in_link or not goal.strip(": "):
        walk.push(*walk.inline(node.children, place))
        return
    written = write.title(goal, is_decoded=not node._context.is_wikitext)
    children, trail = _without_trail(node)
    only = children[0] if len(children) == 1 else None
    items: list[Item] = [f"[[{written}"]
    if not (
        isinstance(only, nodes.Text)
        and only.value == goal.removeprefix(":") == written.removeprefix(":")
    ):
        if children:
            items += ["|", *walk.inline(children, place.line("|]")._replace(in_link=True))]
        elif not node._context.is_wikitext or not node.interwiki:
            items.append(f"|{NOTHING}")
    walk.push(*items, "]]", trail, partial(setattr, walk, "trail", write.trail(node._context.lang)))


def _without_trail(node: nodes.Wikilink) -> tuple[tuple[Node, ...], str]:
    """The words of a link without its trail, and the trail, where that is the end of a text."""
    trail, children = node.trail, node.children
    last = children[-1] if children else None
    if trail and isinstance(last, nodes.Text) and last.value.endswith(trail):
        rest = last.value[: -len(trail)]
        return (*children[:-1], *((nodes.Text(rest),) if rest else ())), trail
    return children, ""


def _external_link(walk: Walk, node: nodes.ExternalLink, place: Place) -> None:
    if place.in_link or place.in_address or not write.PROTOCOL.match(node.url):
        walk.push(*walk.inline(node.children, place))
        return
    url = write.address(node.url, place.extra)
    if ":" in place.extra and ":" in url.replace(
        "://", "", 1
    ):  # in a term only a tag keeps a colon from beginning the details
        walk.enclose("span", [(node, place._replace(extra=place.extra.replace(":", "")))])
        return
    if (
        node.is_bare
        and node.text == node.url
        and "%" not in url.replace(node.url, "")
        and write.BARE.match(node.url)
    ):
        if walk.out and walk.out[-1][-1:].isalnum():
            walk.write(NOTHING)
        walk.write(url)
        walk.after_url = True
        return
    words = walk.inline(node.children, place.line("]")._replace(in_address=True))
    walk.push(f"[{url}", *([" ", *words] if words else []), "]")


def _link(walk: Walk, node: nodes.Link, place: Place) -> None:
    """A link to a place on the page; of any other only the words, since wikitext has no relative
    addresses.
    """
    if node.url.startswith("#") and len(node.url) > 1 and not place.in_link:
        goal = write.title(node.url, is_decoded=False)
        walk.push(
            f"[[{goal}|", *walk.inline(node.children, place.line("|]")._replace(in_link=True)), "]]"
        )
    else:
        walk.push(*walk.inline(node.children, place))


def _image(walk: Walk, node: nodes.Image, place: Place) -> None:
    """A file of the wiki; one of another site is a link to it."""
    is_remote = node.href.startswith(("http://", "https://", "//")) and "wiki" not in node.href
    if not node.name or is_remote:
        link = nodes.ExternalLink(
            node.children or (nodes.Text(node.alt or node.name or node.href),), node.href
        )
        _external_link(walk, link, place)
        return
    walk.push("[[", *file_items(walk, node, place.line("|]")), "]]")


def file_items(walk: Walk, node: nodes.Image, place: Place) -> list[Item]:
    """What stands in the brackets of a file: its name, options, and caption."""
    known = title_of(node.href, None, is_wikitext=True)
    name = (
        node.href
        if known.namespace == "File" and known.title.partition(":")[2].strip() == node.name
        else f"File:{node.name}"
    )
    parts = [write.title(name, is_decoded=name is not node.href)]
    for key, value in node.options:
        option = (
            f"{key}={value}"
            if value and not key.lower().startswith("upright")
            else f"{key} {value}".strip()
        )
        if key.lower() == "width" and value.removesuffix("px").isdigit():
            option = value.removesuffix("px") + "px"
        if option_of(option) is not None and not re.search(r"[|\[\]{}<>\n]", option):
            parts.append(option)
    if node.alt and not any(part.lower().startswith("alt=") for part in parts):
        parts.append("alt=" + write.words(node.alt.replace("\n", " "), "|]"))
    items: list[Item] = ["|".join(parts)]
    if node.children:
        words = "".join([child.value for child in node.children if isinstance(child, nodes.Text)])
        items += [
            "|",
            NOTHING if option_of(words.strip()) else "",
            *walk.inline(node.children, place),
        ]
    return items


def _category(walk: Walk, node: nodes.Category, place: Place) -> None:  # noqa: ARG001  # what every handler takes
    known = title_of(node.href, None, is_wikitext=True)
    own = (
        known.namespace == "Category"
        and not known.interwiki
        and known.title.partition(":")[2].strip() == node.name
    )
    name = write.title(known.title if own else f"Category:{node.name}", is_decoded=True)
    key = (
        ""
        if node.sort_key is None
        else "|" + re.sub(r"[\[\]\n]", lambda match: write.reference(match[0]), node.sort_key)
    )
    walk.write(f"[[{name}{key}]]")


# --- braces


def _template(walk: Walk, node: nodes.Template, place: Place) -> None:
    name = (
        f" {node.name} "
        if "{{" in node.name
        else re.sub(r"[{}|\[\]<>]", lambda match: write.reference(match[0]), node.name)
    )
    arguments = node.arguments
    # A name of its own keeps an `=` in a tag from parting name and value; then all that have none
    # need one.
    is_named = any(argument.is_positional and id(argument) in walk.equals for argument in arguments)
    items: list[Item] = []
    for argument in arguments:
        items += ["|", *_argument_items(walk, argument, place, is_named=is_named)]
    walk.push("{{" + name, *items, "}}")


def _function(walk: Walk, node: nodes.ParserFunction, place: Place) -> None:
    items: list[Item] = []
    for index, argument in enumerate(node.arguments):
        items += ["|"] if index else []
        items += _argument_items(walk, argument, place, is_named=False)
    walk.push("{{" + node.name + ":", *items, "}}")


def _argument_items(
    walk: Walk, node: nodes.TemplateArgument, place: Place, *, is_named: bool
) -> list[Item]:
    name = (
        ""
        if node.is_positional and not is_named
        else re.sub(r"[|=]", lambda match: write.reference(match[0]), node.name)
    )
    inner = place.inside("|" if name else "|=")._replace(
        is_value=True, is_apart=True, in_link=place.in_link
    )
    return [
        f"{name}=" if name or not node.is_positional else "",
        *walk.content(node.children, inner),
    ]


def _argument(walk: Walk, node: nodes.TemplateArgument, place: Place) -> None:
    walk.push(*_argument_items(walk, node, place, is_named=id(node) in walk.equals))


def _parameter(walk: Walk, node: nodes.TemplateParameter, place: Place) -> None:
    inner = place.inside("|")._replace(is_value=True, is_apart=True)
    walk.push(
        "{{{" + node.name,
        *(["|", *walk.content(node.children, inner)] if node.children else []),
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
