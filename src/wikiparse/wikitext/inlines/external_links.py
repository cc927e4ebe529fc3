"""External links (MediaWiki: `Parser::handleExternalLinks`, `Parser::makeFreeExternalLink`).

    external = "[" (scheme | "//") rest [spaces inline*] "]"         on one line
    free     = scheme rest        after no letter, digit or underscore

A free link has no punctuation at its end.

A URL ends at white space, brackets, `<`, `>` and `"`, and at two apostrophes. A `)` at its end
belongs to a free link only if a `(` is in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import decode_wikitext
from wikiparse.mediawiki import (
    OPAQUE,
    OPAQUE_SCHEMES,
    PROTOCOLS,
    SLASHED,
    SLASHED_SCHEMES,
    URL_CHARACTERS,
)
from wikiparse.nodes.base import with_children
from wikiparse.nodes.inlines import Emphasis, HtmlElement, Strong, Text
from wikiparse.nodes.join import join_texts
from wikiparse.nodes.links import ExternalLink
from wikiparse.nodes.make import make_external_link, make_text
from wikiparse.wikitext.inlines.enclosed import templates_in
from wikiparse.wikitext.inlines.pairing import in_pairs
from wikiparse.wikitext.inlines.state import LINK_TAG, QuoteRun, Tag
from wikiparse.wikitext.preprocessor import PART_TAG, PLAIN_LINK, known_tag_end

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.wikitext.inlines.state import Scan

STYLED = (Strong, Emphasis, HtmlElement)
"""The nodes that may be between a link and a URL in its label."""

ADDRESS = re.compile(rf"(?>(?:{URL_CHARACTERS})+)")

HOST = re.compile(r"\[[0-9A-Fa-f:.]++\]")
"""The one host that has brackets, by IPv6 (MediaWiki: `Parser::EXT_LINK_ADDR`)."""

# MediaWiki: `<` and `>` are escaped when URLs are looked for, and are no part of one (RFC 2396).
ESCAPED_END = re.compile(r"&[lg]t;")

START = re.compile(rf"\[{PROTOCOLS}")

# Searched backward from the colon: `mailto` or `https` must be a word of its own.
SCHEME_END = re.compile(rf"(?<!\w)(?:{SLASHED}|(?P<opaque>{OPAQUE}))\Z", re.I)

LONGEST_SCHEME = max(map(len, SLASHED_SCHEMES + OPAQUE_SCHEMES))

WHOLE = re.compile(rf"https?://(?>(?:{URL_CHARACTERS})+)")

PLAIN = re.compile(PLAIN_LINK)

NEXT = re.compile(r"[\]\n]|\[\[|\{\{|-\{(?!\{)|<")

SPACES = re.compile(r"[ \t\xa0\u3000]*")


def whole_url(text: str, start: int, end: int) -> ExternalLink | None:
    """The link, if there is nothing but a free link between two offsets."""
    match = WHOLE.match(text, start, end)
    if match is None or match.end() != end:
        return None
    url = match[0]
    # As `_trimmed`: without a character reference only the last character counts.
    if "&" in url or url[-1] in SIGNS or (url[-1] == ")" and "(" not in url):
        return None
    span = (start, end)
    return make_external_link((make_text(url, span),), url, "", True, span)


def simple_link(link: str, pos: int) -> ExternalLink:
    """A link that was taken in one match, brackets and all."""
    stop = ADDRESS.match(link, 1).end()  # type: ignore[union-attr]
    if "&" in link and (escaped := ESCAPED_END.search(link, 1, stop)):
        stop = escaped.start()
    words = link[stop:-1].lstrip(" \t\u3000\xa0")
    end = pos + len(link)
    start = end - 1 - len(words)
    children = (make_text(decode_wikitext(words), (start, start + len(words))),) if words else ()
    return make_external_link(children, decode_wikitext(link[1:stop]), "", False, (pos, end))


def external_link(scan: Scan, pos: int, _end: int) -> int:
    """`[http://… words]`, or a bracket."""
    text, stop = scan.text, scan.stop
    start = START.match(text, pos, stop)
    address = _address_end(scan, start.end()) if start else -1
    if start and (escaped := ESCAPED_END.search(text, start.end(), address)):
        address = escaped.start()
    end = _closing(scan, pos, address) if start and address > start.end() else -1
    if end < 0 or scan.too_deep(1, pos, end + 1):
        if end < 0:
            scan.add_text("[", pos, pos + 1)
            return pos + 1
        return end + 1
    begin = SPACES.match(text, address, end).end()  # type: ignore[union-attr]
    url = _url(text, pos + 1, address)
    templates: tuple[Node, ...] = ()
    if text.find("{{", pos, address) >= 0:
        templates = templates_in(scan.context, pos + 1, address, scan.depth + 1)
    children: tuple[Node, ...] = ()
    if text.find("''", begin, end) >= 0 and text.find("<", begin, end) < 0:
        children, is_paired = _quoted_label(scan, begin, end)
        if not is_paired:
            href = (("href", url),)
            opening = Tag(pos, begin, LINK_TAG, href, False, templates)
            closing = Tag(end, end + 1, LINK_TAG, (), True)
            scan.nodes += [opening, *children, closing]  # type: ignore[list-item]  # gone when the scan ends
            scan.noted = True
            return end + 1
    elif begin < end:
        children = scan.context.parse(scan.context, begin, end, scan.depth + 1)
    children = (*templates, *without_bare(children))
    scan.nodes.append(make_external_link(children, url, "", False, (pos, end + 1)))
    return end + 1


def _quoted_label(scan: Scan, start: int, end: int) -> tuple[tuple[Node, ...], bool]:
    """The nodes of a label with quotes, and whether they pair within it; if not, the quotes are
    among the nodes. MediaWiki pairs the quotes of a line before it looks for links.
    """
    context = scan.context
    items = context.parse(context, start, end, scan.depth + 1, pairs=False)
    if not any(isinstance(item, QuoteRun) for item in items):
        return tuple(join_texts([*items])), True
    paired = in_pairs([*items], is_dirty=True)
    context.usage.deepest += 1
    if paired is not None:
        return tuple(paired), True
    return tuple([node for child in items for node in _as_text(child)]), False


def without_bare(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """The label of a link, in which a free link is text."""
    if not any(isinstance(child, ExternalLink) and child.is_bare for child in children):
        return children
    return tuple(join_texts([node for child in children for node in _as_text(child)]))


def _as_text(child: Node) -> tuple[Node, ...]:
    return child.children if isinstance(child, ExternalLink) and child.is_bare else (child,)


def without_links(text: str, children: tuple[Node, ...]) -> tuple[Node, ...]:
    """The label of a link to a page, in which every URL is text, with brackets or without
    (MediaWiki: `Parser::armorLinks`).
    """
    nodes: list[Node] = []
    is_same = True
    for child in children:
        if isinstance(child, ExternalLink):
            nodes += child.children if child.is_bare else _with_brackets(text, child)
            is_same = False
        elif isinstance(child, STYLED) and child.children:
            inner = without_links(text, child.children)
            is_same = is_same and inner is child.children
            span = (child._start, child._end)
            nodes.append(child if inner is child.children else with_children(child, inner, span))
        else:
            nodes.append(child)
    return children if is_same else tuple(join_texts(nodes))


def _with_brackets(text: str, link: ExternalLink) -> list[Node]:
    """A link in brackets as its label with the brackets and the URL around it."""
    words = [child for child in link.children if not getattr(child, "is_markup", False)]
    start = words[0]._start if words else link._end - 1
    end = words[-1]._end if words else start
    return [
        make_text(decode_wikitext(text[link._start : start]), (link._start, start)),
        *words,
        make_text(text[end : link._end], (end, link._end)),
    ]


def _address_end(scan: Scan, pos: int) -> int:
    """Where a URL ends; it may hold templates, and inclusion tags."""
    text, extents = scan.text, scan.context.extents
    if host := HOST.match(text, pos, scan.stop):
        pos = host.end()
    while True:
        if match := ADDRESS.match(text, pos, scan.stop):
            pos = match.end()
        if text.startswith("<", pos) and (tag := PART_TAG.match(text, pos, scan.stop)):
            pos = tag.end()
            continue
        extent = extents.get(pos)
        if extent is None or not text.startswith("{{", pos) or extent.end > scan.stop:
            return pos
        pos = extent.end


def _url(text: str, start: int, end: int) -> str:
    """A URL as it is written between two offsets."""
    url = text[start:end]
    return decode_wikitext(PART_TAG.sub("", url) if "<" in url else url)


def _closing(scan: Scan, start: int, pos: int) -> int:
    """The `]` that ends a link, on the same line and within no other brackets; -1 if there is none.

    A stretch without one is searched once.
    """
    text, extents, context = scan.text, scan.context.extents, scan.context
    # [http://a.example [http://b.example [ …      no `]` on the line: one search, not one for each
    first, last = context.dead
    if first <= start < last <= scan.stop:
        return -1
    begin = pos
    while match := NEXT.search(text, pos, scan.stop):
        token = match[0]
        if token == "]":
            return match.start()
        if token == "\n":
            context.dead = (begin, match.start())
            return -1
        extent = extents.get(match.start())
        if extent is not None and extent.end <= scan.stop:
            pos = extent.end
        elif token == "<":
            pos = known_tag_end(text, extents, match.start(), scan.stop)
        else:
            plain = PLAIN.match(text, match.start(), scan.stop) if token == "[[" else None
            pos = plain.end() if plain else match.end()
    context.dead = (begin, scan.stop)
    return -1


def bare_url(scan: Scan, pos: int, end: int) -> int:
    """A free link; its scheme was taken for text."""
    text, nodes = scan.text, scan.nodes
    last = nodes[-1] if nodes else None
    scheme = None
    if last is not None and last.__class__ is Text and last._end == pos:
        scheme = SCHEME_END.search(text, max(last._start, pos - LONGEST_SCHEME), pos)
    # Most colons follow no scheme: the text after them is not looked at, since it may be the rest
    # of the page.
    begin = stop = -1
    if scheme is not None:
        slashes = text.startswith("//", end)
        if slashes or scheme["opaque"]:
            begin = end + 2 if slashes else end
            stop = _bare_end(scan, begin)
    if scheme is None or stop <= begin:
        scan.add_text(text[pos:end], pos, end)
        return end
    start, address_end = scheme.start(), stop
    stop = _trimmed(text, start, stop)
    if stop <= begin:
        scan.add_text(text[pos:end], pos, end)
        return end
    assert isinstance(last, Text)  # the condition of `scheme`
    # The scheme is the end of the text before the colon: it is cut off and goes into the link.
    nodes.pop()
    if start > last._start:
        scan.add_text(last.value[: len(last.value) - (pos - start)], last._start, start)
    url = _url(text, start, stop)
    has_tags = text.find("<", start, stop) >= 0
    words = _words(text, start, stop) if has_tags else (make_text(url, (start, stop)),)
    nodes.append(make_external_link(words, url, "", True, (start, stop)))
    # MediaWiki takes all of it in one match: no other URL begins after an angle bracket in it.
    tail = _tail_end(scan, address_end)
    if text.find(":", stop, tail) < 0:
        return stop
    scan.add_text(decode_wikitext(text[stop:tail]), stop, tail)
    return tail


def _tail_end(scan: Scan, pos: int) -> int:
    """Where the characters of a URL end, with angle brackets among them that are text."""
    text, extents = scan.text, scan.context.extents
    while text.startswith(("<", ">"), pos, scan.stop):
        if text[pos] == "<" and (
            pos in extents
            or PART_TAG.match(text, pos, scan.stop)
            or known_tag_end(text, extents, pos, scan.stop) > pos + 1
        ):
            break
        match = ADDRESS.match(text, pos + 1, scan.stop)
        pos = match.end() if match else pos + 1
    return pos


def _words(text: str, start: int, end: int) -> tuple[Node, ...]:
    """The label of a URL with inclusion tags in it: the text between these."""
    words = []
    for tag in PART_TAG.finditer(text, start, end):
        if start < tag.start():
            words.append(make_text(_url(text, start, tag.start()), (start, tag.start())))
        start = tag.end()
    words.append(make_text(_url(text, start, end), (start, end)))
    return tuple(words)


def _bare_end(scan: Scan, pos: int) -> int:
    """Where a free link ends, with the punctuation after it."""
    text = scan.text
    if host := HOST.match(text, pos, scan.stop):
        pos = host.end()
    while match := ADDRESS.match(text, pos, scan.stop):
        pos = match.end()
        tag = PART_TAG.match(text, pos, scan.stop) if text.startswith("<", pos) else None
        if tag is None:
            break
        while tag is not None:
            begin = tag.end()
            tag = PART_TAG.match(text, begin, scan.stop)
        if not ADDRESS.match(text, begin, scan.stop):  # the tags are after it
            break
        pos = begin
    return pos


ENTITY_END = re.compile(r"&(?:lt|gt|nbsp|#x0*(?:3[CcEe]|[Aa]0)|#0*(?:60|62|160));")

SIGNS = ",;.:!?\\"
"""The punctuation that ends no free link (MediaWiki: `$sep` in `makeFreeExternalLink`)."""

LAST_ENTITY = re.compile(r"&[A-Za-z0-9#]+;\Z")


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of a free link without the punctuation after it, and up to an escaped `<`, `>` or
    no-break space.
    """
    if text.find("&", start, end) >= 0 and (match := ENTITY_END.search(text, start, end)):
        end = match.start()
    # A parenthesis is cut where none was opened in the URL.
    signs = SIGNS if text.find("(", start, end) >= 0 else SIGNS + ")"
    while end > start and text[end - 1] in signs:
        # The semicolon of a character reference is no punctuation.
        if text[end - 1] == ";" and LAST_ENTITY.search(text, max(start, end - 12), end):
            break
        end -= 1
    return end
