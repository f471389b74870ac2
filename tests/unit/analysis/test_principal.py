"""Principal reasons: knockouts first, then points of the scores that stood in the way, four."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from tests.build import policy

from evenhand import api
from evenhand.analysis.explain import Explanation
from evenhand.model.customer import Given

DAY = date(2026, 11, 24)

# Six characteristics of which each can give one to six points, and a gate beside the score.
CARD = """
knockouts:
  - {id: late, title: {en: Late, zh: 逾期}, when: {count: {at_least: 3}}, effect: {cap: plain}, reason: {code: K1, en: Late., zh: 逾期。}}
  - {id: bad, title: {en: Bad, zh: 差}, when: {quality: poor}, effect: reject, reason: {code: K2, en: Bad., zh: 差。}}
  - {id: low, title: {en: Low, zh: 低}, when: {score: {below: 2}}, effect: reject, reason: {code: K3, en: Low., zh: 低。}}
scorecards:
  - id: first
    characteristics:
      - {id: one, when: {has_card: true}, points: 1}
      - {id: two, when: {has_card: true}, points: 2}
      - {id: three, when: {has_card: true}, points: 3}
      - {id: also-three, when: {has_card: true}, points: 3}
      - {id: five, when: {has_card: true}, points: 5}
      - {id: months, attribute: months_here, per_unit: {each: 1, points: 1, at_most: 6}}
  - id: second
    characteristics:
      - {id: other, when: {rank: high}, points: 9}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {all: [{score: {of: first, at_least: 12}}, {amount: {at_least: 100}}]}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {score: {of: first, at_least: 3}}}
otherwise: {tier: plain}
"""  # noqa: E501
SOME: Mapping[str, Given] = {
    "count": 0,
    "quality": "good",
    "has_card": False,
    "months_here": 3,
    "rank": "low",
    "amount": 100,
}


def told(
    body: str = CARD,
    most: int | None = None,
    given: Mapping[str, Given] = SOME,
    **changes: Given,
) -> list[str]:
    result = explained(body, most, given, **changes)
    return [one.code for one in result.reasons]


def explained(
    body: str = CARD,
    most: int | None = None,
    given: Mapping[str, Given] = SOME,
    **changes: Given,
) -> Explanation:
    body = body.replace("{score: {below: 2}}", "{score: {of: first, below: 2}}")
    return api.explain(policy(body), {**given, **changes}, as_of=DAY, reasons=most)


def test_four_by_points_missed_and_ties_as_declared() -> None:
    assert told() == ["five", "three", "also-three", "months"]


@pytest.mark.parametrize(("most", "count"), [(0, 0), (1, 1), (6, 6), (99, 6)])
def test_as_many_as_are_asked_for(most: int, count: int) -> None:
    assert len(told(most=most)) == count


def test_the_policy_says_how_many_and_the_option_goes_before_it() -> None:
    declared = CARD + "process: {decision: automated, reasons: {shown: 2}}\n"
    assert told(declared) == ["five", "three"]
    assert told(declared, most=1) == ["five"]
    assert len(told(declared, most=5)) == 5


def test_a_score_that_was_high_enough_is_no_reason() -> None:
    assert told(has_card=True, amount=5) == []
    assert told(has_card=True, amount=100, months_here=3) == []
    assert told(amount=5) == ["five", "three", "also-three", "months"]


def test_a_score_that_nothing_asks_for_is_no_reason() -> None:
    assert "other" not in told(most=99)


def test_knockouts_come_first_and_points_after_them() -> None:
    assert told(count=3) == ["K1", "five", "three", "also-three"]
    # Capped, and enough points for anything: the cap alone is the reason.
    assert told(count=3, has_card=True) == ["K1"]


def test_a_rejection_has_its_codes_and_the_score_behind_one() -> None:
    assert told(quality="poor") == ["K2"]
    assert told(months_here=1) == ["K3", "five", "months", "three"]
    assert told(months_here=1, quality="poor", count=3, most=3) == ["K1", "K2", "K3"]


def test_the_best_tier_has_none() -> None:
    result = explained(has_card=True)
    assert (result.outcome.outcome, result.reasons) == ("gold", ())


def test_a_score_that_must_be_low_is_no_shortfall() -> None:
    body = """
    scorecard:
      characteristics:
        - {id: one, when: {has_card: true}, points: 4}
        - {id: two, when: {rank: high}, points: 4}
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {WAY}}
    otherwise: {tier: plain}
    """
    low: dict[str, Given] = {"has_card": True, "rank": "low"}
    assert told(body.replace("{WAY}", "{score: {below: 3}}"), given=low) == []
    assert told(body.replace("{WAY}", "{not: {score: {at_least: 3}}}"), given=low) == []
    assert told(body.replace("{WAY}", "{not: {score: {at_most: 4}}}"), given=low) == ["two"]


def test_a_section_gives_its_own_reasons_alone() -> None:
    body = """
    scorecard:
      sections:
        - {id: money, characteristics: [{id: a, when: {has_card: true}, points: 1}]}
        - {id: rest, characteristics: [{id: b, when: {rank: high}, points: 9}]}
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {score: {of: money, at_least: 1}}}
    otherwise: {tier: plain}
    """
    assert told(body) == ["a"]


def test_unknown_points_come_last_and_are_named_as_such() -> None:
    result = explained(months_here=None, amount=5)
    assert [(one.code, one.short is None) for one in result.reasons][-1] != ("months", False)
    assert [one.code for one in explained(most=9, months_here=None).reasons][-1] == "months"
    rows = explained(most=9, months_here=None).data()["reasons"]
    assert isinstance(rows, list)
    assert (rows[-1]["kind"], rows[-1]["short"]) == ("points", None)


def test_kinds_are_told_apart() -> None:
    rows = explained(count=3).data()["reasons"]
    assert isinstance(rows, list)
    assert [row["kind"] for row in rows] == ["knockout", "points", "points", "points"]
