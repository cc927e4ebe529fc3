r"""HTML in a line, autolinks and comments, by the rules of the hybrid dialect.

    angle_bracket = autolink | comment | break | image | raw | tag
    autolink      = "<" scheme ":" url ">" | "<" email ">"
    comment       = "<!--" … "-->"
    tag           = "<" name attribute* ["/"] ">" | "</" name ">"
    raw           = "<math …>" tex "</math>" | "<nowiki …>" text "</nowiki>"

For dialects without `flanking`; `raw_html.py` reads angle brackets to the letter of CommonMark,
which has no `<ref>`, pairs tags later, and knows instructions and declarations.

A tag and its end tag become one element (`element`), paired with the other delimiters in
`emphasis.py`: `<a>` becomes the link it is, `<ref>` a footnote, `<math>` a formula. Names that are
not ASCII are not tags (docs/dialects.md, trap 40).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.attributes import get
from wikiparse.html.entities import decode
from wikiparse.html.start_tags import NAME, attributes_of
from wikiparse.html.tags import KNOWN_TAGS, OPEN_TAG, VOID
from wikiparse.markdown.inlines import autolinks, link_nodes, url_nodes
from wikiparse.markdown.inlines.state import Delimiter
from wikiparse.nodes.inlines import Math
from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.links import Image, page_part
from wikiparse.nodes.make import (
    make_comment,
    make_emphasis,
    make_external_link,
    make_footnote_definition,
    make_footnote_reference,
    make_html_element,
    make_html_tag,
    make_image,
    make_inline_code,
    make_line_break,
    make_strikethrough,
    make_strong,
    make_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

    Span = tuple[int, int]

# <https://a.example/>  <a@b.example>  </sup>     <sup class="a">
#  └──── url ────────┘   └── email ─┘    └ end_tag └ start_tag, brackets included
#
# Wider than CommonMark's patterns: an email address may have any letters here.
ANGLE = re.compile(
    r"<(?:(?P<url>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+)>"
    r"|(?P<email>[\w.!#$%&'*+/=?^`{|}~-]++@[A-Za-z0-9.-]++)>"
    r"|/(?P<end_tag>[A-Za-z][A-Za-z0-9-]*)[ \t\n]*>)"
    rf"|(?P<start_tag>{OPEN_TAG})"
)

RAW = frozenset(("math", "nowiki"))
"""Tags whose content is not Markdown."""

CODE = re.compile("([^<]*+)</code>")

EMPHASIS: dict[str, Callable[[tuple[Node, ...], Span], Node]] = {
    "em": make_emphasis,
    "strong": make_strong,
    "del": make_strikethrough,
}
"""The tags that pandoc writes for `*`, `**` and `~~` where it writes HTML: the same nodes."""

STANDALONE = VOID | {"references"}
"""Tags that have no end tag, though `<references>` may have one in wikitext."""


def angle_bracket(scan: Scan, start: int, end: int) -> int:
    """The construct that begins with `<`, or just that character."""
    text = scan.text
    if end > start + 1:  # the token is a whole `<br>` or `<https://…>`, or a tag
        if text.startswith("br", start + 1):
            scan.nodes.append(make_line_break((start, end)))
            return end
        if text.startswith("http", start + 1):
            return _autolink(scan, (start, end), text[start + 1 : end - 1], None)
        # A tag of nothing but its name, as most are.
        name = text[start + 1 : end - 1]
        if name in KNOWN_TAGS:
            return _start_tag(scan, (start, end), text[start:end], name)
        if name[0] == "/" and name[1:] in KNOWN_TAGS:
            return _add_tag(scan, (start, end), name[1:], None)
    if text.startswith("<!--", start):
        return _comment(scan, start)
    match = ANGLE.match(text, start, scan.end)
    if match is None:
        # The bracket alone: the token may have looked like a tag.
        scan.add_text("<", start, start + 1)
        return start + 1
    end = match.end()
    url, email, end_tag, start_tag = match.groups()
    if url or email:
        return _autolink(scan, (start, end), url, email)
    # `<ガザ>` is text: it has not the name of a tag (docs/dialects.md, trap 40).
    name = (end_tag or NAME.match(start_tag)[1]).lower()  # type: ignore[index]  # it has one
    if not scan.context.dialect.unknown_tags and name not in KNOWN_TAGS:
        # The bracket alone: markup within is read as anywhere in the text.
        scan.add_text("<", start, start + 1)
        return start + 1
    if end_tag:
        return _add_tag(scan, (start, end), name, None)
    return _start_tag(scan, (start, end), start_tag, name)


def _autolink(scan: Scan, span: Span, url: str | None, email: str | None) -> int:
    """An autolink. `<File:Bellevue> Palace.jpg` is left of a gallery: to pandoc it is a link, and
    so to everybody who reads Markdown.
    """
    start, end = span
    label = decode(url or email or "")
    children = (make_text(label, (start + 1, end - 1)),)
    href = label if url else "mailto:" + label
    if url and scan.context.dialect.page_urls:
        scan.nodes.append(url_nodes.link_node(scan, children, href, "", span, is_bare=True))
        return end
    scan.nodes.append(make_external_link(children, href, "", is_bare=True, span=span))
    return end


def _comment(scan: Scan, start: int) -> int:
    """A comment, or four characters of text where it has no end."""
    content_start = start + len("<!--")
    content_end = scan.context.find("-->", content_start, scan.end)
    if content_end is None:
        scan.context.report("unclosed-comment", (start, content_start))
        scan.add_text("<!--", start, content_start)
        return content_start
    end = content_end + len("-->")
    scan.nodes.append(make_comment(scan.text[content_start:content_end], (start, end)))
    return end


def _start_tag(scan: Scan, span: Span, tag: str, name: str) -> int:
    """A line break, an image, raw content up to the end tag, or a tag."""
    end = span[1]
    # Most tags have no attributes: nothing but the name is between the brackets.
    attributes = attributes_of(tag) if len(tag) > len(name) + len("<>") else ()
    if name == "br":
        scan.nodes.append(make_line_break(span=span))
    elif name == "img":
        if scan.context.dialect.page_urls:
            scan.nodes.append(url_nodes.tag_node(scan, attributes, span))
        else:
            scan.nodes.append(image_of(attributes, span))
    # `<ref name="a" />` and `<references />`: as wikitext has them, elements without content.
    elif tag.endswith("/>") or name in STANDALONE:
        if name == "ref":  # of a footnote that is defined elsewhere
            identifier, group = get(attributes, "name"), get(attributes, "group") or ""
            scan.add_footnote_reference(make_footnote_reference((), identifier, group, span=span))
        else:
            scan.nodes.append(make_html_tag(name, attributes, span=span))
    elif scan.context.is_html and name == "code" and (code := CODE.match(scan.text, end, scan.end)):
        # A converter escapes its content: braces and brackets are not markup.
        end = code.end()
        scan.nodes.append(make_inline_code(decode(code[1]), (span[0], end)))
    elif (
        name in RAW and (content_end := scan.context.find(f"</{name}>", end, scan.end)) is not None
    ):
        return _raw(scan, span, name, attributes, content_end)
    else:
        return _add_tag(scan, span, name, attributes)
    return end


def _raw(scan: Scan, span: Span, name: str, attributes: Attributes, content_end: int) -> int:
    """An element whose content is not Markdown. `span` is that of the start tag."""
    start, content_start = span
    end = content_end + len(f"</{name}>")
    value = scan.text[content_start:content_end]
    if name == "math":
        is_display = get(attributes, "display") == "block"
        scan.nodes.append(Math(value, is_display, span=(start, end)))
    else:
        children = (make_text(decode(value), (content_start, content_end)),) if value else ()
        scan.nodes.append(make_html_element(children, name, attributes, (start, end)))
    return end


def _add_tag(scan: Scan, span: Span, name: str, attributes: Attributes | None) -> int:
    """Record a tag for pairing. An end tag has no `attributes`."""
    start, end = span
    is_end_tag = attributes is None
    scan.delimiters.append(
        Delimiter(
            len(scan.nodes), start, end, "<" + name, not is_end_tag, is_end_tag, attributes or ()
        )
    )
    # The placeholder: a tag that finds no partner is left as this node.
    scan.nodes.append(make_html_tag(name, attributes or (), is_end_tag, span=span))
    return end


def image_of(
    attributes: Attributes, span: Span, caption: tuple[Node, ...] = (), is_url: bool = False
) -> Image:
    """The image that `<img>` shows; `is_url`: its source is the URL of a wiki's file."""
    src = get(attributes, "src") or ""
    plain = page_part(src).rpartition("/")[2].replace("_", " ")
    file = url_nodes.file_of(src) if is_url else plain
    alt, title = get(attributes, "alt") or "", get(attributes, "title") or ""
    return make_image(caption, file, src, alt, title, attributes, span=span)


