"""The pages of a source in a plain loop, in this process."""

from __future__ import annotations

import errno
import os
import warnings
from collections.abc import Iterable
from itertools import count
from typing import TYPE_CHECKING, Any

import attrs

from wikiparse.etl.clean import describe, identifier_of
from wikiparse.etl.metadata import METADATA, field_of
from wikiparse.etl.rows import DEFAULTS, parse_record
from wikiparse.etl.sources import (
    Bounds,
    Damage,
    Fault,
    InputError,
    MissingInputError,
    Reading,
    Record,
    Selection,
    Skipped,
    check_paths,
    forget,
    units_of,
)
from wikiparse.parse import parse
from wikiparse.sites.site import Site
from wikiparse.suggest import suggests_keywords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from typing import TypeAlias

    from wikiparse.document import Document
    from wikiparse.etl.columns import Row
    from wikiparse.etl.rows import Options
    from wikiparse.etl.sources import Unit
    from wikiparse.etl.sources.records import Item, Revisions

    Path: TypeAlias = str | os.PathLike[str]
    Source: TypeAlias = Path | Iterable[Path]
    Namespaces: TypeAlias = int | str | Iterable[int | str] | None

BOUNDS = Bounds()
NAMES = ("id", "title", "language", "dialect", "redirect")


class DamageWarning(UserWarning):
    """A part of a source that could not be read: its pages are missing from the loop.

    >>> import warnings
    >>> from wikiparse.etl import DamageWarning
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("error", DamageWarning)  # the first damage ends the loop
    ...     titles = [page.title for page in wikiparse.iter_pages("tests/fixtures/pml.md")]
    """


@attrs.frozen(kw_only=True)
class SourcePage:
    """A page as a source has it, not parsed yet.

    `raw` is its source text: a str, or bytes of UTF-8. `page_id`, `revision_id` and `namespace` are
    the numbers of MediaWiki's database, `timestamp` is the time of the revision in UTC, `redirect`
    the title that the source says it leads to, `site` the wiki that the header of a dump describes;
    each is None where the source does not say it. `source` is the file, `offset` the offset there:
    the byte at which its line or its compressed stream begins, or the number of the page or row in
    a file without byte offsets. `id` is the one of its row.

    >>> page = next(wikiparse.iter_pages("tests/fixtures/pml.md"))
    >>> page.title, page.namespace, page.source
    ('pml', None, 'tests/fixtures/pml.md')
    >>> page.parse(lang="zh").sections[0].title
    '发病机制'
    """

    raw: str | bytes = attrs.field(repr=False)
    """The source text: a str, or bytes of UTF-8."""
    id: str | None = None
    """The id that the row of the page has."""
    title: str | None = None
    """The title with its namespace, or the name of the file."""
    page_id: int | None = None
    """MediaWiki's number of the page."""
    revision_id: int | None = None
    """MediaWiki's number of the revision."""
    namespace: int | None = None
    """MediaWiki's number of the namespace: 0 for articles."""
    timestamp: datetime | None = None
    """The time of the revision, in UTC."""
    language: str | None = None
    """The language tag of the wiki."""
    dialect: str | None = None
    """The dialect that the source implies, such as "wikitext" for a dump."""
    redirect: str | None = None
    """The title that the source says the page leads to."""
    site: Site | None = attrs.field(default=None, repr=False)
    """The wiki that the header of a dump describes."""
    source: str = ""
    """The file that the page was read from."""
    offset: int = 0
    """Bytes before its line or compressed stream, or the number of the page or row."""

    @property
    def text(self) -> str:
        """The source text; bytes that are not UTF-8 are U+FFFD."""
        return self.raw if isinstance(self.raw, str) else self.raw.decode("utf-8", "replace")

    def parse(self, **options: Any) -> Document:
        """The tree of the page. Options are those of `wikiparse.parse`, and win over the
        source.
        """
        own = {"title": self.title, "lang": self.language, "site": self.site}
        return parse(self.raw, **{**own, "dialect": self.dialect or "auto", **options})

    def record(self) -> dict[str, Any]:
        """The page as a record, as `parse_record` takes it, without values that are not known."""
        names = (*NAMES, *METADATA, "site")
        known = {name: value for name in names if (value := getattr(self, name)) is not None}
        return {**known, "text": self.raw}

    def row(self, options: Options = DEFAULTS) -> Row:
        """The row of the page, which `wikiparse batch` writes too. Never raises because of a
        page.
        """
        return parse_record(self.record(), options)


