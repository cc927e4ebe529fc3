"""The columns of a page, from its tree.

The tree is walked twice: by `doc.plain_text()`, which says where each link, section and cell is in
the page's text, and by the document, which collects the nodes of each class. The texts of sections,
links and plain cells are slices of the page's text where they are in it, and not made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from wikiparse.etl.clean import clean, to_utf8
from wikiparse.etl.csl_fields import fields_of, to_json
from wikiparse.etl.tables import TableRows
from wikiparse.nodes.blocks import (
    Boilerplate,
    Heading,
    Section,
)
from wikiparse.nodes.inlines import (
    Template,
    Text,
)
from wikiparse.nodes.links import (
    ExternalLink,
    is_remote,
    read_title,
    title_of_url,
    trail_length,
)
from wikiparse.nodes.soft_breaks import without_soft_breaks
from wikiparse.reading.intervals import Intervals

if TYPE_CHECKING:
    from wikiparse.document import Document
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import FootnoteDefinition
    from wikiparse.nodes.links import Category, Image
    from wikiparse.reading.coordinates import Coordinates
    from wikiparse.sites import Title

Row = dict[str, Any]
T = TypeVar("T", bound="Node")

LIST_COLUMNS: Final = (
    "sections",
    "links",
    "categories",
    "footnotes",
    "external_links",
    "templates",
    "tables",
    "images",
    "infobox",
    "citations",
    "coordinates",
    "problems",
)
"""The columns that hold a list, in source order; None on a row with an `error`."""


def columns_of(doc: Document, *, is_clean: bool | None = None) -> Row:
    """The columns of a document: its language, dialect and redirect, its text, and the lists.

    `is_clean`: whether the source is known to hold no lone surrogate; None where it is not known.
    """
    columns = _Columns(doc).row()
    # A source without lone surrogates has a tree without them.
    if is_clean is None:
        is_clean = to_utf8(str(doc))[1]
    return columns if is_clean else _cleaned(columns)


def _cleaned(value: Any) -> Any:
    """A value with all texts in it clean."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, list) else value


