"""Witnesses are the most ordinary customers that there are, and twins differ in nothing else."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.properties.replay import labels_of, may_answer
from tests.properties.varied import every_customer
from tests.unit.engines.exact.tiny import asked, gold, outcome, ready, scored, twins

from evenhand.engines.exact import witness as module
from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.compiled import Compiled
from evenhand.engines.exact.question import Labels, Order, Question, Side, Witness, outcome_of
from evenhand.engines.exact.space import NOT_ASKED, Sort, Variable
from evenhand.engines.proofs import ask
from evenhand.model.customer import Customer
from evenhand.model.policy import Policy
from evenhand.model.values import MISSING, Missing, Value


def cell_of(made: Compiled, variable: Variable, person: Customer) -> Cell | None:
    """The cell in which a customer lies; None for a member of a set that is missing."""
    if variable.sort is Sort.ANSWER:
        value: Any = person.discretion.get(variable.name, MISSING)
    else:
        value = person.get(variable.name)
    if isinstance(value, Missing):
        return None if variable.sort is Sort.MEMBER else MISSING_CELL
    if variable.sort is Sort.NUMBER:
        count = made.space.count(variable, value)
        return next(
            one
            for one in variable.cells
            if one.low <= count <= one.high and one is not MISSING_CELL
        )
    if variable.sort is Sort.PRESENCE:
        return variable.cells[0]
    code = variable.member in value if variable.sort is Sort.MEMBER else value
    return next(one for one in variable.cells if one is not MISSING_CELL and one.code == code)


def distance(made: Compiled, shown: Witness) -> int:
    """How far somebody (and the twin, where it differs) lies from the typical values."""
    total = 0
    for variable in made.order:
        if variable.sort not in NOT_ASKED:
            person = shown.twin if variable.twin and shown.twin else shown.customer
            cell = cell_of(made, variable, person)
            total += 0 if cell is None else variable.far[cell]
    return total


def is_most_ordinary(*sides: Side, **settings: Any) -> dict[Labels, Witness]:
    """Every witness is as near to the typical values as anybody with the same labels."""
    question = Question(sides, **settings)
    made, answer = ready(*sides, **settings), asked(question)
    nearest: dict[Labels, int] = {}
    for person in every_customer(tuple({id(s.policy): s.policy for s in sides}.values())):
        for twin in twins(question, person):
            if may_answer(question, person, twin):
                labels = labels_of(question, person, twin)
                far = distance(made, Witness(labels, person, twin))
                nearest[labels] = min(far, nearest.get(labels, far))
    found = {labels: answer.witness(labels) for labels in answer.reached}
    assert {labels: distance(made, one) for labels, one in found.items()} == nearest
    return found


ALL = "{all: [{rank: {at_least: high}}, {any: [{colour: red}, {amount: {at_least: 3}}]}]}"
ANSWER = "{any: [{all: [{discretion: manager, id: boss}, {local: true}]}, {quality: good}]}"
MEMBERS = "{licences: {includes_all: [law, tax]}}"
SUM = "{amount: {at_least: {times: 1, of: third, plus: 1}}}"
CAPPED = "{all: [{cap: {at_least: 1}}, {half: {below: 1}}]}"


@pytest.mark.parametrize("condition", [ALL, ANSWER, MEMBERS, CAPPED])
@pytest.mark.parametrize("complete", [True, False])
def test_nobody_is_more_ordinary(condition: str, complete: bool) -> None:
    policy = gold(condition)
    answer = ask(Question((outcome(policy),), complete))
    if not complete:
        is_most_ordinary(outcome(policy))
    assert ("gold",) in answer.reached


def test_sums_come_out_with_values_near_to_the_typical_ones() -> None:
    policy = gold(SUM)
    asked(Question((outcome(policy),)))
    shown = ask(Question((outcome(policy),))).witness(("gold",)).customer
    assert shown.values == {"amount": Fraction(1), "third": Fraction(0)}


def test_of_points_those_are_chosen_that_are_nearest() -> None:
    policy = scored(
        "attribute: amount, bins: [{above: 3, points: 2}, {above: 1, points: 1}], otherwise: 0",
        "attribute: rank, points: {high: 2, mid: 0, low: 1}, otherwise: 0, missing: 1",
        "attribute: colour, points: {red: 2, grey: 3}, otherwise: 0, missing: 0",
    )
    found = is_most_ordinary(outcome(policy))
    assert found["gold",].customer.values["colour"] == "grey"
    assert found["plain",].customer.values == {"amount": 1, "rank": "mid", "colour": "blue"}


def test_within_a_cell_the_value_is_the_nearest_to_the_typical_one() -> None:
    answer = ask(Question((outcome(gold("{much: {above: 450}}")),)))
    assert answer.witness(("gold",)).customer.values == {"much": 451}
    assert answer.witness(("plain",)).customer.values == {"much": 200}
    early = ask(Question((outcome(gold("{born: {below: 2020-01-02}}")),)))
    assert early.witness(("gold",)).customer.values == {"born": date(2020, 1, 1)}
    assert early.witness(("refer",)).customer.values == {}


@pytest.mark.parametrize(
    "rule", ["each: 7, points: 1", "each: 1, points: 2, over: 5", "each: 1, points: -1"]
)
@pytest.mark.parametrize("split", [(), ("much",)])
def test_the_units_of_a_long_run_come_out(rule: str, split: tuple[str, ...]) -> None:
    policy = scored(
        f"attribute: much, per_unit: {{{rule}}}", at_least="-399" if "-1" in rule else "85"
    )
    answer = ask(Question((outcome(policy), outcome_of(policy, twin=bool(split))), split=split))
    for labels in answer.reached:
        answer.witness(labels)


def test_the_units_of_a_run_count_also_where_another_score_ends_with_it() -> None:
    cards = """\
    scorecards:
      - id: one
        characteristics: [{id: a, attribute: much, per_unit: {each: 1, points: 1}}]
      - id: two
        characteristics:
          - {id: b, attribute: third, per_unit: {each: 1, points: 1}}
          - {id: c, cases: [{when: {all: [{local: true}, {rank: mid}]}, points: 1}], otherwise: 0}
    """
    condition = (
        "{any: [{all: [{much: {at_least: 100}}, {score: {of: one, at_least: 333}}]},"
        " {all: [{much: {below: 100}}, {score: {of: two, at_least: 2}}]}]}"
    )
    answer = ask(Question((outcome(gold(condition, cards)),)))
    assert answer.witness(("gold",)).customer.values["much"] == 333


def test_units_that_give_nothing_may_be_any() -> None:
    none = scored("attribute: much, per_unit: {each: 1, points: 0}", at_least="0")
    asked(Question((outcome(none),)))
    weightless = ask(Question((outcome(gold("{score: {at_least: 0}}", WEIGHTLESS)),)))
    assert {labels: weightless.witness(labels).labels for labels in weightless.reached}


WEIGHTLESS = """\
scorecard:
  sections:
    - id: one
      weight: 0
      characteristics: [{id: a, attribute: much, per_unit: {each: 1, points: 1}}]
    - {id: two, characteristics: [{id: b, attribute: local, points: {'true': 1, 'false': -1}}]}
