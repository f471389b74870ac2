"""Folders of Parquet with customers, also hostile ones, for the engines that read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import duckdb

from evenhand.model.customer import Customer
from evenhand.model.values import Missing, Value

HOSTILE = (
    "1e400",
    "-999999999999",
    "twelve",
    "=1+1",
    "a\x00b",
    " 7 ",
    "1_000",
    "2024-02-30",
    "0031-01-01",
    "TRUE",
    "１２",
    "nan",
    "9" * 60,
    "12.3456789",
    "",
    "line\nbreak",
    "\\' OR 1=1 --",
)
"""Texts that are no value of most attributes, or only after some thought."""


def written(value: Value | Missing) -> str | None:
    """A value as a cell of text."""
    match value:
        case Missing():
            return None
        case bool():
            return "true" if value else "false"
        case Fraction():
            return _decimal(value)
        case date():
            return value.isoformat()
        case str():
            return value
        case frozenset():
            return ";".join(sorted(value)) or ";"


def _decimal(value: Fraction) -> str:
    places = next(n for n in range(40) if (value * 10**n).denominator == 1)
    digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    whole, rest = (digits[:-places], digits[-places:]) if places else (digits, "")
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def rows_of(
    customers: Sequence[Customer], names: Sequence[str], *, hostile: int, seed: int
) -> list[list[str | None]]:
    """A row of texts for each customer, with so many cells of the whole table made hostile."""
    random = Random(seed)
    rows = [
        [f"c{place}", *(written(customer.get(name)) for name in names)]
        for place, customer in enumerate(customers)
    ]
    for _ in range(hostile):
        row = random.choice(rows)
        row[random.randrange(1, len(row))] = random.choice(HOSTILE)
    return rows


def parquet(
    folder: Path,
    names: Sequence[str],
    rows: Sequence[Sequence[object]],
    files: int = 1,
    kinds: Mapping[str, str] | None = None,
) -> Path:
    """The rows as several files in a folder; columns are texts unless ``kinds`` says otherwise."""
    folder.mkdir()
    declared = ", ".join(f'"{name}" {(kinds or {}).get(name, "VARCHAR")}' for name in names)
    marks = ", ".join("?" * len(names))
    with duckdb.connect() as connection:
        for number in range(files):
            connection.execute(f"CREATE OR REPLACE TABLE t ({declared})")
            mine = [list(row) for row in rows[number::files]]
            if mine:
                connection.executemany(f"INSERT INTO t VALUES ({marks})", mine)  # noqa: S608
            path = folder / f"part-{number}.parquet"
            connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return folder