class _Columns:
    """The columns of one page, and the tables that several of them need."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.plain = doc.plain_text()
        self.text = self.plain.text
        self.ranges = self.plain.ranges()
        self.sections = doc._all(Section)
        self.callers = doc._callers()  # as `doc.references`, without a tuple for each
        self.intervals = Intervals(self.sections)
        self.section_at = self.intervals.at
        self.sections_of = self.intervals.numbers
        self.values: dict[int, str] = {}
        """The texts of arguments that hold more than one text, by their identity."""

    def row(self) -> Row:
        doc = self.doc
        redirect = doc.redirect
        offsets = self._references()
        citations, cited = self._citations()
        tables = TableRows(self.text, self.ranges.get)
        return {
            "language": doc.lang,
            "dialect": doc.dialect,
            "redirect": None if redirect is None else redirect.title,
            "text": self.text,
            "lead": self._lead(),
            "sections": self._sections(),
            "links": self._links(),
            "categories": [_category(category) for category in doc.categories],
            "footnotes": [
                self._footnote(definition, offsets, cited) for definition in doc.footnotes
            ],
            "external_links": [
                self._external(link) for link in self._of_article(doc.external_links)
            ],
            "templates": self._templates(),
            "tables": [
                tables.row(table, section)
                for table, section in zip(doc.tables, self.sections_of(doc.tables), strict=True)
            ],
            "images": [self._image(image) for image in self._of_article(doc.images)],
            "infobox": self._infobox(),
            "citations": citations,
            "coordinates": [self._coordinates(position) for position in doc.coordinates],
            "problems": [
                {
                    "code": problem.code,
                    "severity": problem.severity,
                    "message": problem.message,
                    "start": problem.span and problem.span.start,
                    "stop": problem.span and problem.span.end,
                }
                for problem in doc.diagnostics
            ],
        }

    # --- texts

    def _lead(self) -> str:
        """The text before the first section."""
        for section in self.doc.sections:
            if (found := self.ranges.get(id(section))) is not None:
                return self.text[: found[0]].rstrip("\n")
        return self.text.rstrip("\n")

    def _sections(self) -> list[Row]:
        rows = []
        for section, parent in zip(self.sections, self.intervals.parents, strict=True):
            start, stop = self._own_range(section)
            rows.append(
                {
                    "level": section.level,
                    "title": section.title,
                    "text": _own_text(section) if start is None else self.text[start:stop],
                    "parent": parent,
                    "text_start": start,
                    "text_stop": stop,
                    "start": section._start,
                    "stop": section._end,
                }
            )
        return rows

    def _own_range(self, section: Section) -> tuple[int, int] | tuple[None, None]:
        """Where in the text a section's own is: without its heading and the sections below it."""
        ranges = self.ranges
        found = ranges.get(id(section))
        if found is None:
            return None, None
        children = section.children
        heading, stop = ranges.get(id(children[0])), found[1]
        start = found[0] if heading is None else heading[1]
        if Section in map(type, children):
            for child in children:
                if type(child) is Section and id(child) in ranges:
                    stop = min(stop, ranges[id(child)][0])
                    break
        own = self.text[start:stop]
        # In a cell, which is one line, a space follows the heading. Elsewhere spaces may be code's.
        edges = "\n" if heading is None or own[:1] == "\n" else " \n"
        text = own.lstrip(edges)
        start += len(own) - len(text)
        return start, start + len(text.rstrip(edges))

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

    def _links(self) -> list[Row]:
        # A page has more of these than of all others: one loop, without a call for each.
        links = self._of_article(self.doc.wikilinks)
        text, range_of = self.text, self.ranges.get
        titles: dict[str, Title] = {}
        rows: list[Row] = []
        for link, section in zip(links, self.sections_of(links), strict=True):
            href, context = link.href, link._context
            is_wikitext = context.is_wikitext
            if (title := titles.get(href)) is None:
                home = None if is_wikitext else context.home
                title = titles[href] = (
                    read_title(href, context.wiki, is_wikitext)
                    if home is None
                    else title_of_url(href, home, context.wiki)
                )
            interwiki, namespace, name, fragment = title
            if (found := range_of(id(link))) is None:
                shown, start, stop = link.text, None, None
            else:
                start, stop = found
                shown = text[start:stop]
            if is_wikitext or context.knows_trail or context.home is not None:
                trail = context.trail
            elif len(shown) > len(name) and (length := trail_length(shown, title)):
                trail = shown[len(shown) - length :]
            else:
                trail = ""
            rows.append(
                {
                    "title": name,
                    "namespace": namespace,
                    "fragment": fragment,
                    "interwiki": interwiki,
                    "text": shown,
                    "trail": trail,
                    "href": href,
                    "is_local": None if is_wikitext else not is_remote(href),
                    "text_start": start,
                    "text_stop": stop,
                    "section": section,
                    "start": link._start,
                    "stop": link._end,
                }
            )
        return rows

    def _external(self, link: ExternalLink) -> Row:
        found = self.ranges.get(id(link))
        archive = link.archived
        return {
            "url": link.url,
            "text": link.text if found is None else self.text[found[0] : found[1]],
            "is_bare": link.is_bare,
            "archived_url": None if archive is None else archive.original_url,
            "archived_at": None if archive is None else archive.timestamp,
            "archive": None if archive is None else archive.service,
            "text_start": None if found is None else found[0],
            "text_stop": None if found is None else found[1],
            "section": self.section_at(link._start),
            "start": link._start,
            "stop": link._end,
        }

    def _footnote(
        self, definition: FootnoteDefinition, offsets: dict[int, list[int]], cited: dict[int, Row]
    ) -> Row:
        text = self.doc._footnote_text(definition) if definition.children else ""
        return {
            "identifier": definition.identifier,
            # Not `group`, as in the node: it is a word of SQL.
            "note_group": definition.group,
            "text": text.strip(),
            "is_empty": not definition.children,
            "marks": len(self.callers[id(definition)]),
            "references": offsets.get(id(definition), []),
            "citation": cited.get(id(definition)),
            "start": definition._start,
            "stop": definition._end,
        }

    def _citations(self) -> tuple[list[Row], dict[int, Row]]:
        """The citations, and the fields of the first one in each footnote, by its identity."""
        rows: list[Row] = []
        cited: dict[int, Row] = {}
        citations = self.doc.citations
        if not citations:
            return rows, cited
        footnotes = self.doc.footnotes
        number_at = Intervals(footnotes).at
        for node, data, _ in citations:
            fields = fields_of(data)
            start = node._start
            number = number_at(start)
            if number is not None:
                cited.setdefault(id(footnotes[number]), fields)
            rows.append(
                {
                    **fields,
                    # None for one read from the plain text of a footnote, with less certainty.
                    "template": node.name if isinstance(node, Template) else None,
                    "csl": to_json(data),
                    "footnote": number,
                    "section": self.section_at(start),
                    "start": start,
                    "stop": node._end,
                }
            )
        return rows, cited

    def _infobox(self) -> list[Row]:
        rows: list[Row] = []
        value_of = self.values.get
        for infobox in self.doc.infoboxes:
            name = infobox.name
            for field in infobox.fields:
                node = field.node
                rows.append(
                    {
                        "template": name,
                        "name": field.name,
                        # Of an argument without text the field has that of the templates in it.
                        "text": value_of(id(node)) or field.text,
                        "start": node._start,
                        "stop": node._end,
                    }
                )
        return rows

    def _coordinates(self, position: Coordinates) -> Row:
        start = position.node._start
        return {
            "latitude": position.latitude,
            "longitude": position.longitude,
            "is_title": position.is_title,
            "globe": position.globe,
            "name": position.name,
            "section": self.section_at(start),
            "start": start,
            "stop": position.node._end,
        }

    def _templates(self) -> list[Row]:
        rows: list[Row] = []
        values = self.values
        templates = self.doc.templates
        for template, section in zip(templates, self.sections_of(templates), strict=True):
            arguments: list[Row] = []
            for argument in template.arguments:
                children = argument.children
                # Most hold one text.
                if len(children) == 1 and type(only := children[0]) is Text:
                    value = only.value
                    if "\n" in value:
                        value = without_soft_breaks(value)
                    value = value.strip()
                elif children:
                    value = values[id(argument)] = argument.text.strip()
                else:
                    value = ""
                arguments.append({"name": argument.name, "value": value})
            rows.append(
                {
                    "name": template.name,
                    "arguments": arguments,
                    "section": section,
                    "start": template._start,
                    "stop": template._end,
                }
            )
        return rows

    def _image(self, image: Image) -> Row:
        return {
            "name": image.name,
            "href": image.href,
            "alt": image.alt,
            "caption": "".join([child.text for child in image.children]),
            "section": self.section_at(image._start),
            "start": image._start,
            "stop": image._end,
        }


def _category(category: Category) -> Row:
    return {
        "name": category.name,
        "sort_key": category.sort_key,
        "start": category._start,
        "stop": category._end,
    }


def _own_text(section: Section) -> str:
    """The text of a section that is not in the page's text with a range of its own."""
    parts = [
        child.plain_text().text.rstrip()
        for child in section.children
        if not isinstance(child, (Section, Heading))
    ]
    return "\n\n".join([part for part in parts if part])
