"""The quick writer of JSON writes what `json.dumps` makes of `to_dict`, to the last byte."""

from __future__ import annotations

import enum
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wikiparse
from wikiparse import Document, Node, Text
from wikiparse.render.json.document import _written
from wikiparse.render.json.text import LIMIT

from cases import read_cases, stems  # isort: skip
from test_json import BY_HAND, TEXTS, document  # isort: skip
from test_values import SAMPLES  # isort: skip

FOLDER = Path(__file__).parent / "fixtures"


class Word(str):
    """A text of another class."""

    __slots__ = ()


class Level(enum.IntEnum):
    """Numbers of another class."""

    TWO = 2


def dumped(doc: Document, *, derived: bool = False, indent: int | None = None) -> str:
    separators = (",", ":") if indent is None else None
    made = json.dumps(
        doc.to_dict(derived=derived), ensure_ascii=False, indent=indent, separators=separators
    )
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in made)


def assert_same_text(doc: Document) -> None:
    """Every way of writing gives what `json.dumps` gives."""
    assert doc.to_json() == dumped(doc)
    assert doc.to_json(derived=True) == dumped(doc, derived=True)
    assert doc.to_json(indent=2) == dumped(doc, indent=2)


@pytest.mark.parametrize("stem", stems())
def test_every_fixture(stem: str) -> None:
    for case in read_cases(stem)[1]:
        doc = case.parse()
        assert _written(doc) is not None, "the quick writer knows all that a parser makes"
        assert_same_text(doc)


def test_the_reference_article() -> None:
    assert_same_text(wikiparse.read(FOLDER / "pml.md", lang="zh", title="进行性多灶性白质脑病"))


@pytest.mark.parametrize("name", [*TEXTS, *BY_HAND])
def test_every_sample_of_the_form(name: str) -> None:
    assert_same_text(document(name))


@pytest.mark.parametrize(
    "node", [node for node in SAMPLES if not isinstance(node, Document)], ids=lambda node: node.kind
)
@pytest.mark.parametrize("span", [None, (3, 7), (LIMIT, LIMIT + 2)])
def test_every_class(node: Node, span: tuple[int, int] | None) -> None:
    placed: Any = attrs.evolve(node, span=span)
    doc = Document(
        (placed, wikiparse.Strong((placed, Text("b"))), placed), source="xa", span=(0, LIMIT + 2)
    )
    assert _written(doc) is not None
    assert_same_text(doc)


@pytest.mark.parametrize("node", SAMPLES, ids=lambda node: node.kind)
def test_every_class_with_values_at_their_defaults_and_hard_ones(node: Node) -> None:
    if isinstance(node, Document):
        return
    for value in ("", '"\\\0\x1f\x7f\n\u2028é🧪\ud800 \udfff/'):
        texts = {f.alias: value for f in attrs.fields(type(node)) if f.type == "str"}
        assert_same_text(
            Document((attrs.evolve(node, **texts),), source=value, title=value, dialect="x")
        )  # type: ignore[arg-type]


def test_a_document_without_children_or_span() -> None:
    assert_same_text(Document((), source=""))
    assert_same_text(wikiparse.parse(""))


def test_diagnostics_and_evidence() -> None:
    doc = wikiparse.parse("[^lost] {{open\n\n```\nopen", lang="xx-quux", dialect="hybrid")
    assert doc.diagnostics
    assert_same_text(doc)
    assert_same_text(wikiparse.read(FOLDER / "pml.md", dialect="auto"))


@pytest.mark.parametrize(
    "node",
    [
        wikiparse.Heading((), level=True),
        wikiparse.Heading((), level=Level.TWO),
        wikiparse.Heading((), level=1.5),  # type: ignore[arg-type]
        Text(Word("a")),
        Text(None),  # type: ignore[arg-type]
        wikiparse.Table((Text(5),)),  # type: ignore[arg-type]
        wikiparse.HtmlTag("a", [["b", {"c": [None]}]]),  # type: ignore[arg-type, list-item]
        Text("far", span=(0, 99)),
    ],
    ids=repr,
)
def test_values_of_other_types(node: Node) -> None:
    assert_same_text(Document((node,), source="a", span=(0, 1)))


class Shout(Text):
    """A class that is none of ours."""


def test_a_class_of_somebody_else() -> None:
    assert_same_text(
        Document((Shout("a", span=(0, 1)), wikiparse.Strong((Shout("b"),))), source="ab")
    )


@given(st.text(st.characters(codec=None, exclude_categories=())), st.text())
def test_any_text(value: str, source: str) -> None:
    doc = Document((Text(value), wikiparse.InlineCode(source)), source=source, title=value)
    assert doc.to_json() == dumped(doc)
    assert json.loads(doc.to_json()) == json.loads(json.dumps(doc.to_dict()))


def test_a_deep_tree_is_written_without_a_deep_stack() -> None:
    node: Node = Text("x")
    for _ in range(5_000):
        node = wikiparse.Emphasis((node,))
    made = Document((node,)).to_json()
    assert made.count('{"kind":"emphasis"') == 5_000
    assert made.count("}") == made.count("{")
