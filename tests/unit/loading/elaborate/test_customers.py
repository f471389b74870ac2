"""Worked customers: their values, answers and expectations."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.unit.loading.text import TIERS, found_at, load_text, rules

ASKING = """\
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {any: [{discretion: manager}, {total: 5}]}}
otherwise: {tier: plain}
"""
TOTAL = "total: {label: {en: T, zh: 合}, sum: [{attribute: amount}, {attribute: other}]}\n"


@pytest.mark.parametrize(
    ("given", "rule", "place"),
    [
        ("amont: 5", "value-unknown-attribute", "amont"),
        ("total: 5", "value-derived", "total"),
        ("amount: many", "value-not-a-number", "many"),
        ("amount: 5.001", "value-off-step", "5.001"),
        ("amount: -5", "value-out-of-range", "-5"),
        ("has_card: maybe", "value-not-a-boolean", "maybe"),
        ("rank: top", "value-unknown-code", "top"),
        ("licences: law", "value-not-a-set", "law"),
        ("licences: [law, bar]", "value-unknown-code", "licences"),
        ("born: 2001-02-30", "value-not-a-date", "2001-02-30"),
        ("discretion.gould: true", "value-unknown-answer", "discretion.gould"),
        ("assessments_below: 1.5", "wrong-kind", "1.5"),
    ],
)
def test_values(given: str, rule: str, place: str) -> None:
    examples = f"examples: [{{name: x, given: {{{given}}}, expect: {{outcome: gold}}}}]\n"
    loaded = load_text(ASKING + examples, derived=TOTAL)
    assert rules(loaded) == [rule]
    assert found_at(loaded) == place


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ("amount: 30万", "write 300_000"),
        ("born: 2001年1月31日", "write 2001-01-31"),
        ("colour: 红", "did you mean `red`?"),
        ("colour: Red", "did you mean `red`?"),
    ],
)
def test_the_advice_on_a_value_as_people_write_it(given: str, advice: str) -> None:
    examples = f"examples: [{{name: x, given: {{{given}}}, expect: {{outcome: gold}}}}]\n"
    hint = load_text(ASKING + examples, derived=TOTAL).findings[0].hint
    assert hint is not None and hint.text("en") == advice


@pytest.mark.parametrize(
    ("expect", "rule", "place"),
    [
        ("outcome: golden", "unknown-outcome", "golden"),
        ("outcome: refer, possible: [gold, silver]", "unknown-outcome", "silver"),
        ("outcome: gold, floor: silver", "unknown-outcome", "silver"),
    ],
)
def test_expectations(expect: str, rule: str, place: str) -> None:
    loaded = load_text(TIERS + f"examples: [{{name: x, given: {{}}, expect: {{{expect}}}}}]\n")
    assert rules(loaded) == [rule]
    assert found_at(loaded) == place


def test_what_is_given_is_kept() -> None:
    given = (
        "amount: 300_000.50, other: null, licences: [tax, law], born: 2000-02-29, colour: green, "
        "has_card: false, discretion.gold: true, held_tier: gold, assessments_below: 2, rank: low"
    )
    examples = f"examples: [{{name: x, given: {{{given}}}, expect: {{outcome: gold}}}}]\n"
    policy = load_text(ASKING + examples, derived=TOTAL).policy
    assert policy is not None
    one = policy.examples[0]
    assert one.customer.values == {
        "amount": Fraction(600_001, 2),
        "licences": frozenset({"law", "tax"}),
        "born": date(2000, 2, 29),
        "colour": "other",
        "has_card": False,
        "rank": "low",
    }
    assert one.customer.discretion == {"gold": True}
    assert (one.customer.held_tier, one.customer.assessments_below) == ("gold", 2)
    assert one.given["other"] is None


def test_an_answer_may_be_missing() -> None:
    examples = "examples: [{name: x, given: {discretion.gold: null}, expect: {outcome: gold}}]\n"
    policy = load_text(ASKING + examples, derived=TOTAL).policy
    assert policy is not None
    assert policy.examples[0].customer.discretion == {}
