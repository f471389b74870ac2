"""The result of a diff: verdict, gates, data, and the hook for recourse."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from jsonschema import Draft202012Validator
from tests.build import gold_when

from evenhand import api
from evenhand.analysis.diff.regain import regained
from evenhand.analysis.diff.result import Diff
from evenhand.errors import UsageError
from evenhand.loading.schema import schema
from evenhand.reporting.base import render

DAY = date(2026, 11, 24)


def diff(old: str, new: str) -> Diff:
    return api.diff(gold_when(old), gold_when(new), as_of=DAY)


SAME = diff("{amount: {at_least: 1}}", "{amount: {at_least: 1}}")
WORDS = diff("{unstated: x}", "{unstated: y}")
REWRITTEN = diff("{not: {amount: {below: 1}}}", "{amount: {at_least: 1}}")
TIGHTER = diff("{amount: {at_least: 1}}", "{amount: {at_least: 2}}")
LOOSER = diff("{amount: {at_least: 2}}", "{amount: {at_least: 1}}")
EVERY = (SAME, WORDS, REWRITTEN, TIGHTER, LOOSER)


def test_verdicts_are_proved() -> None:
    assert [one.verdict for one in EVERY] == [*["equivalent"] * 3, "stricter", "looser"]
    assert {one.confidence for one in EVERY} == {"proved"}
    assert [len(one.changes) for one in EVERY] == [0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("gate", "codes"),
    [
        ("never", [0, 0, 0, 0, 0]),
        ("any", [0, 1, 1, 1, 1]),
        ("semantic", [0, 0, 0, 1, 1]),
        ("narrowing", [0, 0, 0, 1, 0]),
        ("unfair", [0, 0, 0, 0, 0]),
    ],
)
def test_gates(gate: str, codes: list[int]) -> None:
    assert [one.exit_code(gate) for one in EVERY] == codes
    assert [one.exit_code(gate, strict=True) for one in EVERY] == codes


def test_another_gate_is_refused() -> None:
    with pytest.raises(UsageError):
        SAME.exit_code("error")


def test_data_holds_both_languages_and_places() -> None:
    (change,) = (dict(one.data()) for one in TIGHTER.changes)
    assert change["old"] == {"en": "at least 1", "zh": "不低于1"}
    assert change["about"] == {"en": "Amount", "zh": "金额"}
    assert change["class"] == "tightening"
    assert str(change["new_at"]).startswith("{'path': 'small.yaml'")


@pytest.mark.parametrize("one", EVERY)
def test_data_is_what_the_schema_says(one: Diff) -> None:
    found = json.loads(render(one, "json"))
    Draft202012Validator(dict(schema("result"))).validate(found)


def test_a_change_of_outcome_as_data() -> None:
    (one,) = (dict(one.data()) for one in TIGHTER.semantics.transitions)
    assert (one["from"], one["to"], one["effect"]) == ("gold", "plain", "loss")
    assert one["witness"] == {"amount": "1"}
    sides = one["responsible"]
    assert isinstance(sides, Mapping)
    assert sides["new"]["element"] == "tiers/gold"
    assert sides["new"]["at"]["line"] > 1
    assert "recourse" not in one


def test_the_way_back_of_whoever_loses() -> None:
    """Where somebody asks for it, and only for those of whom all is known."""
    own = """\
    savings:
      label: {en: Savings, zh: 储蓄}
      type: money
      range: {at_least: 0, at_most: 1_000}
      action: {raise: {cost: 1, per: 1, takes: {months: 1}}}
    """
    old = gold_when("{savings: {at_least: 100}}", own=own)
    new = gold_when("{all: [{savings: {at_least: 150}}, {rank: {known: true}}]}", own=own)
    found = api.diff(old, new, as_of=DAY, recourse=True)
    assert api.diff(old, new, as_of=DAY).semantics.transitions[0].regained is None
    ways = {(one.before.outcome, one.complete): one.regained for one in found.semantics.transitions}
    back = ways["gold", True]
    assert back is not None
    assert (back.found.exists, back.found.proved) == (True, True)
    assert [(step.attribute, step.after) for step in back.found.ways[0].changes] == [
        ("savings", 150)
    ]
    assert all(one is None for (_, complete), one in ways.items() if not complete)
    test_data_is_what_the_schema_says(found)
    assert "Way back  Raise Savings: 100 → 150" in render(found, "text")
    assert "Way back: Raise Savings: 100 → 150" in render(found, "markdown")


def test_where_there_is_no_way_back() -> None:
    found = api.diff(
        gold_when("{amount: {at_least: 1}}"),
        gold_when("{amount: {at_least: 2}}"),
        as_of=DAY,
        recourse=True,
    )
    (one,) = found.semantics.transitions
    assert one.regained is not None
    assert (one.regained.found.exists, one.regained.found.proved) == (False, True)
    assert "There is no way" in render(found, "text")


def test_whoever_gains_or_loses_a_tier_that_went_has_no_way_back() -> None:
    gone = LOOSER.semantics.transitions[0]
    policy = gold_when("{amount: {at_least: 1}}").model
    assert regained(policy, gone, LOOSER.run) is None
    (lost,) = TIGHTER.semantics.transitions
    assert regained(replace(policy, tiers=()), lost, TIGHTER.run) is None
