"""A page from plain values: every value is checked, since anyone can write JSON."""

from __future__ import annotations

from reprlib import repr as short_repr
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from wikiparse.diagnostics import CODES, Diagnostic
from wikiparse.dialect import DIALECTS
from wikiparse.nodes.base import Node, Parent, set_source
from wikiparse.nodes.blocks import Heading, Section
from wikiparse.nodes.inlines import BraceParent, LanguageVariant
from wikiparse.nodes.links import LinkClass, LinkContext, Wikilink
from wikiparse.nodes.page import Detection, Page
from wikiparse.nodes.template_text import Registry
from wikiparse.nodes.wrapped import mark_wrapped
from wikiparse.render.json.form import VERSION, check, is_a, node_classes, values_of
from wikiparse.sites.urls import Home
from wikiparse.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wikiparse.sites.site import Site

P = TypeVar("P", bound=Page)


def document_from_dict(data: Mapping[str, Any], cls: type[P]) -> P:
    """The page that plain values describe. Keys that the form does not know are ignored.

    Raises ValueError for another version of the form, and for values that do not fit it.

    >>> from wikiparse.render.json import document_from_dict, document_to_dict
    >>> doc = wikiparse.parse("A *mill*.")
    >>> document_from_dict(document_to_dict(doc), wikiparse.Document) == doc
    True
    """
    try:
        # First: the form of another version may differ in any key.
        if data["version"] != VERSION:
            found = short_repr(data["version"])
            message = f"version {found} of the form is not known: this is version {VERSION}"
            raise ValueError(message)
        return _page(data, cls)
    except (KeyError, TypeError, AttributeError) as error:
        message = f"this is not the form of a document: {type(error).__name__} {error}"
        raise ValueError(message) from error


def _page(data: Mapping[str, Any], cls: type[P]) -> P:
    lang = _checked(data, "lang", str, None)
    site = _site(data["site"]) if "site" in data else None
    source = _checked(data, "source", str)
    dialect = _checked(data, "dialect", str)
    is_edited = _checked(data, "is_edited", bool, False)
    rules = DIALECTS.get(dialect)
    home = Home(*_checked(data, "home", tuple[str, ...])) if "home" in data else None
    pairs = _checked(data, "left_out", tuple[tuple[bool, bool], ...], ())
    if pairs or is_edited:
        classes = frozenset([LinkClass(*pair) for pair in pairs])
        links = LinkContext(lang, texts=Registry.of(lang), site=site, home=home, left_out=classes)
    else:
        links = LinkContext(
            lang,
            texts=Registry.of(lang),
            site=site,
            home=home,
            source=None if rules is not None and (rules.wikitext or rules.page_urls) else source,
        )
    children = _tree(_below(data), links, source)
    if rules is not None and rules.wrapped_at_spaces:
        # Line feeds alone, at the same offsets.
        mark_wrapped(children, source.replace("\r\n", " \n").replace("\r", "\n"))
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


def _site(data: Any) -> Site:
    from wikiparse.sites.site import Site  # noqa: PLC0415  # few pages are of a wiki of their own

    return Site.from_dict(data)


def _tree(roots: list[Any], links: LinkContext, source: str) -> tuple[Node, ...]:
    """The nodes of plain values, made from the leaves up, so that a deep tree needs no deep
    stack.
    """
    order: list[tuple[Mapping[str, Any], int]] = []
    stack = list(roots)
    while stack:
        item = stack.pop()
        below = _below(item)
        order.append((item, len(below)))
        stack += below
    done: list[Node] = []
    for item, count in reversed(order):
        # In reverse pre-order a node comes after its children, which are the last that were done.
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
    for _, key, _, fits in values_of(cls):
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
    # The context is not in the form of each link: it is that of the page.
    if cls is Wikilink:
        values["context"] = _link_context(data, links)
    elif cls is LanguageVariant:
        values["lang"] = links.lang
    elif issubclass(cls, BraceParent):
        values["texts"] = links.texts
    node = cls(span=_span(data.get("span")), **values)
    # Without its mark the node is as in the source, and can answer with the source's text.
    if isinstance(node, BraceParent) and not _checked(data, "is_edited", bool, False):
        set_source((node,), source)
    return node


def _link_context(data: Mapping[str, Any], links: LinkContext) -> LinkContext:
    """The context of a link: that of the page, with the link's own trail where it is known."""
    if data.get("knows_trail") and not data.get("is_wikitext"):
        return attrs.evolve(links, trail=_checked(data, "trail", str, ""), knows_trail=True)
    if not data.get("is_wikitext"):
        return links
    trail = _checked(data, "trail", str, "")
    return (
        attrs.evolve(links, is_wikitext=True, trail=trail, home=None)
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
    if not check(hint)(value) and (value,) != default:
        raise _wrong(data, key, value)
    return value


def _span(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    start, end = value
    if not (is_a(int, start) and is_a(int, end) and 0 <= start <= end):
        message = f"{short_repr(value)} is not a span"
        raise ValueError(message)
    return start, end


def _frozen(value: Any) -> Any:
    """Lists as tuples."""
    return tuple([_frozen(item) for item in value]) if isinstance(value, (list, tuple)) else value


def _wrong(data: Mapping[str, Any], key: str, value: Any) -> ValueError:
    kind = short_repr(data.get("kind", "the document"))
    return ValueError(f"{short_repr(value)} cannot be the value of {key!r} in {kind}")
