"""Boundaries: the values at and beside what a policy compares with."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.build import policy

from evenhand.model.boundaries import boundary_values, discretion_ids
from evenhand.model.values import MISSING, Missing, Value, value_text


def listed(condition: str, *, derived: str = "", name: str = "amount") -> list[str]:
    body = f"tiers: [{{id: gold, title: {{en: G, zh: 金}}, when: {condition}}}]\n"
    model = policy(body + "otherwise: {tier: plain}\n", derived=derived).model
    values = boundary_values(model)[name]
    assert values[-1] is MISSING
    return [value_text(value) for value in values if not isinstance(value, Missing)]


ENDS = ["-1000", "1000000"]


def test_a_threshold_one_step_beside_it_and_the_ends() -> None:
    assert listed("{amount: {at_least: 100}}") == ["-1000", "99.99", "100", "100.01", "1000000"]


def test_a_figure_off_the_steps_has_its_two_neighbours() -> None:
    assert listed("{amount: {above: 100/3}}") == ["-1000", "33.33", "33.34", "1000000"]


def test_all_values_that_sources_give_and_the_reading() -> None:
    found = listed(
        "{amount: {at_least: {disputed: [{value: 10, source: a}, {value: 20, source: b}],"
        " read_as: 15}}}"
    )
    assert {"9.99", "10", "10.01", "14.99", "15", "15.01", "19.99", "20", "20.01"} <= set(found)


def test_both_ends_of_a_range_and_every_figure_of_a_table() -> None:
    assert {"10", "20"} <= set(listed("{amount: {below: {range: [10, 20]}}}"))
    by = "{amount: {below: {by: colour, values: {red: 30}, otherwise: 40}}}"
    assert {"30", "40"} <= set(listed(by))
    assert listed(by, name="colour") == ["red", "blue", "other"]


def test_a_multiple_is_marked_on_both_sides() -> None:
    condition = "{amount: {at_least: {times: 1/2, of: other_amount, plus: 10}}}"
    assert "-490" in listed(condition)
    assert "-2020" not in listed(condition, name="other_amount")
    assert listed(condition, name="other_amount") == ENDS


def test_a_sum_is_marked_on_its_parts() -> None:
    derived = """
    together:
      label: {en: Together, zh: 合计}
      sum: [{attribute: amount}, {attribute: other_amount, times: 2, at_most: 50}]
    """
    amount = listed("{together: {at_least: 100}}", derived=derived)
    assert {"2099.99", "2100", "2100.01"} <= set(amount)
    other = listed("{together: {at_least: 100}}", derived=derived, name="other_amount")
    assert {"24.99", "25", "25.01", "50"} <= set(other)


def test_codes_members_days_and_booleans() -> None:
    assert listed("{rank: {at_least: mid}}", name="rank") == ["none", "low", "mid", "high"]
    assert listed("{has_card: true}", name="has_card") == ["false", "true"]
    days = listed("{born: {below: 2000-03-01}}", name="born")
    assert days[1:-1] == ["2000-02-29", "2000-03-01", "2000-03-02"]
    members = listed("{licences: {includes_any: [law, tax]}}", name="licences")
    assert members == ["[]", "[law]", "[tax]", "[law, tax]", "[care, law, tax]"]


def test_what_decides_whether_an_attribute_applies_is_listed() -> None:
    assert listed("{card_cap: {at_least: 5}}", name="has_card") == ["false", "true"]


def test_units_of_a_points_rule() -> None:
    body = """
    scorecard:
      characteristics:
        - {id: a, attribute: amount, per_unit: {each: 10, points: 2, at_most: 12}}
    tiers: [{id: gold, title: {en: G, zh: 金}, when: {score: {at_least: 2}}}]
    otherwise: {tier: plain}
    """
    found: set[Value | Missing] = set(boundary_values(policy(body).model)["amount"])
    assert {Fraction(n) for n in (0, 10, 20, 30, 60)} <= found
    assert Fraction("59.99") in found


def test_human_answers_in_file_order() -> None:
    body = """
    knockouts:
      - {id: odd, when: {discretion: boss}, effect: refer, reason: {code: R, en: A., zh: 甲。}}
    tiers: [{id: gold, title: {en: G, zh: 金}, when: {discretion: boss, id: asked}}]
    otherwise: {tier: plain}
    """
    assert discretion_ids(policy(body).model) == ("odd", "asked")
    assert date(2000, 2, 29) not in boundary_values(policy(body).model)
