"""Comparisons of a count with one or several bounds, as a node of truth by steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from evenhand.engines.exact.contents import F, Node, T, U
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.space import Variable
from evenhand.engines.exact.whole import Exact, first_above, first_from
from evenhand.model.conditions import Operator


def stepped(
    forest: Forest, variable: Variable, operator: Operator, ends: Sequence[Fraction]
) -> Node:
    """A count compared with bounds: true or false where all of them say so, else unknown."""
    beyond = operator in (Operator.ABOVE, Operator.AT_MOST)
    cuts = [first_above(end) if beyond else first_from(end) for end in ends]
    first, last = min(cuts), max(cuts)
    upward = operator.is_upward
    low, high = (F, T) if upward else (T, F)
    variable.cuts.update((first, last))
    if first == last:
        return forest.steps(variable.index, (first,), (low, high), U)
    return forest.steps(variable.index, (first, last), (low, U, high), U)


def answering(value: Exact) -> Callable[[Any], Node]:
    """How tests of a score come out at a value."""

    def answer(test: Any) -> Node:
        operator, bounds = test
        answers = {operator.holds(value, bound) for bound in bounds}
        return (T if answers.pop() else F) if len(answers) == 1 else U

    return answer
