"""Decisions as a file: Parquet or separated values, beside the target first, then renamed."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import lcm
from pathlib import Path
from typing import Final

from sqlglot import exp

from evenhand.engines.sql.compile import Program
from evenhand.engines.sql.numbers import literal
from evenhand.engines.sql.pipeline import DATA_ERROR, ID, SIGNS, Decisions, Pipeline
from evenhand.engines.sql.planning import Plan
from evenhand.engines.sql.quick import call, known
from evenhand.engines.sql.reading import TROUBLES
from evenhand.engines.sql.sandbox import Sandbox
from evenhand.engines.sql.source import Opened
from evenhand.engines.sql.stages import column
from evenhand.errors import InputError, UsageError
from evenhand.messages import message

SUFFIXES: Final = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv"}
"""The forms of output, by the end of the file's name."""

ROW: Final = "row"
OWN: Final = ("policy", "outcome", "status", "floor", "ceiling", "score", "path")

PLACES: Final = 9
"""The most decimal places of a score that is written as a decimal; others are fractions."""

FORMULA: Final = r"^[=+\-@\t\r]"
"""How a text begins that a spreadsheet would take for a formula."""

CONTROL: Final = r"[\x00-\x08\x0b-\x1f\x7f]"
"""Characters that no name holds and that other programs stumble over."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file to be written: its path, its form, and the path of the part that is written first."""

    path: Path
    form: str
    part: Path

    def keep(self) -> None:
        """Make the written part the file. Raises InputError where that fails."""
        try:
            with self.part.open("rb+") as file:
                os.fsync(file.fileno())
            self.part.replace(_target(self.path))
        except OSError:
            raise InputError(message("input.cannot-write", path=self.path.as_posix())) from None

    def discard(self) -> None:
        """Remove what was written of it, if it was not kept."""
        with suppress(OSError):
            self.part.unlink(missing_ok=True)


def _target(path: Path) -> Path:
    """Where a link leads: it stays, and what it points to is written."""
    return Path(os.path.realpath(path))


def output_of(path: str | Path) -> Output:
    """The output at a path; missing folders are made.

    Raises UsageError for another form, InputError where nothing can be written there.
    """
    given = Path(path)
    form = SUFFIXES.get(given.suffix.lower())
    if form is None:
        raise UsageError(message("decide.output-form", path=str(path)))
    target = _target(given)
    if target.exists() and not target.is_file():
        raise InputError(message("input.cannot-write", path=str(path)))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        part.unlink()
    except OSError:
        raise InputError(message("input.cannot-write", path=str(path))) from None
    return Output(given, form, part)


# -- decisions ---------------------------------------------------------------------------------


def write_decisions(  # noqa: PLR0913 - what was found so far
    box: Sandbox,
    output: Output,
    plan: Plan,
    opened: Opened,
    piped: Pipeline,
    rows: tuple[exp.Table, exp.Expr],
    *,
    skip: bool,
) -> int:
    """Write one row a customer and policy, all customers of a policy together; how many."""
    reasons = max(one.reasons for one in plan.programs)
    cards = sorted({name for one in plan.programs for name in one.scores.values()} - {"score"})
    name = ROW if plan.customer is None else opened.names[plan.customer]
    name = "id" if name in OWN else name
    exact = Scores(plan.programs)
    parts = []
    for one, decisions in zip(plan.programs, piped.decisions, strict=True):
        shown = [
            exp.alias_(_identity(plan, rows[1], output.form), name, quoted=True),
            exp.alias_(exp.Literal.string(one.policy.id), "policy", quoted=True),
            *decision_columns(one, decisions, exact, cards, reasons),
        ]
        part = exp.select(*shown).from_(rows[0].copy())
        if skip:
            status = exp.NEQ(
                this=column(decisions.status), expression=exp.Literal.string(DATA_ERROR)
            )
            part = part.where(status)
        parts.append(part)
    query: exp.Expr = parts[0]
    if len(parts) > 1:
        query = exp.union(*parts, distinct=False)
    return _copy(box, output, query)


def _identity(plan: Plan, number: exp.Expr, form: str) -> exp.Expr:
    if plan.customer is None:
        return number.copy()
    return _safe(column(ID)) if form == "csv" else column(ID)


def _safe(text: exp.Expr) -> exp.Expr:
    """A text that no spreadsheet takes for a formula; what is no text stays as it is."""
    words = exp.cast(text.copy(), "VARCHAR")
    clean = call(
        "regexp_replace",
        words,
        exp.Literal.string(CONTROL),
        exp.Literal.string("\ufffd"),
        exp.Literal.string("g"),
    )
    formula = call("regexp_matches", words.copy(), exp.Literal.string(FORMULA))
    is_text = exp.EQ(this=call("typeof", text.copy()), expression=exp.Literal.string("VARCHAR"))
    marked = exp.DPipe(this=exp.Literal.string("'"), expression=clean.copy())
    return exp.Case().when(exp.and_(is_text, formula), marked).else_(clean)


def decision_columns(
    one: Program, decisions: Decisions, exact: Scores, cards: Sequence[str], reasons: int
) -> Iterator[exp.Expr]:
    """The columns of a decision in their order; those that the policy has not are NULL."""
    names = {"outcome": decisions.outcome, "status": decisions.status, **decisions.rest}
    wanted = ["outcome", "status", "floor", "ceiling", "score", *cards, "path"]
    wanted += [f"reason_{number}" for number in range(1, reasons + 1)]
    for name in wanted:
        is_score = name.startswith("score")
        if name not in names:
            empty = exp.cast(exp.Null(), exact.type if is_score else "VARCHAR")
            yield exp.alias_(empty, name, quoted=True)
            continue
        found: exp.Expr = column(names[name])
        if is_score:
            found = exact.written(found, one.scale)
        elif name == "path":
            found = exp.Nullif(this=found, expression=exp.Literal.string(""))
        yield exp.alias_(found, name, quoted=True)


