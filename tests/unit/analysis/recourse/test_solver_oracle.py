"""The cheapest cost is the optimum of an integer program that knows nothing of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from tests.unit.analysis.recourse.small import Small, small

from evenhand.analysis.recourse.search import Search
from evenhand.analysis.recourse.solver import by_proof

cp_model: Any = pytest.importorskip("ortools.sat.python.cp_model")

SCALE = 2
"""Costs of small worlds are whole multiples of a half."""

CODES = ("low", "mid", "high")


def optimum(world: Small) -> Fraction | None:
    """The least cost over all lengths of ways; None: the program has no solution at any."""
    costs = [cost for span in _spans() if (cost := _at(world, *span)) is not None]
    return min(costs, default=None)


def _spans() -> list[tuple[int, int]]:
    return [*((months, 0) for months in range(7)), (0, 1), (0, 3)]


def _at(world: Small, months: int, days: int) -> Fraction | None:
    model = cp_model.CpModel()
    start = world.customer.values
    past = 31 * months + days
    tenure = min(int(_number(start["tenure_here"])) + months, 6)
    years = int(_number(start["years_old"]))
    asset, debt = int(_number(start["asset"])), int(_number(start["debt"]))
    grade, salary = CODES.index(str(start["grade"])), int(bool(start["salary"]))
    to_asset = model.NewIntVar(asset, 4 if past >= 62 else asset, "asset")
    lowest, highest = (0 if past >= 31 else debt), (3 if past >= 3 else debt)
    to_debt = model.NewIntVar(lowest, highest, "debt")
    free = past >= 93
    to_salary = model.NewIntVar(0 if free else salary, 1 if free else salary, "salary")
    to_grade = model.NewIntVar(grade, 2 if past >= 124 else grade, "grade")
    score = sum(
        _looked_up(model, variable, world.points[name])
        for name, variable in (
            ("asset", to_asset),
            ("debt", to_debt),
            ("salary", to_salary),
            ("grade", to_grade),
        )
    )
    fixed = world.points["tenure_here"][tenure] + world.points["years_old"][years]
    model.Add(score + fixed >= world.cut)
    if world.knockout is not None and tenure < 5:
        model.Add(to_debt < world.knockout)
    lowered = model.NewIntVar(0, 3, "lowered")
    model.AddMaxEquality(lowered, [debt - to_debt, 0])
    moved = model.NewBoolVar("moved")
    model.Add(to_salary != salary).OnlyEnforceIf(moved)
    model.Add(to_salary == salary).OnlyEnforceIf(moved.Not())
    cost = (
        int(world.asset * SCALE) * (to_asset - asset)
        + lowered
        + int(world.salary * SCALE) * moved
        + 2 * SCALE * (to_grade - grade)
    )
    model.Minimize(cost)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.Solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return Fraction(round(solver.ObjectiveValue()), SCALE) if status == cp_model.OPTIMAL else None


def _looked_up(model: Any, variable: Any, points: Sequence[int]) -> Any:
    found = model.NewIntVar(min(points), max(points), "points")
    model.AddElement(variable, list(points), found)
    return found


def _number(value: object) -> Fraction:
    assert isinstance(value, Fraction)
    return value


@pytest.mark.parametrize("seed", range(100, 130))
def test_the_cost_is_the_optimum(seed: int) -> None:
    world = small(seed)
    answer = Search(world.situation(alternatives=1), by_proof).answer()
    assert answer.open is None
    best = answer.ways[0].cost if answer.ways else None
    assert best == optimum(world)
