"""The decision list, outcomes, causes and reasons: rules 13 to 20 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.build import decided, policy, traced

from evenhand.model.customer import Given
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import Cause, Outcome, Status

LADDER = """
applies_to: {has_card: {known: true}}
knockouts:
  - {id: late, when: {count: {at_least: 3}}, effect: reject, reason: {code: R1, en: Late., zh: 逾期。}}
  - {id: odd, when: {colour: red}, effect: refer, reason: {code: R2, en: Odd., zh: 异常。}}
  - {id: low-cap, when: {rank: low}, effect: {cap: silver}, reason: {code: R3, en: Low., zh: 低。}}
  - {id: no-cap, when: {rank: none}, effect: {cap: plain}, reason: {code: R4, en: No., zh: 无。}}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {other_amount: {at_least: 0}}
    paths:
      - {id: rich, when: {amount: {at_least: 1_000}}}
      - {id: invited, when: {discretion: manager}}
      - {id: learned, when: {licences: {includes: law}}}
  - id: silver
    title: {en: Silver, zh: 银}
    when: {amount: {at_least: 100}}
  - id: bronze
    title: {en: Bronze, zh: 铜}
    paths: [{id: some, when: {amount: {above: 0}}}]
otherwise: {tier: plain}
"""  # noqa: E501

FULL: Mapping[str, Given] = {
    "has_card": True,
    "count": 0,
    "colour": "blue",
    "rank": "high",
    "other_amount": 0,
    "amount": 0,
    "licences": [],
    "discretion.invited": False,
}


def outcome(body: str = LADDER, /, **changes: Given) -> Outcome:
    """The outcome of a fully known customer with some values changed (None = missing)."""
    given = dict(FULL)
    for name, value in changes.items():
        given[name.replace("discretion_", "discretion.")] = value
    return decided(body, given)


def test_rule_13_the_list_in_order() -> None:
    names = [entry.outcome for entry in decision_list(policy(LADDER).model)]
    assert names == ["out_of_scope", "rejected", "referred", "gold", "silver", "bronze", "plain"]
    assert [e.outcome for e in decision_list(policy().model)] == ["gold", "plain"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "plain"),
        ({"amount": "0.01"}, "bronze"),
        ({"amount": 100}, "silver"),
        ({"amount": 1000}, "gold"),
        ({"discretion_invited": True}, "gold"),
        ({"licences": ["law"]}, "gold"),
        ({"licences": ["law"], "other_amount": -1}, "plain"),
        ({"amount": 1000, "rank": "low"}, "silver"),
        ({"amount": 1000, "rank": "none"}, "plain"),
        ({"amount": 1000, "count": 3}, "rejected"),
        ({"amount": 1000, "colour": "red"}, "refer"),
        ({"amount": 1000, "colour": "red", "count": 3}, "rejected"),
        ({"has_card": None, "count": 3}, "out_of_scope"),
    ],
)
def test_rules_13_to_15_the_first_true_entry_decides(
    changes: dict[str, Given], expected: str
) -> None:
    found = outcome(**changes)
    assert found.outcome == expected
    assert found.status is Status.DECIDED


def test_rule_14_a_path_without_when_and_a_when_without_path() -> None:
    assert outcome(amount="0.01").paths == ("some",)
    assert outcome(amount=100).paths == ()


def test_rule_16_a_decided_referral_is_refer_by_rule() -> None:
    found = outcome(colour="red")
    assert (found.possible, found.causes, found.settle) == (("referred",), (Cause.RULE,), ())
    assert (found.floor, found.ceiling) == (None, None)


def test_rules_15_to_17_an_unknown_higher_tier_leaves_several_outcomes() -> None:
    found = outcome(amount=500, discretion_invited=None)
    assert found.outcome == "refer"
    assert found.status is Status.UNDECIDED
    assert found.possible == ("gold", "silver")
    assert (found.floor, found.ceiling) == ("silver", "gold")
    assert found.causes == (Cause.DISCRETION,)
    assert found.settle == ()


def test_rule_17_floor_and_ceiling_rank_rejection_lowest() -> None:
    found = outcome(count=None, amount=1000)
    assert found.possible == ("rejected", "gold")
    assert (found.floor, found.ceiling) == ("rejected", "gold")
    decided_one = outcome(amount=1000)
    assert (decided_one.floor, decided_one.ceiling) == ("gold", "gold")
    assert outcome(count=5).floor == "rejected"


def test_rule_17_no_floor_beside_a_referral_or_outside_the_scope() -> None:
    assert outcome(colour=None).possible == ("referred", "plain")
    assert outcome(colour=None).floor is None
    body = LADDER.replace("{has_card: {known: true}}", "{has_card: true}")
    maybe = outcome(body, has_card=None)
    assert maybe.possible == ("out_of_scope", "plain")
    assert (maybe.floor, maybe.ceiling, maybe.outcome) == (None, None, "refer")


def test_rule_17_undecided_floor_grants_what_is_certain() -> None:
    body = LADDER + "undecided: floor\n"
    sure = outcome(body, amount=500, discretion_invited=None)
    assert (sure.outcome, sure.status) == ("silver", Status.UNDECIDED)
    assert outcome(body, count=None, amount=500).outcome == "rejected"
    assert outcome(body, colour=None).outcome == "refer"


def test_rule_18_an_unknown_cap_matters_only_where_a_higher_tier_is_open() -> None:
    assert outcome(rank=None, amount=0).outcome == "plain"
    assert outcome(rank=None, amount=1000).possible == ("gold", "silver", "bronze", "plain")
    assert outcome(rank=None, amount=500).possible == ("silver", "bronze", "plain")


def test_rule_19_causes_and_what_would_settle() -> None:
    found = outcome(amount=None, licences=None, discretion_invited=None)
    assert found.causes == (Cause.DISCRETION, Cause.MISSING)
    assert found.settle == ("amount", "licences")
    assert outcome(amount=500, licences=None).settle == ("licences",)


HUMAN = """
knockouts:
  - {id: poor, when: {quality: poor}, effect: reject, reason: {code: Q, en: Poor., zh: 差。}}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {unstated: good name}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {amount: {at_least: {range: [5, 9]}}}}
