"""Scales: the places of an ordered attribute's values, and the values at and beside a place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from evenhand.model.values import Value
from evenhand.model.vocabulary import Attribute, Kind


def place_of(attribute: Attribute, value: Value) -> Fraction:
    """A value's place: the number itself, the day's ordinal, or the code's rank from the lowest."""
    match value:
        case Fraction():
            return value
        case date():
            return Fraction(value.toordinal())
        case str():
            return Fraction(attribute.codes.index(value))
        case _:
            raise TypeError(f"{attribute.id} is not ordered")


def ends(attribute: Attribute) -> tuple[Fraction, Fraction]:
    """The lowest and the highest place of an ordered attribute's domain."""
    if attribute.kind is Kind.ORDINAL:
        return Fraction(0), Fraction(len(attribute.codes) - 1)
    if attribute.kind is Kind.DATE:
        early, late = attribute.earliest or date.min, attribute.latest or date.max
        return Fraction(early.toordinal()), Fraction(late.toordinal())
    assert attribute.low is not None and attribute.high is not None
    step = step_of(attribute)
    return -(-attribute.low // step) * step, attribute.high // step * step


def step_of(attribute: Attribute) -> Fraction:
    """The distance between neighbouring places: the step, one day, or one rank."""
    return attribute.step or Fraction(1)


def value_at(attribute: Attribute, place: Fraction) -> Value:
    """The value at a place, which must be one of the domain's."""
    if attribute.kind is Kind.ORDINAL:
        return attribute.codes[int(place)]
    if attribute.kind is Kind.DATE:
        return date.fromordinal(int(place))
    return place


def nearest(attribute: Attribute, place: Fraction, *, upward: bool) -> Value:
    """The first value at or above a place (or at or below it), kept inside the domain."""
    low, high = ends(attribute)
    step = step_of(attribute)
    count = -(-place // step) if upward else place // step
    return value_at(attribute, min(max(count * step, low), high))


def at_and_beside(attribute: Attribute, place: Fraction) -> Iterator[Value]:
    """The value at a place, if there is one, and the nearest ones below and above it."""
    low, high = ends(attribute)
    step = step_of(attribute)
    for found in (-(-place // step) * step - step, place, place // step * step + step):
        if found % step == 0 and low <= found <= high:
            yield value_at(attribute, found)
