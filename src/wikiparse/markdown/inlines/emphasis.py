r"""Emphasis, strikethrough and HTML elements, paired by position.

    emphasis      = "*" inline* "*"
    strong        = "**" inline* "**"
    strikethrough = "~~" inline* "~~"
    element       = start tag, inline*, end tag of the same name

For dialects without `flanking`, the hybrid above all; `delimiter_runs.py` pairs by CommonMark's
rules. Those fail beside CJK letters, where pandoc writes asterisks that do not flank anything
(docs/dialects.md, trap 6). Here a run of asterisks closes an open one, if it can, and otherwise
opens; one with white space on both sides is text.

The scan only records delimiters, in their order. When the brackets around them are settled, one
walk pairs them (`pair`), and folds the nodes between two of them into one.
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

# --------------------------------------------------------------------------------------------------
# handlers


def asterisks(scan: Scan, start: int, end: int) -> int:
    """Record a run of asterisks, which `pair` will pair.

    Emphasis of plain text, where nothing is open, never comes here: the loop made it. Emphasis of a
    plain wikilink comes as one token, and is made at once where nothing is open that its first
    asterisks could close.
    """
    text = scan.text
    width = 2 if text.startswith("**", start) else 1
    # A run is nothing but asterisks: with something else before the last it is a whole emphasis.
    # *[a](b "wikilink")*      width 1
    #                   ^      text[end - width - 1]: a parenthesis, so it is a whole emphasis
    # *****
    #    ^                     an asterisk: a run
    if end - start > 4 and text[end - width - 1] != "*":
        # Its first asterisks could close an open delimiter instead. Only they are taken; the rest
        # of the token is scanned again.
        if scan.delimiters or scan.too_deep(2, start):
            _add_run(scan, start, start + width, "*")
            return start + width
        make = make_emphasis if width == 1 else make_strong
        children = scan.parse_inlines(start + width, end - width)
        scan.nodes.append(make(children, (start, end)))
        scan.height = max(scan.height, 1)
        return end
    if end - start == 2 and _is_empty_emphasis(scan, start, end):
        scan.nodes.append(make_emphasis((), (start, end)))
    else:
        _add_run(scan, start, end, "*")
    return end


def tildes(scan: Scan, start: int, end: int) -> int:
    """Record a run of tildes."""
    _add_run(scan, start, end, "~")
    return end


def underscores(scan: Scan, start: int, end: int) -> int:
    """Record an underscore; within a word or beside another it is text."""
    text = scan.text
    before = start > scan.start and text[start - 1].isalnum()
    after = end < scan.end and text[end].isalnum()
    if end - start == 1 and not (before and after):
        _add_run(scan, start, end, "_", not before, not after)
    else:
        scan.add_text(text[start:end], start, end)
    return end


OPENING, CLOSING = "([{（［｛「『《〈【〔“‘", ")]}）］｝」』》〉】〕”’"


def _is_empty_emphasis(scan: Scan, start: int, end: int) -> bool:
    """Whether two asterisks are alone between brackets: emphasis of a template that was dropped
    (docs/dialects.md, trap 7).
    """
    text = scan.text
    after = text[end : end + 1]
    return (
        start > 0
        and after != ""
        and after in CLOSING
        # The same position in both strings: `（**）` is such a hole, `（**]` is not. `find` returns
        # −1 for other characters, and no index is −1.
        and CLOSING.index(after) == OPENING.find(text[start - 1])
    )


def _add_run(
    scan: Scan, start: int, end: int, name: str, may_open: bool = True, may_close: bool = True
) -> None:
    """Record a run of asterisks or tildes, unless white space keeps it from opening and closing."""
    text = scan.text
    # Not CommonMark's flanking: punctuation beside a run does not matter (docs/dialects.md, trap
    # 6).
    can_open = may_open and end < scan.end and not text[end].isspace()
    # `scan.nodes`: at the start of its block a run has nothing to close, whatever ends the block
    # above.
    can_close = may_close and start > 0 and bool(scan.nodes) and not text[start - 1].isspace()
    if can_open or can_close:
        scan.delimiters.append(Delimiter(len(scan.nodes), start, end, name, can_open, can_close))
        scan.nodes.append(make_text(text[start:end], (start, end)))  # a placeholder
    else:
        scan.add_text(text[start:end], start, end)


# --------------------------------------------------------------------------------------------------
# pairing


class Opener:
    """A delimiter, or a part of a run, that waits for its partner.

    `name`: `*`, `**`, `~~`, or `<` with the name of a tag. `index`: that of its placeholder among
    the nodes of the pairing.
    """

    __slots__ = ("delimiter", "end", "index", "name", "start")

    def __init__(self, name: str, delimiter: Delimiter, start: int, end: int, index: int) -> None:
        self.name: str = name
        self.delimiter: Delimiter = delimiter
        self.start: int = start
        self.end: int = end
        self.index: int = index


class Pairing:
    """One walk over the nodes and delimiters of a stretch whose brackets are settled.

    `counts`: how many openers of each name wait, so that a closer with no partner costs no search.
    `levels`: levels of nodes that the open ones would make; `deepest`: the most they came to.
    """

    __slots__ = ("counts", "deepest", "has_text", "levels", "nodes", "openers", "scan")
    levels: int
    deepest: int

    def __init__(self, scan: Scan) -> None:
        self.scan: Scan = scan
        self.nodes: list[Node] = []
        self.openers: list[Opener] = []
        self.counts: dict[str, int] = {}
        self.levels = self.deepest = 0
        self.has_text: bool = False  # a delimiter was left as text

    def is_open(self, name: str) -> bool:
        """Whether an opener of this name waits."""
        return self.counts.get(name, 0) > 0

    def open(
        self, name: str, delimiter: Delimiter, start: int, end: int, placeholder: Node
    ) -> None:
        """Let an opener wait for its partner. If none comes, the placeholder stays."""
        # Checked when it opens, not when it closes: by then the nodes within are made.
        levels = self.levels + _levels(name)
        if not self.scan.too_deep(levels + self.scan.height, start):
            self.levels = levels
            self.openers.append(Opener(name, delimiter, start, end, len(self.nodes)))
            self.counts[name] = self.counts.get(name, 0) + 1
            self.deepest = max(self.deepest, levels)
        else:
            self.has_text = True
        self.nodes.append(placeholder)

    def close(self, name: str) -> tuple[Opener, list[Node]]:
        """Take the last opener of this name, and the nodes after it; openers between them have no
        partner.
        """
        # Only the two halves of one run of three can be exchanged, and they are the last two or
        # none.
        if len(self.openers) > 1 and self.openers[-1].name != name:
            self.swap(name)
        while True:
            opener = self.openers.pop()
            self.counts[opener.name] -= 1
            self.levels -= _levels(opener.name)
            if opener.name == name:
                break
            self.leave(opener)
        inner = self.nodes[opener.index + 1 :]
        del self.nodes[opener.index :]
        return opener, inner

    def leave(self, opener: Opener) -> None:
        """Leave an opener without a partner: a run as text, a tag as a tag, which is reported."""
        if opener.name[0] == "<":
            self.scan.context.report("unpaired-tag", (opener.start, opener.end))
        else:
            self.has_text = True

    def children(self, nodes: list[Node]) -> tuple[Node, ...]:
        """The nodes as children of one node."""
        # `has_text` is never reset: the text may belong to an outer node, and where no texts touch,
        # joining changes nothing.
        self.scan.must_join = self.scan.must_join or self.has_text
        return tuple(autolinks.settle(self.scan, nodes))

    def swap(self, name: str) -> None:
        """Let the other part of `***` be the inner one, if that is the one to be closed.

        A run of three opens as `*` and `**`, one after the other; which of them closes first is
        known only now.
        """
        outer, inner = self.openers[-2:]
        if (
            outer.name != name
            or outer.delimiter is not inner.delimiter
            or inner.index != outer.index + 1
        ):
            return
        start, end = outer.start, inner.end
        # ***a** b*    it opened as `*` around `**`: the inner one closes first, nothing to do
        # ***a* b**    `*` closes first, so it must be the inner one: the two change places
        middle = start + len(inner.name)
        outer.name, inner.name = inner.name, outer.name
        outer.start, outer.end, inner.start, inner.end = start, middle, middle, end
        text = self.scan.text
        self.nodes[outer.index] = make_text(text[start:middle], (start, middle))
        self.nodes[inner.index] = make_text(text[middle:end], (middle, end))

    def add_text(self, start: int, end: int) -> None:
        """Add the source between two offsets as text."""
        self.has_text = True
        self.nodes.append(make_text(self.scan.text[start:end], (start, end)))


def _levels(name: str) -> int:
    """The levels of nodes that a pair makes: a `<ref>` is a reference that holds its definition."""
    return 2 if name == "<ref" else 1


def pair(scan: Scan, index: int) -> None:
    """Pair the delimiters among the nodes of a scan from `index` on, and fold those nodes."""
    delimiters = scan.take_delimiters(index)
    if not delimiters or (len(delimiters) == 2 and _pair_two(scan, *delimiters)):
        return
    nodes = scan.nodes
    pairing = Pairing(scan)
    pos = index
    for delimiter in delimiters:
        pairing.nodes += nodes[pos : delimiter.index]
        pos = delimiter.index + 1
        # A delimiter's placeholder is not copied: the function adds it again if the delimiter
        # opens.
        PAIR_BY_NAME[delimiter.name[0]](pairing, delimiter)
    pairing.nodes += nodes[pos:]
    nodes[index:] = pairing.nodes
    # An upper bound: the deepest pair need not be the one around the highest node. Too many levels
    # counted are harmless, too few would pass the limit.
    scan.height += pairing.deepest
    for opener in pairing.openers:
        pairing.leave(opener)
    if pairing.has_text:
        scan.must_join = True


def _pair_two(scan: Scan, opener: Delimiter, closer: Delimiter) -> bool:
    """Fold the nodes between two equal runs, if those can pair and are all there is to pair.

    The walk of a `Pairing` would do the same; most texts with emphasis have no more than this.
    """
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
    children = tuple(autolinks.settle(scan, inner))
    scan.nodes[opener.index : closer.index + 1] = [make(children, (opener.start, closer.end))]
    scan.height += 1
    return True


# --------------------------------------------------------------------------------------------------
# by the name of the delimiter


def _pair_asterisks(pairing: Pairing, delimiter: Delimiter) -> None:
    """Let the first part of a run close open ones, and the rest open.

    Four asterisks with nothing to close are a strong emphasis of nothing.
    """
    pos, end = delimiter.start, delimiter.end
    # Five or more are text (docs/dialects.md, trap 7).
    if end - pos > 4:
        pairing.add_text(pos, end)
        return
    if delimiter.can_close:
        pos = _close_asterisks(pairing, pos, end)
    length = end - pos
    # A strong emphasis of nothing: `****` is left where a converter dropped a template in bold.
    if length == 4:
        pairing.nodes.append(make_strong((), (pos, end)))
    elif length and delimiter.can_open:
        # Of three the first opens `*`, the others `**`; see `Pairing.swap`.
        middle = end - 2 if length == 3 else pos
        for part_start, part_end in ((pos, middle), (middle, end)):
            if part_start < part_end:
                value = pairing.scan.text[part_start:part_end]
                placeholder = make_text(value, (part_start, part_end))
                pairing.open(value, delimiter, part_start, part_end, placeholder)
    elif length:
        pairing.add_text(pos, end)


CLOSABLE: dict[int, tuple[str, ...]] = {1: ("*",), 2: ("**",), 3: ("**", "*"), 4: ("**",)}
"""The openers that a run of this length may close."""


def _close_asterisks(pairing: Pairing, pos: int, end: int) -> int:
    """Close with as much of a run as closes an opener, the innermost first; return where the rest
    begins.
    """
    while pos < end:
        # `is_open` is a counter, so that a page of closing runs alone costs nothing.
        names = [name for name in CLOSABLE[end - pos] if pairing.is_open(name)]
        if not names:
            break
        name = names[0]
        if len(names) == 2:
            # `***` closes the innermost of both first; the loop comes back for the other.
            name = next(opener.name for opener in reversed(pairing.openers) if opener.name in names)
        opener, inner = pairing.close(name)
        pos += len(name)
        make = make_strong if name == "**" else make_emphasis
        pairing.nodes.append(make(pairing.children(inner), (opener.start, pos)))
    return pos


def _pair_tildes(pairing: Pairing, delimiter: Delimiter) -> None:
    """Two tildes strike through; more are text."""
    start, end = delimiter.start, delimiter.end
    # Closing is tried before opening, as with asterisks: `~~a~~b~~` strikes `a`.
    if end - start == 2 and delimiter.can_close and pairing.is_open("~~"):
        opener, inner = pairing.close("~~")
        pairing.nodes.append(make_strikethrough(pairing.children(inner), (opener.start, end)))
    elif end - start == 2 and delimiter.can_open:
        pairing.open("~~", delimiter, start, end, make_text("~~", (start, end)))
    else:
        pairing.add_text(start, end)


def _pair_underscores(pairing: Pairing, delimiter: Delimiter) -> None:
    """An underscore closes the last open one, if it can, and otherwise opens."""
    start, end = delimiter.start, delimiter.end
    if delimiter.can_close and pairing.is_open("_"):
        opener, inner = pairing.close("_")
        pairing.nodes.append(make_emphasis(pairing.children(inner), (opener.start, end)))
    elif delimiter.can_open:
        pairing.open("_", delimiter, start, end, make_text("_", (start, end)))
    else:
        pairing.add_text(start, end)


def _pair_tag(pairing: Pairing, delimiter: Delimiter) -> None:
    """A start tag opens, an end tag closes the last one of its name."""
    start, end, name = delimiter.start, delimiter.end, delimiter.name
    tag = name[1:]
    if delimiter.can_open:
        pairing.open(name, delimiter, start, end, pairing.scan.nodes[delimiter.index])
    elif pairing.is_open(name):
        opener, inner = pairing.close(name)
        pairing.nodes.append(
            element(
                pairing.scan,
                tag,
                opener.delimiter.attributes,
                pairing.children(inner),
                (opener.start, end),
                (opener.end, start),
            )
        )
    else:
        pairing.scan.context.report("unpaired-tag", (start, end))
        pairing.nodes.append(make_html_tag(tag, (), is_closing=True, span=(start, end)))


PAIR_BY_NAME: dict[str, Callable[[Pairing, Delimiter], None]] = {
    "*": _pair_asterisks,
    "~": _pair_tildes,
    "_": _pair_underscores,
    "<": _pair_tag,
}
"""By the first character of a delimiter's name."""
