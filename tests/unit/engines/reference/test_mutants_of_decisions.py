"""Corners of the decision, of benefits and of membership, as in test_mutants.py."""

from __future__ import annotations

from collections.abc import Mapping

from tests.build import decided, policy

from evenhand.engines.reference import Standing, assess
from evenhand.engines.reference.benefits import benefits_of, fee_owed
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.membership import is_below
from evenhand.location import Location
from evenhand.model.customer import Customer, Given
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import Cause, Outcome, Status
from evenhand.model.truth import F, T


def line(place: Location) -> str:
    return place.excerpt.strip()


LADDER = """
knockouts:
  - {id: one, when: {count: 1}, effect: reject, reason: {code: R1, en: One., zh: 一。}}
  - {id: two, when: {count: {at_least: 2}}, effect: reject, reason: {code: R2, en: Two., zh: 二。}}
  - {id: odd, when: {colour: red}, effect: refer, reason: {code: R3, en: Red., zh: 红。}}
  - {id: low, when: {rank: low}, effect: {cap: silver}, reason: {code: R4, en: Low., zh: 低。}}
applies_to: {has_card: true}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    paths:
      - {id: rich, when: {amount: {at_least: 100}}}
      - {id: owner, when: {other_amount: {at_least: 100}}}
    fee: {amount: 3, per: month}
  - {id: silver, title: {en: Silver, zh: 银}, when: {amount: {at_least: 50}}}
  - {id: bronze, title: {en: Bronze, zh: 铜}, when: {amount: {at_least: 10}}}
otherwise: {tier: plain, benefits: [card]}
benefits: {card: {kind: card}}
"""

FULL: Mapping[str, Given] = {
    "has_card": True,
    "count": 0,
    "colour": "blue",
    "rank": "high",
    "amount": 0,
    "other_amount": 0,
}


def outcome(**changes: Given) -> Outcome:
    return decided(LADDER, {**FULL, **changes})


def test_rule_13_an_entry_of_knockouts_stands_at_the_first_of_them() -> None:
    places = {one.outcome: line(one.location) for one in decision_list(policy(LADDER).model)}
    assert places["rejected"].startswith("- {id: one")
    assert places["referred"].startswith("- {id: odd")


def test_rule_14_a_cap_leaves_the_tiers_at_and_below_it_alone() -> None:
    found = [outcome(rank="low", amount=one).outcome for one in (100, 50, 10, 9)]
    assert found == ["silver", "silver", "bronze", "plain"]


def test_rule_19_only_a_referral_is_caused_by_rule() -> None:
    found = [outcome(count=2), outcome(amount=50), outcome(has_card=False), outcome(colour="red")]
    assert [one.causes for one in found] == [(), (), (), (Cause.RULE,)]


def test_rule_20_paths_are_those_of_the_outcome() -> None:
    capped = outcome(amount=100, rank="low")
    assert (capped.outcome, capped.paths) == ("silver", ())


def test_what_decided_is_the_true_knockout_or_the_first_true_path() -> None:
    assert line(outcome(count=2).decided_by).startswith("- {id: two")
    assert line(outcome(count=1).decided_by).startswith("- {id: one")
    assert line(outcome(count=None).decided_by).startswith("- {id: one")
    assert line(outcome(colour="red").decided_by).startswith("- {id: odd")
    both = outcome(amount=100, other_amount=100)
    assert both.paths == ("rich", "owner")
    assert line(both.decided_by).startswith("- {id: rich")


def test_what_decided_is_no_knockout_of_another_effect() -> None:
    cap = (
        "{id: first, when: {rank: low}, effect: {cap: silver}, reason: {code: R, en: A., zh: 甲。}}"
    )
    body = LADDER.replace("knockouts:\n", f"knockouts:\n  - {cap}\n")
    found = decided(body, {**FULL, "rank": "low", "count": 2})
    assert [one.code for one in found.reasons] == ["R", "R2", "R4"]
    assert line(found.decided_by).startswith("- {id: two")


def test_rule_21_benefits_and_fees_go_by_the_name_of_the_tier() -> None:
    made = policy(LADDER).model
    case = Case(made, Customer())
    assert benefits_of(made, "".join(["pl", "ain"])) == ("card",)
    assert fee_owed(case, "".join(["go", "ld"]))[0] is T
    assert outcome(has_card=False).benefits == outcome(count=1).benefits == ()
    assert benefits_of(made, "a tier of another policy") == ()
    assert len(benefits_of(policy(GIVING).model, "".join(["go", "ld"]))) == 5


