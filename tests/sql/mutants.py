"""Compilers that write SQL as habit has it: each is right about most customers, and wrong.

Each mutant puts one small piece in the place of one of the engine's; a test of agreement that does
not catch it is worth nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final, NamedTuple

import pytest
from sqlglot import exp

from evenhand.engines.sql import building, conditions, points
from evenhand.engines.sql.building import Building
from evenhand.engines.sql.conditions import Compared, Conditions
from evenhand.engines.sql.deciding import Arm, Deciding
from evenhand.engines.sql.logic import Predicate, certain, disjunction
from evenhand.engines.sql.numbers import Arithmetic, Num, constant, literal
from evenhand.engines.sql.points import Scores, Table
from evenhand.engines.sql.quantities import Quantities, Quantity, Ratio
from evenhand.model.conditions import OneOf, Operator
from evenhand.model.figures import By, Figure
from evenhand.model.scorecard import Cases, Characteristic, PerUnit
from evenhand.model.vocabulary import Attribute, Kind, SumPart

Patch = Callable[[pytest.MonkeyPatch], None]


class Mutant(NamedTuple):
    """A naive compiler, and the trap in tests/traps that it falls into."""

    name: str
    trap: str
    apply: Patch


def _zero(one: exp.Expr, instead: int = 0) -> exp.Expr:
    return exp.Coalesce(this=one.copy(), expressions=[literal(instead)])


def _wrapped(owner: Any, name: str, made: Callable[..., Any]) -> Patch:
    """A patch by which ``made`` gets what the engine's own piece gives, and its arguments."""

    def apply(patch: pytest.MonkeyPatch) -> None:
        original = getattr(owner, name)

        def piece(*given: Any, **named: Any) -> Any:
            return made(original(*given, **named), *given, **named)

        patch.setattr(owner, name, piece)

    return apply


def _instead(owner: Any, name: str, piece: Any) -> Patch:
    return lambda patch: patch.setattr(owner, name, piece)


# -- CASE takes NULL for false ------------------------------------------------------------------


def _walk(self: Deciding, on_open: Arm, on_true: Arm) -> exp.Expr:
    """No arm for an entry of unknown truth."""
    case = exp.Case()
    for entry in self.entries[:-1]:
        case = case.when(entry.holds, on_true(entry.label))
    last = on_true(self.entries[-1].label)
    return case.else_(last) if case.args.get("ifs") else last


def _table(self: Scores, one: Characteristic, form: Cases, unit: Fraction) -> Num | None:
    """Rows of unknown truth are passed over."""
    table = Table(unit)
    for row in form.rows:
        table.when(self.conditions.judge(row.when), self.stated(row.points))
    return table.otherwise(self.stated(one.otherwise))


def _by(
    self: Conditions,
    compared: Compared,
    operator: Operator,
    figure: By,
    attribute: Attribute | None,
) -> Predicate:
    """A selector that is NULL goes to ELSE."""
    chosen = self.building.policy.dictionary.attributes[figure.attribute]
    case = exp.Case()
    for code, inner in figure.values:
        bound = self.against(compared, operator, inner, attribute)
        case = case.when(self._is(chosen, code), bound)
    if figure.otherwise is not None:
        rest: Figure = figure.otherwise
        case = case.else_(self.against(compared, operator, rest, attribute))
    return exp.paren(case)


def _at_least(needed: int, parts: Sequence[Predicate]) -> Predicate:
    """One count, of the true ones."""
    met: list[exp.Expr] = [exp.Case().when(one, literal(1)).else_(literal(0)) for one in parts]
    total = met[0]
    for one in met[1:]:
        total = exp.Add(this=total, expression=one)
    return exp.GTE(this=exp.paren(total), expression=literal(needed))


# -- NULL for zero, no, or nothing ----------------------------------------------------------------


def _coalesced(total: Num | None, *_: object) -> Num | None:
    return total if total is None else replace(total, sql=_zero(total.sql))


def _skipping(term: Num, self: Quantities, part: SumPart) -> Num:
    return replace(term, sql=_zero(term.sql), low=min(term.low, 0), high=max(term.high, 0))


def _boolean_is_no(holds: Predicate, *_: object) -> Predicate:
    return exp.Coalesce(this=holds, expressions=[exp.false()])


def _not_in(self: Conditions, atom: OneOf) -> Predicate:
    """``x NOT IN (…) OR x IS NULL``."""
    found = _ONE_OF(self, atom)
    if not atom.negated:
        return found
    return exp.Coalesce(this=found, expressions=[exp.false()])


_ONE_OF = Conditions._one_of


