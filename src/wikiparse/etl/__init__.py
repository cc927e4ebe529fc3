"""ETL: from a folder or a dump to tables.

`iter_pages`, `map_pages`, `parse_record` and `parse_many` work without pyarrow; `SCHEMA`,
`parse_batches` and `explode` need it (the extra `arrow`). Everything is loaded when it is first
asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wikiparse.etl.arrow import parse_batches
    from wikiparse.etl.batch.pool import PoolError
    from wikiparse.etl.exploding import explode
    from wikiparse.etl.many import parse_many
    from wikiparse.etl.map import map_pages
    from wikiparse.etl.outcomes import DeadLetter
    from wikiparse.etl.pages import DamageWarning, SourcePage, iter_pages
    from wikiparse.etl.rows import COLUMNS, SCHEMA_VERSION, Options, parse_record
    from wikiparse.etl.schema import SCHEMA
    from wikiparse.etl.sources import Damage
    from wikiparse.etl.template_pages import TemplateCounts, write_templates

__all__ = [
    "COLUMNS",
    "SCHEMA",
    "SCHEMA_VERSION",
    "Damage",
    "DamageWarning",
    "DeadLetter",
    "Options",
    "PoolError",
    "SourcePage",
    "TemplateCounts",
    "explode",
    "iter_pages",
    "map_pages",
    "parse_batches",
    "parse_many",
    "parse_record",
    "write_templates",
]

_MODULES = {
    "COLUMNS": "rows",
    "SCHEMA": "schema",
    "SCHEMA_VERSION": "rows",
    "Damage": "sources",
    "DamageWarning": "pages",
    "DeadLetter": "outcomes",
    "Options": "rows",
    "PoolError": "batch.pool",
    "SourcePage": "pages",
    "TemplateCounts": "template_pages",
    "explode": "exploding",
    "iter_pages": "pages",
    "map_pages": "map",
    "parse_batches": "arrow",
    "parse_many": "many",
    "parse_record": "rows",
    "write_templates": "template_pages",
}
"""The module that has each name."""


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    try:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name != "pyarrow":
            raise
        message = f"{name} needs pyarrow: install the extra 'arrow'"
        raise ImportError(message, name="pyarrow") from error


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
