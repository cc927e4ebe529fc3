"""Whether the page that was edited is the old one but for the edits.

The trees are compared from the first node to the last: each node that no edit touches is the same,
where its text now is, and as deep in the tree; a node around an edit is of the same kind and holds
no more than before. Sections are left out: they follow from the headings.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from wikiparse.edit.ranges import Outcome, refuse
from wikiparse.nodes.base import _compared_values
from wikiparse.nodes.blocks import Heading, List, Section, TableCell
from wikiparse.nodes.inlines import HtmlElement, Template, Text
from wikiparse.nodes.links import Wikilink

if TYPE_CHECKING:
    from wikiparse.edit.ranges import Range, Surroundings
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page


class _Seen(NamedTuple):
    """A node as the comparison sees it."""

    node: Node
    depth: int
    is_clear: bool
    start: int
    """Where it begins in the new source; of a node around an edit the least offset."""
    end: int


class Comparison:
    """The ranges of the edits in both sources."""

    def __init__(self, page: Surroundings, ranges: list[Range]) -> None:
        self.page = page
        self.ranges = ranges
        self.starts = [made.start for made in ranges]
        self.ends = [made.end for made in ranges]
        grown = [len(made.text) - (made.end - made.start) for made in ranges]
        self.shifts = [0, *accumulate(grown)]
        self.new = [
            (made.start + shift, made.start + shift + len(made.text))
            for made, shift in zip(ranges, self.shifts, strict=False)
        ]
        self.new_starts = [start for start, _ in self.new]
        self.new_ends = [end for _, end in self.new]

        # Nodes that removed ranges cover together are removed: a list whose items are, one by one.
        self.gone: list[tuple[int, int]] = []
        for made in ranges:
            if not made.removes or made.text or made.start == made.end:
                continue
            if self.gone and not page.source[self.gone[-1][1] : made.start].strip("> \t\r\n"):
                self.gone[-1] = (self.gone[-1][0], made.end)
            else:
                self.gone.append((made.start, made.end))
        self.gone_ends = [end for _, end in self.gone]

    def after(self, pos: int) -> int:
        """The offset in the new source of the character at an old one: after all that is put
        there.
        """
        index = bisect_right(self.ends, pos)
        if index < len(self.ranges) and self.starts[index] < pos:
            return self.new[index][1]
        return pos + self.shifts[index]

    def before(self, pos: int) -> int:
        """The offset in the new source of the end of the text before an old one."""
        index = bisect_left(self.starts, pos)
        if index and self.ends[index - 1] > pos:
            return self.new[index - 1][0]
        # A range that begins before it and ends there is before it.
        return pos + self.shifts[index]

    def check(self, new: Page) -> None:
        """Raise ValueError unless the new page is the old one but for the ranges."""
        old = self._old()
        seen = self._new(new)
        for a, b in zip(old, seen, strict=False):
            self._compare(a, b, str(new))
        if len(old) != len(seen):
            shorter = min(len(old), len(seen))
            node = (old if len(old) > len(seen) else seen)[shorter].node
            gained = len(seen) > len(old)
            refuse(_message(node, "appear beyond the new text" if gained else "be lost"))
        outcome = Outcome(new, _by_start(new), self.after)
        for finding in self.page.findings:
            finding(outcome)
        self._check_footnotes(new)

    def _touching(self, start: int, end: int) -> range:
        """The indices of the ranges that touch a range of the old source."""
        return range(bisect_left(self.ends, start), bisect_right(self.starts, end))

    def _old(self) -> list[_Seen]:
        out: list[_Seen] = []
        for node, depth in _flat(self.page.doc):
            start, end = node._start, node._end
            touching = self._touching(start, end)
            if not touching:
                shift = self.shifts[touching.start]
                out.append(_Seen(node, depth, True, start + shift, end + shift))
                continue
            is_empty = start == end
            if type(node) is Text or (is_empty and type(node) is not TableCell):
                continue
            hit = [self.ranges[index] for index in touching[:2]]
            if len(touching) > 2:
                hit.append(self.ranges[touching[-1]])
            if any(
                (r.start < start or (r.start == start and not is_empty))
                and (end < r.end or (end == r.end and not is_empty))
                and not self._is_emptied(node, r)
                for r in hit
            ):
                continue  # removed
            index = bisect_left(self.gone_ends, end)
            if (
                index < len(self.gone)
                and self.gone[index][0] <= start
                and not any(self._is_emptied(node, r) for r in hit)
            ):
                continue  # removed with all that it held
            is_clear = True
            low, high = self.after(start), self.before(end)
            for made in hit:
                if id(node) in made.inside:
                    is_clear = False
                    low = min(low, self.before(start)) if made.start == start else low
                    high = max(high, self.after(end)) if made.end == end else high
                elif made.start < end and made.end > start:
                    is_clear = False
            out.append(_Seen(node, depth, is_clear, low, high))
        return out

    @staticmethod
    def _is_emptied(node: Node, made: Range) -> bool:
        """Whether a range takes all out of a cell, which is left."""
        return made.removes and type(node) is TableCell and id(node) in made.inside

    def _new(self, new: Page) -> list[_Seen]:
        out: list[_Seen] = []
        for node, depth in _flat(new):
            start, end = node._start, node._end
            first = bisect_left(self.new_ends, start)
            last = bisect_right(self.new_starts, end)
            if first < last:
                if type(node) is Text or (start == end and type(node) is not TableCell):
                    continue
                hits = (first, min(first + 1, last - 1), last - 1)
                if any(self._is_new(index, start, end) for index in hits):
                    continue
            out.append(_Seen(node, depth, True, start, end))
        return out

    def _is_new(self, index: int, start: int, end: int) -> bool:
        new_start, new_end = self.new[index]
        # An empty cell right before a new text is not of it.
        begins = new_start < start if start == end else new_start <= start
        return begins and end <= new_end and new_end > new_start

    def _compare(self, a: _Seen, b: _Seen, text: str) -> None:
        old, new = a.node, b.node
        if old.__class__ is not new.__class__ or a.depth != b.depth:
            refuse(_message(old, f"be read as {new.kind} or be part of something else"))
        if a.is_clear:
            if (a.start, a.end) != (b.start, b.end):
                refuse(_message(old, "merge with the text beside it"))
            if _values(old) != _values(new):
                refuse(_message(old, "be read in another way"))
            return
        if not (_near(text, a.start, b.start) and _near(text, a.end, b.end)):
            low, high = a.start, a.end
            if not (self._in_new(low, b.start, text) and self._in_new(high, b.end, text)):
                refuse(_message(old, "end or begin elsewhere"))
        if _kept(old) != _kept(new):
            refuse(_message(old, "be read in another way"))

    def _in_new(self, expected: int, pos: int, text: str) -> bool:
        """Whether two offsets are the ends of one new text, or white space is between them."""
        if _near(text, expected, pos):
            return True
        index = bisect_left(self.new_ends, min(expected, pos))
        if index == len(self.new):
            return False
        start, end = self.new[index]
        low, high = min(expected, pos), max(expected, pos)
        return _near(text, low, max(low, start)) and _near(text, min(high, end), high)

    def _check_footnotes(self, new: Page) -> None:
        """Each reference outside of the edits calls the definition that it called."""
        doc = self.page.doc
        if not doc.footnote_references:
            return
        references = {r._start: r for r in reversed(new.footnote_references)}
        for old in doc.footnote_references:
            start, end = old._start, old._end
            index = bisect_left(self.ends, end)
            if index < len(self.ranges) and self.starts[index] <= start < end <= self.ends[index]:
                continue
            found = references.get(self.after(start))
            if found is None:
                found = references.get(self.before(start))
            if found is None:
                continue  # the comparison has seen it
            before, now = doc.footnote(old), new.footnote(found)
            if (before is None) != (now is None):
                refuse(_message(old, "lose its footnote" if now is None else "get a footnote"))
            if before is None or now is None or before._start < 0:
                continue
            moved = self.after(before._start)
            if moved != now._start and self.before(before._start) != now._start:
                inside = self._touching(before._start, before._end)
                if not any(self.ranges[i].start <= before._start < self.ranges[i].end
                           for i in inside):  # fmt: skip
                    refuse(_message(old, "call another footnote"))


def _flat(page: Page) -> list[tuple[Node, int]]:
    """The nodes of a page with their depth, sections left out."""
    out: list[tuple[Node, int]] = []
    stack: list[tuple[Node, int]] = [(child, 0) for child in reversed(page.children)]
    while stack:
        node, depth = stack.pop()
        if type(node) is not Section:
            out.append((node, depth))
            depth += 1
        stack += [(child, depth) for child in reversed(node.children)]
    return out


def _near(text: str, a: int, b: int) -> bool:
    """Whether two offsets have only white space and markers of block quotes between them."""
    return a == b or not text[min(a, b) : max(a, b)].strip("> \t\r\n")


def _values(node: Node) -> Any:
    """The values that an edit elsewhere does not change."""
    if isinstance(node, Wikilink):
        return (node.href, node.marker)
    if isinstance(node, List):
        return node.start  # whether it is tight depends on blank lines
    return _compared_values(node)


def _kept(node: Node) -> Any:
    """The values that an edit within a node does not change."""
    if isinstance(node, Heading):
        return node.level
    if isinstance(node, Template):
        return node.name
    if isinstance(node, HtmlElement):
        return node.tag
    return None


def _by_start(page: Page) -> dict[tuple[str, int], Node]:
    found: dict[tuple[str, int], Node] = {}
    for node in page.walk():
        if node._start >= 0:
            found.setdefault((node.kind, node._start), node)
    return found


def _message(node: Node, change: str) -> str:
    return (
        f"the edit would change more than it says: the {node.kind} at {node._start} would {change}"
    )
