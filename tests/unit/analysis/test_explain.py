"""Explanations: what decided, what stood in the way, and what is left open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from tests.build import gold_when, policy

from evenhand import api
from evenhand.analysis.explain import Explanation
from evenhand.errors import UsageError
from evenhand.model.customer import Given
from evenhand.model.describe import condition_text

DAY = date(2026, 11, 24)

CARD = """
scorecard:
  base: 5
  sections:
    - id: money
      at_most: 40
      characteristics:
        - id: amount
          title: {en: Amount, zh: 金额}
          attribute: amount
          bins: [{below: 100, points: 0}, {at_least: 100, below: 500, points: 20}, {at_least: 500, points: 30}]
        - {id: rank, attribute: rank, points: {high: 10}, otherwise: 2, missing: 1}
    - id: other
      weight: 2
      characteristics:
        - {id: card, when: {has_card: true}, points: 4}
        - {id: months, attribute: months_here, per_unit: {each: 12, points: 1, at_most: 10}}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 40}}}
otherwise: {tier: plain}
"""  # noqa: E501

LADDER = """
applies_to: {has_card: true}
definitions:
  calm: {title: {en: Calm, zh: 平稳}, means: {not: {count: {at_least: 3}}}}
knockouts:
  - {id: cap, title: {en: Cap, zh: 限}, when: {colour: red}, effect: {cap: plain}, reason: {code: R1, en: Red., zh: 红。}}
  - {id: out, title: {en: Out, zh: 出}, when: {count: {at_least: 50}}, effect: reject, reason: {code: R2, en: Many., zh: 多。}}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {meets: calm}
    paths:
      - {id: rich, title: {en: Rich, zh: 富}, when: {all: [{amount: {at_least: 1_000}}, {rank: high}]}}
      - {id: asked, when: {discretion: bank}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {amount: {at_least: 100}}}
