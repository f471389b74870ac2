"""The element of each policy that makes it decide differently about one customer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from tests.build import gold_when, policy

from evenhand import api
from evenhand.analysis.diff.responsible import Responsible, responsible
from evenhand.analysis.diff.structural import changes_between
from evenhand.model.customer import Given
from evenhand.model.describe import words_text

DAY = date(2026, 11, 24)
Said = tuple[str, str]
NOTHING = "has nothing of the kind"


def between(old: api.Policy, new: api.Policy, given: Mapping[str, Given]) -> tuple[Said, Said]:
    """The two elements for a customer, with what they say."""
    changed = frozenset(one.element for one in changes_between(old.model, new.model))
    before, after = old.trace(given), new.trace(given)
    assert before.outcome.outcome != after.outcome.outcome
    customer = new.customer(given)
    one, two = responsible((old.model, new.model), customer, (before, after), changed)
    return said(one), said(two)


def said(one: Responsible) -> Said:
    return one.element, words_text(one.text, "en")


def on(old: str, new: str, given: Mapping[str, Given], *, more: str = "") -> tuple[Said, Said]:
    return between(gold_when(old, more=more), gold_when(new, more=more), given)


def test_a_threshold() -> None:
    found = on("{amount: {at_least: 100}}", "{amount: {at_least: 200}}", {"amount": 150})
    assert found == (
        ("tiers/gold", "Amount: at least 100"),
        ("tiers/gold", "Amount: at least 200"),
    )


def test_the_one_of_several_tests_that_moved() -> None:
    old = "{all: [{has_card: true}, {amount: {at_least: 100}}, {rank: {at_least: low}}]}"
    new = "{all: [{rank: {at_least: low}}, {amount: {at_least: 200}}, {has_card: true}]}"
    found = on(old, new, {"amount": 150, "has_card": True, "rank": "low"})
    assert [text for _, text in found] == ["Amount: at least 100", "Amount: at least 200"]


def test_a_test_that_came() -> None:
    new = "{all: [{amount: {at_least: 100}}, {rank: {at_least: low}}]}"
    found = on("{amount: {at_least: 100}}", new, {"amount": 150, "rank": "none"})
    assert found == (("tiers/gold", NOTHING), ("tiers/gold", "Rank: at least Low"))


def test_a_test_in_the_place_of_another() -> None:
    old = "{all: [{amount: {at_least: 100}}, {rank: {at_least: low}}]}"
    new = "{all: [{amount: {at_least: 100}}, {has_card: true}]}"
    found = on(old, new, {"amount": 150, "rank": "none", "has_card": True})
    assert [text for _, text in found] == ["Rank: at least Low", "Card: yes"]


def test_an_alternative_that_went() -> None:
    old = "{any: [{amount: {at_least: 100}}, {has_card: true}]}"
    found = on(old, "{any: [{amount: {at_least: 100}}]}", {"amount": 1, "has_card": True})
    assert found == (("tiers/gold", "Card: yes"), ("tiers/gold", NOTHING))


def test_a_count() -> None:
    parts = "of: [{amount: {at_least: 100}}, {has_card: true}, {rank: {at_least: low}}]"
    given: Mapping[str, Given] = {"amount": 150, "has_card": False, "rank": "none"}
    found = on(f"{{at_least: 1, {parts}}}", f"{{at_least: 2, {parts}}}", given)
    assert [element for element, _ in found] == ["tiers/gold", "tiers/gold"]
    assert found[0][1] == "Amount: at least 100"


def test_a_definition_is_named_where_it_changed() -> None:
    old = gold_when("{meets: rich}", more="definitions: {rich: {means: {amount: {above: 9}}}}\n")
    new = gold_when("{meets: rich}", more="definitions: {rich: {means: {amount: {above: 20}}}}\n")
    found = between(old, new, {"amount": 15})
    assert found == (
        ("definitions/rich", "Amount: above 9"),
        ("definitions/rich", "Amount: above 20"),
    )


TIERS = """\
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {amount: {at_least: 200}}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {amount: {at_least: 100}}}
otherwise: {tier: plain}
"""
KNOCKOUTS = """\
knockouts:
  - {id: one, when: {rank: none}, effect: EFFECT, reason: {code: R1, en: Poor, zh: 差}}
  - {id: two, when: {rank: low}, effect: EFFECT, reason: {code: R2, en: Poor, zh: 差}}
"""


@pytest.mark.parametrize("effect", ["reject", "refer", "{cap: silver}"])
def test_a_knockout_that_came_and_one_that_went(effect: str) -> None:
    with_both = policy(KNOCKOUTS.replace("EFFECT", effect) + TIERS)
    given: Mapping[str, Given] = {"amount": 500, "rank": "low"}
    found = between(policy(TIERS), with_both, given)
    assert found == (("tiers/gold", NOTHING), ("knockouts/two", "Rank: Low"))
    assert between(with_both, policy(TIERS), given) == found[::-1]


def test_a_scope_and_the_knockout_that_decided_without_it() -> None:
    old = policy(KNOCKOUTS.replace("EFFECT", "reject") + TIERS)
    new = policy("applies_to: {has_card: true}\n" + KNOCKOUTS.replace("EFFECT", "reject") + TIERS)
    found = between(old, new, {"rank": "low", "has_card": False})
    assert found == (("knockouts/two", "Rank: Low"), ("applies_to", "Card: yes"))


def test_a_path() -> None:
    paths = """\
    tiers:
      - id: gold
        title: {en: Gold, zh: 金}
        paths:
          - {id: money, when: {amount: {at_least: 100}}}
          - {id: rank, when: {rank: {at_least: LEVEL}}}
    otherwise: {tier: plain}
    """
    found = between(
        policy(paths.replace("LEVEL", "mid")),
        policy(paths.replace("LEVEL", "low")),
        {"amount": 1, "rank": "low"},
    )
    assert found == (
        ("tiers/gold/paths/rank", "Rank: at least Mid"),
        ("tiers/gold/paths/rank", "Rank: at least Low"),
    )


# -- scores ----------------------------------------------------------------------------------------

CARD = """\
scorecard:
  base: {base}
  sections:
    - id: person
      weight: {weight}
      {limits}
      characteristics:
        - id: standing
          title: {{en: Standing, zh: 级别}}
          attribute: rank
          points: {{none: 0, low: {low}, mid: 20, high: 30}}
        - id: money
          attribute: amount
          bins: [{{below: 100, points: 0}}, {{at_least: 100, points: {money}}}]
