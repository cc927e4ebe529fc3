"""wikiparse in a loop: all columns, the text and its links, or the tree alone."""

from __future__ import annotations

import sys
from typing import Any

from reader import Page, loop

import wikiparse
from wikiparse.etl import parse_record

IS_DUMP = sys.argv[1].endswith(".xml")
DIALECT = "wikitext" if IS_DUMP else "auto"
LANGUAGE = "en" if IS_DUMP else None
"""The language that the header of the dump names."""


def columns(page: Page) -> dict[str, Any]:
    """The row of a page."""
    record = {
        "id": page.number,
        "title": page.title,
        "text": page.text,
        "dialect": DIALECT,
        "language": LANGUAGE,
    }
    return parse_record(record)


def text_and_links(page: Page) -> dict[str, Any]:
    """The text of a page, and the pages that it links to."""
    doc = wikiparse.parse(page.text, dialect=DIALECT, lang=LANGUAGE)
    return {"text": doc.to_text(), "links": [link.href for link in doc.wikilinks]}


def tree(page: Page) -> dict[str, Any]:
    """The parse alone."""
    wikiparse.parse(page.text, dialect=DIALECT, lang=LANGUAGE)
    return {}


loop({"columns": columns, "text": text_and_links, "tree": tree}[sys.argv[3]])
