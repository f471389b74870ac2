"""Reasons: knockouts' codes, else where most points were missed (rule 20)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from tests.build import decided

from evenhand.model.customer import Given

# Two characteristics of 10 points each below a limit, one of 10 that counts for more or less.
CARD = """
scorecard:
  sections:
    - id: money
      at_most: 12
      at_least: -3
      characteristics:
        - {id: amount, attribute: amount, per_unit: {each: 1, points: 1, at_most: 10}}
        - {id: count, attribute: count, per_unit: {each: 1, points: 1, at_most: 10}}
        - {id: red, when: {colour: red}, points: -9}
    - id: standing
      weight: WEIGHT
      characteristics:
        - {id: months, attribute: months_here, per_unit: {each: 1, points: 1, at_most: 10}}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 25}}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {score: {at_least: 15}}}
otherwise: {tier: plain}
"""
NOBODY: Mapping[str, Given] = {"amount": 0, "count": 0, "colour": "blue", "months_here": 0}


def missed(weight: str = "1", **changes: Given) -> list[tuple[str, object]]:
    found = decided(CARD.replace("WEIGHT", weight), {**NOBODY, **changes})
    return [(one.code, one.short) for one in found.reasons]


def test_rule_20_a_section_at_its_limit_names_nothing() -> None:
    assert missed(amount=8, count=8) == [("months", 10)]
    assert missed(amount=4, count=8) == [("months", 10)]


def test_rule_20_only_what_the_limits_have_room_for_is_missed() -> None:
    # 3 + 8 of at most 12: one point is left for either, the file's order decides.
    assert missed(amount=3, count=8) == [("months", 10), ("amount", 1), ("count", 1)]
    # 8 + 1 = 9: amount misses 2, count misses 3 of its 9.
    assert missed(amount=8, count=1) == [("months", 10), ("count", 3), ("amount", 2)]
    # 0 + 0 - 9 is lifted to -3: with amount at 10 the section has 1, four more; blue would give 3.
    assert missed(colour="red") == [("months", 10), ("amount", 4), ("count", 4), ("red", 3)]


@pytest.mark.parametrize(
    ("weight", "months"), [("2", 20), ("1/2", 5), ("1/3", Fraction(10, 3)), ("0", 0), ("-1", 0)]
)
def test_rule_20_weights_count(weight: str, months: Fraction | int) -> None:
    found = missed(weight, amount=6, count=0)
    # Of money, 6 points are free: amount misses 4 of them, count 6.
    rows: list[tuple[str, object]] = [("count", 6), ("amount", 4)]
    if months:
        at = sum(short > months for short in (6, 4))
        rows.insert(at, ("months", months))
    assert found == rows


def test_rule_20_a_weight_counts_within_limits_as_well() -> None:
    body = CARD.replace("WEIGHT", "1").replace("at_most: 12", "weight: 1/2\n      at_most: 12")
    found = decided(body, {**NOBODY, "amount": 8, "count": 1}).reasons
    assert [(one.code, one.short) for one in found] == [
        ("months", 10),
        ("count", Fraction(3, 2)),
        ("amount", 1),
    ]


def test_rule_20_unknown_points_in_a_section_with_limits() -> None:
    assert missed(amount=None) == [
        ("months", 10),
        ("amount", None),
        ("count", None),
    ]
    assert missed(months_here=None, amount=8, count=8) == [("months", None)]
    assert missed("unstated", amount=8, count=8) == [("months", None)]


def test_rule_20_the_best_tier_and_what_is_out_of_scope_have_no_reasons() -> None:
    gold: dict[str, Given] = {"amount": 8, "count": 9, "months_here": 13}
    assert decided(CARD.replace("WEIGHT", "2"), {**NOBODY, **gold}).outcome == "gold"
    assert missed("2", amount=8, count=8, months_here=7) == []
    assert missed("2", amount=8, count=8, months_here=6) == [("months", 8)]
    scoped = "applies_to: {has_card: true}\n" + CARD.replace("WEIGHT", "1")
    knocked = (
        "knockouts:\n  - {id: out, title: {en: A, zh: 甲}, when: {colour: red}, effect: reject,"
        " reason: {code: R, en: A., zh: 甲。}}\n"
    )
    outside = decided(scoped + knocked, {**NOBODY, "has_card": False, "colour": "red"})
    assert (outside.outcome, outside.reasons) == ("out_of_scope", ())
    inside = decided(scoped + knocked, {**NOBODY, "has_card": True, "colour": "red"})
    assert (inside.outcome, [one.code for one in inside.reasons]) == ("rejected", ["R"])


def test_rule_20_a_cap_that_leaves_the_best_tier_is_no_reason_there() -> None:
    body = """
    knockouts:
      - {id: cap, title: {en: Cap, zh: 限}, when: {colour: red}, effect: {cap: gold}, reason: {code: R, en: A., zh: 甲。}}
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {amount: {at_least: 5}}}
    otherwise: {tier: plain}
    """  # noqa: E501
    assert decided(body, {"amount": 5, "colour": "red"}).reasons == ()
    assert [one.code for one in decided(body, {"amount": 4, "colour": "red"}).reasons] == ["R"]
