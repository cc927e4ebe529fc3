"""From a page to a row: plain dictionaries, lists and strings, and nothing of Arrow.

A record is a dictionary that has `text` (str, or bytes of UTF-8) and may have `id`, `title`,
`language`, `dialect` and `redirect`. A row has the columns of `COLUMNS`. What a page holds can
never make a row that another system refuses: lone surrogates become U+FFFD, numbers are signed, and
a column that is not known is None.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from wikiparse._version import __version__
from wikiparse.etl.clean import LONGEST_ERROR, clean, describe, identifier_of, to_utf8
from wikiparse.etl.columns import LIST_COLUMNS, columns_of
from wikiparse.etl.fields import named
from wikiparse.etl.kept import KEPT, kept_of
from wikiparse.etl.metadata import METADATA, metadata_of
from wikiparse.limits import Limits
from wikiparse.parse import parse
from wikiparse.sites.site import Site
from wikiparse.suggest import did_you_mean, suggests_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wikiparse.etl.columns import Row
    from wikiparse.expand.store import TemplateStore

SCHEMA_VERSION: Final = 2
"""The version of the rows' form; docs/etl.md lists changes that need no new one."""

PAGE_COLUMNS: Final = (
    "id",
    "page_id",
    "revision_id",
    "namespace",
    "timestamp",
    "title",
    "language",
    "dialect",
    "redirect",
    "text",
    "lead",
    "content_hash",
    "wikiparse_version",
    "schema_version",
    "error",
)
"""The columns that hold one value for a page."""

COLUMNS: Final = (*PAGE_COLUMNS[:-1], *LIST_COLUMNS, "error")
"""All columns, in their order."""
ALWAYS: Final = ("id", "error")
"""The columns that rows have, whichever are chosen: which page it is, and why it has no others."""

NAMES: Final = ("title", "language", "dialect", "redirect")
"""The fields of a record that name something, beside its text and its id."""


