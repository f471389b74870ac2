"""Conditions: Kleene's logic over a customer's values (rules 3 to 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final, assert_never

from evenhand.engines.reference.case import Case
from evenhand.engines.reference.quantities import (
    Points,
    Quantity,
    on_scale,
    possible_values,
    raw_value,
)
from evenhand.engines.trace import NOTHING, Judgement, Notes, gathered
from evenhand.location import Location
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
from evenhand.model.element import Text
from evenhand.model.outcome import Cause, Leaning, Reading
from evenhand.model.truth import (
    F,
    T,
    Truth,
    U,
    at_least,
    conjunction,
    disjunction,
    negation,
    truth,
)
from evenhand.model.vocabulary import Quotient


def judge(case: Case, condition: Condition) -> Judgement:
    """A condition's truth for the customer, with its parts; every part is judged."""
    match condition:
        case All(parts):
            judged = tuple(judge(case, part) for part in parts)
            return Judgement(condition, conjunction(j.truth for j in judged), judged)
        case AnyOf(parts):
            judged = tuple(judge(case, part) for part in parts)
            return Judgement(condition, disjunction(j.truth for j in judged), judged)
        case Not(part):
            inner = judge(case, part)
            return Judgement(condition, negation(inner.truth), (inner,))
        case CountOf(needed, parts):
            judged = tuple(judge(case, part) for part in parts)
            return Judgement(condition, at_least(needed, (j.truth for j in judged)), judged)
        case Meets(name):
            if name not in case.definitions:
                case.definitions[name] = judge(case, case.policy.definitions[name].means)
            return Judgement(condition, case.definitions[name].truth, (case.definitions[name],))
        case Compare():
            return _compare(case, condition)
        case OneOf() | Includes():
            return _membership(case, condition)
        case Known(name, expected):
            found = raw_value(case, name)
            known = found.value is not None
            return Judgement(
                condition, truth(known is expected), own=Notes(missing=found.notes.missing)
            )
        case ScoreIs():
            return _score(case, condition)
        case OpenCondition():
            return _open(case, condition)
        case Discretion():
            return _discretion(case, condition)
        case _:
            assert_never(condition)


def applicability(case: Case, name: str) -> Judgement | None:
    """Whether an attribute exists for the customer; None if it exists for everybody."""
    attribute = case.policy.dictionary.attributes.get(name)
    if attribute is None or attribute.applies_when is None:
        return None
    return judge(case, attribute.applies_when)


def against_all(operator: Operator, value: Any, bounds: Iterable[Any]) -> Truth:
    """A comparison with every possible value of a figure (rule 8).

    The two ends of a range stand for all values between them, since the four comparisons are
    monotone in the bound.
    """
    answers = {operator.holds(value, bound) for bound in bounds}
    if len(answers) == 1:
        return truth(answers.pop())
    return U


def _compare(case: Case, atom: Compare) -> Judgement:
    figure = possible_values(case, atom.figure)
    if not figure.exists:
        result = Judgement(atom, F, own=Notes(missing=figure.notes.missing))
        return _where_it_applies(case, result, (atom.attribute, *figure.depends_on))
    derived = case.policy.dictionary.derived.get(atom.attribute)
    if derived is not None and isinstance(derived.formula, Quotient):
        result = _compare_quotient(case, atom, derived.formula, figure)
    else:
        result = _compare_value(case, atom, raw_value(case, atom.attribute), figure)
    return _where_it_applies(case, result, (atom.attribute, *figure.depends_on))


def _compare_value(case: Case, atom: Compare, found: Quantity, figure: Points) -> Judgement:
    if not found.applies:
        return Judgement(atom, F, own=Notes(missing=found.notes.missing))
    if found.value is None:
        notes = found.notes | figure.notes
        return Judgement(atom, U, own=notes, against=figure.values)
    result = U
    if figure.values:
        here = on_scale(case, atom.attribute, found.value)
        bounds = [on_scale(case, atom.attribute, value) for value in figure.values]
        result = against_all(atom.operator, here, bounds)
    notes = _atom_notes(result, figure.notes, found.notes)
    return Judgement(atom, result, own=notes, value=found.value, against=figure.values)