@suggests_keywords
def iter_pages(
    source: Source,
    *,
    namespaces: Namespaces = None,
    redirects: bool = True,
    revisions: Revisions = "last",
    on_damage: Callable[[Damage], object] | None = None,
) -> Iterator[SourcePage]:
    """The pages of whatever `wikiparse batch` reads, in its order: a folder or a file of pages, a
    pattern of names, an archive, JSON Lines, Parquet, or a MediaWiki XML dump; or several of these.

    Of a dump, `namespaces` selects some by their numbers or names (all without it), `redirects`
    says whether redirects are among them, and `revisions="all"` makes each revision of a page with
    its history a page of its own; otherwise the last one in the file counts. Memory holds one page
    and some buffers at a time.

    A part that cannot be read does not end the loop: `on_damage` is called with it (a `Damage`
    with `source`, `start`, `end`, `unit` and `error`), or, without it, a `DamageWarning` is given.

    Raises at once, before anything is read: FileNotFoundError for a source that is not there,
    ValueError for one that cannot be read by its name, for a package that is missing and for a
    namespace that no dump has, TypeError for a source that is no path.

    >>> for page in wikiparse.iter_pages("tests/fixtures/pml.md"):
    ...     print(page.title, page.dialect, len(page.text))
    pml None 2313
    """
    selection = selection_of(namespaces, redirects=redirects, revisions=revisions)
    inputs = checked_inputs(source, selection)
    return _pages(inputs, selection, on_damage or warn_of_damage)


def _pages(
    inputs: list[str], selection: Selection, on_damage: Callable[[Damage], object]
) -> Iterator[SourcePage]:
    for item in items_of(units_of(inputs, BOUNDS, selection)):
        if isinstance(item, Damage):
            on_damage(item)
            continue
        try:
            fault = item.fault
            page = page_of(item.to_dict(), item) if fault is None else None
        except (ValueError, TypeError) as error:  # a line that is no JSON, or no page
            fault, page = Fault(describe(error), "read"), None
        if fault is not None:
            name = item.fields.get("id")
            on_damage(Damage(item.source, None, None, f"the page {name}: {fault.error}"))
        elif page is not None:
            yield page


def items_of(units: Iterable[Unit]) -> Iterator[Record | Damage]:
    """The records and the damage of some units, read in this process."""
    try:
        for unit in units:
            for item in _items(unit):
                if not isinstance(item, (Skipped, Reading)):
                    yield item
    finally:
        forget()


def _items(unit: Unit) -> Iterator[Item]:
    items = unit.items(BOUNDS)
    for number in count():
        try:
            item: Item | None = next(items, None)
        except (MemoryError, ArithmeticError, ValueError, TypeError, LookupError) as error:
            # No unit raises, as far as we know; if one does, the others are read.
            limit = "memory" if isinstance(error, MemoryError) else "read"
            items, item = iter(()), unit.unread(number, Fault(describe(error), limit))
        if item is None:
            return
        yield item


def page_of(values: Mapping[str, Any], record: Record) -> SourcePage:
    """The page of a record's values, as `Record.to_dict` has them.

    Raises TypeError for values without text, and whatever the `str` of an id raises.
    """
    text, site = values.get("text"), values.get("site")
    if not isinstance(text, (str, bytes)):
        message = f"the record's text is no str and no bytes, but {type(text).__name__}"
        raise TypeError(message)
    named: dict[str, Any] = {
        name: v for name in NAMES[1:] if isinstance(v := values.get(name), str)
    }
    stated: dict[str, Any] = {name: field_of(name, values.get(name)) for name in METADATA}
    return SourcePage(
        raw=text,
        id=identifier_of(values.get("id")),
        site=site if isinstance(site, Site) else None,
        source=record.source,
        offset=record.offset,
        **named,
        **stated,
    )


def warn_of_damage(damage: Damage) -> None:
    """Warn of a part that could not be read."""
    # Whoever asks for the next page.
    warnings.warn(str(damage), DamageWarning, stacklevel=3)


# ------------------------------------------------------------------------------------ arguments


def selection_of(namespaces: Namespaces, *, redirects: bool, revisions: Revisions) -> Selection:
    """The selection that arguments ask for. Raises TypeError and ValueError."""
    names: tuple[int | str, ...] | None = None
    if isinstance(namespaces, (int, str)):
        names = (namespaces,)
    elif namespaces is not None:
        names = tuple(namespaces)
    for name in names or ():
        if isinstance(name, bool) or not isinstance(name, (int, str)):
            message = f"a namespace must be a number or a name, not {type(name).__name__}"
            raise TypeError(message)
    return Selection(
        namespaces=None if names is None else tuple(map(str, names)),
        redirects=redirects,
        revisions=revisions,
    )


def checked_inputs(source: Source, selection: Selection) -> list[str]:
    """The paths of a source, which are there and can be read by their names.

    Raises FileNotFoundError, ValueError and TypeError.
    """
    given = [source] if isinstance(source, (str, os.PathLike)) else source
    if not isinstance(given, Iterable):
        message = f"a source must be a path or some paths, not {type(source).__name__}"
        raise TypeError(message)
    inputs = [_path(path) for path in given]
    try:
        check_paths(inputs, BOUNDS, selection)
    except MissingInputError as error:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), error.path) from error
    except InputError as error:
        raise ValueError(str(error)) from error
    return inputs


def _path(path: object) -> str:
    found = os.fspath(path) if isinstance(path, (str, os.PathLike)) else path
    if not isinstance(found, str):
        message = f"a path must be a str or a path-like object, not {type(path).__name__}"
        raise TypeError(message)
    return found
