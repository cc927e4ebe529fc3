"""Ctrl-C ends a run between two writes."""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class Interrupts:
    """SIGINT while the context is open: a KeyboardInterrupt at once, but after the write if one is
    going on; at once also then if it is the second.

    Within a write it could leave a file that nobody knows, and be lost: pyarrow 16 goes on without
    numpy if an interrupt comes while it imports that. Where the caller has a handler of its own, or
    is not in the main thread, nothing is changed.
    """

    def __init__(self) -> None:
        self._came = self._writes = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            with suppress(ValueError):  # not in the main thread
                self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        waits = self._writes and not self._came
        self._came = True
        if not waits:
            signal.default_int_handler(number, frame)

    @contextmanager
    def write(self) -> Iterator[None]:
        """A write: raises KeyboardInterrupt at its end if an interrupt has come, then or before."""
        self._writes = True
        try:
            yield
        finally:
            self._writes = False
        if self._came:
            raise KeyboardInterrupt
