"""Conditions: Kleene's logic over the slots (rules 3 to 9), true, false or None for unknown.

Nothing is judged that cannot change the truth: ``all`` ends with the first false part, ``any`` with
the first true one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, assert_never

from evenhand.engines.compiled.comparing import against_bounds, compare, guarded, score_bounds
from evenhand.engines.compiled.plan import ABSENT, Plan, Slots, Term, remembered
from evenhand.engines.compiled.quantities import Quantity, applies, code_key, place, raw
from evenhand.engines.compiled.units import integers
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
    ScoreIs,
)
from evenhand.model.outcome import Reading
from evenhand.model.values import Value

ASSUMED: Final = {Reading.OPEN: None, Reading.ALL_MET: True, Reading.NONE_MET: False}
"""How readings other than the declared one take open wording (rule 9)."""


def term(plan: Plan, condition: Condition) -> Term:
    """A condition as a closure over the slots."""
    if id(condition) in plan.shared:
        return plan.shared[id(condition)]
    match condition:
        case All(parts):
            return _all([term(plan, part) for part in parts])
        case AnyOf(parts):
            return _any([term(plan, part) for part in parts])
        case Not(part):
            return _not(term(plan, part))
        case CountOf(needed, parts):
            return _count(needed, [term(plan, part) for part in parts])
        case Meets(name):
            means = plan.policy.definitions[name].means
            met: Term = plan.once("meets", name, lambda: remembered(plan, term(plan, means)))
            return met
        case Compare():
            return compare(plan, condition)
        case OneOf() | Includes():
            member = _one_of(plan, condition) if isinstance(condition, OneOf) else None
            found = member or _includes(plan, condition)
            return guarded(found, applies(plan, condition.attribute))
        case Known(name, expected):
            return _known(raw(plan, name), expected)
        case ScoreIs():
            return _score(plan, condition)
        case OpenCondition(_, read_as):
            return _constant(_assumption(plan, read_as))
        case Discretion(name, _, _, read_as):
            return _answer(plan.answer(name), _assumption(plan, read_as))
        case _:
            assert_never(condition)


def share(plan: Plan, condition: Condition) -> Term:
    """The same for a condition that several places read: it is worked out once a decision."""
    found = plan.shared[id(condition)] = remembered(plan, term(plan, condition))
    return found


def _all(parts: Sequence[Term]) -> Term:
    if len(parts) == 1:
        return parts[0]

    def every(slots: Slots) -> bool | None:
        found: bool | None = True
        for part in parts:
            truth = part(slots)
            if truth is False:
                return False
            if truth is None:
                found = None
        return found

    return every


def _any(parts: Sequence[Term]) -> Term:
    if len(parts) == 1:
        return parts[0]

    def some(slots: Slots) -> bool | None:
        found: bool | None = False
        for part in parts:
            truth = part(slots)
            if truth is True:
                return True
            if truth is None:
                found = None
        return found

    return some


def _not(part: Term) -> Term:
    def negated(slots: Slots) -> bool | None:
        truth = part(slots)
        return None if truth is None else not truth

    return negated


def _count(needed: int, parts: Sequence[Term]) -> Term:
    def enough(slots: Slots) -> bool | None:
        certain = possible = 0
        for part in parts:
            truth = part(slots)
            if truth is True:
                certain += 1
            if truth is not False:
                possible += 1
        if certain >= needed:
            return True
        return None if possible >= needed else False

    return enough


def _constant(truth: bool | None) -> Term:
    return lambda _: truth


def _assumption(plan: Plan, read_as: bool | None) -> bool | None:
    return ASSUMED.get(plan.reading, read_as)


def _answer(at: int, assumed: bool | None) -> Term:
    """A recorded answer goes before every reading."""

    def answer(slots: Slots) -> bool | None:
        told: bool | None = slots[at]
        return assumed if told is None else told

    return answer


def _known(of: Quantity, expected: bool) -> Term:
    read = of.read

    def known(slots: Slots) -> bool:
        value = read(slots)
        return (value is not None and value is not ABSENT) is expected

    return known


def _score(plan: Plan, atom: ScoreIs) -> Term:
    from evenhand.engines.compiled.scores import score_named

    return against_bounds(score_named(plan, atom.of), atom.operator, score_bounds(plan, atom))


# -- membership ----------------------------------------------------------------------------------


def _one_of(plan: Plan, atom: OneOf) -> Term:
    of = raw(plan, atom.attribute)
    if of.ratio:
        return _ratio_one_of(of, atom)
    listed = frozenset(_keys(plan, atom, of))
    read, inside = of.read, not atom.negated

    def member(slots: Slots) -> bool | None:
        value = read(slots)
        if value is None:
            return None
        return value is not ABSENT and (value in listed) is inside

    return member


def _keys(plan: Plan, atom: OneOf, of: Quantity) -> list[object]:
    """The listed values as they stand in the slots; what lies between two steps is nobody's."""
    return [key for value in atom.values for key in _key(plan, atom.attribute, value, of)]


def _key(plan: Plan, name: str, value: Value, of: Quantity) -> Sequence[object]:
    match value:
        case bool() | frozenset():
            return (value,)
        case str():
            return (code_key(plan.dictionary.attributes[name], value),)
        case _:
            count, rest = divmod(place(plan, name, value), of.unit)
            return () if rest else (count,)


def _ratio_one_of(of: Quantity, atom: OneOf) -> Term:
    values = [value for value in atom.values if isinstance(value, Fraction)]
    pairs = [integers(of.unit, value) for value in values]
    read, inside = of.read, not atom.negated

    def member(slots: Slots) -> bool | None:
        value = read(slots)
        if value is None:
            return None
        if value is ABSENT:
            return False
        above, below = value
        return any(above * times == bound * below for times, bound in pairs) is inside

    return member


def _includes(plan: Plan, atom: OneOf | Includes) -> Term:
    assert isinstance(atom, Includes)
    read, members, every = raw(plan, atom.attribute).read, frozenset(atom.members), atom.every

    def includes(slots: Slots) -> bool | None:
        value = read(slots)
        if value is None:
            return None
        return members <= value if every else not members.isdisjoint(value)

    return includes