def _missing_does_not_apply(found: Quantity, *_: object) -> Quantity:
    if isinstance(found.value, Ratio):
        return found
    return Quantity(found.value, disjunction([found.absent, points.missing(found)]))


def _never_missing(found: Quantity) -> Predicate:
    return certain(False)


# -- what does not apply --------------------------------------------------------------------------


def _atom_alone(self: Conditions, atom: Predicate, *names: str) -> Predicate:
    return atom


def _raw(self: Quantities, name: str) -> Quantity:
    """What somebody filled in counts, applicable or not."""
    return self.raw(name)


# -- GREATEST, LEAST ------------------------------------------------------------------------------


def _extreme(self: Quantities, name: str, attributes: Sequence[str], greatest: bool) -> Quantity:
    """GREATEST and LEAST, which leave NULLs out."""
    found = [self.quantity(one) for one in attributes]
    numbers = self.building.arithmetic.alike(
        [one.value for one in found if isinstance(one.value, Num)]
    )
    word = "GREATEST" if greatest else "LEAST"
    sql = exp.Anonymous(this=word, expressions=[one.sql.copy() for one in numbers])
    low, high = min(one.low for one in numbers), max(one.high for one in numbers)
    return Quantity(
        self.building.define_number(name, Num(sql, numbers[0].unit, low, high)), certain(False)
    )


def _within(kept: Num, self: Arithmetic, number: Num, *limits: Fraction | None) -> Num:
    """LEAST(x, limit) and GREATEST(x, limit)."""
    found = self.in_unit(number, kept.unit)
    sql = found.sql.copy()
    for word, limit in zip(("GREATEST", "LEAST"), limits, strict=True):
        if limit is not None:
            sql = exp.Anonymous(this=word, expressions=[sql, literal(int(limit / kept.unit))])
    return replace(kept, sql=sql)


# -- figures of several values -------------------------------------------------------------------


def _first_value(
    self: Conditions,
    compared: Compared,
    operator: Operator,
    values: Sequence[Num],
) -> Predicate:
    return compared(operator, values[0]) if values else exp.Null()


def _last_value(
    self: Conditions,
    compared: Compared,
    operator: Operator,
    values: Sequence[Num],
) -> Predicate:
    return compared(operator, values[-1]) if values else exp.Null()


# -- numbers and texts ----------------------------------------------------------------------------


def _as_float(number: Num) -> exp.Expr:
    unit = exp.Literal.number(str(float(number.unit)))
    return exp.paren(exp.Mul(this=exp.cast(number.sql.copy(), "DOUBLE"), expression=unit))


def _float_sums(apart: exp.Expr, self: Arithmetic, op: Operator, one: Num, bound: Num) -> exp.Expr:
    """Binary floats in the place of whole numbers of the smallest unit."""
    written = _as_float(bound)
    if bound.fixed is not None:
        written = exp.cast(exp.Literal.number(str(float(bound.fixed))), "DOUBLE")
    return type(apart)(this=_as_float(one), expression=written)


def _float_ratio(made: Building, ratio: Ratio) -> Compared:
    """``of / to`` as a whole number, cut towards zero."""

    def compared(operator: Operator, bound: Num) -> Predicate:
        below = exp.Nullif(this=ratio.to.sql.copy(), expression=literal(0))
        over = exp.IntDiv(this=ratio.of.sql.copy(), expression=below)
        return made.arithmetic.compare(operator, Num(over, Fraction(1), -1000, 1000), bound)

    return compared


def _units_below_zero(self: Scores, form: PerUnit, found: Quantity) -> Num | None:
    """``(value − over) // each`` without regard to values below ``over``."""
    value, each = found.value, self.stated(form.points)
    assert isinstance(value, Num) and each is not None
    above = self.building.arithmetic.total([value, constant(-form.over)])
    size = exp.Literal.number(str(int(form.each / above.unit)))
    rounded = exp.Floor(this=exp.paren(exp.Div(this=_as_float(above), expression=size)))
    count = Num(exp.cast(rounded, "BIGINT"), Fraction(1), -1000, 1000)
    return self.building.arithmetic.times(count, each)


def _units_as_floats(self: Arithmetic, number: Num, each: Fraction) -> Num:
    """Whole units by dividing binary floats."""
    size = exp.Literal.number(str(float(each)))
    rounded = exp.Floor(this=exp.paren(exp.Div(this=_as_float(number), expression=size)))
    return replace(_UNITS(self, number, each), sql=exp.cast(rounded, "BIGINT"))


