"""What sources give: records, damage, and the units that a plan is made of.

A unit can be sent to a worker, which reads the records in it: a file by its path, a stretch of a
dump by its offsets, or, where only the parent can read on, the record itself.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["text", "json", "record"]


class SourceError(Exception):
    """What keeps a source from being read on.

    `offset` is in bytes of the file, as far as it is known.
    """

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.offset = offset


@attrs.frozen(kw_only=True)
class Bounds:
    """How much a source may ask for.

    `page`: bytes of one page; a larger one becomes a dead letter without having been held in
    memory. `ratio`: how many times its size a compressed file may grow, once it has grown by `free`
    bytes.
    """

    page: int = 16 << 20
    ratio: int = 1_000
    free: int = 8 << 20


@attrs.frozen(kw_only=True)
class Selection:
    """Which pages of a dump are taken.

    `namespaces`: numbers or names, None for all; `redirects`: whether those are taken too.
    """

    namespaces: tuple[str, ...] | None = ("0",)
    redirects: bool = False


class Record(NamedTuple):
    """One page as it was found.

    `raw` is what is kept of it if it cannot be parsed: the bytes of the page, or of its line of
    JSON.

    `offset` says where in its source it stands: the byte at which its line or its compressed stream
    begins, or the number of the page in a file where bytes cannot be told. `fault` is why it cannot
    be parsed, where that is known without trying, with the limit it met.
    """

    source: str
    offset: int
    raw: bytes | None
    fields: dict[str, Any]
    form: Form = "text"
    fault: tuple[str, str] | None = None

    def to_dict(self) -> dict[str, Any]:
        """What `parse_record` takes.

        Raises ValueError for a line that is no JSON, and for JSON that is no page.
        """
        if self.form == "text":
            return {**self.fields, "text": self.raw}
        if self.form == "record":
            return self.fields
        return {**self.fields, **_page_of_json(self.raw or b"")}


def _page_of_json(line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except RecursionError as error:
        message = "the JSON is nested too deep"
        raise ValueError(message) from error
    if not isinstance(values, dict):
        message = f"the line of JSON is no object, but {type(values).__name__}"
        raise ValueError(message)  # noqa: TRY004  # it is the input that is wrong
    if "lang" in values:
        values.setdefault("language", values["lang"])
    return {
        name: values[name]
        for name in ("id", "title", "language", "dialect", "redirect", "text")
        if values.get(name) is not None
    }


class Damage(NamedTuple):
    """The rest of a source that cannot be read: from where on, and why."""

    source: str
    offset: int | None
    error: str


class Skipped(NamedTuple):
    """A page that was not selected."""

    source: str


Item = Record | Damage | Skipped


class Unit(Protocol):
    """A piece of the input that a worker can read."""

    @property
    def size(self) -> int:
        """About how many bytes of source it holds: what parts are planned by."""

    @property
    def weight(self) -> int:
        """How many bytes of the input it is: what progress is measured by."""

    @property
    def key(self) -> str:
        """What tells it from others: a plan with the same keys is the same plan."""

    @property
    def place(self) -> tuple[str, int]:
        """The source, and the offset in it."""

    def items(self, bounds: Bounds) -> Iterator[Item]:
        """What it holds. Never raises because of what a file holds."""


class FileUnit(NamedTuple):
    """A file that is one page."""

    path: str
    size: int
    fields: dict[str, Any]

    @property
    def weight(self) -> int:
        """Its bytes."""
        return self.size

    @property
    def key(self) -> str:
        """Path and size."""
        return f"{self.path}\0{self.size}"

    @property
    def place(self) -> tuple[str, int]:
        """The file."""
        return self.path, 0

    def items(self, bounds: Bounds) -> Iterator[Item]:
        """The page, or why it cannot be read."""
        try:
            with open(self.path, "rb") as file:  # noqa: PTH123  # millions of files: a Path for each is slow
                raw = file.read(bounds.page + 1)
        except OSError as error:
            fault = (f"cannot read {self.path}: {error.strerror or error}", "read")
            yield Record(self.path, 0, None, self.fields, fault=fault)
            return
        yield page(self.path, 0, raw, self.fields, bounds)


class Inline(NamedTuple):
    """An item that the parent has read already."""

    item: Item
    weight: int = 0

    @property
    def size(self) -> int:
        """The bytes of the page."""
        return len(self.item.raw or b"") if isinstance(self.item, Record) else 0

    @property
    def key(self) -> str:
        """Source, offset and what it is called."""
        offset = "" if isinstance(self.item, Skipped) else self.item.offset
        name = self.item.fields.get("id") if isinstance(self.item, Record) else ""
        return f"{self.item.source}\0{offset}\0{name}\0{self.size}"

    @property
    def place(self) -> tuple[str, int]:
        """Where it was found."""
        return self.item.source, 0 if isinstance(self.item, Skipped) else self.item.offset or 0

    def items(self, bounds: Bounds) -> Iterator[Item]:  # noqa: ARG002  # what every unit takes
        """The item itself."""
        yield self.item


def page(source: str, offset: int, raw: bytes, fields: dict[str, Any], bounds: Bounds) -> Record:
    """The record of a page of which at most one byte more than allowed was read."""
    if len(raw) > bounds.page:
        return Record(source, offset, None, fields, fault=too_large(bounds))
    return Record(source, offset, raw, fields)


def too_large(bounds: Bounds) -> tuple[str, str]:
    """The fault of a page that is larger than allowed."""
    return f"the page is larger than {bounds.page:,} bytes", "page"