def element(
    scan: Scan,
    tag: str,
    attributes: Attributes,
    children: tuple[Node, ...],
    span: Span,
    content_span: Span,
) -> Node:
    """The node of a start tag, the nodes after it and its end tag."""
    if tag == "a" and (href := get(attributes, "href")) is not None:
        # The writer broke the tag over lines, also within a URL (docs/dialects.md, trap 8).
        href = SOFT_BREAK.sub("", href)
        if scan.context.dialect.bare_urls:
            # The label of `<a>` may be a URL, which the scan has made a link of its own.
            children = autolinks.without_free_links(scan, children)
        classes = get(attributes, "class") or ""
        # Footnotes as pandoc writes them in HTML.
        if href.startswith("#fn") and "footnote" in classes:
            if "back" in classes:  # the arrow that leads back to the reference is not content
                return make_html_tag(tag, attributes, span=span)
            label = link_nodes.text_of(children)
            reference = make_footnote_reference((), href[1:], "", label, span=span)
            scan.context.footnote_references.append(reference)
            return reference
        title = get(attributes, "title")
        if "wikilink" in classes.split() and scan.context.dialect.wikilink_titles:
            return link_nodes.wikilink_node(scan, children, href, title, span)
        return link_nodes.link_node(scan, children, href, title, span)
    if tag == "ref" and scan.context.dialect.embedded_wikitext:
        name, group = get(attributes, "name"), get(attributes, "group") or ""
        definition = make_footnote_definition(children, name, group, span=content_span)
        scan.context.footnote_definitions.append(definition)
        reference = make_footnote_reference((definition,), name, group, span=span)
        scan.context.footnote_references.append(reference)
        return reference
    # An emphasis node has no attributes: with any it is an HTML element.
    if tag in EMPHASIS and not attributes and scan.context.dialect.wikilink_titles:
        return EMPHASIS[tag](children, span)
    return make_html_element(children, tag, attributes, span=span)
