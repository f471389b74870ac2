"""Quantities in SQL: attributes, derived attributes, and the figures they are compared with.

A quantity has a value (NULL if missing, and where it does not exist) and a condition under which
it does not exist. Rules 6 to 8 and 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from sqlglot import exp

from evenhand.engines.sql.building import Building
from evenhand.engines.sql.logic import (
    Predicate,
    certain,
    conjunction,
    disjunction,
    is_certain,
    negation,
)
from evenhand.engines.sql.numbers import Num, constant, literal, null
from evenhand.model.vocabulary import Derived, Extreme, Kind, Quotient, Sum, SumPart

if TYPE_CHECKING:
    from evenhand.engines.sql.conditions import Conditions

Content: TypeAlias = Num | Predicate
"""What an attribute holds: a number that stands for its value, or, of a boolean, a condition."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient, never divided: two numbers; known where both are and ``to`` is above zero."""

    of: Num
    to: Num

    @property
    def known(self) -> Predicate:
        """Whether there is a quotient; itself never unknown."""
        return conjunction([*(is_known(one.sql) for one in (self.of, self.to)), self.defined])

    @property
    def defined(self) -> Predicate:
        return exp.GT(this=self.to.sql.copy(), expression=literal(0))


@dataclass(frozen=True, slots=True)
class Quantity:
    """What an attribute holds, and when it does not exist.

    ``absent`` may be unknown and stands only where that counts as false: in CASE WHEN.
    """

    value: Num | Predicate | Ratio
    absent: Predicate


