"""Comparisons of a count with one or several bounds, as a node of truth by steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final, assert_never

from evenhand.engines.exact.contents import F, Node, T, U
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.space import Variable
from evenhand.engines.exact.whole import Exact, first_above, first_from
from evenhand.model.conditions import Operator

TURNED: Final = {
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.ABOVE: Operator.BELOW,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.BELOW: Operator.ABOVE,
}
"""Each comparison as it reads when both sides change their sign."""


def compared(operator: Operator, value: Any, bound: Any) -> bool:
    """One comparison of two places on the same scale."""
    match operator:
        case Operator.AT_LEAST:
            return bool(value >= bound)
        case Operator.ABOVE:
            return bool(value > bound)
        case Operator.AT_MOST:
            return bool(value <= bound)
        case Operator.BELOW:
            return bool(value < bound)
        case _:
            assert_never(operator)


def stepped(
    forest: Forest, variable: Variable, operator: Operator, ends: Sequence[Fraction]
) -> Node:
    """A count compared with bounds: true or false where all of them say so, else unknown."""
    beyond = operator in (Operator.ABOVE, Operator.AT_MOST)
    cuts = [first_above(end) if beyond else first_from(end) for end in ends]
    first, last = min(cuts), max(cuts)
    upward = operator in (Operator.AT_LEAST, Operator.ABOVE)
    low, high = (F, T) if upward else (T, F)
    variable.cuts.update((first, last))
    if first == last:
        return forest.steps(variable.index, (first,), (low, high), U)
    return forest.steps(variable.index, (first, last), (low, U, high), U)


def answering(value: Exact) -> Callable[[Any], Node]:
    """How tests of a score come out at a value."""

    def answer(test: Any) -> Node:
        operator, bounds = test
        answers = {compared(operator, value, bound) for bound in bounds}
        return (T if answers.pop() else F) if len(answers) == 1 else U

    return answer
