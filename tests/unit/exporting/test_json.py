"""The normalised policy: complete, described by its schema, and equal where the meaning is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.build import policy
from tests.unit.exporting.from_json_scores import Answer, Reader

from evenhand import api
from evenhand.analysis.edges import edge_customers
from evenhand.api import Policy
from evenhand.engines.reference import decide
from evenhand.exporting.base import Settings
from evenhand.exporting.json import normalised, render
from evenhand.loading.schema import schema
from evenhand.model.customer import Customer
from evenhand.model.outcome import Outcome, Reading
from evenhand.model.values import Value, value_text
from evenhand.strategies import boundary_customers, policies

SHIPPED = list(api.load_library("policies").values())
VALIDATOR = Draft202012Validator(dict(schema("normalised")))
READINGS = tuple(Reading)


def written(value: Value) -> Any:
    """A value as JSON has it."""
    if isinstance(value, (bool, str)):
        return value
    return sorted(value) if isinstance(value, frozenset) else value_text(value)


def reread(data: Any, customer: Customer, reading: Reading) -> Answer:
    values = {name: written(value) for name, value in customer.values.items()}
    return Reader(data, values, customer.discretion, reading.value).decide()


def told(outcome: Outcome) -> Answer:
    return Answer(
        outcome.outcome,
        outcome.status.value,
        outcome.possible,
        outcome.floor,
        outcome.ceiling,
        dict(outcome.scores),
        tuple(reason.code for reason in outcome.reasons),
        outcome.paths,
    )


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.id)
def test_every_shipped_policy_is_described_by_the_schema(one: Policy) -> None:
    data = json.loads(render(one.model, Settings()))
    assert [error.json_path for error in VALIDATOR.iter_errors(data)] == []
    assert data["normalised"]["id"] == one.id
    assert data["normalised"]["version"] == one.model.header.version


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.id)
def test_the_json_alone_decides_as_the_reference_does(one: Policy) -> None:
    data = json.loads(render(one.model, Settings()))
    worked = [(example.customer, example.reading) for example in one.examples]
    edges = [(c, READINGS[at % 4]) for at, c in enumerate(edge_customers(one.model, 40, 7))]
    assert worked
    for customer, reading in [*worked, *edges]:
        expected = told(decide(one.model, customer, reading).outcome)
        assert reread(data, customer, reading) == expected


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_generated_policies_decide_the_same_from_their_json(data: st.DataObject) -> None:
    made = data.draw(policies())
    plain = json.loads(json.dumps(normalised(made)))
    assert [error.json_path for error in VALIDATOR.iter_errors(plain)] == []
    customer = data.draw(boundary_customers(made))
    reading = data.draw(st.sampled_from(READINGS))
    assert reread(plain, customer, reading) == told(decide(made, customer, reading).outcome)


FIRST = """
definitions:
  known_here: {title: {en: Known, zh: 已知}, means: {amount: {at_least: 1_000, at_most: 5e3}}}
  young: {means: {months_here: {below: {years: 2}}}}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when:
      all:
        - {meets: known_here}
        - {rank: {at_least: {by: colour, values: {red: low, blue: mid}, otherwise: high}}}
        - not: {meets: young}
otherwise: {tier: plain}
"""
SECOND = """
# Another order, other spellings, and remarks
otherwise: {tier: plain}
tiers:
  - title: {zh: 金, en: Gold}
    when:
      all:   # in another order
        - not: {meets: young}
        - {rank: {at_least: {otherwise: high, values: {blue: mid, red: low}, by: colour}}}
        - {meets: known_here}
    id: gold
definitions:
  young: {means: {months_here: {below: {months: 24}}}}
  known_here: {means: {amount: {at_most: 5_000.00, at_least: 1e3}}, title: {zh: 已知, en: Known}}
"""


def test_what_differs_in_writing_only_is_equal() -> None:
    assert render(policy(FIRST).model, Settings()) == render(policy(SECOND).model, Settings())


def test_what_differs_in_a_step_is_not() -> None:
    other = FIRST.replace("5e3", "5_000.01")
    assert render(policy(FIRST).model, Settings()) != render(policy(other).model, Settings())


def test_periods_are_in_the_attributes_unit_and_numbers_are_exact() -> None:
    data = normalised(policy(FIRST.replace("5e3", "10000/3")).model)
    means = {one["id"]: one["means"] for one in data["definitions"]}
    assert means["young"]["figure"] == {"form": "constant", "value": "24"}
    figures = [one["figure"]["value"] for one in means["known_here"]["of"]]
    assert sorted(figures) == ["1000", "10000/3"]


def test_no_binary_float_and_no_place_in_a_file_stands_in_it() -> None:
    text = render(SHIPPED[0].model, Settings())

    def refuse(number: str) -> Any:
        raise AssertionError(number)

    assert json.loads(text, parse_float=refuse)
    assert ".yaml" not in text
