"""The dialects of SQL, as far as a policy's text depends on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from evenhand.engines.sql.shape import Shape

Match = Callable[[exp.Expr, str], exp.Expr]
"""Whether a text column holds exactly a code; NULL where the column is."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One dialect: what its database can do, and how it is written.

    ``upper``: names without quotes mean upper-case ones, so all names are quoted in upper case.
    ``numbers``: yes and no are the numbers 1 and 0. ``loose``: numbers are binary floats, dates
    texts, and any column can hold a value of any type. ``qualified``: ``*`` beside other columns
    needs its table's name, and CONCAT takes two texts only. ``lengths``: SUBSTRING needs a length.
    ``rounds``: a cast to a decimal type does not round, so ROUND does.

    ``kept`` and ``hint`` keep the database from writing the steps into one another, which could
    make one expression of all of them that is too large to work with: a word after AS, and a hint
    after SELECT in which ``{step}`` is the step that is read.
    """

    name: str
    shape: Shape
    matches: Match
    numbers: bool = False
    upper: bool = False
    loose: bool = False
    qualified: bool = False
    lengths: bool = False
    rounds: bool = False
    kept: str = ""
    hint: str = ""


def _plain(column: exp.Expr, code: str) -> exp.Expr:
    return exp.EQ(this=column.copy(), expression=exp.Literal.string(code))


def _collated(name: str, *, text: bool = False) -> Match:
    """Compared under a collation that takes texts letter by letter."""

    def matches(column: exp.Expr, code: str) -> exp.Expr:
        left = exp.cast(column.copy(), "TEXT") if text else column.copy()
        word = exp.to_identifier(name, quoted=True) if text else exp.Var(this=name)
        collated = exp.Collate(this=left, expression=word)
        return exp.EQ(this=collated, expression=exp.Literal.string(code))

    return matches


def _called(name: str) -> Match:
    """The same where COLLATE is a function and the collation a text."""

    def matches(column: exp.Expr, code: str) -> exp.Expr:
        word = exp.Literal.string(name)
        collated = exp.Collate(this=column.copy(), expression=word)
        return exp.EQ(this=collated, expression=exp.Literal.string(code))

    return matches


def _binary(column: exp.Expr, code: str) -> exp.Expr:
    """Compared byte by byte: MySQL's collations take letters or trailing blanks as alike."""
    left = exp.cast(column.copy(), "BINARY")
    return exp.EQ(this=left, expression=exp.cast(exp.Literal.string(code), "BINARY"))


def _marked(column: exp.Expr, code: str) -> exp.Expr:
    """With a mark behind, since T-SQL takes texts as alike that differ in trailing blanks."""
    left = exp.paren(exp.Add(this=column.copy(), expression=exp.Literal.string("|")))
    collated = exp.Collate(this=left, expression=exp.Var(this="Latin1_General_100_BIN2"))
    return exp.EQ(this=collated, expression=exp.Literal.string(code + "|"))


_NUMBER: Final = "DECIMAL(38, 0)"

DIALECTS: Final[Mapping[str, Dialect]] = {
    one.name: one
    for one in (
        Dialect("duckdb", Shape(), _collated("C")),
        Dialect("postgres", Shape(division=False), _collated("C", text=True), kept="MATERIALIZED "),
        Dialect("spark", Shape(), _plain),
        Dialect("snowflake", Shape(division=False), _called("utf8"), upper=True),
        Dialect("bigquery", Shape(), _called(""), rounds=True),
        Dialect("mysql", Shape(), _binary, numbers=True, hint="/*+ NO_MERGE({step}) */"),
        Dialect(
            "tsql",
            Shape(booleans=False, division=False),
            _marked,
            numbers=True,
            lengths=True,
        ),
        Dialect(
            "oracle",
            Shape(booleans=False, division=False),
            _collated("BINARY"),
            numbers=True,
            upper=True,
            qualified=True,
            hint="/*+ NO_MERGE({step}) */",
        ),
        Dialect(
            "sqlite",
            Shape(wide=None, greatest="MAX", division=False),
            _collated("BINARY"),
            numbers=True,
            loose=True,
            kept="MATERIALIZED ",
        ),
    )
}
"""All dialects by their names."""
