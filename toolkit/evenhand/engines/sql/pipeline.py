"""One query from the rows of a table to what every policy decides about them.

The table is read once: cells are taken (``intake``), constraints looked at, and then each policy's
query stands on the one before and passes its columns on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from evenhand.engines.sql.columns import Column, Encoding, encoded
from evenhand.engines.sql.compile import program
from evenhand.engines.sql.constraints import broken_names
from evenhand.engines.sql.intake import Taken, absent, member_by_columns, member_of, take
from evenhand.engines.sql.numbers import literal
from evenhand.engines.sql.planning import Input, Plan
from evenhand.engines.sql.quick import call, known
from evenhand.engines.sql.source import NUMBER, Opened
from evenhand.engines.sql.stages import Stages, column
from evenhand.model.customer import Customer
from evenhand.model.outcome import REFER, Reading
from evenhand.model.values import Missing

DATA_ERROR = "data_error"
"""The status of a row that holds a value which its attribute cannot have."""

ID = "_id"
SIGNS = "_signs"
"""What is wrong in a row: ``<input>.<column>:<trouble>`` and ``k<constraint>``, blanks between."""

TOLD = "_told"
"""The texts of the cells that are wrong, in the same order; only where somebody asked for them."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The names of the columns that hold what one policy decides."""

    outcome: str
    status: str
    rest: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The query, and the names of its columns: groups, and the decisions of each policy."""

    query: exp.Select
    groups: tuple[str, ...]
    decisions: tuple[Decisions, ...]
    asked: Mapping[str, int]


@dataclass(slots=True)
class _Making:
    plan: Plan
    opened: Opened
    reading: Reading
    show_values: bool
    stages: Stages = field(default_factory=Stages)
    taken: list[list[Taken]] = field(default_factory=list)
    shown: dict[str, exp.Expr] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    def raw(self) -> exp.Select:
        """The columns of the table that are read, by names of our own."""
        plan = self.plan
        places = {place for one in plan.inputs for place in one.places}
        places |= {one.place for one in plan.groups}
        places |= set() if plan.customer is None else {plan.customer}
        columns: list[exp.Expr] = [
            exp.alias_(column(self.opened.columns[place]), f"_r{place}", quoted=True)
            for place in sorted(places)
        ]
        if self.opened.number is not None:
            columns.append(exp.alias_(self.opened.number.copy(), NUMBER, quoted=True))
        if not columns:
            columns.append(exp.alias_(exp.Null(), "_r", quoted=True))
        return exp.select(*columns).from_(self.opened.relation.copy())

    def take_all(self) -> None:
        number = 0
        for index, one in enumerate(self.plan.inputs):
            mine = []
            for place in one.places:
                name = f"evenhand_read_{index}"
                self.asked[name] = index
                kind = self.opened.kinds[place]
                raw = column(f"_r{place}")
                mine.append(take(self.stages, one.rule, raw, kind, number, name))
                number += 1
            self.taken.append(mine)


def pipeline(
    plan: Plan, opened: Opened, reading: Reading, *, show_values: bool, whole: bool = True
) -> Pipeline:
    """The whole query for a plan. Without ``whole`` only what is counted: outcome and status."""
    making = _Making(plan, opened, reading, show_values)
    making.take_all()
    base = [NUMBER] if opened.number is not None else []
    making.shown[ID] = _identity(plan)
    groups = []
    for index, one in enumerate(plan.groups):
        making.shown[f"_g{index}"] = _group(making, one.place, one.input)
        groups.append(f"_g{index}")
    values = _encoded(making)
    signs = _signs(making)
    query = exp.select("*").with_("_raw", as_=making.raw())
    making.shown.update(signs)
    taken = making.stages.query("_raw", base, making.shown)
    query = query.with_("_taken", as_=taken)
    carried = [*base, *making.shown]
    last, carried = _constraints(query, plan, values, carried)
    decisions = []
    for index in range(len(plan.programs)):
        last, carried, made = _decide(query, making, index, values, last, carried)
        decisions.append(made)
    wanted = [*base, ID, *groups, SIGNS, *([TOLD] if show_values else [])]
    for made in decisions:
        wanted += [made.outcome, made.status, *(made.rest.values() if whole else ())]
    top = exp.select(*(column(name) for name in wanted)).from_(last)
    top.set("with_", query.args["with_"])
    return Pipeline(top, tuple(groups), tuple(decisions), making.asked)


def _identity(plan: Plan) -> exp.Expr:
    return exp.Null() if plan.customer is None else column(f"_r{plan.customer}")


def _group(making: _Making, place: int, number: int | None) -> exp.Expr:
    """The text that a row is counted under; the code where it was read as an attribute."""
    if number is None:
        return exp.cast(column(f"_r{place}"), "VARCHAR")
    one, taken = making.plan.inputs[number], making.taken[number][0]
    assert one.attribute is not None
    if one.rule.is_boolean:
        return exp.cast(taken.value.copy(), "VARCHAR")
    found = exp.Case(this=taken.value.copy())
    for index, code in enumerate(one.attribute.codes):
        found = found.when(literal(index), exp.Literal.string(code))
    return found


# -- encoded columns and what is wrong -----------------------------------------------------------


def _encoded(making: _Making) -> dict[tuple[int | None, str], str]:
    """Names of encoded columns, by input and column; each is made once for all policies."""
    names: dict[tuple[int | None, str], str] = {}
    listed = [pair for columns in making.plan.encoded for pair in columns]
    listed += [pair for checks in making.plan.checks for pair in checks.columns]
    for found, number in listed:
        if (number, found.name) in names:
            continue
        name = names[number, found.name] = f"_v{len(names)}"
        making.shown[name] = absent(found) if number is None else _value(making, found, number)
    return names


def _value(making: _Making, found: Column, number: int) -> exp.Expr:
    one, taken = making.plan.inputs[number], making.taken[number]
    if one.constant is not None:
        return _constant(one, found)
    if found.encoding is not Encoding.MEMBER:
        return taken[0].value.copy()
    assert one.attribute is not None
    if not one.members:
        return member_of(taken[0], one.attribute.codes.index(found.of))
    own = taken[one.members.index(found.of)] if found.of in one.members else None
    return member_by_columns(taken, own)


def _constant(one: Input, found: Column) -> exp.Expr:
    if isinstance(one.constant, Missing):
        return absent(found)
    assert one.constant is not None
    if found.attribute is None:
        return exp.true() if one.constant is True else exp.false()
    cell = encoded(found, Customer({found.attribute.id: one.constant}))
    assert cell is not None
    return exp.Boolean(this=cell) if isinstance(cell, bool) else literal(cell)


def _signs(making: _Making) -> dict[str, exp.Expr]:
    """What is wrong with the cells of a row, written only where anything is."""
    pairs = [
        (f"{index}.{place}:", one)
        for index, mine in enumerate(making.taken)
        for place, one in enumerate(mine)
    ]
    if not pairs:
        return {"_cells": exp.cast(exp.Null(), "VARCHAR")}
    wrong = making.stages.define("_wrong", exp.or_(*(known(one.trouble) for _, one in pairs)))
    texts = [
        exp.DPipe(
            this=exp.Literal.string(prefix), expression=exp.cast(one.trouble.copy(), "VARCHAR")
        )
        for prefix, one in pairs
    ]
    joined = call("concat_ws", exp.Literal.string(" "), *texts)
    found: dict[str, exp.Expr] = {"_cells": exp.Case().when(wrong.copy(), joined)}
    if making.show_values:
        told = [exp.Case().when(known(one.trouble), one.text.copy()) for _, one in pairs]
        kept = call("list_filter", exp.Array(expressions=told), _not_null())
        found[TOLD] = exp.Case().when(wrong.copy(), kept)
    for index, columns in enumerate(making.plan.encoded):
        mine = {number for _, number in columns if number is not None}
        bad = [known(one.trouble) for number in sorted(mine) for one in making.taken[number]]
        condition = exp.and_(wrong.copy(), exp.or_(*bad)) if bad else exp.false()
        found[f"_b{index}"] = condition
    return found


def _not_null() -> exp.Expr:
    return exp.Lambda(this=known(exp.column("x")), expressions=[exp.to_identifier("x")])


# -- constraints and policies --------------------------------------------------------------------


def _constraints(
    query: exp.Select, plan: Plan, values: Mapping[tuple[int | None, str], str], carried: list[str]
) -> tuple[str, list[str]]:
    """Add the steps that look at the constraints; the name of the last, and its columns."""
    last, first = "_taken", 0
    for index, checks in enumerate(plan.checks):
        if not checks.constraints:
            continue
        _rename(query, f"_asked_{index}", last, checks.columns, values)
        broken = broken_names(checks, first)
        first += len(broken)
        checks.building.stages.taken.update(carried)
        made = checks.building.stages.query(f"_asked_{index}", carried, broken)
        last = f"_checked_{index}"
        query.with_(last, as_=made, copy=False)
        carried = [*carried, *broken]
    texts: list[exp.Expr] = [column("_cells")]
    texts += [
        exp.Case().when(column(f"_k{number}"), exp.Literal.string(f"k{number}"))
        for number in range(first)
    ]
    signs: exp.Expr = column("_cells")
    if first:
        broken_any = exp.or_(*(column(f"_k{number}") for number in range(first)))
        joined = call("concat_ws", exp.Literal.string(" "), *texts)
        signs = exp.Case().when(broken_any, joined).else_(column("_cells"))
    kept = [name for name in carried if not name.startswith("_k") and name != "_cells"]
    made = exp.select(*(column(name) for name in kept), exp.alias_(signs, SIGNS, quoted=True))
    query.with_("_signed", as_=made.from_(last), copy=False)
    return "_signed", [*kept, SIGNS]


def _rename(
    query: exp.Select,
    name: str,
    last: str,
    columns: Sequence[tuple[Column, int | None]],
    values: Mapping[tuple[int | None, str], str],
) -> None:
    """Add a step that gives encoded columns the names by which a policy's query calls them."""
    called = [
        exp.alias_(column(values[number, one.name]), one.name, quoted=True)
        for one, number in columns
    ]
    query.with_(name, as_=exp.select(exp.Star(), *called).from_(last), copy=False)


