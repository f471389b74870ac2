"""Conditions in SQL (rules 3 to 9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import assert_never

from sqlglot import exp

from evenhand.engines.sql.building import Building, place
from evenhand.engines.sql.logic import (
    Predicate,
    at_least,
    between_the_two,
    certain,
    conjunction,
    disjunction,
    is_unknown,
    negation,
    unknown,
)
from evenhand.engines.sql.numbers import Num, constant
from evenhand.engines.sql.quantities import Quantities, Ratio, is_missing
from evenhand.engines.sql.stages import column
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
from evenhand.model.figures import (
    By,
    Constant,
    Disputed,
    Figure,
    OpenFigure,
    Point,
    Range,
    Times,
)
from evenhand.model.values import value_text
from evenhand.model.vocabulary import Attribute, Kind

Compared = Callable[[Operator, Num], Predicate]
"""How something compares with a number."""


class Conditions:
    """Conditions of a policy as conditions of SQL; definitions are worked out once."""

    def __init__(self, building: Building) -> None:
        self.building = building
        self.quantities = Quantities(building, self)
        self.score: Callable[[str], Num | None] = _no_scores
        self._definitions: dict[str, Predicate] = {}
        self._kept: dict[int, Predicate] = {}
        self._applies: dict[str, Predicate | None] = {}

    def judge(self, condition: Condition) -> Predicate:
        """A condition as SQL: true, false, or NULL for unknown."""
        if id(condition) in self._kept:
            return self._kept[id(condition)].copy()
        match condition:
            case All(parts):
                return conjunction([self.judge(part) for part in parts])
            case AnyOf(parts):
                return disjunction([self.judge(part) for part in parts])
            case Not(part):
                return negation(self.judge(part))
            case CountOf(needed, parts):
                return at_least(needed, [self.judge(part) for part in parts])
            case Meets(name):
                return self._definition(name)
            case Compare():
                return self._compare(condition)
            case OneOf() | Includes():
                return self._membership(condition)
            case Known(name, expected):
                known = self.quantities.known(name)
                return known if expected else negation(known)
            case ScoreIs(of, operator, figure):
                return self._score(self.score(of), operator, figure)
            case OpenCondition():
                taken = self.building.assumption(condition.read_as)
                return unknown() if taken is None else certain(taken)
            case Discretion():
                return self._discretion(condition)
            case _:
                assert_never(condition)

    def keep(self, wanted: str, condition: Condition, comment: str) -> None:
        """Judge a condition once, under a name, for all places that it stands in."""
        self._kept[id(condition)] = self._named(wanted, self.judge(condition), comment)

    def _named(self, wanted: str, found: Predicate, comment: str) -> Predicate:
        if isinstance(found, exp.Boolean) or is_unknown(found):
            return found
        return self.building.define_truth(wanted, found, comment).holds

    def applies(self, name: str) -> Predicate | None:
        """Whether an attribute exists for the customer; None if it exists for everybody."""
        if name not in self._applies:
            attribute = self.building.policy.dictionary.attributes.get(name)
            when = None if attribute is None else attribute.applies_when
            self._applies[name] = None if when is None else self.judge(when)
        found = self._applies[name]
        return None if found is None else found.copy()

    def _definition(self, name: str) -> Predicate:
        if name not in self._definitions:
            definition = self.building.policy.definitions[name]
            with self.building.at(f"definitions/{name}", definition.location):
                found = self.judge(definition.means)
            self._definitions[name] = self._named(f"meets__{name}", found, name)
        return self._definitions[name].copy()

    def _where_it_applies(self, atom: Predicate, *names: str) -> Predicate:
        """An atom is false where an attribute that it reads does not exist (rule 6)."""
        applies = [self.applies(name) for name in dict.fromkeys(names)]
        return conjunction([*(one for one in applies if one is not None), atom])

    def _where_it_exists(self, atom: Predicate, name: str) -> Predicate:
        """The same for a derived attribute, which exists or does not."""
        exists = self.quantities.exists(name)
        return atom if exists is None else conjunction([exists, atom])

    def _compare(self, atom: Compare) -> Predicate:
        attribute = self.building.policy.dictionary.attributes.get(atom.attribute)
        value = self.quantities.raw(atom.attribute).value
        compared: Compared
        if isinstance(value, Ratio):
            compared = _ratio_against(self.building, value)
        else:
            assert isinstance(value, Num)
            number = value

            def compared(operator: Operator, bound: Num) -> Predicate:
                return self.building.arithmetic.compare(operator, number, bound)

        found = self.against(compared, atom.operator, atom.figure, attribute)
        found = self._where_it_exists(found, atom.attribute)
        return self._where_it_applies(found, atom.attribute)

    def against(
        self,
        compared: Compared,
        operator: Operator,
        figure: Figure,
        attribute: Attribute | None,
    ) -> Predicate:
        """A comparison with every possible value of a figure (rules 7 and 8).

        A figure taken of something that does not exist makes the comparison false.
        """
        match figure:
            case Constant(value):
                return compared(operator, _point(attribute, value))
            case OpenFigure(_, read_as) | Disputed(_, read_as) | Range(_, _, read_as):
                if read_as is not None and self.building.uses_read_as:
                    return compared(operator, _point(attribute, read_as.value))
                return self._against_all(compared, operator, _possible(figure, attribute))
            case Times(factor, name, plus):
                arithmetic = self.building.arithmetic
                of = self.quantities.raw(name).value
                assert isinstance(of, Num)
                bound = arithmetic.times(of, factor)
                if plus != 0:
                    bound = arithmetic.total([bound, constant(plus)])
                found = compared(operator, bound)
                return self._where_it_applies(self._where_it_exists(found, name), name)
            case By():
                return self._by(compared, operator, figure, attribute)
            case _:
                assert_never(figure)

    def _against_all(
        self, compared: Compared, operator: Operator, points: Sequence[Num]
    ) -> Predicate:
        """True if true for all values, false if false for all, else unknown: by the two ends."""
        if not points:
            return unknown()
        ordered = sorted(points, key=lambda one: one.low * one.unit)
        if operator in (Operator.AT_LEAST, Operator.ABOVE):
            ordered.reverse()
        hardest, easiest = ordered[0], ordered[-1]
        if hardest == easiest:
            return compared(operator, hardest)
        return between_the_two(compared(operator, hardest), compared(operator, easiest))

    def _by(
        self,
        compared: Compared,
        operator: Operator,
        figure: By,
        attribute: Attribute | None,
    ) -> Predicate:
        """A figure that another attribute selects. A selector that is missing selects nothing:
        CASE would take it to the last arm."""
        chosen = self.building.policy.dictionary.attributes[figure.attribute]
        missing = negation(self.quantities.known(figure.attribute))
        branches = [conjunction([missing, unknown()])]
        listed = []
        for code, inner in figure.values:
            listed.append(self._is(chosen, code))
            bound = self.against(compared, operator, inner, attribute)
            branches.append(conjunction([listed[-1].copy(), bound]))
        rest = unknown()
        if figure.otherwise is not None:
            rest = self.against(compared, operator, figure.otherwise, attribute)
        branches.append(conjunction([negation(disjunction(listed)), rest]))
        found = disjunction(branches)
        return self._where_it_applies(found, figure.attribute)

    def _is(self, attribute: Attribute, code: str) -> Predicate:
        """Whether an attribute has a code (``true`` and ``false`` of a boolean)."""
        if attribute.kind is Kind.BOOLEAN:
            holds = self.building.boolean(attribute.id)
            return holds if code == "true" else negation(holds)
        return self._equals(self.building.attribute(attribute.id), [place(attribute, code)])

    def _equals(self, number: Num, values: Sequence[Fraction]) -> Predicate:
        """Whether a number is one of the values; false, or unknown, where it can be none."""
        equal = self.building.arithmetic.equal(number, values)
        if equal is not None:
            return equal
        return exp.NEQ(this=number.sql.copy(), expression=number.sql.copy())

    def _membership(self, atom: OneOf | Includes) -> Predicate:
        name = atom.attribute
        if isinstance(atom, Includes):
            members = [self.building.member(name, code) for code in atom.members]
            found = conjunction(members) if atom.every else disjunction(members)
        else:
            found = self._one_of(atom)
            if atom.negated:
                found = negation(found)
        return self._where_it_applies(self._where_it_exists(found, name), name)

    def _one_of(self, atom: OneOf) -> Predicate:
        attribute = self.building.policy.dictionary.attributes.get(atom.attribute)
        value = self.quantities.raw(atom.attribute).value
        if isinstance(value, Num):
            return self._equals(value, [place(attribute, one) for one in atom.values])
        if isinstance(value, Ratio):
            arithmetic = self.building.arithmetic
            alike = [
                arithmetic.alike([value.of, arithmetic.times(value.to, place(None, one))])
                for one in atom.values
            ]
            equal = [exp.EQ(this=of.sql, expression=to.sql) for of, to in alike]
            return _defined(value, disjunction(equal))
        holds = [value if value_text(one) == "true" else negation(value) for one in atom.values]
        return disjunction(holds)

    def _score(self, score: Num | None, operator: Operator, figure: Figure) -> Predicate:
        if score is None:
            return unknown()
        number = score

        def compared(compare_by: Operator, bound: Num) -> Predicate:
            return self.building.arithmetic.compare(compare_by, number, bound)

        return self.against(compared, operator, figure, None)

    def _discretion(self, atom: Discretion) -> Predicate:
        """The recorded answer, else as the reading takes it."""
        answer = self.building.answer(atom.id)
        holds = self.building.truth(answer.name)
        missing = is_missing(column(answer.name))
        taken = self.building.assumption(atom.read_as)
        if taken is None:
            return holds
        if taken:
            return disjunction([missing, holds])
        return conjunction([negation(missing), holds])


def _no_scores(of: str) -> Num | None:
    raise KeyError(of)


def _point(attribute: Attribute | None, value: Point) -> Num:
    return constant(place(attribute, value))


def _possible(figure: OpenFigure | Disputed | Range, attribute: Attribute | None) -> list[Num]:
    match figure:
        case OpenFigure():
            return []
        case Disputed(options):
            return [_point(attribute, option.value.value) for option in options]
        case Range(low, high):
            return [_point(attribute, low.value), _point(attribute, high.value)]


def _ratio_against(building: Building, ratio: Ratio) -> Compared:
    """``of / to`` against k is ``of`` against ``k × to`` where ``to`` is above zero (rule 10)."""
    arithmetic = building.arithmetic

    def compared(operator: Operator, bound: Num) -> Predicate:
        fixed = bound.fixed
        if fixed is None:
            right = arithmetic.product(bound, ratio.to)
        else:
            right = arithmetic.times(ratio.to, fixed)
        return _defined(ratio, arithmetic.compare(operator, ratio.of, right))

    return compared


def _defined(ratio: Ratio, found: Predicate) -> Predicate:
    """Unknown where the quotient has no value; nothing is true or false of it there."""
    undefined = negation(ratio.defined)
    return disjunction(
        [
            conjunction([ratio.defined, found]),
            conjunction([undefined, unknown()]),
        ]
    )
