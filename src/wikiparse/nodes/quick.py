"""Making many nodes quickly.

A frozen attrs class costs about four times as much to create as a plain one, since its `__init__` has to go around its own
`__setattr__`. Here a node of a hidden subclass without that guard is filled and then becomes one of the public class: both have the
same slots, so `__class__` may be assigned. For parsers only; everyone else calls the class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from wikiparse.nodes.base import Node

if TYPE_CHECKING:
    from collections.abc import Callable

N = TypeVar("N", bound=Node)


def draft_of(cls: type[N]) -> Any:
    """The hidden subclass: `object.__new__` makes a node of it, whose slots may be filled before it becomes one of `cls`."""
    plain = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(f"_{cls.__name__}", (cls,), plain)


def quick(cls: type[N]) -> Callable[..., N]:
    """A function that makes nodes of a class: its arguments are those of the class by position, keyword-only ones and `span` last.

    Behind them are the hidden fields, which `__init__` does not take.
    """
    fields = [f for f in attrs.fields(cls) if f.init and f.name not in ("_start", "_end")]
    fields.sort(key=lambda f: f.kw_only)
    names = [(f.name, f.alias or f.name, f.default) for f in fields]
    hidden = [(f.name, f.alias or f.name, f.default) for f in attrs.fields(cls) if not f.init]
    parameters = "".join([f"{alias}, " if default is attrs.NOTHING else f"{alias}=default_{alias}, " for _, alias, default in names])
    last = "".join([f", {alias}=default_{alias}" for _, alias, _ in hidden])
    names += hidden
    body = "".join([f"    node.{name} = {alias}\n" for name, alias, _ in names])
    scope: dict[str, Any] = {f"default_{alias}": default for _, alias, default in names}
    scope |= {"new": object.__new__, "draft": draft_of(cls), "cls": cls}
    # The source is put together from the names of fields alone, as attrs does it for `__init__`.
    exec(  # noqa: S102
        f"def make({parameters}span=(-1, -1){last}):\n    node = new(draft)\n{body}    node._start, node._end = span\n"
        "    node.__class__ = cls\n    return node\n",
        scope,
    )
    return scope["make"]  # type: ignore[no-any-return]
