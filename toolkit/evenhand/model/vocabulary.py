"""Attributes: the shared dictionary of facts about customers that policies speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from evenhand.location import Location
from evenhand.messages import Bilingual
from evenhand.model.conditions import Condition
from evenhand.model.element import About, Declaration
from evenhand.model.values import Value


class Kind(Enum):
    """What sort of values an attribute holds."""

    MONEY = "money"
    NUMBER = "number"
    INTEGER = "integer"
    RATIO = "ratio"
    BOOLEAN = "boolean"
    ENUM = "enum"
    ORDINAL = "ordinal"
    SET = "set"
    DATE = "date"

    @property
    def is_numeric(self) -> bool:
        return self in (Kind.MONEY, Kind.NUMBER, Kind.INTEGER, Kind.RATIO)

    @property
    def is_ordered(self) -> bool:
        return self.is_numeric or self in (Kind.ORDINAL, Kind.DATE)

    @property
    def has_codes(self) -> bool:
        return self in (Kind.ENUM, Kind.ORDINAL, Kind.SET)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One fact about a customer, with the finite domain of its values.

    Numbers are whole multiples of ``step`` from ``low`` to ``high``, both included; dates lie
    between ``earliest`` and ``latest``. ``codes`` are the values of an enum, an ordinal (lowest
    first) or the possible members of a set. ``open`` enums have the code ``other`` for everything
    that is not listed. ``applies_when`` tells for whom the fact exists at all.
    ``grows_with_time``: by one of its unit for each unit of time that passes, for everybody.
    """

    id: str
    label: Bilingual
    kind: Kind
    step: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    earliest: date | None = None
    latest: date | None = None
    unit: str | None = None
    codes: tuple[str, ...] = ()
    code_labels: tuple[Bilingual, ...] = ()
    open: bool = False
    applies_when: Condition | None = None
    human: bool = False
    measurable: bool = True
    better: str | None = None
    category: str | None = None
    measure_of: str | None = None
    subject: str | None = None
    window: Declaration | None = None
    evidence: str | None = None
    action: Declaration | None = None
    grows_with_time: bool = False
    proxy_for: tuple[str, ...] = ()
    typical: Value | None = None
    about: About = About()
    location: Location = field(compare=False, repr=False, kw_only=True)

    def code_label(self, code: str) -> Bilingual | None:
        """The label of one of the attribute's codes."""
        return self.code_labels[self.codes.index(code)] if code in self.codes else None


@dataclass(frozen=True, slots=True)
class SumPart:
    """One part of a sum: value × times, then at most ``at_most``; ``if_missing`` stands in for a
    value that is missing."""

    attribute: str
    times: Fraction
    at_most: Fraction | None
    if_missing: Fraction | None
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of several attributes, each weighted and capped by itself."""

    parts: tuple[SumPart, ...]


@dataclass(frozen=True, slots=True)
class Extreme:
    """The greatest (or the least) of several attributes."""

    attributes: tuple[str, ...]
    greatest: bool


@dataclass(frozen=True, slots=True)
class Quotient:
    """One attribute divided by another; compared by multiplying across, never divided."""

    of: str
    to: str


Formula: TypeAlias = Sum | Extreme | Quotient


@dataclass(frozen=True, slots=True)
class Derived:
    """An attribute that is computed from others."""

    id: str
    label: Bilingual
    formula: Formula
    about: About = About()
    location: Location = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Constraint:
    """What holds of every possible customer, such as a streak no longer than its count."""

    id: str
    holds: Condition
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All attributes that a policy may speak of: those of its vocabularies and its own.

    ``origin`` names, for each attribute, the vocabulary (or the policy) that defines it.
    """

    attributes: Mapping[str, Attribute]
    derived: Mapping[str, Derived]
    constraints: tuple[Constraint, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __contains__(self, name: str) -> bool:
        return name in self.attributes or name in self.derived

    def label(self, name: str) -> Bilingual:
        """The label of an attribute, derived or not. Raises KeyError for an unknown name."""
        if name in self.attributes:
            return self.attributes[name].label
        return self.derived[name].label

    def kind(self, name: str) -> Kind:
        """The kind of an attribute; sums and extremes are of the kind of their first part."""
        if name in self.attributes:
            return self.attributes[name].kind
        formula = self.derived[name].formula
        if isinstance(formula, Quotient):
            return Kind.RATIO
        return self.kind(direct_inputs(formula)[0])

    def inputs_of(self, name: str) -> tuple[str, ...]:
        """The attributes that a name stands on: itself, or the inputs of a derived attribute."""
        if name not in self.derived:
            return (name,)
        found: dict[str, None] = {}
        for part in direct_inputs(self.derived[name].formula):
            found.update(dict.fromkeys(self.inputs_of(part)))
        return tuple(found)


def direct_inputs(formula: Formula) -> tuple[str, ...]:
    """The names that a formula mentions, in order."""
    match formula:
        case Sum(parts):
            return tuple(part.attribute for part in parts)
        case Extreme(attributes, _):
            return attributes
        case Quotient(of, to):
            return (of, to)
