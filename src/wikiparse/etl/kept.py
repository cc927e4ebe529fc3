"""Columns of the input that pass through to the rows: `Options.keep`.

Their values are texts in the rows, so that the rows are the same by every engine and in every
format: a string is itself, any other value its JSON.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from wikiparse.etl.clean import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

KEPT: Final = "kept"
"""The field of a plain record that holds them, a dictionary."""
LONGEST_KEPT: Final = 1 << 20
"""Code points of a value; a longer one is None."""


def kept_of(get: Callable[[str], Any], names: Iterable[str]) -> dict[str, str | None]:
    """The values of some fields of a record as texts; None for those that it does not have.

    `get` returns the value of a field, or None. Raises whatever it raises.
    """
    return {name: _text(get(name)) for name in names}


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        # Of a subclass of str the text counts, not its own `__str__`.
        text = str.__str__(value)
    else:
        # `str`: times, decimal numbers and whatever else a database has.
        text = json.dumps(value, ensure_ascii=False, default=str)
    return clean(text) if len(text) <= LONGEST_KEPT else None
