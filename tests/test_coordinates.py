"""`doc.coordinates`: forms of templates, arguments and microformats, and real pages."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import wikiparse
from read_by_hand import CORPUS, Read, page, read

READ = read("coordinates")
on_corpus = pytest.mark.skipif(
    not (CORPUS / "dev").is_dir(), reason="no corpus beside the checkout"
)


def degrees(value: str) -> tuple[float, float]:
    """The position of `52 31 6 N 13 24 30 E`."""
    angles, numbers = [], []
    for part in value.split():
        if part.isalpha():
            size = sum(number / 60**power for power, number in enumerate(numbers))
            angles.append(-size if part in "SW" else size)
            numbers = []
        else:
            numbers.append(float(part))
    return angles[0], angles[1]


def is_right(one: Read) -> bool:
    """Whether the position that is found at the offset is the one that was read."""
    found = [
        c
        for c in page(one.page).coordinates
        if c.node.span is not None and c.node.span.start <= one.offset < c.node.span.end
    ]
    if one.value == "-":
        return not found
    value = one.value.removesuffix(" title")
    return any(
        math.dist((c.latitude, c.longitude), degrees(value)) < 1e-7
        and c.is_title == one.value.endswith("title")
        for c in found
    )


FORMS = [
    line.split("\t")
    for line in (Path(__file__).parent / "coordinates_forms.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("lang", "source", "expected"), FORMS)
def test_a_form(lang: str, source: str, expected: str) -> None:
    found = wikiparse.parse(source, dialect="wikitext", lang=lang).coordinates
    wanted = [] if expected == "-" else expected.split(", ")
    assert len(found) == len(wanted), found
    for one, whole in zip(found, wanted, strict=True):
        value, _, globe = whole.partition(" @")
        assert (
            math.dist((one.latitude, one.longitude), degrees(value.removesuffix(" title"))) < 1e-8
        )
        assert one.is_title == value.endswith("title")
        assert one.globe == (globe or "earth")
        assert one.evidence


def test_what_is_known_of_a_position() -> None:
    doc = wikiparse.parse("a {{coord|1|N|2|E|name=Here}} {{I|latd=3|longd=4}}", dialect="wikitext")
    first, second = doc.coordinates
    assert first.node is doc.templates[0]
    assert (first.name, second.name) == ("Here", "")
    assert first.evidence == (("template", "coord"),)
    assert second.evidence == (("arguments", "latd, longd"),)
    assert doc.coordinates is doc.coordinates


def test_templates_that_a_converter_left() -> None:
    doc = wikiparse.parse("`{{coord|48|N|11|E}}`{=mediawiki}\n", dialect="pandoc")
    assert [(c.latitude, c.longitude) for c in doc.coordinates] == [(48.0, 11.0)]


@pytest.mark.parametrize("lang", ["de", "fr", "nl", None, "xx"])
def test_letters_are_those_of_the_language(lang: str | None) -> None:
    """`O` is east in German and Dutch, west in French, and nothing where no language has it."""
    doc = wikiparse.parse("{{coord|1|N|2|O}}", dialect="wikitext", lang=lang)
    expected = {"de": [2.0], "nl": [2.0], "fr": [-2.0]}.get(str(lang), [])
    assert [c.longitude for c in doc.coordinates] == expected


@on_corpus
def test_positions_that_were_read_by_hand() -> None:
    wrong = [one for one in READ if not is_right(one)]
    print(f"{len(READ) - len(wrong)} of {len(READ)}")
    assert len(READ) == 100
    assert len(wrong) <= len(READ) // 100, wrong
