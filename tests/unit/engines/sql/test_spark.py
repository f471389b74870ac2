"""Deciding on Spark: the same as on DuckDB, to the last sample, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from tests.build import policy as small_policy
from tests.properties.questions import shipped, some_customers
from tests.sql.spark_tables import parquet, rows_of

from evenhand.engines.sql import spark as engine
from evenhand.engines.sql.planning import Wanted
from evenhand.engines.sql.run import Done, Task, run
from evenhand.engines.sql.source import Opened, source_of
from evenhand.engines.sql.spark import heap_of, run_on_spark, why_of
from evenhand.engines.sql.spark_source import open_on_spark
from evenhand.engines.sql.spark_writing import discard, folder_of, keep
from evenhand.engines.sql.writing import output_of
from evenhand.errors import InputError, UsageError
from evenhand.location import Source, whole
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.table_mapping import WITHOUT, Completed, Field, TableMapping

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")

DAY = date(2026, 11, 24)


def shipped_policy(name: str) -> Policy:
    return next(one for one in shipped() if one.id == name)


def attributes_of(*policies: Policy) -> list[str]:
    return sorted(
        {
            name
            for policy in policies
            for name in used_attributes(policy)
            if name in policy.dictionary.attributes
        }
    )


def wanted(*policies: Policy, mapping: TableMapping = WITHOUT, **more: Any) -> Wanted:
    return Wanted(policies, Reading.DECLARED, mapping, DAY, **more)


def told(done: Done) -> tuple[object, ...]:
    """What an engine has to say, in an order of its own."""
    counts = sorted(done.counts, key=repr)
    return (done.names, done.rows, counts, done.refused, done.written, done.sha256, done.stopped)


def rows(pattern: str) -> tuple[list[str], list[str], list[Any]]:
    """Columns, types and sorted rows of Parquet."""
    with duckdb.connect() as connection:
        found = connection.sql(f"SELECT * FROM '{pattern}'")  # noqa: S608
        return found.columns, [str(one) for one in found.types], sorted(found.fetchall(), key=repr)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nothing may be left but what the test asked for."""
    yield tmp_path
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


# -- the same as on DuckDB -----------------------------------------------------------------------


def test_hostile_texts_in_several_files_for_two_policies(spark: SparkSession, folder: Path) -> None:
    policies = shipped_policy("icbc-premium"), shipped_policy("value-six")
    names = attributes_of(*policies)
    customers = [one for policy in policies for one in some_customers(policy, 5, 150)]
    cells = rows_of(customers, names, hostile=60, seed=1)
    source = source_of(parquet(folder / "book", ["id", *names], cells, files=3))
    asked = wanted(*policies, customer="id", by=("has_loan",))
    task = Task(asked, source, show_values=True)
    duck = run(replace(task, output=output_of(folder / "duck.parquet")))
    ours = replace(
        task, output=folder_of(folder / "out.parquet"), bad_rows=folder_of(folder / "bad.parquet")
    )
    found = run_on_spark(ours)
    assert told(found) == told(duck)
    assert rows(f"{folder}/out.parquet/*.parquet") == rows(f"{folder}/duck.parquet")
    wrong = [sign for one in duck.counts for sign in one.signs * one.rows if sign[0] != "k"]
    assert len(wrong) > 30
    assert len(rows(f"{folder}/bad.parquet/*.parquet")[2]) == len(wrong)
    assert found.written == found.rows * 2


TYPED = {
    "customer": "INTEGER",
    "income": "DOUBLE",
    "debt": "FLOAT",
    "born": "DATE",
    "moved": "TIMESTAMP",
    "income_source": "VARCHAR[]",
    "has_children": "BOOLEAN",
    "sex": "VARCHAR",
}

AT_HAND = whole(Source("mapping.yaml"))

MAPPING = TableMapping(
    fields={
        one.name: one
        for one in (
            Field("income_mean_12m", "income", location=AT_HAND),
            Field("monthly_debt_service", "debt", location=AT_HAND),
            Field("age", "born", location=AT_HAND, completed=Completed.YEARS),
            Field("address_tenure", "moved", location=AT_HAND, completed=Completed.MONTHS),
            Field("hukou_local", None, location=AT_HAND, constant="true"),
        )
    },
    floats=True,
)


