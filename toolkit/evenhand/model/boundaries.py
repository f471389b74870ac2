"""Boundaries: the values of each attribute at which a policy's outcome can change.

Between two neighbouring values given here nothing that the policy compares with a constant
changes, so they are where tests look. A comparison with another attribute moves with that one; it
is marked where it lies for typical values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final, assert_never

from evenhand.model.conditions import (
    Compare,
    Condition,
    Discretion,
    Includes,
    OneOf,
    every_part,
)
from evenhand.model.figures import By, Constant, Disputed, Figure, OpenFigure, Range, Times
from evenhand.model.mentions import policy_conditions, used_attributes
from evenhand.model.policy import Policy, Table
from evenhand.model.scales import at_and_beside, ends, place_of, value_at
from evenhand.model.scorecard import Bins, PerUnit
from evenhand.model.values import MISSING, Missing, Value
from evenhand.model.vocabulary import Attribute, Dictionary, Extreme, Kind, Quotient, Sum, SumPart

UNITS: Final = (0, 1, 2, 3)
"""The multiples of a ``per_unit`` rule that are marked, besides the one where its cap is met."""

Mark = tuple[str, Value]
"""A name, derived or not, and a value that something compares it with."""


def boundary_values(policy: Policy) -> Mapping[str, tuple[Value | Missing, ...]]:
    """For each attribute that the policy uses, the values at and beside its thresholds.

    Sorted, with the ends of the domain and the typical value among them, every code of an enum or
    an ordinal, each mentioned member of a set alone and all together; MISSING comes last.
    """
    dictionary = policy.dictionary
    marked: dict[str, set[Value]] = {name: set() for name in used_attributes(policy)}
    for name, value in _marks(policy):
        for input_name, mark in _on_inputs(dictionary, name, value):
            if input_name in marked:
                marked[input_name].add(mark)
    return {
        name: (*_values(dictionary.attributes[name], marks), MISSING)
        for name, marks in marked.items()
    }


def typical_of(attribute: Attribute) -> Value:
    """The typical value of an attribute; where none is declared, its lowest or first one."""
    if attribute.typical is not None:
        return attribute.typical
    match attribute.kind:
        case Kind.BOOLEAN:
            return False
        case Kind.SET:
            return frozenset()
        case Kind.ENUM:
            return attribute.codes[0]
        case _:
            return value_at(attribute, ends(attribute)[0])


def _values(attribute: Attribute, marks: Iterable[Value]) -> tuple[Value, ...]:
    match attribute.kind:
        case Kind.BOOLEAN:
            return (False, True)
        case Kind.ENUM | Kind.ORDINAL:
            return attribute.codes
        case Kind.SET:
            mentioned = [m for mark in marks if isinstance(mark, frozenset) for m in mark]
            alone = {frozenset({member}) for member in mentioned}
            every = {frozenset[str](), frozenset(mentioned), frozenset(attribute.codes)}
            return tuple(
                sorted(alone | every | {_members(attribute)}, key=lambda s: (len(s), sorted(s)))
            )
        case _:
            low, high = ends(attribute)
            found = {low, high, place_of(attribute, typical_of(attribute))}
            for mark in marks:
                for value in at_and_beside(attribute, place_of(attribute, mark)):
                    found.add(place_of(attribute, value))
            return tuple(value_at(attribute, place) for place in sorted(found))


def _members(attribute: Attribute) -> frozenset[str]:
    typical = typical_of(attribute)
    assert isinstance(typical, frozenset)
    return typical


# -- marks ---------------------------------------------------------------------------------------


def _marks(policy: Policy) -> Iterator[Mark]:
    """Everything that the policy compares anything with."""
    for condition in all_conditions(policy):
        yield from _condition_marks(policy.dictionary, condition)
    for characteristic in policy.characteristics():
        match characteristic.form:
            case Bins() as form:
                yield from _bin_marks(form)
            case PerUnit() as rule:
                yield from _unit_marks(rule)
            case _:
                pass
    for benefit in policy.benefits.values():
        if isinstance(benefit.value, Table) and isinstance(benefit.value.form, Bins):
            yield from _bin_marks(benefit.value.form)
    for derived in policy.dictionary.derived.values():
        if isinstance(derived.formula, Sum):
            yield from _cap_marks(derived.formula.parts)


def all_conditions(policy: Policy) -> Iterator[Condition]:
    """All evaluated conditions, those of benefits' tables and of applicability included."""
    for _, condition in policy_conditions(policy):
        yield condition
    for benefit in policy.benefits.values():
        if isinstance(benefit.value, Table) and not isinstance(benefit.value.form, Bins):
            for row in benefit.value.form.rows:
                yield row.when
    for name in used_attributes(policy):
        applies = policy.dictionary.attributes[name].applies_when
        if applies is not None:
            yield applies


