"""Figures: the numbers, dates and ranks that conditions compare with.

A source may state a figure, leave it open, dispute it, give a range, or make it depend on another
attribute. A figure therefore stands for a set of possible values; ``read_as`` says which one the
policy's authors take.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from evenhand.location import Location
from evenhand.model.element import SourceRef, Text

Point: TypeAlias = Fraction | date | str
"""One value on an ordered scale: a number, a date, or a code of an ordinal."""


@dataclass(frozen=True, slots=True)
class Constant:
    """One value that the source states."""

    value: Point
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """A figure that the source does not state."""

    wording: Text | None
    read_as: Constant | None
    because: Text | None
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Option:
    """One of several values that sources give for the same figure."""

    value: Constant
    source: tuple[SourceRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Disputed:
    """A figure for which sources give different values."""

    options: tuple[Option, ...]
    read_as: Constant | None
    because: Text | None
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Range:
    """A range that a source uses where one value is needed; both ends are possible values."""

    low: Constant
    high: Constant
    read_as: Constant | None
    because: Text | None
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Times:
    """A multiple of another attribute: ``factor × attribute + plus``."""

    factor: Fraction
    attribute: str
    plus: Fraction
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class By:
    """A figure that depends on the value of an enum, ordinal or boolean attribute."""

    attribute: str
    values: tuple[tuple[str, Figure], ...]
    otherwise: Figure | None
    location: Location = field(compare=False, repr=False)


Figure: TypeAlias = Constant | OpenFigure | Disputed | Range | Times | By
