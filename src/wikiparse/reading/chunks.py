"""A page in chunks of a size: for search, embeddings and models that take so much text and no more.

A chunk is a stretch of the page's text in one section. It ends between blocks, items, rows or
sentences; one of these is split only where it is too large by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from wikiparse.nodes.blocks import CodeBlock, Heading, ListItem, MathBlock, Section, Table, TableRow
from wikiparse.reading.sentences import Within, split_by_sentencex, split_simply
from wikiparse.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wikiparse.nodes.blocks import FootnoteDefinition
    from wikiparse.nodes.page import Page
    from wikiparse.reading.places import Mention, TextPart
    from wikiparse.reading.text import PlainText

    Measure = Callable[[str], int]


@attrs.frozen
class Chunk:
    r"""A stretch of a page's text, from `start` to `end`.

    `headings` are the titles of the sections that it is in, from the outermost one. `text` is the
    stretch itself, with the header of a table before it where it begins inside of one. `span` is
    where it comes from in the source. The offsets of `mentions` are those of the page's text.
    `footnotes` are those that are referenced in it. `id` is a hash of the text and its place: it
    stays the same when other parts of the page change.

    >>> chunks = list(wikiparse.parse("# A\n\nOne.\n\n# B\n\nTwo.").chunks(max_size=50))
    >>> [(chunk.index, chunk.headings, chunk.text) for chunk in chunks]
    [(0, ('A',), 'A\n\nOne.'), (1, ('B',), 'B\n\nTwo.')]
    """

    id: str
    """A hash of the text and of where it is, in hexadecimal digits."""
    index: int
    """Its number on the page, from 0."""
    headings: tuple[str, ...]
    """The titles of the sections around it, the outermost first."""
    text: str
    """The text, with the repeated header of a table that it continues."""
    start: int
    """Its first code point in the text of the page."""
    end: int
    """The code point after its last."""
    span: Span
    """Where it comes from, in code points of the source."""
    mentions: tuple[Mention, ...]
    """Its links, with offsets in the text of the page."""
    footnotes: tuple[FootnoteDefinition, ...]
    """The footnotes that are referenced in it."""


class Atom(NamedTuple):
    """A stretch that is not split; a row has the header of its table, "" where there is none."""

    start: int
    end: int
    header: str = ""


class Group(NamedTuple):
    """The atoms of a section, without those of the sections in it."""

    headings: tuple[str, ...]
    atoms: list[Atom]


MARKER: Final = re.compile(r"\s*+(?:(?:-|\d{1,9}\.)\s++)+")
"""The markers of items before the text of the innermost one."""

WHOLE: Final = (CodeBlock, MathBlock, Heading, TableRow, ListItem)
"""The blocks that are split only where they are too large."""


def chunks_of(page: Page, max_size: int, overlap: int, measure: Measure) -> Iterator[Chunk]:
    """The chunks of a page, as `Document.chunks` has them."""
    if max_size < 1 or not 0 <= overlap < max_size:
        message = f"max_size {max_size} and overlap {overlap}: it must be 0 <= overlap < max_size"
        raise ValueError(message)
    return _Chunker(page, max_size, overlap, measure).chunks()


class _Chunker:
    def __init__(self, page: Page, max_size: int, overlap: int, measure: Measure) -> None:
        self.page = page
        self.max_size = max_size
        self.overlap = overlap
        self.measure = measure
        self.plain: PlainText = page.plain_text()  # type: ignore[assignment]  # of any page
        self.text = self.plain.text
        self.mentions = Within(self.plain.mentions)
        self.references = self.plain.footnote_references
        self.reference_offsets = [reference.offset for reference in self.references]
        self.seen: dict[str, int] = {}
        self.sentence_starts, self.sentences = self._sentences()

    def _sentences(self) -> tuple[list[int], list[tuple[int, int]]]:
        try:
            split = split_by_sentencex(self.page.lang)
        except ImportError:
            split = split_simply
        spans = list(self.plain._sentence_spans(split))  # noqa: SLF001  # shared by both
        return [start for start, _ in spans], spans

    def fits(self, start: int, end: int, header: str = "") -> bool:
        return self.measure(header + self.text[start:end]) <= self.max_size

    # --- from blocks to atoms

    def groups(self) -> Iterator[Group]:
        """The atoms by section; a heading right before that of a section in it goes with that."""
        carried = Group((), [])
        for headings, start, end, parts in self._sections():
            if carried.atoms and headings[: len(carried.headings)] != carried.headings:
                yield carried  # a section without text of its own, and none in it
                carried = Group((), [])
            group = Group(headings, carried.atoms + list(self._atoms(start, end, parts)))
            is_heading = bool(parts) and isinstance(parts[0].node, Heading)
            if is_heading and not self.text[parts[0].end : end].strip():
                carried = group
                continue
            carried = Group((), [])
            if group.atoms:
                yield group
        if carried.atoms:
            yield carried

    def _sections(self) -> Iterator[tuple[tuple[str, ...], int, int, list[TextPart]]]:
        """The sections with the text that is theirs alone, and the blocks in that."""
        parents = self._parents()
        sections = [part for part in self.plain.sections if id(part.node) in parents]
        starts = [0, *[part.start for part in sections]]
        ends = [*[part.start for part in sections], len(self.text)]
        blocks = self.plain.blocks
        block_starts = [part.start for part in blocks]
        open_sections: list[Section] = []
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if number:
                section = sections[number - 1].node
                assert isinstance(section, Section)  # what `sections` holds
                while open_sections and open_sections[-1] is not parents[id(section)]:
                    open_sections.pop()
                open_sections.append(section)
            headings = tuple([section.title for section in open_sections])
            inside = blocks[bisect_left(block_starts, start) : bisect_left(block_starts, end)]
            if self.text[start:end].strip():
                yield headings, start, end, list(inside)

    def _parents(self) -> dict[int, Section | None]:
        """The section that each section of the page is in, by identity; those in a quotation or a
        cell are none of the page.
        """
        parents: dict[int, Section | None] = {id(section): None for section in self.page.sections}
        todo = list(self.page.sections)
        while todo:
            section = todo.pop()
            parents.update({id(child): section for child in section.sections})
            todo += section.sections
        return parents

    def _atoms(self, start: int, end: int, parts: list[TextPart]) -> Iterator[Atom]:
        """The stretches of a section that are not split."""
        done = start
        tables: list[tuple[int, str]] = []  # where those that are open end, and their headers
        for index, part in enumerate(parts):
            if part.start < done:
                continue  # inside of one that is an atom already
            while tables and tables[-1][0] <= part.start:
                tables.pop()
            if isinstance(part.node, Table):
                yield from self._sentences_between(done, part.start)
                tables.append((part.end, self._header_of(parts[index + 1 : index + 5])))
                done = part.start
                continue
            if not isinstance(part.node, WHOLE):
                continue
            begin = self._with_marker(part.start, done)
            if not self.fits(begin, part.end):
                continue
            yield from self._sentences_between(done, begin)
            is_row = isinstance(part.node, TableRow) and bool(tables)
            yield Atom(begin, part.end, tables[-1][1] if is_row else "")
            done = part.end
        yield from self._sentences_between(done, end)

    def _header_of(self, following: list[TextPart]) -> str:
        """The header of a table: its first row, where all cells of that are headers."""
        row = next((part for part in following if isinstance(part.node, TableRow)), None)
        if row is None or not isinstance(row.node, TableRow):
            return ""
        cells = row.node.cells
        is_header = bool(cells) and all(cell.is_header for cell in cells)
        return self.text[row.start : row.end] + "\n" if is_header else ""

    def _sentences_between(self, start: int, end: int) -> Iterator[Atom]:
        """The sentences of a stretch, those that are too large in parts."""
        at = bisect_left(self.sentence_starts, start)
        while at < len(self.sentences) and self.sentences[at][0] < end:
            first, last = self.sentences[at]
            at += 1
            yield from self._parts(self._with_marker(first, start), min(last, end))
            start = last  # a sentence "447." is no marker of the next one

    def _with_marker(self, start: int, limit: int) -> int:
        """Where an item begins with its marker: the start of its line, if nothing but that is
        before it.
        """
        line = max(self.text.rfind("\n", limit, start) + 1, limit)
        before = self.text[line:start]
        if not before.strip() or not MARKER.fullmatch(before):
            return start
        return line + len(before) - len(before.lstrip())

    def _parts(self, start: int, end: int) -> Iterator[Atom]:
        """A stretch that is too large, cut at white space, or anywhere where there is none."""
        while start < end:
            if self.fits(start, end):
                yield Atom(start, end)
                return
            size = self._largest(start, end)
            cut = max(self.text.rfind(space, start + 1, start + size) for space in " \n\t")
            stop = cut if cut > start else start + size
            yield Atom(start, stop)
            start = stop
            while start < end and self.text[start].isspace():
                start += 1

    def _largest(self, start: int, end: int) -> int:
        """How many characters from a place on fit, at least one."""
        low, high = 1, 2
        while start + high < end and self.fits(start, start + high):
            low, high = high, 2 * high
        high = min(high, end - start)
        while low < high - 1:
            middle = (low + high) // 2
            if self.fits(start, start + middle):
                low = middle
            else:
                high = middle
        return low

    # --- from atoms to chunks

    def chunks(self) -> Iterator[Chunk]:
        index = taken = 0
        for headings, atoms in self.groups():
            first = 0
            while first < len(atoms):
                begin = self._overlapping(atoms, first)
                last = self._last(atoms, begin, first)
                if last <= first:  # with the text of the chunk before it, nothing new fits
                    begin, last = first, max(self._last(atoms, first, first), first + 1)
                header = self._header(atoms[begin])
                start, end = atoms[begin].start, atoms[last - 1].end
                upto = bisect_left(self.reference_offsets, end + 1)
                yield self._chunk(index, headings, header, start, end, taken, upto)
                index, taken, first = index + 1, upto, last

    def _header(self, atom: Atom) -> str:
        """The header to repeat before a chunk that begins with an atom, if it fits."""
        header = atom.header
        if self.text.startswith(header.rstrip("\n"), atom.start):
            return ""  # none, or it is that row itself
        return header if self.fits(atom.start, atom.end, header) else ""

    def _last(self, atoms: list[Atom], begin: int, first: int) -> int:
        """Up to which atom a chunk reaches that begins at one: as many as fit."""
        start = atoms[begin].start
        header = self._header(atoms[begin])
        low, step = first, 1
        # Twice as far each time, then by halves: a text is measured a few times, however many
        # atoms there are.
        while low + step <= len(atoms) and self.fits(start, atoms[low + step - 1].end, header):
            low, step = low + step, 2 * step
        while step > 1:
            step //= 2
            if low + step <= len(atoms) and self.fits(start, atoms[low + step - 1].end, header):
                low += step
        return low

    def _overlapping(self, atoms: list[Atom], first: int) -> int:
        """The first atom of a chunk: some before the first new one, as many as `overlap` allows."""
        begin = first
        while (
            self.overlap
            and begin > 0
            and self._measured(atoms[begin - 1], atoms[first - 1]) <= self.overlap
        ):
            begin -= 1
        return begin

    def _measured(self, first: Atom, last: Atom) -> int:
        return self.measure(self.text[first.start : last.end])

    def _chunk(
        self, index: int, headings: tuple[str, ...], header: str, start: int, end: int,
        taken: int, upto: int,
    ) -> Chunk:  # fmt: skip
        text = header + self.text[start:end]
        place = "\0".join([*headings, text])
        number = self.seen[place] = self.seen.get(place, 0) + 1
        digest = sha256(f"{place}\0{number}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        footnotes: dict[int, FootnoteDefinition] = {}
        first = bisect_left(self.reference_offsets, start)
        for _, reference in self.references[min(first, taken) : upto]:
            definition = self.page.footnote(reference)
            if definition is not None:
                footnotes.setdefault(id(definition), definition)
        return Chunk(
            digest,
            index,
            headings,
            text,
            start,
            end,
            Span(self.plain.to_source(start), self.plain.to_source(max(end - 1, start)) + 1),
            self.mentions.between(start, end),
            tuple(footnotes.values()),
        )
