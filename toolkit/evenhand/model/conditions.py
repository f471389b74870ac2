"""Conditions: what must hold of a customer. The tree is data; engines give it meaning.

Each may carry remarks and sources (``about``), which no engine reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeAlias, assert_never

from evenhand.location import Location
from evenhand.model.element import About, SourceRef, Text
from evenhand.model.figures import Figure
from evenhand.model.values import Value


class Operator(Enum):
    """The four comparisons with a figure."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"

    def holds(self, value: Any, bound: Any) -> bool:
        """Whether a value compares so with a bound; both are places on one scale."""
        match self:
            case Operator.AT_LEAST:
                return bool(value >= bound)
            case Operator.ABOVE:
                return bool(value > bound)
            case Operator.AT_MOST:
                return bool(value <= bound)
            case Operator.BELOW:
                return bool(value < bound)
            case _:
                assert_never(self)

    @property
    def is_upward(self) -> bool:
        """Whether more helps: it holds of every greater value, once it holds."""
        return self in (Operator.AT_LEAST, Operator.ABOVE)

    @property
    def is_strict(self) -> bool:
        """Whether it does not hold of the bound itself."""
        return self in (Operator.ABOVE, Operator.BELOW)

    @property
    def opposite(self) -> Operator:
        """The comparison that holds exactly where this one does not."""
        return _OPPOSITE[self]

    @property
    def turned(self) -> Operator:
        """The comparison as it reads when both sides change their sign."""
        return _TURNED[self]


_OPPOSITE: Final = {
    Operator.AT_LEAST: Operator.BELOW,
    Operator.ABOVE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.ABOVE,
    Operator.BELOW: Operator.AT_LEAST,
}
_TURNED: Final = {
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.ABOVE: Operator.BELOW,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.BELOW: Operator.ABOVE,
}


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. Of no parts: always."""

    parts: tuple[Condition, ...]
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds. Of no parts: never."""

    parts: tuple[Condition, ...]
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class CountOf:
    """At least ``needed`` of the parts hold."""

    needed: int
    parts: tuple[Condition, ...]
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Meets:
    """A definition of the policy holds."""

    definition: str
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Compare:
    """An attribute compared with a figure."""

    attribute: str
    operator: Operator
    figure: Figure
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class OneOf:
    """An attribute is one of the listed values, or (negated) none of them."""

    attribute: str
    values: tuple[Value, ...]
    negated: bool
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Includes:
    """A set contains every one of the members, or any of them."""

    attribute: str
    members: tuple[str, ...]
    every: bool
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Known:
    """Whether the attribute's value is known; itself never unknown."""

    attribute: str
    expected: bool
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class ScoreIs:
    """The score of a scorecard, or of one of its sections, compared with a figure."""

    of: str
    operator: Operator
    figure: Figure
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """A condition that the source names without saying when it is met."""

    wording: Text
    read_as: bool | None
    because: Text | None
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Discretion:
    """A condition that somebody decides; the recorded answer is the input ``discretion.<id>``."""

    id: str
    who: Text
    criteria: Text | None
    read_as: bool | None
    because: Text | None
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


Condition: TypeAlias = (
    All
    | AnyOf
    | Not
    | CountOf
    | Meets
    | Compare
    | OneOf
    | Includes
    | Known
    | ScoreIs
    | OpenCondition
    | Discretion
)


@dataclass(frozen=True, slots=True)
class StandsFor:
    """What a criterion is meant to check, where what is evaluated is a stand-in for it.

    Either a condition (``when``) or an attribute.
    """

    when: Condition | None
    attribute: str | None
    source: tuple[SourceRef, ...]
    location: Location = field(compare=False, repr=False)
    about: About | None = field(default=None, kw_only=True)


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside one; definitions are not followed."""
    match condition:
        case All(parts) | AnyOf(parts) | CountOf(_, parts):
            return parts
        case Not(part):
            return (part,)
        case _:
            return ()


def every_part(condition: Condition) -> Iterator[Condition]:
    """The condition and all conditions inside it, outermost first, in file order."""
    yield condition
    for part in parts_of(condition):
        yield from every_part(part)
