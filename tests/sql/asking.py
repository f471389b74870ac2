"""Policies as queries, run on DuckDB over customers, and what the reference engine says of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import duckdb

from evenhand.engines.reference import decide
from evenhand.engines.sql.columns import Column, Encoding, encoded
from evenhand.engines.sql.compile import Program
from evenhand.engines.sql.shape import BIG
from evenhand.model.customer import Customer
from evenhand.model.outcome import Outcome


class Answer(NamedTuple):
    """What an engine says of one customer, as far as a query gives it."""

    outcome: str
    status: str
    floor: str | None
    ceiling: str | None
    possible: tuple[str, ...]
    scores: tuple[Fraction | None, ...]
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
    with duckdb.connect() as connection:
        columns = program.columns
        declared = "".join(f', "{one.name}" {kind_of(one)}' for one in columns)
        connection.execute(f"CREATE TABLE customers (row_id INTEGER{declared})")
        marks = ", ".join("?" * (len(columns) + 1))
        rows = [
            [index, *(encoded(column, customer) for column in columns)]
            for index, customer in enumerate(customers)
        ]
        connection.executemany(f"INSERT INTO customers VALUES ({marks})", rows)
        text = program.query.sql(dialect="duckdb")
        found = connection.execute(f"SELECT * FROM ({text}) ORDER BY row_id").fetchall()
        names = [column[0] for column in connection.description or ()]
    return [answer(program, dict(zip(names, row, strict=True))) for row in found]


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
        tuple(None if one is None else Fraction(int(str(one)), program.scale) for one in scores),
        listed(row["path"]),
        tuple(str(one) for one in reasons if one is not None),
    )


def listed(text: object) -> tuple[str, ...]:
    """The names in a list that is written as text."""
    return tuple(str(text).split(";")) if text else ()


def disagreements(program: Program, customers: Sequence[Customer], reading: object) -> list[object]:
    """Customers of whom the query says something else than the reference engine."""
    found = []
    for customer, got in zip(customers, answers(program, customers), strict=True):
        meant = expected(program, customer, decide(program.policy, customer, reading).outcome)
        if got != meant:
            found.append((customer, got, meant))
    return found
