"""The progress of a run: one line on a terminal, and elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, Literal

import attrs

if TYPE_CHECKING:
    from typing import TextIO

Mode = Literal["auto", "never"]

EVERY_ON_TERMINAL: Final = 0.2
EVERY_ELSEWHERE: Final = 10.0
"""Seconds between two reports."""


@attrs.define
class Progress:
    """Counters, and reports of them.

    `total` and `done` are bytes of the input; `source_bytes` are those of the pages in it.
    """

    total: int = 0
    out: TextIO | None = None
    done: int = 0
    pages: int = 0
    failed: int = 0
    source_bytes: int = 0
    began: float = attrs.field(factory=time.monotonic)
    _told: float = 0.0
    _done_before: int = 0
    _width: int = 0

    @classmethod
    def to(cls, mode: Mode) -> Progress:
        """The progress of a run, reported on standard error unless it is never to be."""
        return cls(out=sys.stderr if mode == "auto" else None)

    @property
    def seconds(self) -> float:
        """How long the run has taken."""
        return time.monotonic() - self.began

    def skip(self, weight: int) -> None:
        """Count the work of an earlier run, which says nothing about how fast this one is."""
        self.done += weight
        self._done_before += weight

    def tick(self) -> None:
        """Report, if it is time to."""
        if self.out is None:
            return
        now = time.monotonic()
        is_terminal = self.out.isatty()
        if now - (self._told or self.began) >= (
            EVERY_ON_TERMINAL if is_terminal else EVERY_ELSEWHERE
        ):
            self._told = now
            self._write(self.line(), is_terminal)

    def close(self) -> None:
        """Leave the terminal's line to others."""
        if self.out is not None and self._width:
            self._write("", is_terminal=True)
            self.out.write("\r")
            self.out.flush()
            self._width = 0

    def line(self) -> str:
        """Share, pages, speed, failures, and the time that is left."""
        seconds = max(self.seconds, 1e-6)
        share = min(self.done / self.total, 1.0) if self.total else 0.0
        parts = [
            f"[{'#' * int(20 * share):20}] {100 * share:3.0f} %",
            f"{self.pages:,} pages",
            f"{self.source_bytes / seconds / 1e6:.1f} MB/s",
            f"{self.failed:,} failed",
        ]
        # The time that is left follows from the speed of this run, not of the one before.
        fresh = self.done - self._done_before
        if fresh > 0 and self.total > self.done:
            parts.append(f"{clock(seconds * (self.total - self.done) / fresh)} left")
        return ", ".join(parts)

    def _write(self, line: str, is_terminal: bool) -> None:
        assert self.out is not None
        try:
            if is_terminal:
                # Padded to the width of the last line, whose rest would stay otherwise.
                self.out.write("\r" + line.ljust(self._width))
                self._width = len(line)
            else:
                self.out.write(line + "\n")
            self.out.flush()
        except OSError:
            self.out = None  # nobody listens


def clock(seconds: float) -> str:
    """Seconds as hours, minutes and seconds."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
