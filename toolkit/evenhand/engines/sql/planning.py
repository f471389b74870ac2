"""What of a table is read for which policy, and what of it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from evenhand.engines.sql.columns import Column, column_of
from evenhand.engines.sql.compile import Program, program
from evenhand.engines.sql.constraints import Checks, checks_of
from evenhand.engines.sql.intake import LIST_MARK, fits
from evenhand.engines.sql.kinds import Sort
from evenhand.engines.sql.reading import Rule, Troubled
from evenhand.engines.sql.source import Opened
from evenhand.errors import InputError, UsageError
from evenhand.messages import Message, message
from evenhand.model.customer import DISCRETION_PREFIX
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.table_mapping import Field, TableMapping
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute, Constraint, Kind
from evenhand.suggest import closest

_GROUPING: Final = (Kind.BOOLEAN, Kind.ENUM, Kind.ORDINAL)


@dataclass(frozen=True, slots=True)
class Input:
    """One attribute, or the answers to one discretion, with the columns that it is read from.

    ``places`` are the places of these in the table; where a set has a column a member,
    ``members`` are the codes in the same order. ``constant`` is the value of every row.
    """

    name: str
    attribute: Attribute | None
    rule: Rule
    places: tuple[int, ...]
    members: tuple[str, ...] = ()
    constant: Value | Missing | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """What policies read and the table does not have; ``column`` is what the mapping calls it."""

    name: str
    column: str
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What the rows are counted by: a column of the table as it is, or an attribute as read."""

    name: str
    place: int
    input: int | None = None


@dataclass(frozen=True, slots=True)
class Unused:
    """A column that nobody asked for; ``near`` is a name that may have been meant."""

    name: str
    is_known: bool
    near: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan: inputs, and for each policy its query and the numbers of its inputs.

    ``encoded`` says for a column of a policy's query which input it comes from, by its number.
    """

    programs: tuple[Program, ...]
    inputs: tuple[Input, ...]
    encoded: tuple[tuple[tuple[Column, int | None], ...], ...]
    checks: tuple[Checks, ...]
    absent: tuple[Absent, ...]
    unused: tuple[Unused, ...]
    customer: int | None
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a table: policies and their reading, the mapping, the day, the columns."""

    policies: tuple[Policy, ...]
    reading: Reading
    mapping: TableMapping
    as_of: date
    customer: str | None = None
    by: tuple[str, ...] = ()

    @property
    def names_customers(self) -> bool:
        """Whether a column says which customer a row is."""
        return bool(self.customer or self.mapping.customer)


def plan(wanted: Wanted, opened: Opened) -> Plan:
    """The plan for a table.

    Raises UsageError for columns that were named and are not there, InputError for a column whose
    type cannot hold an attribute, and TooLarge as ``program``.
    """
    return _Planning(wanted, opened).plan()


