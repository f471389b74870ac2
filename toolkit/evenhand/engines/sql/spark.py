"""Deciding on Spark: the pipeline of ``run``, on as many machines as there are.

Parquet in, a folder of Parquet out, written whole or not at all. The rows are read once into
decisions beside the output, which are counted, compared with the rows of the source and then given
their final form.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlglot import exp

from evenhand.engines.sql.pipeline import ID, SIGNS, TOLD, Pipeline, pipeline
from evenhand.engines.sql.planning import Plan, plan
from evenhand.engines.sql.quick import call, known
from evenhand.engines.sql.run import SAMPLES, Count, Done, Sample, Task, expected_rows, is_bad
from evenhand.engines.sql.sandbox import SIZE, not_readable
from evenhand.engines.sql.source import NUMBER, Digesting, Opened
from evenhand.engines.sql.spark_form import first_of_each, halves, spark_text
from evenhand.engines.sql.spark_session import session
from evenhand.engines.sql.spark_source import open_on_spark
from evenhand.engines.sql.spark_worker import asking, packed
from evenhand.engines.sql.spark_writing import decisions, discard, keep, write
from evenhand.engines.sql.stages import column
from evenhand.engines.sql.writing import meant
from evenhand.errors import EvenhandError, InputError, UsageError
from evenhand.messages import message

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROWS: Final = exp.to_table("_decided_rows")


def run_on_spark(
    task: Task, *, master: str | None = None, settings: Mapping[str, str] | None = None
) -> Done:
    """Decide about every row; ``output`` and ``bad_rows`` are folders (``folder_of``).

    ``master`` and ``settings`` as ``session``. Every machine of a cluster must see the folders of
    source and output under the same path, and have the same version of Python; evenhand itself is
    sent along. ``threads`` and ``memory_limit`` hold for Spark on this machine alone. Raises as
    ``run`` and ``session`` do.
    """
    if master is None and task.threads is not None:
        master = f"local[{task.threads}]"
    given = {"spark.driver.memory": heap_of(task.memory_limit), **(settings or {})}
    outputs = [one for one in (task.output, task.bad_rows) if one is not None]
    hashing = Digesting(task.source.files)
    try:
        with (
            session(master, given) as spark,
            tempfile.TemporaryDirectory() as folder,
            _explained(str(task.source.path)),
        ):
            if not spark.sparkContext.master.startswith("local"):
                _send(spark, Path(folder))
            return _run(spark, task, hashing)
    finally:
        hashing.close()
        for one in outputs:
            discard(one)


def _run(spark: SparkSession, task: Task, hashing: Digesting) -> Done:
    from pyspark.sql.functions import udf

    if task.progress is not None:
        task.progress(-1)
    opened = open_on_spark(spark, task.source)
    made = plan(task.wanted, opened)
    piped = pipeline(made, opened, task.wanted.reading, show_values=task.show_values)
    for name, number in piped.asked.items():
        spark.udf.register(name, udf(asking(made.inputs[number].rule), useArrow=False))
    _decide(spark, task, piped)
    counts = _counts(spark, piped, task)
    accounted = sum(one.rows for one in counts)
    if accounted != opened.rows:
        raise InputError(
            message(
                "data.rows-lost", path=str(task.source.path), rows=opened.rows, accounted=accounted
            )
        )
    stopped = task.stop and any(is_bad(one) for one in counts)
    written = _write(spark, task, made, opened, piped, counts, stopped=stopped)
    return Done(
        made, opened.names, opened.rows, counts, (), written, hashing.result(), stopped=stopped
    )


def heap_of(memory_limit: str) -> str:
    """A memory limit as Java writes it. Raises UsageError where it is none."""
    found = SIZE.fullmatch(memory_limit)
    if found is None:
        raise UsageError(message("decide.memory-limit", value=memory_limit))
    unit = 1024 if "i" in found[2].lower() else 1000
    size = Fraction(memory_limit.removesuffix(found[2]).strip())
    return f"{int(size * unit ** ('KMGT'.index(found[2][0].upper()) + 1) // 1024)}k"


def _send(spark: SparkSession, folder: Path) -> None:
    """Send this package along; what Spark does to the search path here is undone."""
    before = list(sys.path)
    spark.sparkContext.addPyFile(str(packed(folder)))
    sys.path[:] = before


def _decide(spark: SparkSession, task: Task, piped: Pipeline) -> None:
    """Make the table of decisions: beside an output where there is one, else as it is asked for."""
    two = halves(piped.query)
    text = spark_text(piped.query)
    if two is not None:
        text = f"({spark_text(two[0])}) UNION ALL ({spark_text(two[1])})"
    beside = task.output or task.bad_rows
    if beside is None:
        spark.sql(text).createOrReplaceTempView(ROWS.name)
        return
    folder = beside.part.joinpath("rows")
    write(spark, text, folder)
    spark.read.parquet(f"file://{folder}").createOrReplaceTempView(ROWS.name)


# -- counting ----------------------------------------------------------------------------------


def _counts(spark: SparkSession, piped: Pipeline, task: Task) -> tuple[Count, ...]:
    names = [SIGNS, *piped.groups]
    names += [name for one in piped.decisions for name in (one.outcome, one.status)]
    keys: list[exp.Expr] = [column(name) for name in names]
    counted = exp.select(*keys, exp.func("count", exp.Star())).from_(ROWS.copy()).group_by(*keys)
    samples = _samples(spark, keys, task)
    rows = [tuple(row) for row in spark.sql(spark_text(counted)).collect()]
    return tuple(_count(row[:-1], row[-1], len(piped.groups), samples) for row in rows)


def _samples(
    spark: SparkSession, keys: list[exp.Expr], task: Task
) -> dict[tuple[Any, ...], list[Sample]]:
    """The first rows of each kind that hold something wrong."""
    number = column(NUMBER)
    shown = [number, exp.alias_(exp.cast(column(ID), "VARCHAR"), "_shown", quoted=True)]
    if task.show_values:
        shown.append(column(TOLD))
    place = exp.alias_(first_of_each(keys, number), "_place", quoted=True)
    ranked = exp.select(*keys, *shown, place).from_(ROWS.copy()).where(known(column(SIGNS)))
    last = exp.Literal.number(SAMPLES)
    first = exp.LTE(this=column("_place"), expression=last)
    query = exp.select("*").from_(ranked.subquery("ranked")).where(first)
    found: dict[tuple[Any, ...], list[Sample]] = {}
    for row in sorted(spark.sql(spark_text(query)).collect(), key=lambda row: int(row[NUMBER])):
        told = tuple(row[TOLD] or ()) if task.show_values else ()
        sample = Sample(int(row[NUMBER]), row["_shown"], told)
        found.setdefault(tuple(row)[: len(keys)], []).append(sample)
    return found


def _count(
    key: tuple[Any, ...],
    rows: int,
    groups: int,
    samples: Mapping[tuple[Any, ...], Sequence[Sample]],
) -> Count:
    pairs = key[1 + groups :]
    return Count(
        tuple((key[0] or "").split()),
        key[1 : 1 + groups],
        tuple(zip(pairs[::2], pairs[1::2], strict=True)),
        int(rows),
        tuple(samples.get(key, ())),
    )


# -- writing -----------------------------------------------------------------------------------


def _write(  # noqa: PLR0913 - what was found so far
    spark: SparkSession,
    task: Task,
    made: Plan,
    opened: Opened,
    piped: Pipeline,
    counts: Sequence[Count],
    *,
    stopped: bool,
) -> int | None:
    if task.bad_rows is not None:
        folder = task.bad_rows.part.joinpath("bad")
        signs = sorted({sign for one in counts for sign in one.signs if not sign.startswith("k")})
        write(spark, _bad_rows(spark, made, opened, signs, values=task.show_values), folder)
        keep(task.bad_rows, folder)
    if task.output is None or stopped:
        return None
    folder = task.output.part.joinpath("decisions")
    written = write(spark, decisions(made, opened, piped, ROWS, skip=task.skip), folder)
    expected = expected_rows(counts, skip=task.skip)
    if written != expected:
        raise InputError(
            message("data.rows-lost", path=str(task.output.path), rows=expected, accounted=written)
        )
    keep(task.output, folder)
    return written


def _bad_rows(
    spark: SparkSession, made: Plan, opened: Opened, signs: Sequence[str], *, values: bool
) -> str:
    """One row for each wrong cell."""
    listed = [(sign, *meant(made, opened, sign)) for sign in signs]
    schema = "`sign` STRING, `column` STRING, `problem` STRING"
    spark.createDataFrame(listed, schema).createOrReplaceTempView("_signs_meant")
    signs_of_cells = call("string_split", column(SIGNS), exp.Literal.string(" "))
    cells = f"filter({spark_text(signs_of_cells)}, x -> NOT startswith(x, 'k'))"
    told = f"element_at(`{TOLD}`, place + 1)" if values else ""
    value = f", {told} AS `value`" if values else ""
    return f"""
        SELECT `{NUMBER}` AS `row`, CAST(`{ID}` AS STRING) AS `id`, `column`, `problem`{value}
        FROM (SELECT *, posexplode({cells}) AS (place, `sign`) FROM {ROWS.name}
              WHERE `{SIGNS}` IS NOT NULL)
        JOIN _signs_meant USING (`sign`)
    """  # noqa: S608 - names of our own


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """Say in one sentence what Spark says with a stack."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except EvenhandError:
        raise
    except (PySparkException, Py4JError) as error:
        words = str(error)
        if "No space left" in words:
            raise not_readable(path, error) from None
        if "FAILED_READ_FILE" in words or "is not a Parquet file" in words:
            raise InputError(message("data.cannot-read", path=path)) from None
        raise InputError(message("on-spark.failed", why=why_of(words))) from None


def why_of(words: str) -> str:
    """The sentence among what Spark says: the first, or the last where Python's stack is above."""
    lines = [line for line in words.splitlines() if line.strip() and not line[0].isspace()]
    if any(line.startswith("Traceback") for line in lines):
        return lines[-1]
    named = [line[2:] for line in lines if line.startswith(": ")]
    return [*named, *lines, ""][0]
