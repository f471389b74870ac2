"""Domains in words: what values an attribute can have."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from evenhand.messages import message
from evenhand.model.vocabulary import Attribute, Kind
from evenhand.model.wording import Words, listed, number_words

_UNITS: Final = {
    "years": "unit.years",
    "months": "unit.months",
    "days": "unit.days",
    "count": "unit.count",
    "per_month": "unit.per-month",
    "per_year": "unit.per-year",
}


def domain_words(attribute: Attribute, currency: str | None = None) -> Words:
    """The values that an attribute can have: a range with its step, codes, yes or no."""
    match attribute.kind:
        case Kind.BOOLEAN:
            return message("domain.boolean")
        case Kind.ENUM | Kind.ORDINAL | Kind.SET:
            return _codes(attribute)
        case Kind.DATE:
            return _between(_day(attribute.earliest), _day(attribute.latest))
        case Kind.MONEY | Kind.NUMBER | Kind.INTEGER | Kind.RATIO:
            return _numbers(attribute, currency)


def _codes(attribute: Attribute) -> Words:
    shown: list[Words] = [
        message("domain.code", code=code, label=label)
        for code, label in zip(attribute.codes, attribute.code_labels, strict=True)
    ]
    codes = listed(shown, "describe.comma") if shown else message("domain.no-codes")
    match attribute.kind:
        case Kind.SET:
            return message("domain.set", codes=codes)
        case Kind.ORDINAL:
            return message("domain.ordinal", codes=codes)
        case _:
            return message("domain.open" if attribute.open else "domain.enum", codes=codes)


def _numbers(attribute: Attribute, currency: str | None) -> Words:
    between = _between(_number(attribute.low), _number(attribute.high))
    unit = currency if attribute.kind is Kind.MONEY else None
    words = message("domain.in-unit", range=between, unit=unit) if unit else between
    if attribute.unit is not None:
        words = message("domain.in-unit", range=between, unit=unit_words(attribute.unit))
    step = attribute.step
    if step is None or step == 1:
        return words
    return message("domain.step", range=words, step=number_words(step))


def unit_words(unit: str) -> Words:
    """A unit in words; a unit without words of its own is shown as it is written."""
    return message(_UNITS[unit]) if unit in _UNITS else unit


def _number(number: Fraction | None) -> str | None:
    return None if number is None else number_words(number)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _between(low: str | None, high: str | None) -> Words:
    if low is None and high is None:
        return message("domain.any")
    if high is None:
        return message("describe.at-least", figure=low or "")
    if low is None:
        return message("describe.at-most", figure=high)
    return message("describe.range", low=low, high=high)
