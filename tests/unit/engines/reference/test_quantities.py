"""Derived attributes: rule 10 of docs/semantics.md."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.build import gold_when, policy, truth_of

from evenhand.model.limits import highest_value
from evenhand.model.outcome import Cause

SUM = """\
total:
  label: {en: Total, zh: 合计}
  sum:
    - {attribute: amount}
    - {attribute: other_amount, times: 1/2, at_most: 40}
    - {attribute: card_cap, times: -1}
"""
WITH_DEFAULT = SUM.replace("times: 1/2, at_most: 40", "times: 1/2, at_most: 40, missing: 20")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"amount": 90, "other_amount": 20, "has_card": False}, "true"),
        ({"amount": "89.99", "other_amount": 20, "has_card": False}, "false"),
        ({"amount": 60, "other_amount": 1000, "has_card": False}, "true"),
        ({"amount": 59, "other_amount": 1000, "has_card": False}, "false"),
        ({"amount": 90, "other_amount": 20, "has_card": True, "card_cap": "0.01"}, "false"),
        ({"amount": 90, "has_card": False}, "unknown"),
        ({"amount": 90, "other_amount": 20}, "unknown"),
        ({"amount": 90, "other_amount": 20, "card_cap": 0}, "unknown"),
        ({"amount": 90, "other_amount": 20, "has_card": True}, "unknown"),
    ],
)
def test_rule_10_a_sum_weighs_then_caps_each_part(given: dict[str, object], expected: str) -> None:
    assert truth_of("{total: {at_least: 100}}", given, derived=SUM) == expected  # type: ignore[arg-type]


def test_rule_10_missing_stands_in_for_the_value_before_weight_and_cap() -> None:
    given = {"amount": 90, "has_card": False}
    assert truth_of("{total: {at_least: 100}}", given, derived=WITH_DEFAULT) == "true"
    assert truth_of("{total: {at_least: 100.01}}", given, derived=WITH_DEFAULT) == "false"


def test_rule_10_sums_may_stand_on_sums() -> None:
    nested = SUM + (
        "double: {label: {en: D, zh: 倍}, sum: [{attribute: total, times: 2, at_most: 150}]}\n"
    )
    given = {"amount": 90, "other_amount": 20, "has_card": False}
    assert truth_of("{double: {is: 150}}", given, derived=nested) == "true"
    assert truth_of("{double: {at_least: 150}}", {"amount": 90}, derived=nested) == "unknown"


EXTREMES = """\
most: {label: {en: Most, zh: 最大}, max_of: [amount, card_cap]}
least: {label: {en: Least, zh: 最小}, min_of: [amount, other_amount]}
"""


def test_rule_10_greatest_and_least() -> None:
    assert (
        truth_of(
            "{most: {is: 200}}",
            {"amount": 100, "card_cap": 200, "has_card": True},
            derived=EXTREMES,
        )
        == "true"
    )
    assert (
        truth_of("{least: {is: 50}}", {"amount": 100, "other_amount": 50}, derived=EXTREMES)
        == "true"
    )
    assert truth_of("{least: {at_most: 50}}", {"other_amount": 50}, derived=EXTREMES) == "unknown"


def test_rule_10_what_does_not_exist_is_left_out_of_an_extreme() -> None:
    given = {"amount": 100, "has_card": False}
    assert truth_of("{most: {is: 100}}", given, derived=EXTREMES) == "true"
    only = "only: {label: {en: O, zh: 仅}, max_of: [card_cap]}\n"
    assert truth_of("{only: {at_least: 0}}", {"has_card": False}, derived=only) == "false"
    assert truth_of("{only: [0]}", {"has_card": False}, derived=only) == "false"
    assert truth_of("{only: {known: true}}", {"has_card": False}, derived=only) == "false"


RATIO = "share: {label: {en: Share, zh: 占比}, ratio: {of: amount, to: other_amount}}\n"


@pytest.mark.parametrize(
    ("amount", "other", "expected"),
    [
        ("10", "30", "true"),
        ("10.01", "30", "false"),
        ("9.99", "30", "true"),
        ("10", "0", "unknown"),
        ("10", "-5", "unknown"),
        (None, "30", "unknown"),
        ("10", None, "unknown"),
    ],
)
def test_rule_10_a_ratio_is_compared_by_multiplying_across(
    amount: str | None, other: str | None, expected: str
) -> None:
    given = {"amount": amount, "other_amount": other}
    assert truth_of("{share: {at_most: 1/3}}", given, derived=RATIO) == expected


def test_rule_10_a_ratio_against_open_figures_and_absent_parts() -> None:
    given = {"amount": 10, "other_amount": 30}
    between = "{share: {at_most: {range: [1/4, 1/2]}}}"
    assert truth_of(between, given, derived=RATIO) == "unknown"
    assert truth_of(between, {"amount": 5, "other_amount": 30}, derived=RATIO) == "true"
    assert truth_of("{share: {at_most: unstated}}", given, derived=RATIO) == "unknown"
    card = "use: {label: {en: Use, zh: 使用}, ratio: {of: amount, to: card_cap}}\n"
    assert truth_of("{use: {above: 0}}", {"amount": 1, "has_card": False}, derived=card) == "false"


def test_rule_10_whether_a_ratio_is_known() -> None:
    condition = "{share: {known: true}}"
    assert truth_of(condition, {"amount": 1, "other_amount": 3}, derived=RATIO) == "true"
    assert truth_of(condition, {"amount": 1, "other_amount": 0}, derived=RATIO) == "false"
    assert truth_of(condition, {"amount": 1}, derived=RATIO) == "false"


def test_rule_19_an_undefined_ratio_says_so() -> None:
    made = gold_when("{share: {at_most: 1/3}}", derived=RATIO)
    assert made.decide({"amount": 1, "other_amount": 0}).causes == (Cause.UNDEFINED,)
    assert made.decide({"amount": 1}).causes == (Cause.MISSING,)


def test_the_greatest_value_of_every_kind_of_attribute() -> None:
    whole = policy(derived=SUM + EXTREMES + RATIO)
    words = whole.model.dictionary
    found = {name: highest_value(words, name) for name in ("amount", *words.derived)}
    assert found["amount"] == 1_000_000
    assert found["total"] == 1_000_000 + 40
    assert found["most"] == found["least"] == 1_000_000
    assert found["share"] is None
    assert highest_value(words, "born") is None
    dates = "late: {label: {en: L, zh: 迟}, max_of: [amount, months_here]}\n"
    assert highest_value(policy(derived=dates).model.dictionary, "late") == Fraction(1_000_000)
