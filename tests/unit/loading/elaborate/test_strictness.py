# ruff: noqa: E501
"""Strict policies: bins that overlap or leave gaps are errors."""

from __future__ import annotations

import pytest
from tests.unit.loading.text import load_when, rules

from evenhand.loading.library import Loaded


def load_bins(attribute: str, bins: str, more: str = "") -> Loaded:
    item = f"{{id: x, attribute: {attribute}, bins: [{bins}]{more}}}"
    block = f"strict: true\nscorecard: {{characteristics: [{item}]}}\n"
    return load_when("{has_card: true}", more=block)


@pytest.mark.parametrize(
    ("attribute", "bins", "expected"),
    [
        ("amount", "{below: 5, points: 1}, {at_least: 5, points: 2}", []),
        ("amount", "{at_most: 5, points: 1}, {above: 5, points: 2}", []),
        ("amount", "{at_least: 5, points: 2}, {below: 5, points: 1}", []),
        ("amount", "{at_most: 5, points: 1}, {at_least: 5, points: 2}", ["bins-overlap"]),
        ("amount", "{below: 5, points: 1}, {above: 5, points: 2}", ["bins-gap"]),
        ("amount", "{below: 6, points: 1}, {at_least: 5, points: 2}", ["bins-overlap"]),
        ("amount", "{at_least: 1, points: 1}, {at_least: 5, points: 2}", ["bins-overlap"]),
        ("amount", "{below: 5, points: 1}, {at_least: 6, points: 2}", ["bins-gap"]),
        ("amount", "{at_most: 4.99, points: 1}, {at_least: 5, points: 2}", []),
        ("amount", "{at_most: 4.98, points: 1}, {at_least: 5, points: 2}", ["bins-gap"]),
        ("rank", "{at_most: low, points: 1}, {at_least: mid, points: 2}", []),
        ("rank", "{at_most: low, points: 1}, {at_least: high, points: 2}", ["bins-gap"]),
        ("born", "{at_most: 2000-01-01, points: 1}, {at_least: 2000-01-02, points: 2}", []),
        ("born", "{at_most: 2000-01-01, points: 1}, {at_least: 2000-01-03, points: 2}", ["bins-gap"]),
        ("debt_to_asset_ratio", "{at_most: 1, points: 1}, {at_least: 2, points: 2}", ["bins-gap"]),
    ],
)  # fmt: skip
def test_bins(attribute: str, bins: str, expected: list[str]) -> None:
    assert rules(load_bins(attribute, bins)) == expected


def test_a_gap_is_none_where_the_rest_has_points() -> None:
    bins = "{below: 5, points: 1}, {at_least: 6, points: 2}"
    assert rules(load_bins("amount", bins, ", otherwise: 0")) == []


def test_other_forms_have_no_gaps() -> None:
    block = (
        "strict: true\nscorecard: {characteristics: [{id: x, when: {has_card: true}, points: 1}]}\n"
    )
    assert rules(load_when("{has_card: true}", more=block)) == []
