"""The cheapest change to a better outcome costs what CP-SAT's optimum costs, and there is none
exactly where CP-SAT finds none. The customer who is shown has the outcome, differs only where a
move is allowed, and the cost is that of the moves (rules 1 to 18, 25, 26)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.cheapest import least_cost
from tests.oracle.numbers import Refused
from tests.properties.questions import READINGS

from evenhand.engines.exact.moves import Move
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.proofs import cheapest
from evenhand.engines.reference import decide
from evenhand.model.boundaries import boundary_values, typical_of
from evenhand.model.customer import Customer
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scales import place_of
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Kind
from evenhand.strategies import boundary_customers, policies

RATES = st.sampled_from((Fraction(1), Fraction(3), Fraction(1, 3), Fraction(2), Fraction(0), None))
PRICES = st.sampled_from((Fraction(7), Fraction(0), Fraction(50)))


@st.composite
def starts(draw: Any, policy: Policy) -> Customer:
    """A customer on thresholds, mostly one who has told everything."""
    start: Customer = draw(boundary_customers(policy))
    if draw(st.integers(0, 3)) == 0:
        return start
    attributes = policy.dictionary.attributes
    typical = {name: typical_of(attributes[name]) for name in used_attributes(policy)}
    return replace(start, values={**typical, **start.values})


@st.composite
def moves(draw: Any, policy: Policy, start: Customer) -> dict[str, Move]:
    """Moves for some of the attributes of which the customer has told a value."""
    found = {}
    listed = boundary_values(policy)
    for name in sorted(set(start.values) & set(listed)):
        if draw(st.integers(0, 5)) == 0:
            continue
        kind = policy.dictionary.attributes[name].kind
        values = [one for one in listed[name] if not isinstance(one, Missing)]
        settable = st.dictionaries(st.sampled_from(values), PRICES, max_size=3)
        fixed = draw(st.sampled_from((Fraction(0), Fraction(5))))
        if kind.is_numeric:
            found[name] = Move(draw(RATES), draw(RATES), fixed_cost=fixed)
        elif kind is not Kind.DATE:
            found[name] = Move(set_costs=draw(settable), fixed_cost=fixed)
    return found


def price(policy: Policy, move: Move, name: str, old: Value, new: Value) -> Fraction:
    """What moving one attribute costs."""
    if old == new:
        return Fraction(0)
    if new in move.set_costs:
        return move.fixed_cost + move.set_costs[new]
    attribute = policy.dictionary.attributes[name]
    way = place_of(attribute, new) - place_of(attribute, old)
    rate = move.raise_cost if way > 0 else move.lower_cost
    assert rate is not None, f"{name} may not move this way"
    return move.fixed_cost + abs(way) * rate


def test_it_costs_what_cp_sat_finds() -> None:
    count: Counter[str] = Counter()

    @given(policies(), READINGS, st.data())
    def check(policy: Policy, reading: Reading, data: st.DataObject) -> None:
        start = data.draw(starts(policy))
        allowed = data.draw(moves(policy, start))
        tiers = [one.id for one in policy.tiers]
        goal = frozenset(tiers[: data.draw(st.integers(1, len(tiers)))])
        try:
            found = cheapest(policy, start, allowed, goal, reading=reading)
            wanted = least_cost(policy, start, allowed, goal, reading)
        except (Unanswered, Refused) as unanswered:
            count[str(unanswered)] += 1
            return
        count["answered"] += 1
        assert (None if found is None else found.cost) == wanted
        if found is not None:
            assert decide(policy, found.customer, reading).outcome.outcome in goal
            spent = Fraction(0)
            for name, value in found.customer.values.items():
                if value != start.values[name]:
                    spent += price(policy, allowed[name], name, start.values[name], value)
            assert spent == found.cost

    check()
    assert count["answered"] >= count.total() * 19 // 20, count
