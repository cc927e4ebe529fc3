"""The text of hostile pages: its parts, offsets, sentences and chunks, and the row of the page."""

from __future__ import annotations

import pytest

import wikiparse
from growth import families
from reading_checks import reading_faults

SOME = sorted(families())[5::14]


@pytest.mark.parametrize("dialect", ["hybrid", "wikitext", "pandoc"])
@pytest.mark.parametrize("family", SOME)
def test_a_hostile_page(family: str, dialect: str) -> None:
    text = families()[family](700)
    doc = wikiparse.parse(text, dialect=dialect)
    assert not reading_faults(doc, {"text": text, "dialect": dialect})


@pytest.mark.parametrize(
    ("attribute", "fault"),
    [
        ("mentions", "mentions are out of order"),
        ("footnote_references", "references are out of order"),
        ("blocks", "a paragraph is out of order"),
    ],
)
def test_the_check_can_fail(attribute: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a [[b]] [[c]]<ref>d</ref> e<ref>f</ref>\n\ng"
    doc = wikiparse.parse(text, dialect="wikitext")
    record = {"text": text, "dialect": "wikitext"}
    assert not reading_faults(doc, record)
    before = getattr(wikiparse.PlainText, attribute)
    reversed_parts = property(lambda plain: before.fget(plain)[::-1])
    monkeypatch.setattr(wikiparse.PlainText, attribute, reversed_parts)
    assert fault in reading_faults(doc, record)
