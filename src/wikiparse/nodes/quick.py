"""Making many nodes quickly.

A frozen attrs class costs about four times as much to create as a plain one, since its `__init__` has to go around its own
`__setattr__`. Here a hidden subclass without that guard is filled, and becomes the public class at the end of its `__init__`: both
have the same slots, so `__class__` may be assigned. For parsers only; everyone else calls the class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from wikiparse.nodes.base import Node

N = TypeVar("N", bound=Node)


def quick(cls: type[N]) -> Callable[..., N]:
    """A callable that makes nodes of a class: its arguments are those of the class by position, keyword-only ones and `span` last."""
    fields = [f for f in attrs.fields(cls) if f.init]
    ordered = [f for f in fields if not f.kw_only] + [f for f in fields if f.kw_only and f.name != "_span"]
    names = [(f.name, f.alias or f.name, f.default) for f in ordered] + [("_span", "span", None)]
    scope: dict[str, Any] = {"cls": cls, **{f"default_{alias}": default for _, alias, default in names}}
    parameters = ", ".join([alias if default is attrs.NOTHING else f"{alias}=default_{alias}" for _, alias, default in names])
    body = "".join([f"    self.{name} = {alias}\n" for name, alias, _ in names])
    # The source of `__init__` is put together from the names of fields alone, as attrs does it.
    exec(f"def __init__(self, {parameters}):\n{body}    self.__class__ = cls\n", scope)  # noqa: S102
    plain = {"__slots__": (), "__init__": scope["__init__"], "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(cls)(f"_{cls.__name__}", (cls,), plain)
