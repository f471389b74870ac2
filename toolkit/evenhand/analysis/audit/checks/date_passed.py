"""A date of the policy that has passed: its review is due, or its period has ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from evenhand.analysis.audit.check import Check, Hit, Parameters, Subject


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """``review``: a review date before today. ``period``: an end of the period before today."""
    del parameters
    header = subject.policy.header
    approved = header.approved
    due = None if approved is None else approved.at("review_due")
    if due is not None and isinstance(due.value, str) and _is_past(due.value, subject.as_of):
        yield Hit(
            "policy/approved/review_due", due.location, (due.value,), {"date": due.value}, "review"
        )
    until = header.effective_until
    if until is not None and _is_past(until, subject.as_of):
        yield Hit("policy/effective/until", header.location, (until,), {"date": until}, "period")


def _is_past(written: str, today: date) -> bool:
    """Whether a day, month or year as written lies wholly before today."""
    return written < today.isoformat()[: len(written)]


CHECK: Final = Check(
    "date-passed", find, {"review": frozenset({"date"}), "period": frozenset({"date"})}
)
