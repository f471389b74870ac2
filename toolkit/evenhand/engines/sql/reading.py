"""What the texts of a table's cells mean: the values that ``value_of`` gives them, or why not.

Everything that the fast way in SQL (``intake``) does not take for certainly good comes here, so
that a table is read as customers in files are, and no cast of a database decides what a number is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Final

from evenhand.engines.sql.columns import column_of, encoded
from evenhand.model.calendar import completed_months, completed_years
from evenhand.model.customer import Customer, ValueRefused, parse_number, value_of
from evenhand.model.table_mapping import DATE_FORMATS, Completed, Field
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute, Kind

REFUSED: Final = "!"
"""What an answer to SQL begins with where a text has no value."""

KEPT: Final = 1 << 16
"""How many texts of a column are remembered; most columns have few that differ."""


class Trouble(Enum):
    """What is wrong with a value."""

    NOT_A_NUMBER = "not-a-number"
    TOO_LONG = "too-long"
    OFF_STEP = "off-step"
    OUT_OF_RANGE = "out-of-range"
    UNKNOWN_CODE = "unknown-code"
    NOT_A_BOOLEAN = "not-a-boolean"
    NOT_A_DATE = "not-a-date"
    IN_THE_FUTURE = "in-the-future"

    @property
    def number(self) -> int:
        """The number that stands for it in SQL."""
        return TROUBLES.index(self)


TROUBLES: Final = tuple(Trouble)


class Troubled(Exception):
    """A text has no value of its attribute."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


_BY_KEY: Final = {
    "value.not-a-number": Trouble.NOT_A_NUMBER,
    "value.off-step": Trouble.OFF_STEP,
    "value.out-of-range": Trouble.OUT_OF_RANGE,
    "value.unknown-code": Trouble.UNKNOWN_CODE,
    "value.not-a-boolean": Trouble.NOT_A_BOOLEAN,
    "value.not-a-date": Trouble.NOT_A_DATE,
}

_LIKE_A_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Rule:
    """How the texts of one column are read.

    ``attribute`` is None for the answers to a discretion. ``member``: the column says yes or no
    for one member of a set. ``as_of`` is the day up to which years and months are counted.
    """

    attribute: Attribute | None
    field: Field
    as_of: date
    missing: frozenset[str] = frozenset()
    member: bool = False

    @property
    def is_boolean(self) -> bool:
        return self.attribute is None or self.member or self.attribute.kind is Kind.BOOLEAN

    def value(self, text: str) -> Value | Missing:
        """The value of a text; blanks around it do not count.

        Raises Troubled where the attribute has no such value.
        """
        cell = text.strip()
        if not cell or cell in self.missing:
            return Missing.MISSING
        try:
            return self._value(cell)
        except ValueRefused as refused:
            trouble = _BY_KEY[refused.message.key]
            if trouble is Trouble.NOT_A_NUMBER and _LIKE_A_NUMBER.fullmatch(cell):
                trouble = Trouble.TOO_LONG
            raise Troubled(trouble) from None

    def _value(self, cell: str) -> Value | Missing:
        attribute, field = self.attribute, self.field
        if self.is_boolean:
            return self._boolean(cell)
        assert attribute is not None
        if field.completed is not None:
            return value_of(attribute, self._counted(field.completed, self._day(cell)))
        if attribute.kind is Kind.DATE:
            return value_of(attribute, self._day(cell))
        if attribute.kind is Kind.SET:
            parts = (one.strip() for one in cell.split(field.separator))
            return value_of(attribute, [self._code(one) for one in parts if one])
        if attribute.kind.has_codes:
            return value_of(attribute, self._code(cell))
        number = parse_number(cell) if field.times != 1 else None
        return value_of(attribute, cell if number is None else number * field.times)

    def _boolean(self, cell: str) -> bool:
        yes, no = self.field.yes or ("true",), self.field.no or ("false",)
        if cell in yes or cell in no:
            return cell in yes
        raise Troubled(Trouble.NOT_A_BOOLEAN)

    def _code(self, cell: str) -> str:
        """A code of the attribute; of a code that the mapping lacks, an open list makes other."""
        if self.field.codes is None:
            return cell
        found = self.field.codes.get(cell)
        if found is None and not (self.attribute is not None and self.attribute.open):
            raise Troubled(Trouble.UNKNOWN_CODE)
        return found or "other"

    def _day(self, cell: str) -> date:
        try:
            if self.field.date_format is None:
                return date.fromisoformat(cell)
            return date(*_parts(cell, *DATE_FORMATS[self.field.date_format]))
        except ValueError:
            raise Troubled(Trouble.NOT_A_DATE) from None

    def _counted(self, completed: Completed, day: date) -> int:
        if day > self.as_of:
            raise Troubled(Trouble.IN_THE_FUTURE)
        count = completed_years if completed is Completed.YEARS else completed_months
        return count(day, self.as_of)


def _parts(cell: str, order: str, mark: str) -> tuple[int, int, int]:
    digits = {"y": "([0-9]{4})", "m": "([0-9]{2})", "d": "([0-9]{2})"}
    found = re.fullmatch(re.escape(mark).join(digits[one] for one in order), cell)
    if found is None:
        raise ValueError(cell)
    by_name = dict(zip(order, (int(one) for one in found.groups()), strict=True))
    return by_name["y"], by_name["m"], by_name["d"]


def answering(rule: Rule) -> Callable[[str], str]:
    """A rule as SQL asks it: a text in, a text out.

    The answer is the whole number that stands for the value (1 and 0 for yes and no, the places
    of a set's members between commas), nothing where it is missing, or ``!`` with the number of
    what is wrong.
    """

    @lru_cache(KEPT)
    def answer(text: str) -> str:
        try:
            value = rule.value(text)
        except Troubled as found:
            return f"{REFUSED}{found.trouble.number}"
        return "" if isinstance(value, Missing) else _written(rule, value)

    def uncached_where_long(text: str) -> str:
        return answer(text) if len(text) <= 64 else answer.__wrapped__(text)

    return uncached_where_long


def _written(rule: Rule, value: Value) -> str:
    if isinstance(value, bool):
        return str(int(value))
    assert rule.attribute is not None
    if isinstance(value, frozenset):
        places = sorted(rule.attribute.codes.index(code) for code in value)
        return "".join(f",{place}" for place in places) + ","
    cell = encoded(column_of(rule.attribute), Customer({rule.attribute.id: value}))
    assert cell is not None
    return str(int(cell))
