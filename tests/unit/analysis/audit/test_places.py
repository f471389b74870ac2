"""Where a policy decides, and by which attributes, definitions followed."""

from __future__ import annotations

from tests.build import policy

from evenhand.analysis.audit.places import Role, places, uses

BODY = """\
applies_to: {has_card: true}
definitions:
  rich: {means: {amount: {at_least: 100}}}
  fine: {means: {all: [{meets: rich}, {quality: good}]}}
knockouts:
  - id: low
    title: {en: Low, zh: 低}
    when: {rank: low}
    effect: refer
    reason: {code: K01, en: Low., zh: 低。}
scorecard:
  source: a
  sections:
    - id: one
      source: b
      characteristics:
        - {id: colour, attribute: colour, points: {red: 1, blue: 2, other: 0}}
        - {id: both, attribute: both_amounts, bins: [{points: 1}]}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {meets: fine}
    stay: {count: {at_least: 1}}
    source: a
    paths:
      - {id: by-cap, when: {amount: {at_least: {times: 2, of: other_amount}}}, source: b}
    benefits: [gift]
otherwise: {tier: plain}
benefits:
  gift:
    kind: service
    requires: {born: {at_least: 1990-01-01}}
    value: {attribute: count, bins: [{value: 1}]}
"""
SUM = """\
both_amounts:
  label: {en: Both, zh: 合计}
  sum: [{attribute: amount}, {attribute: other_amount}]
"""


def test_all_places_have_their_address_and_the_sources_of_what_they_stand_in() -> None:
    found = {one.element: one for one in places(policy(BODY, derived=SUM).model)}
    assert list(found) == [
        "applies_to",
        "knockouts/low",
        "scorecard/one/colour",
        "scorecard/one/both",
        "tiers/gold",
        "tiers/gold/paths/by-cap",
        "benefits/gift",
    ]
    assert [one.id for one in found["scorecard/one/colour"].sources] == ["b", "a"]
    assert [one.id for one in found["tiers/gold/paths/by-cap"].sources] == ["b", "a"]
    assert found["knockouts/low"].title.text("zh") == "否决项“低”"
    assert found["tiers/gold/paths/by-cap"].title.text("en") == (
        "the path “by-cap” into the tier “Gold”"
    )


def test_every_attribute_is_met_at_every_place_that_it_decides() -> None:
    model = policy(BODY, derived=SUM).model
    found = [(one.place.element, one.name, one.attribute) for one in uses(model)]
    assert found == [
        ("applies_to", "has_card", "has_card"),
        ("knockouts/low", "rank", "rank"),
        ("scorecard/one/colour", "colour", "colour"),
        ("scorecard/one/both", "both_amounts", "amount"),
        ("scorecard/one/both", "both_amounts", "other_amount"),
        ("tiers/gold", "amount", "amount"),
        ("tiers/gold", "quality", "quality"),
        ("tiers/gold", "count", "count"),
        ("tiers/gold/paths/by-cap", "amount", "amount"),
        ("tiers/gold/paths/by-cap", "other_amount", "other_amount"),
        ("benefits/gift", "count", "count"),
        ("benefits/gift", "born", "born"),
    ]


def test_a_use_through_definitions_knows_both_places() -> None:
    model = policy(BODY, derived=SUM).model
    through = next(one for one in uses(model, (Role.TIERS.value,)) if one.attribute == "amount")
    lines = model.location.source.lines
    assert lines[through.location.line - 1].strip() == "when: {meets: fine}"
    assert through.definition is not None
    assert lines[through.definition.line - 1].strip().startswith("rich:")


def test_roles_narrow_the_places() -> None:
    model = policy(BODY, derived=SUM).model
    assert {one.attribute for one in uses(model, ("knockouts", "scope"))} == {"has_card", "rank"}
