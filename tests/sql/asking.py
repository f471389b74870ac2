"""Policies as queries, run on DuckDB over customers, and what the reference engine says of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from typing import NamedTuple

import duckdb
from sqlglot import exp

from evenhand import api
from evenhand.engines.reference import decide
from evenhand.engines.sql.columns import Cell, Column, Encoding, encoded
from evenhand.engines.sql.compile import Program, program
from evenhand.engines.sql.shape import BIG, Shape
from evenhand.model.customer import Customer, Given
from evenhand.model.outcome import Outcome, Reading

SHAPES = (Shape(), Shape(booleans=False, division=False))
"""Databases with and without a boolean type, and with and without a division of whole numbers."""


class Answer(NamedTuple):
    """What an engine says of one customer, as far as a query gives it."""

    outcome: str
    status: str
    floor: str | None
    ceiling: str | None
    possible: tuple[str, ...]
    scores: tuple[Fraction | str | None, ...]
    paths: tuple[str, ...]
    reasons: tuple[str, ...]


def expected(program: Program, customer: Customer, outcome: Outcome) -> Answer:
    """What a query should give where the reference engine decides so."""
    return Answer(
        outcome.outcome,
        outcome.status.value,
        outcome.floor,
        outcome.ceiling,
        outcome.possible,
        tuple(outcome.scores[card] for card in program.scores),
        outcome.paths,
        tuple(reason.code for reason in outcome.reasons)[: program.reasons],
    )


def kind_of(column: Column) -> str:
    """The SQL type of a column of the table of customers."""
    match column.encoding:
        case Encoding.STEPS:
            return "BIGINT" if max(abs(column.low), abs(column.high)) <= BIG else "DECIMAL(38, 0)"
        case Encoding.CODE:
            return "SMALLINT"
        case Encoding.DAY:
            return "INTEGER"
        case _:
            return "BOOLEAN"


def answers(program: Program, customers: Sequence[Customer]) -> list[Answer]:
    """What the query gives on DuckDB, for each customer."""
    columns = program.columns
    declared = "".join(f', "{one.name}" {kind_of(one)}' for one in columns)
    row_marks = "(" + ", ".join("?" * (len(columns) + 1)) + ")"
    cells: list[Cell] = []
    for index, customer in enumerate(customers):
        cells += [index, *(encoded(column, customer) for column in columns)]
    text = program.query.transform(_whole_division).sql(dialect="duckdb")
    with _database().cursor() as cursor:
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE customers (row_id INTEGER{declared})")
        marks = ", ".join([row_marks] * len(customers))
        cursor.execute(f"INSERT INTO customers VALUES {marks}", cells)  # noqa: S608
        found = cursor.execute(f"SELECT * FROM ({text}) ORDER BY row_id").fetchall()  # noqa: S608
        names = [column[0] for column in cursor.description or ()]
    return [answer(program, dict(zip(names, row, strict=True))) for row in found]


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def _whole_division(node: exp.Expr) -> exp.Expr:
    """``/`` as it is where it is used for whole numbers; DuckDB's gives a binary float."""
    return exp.IntDiv(**node.args) if isinstance(node, exp.Div) else node


def answer(program: Program, row: dict[str, object]) -> Answer:
    """A row of the result, read."""
    scores = [row[name] for name in program.scores.values()]
    reasons = [row[f"reason_{place}"] for place in range(1, program.reasons + 1)]
    return Answer(
        str(row["outcome"]),
        str(row["status"]),
        None if row["floor"] is None else str(row["floor"]),
        None if row["ceiling"] is None else str(row["ceiling"]),
        listed(row["possible"]),
        tuple(_score(one, program.scale) for one in scores),
        listed(row["path"]),
        tuple(str(one) for one in reasons if one is not None),
    )


def _score(one: object, scale: int) -> Fraction | str | None:
    """A score; what is no whole number in the result is told as text, and so is no score."""
    if one is None:
        return None
    return Fraction(int(one), scale) if isinstance(one, (int, Decimal)) else f"{type(one)} {one}"


def listed(text: object) -> tuple[str, ...]:
    """The names in a list that is written as text."""
    return tuple(str(text).split(";")) if text else ()


def grid(policy: api.Policy, **values: Sequence[Given | None]) -> list[Customer]:
    """Customers with every combination of these values; None leaves a value missing."""
    return [
        policy.customer({n: v for n, v in zip(values, row, strict=True) if v is not None})
        for row in product(*values.values())
    ]


def differences(policy: api.Policy, customers: Sequence[Customer]) -> list[object]:
    """Of whom the query says something else than the reference engine, in any reading and shape.

    A query that is the same in several readings is run once.
    """
    found: list[object] = []
    asked: dict[str, list[Answer]] = {}
    for reading in Reading:
        outcomes = [decide(policy.model, customer, reading).outcome for customer in customers]
        for shape in SHAPES:
            made = program(policy.model, reading, shape=shape)
            text = made.query.sql(dialect="duckdb", comments=False)
            if text not in asked:
                asked[text] = answers(made, customers)
            for customer, got, outcome in zip(customers, asked[text], outcomes, strict=True):
                if got != expected(made, customer, outcome):
                    found.append((reading, shape, customer, got, expected(made, customer, outcome)))
    return found


def disagreements(
    asked: Program, customers: Sequence[Customer], reading: Reading
) -> list[tuple[Customer, Answer, Answer]]:
    """Customers of whom the query says something else than the reference engine: that and this."""
    found = []
    for customer, got in zip(customers, answers(asked, customers), strict=True):
        meant = expected(asked, customer, decide(asked.policy, customer, reading).outcome)
        if got != meant:
            found.append((customer, got, meant))
    return found
