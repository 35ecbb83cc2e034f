"""Engines that share out work: in each of them the rows are those of a plain loop, also where a worker dies.

Run with `-m cluster`; what is not installed is skipped, PySpark also where there is no Java.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import govnews
from govnews import schemas
from govnews.output.tables import rows_of
from outputs import PAGE, PLAIN
from programs import script

pyarrow = pytest.importorskip("pyarrow")
pytestmark = pytest.mark.cluster

from pyarrow import parquet  # noqa: E402 - without pyarrow nothing here can run

from govnews.arrow import process, schema  # noqa: E402

benchmark = script("cluster", "benchmarks")
TEXTS: list[str | None] = [*(benchmark.page(number, 600) for number in range(60)), PAGE, None, "", PLAIN, PLAIN]

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated corpus in a folder of Parquet files, one of them empty."""
    folder = tmp_path_factory.mktemp("corpus")
    paths = [f"{number:03}.txt" for number in range(len(TEXTS))]
    whole = pyarrow.table({"path": paths, "text": pyarrow.array(TEXTS, pyarrow.string())})
    for number, start in enumerate((0, 25, 50, len(TEXTS))):
        part = whole.slice(start, 25 if start < len(TEXTS) else 0)
        parquet.write_table(part, folder / f"{number}.parquet", row_group_size=10)
    return folder


@pytest.fixture(scope="module")
def plain() -> Rows:
    """What a plain loop finds, without Arrow."""
    names = ["id", "error", *schemas.TABLES["statistics"].names]
    rows: Rows = []
    for number, text in enumerate(TEXTS):
        path = f"{number:03}.txt"
        if text is None:
            rows.append(dict.fromkeys(names) | {"id": path, "error": "the text is null"})
        else:
            found = rows_of(govnews.parse(text))["statistics"]
            rows += [dict(zip(names, (path, None, *row), strict=True)) for row in found]
    assert len(rows) > 5 * len(TEXTS)
    return in_order(rows)


def in_order(rows: Rows) -> Rows:
    """The rows by text and place; an engine may give partitions in another order."""
    return sorted(rows, key=lambda row: (row["id"], row["start"] or 0, row["end"] or 0))


# --- PySpark ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark in local mode: two cores, a task may fail twice, batches of seven texts."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("PySpark needs Java")
    sql = pytest.importorskip("pyspark.sql")
    builder = sql.SparkSession.builder.master("local[2,3]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "7")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYSPARK_PYTHON", sys.executable)
        session = builder.getOrCreate()
        yield session
        session.stop()
    # Its Java goes on in the folder in which it was started, and the page of the docs runs in another one.
    context = pytest.importorskip("pyspark").SparkContext
    context._gateway.shutdown()
    context._gateway = context._jvm = None


def spark_schema(table: str = "statistics") -> Any:
    """The schema as Spark wants it."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema(table))


def test_pyspark_finds_the_same(spark: Any, corpus: Path, plain: Rows) -> None:
    """By `mapInArrow`, with partitions and batches of its own; nothing in gives nothing out."""

    def rows(batches: Iterator[Any]) -> Iterator[Any]:
        return (process(batch, id="path") for batch in batches)

    pages = spark.read.parquet(str(corpus))
    assert in_order(pages.mapInArrow(rows, spark_schema()).toArrow().to_pylist()) == plain
    assert in_order(pages.repartition(9).mapInArrow(rows, spark_schema()).toArrow().to_pylist()) == plain
    assert pages.where("path = ''").mapInArrow(rows, spark_schema()).count() == 0


def test_pyspark_takes_all_tables_at_once(spark: Any, corpus: Path, plain: Rows, tmp_path: Path) -> None:
    """As lists in a row, which go to Parquet and back and are unfolded there."""

    def rows(batches: Iterator[Any]) -> Iterator[Any]:
        return (process(batch, table="all", id="path") for batch in batches)

    pages = spark.read.parquet(str(corpus)).mapInArrow(rows, spark_schema("all"))
    pages.write.parquet(str(tmp_path / "all"))
    stored = spark.read.parquet(str(tmp_path / "all"))
    assert stored.count() == len(TEXTS)
    unfolded = stored.selectExpr("id", "error", "inline(statistics)").toArrow().to_pylist()
    assert in_order(unfolded) == [row for row in plain if row["error"] is None]
    assert [row["id"] for row in stored.where("error is not null").collect()] == ["061.txt"]
    expected = process(pyarrow.table({"path": ["060.txt"], "text": [PAGE]}), table="all", id="path").to_pylist()
    assert stored.where("id = '060.txt'").toArrow().to_pylist() == expected


def test_pyspark_does_a_lost_task_again(spark: Any, corpus: Path, plain: Rows, tmp_path: Path) -> None:
    """A Python worker that dies in the middle costs time, and no row comes twice."""
    died = tmp_path / "died"

    def rows(batches: Iterator[Any]) -> Iterator[Any]:
        for number, batch in enumerate(batches):
            if number == 1 and not died.exists():
                died.touch()
                os._exit(1)
            yield process(batch, id="path")

    found = spark.read.parquet(str(corpus)).coalesce(1).mapInArrow(rows, spark_schema()).toArrow()
    assert died.exists()
    assert in_order(found.to_pylist()) == plain


# --- Dask ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dask() -> Iterator[Any]:
    """Dask's dataframes, on two processes."""
    distributed = pytest.importorskip("distributed")
    dataframe = pytest.importorskip("dask.dataframe")
    with distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=None):
        yield dataframe


