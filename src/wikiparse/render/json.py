"""The tree as plain values and as JSON, and back. The form is published as a JSON Schema (`schema.json` beside this file).

A node is an object with `kind`, `span` (`[start, end]` in code points), the values that are not at their defaults, and `children`
where there are any. The document adds `version`, `source`, `detection` and `diagnostics`. A value that is absent is at its default.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from wikiparse.diagnostics import CODES, Diagnostic
from wikiparse.nodes.base import Node, Parent, class_of, fields_of
from wikiparse.nodes.inlines import LanguageVariant
from wikiparse.nodes.links import ExternalLink, LinkContext, Wikilink
from wikiparse.nodes.page import Detection, Page
from wikiparse.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
"""The version of the form. It changes when a reader of the old form would go wrong."""

P = TypeVar("P", bound=Page)

_PLANS: dict[type[Node], tuple[tuple[str, str, Any], ...]] = {}


def _plan(cls: type[Node]) -> tuple[tuple[str, str, Any], ...]:
    """Attribute, key and default of what is written of a class."""
    if cls not in _PLANS:
        defaults = {f.name: f.default for f in attrs.fields(cls)}
        names, aliases = fields_of(cls)
        _PLANS[cls] = tuple([(name, key, defaults[name]) for name, key in zip(names, aliases, strict=True) if not name.startswith("_")])
    return _PLANS[cls]


def node_to_dict(root: Node, *, derived: bool = False) -> dict[str, Any]:
    """A node and all below it as plain values."""
    top: dict[str, Any] = {}
    stack: list[tuple[Node, dict[str, Any]]] = [(root, top)]
    pop, push = stack.pop, stack.append
    while stack:
        node, out = pop()
        out["kind"] = node.kind
        if (span := node._span) is not None:
            out["span"] = span
        cls = node.__class__
        for name, key, default in _PLANS.get(cls) or _plan(cls):
            value = getattr(node, name)
            if value != default:
                out[key] = value
        if cls is Wikilink and node._context.is_wikitext:  # type: ignore[attr-defined]
            out["is_wikitext"] = True
        if derived:
            out |= _derived(node)
        if children := node.children:
            below: list[dict[str, Any]] = [{} for _ in children]
            out["children"] = below
            for pair in zip(children, below, strict=True):
                push(pair)
    return top


def _derived(node: Node) -> dict[str, Any]:
    """What follows from the values of a link."""
    if isinstance(node, Wikilink):
        names = ("title", "namespace", "fragment", "interwiki", "text", "label", "trail", "trail_certain", "is_local")
        return {name: getattr(node, name) for name in names}
    if isinstance(node, ExternalLink) and (archive := node.archived) is not None:
        stamp = None if archive.timestamp is None else archive.timestamp.isoformat()
        return {"archived": {"original_url": archive.original_url, "timestamp": stamp, "service": archive.service}}
    return {}


def document_to_dict(page: Page, *, derived: bool = False) -> dict[str, Any]:
    """A page as plain values."""
    tree = node_to_dict(page, derived=derived)
    tree.pop("detection", None)
    tree.pop("diagnostics", None)
    out: dict[str, Any] = {"version": VERSION, **tree, "dialect": page.dialect, "source": str(page)}
    if page._links.left_out:
        out["left_out"] = sorted([list(pair) for pair in page._links.left_out])
    out["detection"] = {"dialect": page.detection.dialect, "evidence": [list(pair) for pair in page.detection.evidence]}
    out["diagnostics"] = [
        {"code": d.code, "severity": d.severity, "message": d.message, "span": None if d.span is None else tuple(d.span)}
        for d in page.diagnostics
    ]
    return out


def document_to_json(page: Page, *, derived: bool = False, indent: int | None = None) -> str:
    """A page as JSON."""
    data = document_to_dict(page, derived=derived)
    separators = (",", ":") if indent is None else None
    made = json.dumps(data, ensure_ascii=False, indent=indent, separators=separators, check_circular=False)
    try:
        made.encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates have no UTF-8: written as escapes
        made = "".join([f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in made])
    return made


def document_from_dict(data: Mapping[str, Any], cls: type[P]) -> P:
    """The page that plain values stand for. Raises ValueError for what has not the form."""
    try:
        if data["version"] != VERSION:
            message = f"version {data['version']!r} of the form is not known: this is version {VERSION}"
            raise ValueError(message)
        return _page(data, cls)
    except (KeyError, TypeError, AttributeError) as error:
        message = f"this is not the form of a document: {type(error).__name__} {error}"
        raise ValueError(message) from error


def _page(data: Mapping[str, Any], cls: type[P]) -> P:
    lang, dialect = data.get("lang"), data["dialect"]
    links = LinkContext(lang, left_out=frozenset(tuple(pair) for pair in data.get("left_out", ())))
    order: list[Mapping[str, Any]] = []
    stack = list(data.get("children", ()))
    while stack:
        item = stack.pop()
        order.append(item)
        stack += item.get("children", ())
    done: list[Node] = []
    for item in reversed(order):
        count = len(item.get("children", ()))
        below = tuple(done[len(done) - count :])
        del done[len(done) - count :]
        done.append(_node(item, below, links))
    detection = data["detection"]
    return cls(
        tuple(done),
        source=data["source"],
        title=data.get("title"),
        lang=lang,
        dialect=dialect,
        detection=Detection(detection["dialect"], tuple([(name, count) for name, count in detection["evidence"]])),
        diagnostics=tuple([_diagnostic(d) for d in data["diagnostics"]]),
        links=links,
        span=_span(data.get("span")),
    )


def _span(value: Any) -> tuple[int, int] | None:
    return None if value is None else (int(value[0]), int(value[1]))


def _diagnostic(data: Mapping[str, Any]) -> Diagnostic:
    span = _span(data["span"])
    severity, _ = CODES[data["code"]]
    return Diagnostic(data["code"], severity, data["message"], None if span is None else Span(*span))


def _node(data: Mapping[str, Any], children: tuple[Node, ...], links: LinkContext) -> Node:
    cls = class_of(data["kind"])
    values = {key: _frozen(data[key]) for _, key, _ in _plan(cls) if key in data}
    if issubclass(cls, Parent):
        values["children"] = children
    if cls is Wikilink:
        values["context"] = attrs.evolve(links, is_wikitext=True) if data.get("is_wikitext") else links
    elif cls is LanguageVariant:
        values["lang"] = links.lang
    return cls(span=_span(data.get("span")), **values)


def _frozen(value: Any) -> Any:
    """Lists as tuples."""
    return tuple([_frozen(item) for item in value]) if isinstance(value, (list, tuple)) else value
