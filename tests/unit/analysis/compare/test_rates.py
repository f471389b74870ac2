"""Exchange rates: what points cost, and what a step of another criterion is worth."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from tests.build import policy

from evenhand.analysis.compare.rates import Price, Rates, rates_of
from evenhand.messages import shown_text

CARD = """\
scorecard:
  base: 0
  sections:
    - id: all
      weight: {weight}
      characteristics:
        - id: amount
          attribute: amount
          bins: [{{below: 100, points: 0}}, {{at_least: 100, below: 300, points: 20}}, {{at_least: 300, points: 50}}]
        - id: rank
          attribute: rank
          points: {{none: 0, low: 10, mid: 25, high: 60}}
        - {{id: other, attribute: other_amount, per_unit: {{each: 50, points: 4, at_most: 20}}}}
        - {{id: card, when: {{has_card: true}}, points: 5}}
tiers:
  - {{id: gold, title: {{en: Gold, zh: 金}}, when: {{score: {{at_least: 50}}}}}}
otherwise: {{tier: plain}}
"""  # noqa: E501


def rates(weight: str = "1") -> Rates:
    (found,) = rates_of(policy(CARD.format(weight=weight)).model)
    return found


def exchanges(found: Rates, item: str, against: str) -> dict[str, tuple[object, ...] | None]:
    return {
        shown_text(one.end, "en"): None
        if one.price is None
        else (one.gain, one.price.start, one.price.end, one.price.amount, one.price.gain)
        for one in found.exchanges
        if one.item.characteristic.id == item and one.scale.attribute == against
    }


def spans(prices: Iterable[Price]) -> list[tuple[int, int, int]]:
    """From where to where each price goes, and how many points it gains; all are whole here."""
    found = []
    for one in prices:
        assert one.start.denominator == one.end.denominator == one.gain.denominator == 1
        found.append((int(one.start), int(one.end), int(one.gain)))
    return found


def test_what_points_cost_stretch_by_stretch() -> None:
    scale, *_ = rates().scales
    assert spans(scale.prices) == [(-1000, 100, 20), (100, 300, 30)]
    assert scale.prices[1].data()["per_point"] == "20/3"


def test_a_rank_is_worth_so_much_money() -> None:
    assert exchanges(rates(), "rank", "amount") == {
        "Low": (10, 100, 300, 200, 30),
        "Mid": (25, 100, 300, 200, 30),
        "High": None,
    }


def test_units_are_counted_up_to_their_most() -> None:
    found = exchanges(rates(), "rank", "other_amount")
    assert found["Low"] == (10, 0, 150, 150, 12)
    assert found["Mid"] is None
    (price,) = next(s for s in rates().scales if s.attribute == "other_amount").prices
    assert price.repeated
    assert price.until == 250


def test_a_flag_and_a_unit_are_steps_too() -> None:
    found = exchanges(rates(), "card", "amount")
    assert list(found.values()) == [(5, 100, 300, 200, 30)]
    assert exchanges(rates(), "other", "amount") == {"50 more": (4, 100, 300, 200, 30)}


def test_weights_count() -> None:
    scale, *_ = rates("1/2").scales
    assert [p.gain for p in scale.prices] == [10, 15]
    found = exchanges(rates("1/2"), "rank", "amount")
    assert found["Mid"] == (Fraction(25, 2), 100, 300, 200, 15)


def test_less_is_better_the_other_way_round() -> None:
    body = """\
scorecard:
  characteristics:
    - id: debt
      attribute: amount
      bins: [{below: 100, points: 30}, {at_least: 100, below: 300, points: 10}, {at_least: 300, points: 0}]
    - {id: card, when: {has_card: true}, points: 8}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 20}}}
otherwise: {tier: plain}
"""  # noqa: E501
    (found,) = rates_of(policy(body).model)
    (scale,) = found.scales
    assert spans(scale.prices) == [(100, -1000, 20), (300, 100, 10)]
    (one,) = found.exchanges
    assert one.price is not None
    assert spans([one.price]) == [(300, 100, 10)]


def test_points_that_are_not_stated_have_no_rate() -> None:
    body = """\
scorecard:
  characteristics:
    - {id: amount, attribute: amount, bins: [{points: unstated}]}
    - {id: card, when: {has_card: true}, points: 8}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 20}}}
otherwise: {tier: plain}
"""
    (found,) = rates_of(policy(body).model)
    assert found.scales == ()
    assert [one.characteristic.id for one in found.unstated] == ["amount"]
