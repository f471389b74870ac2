"""Spark is exact whatever its defaults are, shut in, and says in a sentence why it is not there."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.build import gold_when
from tests.build import policy as small_policy
from tests.sql.asking import kind_of

from evenhand.engines.sql.compile import program
from evenhand.engines.sql.reading import Rule
from evenhand.engines.sql.spark_form import spark_text
from evenhand.engines.sql.spark_session import session
from evenhand.engines.sql.spark_worker import packed
from evenhand.errors import MissingExtraError
from evenhand.location import Source, whole
from evenhand.model.table_mapping import Field

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")

DAY = date(2026, 11, 24)
FIELD = Field("count", "count", location=whole(Source("mapping.yaml")))


def test_overflow_raises_whatever_the_defaults_are(spark: SparkSession) -> None:
    """The ranges of the policy promise that the sum fits; these rows break the promise."""
    from pyspark.errors import ArithmeticException

    wide = "range: {at_least: 0, at_most: 40_000_000_000_000_000}"
    own = "".join(
        f"{name}: {{label: {{en: One, zh: 一}}, type: money, {wide}}}\n" for name in ("one", "two")
    )
    both = "both: {label: {en: Both, zh: 两者}, sum: [{attribute: one}, {attribute: two}]}"
    policy = gold_when("{both: {at_least: 100}}", own=own, derived=both)
    made = program(policy.model)
    assert {kind_of(one) for one in made.columns} == {"BIGINT"}
    kinds = ", ".join(f"{one.name} BIGINT" for one in made.columns)
    with session() as inner:
        table = inner.createDataFrame([(1, 2**63 - 1, 2**63 - 1)], f"row_id INTEGER, {kinds}")
        table.createOrReplaceTempView("customers")
        with pytest.raises(ArithmeticException, match="overflow"):
            inner.sql(spark_text(made.query)).collect()


def test_the_fixture_would_let_overflow_pass(spark: SparkSession) -> None:
    careless = spark.newSession()
    careless.conf.set("spark.sql.ansi.enabled", "false")
    query = "SELECT id + 9223372036854775807 AS n FROM range(2)"
    assert [row.n for row in careless.sql(query).collect()][1] < 0


def test_nothing_is_open_to_other_machines(spark: SparkSession) -> None:
    assert set(listening(java_of(spark))) == {"local"}


def java_of(spark: SparkSession) -> int:
    return int(spark.sparkContext._gateway.proc.pid)


def listening(pid: int) -> Iterator[str]:
    """Where a process listens: ``local``, or the address as Linux writes it."""
    if not Path("/proc/net/tcp").exists():
        pytest.skip("only Linux tells")
    sockets = set()
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with_number = os.readlink(one) if one.is_symlink() else ""
        sockets.add(with_number.removeprefix("socket:[").removesuffix("]"))
    loopback = ("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]:
            parts = line.split()
            if parts[3] == "0A" and parts[9] in sockets:
                address = parts[1].partition(":")[0]
                yield "local" if address in loopback else address


def test_nothing_is_left_in_the_working_folder(spark: SparkSession) -> None:
    left = {"metastore_db", "derby.log", "spark-warehouse", "artifacts"}
    assert left.isdisjoint(one.name for one in Path.cwd().iterdir())


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError) as refused, session():
        pass
    assert "evenhand[data,spark]" in str(refused.value)


def test_without_java(spark: SparkSession, tmp_path: Path) -> None:
    script = """if True:
        from evenhand.engines.sql.spark_session import session
        from evenhand.errors import InputError
        try:
            with session("local[1]"):
                pass
        except InputError as error:
            print(error)
    """
    environment = {**os.environ, "JAVA_HOME": str(tmp_path / "none")}
    run_it = [sys.executable, "-c", script]
    done = subprocess.run(
        run_it, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "Spark needs Java 17 or newer, and there is none on this machine\n"
    assert done.stderr == ""


def test_what_is_sent_along_stands_alone(tmp_path: Path) -> None:
    """Plain Python reads texts, and refuses them, with the package's file and nothing else."""
    rule = Rule(small_policy().model.dictionary.attributes["count"], FIELD, DAY)
    (tmp_path / "rule").write_bytes(pickle.dumps(rule))
    script = f"""if True:
        import pickle, sys
        sys.path.insert(0, {str(packed(tmp_path))!r})
        from evenhand.engines.sql.spark_worker import asking
        ask = asking(pickle.load(open({str(tmp_path / "rule")!r}, "rb")))
        print(sys.modules["evenhand"].__file__)
        print([ask("7"), ask(" 12 "), ask("x")[0], ask("101")[0], ask(""), ask(None)])
    """
    alone = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True
    )
    home, answers = alone.stdout.splitlines()
    assert "evenhand.zip" in home
    assert answers == "['7', '12', '!', '!', '', None]"