def _compare_quotient(case: Case, atom: Compare, formula: Quotient, figure: Points) -> Judgement:
    """``of / to`` against k is ``of`` against ``k × to`` where ``to`` is above zero (rule 10)."""
    from evenhand.engines.reference.quantities import quantity

    above, below = quantity(case, formula.of), quantity(case, formula.to)
    notes = above.notes | below.notes
    if not (above.applies and below.applies):
        return Judgement(atom, F, own=Notes(missing=notes.missing))
    if above.value is None or below.value is None:
        return Judgement(atom, U, own=notes | figure.notes)
    assert isinstance(above.value, Fraction) and isinstance(below.value, Fraction)
    if below.value <= 0:
        undefined = Notes(frozenset({Cause.UNDEFINED}))
        return Judgement(atom, U, own=notes | figure.notes | undefined)
    result = U
    if figure.values:
        bounds = [value * below.value for value in figure.values if isinstance(value, Fraction)]
        result = against_all(atom.operator, above.value, bounds)
    value = Fraction(above.value, below.value)
    own = _atom_notes(result, figure.notes, notes)
    return Judgement(atom, result, own=own, value=value, against=figure.values)


def _atom_notes(result: Truth, *notes: Notes) -> Notes:
    """An atom's notes: causes count only where it is unknown."""
    together = gathered(notes)
    return together if result is U else replace(together, causes=frozenset())


def _where_it_applies(case: Case, atom: Judgement, names: Iterable[str]) -> Judgement:
    """An atom is false where an attribute that it reads does not exist (rule 6)."""
    truths = [atom.truth]
    notes = atom.own
    for name in dict.fromkeys(names):
        applies = applicability(case, name)
        if applies is None:
            continue
        truths.append(applies.truth)
        inner = applies.notes()
        if applies.truth is F:
            notes = replace(notes, missing=notes.missing - {name})
        notes |= inner if applies.truth is U else replace(inner, causes=frozenset())
    result = conjunction(truths)
    return replace(atom, truth=result, own=_atom_notes(result, notes))


def _membership(case: Case, atom: OneOf | Includes) -> Judgement:
    found = raw_value(case, atom.attribute)
    if found.value is None:
        result = U if found.applies else F
        own = found.notes if result is U else replace(found.notes, causes=frozenset())
        judged = Judgement(atom, result, own=own)
    else:
        judged = Judgement(atom, truth(_is_member(atom, found.value)), value=found.value)
    return _where_it_applies(case, judged, (atom.attribute,))


def _is_member(atom: OneOf | Includes, value: object) -> bool:
    if isinstance(atom, OneOf):
        return (value in atom.values) is not atom.negated
    assert isinstance(value, frozenset)
    inside = [member in value for member in atom.members]
    return all(inside) if atom.every else any(inside)


def _score(case: Case, atom: ScoreIs) -> Judgement:
    from evenhand.engines.reference.scores import score_named

    score, notes = score_named(case, atom.of)
    figure = possible_values(case, atom.figure)
    result = U
    if score is not None and figure.values:
        result = against_all(atom.operator, score, figure.values)
    own = _atom_notes(result, notes, figure.notes)
    return Judgement(atom, result, own=own, value=score, against=figure.values)


ASSUMED: Final = {Reading.ALL_MET: True, Reading.NONE_MET: False}


def assumption(reading: Reading, read_as: bool | None) -> bool | None:
    """How a reading takes open wording: met, not met, or left open (rule 9)."""
    if reading is Reading.OPEN:
        return None
    return ASSUMED.get(reading, read_as)


def _open(case: Case, atom: OpenCondition) -> Judgement:
    taken = assumption(case.reading, atom.read_as)
    if taken is None:
        return Judgement(atom, U, own=Notes(frozenset({Cause.UNSTATED})))
    return Judgement(atom, truth(taken), own=_lean(taken, atom.wording, atom.location))


def _discretion(case: Case, atom: Discretion) -> Judgement:
    answer = case.customer.discretion.get(atom.id)
    if answer is not None:
        return Judgement(atom, truth(answer), own=NOTHING, value=answer)
    taken = assumption(case.reading, atom.read_as)
    if taken is None:
        return Judgement(atom, U, own=Notes(frozenset({Cause.DISCRETION})))
    return Judgement(atom, truth(taken), own=_lean(taken, atom.who, atom.location))


def _lean(taken: bool, wording: Text, location: Location) -> Notes:
    return Notes(leaned=(Leaning(wording, "met" if taken else "not_met", location),))


__all__ = ["T", "against_all", "applicability", "judge"]
