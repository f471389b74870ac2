"""An exported query, run on customers and compared with the reference engine.

DuckDB and SQLite run here. Of the other dialects only the text is read back and compared with the
tree that it was printed from, which finds what is not printed as it was meant, and nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

import sqlglot
from sqlglot import exp

from evenhand.engines.reference import decide
from evenhand.engines.sql.columns import Column, Encoding
from evenhand.exporting.base import Check, Settings
from evenhand.exporting.sql.natural import EXACT
from evenhand.exporting.sql.printing import printed, tree
from evenhand.exporting.sql.query import Exported, exported
from evenhand.model.customer import Customer
from evenhand.model.outcome import Outcome
from evenhand.model.policy import Policy
from evenhand.model.values import Missing, number_text

Cell: TypeAlias = str | int | float | bool | None
Row: TypeAlias = tuple[Cell, ...]
Runner: TypeAlias = "Callable[[Exported, str, Settings, Sequence[Row]], list[Mapping[str, Any]]]"

LARGEST = 10**15
"""Whole numbers beyond are written as texts, which databases read as exact decimals."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one customer, as far as a query says it."""

    outcome: str
    status: str
    floor: str | None
    ceiling: str | None
    possible: tuple[str, ...]
    scores: tuple[str, ...]
    paths: tuple[str, ...]
    reasons: tuple[str, ...]


def check(policy: Policy, settings: Settings, customers: Iterable[Customer]) -> Check:
    """Whether the text decides as the reference engine does about some customers."""
    if settings.dialect not in RUNNERS:
        made = exported(policy, settings)
        text = printed(policy, settings, made)
        return Check(ran=False, differing=0 if reads_back(made, text, settings) else 1)
    bare = replace(settings, view=None, table=TABLE)
    made = exported(policy, bare)
    listed = [one for one in customers if holds(made, one)]
    rows = [natural(made, number, customer) for number, customer in enumerate(listed)]
    answers = RUNNERS[settings.dialect](made, printed(policy, bare, made), bare, rows)
    return compared(policy, bare, made, listed, answers)


def holds(made: Exported, customer: Customer) -> bool:
    """Whether the database can hold a customer's numbers; floats may not tell large ones apart."""
    if not made.dialect.loose:
        return True
    for one in made.program.columns:
        value = None if one.attribute is None else customer.get(one.attribute.id)
        if isinstance(value, Fraction) and value.denominator != 1:
            assert one.attribute is not None and one.attribute.step is not None
            step = one.attribute.step
            if abs(value) * max(step.numerator, step.denominator) >= EXACT:
                return False
    return True


TABLE = "customers_checked"


def compared(
    policy: Policy,
    settings: Settings,
    made: Exported,
    customers: Sequence[Customer],
    answers: Sequence[Mapping[str, Any]],
) -> Check:
    """Each answer of a query against that of the reference engine."""
    differing = 0
    example: dict[str, str] = {}
    for customer, row in zip(customers, answers, strict=True):
        wanted = expected(made, decide(policy, customer, settings.reading).outcome)
        found = told(made, row)
        if wanted != found:
            differing += 1
            example = example or _difference(customer, wanted, found)
    return Check(ran=True, customers=len(customers), differing=differing, example=example)


def _difference(customer: Customer, wanted: Told, found: Told) -> dict[str, str]:
    for name in Told.__dataclass_fields__:
        one, other = getattr(wanted, name), getattr(found, name)
        if one != other:
            values = ", ".join(f"{key}: {value}" for key, value in customer.values.items())
            what = {"what": name, "reference": str(one), "query": str(other)}
            return {**what, "customer": values}
    return {}


def expected(made: Exported, outcome: Outcome) -> Told:
    """What the query should give where the reference engine decides so."""
    shown = made.program.reasons
    return Told(
        outcome.outcome,
        outcome.status.value,
        outcome.floor,
        outcome.ceiling,
        outcome.possible,
        tuple(_score(outcome.scores[card]) for card in made.program.scores),
        outcome.paths,
        tuple(reason.code for reason in outcome.reasons)[:shown],
    )


def told(made: Exported, row: Mapping[str, Any]) -> Told:
    """A row of the result, read."""
    scale = made.program.scale
    scores = [row[name] for name in made.score_names]
    reasons = [row[f"reason_{place}"] for place in range(1, made.program.reasons + 1)]
    return Told(
        str(row["outcome"]),
        str(row["status"]),
        _text(row["floor"]),
        _text(row["ceiling"]),
        _names(row["possible"]),
        tuple(_score(None if one is None else Fraction(int(one), scale)) for one in scores),
        _names(row["path"]),
        tuple(str(one) for one in reasons if one is not None),
    )