"""


# -- twins -----------------------------------------------------------------------------------------


def twin_question(policy: Policy, *split: str, order: Order = Order.ANY) -> dict[Labels, Witness]:
    sides = (outcome(policy), outcome_of(policy, twin=True))
    return is_most_ordinary(*sides, split=split, order=order)


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("amount", Order.ANY),
        ("amount", Order.ABOVE),
        ("rank", Order.ABOVE),
        ("born", Order.ABOVE),
        ("local", Order.ANY),
        ("local", Order.ABOVE),
    ],
)
def test_twins_differ_in_one_attribute_alone(name: str, order: Order) -> None:
    tests = {
        "amount": "{amount: {at_least: 2, below: 4}}",
        "rank": "{rank: mid}",
        "born": "{born: {above: 2020-01-02}}",
        "local": "{local: true}",
    }
    policy = gold(f"{{all: [{tests[name]}, {{has_card: true}}]}}")
    for shown in twin_question(policy, name, order=order).values():
        assert shown.twin is not None
        mine, theirs = dict(shown.customer.values), dict(shown.twin.values)
        assert (mine.pop(name, None), mine) == (shown.customer.values.get(name), mine)
        theirs.pop(name, None)
        assert mine == theirs and shown.customer.discretion == shown.twin.discretion


def test_twins_may_have_other_sets_and_points() -> None:
    policy = gold("{any: [{licences: {includes: law}}, {amount: {at_least: 4}}]}")
    found = twin_question(policy, "licences")
    assert found["gold", "plain"].twin == Customer({"amount": Fraction(1), "licences": frozenset()})
    points = scored(
        "attribute: amount, per_unit: {each: 1, points: 1}",
        "attribute: local, points: {'true': 2, 'false': 0}",
    )
    twin_question(points, "local")
    twin_question(points, "amount", order=Order.ABOVE)


def test_answers_are_the_same_for_twins() -> None:
    policy = gold("{all: [{discretion: manager, id: boss}, {amount: {at_least: 2}}]}")
    shown = twin_question(policy, "amount")["gold", "plain"]
    assert shown.twin is not None
    assert shown.customer.discretion == shown.twin.discretion == {"boss": True}


def test_twins_may_differ_in_what_tells_whether_another_attribute_exists() -> None:
    twin_question(gold("{cap: {at_least: 1}}"), "has_card")
    twin_question(gold("{cap: {at_least: 1}}"), "cap", order=Order.ABOVE)


# -- what is held fixed ----------------------------------------------------------------------------


def test_what_is_held_fixed_is_shown_also_where_no_side_reads_it() -> None:
    fixed: dict[str, Value | Missing] = {
        "amount": Fraction(3),
        "colour": "grey",
        "licences": frozenset({"tax"}),
        "rank": MISSING,
        "discretion.boss": False,
    }
    shown = ask(Question((outcome(gold("{amount: {at_least: 3}}")),), fixed=fixed)).witness(
        ("gold",)
    )
    assert shown.customer == Customer(
        {"amount": Fraction(3), "colour": "grey", "licences": frozenset({"tax"})}, {"boss": False}
    )


# -- large sets ------------------------------------------------------------------------------------

CARD = """\
scorecard:
  characteristics:
    - {id: a, attribute: amount, per_unit: {each: 1, points: %s}, missing: 1}
    - {id: b, attribute: rank, points: {high: %s, mid: 0, low: 1}, otherwise: 0, missing: 1}
    - {id: c, attribute: colour, points: {red: %s, grey: 3}, otherwise: 0, missing: 0}
