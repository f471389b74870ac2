"""Parquet on Spark: a file or a folder of files as a view, its rows numbered as DuckDB does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from sqlglot import exp

from evenhand.engines.sql.kinds import Sort, Type, type_of
from evenhand.engines.sql.numbers import literal
from evenhand.engines.sql.source import Form, Opened, Source
from evenhand.engines.sql.spark_worker import shortest_of_32, shortest_of_64
from evenhand.errors import UsageError
from evenhand.messages import message

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

VIEW: Final = "_source"
PLACE: Final = "_source_place"
FILE: Final = "_source_file"
BEFORE: Final = "_source_before"

_TYPES: Final = {
    "string": "VARCHAR",
    "int": "INTEGER",
    "timestamp_ntz": "TIMESTAMP",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "array<string>": "VARCHAR[]",
    "void": "NULL",
}
"""Types that Spark and DuckDB call differently."""


def open_on_spark(spark: SparkSession, source: Source) -> Opened:
    """A source as a view of this session. Raises UsageError where it is no Parquet."""
    if source.form is not Form.PARQUET:
        raise UsageError(message("on-spark.only-parquet", path=str(source.path)))
    reader = spark.read
    if source.partitioned:
        reader = reader.option("basePath", f"file://{source.path.resolve()}")
    found = reader.parquet(*(f"file://{file}" for file in source.files))
    names = tuple(found.columns)
    kinds = tuple(kind_of(field.dataType.simpleString()) for field in found.schema)
    rows = _by_file(found)
    _numbered(spark, _printed(found, kinds), rows).createOrReplaceTempView(VIEW)
    number: exp.Expr = exp.Add(this=exp.column(PLACE, quoted=True), expression=literal(1))
    if len(rows) > 1:
        number = exp.Add(this=exp.column(BEFORE, quoted=True), expression=number)
    return Opened(exp.to_table(VIEW), names, names, kinds, number, sum(rows.values()))


def kind_of(name: str) -> Type:
    """A type by the name that Spark gives it."""
    return type_of(_TYPES.get(name, name.upper().replace(",", ", ")))


def _by_file(found: DataFrame) -> dict[str, int]:
    """The rows of each file that has any, files in order."""
    counted = found.groupBy("_metadata.file_path").count().collect()
    by_file = {row[0]: int(row[1]) for row in counted}
    return dict(sorted(by_file.items(), key=lambda pair: _path(pair[0])))


def _path(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))


def _numbered(spark: SparkSession, found: DataFrame, rows: dict[str, int]) -> DataFrame:
    """With the place of a row in its file and, of several files, the rows of those before."""
    place = found["_metadata.row_index"].alias(PLACE)
    if len(rows) <= 1:
        return found.select("*", place)
    from pyspark.sql.functions import broadcast

    before, total = [], 0
    for file, count in rows.items():
        before.append((file, total))
        total += count
    known = spark.createDataFrame(before, f"`{FILE}` STRING, `{BEFORE}` BIGINT")
    placed = found.select("*", place, found["_metadata.file_path"].alias(FILE))
    return placed.join(broadcast(known), FILE)


def _printed(found: DataFrame, kinds: tuple[Type, ...]) -> DataFrame:
    """Binary floating-point numbers as the shortest decimals that stand for them.

    Java prints some of them with more digits than needed.
    """
    floats = {
        name: kind.name
        for name, kind in zip(found.columns, kinds, strict=True)
        if kind.sort is Sort.FLOAT
    }
    if not floats:
        return found
    from pyspark.sql.functions import udf

    ways = {
        "FLOAT": udf(shortest_of_32, useArrow=False),
        "DOUBLE": udf(shortest_of_64, useArrow=False),
    }
    return found.withColumns(
        {name: ways[kind](found[f"`{name}`"]) for name, kind in floats.items()}
    )
