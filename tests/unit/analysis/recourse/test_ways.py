"""The search finds what trying everything finds: the cheapest ways, or that there is none."""

from __future__ import annotations

from typing import Any

import pytest
from tests.reachable import by_trying
from tests.unit.analysis.recourse.small import RUN, Tried, every_way, small

from evenhand.analysis.recourse.search import Search
from evenhand.analysis.recourse.solver import Solver, by_proof
from evenhand.analysis.recourse.ways import recourse
from evenhand.engines.exact.question import Unanswered

ASKED: tuple[tuple[int, Solver], ...] = (
    *((seed, by_trying) for seed in range(6)),
    *((seed, by_proof) for seed in range(40)),
)


def expected(world_ways: list[Tried], count: int, most: int | None) -> list[tuple[object, ...]]:
    """The orders of the first ways: each leaves out a change of all before it, or is sooner."""
    found: list[Tried] = []
    left = [one for one in world_ways if most is None or len(one.changed) <= most]
    while left and len(found) < count:
        best = min(left, key=lambda one: one.order)
        found.append(best)
        left = [one for one in left if one.days < best.days or not best.changed <= one.changed]
    return [one.order for one in found]


@pytest.mark.parametrize(("seed", "solver"), ASKED)
def test_the_search_finds_what_trying_everything_finds(seed: int, solver: Solver) -> None:
    world = small(seed)
    every = list(every_way(world))
    answer = Search(world.situation(alternatives=1), solver).answer()
    assert answer.open is None
    got = [(one.cost, len(one.changed), one.span.most_days) for one in answer.ways]
    assert got == expected(every, 1, None)
    found = recourse(world.situation(alternatives=1), RUN, solver, explain_none=False)
    assert (found.exists, found.proved) == (bool(every), True)
    for way in found.ways:
        assert way.outcome.outcome == "gold"
        assert sum(one.cost for one in way.changes) == way.cost


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("frozen", "most"), [((), 1), ((), 2), (("asset",), None)])
def test_frozen_attributes_and_few_changes(
    seed: int, frozen: tuple[str, ...], most: int | None
) -> None:
    world = small(seed)
    every = list(every_way(world, frozenset(frozen)))
    where = world.situation(alternatives=1, frozen=frozen, max_changes=most)
    answer = Search(where, by_proof).answer()
    got = [(one.cost, len(one.changed), one.span.most_days) for one in answer.ways]
    assert got == expected(every, 1, most)
    assert all(set(frozen).isdisjoint(one.changed) for one in answer.ways)


@pytest.mark.parametrize("seed", range(12))
def test_further_ways_are_the_cheapest_that_are_new(seed: int) -> None:
    world = small(seed)
    every = list(every_way(world))
    answer = Search(world.situation(alternatives=4), by_proof).answer()
    got = [(one.cost, len(one.changed), one.span.most_days) for one in answer.ways]
    wanted = expected(every, 4, None)
    # Of equally good ways either may come first, and what is new beside it differs from there on.
    assert got[:1] == wanted[:1]
    shown: list[Tried] = []
    for way in answer.ways:
        here = Tried(way.cost, frozenset(way.changed), way.span.most_days)
        left = [one for one in every if _is_new(one, shown)]
        assert here.order == min(one.order for one in left)
        assert _is_new(here, shown)
        shown.append(here)
    assert len(shown) == 4 or not any(_is_new(one, shown) for one in every)
    assert answer.all is not any(_is_new(one, shown) for one in every)


def _is_new(one: Tried, shown: list[Tried]) -> bool:
    return all(one.days < other.days or not other.changed <= one.changed for other in shown)


def test_a_search_that_runs_out_of_questions_says_so() -> None:
    world = next(w for w in map(small, range(40)) if len(list(every_way(w))) > 50)
    search = Search(world.situation(), by_trying, questions=2)
    answer = search.answer()
    assert answer.open is not None
    assert not answer.all


def test_an_engine_without_an_answer_leaves_the_question_open() -> None:
    def silent(*_: Any, **__: Any) -> None:
        raise Unanswered("linear", "combined")

    world = small(0)
    found = recourse(world.situation(), RUN, silent)
    assert (found.exists, found.proved, found.incomplete) == (None, False, True)
    assert found.open is not None
    assert found.exit_code(strict=True) == 4
