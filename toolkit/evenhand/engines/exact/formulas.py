"""Conditions as nodes: rules 3 to 10 for all customers at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, assert_never

from evenhand.engines.exact.contents import F, Node, T, U
from evenhand.engines.exact.context import Context
from evenhand.engines.exact.presence import absent, raw_known
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.exact.shares import Part, linear_test
from evenhand.engines.exact.space import Sort, Variable
from evenhand.engines.exact.stepped import stepped
from evenhand.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Discretion,
    Includes,
    Known,
    Meets,
    Not,
    OneOf,
    OpenCondition,
    Operator,
    ScoreIs,
)
from evenhand.model.figures import By, Constant, Disputed, Figure, OpenFigure, Point, Range, Times
from evenhand.model.outcome import Reading
from evenhand.model.values import value_text
from evenhand.model.vocabulary import Extreme, Kind, Quotient, Sum

Bounds = Sequence[Any]


ASSUMED: Final = {Reading.ALL_MET: True, Reading.NONE_MET: False}


def judged(context: Context, condition: Condition) -> Node:
    """A condition's truth."""
    forest = context.forest
    match condition:
        case All(parts):
            return forest.every([judged(context, part) for part in parts])
        case AnyOf(parts):
            return forest.some([judged(context, part) for part in parts])
        case Not(part):
            return forest.negation(judged(context, part))
        case CountOf(needed, parts):
            return forest.enough(needed, [judged(context, part) for part in parts])
        case Meets(name):
            if name not in context.definitions:
                means = context.policy.definitions[name].means
                context.definitions[name] = judged(context, means)
            return context.definitions[name]
        case Compare():
            return _compare(context, condition)
        case OneOf():
            return _one_of(context, condition)
        case Includes():
            return _includes(context, condition)
        case Known(name, expected):
            known = raw_known(context, name)
            return known if expected else forest.negation(known)
        case ScoreIs():
            return context.score(context, condition)
        case OpenCondition(_, read_as):
            return assumed(context, read_as)
        case Discretion():
            return _discretion(context, condition)
        case _:
            assert_never(condition)


def assumed(context: Context, read_as: bool | None) -> Node:
    """How the reading takes open wording (rule 9)."""
    if context.reading is Reading.OPEN:
        return U
    taken = ASSUMED.get(context.reading, read_as)
    return U if taken is None else (T if taken else F)


def _discretion(context: Context, atom: Discretion) -> Node:
    answer = context.space.find(Sort.ANSWER, atom.id, None, context.twin)
    otherwise = assumed(context, atom.read_as)
    if answer is None:
        return otherwise
    return context.forest.codes(answer.index, {True: T}, F, otherwise)


def valued(context: Context, name: str, told: Node) -> Node:
    """A test of a name: false where it does not exist, unknown where it is missing."""
    forest = context.forest
    if name not in context.policy.dictionary.derived:
        return told
    with_value = forest.choice(raw_known(context, name), told, U, U)
    return forest.choice(absent(context, name), F, with_value, U)


# -- comparisons -----------------------------------------------------------------------------------


def _compare(context: Context, atom: Compare) -> Node:
    test = _against(context, atom.attribute, atom.operator, atom.figure)
    return context.forest.every((test, context.exists(atom.attribute)))


def _against(context: Context, name: str, operator: Operator, figure: Figure) -> Node:
    """A comparison with a figure; the figure's own attributes must exist, too."""
    match figure:
        case Constant(value):
            return valued(context, name, tested(context, name, operator, [value]))
        case OpenFigure(_, read_as) | Disputed(_, read_as) | Range(_, _, read_as):
            if read_as is not None and context.uses_read_as:
                return valued(context, name, tested(context, name, operator, [read_as.value]))
            bounds = open_values(figure)
            told = tested(context, name, operator, bounds) if bounds else U
            return valued(context, name, told)
        case Times():
            return _against_multiple(context, name, operator, figure)
        case By():
            return _against_selected(context, name, operator, figure)
        case _:
            assert_never(figure)


def open_values(figure: OpenFigure | Disputed | Range) -> list[Point]:
    """The possible values of a figure that is left open; of a range, its ends."""
    match figure:
        case OpenFigure():
            return []
        case Disputed(options):
            return [option.value.value for option in options]
        case Range(low, high):
            return [low.value, high.value]
        case _:
            assert_never(figure)


def _against_multiple(context: Context, name: str, operator: Operator, figure: Times) -> Node:
    forest = context.forest
    other = figure.attribute
    parts = [Part(name, Fraction(1), False), Part(other, -figure.factor, False)]
    test = linear_test(context, parts, operator, [figure.plus])
    both = forest.every((raw_known(context, name), raw_known(context, other)))
    result = forest.choice(both, test, U, U)
    result = forest.choice(_absent_derived(context, name), F, result, U)
    result = forest.choice(_absent_derived(context, other), F, result, U)
    return forest.every((result, context.exists(other)))


def _absent_derived(context: Context, name: str) -> Node:
    return absent(context, name) if name in context.policy.dictionary.derived else F


