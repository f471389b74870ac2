"""Corners of the arithmetic in whole numbers, each with the reference engine beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from fractions import Fraction

import pytest
from tests.build import gold_when, policy

from evenhand import api
from evenhand.engines.compiled import BareOutcome, compiled
from evenhand.engines.compiled.comparing import turning_point
from evenhand.engines.compiled.plan import Plan
from evenhand.engines.compiled.scores import score_named
from evenhand.engines.compiled.units import common_unit, integers, multiple
from evenhand.model.conditions import Operator
from evenhand.model.customer import Given
from evenhand.model.outcome import Reading

RATIOS = """\
share: {label: {en: Share, zh: 比}, ratio: {of: other_amount, to: amount}}
use: {label: {en: Use, zh: 用}, ratio: {of: card_cap, to: amount}}
least: {label: {en: Least, zh: 小}, min_of: [card_cap]}
"""

TOLD = [one.name for one in fields(BareOutcome)]


def outcomes(loaded: api.Policy, told: Mapping[str, Given]) -> str:
    """What both engines say."""
    found, expected = loaded.compile()(told), loaded.decide(told)
    assert [getattr(found, one) for one in TOLD] == [getattr(expected, one) for one in TOLD]
    return found.outcome


@pytest.mark.parametrize(
    ("condition", "told", "outcome"),
    [
        ("{share: {at_least: {times: 2, of: use}}}", {"card_cap": 10}, "gold"),
        ("{share: {at_least: {times: 2, of: use}}}", {"card_cap": "10.01"}, "plain"),
        ("{share: {above: {times: 2, of: use}}}", {"card_cap": 10}, "plain"),
        ("{share: {above: {times: 2, of: use, plus: '-1/100'}}}", {"card_cap": 10}, "gold"),
        ("{share: {at_most: {times: '1/5', of: months_here}}}", {"months_here": 1}, "gold"),
        ("{share: {at_most: {times: '1/5', of: months_here}}}", {"months_here": 0}, "plain"),
        ("{months_here: {at_most: {times: 10, of: share}}}", {"months_here": 2}, "gold"),
        ("{months_here: {at_most: {times: 10, of: share}}}", {"months_here": 3}, "plain"),
        ("{months_here: {at_most: {times: 10, of: share}}}", {}, "refer"),
        ("{use: {at_most: {times: 10, of: share}}}", {"has_card": False}, "plain"),
        ("{share: {at_most: {times: 10, of: use}}}", {"has_card": False}, "plain"),
        ("{share: '1/5'}", {}, "gold"),
        ("{share: {not_in: ['1/5', 1]}}", {}, "plain"),
        ("{share: {in: ['1/4', 1]}}", {}, "plain"),
        ("{use: 1}", {"has_card": False}, "plain"),
        ("{use: {is_not: 1}}", {"has_card": False}, "plain"),
        ("{use: {is_not: 1}}", {"card_cap": None}, "refer"),
    ],
)
def test_ratios_against_figures_of_every_form(
    condition: str, told: Mapping[str, Given], outcome: str
) -> None:
    loaded = gold_when(condition, derived=RATIOS)
    base: dict[str, Given] = {"amount": 100, "other_amount": 20, "has_card": True, "card_cap": 5}
    assert outcomes(loaded, {**base, **told}) == outcome


@pytest.mark.parametrize(
    "figure",
    ["unstated", "{range: [5, 7]}", "{disputed: [{value: 7}, {value: 5}]}", "5"],
)
def test_open_figures_of_what_does_not_exist(figure: str) -> None:
    loaded = gold_when(f"{{least: {{at_least: {figure}}}}}", derived=RATIOS)
    assert outcomes(loaded, {"has_card": False}) == "plain"
    assert outcomes(loaded, {"has_card": True}) == "refer"
    assert outcomes(loaded, {"has_card": True, "card_cap": "4.99"}) in ("plain", "refer")


def test_units_without_an_upper_end() -> None:
    loaded = policy("""
        scorecard:
          characteristics:
            - {id: many, attribute: count, per_unit: {each: 2, points: 3, at_most: 9}}
            - {id: few, attribute: months_here, per_unit: {each: 2, points: 3}}
        tiers: [{id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 20}}}]
        otherwise: {tier: plain}
        """)
    dictionary = loaded.model.dictionary
    endless = {name: replace(one, high=None) for name, one in dictionary.attributes.items()}
    model = replace(loaded.model, dictionary=replace(dictionary, attributes=endless))
    open_ended = replace(loaded, model=model)
    told: dict[str, Given] = {"count": 10**9, "months_here": 3}
    assert outcomes(open_ended, told) == "plain"
    assert [one.short for one in compiled(model)(told).reasons] == [None]


def test_the_unit_of_a_customer_without_end_is_read() -> None:
    assert outcomes(gold_when("{count: {at_least: '1/2'}}"), {"count": 1}) == "gold"


@pytest.mark.parametrize(
    ("operator", "turn"),
    [("at_least", (3, 2)), ("above", (3, 3)), ("at_most", (2, 2)), ("below", (2, 1))],
)
def test_a_comparison_turns_at_a_whole_number(operator: str, turn: tuple[int, int]) -> None:
    found = [turning_point(Operator(operator), Fraction(bound)) for bound in ("5/2", "2")]
    assert tuple(found) == turn


def test_a_common_unit_measures_all_its_numbers() -> None:
    numbers = [Fraction(3, 4), Fraction(-5, 6), Fraction(0), Fraction(2)]
    unit = common_unit(numbers)
    assert unit == Fraction(1, 12)
    assert integers(*numbers) == (9, -10, 0, 24)
    assert common_unit([Fraction(300), Fraction(200)]) == 100
    assert common_unit([Fraction(0)]) == common_unit([]) == 1
    with pytest.raises(AssertionError):
        multiple(Fraction(1, 2), Fraction(1))


def test_no_score_has_an_unknown_name() -> None:
    with pytest.raises(KeyError):
        score_named(Plan(policy().model, Reading.DECLARED), "nothing")
