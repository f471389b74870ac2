"""Quantities: the values of attributes and derived attributes as integers (rules 6 and 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import assert_never

from evenhand.engines.compiled.plan import ABSENT, Plan, Reader, Slots, Term, remembered
from evenhand.engines.compiled.units import multiple, unit_of
from evenhand.model.figures import Point
from evenhand.model.values import Value
from evenhand.model.vocabulary import Attribute, Derived, Extreme, Kind, Quotient, Sum


@dataclass(frozen=True, slots=True)
class Quantity:
    """How a value is read from the slots, and what one stands for.

    A number is read as its count of ``unit``. A ``ratio`` is read as a pair of whole numbers, the
    second above zero: their quotient, times ``unit``, is the value. ``slot`` is where an input
    attribute stands whose reading is no more than looking there.
    """

    read: Reader
    unit: Fraction
    ratio: bool = False
    slot: int | None = None


def raw(plan: Plan, name: str) -> Quantity:
    """An attribute's value, whether it applies or not; a derived attribute's is computed."""
    found: Quantity = plan.once("raw", name, lambda: _raw(plan, name))
    return found


def existing(plan: Plan, name: str) -> Quantity:
    """An attribute's value where it applies; it is missing where nobody knows whether it does."""
    found: Quantity = plan.once("existing", name, lambda: _existing(plan, name))
    return found


def applies(plan: Plan, name: str) -> Term | None:
    """Whether an attribute exists for the customer; None if it does for everybody."""
    from evenhand.engines.compiled.conditions import term

    attribute = plan.dictionary.attributes.get(name)
    if attribute is None or attribute.applies_when is None:
        return None
    when = attribute.applies_when
    found: Term = plan.once("applies", name, lambda: remembered(plan, term(plan, when)))
    return found


def _raw(plan: Plan, name: str) -> Quantity:
    derived = plan.dictionary.derived.get(name)
    if derived is not None:
        return _derived(plan, derived)
    at = plan.value(name)
    return Quantity(lambda slots: slots[at], unit_of(plan.dictionary, name), slot=at)


def _existing(plan: Plan, name: str) -> Quantity:
    whole, exists = raw(plan, name), applies(plan, name)
    if exists is None:
        return whole
    read = whole.read

    def where_it_applies(slots: Slots) -> object:
        there = exists(slots)
        if there is True:
            return read(slots)
        return ABSENT if there is False else None

    return Quantity(where_it_applies, whole.unit)


def _derived(plan: Plan, derived: Derived) -> Quantity:
    unit = unit_of(plan.dictionary, derived.id)
    formula = derived.formula
    match formula:
        case Sum():
            return Quantity(remembered(plan, _sum(plan, formula, unit)), unit)
        case Extreme():
            return Quantity(remembered(plan, _extreme(plan, formula, unit)), unit)
        case Quotient():
            return Quantity(remembered(plan, _quotient(plan, formula)), unit, ratio=True)
        case _:
            assert_never(formula)


def _sum(plan: Plan, formula: Sum, unit: Fraction) -> Reader:
    parts: list[tuple[Reader, int, int | None, int | None]] = []
    for part in formula.parts:
        one = existing(plan, part.attribute)
        limit = None if part.at_most is None else multiple(part.at_most, unit)
        instead = None
        if part.if_missing is not None:
            instead = multiple(part.times * part.if_missing, unit)
            instead = instead if limit is None else min(instead, limit)
        parts.append((one.read, multiple(part.times * one.unit, unit), limit, instead))

    def total(slots: Slots) -> int | None:
        found = 0
        for read, times, limit, instead in parts:
            value = read(slots)
            if value is ABSENT:
                continue
            if value is None:
                if instead is None:
                    return None
                found += instead
                continue
            term = value * times
            found += term if limit is None or term <= limit else limit
        return found

    return total


def _extreme(plan: Plan, formula: Extreme, unit: Fraction) -> Reader:
    inputs = [existing(plan, name) for name in formula.attributes]
    parts = [(one.read, multiple(one.unit, unit)) for one in inputs]
    chosen = max if formula.greatest else min

    def extreme(slots: Slots) -> object:
        found = []
        unknown = False
        for read, times in parts:
            value = read(slots)
            if value is None:
                unknown = True
            elif value is not ABSENT:
                found.append(value * times)
        if unknown:
            return None
        return chosen(found) if found else ABSENT

    return extreme


def _quotient(plan: Plan, formula: Quotient) -> Reader:
    of, to = existing(plan, formula.of).read, existing(plan, formula.to).read

    def pair(slots: Slots) -> object:
        above, below = of(slots), to(slots)
        if above is ABSENT or below is ABSENT:
            return ABSENT
        if above is None or below is None or below <= 0:
            return None
        return above, below

    return pair


def place(plan: Plan, name: str, value: Value | Point) -> Fraction:
    """A value as a place on its attribute's scale: the number, the day, the rank of the code."""
    if isinstance(value, str):
        return Fraction(plan.dictionary.attributes[name].codes.index(value))
    if isinstance(value, date):
        return Fraction(value.toordinal())
    assert isinstance(value, Fraction)
    return value


def code_key(attribute: Attribute, code: str) -> object:
    """A code as it stands in the slots: ordinals as ranks, yes and no as booleans."""
    if attribute.kind is Kind.BOOLEAN:
        return code == "true"
    return attribute.codes.index(code) if attribute.kind is Kind.ORDINAL else code
