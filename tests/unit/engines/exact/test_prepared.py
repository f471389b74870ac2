"""Bins as steps, worked out once for each of them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.unit.engines.exact.tiny import scored

from evenhand.engines.exact import prepared
from evenhand.engines.exact.prepared import bin_steps
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins


def only(policy: Policy) -> Bins:
    form = policy.scorecards[0].characteristics()[0].form
    assert isinstance(form, Bins)
    return form


@pytest.mark.parametrize(
    "bins",
    [
        "[{below: 2, points: 1}, {at_least: 2, at_most: 3, points: 2}]",
        "[{above: 0, at_most: 2, points: 1}, {above: 1, points: 2}, {points: 3}]",
        "[{at_least: 3, points: 1}, {at_least: 1, points: 2}, {at_least: 2, points: 4}]",
        "[{at_least: 1, below: 1, points: 1}, {at_most: 0, points: 2}]",
        "[{at_least: 1.2, below: 3.5, points: 1}, {above: 1.2, points: 2}]",
        "[{points: 1}, {points: 2}]",
    ],
)
@pytest.mark.parametrize("name", ["amount", "half"])
def test_between_two_cuts_the_first_bin_that_fits_counts(name: str, bins: str) -> None:
    policy = scored(f"attribute: {name}, bins: {bins}")
    form = only(policy)
    step = policy.dictionary.attributes[name].step
    assert step is not None
    found = bin_steps(form, step)
    for count in range(-1, 6):
        row = found.rows[sum(cut <= count for cut in found.cuts)]
        assert row == first_that_fits(form, step * count)


def first_that_fits(form: Bins, value: Fraction) -> int | None:
    for at, row in enumerate(form.bins):
        if all(bound.operator.holds(value, bound.value.value) for bound in row.bounds):
            return at
    return None


def test_dates_are_cut_at_their_days() -> None:
    policy = scored("attribute: born, bins: [{above: 2020-01-02, points: 1}]")
    form = only(policy)
    found = bin_steps(form, Fraction(1))
    assert found.cuts == (date(2020, 1, 3).toordinal(),) and found.rows == (None, 0)


def test_what_was_worked_out_is_kept_for_the_same_bins() -> None:
    form = only(scored("attribute: amount, bins: [{above: 2, points: 1}]"))
    found = bin_steps(form, Fraction(1))
    assert bin_steps(form, Fraction(1)) is found
    assert bin_steps(form, Fraction(1, 2)) is not found
    again = replace(form)
    assert bin_steps(again, Fraction(1)) is not found
    assert bin_steps(again, Fraction(1)) == found


def test_only_the_last_bins_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_known", OrderedDict())
    monkeypatch.setattr(prepared, "KEPT", 2)
    form = only(scored("attribute: amount, bins: [{above: 2, points: 1}]"))
    first = bin_steps(form, Fraction(1))
    others = [replace(form) for _ in range(2)]
    for one in others:
        bin_steps(one, Fraction(1))
    assert bin_steps(form, Fraction(1)) is not first
