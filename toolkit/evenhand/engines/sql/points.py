"""Points, sections and scores in SQL (rules 11 and 12).

CASE takes unknown for false: every table of points therefore says first what becomes of a value
that is missing or does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from sqlglot import exp

from evenhand.engines.sql.bands import Reach, Test
from evenhand.engines.sql.building import Building, place, stored_in
from evenhand.engines.sql.conditions import Conditions
from evenhand.engines.sql.logic import Predicate, conjunction, is_certain, is_unknown, negation
from evenhand.engines.sql.numbers import Num, common_unit, constant, literal, null
from evenhand.engines.sql.quantities import Quantity, Ratio, is_missing
from evenhand.model.limits import highest_value
from evenhand.model.scorecard import (
    Bin,
    Bins,
    Cases,
    Characteristic,
    Form,
    PerUnit,
    Points,
    PointsTable,
    Scorecard,
    Section,
    Unread,
)
from evenhand.model.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Scored:
    """A characteristic's points under a name, and the best that can be reached; None if unknown."""

    characteristic: Characteristic
    points: Num | None
    best: Fraction | None


@dataclass(frozen=True, slots=True)
class Summed:
    """A section: the sum within its limits, the sum before, the weight; None where unknown."""

    section: Section
    scored: tuple[Scored, ...]
    total: Num | None
    points: Num | None
    weight: Fraction | None