"""


@pytest.mark.parametrize(
    "condition", ["{score: {at_least: 6}}", "{all: [{local: true}, {score: {at_least: 6}}]}"]
)
def test_where_the_sets_are_too_large_any_way_is_made_more_ordinary(
    condition: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = gold(condition, CARD % (1, 2, 2))
    other = gold("{score: {at_least: 5}}", CARD % (2, -3, 7))
    question = Question((outcome(one), outcome(other)))
    nearest = {labels: ask(question).witness(labels) for labels in ask(question).reached}
    monkeypatch.setattr(module, "WIDEST", 0)
    answer = asked(question)
    made = ready(outcome(one), outcome(other))
    for labels, best in nearest.items():
        assert distance(made, answer.witness(labels)) >= distance(made, best)


def test_ways_that_cannot_be_made_nearer_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WIDEST", 0)
    for policy in (
        gold(SUM),
        scored("attribute: much, per_unit: {each: 1, points: 1}", at_least="333"),
        gold(
            "{any: [{score: {of: left, at_least: 2}}, {score: {of: right, at_least: 1}}]}",
            TWO_CARDS,
        ),
    ):
        asked(Question((outcome(policy),)))


EITHER = "{any: [{score: {of: left, at_least: 2}}, {score: {of: right, at_least: 1}}]}"
TWO_CARDS = """\
scorecards:
  - {id: left, characteristics: [{id: a, attribute: third, per_unit: {each: 1, points: 1}}]}
  - id: right
    characteristics:
      - id: b
        cases: [{when: {all: [{local: true}, {score: {of: left, at_least: 1}}]}, points: 1}]
        otherwise: 0
"""
