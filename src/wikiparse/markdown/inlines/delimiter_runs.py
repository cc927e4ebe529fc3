r"""Emphasis by CommonMark's rules: delimiter runs of `*`, `_` and `~` that flank text (CommonMark
6.2, GFM 6.5).

    emphasis      = delimiter_run inline* delimiter_run
    delimiter_run = "*"+ | "_"+ | "~" | "~~"

For dialects with `flanking`, that is CommonMark and GitHub's; `emphasis.py` pairs by position.

The scan records the runs. When the brackets around them are settled (`pair`), they are matched from
left to right, each closing run with the nearest opening one that fits, and then the nodes between
two matched ones are folded into one.

    **a *b***
    2   1 12      the widths that match: the last run closes the second one, then the first
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from unicodedata import category

from wikiparse.markdown.inlines import autolinks, raw_html
from wikiparse.markdown.inlines.state import Delimiter
from wikiparse.nodes.make import make_emphasis, make_strikethrough, make_strong, make_text

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node


class DelimiterRun(Delimiter):
    """A delimiter run; `name` is its character.

    `left`: how many of its characters are not matched. `opening` and `closing`: the widths of those
    that are, in the order they were matched, which is from the inside out. `number`: its index
    among the runs that are matched together.
    """

    __slots__ = ("closing", "left", "length", "number", "opening")
    length: int
    left: int

    def __init__(
        self, index: int, start: int, end: int, name: str, can_open: bool, can_close: bool
    ) -> None:
        super().__init__(index, start, end, name, can_open, can_close)
        self.length = self.left = end - start
        self.number: int = 0
        self.opening: list[int] = []
        self.closing: list[int] = []


def delimiter_run(scan: Scan, start: int, end: int) -> int:
    """Record a run, unless it can neither open nor close."""
    text = scan.text
    name = text[start]
    # GFM 6.5: three tildes or more do not strike through.
    if name == "~" and (end - start > 2 or not scan.context.dialect.strikethrough):
        scan.add_text(text[start:end], start, end)
        return end
    # The beginning and the end of the text count as white space.
    before = text[start - 1] if start > scan.start else "\n"
    after = text[end] if end < scan.end else "\n"
    #     **a    left-flanking        a**b      both
    #     a**    right-flanking       a ** b    neither
    is_left_flanking = not after.isspace() and (
        not _is_punctuation(after) or before.isspace() or _is_punctuation(before)
    )
    is_right_flanking = not before.isspace() and (
        not _is_punctuation(before) or after.isspace() or _is_punctuation(after)
    )
    # Rules 1 and 3 for `*`, 2 and 4 for `_`; GFM treats `~` as `*`.
    can_open, can_close = is_left_flanking, is_right_flanking
    if name == "_":  # not within words
        can_open = is_left_flanking and (not is_right_flanking or _is_punctuation(before))
        can_close = is_right_flanking and (not is_left_flanking or _is_punctuation(after))
    if can_open or can_close:
        scan.delimiters.append(DelimiterRun(len(scan.nodes), start, end, name, can_open, can_close))
        scan.nodes.append(make_text(text[start:end], (start, end)))  # a placeholder
    else:
        scan.add_text(text[start:end], start, end)
    return end


def _is_punctuation(char: str) -> bool:
    """CommonMark 0.31.2, section 2.1: the Unicode categories of punctuation and of symbols."""
    # `isalnum` first: most characters beside a run are letters, and it is cheaper than a look at
    # `category`.
    return not char.isalnum() and category(char)[0] in "PS"


def pair(scan: Scan, index: int, within_link: bool = True) -> None:
    """Settle the nodes of a scan from `index` on: pair the runs and the tags among them, find email
    addresses, and join texts.

    `within_link`: the nodes will be those of a link or an image, and no link may hold another.
    """
    runs = cast("list[DelimiterRun]", scan.take_delimiters(index))
    if runs:
        _match(runs)
        scan.nodes[index:] = _fold(scan, runs, index, within_link)
    elif scan.must_join or scan.has_tags or scan.context.has_emails:
        settled = _settle(scan, scan.nodes[index:], within_link, scan.height)
        scan.nodes[index:], tag_levels = settled
        scan.height += tag_levels


# --------------------------------------------------------------------------------------------------
# matching


def _match(runs: list[DelimiterRun]) -> None:
    """Match closing runs with opening ones (CommonMark 0.31.2, appendix, "process emphasis").

    `bottoms` is the `openers_bottom` of the specification: for each kind of closing run, the
    last run that is known not to open it, so that no stretch is searched twice.
    """
    #     closer      *      **      ***
    #     length % 3  1      2       0
    #
    # Only these three classes of lengths matter for rule 9, so the bottoms have that many kinds for
    # each character; tildes match by their exact length.
    openers: list[DelimiterRun] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for number, closer in enumerate(runs):
        closer.number = number
        kind = (
            closer.name,
            closer.can_open,
            closer.length if closer.name == "~" else closer.length % 3,
        )
        # One closer may close several openers: `***` closes a `**` and then a `*`.
        while closer.can_close and closer.left:
            bottom = bottoms.get(kind, -1)
            index = len(openers) - 1
            while (
                index >= 0
                and openers[index].number > bottom
                and not _can_match(openers[index], closer)
            ):
                index -= 1
            if index < 0 or openers[index].number <= bottom:
                # No opener up to here fits any closer of this kind, now or later: without this a
                # page of closers alone would be quadratic.
                bottoms[kind] = number - 1
                break
            opener = openers[index]
            # Two of each make strong emphasis, as long as both have two (rule 13).
            width = closer.length if closer.name == "~" else min(opener.left, closer.left, 2)
            opener.opening.append(width)
            closer.closing.append(width)
            opener.left -= width
            closer.left -= width
            # Runs between the two can match nothing any more.
            # The opener itself goes too, once it has no characters left.
            del openers[index + (opener.left > 0) :]
        if closer.can_open and closer.left:
            openers.append(closer)


def _can_match(opener: DelimiterRun, closer: DelimiterRun) -> bool:
    """Whether two runs can match (CommonMark 6.2, rules 9 and 10).

    A run that both opens and closes matches none with which it has a multiple of three characters,
    unless both lengths are multiples of three. Runs of tildes match where they are equally long.
    """
    if opener.name != closer.name:
        return False
    if closer.name == "~":
        return opener.length == closer.length
    total = opener.length + closer.length
    return not (opener.can_close or closer.can_open) or total % 3 != 0 or opener.length % 3 == 0


# --------------------------------------------------------------------------------------------------
# folding


class _Opened:
    """The start of a matched pair.

    `nodes`: those before it, among its siblings. `height`: the levels in them. `is_text`: it would
    be too deep, so that both of its ends are left as text.
    """

    __slots__ = ("height", "is_text", "nodes", "start")

    def __init__(self, start: int, nodes: list[Node], height: int, is_text: bool) -> None:
        self.start = start
        self.nodes = nodes
        self.height = height
        self.is_text = is_text


def _fold(scan: Scan, runs: list[DelimiterRun], index: int, within_link: bool) -> list[Node]:
    """The nodes of a scan from `index` on, with a node for each matched pair."""
    nodes = scan.nodes
    siblings: list[Node] = []  # the nodes so far at the level of the walk
    stack: list[_Opened] = []
    levels = 0
    # A node that was folded before, such as a link, may be in any of the pairs: each counts its
    # levels.
    # `height` is that of the siblings at this level; a new level begins with `least` again.
    least = height = scan.height
    pos = index
    scan.must_join = True
    for run in runs:
        siblings += nodes[pos : run.index]
        pos = run.index + 1
        #     **a***b*
        #        └┘└    the first two close, the last one opens; any left over are between them
        offset = run.start
        for width in run.closing:
            opened = stack.pop()
            if opened.is_text:
                siblings.append(_text(scan, offset, width))
            else:
                levels -= 1
                children, tag_levels = _settle(scan, siblings, within_link, levels + 1 + height)
                node = _make(run.name, width, tuple(children), (opened.start, offset + width))
                siblings = opened.nodes
                height = max(opened.height, height + tag_levels + 1)
                siblings.append(node)
            offset += width
        if run.left:
            siblings.append(_text(scan, offset, run.left))
            offset += run.left
        # Matched from the inside out, written from the outside in.
        for width in reversed(run.opening):
            is_text = scan.too_deep(levels + 1 + scan.height, offset)
            stack.append(_Opened(offset, siblings, height, is_text))
            # A pair that would be too deep is text at both of its ends; `opened.is_text` tells the
            # second.
            if is_text:
                siblings.append(_text(scan, offset, width))
            else:
                levels += 1
                height = least
                siblings = []
            offset += width
    settled, tag_levels = _settle(scan, siblings + nodes[pos:], within_link, height)
    scan.height = height + tag_levels
    return settled


def _text(scan: Scan, start: int, width: int) -> Node:
    return make_text(scan.text[start : start + width], (start, start + width))


def _make(name: str, width: int, children: tuple[Node, ...], span: tuple[int, int]) -> Node:
    if name == "~":
        return make_strikethrough(children, span)
    return make_strong(children, span) if width == 2 else make_emphasis(children, span)


def _settle(
    scan: Scan, nodes: list[Node], within_link: bool, levels: int
) -> tuple[list[Node], int]:
    """The nodes as children of one node: tags paired, email addresses found, texts joined; and the
    levels of nodes that the tags made.
    """
    tag_levels = 0
    # Tags are paired within each pair of delimiters: an element never overlaps with emphasis.
    if scan.has_tags:
        nodes, tag_levels = raw_html.pair_tags(scan, nodes, within_link, levels)
    return autolinks.settle(scan, nodes, within_link=within_link), tag_levels
