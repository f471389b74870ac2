"""Answers are replayed on the reference engine, and what cannot be answered says why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from tests.unit.engines.exact.tiny import gold, outcome, tiny, truth

from evenhand.engines import proofs
from evenhand.engines.exact.moves import Move
from evenhand.engines.exact.question import Budget, Question, Side, Unanswered, Witness, outcome_of
from evenhand.engines.proofs import Disagreement, ask, cheapest, label_of, replayed, swept
from evenhand.location import Source, whole
from evenhand.model.conditions import Compare, Operator
from evenhand.model.customer import Customer
from evenhand.model.figures import Constant
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Constraint

RICH = gold("{amount: {at_least: 2}}")
ASKED = Question((outcome(RICH),))


def person(amount: int) -> Customer:
    return Customer({"amount": Fraction(amount)})


def differently(monkeypatch: pytest.MonkeyPatch, labels: tuple[str, ...] | None) -> None:
    """The reference engine sees it otherwise."""
    monkeypatch.setattr(proofs, "replayed", lambda *_: labels)


def test_an_answer_is_known_and_has_a_witness_for_each_of_its_labels() -> None:
    answer = ask(ASKED)
    assert answer.known and answer.reached == {("gold",), ("plain",), ("refer",)}
    shown = answer.witness(("gold",))
    assert shown == Witness(("gold",), person(2)) and answer.witness(("gold",)) is shown


@pytest.mark.parametrize("seen", [("plain",), None])
def test_a_witness_that_the_reference_engine_does_not_confirm_is_a_defect(
    seen: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(ASKED)
    differently(monkeypatch, seen)
    with pytest.raises(Disagreement, match="replayed"):
        answer.witness(("gold",))


@pytest.mark.parametrize("budget", [Budget(states=0), Budget(bits=0)])
def test_what_is_too_large_is_unknown(budget: Budget) -> None:
    answer = ask(ASKED, budget)
    assert not answer.known and answer.reached == frozenset() and answer.reason is not None


WIDE = gold(
    "{all: [{total: {at_least: 6, at_most: 6}}, {less: {at_least: 3, at_most: 3}}]}",
    derived="""\
    total:
      label: {en: T, zh: 和}
      sum: [{attribute: amount, times: 3}, {attribute: much, times: 2}]
    less:
      label: {en: L, zh: 差}
      sum: [{attribute: amount, times: 2}, {attribute: much, times: -3}]
    """,
)


def test_where_sums_were_taken_too_wide_only_what_is_shown_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    question = Question((truth(WIDE),))
    found = ask(question)
    if found.known:
        differently(monkeypatch, ("other",))
        found = ask(question)
    assert not found.known and found.reason is not None


# -- the cheapest change and the sweep -------------------------------------------------------------

MOVES = {"amount": Move(raise_cost=Fraction(2))}
GOLD = frozenset({"gold"})


def test_the_cheapest_change_is_replayed_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    found = cheapest(RICH, person(0), MOVES, GOLD)
    assert found is not None and found.cost == 4 and found.customer == person(2)
    assert cheapest(RICH, person(0), {}, GOLD) is None
    for seen in (("plain",), None):
        differently(monkeypatch, seen)
        with pytest.raises(Disagreement):
            cheapest(RICH, person(0), MOVES, GOLD)


def test_too_large_a_search_is_not_answered() -> None:
    with pytest.raises(Unanswered):
        cheapest(RICH, person(0), MOVES, GOLD, budget=Budget(states=0))


def test_a_sweep_that_is_too_large_leaves_everything_to_single_questions() -> None:
    assert set(swept(RICH).effects) == {"amount"}
    two = gold("{all: [{amount: 2}, {local: true}]}")
    nothing = swept(two, [two], budget=Budget(states=0))
    assert nothing.effects == {} and nothing.differ == (None,) and nothing.labels is None


# -- replaying -------------------------------------------------------------------------------------


def limited(policy: Policy) -> Policy:
    """The policy with a constraint: nobody has more than three."""
    here = whole(Source("<made>"))
    most = Compare("amount", Operator.AT_MOST, Constant(Fraction(3), here), here)
    constraint = Constraint("three", most, here)
    return replace(policy, dictionary=replace(policy.dictionary, constraints=(constraint,)))


def test_nobody_impossible_shows_anything() -> None:
    made = limited(RICH)
    sides = (outcome(made), outcome_of(made, twin=True))
    question = Question(sides, split=("amount",))
    assert replayed(question, Witness((), person(3), person(1))) == ("gold", "plain")
    assert replayed(question, Witness((), person(4), person(1))) is None
    assert replayed(question, Witness((), person(3), person(4))) is None
    assert ask(Question((outcome(made),), fixed={"amount": Fraction(4)})).reached == frozenset()


def test_without_a_twin_the_customer_answers_for_both() -> None:
    question = Question((outcome(RICH), outcome_of(RICH, twin=True)))
    assert replayed(question, Witness((), person(3))) == ("gold", "gold")


KNOCKOUTS = """\
undecided: %s
applies_to: {has_card: true}
knockouts:
  - {id: poor, effect: reject, when: {third: {below: 1}}, reason: {code: A, en: A., zh: 甲。}}
  - {id: odd, effect: refer, when: {local: true}, reason: {code: B, en: B., zh: 乙。}}
tiers:
  - {id: best, title: {en: B, zh: 优}, when: {amount: {at_least: 4}}}
  - {id: gold, title: {en: Gold, zh: 金}, when: {amount: {at_least: 2}}}
"""


def labels(side: Side, **values: Any) -> str:
    made = {name: Fraction(one) if type(one) is int else one for name, one in values.items()}
    return label_of(side, Customer(made))


def test_labels_of_undecided_customers() -> None:
    refer, floor = (outcome(tiny(KNOCKOUTS % one)) for one in ("refer", "floor"))
    for side in (refer, floor):
        assert labels(side, has_card=False) == "out_of_scope"
        assert labels(side, has_card=True, third=0) == "rejected"
        assert labels(side, has_card=True, third=1, local=True) == "refer"
        assert labels(side, has_card=True, third=1, local=False, amount=2) == "gold"
        assert labels(side, third=1, local=False, amount=4) == "refer"
    assert labels(refer, has_card=True, third=1, local=False) == "refer"
    assert labels(floor, has_card=True, third=1, local=False) == "plain"
    assert labels(floor, has_card=True, local=False, amount=4) == "rejected"
