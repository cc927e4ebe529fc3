"""A wiki of 200 pages and 66 templates: text, links, tables and sections are those of MediaWiki's
HTML (`scripts/expansion_wiki.py`).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import wikiparse
from wikiparse import TemplateStore
from wikiparse.etl import write_templates

FOLDER = Path(__file__).parent / "fixtures" / "wiki"
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
KINDS = ("text", "links", "tables", "sections", "categories")


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    """The documents of the wiki, and the store of its templates."""
    path = tmp_path_factory.mktemp("wiki") / "templates.sqlite"
    counts = write_templates(FOLDER / "dump.xml", path, titles=True)
    assert (counts.templates, counts.redirects, counts.invoking) == (66, 1, 0)
    store = TemplateStore.open(path, moment=MOMENT)
    pages = list(wikiparse.iter_pages(FOLDER / "dump.xml", namespaces=0))
    return [page.parse(templates=store) for page in pages]


@pytest.fixture(scope="module")
def answers():
    lines = (FOLDER / "mediawiki.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def words(text):
    return " ".join(text.split())


def facts_of(doc):
    """The same facts as those of MediaWiki's HTML."""
    footnotes = {id(node) for note in doc.footnotes for node in note.walk()}
    return {
        "text": words(doc.text),
        "links": [
            [link.title[:1].upper() + link.title[1:], words(link.text)]
            for link in doc.wikilinks
            if id(link) not in footnotes
        ],
        "tables": [
            [[words(cell.text) for cell in row.children] for row in table.rows if row.children]
            for table in doc.tables
        ],
        "sections": [
            [section.level, words(section.title)] for section in doc._all(wikiparse.Section)
        ],
        "categories": sorted({category.name for category in doc.categories}),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_those_of_mediawiki(wiki, answers, kind):
    assert len(wiki) == len(answers) == 200
    for doc, answer in zip(wiki, answers, strict=True):
        assert (doc.title, facts_of(doc)[kind]) == (answer["title"], answer[kind])


def test_all_calls_are_expanded(wiki):
    for doc in wiki:
        assert [d for d in doc.diagnostics if d.code == "unknown-call"] == []
        assert not any(doc.find_all(wikiparse.Template))
        assert doc.templates


def test_nodes_are_where_the_page_has_them(wiki):
    for doc in wiki:
        page, calls = str(doc), {start for start, _ in doc._expanded.calls}
        for node in doc.walk():
            for child in node.children:
                assert node.span.start <= child.span.start <= child.span.end <= node.span.end
            if isinstance(node, wikiparse.Text) and node.span.start not in calls:
                assert words(page[slice(*node.span)])[:3] == words(node.value)[:3]
