"""Mappings: how the columns of a bank's table become the attributes of policies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Final

from evenhand.location import Location

UNITS: Final[Mapping[str, Fraction]] = {
    "fen": Fraction(1, 100),
    "cent": Fraction(1, 100),
    "jiao": Fraction(1, 10),
    "yuan": Fraction(1),
    "thousand": Fraction(1_000),
    "wan": Fraction(10_000),
    "million": Fraction(1_000_000),
    "yi": Fraction(100_000_000),
    "percent": Fraction(1, 100),
    "permille": Fraction(1, 1_000),
    "basis_points": Fraction(1, 10_000),
}
"""How many of the attribute's own unit one of a named unit is."""

DATE_FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "YYYY-MM-DD": ("ymd", "-"),
    "YYYYMMDD": ("ymd", ""),
    "YYYY/MM/DD": ("ymd", "/"),
    "YYYY.MM.DD": ("ymd", "."),
    "DD/MM/YYYY": ("dmy", "/"),
    "DD.MM.YYYY": ("dmy", "."),
    "DD-MM-YYYY": ("dmy", "-"),
    "MM/DD/YYYY": ("mdy", "/"),
}
"""The order of year, month and day in a written date, and what stands between them."""

SEPARATOR: Final = ";"
"""What stands between the members of a set within one cell, unless a mapping says otherwise."""


class Completed(Enum):
    """What is counted from a date up to the day of the run (rule 29)."""

    YEARS = "years"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Field:
    """Where the values of one attribute, or the answers to one discretion, stand in a table.

    ``column`` is the table's own name for it; None where ``constant`` is the value of every row or
    ``members`` gives a boolean column for each member of a set. A value is multiplied by ``times``.
    ``codes`` leads from the bank's codes to the attribute's; ``yes`` and ``no`` are the texts of a
    boolean, ``missing`` those that stand for a value that is not known.
    """

    name: str
    column: str | None
    location: Location = field(compare=False, repr=False, kw_only=True)
    constant: str | None = None
    times: Fraction = Fraction(1)
    codes: Mapping[str, str] | None = None
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    date_format: str | None = None
    completed: Completed | None = None
    missing: tuple[str, ...] = ()
    separator: str = SEPARATOR
    members: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that it reads."""
        return tuple(self.members.values()) if self.column is None else (self.column,)


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A whole mapping: fields by attribute (``discretion.<id>`` for answers), and how to read.

    ``customer`` is the column that names the customer. ``missing`` are texts that stand for a
    value that is not known, in every column. ``floats``: a binary floating-point number is taken
    as the shortest decimal that stands for it, as it would be printed; otherwise such columns are
    refused. ``encoding`` and ``delimiter`` are those of a file of separated values.
    """

    id: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    customer: str | None = None
    missing: tuple[str, ...] = ()
    floats: bool = False
    encoding: str | None = None
    delimiter: str | None = None


WITHOUT: Final = TableMapping()
"""No mapping: columns are called as attributes are, and values are written as policies do."""
