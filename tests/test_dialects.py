"""Dialects are records: what a field says holds for every variant of a record."""

from __future__ import annotations

import attrs
import pytest

import wikiparse
from cases import read_cases, stems
from checks import all_faults
from lengths import long_but
from wikiparse import DIALECTS, Dialect, parse

SWITCHES = [field.name for field in attrs.fields(Dialect) if field.type in ("bool", bool)]
PAGE = "\n\n".join([case.source for stem in stems() for case in read_cases(stem)[1]])
"""The inputs of all fixtures as one page."""


@pytest.mark.parametrize("name", long_but(["hybrid"], DIALECTS))
@pytest.mark.parametrize("switch", long_but(SWITCHES[::8], SWITCHES))
def test_a_variant_of_one_field(name: str, switch: str) -> None:
    record = DIALECTS[name]
    variant = attrs.evolve(record, name="variant", **{switch: not getattr(record, switch)})
    assert all_faults(parse(PAGE, dialect=variant), PAGE) == []


@pytest.mark.parametrize(
    ("changes", "text", "kinds"),
    [
        (
            {"reference_definitions": True},
            "[a][b]\n\n[b]: /c",
            ["paragraph", "link", "link_reference_definition"],
        ),
        (
            {"reference_definitions": True, "nested_links": False},
            "[a [b](/c)](/d)",
            ["paragraph", "link"],
        ),
        ({"exact_underlines": False}, "a\n---", ["section", "heading"]),
        ({"flanking": True}, "_a_", ["paragraph", "emphasis"]),
        ({"task_lists": True}, "- [x] a", ["list", "list_item", "paragraph"]),
        (
            {"autolinks": True},
            "www.a.example b@c.example",
            ["paragraph", "external_link", "external_link"],
        ),
        (
            {"numbered_footnotes": False},
            "a\\[1\\]\n\n1.  b",
            ["paragraph", "list", "list_item", "paragraph"],
        ),
        ({"math": False}, "\\(a_1\\)", ["paragraph"]),
        ({"embedded_wikitext": False}, "{{a}} __TOC__", ["paragraph"]),
        ({"tables": False, "tables_without_delimiter_row": False}, "| a |\n| - |", ["paragraph"]),
        ({"strikethrough": False}, "~~a~~", ["paragraph"]),
        ({"html_tables": False}, "<table><tr><td>a</td></tr></table>", ["paragraph"]),
    ],
)
def test_a_hybrid_with_other_rules(changes: dict[str, bool], text: str, kinds: list[str]) -> None:
    doc = parse(text, dialect=attrs.evolve(DIALECTS["hybrid"], name="other", **changes))
    found = [
        node.kind
        for node in doc.walk()
        if not isinstance(node, (wikiparse.Document, wikiparse.Text, wikiparse.HtmlElement))
    ]
    assert found == kinds


@pytest.mark.parametrize("name", DIALECTS)
def test_a_dialect_by_name_is_its_record(name: str) -> None:
    assert parse(PAGE, dialect=name) == parse(PAGE, dialect=DIALECTS[name])
    assert DIALECTS[name].name == name


def test_a_record_is_a_value() -> None:
    record = DIALECTS["markdown"]
    assert attrs.evolve(record) == record
    assert hash(attrs.evolve(record)) == hash(record)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        record.math = True  # type: ignore[misc]
