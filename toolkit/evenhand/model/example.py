"""Examples: worked customers with the outcome that they must get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from evenhand.location import Location
from evenhand.model.customer import Customer
from evenhand.model.element import SourceRef, Text
from evenhand.model.outcome import Reading
from evenhand.model.values import Value


class ExampleOrigin(Enum):
    """Where an expectation comes from: the source, a hand calculation, or the tool itself.

    A generated example is a regression test; it never counts as coverage.
    """

    SOURCE = "source"
    HAND = "hand"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an example expects; None where it says nothing."""

    outcome: str
    status: str | None = None
    score: Fraction | str | None = None
    possible: tuple[str, ...] | None = None
    floor: str | None = None
    path: tuple[str, ...] | None = None
    benefits: tuple[str, ...] | None = None
    reasons: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One worked customer; ``why`` is the calculation in words, ``given`` what was written."""

    name: Text
    origin: ExampleOrigin
    customer: Customer
    given: Mapping[str, Value | None]
    reading: Reading
    expect: Expectation
    why: Text | None
    source: tuple[SourceRef, ...]
    location: Location = field(compare=False, repr=False)
