"""The settings of a run."""

from __future__ import annotations

import unicodedata
from typing import Any, Final, Literal

import attrs

from wikiparse._version import __version__
from wikiparse.etl.batch.pool import MOST_WORKERS
from wikiparse.etl.rows import SCHEMA_VERSION, Options, names_of
from wikiparse.etl.sources.records import LARGEST, Bounds, Selection, between

Format = Literal["parquet", "jsonl"]

FORMATS: Final[tuple[Format, ...]] = ("parquet", "jsonl")
LONGEST_TIMEOUT: Final = 1e6
"""Seconds."""
MOST_MEMORY: Final = 1 << 24
"""MiB: more than any machine has."""


@attrs.frozen(kw_only=True)
class Settings:
    """How a batch run reads, parses and writes.

    `workers`: processes, at most. `timeout`: seconds that one page may take. `memory`: MiB that a
    worker may take beyond what it begins with; 0 for no limit. `batch_bytes`, `batch_pages`: about
    how much a worker is given at once. `part_bytes`, `part_pages`: about how much source an output
    file holds. `before` names a callable, as "module:name", that is called with each record before
    it is parsed: tests inject faults with it, and nothing else should.

    A number out of its range is a ValueError.
    """

    format: Format = attrs.field(default="parquet", validator=attrs.validators.in_(FORMATS))
    options: Options = attrs.field(factory=Options)
    bounds: Bounds = attrs.field(factory=Bounds)
    selection: Selection = attrs.field(factory=Selection)
    workers: int = attrs.field(default=1, validator=between(1, MOST_WORKERS))
    timeout: float = attrs.field(
        default=60.0, validator=[attrs.validators.ge(0), attrs.validators.le(LONGEST_TIMEOUT)]
    )
    memory: int = attrs.field(default=1024, validator=between(0, MOST_MEMORY))
    batch_bytes: int = attrs.field(default=512 << 10, validator=between(1, LARGEST))
    batch_pages: int = attrs.field(default=64, validator=between(1, LARGEST))
    part_bytes: int = attrs.field(default=64 << 20, validator=between(1, LARGEST))
    part_pages: int = attrs.field(default=20_000, validator=between(1, LARGEST))
    before: str | None = None

    def identity(self) -> dict[str, Any]:
        """All that the output depends on: two runs that agree in it can be one.

        The limits of time and memory decide between a row and a dead letter, and so they belong to
        it; the number of workers does not.
        """
        namespaces = self.selection.namespaces
        store, columns = self.options.templates, self.options.columns
        return {
            "wikiparse_version": __version__,
            "unicode_version": unicodedata.unidata_version,
            # Another version may write other bytes for the same rows.
            "pyarrow_version": _pyarrow() if self.format == "parquet" else None,
            "schema_version": SCHEMA_VERSION,
            "format": self.format,
            "dialect": self.options.dialect,
            "language": self.options.language,
            "limits": attrs.asdict(self.options.limits),
            "timeout": float(self.timeout),
            "memory": self.memory,
            "largest_page": self.bounds.page,
            "largest_growth": [self.bounds.ratio, self.bounds.free],
            "namespaces": None if namespaces is None else list(namespaces),
            "redirects": self.selection.redirects,
            "revisions": self.selection.revisions,
            "columns": None if columns is None else list(names_of(columns)),
            "keep": list(self.options.keep),
            "site": None if self.options.site is None else self.options.site.to_dict(),
            "templates": None if store is None else store.digest(),
            "batch": [self.batch_bytes, self.batch_pages],
            "part": [self.part_bytes, self.part_pages],
            # Tests inject faults with it: a run with faults is another run.
            "before": self.before,
        }


def _pyarrow() -> str | None:
    """The version of the writer of Parquet, which decides about its bytes."""
    # Slow to load, with all that reads mails, and no worker asks.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pyarrow")
    except PackageNotFoundError:
        return None
