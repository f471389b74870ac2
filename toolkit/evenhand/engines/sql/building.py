"""What a query is built with: the policy, the reading, the names given so far."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from sqlglot import exp

from evenhand.engines.sql.columns import Column, Encoding, answer_column, column_of, day_number
from evenhand.engines.sql.logic import Predicate, negation
from evenhand.engines.sql.numbers import Arithmetic, Num, OutOfType, literal
from evenhand.engines.sql.shape import Shape
from evenhand.engines.sql.stages import Stages, column
from evenhand.location import Location
from evenhand.model.figures import Point
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scales import step_of
from evenhand.model.values import Value
from evenhand.model.vocabulary import Attribute, Kind


@dataclass(slots=True)
class Building:
    """A query in the making. ``columns`` are those of the table that it came to read."""

    policy: Policy
    reading: Reading
    shape: Shape
    stages: Stages = field(default_factory=Stages)
    columns: dict[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        dictionary = self.policy.dictionary
        self.stages.taken.update(dictionary.attributes)
        self.stages.taken.update(
            column_of(one, code).name
            for one in dictionary.attributes.values()
            if one.kind is Kind.SET
            for code in one.codes
        )

    @contextmanager
    def at(self, element: str, location: Location) -> Iterator[None]:
        """Say of a number that is too great for the database in which element it comes about."""
        try:
            yield
        except OutOfType as found:
            if found.element is None:
                found.element, found.location = element, location
            raise

    @property
    def arithmetic(self) -> Arithmetic:
        return Arithmetic(self.shape)

    @property
    def uses_read_as(self) -> bool:
        """Whether the policy's own ``read_as`` settles what its source leaves open."""
        return self.reading is not Reading.OPEN

    def assumption(self, read_as: bool | None) -> bool | None:
        """How the reading takes open wording: met, not met, or left open (rule 9)."""
        match self.reading:
            case Reading.OPEN:
                return None
            case Reading.ALL_MET:
                return True
            case Reading.NONE_MET:
                return False
            case Reading.DECLARED:
                return read_as

    def attribute(self, name: str) -> Num:
        """The value of an attribute that is no set and no boolean, as a number."""
        attribute = self.policy.dictionary.attributes[name]
        found = self._use(column_of(attribute))
        unit = step_of(attribute) if found.encoding is Encoding.STEPS else Fraction(1)
        codes = attribute.codes if found.encoding is Encoding.CODE else ()
        return Num(column(found.name), unit, found.low, found.high, codes)

    def boolean(self, name: str) -> Predicate:
        """A boolean attribute as a condition."""
        return self.truth(self._use(column_of(self.policy.dictionary.attributes[name])).name)

    def member(self, name: str, code: str) -> Predicate:
        """Whether a set contains a member."""
        attribute = self.policy.dictionary.attributes[name]
        return self.truth(self._use(column_of(attribute, code)).name)

    def answer(self, discretion: str) -> Column:
        """The column of the recorded answers to a discretion; no other one has its name."""
        found, count = answer_column(discretion), 2
        while self.columns.get(found.name, found).of != discretion:
            found = replace(found, name=f"{answer_column(discretion).name}_{count}")
            count += 1
        return self._use(found)

    def stored(self, name: str) -> exp.Column:
        """The column of an attribute whatever its kind; of a set, that of its first code."""
        attribute = self.policy.dictionary.attributes[name]
        if attribute.kind is Kind.SET:
            return column(self._use(column_of(attribute, attribute.codes[0])).name)
        return column(self._use(column_of(attribute)).name)

    def truth(self, name: str) -> Predicate:
        """A named truth as a condition."""
        if self.shape.booleans:
            return column(name)
        return exp.EQ(this=column(name), expression=literal(1))

    def define_truth(self, wanted: str, condition: Predicate, comment: str | None = None) -> Truth:
        """Give a condition a name."""
        kept = condition.copy()
        if not self.shape.booleans:
            kept = exp.Case().when(kept, literal(1)).when(negation(condition), literal(0))
        name = self.stages.define(wanted, kept, comment).name
        return Truth(name, self.truth(name))

    def define_number(self, wanted: str, number: Num, comment: str | None = None) -> Num:
        """Give a number a name; constants stay as they are."""
        if number.fixed is not None:
            return number
        named = self.stages.define(wanted, number.sql, comment)
        return replace(number, sql=named)

    def _use(self, found: Column) -> Column:
        """Note that a column is read. Raises OutOfType where no type can hold it."""
        if found.attribute is not None:
            with self.at(found.attribute.id, found.attribute.location):
                self.arithmetic.held(Num(column(found.name), Fraction(1), found.low, found.high))
        self.columns.setdefault(found.name, found)
        return found


@dataclass(frozen=True, slots=True)
class Truth:
    """A truth that has a name: 1 or true, 0 or false, or NULL."""

    name: str
    holds: Predicate

    @property
    def is_open(self) -> Predicate:
        """Whether it is unknown; itself never so."""
        return exp.Is(this=column(self.name), expression=exp.Null())


def stored_in(condition: Predicate) -> exp.Expr:
    """The column behind a condition that is a named truth or a boolean attribute."""
    return condition.this if isinstance(condition, exp.EQ) else condition


def place(attribute: Attribute | None, value: Value | Point) -> Fraction:
    """A value as the number that stands for it in the table, in the attribute's own unit."""
    match value:
        case Fraction():
            return value
        case date():
            return Fraction(day_number(value))
        case str() if attribute is not None:
            return Fraction(attribute.codes.index(value))
        case _:
            raise TypeError(f"no place for {value!r}")
