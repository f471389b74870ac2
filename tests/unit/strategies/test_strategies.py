"""The public strategies: what they draw, and where they shrink to."""

from __future__ import annotations

from hypothesis import find, given, settings
from hypothesis import strategies as st
from tests.build import policy

from evenhand import api
from evenhand.model.boundaries import all_conditions, boundary_values, typical_of
from evenhand.model.conditions import (
    All,
    AnyOf,
    Compare,
    CountOf,
    Discretion,
    Includes,
    Known,
    Meets,
    Not,
    OneOf,
    OpenCondition,
    ScoreIs,
    every_part,
)
from evenhand.model.customer import Customer, value_of
from evenhand.model.figures import By, Constant, Disputed, OpenFigure, Range, Times
from evenhand.model.policy import Cap, Policy, Refer, Reject, Table
from evenhand.model.scorecard import Bins, Cases, OpenPoints, PerUnit, PointsTable, Unread
from evenhand.model.vocabulary import Extreme, Quotient, Sum
from evenhand.strategies import (
    PolicyText,
    attribute_values,
    boundary_customers,
    customers,
    policies,
    policy_texts,
)

EVERYTHING = {
    All, AnyOf, Compare, CountOf, Discretion, Includes, Known, Meets, Not, OneOf, OpenCondition,
    ScoreIs, By, Constant, Disputed, OpenFigure, Range, Times, Cap, Refer, Reject, Bins, Cases,
    OpenPoints, PerUnit, PointsTable, Unread, Extreme, Quotient, Sum, Table,
    "stay", "fee", "paths", "membership", "applies_to", "floor", "two cards", "weight", "clamp",
}  # fmt: skip
QUIET = settings(database=None, deadline=None, derandomize=True, max_examples=2000)


def constructs(one: Policy) -> set[object]:
    """Which of the language's constructs a policy has."""
    found: set[object] = set()
    for condition in all_conditions(one):
        for part in every_part(condition):
            found.add(type(part))
            if isinstance(part, Compare):
                found.add(type(part.figure))
    for characteristic in one.characteristics():
        found |= {type(characteristic.form), type(characteristic.otherwise)}
    found |= {type(knockout.effect) for knockout in one.knockouts}
    found |= {type(derived.formula) for derived in one.dictionary.derived.values()}
    found |= {type(benefit.value) for benefit in one.benefits.values()}
    sections = [section for card in one.scorecards for section in card.sections]
    flags = {
        "stay": any(tier.stay for tier in one.tiers),
        "fee": any(tier.fee for tier in one.tiers),
        "paths": any(tier.paths for tier in one.tiers),
        "membership": one.membership is not None,
        "applies_to": one.applies_to is not None,
        "floor": one.undecided_floor,
        "two cards": len(one.scorecards) == 2,
        "weight": any(section.weight != 1 for section in sections),
        "clamp": any(section.at_most is not None for section in sections),
    }
    return found | {name for name, there in flags.items() if there}


def test_every_construct_of_the_language_is_generated() -> None:
    seen: set[object] = set()

    @settings(QUIET, max_examples=250)
    @given(policies())
    def collect(one: Policy) -> None:
        seen.update(constructs(one))

    collect()
    assert seen >= EVERYTHING, EVERYTHING - seen


@settings(max_examples=20)
@given(policy_texts())
def test_a_text_is_all_that_is_needed(one: PolicyText) -> None:
    assert api.load(text=one.text).model == one.policy
    assert repr(one) == one.text


def test_the_simplest_policy_has_one_tier_with_one_comparison() -> None:
    seen: list[Policy] = []

    @settings(QUIET, max_examples=1)
    @given(policies())
    def collect(one: Policy) -> None:
        seen.append(one)

    collect()
    assert [tier.id for tier in seen[0].tiers] == ["gold"]
    assert isinstance(seen[0].tiers[0].when, Compare)
    assert (seen[0].knockouts, seen[0].scorecards, seen[0].definitions) == ((), (), {})


@settings(max_examples=30)
@given(policies(without=("known", "missing")))
def test_what_is_left_out_does_not_occur(one: Policy) -> None:
    parts = [part for condition in all_conditions(one) for part in every_part(condition)]
    assert not any(isinstance(part, Known) for part in parts)
    assert all(characteristic.if_missing is None for characteristic in one.characteristics())


SMALL = policy(
    "tiers: [{id: gold, title: {en: G, zh: 金}, when: {amount: {at_least: 100}, rank: high}}]\n"
    "otherwise: {tier: plain}\n"
).model


def test_customers_shrink_to_the_typical_one() -> None:
    attributes = SMALL.dictionary.attributes
    for strategy in (customers(SMALL), boundary_customers(SMALL)):
        plain = find(strategy, lambda _: True, settings=QUIET)
        assert plain.values == {name: typical_of(attributes[name]) for name in ("amount", "rank")}


def test_customers_on_thresholds_stay_there() -> None:
    listed = boundary_values(SMALL)

    @settings(max_examples=50)
    @given(boundary_customers(SMALL))
    def on_thresholds(customer: Customer) -> None:
        for name, value in customer.values.items():
            assert value in listed[name]

    on_thresholds()


def test_values_may_be_missing_and_lie_between_thresholds() -> None:
    missing = find(customers(SMALL), lambda one: "amount" not in one.values, settings=QUIET)
    assert list(missing.values) == ["rank"]
    listed = boundary_values(SMALL)["amount"]
    between = find(
        customers(SMALL),
        lambda one: one.values.get("amount", 0) not in (*listed, 0),
        settings=QUIET,
    )
    assert between.values["amount"] not in listed


@settings(max_examples=50)
@given(st.data())
def test_values_lie_in_their_domain(data: st.DataObject) -> None:
    attribute = data.draw(st.sampled_from(list(SMALL.dictionary.attributes.values())))
    value = data.draw(attribute_values(attribute))
    assert value_of(attribute, value) == value
