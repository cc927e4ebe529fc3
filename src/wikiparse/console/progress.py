"""How far a command is, on standard error, where that is a terminal."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from typing import Final

EVERY: Final = 0.2
"""Seconds between two reports."""


class Progress:
    """Pages and their code points so far, in one line that is written again and again."""

    def __init__(self) -> None:
        err = sys.stderr
        self._out = err if err is not None and err.isatty() else None
        self._began = self._reported = 0.0
        self._pages = self._size = self._width = 0
        self._stage = ""

    def begin(self, stage: str) -> None:
        """Begin to count anew, for a pass with a name."""
        self.clear()
        self._stage, self._pages, self._size = f"{stage}: ", 0, 0

    def add(self, size: int) -> None:
        """Count a page of so many code points, and report if it is time to."""
        if self._out is None:
            return
        self._pages += 1
        self._size += size
        now = time.monotonic()
        if self._pages == 1:
            # Modules were loaded and workers started before the first page.
            self._began = self._reported = now
        elif now - self._reported >= EVERY:
            self._reported = now
            rate = (self._pages - 1) / max(now - self._began, 1e-6)
            self._write(
                f"{self._stage}{self._pages:,} pages, {self._size / 1e6:,.1f} M characters, "
                f"{rate:,.0f} pages/s"
            )

    def clear(self) -> None:
        """Leave the line to others."""
        if self._width:
            self._write("")
            self._write("")  # with the cursor at its start

    def _write(self, line: str) -> None:
        assert self._out is not None
        with suppress(OSError):
            # Padded to the width of the last line, whose end would stay otherwise.
            self._out.write("\r" + line.ljust(self._width))
            self._out.flush()
        self._width = len(line)
