"""The way of a raw column into the encoded columns that a policy's query reads.

SQL takes what is certainly good: plain numbers on the step and within the range, listed codes,
days of the calendar. All else is asked of ``reading`` one text at a time, so the meaning of a cell
is that of ``value_of`` whatever a database would make of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from evenhand.engines.sql.columns import Column, Encoding
from evenhand.engines.sql.kinds import Sort, Type
from evenhand.engines.sql.numbers import literal
from evenhand.engines.sql.quick import call, known, quick, whole_type
from evenhand.engines.sql.reading import REFUSED, Rule
from evenhand.engines.sql.stages import Stages
from evenhand.model.vocabulary import Kind

LIST_MARK: Final = "\x01"
"""What joins the items of a list before its text is read."""


_TYPED: Final = (Sort.WHOLE, Sort.DECIMAL, Sort.BOOLEAN, Sort.DATE)
"""Whose values are read as they are; they are only put into texts where something is wrong."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One raw column after it was read: the names of its parts in the query.

    ``text`` is what stands in the cell (NULL where nothing does), ``value`` the whole number, the
    truth or, for a set, the answer of ``reading``; ``trouble`` is the number of what is wrong.
    """

    text: exp.Expr
    value: exp.Expr
    trouble: exp.Column


def fits(rule: Rule, kind: Type, floats: bool) -> bool:
    """Whether the values of a column's type can be read as the attribute at all."""
    attribute = rule.attribute
    match kind.sort:
        case Sort.OTHER:
            return False
        case Sort.LIST:
            return attribute is not None and attribute.kind is Kind.SET and not rule.member
        case Sort.FLOAT:
            return floats and _is_number(rule)
        case Sort.DATE | Sort.TIME:
            dated = rule.field.completed is not None
            return attribute is not None and (attribute.kind is Kind.DATE or dated)
        case Sort.BOOLEAN:
            return rule.is_boolean
        case _:
            return True


def _is_number(rule: Rule) -> bool:
    counted = rule.field.completed is not None
    return rule.attribute is not None and rule.attribute.kind.is_numeric and not counted


def take(stages: Stages, rule: Rule, raw: exp.Column, kind: Type, number: int, ask: str) -> Taken:
    """Add the steps that read one raw column; ``ask`` is the function that reads texts.

    ``number`` makes the names of its parts differ from those of other columns.
    """
    text = _cell(rule, raw, kind)
    given: exp.Expr = raw
    if kind.sort not in _TYPED or rule.missing:
        text = given = stages.define(f"_m{number}", text)
    good = quick(stages, rule, raw, text, kind, number)
    doubtful: exp.Expr = known(given)
    if good is not None:
        good = stages.define(f"_f{number}", good)
        doubtful = exp.and_(doubtful, exp.Is(this=good.copy(), expression=exp.Null()))
    asked = call(ask, text.copy())
    slow = stages.define(f"_s{number}", exp.Case().when(doubtful, asked))
    refused = call("starts_with", slow.copy(), exp.Literal.string(REFUSED))
    told = call("substr", slow.copy(), literal(2))
    trouble = exp.Case().when(refused, exp.cast(told, "SMALLINT"))
    value = _decoded(rule, slow)
    if good is not None:
        value = call("coalesce", good.copy(), value)
    return Taken(text, stages.define(f"_w{number}", value), stages.define(f"_q{number}", trouble))


def _decoded(rule: Rule, slow: exp.Column) -> exp.Expr:
    """The value in an answer of ``reading``; NULL where it is missing or refused."""
    if rule.is_boolean:
        yes = exp.EQ(this=slow.copy(), expression=exp.Literal.string("1"))
        no = exp.EQ(this=slow.copy(), expression=exp.Literal.string("0"))
        return exp.Case().when(yes, exp.true()).when(no, exp.false())
    if rule.attribute is not None and rule.attribute.kind is Kind.SET:
        comma = call("starts_with", slow.copy(), exp.Literal.string(","))
        return exp.Case().when(comma, slow.copy())
    return exp.TryCast(this=slow.copy(), to=exp.DataType.build(whole_type(rule)))


def _cell(rule: Rule, raw: exp.Column, kind: Type) -> exp.Expr:
    """The text of a cell, NULL where it stands for a value that is not known."""
    found: exp.Expr = raw.copy()
    if kind.sort is Sort.LIST:
        mark = exp.Literal.string(LIST_MARK)
        found = call("array_to_string", found, mark)
        # An empty list is a known set without members, an empty text would be a missing one.
        found = exp.Case().when(known(raw), exp.DPipe(this=found, expression=mark.copy()))
    elif kind.sort is Sort.TIME:
        midnight = exp.EQ(this=call("date_trunc", exp.Literal.string("day"), found), expression=raw)
        day = exp.cast(exp.cast(raw.copy(), "DATE"), "VARCHAR")
        found = exp.Case().when(midnight, day).else_(exp.cast(raw.copy(), "VARCHAR"))
    elif kind.sort is not Sort.TEXT:
        found = exp.cast(found, "VARCHAR")
    marks = [exp.Literal.string(one) for one in ("", *sorted(rule.missing))]
    if kind.sort in (*_TYPED, Sort.LIST):
        marks = marks[1:]
    if not marks:
        return found
    return exp.Case().when(exp.In(this=found, expressions=marks), exp.Null()).else_(found.copy())


# -- sets and absent columns -------------------------------------------------------------------


def member_of(taken: Taken, place: int) -> exp.Expr:
    """Whether a set that was read contains the member at a place; NULL where it is missing."""
    mark = exp.Literal.string(f",{place},")
    return call("contains", taken.value.copy(), mark)


def member_by_columns(columns: Sequence[Taken], own: Taken | None) -> exp.Expr:
    """The same where each member has a column of its own: the set is told whole or not at all."""
    told = exp.and_(*(known(one.value) for one in columns))
    return exp.Case().when(told, exp.false() if own is None else own.value.copy())


def absent(found: Column) -> exp.Expr:
    """An encoded column for which the table has nothing."""
    truth = found.encoding in (Encoding.BOOLEAN, Encoding.MEMBER, Encoding.ANSWER)
    return exp.cast(exp.Null(), "BOOLEAN" if truth else "BIGINT")
