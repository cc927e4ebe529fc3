"""Items of CSL-JSON as the fields of a row."""

from __future__ import annotations

from json import JSONEncoder
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

to_json: Final = JSONEncoder(ensure_ascii=False).encode
"""An item as a text; `json.dumps` would make an encoder for each."""


def fields_of(data: Mapping[str, Any]) -> tuple[Any, ...]:
    """The fields of CSL-JSON that tables are asked for most, in the order of `FIELDS`."""
    get = data.get
    return (
        data["type"],
        get("title"),
        [_name(author) for author in get("author", ())],
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
        return "/".join(["-".join([f"{part:02d}" for part in day]) for day in parts])
    return date.get("literal")
