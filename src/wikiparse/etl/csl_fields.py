"""Items of CSL-JSON as the fields of a row."""

from __future__ import annotations

from json import JSONEncoder
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# An item is a tree: no list or dictionary is in itself.
to_json: Final = JSONEncoder(ensure_ascii=False, check_circular=False).encode
"""An item as a text; `json.dumps` would make an encoder for each."""
_ISO: Final = ("", "%02d", "%02d-%02d", "%02d-%02d-%02d")
"""How a date is written, by the number of its parts."""


def fields_of(data: Mapping[str, Any]) -> tuple[Any, ...]:
    """The fields of CSL-JSON that tables are asked for most, in the order of `FIELDS`."""
    get = data.get
    return (
        data["type"],
        get("title"),
        [_name(author) for author in authors] if (authors := get("author")) else [],
        get("container-title"),
        get("publisher"),
        _date(get("issued")),
        get("URL"),
        get("DOI"),
        get("ISBN"),
    )


def _name(author: Mapping[str, str]) -> str:
    if "literal" in author:
        return author["literal"]
    parts = (author.get("family"), author.get("suffix"), author.get("given"))
    return ", ".join([part for part in parts if part])


def _date(date: Mapping[str, Any] | None) -> str | None:
    """A date of CSL-JSON in ISO 8601, a range with a solidus; as written where it was not read."""
    if not date:
        return None
    if parts := date.get("date-parts"):
        days = [_ISO[len(day)] % tuple(day) for day in parts]
        return days[0] if len(days) == 1 else "/".join(days)
    return date.get("literal")
