"""The cheapest change, held against the cost of becoming anybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.properties.replay import label_of
from tests.properties.varied import every_customer
from tests.unit.engines.exact.tiny import gold, outcome, scored

from evenhand.engines.exact import cheapest as module
from evenhand.engines.exact.moves import Move
from evenhand.engines.exact.question import Budget, Unanswered
from evenhand.engines.possible import limits_of, violated
from evenhand.engines.proofs import cheapest
from evenhand.model.customer import Customer
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scales import place_of
from evenhand.model.values import Missing, Value

GOLD = frozenset({"gold"})
START: dict[str, Value] = {
    "amount": Fraction(1),
    "other": Fraction(0),
    "third": Fraction(0),
    "has_card": False,
    "cap": Fraction(1),
    "rank": "low",
    "colour": "blue",
    "licences": frozenset(),
    "born": date(2020, 1, 1),
}
ONE = Fraction(1)


def both_ways(raising: int, lowering: int, fixed: int = 0) -> Move:
    return Move(Fraction(raising), Fraction(lowering), {}, Fraction(fixed))


def to(**costs: int) -> Move:
    """A move to single codes (or yes), each at its cost."""
    named: dict[Value, Fraction] = {
        (True if k == "yes" else k): Fraction(v) for k, v in costs.items()
    }
    return Move(set_costs=named)


def start(**changed: Value | None) -> Customer:
    values = {**START, **changed}
    return Customer({name: value for name, value in values.items() if value is not None})


def price(
    policy: Policy, begin: Customer, moves: Mapping[str, Move], one: Customer
) -> Fraction | None:
    """What becoming somebody else costs; None where that cannot be."""
    total = Fraction(0)
    for name in set(one.values) | set(begin.values):
        if name not in one.values and name not in moves:
            continue
        before, after = begin.get(name), one.get(name)
        if before == after:
            continue
        if name not in moves or isinstance(before, Missing) or isinstance(after, Missing):
            return None
        cost = _cost(policy, name, moves[name], before, after)
        if cost is None:
            return None
        total += cost
    return total


def _cost(policy: Policy, name: str, move: Move, before: Value, after: Value) -> Fraction | None:
    if isinstance(before, Fraction | date) and isinstance(after, Fraction | date):
        attribute = policy.dictionary.attributes[name]
        by_place: dict[Value, Fraction] = {
            place_of(attribute, value): cost for value, cost in move.set_costs.items()
        }
        moved = replace(move, set_costs=by_place)
        return moved.cost(place_of(attribute, before), place_of(attribute, after))
    return move.set_costs[after] + move.fixed_cost if after in move.set_costs else None


def is_cheapest(
    policy: Policy,
    moves: Mapping[str, Move],
    begin: Customer | None = None,
    goal: frozenset[str] = GOLD,
) -> Fraction | None:
    """The least cost, which is what looking at everybody finds."""
    begin = begin or start()
    limits = limits_of(policy)
    used = policy_reads(policy)
    kept = {name: value for name, value in begin.values.items() if name not in used}
    costs = []
    for one in every_customer((policy,)):
        told = Customer({**kept, **one.values}, one.discretion)
        if dict(told.discretion) != dict(begin.discretion) or violated(policy, told, limits):
            continue
        cost = price(policy, begin, moves, told)
        if cost is not None and label_of(outcome(policy), told) in goal:
            costs.append(cost)
    found = cheapest(policy, begin, moves, goal)
    assert (None if found is None else found.cost) == min(costs, default=None)
    if found is not None:
        assert price(policy, begin, moves, found.customer) == found.cost
        assert set(found.customer.values) == set(begin.values)
    return None if found is None else found.cost


def policy_reads(policy: Policy) -> set[str]:
    return set(used_attributes(policy))


def test_whoever_is_there_already_pays_nothing() -> None:
    policy = gold("{amount: {at_least: 1}}")
    assert is_cheapest(policy, {"amount": both_ways(3, 1)}) == 0
    assert is_cheapest(policy, {}) == 0


def test_a_number_is_moved_to_the_nearest_place() -> None:
    assert is_cheapest(gold("{amount: {at_least: 3}}"), {"amount": both_ways(3, 1, 2)}) == 8
    assert is_cheapest(gold("{amount: {below: 1}}"), {"amount": both_ways(3, 1)}) == 1
    assert is_cheapest(
        gold("{half: {above: 1.2}}"), {"half": both_ways(3, 1)}, start(half=Fraction(0))
    ) == Fraction(9, 2)


def test_without_a_way_there_is_none() -> None:
    policy = gold("{amount: {at_least: 3}}")
    assert is_cheapest(policy, {"amount": Move(lower_cost=ONE)}) is None
    assert is_cheapest(policy, {"other": both_ways(1, 1)}) is None
    assert is_cheapest(policy, {"amount": both_ways(1, 1)}, start(amount=None)) is None


def test_single_values_may_cost_less_than_the_way() -> None:
    jump = Move(raise_cost=Fraction(5), set_costs={Fraction(4): Fraction(1)}, fixed_cost=ONE)
    assert is_cheapest(gold("{amount: {at_least: 3}}"), {"amount": jump}) == 2
    only = Move(set_costs={Fraction(2): ONE, Fraction(4): Fraction(7)})
    assert is_cheapest(gold("{amount: {at_least: 3}}"), {"amount": only}) == 7


def test_codes_and_dates_and_yes_or_no() -> None:
    assert is_cheapest(gold("{colour: {in: [red, grey]}}"), {"colour": to(red=5, grey=3)}) == 3
    assert is_cheapest(gold("{has_card: true}"), {"has_card": to(yes=4)}) == 4
    assert is_cheapest(gold("{rank: {at_least: mid}}"), {"rank": to(high=2)}) == 2
    later = Move(raise_cost=ONE, set_costs={date(2020, 1, 4): Fraction(1)})
    assert is_cheapest(gold("{born: {at_least: 2020-01-03}}"), {"born": later}) == 1


def test_what_does_not_exist_stays_so_unless_that_changes() -> None:
    policy = gold("{cap: {at_least: 1}}")
    assert is_cheapest(policy, {"has_card": to(yes=4)}) == 4
    assert is_cheapest(policy, {"cap": both_ways(1, 1)}) is None
    moves = {"has_card": to(yes=4), "cap": both_ways(2, 1)}
    assert is_cheapest(policy, moves, start(cap=Fraction(0))) == 6


SETS: dict[Value, Fraction] = {
    frozenset({"law"}): Fraction(3),
    frozenset({"tax"}): Fraction(2),
    frozenset({"law", "tax"}): Fraction(6),
}


def test_sets_are_given_as_a_whole() -> None:
    moves = {"licences": Move(set_costs=dict(SETS), fixed_cost=ONE), "amount": both_ways(4, 1)}
    assert is_cheapest(gold("{licences: {includes: law}}"), moves) == 4
    assert is_cheapest(gold("{licences: {includes_all: [law, tax]}}"), moves) == 7
    either = "{any: [{licences: {includes: law}}, {amount: {at_least: 2}}]}"
    assert is_cheapest(gold(either), moves) == 4
    assert is_cheapest(gold(either), {**moves, "amount": both_ways(5, 1)}) == 4


SUMS = """\
total:
  label: {en: T, zh: 和}
  sum: [{attribute: third, times: 2}, {attribute: other, at_most: 1}]
