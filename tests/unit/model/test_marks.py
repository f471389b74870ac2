"""Everything that a policy compares anything with is marked as a boundary."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.build import gold_when, policy

from evenhand.model.boundaries import boundary_values, discretion_ids, typical_number, typical_of
from evenhand.model.values import MISSING, Missing, Value

CENT = Fraction(1, 100)
ENDS_AND_TYPICAL = {Fraction(-1000), Fraction(1_000_000), Fraction(0)}


def values(condition: str, name: str = "amount", **parts: str) -> tuple[Value | Missing, ...]:
    """The values of one attribute for a policy of one condition, without MISSING at the end."""
    found = boundary_values(gold_when(condition, **parts).model)[name]
    assert found[-1] is MISSING
    return found[:-1]


def numbers(condition: str, **parts: str) -> set[Fraction]:
    found = {one for one in values(condition, **parts) if isinstance(one, Fraction)}
    return found - ENDS_AND_TYPICAL


def around(*places: int | Fraction) -> set[Fraction]:
    return {Fraction(place) + step for place in places for step in (-CENT, Fraction(0), CENT)}


@pytest.mark.parametrize(
    ("condition", "places"),
    [
        ("{amount: {at_least: 500}}", (500,)),
        ("{amount: [500, 700]}", (500, 700)),
        (
            "{amount: {at_least: {disputed: [{value: 500, source: a}, {value: 600, source: b}]}}}",
            (500, 600),
        ),
        ("{amount: {at_least: {range: [500, 600], read_as: 550, because: so}}}", (500, 550, 600)),
        ("{amount: {at_least: {unstated: a lot, read_as: 550, because: so}}}", (550,)),
        ("{amount: {at_least: unstated}}", ()),
        ("{amount: {at_least: {by: rank, values: {low: 500}, otherwise: 600}}}", (500, 600)),
        ("{not: {at_least: 1, of: [{amount: {above: 500}}, {all: []}]}}", (500,)),
    ],
)
def test_a_threshold_with_its_neighbours(condition: str, places: tuple[int, ...]) -> None:
    assert numbers(condition) == around(*places)


def test_a_multiple_is_marked_for_typical_values() -> None:
    own = """\
    base: {label: {en: B, zh: 基}, type: money, range: {at_least: 0, at_most: 900}, typical: 300}
    """
    condition = "{amount: {at_least: {times: 2, of: base, plus: 50}}}"
    assert numbers(condition, own=own) == around(650)
    found = values(condition, "base", own=own)
    assert (found[0], found[-1]) == (Fraction(0), Fraction(900))
    flat = "{amount: {at_least: {times: 0, of: base, plus: 50}}}"
    assert numbers(flat, own=own) == around(50)


def test_codes_booleans_and_sets() -> None:
    assert values("{rank: {at_least: mid}}", "rank") == ("none", "low", "mid", "high")
    assert values("{colour: red}", "colour") == ("red", "blue", "other")
    assert values("{has_card: true}", "has_card") == (False, True)
    assert values("{licences: {includes_any: [law, tax]}}", "licences") == (
        frozenset(),
        frozenset({"law"}),
        frozenset({"tax"}),
        frozenset({"law", "tax"}),
        frozenset({"law", "tax", "care"}),
    )


def test_what_attributes_need_to_apply_is_there() -> None:
    found = boundary_values(gold_when("{card_cap: {at_least: 5}}").model)
    assert list(found) == ["card_cap", "has_card"]


BODY = """
scorecard:
  characteristics:
    - {id: a, attribute: amount, bins: [{below: 500, points: 0}, {points: 1}]}
    - {id: b, attribute: other_amount, per_unit: {each: 10, points: 2, over: 200, at_most: 9}}
    - {id: c, cases: [{when: {count: {at_least: 50}}, points: 1}], otherwise: 0}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {all: [{score: {at_least: 1}}, {discretion: manager}]}
    benefits: [gift, more]
otherwise: {tier: plain}
benefits:
  gift: {kind: gift, value: {attribute: months_here, bins: [{below: 60, value: 1}], otherwise: 2}}
  more: {kind: gift, value: {cases: [{when: {card_cap: {at_least: 70}}, value: 1}], otherwise: 2}}
"""


def test_bins_units_cases_and_benefits() -> None:
    made = policy(BODY).model
    found = boundary_values(made)
    assert around(500) <= set(found["amount"])
    assert around(200, 210, 220, 230, 250) <= set(found["other_amount"])
    assert {Fraction(49), Fraction(50), Fraction(51)} <= set(found["count"])
    assert {Fraction(59), Fraction(60), Fraction(61)} <= set(found["months_here"])
    assert around(70) <= set(found["card_cap"])
    assert discretion_ids(made) == ("gold",)


DERIVED = """\
total:
  label: {en: T, zh: 合}
  sum:
    - {attribute: amount, times: 2, at_most: 300}
    - {attribute: count}
    - {attribute: other_amount, times: 0}
most: {label: {en: M, zh: 大}, max_of: [amount, count]}
least: {label: {en: L, zh: 小}, min_of: [amount, count]}
share: {label: {en: S, zh: 比}, ratio: {of: amount, to: other_amount}}
"""


def test_derived_attributes_are_marked_on_their_inputs() -> None:
    total = "{total: {at_least: 50}}"
    assert around(150, 25) <= numbers(total, derived=DERIVED)
    assert Fraction(50) in values(total, "count", derived=DERIVED)
    assert around(50) <= numbers("{most: {at_least: 50}}", derived=DERIVED)
    share = values("{share: {at_least: 1/2}}", "other_amount", derived=DERIVED)
    assert {-CENT, Fraction(0), CENT} <= set(share)
    assert Fraction(0) in values("{share: {above: 0}}", "other_amount", derived=DERIVED)


def test_the_typical_customer() -> None:
    words = policy(derived=DERIVED).model.dictionary
    typical = {"amount": Fraction(200), "count": Fraction(7), "other_amount": Fraction(50)}
    changed = {name: replace(words.attributes[name], typical=one) for name, one in typical.items()}
    told = replace(words, attributes={**words.attributes, **changed})
    found = [typical_number(told, name) for name in ("total", "most", "least", "share", "rank")]
    assert found == [307, 200, 7, 4, 0]
    zero = replace(told, attributes={**told.attributes, "other_amount": words.attributes["count"]})
    assert typical_number(zero, "share") == 0
    plain = [typical_of(words.attributes[one]) for one in ("amount", "rank", "quality", "has_card")]
    assert plain == [-1000, "none", "good", False]
    assert typical_of(words.attributes["licences"]) == frozenset()
