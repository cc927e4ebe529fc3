"""The garbage collector while many pages are parsed.

A tree holds no cycles, so the collector never finds anything in it; but it runs after every 700
objects that were made and not freed, and walks over all there are. In a page of megabytes that is
half of the time. Only `bulk` changes the collector, and processes that do nothing but parse pages.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# CPython's own are 700, 10 and 10 (3.11, 3.12).
THRESHOLDS = (50_000, 20, 100)
"""How many more objects before the collector looks at the young ones, how many such rounds before
the older ones, and how many before the oldest."""


class _Blocks:
    """The blocks that run. The process has one collector, so there is one of these.

    `found` are the thresholds before the first block, `raised` those that it set.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.count = 0
        self.found = self.raised = (0, 0, 0)


_BLOCKS = _Blocks()


@contextmanager
def bulk() -> Iterator[None]:
    """While the block runs, the garbage collector runs less often; then its thresholds are as
    before.

    It is not switched off: cycles that other code makes are still found. Thresholds that are higher
    already stay, and a collector that is off stays off. Blocks may nest and run in several threads:
    the last one to end restores. Thresholds that other code sets meanwhile are left as they are.

    >>> with wikiparse.bulk():
    ...     texts = [wikiparse.parse(source).text for source in ("*a*", "**b**")]
    >>> texts
    ['a', 'b']
    """
    with _BLOCKS.lock:
        if not _BLOCKS.count:
            _BLOCKS.found = gc.get_threshold()
            _BLOCKS.raised = raised(_BLOCKS.found)
            gc.set_threshold(*_BLOCKS.raised)
        _BLOCKS.count += 1
    try:
        yield
    finally:
        with _BLOCKS.lock:
            _BLOCKS.count -= 1
            if not _BLOCKS.count and gc.get_threshold() == _BLOCKS.raised:
                # Only if nobody else has set it meanwhile: then it is theirs to restore.
                gc.set_threshold(*_BLOCKS.found)


def raised(found: tuple[int, int, int]) -> tuple[int, int, int]:
    """The higher of each threshold; a first one of zero means that the collector is off."""
    first, second, third = map(max, found, THRESHOLDS)
    return (first, second, third) if found[0] else found
