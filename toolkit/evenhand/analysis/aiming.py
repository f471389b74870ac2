"""Aiming: making a customer for whom a condition holds, or fails, close to the edge.

A draft is changed step by step towards the condition. Whether that succeeded is for the engine to
say; what the draft cannot change (an unstated figure, open wording) stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, TypeAlias, assert_never

from evenhand.analysis.draft import Draft
from evenhand.engines.reference.conditions import applicability
from evenhand.engines.reference.quantities import possible_values, raw_value
from evenhand.model.boundaries import typical_of
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
from evenhand.model.figures import By, Figure, Times
from evenhand.model.scales import nearest, place_of, step_of
from evenhand.model.scorecard import (
    Bin,
    PointsRow,
)
from evenhand.model.scorecard import Case as TableRow
from evenhand.model.truth import T
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Extreme, Quotient, Sum

DEPTH: Final = 8
"""How far applicability and derived attributes are followed."""

Row: TypeAlias = Bin | PointsRow | TableRow


def aim(draft: Draft, condition: Condition, wanted: bool) -> None:
    """Change the draft so that the condition holds (or fails), as far as it can be done."""
    match condition:
        case All(parts):
            _aim_parts(draft, parts, len(parts) if wanted else 1, wanted)
        case AnyOf(parts):
            _aim_parts(draft, parts, 1 if wanted else len(parts), wanted)
        case CountOf(needed, parts):
            _aim_parts(draft, parts, needed if wanted else len(parts) - needed + 1, wanted)
        case Not(part):
            aim(draft, part, not wanted)
        case Meets(name):
            aim(draft, draft.policy.definitions[name].means, wanted)
        case Compare():
            _aim_comparison(draft, condition, wanted)
        case OneOf() | Includes():
            _aim_membership(draft, condition, wanted)
        case Known(name, expected):
            for one in draft.policy.dictionary.inputs_of(name):
                set_value(draft, one, typical_of(draft.attribute(one)))
            if expected is not wanted:
                draft.values.pop(draft.policy.dictionary.inputs_of(name)[0], None)
        case ScoreIs():
            from evenhand.analysis.aiming_points import aim_score

            aim_score(draft, condition, wanted)
        case Discretion(name):
            draft.answers[name] = wanted
        case OpenCondition():
            return
        case _:
            assert_never(condition)


def _aim_parts(draft: Draft, parts: Sequence[Condition], needed: int, wanted: bool) -> None:
    """So many of the parts, chosen at random; all of them in file order."""
    chosen = list(parts) if needed == len(parts) else draft.shuffled(parts)[:needed]
    for part in chosen:
        aim(draft, part, wanted)


def set_value(draft: Draft, name: str, value: Value) -> None:
    """Give an attribute a value, and see to it that the attribute exists for the customer."""
    draft.values[name] = value
    applies = draft.attribute(name).applies_when
    if applies is not None and draft.depth < DEPTH:
        found = applicability(draft.case(), name)
        if found is not None and found.truth is not T:
            draft.depth += 1
            aim(draft, applies, True)
            draft.depth -= 1


# -- atoms ---------------------------------------------------------------------------------------


def _aim_membership(draft: Draft, atom: OneOf | Includes, wanted: bool) -> None:
    attribute = draft.attribute(atom.attribute)
    if isinstance(atom, OneOf):
        inside = wanted is not atom.negated
        listed = draft.boundaries.get(attribute.id, ())
        others = [v for v in listed if not isinstance(v, Missing) and v not in atom.values]
        chosen = list(atom.values) if inside else others
        if chosen:
            set_value(draft, attribute.id, draft.random.choice(chosen))
        return
    old = draft.values.get(attribute.id, typical_of(attribute))
    assert isinstance(old, frozenset)
    every = atom.every is wanted
    members = frozenset(atom.members if every else [draft.random.choice(atom.members)])
    set_value(draft, attribute.id, old | members if wanted else old - members)


def _aim_comparison(draft: Draft, atom: Compare, wanted: bool) -> None:
    _ready(draft, atom.figure)
    figure = possible_values(draft.case(), atom.figure)
    if not figure.values:
        return
    operator = atom.operator if wanted else atom.operator.opposite
    bound = draft.random.choice(figure.values)
    place = (
        bound if isinstance(bound, Fraction) else place_of(draft.attribute(atom.attribute), bound)
    )
    set_place(draft, atom.attribute, place, operator)


def _ready(draft: Draft, figure: Figure) -> None:
    """Give the attributes that a figure is taken of a value."""
    match figure:
        case Times(_, attribute):
            for name in draft.policy.dictionary.inputs_of(attribute):
                if name not in draft.values:
                    set_value(draft, name, typical_of(draft.attribute(name)))
        case By(attribute, values, _):
            if attribute not in draft.values:
                listed = [v for v in draft.boundaries[attribute] if not isinstance(v, Missing)]
                set_value(draft, attribute, draft.random.choice(listed))
            for _, inner in values:
                _ready(draft, inner)
        case _:
            return


def set_place(draft: Draft, name: str, place: Fraction, operator: Operator) -> None:
    """Bring an attribute, derived or not, to the first value that compares so with a place."""
    upward = operator.is_upward
    derived = draft.policy.dictionary.derived.get(name)
    if derived is None:
        attribute = draft.attribute(name)
        step = step_of(attribute)
        if operator.is_strict and place % step == 0:
            place += step if upward else -step
        set_value(draft, name, nearest(attribute, place, upward=upward))
        return
    match derived.formula:
        case Sum() as formula:
            _set_sum(draft, formula, name, place, operator)
        case Extreme(attributes, greatest):
            chosen = list(attributes)
            if greatest is upward:
                for one in attributes:
                    ensure_present(draft, one)
                chosen = [draft.random.choice(attributes)]
            for one in chosen:
                set_place(draft, one, place, operator)
        case Quotient(of, to):
            ensure_present(draft, of)
            if _number(draft, to) <= 0:
                set_place(draft, to, Fraction(0), Operator.ABOVE)
            set_place(draft, of, place * _number(draft, to), operator)
        case _:
            assert_never(derived.formula)


def _set_sum(draft: Draft, formula: Sum, name: str, place: Fraction, operator: Operator) -> None:
    """Change one part after another until the sum is where it should be."""
    for part in formula.parts:
        ensure_present(draft, part.attribute)
    for part in draft.random.sample(formula.parts, len(formula.parts)):
        if part.times == 0:
            continue
        now = _number(draft, part.attribute) * part.times
        counted = now if part.at_most is None else min(now, part.at_most)
        others = _number(draft, name) - counted
        term = place - others
        if part.at_most is not None:
            term = min(term, part.at_most)
        turned = operator if part.times > 0 else operator.turned
        set_place(draft, part.attribute, Fraction(term, part.times), turned)
        if operator.holds(_number(draft, name), place):
            return


def ensure_present(draft: Draft, name: str) -> None:
    """Give an attribute, or what a derived one is computed from, a typical value if it has none."""
    for one in draft.policy.dictionary.inputs_of(name):
        if one not in draft.values:
            set_value(draft, one, typical_of(draft.attribute(one)))


def _number(draft: Draft, name: str) -> Fraction:
    found = raw_value(draft.case(), name).value
    return found if isinstance(found, Fraction) else Fraction(0)