GIVING = """
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {unstated: good name, read_as: met}
    benefits: [plain-value, by-bin, by-row, asked, else]
    fee: {amount: 5, per: month, waived_when: {unstated: loyal, read_as: met}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {unstated: idle, read_as: met}}
otherwise: {tier: plain}
benefits:
  plain-value: {kind: rate, value: {unstated: some, read_as: 1}}
  by-bin: {kind: rate, value: {attribute: amount, bins: [{value: {unstated: bin, read_as: 2}}]}}
  by-row:
    kind: rate
    value:
      cases:
        - {when: {unstated: first, read_as: not_met}, value: 7}
        - {when: {unstated: second, read_as: met}, value: {unstated: row, read_as: 3}}
        - {when: {unstated: third, read_as: met}, value: 9}
  asked: {kind: lounge, requires: {unstated: polite, read_as: met}}
  else:
    kind: rate
    value:
      cases: [{when: {unstated: fourth, read_as: not_met}, value: 7}]
      otherwise: {unstated: rest, read_as: 4}
"""


def test_rule_09_benefits_and_fees_name_what_they_leaned_on() -> None:
    found = decided(GIVING, {"amount": 0})
    assert [one.value for one in found.benefits] == [1, 2, 3, None, 4]
    assert [one.wording for one in found.leaned] == [
        "good name",
        "some",
        "bin",
        "first",
        "second",
        "row",
        "polite",
        "fourth",
        "rest",
        "loyal",
    ]
    assert found.fee_owed is F


def test_rule_21_a_value_that_nothing_settles_leans_on_nothing() -> None:
    found = decided(GIVING, {})
    assert [one.value for one in found.benefits] == [1, None, 3, None, 4]
    assert "bin" not in [one.wording for one in found.leaned]
    opened = decided(GIVING, {"amount": 0}, reading="open")
    assert (opened.leaned, opened.benefits, opened.fee_owed) == ((), (), None)


# -- membership ------------------------------------------------------------------------------------

CLUB = """
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {amount: {at_least: 100}}
    stay: {amount: {at_least: 80}}
    down: {after: {assessments: 1}, to: one_step}
  - id: silver
    title: {en: Silver, zh: 银}
    when: {amount: {at_least: 50}}
    stay: {other_amount: {at_least: 0}}
  - {id: bronze, title: {en: Bronze, zh: 铜}, when: {amount: {at_least: 10}}}
otherwise: {tier: plain}
membership:
  assessed: {every: {months: 1}, at: month_end}
  up: at_once
  down: {after: {assessments: 3}, to: earned}
"""


def after(amount: Given, held: str | None, below: int = 0, other: Given = -1) -> Standing:
    club = policy(CLUB)
    given: dict[str, Given] = {"amount": amount, "other_amount": other}
    given |= {"held_tier": held, "assessments_below": below}
    return assess(club.model, club.customer(given))


def test_rule_23_each_tier_has_its_own_way_down() -> None:
    assert (after(0, "gold").held, after(0, "gold").assessments_below) == ("silver", 0)
    assert (after(0, "silver").held, after(0, "silver").assessments_below) == ("silver", 1)
    assert after(0, "silver", 2).held == "plain"


def test_rule_23_beyond_the_grace_the_way_is_down() -> None:
    assert after(0, "silver", 7).held == "plain"


def test_rule_23_earning_the_tier_again_is_not_enough_to_stay() -> None:
    found = [after(50, "silver", 1, other) for other in (0, -1)]
    assert [(one.held, one.assessments_below) for one in found] == [("silver", 0), ("silver", 2)]


def test_rule_22_each_tier_has_its_own_condition_for_staying() -> None:
    standing = after(10, "bronze", 1)
    assert (standing.held, standing.assessments_below) == ("bronze", 0)


def test_rule_23_an_unknown_outcome_never_moves_the_lowest_tier() -> None:
    standing = after(None, None, 1)
    assert (standing.held, standing.assessments_below) == ("plain", 1)
    assert standing.status is Status.UNDECIDED


def test_rule_22_a_tier_that_is_no_longer_there_ranks_below_all() -> None:
    for amount, earned in ((0, "plain"), (100, "gold")):
        assert after(amount, "platinum", 1).held == earned


def test_rule_22_whoever_earned_more_is_not_below() -> None:
    club = policy(CLUB).model
    assert is_below(club, "bronze", "gold", None) is F
    assert is_below(club, "bronze", "bronze", None) is F
    assert is_below(club, "gold", "bronze", None) is T
