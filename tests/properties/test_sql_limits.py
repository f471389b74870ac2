"""However large a policy's numbers are, its query is exact at their ends, or it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.build import LOADER
from tests.sql.asking import SHAPES, disagreements

from evenhand.engines.sql.compile import TooLarge, program
from evenhand.engines.sql.shape import Shape
from evenhand.loading.origin import GivenText
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scales import ends, step_of
from evenhand.model.values import Value
from evenhand.model.vocabulary import Attribute
from evenhand.strategies import boundary_customers
from evenhand.strategies.policies import PolicyText, policy_texts
from evenhand.strategies.words import WORDS, declaration, written

RANGE = re.compile(
    r"(type: \"(?:money|number|integer)\", step: [0-9.]+, "
    r"range: \{at_least: -?[0-9]+, at_most: )([0-9]+)"
)
SIZES = (0, 6, 12, 15, 16, 17, 18, 19, 24, 30, 33, 34, 35, 36, 37, 38, 45)
"""Powers of ten around the ends of BIGINT and DECIMAL(38, 0), and far from them."""


def grown(one: PolicyText, sizes: Iterator[int]) -> Policy:
    """The policy with its amounts' ranges so many powers of ten larger."""

    def larger(found: re.Match[str]) -> str:
        return f'{found[1]}"{int(found[2]) * 10 ** next(sizes)}/1"'

    text = RANGE.sub(larger, one.text)
    found = LOADER.load(GivenText(text, "<grown>"))
    assert found.policy is not None, found.findings
    return found.policy


@st.composite
def extreme_customers(draw: st.DrawFn, policy: Policy) -> Customer:
    """A customer of the policy with some of her amounts at the very ends, or one step beside."""
    customer = draw(boundary_customers(policy))
    values = dict(customer.values)
    for name, attribute in policy.dictionary.attributes.items():
        if attribute.kind.is_numeric and draw(st.booleans()):
            values[name] = draw(st.sampled_from(_ends(attribute)))
    return Customer(values, customer.discretion)


def _ends(attribute: Attribute) -> list[Value]:
    low, high = ends(attribute)
    step = step_of(attribute)
    half = (low + high) // 2 // step * step
    return sorted({low, min(low + step, high), max(Fraction(0), low), half, high - step, high})


@given(st.data(), policy_texts(), st.sampled_from(Reading), st.sampled_from(SHAPES))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_exact_or_refused(
    data: st.DataObject, one: PolicyText, reading: Reading, shape: Shape
) -> None:
    sizes = iter(data.draw(st.lists(st.sampled_from(SIZES), min_size=40, max_size=40)))
    policy = grown(one, sizes)
    try:
        asked = program(policy, reading, shape=shape)
    except TooLarge:
        return
    customers = data.draw(st.lists(extreme_customers(policy), min_size=8, max_size=16))
    assert disagreements(asked, customers, reading) == []


def test_all_amounts_grow() -> None:
    grow = [name for name, word in WORDS.items() if RANGE.search(written(declaration(name)))]
    assert grow == [name for name, word in WORDS.items() if word.is_number and word.kind != "ratio"]
