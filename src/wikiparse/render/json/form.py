"""The form: which classes it has, and for each class which values, at which keys.

It is published as a JSON Schema (`schema.json` beside this file).

A node is an object with `kind`, `span` (`[start, end]` in code points), the values that are not at
their defaults, and `children` where there are any. The document adds `version`, `source`,
`detection` and `diagnostics`. A value that is absent is at its default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import resources
from types import UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import attrs

from wikiparse import nodes
from wikiparse.nodes.base import Node, Parent, fields_of
from wikiparse.nodes.page import Page

VERSION = 1
"""The version of the form. It changes when a reader of the old form would go wrong."""

Check = Callable[[Any], bool]


class Value(NamedTuple):
    """One value of a class: the attribute, its key in the form, its default, and whether a plain
    value fits it.
    """

    name: str
    key: str
    default: Any
    fits: Check


# A plain dictionary, not a cached function: the loop of `node_to_dict` looks into it without a
# call.
VALUES: dict[type[Node], tuple[Value, ...]] = {}
"""The values of the classes that were asked for."""


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the form that `to_dict` and `to_json` return.

    >>> from wikiparse.render.json import schema
    >>> schema()["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    text = resources.files("wikiparse.render.json").joinpath("schema.json").read_text("utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


@cache
def node_classes() -> Mapping[str, type[Node]]:
    """By kind, the classes that a document can hold.

    >>> from wikiparse.render.json import node_classes
    >>> node_classes()["wikilink"]
    <class 'wikiparse.nodes.links.Wikilink'>
    """
    named = [getattr(nodes, name) for name in nodes.__all__]
    classes = [thing for thing in named if isinstance(thing, type) and issubclass(thing, Node)]
    return {cls.kind: cls for cls in classes if cls not in (Node, Parent, Page)}


def values_of(cls: type[Node]) -> tuple[Value, ...]:
    """The values that are written of a class."""
    if cls not in VALUES:
        defaults = {f.name: f.default for f in attrs.fields(cls)}
        # The values of a page besides its tree are read and checked one by one (`read`).
        hints = {} if issubclass(cls, Page) else get_type_hints(cls)
        own = [pair for pair in zip(*fields_of(cls), strict=True) if not pair[0].startswith("_")]
        VALUES[cls] = tuple(
            [Value(n, key, defaults[n], check(hints.get(n, object))) for n, key in own]
        )
    return VALUES[cls]


# --- types


def check(hint: Any) -> Check:
    """Whether a plain value fits a type; lists are taken for tuples."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return partial(_is_any_of, [check(argument) for argument in arguments])
    if origin is tuple:
        checks = [check(argument) for argument in arguments if argument is not ...]
        return partial(_is_list_of, checks, ... in arguments)
    return partial(is_a, hint)


def _is_any_of(checks: list[Check], value: Any) -> bool:
    return any(fits(value) for fits in checks)


def _is_list_of(checks: list[Check], is_open: bool, value: Any) -> bool:
    """Whether a value is a list with an item for each check, or, if it is open, of any number of
    items that pass the only check.
    """
    if not isinstance(value, (list, tuple)):
        return False
    if is_open:
        return all(map(checks[0], value))
    return len(value) == len(checks) and all(
        fits(item) for fits, item in zip(checks, value, strict=True)
    )


def is_a(cls: type, value: Any) -> bool:
    """Whether a value is of a type. As in JSON, a bool is no int."""
    return isinstance(value, cls) and (cls is not int or not isinstance(value, bool))