class _Planning:
    def __init__(self, wanted: Wanted, opened: Opened) -> None:
        self.wanted, self.opened = wanted, opened
        self.inputs: list[Input] = []
        self.absent: dict[tuple[str, str], list[str]] = {}
        self.used: set[int] = set()

    def plan(self) -> Plan:
        wanted = self.wanted
        customer = self._customer()
        programs = tuple(program(one, wanted.reading) for one in wanted.policies)
        encoded = tuple(
            tuple((column, self._input(column, one.policy)) for column in one.columns)
            for one in programs
        )
        done: list[Constraint] = []
        checks = tuple(checks_of(one, self._found, done) for one in wanted.policies)
        groups = tuple(self._group(name) for name in wanted.by)
        return Plan(
            programs,
            tuple(self.inputs),
            encoded,
            checks,
            tuple(
                Absent(name, column, tuple(dict.fromkeys(by)))
                for (name, column), by in self.absent.items()
            ),
            tuple(self._unused()),
            customer,
            groups,
        )

    def _customer(self) -> int | None:
        name = self.wanted.customer or self.wanted.mapping.customer
        if name is None:
            return None
        if name not in self.opened.names:
            raise UsageError(_no_column("decide.no-id-column", name, self.opened.names))
        place = self.opened.names.index(name)
        self.used.add(place)
        return place

    # -- inputs --------------------------------------------------------------------------------

    def _input(self, column: Column, policy: Policy) -> int | None:
        """The number of the input that a column comes from; None where the table has none."""
        found = self._found(column)
        if found is None:
            name = _name(column)
            field = self.wanted.mapping.fields.get(name)
            told = ", ".join(field.columns) if field is not None else name
            self.absent.setdefault((name, told), []).append(policy.id)
        return found

    def _found(self, column: Column) -> int | None:
        name, attribute = _name(column), column.attribute
        for number, one in enumerate(self.inputs):
            if one.name == name and one.attribute == attribute:
                return number
        field = self.wanted.mapping.fields.get(name)
        if field is None and name in self.opened.names:
            field = Field(name, name, location=self.wanted.policies[0].location)
        if field is None or any(one not in self.opened.names for one in field.columns):
            return None
        self.inputs.append(self._made(name, attribute, field))
        return len(self.inputs) - 1

    def _made(self, name: str, attribute: Attribute | None, field: Field) -> Input:
        places = tuple(self.opened.names.index(one) for one in field.columns)
        self.used.update(places)
        missing = frozenset((*field.missing, *self.wanted.mapping.missing))
        members = tuple(field.members)
        sorts = {self.opened.kinds[place].sort for place in places}
        if sorts & {Sort.DATE, Sort.TIME}:
            field = replace(field, date_format=None)
        if Sort.LIST in sorts:
            field = replace(field, separator=LIST_MARK)
        rule = Rule(attribute, field, self.wanted.as_of, missing, bool(members))
        for place in places:
            self._check_type(name, rule, place)
        constant = None if field.constant is None else _constant(name, rule, field.constant)
        return Input(name, attribute, rule, places, members, constant)

    def _check_type(self, name: str, rule: Rule, place: int) -> None:
        kind = self.opened.kinds[place]
        if fits(rule, kind, self.wanted.mapping.floats):
            return
        is_float = kind.sort is Sort.FLOAT and fits(rule, kind, True)
        key = "data.binary-float" if is_float else "data.wrong-type"
        column = self.opened.names[place]
        raise InputError(message(key, column=column, type=kind.name, attribute=name))

    # -- groups and the rest -------------------------------------------------------------------

    def _group(self, name: str) -> Group:
        """A group: an attribute with codes or yes and no, else a column of the table as it is."""
        for policy in self.wanted.policies:
            attribute = policy.dictionary.attributes.get(name)
            if attribute is None or attribute.kind not in _GROUPING:
                continue
            number = self._found(column_of(attribute))
            if number is not None and self.inputs[number].places:
                return Group(name, self.inputs[number].places[0], number)
        field = self.wanted.mapping.fields.get(name)
        column = name if field is None or field.column is None else field.column
        if column not in self.opened.names:
            raise UsageError(_no_column("decide.no-by-column", name, self.opened.names))
        place = self.opened.names.index(column)
        self.used.add(place)
        return Group(name, place)

    def _unused(self) -> Iterator[Unused]:
        known = {
            name
            for one in self.wanted.policies
            for name in (*one.dictionary.attributes, *one.dictionary.derived)
        }
        needed = {name for name, _ in self.absent}
        for place, name in enumerate(self.opened.names):
            if place in self.used:
                continue
            near = None if name in known else closest(name, sorted(needed))
            yield Unused(name, name in known, near)


def _constant(name: str, rule: Rule, text: str) -> Value | Missing:
    try:
        return rule.value(text)
    except Troubled:
        raise InputError(message("data.wrong-constant", value=text, attribute=name)) from None


def _name(column: Column) -> str:
    if column.attribute is None:
        return DISCRETION_PREFIX + column.of
    return column.attribute.id


def _no_column(key: str, name: str, names: Sequence[str]) -> Message:
    near = closest(name, sorted(names))
    hint = message("load.did-you-mean", name=near) if near else ""
    return message(key, name=name, hint=hint)