def test_dask_finds_the_same(dask: Any, corpus: Path, plain: Rows) -> None:
    """By `map_partitions`; an empty partition too."""
    assert in_order(by_dask(dask, corpus, None)) == plain


def test_dask_does_a_lost_partition_again(dask: Any, corpus: Path, plain: Rows, tmp_path: Path) -> None:
    """A worker that dies is replaced."""
    assert in_order(by_dask(dask, corpus, tmp_path / "died")) == plain
    assert (tmp_path / "died").exists()


def by_dask(dask: Any, corpus: Path, died: Path | None) -> Rows:
    """The rows; where a path is given, the first worker that sees none there makes it and dies."""
    import pandas

    def rows(frame: Any) -> Any:
        if died is not None and not died.exists() and len(frame) > 0:
            died.touch()
            os._exit(1)
        found = process(pyarrow.Table.from_pandas(frame, preserve_index=False), id="path")
        return found.to_pandas(types_mapper=pandas.ArrowDtype)

    columns = schema().empty_table().to_pandas(types_mapper=pandas.ArrowDtype)
    found = dask.read_parquet(str(corpus), split_row_groups=True).map_partitions(rows, meta=columns).compute()
    return list(pyarrow.Table.from_pandas(found, schema=schema(), preserve_index=False).to_pylist())


# --- Polars, DuckDB --------------------------------------------------------------------------------------------------


def test_polars_finds_the_same(corpus: Path, plain: Rows) -> None:
    """By `map_batches`, all at once and in pieces, and in a frame of no rows."""
    polars = pytest.importorskip("polars")

    def rows(frame: Any) -> Any:
        return polars.from_arrow(process(frame.to_arrow(), id="path"))

    columns = polars.from_arrow(schema().empty_table()).schema
    pages = polars.scan_parquet(corpus / "*.parquet")
    for streamed in (False, True):
        found = pages.map_batches(rows, schema=columns, streamable=streamed)
        assert found.collect_schema() == columns
        assert in_order(found.collect(engine="streaming" if streamed else "auto").to_dicts()) == plain
    assert pages.head(0).map_batches(rows, schema=columns).collect().shape == (0, len(columns))


def test_duckdb_finds_the_same(corpus: Path, plain: Rows) -> None:
    """Batch by batch from one database into another."""
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as source, duckdb.connect() as target:
        pages = arrow_batches(source.sql(f"select path, text from '{corpus}/*.parquet'"), 7)
        found = pyarrow.RecordBatchReader.from_batches(schema(), (process(batch, id="path") for batch in pages))
        target.register("found", found)
        target.execute("create table statistics as from found")
        stored = target.sql("from statistics")
        assert in_order([dict(zip(stored.columns, row, strict=True)) for row in stored.fetchall()]) == plain


def arrow_batches(relation: Any, rows: int) -> Any:
    """A relation of DuckDB as batches; the method got another name."""
    name = "to_arrow_reader" if hasattr(relation, "to_arrow_reader") else "fetch_record_batch"
    return getattr(relation, name)(rows)
