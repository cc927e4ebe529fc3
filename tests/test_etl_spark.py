"""Spark: the same rows as the local run. It needs Java and the extra `spark`, and is a step of its
own in `.ci/run`:

pip install -e '.[spark]' && pytest -m spark
"""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from etl_samples import PAGE, STATED, text_of
from wikiparse import etl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]

pa = pytest.importorskip("pyarrow")
pytest.importorskip("pyspark", reason="Spark needs the extra 'spark'")
pytest.importorskip("pandas", reason="Spark needs the extra 'spark'")
pq = pytest.importorskip("pyarrow.parquet")

ODD = "\ud83d \0 é 🧪".encode("utf-8", "replace").decode()
TEXTS = [PAGE, STATED, *map(text_of, range(496)), None, ODD]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    # Before the session: its workers are started with it.
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        settings = {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.session.timeZone": "UTC",
            "spark.driver.bindAddress": "127.0.0.1",
            # Its own default is a type of 96 bits that others read as nanoseconds.
            "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "25",
        }
        builder = SparkSession.builder.master("local[2]").appName("wikiparse")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        yield session
        session.stop()


def frame_of(spark: SparkSession, texts: list[str | None]) -> DataFrame:
    rows = [(str(number), f"T{number}", "de", text) for number, text in enumerate(texts)]
    return spark.createDataFrame(
        rows, "id string, title string, language string, text string"
    ).repartition(3)


def written(frame: DataFrame, folder: Path) -> list[dict[str, object]]:
    """The rows of a frame by their ids, by way of a file: only newer versions hand over Arrow."""
    frame.write.parquet(str(folder))
    return sorted(
        pq.read_table(folder).cast(etl.SCHEMA).to_pylist(), key=lambda row: int(row["id"])
    )


def test_the_rows_are_those_of_the_local_run(spark: SparkSession, tmp_path: Path) -> None:
    from wikiparse.etl.rows import parse_record
    from wikiparse.etl.spark import parse_frame

    rows = written(parse_frame(frame_of(spark, TEXTS)), tmp_path / "spark")
    expected = [
        parse_record({"id": str(number), "title": f"T{number}", "language": "de", "text": text})
        for number, text in enumerate(TEXTS)
    ]
    assert rows == expected


def test_a_frame_of_some_columns(spark: SparkSession) -> None:
    from wikiparse.etl.spark import parse_frame

    options = etl.Options(columns=["links", "title"])
    found = parse_frame(frame_of(spark, TEXTS), options=options)
    assert found.columns == ["id", "title", "links", "error"]
    rows = [row.asDict(recursive=True) for row in found.collect()]
    assert sorted(rows, key=lambda row: int(row["id"])) == [
        etl.parse_record(
            {"id": str(number), "title": f"T{number}", "language": "de", "text": text}, options
        )
        for number, text in enumerate(TEXTS)
    ]


def test_a_batch_run_and_spark_agree(spark: SparkSession, tmp_path: Path) -> None:
    """A batch run over Parquet, and Spark over the same file: the same rows."""
    from wikiparse.etl.batch import Settings, run
    from wikiparse.etl.spark import parse_frame

    path = tmp_path / "pages.parquet"
    pq.write_table(
        pa.table(
            {
                "id": [str(number) for number in range(60)],
                "text": [text_of(number) for number in range(60)],
            }
        ),
        path,
    )
    run([str(path)], tmp_path / "out", Settings(workers=2))
    local = pq.read_table(tmp_path / "out" / "part-00000.parquet").to_pylist()
    assert written(parse_frame(spark.read.parquet(str(path))), tmp_path / "spark") == local
    # And Spark reads what a batch run has written.
    links = (
        spark.read.parquet(str(tmp_path / "out"))
        .selectExpr("explode(links) as link")
        .groupBy("link.title")
        .count()
    )
    counts = Counter(link["title"] for row in local for link in row["links"])
    assert {row["title"]: row["count"] for row in links.collect()} == counts


def test_a_frame_without_text_is_a_mistake(spark: SparkSession) -> None:
    from wikiparse.etl.spark import parse_frame

    with pytest.raises(ValueError, match="no column 'text'"):
        parse_frame(spark.createDataFrame([("x",)], "body string"))
