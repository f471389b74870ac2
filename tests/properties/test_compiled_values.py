"""The compiled engine takes and refuses the values that the model takes and refuses (rules 1, 2).

However a value is written, it means the same; and what is refused is refused in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.build import gold_when

from evenhand.engines.compiled import compiled
from evenhand.model.boundaries import boundary_values
from evenhand.model.customer import DISCRETION_PREFIX, Customer, ValueRefused, make_customer
from evenhand.model.mentions import used_attributes
from evenhand.model.policy import Policy
from evenhand.model.values import MISSING, number_text, value_text
from evenhand.strategies import boundary_customers, policies

SMALL = gold_when(
    "{any: [{amount: {at_least: 100}}, {card_cap: {at_least: 5}}, {rank: {at_least: low}},"
    " {colour: red}, {licences: {includes: law}}, {born: {above: 2000-01-01}}, {quality: good},"
    " {months_here: {at_least: 5}}, {discretion: manager, id: manager}]}"
).model
OTHERS = ("age", "nothing", "discretion.manager", "discretion.x", "held_tier", "assessments_below")
NAMES = [*used_attributes(SMALL), *OTHERS]

numbers = st.one_of(
    st.integers(-(10**8), 10**8),
    st.integers(),
    st.fractions(max_denominator=200),
    st.decimals(allow_nan=True, allow_infinity=True, places=2),
    st.decimals(min_value=-1000, max_value=1_000_000, places=2),
    st.floats(),
)
texts = st.one_of(
    st.text(max_size=8),
    st.text("0123456789.-+_/eE ", max_size=10),
    st.integers(0, 10**6).map(str),
    st.decimals(min_value=0, max_value=1_000_000, places=2).map(str),
    st.integers(0, 10**40).map(lambda digits: f"{digits}."),
    st.sampled_from(
        ["true", "false", "red", "Red", "红", "low", "law", "2020-02-29", "2020-02-30"]
    ),
)
lists = st.lists(st.sampled_from(["law", "tax", "care", "none", 5]), max_size=3)
anything = st.one_of(
    st.none(),
    st.just(MISSING),
    st.booleans(),
    numbers,
    texts,
    st.dates(),
    lists,
    lists.map(frozenset),
    st.fixed_dictionaries({"years": st.one_of(st.integers(-1, 200), st.floats())}),
)


def ended(call: Any) -> object:
    """What a call returns, or how it ends."""
    try:
        return call()
    except (ValueRefused, TypeError) as refused:
        hint = getattr(refused, "hint", None)
        return type(refused), str(refused), hint


@given(st.dictionaries(st.sampled_from(NAMES), anything, max_size=4))
def test_what_is_taken_and_what_is_refused(told: Mapping[str, Any]) -> None:
    engine = compiled(SMALL)
    wanted = ended(lambda: engine(make_customer(SMALL.dictionary, told)))
    assert ended(lambda: engine(told)) == wanted
    # The last slot takes what the policy does not use.
    slots = ended(lambda: engine.parts.intake.slots(told)[:-1])
    customer = ended(lambda: make_customer(SMALL.dictionary, told))
    if isinstance(customer, Customer):
        assert slots == engine.parts.intake.slots(customer)[:-1]


@st.composite
def written(draw: Any, value: object) -> Any:
    """One of the ways to write a value."""
    if isinstance(value, Fraction):
        ways: list[object] = [value, number_text(value)]
        if value.denominator == 1:
            ways += [int(value), f"{int(value):_}", Decimal(int(value)), f" {int(value)}"]
        return draw(st.sampled_from(ways))
    if isinstance(value, bool):
        return draw(st.sampled_from([value, value_text(value)]))
    if isinstance(value, date):
        return draw(st.sampled_from([value, value.isoformat()]))
    return sorted(value) if isinstance(value, frozenset) else value


@given(st.data(), policies())
def test_however_a_value_is_written_it_means_the_same(data: st.DataObject, policy: Policy) -> None:
    engine = compiled(policy)
    customer: Customer = data.draw(boundary_customers(policy))
    told = {name: data.draw(written(value)) for name, value in customer.values.items()}
    absent = {name: None for name in boundary_values(policy) if name not in told}
    answers = {DISCRETION_PREFIX + name: one for name, one in customer.discretion.items()}
    assert engine({**told, **absent, **answers}) == engine(customer)
