"""External links (MediaWiki: `Parser::handleExternalLinks`, `Parser::makeFreeExternalLink`).

    external = "[" (scheme | "//") address [spaces inline*] "]"         on one line
    free     = scheme address        after no letter, digit or underscore

A free link has no punctuation at its end.

An address ends at white space, brackets, `<`, `>` and `"`, and at two apostrophes. A `)` at its end
belongs to a bare one only if a `(` stands in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import decode
from wikiparse.mediawiki import OPAQUE, OPAQUE_SCHEMES, PROTOCOLS, SLASHED, SLASHED_SCHEMES
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.join import join_texts
from wikiparse.nodes.links import ExternalLink
from wikiparse.nodes.make import make_external_link, make_text
from wikiparse.source import trim
from wikiparse.wikitext.inlines.scanner import URL_CHARACTERS
from wikiparse.wikitext.inlines.templates import templates_in
from wikiparse.wikitext.preprocessor import PLAIN_LINK

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.wikitext.inlines.state import Scan

ADDRESS = re.compile(rf"(?>(?:{URL_CHARACTERS})+)")

START = re.compile(rf"\[{PROTOCOLS}")

SCHEME_END = re.compile(rf"(?<!\w)(?:{SLASHED}|(?P<opaque>{OPAQUE}))\Z", re.I)

LONGEST_SCHEME = max(map(len, SLASHED_SCHEMES + OPAQUE_SCHEMES))

WHOLE = re.compile(rf"https?://(?>(?:{URL_CHARACTERS})+)")

PLAIN = re.compile(PLAIN_LINK)

NEXT = re.compile(r"[\]\n]|\[\[|\{\{|-\{|<")

SPACES = re.compile(r"[ \t\xa0\u3000]*")


def whole_url(text: str, start: int, end: int) -> ExternalLink | None:
    """The link, if there is nothing but a bare address between two places."""
    match = WHOLE.match(text, start, end)
    if match is None or match.end() != end or "&" in match[0] or _trimmed(text, start, end) != end:
        return None
    return make_external_link(
        (make_text(match[0], (start, end)),), match[0], "", True, (start, end)
    )


def simple_link(link: str, pos: int) -> ExternalLink:
    """A link that was taken in one match, brackets and all."""
    stop = ADDRESS.match(link, 1).end()  # type: ignore[union-attr]
    words = link[stop:-1].lstrip(" \t\u3000\xa0")
    end = pos + len(link)
    start = end - 1 - len(words)
    words = words.rstrip()
    children = (make_text(words, (start, start + len(words))),) if words else ()
    return make_external_link(children, decode(link[1:stop]), "", False, (pos, end))


def external_link(scan: Scan, pos: int, _end: int) -> int:
    """`[http://… words]`, or a bracket."""
    text, stop = scan.text, scan.stop
    start = START.match(text, pos, stop)
    address = _address_end(scan, start.end()) if start else -1
    end = _closing(scan, pos, address) if start and address > start.end() else -1
    if end < 0 or scan.too_deep(1, pos, end + 1):
        if end < 0:
            scan.add_text("[", pos, pos + 1)
            return pos + 1
        return end + 1
    begin = SPACES.match(text, address, end).end()  # type: ignore[union-attr]
    last = trim(text, begin, end, " \t")[1]
    children = (
        without_bare(text, scan.context.parse(scan.context, begin, last, scan.depth + 1))
        if begin < last
        else ()
    )
    url = text[pos + 1 : address]
    if "{{" in url:
        children = (*templates_in(scan.context, pos + 1, address, scan.depth + 1), *children)
    scan.nodes.append(make_external_link(children, decode(url), "", False, (pos, end + 1)))
    return end + 1


def without_bare(text: str, children: tuple[Node, ...]) -> tuple[Node, ...]:
    """The words of a link, in which an address without brackets is text."""
    if not any(isinstance(child, ExternalLink) and child.is_bare for child in children):
        return children
    return tuple(join_texts([_as_text(text, child) for child in children]))


def _as_text(text: str, child: Node) -> Node:
    if not isinstance(child, ExternalLink) or not child.is_bare:
        return child
    return make_text(decode(text[child._start : child._end]), (child._start, child._end))


def _address_end(scan: Scan, pos: int) -> int:
    """Where an address ends; templates may stand in it."""
    text, islands = scan.text, scan.context.islands
    while True:
        if match := ADDRESS.match(text, pos, scan.stop):
            pos = match.end()
        island = islands.get(pos)
        if island is None or not text.startswith("{{", pos) or island.end > scan.stop:
            return pos
        pos = island.end


def _closing(scan: Scan, start: int, pos: int) -> int:
    """The `]` that ends a link, on the same line and in no island; -1 if there is none.

    What was sought in vain is not sought again.
    """
    text, islands, context = scan.text, scan.context.islands, scan.context
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
        island = islands.get(match.start())
        if island is not None and island.end <= scan.stop:
            pos = island.end
        else:
            plain = PLAIN.match(text, match.start(), scan.stop) if token == "[[" else None
            pos = plain.end() if plain else match.end()
    context.dead = (begin, scan.stop)
    return -1


def bare_url(scan: Scan, pos: int, end: int) -> int:
    """An address without brackets; its scheme was taken for text."""
    text, nodes = scan.text, scan.nodes
    last = nodes[-1] if nodes else None
    scheme = None
    if last is not None and last.__class__ is Text and last._end == pos:
        scheme = SCHEME_END.search(text, max(last._start, pos - LONGEST_SCHEME), pos)
    # Most colons follow no scheme: what follows them is not looked at, since it may be the rest of
    # the page.
    address = None
    if scheme is not None:
        slashes = text.startswith("//", end)
        if slashes or scheme["opaque"]:
            address = ADDRESS.match(text, end + 2 if slashes else end, scan.stop)
    if scheme is None or address is None:
        scan.add_text(text[pos:end], pos, end)
        return end
    start = scheme.start()
    stop = _trimmed(text, start, address.end())
    if stop <= address.start():
        scan.add_text(text[pos:end], pos, end)
        return end
    assert isinstance(last, Text)  # the condition of `scheme`
    nodes.pop()
    if start > last._start:
        scan.add_text(last.value[: len(last.value) - (pos - start)], last._start, start)
    url = decode(text[start:stop])
    nodes.append(make_external_link((make_text(url, (start, stop)),), url, "", True, (start, stop)))
    return stop


ENTITY_END = re.compile(r"&(?:lt|gt|nbsp|#x0*(?:3[CcEe]|[Aa]0)|#0*(?:60|62|160));")

LAST_ENTITY = re.compile(r"&[A-Za-z0-9#]+;\Z")


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of a bare address without the punctuation behind it, and up to an escaped `<`, `>` or
    no-break space.
    """
    if (match := ENTITY_END.search(text, start, end)) is not None:
        end = match.start()
    signs = ",;.:!?" if text.find("(", start, end) >= 0 else ",;.:!?)"
    while end > start and text[end - 1] in signs:
        if text[end - 1] == ";" and LAST_ENTITY.search(text, max(start, end - 12), end):
            break
        end -= 1
    return end
