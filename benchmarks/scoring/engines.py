"""The engines by name: each makes ready, then answers a question from the file or from memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scoring import sql
from scoring.books import OUTCOMES, Book

THREADS: Final = 2

Counts = dict[str, int]
"""How many customers have which outcome."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An engine with its policy.

    ``counts`` answers the question of the grid, from the file on. ``rows`` gives the number of the
    outcome of every row, in the order of the file. ``load`` and ``decide`` are the parts of
    ``counts`` where an engine first holds the customers in memory: reading, and all the rest.
    """

    counts: Callable[[], Counts]
    rows: Callable[[], list[int]]
    load: Callable[[], Any] | None = None
    decide: Callable[[Any], Counts] | None = None


def named(found: Mapping[Any, int]) -> Counts:
    """Counts by the names of the outcomes."""
    return {OUTCOMES[int(number)]: int(count) for number, count in found.items() if count}


# -- engines that read the file themselves ---------------------------------------------------------


def connection() -> Any:
    """DuckDB with two threads."""
    import duckdb

    found = duckdb.connect()
    found.execute(f"SET threads = {THREADS}")
    found.execute("SET enable_progress_bar = false")
    return found


def evenhand(book: Book, path: Path) -> Ready:
    """The policy's own query."""
    from scoring import ours

    database = connection()
    database.execute(f"CREATE VIEW customers AS FROM '{path}'")
    query = ours.query(book, "customers")
    counting = f"SELECT outcome, count(*) FROM ({query}) GROUP BY outcome"
    listing = f"SELECT outcome FROM ({query}) ORDER BY row_id"
    return Ready(
        lambda: dict(database.execute(counting).fetchall()),
        lambda: [OUTCOMES.index(one) for (one,) in database.execute(listing).fetchall()],
    )


def table(book: Book, path: Path) -> Ready:
    """The policy's own query over a table of DuckDB in memory."""
    from scoring import ours

    database = connection()
    query = ours.query(book, "customers")
    counting = f"SELECT outcome, count(*) FROM ({query}) GROUP BY outcome"

    def load() -> None:
        database.execute(f"CREATE OR REPLACE TABLE customers AS FROM '{path}'")

    def decide(_: None) -> Counts:
        return dict(database.execute(counting).fetchall())

    return Ready(lambda: decide(load()), list, load, decide)


def whole(book: Book, path: Path) -> Ready:
    """The policy's whole result, written to a file beside the customers."""
    from scoring import ours

    database = connection()
    database.execute(f"CREATE VIEW customers AS FROM '{path}'")
    database.execute("SET preserve_insertion_order = false")
    target = path.with_suffix(".decided.parquet")
    copying = f"COPY ({ours.query(book, 'customers')}) TO '{target}' (FORMAT parquet)"
    counting = f"SELECT outcome, count(*) FROM '{target}' GROUP BY outcome"

    def counts() -> Counts:
        database.execute(copying)
        return dict(database.execute(counting).fetchall())

    return Ready(counts, list)


def duckdb_by_hand(book: Book, path: Path) -> Ready:
    """SQL written for this policy."""
    database = connection()
    source = f"'{path}'"
    counting = sql.counting(book, source)
    listing = f"{sql.query(book, source)} ORDER BY row_id"
    return Ready(
        lambda: named(dict(database.execute(counting).fetchall())),
        lambda: [one for (one,) in database.execute(listing).fetchall()],
    )


def polars_by_hand(book: Book, path: Path) -> Ready:
    """A lazy frame written for this policy, streamed."""
    import polars as pl
    from scoring.frames import polars_frame

    frame = polars_frame(book, path)
    counting = frame.group_by("outcome").agg(pl.len())
    return Ready(
        lambda: named(dict(counting.collect(engine="streaming").iter_rows())),
        lambda: list(frame.collect()["outcome"]),
    )


# -- engines that hold the customers in memory -----------------------------------------------------


