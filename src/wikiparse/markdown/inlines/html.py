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
    make_external_link,
    make_footnote_definition,
    make_footnote_reference,
    make_html_element,
    make_html_tag,
    make_image,
    make_line_break,
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


def angle(scan: Scan, at: int, end: int) -> int:
    """What begins with `<`: an autolink, a comment, a tag, or just that character."""
    text = scan.text
    if end > at + 1:  # the scanner saw the whole of it
        if text[at + 1] == "b":
            scan.nodes.append(make_line_break((at, end)))
            return end
        return _autolink(scan, at, end, text[at + 1 : end - 1], None)
    if text.startswith("<!--", at):
        return _comment(scan, at)
    found = ANGLE.match(text, at, scan.stop)
    if found is None:
        scan.add_text("<", at, end)
        return end
    url, mail, end_tag, start_tag = found.groups()
    end = found.end()
    if url or mail:
        return _autolink(scan, at, end, url, mail)
    if end_tag:
        return _note(scan, at, end, end_tag.lower(), False, ())
    name = NAME.match(start_tag)[1].lower()  # type: ignore[index]
    attributes = attributes_of(start_tag)
    if name == "br":
        scan.nodes.append(make_line_break(span=(at, end)))
        return end
    if name == "img":
        scan.nodes.append(image_of(attributes, (at, end)))
        return end
    if start_tag.endswith("/>") or name in VOID:
        if name == "ref":
            scan.add_mark(_empty_ref(attributes, (at, end)))
        else:
            scan.nodes.append(make_html_tag(name, attributes, span=(at, end)))
        return end
    if name in RAW and (stop := scan.context.find(f"</{name}>", end, scan.stop)) >= 0:
        after = stop + len(name) + 3
        value = text[end:stop]
        if name == "math":
            scan.nodes.append(Math(value, get(attributes, "display") == "block", span=(at, after)))
        else:
            scan.nodes.append(
                make_html_element(
                    (make_text(decode(value), (end, stop)),) if value else (),
                    name,
                    attributes,
                    span=(at, after),
                )
            )
        return after
    return _note(scan, at, end, name, True, attributes)


def _note(scan: Scan, at: int, end: int, name: str, opens: bool, attributes: Attributes) -> int:
    """Note a tag for pairing."""
    scan.delimiters.append(
        Delimiter(len(scan.nodes), at, end, "<" + name, opens, not opens, attributes)
    )
    scan.nodes.append(make_html_tag(name, attributes, not opens, span=(at, end)))
    return end


def _comment(scan: Scan, at: int) -> int:
    """A comment, or four characters of text where it has no end."""
    stop = scan.context.find("-->", at + 4, scan.stop)
    if stop < 0:
        scan.context.report("unclosed-comment", (at, at + 4))
        scan.add_text("<!--", at, at + 4)
        return at + 4
    scan.nodes.append(make_comment(scan.text[at + 4 : stop], (at, stop + 3)))
    return stop + 3


def _autolink(scan: Scan, at: int, end: int, url: str | None, mail: str | None) -> int:
    """`<http://…>` or `<a@b.c>`.

    `<File:Bellevue> Palace.jpg` is what is left of a gallery: text.
    """
    words = decode(url or mail or "")
    if url and "://" not in url and title_of(url, scan.context.lang).namespace:
        scan.add_text("<", at, at + 1)
        return at + 1
    children = (make_text(words, (at + 1, end - 1)),)
    scan.nodes.append(
        make_external_link(
            children, words if url else "mailto:" + words, "", is_bare=True, span=(at, end)
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
    stop: int,
) -> Node:
    """The node of a tag and its end tag. `begin` and `stop` enclose the content."""
    if tag == "a" and (href := get(attributes, "href")) is not None:
        href = SOFT_BREAK.sub("", href)
        kind = get(attributes, "class") or ""
        if href.startswith("#fn") and "footnote" in kind:
            if "back" in kind:  # the way back to the mark is no text
                return make_html_tag(tag, attributes, span=span)
            return _marked(
                scan,
                make_footnote_reference((), href[1:], "", link_nodes.words_of(children), span=span),
            )
        return link_nodes.link_node(scan, children, href, get(attributes, "title"), span)
    if tag == "ref" and scan.context.dialect.islands:
        name, group = get(attributes, "name"), get(attributes, "group") or ""
        definition = make_footnote_definition(children, name, group, span=(begin, stop))
        scan.context.definitions.append(definition)
        return _marked(scan, make_footnote_reference((definition,), name, group, span=span))
    return make_html_element(children, tag, attributes, span=span)


def _marked(scan: Scan, mark: FootnoteReference) -> FootnoteReference:
    scan.context.marks.append(mark)
    return mark
