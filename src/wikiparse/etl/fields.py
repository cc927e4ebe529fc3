"""The fields of the items in the list columns.

`columns_of` makes an item as a tuple in the order of its fields, which is how Arrow takes it; in a
row for Python it is a dictionary. A tuple takes a tenth of the time and a third of the memory.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]

_AT: Final = ("section", "start", "stop")
_CITATION: Final = (
    "type", "title", "authors", "container_title", "publisher", "issued", "url", "doi", "isbn",
)  # fmt: skip

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "sections": (
        "level", "title", "text", "parent", "text_start", "text_stop", "start", "stop",
    ),
    "links": (
        "title", "namespace", "fragment", "interwiki", "text", "trail", "href", "is_local",
        "text_start", "text_stop", *_AT,
    ),
    "categories": ("name", "sort_key", "start", "stop"),
    "footnotes": (
        # Not `group`, as in the node: it is a word of SQL.
        "identifier", "note_group", "text", "is_empty", "marks", "references", "citation", "start",
        "stop",
    ),
    "external_links": (
        "url", "text", "is_bare", "archived_url", "archived_at", "archive", "text_start",
        "text_stop", *_AT,
    ),
    "templates": ("name", "arguments", *_AT),
    "tables": ("caption", "head_rows", "cells", *_AT),
    "images": ("name", "href", "alt", "caption", *_AT),
    "infobox": ("template", "name", "text", "start", "stop"),
    "citations": (*_CITATION, "template", "csl", "footnote", *_AT),
    "coordinates": ("latitude", "longitude", "is_title", "globe", "name", *_AT),
    "problems": ("code", "severity", "message", "start", "stop"),
}  # fmt: skip
"""The names of the fields by column, in their order."""


def named(columns: Row) -> Row:
    """The columns with a dictionary in place of each tuple."""
    row = columns.copy()
    for column, names in FIELDS.items():
        if items := columns.get(column):
            row[column] = _namer(names)(items)
    for footnote in row.get("footnotes", ()):
        if (cited := footnote["citation"]) is not None:
            (footnote["citation"],) = _namer(_CITATION)([cited])
    name_arguments = _namer(("name", "value"))
    for template in row.get("templates", ()):
        if template["arguments"]:
            template["arguments"] = name_arguments(template["arguments"])
    return row


@cache
def _namer(names: tuple[str, ...]) -> Callable[[list[tuple[Any, ...]]], list[Row]]:
    """A function from items to dictionaries.

    It is compiled from the names, since a row for Python is hardly more than these dictionaries:
    `dict(zip(names, item))` takes twice as long.
    """
    fields = ", ".join([f"{name!r}: {name}" for name in names])
    scope: dict[str, Any] = {}
    # The source is put together from the names above alone.
    exec(f"def name(items): return [{{{fields}}} for {', '.join(names)} in items]", scope)  # noqa: S102
    return scope["name"]  # type: ignore[no-any-return]
