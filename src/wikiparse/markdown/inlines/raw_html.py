"""Raw HTML in a line, and autolinks, to the letter of CommonMark (6.5 and 6.6).

    autolink = "<" scheme ":" address ">" | "<" mail address ">"
    html     = open tag | closing tag | "<!--" … "-->" | "<?" … "?>" | "<!" letter … ">" |
    "<![CDATA[" … "]]>"

A tag and its end tag become one element, if they stand among the same nodes. `<a>`, `<br>` and
`<img>` become what they mean.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.attributes import NAME, attributes_of
from wikiparse.html.entities import decode
from wikiparse.html.tags import CLOSE_TAG, STRICT_OPEN_TAG, VOID
from wikiparse.markdown.inlines import autolinks
from wikiparse.markdown.inlines.html import element, image_of
from wikiparse.markdown.link_syntax import INDENTATION
from wikiparse.nodes.inlines import Comment, HtmlInline, HtmlTag
from wikiparse.nodes.make import make_external_link, make_html_tag, make_line_break, make_text

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
ANGLE = re.compile(
    r"<(?:(?P<url>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\x00-\x20\x7f<>]*+)>"
    rf"|(?P<mail>[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]++@{_LABEL}(?>(?:\.{_LABEL})*))>)"
    rf"|(?P<open>{STRICT_OPEN_TAG})|(?P<close>{CLOSE_TAG})"
)
OTHERS = (("<?", "?>"), ("<![CDATA[", "]]>"))
DECLARATION = re.compile("<![A-Za-z]")


def angle(scan: Scan, start: int, end: int) -> int:  # noqa: ARG001  # as every handler has it
    """What begins with `<`, or just that character."""
    found = ANGLE.match(scan.text, start, scan.end)
    if found is not None:
        if found.lastgroup in ("url", "mail"):
            return _autolink(scan, found)
        return _tag(scan, start, found.end(), found.lastgroup == "open")
    stop = _other(scan, start)
    if stop is None:
        scan.add_text("<", start, start + 1)
        return start + 1
    return stop


def _autolink(scan: Scan, found: re.Match[str]) -> int:
    pos, end = found.span()
    words = decode(found["url"] or found["mail"])
    children = (make_text(words, (pos + 1, end - 1)),)
    scan.nodes.append(
        make_external_link(
            children,
            words if found["url"] else "mailto:" + words,
            "",
            is_bare=True,
            span=(pos, end),
        )
    )
    return end


def _tag(scan: Scan, start: int, end: int, opens: bool) -> int:
    """A tag; what it belongs to is told later (`pair_tags`)."""
    text = scan.text
    name = NAME.match(text, start) if opens else None
    if name is None:
        tag = text[start + 2 : end - 1].strip(" \t\n").lower()
        scan.nodes.append(make_html_tag(tag, (), is_closing=True, span=(start, end)))
        scan.has_tags = True
        return end
    tag = name[1].lower()
    if tag == "br":
        scan.nodes.append(make_line_break((start, end)))
    elif tag == "img":
        scan.nodes.append(image_of(attributes_of(text[start:end]), (start, end)))
    else:
        scan.nodes.append(make_html_tag(tag, attributes_of(text[start:end]), span=(start, end)))
        scan.has_tags = True
    return end


def _other(scan: Scan, start: int) -> int | None:
    """A comment, an instruction, a declaration or character data: add the node, and return
    where it ends.
    """
    text, find = scan.text, scan.context.find
    if text.startswith("<!--", start):
        end = find("-->", start + 2, scan.end)  # "<!-->" and "<!--->" are comments too
        if end is None:
            return None
        scan.nodes.append(
            Comment(
                INDENTATION.sub("\n", text[start + 4 : max(end, start + 4)]), span=(start, end + 3)
            )
        )
        return end + 3
    for sign, ending in OTHERS:
        if text.startswith(sign, start):
            return _raw(scan, start, find(ending, start + len(sign), scan.end), len(ending))
    if DECLARATION.match(text, start, scan.end):
        return _raw(scan, start, find(">", start + 3, scan.end), 1)
    return None


def _raw(scan: Scan, start: int, end: int | None, width: int) -> int | None:
    if end is None:
        return None
    scan.nodes.append(
        HtmlInline(INDENTATION.sub("\n", scan.text[start : end + width]), span=(start, end + width))
    )
    return end + width


def pair_tags(
    scan: Scan, nodes: list[Node], within_link: bool, levels: int
) -> tuple[list[Node], int]:
    """The nodes with an element in place of each tag and its end tag, and how many levels the
    elements make.

    A tag without a partner stays one, and is reported. `levels` are those of nodes between the scan
    and these, and in these.
    """
    out: list[Node] = []
    opened: list[tuple[str, int]] = []
    counts: dict[str, int] = {}
    deepest = 0
    for node in nodes:
        if node.__class__ is not HtmlTag or _stands_alone(scan, node):
            out.append(node)
        elif not node.is_closing:
            if not scan.too_deep(len(opened) + 1 + levels, node._start):
                opened.append((node.tag, len(out)))
                counts[node.tag] = counts.get(node.tag, 0) + 1
            out.append(node)
        elif counts.get(node.tag):
            deepest = max(deepest, len(opened))
            _close(scan, node, out, opened, counts, within_link)
        else:
            scan.context.report("unpaired-tag", (node._start, node._end))
            out.append(node)
    for _, index in opened:
        scan.context.report("unpaired-tag", (out[index]._start, out[index]._end))
    return out, deepest


def _stands_alone(scan: Scan, tag: HtmlTag) -> bool:
    """Whether a tag needs no partner."""
    return not tag.is_closing and (tag.tag in VOID or scan.text[tag._end - 2] == "/")


def _close(
    scan: Scan,
    tag: HtmlTag,
    out: list[Node],
    opened: list[tuple[str, int]],
    counts: dict[str, int],
    within_link: bool,
) -> None:
    """Fold what stands behind the last start tag of this name into an element."""
    while True:
        name, index = opened.pop()
        counts[name] -= 1
        start = out[index]
        if name == tag.tag:
            break
        scan.context.report("unpaired-tag", (start._start, start._end))
    assert isinstance(start, HtmlTag)  # only such are opened
    children = tuple(
        autolinks.settled(scan, out[index + 1 :], within_link=within_link or name == "a")
    )
    del out[index:]
    out.append(
        element(
            scan, name, start.attributes, children, (start._start, tag._end), start._end, tag._start
        )
    )
