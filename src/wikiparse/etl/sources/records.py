"""The items that sources yield (records, damage, skipped pages), and the units that a plan is
made of.

A unit can be sent to a worker, which reads the records in it: a file by its path, a stream of a
dump by its offsets, or, where only the parent can read on, the record itself.
"""

from __future__ import annotations

import json
import os
import stat
from typing import IO, TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol

import attrs

from wikiparse.etl.clean import identifier_of
from wikiparse.etl.kept import KEPT, kept_of
from wikiparse.etl.metadata import enterprise_fields, metadata_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Form = Literal["text", "json", "letter", "record"]
"""The form of a record's bytes: a page, a line of JSON, a dead letter, or a mapping that was
given to `parse_many`."""

Revisions = Literal["last", "all"]

REVISIONS: Final[tuple[Revisions, ...]] = ("last", "all")

FIELDS: Final = ("id", "title", "language", "dialect", "redirect")
"""The fields of a page beside its text."""
LONGEST_FIELD: Final = 1 << 16
"""Code points of a field, or bytes: no title of a wiki is longer than 255 bytes."""
READ_BYTES: Final = 1 << 20
"""Bytes that are read at once from a file that is one page."""


LARGEST: Final = 1 << 40
"""More bytes than any machine holds: numbers beyond it are slips of the hand."""


def between(least: int, most: int) -> Callable[[Any, attrs.Attribute[Any], Any], Any]:
    """A validator: TypeError for a value that is no int, ValueError for one out of a range."""
    return attrs.validators.and_(
        attrs.validators.instance_of(int), attrs.validators.ge(least), attrs.validators.le(most)
    )


class SourceError(Exception):
    """A source cannot be read any further."""


class CutOffError(SourceError):
    """A source ends too early: nobody knows how much is missing."""


@attrs.frozen(kw_only=True)
class Bounds:
    """How much a source may ask for.

    `page`: bytes of one page; a larger one becomes a dead letter without having been held in
    memory. `ratio`: how many times its size a compressed file may grow, once it has grown by `free`
    bytes.
    """

    page: int = attrs.field(default=16 << 20, validator=between(1, LARGEST))
    ratio: int = attrs.field(default=1_000, validator=between(1, LARGEST))
    free: int = attrs.field(default=8 << 20, validator=between(0, LARGEST))


@attrs.frozen(kw_only=True)
class Selection:
    """Which pages of a dump are selected.

    `namespaces`: numbers or names, None for all; `redirects`: whether those are selected too;
    `revisions`: of a page with its history the last one in the file, or each as a page of its own.
    """

    namespaces: tuple[str, ...] | None = ("0",)
    redirects: bool = False
    revisions: Revisions = attrs.field(default="last", validator=attrs.validators.in_(REVISIONS))


class Fault(NamedTuple):
    """Why a page cannot be parsed.

    `limit` is the limit that it ran into: "time", "memory", "crash" (its worker died), "page" (it
    is too large), "read" (it cannot be read), or None where the parser raised.
    """

    error: str
    limit: str | None


LONGEST_NAMED: Final = 1 << 20
"""Bytes of a line of JSON that is read again for a dead letter: some milliseconds and megabytes,
whatever it holds.
"""


