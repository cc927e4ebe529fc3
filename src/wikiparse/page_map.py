"""From the offsets of an expanded page to those of the page as it is written."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from wikiparse.diagnostics import Diagnostic
from wikiparse.html.entities import decode_wikitext
from wikiparse.nodes.base import Parent
from wikiparse.nodes.inlines import (
    BraceParent,
    ParserFunction,
    Template,
    TemplateParameter,
    Text,
)
from wikiparse.nodes.links import Wikilink
from wikiparse.nodes.make import make_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.expand.expansion import Expansion
    from wikiparse.nodes.base import Node

_WITH_SOURCE = frozenset((Template, ParserFunction, TemplateParameter, BraceParent))
"""The classes of nodes that know the source of their page."""


class PageMap:
    """The regions of an expanded text: of the page, of a call, or copied from an argument of one.

    `starts` are their offsets in the text, `sources` those in the page, -1 for text that a template
    made; `calls` are the spans of the calls, None outside of them.
    """

    __slots__ = ("_broken", "_calls", "_made", "_source", "_sources", "_starts", "_text")

    def __init__(self, expansion: Expansion, source: str, offset: int = 0) -> None:
        self._text = expansion.text
        self._source = source
        self._starts: list[int] = []
        self._sources: list[int] = []
        self._calls: list[tuple[int, int] | None] = []
        copies = expansion.copies
        copy = 0
        pos, at = 0, offset  # in the text, and in the page
        for start, end, call_start, call_end in expansion.replaced:
            self._add(pos, start, at, None)
            call = offset + call_start, offset + call_end
            pos = start
            while copy < len(copies) and copies[copy][1] <= end:
                low, high, place = copies[copy]
                self._add(pos, low, -1, call)
                self._add(low, high, offset + place, call)
                pos = high
                copy += 1
            self._add(pos, end, -1, call)
            pos, at = end, call[1]
        self._add(pos, 1 << 62, at, None)
        # How many regions before one are made by a template, and how many do not go on in order.
        self._made = list(accumulate((place < 0 for place in self._sources), initial=0))
        ends = [*self._starts[1:], 1 << 62]
        breaks = [
            before + end - start > after
            for start, end, before, after in zip(
                self._starts, ends, self._sources, [*self._sources[1:], 1 << 62], strict=False
            )
        ]
        self._broken = list(accumulate(breaks, initial=0))

    def _add(self, start: int, end: int, source: int, call: tuple[int, int] | None) -> None:
        if start < end:
            self._starts.append(start)
            self._sources.append(source)
            self._calls.append(call)

    def span(self, start: int, end: int) -> tuple[int, int, bool]:
        """The span in the page of a span in the text, and whether the page has that text."""
        starts, sources, calls = self._starts, self._sources, self._calls
        first = bisect_right(starts, start) - 1
        last = first if end <= start else bisect_left(starts, end, first) - 1
        call = calls[first]
        if first == last:
            if (source := sources[first]) >= 0:
                shift = source - starts[first]
                return start + shift, end + shift, True
            return (*call, False)  # type: ignore[misc]  # a call made it
        low = sources[first] + start - starts[first]
        high = sources[last] + end - starts[last]
        if call is not None and call is calls[last]:
            if (
                self._made[last + 1] == self._made[first]
                and self._broken[last] == self._broken[first]
            ):
                return low, high, True  # an argument with comments in it
            return (*call, False)
        if call is not None:
            low = call[0]
        if (after := calls[last]) is not None:
            high = after[1]
        return low, high, False

    def diagnostic(self, found: Diagnostic) -> Diagnostic:
        """A finding in the text as one in the page."""
        if found.span is None:
            return found
        start, end, _ = self.span(found.span.start, found.span.end)
        return Diagnostic.of(found.code, (start, end), found.message)

    def moved(self, nodes: Iterable[Node]) -> list[Node]:
        """The nodes with the spans of the page. Only for nodes that nobody else has seen yet."""
        put = object.__setattr__
        starts, sources = self._starts, self._sources
        top = self._cut(tuple(nodes), None)
        stack = list(top)
        while stack:
            node = stack.pop()
            start = node._start
            if below := node.children:
                cut = below if start < 0 else self._cut(below, node)
                if cut is not below:
                    put(node, "children", cut)
                stack += cut
            if start < 0:
                continue
            end = node._end
            region = bisect_right(starts, start) - 1
            source = sources[region]
            # The fast path: `span` would find the same.
            if source >= 0 and (region + 1 == len(starts) or end <= starts[region + 1]):
                shift = source - starts[region]
                start, end, is_written = start + shift, end + shift, True
            else:
                start, end, is_written = self.span(start, end)
            put(node, "_start", start)
            put(node, "_end", end)
            if node.__class__ in _WITH_SOURCE and node._source is not None:  # type: ignore[attr-defined]
                # One that a template made is written from the tree.
                put(node, "_source", self._source if is_written else None)
        return list(top)

    def _cut(self, nodes: tuple[Node, ...], parent: Node | None) -> tuple[Node, ...]:
        """Children, with a text that is in several regions as several texts."""
        # The text of a link is one: it may have letters of the trail.
        if isinstance(parent, Wikilink) or (parent is not None and not isinstance(parent, Parent)):
            return nodes
        starts = self._starts
        count = len(starts)
        out: list[Node] | None = None
        for index, node in enumerate(nodes):
            if node.__class__ is Text and (start := node._start) >= 0:
                first = bisect_right(starts, start)
                if first < count and starts[first] < node._end:
                    out = list(nodes[:index]) if out is None else out
                    out += self._texts(node, first)
                    continue
            if out is not None:
                out.append(node)
        return nodes if out is None else tuple(out)

    def _texts(self, node: Text, region: int) -> list[Node]:
        """A text, cut at the regions that begin in it; whole from where it is not in the source as
        it is.
        """
        value, start, end = node.value, node._start, node._end
        out: list[Node] = []
        pos = 0
        for bound in self._starts[region : bisect_left(self._starts, end)]:
            part = self._text[start:bound]
            if not value.startswith(part, pos):
                part = decode_wikitext(part)
                if not value.startswith(part, pos):
                    break
            if part:
                out.append(make_text(part, (start, bound)))
                pos += len(part)
                start = bound
        if not out:
            return [node]
        if pos < len(value):
            out.append(make_text(value[pos:], (start, end)))
        return out
