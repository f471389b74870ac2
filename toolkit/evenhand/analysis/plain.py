"""Plain data: how places and exact values stand in the JSON of every result."""

from __future__ import annotations

from fractions import Fraction

from evenhand.location import Location
from evenhand.model.values import Value, number_text, value_text


def place(location: Location) -> dict[str, object]:
    """Where something stands: path, line and column from 1."""
    return {"path": location.path, "line": location.line, "column": location.column}


def exact(number: Fraction | None) -> str | None:
    """A number as a text, so that no reader rounds it; None where it is unknown."""
    return None if number is None else number_text(number)


def written(value: Value | None) -> str | bool | list[str] | None:
    """A value as files write it: a yes or no, the members of a set, or a text."""
    if value is None or isinstance(value, bool):
        return value
    return sorted(value) if isinstance(value, frozenset) else value_text(value)
