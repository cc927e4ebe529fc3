r"""Which node does a URL become? For dialects with `page_urls`: of a page converted from HTML the
URL alone tells the kind of a link.

    [a](/wiki/B)           Wikilink             [a](https://e.example)    ExternalLink
    [a](#H)                Wikilink             [a](/w/index.php?…)       Link
    [![a](//upload…)](/wiki/File:B.png)         Image, one for both
    [[1]](#cite_note-b-1)  FootnoteReference    [^](#cite_ref-b_1-0)      Link, the way back
    ![{\displaystyle x}](…/math/render/…)       Math

Whether a link to a category makes the page a member of it depends on the blocks around it:
`resolve/page_footer.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.attributes import get
from wikiparse.html.entities import decode, unescape
from wikiparse.nodes.inlines import Math
from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.links import Image, Link, page_at, unquoted
from wikiparse.nodes.make import (
    make_external_link,
    make_footnote_reference,
    make_html_tag,
    make_image,
    make_wikilink,
)
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node
    from wikiparse.sites.prefixes import Wiki
    from wikiparse.sites.urls import Home

    Span = tuple[int, int]

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")

WRAPPED = re.compile(r"\n[ \t]*")
"""A line ending within a URL, where html2text breaks lines too."""

FORMULA = re.compile(r"\A\{\s*\\(?:display|text)style\b(.*)\}\Z", re.S)
"""The TeX that MediaWiki's Math extension writes as the alternative text of a formula."""

FORMULA_URL = "/media/math/render/"
"""In the URL of the image of a formula."""

SITE_IMAGE = re.compile(r"(?:(?:https?:)?//[^/]*)?/(?:static/|w/(?:skins|extensions|resources)/)")
"""How the URLs of images of the user interface begin."""

COUNTER = "Special:CentralAutoLogin/"
"""In the URL of an image of one pixel that MediaWiki puts at the end of a page."""


def link_node(
    scan: Scan,
    children: tuple[Node, ...],
    href: str,
    title: str | None,
    span: Span,
    is_bare: bool = False,
) -> Node:
    """The node of a link with this destination and Markdown title."""
    if "\n" in href:
        href = WRAPPED.sub("", href)
    context = scan.context
    if "#cite_" in href:
        _, _, anchor = href.partition("#")
        if anchor.startswith("cite_note-"):
            return _reference(scan, children, anchor, span)
        if anchor.startswith("cite_ref-"):
            return Link(children, href, _title(title), span=span)
    home, wiki = context.link_context.home, context.wiki
    assert home is not None  # the context of a dialect with `page_urls` has one
    # Most links: a page here, which is no file. The parts of its title are found when they are
    # asked for.
    if href.startswith(context.page_prefixes) and "%3" not in href and "?" not in href:
        colon = href.find(":", len("https:"))
        if colon < 0 or not may_be_file(href[:colon], home, wiki):
            return make_wikilink(children, href, "", context.link_context, span)
    page = page_at(href, home, wiki)
    if page is None:
        if SCHEME.match(href):
            return make_external_link(children, href, _title(title), is_bare, span)
        return Link(children, href, _title(title), span=span)
    if page.namespace in ("File", "Media") and (
        image := _linked_image(scan, children, page.title, href, _title(title), span)
    ):
        return image
    return make_wikilink(children, href, "", context.link_context, span)


@text_cache(1024)
def may_be_file(beginning: str, home: Home, wiki: Wiki) -> bool:
    """Whether the URL of a file may have this beginning, which ends
    before a colon.
    """
    # After a namespace the second one means nothing. After the prefix of another wiki, or with
    # nothing before the colon, it does.
    page = page_at(f"{beginning}:File:x", home, wiki)
    return page is None or page.namespace in ("File", "Media")


def _title(title: str | None) -> str:
    if not title:
        return ""
    return unescape(SOFT_BREAK.sub("\n", title) if "\n" in title else title)


def _reference(scan: Scan, children: tuple[Node, ...], anchor: str, span: Span) -> Node:
    """A footnote reference: its identifier is the part of the anchor that the way back names."""
    return reference_of(scan, text_of(children), anchor, span)


def reference_of(scan: Scan, label: str, anchor: str, span: Span) -> Node:
    """The footnote reference of a label and an anchor."""
    label = label.replace("\n", " ").strip()
    if label.startswith("[") and label.endswith("]"):
        label = label[1:-1].strip()
    # `note 1` is the first of the group `note`.
    group = label.rstrip("0123456789")
    is_grouped = group != label and group[-1:].isspace()
    identifier = identifier_of(anchor.removeprefix("cite_note-"))
    reference = make_footnote_reference(
        (), identifier, group.rstrip() if is_grouped else "", label, span
    )
    scan.context.footnote_references.append(reference)
    return reference


