"""Which parameters of a test every run has, and which only the long one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark.structures import ParameterSet

T = TypeVar("T")


def long_but(kept: Iterable[T], values: Iterable[T]) -> list[T | ParameterSet]:
    """The values of a parameter, all but some of them marked `long`.

    For a test that does the same on many inputs and takes long on each: the tests of a change run a
    sample, and CI the rest.
    """
    sample = list(kept)
    return [
        value if value in sample else pytest.param(value, marks=pytest.mark.long)
        for value in values
    ]
