"""evenhand's own query, and its reference engine to check everybody against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.books import OUTCOMES, Book
from scoring.text import model

from evenhand.engines.reference import decide
from evenhand.engines.sql.compile import program
from evenhand.model.customer import Customer
from evenhand.model.values import Value


def query(book: Book, source: str) -> str:
    """The whole result, a row for each customer."""
    return str(program(model(book), source=source, keep=("row_id",)).query.sql("duckdb"))


def reference(book: Book, rows: Sequence[Mapping[str, int | None]]) -> list[int]:
    """The numbers of the outcomes by the engine that is the meaning of the language."""
    policy = model(book)
    enums = book.enums

    def value(name: str, stored: int) -> Value:
        if isinstance(stored, bool):
            return stored
        return f"code{stored}" if name in enums else Fraction(stored, 100)

    found = []
    for row in rows:
        given = {name: value(name, stored) for name, stored in row.items() if stored is not None}
        found.append(OUTCOMES.index(decide(policy, Customer(given)).outcome.outcome))
    return found