class Scores:
    """Scores as exact decimals with the same places for all policies, else as fractions."""

    def __init__(self, programs: Sequence[Program]) -> None:
        scale = lcm(*(one.scale for one in programs))
        found = (n for n in range(PLACES + 1) if 10**n % scale == 0)
        self.places = next(found, None)
        self.type = "VARCHAR" if self.places is None else f"DECIMAL(38, {self.places})"
        if self.places == 0:
            self.type = "BIGINT"

    def written(self, score: exp.Expr, scale: int) -> exp.Expr:
        if self.places == 0:
            return exp.cast(score, "BIGINT")
        whole = exp.cast(score, f"DECIMAL({28 if self.places is not None else 38}, 0)")
        if self.places is not None:
            times = exp.Mul(this=whole, expression=literal(10**self.places // scale))
            unit = exp.Literal.number("0." + "0" * (self.places - 1) + "1")
            return exp.cast(exp.Mul(this=exp.paren(times), expression=unit), self.type)
        return self.fraction(score, scale)

    def fraction(self, score: exp.Expr, scale: int) -> exp.Expr:
        """A score as a fraction in lowest terms."""
        whole = exp.cast(score.copy(), "INT128")
        divisor = call("gcd", whole.copy(), exp.cast(literal(scale), "INT128"))
        above = exp.cast(exp.paren(exp.IntDiv(this=whole, expression=divisor.copy())), "VARCHAR")
        below = exp.IntDiv(this=literal(scale), expression=divisor)
        text = call("concat", above.copy(), exp.Literal.string("/"), below.copy())
        is_whole = exp.EQ(this=exp.paren(below.copy()), expression=literal(1))
        unknown = exp.Is(this=score.copy(), expression=exp.Null())
        return exp.Case().when(unknown, exp.Null()).when(is_whole, above).else_(text)


def _copy(box: Sandbox, output: Output, query: exp.Expr) -> int:
    options = "FORMAT csv, HEADER true" if output.form == "csv" else "FORMAT parquet"
    path = exp.Literal.string(str(output.part)).sql("duckdb")
    found = box.run(f"COPY ({query.sql('duckdb', comments=False)}) TO {path} ({options})")
    return int(found[0][0])


# -- rows that are wrong -----------------------------------------------------------------------


def write_bad_rows(  # noqa: PLR0913 - what was found so far
    box: Sandbox,
    output: Output,
    plan: Plan,
    opened: Opened,
    rows: tuple[exp.Table, exp.Expr],
    signs: Sequence[str],
    *,
    values: bool,
) -> int:
    """Write one line for each wrong cell and for each row that could not be read; how many."""
    named = box.folder.joinpath("signs.csv")
    refused = box.folder.joinpath("refused.csv")
    with named.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerows((sign, *meant(plan, opened, sign)) for sign in signs)
    with refused.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((one.number, one.why.value) for one in opened.refused)
    listed = call("string_split", column(SIGNS), exp.Literal.string(" "))
    every: list[exp.Expr] = [
        exp.alias_(rows[1].copy(), "row", quoted=True),
        exp.alias_(exp.cast(column(ID), "VARCHAR"), "id", quoted=True),
        exp.alias_(call("unnest", listed), "sign", quoted=True),
    ]
    if values:
        every.append(exp.alias_(call("unnest", column("_told")), "value", quoted=True))
    told = exp.select(*every).from_(rows[0].copy()).where(known(column(SIGNS)))
    text = told.sql("duckdb", comments=False)
    safe = {name: _safe(column(name)).sql("duckdb") for name in ("id", "column", "value")}
    if output.form != "csv":
        safe = {name: column(name).sql("duckdb") for name in safe}
    last = f', {safe["value"]} AS "value"' if values else ""
    none = ', NULL AS "value"' if values else ""
    query = f"""
        SELECT "row", {safe["id"]} AS "id", {safe["column"]} AS "column", "problem"{last}
        FROM ({text}) JOIN {_listed(named, "sign", "column", "problem")} USING ("sign")
        UNION ALL
        SELECT CAST("row" AS BIGINT), NULL, NULL, "problem"{none}
        FROM {_listed(refused, "row", "problem")} ORDER BY 1, 3
    """  # noqa: S608 - names of our own, quoted texts
    options = "FORMAT csv, HEADER true" if output.form == "csv" else "FORMAT parquet"
    path = exp.Literal.string(str(output.part)).sql("duckdb")
    count = int(box.run(f"COPY ({query}) TO {path} ({options})")[0][0])
    output.keep()
    return count


def _listed(path: Path, *names: str) -> str:
    """A file of our own with texts, as it stands in FROM."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    shown = exp.Literal.string(str(path)).sql("duckdb")
    return f"read_csv({shown}, auto_detect=false, header=false, quote='\"', columns={{{columns}}})"


def meant(plan: Plan, opened: Opened, sign: str) -> tuple[str, str]:
    """The column and the problem that a sign stands for."""
    place, _, trouble = sign.partition(":")
    index, _, which = place.partition(".")
    found = plan.inputs[int(index)].places[int(which)]
    return opened.names[found], TROUBLES[int(trouble)].value
