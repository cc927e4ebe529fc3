"""From a page to a row: plain dictionaries, lists and strings, and nothing of Arrow.

A record is a dictionary that has `text` (str, or bytes of UTF-8) and may have `id`, `title`,
`language`, `dialect` and `redirect`. A row has the columns of `COLUMNS`. What a page holds can
never make a row that another system refuses: lone surrogates become U+FFFD, numbers are signed, and
a column that is not known is None.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from wikiparse import __version__
from wikiparse.etl.clean import LONGEST_ERROR, clean, describe, identifier_of
from wikiparse.etl.metadata import METADATA, metadata_of
from wikiparse.limits import Limits
from wikiparse.nodes.blocks import (
    CodeBlock,
    FootnoteDefinition,
    Heading,
    Section,
    Table,
    header_rows,
)
from wikiparse.nodes.inlines import Template
from wikiparse.nodes.links import Category, ExternalLink, Image, Wikilink
from wikiparse.parse import parse
from wikiparse.sites.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wikiparse.document import Document
    from wikiparse.nodes.base import Node
    from wikiparse.reading.text import PlainText

Row = dict[str, Any]

SCHEMA_VERSION: Final = 1
"""The version of the rows' form; docs/etl.md lists changes that need no new one."""

PAGE_COLUMNS: Final = (
    "id",
    "title",
    "language",
    "dialect",
    "redirect",
    "text",
    "content_hash",
    "wikiparse_version",
    "schema_version",
    "error",
)
"""The columns that hold one value for a page."""

LIST_COLUMNS: Final = (
    "sections",
    "links",
    "categories",
    "footnotes",
    "external_links",
    "templates",
    "tables",
    "images",
    "problems",
)
"""The columns that hold a list, in source order; None on a row with an `error`."""

COLUMNS: Final = (*PAGE_COLUMNS[:-1], *LIST_COLUMNS, "error")
"""All columns, in their order."""

NAMES: Final = ("title", "language", "dialect", "redirect")
"""The fields of a record that name something, beside its text and its id."""


@attrs.frozen(kw_only=True)
class Options:
    """How pages are read, where their record does not say so itself.

    `dialect` and `language` are what `wikiparse.parse` takes, `limits` and `site` too. `rows` and
    `source_bytes` bound the batches that `parse_batches` yields: whichever is reached first ends a
    batch.
    """

    dialect: str = "auto"
    language: str | None = None
    limits: Limits = attrs.field(factory=Limits)
    site: Site | None = None
    rows: int = 256
    source_bytes: int = 8 << 20


DEFAULTS: Final = Options()


def parse_record(record: Mapping[str, Any], options: Options = DEFAULTS) -> Row:
    """The row of a record.

    Never raises because of a page, nor of the values of its record: then the row has an `error`.
    """
    plain = plain_record(record)
    if plain.error is not None:
        return error_row(plain.fields, plain.error)
    try:
        return row_of(plain.fields, options)
    except Exception as error:  # noqa: BLE001  # whatever a page does, it is one row of many
        return error_row(plain.fields, describe(error))


class PlainRecord(NamedTuple):
    """The known fields of a record as str and bytes, and why they are no page, if they are none."""

    fields: dict[str, Any]
    error: str | None


def plain_record(record: Mapping[str, Any]) -> PlainRecord:
    """The known fields of a record, whose values may be of any class, and whose methods may raise
    anything.

    Nothing else of it is needed, and it can be sent to another process.
    """
    fields: dict[str, Any] = {}
    if not hasattr(record, "get"):
        return PlainRecord(
            fields, f"TypeError: the record is no mapping, but {type(record).__name__}"
        )
    try:
        text = record.get("text")
        if isinstance(text, (str, bytes)):
            # The methods of str and bytes themselves: a subclass may have others.
            fields["text"] = str.__str__(text) if isinstance(text, str) else bytes(text)
        for name in NAMES:
            if isinstance(value := record.get(name), str):
                fields[name] = str.__str__(value)
        fields |= metadata_of({name: record.get(name) for name in METADATA})
        if isinstance(site := record.get("site"), Site):
            fields["site"] = site
        identifier = identifier_of(record.get("id"))
        if identifier is not None:
            fields["id"] = identifier
        if "text" not in fields:
            message = f"the record's text is no str and no bytes, but {type(text).__name__}"
            raise TypeError(message)  # noqa: TRY301  # one error of several
    except Exception as error:  # noqa: BLE001  # see above
        return PlainRecord(fields, describe(error))
    return PlainRecord(fields, None)


