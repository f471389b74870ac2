"""Aiming: making a customer for whom a condition holds, or fails, close to the edge.

A draft is changed step by step towards the condition. Whether that succeeded is for the engine to
say; what the draft cannot change (an unstated figure, open wording) stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Final, TypeAlias, assert_never

from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import applicability, judge
from evenhand.engines.reference.quantities import possible_values, raw_value
from evenhand.model.boundaries import boundary_values, typical_of
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
from evenhand.model.customer import Customer
from evenhand.model.figures import By, Figure, Times
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scales import nearest, place_of, step_of
from evenhand.model.scorecard import (
    Bin,
    Bins,
    Cases,
    Characteristic,
    OpenPoints,
    PerUnit,
    Points,
    PointsRow,
    PointsTable,
    Unread,
)
from evenhand.model.scorecard import Case as TableRow
from evenhand.model.truth import T, truth
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute, Extreme, Kind, Quotient, Sum

DEPTH: Final = 8
"""How far applicability and derived attributes are followed."""

OPPOSITE: Final = {
    Operator.AT_LEAST: Operator.BELOW,
    Operator.ABOVE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.ABOVE,
    Operator.BELOW: Operator.AT_LEAST,
}


Row: TypeAlias = Bin | PointsRow | TableRow


@dataclass(slots=True)
class Draft:
    """A customer in the making, for one policy, in one reading, from one generator."""

    policy: Policy
    random: Random
    reading: Reading
    boundaries: dict[str, tuple[Value | Missing, ...]]
    values: dict[str, Value] = field(default_factory=dict)
    answers: dict[str, bool] = field(default_factory=dict)
    depth: int = 0

    def customer(self) -> Customer:
        """The customer as it stands."""
        return Customer(dict(self.values), dict(self.answers))

    def case(self) -> Case:
        """A question to the reference engine about the draft as it stands."""
        return Case(self.policy, Customer(self.values, self.answers), self.reading)

    def attribute(self, name: str) -> Attribute:
        """A declared attribute. Raises KeyError for a derived one."""
        return self.policy.dictionary.attributes[name]

    def shuffled(self, parts: Sequence[Condition]) -> list[Condition]:
        """The parts in random order."""
        return self.random.sample(parts, len(parts))


def new_draft(policy: Policy, random: Random, reading: Reading) -> Draft:
    """An empty draft."""
    return Draft(policy, random, reading, dict(boundary_values(policy)))


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
            _aim_score(draft, condition, wanted)
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
    operator = atom.operator if wanted else OPPOSITE[atom.operator]
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
    upward = operator in (Operator.AT_LEAST, Operator.ABOVE)
    derived = draft.policy.dictionary.derived.get(name)
    if derived is None:
        attribute = draft.attribute(name)
        step = step_of(attribute)
        strict = operator in (Operator.ABOVE, Operator.BELOW)
        if strict and place % step == 0:
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
                    _present(draft, one)
                chosen = [draft.random.choice(attributes)]
            for one in chosen:
                set_place(draft, one, place, operator)
        case Quotient(of, to):
            _present(draft, of)
            if _number(draft, to) <= 0:
                set_place(draft, to, Fraction(0), Operator.ABOVE)
            set_place(draft, of, place * _number(draft, to), operator)
        case _:
            assert_never(derived.formula)


def _set_sum(draft: Draft, formula: Sum, name: str, place: Fraction, operator: Operator) -> None:
    """Change one part after another until the sum is where it should be."""
    for part in formula.parts:
        _present(draft, part.attribute)
    for part in draft.random.sample(formula.parts, len(formula.parts)):
        if part.times == 0:
            continue
        now = _number(draft, part.attribute) * part.times
        counted = now if part.at_most is None else min(now, part.at_most)
        others = _number(draft, name) - counted
        term = place - others
        if part.at_most is not None:
            term = min(term, part.at_most)
        turned = operator if part.times > 0 else _turned(operator)
        set_place(draft, part.attribute, Fraction(term, part.times), turned)
        if compares(_number(draft, name), operator, place):
            return


def _turned(operator: Operator) -> Operator:
    """The comparison after multiplying both sides by a negative number."""
    turned = {
        Operator.AT_LEAST: Operator.AT_MOST,
        Operator.AT_MOST: Operator.AT_LEAST,
        Operator.ABOVE: Operator.BELOW,
        Operator.BELOW: Operator.ABOVE,
    }
    return turned[operator]


def compares(value: Fraction, operator: Operator, bound: Fraction) -> bool:
    """Whether a number compares so with another."""
    match operator:
        case Operator.AT_LEAST:
            return value >= bound
        case Operator.ABOVE:
            return value > bound
        case Operator.AT_MOST:
            return value <= bound
        case Operator.BELOW:
            return value < bound


def _present(draft: Draft, name: str) -> None:
    for one in draft.policy.dictionary.inputs_of(name):
        if one not in draft.values:
            set_value(draft, one, typical_of(draft.attribute(one)))


def _number(draft: Draft, name: str) -> Fraction:
    found = raw_value(draft.case(), name).value
    return found if isinstance(found, Fraction) else Fraction(0)


# -- scores --------------------------------------------------------------------------------------


def _aim_score(draft: Draft, atom: ScoreIs, wanted: bool) -> None:
    """Improve (or worsen) one characteristic after another, until the score is just there."""
    part = draft.policy.score_parts()[atom.of]
    listed = part.characteristics if not callable(part.characteristics) else part.characteristics()
    operator = atom.operator if wanted else OPPOSITE[atom.operator]
    upward = operator in (Operator.AT_LEAST, Operator.ABOVE)
    for characteristic in draft.random.sample(listed, len(listed)):
        if judge(draft.case(), atom).truth is truth(wanted):
            return
        aim_points(draft, characteristic, upward=upward)


def aim_points(draft: Draft, characteristic: Characteristic, *, upward: bool) -> None:
    """Bring a customer into a row with the most (or the least) points, now and then another."""
    form = characteristic.form
    match form:
        case Bins() | PointsTable() | Cases():
            rows: Sequence[Row] = form.bins if isinstance(form, Bins) else form.rows
            order = sorted(
                (at for at, row in enumerate(rows) if _stated(row.points) is not None),
                key=lambda at: _stated(rows[at].points) or 0,
                reverse=upward,
            )
            if not order:
                return
            at = order[0] if draft.random.randrange(5) else draft.random.choice(order)
            aim_row(draft, form, at)
        case PerUnit():
            units = draft.random.choice((1, 2, 3)) if upward else 0
            if upward and form.at_most is not None and isinstance(form.points, Fraction):
                units = int(-(-form.at_most // form.points)) if form.points > 0 else 0
            set_place(draft, form.attribute, form.over + units * form.each, Operator.AT_LEAST)
        case Unread():
            return
        case _:
            assert_never(form)


def _stated(points: Points) -> Fraction | None:
    return points.read_as if isinstance(points, OpenPoints) else points


def aim_row(draft: Draft, form: Bins | PointsTable | Cases, at: int) -> None:
    """Bring a customer into one row of a table, and not into a row before it."""
    match form:
        case Bins(attribute, rows):
            _aim_bin(draft, attribute, rows[at])
        case PointsTable(attribute, rows):
            code = rows[at].code
            boolean = draft.attribute(attribute).kind is Kind.BOOLEAN
            set_value(draft, attribute, code == "true" if boolean else code)
        case Cases(rows):
            for row in rows[:at]:
                aim(draft, row.when, False)
            aim(draft, rows[at].when, True)
        case _:
            assert_never(form)


def _aim_bin(draft: Draft, attribute: str, row: Bin) -> None:
    if not row.bounds:
        _present(draft, attribute)
        return
    bound = draft.random.choice(row.bounds)
    value = bound.value.value
    described = draft.policy.dictionary.attributes.get(attribute)
    place = value if isinstance(value, Fraction) else place_of(draft.attribute(attribute), value)
    if described is not None and draft.random.randrange(2):
        inward = bound.operator in (Operator.AT_LEAST, Operator.ABOVE)
        place += step_of(described) if inward else -step_of(described)
    set_place(draft, attribute, place, bound.operator)
