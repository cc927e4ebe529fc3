"""Other engines over the same rows: DuckDB, Polars, Hugging Face datasets, and the graph of links.

datasets is large, and no part of the extra `test`: `pip install datasets && pytest
tests/test_etl_engines.py` is a step of its own in `.ci/run`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from etl_samples import PAGE, STATED, text_of
from wikiparse import console, etl
from wikiparse.etl.batch import Settings, run
from wikiparse.etl.edges import EdgesError, edges, upper_first
from wikiparse.etl.rows import parse_record

if TYPE_CHECKING:
    from pathlib import Path

pa = pytest.importorskip("pyarrow")

RECORDS = [
    {
        "id": str(number),
        "title": f"P{number}",
        "text": (
            f"{text_of(number)}\n\n[[x]]\n\n"
            f'[Category:C{number % 3}](Category:C{number % 3} "wikilink")\n'
        ),
    }
    for number in range(40)
]
RECORDS += [
    {"id": "full", "title": 'A "page"', "text": PAGE},
    {
        "id": "facts",
        "title": "Eichdorf",
        "text": STATED,
        "dialect": "wikitext",
        "page_id": 7,
        "revision_id": 1 << 40,
        "namespace": 0,
        "timestamp": "2024-05-01T12:00:00Z",
    },
    {"id": "none", "title": None, "text": None},
]


@cache
def rows() -> list[dict[str, Any]]:
    """What the engines must find. Every worker of the tests loads this module; one needs them."""
    return [parse_record(record) for record in RECORDS]


@pytest.fixture(scope="module", params=["parquet", "jsonl"])
def out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run."""
    folder = tmp_path_factory.mktemp("run")
    lines = [json.dumps(record) for record in RECORDS]
    (folder / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run(
        [str(folder / "pages.jsonl")],
        folder / "out",
        Settings(workers=2, format=request.param, part_pages=16, batch_pages=8),
    )
    return folder / "out"


def test_duckdb_reads_every_column(out: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    files = f"read_{'parquet' if list(out.glob('*.parquet')) else 'json'}('{out}/part-*')"
    top = duckdb.sql(
        f"SELECT link.title, count(*) FROM (SELECT unnest(links) AS link FROM {files}) GROUP BY ALL"
    ).fetchall()
    assert dict(top) == Counter(link["title"] for row in rows() for link in row["links"] or ())
    assert duckdb.sql(f"SELECT count(*) FROM {files}").fetchall() == [
        (len(rows()) - 1,)
    ]  # a page without text is a dead letter
    stated = f"SELECT page_id, revision_id, namespace, CAST(timestamp AS VARCHAR)[:10] FROM {files}"
    assert duckdb.sql(f"{stated} WHERE id = 'facts'").fetchall() == [(7, 1 << 40, 0, "2024-05-01")]
    facts = f"infobox[2].text, citations[1].title, footnotes[1].citation.url FROM {files}"
    assert duckdb.sql(f"SELECT {facts} WHERE id = 'facts'").fetchall() == [
        ("Baum", "Towns", "http://towns.example/")
    ]
    latitude = f"SELECT coordinates[1].latitude FROM {files} WHERE id = 'facts'"
    assert duckdb.sql(latitude).fetchall() == [(51.5,)]
    archived = duckdb.sql(
        f"SELECT link.archived_at FROM (SELECT unnest(external_links) AS link FROM {files})"
    ).fetchall()
    assert [str(when)[:10] for (when,) in archived if when] == ["2015-01-02"]


def test_polars_reads_every_column(out: Path) -> None:
    polars = pytest.importorskip("polars")
    if not list(out.glob("*.parquet")):
        pytest.skip("Polars would have to be told the schema of JSON Lines")
    frame = polars.read_parquet(f"{out}/part-*.parquet")
    assert tuple(frame.columns) == etl.COLUMNS
    names = (
        frame.select(polars.col("categories").explode().struct.field("name"))
        .drop_nulls()["name"]
        .to_list()
    )
    assert Counter(names) == Counter(
        category["name"] for row in rows() for category in row["categories"] or ()
    )


PANDAS = """
import sys, pandas
frame = pandas.concat([pandas.read_parquet(part) for part in sys.argv[1:]])
(facts,) = frame[frame["id"] == "facts"].to_dict("records")
print(list(frame.columns), facts["citations"][0]["authors"].tolist(), str(facts["timestamp"]))
print([facts["text"][at - 5 : at] for at in facts["footnotes"][0]["references"]])
"""


def test_pandas_reads_every_column(out: Path) -> None:
    pytest.importorskip("pandas")
    parts = sorted(map(str, out.glob("part-*.parquet")))
    if not parts:
        pytest.skip("pandas would have to be told the schema of JSON Lines")
    # By itself: within a run of pytest Arrow does not find the time zones of nested columns.
    done = subprocess.run(
        [sys.executable, "-c", PANDAS, *parts], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        f"{list(etl.COLUMNS)} ['Ast, B.'] 2024-05-01 12:00:00+00:00",
        "['bank.', ' map.']",
    ]


def test_the_graph_of_links(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = [
        (row["title"], target, count)
        for row in rows()
        if row["links"]
        for target, count in Counter(
            [upper_first(link["title"]) for link in row["links"] if not link["namespace"]]
        ).items()
    ]
    assert list(edges([out])) == expected
    assert console.main(["edges", str(out)]) == 0
    lines = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert lines[0] == ["source", "target", "links"]
    assert [(source, target, int(count)) for source, target, count in lines[1:]] == expected
    assert console.main(["edges", str(out), "--format", "dot"]) == 0
    dot = capsys.readouterr().out
    assert dot.startswith("digraph links {\n")
    assert '  "A \\"page\\"" -> "B" [weight=1];\n' in dot


def test_no_graph_of_what_is_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "part-00000.parquet").write_bytes(b"x")
    (tmp_path / "b").mkdir()
    for given in (tmp_path, tmp_path / "b", tmp_path / "c.txt", tmp_path / "none.jsonl"):
        with pytest.raises(EdgesError):
            list(edges([given]))
    assert console.main(["edges", str(tmp_path / "b")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.filterwarnings("ignore")
def test_datasets_map(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason="Hugging Face datasets is not installed")
    datasets.config.HF_DATASETS_OFFLINE = True
    datasets.disable_progress_bars()
    # Arrow takes the columns of the first record.
    names = dict.fromkeys(name for record in RECORDS for name in record)
    table = pa.Table.from_pylist([{name: record.get(name) for name in names} for record in RECORDS])
    given = datasets.Dataset(table)

    def parse(batch: pa.Table) -> pa.Table:
        return pa.Table.from_batches(etl.parse_batches(batch.to_batches()), etl.SCHEMA)

    features = datasets.Features.from_arrow_schema(etl.SCHEMA)
    parsed = given.with_format("arrow").map(
        parse,
        batched=True,
        batch_size=16,
        remove_columns=given.column_names,
        features=features,
        load_from_cache_file=False,
    )
    assert parsed.with_format("arrow")[:].cast(etl.SCHEMA).to_pylist() == rows()
    # What a batch run has written can be loaded too.
    run_folder = tmp_path / "out"
    (tmp_path / "p.jsonl").write_text(
        "\n".join([json.dumps(record) for record in RECORDS[:-1]]), encoding="utf-8"
    )
    run([str(tmp_path / "p.jsonl")], run_folder, Settings())
    loaded = datasets.Dataset.from_parquet(
        str(run_folder / "part-00000.parquet"), cache_dir=str(tmp_path / "cache")
    )
    assert loaded.with_format("arrow")[:].cast(etl.SCHEMA).to_pylist() == rows()[:-1]
