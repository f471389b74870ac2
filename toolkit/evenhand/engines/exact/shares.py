"""Comparisons of sums: which terms a name stands for, with weights, limits, stand-ins (rule 10).

What is not linear inside a sum (the greatest of several, a limit on a part that is a sum itself) is
made so by a guess: which one is the greatest, whether the limit is met. The guess is a variable,
and a constraint sees to it that it is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple, TypeAlias, assert_never

from evenhand.engines.exact.contents import F, Node, T, U
from evenhand.engines.exact.context import Context
from evenhand.engines.exact.forms import Share, Term
from evenhand.engines.exact.presence import absent, known
from evenhand.engines.exact.question import Unanswered
from evenhand.model.conditions import Operator
from evenhand.model.vocabulary import Extreme, Quotient, Sum, SumPart

FREE: Final = "free"
LIMITED: Final = "limited"
STAND_IN: Final = "stand-in"


class NobodyTold(Exception):
    """A name rests on an attribute that is missing for everybody, so it has no value either."""


class _Guess(Exception):
    """A choice that has not been made yet: its key, its options, and when each is right."""

    def __init__(self, key: str, options: Mapping[str, Callable[[], Node]]) -> None:
        super().__init__(key)
        self.key, self.options = key, options


class Part(NamedTuple):
    """A name in a linear sum, with its factor.

    With ``quantity`` what does not exist counts as nothing, else only the told value counts.
    """

    name: str
    factor: Fraction
    quantity: bool


Choices: TypeAlias = Mapping[str, str]


def linear_test(
    context: Context, parts: Sequence[Part], operator: Operator, bounds: Sequence[Any]
) -> Node:
    """A sum of parts, all of them known, compared with every possible value of a figure.

    Unknown where a part is missing for everybody.
    """
    try:
        return _tested(context, parts, operator, bounds, {})
    except NobodyTold:
        return U


def _tested(
    context: Context,
    parts: Sequence[Part],
    operator: Operator,
    bounds: Sequence[Any],
    choices: Choices,
) -> Node:
    try:
        shares = [share for part in parts for share in _shares(context, part, choices)]
    except _Guess as guess:
        variable = _guessed(context, guess)
        options = {
            option: _tested(context, parts, operator, bounds, {**choices, guess.key: option})
            for option in guess.options
        }
        return context.forest.codes(variable, options, U, U)
    return context.forms.made(shares).tested(operator, bounds)


def _guessed(context: Context, guess: _Guess) -> int:
    """The variable of a guess, with the constraint that it is right."""
    key = f"{'twin:' if context.twin else ''}{context.key}:{guess.key}"
    found = context.forms.guesses.get(key)
    if found is None:
        found = context.space.guess(guess.key, tuple(guess.options)).index
        context.forms.guesses[key] = found
        right = {option: is_right() for option, is_right in guess.options.items()}
        context.forms.limits.append(context.forest.codes(found, right, F, F))
    return found


def _shares(context: Context, part: Part, choices: Choices) -> Iterator[Share]:
    """The terms of a name with their factors."""
    derived = context.policy.dictionary.derived.get(part.name)
    if derived is None:
        variable = context.variable(part.name)
        if variable is None:
            raise NobodyTold
        applies = context.exists(part.name) if part.quantity else T
        yield Share(Term(variable.index, applies=applies), part.factor)
        return
    match derived.formula:
        case Sum(parts):
            for one in parts:
                yield from _part_shares(context, part.name, one, part.factor, choices)
        case Extreme(attributes, greatest):
            chosen = _choice(context, part.name, attributes, greatest, choices)
            yield from _shares(context, Part(chosen, part.factor, True), choices)
        case Quotient():
            raise Unanswered("nested", part.name)
        case _:
            assert_never(derived.formula)


# -- the greatest or the least ---------------------------------------------------------------------


def _choice(
    context: Context, name: str, attributes: Sequence[str], greatest: bool, choices: Choices
) -> str:
    """Which attribute is the greatest (or the least)."""
    if name in choices:
        return choices[name]
    operator = Operator.AT_LEAST if greatest else Operator.AT_MOST
    options = {one: _is_extreme(context, name, one, attributes, operator) for one in attributes}
    raise _Guess(name, options)


def _is_extreme(
    context: Context, name: str, one: str, attributes: Sequence[str], operator: Operator
) -> Callable[[], Node]:
    """When one attribute is the extreme: it exists, and no other that exists lies beyond it."""

    def right() -> Node:
        forest = context.forest
        others = [
            forest.some(
                (
                    absent(context, other),
                    linear_test(
                        context,
                        [Part(one, Fraction(1), True), Part(other, Fraction(-1), True)],
                        operator,
                        [Fraction(0)],
                    ),
                )
            )
            for other in attributes
            if other != one
        ]
        there = forest.negation(absent(context, one))
        first = T if one == attributes[0] else F
        return forest.choice(known(context, name), forest.every((there, *others)), first, first)

    return right


# -- parts of sums ---------------------------------------------------------------------------------


def _part_shares(
    context: Context, total: str, part: SumPart, factor: Fraction, choices: Choices
) -> Iterator[Share]:
    if part.attribute in context.policy.dictionary.derived:
        yield from _derived_part(context, total, part, factor, choices)
        return
    variable = context.variable(part.attribute)
    if variable is None:
        yield _stand_in(context, part, factor)
        return
    applies = context.exists(part.attribute)
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
    return Share(None, factor * limited(part, part.if_missing * part.times))


def limited(part: SumPart, value: Fraction) -> Fraction:
    """A share within its limit."""
    return value if part.at_most is None else min(value, part.at_most)


def _derived_part(
    context: Context, total: str, part: SumPart, factor: Fraction, choices: Choices
) -> Iterator[Share]:
    """A part that is computed itself: free, at its limit, or replaced where it is missing.

    A part that has nothing to stand on counts as nothing.
    """
    inner = Part(part.attribute, part.times, True)
    formula = context.policy.dictionary.derived[part.attribute].formula
    if isinstance(formula, Sum) and part.at_most is None and part.if_missing is None:
        yield from _shares(context, inner._replace(factor=factor * part.times), choices)
        return
    key = f"{total}/{part.attribute}@{part.location.line}:{part.location.column}"
    if key not in choices:
        raise _Guess(key, _part_options(context, part, inner))
    match choices[key]:
        case "free":
            yield from _shares(context, inner._replace(factor=factor * part.times), choices)
        case "limited":
            assert part.at_most is not None
            yield Share(None, factor * part.at_most)
        case "stand-in":
            assert part.if_missing is not None
            yield Share(None, factor * limited(part, part.if_missing * part.times))
        case _:
            return


def _part_options(context: Context, part: SumPart, inner: Part) -> Mapping[str, Callable[[], Node]]:
    forest = context.forest
    there = known(context, part.attribute)
    nothing = absent(context, part.attribute)

    def within(operator: Operator, bound: Fraction) -> Node:
        return forest.every((there, linear_test(context, [inner], operator, [bound])))

    most = part.at_most
    options: dict[str, Callable[[], Node]] = {}
    if most is None:
        missing = F if part.if_missing is not None else T
        options[FREE] = lambda: forest.choice(nothing, F, forest.choice(there, T, missing, F), F)
    else:
        missing = F if part.if_missing is not None else T
        options[FREE] = lambda: forest.choice(
            nothing, F, forest.choice(there, within(Operator.AT_MOST, most), missing, F), F
        )
        options[LIMITED] = lambda: within(Operator.ABOVE, most)
    if part.if_missing is not None:
        options[STAND_IN] = lambda: forest.every((forest.negation(nothing), forest.negation(there)))
    options["nothing"] = lambda: nothing
    return options
