"""The policies on Polars and pandas, as somebody who knows them well writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.books import OUTCOMES, PLAIN, REFER, REJECTED, Book, Criterion

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


# -- Polars ----------------------------------------------------------------------------------------


def polars_frame(book: Book, path: Path) -> pl.LazyFrame:
    """A lazy frame with the numbers of the outcomes."""
    import polars as pl

    assets = 2 * pl.col(book.whole) + pl.col(book.half)
    frame = pl.scan_parquet(path).with_columns(assets=assets)
    return frame.with_columns(score=_halves([_polars_points(one) for one in book.criteria])).select(
        outcome=_polars_outcome(book)
    )


def _halves(parts: list[pl.Expr]) -> pl.Expr:
    """A sum that is no long chain."""
    while len(parts) > 1:
        pairs = [parts[at : at + 2] for at in range(0, len(parts), 2)]
        parts = [pair[0] if len(pair) == 1 else pair[0] + pair[1] for pair in pairs]
    return parts[0]


def _polars_points(one: Criterion) -> pl.Expr:
    import polars as pl

    column = pl.col(one.attribute)
    *others, last = (pl.lit(points, pl.Int32) for points in one.points)
    if one.cuts is None:
        tests = [column == code for code in range(len(others))]
    else:
        factor = 2 if one.attribute == "assets" else 1
        tests = [column < factor * cut for cut in one.cuts]
    chain: Any = pl
    for test, points in zip(tests, others, strict=True):
        chain = chain.when(test).then(points)
    found: pl.Expr = chain.otherwise(last)
    return found


def _polars_outcome(book: Book) -> pl.Expr:
    import polars as pl

    one, two, three, four = book.least
    score = pl.col("score")
    struck = pl.any_horizontal(*book.flags, *(pl.col(name) < at for name, at in book.floors))
    rich = pl.col("assets") >= 2 * book.rich
    third = 3 * pl.col(book.times) >= pl.col(book.other)
    number = {name: pl.lit(at, pl.Int8) for at, name in enumerate(OUTCOMES)}
    return (
        pl.when(struck)
        .then(number["rejected"])
        .when(pl.col("watched"))
        .then(number["refer"])
        .when((score >= four) & third)
        .then(number["tier-4"])
        .when(score >= three)
        .then(number["tier-3"])
        .when((score >= two) | ((score >= one) & rich))
        .then(number["tier-2"])
        .when(score >= one)
        .then(number["tier-1"])
        .otherwise(number["plain"])
    )


# -- pandas ----------------------------------------------------------------------------------------


def pandas_outcomes(book: Book, frame: pd.DataFrame) -> Any:
    """The numbers of the outcomes as a numpy array."""
    import numpy as np
    import pandas as pd

    assets = 2 * frame[book.whole] + frame[book.half]
    score = pd.Series(0, index=frame.index, dtype="int32")
    for one in book.criteria:
        if one.cuts is None:
            points = frame[one.attribute].map(dict(enumerate(one.points)))
        else:
            factor = 2 if one.attribute == "assets" else 1
            values = assets if one.attribute == "assets" else frame[one.attribute]
            edges = [-1, *(factor * cut - 1 for cut in one.cuts), 2**31 - 1]
            points = pd.cut(values, edges, labels=False).map(dict(enumerate(one.points)))
        score += points.astype("int32")
    struck = frame[list(book.flags)].any(axis=1)
    for name, least in book.floors:
        struck |= frame[name] < least
    lowest, second, third, best = book.least
    linked = 3 * frame[book.times] >= frame[book.other]
    rich = assets >= 2 * book.rich
    arms = {
        REJECTED: struck,
        REFER: frame["watched"],
        OUTCOMES.index("tier-4"): (score >= best) & linked,
        OUTCOMES.index("tier-3"): score >= third,
        OUTCOMES.index("tier-2"): (score >= second) | ((score >= lowest) & rich),
        OUTCOMES.index("tier-1"): score >= lowest,
    }
    return np.select(list(arms.values()), list(arms), PLAIN).astype("int8")
