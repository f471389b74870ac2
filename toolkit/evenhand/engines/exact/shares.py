"""Which terms a name stands for: sums, with weights, limits and stand-ins (rule 10)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from evenhand.engines.exact.context import Context
from evenhand.engines.exact.forest import T
from evenhand.engines.exact.forms import Form, Share, Term
from evenhand.engines.exact.question import Unanswered
from evenhand.model.vocabulary import Extreme, Quotient, Sum, SumPart


class NobodyTold(Exception):
    """A name rests on an attribute that is missing for everybody, so it has no value either."""


def sum_form(context: Context, name: str) -> Form:
    """The form of a sum, or of an attribute where it exists. Raises NobodyTold."""
    return context.forms.made(shares(context, name, Fraction(1), quantity=True))


def difference(
    context: Context, name: str, factor: Fraction, other: str, *, quantity: bool = False
) -> Form:
    """The form of ``name − factor × other``. Raises NobodyTold.

    With ``quantity`` what does not exist counts as nothing, else only the told value counts.
    """
    left = shares(context, name, Fraction(1), quantity=quantity)
    right = shares(context, other, -factor, quantity=quantity)
    return context.forms.made([*left, *right])


def shares(context: Context, name: str, factor: Fraction, *, quantity: bool) -> Iterator[Share]:
    """The terms of a name with their factors."""
    derived = context.policy.dictionary.derived.get(name)
    if derived is None:
        variable = context.variable(name)
        if variable is None:
            raise NobodyTold
        applies = context.exists(name) if quantity else T
        yield Share(Term(variable.index, applies=applies), factor)
        return
    match derived.formula:
        case Sum(parts):
            for part in parts:
                yield from _part_shares(context, part, factor)
        case Extreme() | Quotient():
            raise Unanswered("nested", name)
        case _:
            assert_never(derived.formula)


def _part_shares(context: Context, part: SumPart, factor: Fraction) -> Iterator[Share]:
    name = part.attribute
    if name in context.policy.dictionary.derived:
        if part.at_most is not None or part.if_missing is not None:
            raise Unanswered("nested", name)
        yield from shares(context, name, factor * part.times, quantity=True)
        return
    variable = context.variable(name)
    if variable is None:
        yield _stand_in(context, part, factor)
        return
    applies = context.exists(name)
    if part.at_most is None:
        term = Term(variable.index, Fraction(1), None, part.if_missing, applies)
        yield Share(term, factor * part.times)
    else:
        term = Term(variable.index, part.times, part.at_most, part.if_missing, applies)
        yield Share(term, factor)


def _stand_in(context: Context, part: SumPart, factor: Fraction) -> Share:
    """The share of an attribute that is missing for everybody."""
    if part.if_missing is None:
        raise NobodyTold
    if context.exists(part.attribute) != T:
        raise Unanswered("nested", part.attribute)
    value = part.if_missing * part.times
    return Share(None, factor * (value if part.at_most is None else min(value, part.at_most)))
