"""What pairs: `*`, `**`, `~~`, tags and their end tags.

The scan only notes delimiters, in the order they stand. When the brackets around them are settled,
one walk pairs them, and folds what stands between into a node. Emphasis in the hybrid dialect pairs
by position, since the rule of flanking runs fails beside CJK letters (docs/dialects.md, trap 6): a
run closes what is open, if it can, and else opens. A run with white space on both sides is text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.markdown.inlines import autolinks
from wikiparse.markdown.inlines.html import element
from wikiparse.markdown.inlines.state import Delimiter
from wikiparse.nodes.make import (
    make_emphasis,
    make_html_tag,
    make_strikethrough,
    make_strong,
    make_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node


def stars(scan: Scan, start: int, end: int) -> int:
    """Note a run of stars.

    Emphasis of plain words, where nothing is open, the scan has taken in one match.

    Emphasis of a plain wikilink comes as one token, and is folded at once where nothing is open
    that its first stars could close.
    """
    width = 2 if scan.text.startswith("*", start + 1) else 1
    # The scanner saw the whole of it: a run has nothing but stars in it.
    if end - start > 4 and scan.text[end - width - 1] != "*":
        if scan.delimiters or scan.too_deep(2, start):
            note_run(scan, start, start + width, "*")
            return start + width
        make = make_emphasis if width == 1 else make_strong
        scan.nodes.append(
            make(
                scan.context.parse(scan.context, start + width, end - width, scan.depth + 1),
                (start, end),
            )
        )
        scan.height = max(scan.height, 1)
        return end
    if end - start == 2 and _is_empty(scan, start, end):
        scan.nodes.append(make_emphasis((), span=(start, end)))
    else:
        note_run(scan, start, end, "*")
    return end


def tildes(scan: Scan, start: int, end: int) -> int:
    """Note a run of tildes."""
    note_run(scan, start, end, "~")
    return end


OPENING, CLOSING = "([{（［｛「『《〈【〔“‘", ")]}）］｝」』》〉】〕”’"


def _is_empty(scan: Scan, start: int, end: int) -> bool:
    """Whether two stars stand alone between brackets: an italic whose template fell out
    (docs/dialects.md, trap 7).
    """
    text = scan.text
    behind = text[end : end + 1]
    return (
        start > 0
        and behind != ""
        and behind in CLOSING
        and CLOSING.index(behind) == OPENING.find(text[start - 1])
    )


def note_run(scan: Scan, start: int, end: int, name: str) -> None:
    """Note a run of stars or tildes, and whether white space lets it open or close."""
    text = scan.text
    opens = end < scan.end and not text[end].isspace()
    closes = start > 0 and bool(scan.nodes) and not text[start - 1].isspace()
    if opens or closes:
        scan.delimiters.append(Delimiter(len(scan.nodes), start, end, name, opens, closes))
        scan.nodes.append(make_text(text[start:end], (start, end)))  # a place to come back to
    else:
        scan.add_text(text[start:end], start, end)


class Opener:
    """A delimiter, or a part of a run, that waits for its partner; `index` is its place among the
    nodes of the pairing.
    """

    __slots__ = ("delimiter", "end", "index", "name", "start")

    def __init__(self, name: str, delimiter: Delimiter, start: int, end: int, index: int) -> None:
        self.name = name
        self.delimiter = delimiter
        self.start = start
        self.end = end
        self.index = index


class Pairing:
    """One walk over the nodes and delimiters of a settled stretch."""

    __slots__ = ("counts", "deepest", "has_text", "levels", "nodes", "opened", "scan")

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.nodes: list[Node] = []
        self.opened: list[Opener] = []
        self.counts: dict[str, int] = {}
        self.levels = self.deepest = 0
        self.has_text = False  # something stayed as the text it is

    def is_open(self, name: str) -> bool:
        """Whether something of this name waits."""
        return self.counts.get(name, 0) > 0

    def open(
        self, name: str, delimiter: Delimiter, start: int, end: int, placeholder: Node
    ) -> None:
        """Let something wait for its partner; until then it is what the placeholder says."""
        cost = _levels(name)
        levels = self.levels + cost
        if not self.scan.too_deep(levels + self.scan.height, start):
            self.levels = levels
            self.opened.append(Opener(name, delimiter, start, end, len(self.nodes)))
            self.counts[name] = self.counts.get(name, 0) + 1
            self.deepest = max(self.deepest, levels)
        else:
            self.has_text = True
        self.nodes.append(placeholder)

    def close(self, name: str) -> tuple[Opener, list[Node]]:
        """The last opener of this name, and the nodes behind it; what was opened after it stays as
        it is.
        """
        if len(self.opened) > 1 and self.opened[-1].name != name:
            self.swap(name)
        while True:
            opener = self.opened.pop()
            self.counts[opener.name] -= 1
            self.levels -= _levels(opener.name)
            if opener.name == name:
                break
            self.leave(opener)
        inner = self.nodes[opener.index + 1 :]
        del self.nodes[opener.index :]
        return opener, inner

    def leave(self, opener: Opener) -> None:
        """Leave an opener without a partner: stars stay text, a tag stays alone."""
        if opener.name[0] == "<":
            self.scan.context.report("unpaired-tag", (opener.start, opener.end))
        else:
            self.has_text = True

    def children(self, nodes: list[Node]) -> tuple[Node, ...]:
        """The nodes as children."""
        self.scan.must_join = self.scan.must_join or self.has_text
        return tuple(autolinks.settled(self.scan, nodes))

    def swap(self, name: str) -> None:
        """Of `***` either part may close first: the one that does is the inner one."""
        outer, inner = self.opened[-2:]
        if (
            outer.name != name
            or outer.delimiter is not inner.delimiter
            or inner.index != outer.index + 1
        ):
            return
        start, end = outer.start, inner.end
        middle = start + len(inner.name)
        outer.name, inner.name = inner.name, outer.name
        outer.start, outer.end, inner.start, inner.end = start, middle, middle, end
        text = self.scan.text
        self.nodes[outer.index] = make_text(text[start:middle], (start, middle))
        self.nodes[inner.index] = make_text(text[middle:end], (middle, end))

    def add_text(self, start: int, end: int) -> None:
        """Add the source between two offsets as words."""
        self.has_text = True
        self.nodes.append(make_text(self.scan.text[start:end], (start, end)))


def _levels(name: str) -> int:
    """How many levels of nodes a pair makes: a footnote's mark holds its definition."""
    return 2 if name == "<ref" else 1


