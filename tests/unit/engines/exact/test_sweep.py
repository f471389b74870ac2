"""All attributes in one go say the same as one question about twins for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.properties.replay import label_of
from tests.properties.varied import every_customer
from tests.unit.engines.exact.tiny import condition_of, gold, outcome, scored

from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.question import Budget, Question, Unanswered, outcome_of
from evenhand.engines.exact.sweep import Effects, Pair, sweep
from evenhand.engines.proofs import ask
from evenhand.location import Source, whole
from evenhand.model.customer import Customer
from evenhand.model.mentions import used_attributes
from evenhand.model.policy import Policy
from evenhand.model.scales import place_of, step_of
from evenhand.model.values import Missing
from evenhand.model.vocabulary import Constraint

SUM = "total: {label: {en: T, zh: 和}, sum: [{attribute: third}, {attribute: other}]}\n"


def held(policy: Policy, *, complete: bool = False) -> Mapping[str, Effects]:
    """The sweep, which agrees with looking at everybody and with questions about twins."""
    found = sweep(outcome(policy), complete=complete)
    for name, effects in found.items():
        sides = (outcome(policy), outcome_of(policy, twin=True))
        answer = ask(Question(sides, complete, (name,)))
        assert effects.matters == any(one != other for one, other in answer.reached)
        if not complete:
            assert effects.pairs == seen(policy, effects)
    return found


def seen(policy: Policy, effects: Effects) -> set[Pair]:
    """All pairs of labels of customers who differ in one attribute alone."""
    labels: dict[object, dict[int, str]] = {}
    for one in every_customer((policy,)):
        rest = frozenset((k, v) for k, v in one.values.items() if k != effects.attribute)
        key = (rest, frozenset(one.discretion.items()))
        labels.setdefault(key, {})[place(policy, effects, one)] = label_of(outcome(policy), one)
    return {
        (low, high, mine[low], mine[high])
        for mine in labels.values()
        for low in mine
        for high in mine
        if low < high
    }


def place(policy: Policy, effects: Effects, one: Customer) -> int:
    """The cell of a customer's value."""
    value, attribute = one.get(effects.attribute), policy.dictionary.attributes[effects.attribute]

    def inside(cell: Cell) -> bool:
        if isinstance(value, Missing) or cell is MISSING_CELL:
            return isinstance(value, Missing) and cell is MISSING_CELL
        if isinstance(value, bool | str):
            return bool(cell.code == value)
        return cell.low <= place_of(attribute, value) // step_of(attribute) <= cell.high

    return next(at for at, cell in enumerate(effects.cells) if inside(cell))


@pytest.mark.parametrize(
    "condition",
    [
        "{amount: {at_least: 2}}",
        "{all: [{amount: {at_least: 2}}, {rank: mid}, {has_card: true}]}",
        "{any: [{cap: {above: 0}}, {all: [{colour: red}, {local: true}]}]}",
        "{any: [{all: [{local: true}, {amount: {above: 1}}]}, {amount: {above: 1}}]}",
        "{any: [{discretion: manager, id: boss}, {amount: 2}]}",
    ],
)
def test_conditions(condition: str) -> None:
    policy = gold(condition)
    names = set(used_attributes(policy))
    assert set(held(policy)) == names
    held(policy, complete=True)


CARD = (
    "attribute: amount, bins: [{at_least: 3, points: 2}, {at_least: 1, points: 1}], otherwise: 1",
    "attribute: rank, points: {high: 2, mid: 1}, otherwise: 0, missing: 1",
    "attribute: local, points: {'true': 1, 'false': 0}",
)


@pytest.mark.parametrize("at_least", ["2", "4", "9", "-1"])
def test_points(at_least: str) -> None:
    found = held(scored(*CARD, at_least=at_least))
    assert set(found) == {"amount", "rank", "local"}
    assert found["local"].matters
    assert any(
        one.matters for one in held(scored(*CARD, at_least=at_least), complete=True).values()
    ) == (at_least not in ("9", "-1"))


def test_cuts_that_nobody_feels_are_dead() -> None:
    found = held(scored(*CARD, at_least="4"))
    assert [found["amount"].cells[at].low for at in found["amount"].dead_cuts()] == [1]
    same = held(
        gold(
            "{any: [{amount: {at_least: 2}}, {all: [{amount: {at_least: 1}}, {local: true}]},"
            " {amount: {above: 2}}]}"
        )
    )
    assert [same["amount"].cells[at].low for at in same["amount"].dead_cuts()] == [3]


def test_what_a_sum_ties_together_is_left_out() -> None:
    policy = gold("{all: [{total: {at_least: 2}}, {amount: {at_least: 1}}]}", derived=SUM)
    assert set(held(policy)) == {"amount"}
    both = gold("{all: [{cap: {at_least: {times: 1, of: third}}}, {local: true}]}")
    assert set(held(both)) == {"has_card", "local"}


def test_members_of_sets_and_answers_are_left_out() -> None:
    found = held(
        gold("{all: [{licences: {includes: law}}, {local: true}, {discretion: manager, id: boss}]}")
    )
    assert set(found) == {"local"}


def test_nobody_possible_has_no_effects() -> None:
    policy = gold("{all: [{amount: 1}, {local: true}]}")
    never = Constraint("never", condition_of(gold("{any: []}")), whole(Source("<made>")))
    made = replace(policy, dictionary=replace(policy.dictionary, constraints=(never,)))
    assert sweep(outcome(made)) == {}
    assert sweep(outcome(gold("{all: []}"))) == {}


TWO_CARDS = """\
scorecards:
  - {id: left, characteristics: [{id: a, attribute: third, per_unit: {each: 1, points: 1}}]}
  - {id: right, characteristics: [{id: b, attribute: amount, per_unit: {each: 1, points: 1}}]}
"""


SECTIONS = """\
scorecard:
  sections:
    - id: s1
      at_most: 3
      characteristics: [{id: a, attribute: amount, per_unit: {each: 1, points: 1}}]
    - id: s2
      characteristics: [{id: b, attribute: third, per_unit: {each: 1, points: 1}}]
"""


@pytest.mark.parametrize(
    "policy",
    [
        gold(
            "{any: [{score: {of: left, at_least: 2}}, {score: {of: right, at_least: 2}}]}",
            TWO_CARDS,
        ),
        scored("attribute: much, per_unit: {each: 1, points: 1}", at_least="333"),
        gold(
            "{score: {at_least: 4}}",
            SECTIONS,
        ),
    ],
)
def test_what_takes_more_than_one_score_is_left_to_single_questions(policy: Policy) -> None:
    assert held(policy) == {}


def test_a_budget_may_be_too_small() -> None:
    with pytest.raises(Unanswered, match="budget"):
        sweep(outcome(gold("{all: [{amount: 1}, {local: true}]}")), budget=Budget(states=0))
