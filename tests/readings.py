"""Attributes and a way to have SQL read texts, for the tests of tables."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sqlglot import exp

from evenhand.engines.sql.intake import fits, take
from evenhand.engines.sql.kinds import type_of
from evenhand.engines.sql.reading import TROUBLES, Rule, answering
from evenhand.engines.sql.sandbox import Sandbox, sandbox
from evenhand.engines.sql.stages import Stages, column
from evenhand.location import Source, whole
from evenhand.messages import Bilingual
from evenhand.model.table_mapping import Field
from evenhand.model.vocabulary import Attribute, Kind

PLACE = whole(Source("test", ()))
TODAY = date(2026, 11, 24)
CODES = ("doctor", "none", "civil_servant", "other")
LABELS = tuple(Bilingual(code.title(), f"{code}职") for code in CODES)


def attribute(kind: Kind, **more: Any) -> Attribute:
    given: dict[str, Any] = {"label": Bilingual("A", "甲"), "location": PLACE, **more}
    if kind.is_numeric:
        given = {"step": Fraction(1), "low": Fraction(0), "high": Fraction(100), **given}
    if kind.has_codes:
        given = {"codes": CODES, "code_labels": LABELS, **given}
    if kind is Kind.DATE:
        given = {"earliest": date(1900, 1, 1), "latest": date(2100, 12, 31), **given}
    return Attribute("asked", kind=kind, **given)


MONEY = attribute(
    Kind.MONEY, step=Fraction(1, 100), low=Fraction(-1000), high=Fraction(10_000_000_000)
)
ATTRIBUTES = {
    "money": MONEY,
    "whole": attribute(Kind.INTEGER, low=Fraction(-5), high=Fraction(130)),
    "fifties": attribute(Kind.MONEY, step=Fraction(50), high=Fraction(10**12)),
    "thirds": attribute(Kind.NUMBER, step=Fraction(1, 3), high=Fraction(100)),
    "eighths": attribute(Kind.RATIO, step=Fraction(1, 8), high=Fraction(1)),
    "tiny": attribute(Kind.RATIO, step=Fraction(1, 10**6), high=Fraction(1)),
    "huge": attribute(Kind.MONEY, step=Fraction(1, 100), high=Fraction(10**25)),
    "odd ends": attribute(Kind.NUMBER, step=Fraction(3, 10), low=Fraction(1, 7), high=Fraction(9)),
    "boolean": attribute(Kind.BOOLEAN),
    "ordinal": attribute(Kind.ORDINAL),
    "open": attribute(Kind.ENUM, open=True),
    "closed": attribute(Kind.ENUM),
    "date": attribute(Kind.DATE),
}


def read(
    box: Sandbox, rule: Rule, rows: Sequence[str] | exp.Expr, kind: str = "VARCHAR"
) -> list[tuple[str, object]]:
    """What the query makes of texts, or of the column ``c`` of a relation."""
    relation = rows if isinstance(rows, exp.Expr) else texts_of(box, rows)
    name = f"asked_{len(list(box.folder.glob('asked-*')))}"
    (box.folder / f"asked-{name}").touch()
    box.define(name, answering(rule))
    stages = Stages()
    taken = take(stages, rule, column("c"), type_of(kind), 0, name)
    shown = {"value": taken.value, "trouble": taken.trouble}
    query = stages.query("_source", [], shown)
    whole_query = exp.select("*").with_("_source", as_=exp.select("c").from_(relation))
    whole_query = whole_query.with_("_read", as_=query).from_("_read")
    found: list[tuple[str, object]] = []
    for value, trouble in box.run(whole_query):
        assert value is None or trouble is None
        if trouble is not None:
            assert TROUBLES[trouble]
            found.append(("refused", None))
        else:
            found.append(("missing", None) if value is None else ("value", value))
    return found


def texts_of(box: Sandbox, texts: Sequence[str]) -> exp.Expr:
    """Texts as a relation, in their order, by way of a file that says nothing of types."""
    path = box.folder / f"texts-{len(list(box.folder.glob('texts-*')))}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
            [text] for text in texts
        )
    call = exp.Anonymous(
        this="read_csv",
        expressions=[
            exp.Literal.string(str(path)),
            exp.Kwarg(this=exp.var("auto_detect"), expression=exp.false()),
            exp.Kwarg(this=exp.var("quote"), expression=exp.Literal.string('"')),
            exp.Kwarg(this=exp.var("delim"), expression=exp.Literal.string(",")),
            exp.Kwarg(this=exp.var("escape"), expression=exp.Literal.string('"')),
            exp.Kwarg(
                this=exp.var("columns"),
                expression=exp.Struct(
                    expressions=[
                        exp.PropertyEQ(
                            this=exp.Literal.string("c"),
                            expression=exp.Literal.string("VARCHAR"),
                        )
                    ]
                ),
            ),
        ],
    )
    return exp.select("*").from_(call).subquery("given")


def rule_of(asked: Attribute, **more: Any) -> Rule:
    return Rule(asked, Field("asked", "c", location=PLACE, **more), TODAY)


def values(*rows: str, kind: str) -> exp.Expr:
    listed = ", ".join(f"(CAST({row} AS {kind}))" for row in rows)
    return exp.select("*").from_(f"(VALUES {listed}) AS t(c)", dialect="duckdb").subquery("given")


def read_typed(rule: Rule, kind: str, rows: Sequence[str]) -> list[object]:
    assert fits(rule, type_of(kind), floats=True)
    with sandbox([]) as box:
        found = read(box, rule, values(*rows, kind=kind), kind)
    return ["!" if sort == "refused" else value for sort, value in found]