otherwise: {tier: plain}
"""


def test_rule_19_every_kind_of_cause() -> None:
    found = decided(HUMAN, {"amount": 7})
    assert found.causes == (Cause.DISPUTED, Cause.HUMAN, Cause.UNSTATED)
    assert found.settle == ("quality",)
    assert found.possible == ("rejected", "gold", "silver", "plain")


def test_rule_19_causes_reach_through_definitions_sums_and_scores() -> None:
    body = """
definitions:
  rich: {title: {en: Rich, zh: 富}, means: {amount: {at_least: 5}}}
scorecard:
  characteristics:
    - {id: a, attribute: count, bins: [{points: 1}], missing: 2}
    - {id: b, attribute: rank, points: {low: 1}}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {all: [{meets: rich}, {score: {at_least: 1}}]}}
otherwise: {tier: plain}
"""
    found = decided(body, {})
    assert found.settle == ("amount", "count", "rank")
    assert found.causes == (Cause.MISSING,)
    assert decided(body, {"amount": 9, "rank": "high"}).causes == (Cause.UNSTATED,)


def test_rule_19_what_does_not_exist_settles_nothing() -> None:
    body = """
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {any: [{card_cap: {at_least: 5}}, {amount: {at_least: 5}}]}
otherwise: {tier: plain}
"""
    assert decided(body, {"has_card": False}).settle == ("amount",)
    assert decided(body, {"has_card": True}).settle == ("amount", "card_cap")
    assert decided(body, {}).settle == ("amount", "card_cap", "has_card")


def test_rule_20_codes_of_all_true_knockouts_in_file_order() -> None:
    found = outcome(count=3, rank="low", colour="red")
    assert [reason.code for reason in found.reasons] == ["R1", "R2", "R3"]
    assert found.reasons[0].text.zh == "逾期。"
    assert found.reasons[0].short is None


SCORED = """
scorecard:
  characteristics:
    - {id: a, title: {en: First, zh: 一}, attribute: amount, bins: [{below: 5, points: 0}, {points: 3}]}
    - {id: b, attribute: count, bins: [{below: 5, points: 0}, {points: 7}]}
    - {id: c, attribute: rank, points: {low: 1, high: 4}}
    - {id: d, attribute: other_amount, bins: [{below: 5, points: 2}, {points: 5}]}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 19}}}
otherwise: {tier: plain}
process: {decision: automated%s}
"""  # noqa: E501


def reasons(given: dict[str, Given], shown: str = "") -> list[tuple[str, object]]:
    return [(one.code, one.short) for one in decided(SCORED % shown, given).reasons]


def test_rule_20_where_most_points_were_missed() -> None:
    low: dict[str, Given] = {"amount": 0, "count": 0, "rank": "low", "other_amount": 0}
    assert reasons(low) == [("b", 7), ("a", 3), ("c", 3), ("d", 3)]
    assert reasons(low, ", reasons: {shown: 2}") == [("b", 7), ("a", 3)]
    assert reasons({**low, "count": 9}) == [("a", 3), ("c", 3), ("d", 3)]
    assert reasons({"rank": "low", "other_amount": 0, "count": 0}) == [
        ("b", 7),
        ("c", 3),
        ("d", 3),
        ("a", None),
    ]
    titles = [one.text.en for one in decided(SCORED % "", low).reasons]
    assert titles == ["b", "First", "c", "d"]


def test_the_deciding_element_has_its_place() -> None:
    def line(found: Outcome) -> str:
        return found.decided_by.excerpt.strip()

    assert line(outcome(amount=1000)).startswith("- {id: rich")
    assert line(outcome(discretion_invited=True)).startswith("- {id: invited")
    assert line(outcome(amount=100)).startswith("- id: silver")
    assert line(outcome(count=3)).startswith("- {id: late")
    assert line(outcome(colour="red")).startswith("- {id: odd")
    assert line(outcome()).startswith("otherwise:")
    assert line(outcome(has_card=None)).startswith("applies_to:")
    assert line(outcome(count=None)).startswith("- {id: late")


def test_the_walk_stops_at_the_first_true_entry() -> None:
    considered = traced(LADDER, {**FULL, "amount": 100}).considered
    assert [entry.outcome for entry in considered] == [
        "out_of_scope",
        "rejected",
        "referred",
        "gold",
        "silver",
    ]
    assert [entry.is_open for entry in considered] == [False] * 5
    names = [entry.outcome for entry in traced(LADDER, {**FULL, "amount": None}).considered]
    assert names[-1] == "plain"


def test_rule_16_a_policy_without_tiers_decides_otherwise() -> None:
    found = decided("tiers: []\notherwise: {tier: everybody}\n", {})
    assert (found.outcome, found.status) == ("everybody", Status.DECIDED)
