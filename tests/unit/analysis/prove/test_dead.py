"""Dead parts, and why each is dead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from tests.build import policy

from evenhand import api
from evenhand.analysis.prove.result import Verdict
from evenhand.analysis.prove.without import without
from evenhand.api import laws
from evenhand.model.parts import Sort, parts

TODAY = date(2026, 11, 24)

LIVE = """\
definitions:
  steady: {title: {en: Steady, zh: 稳}, means: {any: [{has_card: true}, {count: {at_least: 3}}]}}
knockouts:
  - {id: debts, title: {en: Debts, zh: 债}, when: {other_amount: {at_least: 500}}, effect: reject, reason: {code: K1, en: A., zh: 甲。}}
scorecard:
  characteristics:
    - id: money
      attribute: amount
      bins: [{below: 100, points: 0}, {at_least: 100, below: 200, points: 10}, {at_least: 200, points: 20}]
    - {id: hue, attribute: colour, points: {red: 10}, otherwise: 0}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    paths:
      - {id: by-score, when: {score: {at_least: 20}}}
      - {id: steadily, when: {meets: steady}}
otherwise: {tier: plain}
"""  # noqa: E501


def dead(body: str, *places: str) -> Mapping[str | None, str]:
    """The addresses of dead parts, each with why."""
    result = api.prove(policy(body), laws.no_dead(*places), as_of=TODAY)
    return {
        one.element: one.because.key.rpartition(".")[2]
        for one in result.proofs
        if one.verdict is Verdict.FAILS and one.because is not None
    }


def test_nothing_is_dead() -> None:
    assert dead(LIVE) == {}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("other_amount: {at_least: 500}", "all: [{amount: {at_least: 5}}, {amount: {below: 5}}]",
         {"knockouts/debts": "never-met"}),
        ("{below: 100, points: 0}, ", "{below: 100, points: 0}, {below: 50, points: 7}, ",
         {"scorecard/money/2": "shadowed"}),
        ("{red: 10}", "{red: 10, blue: 0}", {"scorecard/hue/blue": "not-decisive"}),
        ("score: {at_least: 20}", "score: {at_least: 40}",
         {"tiers/gold/paths/by-score": "never-met", "scorecard": "not-decisive"}),
        ("{meets: steady}", "{all: [{meets: steady}, {score: {at_least: 20}}]}",
         {"tiers/gold/paths/steadily": "shadowed"}),
    ],
    ids=["never", "row", "same-as-the-rest", "score", "path"],
)  # fmt: skip
def test_one_part_is_dead(old: str, new: str, found: Mapping[str, str]) -> None:
    assert old in LIVE
    shown = dead(LIVE.replace(old, new))
    assert {name: why for name, why in shown.items() if name in found} == found


def test_a_dead_tier_hides_what_stands_in_it() -> None:
    more = """\
  - id: silver
    title: {en: Silver, zh: 银}
    when: {all: [{score: {at_least: 25}}, {count: {at_least: 1}}]}
"""
    body = LIVE.replace("otherwise: {tier", more + "otherwise: {tier")
    assert dead(body) == {"tiers/silver": "shadowed"}


def test_only_what_is_named_is_looked_at() -> None:
    body = LIVE.replace("{red: 10}", "{red: 10, blue: 0}")
    assert dead(body, "tiers") == {}
    assert dead(body, "scorecard/hue/blue") == {"scorecard/hue/blue": "not-decisive"}


def test_a_condition_that_nothing_hangs_on() -> None:
    body = LIVE.replace("{score: {at_least: 20}}", "{score: {at_least: 20, at_most: 30}}")
    assert dead(body, "conditions") == {"tiers/gold/paths/by-score/2": "not-decisive"}


def test_a_scorecard_that_no_condition_reads() -> None:
    unread = LIVE.replace("score: {at_least: 20}", "amount: {at_least: 200}")
    assert dead(unread) == {"scorecard": "not-read"}


def test_what_the_source_leaves_open_is_not_called_dead() -> None:
    body = LIVE.replace("{red: 10}", "{red: unstated}")
    assert "scorecard/hue/red" not in dead(body)
    named = LIVE.replace(
        "{meets: steady}}", "{all: [{meets: steady}, {unstated: and so on, read_as: met}]}}"
    )
    assert dead(named) == {}


def test_every_part_can_be_taken_out() -> None:
    """What is left is a policy that decides about everybody."""
    whole = policy(LIVE).model
    for part in (one for one in parts(whole) if one.sort is not Sort.SCORECARD):
        less = without(whole, part)
        assert less != whole, part
        assert api.Policy(less).decide({"amount": 100}).outcome in ("gold", "plain", "refer")
