"""The public API as a typed program uses it. Checked by mypy in strict mode, never run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, assert_type

import attrs
from mwparserfromhell.wikicode import Wikicode

import wikiparse
from wikiparse import (
    Archive,
    Category,
    Diagnostic,
    Dialect,
    Document,
    ExternalLink,
    FootnoteDefinition,
    FootnoteReference,
    Limits,
    Node,
    Parent,
    Position,
    Section,
    Span,
    Table,
    TableCell,
    Template,
    TemplateArgument,
    Text,
    Wikilink,
)

if TYPE_CHECKING:
    from pathlib import Path


def entry_points(text: str, data: bytes, path: Path) -> Document:
    """Every way to a document."""
    assert_type(wikiparse.parse(text), Document)
    assert_type(
        wikiparse.parse(data, dialect="hybrid", title="A", lang="zh", limits=Limits(max_depth=50)),
        Document,
    )
    assert_type(wikiparse.read(path), Document)
    assert_type(wikiparse.read(str(path), dialect=wikiparse.DIALECTS["hybrid"]), Document)
    rules: Dialect = attrs.evolve(wikiparse.DIALECTS["hybrid"], name="mine", math=False)
    return wikiparse.parse(text, dialect=rules)


def wrong(text: str) -> None:
    """What a type checker refuses."""
    wikiparse.parse(None)  # type: ignore[arg-type]
    wikiparse.parse(text, "hybrid")  # type: ignore[call-arg]
    wikiparse.parse(text).title = "A"  # type: ignore[misc]
    wikiparse.Heading((), "2")  # type: ignore[arg-type]
    wikiparse.parse(text).to_html(False)  # type: ignore[call-arg]
    wikiparse.parse(text).to_html(link_resolver=lambda link: link)  # type: ignore[arg-type,return-value]


def where(link: Wikilink) -> str | None:
    """The address of a page."""
    return None if link.interwiki else f"/wiki/{link.title}"


def document(doc: Document) -> None:
    """What a document answers."""
    assert_type(doc.children, tuple[Node, ...])
    assert_type(doc.lead, tuple[Node, ...])
    assert_type(doc.sections, tuple[Section, ...])
    assert_type(doc.section("A"), Section | None)
    assert_type(doc.title, str | None)
    assert_type(doc.lang, str | None)
    assert_type(doc.dialect, str)
    assert_type(doc.detection.evidence, tuple[tuple[str, int], ...])
    assert_type(doc.diagnostics, tuple[Diagnostic, ...])
    assert_type(doc.wikilinks, tuple[Wikilink, ...])
    assert_type(doc.external_links, tuple[ExternalLink, ...])
    assert_type(doc.categories, tuple[Category, ...])
    assert_type(doc.footnotes, tuple[FootnoteDefinition, ...])
    assert_type(doc.tables, tuple[Table, ...])
    assert_type(doc.to_text(), str)
    assert_type(doc.tree(), str)
    assert_type(doc.to_html(), str)
    assert_type(doc.to_view(beside=[doc]), str)
    assert_type(
        doc.to_html(
            safe=False,
            page=True,
            link_resolver=where,
            image_resolver=lambda image: image.get("src"),
        ),
        str,
    )
    assert_type(doc.to_json(indent=2), str)
    assert_type(doc.to_wikitext(), str)
    assert_type(doc.is_edited, bool)
    assert_type(doc.to_dict(), dict[str, Any])
    assert_type(Document.from_dict(doc.to_dict()), Document)
    assert_type(doc.source.position(0), Position)
    assert_type(doc.source.utf8(0) + doc.source.utf16(0), int)
    text: str = doc.source
    print(text)


def edits(doc: Document, template: Template, link: Wikilink) -> None:
    """What edits take and give."""
    assert_type(template.to_wikicode(), Wikicode)
    assert_type(doc.to_wikicode(), Wikicode)
    assert_type(doc.to_wikicode(link), Wikicode)
    assert_type(doc.replace(template, "text"), Document)
    assert_type(doc.replace(template, link), Document)
    assert_type(doc.replace(template, template.to_wikicode()), Document)
    assert_type(doc.replace(template, template.to_wikicode().filter_templates()[0]), Document)
    assert_type(doc.replace_all([(template, "text"), (link, link)]), Document)
    doc.replace(template, None)  # type: ignore[arg-type]


def nodes(doc: Document) -> None:
    """What nodes answer."""
    assert_type(doc.walk(), Iterator[Node])
    assert_type(doc.find_all(Wikilink), Iterator[Wikilink])
    for node in doc.walk():
        assert_type(node.kind, str)
        assert_type(node.span, Span | None)
        assert_type(node.children, tuple[Node, ...])
        if isinstance(node, Parent):
            assert_type(attrs.evolve(node, children=()).children, tuple[Node, ...])
        match node:
            case Text():
                assert_type(node.value, str)
            case Section():
                assert_type(node.heading.level, int)
            case _:
                pass


def links(link: Wikilink, external: ExternalLink, category: Category) -> None:
    """What links answer."""
    assert_type(link.label + link.trail, str)
    assert_type(link.trail_certain, bool)
    assert_type(link.is_local, bool | None)
    assert_type(link.interwiki + link.namespace + link.title + link.fragment, str)
    assert_type(external.archived, Archive | None)
    if external.archived:
        assert_type(external.archived.timestamp, datetime | None)
    assert_type(category.sort_key, str | None)


def notes(doc: Document, mark: FootnoteReference, note: FootnoteDefinition) -> None:
    """What notes answer."""
    assert_type(doc.footnote(mark), FootnoteDefinition | None)
    assert_type(doc.references(note), tuple[FootnoteReference, ...])
    assert_type(note.is_empty, bool)
    assert_type(mark.identifier, str | None)


def tables(table: Table, template: Template) -> None:
    """What tables and templates answer."""
    assert_type(table.grid(), tuple[tuple[TableCell | None, ...], ...])
    assert_type(table.to_records(), list[dict[str, str]])
    assert_type(template.get("x"), TemplateArgument | None)
    assert_type(template.get(1), TemplateArgument | None)