def _decide(
    query: exp.Select,
    making: _Making,
    index: int,
    values: Mapping[tuple[int | None, str], str],
    last: str,
    carried: list[str],
) -> tuple[str, list[str], Decisions]:
    """Add the steps of one policy; the name of the last, its columns and the decisions' names."""
    plan = making.plan
    _rename(query, f"_named_{index}", last, plan.encoded[index], values)
    policy = plan.programs[index].policy
    made = program(policy, making.reading, source=f"_named_{index}", keep=carried)
    query.with_(f"_decided_{index}", as_=made.query, copy=False)
    bad = column(f"_b{index}")
    names = {name: f"_o{index}_{name}" for name in _results(made.reasons, made.scores)}
    shown: list[exp.Expr] = [column(name) for name in carried if name != f"_b{index}"]
    for name, ours in names.items():
        value = exp.Case().when(bad.copy(), _of_bad_rows(name)).else_(column(name))
        shown.append(exp.alias_(value, ours, quoted=True))
    judged = f"_judged_{index}"
    query.with_(judged, as_=exp.select(*shown).from_(f"_decided_{index}"), copy=False)
    rest = {name: ours for name, ours in names.items() if name not in ("outcome", "status")}
    kept = [name for name in carried if name != f"_b{index}"]
    decisions = Decisions(names["outcome"], names["status"], rest)
    return judged, [*kept, *names.values()], decisions


def _of_bad_rows(name: str) -> exp.Expr:
    match name:
        case "outcome":
            return exp.Literal.string(REFER)
        case "status":
            return exp.Literal.string(DATA_ERROR)
        case _:
            return exp.Null()


def _results(reasons: int, scores: Mapping[str, str]) -> Iterator[str]:
    yield from ("outcome", "status", "floor", "ceiling")
    yield from scores.values()
    yield "path"
    yield from (f"reason_{number}" for number in range(1, reasons + 1))
