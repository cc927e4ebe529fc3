"""The tree of a page whose templates are expanded, with the spans of the page as it is written.

MediaWiki expands calls before it looks for tables, lists or links: a table may have templates for
rows. So the page is expanded to one text, that text is parsed, and the spans of its nodes are
translated:

    page        … {{Row|[[A]]}} …         the link is copied from an argument: it has its own span
    expanded    … |-⏎| '''[[A]]''' …      the row and the bold are made by the template: they have
                                          the span of the call
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import attrs

from wikiparse.diagnostics import Diagnostic
from wikiparse.dialect import DIALECTS
from wikiparse.html.entities import decode_wikitext
from wikiparse.limits import DEFAULT_LIMITS
from wikiparse.nodes.base import Node, Parent
from wikiparse.nodes.inlines import (
    BraceParent,
    MagicWord,
    ParserFunction,
    Template,
    TemplateParameter,
    Text,
)
from wikiparse.nodes.links import LinkContext, Wikilink
from wikiparse.nodes.page import Detection
from wikiparse.nodes.template_text import Registry
from wikiparse.tree import parse_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wikiparse.dialect import Dialect
    from wikiparse.edit.edits import Edit
    from wikiparse.expand.expansion import Expansion
    from wikiparse.expand.store import TemplateStore
    from wikiparse.limits import Limits
    from wikiparse.nodes.page import Page


@attrs.frozen(eq=False)
class PageExpansion:
    """The expansion that a document was made by."""

    store: TemplateStore = attrs.field(repr=False)
    calls: tuple[tuple[int, int], ...] = ()
    """The spans of the calls that are expanded, in order."""
    missing: Mapping[str, int] = attrs.field(factory=dict)
    """How often each name was called that the store does not know."""
    unexpanded: Any = attrs.field(default=None, repr=False)
    """The call that a document is the expansion of, as a document; None of a page."""

    def call_at(self, start: int, end: int) -> tuple[int, int] | None:
        """The call that holds a span."""
        index = bisect_right(self.calls, (start, 1 << 62)) - 1
        if index < 0:
            return None
        call = self.calls[index]
        return call if call[0] <= start <= end <= call[1] else None


def expanded_tree(
    source: str,
    rules: Dialect,
    links: LinkContext,
    limits: Limits,
    diagnostics: list[Diagnostic],
    *,
    store: TemplateStore,
    title: str | None,
) -> tuple[list[Node], PageExpansion]:
    """The blocks of a page, as sections, and how they were made."""
    # No call begins beyond the limit: the rest of the page is one text.
    rest = source[limits.max_size :]
    expansion = store.expand(
        source[: limits.max_size], title=title, is_page=True, shows=shows_text(links)
    )
    diagnostics += expansion.diagnostics
    found: list[Diagnostic] = []
    nodes = parse_tree(expansion.text + rest, rules, links, limits, found)
    if expansion.replaced:
        page_map = PageMap(expansion, source)
        nodes = page_map.moved(nodes)
        diagnostics += map(page_map.diagnostic, found)
    else:
        diagnostics += found
    diagnostics.sort(key=_position)
    calls = tuple([(start, end) for _, _, start, end in expansion.replaced])
    return nodes, PageExpansion(store, calls, expansion.missing)


def expanded_call(page: Page, node: Node, store: TemplateStore, make: Callable[..., Any]) -> Any:
    """The document that a call in a page becomes; `make` is the class of documents."""
    if not isinstance(node, BraceParent | MagicWord):
        message = f"a {node.kind} is not expanded: this takes a template, a function or a variable"
        raise TypeError(message)
    source = str(page)
    has_source = node._start >= 0 and not page.is_edited and not _is_made(page, node)
    text = source[node._start : node._end] if has_source else _written(node)
    links = LinkContext(
        page.lang,
        is_wikitext=True,
        texts=page._links.texts or Registry.of(page.lang),
        site=page.site,
    )
    shows = shows_text(links) if isinstance(node, Template) else None
    expansion = store.expand(text, title=page.title, is_page=True, shows=shows)
    found: list[Diagnostic] = []
    limits = page._limits or DEFAULT_LIMITS
    nodes = parse_tree(expansion.text, DIALECTS["wikitext"], links, limits, found)
    calls: tuple[tuple[int, int], ...] = ()
    if has_source:
        start = node._start
        page_map = PageMap(expansion, source, start)
        nodes = page_map.moved(nodes)
        found = [page_map.diagnostic(one) for one in found]
        found += [_shifted(one, start) for one in expansion.diagnostics]
        calls = tuple([(start + low, start + high) for _, _, low, high in expansion.replaced])
    else:
        _without_spans(nodes)
        found = [Diagnostic.of(one.code, None, one.message) for one in found]
        found += [Diagnostic.of(one.code, None, one.message) for one in expansion.diagnostics]
    found.sort(key=_position)
    values = {
        "source": source if has_source else "",
        "title": page.title,
        "lang": page.lang,
        "dialect": "wikitext",
        "detection": Detection("wikitext"),
        "links": links,
        "limits": page._limits,
        "span": node._span if has_source else None,
    }
    call = make((node,), parsed=(node,), **values)
    children = tuple(nodes)
    return make(
        children,
        parsed=children,
        diagnostics=tuple(found),
        expanded=PageExpansion(store, calls, expansion.missing, call),
        **values,
    )


def _is_made(page: Page, node: Node) -> bool:
    """Whether a template made a node of an expanded page, so that its span is that of a call."""
    if page._expanded is None or not page._holds(node):
        return False
    if isinstance(node, BraceParent):
        return node._source is None
    return page._expanded.call_at(node._start, node._end) is not None


def _written(node: Node) -> str:
    """The wikitext of a call that the source does not hold."""
    from wikiparse.render.wikitext.write import render_wikitext  # noqa: PLC0415  # a writer

    return render_wikitext(node, is_wikitext=True)


def _without_spans(nodes: Iterable[Node]) -> None:
    put = object.__setattr__
    stack = list(nodes)
    while stack:
        node = stack.pop()
        put(node, "_start", -1)
        put(node, "_end", -1)
        stack += node.children


def _shifted(found: Diagnostic, start: int) -> Diagnostic:
    span = found.span
    at = None if span is None else (span.start + start, span.end + start)
    return Diagnostic.of(found.code, at, found.message)


def shows_text(links: LinkContext) -> Callable[[str], bool] | None:
    """The function that says whether the registry of a page knows the text of a template."""
    texts = links.texts
    return None if texts is None else lambda name: texts.function(name) is not None


def _position(found: Diagnostic) -> int:
    return -1 if found.span is None else found.span.start


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
                out.append(Text(part, span=(start, bound)))
                pos += len(part)
                start = bound
        if not out:
            return [node]
        if pos < len(value):
            out.append(Text(value[pos:], span=(start, end)))
        return out


def written_edits(
    doc: Page, page: Page, edits: Iterable[Edit | tuple[Node, Any]]
) -> Iterator[Edit | tuple[Node, Any]]:
    """Edits of a document with expanded templates, as edits of the page as it is written.

    Raises ValueError for a node that is not written in the page.
    """
    nodes: dict[tuple[str, int, int], Node] | None = None
    for edit in edits:
        node = edit[0] if isinstance(edit, tuple) else edit.node
        if isinstance(node, Node) and not page._holds(node):
            if not doc._holds(node):
                message = f"the {node.kind} is not a node of this document"
                raise ValueError(message)
            if nodes is None:
                nodes = {(one.kind, one._start, one._end): one for one in page.walk()}
            found = nodes.get((node.kind, node._start, node._end))
            if found is None or doc._expanded.call_at(node._start, node._end) is not None:
                message = (
                    f"the {node.kind} is not written in the page, but made by a template, or of "
                    "texts that templates made: edit the call, a node of doc.unexpanded"
                )
                raise ValueError(message)
            node = found
        if isinstance(edit, tuple):
            yield node, edit[1]  # type: ignore[misc]  # anything but a node is refused later
        else:
            yield attrs.evolve(edit, node=node)
