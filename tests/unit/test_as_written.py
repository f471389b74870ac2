"""Advice on amounts and days that are written as people write them."""

from __future__ import annotations

import pytest

from evenhand.as_written import amount_advice, day_advice


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("30万", "300_000"),
        ("30 万元", "300_000"),
        ("1.5亿元", "150_000_000"),
        ("2百万", "2_000_000"),
        ("3千万元人民币", None),
        ("500元", "500"),
        ("¥50,000", "50_000"),
        ("￥50，000", "50_000"),
        ("£100k", "100_000"),
        ("1.5 million", "1_500_000"),
        ("0.00001万", None),
        ("300000", None),
        ("30亩", None),
        ("万", None),
    ],
)
def test_amounts(text: str, number: str | None) -> None:
    advice = amount_advice(text)
    assert (None if advice is None else advice.text("en")) == (number and f"write {number}")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年1月1日", "2026-01-01"),
        ("2026 年 12 月 31 日", "2026-12-31"),
        ("2026/1/31", "2026-01-31"),
        ("9 April 2025", "2025-04-09"),
        ("Sept. 9, 2025", "2025-09-09"),
        ("2026年2月30日", None),
        ("31/1/2026", None),
        ("9 Foo 2025", None),
        ("soon", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    wanted = "write year, month and day with hyphens" if day is None else f"write {day}"
    assert day_advice(text).text("en").startswith(wanted)
