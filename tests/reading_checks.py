"""Checks of the text of a tree: its parts, its offsets, its sentences and chunks;
and of the row of a page. A check returns the faults it found, as text."""

from __future__ import annotations

import importlib.util
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from wikiparse.etl import parse_record
from wikiparse.nodes.blocks import SLOTS_PER_CELL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import wikiparse

OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"footnotes": "mark", "tables": "markdown", "images": "caption"},
    {"footnotes": "inline", "tables": "tsv", "headings": False, "list_markers": False},
    {"tables": "drop"},
)
"""Options of `plain_text()`, every value of each."""
PLACES = 200
"""Offsets that are followed into the source and back."""
HAS_SENTENCES = importlib.util.find_spec("sentencex") is not None


def reading_faults(doc: wikiparse.Document, record: dict[str, Any]) -> list[str]:
    """The faults in the texts of a page, and in the row of the record with its text."""
    faults = []
    for options in OPTIONS:
        plain = doc.plain_text(**options)
        if plain.text != doc.to_text(**options):
            faults.append("plain_text() is not to_text()")
        is_filled = options.get("tables") in ("tsv", "markdown")
        if len(plain.text) > _most(doc, " | " if is_filled else ""):
            faults.append("the text is out of proportion")
        faults += _part_faults(plain)
        faults += _offset_faults(plain, len(doc.source))
    plain = doc.plain_text()
    if HAS_SENTENCES:
        # The markers of items are in no sentence.
        faults += _sentence_faults(doc.plain_text(list_markers=False))
    faults += _chunk_faults(doc, plain.text)
    row = parse_record(record)
    if len(json.dumps(row, default=str)) > 4 * _most(doc, "null, "):
        faults.append("the row is out of proportion")
    return faults


def _most(doc: wikiparse.Document, slot: str = "") -> int:
    """The most characters that a text may have in which each slot of a grid is `slot`.

    A row or cell takes two characters of the source at least.
    """
    return (20 + SLOTS_PER_CELL * len(slot) // 2) * len(doc.source) + 4096


def _part_faults(plain: wikiparse.PlainText) -> Iterator[str]:
    size = len(plain.text)
    mentions = [(start, end) for start, end, _ in plain.mentions]
    if any(not 0 <= start <= end <= size for start, end in mentions):
        yield "a mention is outside of the text"
    if mentions != sorted(mentions, key=lambda one: one[0]):
        yield "mentions are out of order"
    places = [offset for offset, _ in plain.footnote_references]
    if places != sorted(places) or any(not 0 <= offset <= size for offset in places):
        yield "references are out of order"
    for parts in (plain.sections, plain.blocks):
        open_ends: list[int] = [size]
        last = 0
        for start, end, node in parts:
            if not last <= start < end <= size:
                yield f"a {node.kind} is out of order"
            while len(open_ends) > 1 and open_ends[-1] <= start:
                open_ends.pop()
            if end > open_ends[-1]:
                yield f"a {node.kind} goes beyond what it is in"
            open_ends.append(end)
            last = start


def _offset_faults(plain: wikiparse.PlainText, size: int) -> Iterator[str]:
    length = len(plain.text)
    offsets = range(0, length + 1, max(length // PLACES, 1))
    sources = [plain.to_source(offset) for offset in offsets]
    if sources != sorted(sources) or any(not 0 <= place <= size for place in sources):
        yield "to_source() does not rise"
    places = range(0, size + 1, max(size // PLACES, 1))
    texts = [plain.from_source(place) for place in places]
    if texts != sorted(texts) or any(not 0 <= offset <= length for offset in texts):
        yield "from_source() does not rise"
    for offset, place in zip(offsets, sources, strict=True):
        back = plain.from_source(place)
        if back != offset and plain.to_source(back) < place:
            yield "from_source() does not invert to_source()"
            return


def _sentence_faults(plain: wikiparse.PlainText) -> Iterator[str]:
    sentences = list(plain.sentences())
    if any(plain.text[one.start : one.end] != one.text for one in sentences):
        yield "the text of a sentence is not its slice"
    if any(left.end > right.start for left, right in pairwise(sentences)):
        yield "sentences overlap"
    if _joined([one.text for one in sentences]) != _joined([plain.text]):
        yield "sentences do not cover the text"


def _chunk_faults(doc: wikiparse.Document, text: str) -> Iterator[str]:
    for size in (40, 1000):
        chunks = list(doc.chunks(max_size=size))
        if any(not 0 < len(one.text) <= size for one in chunks):
            yield "a chunk is too large, or empty"
        if [one.index for one in chunks] != list(range(len(chunks))):
            yield "chunks are not numbered"
        if len({one.id for one in chunks}) != len(chunks):
            yield "two chunks have one id"
        # A table that is split repeats its header, and gaps are white space.
        end = 0
        for one in chunks:
            if one.start < end or text[end : one.start].strip():
                yield "chunks do not cover the text once"
                break
            end = one.end
        else:
            if text[end:].strip():
                yield "chunks leave the end out"


def _joined(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())
