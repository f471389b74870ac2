"""Three-valued logic as SQL text, and what DuckDB makes of it."""

from __future__ import annotations

from itertools import product

import duckdb
import pytest
from sqlglot import exp

from evenhand.engines.sql.logic import (
    Predicate,
    at_least,
    between_the_two,
    certain,
    conjunction,
    disjunction,
    is_certain,
    is_unknown,
    negation,
    unknown,
)
from evenhand.engines.sql.stages import column
from evenhand.model import truth
from evenhand.model.truth import F, T, U

TRUTHS = {T: True, F: False, U: None}
NAMES = ("p", "q", "r")
ROWS = list(product(TRUTHS, repeat=3))


def values(condition: Predicate) -> list[bool | None]:
    """What a condition of p, q and r is, for each row of their truths."""
    rows = ", ".join(
        "(" + ", ".join("NULL" if TRUTHS[one] is None else str(TRUTHS[one]) for one in row) + ")"
        for row in ROWS
    )
    table = f"(VALUES (1, TRUE, TRUE, TRUE), {rows.replace('(', '(0, ')}) AS t(n, p, q, r)"
    query = f"SELECT {condition.sql('duckdb')} FROM {table} WHERE n = 0"  # noqa: S608
    return [row[0] for row in duckdb.execute(query).fetchall()]


def parts(count: int = 3) -> list[Predicate]:
    return [column(name) for name in NAMES[:count]]


def test_all_any_and_not_are_kleenes() -> None:
    assert values(conjunction(parts())) == [TRUTHS[truth.conjunction(row)] for row in ROWS]
    assert values(disjunction(parts())) == [TRUTHS[truth.disjunction(row)] for row in ROWS]
    assert values(negation(conjunction(parts()))) == [
        TRUTHS[truth.negation(truth.conjunction(row))] for row in ROWS
    ]


@pytest.mark.parametrize("needed", range(5))
@pytest.mark.parametrize("fixed", [[], [True], [False, True, True]])
def test_at_least_by_two_counts(needed: int, fixed: list[bool]) -> None:
    found = at_least(needed, [*map(certain, fixed), *parts()])
    more = [T if one else F for one in fixed]
    assert values(found) == [TRUTHS[truth.at_least(needed, [*more, *row])] for row in ROWS]


def test_what_is_certain_needs_no_sql() -> None:
    p = column("p")
    assert conjunction([]) == disjunction([p, certain(True)]) == certain(True)
    assert disjunction([]) == conjunction([unknown(), certain(False)]) == certain(False)
    assert conjunction([certain(True), p]) == disjunction([certain(False), p]) == p
    assert negation(certain(True)) == certain(False)
    assert negation(negation(p)) == p
    assert negation(negation(conjunction([p, column("q")]))) == conjunction([p, column("q")])
    assert is_certain(certain(False), False) and not is_certain(certain(False), True)
    assert not is_certain(p, True)


def test_unknown_stays_unknown() -> None:
    assert is_unknown(unknown()) and is_unknown(negation(unknown()))
    assert not is_unknown(column("p")) and not is_unknown(
        exp.EQ(this=column("p"), expression=column("q"))
    )
    assert set(values(unknown())) == {None}


def test_true_false_and_between() -> None:
    p, q = column("p"), column("q")
    found = values(between_the_two(conjunction([p, q]), p))
    for (one, other, _), got in zip(ROWS, found, strict=True):
        if one is F:
            assert got is False
        elif one is T and other is T:
            assert got is True
        else:
            assert got is None


def test_parts_are_not_moved_out_of_where_they_stand() -> None:
    p = column("p")
    first, second = conjunction([p, column("q")]), disjunction([p, column("r")])
    assert first.sql() == '"p" AND "q"' and second.sql() == '"p" OR "r"'
    assert p.parent is None
