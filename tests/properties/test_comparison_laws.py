"""Laws of comparisons: what is shown is so; an order holds, and turned round is the other order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.properties.varied import varied

from evenhand.analysis.compare.contradictions import contradictions_of
from evenhand.analysis.compare.order import Relation, hopeless_in, orders_of
from evenhand.analysis.compare.ranking import is_granted, rank_of
from evenhand.analysis.compare.showing import TREATMENT, moved_between
from evenhand.engines.possible import limits_of, violated
from evenhand.engines.reference import decide
from evenhand.model.customer import Customer
from evenhand.model.policy import Policy
from evenhand.strategies import boundary_customers

SMALL = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
TURNED = {Relation.IMPLIES: Relation.IMPLIED, Relation.IMPLIED: Relation.IMPLIES}


@st.composite
def two_banks(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """A policy, and another bank's that differs from it somewhere."""
    one, two = draw(varied(6))
    return one, replace(two, header=replace(two.header, id="elsewhere"))


def outcome(policy: Policy, customer: Customer) -> str:
    return decide(policy, customer).outcome.outcome


@SMALL
@given(two_banks())
def test_whoever_shows_a_contradiction_does_so(pair: tuple[Policy, Policy]) -> None:
    for one in contradictions_of(pair):
        event(f"{one.sort.value} {one.shown.level if one.shown else 'declared'}")
        if one.shown is None or len(one.policies) == 1 or one.shown.level != TREATMENT:
            continue
        lax, strict = one.elements[0].policy, one.elements[-1].policy
        now, then = one.shown.customer, one.shown.before
        assert then is not None
        assert one.shown.outcomes == (outcome(lax, now), outcome(strict, now))
        assert one.shown.outcomes_before == (outcome(lax, then), outcome(strict, then))
        assert is_granted(lax, one.shown.outcomes[0])
        assert rank_of(strict, one.shown.outcomes[1]) > rank_of(
            strict, one.shown.outcomes_before[1]
        )
        assert set(moved_between(then, now)) <= set(one.shown.moved) | _unapplied(lax, strict)
        for policy in (lax, strict):
            assert violated(policy, now, limits_of(policy)) == ()


def _unapplied(*policies: Policy) -> set[str]:
    """Attributes that exist for some customers only: they may go with the fact that was moved."""
    return {
        name
        for policy in policies
        for name, attribute in policy.dictionary.attributes.items()
        if attribute.applies_when is not None
    }


@SMALL
@given(two_banks(), st.data())
def test_an_order_holds_for_every_customer(
    pair: tuple[Policy, Policy], data: st.DataObject
) -> None:
    one, two = pair
    complete, everyone = orders_of(pair)
    customer = data.draw(boundary_customers(one))
    got = outcome(one, customer), outcome(two, customer)
    for edge in everyone.edges:
        event(edge.relation.value)
        mine = rank_of(one, got[0]) <= rank_of(one, edge.one[1])
        theirs = rank_of(two, got[1]) <= rank_of(two, edge.two[1])
        if edge.relation in (Relation.IMPLIES, Relation.EQUIVALENT):
            assert theirs or not mine
        if edge.relation in (Relation.IMPLIED, Relation.EQUIVALENT):
            assert mine or not theirs
    for order in (complete, everyone):
        for name in hopeless_in(order):
            policy = one if one.id == name else two
            if order is everyone:
                assert not is_granted(policy, outcome(policy, customer))


@SMALL
@given(two_banks())
def test_an_order_turned_round_is_the_other_order(pair: tuple[Policy, Policy]) -> None:
    for there, back in zip(orders_of(pair), orders_of(pair[::-1]), strict=True):
        for edge in there.edges:
            turned = back.edge(edge.one, edge.two)
            assert turned is not None
            assert turned.relation is TURNED.get(edge.relation, edge.relation)
            assert (edge.only_one is None) is (turned.only_two is None)
