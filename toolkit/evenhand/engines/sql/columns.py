"""How customers stand in the table that a policy's query reads.

One column for each attribute that the policy reads, whole numbers throughout, so that every
database compares alike:

========================  =====================================================================
kind                      column
========================  =====================================================================
money, number, integer,   the value as a multiple of the attribute's step
ratio
enum, ordinal             the place of the code in the attribute's list of codes, from 0
date                      year × 10000 + month × 100 + day
boolean                   a boolean (1 or 0 where the database has none)
set                       one boolean for each member that the policy names; all NULL together
answer to a discretion    a boolean
========================  =====================================================================

What is missing is NULL. Values outside their domain never get here: they are found when data is
read (rule 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from evenhand.model.customer import Customer
from evenhand.model.scales import ends, step_of
from evenhand.model.values import Missing
from evenhand.model.vocabulary import Attribute, Kind

Cell: TypeAlias = int | bool | None
"""A value in the table; None is NULL."""


class Encoding(Enum):
    """How a column holds its value."""

    STEPS = "steps"
    CODE = "code"
    DAY = "day"
    BOOLEAN = "boolean"
    MEMBER = "member"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, and the range of its whole numbers.

    ``attribute`` is None for the recorded answer to a discretion, whose id is ``of``; ``of`` is
    the member of a set, else the attribute's id.
    """

    name: str
    encoding: Encoding
    of: str
    attribute: Attribute | None = None
    low: int = 0
    high: int = 1


def column_of(attribute: Attribute, member: str | None = None) -> Column:
    """The column of an attribute, or of one member of a set."""
    name = attribute.id
    match attribute.kind:
        case Kind.SET:
            assert member is not None
            return Column(f"{name}__{_plain(member)}", Encoding.MEMBER, member, attribute)
        case Kind.BOOLEAN:
            return Column(name, Encoding.BOOLEAN, name, attribute)
        case Kind.ENUM | Kind.ORDINAL:
            last = max(len(attribute.codes) - 1, 0)
            return Column(name, Encoding.CODE, name, attribute, 0, last)
        case Kind.DATE:
            early, late = attribute.earliest or date.min, attribute.latest or date.max
            days = day_number(early), day_number(late)
            return Column(name, Encoding.DAY, name, attribute, *days)
        case Kind.MONEY | Kind.NUMBER | Kind.INTEGER | Kind.RATIO:
            low, high = ends(attribute)
            step = step_of(attribute)
            return Column(
                name, Encoding.STEPS, name, attribute, int(low // step), int(high // step)
            )


def answer_column(discretion: str) -> Column:
    """The column of the recorded answers to a discretion."""
    return Column(f"discretion__{_plain(discretion)}", Encoding.ANSWER, discretion)


def encoded(column: Column, customer: Customer) -> Cell:
    """What a customer's row holds in a column."""
    if column.attribute is None:
        return customer.discretion.get(column.of)
    value = customer.get(column.attribute.id)
    match value:
        case Missing():
            return None
        case bool():
            return value
        case Fraction():
            return int(value // step_of(column.attribute))
        case date():
            return day_number(value)
        case str():
            return column.attribute.codes.index(value)
        case frozenset():
            return column.of in value


def day_number(day: date) -> int:
    """A day as a whole number that orders like the day: 20 May 2026 is 20260520."""
    return day.year * 10_000 + day.month * 100 + day.day


def _plain(name: str) -> str:
    return name.replace("-", "_").replace(".", "_")
