"""The columns of a row, and where each item is in the row's text."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

import wikiparse
from etl_samples import STATED
from wikiparse.etl import Options, parse_many, parse_record
from wikiparse.etl.rows import COLUMNS
from wikiparse.reading.intervals import Intervals

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
PAGES = {
    (folder, pattern): sorted((CORPUS / folder).glob(pattern))[::7]
    for folder, pattern in (("dev", "*.md"), ("dev", "*.wikitext"), ("real", "*.md"))
}
PLACED = ("links", "external_links", "sections")


def row_of(text: str, dialect: str = "wikitext", **record: Any) -> dict[str, Any]:
    return parse_record({"text": text, "dialect": dialect, "language": "en", **record})


def placed(row: dict[str, Any], column: str) -> list[str | None]:
    """The text of each item by its offsets; None of those that are not in the page's text."""
    return [
        None if item["text_start"] is None else row["text"][item["text_start"] : item["text_stop"]]
        for item in row[column]
    ]


# --- offsets


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("a [[B]] c", ["B"]),
        ("[[b|c]]s, [[d]]", ["cs", "d"]),
        ("* [[a]]\n* x\n** [[b|c d]]", ["a", "c d"]),
        ("{|\n| [[a]] || x\n|-\n| [[b]]\n|}", ["a", "b"]),
        ("''[[a]]'' '''x [[b]]'''", ["a", "b"]),
        ("{{lang|de|[[Wort]]}}", ["Wort"]),
        # In a footnote, a caption or a template without text it is not in the text.
        ("<ref>[[a]]</ref> [[File:x.jpg|thumb|[[b]]]] {{unknown|[[c]]}}", [None, None, None]),
        ("🧪 [[a]] \u0301[[b]]", ["a", "b"]),
        ("[[ |a]] [[b| c ]]", [" c"]),
    ],
)
def test_links_are_at_their_offsets(text: str, links: list[str | None]) -> None:
    row = row_of(text)
    assert placed(row, "links") == links
    assert [link["text"] for link in row["links"] if link["text_start"] is not None] == [
        link for link in links if link is not None
    ]


def test_other_items_are_at_their_offsets() -> None:
    row = row_of("lead\n== A ==\none [http://a.example b]\n=== B ===\n* two\n== C ==\n== D ==\nend")
    assert placed(row, "external_links") == ["b"]
    assert placed(row, "sections") == [section["text"] for section in row["sections"]]
    assert [section["text"] for section in row["sections"]] == ["one b", "- two", "", "end"]
    assert row["lead"] == "lead"


def test_footnotes_are_referenced_at_offsets() -> None:
    row = row_of("a<ref name=x>n</ref> b<ref name=x />\n\nc<ref>m</ref>\n")
    assert [[row["text"][:at] for at in note["references"]] for note in row["footnotes"]] == [
        ["a", "a b"],
        ["a b\n\nc"],
    ]
    assert [note["marks"] for note in row["footnotes"]] == [2, 1]


@pytest.mark.parametrize("files", PAGES.values(), ids=[" ".join(key) for key in PAGES])
def test_offsets_of_real_pages(files: list[Path]) -> None:
    if not files:
        pytest.skip("the corpora are not here")
    found = 0
    for path in files:
        text = path.read_bytes().decode("utf-8", "replace")
        dialect = "wikitext" if path.suffix == ".wikitext" else "hybrid"
        row = row_of(text, dialect, language=path.name[:2])
        doc = wikiparse.parse(text, dialect=dialect, lang=path.name[:2])
        assert row["error"] is None
        assert row["text"] == doc.to_text()
        assert len(row["links"]) == len(doc.wikilinks)
        for link, node in zip(row["links"], doc.wikilinks, strict=True):
            assert (link["title"], link["namespace"]) == (node.title, node.namespace)
            # In the text, white space at the edge of a line and runs of it in a cell are cut.
            assert link["text"].split() == node.text.split()
        for column in PLACED:
            for item, shown in zip(row[column], placed(row, column), strict=True):
                assert shown is None or shown == item["text"]
                found += shown is not None
    assert found > len(files)


# --- facts


