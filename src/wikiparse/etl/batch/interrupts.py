"""Ctrl-C ends a run, whatever it comes upon."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import FrameType


class Interrupts:
    """SIGINT while the context is open: a KeyboardInterrupt, and one more at the next `check` if
    the first was lost.

    Packages that are loaded during a run may swallow it: pyarrow 16 goes on without numpy if an
    interrupt comes while it imports that. Where the caller has a handler of its own, or is not
    in the main thread, nothing is changed.
    """

    def __init__(self) -> None:
        self._came = False
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
        self._came = True
        signal.default_int_handler(number, frame)

    def check(self) -> None:
        """Raise KeyboardInterrupt if one has come."""
        if self._came:
            raise KeyboardInterrupt
