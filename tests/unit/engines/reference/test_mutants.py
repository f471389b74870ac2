"""Corners that only a change in the engine's code brought to light; see docs/mutation.md."""

from __future__ import annotations

import pytest
from tests.build import gold_when

ABSENT = "only: {label: {en: Only, zh: 仅}, max_of: [card_cap]}\n"


@pytest.mark.parametrize(
    "figure",
    [
        "{times: 2, of: only}",
        "{by: colour, values: {red: {times: 2, of: only}}}",
    ],
)
def test_rule_06_a_figure_of_a_derived_attribute_that_does_not_exist(figure: str) -> None:
    policy = gold_when(f"{{amount: {{at_least: {figure}}}}}", derived=ABSENT)
    absent = policy.decide({"amount": 5, "colour": "red", "has_card": False})
    assert (absent.outcome, absent.causes) == ("plain", ())
    assert policy.decide({"colour": "red", "has_card": False}).outcome == "plain"
    known = {"amount": 5, "colour": "red", "has_card": True}
    assert policy.decide({**known, "card_cap": "2.5"}).outcome == "gold"
    assert policy.decide({**known, "card_cap": 3}).outcome == "plain"
    assert policy.decide(known).settle == ("card_cap",)
