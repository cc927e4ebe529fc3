r"""URLs and email addresses without any markup (GFM 6.9, "extended autolinks").

    www_autolink   = "www." domain path
    url_autolink   = ("http" | "https" | "ftp") "://" domain path
    email_autolink = ["mailto:" | "xmpp:"] local "@" domain

A path ends at white space or `<`; punctuation at its end, and a closing parenthesis without an
opening one, are not part of it. The scan finds `www.` and `://`, so they come before emphasis;
email addresses are found in the texts that are left in the end (`settle`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import unescape
from wikiparse.nodes.base import post_order, with_children
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.join import SOFT_BREAK, join_texts
from wikiparse.nodes.links import ExternalLink
from wikiparse.nodes.make import make_external_link, make_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

SCHEME = re.compile(r"(?i:https?|ftp)(?=://)")

LONGEST_SCHEME = 5

# Beyond ASCII any character but white space, as in cmark-gfm: internationalized domain names.
DOMAIN = re.compile(r"(?:[A-Za-z0-9_-]|[^\x00-\x7f\s])(?>(?:[A-Za-z0-9._-]++|[^\x00-\x7f\s])*)")

PATH = re.compile(r"[^\s<]*+")

# [see https://b.example/a_(b)[1]](c)
#                             ^^^ balanced brackets are part of the URL
#                                ^ the bracket of the link is not
PATH_IN_BRACKETS = re.compile(r"(?>(?:[^\s<\[\]\\]++|\[[^\s<\[\]\\]*+\])*)")
"""That of a URL where a bracket is open: the URL may be the text of a link, escapes and all."""

# GFM 6.9: `&hl;` at the end of a URL may be a character reference, and is not part of it.
REFERENCE_AT_END = re.compile(r"&[A-Za-z0-9]+;\Z")

# Without a bound each of many semicolons would be searched from the start of the URL.
LONGEST_REFERENCE = 40

EMAIL = re.compile(
    # An email address begins where its characters begin: the assertion keeps a run of them from
    # being tried at each of its characters.
    r"(?<![A-Za-z0-9.+_-])(?P<scheme>mailto:|xmpp:)?"
    r"[A-Za-z0-9.+_-]++@[A-Za-z0-9_-]++(?>(?:\.[A-Za-z0-9_-]+)+)"
)


def www_autolink(scan: Scan, start: int, end: int) -> int:
    """www_autolink. At the start of the text, after white space, or after one of `*_~(`."""
    text = scan.text
    # GFM 6.9: these characters may be before an extended autolink.
    if start > scan.start and not text[start - 1].isspace() and text[start - 1] not in "*_~(":
        return _leave_as_text(scan, start, end)
    url_end = _find_end(scan, start, start)
    if url_end is None:
        return _leave_as_text(scan, start, end)
    _add(scan, start, url_end, "http://" + text[start:url_end])
    return url_end


def url_autolink(scan: Scan, start: int, end: int) -> int:
    """url_autolink. The token is `://`; its scheme is taken back from the text before it."""
    text = scan.text
    scheme_start = start
    while (
        scheme_start > scan.start
        # One more than the longest: `xhttps://` must be seen as a longer word, not as `https`.
        and start - scheme_start <= LONGEST_SCHEME
        # `isalpha` alone takes letters beyond ASCII, and the range alone `[` to the backtick.
        and "A" <= text[scheme_start - 1] <= "z"
        and text[scheme_start - 1].isalpha()
    ):
        scheme_start -= 1
    last = scan.nodes[-1] if scan.nodes else None
    if (
        not SCHEME.match(text, scheme_start)
        or not isinstance(last, Text)
        # The scheme must be the end of the last text as it is in the source: one that was written
        # with an escape or a character reference is no scheme.
        or last._end != start
        or last._start > scheme_start
        or not last.value.endswith(text[scheme_start:start])
    ):
        return _leave_as_text(scan, start, end)
    url_end = _find_end(scan, scheme_start, start + len("://"))
    if url_end is None:
        return _leave_as_text(scan, start, end)
    rest = last.value[: scheme_start - start]
    # The scheme is already in the text before the token, and is cut off it.
    scan.nodes[-1:] = [make_text(rest, (last._start, scheme_start))] if rest else []
    url = text[scheme_start:url_end]
    if ("\\" in url and scan.context.dialect.bare_urls) or (
        "&" in url and scan.context.dialect.page_urls
    ):
        # pandoc escapes markup characters in a URL; a backslash at its end escapes the next one.
        url_end = scheme_start + len(url.rstrip("\\"))
        url = unescape(text[scheme_start:url_end])
        children = (make_text(url, (scheme_start, url_end)),)
        scan.nodes.append(make_external_link(children, url, "", True, (scheme_start, url_end)))
    else:
        _add(scan, scheme_start, url_end, url)
    return url_end


def _leave_as_text(scan: Scan, start: int, end: int) -> int:
    scan.add_text(scan.text[start:end], start, end)
    return end


def _add(scan: Scan, start: int, end: int, url: str) -> None:
    """Add the link. Its label is the source, to the letter: nothing in it is markup."""
    children = (make_text(scan.text[start:end], (start, end)),)
    scan.nodes.append(make_external_link(children, url, "", is_bare=True, span=(start, end)))


def _find_end(scan: Scan, start: int, domain_start: int) -> int | None:
    """Where the URL ends whose domain begins at `domain_start`; None if no domain does."""
    text, end = scan.text, scan.end
    domain = DOMAIN.match(text, domain_start, end)
    if domain is None:
        return None
    # Two dots from the end: all that the rules ask for, whatever the length of the domain.
    labels = domain[0].rstrip(".").rsplit(".", 2)
    # `www.` needs a dot after it; the last two labels of a domain have no underscore, unless it has
    # very many labels (as cmark-gfm has it).
    if (start == domain_start and len(labels) < 2) or (
        "_" in "".join(labels[-2:]) and domain[0].count(".") <= 10
    ):
        return None
    path = PATH_IN_BRACKETS if scan.brackets else PATH
    path_end = path.match(text, domain.end(), end).end()  # type: ignore[union-attr]  # it matches anywhere
    url_end = _without_punctuation(text, start, path_end)
    return url_end if url_end > domain_start else None


def _without_punctuation(text: str, start: int, end: int) -> int:
    """The end of a URL without the punctuation of the sentence around it."""
    # (see http://a.example/b_(c).)
    #                            ^^ cut: a period, and a parenthesis that the URL does not open
    #                           ^   kept: its opening one is in the URL
    surplus = None  # closing parentheses without an opening one, counted once
    while end > start:
        last = text[end - 1]
        if last == ")":
            if surplus is None:
                surplus = text.count(")", start, end) - text.count("(", start, end)
            if surplus <= 0:
                break
            surplus -= 1
        elif last == ";":
            reference = REFERENCE_AT_END.search(text, max(start, end - LONGEST_REFERENCE), end)
            if reference is not None:
                end = reference.start()
                continue
        elif last not in "?!.,:*_~'\"":
            break
        end -= 1
    return end


def without_free_links(scan: Scan, children: tuple[Node, ...]) -> tuple[Node, ...]:
    """The content of a link, with the free URLs in it turned back into text, however deep they are:
    no link holds another.

    Autolinks in angle brackets stay links, as in cmark.
    """
    if not (scan.context.dialect.autolinks or scan.context.dialect.bare_urls):
        return children
    # Most links are around plain text.
    if len(children) == 1 and children[0].__class__ is Text:
        return children
    changed: dict[int, tuple[Node, ...]] = {}
    # Bottom up, so that a node is made again only if something in it was changed, and once.
    for top in children:
        for node in post_order(top):
            if isinstance(node, ExternalLink) and node.is_bare and scan.text[node._start] != "<":
                changed[id(node)] = node.children
            elif any(id(child) in changed for child in node.children):
                changed[id(node)] = (
                    with_children(node, _replaced(node.children, changed), node._span),
                )
    return _replaced(children, changed) if changed else children


def _replaced(children: tuple[Node, ...], changed: dict[int, tuple[Node, ...]]) -> tuple[Node, ...]:
    return tuple(
        join_texts([node for child in children for node in changed.get(id(child), (child,))])
    )


# --------------------------------------------------------------------------------------------------
# email addresses


def settle(scan: Scan, nodes: list[Node], *, within_link: bool = False) -> list[Node]:
    """The nodes as children of one node: neighboring texts joined, and links in place of the email
    addresses in them.
    """
    # Only now: emphasis and links take precedence over addresses, and a text may be whole only
    # after pairing.
    if scan.context.has_emails and not within_link:
        return _link_emails(scan.text, nodes)
    return join_texts(nodes) if scan.must_join else nodes


def _link_emails(source: str, nodes: list[Node]) -> list[Node]:
    out: list[Node] = []
    run: list[Text] = []
    for node in nodes:
        if isinstance(node, Text):
            run.append(node)
            continue
        out += _split_texts(source, run)
        run = []
        out.append(node)
    return out + _split_texts(source, run)


def _split_texts(source: str, run: list[Text]) -> list[Node]:
    """One text of several that follow each other, split where it holds an email address."""
    value = "".join([text.value for text in run])
    run = [text for text in run if text.value]
    if not value:
        return []
    offsets = _Offsets(source, run)
    out: list[Node] = []
    pos = 0
    # In the joined value: `_` and escapes may have split an address over several texts.
    for match in EMAIL.finditer(value) if "@" in value else ():
        start, end = match.span()
        # GFM 6.9: the last character is neither `-` nor `_`.
        if value[end - 1] in "-_" or value.startswith("@", end):
            continue
        if start > pos:
            out.append(make_text(value[pos:start], offsets.span(pos, start)))
        span = offsets.span(start, end)
        url = match[0] if match["scheme"] else "mailto:" + match[0]
        children = (make_text(match[0], span),)
        out.append(make_external_link(children, url, "", is_bare=True, span=span))
        pos = end
    if pos < len(value):
        out.append(make_text(value[pos:], offsets.span(pos, len(value))))
    return out


class _Offsets:
    """The way from offsets in the joined values of some texts to those in the source.

    They must be asked for in rising order. `_start` is the offset, among the joined values, of the
    text in which the last one was, and `_offsets` are those of its characters in the source.
    """

    __slots__ = ("_index", "_offsets", "_run", "_source", "_start")

    def __init__(self, source: str, run: list[Text]) -> None:
        self._source = source
        self._run = run
        # Rising order lets the walk go over the texts once, however many addresses they hold.
        self._index = self._start = 0
        self._offsets = self._offsets_of(run[0])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of the characters between two offsets."""
        self._go_to(start)
        source_start = self._offsets[start - self._start]
        self._go_to(end - 1)
        return source_start, self._offsets[end - self._start]

    def _go_to(self, offset: int) -> None:
        """Go on to the text that holds a character."""
        while offset >= self._start + len(self._run[self._index].value):
            self._start += len(self._run[self._index].value)
            self._index += 1
            self._offsets = self._offsets_of(self._run[self._index])

    def _offsets_of(self, text: Text) -> Sequence[int]:
        """Where each character of a text begins in the source, and where the last one ends."""
        start, end, length = text._start, text._end, len(text.value)
        # As long as its span: character by character the same.
        if end - start == length:
            return range(start, end + 1)
        # A soft line break is one character in the text, with the white space around it.
        offsets: list[int] = []
        pos = start
        for match in SOFT_BREAK.finditer(self._source, start, end):
            offsets += range(pos, match.start() + 1)
            pos = match.end()
        offsets += range(pos, end + 1)
        if len(offsets) == length + 1:
            return offsets
        # Otherwise it is an escape or a character reference, which has no parts.
        return [*([start] * length), end]
