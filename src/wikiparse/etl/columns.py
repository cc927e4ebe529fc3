"""The columns of a page, from its tree.

The tree is walked twice: by `doc.plain_text()`, which says where each link, section and cell is in
the page's text, and by the document, which collects the nodes of each class. The texts of sections,
links and plain cells are slices of the page's text where they are in it, and not made again.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from wikiparse.etl.clean import clean
from wikiparse.etl.csl_fields import fields_of, to_json
from wikiparse.etl.fields import FIELDS
from wikiparse.etl.links import external_link_rows, link_rows
from wikiparse.etl.tables import TableRows
from wikiparse.nodes.blocks import (
    Boilerplate,
    Heading,
    Section,
    TableCaption,
    TableCell,
)
from wikiparse.nodes.inlines import (
    Template,
    Text,
)
from wikiparse.nodes.soft_breaks import without_soft_breaks
from wikiparse.reading.intervals import Intervals

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from wikiparse.diagnostics import Diagnostic
    from wikiparse.document import Document
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import FootnoteDefinition
    from wikiparse.nodes.links import Category, Image
    from wikiparse.reading.coordinates import Coordinates

Row = dict[str, Any]
T = TypeVar("T", bound="Node")
Item = tuple[Any, ...]
"""An item of a list column."""

LIST_COLUMNS: Final = tuple(FIELDS)
"""The columns that hold a list, in source order; None on a row with an `error`."""


def columns_of(doc: Document, names: Collection[str] | None = None, *, is_clean: bool) -> Row:
    """The columns of a document: its language, dialect and redirect, its text, and the lists.
    Of all these only those among `names` are read; None for all.

    The items of the lists are tuples of the fields in `FIELDS`, whose names `named` adds.
    `is_clean`: whether the source is known to hold no lone surrogate.
    """
    columns = _Columns(doc, _Columns.readers if names is None else names).row()
    # A source without lone surrogates has a tree without them.
    return columns if is_clean else _cleaned(columns)


def _cleaned(value: Any) -> Any:
    """A value with all texts in it clean."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return tuple([_cleaned(part) for part in value])
    return [_cleaned(part) for part in value] if isinstance(value, list) else value


