"""Which node a link becomes: wikilink, category, image, external or other link.

In the hybrid dialect the Markdown title tells: `wikilink`, or `fig:…` for images
(docs/dialects.md). What a wikilink leads to, a category or a file, is told by the namespace of its
destination, in the language of the page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from wikiparse.html.entities import plain
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import Image, Link, is_remote, page_part, title_of
from wikiparse.nodes.make import (
    make_category,
    make_external_link,
    make_image,
    make_text,
    make_wikilink,
)

if TYPE_CHECKING:
    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.inlines.state import Context, Scan
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import LinkContext

Span = tuple[int, int]

MARKERS = ("ⓦ", "Ⓡ")

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")

BLANKS = re.compile(r"[ \t_]+")

OPTION = re.compile(
    r"(?:thumb(?:nail)?|frame|framed|frameless|border|right|left|center|centre|none|upright|mini(?:atura)?|miniatur|hochkant|rechts|"
    r"links|zentriert|destra|sinistra|centro|vignette|gauche|droite|мини|справа|слева|サムネイル|右|左|中央|中|缩略图|縮圖|有框|无框|無框|"
    r"居中|থাম্ব|تصغير|مصغر|섬네일|왼쪽|오른쪽|(?:\d++(?:x\d++)?|x\d++) ?px|(?:lang|alt|link|upright)=.*)",
    re.I | re.S,
)
"""Options of file links that a converter takes for the words of a link, in some languages
(MediaWiki: Help:Images)."""


def link_node(
    scan: Scan, children: tuple[Node, ...], href: str, title: str | None, span: Span
) -> Node:
    """The node of a link with this destination and Markdown title."""
    if title == "wikilink" and scan.context.dialect.wikilink_titles:
        return wikilink_node(scan, children, href, None, span)
    if title is not None and title.startswith("fig:") and scan.context.dialect.wikilink_titles:
        return _file(scan, children, href, plain(title[4:]), span)
    if title:
        title = plain(title)
        if (
            scan.context.dialect.wikilink_titles
            and title_of(href, scan.context.lang).namespace == "File"
        ):
            return _file(
                scan, children, href, title, span
            )  # newer writers: the title is the file's name
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
        return with_namespace(scan, children, words_of(children), href, span, label)
    if label is not None:
        context = context_of_label(scan.context, words_of(children), label)
        return make_wikilink(children, href, "", context, span)
    marker = ""
    if children and (last := children[-1]).__class__ is Text and last.value.endswith(MARKERS):
        children, marker = _without_marker(children)
    return make_wikilink(children, href, marker, scan.context.link_context, span)


def has_prefix(href: str) -> bool:
    """Whether a namespace or an interwiki prefix may stand in a destination: it holds a colon that
    is not that of the scheme.
    """
    colon = href.find(":")
    return colon >= 0 and (not href.startswith("//", colon + 1) or href.find(":", colon + 1) >= 0)


def context_of_label(context: Context, words: str, label: str) -> LinkContext:
    """The context of a link whose label is written: it knows the trail.

    A label that is not what the text begins with says nothing.
    """
    label = " ".join(label.split())
    words = " ".join(words.split())
    trail = words[len(label) :]
    if not words.startswith(label) or (trail and not trail.isalpha()):
        return context.link_context
    known = context.known_trails.get(trail)
    if known is None:
        known = attrs.evolve(context.link_context, trail=trail, knows_trail=True)
        context.known_trails[trail] = known
    return known


def _without_marker(children: tuple[Node, ...]) -> tuple[tuple[Node, ...], str]:
    """The words without the marker that a writer of 2022 put behind them, and the marker
    (docs/dialects.md).
    """
    last = children[-1]
    assert isinstance(last, Text)  # the caller's condition
    value = last.value[:-1]
    start, end = last._span or (0, 0)
    kept = (make_text(value, (start, end - 1)),) if value else ()
    return (*children[:-1], *kept), last.value[-1]


def words_of(children: tuple[Node, ...]) -> str:
    """The words of some inlines."""
    if len(children) == 1 and (only := children[0]).__class__ is Text:
        return only.value.replace("\n", " ")
    return "".join([child.text for child in children])


def with_namespace(
    scan: Scan,
    children: tuple[Node, ...],
    words: str,
    href: str,
    span: Span,
    label: str | None = None,
) -> Node:
    """A wikilink whose destination holds a colon: perhaps a category or a file.

    `words` are those of the children.
    """
    links = scan.context.link_context
    kind, name, sort_key = classify(href, words, links.lang, keeps_colon=label is not None)
    if kind == "Category":
        return make_category(children, name, sort_key, href, span)
    if kind == "File":
        return _file(scan, children, href, "", span)
    if label is not None:
        context = context_of_label(scan.context, words, label)
        return make_wikilink(children, href, "", context, span)
    marker = ""
    if words.endswith(MARKERS) and isinstance(children[-1], Text):
        children, marker = _without_marker(children)
    return make_wikilink(children, href, marker, links, span)


@lru_cache(maxsize=4096)
def classify(
    href: str, words: str, lang: str | None, keeps_colon: bool = False
) -> tuple[str, str, str | None]:
    """Whether a link makes the page a member of a category ("Category"), shows a file ("File"), or
    only leads somewhere ("").

    With it the name without its namespace, and the sort key. `[[:Category:X|Y]]` has lost its colon
    where the name is English and a filter put a site in front of it, so there the words must be the
    category's; a local name keeps the colon in the destination (docs/dialects.md, trap 37). Newer
    writers always keep it.
    """
    title = title_of(href, lang)
    keeps_colon = keeps_colon or not ("/" in href[: href.find(":")] or is_remote(href))
    if (
        title.namespace not in ("Category", "File")
        or title.interwiki
        or (not keeps_colon and words.lstrip().startswith(":"))
        or page_part(href).startswith(":")
    ):
        return "", "", None
    prefix, _, name = title.title.partition(":")
    name = name.strip()
    if title.namespace == "File":
        return "File", name, None
    if (
        not keeps_colon
        and prefix.strip().lower() == "category"
        and not words.lstrip().lower().startswith("category")
    ):
        return "", "", None
    return "Category", name, _sort_key(title.title, words)


def _sort_key(title: str, words: str) -> str | None:
    """The words, where they are not those of the title: a converter puts the sort key there
    (docs/dialects.md).
    """
    shown, known = (BLANKS.sub(" ", value.replace("\n", " ")).strip() for value in (words, title))
    return None if shown.lower() == known.lower() or not shown else shown


def _file(scan: Scan, children: tuple[Node, ...], href: str, name: str, span: Span) -> Image:
    """A picture written as a link: words that are its file name or an option of its size or place
    are no caption.
    """
    page = page_part(href)
    title = title_of(href, scan.context.lang)
    if title.namespace in ("File", "Media"):
        page = title.title.partition(":")[2].strip()
    elif SCHEME.match(href) is None or "/" in page:
        page = page.rpartition("/")[2].replace("_", " ")
    words = words_of(children).strip()
    options: Attributes = ()
    known = {value.replace("_", " ") for value in (page, name, name.partition(":")[2])}
    if words.replace("_", " ") in known:
        children = ()
    elif OPTION.fullmatch(words):
        option, _, value = words.partition("=")
        children, options = (), ((option, value),)
    scan.last_image = len(scan.nodes)  # what follows up to "\]\]" may be its caption
    return make_image(children, page, href, "", "", options, span=span)


def is_image(scan: Scan, href: str, title: str | None) -> bool:
    """Whether `![…](…)` is an image: the title `wikilink` says it is none, unless it leads to a
    file.
    """
    if title != "wikilink" or not scan.context.dialect.wikilink_titles:
        return True
    return title_of(href, scan.context.lang).namespace == "File"


def image_node(
    scan: Scan, children: tuple[Node, ...], href: str, title: str | None, span: Span
) -> Node:
    """An image of Markdown: its words are alternative text and caption."""
    words = words_of(children)
    name = title_of(href, scan.context.lang)
    file = (
        name.title.partition(":")[2].strip()
        if name.namespace == "File"
        else page_part(href).rpartition("/")[2].replace("_", " ")
    )
    tooltip = plain(title or "")
    scan.last_image = len(scan.nodes)
    return make_image(children, file, href, words, tooltip, (), span=span)
