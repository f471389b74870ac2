"""What SQL reads of a table by itself: the values that are certainly good."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from sqlglot import exp

from evenhand.engines.sql.columns import day_number
from evenhand.engines.sql.kinds import MOST_PLACES, Sort, Type
from evenhand.engines.sql.numbers import SMALL, literal
from evenhand.engines.sql.reading import Rule
from evenhand.engines.sql.shape import BIG
from evenhand.engines.sql.stages import Stages
from evenhand.model.scales import step_of
from evenhand.model.table_mapping import Completed
from evenhand.model.vocabulary import Attribute, Kind

DIGITS: Final = 18
"""The digits that a whole number of 64 bits always holds.

A decimal with p places is multiplied by 10**p to give a whole number, and DuckDB does that in 64
bits with the places still there: it may have 18 - 2p digits before the point, no more.
"""


def quick(
    stages: Stages, rule: Rule, raw: exp.Column, text: exp.Expr, kind: Type, number: int
) -> exp.Expr | None:
    """What SQL reads by itself: a value that is certainly good, else NULL."""
    attribute = rule.attribute
    if rule.is_boolean:
        return _quick_boolean(rule, raw, text, kind)
    assert attribute is not None
    if attribute.kind is Kind.SET:
        return _quick_set(rule, text)
    if rule.field.completed is not None or attribute.kind is Kind.DATE:
        day = _quick_day(rule, raw, text, kind)
        if day is None:
            return None
        counted = stages.define(f"_u{number}", day)
        if rule.field.completed is None:
            return _between(counted, _days(attribute))
        return _counted(rule, counted)
    if attribute.kind.has_codes:
        return _quick_code(rule, text)
    return _quick_number(stages, rule, raw, text, kind, number)


# -- numbers -----------------------------------------------------------------------------------


def _quick_number(
    stages: Stages, rule: Rule, raw: exp.Column, text: exp.Expr, kind: Type, number: int
) -> exp.Expr | None:
    """A plain number as a multiple of the step: in whole units of its last decimal place first."""
    attribute = rule.attribute
    assert attribute is not None
    units: exp.Expr
    match kind.sort:
        case Sort.WHOLE | Sort.DECIMAL:
            places = kind.places
            given: exp.Expr = raw.copy()
            if rule.missing:
                given = exp.Case().when(known(text), given)
            units = _unscaled(given, places)
            if places:
                most = literal(10 ** (DIGITS - 2 * places) - 1)
                inside = exp.Between(this=raw.copy(), low=exp.Neg(this=most), high=most.copy())
                units = exp.Case().when(inside, units)
        case Sort.TEXT | Sort.PRINTED | Sort.FLOAT:
            places = _places(Fraction(step_of(attribute), rule.field.times))
            plain = f"-?[0-9]{{1,{DIGITS - 2 * places}}}"
            plain += rf"(\.[0-9]{{1,{places}}})?" if places else r"(\.0)?"
            matched = call("regexp_full_match", text.copy(), exp.Literal.string(plain))
            held = exp.cast(text.copy(), f"DECIMAL({DIGITS}, {places})")
            units = exp.Case().when(matched, _unscaled(held, places))
        case _:
            return None
    counted = stages.define(f"_u{number}", units)
    return _in_steps(attribute, counted, Fraction(rule.field.times, 10**places))


def _in_steps(attribute: Attribute, units: exp.Column, unit: Fraction) -> exp.Expr:
    """Whole units as multiples of the step, where they are within the range and on the step."""
    factor = Fraction(unit, step_of(attribute))
    assert attribute.low is not None and attribute.high is not None
    low = max(int(-(-attribute.low // unit)), -BIG)
    high = min(int(attribute.high // unit), BIG)
    good = _within(units, low, high)
    whole: exp.Expr = units.copy()
    if factor.denominator != 1:
        rest = exp.Mod(this=units.copy(), expression=literal(factor.denominator))
        good = exp.and_(good, exp.EQ(this=rest, expression=literal(0)))
        whole = exp.IntDiv(this=whole, expression=literal(factor.denominator))
    steps_low, steps_high = ends_in_steps(attribute)
    most = max(abs(steps_low), abs(steps_high))
    if factor.numerator != 1:
        if most > SMALL:
            whole = exp.cast(whole, "BIGINT" if most <= BIG else "DECIMAL(38, 0)")
        whole = exp.Mul(this=whole, expression=literal(factor.numerator))
    wanted = "INTEGER" if most <= SMALL else "BIGINT" if most <= BIG else "DECIMAL(38, 0)"
    return exp.Case().when(good, exp.cast(exp.paren(whole), wanted))


def _unscaled(number: exp.Expr, places: int) -> exp.Expr:
    if places:
        number = exp.Mul(this=number, expression=literal(10**places))
    return exp.cast(exp.paren(number), "BIGINT")


def _places(step: Fraction) -> int:
    """Enough decimal places for multiples of a step, where it takes no more than six; else two."""
    found = next((n for n in range(MOST_PLACES + 1) if (step * 10**n).denominator == 1), 2)
    return found if step.denominator == 1 else max(found, 2)


def _within(number: exp.Expr, low: int, high: int) -> exp.Expr:
    return exp.Between(this=number.copy(), low=literal(low), high=literal(high))


def _between(number: exp.Expr, ends: tuple[int, int]) -> exp.Expr:
    return exp.Case().when(_within(number, *ends), number.copy())


# -- days --------------------------------------------------------------------------------------


def _days(attribute: Attribute) -> tuple[int, int]:
    assert attribute.earliest is not None and attribute.latest is not None
    return day_number(attribute.earliest), day_number(attribute.latest)


def _quick_day(rule: Rule, raw: exp.Column, text: exp.Expr, kind: Type) -> exp.Expr | None:
    """A day as the number that its digits make, from dates and from two ways of writing them."""
    if kind.sort is Sort.DATE:
        parts = [
            exp.Mul(this=call("year", raw.copy()), expression=literal(10_000)),
            exp.Mul(this=call("month", raw.copy()), expression=literal(100)),
            call("day", raw.copy()),
        ]
        total = exp.Add(this=exp.Add(this=parts[0], expression=parts[1]), expression=parts[2])
        given = exp.Case().when(known(text), exp.cast(exp.paren(total), "INTEGER"))
        return given if rule.missing else exp.cast(exp.paren(total), "INTEGER")
    if kind.sort not in (Sort.TEXT, Sort.WHOLE, Sort.TIME):
        return None
    iso: exp.Expr
    match rule.field.date_format:
        case None | "YYYY-MM-DD":
            plain, iso = "[0-9]{4}-[0-9]{2}-[0-9]{2}", text.copy()
            digits = call("replace", text.copy(), exp.Literal.string("-"), exp.Literal.string(""))
        case "YYYYMMDD":
            plain, digits = "[0-9]{8}", text.copy()
            iso = call(
                "concat_ws",
                exp.Literal.string("-"),
                call("substr", text.copy(), literal(1), literal(4)),
                call("substr", text.copy(), literal(5), literal(2)),
                call("substr", text.copy(), literal(7), literal(2)),
            )
        case _:
            return None
    day = exp.TryCast(this=iso, to=exp.DataType.build("DATE"))
    good = exp.and_(
        call("regexp_full_match", text.copy(), exp.Literal.string(plain)),
        exp.Not(this=exp.Is(this=day, expression=exp.Null())),
    )
    return exp.Case().when(good, exp.TryCast(this=digits, to=exp.DataType.build("INTEGER")))


def _counted(rule: Rule, day: exp.Column) -> exp.Expr:
    """Completed years or months up to the day of the run, as multiples of the attribute's step."""
    attribute, as_of = rule.attribute, rule.as_of
    assert attribute is not None
    today = day_number(as_of)
    passed: exp.Expr
    if rule.field.completed is Completed.YEARS:
        passed = exp.Sub(this=literal(today), expression=day.copy())
        count: exp.Expr = exp.IntDiv(this=exp.paren(passed), expression=literal(10_000))
    else:
        months = exp.IntDiv(this=day.copy(), expression=literal(100))
        year = exp.IntDiv(this=day.copy(), expression=literal(10_000))
        month = exp.Mod(this=exp.paren(months), expression=literal(100))
        of_today = 12 * as_of.year + as_of.month
        passed = exp.Sub(
            this=exp.Sub(
                this=literal(of_today),
                expression=exp.Mul(this=literal(12), expression=exp.paren(year)),
            ),
            expression=exp.paren(month),
        )
        later = exp.GT(
            this=exp.Mod(this=day.copy(), expression=literal(100)), expression=literal(as_of.day)
        )
        less = exp.Case().when(later, literal(1)).else_(literal(0))
        count = exp.Sub(this=exp.paren(passed), expression=exp.paren(less))
    unit = Fraction(1, step_of(attribute))
    assert attribute.low is not None and attribute.high is not None
    if unit.denominator != 1:
        return exp.Case().when(exp.false(), literal(0))
    low, high = int(-(-attribute.low // 1)), int(attribute.high // 1)
    count = exp.cast(exp.paren(count), "BIGINT")
    past = exp.LTE(this=day.copy(), expression=literal(today))
    good = exp.and_(past, _within(count, low, high))
    steps = exp.Mul(this=count.copy(), expression=literal(unit.numerator))
    return exp.Case().when(good, exp.cast(exp.paren(steps), whole_type(rule)))


# -- codes and booleans ------------------------------------------------------------------------

_SURELY_WHOLE: Final = r"(?s)[\p{L}\p{N}](.*[\p{L}\p{N}])?"
"""A text that begins and ends with a letter or a digit: without blanks around it."""


def _quick_code(rule: Rule, text: exp.Expr) -> exp.Expr:
    """The place of a code that is listed; of one that is not, other's place if the list is open."""
    attribute, codes = rule.attribute, rule.field.codes
    assert attribute is not None
    found = exp.Case(this=text.copy())
    for written, place in _listed(rule).items():
        found = found.when(exp.Literal.string(written), literal(place))
    if not attribute.open:
        return found
    labels = [text for one in attribute.code_labels for text in (one.en, one.zh)]
    unlisted = call("regexp_full_match", text.copy(), exp.Literal.string(_SURELY_WHOLE))
    if codes is None and labels:
        named = exp.In(this=text.copy(), expressions=[exp.Literal.string(one) for one in labels])
        unlisted = exp.and_(unlisted, exp.Not(this=exp.paren(named)))
    other = exp.Case().when(unlisted, literal(attribute.codes.index("other")))
    return found.else_(other)


def _listed(rule: Rule) -> Mapping[str, int]:
    """The texts that stand for codes, with the places of these."""
    attribute, codes = rule.attribute, rule.field.codes
    assert attribute is not None
    listed: Mapping[str, str] = dict(zip(attribute.codes, attribute.codes, strict=True))
    listed = listed if codes is None else codes
    return {
        written: attribute.codes.index(code)
        for written, code in listed.items()
        if code in attribute.codes
    }


def _quick_set(rule: Rule, text: exp.Expr) -> exp.Expr:
    """The places of members between commas, where every one is listed and stands without blanks."""
    listed = _listed(rule)
    one = exp.column("x")
    single, each = exp.Case(this=text.copy()), exp.Case(this=one)
    for written, place in listed.items():
        single = single.when(exp.Literal.string(written), exp.Literal.string(f",{place},"))
        each = each.when(exp.Literal.string(written), exp.Literal.string(str(place)))
    parts = call("string_split", text.copy(), exp.Literal.string(rule.field.separator))
    known_texts = exp.Array(expressions=[exp.Literal.string(written) for written in listed])
    places = call(
        "list_transform", parts, exp.Lambda(this=each, expressions=[exp.to_identifier("x")])
    )
    comma = exp.Literal.string(",")
    joined = call("concat", comma, call("array_to_string", places, comma.copy()), comma.copy())
    several = exp.Case().when(call("list_has_all", known_texts, parts.copy()), joined)
    return single.else_(several)


def _quick_boolean(rule: Rule, raw: exp.Column, text: exp.Expr, kind: Type) -> exp.Expr:
    yes, no = rule.field.yes or ("true",), rule.field.no or ("false",)
    if kind.sort is Sort.BOOLEAN and not (rule.field.yes or rule.field.no or rule.missing):
        return raw.copy()
    found = exp.Case(this=text.copy())
    for texts, truth in ((yes, exp.true()), (no, exp.false())):
        for one in texts:
            found = found.when(exp.Literal.string(one), truth.copy())
    return found


# -- shared --------------------------------------------------------------------------------------


def whole_type(rule: Rule) -> str:
    """The type of an attribute's whole numbers."""
    attribute = rule.attribute
    if attribute is None or not attribute.kind.is_numeric:
        return "INTEGER"
    low, high = ends_in_steps(attribute)
    most = max(abs(low), abs(high))
    if most <= SMALL:
        return "INTEGER"
    return "BIGINT" if most <= BIG else "DECIMAL(38, 0)"


def ends_in_steps(attribute: Attribute) -> tuple[int, int]:
    """The ends of a number's range, as multiples of its step within it."""
    step = step_of(attribute)
    assert attribute.low is not None and attribute.high is not None
    return int(-(-attribute.low // step)), int(attribute.high // step)


def call(name: str, *arguments: exp.Expr) -> exp.Expr:
    """A call of a function of DuckDB by its own name."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def known(one: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=one.copy(), expression=exp.Null()))
