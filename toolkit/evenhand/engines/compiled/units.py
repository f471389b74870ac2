"""Units: what an attribute's values are whole multiples of, so that integers stand for them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import assert_never

from evenhand.model.scales import step_of
from evenhand.model.vocabulary import Dictionary, Extreme, Formula, Quotient, Sum, SumPart


def common_unit(numbers: Iterable[Fraction]) -> Fraction:
    """The greatest number of which all the numbers are whole multiples; 1 where all are zero."""
    listed = [number for number in numbers if number]
    if not listed:
        return Fraction(1)
    below = lcm(*(number.denominator for number in listed))
    above = gcd(*(number.numerator * (below // number.denominator) for number in listed))
    return Fraction(above, below)


def multiple(number: Fraction, unit: Fraction) -> int:
    """How often a unit goes into one of its whole multiples."""
    count, rest = divmod(number, unit)
    assert rest == 0, f"{number} is no multiple of {unit}"
    return count


def integers(*numbers: Fraction) -> tuple[int, ...]:
    """Whole numbers in the same proportions, none of them turned negative or positive."""
    unit = common_unit(numbers)
    return tuple(multiple(number, unit) for number in numbers)


def unit_of(dictionary: Dictionary, name: str) -> Fraction:
    """The unit of an attribute: its step, one day, one rank; of a derived one, a common unit.

    A ratio's is that of what is divided over that of what it is divided by.
    """
    if name in dictionary.attributes:
        attribute = dictionary.attributes[name]
        return step_of(attribute) if attribute.kind.is_numeric else Fraction(1)
    formula: Formula = dictionary.derived[name].formula
    match formula:
        case Sum(parts):
            return common_unit(one for part in parts for one in _terms(dictionary, part))
        case Extreme(attributes):
            return common_unit(unit_of(dictionary, one) for one in attributes)
        case Quotient(of, to):
            return Fraction(unit_of(dictionary, of), unit_of(dictionary, to))
        case _:
            assert_never(formula)


def _terms(dictionary: Dictionary, part: SumPart) -> Iterable[Fraction]:
    """What a part adds up of: multiples of its unit, its limit, and what stands in for it."""
    yield abs(part.times) * unit_of(dictionary, part.attribute)
    if part.at_most is not None:
        yield part.at_most
    if part.if_missing is not None:
        yield part.times * part.if_missing
