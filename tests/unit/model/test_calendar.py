"""Completed years and months: rule 29 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.model.calendar import completed_months, completed_years


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2000-05-17", "2018-05-16", 17),
        ("2000-05-17", "2018-05-17", 18),
        ("2000-05-17", "2018-04-30", 17),
        ("2000-05-17", "2018-06-01", 18),
        ("2000-02-29", "2018-02-28", 17),
        ("2000-02-29", "2018-03-01", 18),
        ("2000-02-29", "2020-02-28", 19),
        ("2000-02-29", "2020-02-29", 20),
        ("2000-12-31", "2001-01-01", 0),
        ("1999-01-01", "2001-12-31", 2),
        ("2000-05-17", "2000-05-17", 0),
    ],
)
def test_rule_29_completed_years(start: str, end: str, years: int) -> None:
    assert completed_years(date.fromisoformat(start), date.fromisoformat(end)) == years


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2025-01-15", "2025-02-14", 0),
        ("2025-01-15", "2025-02-15", 1),
        ("2025-01-31", "2025-02-28", 0),
        ("2025-01-31", "2025-03-01", 1),
        ("2025-01-31", "2025-03-30", 1),
        ("2025-01-31", "2025-03-31", 2),
        ("2024-11-30", "2025-02-28", 2),
        ("2024-12-01", "2026-01-01", 13),
        ("2025-03-03", "2025-03-03", 0),
    ],
)
def test_rule_29_completed_months(start: str, end: str, months: int) -> None:
    assert completed_months(date.fromisoformat(start), date.fromisoformat(end)) == months


DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(DAYS, DAYS)
def test_rule_29_twelve_months_are_a_year(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    assert completed_months(start, end) // 12 == completed_years(start, end)


@given(DAYS, DAYS)
def test_rule_29_a_later_day_never_takes_a_month_away(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    step = completed_months(start, end + timedelta(days=1)) - completed_months(start, end)
    assert step in (0, 1)


@pytest.mark.parametrize("count", [completed_years, completed_months])
def test_rule_29_time_does_not_run_backwards(count: Callable[[date, date], int]) -> None:
    with pytest.raises(ValueError, match="2025-01-14 comes before 2025-01-15"):
        count(date(2025, 1, 15), date(2025, 1, 14))
