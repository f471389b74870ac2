"""Customers in Parquet, drawn by DuckDB from the number of the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from scoring.books import Book

GROUP: Final = 250_000
"""Rows in a row group of the file."""

ONE_IN: Final = 100
"""How many customers there are for one with a missing value, column by column."""


def write(book: Book, rows: int, path: Path) -> None:
    """A file with all columns of a policy; whole numbers first, then values of them."""
    import duckdb

    drawn = ", ".join(f"hash(i * 1009 + {at}) AS h{at}" for at, _ in enumerate(book.columns))
    values = ", ".join(
        f"{_value(book, name, at)} AS {name}" for at, name in enumerate(book.columns)
    )
    inner = f"SELECT i, {drawn} FROM range({rows}) AS r(i)"
    query = f"SELECT CAST(i AS INTEGER) AS row_id, {values} FROM ({inner})"
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET memory_limit = '3GB'")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(
            f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})"
        )


def _value(book: Book, name: str, at: int) -> str:
    if name in book.enums:
        value = f"CAST(h{at} % {book.enums[name]} AS TINYINT)"
    elif name in book.flags or name == "watched":
        value = f"(h{at} % 100 = 0)"
    else:
        value = f"CAST((h{at} % 10000) * ((h{at} >> 20) % 10000) AS INTEGER)"
    if not book.missing:
        return value
    return f"CASE WHEN (h{at} >> 40) % {ONE_IN} > 0 THEN {value} END"


def write_rows(book: Book, rows: Sequence[Mapping[str, int | None]], path: Path) -> None:
    """A file with the given customers."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = {"row_id": pa.array(range(len(rows)), pa.int32())}
    for name in book.columns:
        kind = pa.int8() if name in book.enums else pa.int32() if name in book.amounts else None
        columns[name] = pa.array([row[name] for row in rows], kind or pa.bool_())
    parquet.write_table(pa.table(columns), path)
