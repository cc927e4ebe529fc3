"""JSON Lines: an object for each page, with `text`, and `id`, `title`, `language` (or `lang`),
`dialect`, `page_id`, `revision_id`, `namespace`, `timestamp` if they are known; or an article of
Wikimedia Enterprise.
"""

from __future__ import annotations

import base64
import binascii
from codecs import BOM_UTF8
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wikiparse.etl.kept import KEPT, kept_of
from wikiparse.etl.metadata import metadata_of
from wikiparse.etl.sources.bounded import Reader
from wikiparse.etl.sources.records import (
    FIELDS,
    Bounds,
    Fault,
    Form,
    Inline,
    Record,
    SourceError,
    open_file,
    parse_json,
    too_large,
)
from wikiparse.sites.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

GROWTH: Final = 3
"""How many bytes of JSON a byte of text may take: `\\u00e9` has six for two bytes of UTF-8, and
`\\ud83d\\ude00` twelve for four. Control characters have six for one, but no text is made of
them."""


class Line(NamedTuple):
    """A line of a file: its number from 1, its offset in the decompressed file, and the bytes of
    the input that were read for it.

    `data` is None for a line that is too long.
    """

    number: int
    offset: int
    data: bytes | None
    weight: int


def line_units(path: str, compression: str, bounds: Bounds) -> Iterator[Inline]:
    """The lines of a file; a worker reads the JSON. Blank lines are skipped."""
    with open_file(path) as file:
        for line in read_lines(Reader(file, compression, bounds), path, GROWTH * bounds.page):
            if isinstance(line, Inline):
                yield line
                continue
            fields = {"id": f"{path}#{line.number}"}
            if line.data is None:
                fault = too_large(bounds)
                yield Inline(Record(path, line.offset, None, fields, "json", fault), line.weight)
            # At any line: files that begin with one are concatenated too.
            elif (data := line.data.removeprefix(BOM_UTF8)).strip():
                yield Inline(Record(path, line.offset, data, fields, "json"), line.weight)


def read_lines(reader: Reader, path: str, longest: int) -> Iterator[Line | Inline]:
    """The lines of a file; if it is damaged, those before the damage, and then the damage."""
    held, offset, number, read = bytearray(), 0, 0, 0
    lost = 0  # bytes of a line that is too long

    def line() -> Line:
        nonlocal number, read, offset, lost
        weight, read = reader.position - read, reader.position
        number += 1
        is_too_long = lost or len(held) > longest
        found = Line(number, offset, None if is_too_long else bytes(held), weight)
        offset += len(held) + lost + 1
        held.clear()
        lost = 0
        return found

    try:
        while data := reader.read():
            start = 0
            # Line feeds alone: `splitlines` would also split at characters that a string of JSON
            # may hold.
            while (end := data.find(b"\n", start)) >= 0:
                held += data[start:end]
                yield line()
                start = end + 1
            held += data[start:]
            # Of a line that is too long nothing is held; its length is counted, for the offsets
            # after it.
            if len(held) > longest:
                lost += len(held)
                held.clear()
    except (SourceError, OSError) as error:
        # The beginning of the line that the damage is in is no page.
        yield Inline(reader.damage(path, error), reader.position - read)
        return
    if held or lost:
        yield line()


# ------------------------------------------------------------------------------------ dead letters


class LetterUnit(NamedTuple):
    """A line of a file of dead letters. The worker opens it: it is as large as its page."""

    record: Record
    weight: int

    @property
    def size(self) -> int:
        """About the bytes of the page, which are in base64."""
        return len(self.record.raw or b"") * 3 // 4

    @property
    def held(self) -> int:
        """The bytes of the line."""
        return len(self.record.raw or b"")

    @property
    def key(self) -> str:
        """File, offset and size."""
        return f"{self.record.source}\0{self.record.offset}\0{self.size}"

    def items(self, bounds: Bounds) -> Iterator[Record]:  # noqa: ARG002  # every unit takes them
        """The page that it was."""
        yield opened(self.record)

    def unread(self, number: int, fault: Fault) -> Record | None:
        """The line, which is a dead letter again."""
        return None if number else self.record._replace(fault=fault)


def letter_units(path: str, bounds: Bounds) -> Iterator[LetterUnit | Inline]:
    """The dead letters of a file."""
    longest = GROWTH * bounds.page * 4 // 3 + (1 << 20)
    with open_file(path) as file:
        for line in read_lines(Reader(file, "", bounds), path, longest):
            if isinstance(line, Inline):
                yield line
                continue
            fields = {"id": f"{path}#{line.number}"}
            if line.data is None:
                fault = Fault(f"the dead letter is larger than {longest:,} bytes", "page")
                record = Record(path, line.offset, None, fields, "letter", fault)
                yield LetterUnit(record, line.weight)
            elif line.data.strip():
                record = Record(path, line.offset, line.data, fields, "letter")
                yield LetterUnit(record, line.weight)


def opened(record: Record) -> Record:
    """The page that a dead letter is about; a record with a fault if it is no dead letter."""
    if record.fault is not None:
        return record
    try:
        return _page_of_letter(parse_json(record.raw or b""))
    except (ValueError, KeyError, TypeError) as error:
        message = f"this is no dead letter: {type(error).__name__}: {error}"
        return record._replace(fault=Fault(message, "read"))


def _page_of_letter(letter: dict[str, Any]) -> Record:
    """Raises ValueError, KeyError or TypeError for anything but the fields that we write."""
    fields: dict[str, Any] = {name: _text(letter, name) for name in FIELDS}
    fields |= metadata_of(letter)
    if isinstance(kept := letter.get(KEPT), dict):
        fields[KEPT] = kept_of(kept.get, kept)
    if letter.get("site") is not None:
        fields["site"] = Site.from_dict(letter["site"])
    source, offset, form = letter["source"], letter["offset"], letter["form"]
    if not isinstance(source, str) or type(offset) is not int or form not in FORMS:
        message = f"its source, offset and form are {source!r}, {offset!r} and {form!r}"
        raise ValueError(message)
    encoded = _text(letter, "raw")
    if encoded is None:
        error = f"its bytes were not kept: {_text(letter, 'error')}"
        return Record(source, offset, None, fields, form, Fault(error, _text(letter, "limit")))
    try:
        raw = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        message = f"its bytes are no base64: {error}"
        raise ValueError(message) from error
    if sha256(raw).hexdigest() != letter["sha256"]:
        message = "its bytes are not those that its hash was made of"
        raise ValueError(message)
    record = Record(source, offset, raw, fields, form)
    # A line that was no dead letter when it was tried first is one line in another.
    return opened(record) if form == "letter" else record


FORMS: Final[tuple[Form, ...]] = ("text", "json", "letter")


def _text(letter: dict[str, Any], name: str) -> str | None:
    value = letter[name]
    if value is not None and not isinstance(value, str):
        message = f"its {name} is {type(value).__name__}"
        raise TypeError(message)
    return value
