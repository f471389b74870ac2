"""Exact values: what an attribute of a customer can hold, and how values are written."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final, Literal, TypeAlias


class Missing(Enum):
    """The absence of a value that exists but is not known."""

    MISSING = "missing"

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final[Literal[Missing.MISSING]] = Missing.MISSING

Value: TypeAlias = Fraction | bool | str | date | frozenset[str]
"""A number, a yes or no, a code of an enum or ordinal, a date, or the members of a set."""


def value_text(value: Value) -> str:
    """A value as people and files write it; the reader gives the same value back."""
    match value:
        case bool():
            return "true" if value else "false"
        case Fraction():
            return number_text(value)
        case date():
            return value.isoformat()
        case frozenset():
            return "[" + ", ".join(sorted(value)) + "]"
        case str():
            return value


def number_text(number: Fraction) -> str:
    """A rational number: decimal digits where they end, else a fraction such as ``1/3``."""
    places = _decimal_places(number.denominator)
    if places is None:
        return f"{number.numerator}/{number.denominator}"
    sign = "-" if number < 0 else ""
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


def grouped_text(number: Fraction, *, mark: Literal["_", ","] = "_", least: int = 5) -> str:
    """A number with its digits in groups of three, from ``least`` digits on.

    As it stands, it is what policies write: ``300_000``.
    """
    whole, point, part = number_text(number).partition(".")
    if "/" in whole or len(whole.lstrip("-")) < least:
        return whole + point + part
    return f"{int(whole):{mark}}{point}{part}"


def _decimal_places(denominator: int) -> int | None:
    """How many decimal places a fraction in lowest terms needs, or None if they never end."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None
