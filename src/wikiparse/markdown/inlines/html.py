"""HTML in a line, autolinks, comments.

    autolink = "<" scheme ":" address ">"
    tag      = "<" name attribute* ["/"] ">" | "</" name ">"

A tag and its end tag become one element; `<a>` becomes the link it is, `<ref>` a footnote, `<math>`
a formula. Names that are not ASCII are no tags (docs/dialects.md, trap 40).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.attributes import NAME, attributes_of, get
from wikiparse.html.entities import decode
from wikiparse.html.tags import OPEN_TAG, VOID
from wikiparse.markdown.inlines import link_nodes
from wikiparse.markdown.inlines.state import Delimiter
from wikiparse.nodes.inlines import Math
from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.links import FootnoteReference, Image, title_of
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
    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

ANGLE = re.compile(
    rf"<(?:([A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]*+)>|([\w.!#$%&'*+/=?^`{{|}}~-]++@[A-Za-z0-9.-]++)>"
    rf"|/([A-Za-z][A-Za-z0-9-]*)[ \t\n]*>)|({OPEN_TAG})"
)

RAW = frozenset(("math", "nowiki"))

CODE = re.compile("([^<]*+)</code>")

EMPHASIS = {"em": make_emphasis, "strong": make_strong, "del": make_strikethrough}
"""What pandoc writes as tags where it writes HTML: no different from `*`, `**` and `~~`."""

STANDALONE = VOID | {"references"}
"""Tags that have no end tag, though `<references>` may have one in wikitext."""


def angle(scan: Scan, start: int, end: int) -> int:
    """What begins with `<`: an autolink, a comment, a tag, or just that character."""
    text = scan.text
    if end > start + 1:  # the scanner saw the whole of it
        if text[start + 1] == "b":
            scan.nodes.append(make_line_break((start, end)))
            return end
        return _autolink(scan, start, end, text[start + 1 : end - 1], None)
    if text.startswith("<!--", start):
        return _comment(scan, start)
    found = ANGLE.match(text, start, scan.end)
    if found is None:
        scan.add_text("<", start, end)
        return end
    url, mail, end_tag, start_tag = found.groups()
    end = found.end()
    if url or mail:
        return _autolink(scan, start, end, url, mail)
    if end_tag:
        return _note(scan, start, end, end_tag.lower(), False, ())
    name = NAME.match(start_tag)[1].lower()  # type: ignore[index]
    attributes = attributes_of(start_tag)
    if name == "br":
        scan.nodes.append(make_line_break(span=(start, end)))
        return end
    if name == "img":
        scan.nodes.append(image_of(attributes, (start, end)))
        return end
    if start_tag.endswith("/>") or name in STANDALONE:
        if name == "ref":
            scan.add_footnote_reference(_empty_ref(attributes, (start, end)))
        else:
            scan.nodes.append(make_html_tag(name, attributes, span=(start, end)))
        return end
    if scan.context.is_html and name == "code" and (code := CODE.match(text, end, scan.end)):
        # A converter escapes what is in it: braces and brackets are no markup.
        scan.nodes.append(make_inline_code(decode(code[1]), span=(start, code.end())))
        return code.end()
    if name in RAW and (stop := scan.context.find(f"</{name}>", end, scan.end)) is not None:
        after = stop + len(name) + 3
        value = text[end:stop]
        if name == "math":
            scan.nodes.append(
                Math(value, get(attributes, "display") == "block", span=(start, after))
            )
        else:
            scan.nodes.append(
                make_html_element(
                    (make_text(decode(value), (end, stop)),) if value else (),
                    name,
                    attributes,
                    span=(start, after),
                )
            )
        return after
    return _note(scan, start, end, name, True, attributes)


def _note(scan: Scan, start: int, end: int, name: str, opens: bool, attributes: Attributes) -> int:
    """Note a tag for pairing."""
    scan.delimiters.append(
        Delimiter(len(scan.nodes), start, end, "<" + name, opens, not opens, attributes)
    )
    scan.nodes.append(make_html_tag(name, attributes, not opens, span=(start, end)))
    return end


def _comment(scan: Scan, start: int) -> int:
    """A comment, or four characters of text where it has no end."""
    end = scan.context.find("-->", start + 4, scan.end)
    if end is None:
        scan.context.report("unclosed-comment", (start, start + 4))
        scan.add_text("<!--", start, start + 4)
        return start + 4
    scan.nodes.append(make_comment(scan.text[start + 4 : end], (start, end + 3)))
    return end + 3


def _autolink(scan: Scan, start: int, end: int, url: str | None, mail: str | None) -> int:
    """`<http://…>` or `<a@b.c>`.

    `<File:Bellevue> Palace.jpg` is what is left of a gallery: text.
    """
    words = decode(url or mail or "")
    if url and "://" not in url and title_of(url, scan.context.lang).namespace:
        scan.add_text("<", start, start + 1)
        return start + 1
    children = (make_text(words, (start + 1, end - 1)),)
    scan.nodes.append(
        make_external_link(
            children, words if url else "mailto:" + words, "", is_bare=True, span=(start, end)
        )
    )
    return end


def image_of(attributes: Attributes, span: tuple[int, int]) -> Image:
    """The image that `<img>` shows."""
    src = get(attributes, "src") or ""
    name = src.rpartition("/")[2].replace("_", " ")
    return make_image(
        (),
        name,
        src,
        get(attributes, "alt") or "",
        get(attributes, "title") or "",
        attributes,
        span=span,
    )


def _empty_ref(attributes: Attributes, span: tuple[int, int]) -> FootnoteReference:
    """`<ref name="x" />`: the mark of a footnote that is defined elsewhere."""
    return make_footnote_reference(
        (), get(attributes, "name"), get(attributes, "group") or "", span=span
    )


def element(
    scan: Scan,
    tag: str,
    attributes: Attributes,
    children: tuple[Node, ...],
    span: tuple[int, int],
    begin: int,
    end: int,
) -> Node:
    """The node of a tag and its end tag. `begin` and `end` enclose the content."""
    if tag == "a" and (href := get(attributes, "href")) is not None:
        href = SOFT_BREAK.sub("", href)
        classes = get(attributes, "class") or ""
        if href.startswith("#fn") and "footnote" in classes:
            if "back" in classes:  # the way back to the mark is no text
                return make_html_tag(tag, attributes, span=span)
            return _marked(
                scan,
                make_footnote_reference((), href[1:], "", link_nodes.words_of(children), span=span),
            )
        title = get(attributes, "title")
        if "wikilink" in classes.split() and scan.context.dialect.wikilink_titles:
            return link_nodes.wikilink_node(scan, children, href, title, span)
        return link_nodes.link_node(scan, children, href, title, span)
    if tag == "ref" and scan.context.dialect.embedded_wikitext:
        name, group = get(attributes, "name"), get(attributes, "group") or ""
        definition = make_footnote_definition(children, name, group, span=(begin, end))
        scan.context.footnote_definitions.append(definition)
        return _marked(scan, make_footnote_reference((definition,), name, group, span=span))
    if tag in EMPHASIS and not attributes and scan.context.dialect.wikilink_titles:
        return EMPHASIS[tag](children, span)
    return make_html_element(children, tag, attributes, span=span)


def _marked(scan: Scan, mark: FootnoteReference) -> FootnoteReference:
    scan.context.footnote_references.append(mark)
    return mark