otherwise: {tier: plain}
"""  # noqa: E501

RICH: Mapping[str, Given] = {
    "has_card": True,
    "colour": "blue",
    "count": 0,
    "amount": 2_000,
    "rank": "high",
    "discretion.asked": False,
}


def explained(body: str, given: Mapping[str, Given], **settings: Any) -> Explanation:
    return api.explain(policy(body), given, as_of=DAY, **settings)


def grounds(result: Explanation, outcome: str) -> dict[str, list[tuple[str, str]]]:
    """By element: the conditions that decided, as text, with their truth."""
    step = next(one for one in result.steps if one.outcome == outcome)
    return {
        ground.element.address: [
            (condition_text(atom.condition, result.policy, "en"), atom.truth.value)
            for atom in ground.atoms
        ]
        for ground in step.grounds
    }


def test_the_steps_are_the_decision_list_up_to_what_held() -> None:
    result = explained(LADDER, {**RICH, "amount": 500})
    assert [(step.outcome, step.truth.value) for step in result.steps] == [
        ("out_of_scope", "false"),
        ("rejected", "false"),
        ("gold", "false"),
        ("silver", "true"),
    ]


def test_what_held_shows_the_paths_that_held_and_the_common_condition() -> None:
    found = grounds(explained(LADDER, RICH), "gold")
    assert found["tiers/gold"] == [("not (Count: at least 3)", "true")]
    assert [truth for _, truth in found["tiers/gold/rich"]] == ["true", "true"]
    assert "tiers/gold/asked" not in found


def test_a_failed_tier_shows_only_what_failed() -> None:
    found = grounds(explained(LADDER, {**RICH, "amount": 500}), "gold")
    assert found == {
        "tiers/gold/rich": [("Amount: at least 1,000", "false")],
        "tiers/gold/asked": [("decided by the bank (left open)", "false")],
    }


def test_a_cap_stands_in_the_way_as_a_knockout_that_held() -> None:
    result = explained(LADDER, {**RICH, "colour": "red"})
    step = next(one for one in result.steps if one.outcome == "gold")
    cap = next(one for one in step.grounds if one.element.kind == "knockout")
    assert (cap.element.address, cap.truth.value) == ("knockouts/cap", "true")
    assert result.outcome.outcome == "plain"


def test_an_open_tier_shows_only_what_is_open() -> None:
    found = grounds(explained(LADDER, {**RICH, "rank": None}), "gold")
    assert list(found) == ["tiers/gold/rich"]
    assert found["tiers/gold/rich"] == [("Rank: High", "unknown")]


def test_out_of_scope_shows_the_condition_of_the_scope() -> None:
    result = explained(LADDER, {**RICH, "has_card": False})
    assert result.outcome.outcome == "out_of_scope"
    assert grounds(result, "out_of_scope")["applies_to"][0][1] == "false"


def test_every_knockout_that_rejected_is_told() -> None:
    result = explained(LADDER, {**RICH, "count": 60})
    assert list(grounds(result, "rejected")) == ["knockouts/out"]
    assert [one["code"] for one in data(result)["reasons"]] == ["R2"]


def data(result: Explanation) -> Any:
    return result.data()


def test_the_scorecard_tells_value_points_best_and_verdict() -> None:
    given: Mapping[str, Given] = {
        "amount": 300,
        "rank": "high",
        "has_card": True,
        "months_here": 25,
    }
    sections = data(explained(CARD, given))["scorecards"][0]["sections"]
    rows = {row["element"]: row for section in sections for row in section["characteristics"]}
    told = {
        name: (row["value"], row["points"], row["best"], row["verdict"])
        for name, row in rows.items()
    }
    assert told == {
        "scorecard/money/amount": ("300", "20", "30", "part"),
        "scorecard/money/rank": ("high", "10", "10", "best"),
        "scorecard/other/card": (None, "4", "4", "best"),
        "scorecard/other/months": ("25", "2", "10", "part"),
    }
    assert [section["points"] for section in sections] == ["30", "6"]
    assert data(explained(CARD, given))["scorecards"][0]["score"] == "47"


def test_unknown_points_are_open_and_a_value_of_nothing_is_least() -> None:
    result = explained(CARD, {"rank": None, "amount": 5, "has_card": None, "months_here": 0})
    sections = data(result)["scorecards"][0]["sections"]
    verdicts = {
        row["element"].rpartition("/")[2]: (row["points"], row["verdict"])
        for section in sections
        for row in section["characteristics"]
    }
    assert verdicts == {
        "amount": ("0", "least"),
        "rank": ("1", "part"),
        "card": (None, "open"),
        "months": ("0", "least"),
    }


def test_an_attribute_that_does_not_exist_is_no_missing_one() -> None:
    result = api.explain(gold_when("{card_cap: {at_least: 1}}"), {"has_card": False}, as_of=DAY)
    atoms = data(result)["steps"][0]["grounds"][0]["conditions"]
    assert [(one["truth"], one["applies"], one["value"]) for one in atoms] == [
        ("false", False, None)
    ]


def test_exact_numbers_are_texts() -> None:
    result = api.explain(
        gold_when("{amount: {at_least: {times: 1/3, of: other_amount}}}"),
        {"amount": "33.33", "other_amount": 100},
        as_of=DAY,
    )
    atom = data(result)["steps"][0]["grounds"][0]["conditions"][0]
    assert (atom["value"], atom["against"]) == ("33.33", ["100/3"])


def test_values_can_be_set_as_text() -> None:
    loaded = policy(LADDER)
    profile = api.Profile(loaded.customer(RICH))
    changed = profile.with_values(
        loaded, {"amount": "99.99", "rank": "", "licences": "law, tax", "discretion.asked": "true"}
    )
    assert dict(changed.customer.values) == dict(
        loaded.customer({"has_card": True, "colour": "blue", "count": 0, "amount": "99.99"}).values
    ) | {"licences": frozenset({"law", "tax"})}
    assert dict(changed.customer.discretion) == {"asked": True}


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("amout", "1", "usage.no-such-attribute-near"),
        ("qqqqqqqqqqq", "1", "usage.no-such-attribute"),
        ("amount", "1e20", "value.out-of-range"),
        ("amount", "1e99", "value.not-a-number"),
        ("amount", "much", "value.not-a-number"),
        ("rank", "top", "usage.value-refused"),
        ("discretion.askd", "true", "usage.no-such-attribute-near"),
    ],
)
def test_a_setting_that_does_not_fit_is_wrong_usage(name: str, value: str, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        api.Profile().with_values(policy(LADDER), {name: value})
    assert refused.value.message.key == key
