"""Sources: what was given on the command line, as a stream of units in an order of their own.

`units_of` is the only door. A source reads as far as it is asked to, never more than a page and
some buffers at a time.
"""

from wikiparse.etl.sources.find import InputError, total_size, units_of
from wikiparse.etl.sources.records import (
    Bounds,
    Damage,
    FileUnit,
    Inline,
    Record,
    Selection,
    Skipped,
    Unit,
)

__all__ = [
    "Bounds",
    "Damage",
    "FileUnit",
    "Inline",
    "InputError",
    "Record",
    "Selection",
    "Skipped",
    "Unit",
    "total_size",
    "units_of",
]
