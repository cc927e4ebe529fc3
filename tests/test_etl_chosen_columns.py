"""Rows of some columns: the same values as in rows of all, by every way to make them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from etl_samples import FULL, text_of
from wikiparse import etl
from wikiparse.etl.batch import BatchError, Settings, run
from wikiparse.etl.rows import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

RECORD = {"id": "1", "title": "Mill", "text": FULL, "dialect": "wikitext", "namespace": 0, "x": "y"}
SOME = ("links", "title", "text")
"""Not in the order of the rows."""


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_alone_is_as_among_all(column: str) -> None:
    row = etl.parse_record(RECORD, etl.Options(columns=column))
    assert tuple(row) == tuple(name for name in COLUMNS if name in {"id", column, "error"})
    assert row[column] == etl.parse_record(RECORD)[column]


def test_rows_have_the_order_of_all_columns_and_kept_ones_last() -> None:
    names = ["id", "title", "text", "links", "error", "x"]
    options = etl.Options(columns=SOME, keep="x")
    whole = etl.parse_record(RECORD, etl.Options(keep="x"))
    row = etl.parse_record(RECORD, options)
    assert list(row) == names
    assert row == {name: whole[name] for name in names}
    assert list(etl.parse_many([RECORD], workers=1, options=options)) == [row]


def test_a_page_that_fails_has_the_same_columns() -> None:
    records = [{"id": "1", "title": "a", "text": None}]
    options = etl.Options(columns=SOME)
    (row,) = etl.parse_many(records, options=options)
    assert list(row) == ["id", "title", "text", "links", "error"]
    assert (row["title"], row["links"]) == ("a", None)
    assert "the record's text is no str" in row["error"]
    assert list(etl.parse_many(records, workers=1, options=options)) == [row]


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        ("link", ValueError, "the rows have no column 'link'; did you mean 'links'?"),
        (["text", "qqq"], ValueError, "no column 'qqq'; there are id, page_id"),
        ([3], TypeError, "names of columns, not int"),
    ],
)
def test_a_name_that_no_column_has_is_an_error(
    names: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as found:
        etl.Options(columns=names)
    assert message in str(found.value)


def test_no_column_is_a_choice() -> None:
    assert list(etl.parse_record(RECORD, etl.Options(columns=()))) == ["id", "error"]


# --- batch runs


def pages_in(folder: Path) -> Path:
    pages = folder / "pages.jsonl"
    lines = [
        json.dumps({"id": str(n), "title": f"T{n}", "text": text_of(n), "x": n}) for n in range(20)
    ]
    pages.write_text("\n".join(lines), encoding="utf-8")
    return pages


def test_a_run_of_some_columns(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    pages = str(pages_in(tmp_path))
    options = etl.Options(columns=SOME, keep="x")
    for name, settings in {
        "all": Settings(options=etl.Options(keep="x")),
        "some": Settings(options=options),
        "two": Settings(options=options, workers=2),
        "lines": Settings(options=options, format="jsonl"),
    }.items():
        run([pages], tmp_path / name, settings)
    names = ["id", "title", "text", "links", "error", "x"]
    some = pq.read_table(tmp_path / "some" / "part-00000.parquet")
    whole = pq.read_table(tmp_path / "all" / "part-00000.parquet")
    assert some.schema.names == names
    assert some.equals(whole.select(names))
    assert some.schema.metadata == whole.schema.metadata
    one, two = (tmp_path / name / "part-00000.parquet" for name in ("some", "two"))
    assert one.read_bytes() == two.read_bytes()
    lines = (tmp_path / "lines" / "part-00000.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == some.to_pylist()
    # The tables need all columns.
    with pytest.raises(ValueError, match=r"no column 'page_id': its rows were made with a choice"):
        etl.explode(tmp_path / "some", tmp_path / "tables")


def test_batches_of_some_columns_are_no_source_of_tables(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pages = pa.RecordBatch.from_pylist([RECORD])
    (batch,) = etl.parse_batches([pages], options=etl.Options(columns=["text"]))
    assert batch.schema.names == ["id", "text", "error"]
    with pytest.raises(ValueError, match="the source has no column 'page_id'"):
        etl.explode([batch], tmp_path / "tables")


def test_a_run_is_not_gone_on_with_for_other_columns(tmp_path: Path) -> None:
    pages = str(pages_in(tmp_path))
    for columns in (("text", "links"), ("links", "text", "id")):
        # The same columns in another order are the same run.
        settings = Settings(format="jsonl", options=etl.Options(columns=columns))
        run([pages], tmp_path / "out", settings, resume=True)
    with pytest.raises(BatchError, match="other settings: columns"):
        run([pages], tmp_path / "out", Settings(format="jsonl"), resume=True)
