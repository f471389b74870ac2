"""What the schema's findings advise where the intention is plain."""

from __future__ import annotations

import pytest
from tests.unit.loading.test_schema import END, HEADER, only, said, tier


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        ("股份制", "是否应为 `joint_stock`？"),
        ("银行", "`joint_stock`（股份制商业银行）、`city_commercial`"),
        ("shares", "`state_owned`（国有大型商业银行）"),
    ],
)
def test_the_advice_on_a_kind_of_bank(kind: str, advice: str) -> None:
    finding = only((HEADER + END).replace("kind: joint_stock", f"kind: {kind}"))
    assert finding.hint is not None
    assert advice in finding.hint.text("zh")


@pytest.mark.parametrize(
    ("title", "advice"),
    [("金卡", "write `{en: …, zh: 金卡}`"), ("Gold", "write `{en: Gold, zh: …}`")],
)
def test_the_advice_on_a_title_in_one_language(title: str, advice: str) -> None:
    text = tier("{age: 3}").replace("{en: Gold, zh: 金}", title)
    assert advice in said(only(text))


@pytest.mark.parametrize(
    ("day", "advice"),
    [
        ("2026年1月1日", "write 2026-01-01"),
        ("2026/1/31", "write 2026-01-31"),
        ("2026.2.30", "such as 2026-01-31"),
        ("31/1/2026", "such as 2026-01-31"),
    ],
)
def test_the_advice_on_a_day_written_otherwise(day: str, advice: str) -> None:
    approved = f"  approved: {{by: Board, date: {day}}}\n"
    assert advice in said(only(HEADER + approved + END))