"""


@pytest.mark.parametrize(
    "condition",
    [
        "{total: {at_least: 4}}",
        "{total: {below: 0}}",
        "{amount: {at_least: {times: 2, of: third, plus: 2}}}",
    ],
)
@pytest.mark.parametrize("fixed", [0, 3])
@pytest.mark.parametrize("rates", [(3, 1), (1, 3)])
def test_attributes_of_one_sum_share_the_way(
    condition: str, fixed: int, rates: tuple[int, int]
) -> None:
    moves = {
        "third": both_ways(rates[0], 1, fixed),
        "other": both_ways(rates[1], 1),
        "amount": both_ways(2, 2, 1),
    }
    is_cheapest(gold(condition, derived=SUMS), moves)
    is_cheapest(
        gold(condition, derived=SUMS),
        {"other": both_ways(1, 1), "amount": Move(set_costs={Fraction(4): ONE})},
    )


def test_a_sum_in_which_everything_is_missing_stays_open() -> None:
    policy = gold("{total: {at_least: 4}}", derived=SUMS)
    assert is_cheapest(policy, {"third": both_ways(1, 1)}, start(other=None)) is None


CARD = (
    "attribute: third, per_unit: {each: 1, points: 2}",
    "attribute: rank, points: {high: 4, mid: 3}, otherwise: 0",
    "cases: [{when: {all: [{has_card: true}, {amount: {at_least: 3}}]}, points: 3}], otherwise: 0",
)


@pytest.mark.parametrize("at_least", ["3", "5", "8", "11", "12"])
@pytest.mark.parametrize("shift", [1, 5])
def test_the_score_is_reached_where_it_costs_least(at_least: str, shift: int) -> None:
    moves = {
        "third": both_ways(2 * shift, 1),
        "rank": to(high=5, mid=3),
        "has_card": to(yes=1),
        "amount": Move(raise_cost=Fraction(1, 3), fixed_cost=Fraction(1, 2)),
    }
    is_cheapest(scored(*CARD, at_least=at_least), moves)
    is_cheapest(scored(*CARD, at_least=at_least), moves, start(has_card=True, rank="mid"))


SECTIONS = """\
scorecard:
  sections:
    - id: one
      at_most: 5
      characteristics:
        - {id: a, attribute: third, per_unit: {each: 1, points: 2}}
        - {id: b, attribute: rank, points: {high: 4, mid: 3}, otherwise: 0}
    - {id: two, characteristics: [{id: c, attribute: colour, points: {red: 1}, otherwise: 0}]}
