"""The numbers of processes, seconds and MiB that a caller sets."""

from __future__ import annotations

from typing import Final

LARGEST: Final[dict[str, float]] = {"workers": 1 << 16, "timeout": 1e6, "memory": 1 << 24}
"""Numbers beyond these are slips of the hand."""


def check_numbers(workers: object, timeout: object, memory: object) -> None:
    """Raise TypeError or ValueError for numbers that nobody can mean."""
    for name, value, kinds in (
        ("workers", 0 if workers is None else workers, int),
        ("timeout", timeout, (int, float)),
        ("memory", memory, int),
    ):
        if isinstance(value, bool) or not isinstance(value, kinds):
            message = f"{name} must be a number, not {type(value).__name__}"
            raise TypeError(message)
        if not 0 <= value < LARGEST[name] or (name == "timeout" and not value):
            message = f"{name} is out of its range: {value}"
            raise ValueError(message)
