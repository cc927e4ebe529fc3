"""The garbage collector while many pages are parsed.

A tree holds no cycles, so the collector never finds anything in it; but it comes after every 700
objects that were made and not freed, and walks over what is there. In a page of megabytes that is
half of the time. Nothing in the library changes the collector but `bulk`.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

THRESHOLDS = (50_000, 20, 100)
"""How many objects more before the collector looks at the young ones, how many such rounds before
the older ones, and the oldest."""


class _Blocks:
    """The blocks that run. The collector is one for the whole process, so there is one of these."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.count = 0
        self.host = self.raised = (0, 0, 0)


_BLOCKS = _Blocks()


@contextmanager
def bulk() -> Iterator[None]:
    """While the block runs, the garbage collector comes less often; then its thresholds are as
    before.

    It is not switched off: cycles that other code makes are still found. Thresholds that are higher
    already stay, and a collector that is off stays off. Blocks may nest and run in several threads:
    the last one to end restores. Thresholds that somebody else has set meanwhile are left as they
    are.
    """
    with _BLOCKS.lock:
        if not _BLOCKS.count:
            _BLOCKS.host = gc.get_threshold()
            _BLOCKS.raised = _raised(_BLOCKS.host)
            gc.set_threshold(*_BLOCKS.raised)
        _BLOCKS.count += 1
    try:
        yield
    finally:
        with _BLOCKS.lock:
            _BLOCKS.count -= 1
            if not _BLOCKS.count and gc.get_threshold() == _BLOCKS.raised:
                gc.set_threshold(*_BLOCKS.host)


def _raised(host: tuple[int, int, int]) -> tuple[int, int, int]:
    """The higher ones; a first threshold of zero means that the collector is off."""
    first, second, third = map(max, host, THRESHOLDS)
    return (first, second, third) if host[0] else host