def typed_rows() -> list[list[object]]:
    days = [date(1900, 1, 1), date(1996, 11, 24), date(1996, 11, 25), date(2027, 1, 1), None]
    sources = [["salary"], [], None, ["salary", "pension"], ["never heard of"]]
    numbers = [0.1, 1000.005, 1e300, 30_000.01, None, 2e23, 5.684341886080802e-14, 100000.0]
    moments = ["2020-02-29", "2020-02-29 10:00:00", None, "2026-11-24"]
    return [
        [
            place,
            numbers[place % 8],
            numbers[place // 5 % 8] if numbers[place // 5 % 8] != 1e300 else -1.5,
            days[place % 5],
            moments[place // 3 % 4],
            sources[place // 2 % 5],
            [True, False, None][place % 3],
            ["male", "female"][place % 2],
        ]
        for place in range(160)
    ]


def test_typed_columns_in_partitions(spark: SparkSession, folder: Path) -> None:
    policy = shipped_policy("ccb-credit-card-100")
    book = parquet(folder / "book", list(TYPED), typed_rows(), kinds=TYPED)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM '{book}/*.parquet') TO '{folder}/parts' (FORMAT parquet, PARTITION_BY sex)"
        )
    source = source_of(folder / "parts")
    task = Task(wanted(policy, mapping=MAPPING, by=("sex",)), source, skip=True)
    duck = run(replace(task, output=output_of(folder / "duck.parquet")))
    found = run_on_spark(replace(task, output=folder_of(folder / "out.parquet")))
    assert told(found) == told(duck)
    assert rows(f"{folder}/out.parquet/*.parquet") == rows(f"{folder}/duck.parquet")
    assert found.written is not None and 0 < found.written < found.rows == 160


# -- nothing under the final name unless it is whole ---------------------------------------------


def small_task(folder: Path) -> Task:
    policy = small_policy().model
    cells: list[list[object]] = [["99.99"], ["100"], ["x"], [None]]
    return Task(wanted(policy), source_of(parquet(folder / "book", ["amount"], cells)))


def test_a_row_that_is_lost_is_noticed(
    spark: SparkSession, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_more(*given: Any) -> Opened:
        found = open_on_spark(*given)
        return replace(found, rows=found.rows + 1)

    monkeypatch.setattr(engine, "open_on_spark", one_more)
    task = replace(small_task(folder), output=folder_of(folder / "out.parquet"))
    with pytest.raises(InputError) as refused:
        run_on_spark(task)
    assert refused.value.message.key == "data.rows-lost"
    assert not (folder / "out.parquet").exists()


def test_nothing_is_written_when_a_bad_row_stops_it(spark: SparkSession, folder: Path) -> None:
    task = replace(small_task(folder), output=folder_of(folder / "out.parquet"), stop=True)
    found = run_on_spark(task)
    assert (found.stopped, found.written, found.rows) == (True, None, 4)
    assert not (folder / "out.parquet").exists()


def test_a_damaged_file_is_named_in_one_sentence(spark: SparkSession, folder: Path) -> None:
    task = small_task(folder)
    (folder / "book" / "part-0.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(InputError) as refused:
        run_on_spark(replace(task, output=folder_of(folder / "out.parquet")))
    assert refused.value.message.key == "data.cannot-read"
    assert not (folder / "out.parquet").exists()


def test_rows_can_be_counted_only(spark: SparkSession, folder: Path) -> None:
    task = replace(small_task(folder), threads=1)
    assert told(run_on_spark(task)) == told(run(task))
    assert [one.name for one in folder.iterdir()] == ["book"]


def test_bad_rows_alone(spark: SparkSession, folder: Path) -> None:
    task = replace(small_task(folder), bad_rows=folder_of(folder / "bad.parquet"))
    assert run_on_spark(task).written is None
    columns, _, found = rows(f"{folder}/bad.parquet/*.parquet")
    assert columns == ["row", "id", "column", "problem"]
    assert found == [(3, None, "amount", "not-a-number")]


def test_an_output_that_comes_to_be_meanwhile_is_left_alone(folder: Path) -> None:
    output = folder_of(folder / "out.parquet")
    output.part.mkdir()
    (folder / "out.parquet").mkdir()
    with pytest.raises(UsageError) as refused:
        keep(output, output.part)
    assert refused.value.message.key == "on-spark.output-exists"
    discard(output)


def test_a_place_where_no_folder_can_be(folder: Path) -> None:
    (folder / "file").write_text("")
    with pytest.raises(InputError) as refused:
        folder_of(folder / "file" / "out.parquet")
    assert refused.value.message.key == "input.cannot-write"


@pytest.mark.parametrize(
    ("limit", "heap"), [("2GB", "1953125k"), ("512 MiB", "524288k"), ("1.5kb", "1k")]
)
def test_a_memory_limit_in_the_words_of_java(limit: str, heap: str) -> None:
    assert heap_of(limit) == heap


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("[TOO_BAD] It is so.\n== SQL ==\nSELECT", "[TOO_BAD] It is so."),
        ("An error occurred.\n: java.lang.Error: no\n\tat x.y", "java.lang.Error: no"),
        ("Thrown\nTraceback (most recent call last):\n  File\nKeyError: 1\n", "KeyError: 1"),
        ("", ""),
    ],
)
def test_one_sentence_of_many(words: str, why: str) -> None:
    assert why_of(words) == why


def test_only_parquet(spark: SparkSession, folder: Path) -> None:
    (folder / "book.csv").write_text("amount\n1\n")
    with pytest.raises(UsageError) as refused:
        run_on_spark(Task(wanted(small_policy().model), source_of(folder / "book.csv")))
    assert refused.value.message.key == "on-spark.only-parquet"


def test_a_folder_is_never_overwritten(folder: Path) -> None:
    (folder / "out.parquet").mkdir()
    with pytest.raises(UsageError) as refused:
        folder_of(folder / "out.parquet")
    assert refused.value.message.key == "on-spark.output-exists"