def pair(scan: Scan, first: int, index: int) -> None:
    """Pair the delimiters of a scan from the `first` on, and fold its nodes from `index` on."""
    nodes = scan.nodes
    if len(scan.delimiters) - first == 2 and _pair_two(scan, *scan.delimiters[first:]):
        del scan.delimiters[first:]
        return
    pairing = Pairing(scan)
    pos = index
    for delimiter in scan.delimiters[first:]:
        pairing.nodes += nodes[pos : delimiter.index]
        pos = delimiter.index + 1
        RULES[delimiter.name[0]](pairing, delimiter)
    pairing.nodes += nodes[pos:]
    nodes[index:] = pairing.nodes
    scan.height += pairing.deepest
    for opener in pairing.opened:
        pairing.leave(opener)
    if pairing.has_text:
        scan.must_join = True
    del scan.delimiters[first:]


def _pair_two(scan: Scan, opener: Delimiter, closer: Delimiter) -> bool:
    """Fold what stands between two runs of as many stars, if that is all there is to pair."""
    length = opener.end - opener.start
    if (
        opener.name != "*"
        or closer.name != "*"
        or length > 2
        or closer.end - closer.start != length
    ):
        return False
    if not opener.can_open or not closer.can_close or scan.too_deep(1 + scan.height, opener.start):
        return False
    make = make_emphasis if length == 1 else make_strong
    inner = scan.nodes[opener.index + 1 : closer.index]
    children = tuple(autolinks.settled(scan, inner))
    scan.nodes[opener.index : closer.index + 1] = [make(children, (opener.start, closer.end))]
    scan.height += 1
    return True


# ----------------------------------------------------------------------------------------------------
# emphasis


def _stars(pairing: Pairing, delimiter: Delimiter) -> None:
    """A run of stars: its parts close what is open, and what is left opens.

    Four with nothing to close are an empty strong.
    """
    pos, end = delimiter.start, delimiter.end
    length = end - pos
    if length > 4:
        pairing.add_text(pos, end)
        return
    if delimiter.can_close:
        pos = _close_stars(pairing, pos, end)
    length = end - pos
    if length == 4:
        pairing.nodes.append(make_strong((), span=(pos, end)))
    elif length and delimiter.can_open:
        middle = end - 2 if length == 3 else pos
        for start, stop in ((pos, middle), (middle, end)):
            if start < stop:
                pairing.open(
                    "*" * (stop - start),
                    delimiter,
                    start,
                    stop,
                    make_text(pairing.scan.text[start:stop], (start, stop)),
                )
    elif length:
        pairing.add_text(pos, end)


CLOSABLE = {1: ("*",), 2: ("**",), 3: ("**", "*"), 4: ("**",)}
"""What a run of so many stars may close."""


def _close_stars(pairing: Pairing, pos: int, end: int) -> int:
    """Close with as much of a run as closes something, the innermost first; give where the rest
    begins.
    """
    while pos < end:
        names = [name for name in CLOSABLE[end - pos] if pairing.is_open(name)]
        if not names:
            break
        name = names[0]
        if len(names) == 2:
            name = next(opener.name for opener in reversed(pairing.opened) if opener.name in names)
        opener, inner = pairing.close(name)
        pos += len(name)
        make = make_strong if name == "**" else make_emphasis
        pairing.nodes.append(make(pairing.children(inner), (opener.start, pos)))
    return pos


def _tildes(pairing: Pairing, delimiter: Delimiter) -> None:
    """Two tildes strike out."""
    pos, end = delimiter.start, delimiter.end
    if end - pos == 2 and delimiter.can_close and pairing.is_open("~~"):
        opener, inner = pairing.close("~~")
        pairing.nodes.append(make_strikethrough(pairing.children(inner), span=(opener.start, end)))
    elif end - pos == 2 and delimiter.can_open:
        pairing.open("~~", delimiter, pos, end, make_text("~~", (pos, end)))
    else:
        pairing.add_text(pos, end)


# ----------------------------------------------------------------------------------------------------
# tags


def _tag(pairing: Pairing, delimiter: Delimiter) -> None:
    """A tag opens, an end tag closes the last one of its name."""
    pos, end, name = delimiter.start, delimiter.end, delimiter.name
    tag = name[1:]
    if delimiter.can_open:
        pairing.open(
            name, delimiter, pos, end, make_html_tag(tag, delimiter.attributes, span=(pos, end))
        )
    elif pairing.is_open(name):
        opener, inner = pairing.close(name)
        pairing.nodes.append(
            element(
                pairing.scan,
                tag,
                opener.delimiter.attributes,
                pairing.children(inner),
                (opener.start, end),
                opener.end,
                pos,
            )
        )
    else:
        pairing.scan.context.report("unpaired-tag", (pos, end))
        pairing.nodes.append(make_html_tag(tag, (), is_closing=True, span=(pos, end)))


RULES: dict[str, Callable[[Pairing, Delimiter], None]] = {"*": _stars, "~": _tildes, "<": _tag}
