"""What is written for DuckDB means the same in the words of Spark."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest
from sqlglot import exp
from tests.build import policy as small_policy

from evenhand.engines.sql.compile import program
from evenhand.engines.sql.quick import call
from evenhand.engines.sql.reading import Rule
from evenhand.engines.sql.spark_form import halves, spark_text
from evenhand.engines.sql.spark_session import session
from evenhand.engines.sql.spark_worker import asking, shortest_of_32, shortest_of_64
from evenhand.engines.sql.spark_writing import SparkScores
from evenhand.engines.sql.writing import Scores
from evenhand.location import Source, whole
from evenhand.model.table_mapping import Field

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")


def text(words: str) -> exp.Expr:
    return exp.Literal.string(words)


def parts(words: str) -> exp.Expr:
    return call("string_split", text(words), text("|"))


def test_a_function_that_spark_may_not_have_is_no_query() -> None:
    with pytest.raises(KeyError):
        spark_text(call("list_aggregate", exp.column("a")))


def test_a_query_without_doubtful_cells_is_one() -> None:
    assert halves(exp.select("a").from_("b")) is None


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        (call("regexp_full_match", text("ab\n"), text("ab")), False),
        (call("regexp_full_match", text("a\\b"), text(r"a\\b")), True),
        (exp.TryCast(this=text("x"), to=exp.DataType.build("INTEGER")), None),
        (exp.TryCast(this=text("2024-02-30"), to=exp.DataType.build("DATE")), None),
        (call("starts_with", text("!3"), text("!")), True),
        (call("list_has_all", parts("a|b"), parts("a|c")), False),
        (call("list_has_all", parts("a|b"), parts("b|b")), True),
        (call("array_to_string", parts("a|b"), text("\x01")), "a\x01b"),
    ],
)
def test_functions_mean_the_same(spark: SparkSession, query: exp.Expr, answer: object) -> None:
    with duckdb.connect() as connection:
        row = connection.execute(exp.select(query.copy()).sql("duckdb")).fetchone()
    assert row == (answer,)
    with session() as inner:
        found = inner.sql(spark_text(exp.select(exp.alias_(query, "found")))).collect()
    assert found[0]["found"] == answer


SHORT = [(0.1, "0.1"), (1e5, "100000.0"), (1.5, "1.5"), (3.4028234663852886e38, "3.4028235e+38")]


@pytest.mark.parametrize(("number", "shown"), SHORT)
def test_short_decimals_of_32_bits(number: float, shown: str) -> None:
    (held,) = struct.unpack("f", struct.pack("f", number))
    assert shortest_of_32(held) == shown


def test_scores_that_do_not_end_are_the_same_fractions(spark: SparkSession) -> None:
    """Sixths: a policy whose scores are no decimals."""
    made = [replace(program(small_policy().model), scale=6)]
    shown = [
        exp.alias_(scores(made).written(exp.column("score"), 6), "found")
        for scores in (Scores, SparkScores)
    ]
    numbers = [None, *range(-13, 14), 10**18]
    values = ", ".join(f"({'NULL' if one is None else one})" for one in numbers)
    query = [exp.select("score", one).from_("scores") for one in shown]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE scores (score BIGINT)")
        connection.execute(f"INSERT INTO scores VALUES {values}")  # noqa: S608
        duck = dict(connection.execute(query[0].sql("duckdb")).fetchall())
    with session() as inner:
        table = inner.createDataFrame([(one,) for one in numbers], "score BIGINT")
        table.createOrReplaceTempView("scores")
        found = {row.score: row.found for row in inner.sql(spark_text(query[1])).collect()}
    assert found == duck
    assert (found[7], found[-12], found[9], found[None]) == ("7/6", "-2", "3/2", None)


def test_texts_are_read_in_python() -> None:
    field = Field("count", "count", location=whole(Source("mapping.yaml")))
    rule = Rule(small_policy().model.dictionary.attributes["count"], field, date(2026, 11, 24))
    ask = asking(rule)
    assert [ask(" 7 "), ask("7"), ask(None)] == ["7", "7", None]


def test_short_decimals() -> None:
    assert shortest_of_64(5.684341886080802e-14) == "5.684341886080802e-14"
    assert shortest_of_64(None) is None
    assert shortest_of_32(None) is None
    assert shortest_of_32(float("nan")) == "nan"
