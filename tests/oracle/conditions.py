"""Conditions as two literals each: whether they are true, and whether they are false (3 to 9)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from tests.oracle.numbers import Linear, Lit
from tests.oracle.quantities import Amount, Bound, applies, bounds, is_value, minus, raw
from tests.oracle.view import Holds, View

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
from evenhand.model.outcome import Reading


def judged(view: View, condition: Condition) -> Holds:
    """A condition's truth for the person of a view."""
    key = id(condition)
    if key not in view.judged:
        view.judged[key] = (condition, _judge(view, condition))
    return view.judged[key][1]


def _judge(view: View, condition: Condition) -> Holds:
    solver = view.solver
    match condition:
        case All(parts):
            return _all(view, [judged(view, part) for part in parts])
        case AnyOf(parts):
            return _all(view, [judged(view, part).opposite for part in parts]).opposite
        case Not(part):
            return judged(view, part).opposite
        case CountOf(needed, parts):
            found = [judged(view, part) for part in parts]
            enough = solver.at_least(needed, [one.true for one in found])
            return Holds(enough, ~solver.at_least(needed, [~one.false for one in found]))
        case Meets(name):
            if name not in view.definitions:
                view.definitions[name] = judged(view, view.policy.definitions[name].means)
            return view.definitions[name]
        case Compare():
            return _compare(view, condition)
        case OneOf() | Includes():
            return _member(view, condition)
        case Known(name, expected):
            known = raw(view, name).known
            return Holds(known, ~known) if expected else Holds(~known, known)
        case ScoreIs():
            return _score(view, condition)
        case OpenCondition(_, read_as):
            return _assumed(view, read_as)
        case Discretion(name, _, _, read_as):
            given, answer = view.person.answers.of(name)
            taken = _assumed(view, read_as)
            return Holds(
                solver.either(solver.both(given, answer), solver.both(~given, taken.true)),
                solver.either(solver.both(given, ~answer), solver.both(~given, taken.false)),
            )
        case _:
            assert_never(condition)


def _all(view: View, parts: list[Holds]) -> Holds:
    solver = view.solver
    return Holds(solver.every(one.true for one in parts), solver.some(one.false for one in parts))


def _assumed(view: View, read_as: bool | None) -> Holds:
    """How a reading takes open wording."""
    taken = {Reading.OPEN: None, Reading.ALL_MET: True, Reading.NONE_MET: False}.get(
        view.reading, read_as
    )
    solver = view.solver
    if taken is None:
        return Holds(solver.no, solver.no)
    return Holds(solver.yes, solver.no) if taken else Holds(solver.no, solver.yes)


def meets_bound(view: View, operator: Operator, form: Linear) -> Lit:
    """Whether a value minus its bound has the sign that an operator asks for."""
    solver = view.solver
    match operator:
        case Operator.AT_LEAST:
            return solver.not_negative(form)
        case Operator.ABOVE:
            return solver.above_zero(form)
        case Operator.AT_MOST:
            return ~solver.above_zero(form)
        case Operator.BELOW:
            return ~solver.not_negative(form)
        case _:
            assert_never(operator)


def _against(view: View, operator: Operator, forms: Iterable[Linear], known: Lit) -> Holds:
    """True for every possible value of the figure, or false for every one."""
    solver = view.solver
    lits = [meets_bound(view, operator, form) for form in forms]
    if not lits:
        return Holds(solver.no, solver.no)
    return Holds(solver.both(known, *lits), solver.both(known, *(~one for one in lits)))


def _compare(view: View, atom: Compare) -> Holds:
    solver = view.solver
    found = raw(view, atom.attribute)
    trues, falses = [], []
    for bound in bounds(view, atom.attribute, atom.figure):
        here = _compared(view, atom, found, bound)
        trues.append(solver.both(bound.where, here.true))
        falses.append(solver.both(bound.where, here.false))
    return Holds(solver.some(trues), solver.some(falses))


def _compared(view: View, atom: Compare, found: Amount, bound: Bound) -> Holds:
    solver = view.solver
    forms = [minus(view, found, value) for value in bound.values]
    here = _against(view, atom.operator, forms, found.known)
    absent = ~found.exists
    if bound.exists is not None:
        absent = solver.either(absent, ~bound.exists)
    atom_holds = Holds(solver.both(here.true, ~absent), solver.either(here.false, absent))
    return _where_it_applies(view, atom_holds, (atom.attribute, *bound.names))


def _where_it_applies(view: View, atom: Holds, names: Iterable[str]) -> Holds:
    found = [applies(view, name) for name in dict.fromkeys(names)]
    return _all(view, [atom, *(one for one in found if one is not None)])


def _member(view: View, atom: OneOf | Includes) -> Holds:
    solver = view.solver
    found = raw(view, atom.attribute)
    if isinstance(atom, OneOf):
        fits = solver.some(is_value(view, atom.attribute, found, one) for one in atom.values)
        fits = ~fits if atom.negated else fits
    else:
        inside = [found.codes.get(member, solver.no) for member in atom.members]
        fits = solver.every(inside) if atom.every else solver.some(inside)
    true = solver.both(found.known, fits)
    false = solver.either(~found.exists, solver.both(found.known, ~fits))
    return _where_it_applies(view, Holds(true, false), (atom.attribute,))


def _score(view: View, atom: ScoreIs) -> Holds:
    from tests.oracle.scores import score_of

    score = score_of(view, atom.of)
    (bound,) = bounds(view, None, atom.figure)
    return _against(
        view, atom.operator, [score.number - value for value in bound.values], score.known
    )