def identifier_of(anchor: str) -> str:
    """A part of an anchor as an identifier: decoded, with spaces."""
    return unquoted(anchor).replace("_", " ") if "%" in anchor else anchor.replace("_", " ")


def _linked_image(
    scan: Scan, children: tuple[Node, ...], title: str, href: str, tooltip: str, span: Span
) -> Node | None:
    """The image of a link to a file; None where it is a link to the page of the file."""
    name = title.partition(":")[2].strip()
    inner = [child for child in children if child.text.strip() or child.__class__ is Image]
    if len(inner) == 1 and inner[0].__class__ is Image:
        image: Image = inner[0]
        made = make_image((), name, image.href, image.alt, tooltip or image.tooltip, (), span)
        scan.context.last_file = name
    else:
        # In the cells of a table markdownify leaves nothing of an image but its alternative text.
        text = text_of(children).strip()
        if not text or is_named(text, name) or is_named(tooltip, title):
            return None
        # "Enlarge", beside the image: html-to-markdown writes the title where no text is.
        if scan.context.last_file == name:
            return Link(() if text == tooltip else children, href, tooltip, span=span)
        made = make_image((), name, href, text, tooltip, (), span)
    return made


def is_named(text: str, name: str) -> bool:
    """Whether a text is the name of a file, perhaps with its namespace."""
    text = " ".join(text.replace("_", " ").split())
    return text == name or text.partition(":")[2].strip() == name.partition(":")[2].strip() != ""


def text_of(children: tuple[Node, ...]) -> str:
    """The text of some inlines."""
    return "".join([child.text for child in children])


def image_node(
    scan: Scan, children: tuple[Node, ...], href: str, title: str | None, span: Span
) -> Node:
    """The node of `![…](…)`."""
    if "\n" in href:
        href = WRAPPED.sub("", href)
    return _image(scan, href, text_of(children), _title(title), span)


def tag_node(scan: Scan, attributes: Attributes, span: Span) -> Node:
    """The node of `<img>`."""
    src = SOFT_BREAK.sub("", get(attributes, "src") or "")
    alt, title = get(attributes, "alt") or "", get(attributes, "title") or ""
    return _image(scan, src, " ".join(alt.split()), title, span, attributes)


def _image(
    scan: Scan,
    href: str,
    alt: str,
    tooltip: str,
    span: Span,
    attributes: Attributes = (),
) -> Node:
    if FORMULA_URL in href or (alt.startswith("{\\") and FORMULA.match(alt)):
        if is_repeated(scan.text, span[0], alt):
            return make_html_tag("img", attributes or (("src", href), ("alt", alt)), span=span)
        return Math(tex_of(alt), span=span)
    # Of the site, not of the article.
    if SITE_IMAGE.match(href) or COUNTER in href:
        return make_html_tag("img", attributes or (("src", href), ("alt", alt)), span=span)
    return make_image((), file_of(href), href, alt, tooltip, attributes, span)


def tex_of(alt: str) -> str:
    """The TeX of a formula, without the style that MediaWiki puts around it."""
    alt = alt.strip()
    match = FORMULA.match(alt)
    return match[1].strip() if match else alt


def is_repeated(text: str, pos: int, tex: str) -> bool:
    """Whether a formula is before the image of it, as code: pandoc writes both."""
    if text.rfind("`", max(pos - AROUND_FORMULA, 0), pos) < 0:
        return False
    wanted = NO_TEX.sub("", tex)
    start = max(pos - 2 * len(tex) - AROUND_FORMULA, 0)
    return NO_TEX.sub("", TAG.sub("", text[start:pos])).endswith(wanted)


AROUND_FORMULA = 400
"""Code points of tags between a formula and its image."""
NO_TEX = re.compile(r"[\s`$\\]+")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def file_of(href: str) -> str:
    """The name of the file that the URL of an image has."""
    parts = href.partition("#")[0].partition("?")[0].split("/")
    # /thumb/8/82/Chart.png/361px-Chart.png      the name is the folder of a thumbnail
    is_thumbnail = len(parts) > 2 and "thumb" in parts[:-2]
    name = parts[-2] if is_thumbnail else parts[-1]
    return decode(unquoted(name) if "%" in name else name).replace("_", " ").strip()