def test_facts_that_a_page_states() -> None:
    row = row_of(STATED, page_id="7", revision_id=8, namespace=0, timestamp="2024-05-01T12:00:00Z")
    assert (row["page_id"], row["revision_id"], row["namespace"]) == (7, 8, 0)
    assert row["timestamp"] == dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
    assert [(f["template"], f["name"], f["text"]) for f in row["infobox"]] == [
        ("Infobox town", "name", "Eichdorf"),
        ("Infobox town", "mayor", "Baum"),
    ]
    (citation,) = row["citations"]
    assert (citation["type"], citation["title"], citation["authors"], citation["issued"]) == (
        "webpage",
        "Towns",
        ["Ast, B."],
        "2010-05-03",
    )
    assert json.loads(citation["csl"])["URL"] == citation["url"] == "http://towns.example/"
    assert (citation["footnote"], citation["section"]) == (0, None)
    assert citation["template"] == "cite web"
    assert row["footnotes"][0]["citation"] == {
        name: citation[name] for name in row["footnotes"][0]["citation"]
    }
    assert [(note["text"], note["citation"]) for note in row["footnotes"][1:]] == [("About.", None)]
    (position,) = row["coordinates"]
    assert (position["latitude"], position["longitude"], position["is_title"]) == (
        51.5,
        11.25,
        True,
    )
    assert position["section"] == 0


def test_a_citation_of_plain_text_has_no_template() -> None:
    row = row_of("a<ref>[http://a.example Title], 2003.</ref>")
    assert [(c["template"], c["url"]) for c in row["citations"]] == [(None, "http://a.example")]


def test_a_citation_is_in_the_innermost_footnote() -> None:
    cite = "{{{{cite web|title={}|url=http://a.example/{}}}}}"
    inner, outer = cite.format("In", 1), cite.format("Out", 2)
    row = row_of(f"a{{{{efn|x<ref>{inner}</ref> {outer}}}}}")
    texts = {number: note["citation"]["title"] for number, note in enumerate(row["footnotes"])}
    assert {c["title"]: texts[c["footnote"]] for c in row["citations"]} == {
        "In": "In",
        "Out": "Out",
    }


def test_intervals_find_the_innermost_node() -> None:
    doc = wikiparse.parse("x\n= A =\na\n== B ==\nb\n= C =\nc", dialect="wikitext")
    sections = list(doc.find_all(wikiparse.Section))
    places = Intervals(sections)
    source = str(doc)
    assert [places.at(source.index(letter)) for letter in "xabc"] == [None, 0, 1, 2]
    assert places.parents == [None, 0, None]
    assert Intervals([]).at(5) is None


# --- columns that pass through


def test_columns_that_pass_through() -> None:
    options = Options(keep=("size", "tags", "none"))
    records = [
        {"text": "a", "size": 5, "tags": ["x", {"é": None}]},
        {"text": None, "size": "\ud800"},
        {"text": "b", "size": dt.date(2020, 1, 2)},
    ]
    rows = [parse_record(record, options) for record in records]
    assert [(row["size"], row["tags"], row["none"]) for row in rows] == [
        ("5", '["x", {"é": null}]', None),
        ("\ufffd", None, None),
        ('"2020-01-02"', None, None),
    ]
    assert tuple(rows[0]) == (*COLUMNS, "size", "tags", "none") == tuple(rows[1])
    assert list(parse_many(records, workers=1, options=options)) == rows


def test_a_column_of_rows_cannot_pass_through() -> None:
    for names in (("text",), ("a", "a")):
        with pytest.raises(ValueError, match="already"):
            Options(keep=names)
    assert Options(keep="a").keep == ("a",)


CELLS = (
    "a", "", "a<br>b", "a <br/> <br> b", "<small>a</small> b", "<small>a<br>b</small>",
    "<code>&nbsp;a</code><br>\n<code>&nbsp;b</code>", "[[a|b]]s ''c'' d<ref>e</ref>{{efn|f}}",
    "{{lang|de|a}} b", "{{hlist|a|b}}<br>c", "<p>a</p>", "<p>[[a]]</p>", "<p>a</p><p>b</p>",
    "\n* a\n* b", "\n{|\n| a\n|}", "a<!-- b -->  c", "<div>a<div>b</div></div>", "<hr>a",
)  # fmt: skip


@pytest.mark.parametrize("content", CELLS)
def test_a_cell_is_the_same_in_the_text_and_by_itself(content: str) -> None:
    source = f"{{|\n| x\n| {content}\n|}}"
    table = wikiparse.parse(source, dialect="wikitext", lang="en").tables[0]
    cell = table.rows[0].cells[1]
    row = parse_record({"text": source, "dialect": "wikitext", "language": "en"})
    assert row["tables"][0]["cells"] == [["x", re.sub(r"[ \t]{2,}|\t", " ", cell.text.strip())]]


def test_a_section_in_a_cell_has_no_space_at_its_ends() -> None:
    source = "{|\n|\n== A ==\n b \n=== B ===\nc\n| d\n|}\n\n== C ==\n e\n"
    row = parse_record({"text": source, "dialect": "wikitext"})
    assert [section["text"] for section in row["sections"]] == ["b", "c", "e"]
    for section in row["sections"]:
        assert row["text"][section["text_start"] : section["text_stop"]] == section["text"]
