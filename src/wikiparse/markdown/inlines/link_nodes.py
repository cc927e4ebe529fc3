r"""Which node does a destination become? A wikilink, category, image, external or other link.

In the hybrid dialect the Markdown title distinguishes them: `wikilink`, or `fig:…` for images
(docs/dialects.md). Whether a wikilink leads to a page, a category or a file follows from the
namespace of its destination, in the language of the page.

    [a](B "wikilink")   [a](File:B.png "fig:")   [b](Category:B "wikilink")   [a](http://b.example)
    Wikilink            Image                    Category                     ExternalLink
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

import attrs

from wikiparse.html.entities import unescape
from wikiparse.markdown.inlines import url_nodes
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.links import Image, Link, is_remote, page_part, title_of
from wikiparse.nodes.make import (
    make_category,
    make_external_link,
    make_image,
    make_text,
    make_wikilink,
)
from wikiparse.sites.image_options import option_of, sole_option_of
from wikiparse.text_cache import LONGEST, text_cache

if TYPE_CHECKING:
    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.inlines.state import Context, Scan
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import LinkContext
    from wikiparse.sites.prefixes import Wiki

Span = tuple[int, int]

MARKERS = ("ⓦ", "Ⓡ")
"""Writers of 2022 put one after the label of a link (docs/dialects.md)."""

# `//a.example` too: relative to the scheme of the page, but not to its host.
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")

SPACES = re.compile(r"[ \t_]+")


class Membership(NamedTuple):
    """Whether a link does more than lead somewhere."""

    kind: Literal["Category", "File", ""]
    """It makes the page a member of a category, shows a file, or neither."""
    name: str
    """The title without its namespace."""
    sort_key: str | None


NO_MEMBERSHIP = Membership("", "", None)


def link_node(
    scan: Scan, children: tuple[Node, ...], href: str, title: str | None, span: Span
) -> Node:
    """The node of a link with this destination and Markdown title."""
    if scan.context.dialect.page_urls:
        return url_nodes.link_node(scan, children, href, title, span)
    # The title before the destination: `[a](http://b.example/A "wikilink")` is a page of another
    # site of the farm.
    if title == "wikilink" and scan.context.dialect.wikilink_titles:
        return wikilink_node(scan, children, href, None, span)
    if title is not None and title.startswith("fig:") and scan.context.dialect.wikilink_titles:
        return _file(scan, children, href, unescape(title[4:]), span)
    if title:
        title = unescape(title)
        if (
            scan.context.dialect.wikilink_titles
            and title_of(href, scan.context.wiki).namespace == "File"
        ):
            # Newer writers: the title is the file's name.
            return _file(scan, children, href, title, span)
    if SCHEME.match(href):
        return make_external_link(children, href, title or "", False, span)
    return Link(children, href, title or "", span=span)


def wikilink_node(
    scan: Scan, children: tuple[Node, ...], href: str, label: str | None, span: Span
) -> Node:
    """The node of a link that is known to be a wikilink: perhaps a category or a file.

    `label` is its text without the trail, where that is written: since 2025 pandoc has it as the
    title of a link of the class `wikilink`.
    """
    if has_prefix(href):
        return with_namespace(scan, children, text_of(children), href, span, label)
    # The written label says where the trail begins, so nothing has to be guessed.
    if label is not None:
        link_context = context_of_label(scan.context, text_of(children), label)
        return make_wikilink(children, href, "", link_context, span)
    marker = ""
    if children and (last := children[-1]).__class__ is Text and last.value.endswith(MARKERS):
        children, marker = _without_marker(children)
    return make_wikilink(children, href, marker, scan.context.link_context, span)


def has_prefix(href: str) -> bool:
    """Whether a destination may have a namespace or an interwiki prefix: it holds a colon that is
    not that of the scheme.
    """
    colon = href.find(":")
    # File:A.png            a colon: perhaps a namespace
    # https://a.example/B   that of the scheme
    # https://a.example/File:A.png     a second one
    return colon >= 0 and (not href.startswith("//", colon + 1) or href.find(":", colon + 1) >= 0)


def context_of_label(context: Context, text: str, label: str) -> LinkContext:
    """The context of a link whose label is written: it knows the trail.

    A label that the text does not begin with says nothing.
    """
    trail = ""
    if text != label:
        # Either may be broken over lines, the title of a tag as well as its text.
        label = " ".join(label.split())
        text = " ".join(text.split())
        trail = text[len(label) :]
        # A trail is letters alone; text with anything more in it was not made from this label.
        if not text.startswith(label) or (trail and not trail.isalpha()):
            return context.link_context
    # A language has few trails: the contexts of a whole page are a handful, and equal ones are one.
    known = context.known_trails.get(trail)
    if known is None:
        known = attrs.evolve(context.link_context, trail=trail, knows_trail=True)
        context.known_trails[trail] = known
    return known


def _without_marker(children: tuple[Node, ...]) -> tuple[tuple[Node, ...], str]:
    """The label without the marker at its end, and the marker."""
    last = children[-1]
    assert isinstance(last, Text)  # the caller's condition
    value = last.value[:-1]
    start, end = last._span or (0, 0)
    kept = (make_text(value, (start, end - 1)),) if value else ()
    return (*children[:-1], *kept), last.value[-1]


def text_of(children: tuple[Node, ...]) -> str:
    """The text of some inlines."""
    if len(children) == 1 and (only := children[0]).__class__ is Text:
        return only.value.replace("\n", " ")
    return "".join([child.text for child in children])


def with_namespace(
    scan: Scan,
    children: tuple[Node, ...],
    text: str,
    href: str,
    span: Span,
    label: str | None = None,
) -> Node:
    """The node of a wikilink whose destination holds a colon: perhaps a category or a file.

    `text` is that of the children.
    """
    link_context = scan.context.link_context
    # Remembered: pages repeat their links, and a title costs a look-up of its prefix by language.
    find = _known_membership if len(text) <= LONGEST else membership
    kind, name, sort_key = find(href, text, link_context.wiki, label is not None)
    if kind == "Category":
        return make_category(children, name, sort_key, href, span)
    if kind == "File":
        return _file(scan, children, href, "", span)
    if label is not None:
        link_context = context_of_label(scan.context, text, label)
        return make_wikilink(children, href, "", link_context, span)
    marker = ""
    if text.endswith(MARKERS) and isinstance(children[-1], Text):
        children, marker = _without_marker(children)
    return make_wikilink(children, href, marker, link_context, span)


def membership(href: str, text: str, wiki: Wiki, keeps_colon: bool = False) -> Membership:
    """Whether a wikilink with this text does more than lead somewhere.

    `[[:Category:X|Y]]` has lost its colon where the name is English and a filter put a site before
    it, so there the text must be the category's; a local name keeps the colon in the destination
    (docs/dialects.md, trap 37). Newer writers always keep it.
    """
    title = title_of(href, wiki)
    # ../Page/Category:A     the filter put a site before it: an initial colon was lost
    # Kategorie:A            not a namespace that the filter knew: the destination is as it was
    keeps_colon = keeps_colon or not ("/" in href[: href.find(":")] or is_remote(href))
    if (
        title.namespace not in ("Category", "File")
        or title.interwiki
        or (not keeps_colon and text.lstrip().startswith(":"))
        or page_part(href).startswith(":")
    ):
        return NO_MEMBERSHIP
    prefix, _, name = title.title.partition(":")
    name = name.strip()
    if title.namespace == "File":
        return Membership("File", name, None)
    if (
        not keeps_colon
        and prefix.strip().lower() == "category"
        and not text.lstrip().lower().startswith("category")
    ):
        return NO_MEMBERSHIP
    return Membership("Category", name, _sort_key(title.title, text))


_known_membership = text_cache(4096)(membership)


def _sort_key(title: str, text: str) -> str | None:
    """The text, where it is not the title: a converter puts the sort key there
    (docs/dialects.md).
    """
    shown, known = (SPACES.sub(" ", value.replace("\n", " ")).strip() for value in (text, title))
    # Without regard to case: MediaWiki capitalizes the first letter of a title.
    return None if shown.lower() == known.lower() or not shown else shown


def _file(scan: Scan, children: tuple[Node, ...], href: str, name: str, span: Span) -> Image:
    """An image written as a link; a label that is the file's name is not a caption."""
    page = page_part(href)
    title = title_of(href, scan.context.wiki)
    if title.namespace in ("File", "Media"):
        page = title.title.partition(":")[2].strip()
    # The last segment is the file's name. `Fil:A.png` without a slash is left whole: the page's
    # language does not know its prefix.
    elif SCHEME.match(href) is None or "/" in page:
        page = page.rpartition("/")[2].replace("_", " ")
    label = text_of(children).strip()
    options: Attributes = ()
    # The converter repeats the file's name where there was no caption, with its namespace or
    # without.
    names = {value.replace("_", " ") for value in (page, name, name.partition(":")[2])}
    if label.replace("_", " ") in names:
        children = ()
    else:
        children, options = caption_of(scan, children)
    scan.last_image = len(scan.nodes)  # the nodes up to "\]\]" may be its caption
    return make_image(children, page, href, "", "", options, span=span)


