"""Rows as Arrow: the schema that every engine can read, batches that stay small, normalised
tables."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from unicodedata import unidata_version

import pytest

from etl_samples import FULL, PAGE, text_of
from wikiparse import etl
from wikiparse.etl.fields import FIELDS
from wikiparse.etl.rows import COLUMNS, DEFAULTS, LIST_COLUMNS, any_row, parse_record

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from wikiparse.etl.arrow import to_batch  # noqa: E402  # it needs Arrow


def types_in(kind: pa.DataType, name: str = "") -> list[tuple[str, pa.DataType]]:
    """A type with those below it, and the names of their fields."""
    found = [(name, kind)]
    for number in range(kind.num_fields):
        field = kind.field(number)
        assert field.nullable
        found += types_in(field.type, field.name)
    return found


def test_the_schema_has_only_what_every_engine_can_read() -> None:
    assert tuple(etl.SCHEMA.names) == COLUMNS
    for field in etl.SCHEMA:
        assert field.nullable
        for name, kind in types_in(field.type, field.name):
            assert name not in {"end", "group"}
            assert not pa.types.is_map(kind)
            assert not pa.types.is_dictionary(kind)
            assert not pa.types.is_unsigned_integer(kind)
            assert not pa.types.is_timestamp(kind) or kind.unit == "us"


def test_the_schema_is_what_it_was() -> None:
    """A change here is a change for everybody who reads the output: docs/etl.md says when it needs
    a new version."""
    known = Path(__file__).with_name("etl_schema_2.txt")
    assert etl.SCHEMA_VERSION == 2
    assert "".join([f"{field.name}: {field.type}\n" for field in etl.SCHEMA]) == known.read_text(
        encoding="utf-8"
    )


def test_the_fields_of_items_are_those_of_the_schema() -> None:
    for column, names in FIELDS.items():
        kind = etl.SCHEMA.field(column).type.value_type
        assert tuple([kind.field(number).name for number in range(kind.num_fields)]) == names


def test_tables_are_the_same_of_tuples_and_of_dictionaries() -> None:
    records = [{"text": text, "dialect": "wikitext"} for text in (PAGE, FULL, "")]
    rows = [any_row(record, DEFAULTS, with_names=False) for record in records]
    assert all(rows[1][column] for column in FIELDS)
    assert to_batch(rows) == to_batch([parse_record(record) for record in records])


def test_the_schema_says_which_tables_of_unicode_were_asked() -> None:
    assert etl.SCHEMA.metadata[b"wikiparse.unicode_version"].decode() == unidata_version


def batches(texts: list[object], kind: pa.DataType | None = None) -> list[pa.RecordBatch]:
    ids = [str(number) for number in range(len(texts))]
    return [
        pa.RecordBatch.from_arrays(
            [pa.array(ids), pa.array(texts, kind or pa.string())], ["id", "text"]
        )
    ]


KINDS = [pa.string(), pa.large_string(), pa.binary()]
if hasattr(pa, "string_view"):  # since Arrow 16
    KINDS.append(pa.string_view())


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_batches_hold_the_rows_of_the_records(kind: pa.DataType) -> None:
    texts = [PAGE, *map(text_of, range(20))]
    given = [text.encode() for text in texts] if kind == pa.binary() else texts
    out = list(etl.parse_batches(batches(given, kind)))
    assert all(batch.schema == etl.SCHEMA for batch in out)
    rows = [row for batch in out for row in batch.to_pylist()]
    assert rows == [
        parse_record({"id": str(number), "text": text}) for number, text in enumerate(texts)
    ]


def test_batches_stay_small() -> None:
    out = list(etl.parse_batches(batches(["x"] * 600), options=etl.Options(rows=100)))
    assert [batch.num_rows for batch in out] == [100] * 6
    out = list(
        etl.parse_batches(batches(["word " * 200] * 10), options=etl.Options(source_bytes=3000))
    )
    assert [batch.num_rows for batch in out] == [3, 3, 3, 1]


def test_a_page_without_text_is_a_row_with_an_error() -> None:
    (out,) = etl.parse_batches(batches(["x", None]))
    assert [bool(error) for error in out.column("error").to_pylist()] == [False, True]
    assert out.column("links").to_pylist() == [[], None]


def test_a_batch_without_text_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no column 'text'"):
        list(etl.parse_batches([pa.RecordBatch.from_pydict({"body": ["x"]})]))


def test_tables_hold_what_the_lists_hold(tmp_path: Path) -> None:
    texts = [PAGE, *map(text_of, range(20)), None]
    rows = [row for batch in etl.parse_batches(batches(texts)) for row in batch.to_pylist()]
    paths = etl.explode(etl.parse_batches(batches(texts)), tmp_path)
    assert set(paths) == {"articles", *LIST_COLUMNS}
    assert pq.read_table(paths["articles"]).num_rows == len(rows)
    for name in LIST_COLUMNS:
        expected = [
            {"id": row["id"], "article": row["title"], "number": number, **item}
            for row in rows
            for number, item in enumerate(row[name] or ())
        ]
        assert pq.read_table(paths[name]).to_pylist() == expected


def test_tables_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        etl.explode(tmp_path, tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())
    assert pq.read_table(etl.explode([], tmp_path / "out")["links"]).num_rows == 0


def test_columns_that_are_kept_are_in_the_table_of_articles(tmp_path: Path) -> None:
    rows = pa.table({"text": ["a", None], "quality": ["good", "bad"], "size": [1, None]})
    options = etl.Options(keep=["size", "quality"])
    found = list(etl.parse_batches(rows.to_batches(), options=options))
    part = tmp_path / "part-00000.parquet"
    pq.write_table(pa.Table.from_batches(found), part)
    for source in (found, part, tmp_path):
        articles = pq.read_table(etl.explode(source, tmp_path / "out")["articles"])
        assert articles.column("size").to_pylist() == ["1", None]
        assert articles.column("quality").to_pylist() == ["good", "bad"]


def test_rows_of_another_schema_are_told(tmp_path: Path) -> None:
    (batch,) = etl.parse_batches(batches([PAGE]))
    pq.write_table(pa.table(batch).drop_columns(["citations"]), tmp_path / "old.parquet")
    with pytest.raises(ValueError, match="no column 'citations'"):
        etl.explode(tmp_path / "old.parquet", tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_an_error_names_the_extra() -> None:
    code = (
        "import sys\nsys.modules['pyarrow'] = None\nimport wikiparse.etl\n"
        "wikiparse.etl.parse_record\n"
        "try:\n    wikiparse.etl.SCHEMA\n"
        "except ImportError as error:\n    print(error.name, error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert said.stdout == "pyarrow SCHEMA needs pyarrow: install the extra 'arrow'\n"


def test_arrow_is_loaded_when_it_is_asked_for() -> None:
    script = (
        "import sys, wikiparse, wikiparse.console; assert not {'pyarrow', "
        "'multiprocessing', 'wikiparse.etl'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