def _columns(book: Book, path: Path, rows: int | None = None) -> dict[str, Any]:
    """The columns of a file as arrays."""
    import pyarrow as pa
    from pyarrow import parquet

    pa.set_cpu_count(THREADS)
    if rows is None:
        table = parquet.read_table(path, columns=list(book.columns))
    else:
        batches = parquet.ParquetFile(path).iter_batches(rows, columns=list(book.columns))
        table = pa.Table.from_batches([next(batches)])
    return {name: table[name].to_numpy() for name in book.columns}


def _counted(outcomes: Any) -> Counts:
    import numpy as np

    return named(dict(enumerate(np.bincount(outcomes, minlength=len(OUTCOMES)))))


def _in_memory(
    book: Book, path: Path, load: Callable[[], Any], outcomes: Callable[[Any], Any]
) -> Ready:
    _columns(book, path, 1000)  # what is imported at the first reading is not to be measured
    return Ready(
        lambda: _counted(outcomes(load())),
        lambda: [int(one) for one in outcomes(load())],
        load,
        lambda held: _counted(outcomes(held)),
    )


def numpy(book: Book, path: Path) -> Ready:
    """Arrays, one thread."""
    from scoring.arrays import numpy_outcomes

    return _in_memory(
        book, path, lambda: _columns(book, path), lambda held: numpy_outcomes(book, held)
    )


def numba(book: Book, path: Path) -> Ready:
    """A compiled kernel; it is compiled here, on a few rows."""
    from scoring.arrays import numba_outcomes, stacked

    outcomes = numba_outcomes(book)
    outcomes(stacked(book, _columns(book, path, 1000)))
    return _in_memory(book, path, lambda: stacked(book, _columns(book, path)), outcomes)


def pandas(book: Book, path: Path) -> Ready:
    """A frame in memory."""
    import pandas as pd
    from scoring.frames import pandas_outcomes

    def load() -> Any:
        return pd.read_parquet(path, columns=list(book.columns))

    return _in_memory(book, path, load, lambda held: pandas_outcomes(book, held))


def openfisca(book: Book, path: Path) -> Ready:
    """Variables and formulas."""
    from scoring.fisca import outcomes

    return _in_memory(book, path, lambda: _columns(book, path), outcomes(book))


# -- engines that take a customer at a time --------------------------------------------------------


def _singly(make: Callable[[Book], Callable[[dict[str, int]], int]]) -> Callable[..., Ready]:
    def ready(book: Book, path: Path) -> Ready:
        decide = make(book)

        def load() -> Any:
            held = {name: column.tolist() for name, column in _columns(book, path).items()}
            return [dict(zip(held, row, strict=True)) for row in zip(*held.values(), strict=True)]

        return _in_memory(book, path, load, lambda held: [decide(row) for row in held])

    return ready


def _zen_graph(book: Book) -> Callable[[dict[str, int]], int]:
    from scoring.singly import zen_graph

    return zen_graph(book)


def _zen_expressions(book: Book) -> Callable[[dict[str, int]], int]:
    from scoring.singly import zen_expressions

    return zen_expressions(book)


def _json_logic(book: Book) -> Callable[[dict[str, int]], int]:
    from scoring.singly import json_logic

    return json_logic(book)


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: how to make it ready, and the most values (rows × criteria) that it is given."""

    name: str
    make: Callable[[Book, Path], Ready]
    most: int = 10**12


ENGINES: Final = {
    "evenhand": Engine("evenhand", evenhand),
    "duckdb": Engine("DuckDB by hand", duckdb_by_hand),
    "polars": Engine("Polars by hand", polars_by_hand),
    "numba": Engine("numba", numba, 200_000_000),
    "numpy": Engine("numpy", numpy, 200_000_000),
    "pandas": Engine("pandas", pandas, 150_000_000),
    "openfisca": Engine("OpenFisca", openfisca, 30_000_000),
    "zen-expressions": Engine("zen-engine, expressions", _singly(_zen_expressions), 6_000_000),
    "zen": Engine("zen-engine, graph", _singly(_zen_graph), 1_500_000),
    "json-logic": Engine("json-logic", _singly(_json_logic), 300_000),
    "table": Engine("evenhand, table in memory", table),
    "whole": Engine("evenhand, whole result", whole),
}
