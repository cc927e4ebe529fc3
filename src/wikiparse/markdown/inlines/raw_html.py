r"""Raw HTML in a line, and autolinks, to the letter of CommonMark (6.5 and 6.6).

    angle_bracket = autolink | tag | comment | raw
    autolink      = "<" scheme ":" url ">" | "<" email ">"
    tag           = start tag | end tag
    comment       = "<!-->" | "<!--->" | "<!--" … "-->"
    raw           = "<?" … "?>" | "<![CDATA[" … "]]>" | "<!" letter … ">"

For dialects with `flanking`, that is CommonMark and GitHub's; `html.py` is for the hybrid.

A tag and its end tag become one element, if they are among the same nodes (`pair_tags`). `<a>`,
`<br>` and `<img>` become links, line breaks and images.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.html.entities import decode
from wikiparse.html.start_tags import NAME, attributes_of
from wikiparse.html.tags import CLOSE_TAG, STRICT_OPEN_TAG, VOID
from wikiparse.markdown.inlines import autolinks
from wikiparse.markdown.inlines.html import element, image_of
from wikiparse.markdown.link_syntax import INDENTATION
from wikiparse.nodes.inlines import Comment, HtmlInline, HtmlTag
from wikiparse.nodes.make import make_external_link, make_html_tag, make_line_break, make_text

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

# 63 characters, as the HTML standard's pattern for `<input type=email>` has it (CommonMark 6.5).
_DNS_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"

ANGLE = re.compile(
    r"<(?:(?P<url>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\x00-\x20\x7f<>]*+)>"
    r"|(?P<email>[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]++"
    rf"@{_DNS_LABEL}(?>(?:\.{_DNS_LABEL})*))>)"
    rf"|(?P<start_tag>{STRICT_OPEN_TAG})|(?P<end_tag>{CLOSE_TAG})"
)

DECLARATION = re.compile("<![A-Za-z]")


def angle_bracket(scan: Scan, start: int, end: int) -> int:  # noqa: ARG001  # as every handler has it
    """The construct that begins with `<`, or just that character."""
    match = ANGLE.match(scan.text, start, scan.end)
    if match is not None:
        # Autolinks before tags, as in the alternatives of the pattern: `<a:b>` has no name of a
        # tag.
        if match.lastgroup in ("url", "email"):
            return _autolink(scan, match)
        return _tag(scan, start, match.end(), match.lastgroup == "start_tag")
    # These have no pattern: their end is found by `Context.find`, once for a page.
    after = _comment(scan, start) or _raw(scan, start)
    if after is None:
        scan.add_text("<", start, start + 1)
        return start + 1
    return after


def _autolink(scan: Scan, match: re.Match[str]) -> int:
    """An autolink, whose label is its destination."""
    start, end = match.span()
    label = decode(match["url"] or match["email"])
    children = (make_text(label, (start + 1, end - 1)),)
    href = label if match["url"] else "mailto:" + label
    scan.nodes.append(make_external_link(children, href, "", is_bare=True, span=(start, end)))
    return end


def _tag(scan: Scan, start: int, end: int, is_start_tag: bool) -> int:
    """A tag; its partner is found later (`pair_tags`)."""
    text = scan.text
    name = NAME.match(text, start) if is_start_tag else None
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
        # Not `br` and `img`: they are nodes already, and a text without other tags is not walked
        # again.
        scan.has_tags = True
    return end


def _comment(scan: Scan, start: int) -> int | None:
    """Add the comment that begins here, if one does; return where it ends."""
    text = scan.text
    if not text.startswith("<!--", start):
        return None
    content_start = start + len("<!--")
    # From the hyphens on, which may be those of the end: `<!-->`, `<!--->`.
    content_end = scan.context.find("-->", start + len("<!"), scan.end)
    if content_end is None:
        return None
    value = INDENTATION.sub("\n", text[content_start : max(content_end, content_start)])
    end = content_end + len("-->")
    scan.nodes.append(Comment(value, span=(start, end)))
    return end


def _raw(scan: Scan, start: int) -> int | None:
    """Add the instruction, character data or declaration that begins here, if one does; return
    where it ends.
    """
    text, find = scan.text, scan.context.find
    if text.startswith("<?", start):
        ending, content_end = "?>", find("?>", start + len("<?"), scan.end)
    elif text.startswith("<![CDATA[", start):
        ending, content_end = "]]>", find("]]>", start + len("<![CDATA["), scan.end)
    elif DECLARATION.match(text, start, scan.end):
        ending, content_end = ">", find(">", start + len("<!A"), scan.end)
    else:
        return None
    if content_end is None:
        return None
    end = content_end + len(ending)
    scan.nodes.append(HtmlInline(INDENTATION.sub("\n", text[start:end]), span=(start, end)))
    return end


# --------------------------------------------------------------------------------------------------
# pairing


class _OpenTag(NamedTuple):
    """A start tag that waits for its end tag: its name and its index among the nodes."""

    name: str
    node_index: int


def pair_tags(
    scan: Scan, nodes: list[Node], within_link: bool, levels: int
) -> tuple[list[Node], int]:
    """The nodes with an element in place of each tag and its end tag, and how many levels of nodes
    the elements make.

    A tag without a partner is left as one, and reported. `levels` are those of nodes between the
    scan and these.
    """
    out: list[Node] = []
    open_tags: list[_OpenTag] = []
    counts: dict[str, int] = {}  # so that an end tag without a partner costs no search
    deepest = 0
    for node in nodes:
        # `__class__`, not `isinstance`: it is asked of every node, and no class is below `HtmlTag`.
        if node.__class__ is not HtmlTag or _is_standalone(scan, node):
            out.append(node)
        elif not node.is_closing:
            # One that is too deep is left as a tag, and so is its end tag, which finds no partner.
            if not scan.too_deep(len(open_tags) + 1 + levels, node._start):
                open_tags.append(_OpenTag(node.tag, len(out)))
                counts[node.tag] = counts.get(node.tag, 0) + 1
            out.append(node)
        elif counts.get(node.tag):
            deepest = max(deepest, len(open_tags))
            _close(scan, node, out, open_tags, counts, within_link)
        else:
            scan.context.report("unpaired-tag", (node._start, node._end))
            out.append(node)
    for _, index in open_tags:
        scan.context.report("unpaired-tag", (out[index]._start, out[index]._end))
    return out, deepest


def _is_standalone(scan: Scan, tag: HtmlTag) -> bool:
    """Whether a tag needs no partner."""
    return not tag.is_closing and (tag.tag in VOID or scan.text[tag._end - 2] == "/")


def _close(
    scan: Scan,
    end_tag: HtmlTag,
    out: list[Node],
    open_tags: list[_OpenTag],
    counts: dict[str, int],
    within_link: bool,
) -> None:
    """Fold the nodes since the last start tag of this name into an element."""
    while True:
        name, index = open_tags.pop()
        counts[name] -= 1
        start_tag = out[index]
        if name == end_tag.tag:
            break
        scan.context.report("unpaired-tag", (start_tag._start, start_tag._end))
    assert isinstance(start_tag, HtmlTag)  # only such are opened
    # An element within `<a>` may hold no links either.
    within_link = within_link or name == "a"
    children = tuple(autolinks.settle(scan, out[index + 1 :], within_link=within_link))
    del out[index:]
    out.append(
        element(
            scan,
            name,
            start_tag.attributes,
            children,
            (start_tag._start, end_tag._end),
            (start_tag._end, end_tag._start),
        )
    )
