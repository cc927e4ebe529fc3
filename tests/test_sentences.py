"""Sentences within blocks, with their links and footnotes."""

from __future__ import annotations

from pathlib import Path

import pytest

import wikiparse
from wikiparse import parse
from wikiparse.reading.sentences import split_simply

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
    assert total > 200
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


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sentencex", None)
    doc = parse("One. Two.", dialect="wikitext")
    with pytest.raises(ImportError, match="wikiparse-tree\\[sentences\\]"):
        doc.plain_text().sentences()
    assert [chunk.text for chunk in doc.chunks(5)] == ["One.", "Two."]


def test_simple_sentences() -> None:
    assert split_simply("A b. C? 甲。「乙。」丙") == ["A b.", " C?", " 甲。", "「乙。」", "丙"]
    assert split_simply("") == []
