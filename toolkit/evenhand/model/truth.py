"""Kleene's three truth values: true, false and unknown.

Source of the tables: S. C. Kleene, Introduction to Metamathematics (1952), section 64, the strong
three-valued logic.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """True, false or unknown. Not a Python truth value: test with ``is``."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("a three-valued truth has no Python truth value; compare with `is`")


T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def truth(fact: bool) -> Truth:
    """The truth value of a fact that is known."""
    return T if fact else F


def negation(value: Truth) -> Truth:
    """Not: unknown stays unknown."""
    match value:
        case Truth.TRUE:
            return F
        case Truth.FALSE:
            return T
        case Truth.UNKNOWN:
            return U


def conjunction(values: Iterable[Truth]) -> Truth:
    """All of them: false if one is false, else unknown if one is unknown. Of nothing: true."""
    seen = set(values)
    if F in seen:
        return F
    return U if U in seen else T


def disjunction(values: Iterable[Truth]) -> Truth:
    """Any of them: true if one is true, else unknown if one is unknown. Of nothing: false."""
    seen = set(values)
    if T in seen:
        return T
    return U if U in seen else F


def at_least(needed: int, values: Iterable[Truth]) -> Truth:
    """At least so many: true once enough are true, false once too few are true or unknown."""
    listed = list(values)
    certain = sum(value is T for value in listed)
    possible = certain + sum(value is U for value in listed)
    if certain >= needed:
        return T
    return U if possible >= needed else F
