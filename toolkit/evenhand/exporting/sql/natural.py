"""From the table that a bank has to the columns that a policy's query reads (rule 1).

The table has one column for each attribute, named as the vocabulary names it, in the vocabulary's
own values: decimal numbers, codes as text, days as dates, yes and no. Each is turned into a whole
number here. A value outside its domain becomes NULL and counts as an error in the data, so that it
is neither rounded nor taken for missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlglot import exp

from evenhand.engines.sql.columns import Column, Encoding
from evenhand.engines.sql.numbers import literal
from evenhand.engines.sql.shape import BIG
from evenhand.engines.sql.stages import column
from evenhand.exporting.sql.dialects import Dialect
from evenhand.model.values import number_text
from evenhand.model.vocabulary import Attribute

RAW = "c"
"""The name of the table inside the query."""

ERRORS = "data_errors"

EXACT = 2**53
"""Up to here a binary float holds every whole number."""


class NotADecimal(Exception):
    """An attribute whose values a column of decimals cannot hold exactly."""

    def __init__(self, attribute: Attribute) -> None:
        super().__init__(attribute.id)
        self.attribute = attribute


@dataclass(frozen=True, slots=True)
class Read:
    """How one column is read: the number that stands for it, and whether something stands there."""

    name: str
    value: exp.Expr
    given: exp.Expr


def raw(name: str) -> exp.Column:
    """A column of the table."""
    return exp.column(name, table=RAW, quoted=True)


def read(dialect: Dialect, one: Column) -> Read:
    """A column of the query from one of the table. Raises NotADecimal for a step such as 1/3."""
    source = raw(one.name)
    given = exp.Not(this=exp.Is(this=source.copy(), expression=exp.Null()))
    match one.encoding:
        case Encoding.STEPS:
            value = _whole(dialect, one, source)
        case Encoding.CODE:
            value = _code(dialect, one, source)
        case Encoding.DAY:
            value = _day(dialect, one, source)
        case Encoding.BOOLEAN | Encoding.MEMBER | Encoding.ANSWER:
            value = _truth(dialect, source)
    return Read(one.name, value, given)


def _truth(dialect: Dialect, source: exp.Column) -> exp.Expr:
    if not dialect.numbers:
        return source.copy()
    allowed = exp.In(this=source.copy(), expressions=[literal(0), literal(1)])
    return exp.Case().when(allowed, source.copy())


# -- numbers ---------------------------------------------------------------------------------------


def _whole(dialect: Dialect, one: Column, source: exp.Column) -> exp.Expr:
    """A number as a multiple of its step: first the range, then whether it is on the step.

    Raises NotADecimal for a step that no decimal holds, and for more steps than can be counted.
    """
    assert one.attribute is not None
    step = one.attribute.step or Fraction(1)
    if "/" in number_text(step):
        raise NotADecimal(one.attribute)
    if dialect.loose:
        return _loose(one, step, source)
    places = len(number_text(step).partition(".")[2])
    ten = 10**places
    ends = [int(end * step * ten) for end in (one.low, one.high)]
    digits = max(len(str(abs(end))) for end in ends)
    decimal = _decimal(dialect, source, digits, places)
    counted = exp.Mul(this=decimal, expression=literal(ten)) if places else decimal
    whole: exp.Expr = exp.cast(counted, "BIGINT" if digits < 19 else "DECIMAL(38, 0)")
    fits: exp.Expr = exp.EQ(this=decimal.copy(), expression=source.copy())
    many = int(step * ten)
    if many != 1:
        # Whole division gives a BIGINT on some databases, and cuts what is greater in silence.
        if max(abs(one.low), abs(one.high)) > BIG:
            raise NotADecimal(one.attribute)
        rest = exp.Mod(this=whole.copy(), expression=literal(many))
        even = exp.EQ(this=rest, expression=literal(0))
        fits = exp.and_(fits, even)
        whole = _divided(dialect, whole, many)
    inside = _between(source, *(number_text(end * step) for end in (one.low, one.high)))
    return exp.Case().when(inside, exp.Case().when(fits, whole))


def _decimal(dialect: Dialect, source: exp.Column, digits: int, places: int) -> exp.Expr:
    """The number in a decimal type with as many places as the step; other places are lost here."""
    if dialect.rounds:
        kind = "NUMERIC" if places <= 9 and digits <= 28 else "BIGNUMERIC"
        number = exp.cast(source.copy(), exp.DataType.build(kind, dialect=dialect.name))
        return exp.Round(this=number, decimals=literal(places))
    size = max(digits, places) + 1
    return exp.cast(source.copy(), f"DECIMAL({size}, {places})")


def _divided(dialect: Dialect, whole: exp.Expr, by: int) -> exp.Expr:
    """A whole number by one that divides it."""
    if dialect.shape.division:
        return exp.IntDiv(this=whole, expression=literal(by))
    return exp.Div(this=whole, expression=literal(by), typed=True, safe=False)


def _between(source: exp.Column, low: str, high: str) -> exp.Expr:
    ends = [_number(end) for end in (low, high)]
    return exp.Between(this=source.copy(), low=ends[0], high=ends[1])


def _number(text: str) -> exp.Expr:
    written = exp.Literal.number(text.lstrip("-"))
    return exp.Neg(this=written) if text.startswith("-") else written


def _loose(one: Column, step: Fraction, source: exp.Column) -> exp.Expr:
    """The same where numbers are binary: the multiple whose nearest float is the value.

    Whole numbers are counted exactly; floats only as far as they tell all multiples apart.
    """
    inside = _between(source, *(number_text(end * step) for end in (one.low, one.high)))
    case = exp.Case()
    for kind, counted in (("integer", _of_whole), ("real", _of_float)):
        is_kind = exp.EQ(
            this=exp.Anonymous(this="TYPEOF", expressions=[source.copy()]),
            expression=exp.Literal.string(kind),
        )
        case = case.when(exp.and_(is_kind, inside.copy()), counted(step, source))
    return case


def _of_whole(step: Fraction, source: exp.Column) -> exp.Expr:
    above, below = step.numerator, step.denominator
    counted: exp.Expr = source.copy()
    if below != 1:
        counted = exp.Mul(this=counted, expression=literal(below))
    if above == 1:
        return counted
    even = exp.EQ(
        this=exp.Mod(this=exp.paren(counted.copy()), expression=literal(above)),
        expression=literal(0),
    )
    number = exp.Div(this=counted, expression=literal(above), typed=True, safe=False)
    return exp.Case().when(even, number)


def _of_float(step: Fraction, source: exp.Column) -> exp.Expr:
    above, below = step.numerator, step.denominator
    counted: exp.Expr = source.copy()
    if below != 1:
        counted = exp.Mul(this=counted, expression=literal(below))
    if above != 1:
        counted = exp.Div(this=counted, expression=_number(f"{above}.0"), typed=True, safe=False)
    whole = exp.cast(exp.Round(this=counted), "BIGINT")
    back: exp.Expr = whole.copy()
    if above != 1:
        back = exp.Mul(this=back, expression=literal(above))
    if below != 1:
        back = exp.Div(this=back, expression=_number(f"{below}.0"), typed=True, safe=False)
    fits = exp.EQ(this=back, expression=source.copy())
    most = literal(EXACT // max(above, below))
    told_apart = exp.Between(this=source.copy(), low=exp.Neg(this=most), high=most.copy())
    return exp.Case().when(exp.and_(told_apart, fits), whole)


# -- codes and days --------------------------------------------------------------------------------


def _code(dialect: Dialect, one: Column, source: exp.Column) -> exp.Expr:
    """A code as its place in the list; in an open list every other text is ``other``."""
    attribute = one.attribute
    assert attribute is not None
    case = exp.Case().when(exp.Is(this=source.copy(), expression=exp.Null()), exp.Null())
    for place, code in enumerate(attribute.codes):
        case = case.when(dialect.matches(source, code), literal(place))
    return case.else_(literal(attribute.codes.index("other"))) if attribute.open else case


def _day(dialect: Dialect, one: Column, source: exp.Column) -> exp.Expr:
    """A day as year × 10000 + month × 100 + day; one with a time of day is no day."""
    if dialect.loose:
        # Only with a modifier does DATE turn 30 February into the day that it would be.
        nothing_later = exp.Literal.string("+0 days")
        day = exp.Anonymous(this="DATE", expressions=[source.copy(), nothing_later])
        is_day = exp.EQ(this=day, expression=source.copy())
        bare = exp.Anonymous(
            this="REPLACE",
            expressions=[source.copy(), exp.Literal.string("-"), exp.Literal.string("")],
        )
        number: exp.Expr = exp.cast(bare, "BIGINT")
    else:
        midnight: exp.Expr = exp.cast(source.copy(), "DATE")
        if dialect.name == "oracle":
            midnight = exp.Anonymous(this="TRUNC", expressions=[source.copy()])
        is_day = exp.EQ(this=midnight, expression=source.copy())
        parts = [
            exp.Extract(this=exp.Var(this=part), expression=source.copy())
            for part in ("YEAR", "MONTH", "DAY")
        ]
        number = exp.cast(
            exp.Add(
                this=exp.Add(
                    this=exp.Mul(this=parts[0], expression=literal(10_000)),
                    expression=exp.Mul(this=parts[1], expression=literal(100)),
                ),
                expression=parts[2],
            ),
            "BIGINT",
        )
    ends = exp.Between(this=number.copy(), low=literal(one.low), high=literal(one.high))
    return exp.Case().when(is_day, exp.Case().when(ends, number))


# -- errors ----------------------------------------------------------------------------------------


def errors(dialect: Dialect, columns: Sequence[Column]) -> Iterator[exp.Expr]:
    """For each column (or set) that can be wrong: 1 where it is, else 0."""
    for one in columns:
        truth = one.encoding in (Encoding.BOOLEAN, Encoding.MEMBER, Encoding.ANSWER)
        if truth and not dialect.numbers:
            continue
        lost = exp.Is(this=column(one.name), expression=exp.Null())
        given = exp.EQ(this=column(flag(one)), expression=literal(1))
        yield exp.Case().when(exp.and_(given, lost), literal(1)).else_(literal(0))
    for members in _sets(columns):
        yield _told_in_part(members)


def flag(one: Column) -> str:
    """The name of the column that tells whether something stands in the table."""
    return f"given__{one.name}"


def _sets(columns: Sequence[Column]) -> Iterator[list[Column]]:
    found: dict[str, list[Column]] = {}
    for one in columns:
        if one.encoding is Encoding.MEMBER and one.attribute is not None:
            found.setdefault(one.attribute.id, []).append(one)
    yield from (members for members in found.values() if len(members) > 1)


def _told_in_part(members: Sequence[Column]) -> exp.Expr:
    """A set is told as a whole or not at all (rule 5)."""
    gone = [exp.Is(this=column(one.name), expression=exp.Null()) for one in members]
    none = exp.and_(*(one.copy() for one in gone))
    whole = exp.and_(*(exp.Not(this=one.copy()) for one in gone))
    return exp.Case().when(exp.or_(none, whole), literal(0)).else_(literal(1))
