"""Rows of pages: what they hold, that they have the schema's form, and that no page makes one
fail."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import types
from collections import ChainMap, UserDict
from typing import TYPE_CHECKING

import pytest

import wikiparse
from etl_samples import PAGE
from wikiparse import etl
from wikiparse.etl.rows import COLUMNS, LIST_COLUMNS, parse_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ODD = (
    "",
    "\0",
    "\ud800",
    '[a](\ud800 "wikilink")',
    "{{" * 500,
    "|a|\n" * 50,
    "\r\n\u2028",
    "x" * 100_000,
    "[" * 5000,
)


def test_a_row_holds_what_the_page_holds() -> None:
    row = parse_record({"id": "1", "title": "A", "language": "en", "text": PAGE})
    doc = wikiparse.parse(PAGE, title="A", lang="en")
    assert tuple(row) == COLUMNS
    assert (row["id"], row["title"], row["language"], row["dialect"], row["error"]) == (
        "1",
        "A",
        "en",
        "hybrid",
        None,
    )
    assert row["text"] == doc.to_text()
    assert row["wikiparse_version"] == wikiparse.__version__
    assert row["schema_version"] == etl.SCHEMA_VERSION
    assert (
        [link["title"] for link in row["links"]]
        == [link.title for link in doc.wikilinks]
        == ["B", "1"]
    )
    assert [(link["start"], link["stop"]) for link in row["links"]] == [
        tuple(link.span) for link in doc.wikilinks
    ]
    assert [link["section"] for link in row["links"]] == [0, 0]
    assert row["categories"][0]["name"] == "Air"
    assert (
        row["footnotes"][0]["identifier"],
        row["footnotes"][0]["is_empty"],
        row["footnotes"][0]["marks"],
    ) == ("1", True, 1)
    assert row["external_links"][0]["archived_at"] == dt.datetime(
        2015, 1, 2, 3, 4, 5, tzinfo=dt.UTC
    )
    assert row["templates"][0]["arguments"] == [{"name": "a", "value": "1"}]
    assert (row["tables"][0]["head_rows"], row["tables"][0]["cells"]) == (
        1,
        [["Name", "Page"], ["One", "1"]],
    )
    assert (row["images"][0]["name"], row["images"][0]["caption"]) == ("pic.png", "A hill")


def test_sections_have_parents_and_their_own_words() -> None:
    row = parse_record(
        {
            "text": (
                'lead\n\n# A\n\none\n\n## B\n\ntwo [x](X "wikilink")\n\n# C\n\n[y](Y "wikilink")\n'
            )
        }
    )
    assert [(s["title"], s["level"], s["parent"], s["text"]) for s in row["sections"]] == [
        ("A", 1, None, "one"),
        ("B", 2, 0, "two x"),
        ("C", 1, None, "y"),
    ]
    assert [link["section"] for link in row["links"]] == [1, 2]


def test_a_cell_that_spans_is_not_repeated() -> None:
    html = '<table><tr><td rowspan="3" colspan="2">wide</td></tr><tr></tr><tr></tr></table>\n'
    row = parse_record({"text": html, "dialect": "hybrid"})
    words = [cell for line in row["tables"][0]["cells"] for cell in line]
    assert words.count("wide") == 1


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("dialect", wikiparse.DIALECTS)
def test_any_text_makes_a_row_that_utf8_can_hold(text: str, dialect: str) -> None:
    row = parse_record({"id": text[:50], "title": text[:50], "text": text, "dialect": dialect})
    assert row["error"] is None
    json.dumps(row, ensure_ascii=False, default=str).encode()


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"text": None},
        {"text": 7},
        {"text": "x", "dialect": "klingon"},
        {"text": ["x"], "id": 3},
    ],
)
def test_what_cannot_be_parsed_is_a_row_with_an_error(record: dict[str, object]) -> None:
    row = parse_record(record)
    assert tuple(row) == COLUMNS
    assert row["error"]
    assert all(row[name] is None for name in LIST_COLUMNS)
    assert row["schema_version"] == etl.SCHEMA_VERSION


def test_the_hash_is_that_of_the_source() -> None:
    text = "é\n"
    assert (
        parse_record({"text": text})["content_hash"]
        == parse_record({"text": text.encode()})["content_hash"]
    )
    assert parse_record({"text": b"\xff"})["error"] is None


@pytest.mark.parametrize("workers", [None, 2])
def test_many_records_keep_their_order(workers: int | None) -> None:
    records = [{"id": number, "text": PAGE} for number in range(100)] + [
        {"id": "bad", "text": None}
    ]
    rows = list(etl.parse_many(records, workers=workers))
    assert rows == [parse_record(record) for record in records]


def test_many_records_need_no_pyarrow() -> None:
    """And no guard either: a script that starts workers is not run by them once more."""
    script = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pyarrow":
            raise ImportError("no pyarrow here")
sys.meta_path.insert(0, Blocked())
from wikiparse import etl
print([row["id"] for row in etl.parse_many([{"id": n, "text": "x"} for n in range(3)], workers=2)])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout == "['0', '1', '2']\n"


def test_the_package_loads_nothing_that_is_not_asked_for() -> None:
    script = (
        "import sys, wikiparse; before = set(sys.modules); import wikiparse.etl; "
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "['wikiparse.etl']\n"
    script = (
        "import sys, wikiparse.etl; wikiparse.etl.parse_record({'text': "
        "'x'}); print('pyarrow' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        etl.nothing  # noqa: B018
    assert set(etl.__all__) <= set(dir(etl))


@pytest.mark.parametrize("kind", [types.MappingProxyType, UserDict, ChainMap])
def test_a_record_may_be_any_mapping(
    kind: Callable[[dict[str, object]], Mapping[str, object]],
) -> None:
    record = {"text": "[[A]]", "dialect": "wikitext", "id": 3, "rank": 5, "tags": ["a"]}
    options = etl.Options(keep=("rank", "tags", "none"))
    row = parse_record(kind(record), options)
    assert row == parse_record(record, options)
    assert (row["error"], row["rank"], row["tags"], row["none"]) == (None, "5", '["a"]', None)
