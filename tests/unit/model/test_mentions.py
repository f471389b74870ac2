"""Which attributes, definitions and scores a policy speaks of."""

from __future__ import annotations

from tests.build import gold_when, policy

from evenhand.model.mentions import (
    attributes_in,
    card_conditions,
    characteristic_mentions,
    definitions_in,
    direct_mentions,
    figure_attributes,
    policy_conditions,
    scores_in,
    used_attributes,
)
from evenhand.model.policy import Policy

DERIVED = "total: {label: {en: T, zh: 合}, sum: [{attribute: amount}, {attribute: card_cap}]}\n"
BODY = """
applies_to: {born: {at_most: 2000-01-01}}
definitions:
  rich: {title: {en: Rich, zh: 富}, means: {total: {at_least: 5}}}
knockouts:
  - {id: late, when: {count: {at_least: 3}}, effect: reject, reason: {code: R, en: L., zh: 逾。}}
scorecards:
  - id: first
    characteristics:
      - {id: a, attribute: rank, points: {low: 1}}
      - {id: b, cases: [{when: {colour: red}, points: 1}]}
      - {id: c, unstated: other things}
  - id: second
    sections:
      - {id: part, characteristics: [{id: d, when: {quality: good}, points: 1}]}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {all: [{meets: rich}, {score: {of: part, at_least: 1}}]}
    paths:
      - {id: p, when: {licences: {includes: law}}}
    stay: {score: {of: first, at_least: 1}}
    fee: {amount: 1, per: month, waived_when: {months_here: {at_least: 9}}}
    benefits: [gift, more]
otherwise: {tier: plain}
membership:
  assessed: {every: {months: 1}, at: month_end}
  up: at_once
  down: {after: {assessments: 3}, to: earned}
benefits:
  gift:
    kind: gift
    value: {attribute: other_amount, bins: [{below: 1, value: 1}], otherwise: 2}
    requires: {count: 0}
  more: {kind: gift, value: {cases: [{when: {age: {at_least: 9}}, value: 1}], otherwise: 2}}
"""

WHOLE: Policy = policy(BODY, derived=DERIVED).model


def test_every_condition_has_the_address_of_its_element() -> None:
    assert [address for address, _ in policy_conditions(WHOLE)] == [
        "applies_to",
        "definitions/rich",
        "knockouts/late",
        "first/b",
        "second/part/d",
        "tiers/gold",
        "tiers/gold/paths/p",
        "tiers/gold/stay",
        "tiers/gold/fee",
        "benefits/gift",
    ]


def test_used_attributes_are_inputs_with_all_that_they_need() -> None:
    assert set(used_attributes(WHOLE)) == {
        "born",
        "amount",
        "card_cap",
        "has_card",
        "count",
        "rank",
        "colour",
        "quality",
        "licences",
        "months_here",
        "other_amount",
        "age",
    }
    assert used_attributes(gold_when("{amount: {at_least: 1}}").model) == ("amount",)


def test_names_in_file_order() -> None:
    figure = (
        "{by: rank, values: {low: {times: 2, of: total}, mid: 5},"
        " otherwise: {times: 1, of: card_cap}}"
    )
    made = gold_when(f"{{amount: {{at_least: {figure}}}}}", derived=DERIVED).model
    found = made.tiers[0].when
    assert found is not None
    assert list(direct_mentions(found)) == ["amount", "rank", "total", "card_cap"]
    inputs = ["amount", "rank", "amount", "card_cap", "card_cap"]
    assert list(attributes_in(found, made.dictionary)) == inputs
    assert list(attributes_in(None, made.dictionary)) == []


def test_figures_that_take_nothing_mention_nothing() -> None:
    for figure in ("5", "unstated", "{range: [1, 2]}", "{by: rank, values: {low: 5}}"):
        made = gold_when(f"{{amount: {{at_least: {figure}}}}}").model
        atom = made.tiers[0].when
        expected = ["rank"] if "by" in figure else []
        assert list(figure_attributes(atom.figure)) == expected  # type: ignore[union-attr]


def test_definitions_and_scores() -> None:
    (gold,) = WHOLE.tiers
    assert gold.when is not None and gold.stay is not None
    assert list(definitions_in(gold.when)) == ["rich"]
    assert list(scores_in(gold.when)) == ["part"]
    assert list(scores_in(gold.stay)) == ["first"]


def test_what_characteristics_speak_of() -> None:
    found = [list(characteristic_mentions(one)) for one in WHOLE.characteristics()]
    assert found == [["rank"], ["colour"], [], ["quality"]]
    assert [len(list(card_conditions(card))) for card in WHOLE.scorecards] == [1, 1]
