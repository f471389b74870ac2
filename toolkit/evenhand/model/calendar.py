"""Completed years and months between two dates, for whoever prepares the data (rule 29)."""

from __future__ import annotations

from datetime import date


def completed_years(start: date, end: date) -> int:
    """Whole years from one date to a later or equal one.

    Born on 29 February: a year is complete on 1 March where the year lacks that day. Raises
    ValueError where the end comes first.
    """
    _check(start, end)
    return (_digits(end) - _digits(start)) // 10_000


def completed_months(start: date, end: date) -> int:
    """Whole months from one date to a later or equal one.

    A month is complete on the same day of the month, or, where the month has no such day, on the
    first day of the next one. Raises ValueError where the end comes first.
    """
    _check(start, end)
    months = 12 * (end.year - start.year) + end.month - start.month
    return months - 1 if end.day < start.day else months


def _check(start: date, end: date) -> None:
    if end < start:
        raise ValueError(f"{end.isoformat()} comes before {start.isoformat()}")


def _digits(day: date) -> int:
    """A date as the number that its digits make: 2026-01-31 as 20,260,131."""
    return day.year * 10_000 + day.month * 100 + day.day