def row_of(record: Mapping[str, Any], options: Options = DEFAULTS) -> Row:
    """The row of a record.

    Raises whatever `wikiparse.parse` raises, and TypeError for a record without text.
    """
    text = record.get("text")
    if not isinstance(text, (str, bytes)):
        message = f"the record's text is no str and no bytes, but {type(text).__name__}"
        raise TypeError(message)
    doc = parse(
        text,
        dialect=_text(record.get("dialect")) or options.dialect,
        title=_text(record.get("title")),
        lang=_text(record.get("language")) or options.language,
        limits=options.limits,
        site=record.get("site") or options.site,
    )
    return {**dict.fromkeys(COLUMNS), **_head(record), **_columns(doc)}


def error_row(record: Mapping[str, Any], error: str) -> Row:
    """The row of a record that could not be parsed: its fields, and the error."""
    return {**dict.fromkeys(COLUMNS), **_head(record), "error": clean(error[:LONGEST_ERROR])}


def content_hash(text: str | bytes) -> str:
    """SHA-256 of a page's source in UTF-8, in hexadecimal."""
    return sha256(
        text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    ).hexdigest()


# ------------------------------------------------------------------------------------ the columns


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _head(record: Mapping[str, Any]) -> Row:
    """The columns that do not depend on whether the page can be parsed."""
    text = record.get("text")
    named = {name: _text(record.get(name)) for name in NAMES}
    return {
        "id": identifier_of(record.get("id")),
        **{name: value and clean(value) for name, value in named.items()},
        "content_hash": content_hash(text) if isinstance(text, (str, bytes)) else None,
        "wikiparse_version": __version__,
        "schema_version": SCHEMA_VERSION,
    }


def _columns(doc: Document) -> Row:
    plain = doc.plain_text()
    section_texts = _section_texts(doc, plain)
    found: Row = {
        "language": doc.lang,
        "dialect": doc.dialect,
        "text": clean(plain.text),
        **{name: [] for name in LIST_COLUMNS},
    }
    if doc.redirect is not None:
        found["redirect"] = clean(doc.redirect.title)
    marks = _marks(doc)
    # A section ends where the next block begins: pre-order and the ends of spans show which one a
    # node is in.
    # ## A        section 0, open until its span ends
    # ### B       section 1, parent 0
    # text        here = 1, the innermost open one
    open_sections: list[tuple[int, int]] = []
    for node in doc.walk():
        writer = _WRITERS.get(node.kind)
        if writer is None:
            continue
        while open_sections and node._start >= open_sections[-1][0]:
            open_sections.pop()
        here = open_sections[-1][1] if open_sections else None
        column, write = writer
        values = write(node)
        if column == "sections":
            words = section_texts.get(id(node))
            values["text"] = clean(_own_text(node) if words is None else words)
            open_sections.append((node._end, len(found["sections"])))
            values["parent"] = here
        elif column == "footnotes":
            values["marks"] = marks.get(id(node), 0)
        elif column != "categories":
            values["section"] = here
        values["start"], values["stop"] = node._start, node._end
        found[column].append(values)
    found["problems"] = [
        {
            "code": problem.code,
            "severity": problem.severity,
            "message": clean(problem.message),
            "start": problem.span and problem.span.start,
            "stop": problem.span and problem.span.end,
        }
        for problem in doc.diagnostics
    ]
    return found


def _marks(doc: Document) -> dict[int, int]:
    """How many references each footnote has, by the identity of its definition."""
    counts: dict[int, int] = {}
    for mark in doc.footnote_references:
        definition = doc.footnote(mark)
        if definition is not None:
            counts[id(definition)] = counts.get(id(definition), 0) + 1
    return counts


def _section(section: Section) -> Row:
    return {"level": section.level, "title": clean(section.title)}