class Record(NamedTuple):
    """One page as it was found.

    `raw` is kept if the page cannot be parsed: its bytes, or those of its line of JSON. `offset` is
    its offset in its source: the byte at which its line or its compressed stream begins, or the
    number of the page in a file without byte offsets. `fault` is known where the page need not be
    tried.
    """

    source: str
    offset: int
    raw: bytes | None
    fields: dict[str, Any]
    form: Form = "text"
    fault: Fault | None = None

    def to_dict(self, keep: tuple[str, ...] = ()) -> dict[str, Any]:
        """The record as `parse_record` takes it; `keep` are further fields of a line of JSON.

        Raises ValueError for a line that is no JSON, and for JSON that is no page.
        """
        if self.form == "text":
            return {**self.fields, "text": self.raw}
        if self.form == "json":
            return {**self.fields, **_page_of_json(self.raw or b"", keep)}
        if self.form == "letter":
            message = "a dead letter is opened before it is parsed"
            raise ValueError(message)
        return self.fields

    def with_stated(self) -> Record:
        """The record with the fields that its line of JSON states, if that can be told at little
        cost: of a page that has failed. The text is left out.
        """
        if self.form != "json" or self.raw is None or len(self.raw) > LONGEST_NAMED:
            return self
        try:
            stated = _page_of_json(self.raw, ())
            if "id" in stated:
                stated["id"] = identifier_of(stated["id"])
        except Exception:  # noqa: BLE001  # hostile JSON: the letter does without
            return self
        stated.pop("text", None)
        return self._replace(fields={**self.fields, **stated})


def _page_of_json(line: bytes, keep: tuple[str, ...]) -> dict[str, Any]:
    values = parse_json(line)
    if not isinstance(values, dict):
        message = f"the line of JSON is no object, but {type(values).__name__}"
        raise ValueError(message)  # noqa: TRY004  # it is the input that is wrong
    if "lang" in values:
        values.setdefault("language", values["lang"])
    # Its own fields first: `namespace` is an object there, and `version` the revision.
    values = {**values, **({} if "text" in values else enterprise_fields(values))}
    known = {name: values[name] for name in (*FIELDS, "text") if values.get(name) is not None}
    kept = {KEPT: kept_of(values.get, keep)} if keep else {}
    return {**known, **metadata_of(values), **kept}


def parse_json(line: bytes) -> Any:
    """The value of a line of JSON. Raises ValueError."""
    try:
        return json.loads(line)
    except RecursionError as error:
        message = "the JSON is nested too deep"
        raise ValueError(message) from error


class Damage(NamedTuple):
    """A stretch of a source that cannot be read, and why.

    `start` and `end` are a half-open range of `unit`: bytes of the file as it is stored, or rows of
    a table. None is an end that nobody knows: of a file that is cut off.

    >>> from wikiparse.etl import Damage
    >>> print(Damage("dump.xml.bz2", 9000, None, "the file ends too early"))
    dump.xml.bz2, from byte 9,000 on: the file ends too early
    """

    source: str
    """The file."""
    start: int | None
    """Where it begins; None where nobody knows."""
    end: int | None
    """Where it ends; None where nobody knows."""
    error: str
    """What is wrong, in one line."""
    unit: Literal["bytes", "rows"] = "bytes"
    """What `start` and `end` count: "bytes" or "rows"."""

    def __str__(self) -> str:
        extent = ""
        if self.start is not None and self.end is None:
            extent = f", from {self.unit[:-1]} {self.start:,} on"
        elif self.start is not None and self.start != self.end:
            extent = f", {self.unit} {self.start:,} to {self.end:,}"
        return f"{self.source}{extent}: {self.error}"


class Skipped(NamedTuple):
    """A page that was not selected."""

    source: str


class Reading(NamedTuple):
    """No item: the next one is still being looked for, and its time begins again.

    Rows of Parquet can be reached only through those before them.
    """


Item = Record | Damage | Skipped | Reading


