"""Parquet files with a column `text`, and `id`, `title`, `language` (or `lang`), `dialect`,
`page_id`, `revision_id`, `namespace`, `timestamp` where they are known.

The parent reads the footer alone. Rows are read by the workers, which have a limit of memory and
can be killed: a page of a column chunk has to be decompressed whole, and one dictionary of forty
megabytes may hold fifty rows.
"""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wikiparse.etl.kept import KEPT, kept_of
from wikiparse.etl.metadata import METADATA, OTHER_NAMES, metadata_of
from wikiparse.etl.sources.bounded import grows_too_much, message_of
from wikiparse.etl.sources.records import (
    FIELDS,
    LONGEST_FIELD,
    Bounds,
    CutOffError,
    Damage,
    Fault,
    Inline,
    Item,
    Reading,
    Record,
    SourceError,
    open_file,
    page,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

ROWS: Final = 64
"""Rows that are read at once, and rows of a unit, at most."""
UNIT_BYTES: Final = 512 << 10
"""Bytes of source that a unit is planned to have."""
AT_ONCE: Final = 64 << 20
"""Bytes that the rows that are read at once may take."""
LARGEST_FOOTER: Final = 8 << 20
"""Bytes of a footer: that of a file with ten thousand row groups has about five million."""
OPTIONAL: Final = ("title", "language", "lang", "dialect", "redirect")
"""Columns that are read where they hold text."""
STATED: Final = tuple([name for own in METADATA for name in (own, *OTHER_NAMES[own])])
"""Columns of numbers and times, under our names or those of others, that are read where they hold
plain values."""
PLAIN: Final = {"PLAIN", "RLE", "BIT_PACKED"}
DICTIONARY: Final = {"PLAIN_DICTIONARY", "RLE_DICTIONARY"}
"""Encodings of Parquet. With those of `PLAIN` no value is longer than its page; with others one may
repeat a value that was written once."""


class _Group(NamedTuple):
    """A row group: its number, how many rows it has, how many bytes it takes in the file, and how
    many the texts take when they are decompressed.
    """

    number: int
    first: int
    rows: int
    compressed: int
    text: int


class RowsUnit(NamedTuple):
    """Some rows of a row group. Rows are counted from 0 in the file."""

    path: str
    columns: tuple[str, ...]
    group: _Group
    first: int
    rows: int
    growth: int
    """Bytes that the texts of the row group may have."""
    keep: tuple[str, ...] = ()
    """The columns that pass through."""

    @property
    def size(self) -> int:
        """Their share of the row group's text."""
        return self.group.text * self.rows // self.group.rows

    @property
    def weight(self) -> int:
        """Their share of the row group's bytes in the file."""
        return self.group.compressed * self.rows // self.group.rows

    @property
    def held(self) -> int:
        """Nothing."""
        return 0

    @property
    def key(self) -> str:
        """File, rows, and the size of their row group."""
        return f"{self.path}\0{self.first}\0{self.rows}\0{self.group.text}"

    def items(self, bounds: Bounds) -> Iterator[Item]:
        """The rows; those from one on that cannot be read are damage."""
        done = 0
        try:
            # It is nobody else's while rows are read: two loops may be at one file.
            cursor = _cursor(self, bounds)
            for item in cursor.read(self.first - self.group.first, self.rows):
                done += not isinstance(item, Reading)
                yield item
            _OPEN[:] = [cursor]
        except Exception as error:  # noqa: BLE001  # a file that is damaged may raise any
            _OPEN.clear()
            if isinstance(error, MemoryError):
                fault = Fault("the rows do not fit into the memory of a worker", "memory")
            else:
                fault = Fault(f"the file cannot be read on: {message_of(error)}", "read")
            yield self.unread(done, fault)

    def unread(self, number: int, fault: Fault) -> Damage:
        """The rows from one of them on."""
        end = self.first + self.rows
        return Damage(self.path, min(self.first + number, end), end, fault.error, "rows")


def parquet_units(
    path: str, bounds: Bounds, keep: tuple[str, ...] = ()
) -> Iterator[RowsUnit | Inline]:
    """The rows of a file, some at a time; `keep` are further columns that are read."""
    import pyarrow.parquet as pq  # an optional package

    try:
        _check_footer(path)
        # Without reading ahead: a row group of a hostile file may promise gigabytes.
        with pq.ParquetFile(path, pre_buffer=False) as file:
            columns = _columns(file.schema_arrow, keep)
            groups = _groups(file.metadata, columns)
    except Exception as error:  # noqa: BLE001  # a footer that is damaged may raise any
        message = f"the file cannot be read: {message_of(error)}"
        size = None if isinstance(error, CutOffError) else os.stat(path).st_size  # noqa: PTH116
        yield Inline(Damage(path, 0, size, message))
        return
    if isinstance(columns, Fault):
        rows = sum([group.rows for group in groups])
        yield Inline(Damage(path, 0, rows, columns.error, "rows"))
        return
    size = os.stat(path).st_size  # noqa: PTH116
    compressed = 0
    for group in groups:
        compressed += group.compressed
        end = group.first + group.rows
        if compressed > size or end > bounds.ratio * size:
            message = f"the footer promises more than {size:,} bytes can hold"
            yield Inline(
                Damage(path, group.first, groups[-1].first + groups[-1].rows, message, "rows")
            )
            return
        growth = bounds.ratio * group.compressed + bounds.free // len(groups)
        if not group.rows:
            continue
        # By the average row of the group: half a megabyte, but at least one row and at most 64.
        count = min(max(UNIT_BYTES * group.rows // max(group.text, 1), 1), ROWS)
        for first in range(group.first, end, count):
            yield RowsUnit(path, columns, group, first, min(count, end - first), growth, keep)


def _check_footer(path: str) -> None:
    """Raises SourceError for a file without a footer, or with one that is too large to be read."""
    with open_file(path) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 8, 0))
        # … footer | length of the footer, 4 bytes | "PAR1"
        length, magic = struct.unpack("<L4s", file.read(8).rjust(8, b"\0"))
    if magic != b"PAR1" or length > size:
        message = "it has no footer: it is cut off, or no Parquet file"
        raise CutOffError(message)
    if length > LARGEST_FOOTER:
        message = f"its footer has {length:,} bytes"
        raise SourceError(message)


def _columns(schema: pa.Schema, keep: tuple[str, ...]) -> tuple[str, ...] | Fault:
    """The columns that are read, or why the file has no pages."""
    names = schema.names
    if "text" not in names:
        return Fault("the file has no column 'text'", "read")
    for name in ("text", "id"):
        if names.count(name) > 1:
            return Fault(f"the file has several columns {name!r}", "read")
    if not _is_text(schema.field("text").type):
        return Fault(f"column 'text' is {schema.field('text').type}, not text", "read")
    if "id" in names and _is_nested(schema.field("id").type):
        return Fault(f"column 'id' is {schema.field('id').type}, not a plain value", "read")
    optional = [
        name for name in OPTIONAL if names.count(name) == 1 and _is_text(schema.field(name).type)
    ]
    stated = [
        name
        for name in STATED
        if names.count(name) == 1 and not _is_nested(schema.field(name).type)
    ]
    known = {*optional, *stated, "id", "text"}
    kept = [
        name
        for name in keep
        if name not in known and names.count(name) == 1 and not _is_nested(schema.field(name).type)
    ]
    return (*(["id"] if "id" in names else []), *optional, *stated, *kept, "text")


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa  # an optional package

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = ("is_string", "is_large_string", "is_binary", "is_large_binary")
    # Views came with pyarrow 16.
    views = [name for name in ("is_string_view", "is_binary_view") if hasattr(pa.types, name)]
    return any(getattr(pa.types, name)(kind) for name in (*tests, *views))


def _is_nested(kind: pa.DataType) -> bool:
    import pyarrow as pa  # an optional package

    return bool(pa.types.is_nested(kind))


def _groups(metadata: Any, columns: tuple[str, ...] | Fault) -> list[_Group]:
    """The row groups of a file. Raises SourceError for a footer that contradicts itself."""
    names = () if isinstance(columns, Fault) else columns
    groups: list[_Group] = []
    first = 0
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        compressed = text = 0
        for index in range(group.num_columns):
            column = group.column(index)
            if column.path_in_schema in names:
                compressed += max(column.total_compressed_size, 0)
            if column.path_in_schema == "text":
                text = max(column.total_uncompressed_size, 0)
            # A list would have more values than rows: none of the columns that are read is one.
            if column.path_in_schema in names and column.num_values != group.num_rows:
                message = f"row group {number} has columns of different lengths"
                raise SourceError(message)
        rows = max(group.num_rows, 0)
        groups.append(_Group(number, first, rows, compressed, text))
        first += rows
    if first != metadata.num_rows:
        message = f"its footer names {metadata.num_rows:,} rows, but its row groups have {first:,}"
        raise SourceError(message)
    return groups


# ------------------------------------------------------------------------------------ rows

_OPEN: Final[list[_Cursor]] = []
"""The cursor that was used last. A worker is given the units of a file in their order, and reads on
where it has stopped: otherwise it would decompress a row group again for each of its units."""


def forget() -> None:
    """Close the file that is kept open: another loop may find another one of its name."""
    _OPEN.clear()


def _cursor(unit: RowsUnit, bounds: Bounds) -> _Cursor:
    """The cursor in the unit's row group, not beyond its first row."""
    file = None
    if _OPEN:
        cursor = _OPEN.pop()
        start = unit.first - unit.group.first
        if cursor.path == unit.path:
            # Forward only: rows are compressed together, and those before are gone.
            if cursor.group == unit.group and cursor.pos <= start:
                return cursor
            file = cursor.file  # its footer need not be read again
    return _Cursor(unit, bounds, file)


class _Cursor:
    """Reads the rows of a row group in their order. `pos` is the next row, from 0 in the group."""

    def __init__(self, unit: RowsUnit, bounds: Bounds, file: Any) -> None:
        import pyarrow.parquet as pq  # an optional package

        self.path, self.group, self.pos = unit.path, unit.group, 0
        self._keep = unit.keep
        self._bounds, self._growth = bounds, unit.growth
        self._grown = 0
        self.file = file or pq.ParquetFile(unit.path, pre_buffer=False, buffer_size=1 << 20)
        self._batches = self.file.iter_batches(
            batch_size=self._at_once(unit),
            row_groups=[unit.group.number],
            columns=list(unit.columns),
            use_threads=False,
        )
        self._batch: Any = None
        self._ahead = 0

    def _at_once(self, unit: RowsUnit) -> int:
        """How many rows are read at once: the values of a dictionary may be large."""
        metadata = self.file.metadata.row_group(unit.group.number)
        largest = 0
        for index in range(metadata.num_columns):
            column = metadata.column(index)
            if column.path_in_schema in unit.columns:
                largest += _largest_repeated(self.path, column)
        return max(min(ROWS, AT_ONCE // max(largest, 1)), 1)

    def read(self, start: int, count: int) -> Iterator[Record | Reading]:
        """Some rows as records. Raises whatever pyarrow raises, and SourceError for a bomb."""
        while self.pos < start:
            self._next_batch()
            skipped = min(self._ahead, start - self.pos)
            self._skip(skipped)
            yield Reading()
        while self.pos < start + count:
            self._next_batch()
            wanted = min(self._ahead, start + count - self.pos)
            rows = self._batch.slice(self._batch.num_rows - self._ahead, wanted)
            for number in range(wanted):
                # It counts as read before it is: a row that kills is not met again.
                row = self.group.first + self.pos
                self._skip(1)
                yield self._record(rows, number, row)

    def _skip(self, count: int) -> None:
        self.pos += count
        self._ahead -= count

    def _next_batch(self) -> None:
        """Have rows ahead."""
        while not self._ahead:
            # Before the next one is read: otherwise both would be in memory.
            self._batch = None
            self._batch = next(self._batches, None)
            if self._batch is None:
                message = f"it has fewer rows than its footer says: {self.group.first + self.pos:,}"
                raise SourceError(message)
            self._ahead = self._batch.num_rows
            self._grown += _text_bytes(self._batch.column("text"))
            if self._grown > self._growth:
                raise SourceError(grows_too_much("file", self._bounds))

    def _record(self, rows: Any, number: int, row: int) -> Record:
        fields: dict[str, Any] = dict.fromkeys(("id", *OPTIONAL))
        fault = None
        for name in rows.schema.names:
            value = rows.column(name)[number]
            if name == "text":
                continue
            try:
                fields[name] = _plain(value)
            except (OverflowError, ValueError, TypeError) as error:
                fault = Fault(f"the row's {name} cannot be read: {message_of(error)}", "read")
            if isinstance(fields[name], (str, bytes)) and len(fields[name]) > LONGEST_FIELD:
                fields[name] = None
                fault = Fault(f"the row's {name} is longer than {LONGEST_FIELD:,}", "page")
        kept = kept_of(fields.get, self._keep)
        fields["language"] = fields["language"] or fields.pop("lang")
        fields.pop("lang", None)
        stated = metadata_of({name: fields.pop(name) for name in STATED if name in fields})
        for name in self._keep:
            if name not in FIELDS:
                fields.pop(name, None)
        fields |= stated
        if kept:
            fields[KEPT] = kept
        if fields["id"] is None:
            fields["id"] = f"{self.path}#{row}"
        text = rows.column("text")[number]
        if not text.is_valid:
            fault = fault or Fault("the row has no text", "read")
            return Record(self.path, row, None, fields, fault=fault)
        raw = _bytes(text, self._bounds.page + 1)
        if raw is None:
            return Record(self.path, row, None, fields, fault=too_large(self._bounds))
        return page(self.path, row, raw, fields, self._bounds)._replace(fault=fault)


def _text_bytes(column: Any) -> int:
    """The bytes of the texts in a column, repeated ones too."""
    import pyarrow as pa  # an optional package
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        lengths = pc.binary_length(column.dictionary).take(column.indices)
    elif pa.types.is_string(column.type) or pa.types.is_binary(column.type):
        return column.nbytes  # type: ignore[no-any-return]
    else:
        lengths = pc.binary_length(column.cast(pa.large_binary()))
    return pc.sum(lengths).as_py() or 0


def _plain(value: Any) -> Any:
    found = value.as_py()
    return found.decode("utf-8", "surrogateescape") if isinstance(found, bytes) else found


def _bytes(text: Any, most: int) -> bytes | None:
    """The bytes of a value of the column `text`, unless there are more than so many."""
    if hasattr(text, "dictionary"):  # a value of a dictionary array
        text = text.value
    buffer = text.as_buffer()
    return None if buffer is None or buffer.size >= most else buffer.to_pybytes()


def _largest_repeated(path: str, column: Any) -> int:
    """The bytes that a value may have which the file holds once, and the rows any number of times;
    0 if there are none.
    """
    # An encoding that this does not know may repeat anything: as much as the column has.
    whole = int(max(column.total_uncompressed_size, 0))
    if not set(column.encodings) <= PLAIN | DICTIONARY:
        return whole
    if not column.has_dictionary_page or column.dictionary_page_offset is None:
        return 0
    with open_file(path) as file:
        file.seek(max(column.dictionary_page_offset, 0))
        size = _uncompressed_size(file.read(32))
    return whole if size is None else size


def _uncompressed_size(head: bytes) -> int | None:
    """The size of a page of Parquet, from its header in Thrift's compact protocol: a struct that
    begins with three integers, `type`, `uncompressed_page_size` and `compressed_page_size`.
    """
    values = []
    pos = 0
    for _ in range(2):
        if head[pos : pos + 1] != b"\x15":  # the next field, of type i32
            return None
        pos += 1
        value = shift = 0
        while pos < len(head) and shift < 35:
            byte = head[pos]
            value |= (byte & 0x7F) << shift
            pos, shift = pos + 1, shift + 7
            if byte < 0x80:
                break
        values.append(value >> 1)  # zigzag; sizes are not negative
    return values[1]