def _against_selected(context: Context, name: str, operator: Operator, figure: By) -> Node:
    forest = context.forest
    variable = context.variable(figure.attribute)
    unlisted = valued(context, name, U)
    if variable is None:
        return forest.every((unlisted, context.exists(figure.attribute)))
    rest = unlisted
    if figure.otherwise is not None:
        rest = _against(context, name, operator, figure.otherwise)
    written = {value_text(code): code for code in variable.codes}
    parts = {
        written[code]: _against(context, name, operator, one)
        for code, one in figure.values
        if code in written
    }
    chosen = forest.codes(variable.index, parts, rest, unlisted)
    return forest.every((chosen, context.exists(figure.attribute)))


def tested(context: Context, name: str, operator: Operator, bounds: Bounds) -> Node:
    """A comparison of a value that is known, with every possible value of a figure (rule 8)."""
    derived = context.policy.dictionary.derived.get(name)
    if derived is None:
        return _tested_attribute(context, name, operator, bounds)
    match derived.formula:
        case Sum():
            return linear_test(context, [Part(name, Fraction(1), True)], operator, bounds)
        case Extreme(attributes, greatest):
            return agreed(
                context,
                [_tested_extreme(context, attributes, greatest, operator, b) for b in bounds],
            )
        case Quotient(of, to):
            return _tested_quotient(context, of, to, operator, bounds)
        case _:
            assert_never(derived.formula)


def agreed(context: Context, tests: Sequence[Node]) -> Node:
    """True or false where all tests say so, else unknown."""
    forest = context.forest
    some = forest.choice(forest.some(tests), U, F, U)
    return forest.choice(forest.every(tests), T, some, U)


def _tested_extreme(
    context: Context, names: Sequence[str], greatest: bool, operator: Operator, bound: Any
) -> Node:
    """The greatest is at least a bound if one is; it is at most a bound if all are."""
    forest = context.forest
    tests = [(one, tested(context, one, operator, [bound])) for one in names]
    upward = operator in (Operator.AT_LEAST, Operator.ABOVE)
    if upward is greatest:
        there = [forest.every((forest.negation(absent(context, one)), test)) for one, test in tests]
        return forest.some(there)
    return forest.every(forest.some((absent(context, one), test)) for one, test in tests)


def _tested_quotient(
    context: Context, of: str, to: str, operator: Operator, bounds: Bounds
) -> Node:
    """``of`` against ``k × to``, unknown unless ``to`` is above zero (rule 10)."""
    tests = []
    for bound in bounds:
        parts = [Part(of, Fraction(1), True), Part(to, -Fraction(bound), True)]
        tests.append(linear_test(context, parts, operator, [Fraction(0)]))
    return agreed(context, tests)


def _tested_attribute(context: Context, name: str, operator: Operator, bounds: Bounds) -> Node:
    variable = context.variable(name)
    if variable is None:
        return U
    if variable.sort is Sort.CODE:
        codes = context.policy.dictionary.attributes[name].codes
        return _tested_rank(context, variable, codes, operator, bounds)
    ends = [Fraction(_place(bound), variable.step) for bound in bounds]
    return stepped(context.forest, variable, operator, ends)


def _place(bound: Any) -> Fraction:
    return Fraction(bound.toordinal()) if isinstance(bound, date) else Fraction(bound)


def _tested_rank(
    context: Context,
    variable: Variable,
    codes: Sequence[str],
    operator: Operator,
    bounds: Bounds,
) -> Node:
    ranks = [codes.index(bound) for bound in bounds]
    parts: dict[Any, Node] = {}
    for code in variable.codes:
        answers = {operator.holds(codes.index(code), rank) for rank in ranks}
        parts[code] = (T if answers.pop() else F) if len(answers) == 1 else U
    return context.forest.codes(variable.index, parts, F, U)


# -- membership ------------------------------------------------------------------------------------


def _one_of(context: Context, atom: OneOf) -> Node:
    forest = context.forest
    name = atom.attribute
    if name in context.policy.dictionary.derived:
        listed = forest.some(_equal(context, name, value) for value in atom.values)
        told = forest.negation(listed) if atom.negated else listed
        return valued(context, name, told)
    variable = context.variable(name)
    if variable is None:
        return forest.every((U, context.exists(name)))
    if context.policy.dictionary.attributes[name].kind is Kind.SET:
        raise Unanswered("set-equality", name)
    if variable.sort is Sort.NUMBER:
        listed = forest.some(_equal(context, name, value) for value in atom.values)
    else:
        listed = forest.codes(variable.index, dict.fromkeys(atom.values, T), F, U)
    told = forest.negation(listed) if atom.negated else listed
    return forest.every((told, context.exists(name)))


def _equal(context: Context, name: str, value: Any) -> Node:
    """Whether a value that is known is the given one."""
    forest = context.forest
    at_least = tested(context, name, Operator.AT_LEAST, [value])
    at_most = tested(context, name, Operator.AT_MOST, [value])
    return forest.every((at_least, at_most))


def _includes(context: Context, atom: Includes) -> Node:
    forest = context.forest
    name = atom.attribute
    told = context.variable(name, Sort.PRESENCE)
    if told is None:
        return forest.every((U, context.exists(name)))
    inside = [_member(context, name, member) for member in dict.fromkeys(atom.members)]
    both = forest.every(inside) if atom.every else forest.some(inside)
    result = forest.codes(told.index, {}, both, U)
    return forest.every((result, context.exists(name)))


def _member(context: Context, name: str, member: str) -> Node:
    variable = context.variable(name, Sort.MEMBER, member)
    if variable is None or member not in context.space.attribute(name).codes:
        return F
    return context.forest.codes(variable.index, {True: T}, F, F)