def _names(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _check_kept(_: object, __: object, names: tuple[str, ...]) -> None:
    for name in names:
        if not isinstance(name, str):
            message = f"keep has names of columns, not {type(name).__name__}"
            raise TypeError(message)
        if name in COLUMNS or names.count(name) > 1:
            message = f"keep: the rows have a column {name!r} already"
            raise ValueError(message)


def _check_columns(_: object, __: object, names: tuple[str, ...] | None) -> None:
    for name in names or ():
        if not isinstance(name, str):
            message = f"columns has names of columns, not {type(name).__name__}"
            raise TypeError(message)
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"; there are {', '.join(COLUMNS)}"
            message = f"columns: the rows have no column {name!r}{hint}"
            raise ValueError(message)


@suggests_fields
@attrs.frozen(kw_only=True)
class Options:
    """How pages are read, where their record does not say so itself.

    `dialect`, `language`, `limits`, `site` and `templates` are those of `wikiparse.parse`.
    `columns` chooses among `COLUMNS`: rows have those and, always, `id` and `error`, in the order
    of all; nothing is read of a page for other columns alone. `keep` names further fields of
    the records that become columns of the rows, after all others: their values are texts there,
    JSON of anything but a string. `rows` and `source_bytes` bound the batches that `parse_batches`
    yields: whichever is reached first ends a batch.

    Raises ValueError for a name in `columns` that rows do not have, or one in `keep` that they have
    already.

    >>> from wikiparse.etl import Options, parse_record
    >>> options = Options(dialect="wikitext", keep=("rank",))
    >>> row = parse_record({"text": "[[A]]", "rank": 3}, options)
    >>> row["dialect"], row["rank"]
    ('wikitext', '3')
    """

    dialect: str = "auto"
    """As in `wikiparse.parse`."""
    language: str | None = None
    """The language tag of the wiki, as `lang` in `wikiparse.parse`."""
    limits: Limits = attrs.field(factory=Limits)
    """As in `wikiparse.parse`."""
    site: Site | None = None
    """As in `wikiparse.parse`."""
    templates: TemplateStore | None = attrs.field(default=None, repr=False)
    """The store by which calls are expanded; a call that is not has a problem `unknown-call`."""
    columns: tuple[str, ...] | None = attrs.field(
        default=None, converter=attrs.converters.optional(_names), validator=_check_columns
    )
    """The columns of the rows, beside `id` and `error`; None for all."""
    keep: tuple[str, ...] = attrs.field(default=(), converter=_names, validator=_check_kept)
    """Fields of the records that become columns."""
    rows: int = 256
    """Pages that a batch of `parse_batches` holds, at most."""
    source_bytes: int = 8 << 20
    """Bytes of source that a batch holds, at most, unless one page is larger."""


DEFAULTS: Final = Options()


def parse_record(record: Mapping[str, Any], options: Options = DEFAULTS) -> Row:
    r"""The row of a record.

    Never raises because of a page, nor of the values of its record: then the row has an `error`.

    >>> from wikiparse.etl import parse_record
    >>> row = parse_record({"id": 1, "text": "See [[Wind]]s.", "dialect": "wikitext"})
    >>> row["id"], row["text"], row["links"][0]["title"]
    ('1', 'See Winds.\n', 'Wind')
    """
    return any_row(record, options, with_names=True)


def any_row(record: Mapping[str, Any], options: Options, *, with_names: bool) -> Row:
    """As `parse_record`; without names as `row_of`."""
    plain = plain_record(record, options.keep)
    if plain.error is not None:
        return error_row(plain.fields, plain.error, options)
    try:
        return row_of(plain.fields, options, with_names=with_names)
    except Exception as error:  # noqa: BLE001  # whatever a page does, it is one row of many
        return error_row(plain.fields, describe(error), options)


class PlainRecord(NamedTuple):
    """The known fields of a record as str and bytes, and why they are no page, if they are none."""

    fields: dict[str, Any]
    error: str | None


def plain_record(record: Mapping[str, Any], keep: tuple[str, ...] = ()) -> PlainRecord:
    """The known fields of a record, whose values may be of any class, and whose methods may raise
    anything.

    Nothing else of it is needed, and it can be sent to another process.
    """
    fields: dict[str, Any] = {KEPT: dict.fromkeys(keep)} if keep else {}
    if not hasattr(record, "get"):
        return PlainRecord(
            fields, f"TypeError: the record is no mapping, but {type(record).__name__}"
        )
    try:
        text = record.get("text")
        if isinstance(text, (str, bytes)):
            # The methods of str and bytes themselves: a subclass may have others.
            fields["text"] = str.__str__(text) if isinstance(text, str) else bytes(text)
        for name in NAMES:
            if isinstance(value := record.get(name), str):
                fields[name] = str.__str__(value)
        fields |= metadata_of({name: record.get(name) for name in METADATA})
        if isinstance(site := record.get("site"), Site):
            fields["site"] = site
        if keep:
            fields[KEPT] = kept_of(record.get, keep)
        identifier = identifier_of(record.get("id"))
        if identifier is not None:
            fields["id"] = identifier
        if "text" not in fields:
            message = f"the record's text is no str and no bytes, but {type(text).__name__}"
            raise TypeError(message)  # noqa: TRY301  # one error of several
    except Exception as error:  # noqa: BLE001  # see above
        return PlainRecord(fields, describe(error))
    return PlainRecord(fields, None)


def row_of(
    record: Mapping[str, Any], options: Options = DEFAULTS, *, with_names: bool = True
) -> Row:
    """The row of a record; without names the items of its lists are tuples, as Arrow takes them.

    Raises whatever `wikiparse.parse` raises, and TypeError for a record without text.
    """
    text = record.get("text")
    if not isinstance(text, (str, bytes)):
        message = f"the record's text is no str and no bytes, but {type(text).__name__}"
        raise TypeError(message)
    doc = parse(
        text,
        dialect=_text(record.get("dialect")) or options.dialect,
        title=_text(record.get("title")),
        lang=_text(record.get("language")) or options.language,
        limits=options.limits,
        site=record.get("site") or options.site,
        templates=options.templates,
    )
    # Bytes that are no UTF-8, as those of a lone surrogate, have become U+FFFD.
    source, is_clean = (text, True) if isinstance(text, bytes) else to_utf8(text)
    if options.templates is not None:
        is_clean = False  # templates may have other characters
    columns = columns_of(doc, options.columns, is_clean=is_clean)
    if with_names:
        columns = named(columns)
    return _row(options, {**_head({**record, "text": source}), **columns})


def error_row(record: Mapping[str, Any], error: str, options: Options) -> Row:
    """The row of a record that could not be parsed: its fields, and the error."""
    return _row(options, {**_head(record), "error": clean(error[:LONGEST_ERROR])})


def content_hash(text: str | bytes) -> str:
    """SHA-256 of a page's source in UTF-8, in hexadecimal."""
    return sha256(to_utf8(text)[0] if isinstance(text, str) else text).hexdigest()


# ------------------------------------------------------------------------------------ the columns


@cache
def names_of(columns: tuple[str, ...] | None, keep: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The names of all columns of rows, in their order, by `Options.columns` and `Options.keep`."""
    if columns is None:
        return (*COLUMNS, *keep)
    return (*[name for name in COLUMNS if name in columns or name in ALWAYS], *keep)


def _row(options: Options, values: Row) -> Row:
    """A row of some values; a column without one is None, and a value without a column is left
    out.
    """
    return {name: values.get(name) for name in names_of(options.columns, options.keep)}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _head(record: Mapping[str, Any]) -> Row:
    """The columns that do not depend on whether the page can be parsed."""
    text = record.get("text")
    named = {name: _text(record.get(name)) for name in NAMES}
    return {
        "id": identifier_of(record.get("id")),
        **{name: value and clean(value) for name, value in named.items()},
        **{name: record[name] for name in METADATA if name in record},
        "content_hash": content_hash(text) if isinstance(text, (str, bytes)) else None,
        "wikiparse_version": __version__,
        "schema_version": SCHEMA_VERSION,
        **record.get(KEPT, {}),
    }
