"""Actions are read exactly, and spans count what has certainly passed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evenhand.loading.library import Loader
from evenhand.model.action import NOW, Span, action_of

WORDS = Loader().shipped_words()


@pytest.mark.parametrize(
    ("span", "years", "months", "days"),
    [
        (NOW, 0, 0, 0),
        (Span(months=1), 0, 1, 28),
        (Span(months=11), 0, 11, 308),
        (Span(months=12), 1, 12, 365),
        (Span(months=25), 2, 25, 758),
        (Span(days=30), 0, 0, 30),
        (Span(days=31), 0, 1, 31),
        (Span(days=365), 0, 11, 365),
        (Span(days=372), 1, 12, 372),
    ],
)
def test_what_has_passed_for_certain(span: Span, years: int, months: int, days: int) -> None:
    assert [span.passed(unit) for unit in ("years", "months", "days")] == [years, months, days]


def test_spans_are_ordered_by_the_most_days_that_they_take() -> None:
    spans = [Span(months=1), NOW, Span(days=30), Span(days=32), Span(months=12)]
    assert sorted(spans, key=lambda one: one.most_days) == [
        NOW,
        Span(days=30),
        Span(months=1),
        Span(days=32),
        Span(months=12),
    ]
    assert Span(days=30) < Span(months=1) <= Span(days=31)


def test_all_shipped_actions_can_be_read() -> None:
    found = {name: action_of(one) for name, one in WORDS.attributes.items()}
    deposit = found["deposit_mean_1m"]
    assert deposit is not None
    assert deposit.up is not None
    assert (deposit.up.cost, deposit.up.per, deposit.up.takes) == (
        Fraction(1),
        Fraction(1),
        Span(months=1),
    )
    assert deposit.down is None
    account = found["has_account"]
    assert account is not None
    assert [act.takes for act in account.acts()] == [Span(days=1)]
    assert found["occupation"] is None


def test_what_grows_with_time_is_not_raised_by_anybody() -> None:
    growing = {name for name, one in WORDS.attributes.items() if one.grows_with_time}
    assert {"age", "tenure", "employer_tenure", "credit_history"} <= growing
    assert all(WORDS.attributes[name].action is None for name in growing)
