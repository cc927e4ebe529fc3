"""How far a parser goes before it leaves the rest as text."""

from __future__ import annotations

from typing import Any

import attrs


def _at_least_one(_: Limits, attribute: attrs.Attribute[Any], value: int) -> None:
    if value < 1:
        message = f"{attribute.name} must be at least 1, not {value}"
        raise ValueError(message)


@attrs.frozen
class Limits:
    """What is beyond a limit stays as text and is reported, with a diagnostic.

    `max_depth`: levels of nodes below the document that hold other nodes; blocks and inlines count alike.
    """

    max_depth: int = attrs.field(default=100, validator=[attrs.validators.instance_of(int), _at_least_one])
