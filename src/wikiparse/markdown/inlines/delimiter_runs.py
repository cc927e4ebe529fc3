"""Emphasis as CommonMark has it: runs of `*`, `_` and `~` that flank words (CommonMark 6.2, GFM
6.5).

    emphasis = run inline* run

The scan notes the runs. When the brackets around them are settled, they are matched from left to
right, each closing run with the nearest opening one that fits, and what stands between is folded
into a node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from wikiparse.markdown.inlines import autolinks, raw_html
from wikiparse.nodes.make import make_emphasis, make_strikethrough, make_strong, make_text

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node


class Run:
    """A run at `index` among the nodes of its scan; `left` of its characters are not matched.

    `begun` and `ended` are the widths of the matched ones that open and that close, in the order
    they were matched, which is from the inside out.
    """

    __slots__ = (
        "begun",
        "can_close",
        "can_open",
        "ended",
        "index",
        "left",
        "length",
        "name",
        "number",
        "start",
    )

    def __init__(
        self, index: int, start: int, end: int, name: str, opens: bool, closes: bool
    ) -> None:
        self.index = index
        self.start = start
        self.length = self.left = end - start
        self.name = name
        self.can_open = opens
        self.can_close = closes
        self.number = 0
        self.begun: list[int] = []
        self.ended: list[int] = []


def run(scan: Scan, start: int, end: int) -> int:
    """Note a run, and whether it may open and close."""
    text = scan.text
    name = text[start]
    if name == "~" and (end - start > 2 or not scan.context.dialect.strikethrough):
        scan.add_text(text[start:end], start, end)
        return end
    before, behind = (
        text[start - 1] if start > scan.start else "\n",
        text[end] if end < scan.end else "\n",
    )
    is_left = not behind.isspace() and (
        not _is_punctuation(behind) or before.isspace() or _is_punctuation(before)
    )
    is_right = not before.isspace() and (
        not _is_punctuation(before) or behind.isspace() or _is_punctuation(behind)
    )
    opens, closes = is_left, is_right
    if name == "_":
        opens = is_left and (not is_right or _is_punctuation(before))
        closes = is_right and (not is_left or _is_punctuation(behind))
    if opens or closes:
        scan.delimiters.append(Run(len(scan.nodes), start, end, name, opens, closes))  # type: ignore[arg-type]
        scan.nodes.append(make_text(text[start:end], (start, end)))  # a place to come back to
    else:
        scan.add_text(text[start:end], start, end)
    return end


def _is_punctuation(char: str) -> bool:
    """CommonMark 0.31.2, section 2.1: the Unicode categories of punctuation and of symbols."""
    return not char.isalnum() and category(char)[0] in "PS"


def pair(scan: Scan, index: int, *, within_link: bool) -> None:
    """Settle the nodes of a scan from `index` on: match the runs and the tags among them, and join
    the texts.
    """
    first = len(scan.delimiters)
    while first and scan.delimiters[first - 1].index >= index:
        first -= 1
    runs: list[Run] = scan.delimiters[first:]  # type: ignore[assignment]
    if runs:
        del scan.delimiters[first:]
        _match(runs)
        scan.nodes[index:] = _fold(scan, runs, index, within_link)
    elif scan.must_join or scan.has_tags or scan.context.has_emails:
        scan.nodes[index:], tags = _settled(scan, scan.nodes[index:], within_link, scan.height)
        scan.height += tags


def _match(runs: list[Run]) -> None:
    """Match closing runs with opening ones (CommonMark 0.31.2, "process emphasis").

    `bottoms` says, for each kind of closing run, up to where an opening one was sought in vain, so
    that no stretch is searched twice.
    """
    opened: list[Run] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for number, closer in enumerate(runs):
        closer.number = number
        kind = (
            closer.name,
            closer.can_open,
            closer.length if closer.name == "~" else closer.length % 3,
        )
        while closer.can_close and closer.left:
            bottom = bottoms.get(kind, -1)
            place = len(opened) - 1
            while place >= 0 and opened[place].number > bottom and not _fits(opened[place], closer):
                place -= 1
            if place < 0 or opened[place].number <= bottom:
                bottoms[kind] = number - 1
                break
            opener = opened[place]
            width = closer.length if closer.name == "~" else min(opener.left, closer.left, 2)
            opener.begun.append(width)
            closer.ended.append(width)
            opener.left -= width
            closer.left -= width
            del opened[place + (opener.left > 0) :]
        if closer.can_open and closer.left:
            opened.append(closer)


def _fits(opener: Run, closer: Run) -> bool:
    """Whether two runs can match.

    A run that both opens and closes fits none with which it has a multiple of three characters,
    unless both have one themselves. Tildes match as many.
    """
    if opener.name != closer.name:
        return False
    if closer.name == "~":
        return opener.length == closer.length
    total = opener.length + closer.length
    return not (opener.can_close or closer.can_open) or total % 3 != 0 or opener.length % 3 == 0


class _Opened:
    """The start of a pair, the nodes before it and how deep they go; `is_text` if it is too deep,
    so that both ends stay text.
    """

    __slots__ = ("height", "is_text", "nodes", "start")

    def __init__(self, start: int, nodes: list[Node], height: int, is_text: bool) -> None:
        self.start = start
        self.nodes = nodes
        self.height = height
        self.is_text = is_text


def _fold(scan: Scan, runs: list[Run], index: int, within_link: bool) -> list[Node]:
    """The nodes from `index` on, with a node for each pair."""
    nodes, current = scan.nodes, []
    stack: list[_Opened] = []
    levels = 0
    least = height = scan.height
    pos = index
    scan.must_join = True
    for run_ in runs:
        current += nodes[pos : run_.index]
        pos = run_.index + 1
        place = run_.start
        for width in run_.ended:
            opened = stack.pop()
            if opened.is_text:
                current.append(_text(scan, place, width))
            else:
                levels -= 1
                children, tags = _settled(scan, current, within_link, levels + 1 + height)
                node = _make(run_.name, width, tuple(children), (opened.start, place + width))
                current = opened.nodes
                height = max(opened.height, height + tags + 1)
                current.append(node)
            place += width
        if run_.left:
            current.append(_text(scan, place, run_.left))
            place += run_.left
        for width in reversed(run_.begun):
            is_text = scan.too_deep(levels + 1 + scan.height, place)
            stack.append(_Opened(place, current, height, is_text))
            if is_text:
                current.append(_text(scan, place, width))
            else:
                levels += 1
                height = least
                current = []
            place += width
    settled, tags = _settled(scan, current + nodes[pos:], within_link, height)
    scan.height = height + tags
    return settled


def _text(scan: Scan, start: int, width: int) -> Node:
    return make_text(scan.text[start : start + width], (start, start + width))


def _make(name: str, width: int, children: tuple[Node, ...], span: tuple[int, int]) -> Node:
    if name == "~":
        return make_strikethrough(children, span)
    return make_strong(children, span) if width == 2 else make_emphasis(children, span)


def _settled(
    scan: Scan, nodes: list[Node], within_link: bool, levels: int
) -> tuple[list[Node], int]:
    """The children of one parent with their tags paired, mail addresses found and neighbouring
    texts joined; levels of the tags.
    """
    tags = 0
    if scan.has_tags:
        nodes, tags = raw_html.pair_tags(scan, nodes, within_link, levels)
    return autolinks.settled(scan, nodes, within_link=within_link), tags
