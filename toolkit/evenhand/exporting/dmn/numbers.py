"""Exact numbers in FEEL: decimals of 34 digits, so what is no decimal is multiplied out.

FEEL has no fractions: a third would be rounded. Each number is therefore kept as a whole multiple
of itself (``scale`` times the number) that is a decimal, and comparisons are made between such
multiples. What would need more than 34 digits is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Final, NoReturn

from evenhand.exporting.dmn.nodes import Feel, compared, constant, uses_of
from evenhand.model.conditions import Operator
from evenhand.model.values import number_text

DIGITS: Final = 34
SIGNS: Final = {
    Operator.AT_LEAST: ">=",
    Operator.ABOVE: ">",
    Operator.AT_MOST: "<=",
    Operator.BELOW: "<",
}
SUM: Final = 6
PRODUCT: Final = 7

Refuse = Callable[[], NoReturn]
"""Raises where 34 digits do not suffice."""


@dataclass(frozen=True, slots=True)
class Number:
    """``scale`` times a number as an expression; at most ``bound`` from zero, as that multiple.

    ``quantum`` divides every value of the expression.
    """

    feel: Feel
    scale: int
    bound: Fraction
    quantum: Fraction


def repeating(number: Fraction) -> int:
    """The least whole number that makes a number a finite decimal when multiplied by it."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest


def literal(number: Fraction) -> Feel:
    """A finite decimal; below zero in brackets, so that it can stand anywhere."""
    text = number_text(number)
    return constant(f"({text})" if number < 0 else text)


def times(factor: Fraction, feel: Feel) -> Feel:
    """A multiple of an expression by a finite decimal."""
    if factor == 1:
        return feel
    return Feel(f"{literal(factor).text} * {feel.inside(PRODUCT + 1)}", feel.uses, PRODUCT)


def linear(
    parts: Iterable[tuple[Fraction, Number]], plus: Fraction, least: int, refuse: Refuse
) -> Number:
    """``Σ factor × number + plus`` as one number, its scale a multiple of ``least``."""
    listed = [(factor / number.scale, number) for factor, number in parts]
    scale = lcm(least, repeating(plus), *(repeating(factor) for factor, _ in listed))
    terms = [times(factor * scale, number.feel) for factor, number in listed if factor]
    constant_part = plus * scale
    if constant_part or not terms:
        terms.append(literal(constant_part))
    text = " + ".join(term.inside(SUM + (len(terms) > 1)) for term in terms)
    bound = sum((abs(f * scale) * n.bound for f, n in listed), abs(constant_part))
    places = [*(f * scale * n.quantum for f, n in listed if f), constant_part]
    quantum = common([abs(one) for one in places if one])
    check(bound, quantum, refuse)
    rank = terms[0].rank if len(terms) == 1 else SUM
    return Number(Feel(text, uses_of(terms), rank), scale, bound, quantum)


def at_scale(number: Number, scale: int, refuse: Refuse) -> Number:
    """The same number at another scale, which must be a multiple of its own."""
    return linear([(Fraction(1), number)], Fraction(0), scale, refuse)


def common(numbers: list[Fraction]) -> Fraction:
    """The greatest number that all of some numbers are whole multiples of; of none, one."""
    if not numbers:
        return Fraction(1)
    below = lcm(*(one.denominator for one in numbers))
    return Fraction(gcd(*(int(one * below) for one in numbers)), below)


def check(bound: Fraction, quantum: Fraction, refuse: Refuse) -> None:
    """Raises where a decimal of 34 digits does not hold every value exactly."""
    places = 0
    while (quantum * 10**places).denominator != 1:
        places += 1
    if len(str(int(bound * 10**places))) > DIGITS:
        refuse()


def number_compared(
    left: Number,
    operator: Operator,
    right: tuple[Fraction, Number] | None,
    plus: Fraction,
    refuse: Refuse,
) -> Feel:
    """A number compared with ``factor × number + plus``, both sides multiplied out."""
    other = linear([] if right is None else [right], plus, left.scale, refuse)
    mine = at_scale(left, other.scale, refuse)
    return compared(mine.feel, SIGNS[operator], other.feel)
