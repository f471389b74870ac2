"""Limits: the least and the greatest value that an attribute can have."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from evenhand.model.vocabulary import Dictionary, Extreme, Quotient, Sum, SumPart


def highest_value(dictionary: Dictionary, name: str) -> Fraction | None:
    """The greatest value of a numeric attribute; None where its domain has no upper end."""
    return _limit(dictionary, name, upper=True)


def _limit(dictionary: Dictionary, name: str, *, upper: bool) -> Fraction | None:
    if name in dictionary.attributes:
        attribute = dictionary.attributes[name]
        return attribute.high if upper else attribute.low
    formula = dictionary.derived[name].formula
    match formula:
        case Sum(parts):
            return _total([_part_limit(dictionary, part, upper=upper) for part in parts])
        case Extreme(attributes, greatest):
            ends = [_limit(dictionary, one, upper=upper) for one in attributes]
            known = [end for end in ends if end is not None]
            if len(known) < len(ends):
                return None
            return max(known) if greatest else min(known)
        case Quotient():
            return None
        case _:
            assert_never(formula)


def _total(ends: Sequence[Fraction | None]) -> Fraction | None:
    known = [end for end in ends if end is not None]
    return sum(known, Fraction(0)) if len(known) == len(ends) else None


def _part_limit(dictionary: Dictionary, part: SumPart, *, upper: bool) -> Fraction | None:
    end = _limit(dictionary, part.attribute, upper=upper if part.times >= 0 else not upper)
    term = None if end is None else end * part.times
    if part.at_most is not None:
        term = part.at_most if term is None else min(term, part.at_most)
    return term
