"""What attributes hold, derived ones too, and what figures stand for (rules 6, 7 and 10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import assert_never

from tests.oracle.numbers import Linear, Lit, Refused, constant
from tests.oracle.view import Holds, View

from evenhand.model.figures import (
    By,
    Constant,
    Disputed,
    Figure,
    OpenFigure,
    Point,
    Range,
    Times,
)
from evenhand.model.scales import place_of
from evenhand.model.values import Value
from evenhand.model.vocabulary import Attribute, Extreme, Quotient, Sum, SumPart


@dataclass(frozen=True, slots=True)
class Amount:
    """What an attribute holds.

    ``known`` implies ``exists``. Exactly one of three forms is there: a number, codes, or a ratio
    as what is above and below its line; the latter is above zero where the ratio is known.
    """

    exists: Lit
    known: Lit
    number: Linear | None = None
    codes: Mapping[str, Lit] = field(default_factory=dict)
    below: Linear | None = None


def applies(view: View, name: str) -> Holds | None:
    """Whether an attribute applies; None if it does to everybody."""
    from tests.oracle.conditions import judged

    attribute = view.policy.dictionary.attributes.get(name)
    if attribute is None or attribute.applies_when is None:
        return None
    return judged(view, attribute.applies_when)


def raw(view: View, name: str) -> Amount:
    """What an attribute holds, whether it applies or not."""
    derived = view.policy.dictionary.derived.get(name)
    if derived is None:
        fact = view.person.fact(view.policy.dictionary.attributes[name])
        number = None if fact.places is None else fact.number
        return Amount(view.solver.yes, fact.told, number, fact.codes)
    match derived.formula:
        case Sum(parts):
            return _sum(view, parts)
        case Extreme(attributes, greatest):
            return _extreme(view, attributes, greatest)
        case Quotient(of, to):
            return _ratio(view, of, to)
        case _:
            assert_never(derived.formula)


def amount(view: View, name: str) -> Amount:
    """What an attribute holds where it applies; unknown where that is not known."""
    found, here = raw(view, name), applies(view, name)
    if here is None:
        return found
    solver = view.solver
    exists = solver.both(found.exists, ~here.false)
    return replace(found, exists=exists, known=solver.both(found.known, here.true))


def _sum(view: View, parts: tuple[SumPart, ...]) -> Amount:
    solver = view.solver
    total = constant(Fraction(0))
    known = []
    for part in parts:
        one = amount(view, part.attribute)
        assert one.number is not None and one.below is None
        total += solver.chosen(one.known, _term(view, part, one.number))
        missing = solver.both(one.exists, ~one.known)
        if part.if_missing is None:
            known.append(~missing)
        else:
            total += solver.chosen(missing, _term(view, part, constant(part.if_missing)))
    return Amount(solver.yes, solver.every(known), total)


def _term(view: View, part: SumPart, value: Linear) -> Linear:
    term = value.times(part.times)
    return term if part.at_most is None else view.solver.least([term, constant(part.at_most)])


def _extreme(view: View, attributes: tuple[str, ...], greatest: bool) -> Amount:
    """What does not exist is left out: there, the least (or greatest) possible stands in for it."""
    solver = view.solver
    parts = [amount(view, name) for name in attributes]
    exists = solver.some(one.exists for one in parts)
    known = solver.both(exists, *(solver.either(one.known, ~one.exists) for one in parts))
    forms = []
    for one in parts:
        assert one.number is not None and one.below is None
        ends = [end for other in parts if other.number for end in solver.ends(other.number)]
        idle = constant(min(ends) if greatest else max(ends))
        forms.append(idle + solver.chosen(one.exists, one.number - idle))
    number = solver.greatest(forms) if greatest else solver.least(forms)
    return Amount(exists, known, number)


def _ratio(view: View, of: str, to: str) -> Amount:
    solver = view.solver
    above, below = amount(view, of), amount(view, to)
    assert above.number is not None and below.number is not None
    if above.below is not None or below.below is not None:
        raise Refused("a ratio of ratios")
    exists = solver.both(above.exists, below.exists)
    known = solver.both(above.known, below.known, solver.above_zero(below.number))
    return Amount(exists, known, above.number, below=below.number)


def minus(view: View, found: Amount, bound: Linear) -> Linear:
    """A form with the sign of a number, or of a ratio, minus a bound."""
    assert found.number is not None
    if found.below is None:
        return found.number - bound
    if bound.terms:
        raise Refused("a ratio against another attribute")
    return found.number - found.below.times(bound.constant)


def is_value(view: View, name: str, found: Amount, value: Value) -> Lit:
    """Whether a known value is a certain one; sets are only asked for members."""
    solver = view.solver
    if isinstance(value, bool):
        return found.codes["true" if value else "false"]
    if isinstance(value, str):
        return found.codes.get(value, solver.no)
    assert not isinstance(value, frozenset)
    form = minus(view, found, constant(place(view, name, value)))
    return solver.both(solver.not_negative(form), ~solver.above_zero(form))


def place(view: View, name: str, value: Point) -> Fraction:
    """A value's place on the scale of what it is compared with."""
    attribute: Attribute | None = view.policy.dictionary.attributes.get(name)
    if attribute is not None:
        return place_of(attribute, value)
    assert isinstance(value, Fraction)
    return value


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure stands for under a condition: its possible values, none if unknown.

    ``names`` are the attributes that it was taken of; ``exists`` tells whether they are there.
    """

    where: Lit
    values: tuple[Linear, ...]
    names: tuple[str, ...] = ()
    exists: Lit | None = None


def bounds(view: View, name: str | None, figure: Figure) -> Iterator[Bound]:
    """The possible values of a figure that an attribute (None: a score) is compared with."""
    yes = view.solver.yes
    match figure:
        case Constant(value):
            yield Bound(yes, _places(view, name, value))
        case OpenFigure(_, read_as):
            yield _stated(view, name, read_as)
        case Disputed(options, read_as):
            yield _stated(view, name, read_as, *(one.value.value for one in options))
        case Range(low, high, read_as):
            yield _stated(view, name, read_as, low.value, high.value)
        case Times(factor, attribute, plus):
            found = raw(view, attribute)
            if found.below is not None:
                raise Refused("a multiple of a ratio")
            assert found.number is not None
            form = found.number.times(factor) + constant(plus)
            yield Bound(found.known, (form,), (attribute,))
            yield Bound(~found.known, (), (attribute,), found.exists)
        case By(attribute, values, otherwise):
            yield from _selected(view, name, attribute, dict(values), otherwise)
        case _:
            assert_never(figure)


def _places(view: View, name: str | None, *values: Point) -> tuple[Linear, ...]:
    if name is None:
        return tuple(constant(value) for value in values if isinstance(value, Fraction))
    return tuple(constant(place(view, name, value)) for value in values)


def _stated(view: View, name: str | None, read_as: Constant | None, *values: Point) -> Bound:
    if read_as is not None and view.takes_readings:
        values = (read_as.value,)
    return Bound(view.solver.yes, _places(view, name, *values))


def _selected(
    view: View,
    name: str | None,
    attribute: str,
    values: Mapping[str, Figure],
    otherwise: Figure | None,
) -> Iterator[Bound]:
    solver = view.solver
    found = raw(view, attribute)
    yield Bound(~found.known, (), (attribute,))
    for code, lit in found.codes.items():
        here = solver.both(found.known, lit)
        chosen = values.get(code, otherwise)
        if chosen is None:
            yield Bound(here, (), (attribute,))
            continue
        for one in bounds(view, name, chosen):
            where = solver.both(here, one.where)
            yield Bound(where, one.values, (attribute, *one.names), one.exists)
