"""``evenhand decide --engine spark``: the same result as without, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.build import policy
from tests.sql.spark_tables import parquet

import evenhand as eh
from evenhand.cli.main import run

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A folder of two files with customers, one of them with a wrong value."""
    rows: list[list[object]] = [["k1", "99.99"], ["k2", "100"], ["k3", "=1+1"], ["k4", None]]
    return parquet(tmp_path / "book", ["customer", "amount"], rows, files=2)


def test_the_result_is_that_of_duckdb(spark: SparkSession, book: Path) -> None:
    out = book.with_name("out.parquet")
    found = [
        eh.decide_table(
            policy(), book, id="customer", out=path, engine=engine, as_of=date(2026, 11, 24)
        )
        for engine, path in (("duckdb", book.with_name("duck.parquet")), ("spark", out))
    ]
    assert [one.written and one.written.rows for one in found] == [4, 4]
    assert {**found[0].data(), "written": None} == {**found[1].data(), "written": None}
    assert found[0].wrong == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--master", "spark://head:7077"], "`--master` and `--spark` are for `--engine spark`"),
        (["--spark", "spark.a=b"], "`--master` and `--spark` are for `--engine spark`"),
        (["--engine", "spark", "--spark", "cores=2"], "`cores=2` is no setting of Spark"),
        (["--engine", "spark", "-o", "out.csv"], "`out.csv` does not end with .parquet"),
        (["--engine", "spark", "-o", "book/out.parquet"], "`book/out.parquet` is read"),
        (["--engine", "spark", "--memory-limit", "much"], "`much` is no size such as"),
    ],
)
def test_wishes_that_make_no_sense(
    book: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(book.parent)
    code = run(["decide", "@value-six", "--data", "book", "--isolated", *words])
    assert (code, said in capsys.readouterr().err) == (2, True)
    assert sorted(one.name for one in book.parent.iterdir()) == ["book"]
