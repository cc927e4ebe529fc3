"""Nothing is lost: every tree writes its source back, its spans nest, and its words are those of
the source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wikiparse
from cases import read_cases, stems
from checks import all_faults, span_faults, text_faults
from lengths import long_but

if TYPE_CHECKING:
    from collections.abc import Callable

PML = (Path(__file__).parent / "fixtures" / "pml.md").read_bytes().decode()
DIALECTS = ("auto", *wikiparse.DIALECTS)

CHANGES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "with a line ending": lambda text: text + "\n",
    "with carriage returns": lambda text: text.replace("\n", "\r\n"),
    "with carriage returns alone": lambda text: text.replace("\n", "\r"),
    "in a quotation": lambda text: "> " + text.replace("\n", "\n> "),
    "in an item": lambda text: "  - " + text.replace("\n", "\n    "),
    "in a footnote": lambda text: "[^1]: " + text.replace("\n", "\n    "),
    "in a cell": lambda text: f"<table><tr><td>\n\n{text}\n\n</td></tr></table>",
    "in a cell of HTML": lambda text: (
        f"<table><tbody><tr><td><p>{text}</p></td></tr></tbody></table>"
    ),
    "in a template": lambda text: "{{T|" + text + "}}",
    "twice": lambda text: text + "\n\n" + text,
    "backwards": lambda text: "\n".join(reversed(text.split("\n"))),
}
"""What is done to an input: none of it may cost a character, or tear a span."""


def _inputs(stem: str) -> list[tuple[str, str]]:
    return [(f"{stem}.txt:{case.line}", case.source) for case in read_cases(stem)[1]]


@pytest.mark.parametrize("dialect", long_but(["hybrid", "wikitext"], DIALECTS))
@pytest.mark.parametrize("stem", stems())
def test_every_fixture_in_every_dialect(stem: str, dialect: str) -> None:
    faults = {
        place: found
        for place, text in _inputs(stem)
        if (found := all_faults(wikiparse.parse(text, dialect=dialect), text))
    }
    assert not faults


@pytest.mark.parametrize("change", long_but(list(CHANGES)[:3], CHANGES))
@pytest.mark.parametrize("stem", stems())
def test_every_fixture_changed(stem: str, change: str) -> None:
    faults = {}
    for place, text in _inputs(stem):
        changed = CHANGES[change](text)
        faults[place] = all_faults(wikiparse.parse(changed, dialect="hybrid"), changed)
    assert not {place: found for place, found in faults.items() if found}


@pytest.mark.parametrize("stem", stems())
def test_every_fixture_cut_short(stem: str) -> None:
    faults = {}
    for place, text in _inputs(stem):
        for end in range(0, len(text), 5):
            for cut in (text[:end], text[end:]):
                doc = wikiparse.parse(cut, dialect="hybrid")
                if str(doc) != cut or span_faults(doc) or text_faults(doc):
                    faults[f"{place}, cut at {end}"] = [*span_faults(doc), *text_faults(doc)]
    assert not faults


@pytest.mark.parametrize("change", CHANGES)
def test_the_reference_article_changed(change: str) -> None:
    text = CHANGES[change](PML)
    assert not all_faults(wikiparse.parse(text, dialect="hybrid", lang="zh"), text)


def test_the_reference_article_cut_short() -> None:
    for end in range(0, len(PML), 13):
        cut = PML[:end]
        doc = wikiparse.parse(cut, dialect="hybrid")
        assert str(doc) == cut
        assert not span_faults(doc)
        assert not text_faults(doc)


def test_leaves_stand_in_the_order_of_the_source() -> None:
    doc = wikiparse.parse(PML)
    starts = [node.span.start for node in doc.walk() if node.span is not None]
    assert starts == sorted(starts)


def test_the_checks_find_faults() -> None:
    outside = wikiparse.Strong((wikiparse.Text("ab", span=(0, 2)),), span=(0, 1))
    assert span_faults(wikiparse.Document((outside,), source="ab", span=(0, 2)))
    twice = (wikiparse.Text("ab", span=(0, 2)), wikiparse.Text("b", span=(1, 2)))
    assert span_faults(wikiparse.Document(twice, source="ab", span=(0, 2)))
    assert span_faults(wikiparse.Document((wikiparse.Text("a"),), source="a", span=(0, 1)))
    assert text_faults(
        wikiparse.Document((wikiparse.Text("x", span=(0, 1)),), source="a", span=(0, 1))
    )
    assert all_faults(wikiparse.parse("a"), "b")