class Quantities:
    """Values of attributes, derived or not, each worked out once."""

    def __init__(self, building: Building, conditions: Conditions) -> None:
        self.building = building
        self.conditions = conditions
        self._raw: dict[str, Quantity] = {}
        self._named: dict[str, Quantity] = {}

    def raw(self, name: str) -> Quantity:
        """An attribute's value whether it applies or not; a derived attribute's is computed."""
        if name not in self._raw:
            derived = self.building.policy.dictionary.derived.get(name)
            if derived is None:
                self._raw[name] = Quantity(self._content(name), certain(False))
            else:
                with self.building.at(name, derived.location):
                    self._raw[name] = self._derived(derived)
        return self._raw[name]

    def quantity(self, name: str) -> Quantity:
        """An attribute's value where it exists; unknown existence counts as missing."""
        applies = self.conditions.applies(name)
        if applies is None:
            return self.raw(name)
        if name not in self._named:
            self._named[name] = self._where(name, applies)
        return self._named[name]

    def _where(self, name: str, applies: Predicate) -> Quantity:
        content = self.raw(name).value
        absent = negation(applies)
        building = self.building
        if isinstance(content, Num):
            kept = exp.Case().when(applies, content.sql.copy())
            number = building.define_number(f"existing__{name}", replace(content, sql=kept))
            return Quantity(number, absent)
        assert not isinstance(content, Ratio)
        if building.shape.booleans:
            stored: exp.Expr = exp.Case().when(applies, content.copy())
        else:
            stored = exp.Case().when(applies, building.stored(name))
        kept_name = building.stages.define(f"existing__{name}", stored).name
        return Quantity(building.truth(kept_name), absent)

    def _content(self, name: str) -> Content:
        if self.building.policy.dictionary.attributes[name].kind is Kind.BOOLEAN:
            return self.building.boolean(name)
        return self.building.attribute(name)

    def known(self, name: str) -> Predicate:
        """Whether a value is known, whether it applies or not; itself never unknown."""
        if name in self.building.policy.dictionary.attributes:
            return is_known(self.building.stored(name))
        value = self.raw(name).value
        if isinstance(value, Ratio):
            return value.known
        assert isinstance(value, Num)
        return is_known(value.sql)

    def exists(self, name: str) -> Predicate | None:
        """Whether a derived attribute exists; itself never unknown. None: it always does."""
        if name not in self.building.policy.dictionary.derived:
            return None
        absent = self.raw(name).absent
        if is_certain(absent, False):
            return None
        flag = exp.Case().when(absent.copy(), literal(0)).else_(literal(1))
        return exp.EQ(this=flag, expression=literal(1))

    def _derived(self, derived: Derived) -> Quantity:
        name = derived.id
        match derived.formula:
            case Sum(parts):
                total = self.building.arithmetic.total([self._part(part) for part in parts])
                return Quantity(self.building.define_number(name, total), certain(False))
            case Extreme(attributes, greatest):
                return self._extreme(name, attributes, greatest)
            case Quotient(of, to):
                above, below = self.quantity(of), self.quantity(to)
                assert isinstance(above.value, Num) and isinstance(below.value, Num)
                absent = disjunction([above.absent, below.absent])
                return Quantity(Ratio(above.value, below.value), absent)

    def _part(self, part: SumPart) -> Num:
        """One part of a sum: nothing where it does not exist, its stand-in where it is missing."""
        arithmetic = self.building.arithmetic
        found = self.quantity(part.attribute)
        assert isinstance(found.value, Num)
        term = arithmetic.within(arithmetic.times(found.value, part.times), None, part.at_most)
        case = exp.Case()
        others = []
        if not is_certain(found.absent, False):
            others.append((found.absent, Num(literal(0), term.unit, 0, 0)))
        if part.if_missing is not None:
            stand_in = part.if_missing * part.times
            if part.at_most is not None:
                stand_in = min(stand_in, part.at_most)
            others.append((is_missing(found.value.sql), constant(stand_in)))
        if not others:
            return term
        alike = arithmetic.alike([term, *(number for _, number in others)])
        for (when, _), number in zip(others, alike[1:], strict=True):
            case.when(when.copy(), number.sql.copy(), copy=False)
        return Num(
            case.else_(alike[0].sql.copy(), copy=False),
            alike[0].unit,
            min(one.low for one in alike),
            max(one.high for one in alike),
        )

    def _extreme(self, name: str, attributes: Sequence[str], greatest: bool) -> Quantity:
        """The greatest (least) of those that exist, missing if any of them is (rule 10)."""
        found = [self.quantity(one) for one in attributes]
        arithmetic = self.building.arithmetic
        numbers = arithmetic.alike([one.value for one in found if isinstance(one.value, Num)])
        assert len(numbers) == len(found)
        absent = conjunction([one.absent for one in found])
        low, high = min(one.low for one in numbers), max(one.high for one in numbers)
        out = low - 1 if greatest else high + 1
        places = [
            self.building.define_number(
                f"part__{name}", arithmetic.held(_or_out(number, one.absent, out))
            )
            for number, one in zip(numbers, found, strict=True)
        ]
        missing = disjunction([is_missing(one.sql) for one in places])
        case = exp.Case().when(missing, null())
        if not is_certain(absent, False):
            case.when(absent.copy(), null(), copy=False)
        for condition, number in _leaders(places, greatest):
            case.when(condition, number.sql.copy(), copy=False)
        best = Num(case.else_(places[-1].sql.copy(), copy=False), numbers[0].unit, low, high)
        return Quantity(self.building.define_number(name, best), absent)


def _leaders(places: Sequence[Num], greatest: bool) -> Iterator[tuple[Predicate, Num]]:
    """Each number but the last, with the condition that none of the later ones is beyond it."""
    against = exp.GTE if greatest else exp.LTE
    for index, one in enumerate(places[:-1]):
        others = places[index + 1 :]
        yield (
            conjunction(
                [against(this=one.sql.copy(), expression=other.sql.copy()) for other in others]
            ),
            one,
        )


def _or_out(number: Num, absent: Predicate, out: int) -> Num:
    """The number, or a place behind all others where it does not exist."""
    if is_certain(absent, False):
        return number
    case = exp.Case().when(absent.copy(), literal(out)).else_(number.sql.copy())
    return Num(case, number.unit, min(number.low, out), max(number.high, out))


def is_known(stored: exp.Expr) -> Predicate:
    """Whether there is a value in a column; itself never unknown."""
    return negation(is_missing(stored))


def is_missing(stored: exp.Expr) -> Predicate:
    """Whether a column holds nothing; itself never unknown."""
    return exp.Is(this=stored.copy(), expression=exp.Null())
