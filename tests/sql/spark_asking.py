"""Many policies as one query, run as one Spark job over one wide table of customers.

Each policy has columns of its own in the table, with its number before their names, and a column of
its own in the result. Row n holds the n-th customer of every policy; where a policy has fewer, its
columns are NULL there, which is a customer of whom nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp
from tests.sql.asking import Answer, answer, expected, kind_of

from evenhand.engines.reference import decide
from evenhand.engines.sql.columns import Column, encoded
from evenhand.engines.sql.compile import Program, program
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

NOBODY = Customer({})


class Case(NamedTuple):
    """A policy, how it is read, and customers of it."""

    policy: Policy
    reading: Reading
    customers: Sequence[Customer]


def answers(spark: SparkSession, cases: Sequence[Case]) -> list[list[Answer]]:
    """What the queries of all cases give, from one job, for each customer of each."""
    programs = [program(case.policy, case.reading) for case in cases]
    rows = max(len(case.customers) for case in cases)
    table(spark, programs, cases, rows).createOrReplaceTempView("customers")
    collected = spark.sql(together(programs).sql(dialect="spark", comments=False)).collect()
    found = {row["row_id"]: row for row in collected}
    assert sorted(found) == list(range(rows))
    return [
        [
            answer(made, found[place][f"policy_{number}"].asDict())
            for place in range(len(case.customers))
        ]
        for number, (case, made) in enumerate(zip(cases, programs, strict=True))
    ]


def disagreements(spark: SparkSession, cases: Sequence[Case]) -> list[object]:
    """Customers of whom Spark says something else than the reference engine."""
    found: list[object] = []
    for case, given in zip(cases, answers(spark, cases), strict=True):
        made = program(case.policy, case.reading)
        for customer, got in zip(case.customers, given, strict=True):
            outcome = decide(case.policy, customer, case.reading).outcome
            meant = expected(made, customer, outcome)
            if got != meant:
                found.append((case.policy.id, case.reading, customer, got, meant))
    return found


def table(
    spark: SparkSession, programs: Sequence[Program], cases: Sequence[Case], rows: int
) -> DataFrame:
    """The customers of all cases side by side."""
    columns = [(number, column) for number, made in enumerate(programs) for column in made.columns]
    kinds = [f"`{_own(number, column.name)}` {kind_of(column)}" for number, column in columns]
    data = [
        (place, *(_cell(column, _at(cases[number], place)) for number, column in columns))
        for place in range(rows)
    ]
    return spark.createDataFrame(data, ", ".join(["row_id INTEGER", *kinds]))


def together(programs: Sequence[Program]) -> exp.Select:
    """One query in place of many: the n-th steps of all policies are one step.

    A policy that has come to its end passes on its result alone, so that Spark has less to carry.
    """
    queries = [_prefixed(made.query, number) for number, made in enumerate(programs)]
    names = [
        [_own(number, column.name) for column in made.columns]
        for number, made in enumerate(programs)
    ]
    whole, below = exp.Select(), "customers"
    for place in range(1 + max(len(query.ctes) for query in queries)):
        shown: list[exp.Expr] = []
        for number, query in enumerate(queries):
            shown += [exp.column(name, quoted=True) for name in names[number]]
            if place < len(query.ctes):
                added = _added(query.ctes[place].this.expressions)
                shown += added
                names[number] += [one.alias for one in added]
            elif place == len(query.ctes):
                del shown[len(shown) - len(names[number]) :]
                shown.append(_struct(_added(query.expressions), number))
                names[number] = [f"policy_{number}"]
        step = exp.select("row_id", *shown).from_(below)
        below = f"step_{place}"
        whole = whole.with_(below, as_=step, copy=False)
    return whole.select(exp.Star(), copy=False).from_(below, copy=False)


def _struct(shown: Sequence[exp.Alias], number: int) -> exp.Expr:
    """The columns of a result as one, without the numbers before their names."""
    parts: list[exp.Expr] = []
    for one in shown:
        parts += [exp.Literal.string(one.alias.partition("_")[2]), one.this]
    return exp.alias_(exp.Anonymous(this="named_struct", expressions=parts), f"policy_{number}")


def _prefixed(query: exp.Expr, number: int) -> exp.Select:
    """A query whose names begin with a number, but for the row's."""
    found = query.copy()
    for one in found.find_all(exp.Column, exp.Alias):
        name = one.args["alias"] if isinstance(one, exp.Alias) else one.this
        if isinstance(name, exp.Identifier) and name.name != "row_id":
            name.set("this", _own(number, name.name))
    assert isinstance(found, exp.Select)
    return found


def _added(expressions: Iterable[exp.Expr]) -> list[exp.Alias]:
    return [one for one in expressions if isinstance(one, exp.Alias)]


def _own(number: int, name: str) -> str:
    return f"p{number}_{name}"


def _at(case: Case, place: int) -> Customer:
    return case.customers[place] if place < len(case.customers) else NOBODY


def _cell(column: Column, customer: Customer) -> int | bool | Decimal | None:
    cell = encoded(column, customer)
    if cell is not None and kind_of(column).startswith("DECIMAL"):
        return Decimal(cell)
    return cell
