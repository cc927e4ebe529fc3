"""The tree of a page whose templates are expanded, with the spans of the page as it is written.

MediaWiki expands calls before it looks for tables, lists or links: a table may have templates for
rows. So the page is expanded to one text, that text is parsed, and the spans of its nodes are
translated:

    page        … {{Row|[[A]]}} …         the link is copied from an argument: it has its own span
    expanded    … |-⏎| '''[[A]]''' …      the row and the bold are made by the template: they have
                                          the span of the call
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import attrs

from wikiparse.diagnostics import Diagnostic
from wikiparse.dialect import DIALECTS
from wikiparse.limits import DEFAULT_LIMITS
from wikiparse.nodes.base import Node
from wikiparse.nodes.inlines import (
    BraceParent,
    MagicWord,
    Template,
)
from wikiparse.nodes.links import LinkContext
from wikiparse.nodes.page import Detection
from wikiparse.nodes.template_text import Registry
from wikiparse.page_map import PageMap
from wikiparse.tree import parse_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wikiparse.dialect import Dialect
    from wikiparse.edit.edits import Edit
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
