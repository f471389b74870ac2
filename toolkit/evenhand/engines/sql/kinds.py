"""The types of DuckDB, as far as it matters how their values are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Sort(Enum):
    """How the values of a column come."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    LIST = "list"
    PRINTED = "printed"
    NOTHING = "nothing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its name, its sort, and the decimal places of a DECIMAL.

    PRINTED stands for numbers too great for quick arithmetic, and for codes: their texts are read.
    """

    name: str
    sort: Sort
    places: int = 0


_WHOLE: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_PRINTED: Final = ("UBIGINT", "HUGEINT", "UHUGEINT", "UUID", "BIGNUM")
_DECIMAL: Final = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
MOST_PLACES: Final = 6
"""The most decimal places that quick arithmetic is done with."""

_QUICK: Final = 18
"""The most digits of a DECIMAL that fits into 64 bits."""


def type_of(name: str) -> Type:
    """A type by the name that DuckDB gives it."""
    if name == "VARCHAR":
        return Type(name, Sort.TEXT)
    if name in _WHOLE:
        return Type(name, Sort.WHOLE)
    if found := _DECIMAL.fullmatch(name):
        digits, places = int(found[1]), int(found[2])
        is_quick = digits <= _QUICK and places <= MOST_PLACES
        return Type(name, Sort.DECIMAL if is_quick else Sort.PRINTED, places)
    if name in _PRINTED or name.startswith("ENUM("):
        return Type(name, Sort.PRINTED)
    if name in ("FLOAT", "DOUBLE"):
        return Type(name, Sort.FLOAT)
    if name == "BOOLEAN":
        return Type(name, Sort.BOOLEAN)
    if name == "DATE":
        return Type(name, Sort.DATE)
    if name.startswith("TIMESTAMP") and "ZONE" not in name:
        return Type(name, Sort.TIME)
    if name == "VARCHAR[]":
        return Type(name, Sort.LIST)
    if name in ('"NULL"', "NULL"):
        return Type(name, Sort.NOTHING)
    return Type(name, Sort.OTHER)
