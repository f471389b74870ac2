"""What stands in the way is named, with the element and its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.reachable import by_trying
from tests.unit.analysis.recourse.small import RUN

from evenhand import api
from evenhand.analysis.recourse.result import Recourse
from evenhand.analysis.recourse.situation import Wishes, situation
from evenhand.analysis.recourse.solver import Solver, by_proof
from evenhand.analysis.recourse.ways import recourse
from evenhand.model.action import Span
from evenhand.model.outcome import Reading

CARD = Path(__file__).parents[3] / "examples" / "recourse" / "rank-card.yaml"
POLICY = api.load(CARD)
ORDINARY: dict[str, Any] = {
    "age": 30,
    "deposit_mean_1m": 60_000,
    "tenure": 20,
    "salary_paid_here": False,
    "admin_rank": "none",
}
SOLVERS = (by_trying, by_proof)


def asked(solver: Solver, to: str = "gold", wishes: Wishes | None = None, **given: Any) -> Recourse:
    customer = POLICY.customer({**ORDINARY, **given})
    where = situation(POLICY.model, customer, to, wishes or Wishes(), Reading.DECLARED)
    return recourse(where, RUN, solver)


def line_of(text: str) -> int:
    lines = CARD.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize("solver", SOLVERS)
def test_whoever_lacks_only_rank_points_has_no_way_and_rank_is_named(solver: Solver) -> None:
    found = asked(solver)
    assert (found.exists, found.proved, found.complete) == (False, True, True)
    (block,) = found.blocking
    assert (block.kind, block.attributes) == ("attributes", ("admin_rank",))
    (change,) = block.changes
    assert (change.before, change.after) == ("none", "division_chief")
    (effect,) = change.effects
    assert (effect.kind, effect.element) == ("points", "scorecard/rank")
    assert effect.points == Fraction(20)
    assert effect.location.line == line_of("division_chief: 20")


def test_what_only_time_brings_is_named_with_its_time() -> None:
    wishes = Wishes(horizon=Span(months=12))
    found = asked(by_proof, wishes=wishes, age=20, admin_rank="bureau_chief")
    (block,) = found.blocking
    assert (block.kind, block.attributes, block.span) == ("time", ("age",), Span(months=24))
    (effect,) = block.changes[0].effects
    assert (effect.kind, effect.element) == ("knockout", "knockouts/young")
    assert effect.location.line == line_of("- id: young")


def test_two_things_that_block_together_are_named_together() -> None:
    found = asked(by_proof, age=15)
    assert [one.attributes for one in found.blocking] == [("age", "admin_rank")]


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_limit_that_blocks_says_what_would_do(solver: Solver) -> None:
    wishes = Wishes(max_changes=0, horizon=Span(months=3))
    found = asked(solver, to="silver", wishes=wishes)
    limits = [one.count for one in found.blocking if one.kind == "limit"]
    assert (found.exists, limits) == (False, [1])


@pytest.mark.parametrize("solver", SOLVERS)
def test_frozen_attributes_block_as_others_do(solver: Solver) -> None:
    wishes = Wishes(frozen=("deposit_mean_1m",), horizon=Span(months=3))
    found = asked(solver, to="silver", wishes=wishes)
    named = {one.attributes for one in found.blocking}
    assert ("deposit_mean_1m",) in named
    assert ("admin_rank",) in named
    assert {one.kind for one in found.blocking} == {"time", "attributes"}


def test_whoever_is_there_needs_no_way() -> None:
    found = asked(by_trying, to="plain")
    assert (found.there, found.exists, found.ways[0].changes) == (True, True, ())
    assert found.blocking == ()


def test_values_that_contradict_each_other_are_told() -> None:
    def none(*_: Any, **__: Any) -> None:
        return None

    policy = api.load("@three-laws")
    given: dict[str, Any] = {"overdue_count_24m": 3, "overdue_count_ever": 1}
    where = situation(policy.model, policy.customer(given), "premium", Wishes(), Reading.DECLARED)
    found = recourse(where, RUN, none)
    assert found.impossible == ("late-within-file",)
    assert (found.exists, found.blocking) == (False, ())