def _divided(self: Arithmetic, top: Num, by: int) -> exp.Expr:
    """``/``, which gives a binary float."""
    ratio = exp.Mul(this=exp.cast(top.sql, "DOUBLE"), expression=exp.Literal.number(str(1.0 / by)))
    return exp.paren(ratio)


_UNITS = Arithmetic.units


def _text_order(number: Num, self: Building, name: str) -> Num:
    """The place of a code in the order of the alphabet."""
    attribute = self.policy.dictionary.attributes[name]
    if attribute.kind is not Kind.ORDINAL:
        return number
    case = exp.Case()
    for index, code in enumerate(attribute.codes):
        place = literal(sorted(attribute.codes).index(code))
        case = case.when(exp.EQ(this=number.sql.copy(), expression=literal(index)), place)
    return replace(number, sql=exp.paren(case))


def _texts(patch: pytest.MonkeyPatch) -> None:
    original = building.place

    def place(attribute: Attribute | None, value: Any) -> Fraction:
        if attribute is not None and attribute.kind is Kind.ORDINAL:
            return Fraction(sorted(attribute.codes).index(str(value)))
        return original(attribute, value)

    _wrapped(Building, "attribute", _text_order)(patch)
    patch.setattr(conditions, "place", place)


def _last_code_alike(patch: pytest.MonkeyPatch) -> None:
    """Codes compared by their first letters, as a pattern or a short column has it."""
    original = building.place

    def place(attribute: Attribute | None, value: Any) -> Fraction:
        if attribute is not None and attribute.kind is Kind.ENUM:
            first = [code[:4] for code in attribute.codes]
            return Fraction(first.index(str(value)[:4]))
        return original(attribute, value)

    patch.setattr(conditions, "place", place)


MUTANTS: Final = (
    Mutant("no arm for an unknown outcome", "null-arm-in-case", _instead(Deciding, "walk", _walk)),
    Mutant(
        "rows of unknown truth passed over", "null-row-in-cases", _instead(Scores, "_table", _table)
    ),
    Mutant("COALESCE(score, 0)", "coalesced-score", _wrapped(Scores, "_total", _coalesced)),
    Mutant(
        "ELSE for a NULL selector", "else-on-null-selector-by", _instead(Conditions, "_by", _by)
    ),
    Mutant(
        "ELSE for a NULL code",
        "else-on-null-selector-points",
        _instead(points, "missing", _never_missing),
    ),
    Mutant("one count", "at-least-two-counts", _instead(conditions, "at_least", _at_least)),
    Mutant(
        "GREATEST of what is known",
        "greatest-skips-null",
        _instead(Quantities, "_extreme", _extreme),
    ),
    Mutant("LEAST as a limit", "limits-skip-null", _wrapped(Arithmetic, "within", _within)),
    Mutant("SUM of what is known", "sum-skips-null", _wrapped(Quantities, "_part", _skipping)),
    Mutant("NULL is no", "three-valued-boolean", _wrapped(Building, "boolean", _boolean_is_no)),
    Mutant("NOT IN or NULL", "not-in-with-missing", _instead(Conditions, "_one_of", _not_in)),
    Mutant(
        "missing does not apply",
        "not-applicable",
        _wrapped(Quantities, "quantity", _missing_does_not_apply),
    ),
    Mutant(
        "tests of what does not apply",
        "not-applicable",
        _instead(Conditions, "_where_it_applies", _atom_alone),
    ),
    Mutant(
        "points for what does not apply", "not-applicable", _instead(Quantities, "quantity", _raw)
    ),
    Mutant(
        "the first of two values",
        "disputed-case",
        _instead(Conditions, "_against_all", _first_value),
    ),
    Mutant(
        "the lower end of a range",
        "range-figures",
        _instead(Conditions, "_against_all", _first_value),
    ),
    Mutant(
        "the upper end of a range",
        "range-figures",
        _instead(Conditions, "_against_all", _last_value),
    ),
    Mutant("binary floats", "float-division", _wrapped(Arithmetic, "compare", _float_sums)),
    Mutant(
        "quotients cut", "integer-division", _instead(conditions, "_ratio_against", _float_ratio)
    ),
    Mutant("units below zero", "integer-division", _instead(Scores, "_units", _units_below_zero)),
    Mutant("no whole division", "integer-division", _instead(Arithmetic, "_divided", _divided)),
    Mutant(
        "units as binary floats", "whole-units", _instead(Arithmetic, "units", _units_as_floats)
    ),
    Mutant("ordinals as texts", "text-comparison", _texts),
    Mutant("codes by their first letters", "text-comparison", _last_code_alike),
)
"""All of them."""
