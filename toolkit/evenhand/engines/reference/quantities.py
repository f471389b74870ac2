"""Quantities: the values of attributes, derived attributes and figures (rules 5 to 8 and 10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import assert_never

from evenhand.engines.reference.case import Case
from evenhand.engines.trace import NOTHING, Notes, gathered
from evenhand.location import Location
from evenhand.model.element import Text
from evenhand.model.figures import (
    By,
    Constant,
    Disputed,
    Figure,
    OpenFigure,
    Option,
    Point,
    Range,
    Times,
)
from evenhand.model.outcome import Cause, Leaning
from evenhand.model.truth import F, T
from evenhand.model.values import Missing, Value, value_text
from evenhand.model.vocabulary import Derived, Extreme, Quotient, Sum, SumPart


@dataclass(frozen=True, slots=True)
class Quantity:
    """What an attribute holds for the customer.

    ``value`` is None where it is missing, and also where ``applies`` is false: then there is
    nothing that could be known.
    """

    value: Value | None
    applies: bool
    notes: Notes


def raw_value(case: Case, name: str) -> Quantity:
    """An attribute's value whether it applies or not; a derived attribute's is computed."""
    derived = case.policy.dictionary.derived.get(name)
    if derived is not None:
        return derived_value(case, derived)
    value = case.customer.get(name)
    if not isinstance(value, Missing):
        return Quantity(value, True, NOTHING)
    human = case.policy.dictionary.attributes[name].human
    cause = Cause.HUMAN if human else Cause.MISSING
    return Quantity(None, True, Notes(frozenset({cause}), frozenset({name})))


def quantity(case: Case, name: str) -> Quantity:
    """An attribute's value where it exists; unknown existence counts as missing."""
    from evenhand.engines.reference.conditions import applicability

    applies = applicability(case, name)
    if applies is None:
        return raw_value(case, name)
    if applies.truth is F:
        return Quantity(None, False, Notes(missing=applies.notes().missing))
    raw = raw_value(case, name)
    if applies.truth is T:
        return raw
    return Quantity(None, True, raw.notes | applies.notes())


def derived_value(case: Case, derived: Derived) -> Quantity:
    """A sum, a greatest or least value. Quotients are never divided: see ``compare_quotient``."""
    match derived.formula:
        case Sum(parts):
            return _sum(case, parts)
        case Extreme(attributes, greatest):
            return _extreme(case, attributes, greatest)
        case Quotient(of, to):
            return _quotient(case, of, to)
        case _:
            assert_never(derived.formula)


def _sum(case: Case, parts: tuple[SumPart, ...]) -> Quantity:
    total = Fraction(0)
    unknown = False
    notes = NOTHING
    for part in parts:
        found = quantity(case, part.attribute)
        if not found.applies:
            notes |= found.notes
            continue
        value = found.value if found.value is not None else part.if_missing
        if found.value is None and part.if_missing is not None:
            notes |= Notes(missing=found.notes.missing)
        else:
            notes |= found.notes
        if value is None:
            unknown = True
            continue
        assert isinstance(value, Fraction)
        term = value * part.times
        total += term if part.at_most is None else min(term, part.at_most)
    return Quantity(None if unknown else total, True, notes)


def _extreme(case: Case, attributes: tuple[str, ...], greatest: bool) -> Quantity:
    found = [quantity(case, name) for name in attributes]
    notes = gathered(one.notes for one in found)
    values = [one.value for one in found if one.applies]
    if not values:
        return Quantity(None, False, notes)
    numbers = [value for value in values if isinstance(value, Fraction)]
    if len(numbers) < len(values):
        return Quantity(None, True, notes)
    return Quantity(max(numbers) if greatest else min(numbers), True, notes)


def _quotient(case: Case, of: str, to: str) -> Quantity:
    """A quotient's value, for questions whether it is known; comparing it is done elsewhere."""
    above, below = quantity(case, of), quantity(case, to)
    notes = above.notes | below.notes
    if not (above.applies and below.applies):
        return Quantity(None, False, notes)
    if above.value is None or below.value is None:
        return Quantity(None, True, notes)
    assert isinstance(above.value, Fraction) and isinstance(below.value, Fraction)
    if below.value <= 0:
        return Quantity(None, True, notes | Notes(frozenset({Cause.UNDEFINED})))
    return Quantity(Fraction(above.value, below.value), True, notes)


@dataclass(frozen=True, slots=True)
class Points:
    """The possible values of a figure; of a range, its two ends.

    ``values`` is empty where the figure is unstated or rests on something missing. ``depends_on``
    names the attributes that the figure is taken of; ``exists`` is false where it is taken of a
    derived one that does not exist.
    """

    values: tuple[Point, ...]
    depends_on: tuple[str, ...]
    notes: Notes
    exists: bool = True


def possible_values(case: Case, figure: Figure) -> Points:
    """The set of values that a figure stands for in this reading (rule 7)."""
    match figure:
        case Constant(value):
            return Points((value,), (), NOTHING)
        case OpenFigure(wording, read_as):
            if read_as is not None and case.uses_read_as:
                return _taken(read_as, wording or "unstated", figure.location)
            return Points((), (), Notes(frozenset({Cause.UNSTATED})))
        case Disputed(options, read_as):
            if read_as is not None and case.uses_read_as:
                return _taken(read_as, _options_text(options), figure.location)
            values = tuple(option.value.value for option in options)
            return Points(values, (), Notes(frozenset({Cause.DISPUTED})))
        case Range(low, high, read_as):
            if read_as is not None and case.uses_read_as:
                wording = f"{value_text(low.value)}–{value_text(high.value)}"
                return _taken(read_as, wording, figure.location)
            return Points((low.value, high.value), (), Notes(frozenset({Cause.DISPUTED})))
        case Times():
            return _multiple(case, figure)
        case By():
            return _selected(case, figure)
        case _:
            assert_never(figure)


def _taken(read_as: Constant, wording: Text, location: Location) -> Points:
    leaning = Leaning(wording, value_text(read_as.value), location)
    return Points((read_as.value,), (), Notes(leaned=(leaning,)))


def _options_text(options: tuple[Option, ...]) -> str:
    return " / ".join(value_text(option.value.value) for option in options)


def _multiple(case: Case, figure: Times) -> Points:
    found = raw_value(case, figure.attribute)
    if found.value is None:
        return Points((), (figure.attribute,), found.notes, exists=found.applies)
    assert isinstance(found.value, Fraction)
    value = figure.factor * found.value + figure.plus
    return Points((value,), (figure.attribute,), found.notes)


def _selected(case: Case, figure: By) -> Points:
    found = raw_value(case, figure.attribute)
    if found.value is None:
        return Points((), (figure.attribute,), found.notes)
    chosen = dict(figure.values).get(value_text(found.value), figure.otherwise)
    if chosen is None:
        unlisted = Notes(frozenset({Cause.UNSTATED}))
        return Points((), (figure.attribute,), unlisted)
    inner = possible_values(case, chosen)
    return replace(inner, depends_on=(figure.attribute, *inner.depends_on))


def on_scale(case: Case, name: str, value: Value | Point) -> Fraction | date:
    """A value as a place on its attribute's scale; codes of an ordinal count from the lowest."""
    if isinstance(value, str):
        return Fraction(case.policy.dictionary.attributes[name].codes.index(value))
    assert isinstance(value, (Fraction, date))
    return value
