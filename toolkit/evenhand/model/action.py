"""Actions: what it takes a customer to change an attribute, read from what the file declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from evenhand.location import Location
from evenhand.messages import Bilingual
from evenhand.model.element import Declaration, Text
from evenhand.model.vocabulary import Attribute, Kind

LONGEST_MONTH: Final = 31
SHORTEST_MONTH: Final = 28
MONTHS_OF_A_YEAR: Final = 12
DAYS_OF_A_YEAR: Final = 365
HOURS_OF_A_DAY: Final = 24


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in whole months, in whole days, or in both.

    Spans are ordered by the most days that they can take: a month counts as 31 days. What has
    certainly passed after a span is counted the other way round, with the shortest months.
    """

    months: int = 0
    days: int = 0

    @property
    def most_days(self) -> int:
        """The most days that the span can take."""
        return LONGEST_MONTH * self.months + self.days

    def __lt__(self, other: Span) -> bool:
        return self.most_days < other.most_days

    def __le__(self, other: Span) -> bool:
        return self.most_days <= other.most_days

    def passed(self, unit: str) -> int:
        """How many whole units (years, months or days) have passed at its end for certain."""
        months = self.months + self.days // LONGEST_MONTH
        years = months // MONTHS_OF_A_YEAR
        match unit:
            case "years":
                return years
            case "months":
                return months
            case _:
                rest = self.months % MONTHS_OF_A_YEAR
                whole = self.months // MONTHS_OF_A_YEAR
                return DAYS_OF_A_YEAR * whole + SHORTEST_MONTH * rest + self.days


NOW: Final = Span()


@dataclass(frozen=True, slots=True)
class Act:
    """One way to change an attribute.

    ``cost`` is in the policy's currency: for each ``per`` of the change, a class of an ordinal and
    a day of a date counting one; where ``per`` is None, once, however large the change is. The
    whole change takes ``takes``, large or small.
    """

    cost: Fraction
    per: Fraction | None
    takes: Span
    risk: Text | None
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Action:
    """How a customer can change an attribute: upwards, downwards, or to any value."""

    up: Act | None = None
    down: Act | None = None
    change: Act | None = None

    def acts(self) -> tuple[Act, ...]:
        """All ways there are."""
        return tuple(one for one in (self.up, self.down, self.change) if one is not None)


class ActionRefused(Exception):
    """A declared action that makes no sense.

    ``reason`` is the short name of what is wrong (``action-no-per``), ``location`` where it stands.
    """

    def __init__(self, reason: str, location: Location) -> None:
        super().__init__(reason)
        self.reason = reason
        self.location = location


def action_of(attribute: Attribute, declared: Declaration | None = None) -> Action | None:
    """The action of an attribute (or the one given in its place); None where there is none.

    Raises ActionRefused where it does not fit the attribute's type or holds no exact numbers.
    """
    declaration = declared or attribute.action
    if declaration is None:
        return None
    value = declaration.value
    if not isinstance(value, Mapping):
        raise ActionRefused("action-not-clear", declaration.location)
    if "set" in value and len(value) > 1:
        raise ActionRefused("action-set-and-raise", value["set"].location)
    for way in ("raise", "lower"):
        if way in value and not attribute.kind.is_ordered:
            raise ActionRefused("action-not-ordered", value[way].location)
    return Action(
        _act(value.get("raise"), attribute),
        _act(value.get("lower"), attribute),
        _act(value.get("set"), None),
    )


def _act(declared: Declaration | None, stepped: Attribute | None) -> Act | None:
    """An act; one that moves an attribute along its scale needs to say for how much it costs."""
    if declared is None:
        return None
    cost, per = _number(declared.at("cost")), _number(declared.at("per"))
    if cost is None or cost < 0:
        raise ActionRefused("action-bad-cost", (declared.at("cost") or declared).location)
    if per is not None and per <= 0:
        raise ActionRefused("action-bad-per", (declared.at("per") or declared).location)
    if stepped is None and per is not None:
        raise ActionRefused("action-per-of-set", (declared.at("per") or declared).location)
    if stepped is not None and per is None:
        if cost and stepped.kind is not Kind.ORDINAL:
            raise ActionRefused("action-no-per", declared.location)
        per = Fraction(1)
    return Act(
        cost, per, _span(declared.at("takes")), _text(declared.at("risk")), declared.location
    )


def _number(declared: Declaration | None) -> Fraction | None:
    value = None if declared is None else declared.value
    return value if isinstance(value, Fraction) else None


def _span(declared: Declaration | None) -> Span:
    """How long an act takes; hours are counted as whole days begun."""
    if declared is None:
        return NOW
    value = declared.value
    if not isinstance(value, Mapping) or len(value) != 1:
        raise ActionRefused("action-bad-takes", declared.location)
    ((unit, given),) = value.items()
    count = _number(given)
    if count is None or count < 0 or count.denominator != 1:
        raise ActionRefused("action-bad-takes", declared.location)
    whole = int(count)
    match unit:
        case "years":
            return Span(months=MONTHS_OF_A_YEAR * whole)
        case "months":
            return Span(months=whole)
        case "days":
            return Span(days=whole)
        case "hours":
            return Span(days=-(-whole // HOURS_OF_A_DAY))
        case _:
            raise ActionRefused("action-bad-takes", declared.location)


def _text(declared: Declaration | None) -> Text | None:
    value = None if declared is None else declared.value
    if isinstance(value, Mapping):
        texts = {language: one.value for language, one in value.items()}
        english, chinese = texts.get("en"), texts.get("zh")
        if isinstance(english, str) and isinstance(chinese, str):
            return Bilingual(english, chinese)
        return None
    return value if isinstance(value, str) else None
