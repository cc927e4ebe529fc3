"""A page as plain values and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wikiparse.nodes.links import ExternalLink, Wikilink
from wikiparse.render.json.form import VALUES, VERSION, values_of
from wikiparse.render.json.text import numbers_up_to, quoted, write_nodes, written

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page

DERIVED = (
    "title",
    "namespace",
    "fragment",
    "interwiki",
    "text",
    "label",
    "trail",
    "trail_certain",
    "is_local",
)
"""The values that follow from the destination and the text of a wikilink."""


def node_to_dict(root: Node, *, derived: bool = False) -> dict[str, Any]:
    """A node, with all below it, as plain values."""
    top: dict[str, Any] = {}
    stack: list[tuple[Node, dict[str, Any]]] = [(root, top)]
    # The dictionary of a node is made with its parent, and filled when the node is taken: no
    # recursion.
    pop, push = stack.pop, stack.append
    while stack:
        node, out = pop()
        out["kind"] = node.kind
        if (span := node._span) is not None:
            out["span"] = list(span)
        cls = node.__class__
        values = VALUES.get(cls)
        for name, key, default, _ in values_of(cls) if values is None else values:
            value = getattr(node, name)
            # A default is not written: `TableCell` alone would have five values in each cell.
            if value != default:
                out[key] = _plain(value) if value.__class__ is tuple else value
        if getattr(node, "_source", "") is None and span is not None:
            out["is_edited"] = True
        if cls is Wikilink and node._context.is_wikitext:  # type: ignore[attr-defined]
            out["is_wikitext"] = True
            if trail := node._context.trail:  # type: ignore[attr-defined]
                out["trail"] = trail
        elif cls is Wikilink and node._context.knows_trail:  # type: ignore[attr-defined]
            out["knows_trail"] = True
            out["trail"] = node._context.trail  # type: ignore[attr-defined]
        if derived:
            out |= _derived(node)
        if children := node.children:
            below: list[dict[str, Any]] = [{} for _ in children]
            out["children"] = below
            for pair in zip(children, below, strict=True):
                push(pair)
    return top


def _plain(value: Any) -> Any:
    """Tuples as lists."""
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _derived(node: Node) -> dict[str, Any]:
    """The values that follow from those of a link."""
    if isinstance(node, Wikilink):
        return {name: getattr(node, name) for name in DERIVED}
    if isinstance(node, ExternalLink) and (archive := node.archived) is not None:
        stamp = None if archive.timestamp is None else archive.timestamp.isoformat()
        return {"archived": {**archive._asdict(), "timestamp": stamp}}
    return {}


def document_to_dict(page: Page, *, derived: bool = False) -> dict[str, Any]:
    """A page as plain values.

    >>> from wikiparse.render.json import document_to_dict
    >>> document_to_dict(wikiparse.parse("Text."))["dialect"]
    'markdown'
    """
    out = _head(page)
    if page.children:
        out["children"] = node_to_dict(page, derived=derived)["children"]
    # It is always there, also as the default: a reader must not guess it.
    out.setdefault("dialect", page.dialect)
    return {**out, "source": str(page), **_tail(page)}


def _head(page: Page) -> dict[str, Any]:
    """The values before the tree of a page."""
    out: dict[str, Any] = {"version": VERSION, "kind": page.kind}
    if page._span is not None:
        out["span"] = list(page._span)
    for name, key, default, _ in values_of(page.__class__):
        if name not in ("detection", "diagnostics") and (value := getattr(page, name)) != default:
            out[key] = _plain(value)
    if page.site is not None:
        out["site"] = page.site.to_dict()
    if (home := page._links.home) is not None:
        out["home"] = list(home)
    # A tree with expanded templates is not that of its source alone.
    if page.is_edited or (page._expanded is not None and page._expanded.calls):
        out["is_edited"] = True
    return out


def _tail(page: Page) -> dict[str, Any]:
    """The values after the tree and the source."""
    out: dict[str, Any] = {}
    if page.is_edited and page._links.left_out:  # otherwise they follow from the source
        out["left_out"] = sorted([list(pair) for pair in page._links.left_out])
    out["detection"] = {
        "dialect": page.detection.dialect,
        "evidence": [list(pair) for pair in page.detection.evidence],
        **({"writer": page.detection.writer} if page.detection.writer else {}),
    }
    out["diagnostics"] = [
        {
            "code": d.code,
            "severity": d.severity,
            "message": d.message,
            "span": None if d.span is None else list(d.span),
        }
        for d in page.diagnostics
    ]
    return out


def document_to_json(page: Page, *, derived: bool = False, indent: int | None = None) -> str:
    """A page as JSON.

    Characters beyond ASCII are written as they are, lone surrogates as escapes. That two surrogates
    in a row which make up a pair are two, JSON cannot say: a reader finds one character.

    >>> from wikiparse.render.json import document_to_json
    >>> document_to_json(wikiparse.parse("Text."))[:20]
    '{"version":1,"kind":'
    """
    made = None if derived or indent is not None else _written(page)
    if made is None:
        separators = (",", ":") if indent is None else None
        data = document_to_dict(page, derived=derived)
        made = json.dumps(
            data, ensure_ascii=False, indent=indent, separators=separators, check_circular=False
        )
    try:
        # The fastest way to find lone surrogates. A parsed tree has none that its source has not:
        # no character reference makes one.
        is_source = not page.is_edited and page._expanded is None
        for part in (str(page), page.title or "") if is_source else (made,):
            part.encode("utf-16-le")
    except UnicodeEncodeError:
        made = "".join([f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in made])
    return made


def _written(page: Page) -> str | None:
    """The text of a page, or None where a node made by hand has a value that is not of the type
    its class says.
    """
    head = _head(page)
    dialect = "" if "dialect" in head else f',"dialect":{written(page.dialect)}'
    tail = f'{dialect},"source":{quoted(str(page))},{written(_tail(page))[1:]}'
    if not page.children:
        return written(head)[:-1] + tail
    try:
        nodes = write_nodes(page.children, numbers_up_to(page._end))
    except (TypeError, IndexError):
        return None
    return "".join([written(head)[:-1], ',"children":[', *nodes, "]", tail])
