"""Amounts and days as people write them, put as a file needs them, for advice."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Final

from evenhand.messages import Message, message

_AMOUNT: Final = re.compile(
    r"(?P<sign>[¥￥$£€]?)(?P<digits>[0-9]{1,15}(?:\.[0-9]{1,15})?)"
    r"(?P<unit>[千万亿kK]|百万|千万|million)?(?P<currency>(?:人民币)?元|人民币)?"
)
_MULTIPLES: Final = {
    "k": 10**3,
    "K": 10**3,
    "千": 10**3,
    "万": 10**4,
    "million": 10**6,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}

_DAY: Final = re.compile(r"([0-9]{4})[年/.\-]([0-9]{1,2})[月/.\-]([0-9]{1,2})日?")
"""A day in figures with the year first: else, day and month would have to be guessed."""

_FIRST_HALF: Final = ("jan", "feb", "mar", "apr", "may", "jun")
_MONTHS: Final = (*_FIRST_HALF, "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST: Final = re.compile(r"(?P<day>[0-9]{1,2})(?P<month>[A-Za-z]{3,9})\.?(?P<year>[0-9]{4})")
_MONTH_FIRST: Final = re.compile(
    r"(?P<month>[A-Za-z]{3,9})\.?(?P<day>[0-9]{1,2}),?(?P<year>[0-9]{4})"
)


def amount_advice(text: str) -> Message | None:
    """Advice to write an amount such as ``30万``, ``1.5亿元`` or ``£500k`` in digits alone."""
    found = _AMOUNT.fullmatch(re.sub(r"[\s,，]", "", text))
    if found is None or not (found["sign"] or found["unit"] or found["currency"]):
        return None
    amount = Fraction(found["digits"]) * _MULTIPLES.get(found["unit"] or "", 1)
    if amount.denominator != 1:
        return None
    return message("schema.write-number.hint", number=f"{amount.numerator:_}")


def day_advice(text: str) -> Message:
    """Advice to write a day such as ``2026年1月31日`` or ``31 January 2026`` with hyphens."""
    parts = _parts(re.sub(r"\s", "", text))
    if parts is not None:
        with suppress(ValueError):
            return message("schema.write-date.hint", date=date(*parts).isoformat())
    return message("schema.bad-date.hint")


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a day in figures or with an English month."""
    if found := _DAY.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    named = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if named is None or (short := named["month"][:3].lower()) not in _MONTHS:
        return None
    return int(named["year"]), _MONTHS.index(short) + 1, int(named["day"])
