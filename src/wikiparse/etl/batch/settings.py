"""What a run is told to do."""

from __future__ import annotations

from typing import Any, Final, Literal

import attrs

from wikiparse.etl.rows import SCHEMA_VERSION, Options
from wikiparse.etl.sources.records import Bounds, Selection

Format = Literal["parquet", "jsonl"]

FORMATS: Final[tuple[Format, ...]] = ("parquet", "jsonl")


@attrs.frozen(kw_only=True)
class Settings:
    """How a batch run reads, parses and writes.

    `workers`: processes. `timeout`: seconds that one page may take. `memory`: MiB that a worker may
    take beyond what it begins with; 0 for no limit. `batch_bytes`, `batch_pages`: a worker is given
    batches of about so much. `part_bytes`, `part_pages`: an output file holds about so much source.
    `before` names a callable, as "module:name", that is called with each record before it is
    parsed: tests inject faults with it, and nothing else should.
    """

    format: Format = "parquet"
    options: Options = attrs.field(factory=Options)
    bounds: Bounds = attrs.field(factory=Bounds)
    selection: Selection = attrs.field(factory=Selection)
    workers: int = 1
    timeout: float = 60.0
    memory: int = 1024
    batch_bytes: int = 512 << 10
    batch_pages: int = 64
    part_bytes: int = 64 << 20
    part_pages: int = 20_000
    before: str | None = None

    def what_counts(self) -> dict[str, Any]:
        """What the output depends on: two runs that agree in it can be one."""
        from wikiparse import __version__

        return {
            "wikiparse_version": __version__,
            "schema_version": SCHEMA_VERSION,
            "format": self.format,
            "dialect": self.options.dialect,
            "language": self.options.language,
            "max_depth": self.options.limits.max_depth,
            "largest_page": self.bounds.page,
            "namespaces": None
            if self.selection.namespaces is None
            else list(self.selection.namespaces),
            "redirects": self.selection.redirects,
            "batch": [self.batch_bytes, self.batch_pages],
            "part": [self.part_bytes, self.part_pages],
        }
