"""Facts that dumps state of a page beside its text: the numbers of page and revision, the
namespace, the time of the revision.

Values may be of any class; one that fits no column is None. Numbers are those of MediaWiki's
database, times are UTC.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from numbers import Integral
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

METADATA: Final = ("page_id", "revision_id", "namespace", "timestamp")
"""The fields of a record: int, int, int, and a `datetime` in UTC."""

OTHER_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "page_id": ("pageid",),
    "revision_id": ("revid", "rev_id"),
    "namespace": ("ns", "namespace_id", "page_namespace", "page_namespace_id"),
    "timestamp": ("revision_timestamp", "rev_timestamp", "revision_dt", "date_modified"),
}
"""Other names of the same: in MediaWiki's API and database, Wikimedia's tables and Enterprise."""

LARGEST: Final = (1 << 63) - 1
"""Columns are signed, of 64 bits."""
LARGEST_NAMESPACE: Final = (1 << 31) - 1
_STAMP: Final = re.compile(r"\d{14}", re.A)
_NUMBER: Final = re.compile(r"-?\d{1,19}", re.A)


def number_of(value: object, most: int = LARGEST) -> int | None:
    """A number as an int: an int, a whole float (as pandas makes them of columns with holes), or
    digits; otherwise None, also for one beyond `most`.
    """
    if isinstance(value, str):
        # `int` reads other digits, underscores and white space too.
        found = int(value) if _NUMBER.fullmatch(value) else None
    elif isinstance(value, float):
        found = int(value) if math.isfinite(value) and value == int(value) else None
    else:
        # `Integral`: the numbers of NumPy are no int.
        is_number = isinstance(value, Integral) and not isinstance(value, bool)
        found = int(value) if is_number else None  # type: ignore[call-overload]
    return found if found is not None and -most <= found <= most else None


def time_of(value: object) -> datetime | None:
    """A time in UTC: of a `datetime` (UTC if it names no zone), of ISO 8601 as dumps have it
    (`2024-05-01T12:00:00Z`), or of MediaWiki's fourteen digits; otherwise None.
    """
    try:
        if isinstance(value, str):
            text = f"{value[:8]}T{value[8:]}" if _STAMP.fullmatch(value) else value
            value = datetime.fromisoformat(text) if len(text) <= 40 else None
        # The missing time of pandas is a datetime too, which is not equal to itself.
        if not isinstance(value, datetime) or value != value:  # noqa: PLR0124
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def field_of(name: str, value: object) -> int | datetime | None:
    """The value of one of `METADATA`."""
    if name == "timestamp":
        return time_of(value)
    return number_of(value, LARGEST_NAMESPACE if name == "namespace" else LARGEST)


def metadata_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `METADATA` that a record states, under their own names or those of others."""
    found: dict[str, Any] = {}
    for name in METADATA:
        for other in (name, *OTHER_NAMES[name]):
            if (value := field_of(name, values.get(other))) is not None:
                found[name] = value
                break
    return found


def enterprise_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an article of Wikimedia Enterprise, by our names
    (https://enterprise.wikimedia.com/docs/data-dictionary/); nothing of anything else.
    """
    body = values.get("article_body")
    if not isinstance(body, dict) or not isinstance(body.get("wikitext"), str):
        return {}

    def inner(name: str, key: str = "identifier") -> Any:
        part = values.get(name)
        return part.get(key) if isinstance(part, dict) else None

    found = {
        "text": body["wikitext"],
        "dialect": "wikitext",
        "title": values.get("name"),
        "language": inner("in_language"),
        "page_id": values.get("identifier"),
        "revision_id": inner("version"),
        "namespace": inner("namespace"),
        "timestamp": values.get("date_modified"),
    }
    return {name: value for name, value in found.items() if value is not None}
