"""Sentences within blocks, with their links and footnotes."""

from __future__ import annotations

from pathlib import Path

import pytest

import wikiparse
from wikiparse import parse
from wikiparse.reading.sentences import (
    WINDOW,
    joined_again,
    split_by_sentencex,
    split_simply,
    windows,
)

pytest.importorskip("sentencex")
HARD = [
    line.split("\t")
    for line in (Path(__file__).parent / "hard_sentences.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
SHARE = 0.9


def found(text: str, lang: str) -> list[str]:
    plain = wikiparse.Document((wikiparse.Paragraph((wikiparse.Text(text),)),), lang=lang)
    return [sentence.text for sentence in plain.plain_text().sentences()]


def test_hard_sentences() -> None:
    right = total = 0
    for lang, text in HARD:
        wanted = text.split(" | ")
        got = found(("" if lang in ("ja", "zh") else " ").join(wanted), lang)
        right += len(set(wanted) & set(got))
        total += len(wanted)
    assert total >= 300
    assert right / total > SHARE


def test_sentences_stay_in_their_blocks() -> None:
    source = "== A ==\nOne. Two\n* three\n* four. Five\n{|\n| a || b\n|}\n<pre>x. Y. z</pre>"
    doc = parse(source, dialect="wikitext", lang="en")
    plain = doc.plain_text()
    assert [s.text for s in plain.sentences()] == [
        *("A", "One.", "Two", "three", "four.", "Five", "a", "b", "x. Y. z"),
    ]
    assert all(plain.text[s.start : s.end] == s.text for s in plain.sentences())


def test_links_and_footnotes_of_sentences() -> None:
    source = "An [[oak]] fell.<ref>x</ref> It was<ref>y</ref> [[old]].<ref>z</ref>\n\nEnd."
    doc = parse(source, dialect="wikitext", lang="en")
    first, second, last = doc.plain_text().sentences()
    assert [m.link.title for m in first.mentions] == ["oak"]
    assert [m.link.title for m in second.mentions] == ["old"]
    notes = [
        [doc.footnote(r.reference).text for r in s.footnote_references] for s in (first, second)
    ]
    assert notes == [["x"], ["y", "z"]]
    assert last.footnote_references == ()


def test_another_language_may_be_given() -> None:
    plain = parse("Am 3. Oktober.", dialect="wikitext").plain_text()
    assert [s.text for s in plain.sentences("de")] == ["Am 3. Oktober."]


def test_a_full_stop_of_chinese_and_japanese_is_no_decimal_point() -> None:
    assert found("共和国。2008年に王制廃止。「あ。1」い。", "ja") == [
        "共和国。",
        "2008年に王制廃止。",
        "「あ。1」い。",
    ]
    assert found("Es kostet 3.50 Euro.", "de") == ["Es kostet 3.50 Euro."]


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sentencex", None)
    doc = parse("One. Two.", dialect="wikitext")
    with pytest.raises(ImportError, match="wikiparse-tree\\[sentences\\]"):
        doc.plain_text().sentences()
    assert [chunk.text for chunk in doc.chunks(5)] == ["One.", "Two."]


def test_simple_sentences() -> None:
    assert split_simply("A b. C? 甲。「乙。」丙") == ["A b.", " C?", " 甲。", "「乙。」", "丙"]
    assert split_simply("") == []


@pytest.mark.parametrize(
    "text", ["「好。" * 3_000, "a" * 9_000, "Word word. " * 900, "x. " * 4_000]
)
def test_a_long_block_is_looked_at_in_windows(text: str) -> None:
    """`sentencex` is quadratic in open quotation marks, so it never sees a long text."""
    parts = list(windows(text))
    assert "".join(parts) == text
    assert all(len(part) <= WINDOW for part in parts)
    assert len(parts) <= len(text) / WINDOW * 2 + 1
    assert "".join(split_by_sentencex("en")(text)) == text


def test_many_parts_are_joined_by_their_ends() -> None:
    """Sentences that go on are joined once, however many there are; a short one is seen whole."""
    assert joined_again(["x. "] * 1_000, "en") == ["x. " * 1_000]
    assert joined_again(["A. ", "Smith wrote. ", "It rained."], "en") == [
        *("A. Smith wrote. ", "It rained."),
    ]


def test_lone_surrogates_stay_as_they_are() -> None:
    plain = parse("One \udce9. Two \ud800!\n\n\udc80").plain_text()
    assert [s.text for s in plain.sentences("en")] == ["One \udce9.", "Two \ud800!", "\udc80"]