def is_image(scan: Scan, href: str, title: str | None) -> bool:
    """Whether `![…](…)` is an image: with the title `wikilink` it is a link after a `!`, unless it
    leads to a file.
    """
    if title != "wikilink" or not scan.context.dialect.wikilink_titles:
        return True
    # An exclamation mark at the end of a sentence, and a wikilink right after it.
    return title_of(href, scan.context.wiki).namespace == "File"


def image_node(
    scan: Scan,
    children: tuple[Node, ...],
    href: str,
    title: str | None,
    span: Span,
    options: Attributes = (),
) -> Node:
    """An image of Markdown: its text is the alternative text and the caption."""
    if scan.context.dialect.page_urls:
        return url_nodes.image_node(scan, children, href, title, span)
    alt = text_of(children)
    page = title_of(href, scan.context.wiki)
    file = (
        page.title.partition(":")[2].strip()
        if page.namespace == "File"
        else page_part(href).rpartition("/")[2].replace("_", " ")
    )
    tooltip = unescape(title or "")
    if scan.context.dialect.wikilink_titles:
        children, found = caption_of(scan, children)
        if found:
            options = (*options, *found)
            caption = text_of(children)
            # The writer had filled both from the whole text, options included.
            alt, tooltip = caption, caption if tooltip == alt else tooltip
    scan.last_image = len(scan.nodes)
    return make_image(children, file, href, alt, tooltip, options, span=span)


