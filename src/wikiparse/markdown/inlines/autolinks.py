"""Web and mail addresses without any markup (GFM 6.9).

    host    = "www." domain path
    address = ("http" | "https" | "ftp") "://" domain path
    mail    = ["mailto:" | "xmpp:"] local "@" domain

A path ends at white space or `<`; punctuation at its end, and a closing parenthesis without an
opening one, are not part of it. Hosts and addresses are found by the scan, before emphasis; mail
addresses in what is text in the end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import Text
from wikiparse.nodes.join import SOFT_BREAK, join_texts
from wikiparse.nodes.make import make_external_link, make_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

SCHEME = re.compile(r"(?i:https?|ftp)(?=://)")
LONGEST_SCHEME = 5
DOMAIN = re.compile(r"(?:[A-Za-z0-9_-]|[^\x00-\x7f\s])(?>(?:[A-Za-z0-9._-]++|[^\x00-\x7f\s])*)")
PATH = re.compile(r"[^\s<]*+")
ENTITY_END = re.compile(r"&[A-Za-z0-9]+;\Z")
LONGEST_ENTITY = 40
MAIL = re.compile(
    r"(?<![A-Za-z0-9.+_-])(mailto:|xmpp:)?[A-Za-z0-9.+_-]++@[A-Za-z0-9_-]++(?>(?:\.[A-Za-z0-9_-]+)+)"
)


def host(scan: Scan, start: int, end: int) -> int:
    """`www.`, at the start of the text, behind white space, or behind one of `*_~(`."""
    text = scan.text
    if start > scan.start and not text[start - 1].isspace() and text[start - 1] not in "*_~(":
        return _no_link(scan, start, end)
    stop = _address_end(text, start, start, scan.end)
    if stop < 0:
        return _no_link(scan, start, end)
    _add(scan, start, stop, "http://" + text[start:stop])
    return stop


def address(scan: Scan, pos: int, end: int) -> int:
    """`://`, behind a scheme that is taken back from the text before it."""
    text = scan.text
    start = pos
    while (
        start > scan.start
        and pos - start <= LONGEST_SCHEME
        and "A" <= text[start - 1] <= "z"
        and text[start - 1].isalpha()
    ):
        start -= 1
    last = scan.nodes[-1] if scan.nodes else None
    if (
        not SCHEME.match(text, start)
        or not isinstance(last, Text)
        or last._end != pos
        or last._start > start
        or not last.value.endswith(text[start:pos])
    ):
        return _no_link(scan, pos, end)
    stop = _address_end(text, start, pos + 3, scan.end)
    if stop < 0:
        return _no_link(scan, pos, end)
    rest = last.value[: start - pos]
    scan.nodes[-1:] = [make_text(rest, (last._start, start))] if rest else []
    _add(scan, start, stop, text[start:stop])
    return stop


def _no_link(scan: Scan, start: int, end: int) -> int:
    scan.add_text(scan.text[start:end], start, end)
    return end


def _add(scan: Scan, start: int, end: int, url: str) -> None:
    """Add the link. Its words are the very characters of the source: nothing in them is markup."""
    scan.nodes.append(
        make_external_link(
            (make_text(scan.text[start:end], (start, end)),),
            url,
            "",
            is_bare=True,
            span=(start, end),
        )
    )


def _address_end(text: str, start: int, domain_at: int, stop: int) -> int:
    """Where an address ends whose domain begins at `domain_at`, or -1 where none begins."""
    domain = DOMAIN.match(text, domain_at, stop)
    if domain is None:
        return -1
    parts = domain[0].rstrip(".").rsplit(".", 2)
    # A host needs a dot; the last two parts of a domain have no underscore, unless it has very many
    # parts (as cmark-gfm has it).
    if (start == domain_at and len(parts) < 2) or (
        "_" in "".join(parts[-2:]) and domain[0].count(".") <= 10
    ):
        return -1
    end = _without_punctuation(text, start, PATH.match(text, domain.end(), stop).end())  # type: ignore[union-attr]
    return end if end > domain_at else -1


def _without_punctuation(text: str, start: int, end: int) -> int:
    """The end of an address without what belongs to the sentence around it."""
    surplus = None
    while end > start:
        last = text[end - 1]
        if last == ")":
            if surplus is None:
                surplus = text.count(")", start, end) - text.count("(", start, end)
            if surplus <= 0:
                break
            surplus -= 1
        elif last == ";":
            entity = ENTITY_END.search(text, max(start, end - LONGEST_ENTITY), end)
            if entity is not None:
                end = entity.start()
                continue
        elif last not in "?!.,:*_~'\"":
            break
        end -= 1
    return end


# ----------------------------------------------------------------------------------------------------
# mail


def settled(scan: Scan, nodes: list[Node], *, within_link: bool = False) -> list[Node]:
    """The children of one parent with neighbouring texts joined, and links in place of the mail
    addresses in them.
    """
    if scan.context.has_emails and not within_link:
        return _with_mails(scan.text, nodes)
    return join_texts(nodes) if scan.must_join else nodes


def _with_mails(source: str, nodes: list[Node]) -> list[Node]:
    out: list[Node] = []
    run: list[Text] = []
    for node in nodes:
        if isinstance(node, Text):
            run.append(node)
            continue
        out += _texts(source, run)
        run = []
        out.append(node)
    return out + _texts(source, run)


def _texts(source: str, run: list[Text]) -> list[Node]:
    """One text of several that follow each other, parted where it holds a mail address."""
    value = "".join([text.value for text in run])
    run = [text for text in run if text.value]
    if not value:
        return []
    places = _Places(source, run)
    out: list[Node] = []
    pos = 0
    for match in MAIL.finditer(value) if "@" in value else ():
        begin, end = match.span()
        if value[end - 1] in "-_" or value.startswith("@", end):
            continue
        if begin > pos:
            out.append(make_text(value[pos:begin], places.span(pos, begin)))
        span = places.span(begin, end)
        url = match[0] if match[1] else "mailto:" + match[0]
        out.append(
            make_external_link((make_text(match[0], span),), url, "", is_bare=True, span=span)
        )
        pos = end
    if pos < len(value):
        out.append(make_text(value[pos:], places.span(pos, len(value))))
    return out


class _Places:
    """The way from offsets in some joined texts to their places in the source.

    Offsets are asked for in rising order.
    """

    __slots__ = ("_begin", "_index", "_offsets", "_run", "_source")

    def __init__(self, source: str, run: list[Text]) -> None:
        self._source = source
        self._run = run
        self._index = self._begin = 0
        self._offsets = self._offsets_of(run[0])

    def span(self, pos: int, end: int) -> tuple[int, int]:
        """The span of the characters between two offsets."""
        self._go_to(pos)
        start = self._offsets[pos - self._begin]
        self._go_to(end - 1)
        return start, self._offsets[end - self._begin]

    def _go_to(self, offset: int) -> None:
        """Make the text current in which a character stands."""
        while offset >= self._begin + len(self._run[self._index].value):
            self._begin += len(self._run[self._index].value)
            self._index += 1
            self._offsets = self._offsets_of(self._run[self._index])

    def _offsets_of(self, text: Text) -> Sequence[int]:
        """Where each character of a text begins in the source, and where the last one ends."""
        start, end, length = text._start, text._end, len(text.value)
        if end - start == length:
            return range(start, end + 1)
        offsets: list[int] = []
        pos = start
        for match in SOFT_BREAK.finditer(self._source, start, end):
            offsets += range(pos, match.start() + 1)
            pos = match.end()
        offsets += range(pos, end + 1)
        # What is not parted by line endings is an escape or a reference: one piece.
        return offsets if len(offsets) == length + 1 else [*([start] * length), end]
