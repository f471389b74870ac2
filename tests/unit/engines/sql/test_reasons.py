"""Reasons, the first few in order (rule 20), where keys could go wrong."""

from __future__ import annotations

import pytest
from tests.build import policy
from tests.sql.asking import differences, grid

CARD = """\
scorecard:
  sections:
    - id: one
      weight: {weight}
      characteristics:
        - {{id: a, attribute: amount, bins: [{{below: 100, points: 0}}, {{at_least: 100, points: {step}}}]}}
        - {{id: b, attribute: other_amount, bins: [{{below: 100, points: 0}}, {{at_least: 100, points: 20}}]}}
        - {{id: c, attribute: count, bins: [{{below: 10, points: 0}}, {{at_least: 10, points: 5}}]}}
tiers:
  - {{id: gold, title: {{en: Gold, zh: 金}}, when: {{score: {{at_least: 10_000}}}}}}
otherwise: {{tier: plain}}
"""  # noqa: E501


LIMITED = """\
scorecard:
  sections:
    - id: one
      weight: {weight}
      at_most: 12
      characteristics:
        - id: a
          attribute: amount
          bins: [{{below: 100, points: 0}}, {{at_least: 100, points: 10}}]
        - {{id: b, unstated: the rest{read_as}}}
        - {{id: c, attribute: count, per_unit: {{each: 3, points: 2}}, missing: 1}}
    - id: two
      at_least: 1
      characteristics:
        - {{id: d, attribute: has_card, points: {{"true": 5, "false": unstated}}}}
        - {{id: e, when: {{all: []}}, points: 3}}
knockouts:
  - {{id: k, when: {{rank: low}}, effect: {{cap: gold}}, reason: {{code: R1, en: Low., zh: 低。}}}}
tiers:
  - {{id: best, title: {{en: Best, zh: 优}}, when: {{score: {{at_least: 17}}}}}}
  - {{id: gold, title: {{en: Gold, zh: 金}}, when: {{score: {{at_least: 10}}}}}}
otherwise: {{tier: plain}}
"""


@pytest.mark.parametrize("weight", ["1", "2/3", "unstated", "{unstated: x, read_as: 2}"])
@pytest.mark.parametrize("read_as", ["", ", read_as: 3"])
def test_sections_with_limits_and_knockouts(weight: str, read_as: str) -> None:
    found = policy(LIMITED.format(weight=weight, read_as=read_as))
    customers = grid(
        found,
        amount=(99, 100, None),
        count=(0, 3, 100, None),
        has_card=(True, False, None),
        rank=("low", "mid", None),
    )
    assert differences(found, customers) == []


@pytest.mark.parametrize("weight", ["1", "2", "3/2", "2/3", "-2", "0"])
@pytest.mark.parametrize("step", ["10", "15/2"])
def test_weights_and_fractions_keep_the_order(weight: str, step: str) -> None:
    small = policy(CARD.format(weight=weight, step=step))
    values = (99, 100, None)
    customers = grid(small, amount=values, other_amount=values, count=(9, 10, None))
    assert differences(small, customers) == []
