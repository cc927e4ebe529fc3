"""The counts of one page for `wikiparse stats`, as a worker sends them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from wikiparse.console.inputs import origin_of
from wikiparse.nodes import (
    Blockquote,
    CodeBlock,
    FootnoteDefinition,
    FootnoteReference,
    Gallery,
    Image,
    List,
    Math,
    MathBlock,
    ParserFunction,
    Section,
    Table,
)
from wikiparse.reading.navigation import template_name

if TYPE_CHECKING:
    from wikiparse.document import Document
    from wikiparse.etl.pages import SourcePage
    from wikiparse.nodes import Node

CONSTRUCTS: Final[dict[type[Node], str]] = {
    Section: "sections",
    List: "lists",
    Table: "tables",
    Image: "images",
    Gallery: "galleries",
    FootnoteReference: "footnote references",
    FootnoteDefinition: "footnotes",
    Blockquote: "block quotes",
    CodeBlock: "code blocks",
    Math: "formulas",
    MathBlock: "formulas",
}
"""Classes of nodes that are counted, by name."""
TABLES: Final = (
    "dialects",
    "writers",
    "languages",
    "constructs",
    "links",
    "interwikis",
    "templates",
    "parser functions",
    "infoboxes",
    "categories",
    "hosts",
    "diagnostics",
)
"""The tables of counts, in the order in which they are shown."""
SHORT: Final = frozenset(("dialects", "writers", "constructs", "diagnostics"))
"""Tables that are shown whole: the library has a list of their names."""
LONGEST: Final = 200
"""Code points of a name that is counted."""


class PageCounts(NamedTuple):
    """`file` and `page` say which page; `size` counts code points; `counts` are those of each
    table that has any.
    """

    file: str
    page: str
    size: int
    is_redirect: bool
    is_empty: bool
    counts: dict[str, dict[str, int]]


def counts_of(doc: Document, page: SourcePage) -> PageCounts:
    """The counts of a page."""
    kinds = Counter([node.__class__ for node in doc.walk()])
    constructs: Counter[str] = Counter()
    for cls, name in CONSTRUCTS.items():
        constructs[name] += kinds[cls]
    infoboxes = Counter([box.name or "(a table)" for box in doc.infoboxes])
    functions = doc.find_all(ParserFunction) if kinds[ParserFunction] else ()
    links, interwikis = _links(doc)
    detection = doc.detection
    tables: dict[str, dict[str, int]] = {
        "dialects": {doc.dialect: 1},
        "writers": {detection.writer: 1} if detection.writer else {},
        "languages": {lang: 1} if (lang := page.language or doc.lang) else {},
        "constructs": constructs,
        "links": links,
        "interwikis": interwikis,
        "templates": Counter([template_name(template.name) for template in doc.templates]),
        "parser functions": Counter([function.name.strip().lower() for function in functions]),
        "infoboxes": infoboxes,
        "categories": Counter([category.name for category in doc.categories]),
        "hosts": Counter([_host(link.url) for link in doc.external_links]),
        "diagnostics": Counter([found.code for found in doc.diagnostics]),
    }
    file, name = origin_of(page)
    return PageCounts(
        file,
        name,
        len(doc.source),
        doc.redirect is not None or page.redirect is not None,
        not doc.source.strip(),
        {table: named for table, found in tables.items() if (named := _named(found))},
    )


def _named(found: dict[str, int]) -> dict[str, int]:
    """Plain counts of names: a page of hostile names must not cost more than its size."""
    return {name[:LONGEST]: count for name, count in found.items() if count and name}


def _links(doc: Document) -> tuple[Counter[str], Counter[str]]:
    """The links by namespace, and those to other wikis by prefix. Links to articles, to other
    wikis, and to the rest of the web have names of their own.
    """
    links: Counter[str] = Counter()
    interwikis: Counter[str] = Counter()
    for link in doc.wikilinks:
        if prefix := link.interwiki:
            links["(other wikis)"] += 1
            interwikis[prefix] += 1
        elif not link.title:
            links["(the page itself)"] += 1
        else:
            links[link.namespace or "(articles)"] += 1
    links["Category (membership)"] += len(doc.categories)
    links["File (images)"] += len(doc.images)
    links["(external)"] += len(doc.external_links)
    return links, interwikis


def _host(url: str) -> str:
    """The host of a URL in lower case, without "www."; its scheme, if it has no host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:  # as of "http://[a"
        return "(not a URL)"
    return host.removeprefix("www.") or f"{parts.scheme}:"
