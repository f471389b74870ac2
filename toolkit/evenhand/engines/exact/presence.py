"""What exists and what is known of a customer, as nodes that are never unknown themselves."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from evenhand.engines.exact.contents import F, Node, T
from evenhand.engines.exact.context import Context
from evenhand.engines.exact.space import Sort
from evenhand.model.conditions import Operator
from evenhand.model.vocabulary import Extreme, Quotient, Sum


def absent(context: Context, name: str) -> Node:
    """Whether there is nothing that could be known, itself never unknown."""
    forest = context.forest
    derived = context.policy.dictionary.derived.get(name)
    if derived is None:
        return forest.is_false(context.exists(name))
    match derived.formula:
        case Sum():
            return F
        case Extreme(attributes, _):
            return forest.every(absent(context, one) for one in attributes)
        case Quotient(of, to):
            return forest.some((absent(context, of), absent(context, to)))
        case _:
            assert_never(derived.formula)


def known(context: Context, name: str) -> Node:
    """Whether a quantity has a value and exists for certain, itself never unknown."""
    if name in context.policy.dictionary.derived:
        return raw_known(context, name)
    applies = context.forest.is_true(context.exists(name))
    return context.forest.every((applies, raw_known(context, name)))


def raw_known(context: Context, name: str) -> Node:
    """Whether a value is told, whether the attribute applies or not."""
    forest = context.forest
    derived = context.policy.dictionary.derived.get(name)
    if derived is None:
        return _told(context, name)
    match derived.formula:
        case Sum(parts):
            return forest.every(
                forest.some((absent(context, part.attribute), known(context, part.attribute)))
                for part in parts
                if part.if_missing is None
            )
        case Extreme(attributes, _):
            told = [forest.some((absent(context, one), known(context, one))) for one in attributes]
            return forest.every((*told, forest.negation(absent(context, name))))
        case Quotient(of, to):
            above_zero = context.test(context, to, Operator.ABOVE, [Fraction(0)])
            return forest.every((known(context, of), known(context, to), above_zero))
        case _:
            assert_never(derived.formula)


def _told(context: Context, name: str) -> Node:
    variable = context.variable(name)
    if variable is None:
        return F
    if variable.sort is Sort.NUMBER:
        return context.forest.steps(variable.index, (), (T,), F)
    return context.forest.codes(variable.index, {}, T, F)
