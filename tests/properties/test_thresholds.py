"""A comparison turns exactly at its figure, in the direction that its operator says (rules 5, 8).

One step beside the figure it is false or true as integers say, and as the attribute rises the
truth only rises (at_least, above) or only falls (at_most, below).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given
from tests.properties.questions import READINGS, SEEDS, shipped, some_customers

from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.model.boundaries import all_conditions, boundary_values
from evenhand.model.conditions import Compare, Operator, every_part
from evenhand.model.customer import Customer
from evenhand.model.figures import Constant
from evenhand.model.mentions import attributes_in, figure_attributes
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scales import place_of
from evenhand.model.truth import F, T, U
from evenhand.model.values import Missing
from evenhand.strategies import policies

ROSE = {F: 0, U: 1, T: 2}


def comparisons(policy: Policy) -> Iterator[Compare]:
    """Comparisons of input attributes whose figure and applicability do not rest on themselves."""
    for condition in all_conditions(policy):
        for part in every_part(condition):
            if isinstance(part, Compare) and part.attribute in policy.dictionary.attributes:
                attribute = policy.dictionary.attributes[part.attribute]
                inputs = {
                    one
                    for name in figure_attributes(part.figure)
                    for one in policy.dictionary.inputs_of(name)
                }
                inputs.update(attributes_in(attribute.applies_when, policy.dictionary))
                if part.attribute not in inputs:
                    yield part


def expected(value: Fraction, operator: Operator, bound: Fraction) -> bool:
    """The comparison in whole numbers."""
    left = value.numerator * bound.denominator
    right = bound.numerator * value.denominator
    return {
        Operator.AT_LEAST: left >= right,
        Operator.ABOVE: left > right,
        Operator.AT_MOST: left <= right,
        Operator.BELOW: left < right,
    }[operator]


def check(policy: Policy, customer: Customer, reading: Reading) -> None:
    listed = boundary_values(policy)
    for atom in comparisons(policy):
        attribute = policy.dictionary.attributes[atom.attribute]
        truths = []
        for value in listed[atom.attribute]:
            if isinstance(value, Missing):
                continue
            here = replace(customer, values={**customer.values, atom.attribute: value})
            found = judge(Case(policy, here, reading), atom).truth
            truths.append(ROSE[found])
            if isinstance(atom.figure, Constant) and attribute.applies_when is None:
                bound = place_of(attribute, atom.figure.value)
                want = expected(place_of(attribute, value), atom.operator, bound)
                assert found is (T if want else F)
        falls = atom.operator in (Operator.AT_MOST, Operator.BELOW)
        assert truths == sorted(truths, reverse=falls), f"{customer}\n{atom}"


@given(policies(), READINGS, SEEDS)
def test_in_generated_policies(policy: Policy, reading: Reading, seed: int) -> None:
    for customer in some_customers(policy, seed, n=2):
        check(policy, customer, reading)


def test_in_shipped_policies() -> None:
    random = Random(5)
    for policy in shipped():
        for customer in some_customers(policy, random.randrange(100), n=5):
            for reading in Reading:
                check(policy, customer, reading)