tiers:
  - id: gold
    title: {{en: Gold, zh: 金}}
    when: {{score: {{at_least: {cut}}}}}
otherwise: {{tier: plain}}
"""
LOW: Mapping[str, Given] = {"rank": "low", "amount": 100}


def card(**changes: object) -> api.Policy:
    usual = {"base": 0, "weight": 1, "low": 10, "money": 20, "cut": 30, "limits": "at_most: 60"}
    return policy(CARD.format(**{**usual, **changes}))


def test_the_cut_off_with_the_customers_score() -> None:
    found = between(card(), card(cut=31), LOW)
    assert found == (
        ("tiers/gold", "Score: at least 30 (the customer has 30)"),
        ("tiers/gold", "Score: at least 31 (the customer has 30)"),
    )


def test_the_points_that_moved_most() -> None:
    found = between(card(), card(low=9, money=18), LOW)
    assert [element for element, _ in found] == ["scorecard/person/money"] * 2
    assert [text for _, text in found] == [
        "money: 20 points (score 30)",
        "money: 18 points (score 27)",
    ]


def test_points_that_moved_the_other_way_are_not_named() -> None:
    found = between(card(), card(low=8, money=21), LOW)
    assert [text for _, text in found] == [
        "Standing: 10 points (score 30)",
        "Standing: 8 points (score 29)",
    ]


def test_the_cut_off_is_named_where_it_alone_would_do() -> None:
    found = between(card(), card(low=9, cut=31), LOW)
    assert found[1] == ("tiers/gold", "Score: at least 31 (the customer has 29)")
    found = between(card(), card(low=0, cut=25), LOW)
    assert found[1] == ("scorecard/person/standing", "Standing: 0 points (score 20)")


def test_base_weight_and_limits() -> None:
    assert between(card(), card(base=-1), LOW)[1] == (
        "scorecard",
        "Base of the score: -1 (score 29)",
    )
    weighted = between(card(), card(weight="1/2"), LOW)
    assert weighted[1] == ("scorecard/person", "Weight of the section: 0.5 (score 15)")
    limited = between(card(), card(limits="at_most: 20"), LOW)
    assert limited[1] == ("scorecard/person", "Section within its limits: 20 points (score 20)")


def test_an_attribute_of_the_vocabulary_that_changed() -> None:
    def bank(times: int) -> api.Policy:
        parts = f"[{{attribute: amount}}, {{attribute: other_amount, times: {times}}}]"
        derived = f"both: {{label: {{en: Both, zh: 合计}}, sum: {parts}}}\n"
        return gold_when("{both: {at_least: 100}}", derived=derived)

    found = between(bank(2), bank(1), {"amount": 50, "other_amount": 25})
    assert found == (("attributes/both", "Both: at least 100"),) * 2


def test_a_definition_behind_a_row_of_points() -> None:
    def bank(least: int) -> api.Policy:
        return policy(
            f"""\
            definitions:
              rich: {{means: {{amount: {{at_least: {least}}}}}}}
            scorecard:
              characteristics:
                - id: wealth
                  cases: [{{when: {{meets: rich}}, points: 10}}]
                  otherwise: 0
            tiers:
              - {{id: gold, title: {{en: Gold, zh: 金}}, when: {{score: {{at_least: 10}}}}}}
            otherwise: {{tier: plain}}
            """
        )

    found = between(bank(100), bank(200), {"amount": 150})
    assert found == (
        ("definitions/rich", "Amount: at least 100"),
        ("definitions/rich", "Amount: at least 200"),
    )


def test_a_characteristic_that_went() -> None:
    body = CARD.format(base=0, weight=1, low=10, money=20, cut=30, limits="at_most: 60")
    start, end = body.index("        - id: money"), body.index("tiers:")
    found = between(policy(body), policy(body[:start] + body[end:]), LOW)
    assert found[0] == ("scorecard/person/money", "money: 20 points (score 30)")
    assert found[1] == ("scorecard/person/money", "gives no points for it (score 10)")


def test_what_undecided_customers_get() -> None:
    found = between(policy(TIERS), policy(TIERS + "undecided: floor\n"), {})
    assert [element for element, _ in found] == ["undecided", "undecided"]


def test_the_lowest_tier_under_another_name() -> None:
    found = between(policy(TIERS), policy(TIERS.replace("plain", "usual")), {"amount": 1})
    assert found == (("otherwise", "plain"), ("otherwise", "usual"))


def test_tiers_in_another_order() -> None:
    lines = TIERS.splitlines(keepends=True)
    turned = "".join([lines[0], lines[2], lines[1], lines[3]])
    found = between(policy(TIERS), policy(turned), {"amount": 500})
    assert found[1] == ("tiers/silver", "Amount: at least 100")