def discretion_ids(policy: Policy) -> tuple[str, ...]:
    """The ids of all human answers that the policy asks for, in file order."""
    found = (part for condition in all_conditions(policy) for part in every_part(condition))
    return tuple(dict.fromkeys(one.id for one in found if isinstance(one, Discretion)))


def _condition_marks(dictionary: Dictionary, condition: Condition) -> Iterator[Mark]:
    for part in every_part(condition):
        match part:
            case Compare(attribute, _, figure):
                yield from _figure_marks(dictionary, attribute, figure)
            case OneOf(attribute, values):
                yield from ((attribute, value) for value in values)
            case Includes(attribute, members):
                yield attribute, frozenset(members)
            case _:
                pass


def _figure_marks(dictionary: Dictionary, name: str, figure: Figure) -> Iterator[Mark]:
    match figure:
        case Constant(value):
            yield name, value
        case OpenFigure(_, read_as):
            yield from _stated(name, read_as)
        case Disputed(options, read_as):
            yield from _stated(name, *(option.value for option in options), read_as)
        case Range(low, high, read_as):
            yield from _stated(name, low, high, read_as)
        case By(_, values, otherwise):
            for inner in (*(one for _, one in values), otherwise):
                if inner is not None:
                    yield from _figure_marks(dictionary, name, inner)
        case Times():
            yield from _multiple_marks(dictionary, name, figure)
        case _:
            assert_never(figure)


def _stated(name: str, *constants: Constant | None) -> Iterator[Mark]:
    yield from ((name, one.value) for one in constants if one is not None)


def _multiple_marks(dictionary: Dictionary, name: str, figure: Times) -> Iterator[Mark]:
    """``name`` against ``factor × other + plus``, each for the other's typical value."""
    yield name, figure.factor * typical_number(dictionary, figure.attribute) + figure.plus
    if figure.factor != 0:
        own = typical_number(dictionary, name)
        yield figure.attribute, Fraction(own - figure.plus, figure.factor)


def _bin_marks(form: Bins) -> Iterator[Mark]:
    for row in form.bins:
        for bound in row.bounds:
            yield form.attribute, bound.value.value


def _unit_marks(rule: PerUnit) -> Iterator[Mark]:
    counts = list(UNITS)
    if rule.at_most is not None and isinstance(rule.points, Fraction) and rule.points > 0:
        counts.append(int(-(-rule.at_most // rule.points)))
    yield from ((rule.attribute, rule.over + count * rule.each) for count in counts)


def _cap_marks(parts: Iterable[SumPart]) -> Iterator[Mark]:
    for part in parts:
        if part.at_most is not None and part.times != 0:
            yield part.attribute, Fraction(part.at_most, part.times)


# -- derived attributes --------------------------------------------------------------------------


def typical_number(dictionary: Dictionary, name: str) -> Fraction:
    """The number that an attribute, derived or not, has for the typical customer."""
    if name in dictionary.attributes:
        value = typical_of(dictionary.attributes[name])
        return value if isinstance(value, Fraction) else Fraction(0)
    match dictionary.derived[name].formula:
        case Sum(parts):
            return sum((_term(dictionary, part) for part in parts), Fraction(0))
        case Extreme(attributes, greatest):
            numbers = [typical_number(dictionary, one) for one in attributes]
            return max(numbers) if greatest else min(numbers)
        case Quotient(of, to):
            below = typical_number(dictionary, to)
            return Fraction(typical_number(dictionary, of), below) if below > 0 else Fraction(0)


def _term(dictionary: Dictionary, part: SumPart) -> Fraction:
    term = typical_number(dictionary, part.attribute) * part.times
    return term if part.at_most is None else min(term, part.at_most)


def _on_inputs(dictionary: Dictionary, name: str, value: Value) -> Iterator[Mark]:
    """Where a mark lies on the inputs of its name, the other inputs being typical."""
    if name in dictionary.attributes:
        yield name, value
        return
    assert isinstance(value, Fraction)
    for part, mark in _solved(dictionary, name, value):
        yield from _on_inputs(dictionary, part, mark)


def _solved(dictionary: Dictionary, name: str, value: Fraction) -> Iterator[tuple[str, Fraction]]:
    match dictionary.derived[name].formula:
        case Sum(parts):
            total = typical_number(dictionary, name)
            for part in parts:
                if part.times != 0:
                    others = total - _term(dictionary, part)
                    yield part.attribute, Fraction(value - others, part.times)
                    yield part.attribute, Fraction(value, part.times)
        case Extreme(attributes, _):
            yield from ((one, value) for one in attributes)
        case Quotient(of, to):
            yield of, value * typical_number(dictionary, to)
            yield to, Fraction(0)
            if value != 0:
                yield to, Fraction(typical_number(dictionary, of), value)