class Unit(Protocol):
    """A part of the input that a worker can read."""

    @property
    def size(self) -> int:
        """About how many bytes of source it holds: parts are planned by it."""

    @property
    def weight(self) -> int:
        """How many bytes of the input it is: progress is measured by it."""

    @property
    def held(self) -> int:
        """How many bytes of source it carries with it, in memory."""

    @property
    def key(self) -> str:
        """Distinguishes it from others: a plan with the same keys is the same plan."""

    def items(self, bounds: Bounds) -> Iterator[Item]:
        """Its items. Never raises because of a file's content."""

    def unread(self, number: int, fault: Fault) -> Record | Damage | None:
        """The rest of the unit, where reading its item `number` fails; None if nothing is left."""


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
    def held(self) -> int:
        """Nothing."""
        return 0

    @property
    def key(self) -> str:
        """Path and size."""
        return f"{self.path}\0{self.size}"

    def items(self, bounds: Bounds) -> Iterator[Item]:
        """The page, or why it cannot be read."""
        try:
            yield page(self.path, 0, read_file(self.path, bounds.page + 1), self.fields, bounds)
        except OSError as error:
            yield self._without_bytes(cannot_read(self.path, error))
        except MemoryError:
            fault = Fault("the page does not fit into the memory of a worker", "memory")
            yield self._without_bytes(fault)

    def unread(self, number: int, fault: Fault) -> Record | None:
        """The page, without its bytes."""
        return None if number else self._without_bytes(fault)

    def _without_bytes(self, fault: Fault) -> Record:
        return Record(self.path, 0, None, self.fields, fault=fault)


class Inline(NamedTuple):
    """An item that the parent has already read."""

    item: Record | Damage | Skipped
    weight: int = 0

    @property
    def size(self) -> int:
        """The bytes of the page."""
        return len(self.item.raw or b"") if isinstance(self.item, Record) else 0

    @property
    def held(self) -> int:
        """The bytes of the page."""
        return self.size

    @property
    def key(self) -> str:
        """Source, offset, size and id."""
        match self.item:
            case Record():
                offset, name = self.item.offset, self.item.fields.get("id")
            case Damage():
                offset, name = self.item.start or 0, ""
            case Skipped():
                offset, name = 0, ""
        return f"{self.item.source}\0{offset}\0{name}\0{self.size}"

    def items(self, bounds: Bounds) -> Iterator[Item]:  # noqa: ARG002  # every unit takes them
        """The item itself."""
        yield self.item

    def unread(self, number: int, fault: Fault) -> Record | Damage | None:
        """The record with its fault; its bytes are known."""
        if number:
            return None
        match self.item:
            case Record():
                return self.item._replace(fault=fault)
            case Damage():
                return self.item
            case Skipped():
                return Damage(self.item.source, None, None, fault.error)


# ------------------------------------------------------------------------------------ files


def open_file(path: str) -> IO[bytes]:
    """Open a regular file to read it.

    A named pipe or a device could block for ever: it is an OSError, as is a file that is not there.
    """
    # A pipe that nobody writes to would block even `open`.
    # `getattr`: neither flag is on every system.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise OSError(None, not_regular(mode), path)  # noqa: TRY301  # the handle is to be closed
        return open(handle, "rb")  # noqa: PTH123  # the caller closes it
    except BaseException:
        os.close(handle)
        raise


def not_regular(mode: int) -> str:
    """Says of a file that is none: a folder, a named pipe, a socket, a device."""
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
    return f"It is {kinds.get(stat.S_IFMT(mode), 'a device')}, not a file"


def read_file(path: str, most: int) -> bytes:
    """At most so many bytes of a file, asked for piece by piece: no more memory than it takes.

    Raises OSError.
    """
    pieces = []
    with open_file(path) as file:
        # Not `file.read(most)`: Python would reserve all of it, for a file of ten bytes too.
        while most > 0 and (data := file.read(min(most, READ_BYTES))):
            pieces.append(data)
            most -= len(data)
    # Most pages are one read: no copy.
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def cannot_read(path: str, error: OSError) -> Fault:
    """The fault of a file that the system does not let us read."""
    return Fault(f"cannot read {path}: {error.strerror or error}", "read")


def page(source: str, offset: int, raw: bytes, fields: dict[str, Any], bounds: Bounds) -> Record:
    """The record of a page of which at most one byte more than allowed was read."""
    # One byte more than allowed was read, which is enough to know.
    if len(raw) > bounds.page:
        return Record(source, offset, None, fields, fault=too_large(bounds))
    return Record(source, offset, raw, fields)


def too_large(bounds: Bounds) -> Fault:
    """The fault of a page that is larger than allowed."""
    return Fault(f"the page is larger than {bounds.page:,} bytes", "page")