def _section_texts(doc: Document, plain: PlainText) -> dict[int, str]:
    """By identity, the text of each section that is in no list, quote or cell: its own, without its
    heading and the sections below it.
    """
    outer: set[int] = set()
    todo = list(doc.sections)
    while todo:
        section = todo.pop()
        outer.add(id(section))
        todo += section.sections
    texts: dict[int, str] = {}
    # By their offsets in the plain text: the text of a section begins after its heading's.
    headings = {part.start: part.end for part in plain.blocks if part.node.__class__ is Heading}
    sections = [part for part in plain.sections if id(part.node) in outer]
    starts = [part.start for part in sections[1:]] + [len(plain.text)]
    # Without a section there is no next one.
    for (start, end, node), following in zip(sections, starts, strict=False):
        # A heading without text is none; then the section begins with its first block, or with the
        # section below it.
        begin = headings.get(start, start) if node.children[0].text else start
        texts[id(node)] = plain.text[begin : min(following, end)].strip("\n")
    return texts


def _own_text(node: Node) -> str:
    """The same by the blocks of the section."""
    parts = [
        child.plain_text().text.rstrip()
        for child in node.children
        if not isinstance(child, (Section, Heading))
    ]
    return "\n\n".join([part for part in parts if part])


def _link(link: Wikilink) -> Row:
    return {
        "title": clean(link.title),
        "namespace": link.namespace,
        "fragment": clean(link.fragment),
        "interwiki": link.interwiki,
        "text": clean(link.text),
        "trail": clean(link.trail),
        "href": clean(link.href),
        "is_local": link.is_local,
    }


def _category(category: Category) -> Row:
    return {
        "name": clean(category.name),
        "sort_key": None if category.sort_key is None else clean(category.sort_key),
    }


def _footnote(note: FootnoteDefinition) -> Row:
    return {
        "identifier": None if note.identifier is None else clean(note.identifier),
        "note_group": clean(note.group),
        "text": clean(note.text.strip()),
        "is_empty": note.is_empty,
    }


def _external(link: ExternalLink) -> Row:
    archive = link.archived
    return {
        "url": clean(link.url),
        "text": clean(link.text),
        "is_bare": link.is_bare,
        "archived_url": None if archive is None else clean(archive.original_url),
        "archived_at": None if archive is None else archive.timestamp,
        "archive": None if archive is None else archive.service,
    }


def _template(template: Template) -> Row:
    return {
        "name": clean(template.name),
        "arguments": [
            {"name": clean(argument.name), "value": clean(argument.text.strip())}
            for argument in template.arguments
        ],
    }


RUN = re.compile(r"[ \t]{2,}|\t")


def _table(table: Table) -> Row:
    """A table by its `grid()`.

    A cell that spans several slots is in the first of them, and the others are None.

    Repeating it would let a page ask for far more than it holds.
    """
    grid = table.grid()
    seen: set[int] = set()

    def words(cell: Node | None) -> str | None:
        if cell is None or id(cell) in seen:
            return None
        seen.add(id(cell))
        text = cell.text.strip()
        # Runs of spaces and tabs lay a table out in the source; in code they are content.
        if RUN.search(text) and next(cell.find_all(CodeBlock), None) is None:
            text = RUN.sub(" ", text)
        return clean(text)

    caption = table.caption
    return {
        "caption": None if caption is None else clean(caption.text.strip()),
        "head_rows": header_rows(grid),
        "cells": [[words(cell) for cell in line] for line in grid],
    }


def _image(image: Image) -> Row:
    return {
        "name": clean(image.name),
        "href": clean(image.href),
        "alt": clean(image.alt),
        "caption": clean("".join([child.text for child in image.caption])),
    }


_WRITERS: Final[dict[str, tuple[str, Callable[[Any], Row]]]] = {
    Section.kind: ("sections", _section),
    Wikilink.kind: ("links", _link),
    Category.kind: ("categories", _category),
    FootnoteDefinition.kind: ("footnotes", _footnote),
    ExternalLink.kind: ("external_links", _external),
    Template.kind: ("templates", _template),
    Table.kind: ("tables", _table),
    Image.kind: ("images", _image),
}
"""The column that a node is a part of, and the function of its values, by the node's kind."""