class Scores:
    """The scorecards of a policy, each worked out once, when a condition or the end asks for it."""

    def __init__(self, building: Building, conditions: Conditions) -> None:
        self.building = building
        self.conditions = conditions
        self._cards: dict[str, tuple[tuple[Summed, ...], Num | None]] = {}
        conditions.score = self.named

    def named(self, name: str) -> Num | None:
        """The score of a scorecard or section by its name; None where it is unknown for all."""
        for card in self.building.policy.scorecards:
            if card.id == name:
                return self.card(card)[1]
            for index, section in enumerate(card.sections):
                if section.id == name:
                    return self.card(card)[0][index].points
        raise KeyError(name)

    def card(self, card: Scorecard) -> tuple[tuple[Summed, ...], Num | None]:
        """The sections of a scorecard, and its score: base plus each section times its weight."""
        if card.id not in self._cards:
            with self.building.at(card.id, card.location):
                sections = tuple(self._section(card, section) for section in card.sections)
                total = self._total(card, sections)
            if total is not None:
                total = self.building.define_number(f"score__{card.id}", total, f"score {card.id}")
            self._cards[card.id] = sections, total
        return self._cards[card.id]

    def _total(self, card: Scorecard, sections: tuple[Summed, ...]) -> Num | None:
        base = self.stated(card.base)
        if base is None:
            return None
        parts = [] if base == 0 and sections else [constant(base)]
        for one in sections:
            if one.points is None or one.weight is None:
                return None
            parts.append(self.building.arithmetic.times(one.points, one.weight))
        return self.building.arithmetic.total(parts)

    def _section(self, card: Scorecard, section: Section) -> Summed:
        scored = tuple(self.characteristic(one) for one in section.characteristics)
        weight = self.stated(section.weight)
        known = [one.points for one in scored if one.points is not None]
        if len(known) < len(scored):
            return Summed(section, scored, None, None, weight)
        building = self.building
        limited = section.at_most is not None or section.at_least is not None
        total = building.arithmetic.total(known)
        if not limited and len(card.sections) == 1:
            return Summed(section, scored, total, total, weight)
        title = section.id or card.id
        total = building.define_number(f"sum__{title}", total)
        points = building.arithmetic.within(total, section.at_least, section.at_most)
        if limited:
            points = building.define_number(f"section__{title}", points, f"section {title}")
        return Summed(section, scored, total, points, weight)

    def stated(self, points: Points | None) -> Fraction | None:
        """Points as a number; None where the source leaves them open in this reading."""
        if points is None or isinstance(points, Fraction):
            return points
        return points.read_as if self.building.uses_read_as else None

    def characteristic(self, one: Characteristic) -> Scored:
        """A characteristic's points, with a name unless they are the same for everybody."""
        best = self.best(one)
        with self.building.at(one.id, one.location):
            points = self._points(one, common_unit(self._stated_in(one)))
            points = None if points is None else self.building.arithmetic.held(points)
        if points is not None:
            points = self.building.define_number(f"points__{one.id}", points, one.id)
        return Scored(one, points, best)

    def _stated_in(self, one: Characteristic) -> list[Fraction]:
        rows = [*rows_of(one.form), one.otherwise, one.not_applicable, one.if_missing]
        found = [self.stated(points) for points in rows]
        limit = one.form.at_most if isinstance(one.form, PerUnit) else None
        return [points for points in (*found, limit) if points is not None]

    def _points(self, one: Characteristic, unit: Fraction) -> Num | None:
        form = one.form
        match form:
            case Cases():
                return self._table(one, form, unit)
            case Unread(points):
                value = self.stated(points)
                return None if value is None else constant(value, unit)
            case Bins() | PointsTable() | PerUnit():
                return self._by_attribute(one, form, unit)
            case _:
                assert_never(form)

    def _by_attribute(
        self, one: Characteristic, form: Bins | PointsTable | PerUnit, unit: Fraction
    ) -> Num | None:
        found = self.conditions.quantities.quantity(form.attribute)
        rest = self._units(form, found) if isinstance(form, PerUnit) else None
        table = Table(unit if rest is None else common_unit([unit, rest.unit]))
        if not is_certain(found.absent, False):
            fallback = one.otherwise if one.not_applicable is None else one.not_applicable
            table.when(found.absent, self.stated(fallback))
        table.when(missing(found), one.if_missing)
        match form:
            case Bins():
                return self._by_bins(one, form, found, table)
            case PointsTable():
                return self._by_codes(one, form, found, table)
            case PerUnit():
                return table.ending(
                    None if rest is None else self.building.arithmetic.in_unit(rest, table.unit)
                )
            case _:
                assert_never(form)

    def _by_bins(
        self, one: Characteristic, form: Bins, found: Quantity, table: Table
    ) -> Num | None:
        reach = _reach(found.value)
        for row in form.bins:
            tests = reach.left(self._ends(form.attribute, row))
            if not tests:
                return table.otherwise(self.stated(row.points))
            table.when(self._in_bin(tests, found), self.stated(row.points))
        return table.otherwise(self.stated(one.otherwise))

    def _by_codes(
        self, one: Characteristic, form: PointsTable, found: Quantity, table: Table
    ) -> Num | None:
        left = self._codes(form.attribute)
        for row in form.rows:
            if (holds := self._has(form.attribute, row.code, found)) is None:
                continue
            left.discard(row.code)
            if not left:
                return table.otherwise(self.stated(row.points))
            table.when(holds, self.stated(row.points))
        return table.otherwise(self.stated(one.otherwise))

    def _ends(self, attribute: str, row: Bin) -> list[Test]:
        owner = self.building.policy.dictionary.attributes.get(attribute)
        return [(one.operator, place(owner, one.value.value)) for one in row.bounds]

    def _in_bin(self, tests: Sequence[Test], found: Quantity) -> Predicate:
        arithmetic = self.building.arithmetic
        judged = []
        for operator, end in tests:
            if isinstance(found.value, Ratio):
                right = arithmetic.times(found.value.to, end)
                judged.append(arithmetic.compare(operator, found.value.of, right))
            else:
                assert isinstance(found.value, Num)
                judged.append(arithmetic.compare(operator, found.value, constant(end)))
        return conjunction(judged)

    def _codes(self, attribute: str) -> set[str]:
        owner = self.building.policy.dictionary.attributes[attribute]
        return {"true", "false"} if owner.kind is Kind.BOOLEAN else set(owner.codes)

    def _has(self, attribute: str, code: str, found: Quantity) -> Predicate | None:
        owner = self.building.policy.dictionary.attributes[attribute]
        if owner.kind is Kind.BOOLEAN:
            assert not isinstance(found.value, (Num, Ratio))
            return found.value.copy() if code == "true" else negation(found.value.copy())
        if code not in owner.codes:
            return None
        assert isinstance(found.value, Num)
        return self.building.arithmetic.equal(found.value, [place(owner, code)])

    def _units(self, form: PerUnit, found: Quantity) -> Num | None:
        """points × ⌊max(value − over, 0) / each⌋, at most ``at_most``."""
        points = self.stated(form.points)
        if points is None:
            return None
        arithmetic = self.building.arithmetic
        if isinstance(found.value, Ratio):
            raise TypeError("a quotient is no amount of which units could be counted")
        assert isinstance(found.value, Num)
        value = found.value
        above = value if form.over == 0 else arithmetic.total([value, constant(-form.over)])
        counted = arithmetic.units(arithmetic.within(above, Fraction(0), None), form.each)
        counted = self.building.define_number(f"units__{form.attribute}", counted)
        return arithmetic.within(arithmetic.times(counted, points), None, form.at_most)

    def _table(self, one: Characteristic, form: Cases, unit: Fraction) -> Num | None:
        """The first row that holds; a row of unknown truth before it leaves the points missing."""
        table = Table(unit)
        for row in form.rows:
            holds = self.conditions.judge(row.when)
            if is_certain(holds, True):
                return table.otherwise(self.stated(row.points))
            if is_unknown(holds):
                return table.otherwise(one.if_missing)
            if is_certain(holds, False):
                continue
            truth = self.building.define_truth(f"row__{one.id}", holds)
            table.when(truth.holds, self.stated(row.points))
            table.when(truth.is_open, one.if_missing)
        return table.otherwise(self.stated(one.otherwise))

    def best(self, one: Characteristic) -> Fraction | None:
        """The most points that can be reached on a characteristic; None where that is open."""
        form = one.form
        match form:
            case PerUnit():
                return self._best_by_unit(form)
            case Unread(points):
                return self.stated(points)
            case Bins() | PointsTable() | Cases():
                rows = rows_of(form)
                chosen = rows if one.otherwise is None else [*rows, one.otherwise]
                known = [self.stated(points) for points in chosen]
                numbers = [points for points in known if points is not None]
                return max(numbers) if numbers and len(numbers) == len(known) else None
            case _:
                assert_never(form)

    def _best_by_unit(self, form: PerUnit) -> Fraction | None:
        points = self.stated(form.points)
        if points is None or points <= 0:
            return None if points is None else Fraction(0)
        highest = highest_value(self.building.policy.dictionary, form.attribute)
        if highest is None:
            return form.at_most
        reachable = points * (max(highest - form.over, Fraction(0)) // form.each)
        return reachable if form.at_most is None else min(reachable, form.at_most)


def rows_of(form: Form) -> list[Points]:
    """The points that stand in a characteristic's rows."""
    match form:
        case Bins(_, bins):
            return [row.points for row in bins]
        case PointsTable(_, rows):
            return [row.points for row in rows]
        case Cases(rows_):
            return [row.points for row in rows_]
        case PerUnit(_, _, points):
            return [points]
        case Unread(points):
            return [points]
        case _:
            assert_never(form)


def _reach(value: Num | Predicate | Ratio) -> Reach:
    """Where the values of a quantity begin and end, as far as that is known."""
    if not isinstance(value, Num):
        return Reach()
    return Reach((value.low * value.unit, 0), (value.high * value.unit, 1))


def missing(found: Quantity) -> Predicate:
    """Whether there is no value; itself never unknown."""
    value = found.value
    if isinstance(value, Ratio):
        return negation(value.known)
    return is_missing(value.sql if isinstance(value, Num) else stored_in(value))


class Table:
    """A table of points in the making: conditions with points in one unit, or with none."""

    def __init__(self, unit: Fraction) -> None:
        self.unit = unit
        self.case = exp.Case()
        self.counts: list[int] = []

    def when(self, condition: Predicate, points: Fraction | None) -> None:
        """One row; rows of which the condition is unknown are passed over."""
        self.case.when(condition.copy(), self._value(points), copy=False)

    def otherwise(self, points: Fraction | None) -> Num | None:
        """The whole table, with the points for all the rest."""
        last = self._value(points)
        if not self.case.args.get("ifs"):
            return None if points is None else constant(points, self.unit)
        return self._number(last, self.counts)

    def ending(self, rest: Num | None) -> Num | None:
        """The whole table, with a number that depends on the customer for all the rest."""
        if rest is None:
            return self._number(null(), self.counts)
        assert rest.unit == self.unit
        return self._number(rest.sql.copy(), [*self.counts, rest.low, rest.high])

    def _number(self, last: exp.Expr, counts: list[int]) -> Num | None:
        """The table as a number; None if every row leaves the points unknown."""
        if not counts:
            return None
        return Num(self.case.else_(last, copy=False), self.unit, min(counts), max(counts))

    def _value(self, points: Fraction | None) -> exp.Expr:
        if points is None:
            return null()
        count = Fraction(points, self.unit)
        assert count.denominator == 1
        self.counts.append(int(count))
        return literal(int(count))
