"""A compiled policy as callers hold it: called, pickled, shared, compared."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from tests.build import policy
from tests.properties.questions import SEEDS, some_customers

from evenhand import api
from evenhand.engines.compiled import BareOutcome, compiled
from evenhand.engines.reference import decide
from evenhand.errors import UsageError
from evenhand.model.customer import Customer, ValueRefused
from evenhand.model.outcome import Reading, Status
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins
from evenhand.model.truth import F, T, U
from evenhand.model.values import MISSING
from evenhand.strategies import policies

SCORED = """
scorecard:
  characteristics:
    - {id: balance, attribute: amount, bins: [{at_least: 100, points: 10}, {points: 0}]}
    - {id: months, attribute: months_here, per_unit: {each: 12, points: 1, at_most: 5}, missing: 1}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    paths:
      - {id: by-score, when: {score: {at_least: 12}}}
      - {id: by-card, when: {has_card: true}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {score: {at_least: 5}}}
otherwise: {tier: plain}
"""


def test_an_outcome_is_whole() -> None:
    decide = policy(SCORED).compile()
    found = decide({"amount": "50.00", "months_here": 30, "has_card": False})
    assert (found.outcome, found.status, found.possible) == ("plain", Status.DECIDED, ("plain",))
    assert (found.floor, found.ceiling, found.reading) == ("plain", "plain", Reading.DECLARED)
    assert (found.scores, found.score) == ({"scorecard": Fraction(2)}, Fraction(2))
    assert [(one.code, one.short) for one in found.reasons] == [
        ("balance", Fraction(10)),
        ("months", Fraction(3)),
    ]
    assert found.paths == ()
    assert decide({"amount": 100, "months_here": 24, "has_card": True}).paths == (
        "by-score",
        "by-card",
    )


def test_what_is_open_is_told_without_its_causes() -> None:
    found = policy(SCORED).compile()({"amount": 100, "has_card": None, "months_here": MISSING})
    assert (found.outcome, found.status) == ("refer", Status.UNDECIDED)
    assert (found.possible, found.floor, found.ceiling) == (("gold", "silver"), "silver", "gold")
    assert found.score == 11
    assert not hasattr(found, "causes")


def test_without_a_scorecard_there_is_no_score() -> None:
    found = policy().compile()({"amount": 100})
    assert (found.scores, found.score, found.reasons) == ({}, None, ())


def test_outcome_and_brief_tell_less() -> None:
    decide = policy(SCORED).compile()
    assert decide.outcome({"amount": 100, "has_card": True}) == "gold"
    assert decide.brief({"amount": 100}) == ("refer", Status.UNDECIDED)
    assert decide.brief({"has_card": True}) == ("gold", Status.DECIDED)


def test_values_are_checked_as_the_reference_engine_checks_them() -> None:
    decide = policy(SCORED).compile()
    with pytest.raises(ValueRefused, match="outside the range"):
        decide({"amount": 10_000_000})
    with pytest.raises(ValueRefused, match="`nothing`"):
        decide({"nothing": 1})
    with pytest.raises(ValueRefused):
        decide({"age": -1})  # no condition reads it
    half: Any = 0.5
    with pytest.raises(TypeError, match="binary float"):
        decide({"amount": half})


def test_a_customer_between_two_steps_has_no_place() -> None:
    decide = policy(SCORED).compile()
    with pytest.raises(ValueRefused, match="step"):
        decide(Customer({"amount": Fraction(1, 3)}))


def test_what_a_policy_does_not_use_changes_nothing() -> None:
    decide = policy(SCORED).compile()
    assert decide({"amount": 100, "age": 30}) == decide({"amount": 100})
    assert decide(Customer({"amount": Fraction(100), "age": Fraction(30)})) == decide(
        {"amount": 100, "discretion.nobody": True}
    )


@pytest.mark.parametrize("reading", [one.value for one in Reading])
def test_a_pickled_one_decides_alike(reading: str) -> None:
    loaded = api.load("@three-laws")
    decide = loaded.compile(reading=reading)
    again = pickle.loads(pickle.dumps(decide))  # noqa: S301 - our own bytes
    assert again == decide == copy.deepcopy(decide)
    assert again.reading.value == reading
    for example in loaded.examples:
        assert again(example.customer) == decide(example.customer)
    assert "Intake" not in repr(decide)


def test_two_are_equal_when_policy_and_reading_are() -> None:
    model = policy(SCORED).model
    assert compiled(model) == compiled(model)
    assert compiled(model) != compiled(model, Reading.OPEN)
    assert compiled(model) != compiled(policy().model)


def test_an_unknown_reading_is_refused() -> None:
    with pytest.raises(UsageError):
        policy().compile(reading="strict")


def test_several_threads_share_one() -> None:
    loaded = api.load("@ccb-credit-card-100")
    decide = loaded.compile()
    asked = [one.customer for one in loaded.examples] * 20
    expected = [decide(customer) for customer in asked]
    with ThreadPoolExecutor(4) as pool:
        found: list[BareOutcome] = list(pool.map(decide, asked))
    assert found == expected


def test_the_outcome_of_one_customer_does_not_change_with_the_next() -> None:
    decide = policy(SCORED).compile()
    first = decide({"amount": 100, "has_card": False})
    kept = copy.deepcopy(first)
    decide({"amount": 0, "has_card": False})
    assert first == kept


def test_a_look_tells_piece_by_piece() -> None:
    model = policy(SCORED).model
    score = model.tiers[0].paths[0].when
    engine = compiled(model, conditions=[score])
    look = engine.look({"amount": 100, "months_here": 30, "has_card": False})
    assert look.possible() == ("gold",)
    assert look.brief() == ("gold", Status.DECIDED)
    assert engine.knows(score)
    assert look.truth(score) is T
    assert engine.look({}).truth(score) is U
    assert engine.look({"amount": 0, "months_here": 0}).truth(score) is F
    balance, months = model.characteristics()
    assert isinstance(balance.form, Bins)
    assert [*look.rows()] == [
        (balance, balance.form.bins[0].location),
        (months, months.location),
    ]


def test_a_look_knows_no_condition_that_was_not_named() -> None:
    model = policy(SCORED).model
    engine = compiled(model)
    assert not engine.knows(model.tiers[0].paths[0].when)
    with pytest.raises(KeyError):
        engine.look({}).truth(model.tiers[0].paths[0].when)


@given(policies(), SEEDS)
def test_the_rows_of_a_look_are_those_of_the_trace(policy: Policy, seed: int) -> None:
    engine = compiled(policy)
    for customer in some_customers(policy, seed, n=3):
        cards = decide(policy, customer).cards.values()
        sections = [section for card in cards for section in card.sections]
        assert [*engine.look(customer).rows()] == [
            (one.characteristic, one.row) for section in sections for one in section.characteristics
        ]
