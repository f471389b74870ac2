"""Policies side by side."""

from __future__ import annotations

from datetime import date

import pytest
from tests.build import gold_when, named, tier

from evenhand import api
from evenhand.analysis.uses import uses_of
from evenhand.errors import UsageError

DAY = date(2026, 11, 24)


ONE = named("one", tier("{all: [{amount: {at_least: 100}}, {count: 1}]}"))
TWO = named("two", tier("{all: [{amount: {at_least: 200}}, {count: 1}, {has_card: true}]}"))


def test_cells_say_how_each_uses_a_criterion() -> None:
    found = api.compare([ONE, TWO], as_of=DAY)
    rows = {row.name: row for row in found.rows}
    said = {
        name: [one.words.text("en") for one in entries]  # type: ignore[union-attr]
        for name, entries in rows["amount"].cells.items()
    }
    assert said == {"one": ["tier: at least 100"], "two": ["tier: at least 200"]}
    assert rows["count"].same and not rows["amount"].same
    assert [row.name for row in found.only_one] == ["has_card"]


def test_only_different_leaves_out_what_is_alike() -> None:
    found = api.compare([ONE, TWO], as_of=DAY, only_different=True)
    assert [row.name for row in found.rows] == ["amount", "has_card"]


def test_the_parts_of_a_comparison() -> None:
    found = set(api.compare([ONE, TWO], as_of=DAY).data())
    assert found == {"matrix", "order", "contradictions", "rates"}


def test_one_policy_is_not_compared() -> None:
    with pytest.raises(UsageError):
        api.compare([ONE], as_of=DAY)


def test_definitions_are_followed_and_negations_turned_round() -> None:
    policy = gold_when(
        "{count: 1}",
        more="""\
definitions:
  good:
    title: {en: Good, zh: 好}
    means: {not: {any: [{amount: {at_least: 3}}, {has_card: false}]}}
knockouts:
  - {id: bad, when: {not: {meets: good}}, effect: reject, reason: {code: R1, en: Bad., zh: 差。}}
""",
    )
    said = [(one.attribute, one.role, one.words.text("en")) for one in uses_of(policy.model)]  # type: ignore[union-attr]
    assert said == [
        ("amount", "knockout", "rejects: at least 3"),
        ("has_card", "knockout", "rejects: no"),
        ("count", "tier", "tier: 1"),
    ]
