"""Time: all changes end together, what grows has grown, and sums are moved where it is cheapest."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.build import gold_when
from tests.unit.analysis.recourse.small import RUN

from evenhand.analysis.recourse.result import Recourse, Way
from evenhand.analysis.recourse.situation import Wishes, situation
from evenhand.analysis.recourse.solver import by_proof
from evenhand.analysis.recourse.ways import recourse
from evenhand.model.action import Span
from evenhand.model.outcome import Reading

OWN = """\
years_old:
  {label: {en: Age, zh: 年龄}, type: integer, unit: years, range: {at_least: 0, at_most: 120}, grows: with_time}
with_us:
  {label: {en: With us, zh: 时长}, type: integer, unit: months, range: {at_least: 0, at_most: 99}, grows: with_time}
cash:
  label: {en: Cash, zh: 现金}
  type: money
  step: 1
  range: {at_least: 0, at_most: 1_000}
  action: {raise: {cost: 3, per: 1, takes: {months: 7}}}
gold_bars:
  label: {en: Bars, zh: 金条}
  type: money
  step: 1
  range: {at_least: 0, at_most: 1_000}
  action: {raise: {cost: 1, per: 1, takes: {days: 2}}}
"""  # noqa: E501

DERIVED = """\
wealth:
  label: {en: Wealth, zh: 财富}
  sum: [{attribute: cash}, {attribute: gold_bars, times: 1/2, at_most: 30}]
"""


def asked(condition: str, wishes: Wishes | None = None, **given: Any) -> Recourse:
    policy = gold_when(condition, own=OWN, derived=DERIVED)
    customer = policy.customer(given)
    where = situation(policy.model, customer, "gold", wishes or Wishes(), Reading.DECLARED)
    return recourse(where, RUN, by_proof)


def changes(way: Way) -> list[tuple[str, str, Any]]:
    return [(one.attribute, one.how, one.after) for one in way.changes]


def test_a_sum_is_raised_where_it_is_cheapest_up_to_the_cap() -> None:
    found = asked("{wealth: {at_least: 100}}", cash=0, gold_bars=1)
    way, other = found.ways
    # Half a unit for 1 is cheaper than a unit for 3, until 30 units from bars are full.
    assert changes(way) == [("cash", "raise", 70), ("gold_bars", "raise", 60)]
    assert (way.cost, way.span) == (Fraction(3 * 70 + 59), Span(months=7))
    assert (changes(other), other.cost) == ([("cash", "raise", 100)], Fraction(300))
    assert found.all


def test_what_passes_while_one_waits_may_open_and_may_shut() -> None:
    found = asked("{with_us: {at_least: 24}, years_old: {below: 30}}", with_us=3, years_old=29)
    assert (found.exists, found.proved) == (False, True)
    found = asked("{with_us: {at_least: 24}, years_old: {below: 30}}", with_us=14, years_old=29)
    (way,) = found.ways
    assert (way.cost, way.span) == (Fraction(0), Span(months=10))
    assert changes(way) == [("with_us", "time", 24)]
    assert way.unsure == ("years_old",)


def test_time_passes_for_all_changes_alike() -> None:
    condition = "{cash: {at_least: 10}, with_us: {below: 12}}"
    assert asked(condition, cash=0, with_us=4).exists is True
    assert asked(condition, cash=0, with_us=5).exists is False


def test_nobody_is_sure_to_be_a_year_older_after_less_than_a_year() -> None:
    found = asked("{years_old: {at_least: 30}}", years_old=29)
    (way,) = found.ways
    assert (way.span, way.unsure) == (Span(months=12), ())


def test_ways_that_are_sooner_are_further_ways() -> None:
    condition = "{any: [{with_us: {at_least: 24}}, {gold_bars: {at_least: 50}}]}"
    found = asked(condition, with_us=14, gold_bars=0)
    assert [(way.cost, way.span) for way in found.ways] == [
        (Fraction(0), Span(months=10)),
        (Fraction(50), Span(days=2)),
    ]
    assert found.all


def test_nothing_is_longer_than_the_horizon() -> None:
    wishes = Wishes(horizon=Span(months=6))
    found = asked("{cash: {at_least: 10}}", wishes, cash=0)
    assert found.exists is False
    assert [(one.kind, one.span) for one in found.blocking][:1] == [("time", Span(months=7))]


def test_what_is_missing_is_never_moved() -> None:
    found = asked("{gold_bars: {at_least: 50}}")
    assert found.exists is False
    assert [one.attributes for one in found.blocking] == [("gold_bars",)]
    assert found.start.settle == ("gold_bars",)
