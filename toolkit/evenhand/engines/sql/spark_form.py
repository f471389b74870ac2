"""Queries that were built for DuckDB, in the words of Spark."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sqlglot import exp

_NAMES: Final[Mapping[str, str]] = {
    "array_to_string": "array_join",
    "coalesce": "coalesce",
    "concat": "concat",
    "concat_ws": "concat_ws",
    "contains": "contains",
    "date_trunc": "date_trunc",
    "day": "day",
    "greatest": "greatest",
    "list_filter": "filter",
    "list_transform": "transform",
    "month": "month",
    "named_struct": "named_struct",
    "regexp_full_match": "regexp_like",
    "replace": "replace",
    "starts_with": "startswith",
    "string_split": "split",
    "substr": "substr",
    "year": "year",
}
"""The functions that are called by name, and what Spark calls them."""

READING: Final = re.compile(r"evenhand_[a-z0-9_]+")
"""Functions of our own, called alike everywhere."""

_ASKED: Final = re.compile(r"_s[0-9]+")
"""The steps in which a function of ours is asked for what SQL does not take by itself."""


def spark_text(query: exp.Expr) -> str:
    """A query as Spark takes it. Raises KeyError for a function that it may not have."""
    found = query.copy().transform(_in_spark, copy=False)
    _tell_apart(found)
    return found.sql(dialect="spark", comments=False)


def _tell_apart(query: exp.Expr) -> None:
    """Give the steps within a step names of their own: all are written on one level."""
    for outer in query.find_all(exp.CTE):
        inner = {one.alias: f"{outer.alias}_{one.alias}" for one in outer.this.ctes}
        for one in outer.this.ctes:
            one.args["alias"].this.set("this", inner[one.alias])
        for table in outer.this.find_all(exp.Table) if inner else ():
            if table.name in inner:
                table.this.set("this", inner[table.name])


def _in_spark(node: exp.Expr) -> exp.Expr:
    match node:
        case exp.Anonymous():
            return _called(node)
        case exp.TryCast():
            # Without this mark it is printed as CAST, which raises where a text is no number.
            node.set("safe", True)
        case exp.Alias() if isinstance(node.this, exp.Null):
            # A column of nothing but NULL has a type of its own, which no file can hold.
            node.set("this", exp.cast(exp.Null(), "VARCHAR"))
        case _:
            pass
    return node


def _called(node: exp.Anonymous) -> exp.Expr:
    name, given = str(node.this).lower(), node.expressions
    if READING.fullmatch(name):
        return node
    if name == "list_has_all":
        whole, part = (one.transform(_in_spark) for one in given)
        beyond = exp.Anonymous(this="array_except", expressions=[part, whole])
        size = exp.Anonymous(this="size", expressions=[beyond])
        return exp.EQ(this=size, expression=exp.Literal.number("0"))
    node.set("this", _NAMES[name])
    if name == "regexp_full_match":
        # ``$`` would match before a line break at the end as well.
        pattern = rf"\A(?:{given[1].this})\z"
        node.set("expressions", [given[0], exp.Literal.string(pattern)])
    if name == "string_split":
        mark = re.escape(given[1].this)
        node.set("expressions", [given[0], exp.Literal.string(mark)])
    return node


def halves(query: exp.Select) -> tuple[exp.Select, exp.Select] | None:
    """The query for rows that SQL reads by itself, and the one for rows of which Python is asked.

    Spark hands every row to Python where a query has such a function, whatever CASE stands before
    it, so most rows go by a query without. None where no function is asked.
    """
    asked = [one for one in query.find_all(exp.Alias) if _ASKED.fullmatch(one.alias)]
    if not asked:
        return None
    doubtful = [one.this.args["ifs"][0].this.copy() for one in asked]
    quick, slow = query.copy(), query.copy()
    for one in quick.find_all(exp.Alias):
        if _ASKED.fullmatch(one.alias):
            one.set("this", exp.cast(exp.Null(), "VARCHAR"))
    any_doubt = exp.or_(*doubtful)
    _only(quick, exp.Not(this=exp.paren(any_doubt.copy())))
    _only(slow, any_doubt)
    return quick, slow


def _only(query: exp.Select, condition: exp.Expr) -> None:
    taken = next(one for one in query.ctes if one.alias == "_taken")
    taken.this.where(condition, copy=False)


def first_of_each(keys: list[exp.Expr], number: exp.Expr) -> exp.Expr:
    """The place of a row among those with the same keys, by its number."""
    order = exp.Order(expressions=[exp.Ordered(this=number.copy())])
    return exp.Window(this=exp.RowNumber(), partition_by=[one.copy() for one in keys], order=order)
