"""JSON Lines: an object for each page, with `text`, and `id`, `title`, `language` (or `lang`),
`dialect` if they are known.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from wikiparse.etl.sources.bounded import Reader
from wikiparse.etl.sources.records import (
    Bounds,
    Damage,
    Form,
    Inline,
    Record,
    SourceError,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

GROWTH = 6
"""How many bytes of JSON a byte of text may take: an escape of six characters for a control
character."""


def line_units(path: str, compression: str, bounds: Bounds) -> Iterator[Inline]:
    """The lines of a file; a worker reads the JSON. Blank lines are passed over."""
    with open(path, "rb") as file:  # noqa: PTH123
        reader = Reader(file, compression, bounds)
        for number, offset, line, weight in read_lines(reader, path, GROWTH * bounds.page):
            if isinstance(line, Damage):
                yield Inline(line, weight)
                continue
            fields = {"id": f"{path}#{number}"}
            if line is None:
                yield Inline(Record(path, offset, None, fields, "json", too_large(bounds)), weight)
            elif line.strip():
                yield Inline(Record(path, offset, line, fields, "json"), weight)


def letter_units(path: str, bounds: Bounds) -> Iterator[Inline]:
    """The dead letters of a file, as the pages that they were."""
    with open(path, "rb") as file:  # noqa: PTH123
        reader = Reader(file, "", bounds)
        for _, offset, line, weight in read_lines(reader, path, 3 * GROWTH * bounds.page):
            if isinstance(line, Damage):
                yield Inline(line, weight)
            elif line is None:
                yield Inline(Damage(path, offset, "the dead letter is larger than allowed"), weight)
            elif line.strip():
                yield Inline(_letter(path, offset, line), weight)


def _letter(path: str, offset: int, line: bytes) -> Record | Damage:
    try:
        letter: dict[str, Any] = json.loads(line)
        raw = None if letter["raw"] is None else base64.b64decode(letter["raw"])
        fields = {name: letter[name] for name in ("id", "title", "language", "dialect", "redirect")}
        form: Form = "json" if letter["form"] == "json" else "text"
        fault = (
            None
            if raw is not None
            else (f"its bytes were not kept: {letter['error']}", str(letter["limit"]))
        )
        return Record(letter["source"], letter["offset"], raw, fields, form, fault)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return Damage(path, offset, f"this is no dead letter: {type(error).__name__}: {error}")


def read_lines(
    reader: Reader, path: str, longest: int
) -> Iterator[tuple[int, int, bytes | Damage | None, int]]:
    """The lines of a file: number from 1, offset in the decompressed file, the line, and the bytes
    of the input.

    A line that is too long is None.
    """
    held, offset, number, at = bytearray(), 0, 0, 0
    lost = 0  # bytes of a line that is too long

    def weight() -> int:
        nonlocal at
        at, before = reader.position, at
        return at - before

    try:
        while data := reader.read():
            begin = 0
            while (end := data.find(b"\n", begin)) >= 0:
                held += data[begin:end]
                length = len(held) + lost + 1
                number += 1
                yield number, offset, None if lost or len(held) > longest else bytes(held), weight()
                held.clear()
                offset, lost, begin = offset + length, 0, end + 1
            held += data[begin:]
            if len(held) > longest:
                lost += len(held)
                held.clear()
    except (SourceError, OSError) as error:
        # What stands before the damage in this line is no page.
        yield number + 1, offset, Damage(path, reader.position, str(error)), weight()
        return
    if held or lost:
        yield number + 1, offset, None if lost or len(held) > longest else bytes(held), weight()
