"""Benefits and fees: rule 21 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from tests.build import decided

from evenhand.model.customer import Given
from evenhand.model.truth import F, T, Truth, U

BODY = """
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {amount: {at_least: 100}}
    benefits: [rate, gift, desk]
    fee: {amount: 20, per: month, waived_when: {amount: {at_least: 500}}}
  - id: silver
    title: {en: Silver, zh: 银}
    when: {amount: {at_least: 50}}
    benefits: [rate]
    fee: {amount: 5, per: month}
otherwise: {tier: plain, benefits: [card]}
benefits:
  rate: {kind: rate, times: {by_tier: {gold: 0.9}}, requires: {count: {at_most: 2}}}
  gift: {kind: gift, value: {attribute: count, bins: [{below: 2, value: 10}, {at_least: 2, value: unstated}], otherwise: 1}}
  desk: {kind: service}
  card: {kind: card, value: {cases: [{when: {has_card: true}, value: 3}, {when: {rank: high}, value: 4}], otherwise: 0}}
"""  # noqa: E501


def grants(
    given: Mapping[str, Given], body: str = BODY
) -> dict[str, tuple[Truth, Fraction | None]]:
    return {one.benefit: (one.granted, one.value) for one in decided(body, given).benefits}


def test_rule_21_benefits_of_the_outcome_tier_with_their_values() -> None:
    found = grants({"amount": 100, "count": 1})
    assert found == {"rate": (T, Fraction(9, 10)), "gift": (T, Fraction(10)), "desk": (T, None)}


def test_rule_21_a_requirement_is_three_valued() -> None:
    assert grants({"amount": 100, "count": 3})["rate"] == (F, Fraction(9, 10))
    assert grants({"amount": 100})["rate"] == (U, Fraction(9, 10))


def test_rule_21_values_that_are_open_missing_or_not_listed() -> None:
    assert grants({"amount": 100, "count": 2})["gift"] == (T, None)
    assert grants({"amount": 100})["gift"] == (T, None)
    assert grants({"amount": 50, "count": 0})["rate"] == (T, None)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"has_card": True}, 3),
        ({"has_card": False, "rank": "high"}, 4),
        ({"has_card": False, "rank": "low"}, 0),
        ({"rank": "high"}, None),
        ({"has_card": False}, None),
    ],
)
def test_rule_21_a_table_of_cases(given: dict[str, Given], value: int | None) -> None:
    wanted = None if value is None else Fraction(value)
    assert grants({"amount": 1, **given}) == {"card": (T, wanted)}


def test_rule_21_a_table_of_bins_where_nothing_fits() -> None:
    body = BODY.replace(
        "attribute: count, bins: [{below: 2, value: 10}",
        "attribute: card_cap, bins: [{below: 2, value: 10}",
    )
    body = body.replace("{at_least: 2, value: unstated}", "{at_least: 7, value: 8}")
    card = {"amount": 100, "count": 1, "has_card": True}
    assert grants({**card, "card_cap": 7}, body)["gift"] == (T, Fraction(8))
    assert grants({**card, "card_cap": 5}, body)["gift"] == (T, Fraction(1))
    assert grants({**card, "has_card": False}, body)["gift"] == (T, Fraction(1))
    assert grants(card, body)["gift"] == (T, None)
    bare = body.replace(", otherwise: 1}}", "}}")
    assert grants({**card, "card_cap": 5}, bare)["gift"] == (T, None)


def test_rule_21_plain_and_open_values() -> None:
    body = BODY.replace("desk: {kind: service}", "desk: {kind: service, value: 12.5}")
    assert grants({"amount": 100, "count": 1}, body)["desk"] == (T, Fraction(25, 2))
    body = BODY.replace("desk: {kind: service}", "desk: {kind: service, value: unstated}")
    assert grants({"amount": 100, "count": 1}, body)["desk"] == (T, None)


def test_rule_21_the_fee_is_owed_unless_waived() -> None:
    assert decided(BODY, {"amount": 100}).fee_owed is T
    assert decided(BODY, {"amount": 500}).fee_owed is F
    assert decided(BODY, {"amount": 50}).fee_owed is T
    assert decided(BODY, {"amount": 1}).fee_owed is None
    body = BODY.replace("waived_when: {amount: {at_least: 500}}", "waived_when: {count: 1}")
    assert decided(body, {"amount": 100}).fee_owed is U


def test_rule_21_nothing_is_granted_where_nothing_is_decided() -> None:
    found = decided(BODY, {})
    assert found.outcome == "refer"
    assert (found.benefits, found.fee_owed, found.paths) == ((), None, ())