def _score(score: Fraction | None) -> str:
    return "unknown" if score is None else number_text(score)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _names(text: Any) -> tuple[str, ...]:
    return tuple(str(text).split(";")) if text else ()


# -- tables ----------------------------------------------------------------------------------------


def natural(made: Exported, number: int, customer: Customer) -> Row:
    """A customer as a row of the bank's table."""
    loose = made.dialect.loose
    return (number, *(_cell(one, customer, loose=loose) for one in made.program.columns))


def _cell(one: Column, customer: Customer, *, loose: bool) -> Cell:
    if one.attribute is None:
        return customer.discretion.get(one.of)
    value = customer.get(one.attribute.id)
    match value:
        case Missing():
            return None
        case bool() | str():
            return value
        case Fraction():
            written = number_text(value)
            return _binary(written) if loose else written
        case date():
            return value.isoformat()
        case frozenset():
            return one.of in value


def _binary(written: str) -> float | int:
    return float(written) if "." in written else int(written)


def type_of(one: Column) -> str:
    """The type of a column of the bank's table."""
    match one.encoding:
        case Encoding.STEPS:
            assert one.attribute is not None
            step = one.attribute.step or Fraction(1)
            places = len(number_text(step).partition(".")[2])
            most = max(abs(one.low), abs(one.high)) * step * 10**places
            return f"DECIMAL({max(len(str(int(most))), places + 1)}, {places})"
        case Encoding.CODE:
            return "VARCHAR(200)"
        case Encoding.DAY:
            return "DATE"
        case _:
            return "BOOLEAN"


def _run_on_duckdb(
    made: Exported, query: str, settings: Settings, rows: Sequence[Row]
) -> list[Mapping[str, Any]]:
    from evenhand.engines.sql.sandbox import library

    with library().connect(config={"enable_external_access": "false"}) as connection:
        declared = "".join(f', "{one.name}" {type_of(one)}' for one in made.program.columns)
        connection.execute(f'CREATE TABLE {TABLE} ("{settings.key}" INTEGER{declared})')
        if rows:
            # One statement: each one by itself takes DuckDB longer than the whole query.
            marks = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
            cells = [cell for row in rows for cell in row]
            connection.execute(f"INSERT INTO {TABLE} VALUES {marks}", cells)  # noqa: S608
        found = connection.execute(query).fetchall()
        names = [column[0] for column in connection.description or ()]
    return _in_order(names, found, settings.key)


def _run_on_sqlite(
    made: Exported, query: str, settings: Settings, rows: Sequence[Row]
) -> list[Mapping[str, Any]]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(":memory:")) as connection:
        declared = "".join(f', "{one.name}"' for one in made.program.columns)
        connection.execute(f'CREATE TABLE {TABLE} ("{settings.key}" INTEGER{declared})')
        marks = ", ".join("?" * (len(made.program.columns) + 1))
        connection.executemany(f"INSERT INTO {TABLE} VALUES ({marks})", rows)  # noqa: S608
        cursor = connection.execute(query)
        found = cursor.fetchall()
        names = [column[0] for column in cursor.description]
    return _in_order(names, found, settings.key)


def _in_order(
    names: Sequence[str], rows: Sequence[Sequence[Any]], key: str
) -> list[Mapping[str, Any]]:
    listed = [dict(zip(names, row, strict=True)) for row in rows]
    return sorted(listed, key=lambda row: int(row[key]))


RUNNERS: Mapping[str, Runner] = {"duckdb": _run_on_duckdb, "sqlite": _run_on_sqlite}
"""What runs each dialect."""


# -- reading back ----------------------------------------------------------------------------------


def reads_back(made: Exported, text: str, settings: Settings) -> bool:
    """Whether the text is read as the tree that it was printed from, but for hints."""
    name = settings.dialect
    found = sqlglot.parse_one(text, dialect=name)
    query = found.expression if settings.view is not None else found
    texts = [
        _bare(one).sql(name, comments=False, identify=True) for one in (query, tree(made).copy())
    ]
    return texts[0] == texts[1]


def _bare(query: exp.Expr) -> exp.Expr:
    """A query without hints, and without names for columns that have them anyway."""
    for one in list(query.find_all(exp.Hint)):
        one.pop()
    for cte in query.find_all(exp.CTE):
        cte.set("materialized", None)
    for alias in list(query.find_all(exp.Alias)):
        if isinstance(alias.this, exp.Column) and alias.this.name == alias.alias:
            alias.replace(alias.this)
    return query
