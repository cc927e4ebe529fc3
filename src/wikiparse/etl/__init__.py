"""ETL: from a folder or a dump to tables.

`parse_record` and `parse_many` work without pyarrow; `SCHEMA`, `parse_batches` and `explode` need
it (the extra `arrow`). Everything is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wikiparse.etl.arrow import parse_batches
    from wikiparse.etl.exploding import explode
    from wikiparse.etl.many import parse_many
    from wikiparse.etl.rows import COLUMNS, SCHEMA_VERSION, Options, parse_record
    from wikiparse.etl.schema import SCHEMA

__all__ = [
    "COLUMNS",
    "SCHEMA",
    "SCHEMA_VERSION",
    "Options",
    "explode",
    "parse_batches",
    "parse_many",
    "parse_record",
]

_MODULES = {
    "COLUMNS": "rows",
    "SCHEMA": "schema",
    "SCHEMA_VERSION": "rows",
    "Options": "rows",
    "explode": "exploding",
    "parse_batches": "arrow",
    "parse_many": "many",
    "parse_record": "rows",
}
"""The module that has each name."""


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
