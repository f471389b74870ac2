"""The policies as a good analyst writes them in DuckDB's SQL, by hand as it were."""

from __future__ import annotations

from scoring.books import OUTCOMES, PLAIN, REFER, REJECTED, Book, Criterion


def query(book: Book, source: str, keep: str = "") -> str:
    """A row for each customer with the number of her outcome, after the columns ``keep``."""
    assets = f"2 * {book.whole} + {book.half}"
    if book.missing:
        assets = f"2 * coalesce({book.whole}, 0) + coalesce({book.half}, 0)"
    score = " + ".join(_points(book, one) for one in book.criteria)
    struck = " OR ".join([*book.flags, *(f"{name} < {least}" for name, least in book.floors)])
    inner = f"SELECT *, {assets} AS assets FROM {source}"
    inner = f"SELECT *, {struck} AS struck, {score} AS score FROM ({inner})"
    return f"SELECT {keep}{_outcome(book)} AS outcome FROM ({inner})"


def counting(book: Book, source: str) -> str:
    """How many customers have which outcome."""
    return f"SELECT outcome, count(*) FROM ({query(book, source)}) GROUP BY outcome"


def _points(book: Book, one: Criterion) -> str:
    *others, last = one.points
    if one.cuts is None:
        arms = [f"WHEN {code} THEN {points}" for code, points in enumerate(one.points)]
        rest = " ELSE 0" if book.missing else ""
        return f"CASE {one.attribute} {' '.join(arms)}{rest} END"
    factor = 2 if one.attribute == "assets" else 1
    name = one.attribute
    arms = [
        f"WHEN {name} < {factor * cut} THEN {points}"
        for cut, points in zip(one.cuts, others, strict=True)
    ]
    if book.missing:
        arms.append(f"WHEN {name} IS NULL THEN 0")
    return f"CASE {' '.join(arms)} ELSE {last} END"


def _outcome(book: Book) -> str:
    one, two, three, four = book.least
    third = f"3 * {book.times} >= {book.other}"
    ways = f"score >= {two} OR score >= {one} AND assets >= {2 * book.rich}"
    tier = OUTCOMES.index
    arms = [
        ("struck", REJECTED),
        ("watched", REFER),
        (f"score >= {four} AND {third}", tier("tier-4")),
    ]
    if book.missing:
        arms.insert(1, ("struck IS NULL OR watched IS NULL", REFER))
        arms.append((f"score >= {four} AND ({third}) IS NULL", REFER))
    arms += [
        (f"score >= {three}", tier("tier-3")),
        (ways, tier("tier-2")),
        (f"score >= {one}", tier("tier-1")),
    ]
    cases = " ".join(f"WHEN {test} THEN {number}" for test, number in arms)
    return f"CASE {cases} ELSE {PLAIN} END"