class _Columns:
    """The columns of one page, and the tables that several of them need."""

    def __init__(self, doc: Document, names: Collection[str]) -> None:
        self.doc = doc
        self.names = names
        if not _BY_TEXT.isdisjoint(names):
            self.plain = doc.plain_text()
            self.text: str = self.plain.text
            self.ranges = self.plain._block_ranges(_WITH_RANGES)
            self.link_ranges = self.plain._link_ranges()
        self.sections = doc._all(Section)
        self.intervals = Intervals(self.sections)
        self.section_at = self.intervals.at
        self.sections_of = self.intervals.numbers
        self.values: dict[int, str] = {}
        """The texts of arguments that hold more than one text, by their identity."""

    def row(self) -> Row:
        """The columns of the names, in the order of all."""
        names = self.names
        return {name: read(self) for name, read in self.readers.items() if name in names}

    @cached_property
    def citations(self) -> tuple[list[Item], dict[int, Item]]:
        return self._citations()

    # --- texts

    def _lead(self) -> str:
        """The text before the first section."""
        for section in self.doc.sections:
            if (found := self.ranges.get(id(section))) is not None:
                return self.text[: found[0]].rstrip("\n")
        return self.text.rstrip("\n")

    def _sections(self) -> list[Item]:
        rows: list[Item] = []
        for section, parent in zip(self.sections, self.intervals.parents, strict=True):
            children = section.children
            below = children[0].children
            # As `section.title` would find it: most headings are one text.
            if len(below) == 1 and type(only := below[0]) is Text:
                title = without_soft_breaks(only.value).strip()
            else:
                title = section.title
            start, stop, text = self._own_range(section, children)
            if text is None:
                text = _own_text(section)
            rows.append(
                (section.level, title, text, parent, start, stop, section._start, section._end)
            )
        return rows

    def _own_range(
        self, section: Section, children: tuple[Node, ...]
    ) -> tuple[int, int, str] | tuple[None, None, None]:
        """Where in the text a section's own is, and that text: without its heading and the sections
        below it.
        """
        range_of = self.ranges.get
        found = range_of(id(section))
        if found is None:
            return None, None, None
        heading, stop = range_of(id(children[0])), found[1]
        start = found[0] if heading is None else heading[1]
        # Sections are the last children.
        if type(children[-1]) is Section:
            for child in children:
                if type(child) is Section and (below := range_of(id(child))) is not None:
                    stop = min(stop, below[0])
                    break
        own = self.text[start:stop]
        # In a cell, which is one line, a space follows the heading. Elsewhere spaces may be code's.
        edges = "\n" if heading is None or own[:1] == "\n" else " \n"
        text = own.strip(edges)
        # No character before the first one that stays is the same.
        start += own.index(text[0]) if text else len(own)
        return start, start + len(text), text

    def _references(self) -> dict[int, list[int]]:
        """Where in the text each footnote is referenced, by the identity of its definition."""
        offsets: dict[int, list[int]] = {}
        definition_of = self.doc._calls().get
        for offset, reference in self.plain.footnote_references:
            if (definition := definition_of(id(reference))) is not None:
                offsets.setdefault(id(definition), []).append(offset)
        return offsets

    # --- items

    def _of_article(self, nodes: tuple[T, ...]) -> tuple[T, ...]:
        """The nodes that are not in navigation, or at the foot of the page."""
        parts = self.doc._all(Boilerplate)
        if not parts:
            return nodes
        part_at = Intervals(parts).at
        return tuple([node for node in nodes if part_at(node._start) is None])

    def _links(self) -> list[Item]:
        links = self._of_article(self.doc.wikilinks)
        ranges = map(self.link_ranges.get, map(id, links))
        return link_rows(links, self.text, ranges, self.sections_of(links))

    def _external_links(self) -> list[Item]:
        links = self._of_article(self.doc.external_links)
        ranges = map(self.link_ranges.get, map(id, links))
        return external_link_rows(links, self.text, ranges, self.sections_of(links))

    def _footnotes(self) -> list[Item]:
        offsets, (_, cited) = self._references(), self.citations
        callers = self.doc._callers()  # as `doc.references`, without a tuple for each
        return [
            self._footnote(definition, len(callers[id(definition)]), offsets, cited)
            for definition in self.doc.footnotes
        ]

    def _footnote(
        self,
        definition: FootnoteDefinition,
        times: int,
        offsets: dict[int, list[int]],
        cited: dict[int, Item],
    ) -> Item:
        text = self.doc._footnote_text(definition) if definition.children else ""
        return (
            definition.identifier,
            definition.group,
            text.strip(),
            not definition.children,
            times,
            offsets.get(id(definition), []),
            cited.get(id(definition)),
            definition._start,
            definition._end,
        )

    def _citations(self) -> tuple[list[Item], dict[int, Item]]:
        """The citations, and the fields of the first one in each footnote, by its identity."""
        rows: list[Item] = []
        cited: dict[int, Item] = {}
        citations = self.doc.citations
        if not citations:
            return rows, cited
        footnotes = self.doc.footnotes
        nodes = [citation.node for citation in citations]
        numbers, sections = Intervals(footnotes).numbers(nodes), self.sections_of(nodes)
        for (node, data, _), number, section in zip(citations, numbers, sections, strict=True):
            fields = fields_of(data)
            if number is not None:
                cited.setdefault(id(footnotes[number]), fields)
            # None for one read from the plain text of a footnote, with less certainty.
            template = node.name if type(node) is Template else None
            rows.append((*fields, template, to_json(data), number, section, node._start, node._end))
        return rows, cited

    def _infobox(self) -> list[Item]:
        rows: list[Item] = []
        value_of = self.values.get
        for infobox in self.doc.infoboxes:
            name = infobox.name
            for field in infobox.fields:
                node = field.node
                children = node.children
                # As `field.text` would find it: most hold one text.
                if len(children) == 1 and type(only := children[0]) is Text:
                    text = without_soft_breaks(only.value).strip()
                elif children:
                    # Of an argument without text the field has that of the templates in it.
                    text = value_of(id(node)) or field.text
                else:
                    text = ""
                rows.append((name, field.name, text, node._start, node._end))
        return rows

    def _coordinates(self) -> list[Item]:
        return [self._position(position) for position in self.doc.coordinates]

    def _position(self, position: Coordinates) -> Item:
        node = position.node
        return (
            position.latitude,
            position.longitude,
            position.is_title,
            position.globe,
            position.name,
            self.section_at(node._start),
            node._start,
            node._end,
        )

    def _templates(self) -> list[Item]:
        rows: list[Item] = []
        values = self.values
        templates = self.doc.templates
        for template, section in zip(templates, self.sections_of(templates), strict=True):
            arguments: list[tuple[str, str]] = []
            for argument in template.arguments:
                children = argument.children
                # Most hold one text.
                if len(children) == 1 and type(only := children[0]) is Text:
                    # Most end with a line ending, and have no other.
                    value = only.value.strip()
                    if "\n" in value:
                        value = without_soft_breaks(only.value).strip()
                elif children:
                    value = values[id(argument)] = argument.text.strip()
                else:
                    value = ""
                arguments.append((argument.name, value))
            rows.append((template.name, arguments, section, template._start, template._end))
        return rows

    def _tables(self) -> list[Item]:
        tables, row = self.doc.tables, TableRows(self.text, self.ranges.get).row
        return list(map(row, tables, self.sections_of(tables)))

    def _images(self) -> list[Item]:
        return [self._image(image) for image in self._of_article(self.doc.images)]

    def _image(self, image: Image) -> Item:
        caption = "".join([child.text for child in image.children])
        section = self.section_at(image._start)
        return image.name, image.href, image.alt, caption, section, image._start, image._end

    def _redirect(self) -> str | None:
        redirect = self.doc.redirect
        return None if redirect is None else redirect.title

    readers: ClassVar[dict[str, Callable[[_Columns], Any]]] = {
        "language": lambda columns: columns.doc.lang,
        "dialect": lambda columns: columns.doc.dialect,
        "redirect": _redirect,
        "text": lambda columns: columns.text,
        "lead": _lead,
        "sections": _sections,
        "links": _links,
        "categories": lambda columns: list(map(_category, columns.doc.categories)),
        "footnotes": _footnotes,
        "external_links": _external_links,
        # Before the infobox, which takes the texts of arguments from it.
        "templates": _templates,
        "tables": _tables,
        "images": _images,
        "infobox": _infobox,
        "citations": lambda columns: columns.citations[0],
        "coordinates": _coordinates,
        "problems": lambda columns: list(map(_problem, columns.doc.diagnostics)),
    }
    """How each column is read, by its name."""


_BY_TEXT: Final = frozenset(
    ["text", "lead", "sections", "links", "footnotes", "external_links", "tables"]
)
"""The columns that are made of the page's text, or say where in it something is."""
_WITH_RANGES: Final = frozenset((Section, Heading, TableCell, TableCaption))
"""The classes of the blocks whose texts are taken from the page's."""


def _category(category: Category) -> Item:
    return category.name, category.sort_key, category._start, category._end


def _problem(problem: Diagnostic) -> Item:
    span = problem.span
    return (
        problem.code,
        problem.severity,
        problem.message,
        span and span.start,
        span and span.end,
    )


def _own_text(section: Section) -> str:
    """The text of a section that is not in the page's text with a range of its own."""
    parts = [
        child.plain_text().text.rstrip()
        for child in section.children
        if not isinstance(child, (Section, Heading))
    ]
    return "\n\n".join([part for part in parts if part])