def caption_of(
    scan: Scan, children: tuple[Node, ...]
) -> tuple[tuple[Node, ...], tuple[tuple[str, str], ...]]:
    """The caption among the text of an image, and its options.

    A converter that does not know the name of the namespace leaves `thumb|250px|caption` as the
    text, or the first of them. As in MediaWiki the last part that is no option is the caption.
    """
    options: list[tuple[str, str]] = []
    caption: tuple[Node, ...] = ()
    parts = _parts(scan, children)
    find_option = option_of if len(parts) > 1 else sole_option_of
    for part in parts:
        # An option is plain text: a part with markup in it is a caption.
        text = part[0].value if len(part) == 1 and isinstance(part[0], Text) else ""
        text = text.strip().rstrip("".join(MARKERS))
        option = find_option(text, scan.context.lang)
        # A single letter is an option in some languages: with none known it is a caption.
        if option is not None and (len(text) > 1 or scan.context.lang is not None):
            options.append((option.name, option.value))
        else:
            caption = part
    return (caption, tuple(options)) if options else (children, ())


def _parts(scan: Scan, children: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    """Some inlines split at the bars in their texts."""
    parts: list[list[Node]] = [[]]
    for child in children:
        if isinstance(child, Text) and "|" in child.value and (starts := _starts(scan, child)):
            pos = 0
            # thumb|250px|A *town*       three parts, the last one of two nodes
            for index, value in enumerate(child.value.split("|")):
                if index:
                    parts.append([])
                if value:
                    end = pos + len(value)
                    parts[-1].append(make_text(value, (starts[pos], starts[end])))
                pos += len(value) + 1
        else:
            parts[-1].append(child)
    return [tuple(part) for part in parts if part]


def _starts(scan: Scan, text: Text) -> list[int] | None:
    """Where the characters of a text begin in the source, and where the last one ends; None where
    the two differ by more than escapes and line endings.
    """
    source, pos, starts = scan.text, text._start, []
    for char in text.value:
        starts.append(pos)
        if char == "\n":
            space = SOFT_BREAK.match(source, pos)
            pos = space.end() if space else pos
        else:
            # An escape: its backslash is in the source alone.
            pos += source.startswith("\\" + char, pos)
            if not source.startswith(char, pos):
                return None
            pos += 1
    return [*starts, pos]
