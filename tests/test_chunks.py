"""Chunks cover a page once, within their size."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wikiparse
from wikiparse import parse

PML = (Path(__file__).parent / "fixtures" / "pml.md").read_text(encoding="utf-8")
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "dev"
PAGES = [PML, *[path.read_text("utf-8") for path in sorted(CORPUS.glob("*.wikitext"))[::90]]]


def tokens(text: str) -> int:
    return len(re.findall(r"\w{1,4}|[^\w\s]", text))


@pytest.mark.parametrize("page", PAGES, ids=range(len(PAGES)))
@pytest.mark.parametrize(("size", "measure"), [(1000, len), (120, tokens), (37, len)])
def test_all_text_is_in_one_chunk(page: str, size: int, measure: object) -> None:
    doc = parse(page)
    text = doc.to_text()
    chunks = list(doc.chunks(size, measure=measure))
    last = 0
    for chunk in chunks:
        assert chunk.start >= last
        assert not text[last : chunk.start].strip()
        assert measure(chunk.text) <= size
        assert chunk.text.endswith(text[chunk.start : chunk.end])
        last = chunk.end
    assert not text[last:].strip()
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))


def test_headings_links_and_footnotes() -> None:
    source = (
        "Lead [[a]].<ref>x</ref>\n\n== One ==\n\n=== Two ===\nText [[b]].<ref>y</ref>\n\n"
        "== Three ==\nMore."
    )
    doc = parse(source, dialect="wikitext", lang="en")
    lead, two, three = doc.chunks()
    assert (lead.headings, two.headings, three.headings) == ((), ("One", "Two"), ("Three",))
    assert two.text == "One\n\nTwo\n\nText b."
    assert [m.link.title for m in two.mentions] == ["b"]
    assert [[note.text for note in c.footnotes] for c in (lead, two, three)] == [["x"], ["y"], []]
    assert source[two.span.start : two.span.end].startswith("One ==")


def test_an_item_a_row_and_code_are_not_split() -> None:
    source = (
        "* one two. Three four\n* five\n{|\n! H\n|-\n| a b c d\n|-\n| e f g h\n|}\n<pre>x\ny</pre>"
    )
    chunks = [c.text for c in parse(source, dialect="wikitext").chunks(24)]
    assert chunks == ["- one two. Three four", "- five\n\nH\na b c d", "H\ne f g h\n\nx\ny"]


def test_a_table_repeats_its_header() -> None:
    rows = "".join(f"|-\n| row {n} || value {n}\n" for n in range(6))
    doc = parse("{|\n! Name !! Value\n" + rows + "|}", dialect="wikitext")
    chunks = list(doc.chunks(45))
    assert all(chunk.text.startswith("Name\tValue\n") for chunk in chunks)
    assert "".join(c.text for c in chunks).count("row") == 6


def test_rows_after_a_table_in_a_cell_repeat_the_header_of_their_own_table() -> None:
    inner = "\n{|\n! Inner\n|-\n| one two three\n|-\n| four five six\n|}\n"
    source = "{|\n! Outer\n|-\n|" + inner + "|-\n| seven eight nine\n|-\n| ten eleven\n|}"
    chunks = [chunk.text for chunk in parse(source, dialect="wikitext").chunks(24)]
    assert chunks[-2:] == ["Outer\nseven eight nine", "Outer\nten eleven"]


def test_overlap() -> None:
    doc = parse("Aaaa. Bbbb. Cccc. Dddd.", dialect="wikitext", lang="en")
    assert [c.text for c in doc.chunks(11)] == ["Aaaa. Bbbb.", "Cccc. Dddd."]
    assert [c.text for c in doc.chunks(11, overlap=5)] == [
        *("Aaaa. Bbbb.", "Bbbb. Cccc.", "Cccc. Dddd."),
    ]


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (10, 10), (10, -1)])
def test_sizes_that_cannot_be(size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="overlap"):
        parse("a").chunks(size, overlap)


def test_an_identifier_is_that_of_text_and_place() -> None:
    before = {c.text: c.id for c in parse("== A ==\nx\n\n== B ==\ny", dialect="wikitext").chunks()}
    after = {c.text: c.id for c in parse("== A ==\nzz\n\n== B ==\ny", dialect="wikitext").chunks()}
    assert before["B\n\ny"] == after["B\n\ny"]
    twice = list(parse("== A ==\nx\n\n== A ==\nx", dialect="wikitext").chunks())
    assert twice[0].text == twice[1].text
    assert twice[0].id != twice[1].id


def test_work_is_linear() -> None:
    calls = 0

    def measure(text: str) -> int:
        nonlocal calls
        calls += len(text)
        return len(text)

    work = []
    for words in (2_000, 8_000):
        calls = 0
        doc = parse("Word word. " * words, dialect="wikitext", lang="en")
        assert len(list(doc.chunks(10**9, measure=measure))) == 1
        work.append(calls)
    assert work[1] < 6 * work[0]
    assert not list(wikiparse.parse("").chunks())


def test_sections_side_by_side_have_their_own_headings() -> None:
    """Sections are found in their parents by one table, not by a walk over all siblings."""
    source = "== A ==\na\n\n=== B ===\nb\n\n=== C ===\nc\n\n== D ==\nd\n\n==== E ====\ne\n"
    chunks = parse(source, dialect="wikitext").chunks()
    assert [chunk.headings for chunk in chunks] == [
        *(("A",), ("A", "B"), ("A", "C"), ("D",), ("D", "E")),
    ]
