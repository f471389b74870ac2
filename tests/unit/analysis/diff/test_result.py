"""The result of a diff: verdict, gates, data."""

from __future__ import annotations

from datetime import date

import pytest
from tests.build import gold_when

from evenhand import api
from evenhand.analysis.diff.result import Diff
from evenhand.errors import UsageError

DAY = date(2026, 11, 24)


def diff(old: str, new: str) -> Diff:
    return api.diff(gold_when(old), gold_when(new), as_of=DAY)


SAME = diff("{amount: {at_least: 1}}", "{amount: {at_least: 1}}")
WORDS = diff("{unstated: x}", "{unstated: y}")
TIGHTER = diff("{amount: {at_least: 1}}", "{amount: {at_least: 2}}")
LOOSER = diff("{amount: {at_least: 2}}", "{amount: {at_least: 1}}")


def test_the_verdict_is_equivalent_only_where_nothing_evaluated_changed() -> None:
    assert (SAME.verdict, SAME.confidence) == ("equivalent", "proved")
    assert (WORDS.verdict, len(WORDS.changes)) == ("equivalent", 1)
    assert (TIGHTER.verdict, TIGHTER.confidence) == ("unknown", "static")


@pytest.mark.parametrize(
    ("gate", "codes"),
    [
        ("never", [0, 0, 0, 0]),
        ("any", [0, 1, 1, 1]),
        ("semantic", [0, 0, 1, 1]),
        ("narrowing", [0, 0, 1, 0]),
    ],
)
def test_gates(gate: str, codes: list[int]) -> None:
    assert [one.exit_code(gate) for one in (SAME, WORDS, TIGHTER, LOOSER)] == codes


def test_another_gate_is_refused() -> None:
    with pytest.raises(UsageError):
        SAME.exit_code("error")


def test_data_holds_both_languages_and_places() -> None:
    (change,) = (dict(one.data()) for one in TIGHTER.changes)
    assert change["old"] == {"en": "at least 1", "zh": "不低于1"}
    assert change["about"] == {"en": "Amount", "zh": "金额"}
    assert change["class"] == "tightening"
    assert str(change["new_at"]).startswith("{'path': 'small.yaml'")