"""


def test_sections_with_limits() -> None:
    moves = {"third": both_ways(3, 1), "rank": to(high=5, mid=3), "colour": to(red=1)}
    for at_least in (4, 5, 6, 7):
        is_cheapest(gold(f"{{score: {{at_least: {at_least}}}}}", SECTIONS), moves)


def test_answers_stay_as_they_are() -> None:
    policy = gold("{all: [{discretion: manager, id: boss}, {amount: {at_least: 2}}]}")
    moves = {"amount": both_ways(1, 1)}
    asked = replace(start(), discretion={"boss": True})
    assert is_cheapest(policy, moves, asked) == 1
    assert cheapest(policy, start(), moves, GOLD) is None


def test_another_reading_has_another_cheapest() -> None:
    policy = gold("{any: [{unstated: x}, {amount: {at_least: 3}}]}")
    moves = {"amount": both_ways(1, 1)}
    free = cheapest(policy, start(), moves, GOLD, reading=Reading.ALL_MET)
    assert free is not None and free.cost == 0
    assert is_cheapest(policy, moves) == 2


def test_what_is_moved_but_not_read_stays_where_it_is() -> None:
    found = cheapest(
        gold("{amount: {at_least: 3}}"),
        start(),
        {"amount": both_ways(1, 1), "other": both_ways(1, 1)},
        GOLD,
    )
    assert found is not None and found.customer.values == {**START, "amount": Fraction(3)}


def test_any_label_of_the_goal_will_do() -> None:
    assert is_cheapest(gold("{amount: {at_least: 3}}"), {}, goal=frozenset({"plain", "gold"})) == 0
    assert (
        is_cheapest(gold("{amount: {at_least: 3}}"), {"amount": both_ways(1, 1)}, goal=frozenset())
        is None
    )


def test_costs_beyond_machine_numbers_are_exact() -> None:
    dear = Move(raise_cost=Fraction(10**25))
    assert is_cheapest(gold("{amount: {at_least: 3}}"), {"amount": dear}) == 2 * 10**25


@pytest.mark.parametrize("budget", [Budget(states=0), Budget(bits=0)])
def test_what_is_too_large_has_no_answer(budget: Budget) -> None:
    with pytest.raises(Unanswered, match="budget"):
        cheapest(
            gold("{amount: {at_least: 3}}"),
            start(),
            {"amount": both_ways(1, 1)},
            GOLD,
            budget=budget,
        )


def test_too_many_sets_have_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SETS", 3)
    with pytest.raises(Unanswered, match="budget"):
        cheapest(
            gold("{licences: {includes: law}}"),
            start(),
            {"licences": Move(set_costs=dict(SETS))},
            GOLD,
        )


def test_costs_beyond_all_measure_have_no_answer() -> None:
    dear = Move(raise_cost=Fraction(1 << 600))
    with pytest.raises(Unanswered, match="budget"):
        cheapest(gold("{amount: {at_least: 3}}"), start(), {"amount": dear}, GOLD)
