"""Decisions as a folder of Parquet: beside the target first, then renamed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from evenhand.engines.sql.numbers import literal
from evenhand.engines.sql.pipeline import DATA_ERROR, ID, Pipeline
from evenhand.engines.sql.planning import Plan
from evenhand.engines.sql.quick import call
from evenhand.engines.sql.source import NUMBER, Opened
from evenhand.engines.sql.spark_form import spark_text
from evenhand.engines.sql.stages import column
from evenhand.engines.sql.writing import OWN, ROW, Output, Scores, decision_columns
from evenhand.errors import InputError, UsageError
from evenhand.messages import message

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FORM: Final = "folder"


def folder_of(path: str | Path) -> Output:
    """The folder at a path, to be made; the folders above it are made at once.

    Its name ends with .parquet, as those of files do. Raises UsageError where it does not or there
    is something already, InputError where nothing can be written.
    """
    given = Path(path)
    if given.suffix.lower() != ".parquet":
        raise UsageError(message("on-spark.output-form", path=str(path)))
    target = Path(os.path.realpath(given))
    if target.exists():
        raise UsageError(message("on-spark.output-exists", path=str(path)))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        part.rmdir()
    except OSError:
        raise InputError(message("input.cannot-write", path=str(path))) from None
    return Output(given, FORM, part)


def keep(output: Output, written: Path) -> None:
    """Make a written folder the output. Raises InputError where that fails."""
    target = Path(os.path.realpath(output.path))
    try:
        for file in sorted(written.iterdir()):
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
        # Renaming onto an empty folder would succeed, and onto a file or a full one fails.
        if target.exists():
            raise UsageError(message("on-spark.output-exists", path=str(output.path)))
        written.rename(target)
    except OSError:
        raise InputError(message("input.cannot-write", path=output.path.as_posix())) from None


def discard(output: Output) -> None:
    """Remove what was written beside an output."""
    shutil.rmtree(output.part, ignore_errors=True)


def write(spark: SparkSession, query: exp.Expr | str, folder: Path) -> int:
    """Write the rows of a query as a folder of Parquet; how many are there afterwards."""
    text = query if isinstance(query, str) else spark_text(query)
    spark.sql(text).write.parquet(f"file://{folder}")
    return int(spark.read.parquet(f"file://{folder}").count())


def decisions(
    plan: Plan, opened: Opened, piped: Pipeline, rows: exp.Table, *, skip: bool
) -> exp.Expr:
    """One row a customer and policy."""
    reasons = max(one.reasons for one in plan.programs)
    cards = sorted({name for one in plan.programs for name in one.scores.values()} - {"score"})
    name = ROW if plan.customer is None else opened.names[plan.customer]
    name = "id" if name in OWN else name
    exact = SparkScores(plan.programs)
    parts: list[exp.Select] = []
    for one, decided in zip(plan.programs, piped.decisions, strict=True):
        part = exp.select(
            exp.alias_(column(NUMBER if plan.customer is None else ID), name, quoted=True),
            exp.alias_(exp.Literal.string(one.policy.id), "policy", quoted=True),
            *decision_columns(one, decided, exact, cards, reasons),
        ).from_(rows.copy())
        if skip:
            status = exp.Literal.string(DATA_ERROR)
            part = part.where(exp.NEQ(this=column(decided.status), expression=status))
        parts.append(part)
    return parts[0] if len(parts) == 1 else exp.union(*parts, distinct=False)


class SparkScores(Scores):
    """Scores as Spark writes them; it has no function for the greatest common divisor."""

    def fraction(self, score: exp.Expr, scale: int) -> exp.Expr:
        """A score as a fraction, by the greatest divisor of the scale that divides it."""
        # A score beyond BIGINT raises in this cast, where DIV alone would wrap.
        whole = exp.cast(score, "BIGINT")
        case = exp.Case()
        for divisor in (one for one in range(scale, 0, -1) if scale % one == 0):
            rest = exp.Mod(this=whole.copy(), expression=literal(divisor))
            above = exp.IntDiv(this=whole.copy(), expression=literal(divisor))
            text: exp.Expr = exp.cast(exp.paren(above), "VARCHAR")
            if divisor != scale:
                text = call("concat", text, exp.Literal.string(f"/{scale // divisor}"))
            case = case.when(exp.EQ(this=rest, expression=literal(0)), text)
        return case
