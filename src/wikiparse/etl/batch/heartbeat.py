"""The heartbeat of a worker: memory that it shares with its parent, in which it says which page it
is at.

The parent reads it when a worker is late or has died. A message for each page would wake the parent
each time, of which it has many hundreds a second with small pages and many workers.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import MutableSequence


class Position(NamedTuple):
    """An item of a batch: which unit it is in, and the how many-th of that, both from 0."""

    unit: int
    item: int


ENCODING: Final = Position(-1, -1)
"""Announced when rows are encoded."""
_ITEM_BITS: Final = 32
_ITEMS: Final = (1 << _ITEM_BITS) - 1
_ENCODING: Final = -1
_NOWHERE: Final = -2


class Heartbeat:
    """`cells` are two signed numbers of 64 bits: the position, and the time of its announcement.

    `pipe` is the worker's file descriptor of its connection with the parent, where it has one.

    >>> from wikiparse.etl.batch.heartbeat import Heartbeat, Position
    >>> heartbeat = Heartbeat([0, 0])
    >>> heartbeat.announce(Position(2, 7))
    >>> heartbeat.position
    Position(unit=2, item=7)
    """

    __slots__ = ("_cells", "_pipe")

    def __init__(self, cells: MutableSequence[int], pipe: int | None = None) -> None:
        self._cells = cells
        self._pipe = pipe

    def announce(self, position: Position) -> None:
        """Say that the work on an item begins now.

        Raises OSError where the pipe is closed: the item before has done that, and no other is to
        be begun.
        """
        if self._pipe is not None:
            os.fstat(self._pipe)
        unit, item = position
        # One store for both numbers, which cannot be seen half done; and it comes first: whoever
        # dies between the two stores is known by its own page.
        self._cells[0] = unit << _ITEM_BITS | item
        self.touch()

    def touch(self) -> None:
        """Begin the time of the position anew."""
        self._cells[1] = time.monotonic_ns()

    def clear(self) -> None:
        """Say that no task is taken."""
        self._cells[0] = _NOWHERE

    @property
    def position(self) -> Position | None:
        """The item that was announced last; None if no task is taken yet."""
        cell = self._cells[0]
        if cell == _NOWHERE:
            return None
        return ENCODING if cell == _ENCODING else Position(cell >> _ITEM_BITS, cell & _ITEMS)

    @property
    def seconds(self) -> float:
        """When that was, as `time.monotonic` has it, which is one clock for all processes."""
        return self._cells[1] / 1e9
