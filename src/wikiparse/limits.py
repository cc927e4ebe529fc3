"""How far a parser goes before it leaves the rest as text."""

from __future__ import annotations

from typing import Any

import attrs

DEEPEST = 200
"""What `max_depth` may be at most, so that no page can use up the interpreter's stack."""


def _in_range(_: Limits, attribute: attrs.Attribute[Any], value: int) -> None:
    if not 1 <= value <= DEEPEST:
        message = f"{attribute.name} must be from 1 to {DEEPEST}, not {value}"
        raise ValueError(message)


@attrs.frozen
class Limits:
    """What is beyond a limit stays as text and is reported, with a diagnostic.

    `max_depth`: levels of nodes below the document that hold other nodes; blocks and inlines count alike. From 1 to
    200; anything else is a ValueError.
    """

    max_depth: int = attrs.field(default=100, validator=[attrs.validators.instance_of(int), _in_range])
