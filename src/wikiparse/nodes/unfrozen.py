"""How `make.py` comes to constructors that cost a third of a frozen class's own.

A frozen attrs class costs about four times as much to create as a plain one, since its `__init__`
has to go around its own `__setattr__` for every field. Here a node of a hidden subclass without
that guard is filled and then becomes one of the public class: both have the same slots, so
`__class__` may be assigned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.nodes.base import Node

N = TypeVar("N", bound="Node")


class Field(NamedTuple):
    """One value of a node: the slot that it fills, the parameter that it is given as, its
    default (`attrs.NOTHING` if it has to be given), and its type as the class has it written.
    """

    slot: str
    parameter: str
    default: Any
    type: str


def own_fields(cls: type[Node]) -> list[Field]:
    """The fields that a constructor takes before `span`: those of `__init__` by position, then
    the keyword-only ones.
    """
    taken = [
        f
        for f in attrs.fields(cls)
        if f.init and f.name not in ("_start", "_end") and not f.metadata
    ]
    # Python sorts stably: the fields of either kind stay in the order of the class.
    return [_field(f) for f in sorted(taken, key=lambda f: f.kw_only)]


def hidden_fields(cls: type[Node]) -> list[Field]:
    """The fields that a constructor takes after `span`: those that `__init__` does not take, what
    only the parser knows, and those that few nodes have.
    """
    fields = attrs.fields(cls)
    hidden = [f for f in fields if not f.init and not f.metadata]
    late = [f for f in fields if f.init and f.metadata]
    return [_field(f) for f in [*hidden, *late]]


def _field(field: attrs.Attribute[Any]) -> Field:
    return Field(field.name, field.alias or field.name, field.default, str(field.type))


def unfrozen(cls: type[N]) -> Any:
    """The hidden subclass: called without arguments it makes an empty node, whose slots may be
    filled before it becomes one of `cls`.
    """
    plain = {
        # No slots of its own: only then do both classes have one layout, and `__class__` may be
        # assigned.
        "__slots__": (),
        "__init__": object.__init__,
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }
    return type(f"_{cls.__name__}", (cls,), plain)


def constructor(cls: type[N]) -> Callable[..., N]:
    """A function that makes nodes of a class. Its parameters are `own_fields`, `span`, and
    `hidden_fields`, each by position.

    An assignment for each slot is what a class without the guard would cost; a loop over the
    fields costs three times that, so the function is compiled from its source.
    """
    own, hidden = own_fields(cls), hidden_fields(cls)
    caches = [f.name for f in attrs.fields(cls) if "is_cache" in f.metadata]
    parameters = ", ".join([*map(_parameter, own), "span=(-1, -1)", *map(_parameter, hidden)])
    lines = [
        f"def make({parameters}):",
        "    node = unfrozen()",
        *[f"    node.{field.slot} = {field.parameter}" for field in (*own, *hidden)],
        *[f"    node.{slot} = None" for slot in caches],
        "    node._start, node._end = span",
        "    node.__class__ = cls",
        "    return node",
    ]
    scope: dict[str, Any] = {f"default_{f.parameter}": f.default for f in (*own, *hidden)}
    scope |= {"unfrozen": unfrozen(cls), "cls": cls}
    # The source is put together from the names of fields alone, as attrs does it for `__init__`.
    exec("\n".join(lines), scope)  # noqa: S102
    return scope["make"]  # type: ignore[no-any-return]


def _parameter(field: Field) -> str:
    name = field.parameter
    return name if field.default is attrs.NOTHING else f"{name}=default_{name}"
