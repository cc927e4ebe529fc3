"""The tree as plain values and as JSON, and back.

The form is published as a JSON Schema (`schema.json` beside this file).

A node is an object with `kind`, `span` (`[start, end]` in code points), the values that are not at
their defaults, and `children` where there are any. The document adds `version`, `source`,
`detection` and `diagnostics`. A value that is absent is at its default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import resources
from reprlib import repr as short_repr
from types import UnionType
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import attrs

from wikiparse import nodes
from wikiparse.diagnostics import CODES, Diagnostic
from wikiparse.dialect import DIALECTS
from wikiparse.nodes.base import Node, Parent, fields_of, set_source
from wikiparse.nodes.blocks import Heading, Section
from wikiparse.nodes.inlines import BraceParent, LanguageVariant
from wikiparse.nodes.links import ExternalLink, LinkClass, LinkContext, Wikilink
from wikiparse.nodes.page import Detection, Page
from wikiparse.render.json.text import numbers_up_to, quoted, write_nodes, written
from wikiparse.source import Span

VERSION = 1
"""The version of the form. It changes when a reader of the old form would go wrong."""

P = TypeVar("P", bound=Page)

Check = Callable[[Any], bool]


class _Value(NamedTuple):
    """One value of a class: the attribute, its key in the form, its default, and what it may be."""

    name: str
    key: str
    default: Any
    fits: Check


_PLANS: dict[type[Node], tuple[_Value, ...]] = {}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the form that `to_dict` and `to_json` give."""
    text = resources.files("wikiparse.render.json").joinpath("schema.json").read_text("utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


@cache
def node_classes() -> Mapping[str, type[Node]]:
    """By kind, the classes that a document can hold."""
    named = [getattr(nodes, name) for name in nodes.__all__]
    classes = [thing for thing in named if isinstance(thing, type) and issubclass(thing, Node)]
    return {cls.kind: cls for cls in classes if cls not in (Node, Parent, Page)}


def _plan(cls: type[Node]) -> tuple[_Value, ...]:
    """What is written of a class."""
    if cls not in _PLANS:
        defaults = {f.name: f.default for f in attrs.fields(cls)}
        # What a page has besides its tree is read and checked by `_page`.
        hints = {} if issubclass(cls, Page) else get_type_hints(cls)
        own = zip(*fields_of(cls), strict=True)
        _PLANS[cls] = tuple(
            [
                _Value(n, key, defaults[n], _check(hints.get(n, object)))
                for n, key in own
                if not n.startswith("_")
            ]
        )
    return _PLANS[cls]


def _check(hint: Any) -> Check:
    """Whether a plain value can stand for a value of this type; lists stand for tuples."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return partial(_is_any_of, [_check(argument) for argument in arguments])
    if origin is tuple:
        return partial(
            _is_list_of,
            [_check(argument) for argument in arguments if argument is not ...],
            ... in arguments,
        )
    return partial(_is_a, hint)


def _is_any_of(checks: list[Check], value: Any) -> bool:
    return any(check(value) for check in checks)


def _is_list_of(checks: list[Check], is_open: bool, value: Any) -> bool:
    """Whether a value is a list with an item for each check, or, if it is open, of any number of
    items that pass the only check.
    """
    if not isinstance(value, (list, tuple)):
        return False
    if is_open:
        return all(map(checks[0], value))
    return len(value) == len(checks) and all(
        check(item) for check, item in zip(checks, value, strict=True)
    )


def _is_a(cls: type, value: Any) -> bool:
    """As JSON has it, a bool is no int."""
    return isinstance(value, cls) and (cls is not int or not isinstance(value, bool))


def node_to_dict(root: Node, *, derived: bool = False) -> dict[str, Any]:
    """A node and all below it as plain values."""
    top: dict[str, Any] = {}
    stack: list[tuple[Node, dict[str, Any]]] = [(root, top)]
    pop, push = stack.pop, stack.append
    while stack:
        node, out = pop()
        out["kind"] = node.kind
        if (span := node._span) is not None:
            out["span"] = list(span)
        cls = node.__class__
        plan = _PLANS.get(cls)
        for name, key, default, _ in _plan(cls) if plan is None else plan:
            value = getattr(node, name)
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
    """What follows from the values of a link."""
    if isinstance(node, Wikilink):
        names = (
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
        return {name: getattr(node, name) for name in names}
    if isinstance(node, ExternalLink) and (archive := node.archived) is not None:
        stamp = None if archive.timestamp is None else archive.timestamp.isoformat()
        return {
            "archived": {
                "original_url": archive.original_url,
                "timestamp": stamp,
                "service": archive.service,
            }
        }
    return {}


def document_to_dict(page: Page, *, derived: bool = False) -> dict[str, Any]:
    """A page as plain values."""
    out = _head(page)
    if page.children:
        out["children"] = node_to_dict(page, derived=derived)["children"]
    out.setdefault("dialect", page.dialect)
    return {**out, "source": str(page), **_tail(page)}


def _head(page: Page) -> dict[str, Any]:
    """What stands before the tree of a page."""
    out: dict[str, Any] = {"version": VERSION, "kind": page.kind}
    if page._span is not None:
        out["span"] = list(page._span)
    for name, key, default, _ in _plan(page.__class__):
        if name not in ("detection", "diagnostics") and (value := getattr(page, name)) != default:
            out[key] = _plain(value)
    if page.is_edited:
        out["is_edited"] = True
    return out


def _tail(page: Page) -> dict[str, Any]:
    """What stands behind the tree and the source."""
    out: dict[str, Any] = {}
    if page.is_edited and page._links.left_out:  # else it follows from the source
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

    Characters beyond ASCII stand as they are, lone surrogates as escapes. Of two surrogates in a
    row that make up a pair JSON cannot say that they are two: who reads it finds one character.
    """
    made = None if derived or indent is not None else _written(page)
    if made is None:
        separators = (",", ":") if indent is None else None
        data = document_to_dict(page, derived=derived)
        made = json.dumps(
            data, ensure_ascii=False, indent=indent, separators=separators, check_circular=False
        )
    try:
        # The quickest way to look for them. What was parsed has none that its source has not: no
        # entity makes one.
        for part in (made,) if page.is_edited else (str(page), page.title or ""):
            part.encode("utf-16-le")
    except UnicodeEncodeError:  # lone surrogates have no encoding: written as escapes
        made = "".join([f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in made])
    return made


def _written(page: Page) -> str | None:
    """The text of a page, or None where a node made by hand holds what its class has not."""
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


def document_from_dict(data: Mapping[str, Any], cls: type[P]) -> P:
    """The page that plain values stand for. Keys that the form does not know are passed over.

    Raises ValueError for another version of the form, and for what has not the form.
    """
    try:
        if data["version"] != VERSION:
            message = f"version {short_repr(data['version'])} of the form is not known: this is version {VERSION}"
            raise ValueError(message)
        return _page(data, cls)
    except (KeyError, TypeError, AttributeError) as error:
        message = f"this is not the form of a document: {type(error).__name__} {error}"
        raise ValueError(message) from error


def _page(data: Mapping[str, Any], cls: type[P]) -> P:
    lang = _checked(data, "lang", str, None)
    source = _checked(data, "source", str)
    dialect = _checked(data, "dialect", str)
    is_edited = _checked(data, "is_edited", bool, False)
    pairs = _checked(data, "left_out", tuple[tuple[bool, bool], ...], ())
    if pairs or is_edited:
        links = LinkContext(lang, left_out=frozenset([LinkClass(*pair) for pair in pairs]))
    else:
        links = LinkContext(
            lang, source=None if (rules := DIALECTS.get(dialect)) and rules.wikitext else source
        )
    children = _tree(_below(data), links, source)
    return cls(
        children,
        source=source,
        title=_checked(data, "title", str, None),
        lang=lang,
        dialect=dialect,
        detection=_detection(data["detection"]),
        diagnostics=tuple([_diagnostic(item) for item in data["diagnostics"]]),
        links=links,
        parsed=None if is_edited else children,
        span=_span(data.get("span")),
    )


def _tree(roots: list[Any], links: LinkContext, source: str) -> tuple[Node, ...]:
    """The nodes of plain values, made from the leaves up: a deep tree needs no deep stack."""
    order: list[tuple[Mapping[str, Any], int]] = []
    stack = list(roots)
    while stack:
        item = stack.pop()
        below = _below(item)
        order.append((item, len(below)))
        stack += below
    done: list[Node] = []
    for item, count in reversed(order):
        children = tuple(done[len(done) - count :])
        del done[len(done) - count :]
        done.append(_node(item, children, links, source))
    return tuple(done)


def _below(data: Mapping[str, Any]) -> list[Any]:
    children = data.get("children", [])
    if not isinstance(children, (list, tuple)):
        raise _wrong(data, "children", children)
    return list(children)


def _node(
    data: Mapping[str, Any], children: tuple[Node, ...], links: LinkContext, source: str
) -> Node:
    cls = node_classes()[data["kind"]]
    values: dict[str, Any] = {}
    for _, key, _, fits in _plan(cls):
        if key in data:
            if not fits(data[key]):
                raise _wrong(data, key, data[key])
            values[key] = _frozen(data[key])
    if issubclass(cls, Parent):
        values["children"] = children
    if (children and not issubclass(cls, Parent)) or (
        cls is Section and not isinstance(next(iter(children), None), Heading)
    ):
        raise _wrong(data, "children", data.get("children"))
    if cls is Wikilink:
        values["context"] = _link_context(data, links)
    elif cls is LanguageVariant:
        values["lang"] = links.lang
    node = cls(span=_span(data.get("span")), **values)
    if isinstance(node, BraceParent) and not _checked(data, "is_edited", bool, False):
        set_source((node,), source)
    return node


def _link_context(data: Mapping[str, Any], links: LinkContext) -> LinkContext:
    """What a link knows of its page; in wikitext the letters that follow it, too, and where its
    title says what they are.
    """
    if data.get("knows_trail") and not data.get("is_wikitext"):
        return attrs.evolve(links, trail=_checked(data, "trail", str, ""), knows_trail=True)
    if not data.get("is_wikitext"):
        return links
    trail = _checked(data, "trail", str, "")
    return (
        attrs.evolve(links, is_wikitext=True, trail=trail)
        if trail or not links.is_wikitext
        else links
    )


def _detection(data: Mapping[str, Any]) -> Detection:
    evidence = _checked(data, "evidence", tuple[tuple[str, int], ...])
    writer = _checked(data, "writer", str, "")
    return Detection(_checked(data, "dialect", str), _frozen(evidence), writer)


def _diagnostic(data: Mapping[str, Any]) -> Diagnostic:
    span = _span(data["span"])
    code = _checked(data, "code", str)
    return Diagnostic(
        code, CODES[code][0], _checked(data, "message", str), None if span is None else Span(*span)
    )


def _checked(data: Mapping[str, Any], key: str, hint: Any, *default: Any) -> Any:
    """The value of a key; where there is none, the default, if there is one."""
    value = data.get(key, *default) if default else data[key]
    if not _check(hint)(value) and (value,) != default:
        raise _wrong(data, key, value)
    return value


def _span(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    start, end = value
    if not (_is_a(int, start) and _is_a(int, end) and 0 <= start <= end):
        message = f"{short_repr(value)} is no span"
        raise ValueError(message)
    return start, end


def _frozen(value: Any) -> Any:
    """Lists as tuples."""
    return tuple([_frozen(item) for item in value]) if isinstance(value, (list, tuple)) else value


def _wrong(data: Mapping[str, Any], key: str, value: Any) -> ValueError:
    return ValueError(
        f"{short_repr(value)} cannot be the value of {key!r} in {short_repr(data.get('kind', 'the document'))}"
    )
