"""Sources: the inputs of the command line, as a stream of units in an order of their own.

`units_of` is the only door. A source reads as far as it is asked to, never more than a page and
some buffers at a time.
"""

from wikiparse.etl.sources.find import (
    InputError,
    MissingInputError,
    check_inputs,
    check_paths,
    units_of,
)
from wikiparse.etl.sources.parquet import forget
from wikiparse.etl.sources.records import (
    Bounds,
    Damage,
    Fault,
    FileUnit,
    Inline,
    Reading,
    Record,
    Selection,
    Skipped,
    Unit,
)

__all__ = [
    "Bounds",
    "Damage",
    "Fault",
    "FileUnit",
    "Inline",
    "InputError",
    "MissingInputError",
    "Reading",
    "Record",
    "Selection",
    "Skipped",
    "Unit",
    "check_inputs",
    "check_paths",
    "forget",
    "units_of",
]
