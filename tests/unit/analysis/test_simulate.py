"""Simulation on edge cases: what is reached, the smallest examples, and equal bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.build import policy

from evenhand import api
from evenhand.errors import UsageError

DAY = date(2026, 11, 24)
BODY = """
applies_to: {count: {at_least: 1}}
knockouts:
  - {id: late, when: {months_here: {below: 6}}, effect: reject,
     reason: {code: R1, en: L., zh: 短。}}
  - {id: rare, when: {amount: {at_least: 1000}, rank: none, colour: {is_not: red}, has_card: false},
     effect: refer, reason: {code: R2, en: O., zh: 异。}}
  - {id: impossible, when: {all: [{rank: low}, {rank: high}]}, effect: refer,
     reason: {code: R3, en: O., zh: 异。}}
scorecard:
  characteristics:
    - {id: wealth, attribute: amount, bins: [{at_least: 100, points: 30}, {points: 10}]}
    - {id: hue, attribute: colour, points: {red: 5, blue: 7}, otherwise: 0}
    - {id: unit, attribute: other_amount, per_unit: {each: 10, points: 1, at_most: 3}}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    paths:
      - {id: by-score, when: {score: {at_least: 40}}}
      - {id: by-boss, when: {discretion: boss}}
otherwise: {tier: plain}
"""


def simulated(body: str = BODY, n: int = 300, seed: int = 1) -> dict[str, Any]:
    one = policy(body)
    result = api.simulate([one], as_of=DAY, n=n, seed=seed)
    data: Any = result.data()
    found: dict[str, Any] = data["policies"]["small"]
    return found


def test_every_outcome_is_reached_with_its_smallest_example() -> None:
    tiers = simulated()["tiers"]
    assert list(tiers) == ["gold", "plain", "refer", "rejected", "out_of_scope"]
    assert sum(one["count"] for one in tiers.values()) == 300
    assert tiers["out_of_scope"]["example"] == {"count": "0"}
    assert tiers["rejected"]["example"] == {"count": "1", "months_here": "0"}
    assert tiers["refer"]["count"] > tiers["refer"]["undecided"] > 0
    assert len(tiers["refer"]["example"]) == 6


def test_examples_are_customers_of_the_policy_and_replay() -> None:
    one = policy(BODY)
    for outcome, told in simulated()["tiers"].items():
        assert one.decide(told["example"]).outcome == outcome


def test_nothing_can_be_dropped_from_an_example() -> None:
    one = policy(BODY)
    example = simulated()["tiers"]["gold"]["example"]
    for name in example:
        less = {key: value for key, value in example.items() if key != name}
        assert one.decide(less).outcome != "gold"


def test_what_was_reached_is_counted_and_what_never_was_is_listed() -> None:
    found = simulated()
    assert found["coverage"]["row"] == {"reached": 4, "of": 4}
    assert found["coverage"]["path"] == {"reached": 2, "of": 2}
    assert found["coverage"]["knockout_true"] == {"reached": 2, "of": 3}
    never = [(one["kind"], one["element"]) for one in found["never_reached"]]
    assert never == [("knockout_true", "knockouts/impossible")]


def test_mode_edge_has_no_rates() -> None:
    assert set(simulated()["tiers"]["gold"]) == {"count", "undecided", "example"}


def test_seeds_change_the_customers() -> None:
    assert simulated(seed=1) == simulated(seed=1)
    assert simulated(seed=1)["tiers"] != simulated(seed=2)["tiers"]


def test_a_score_far_away_is_reached() -> None:
    body = BODY.replace("at_least: 40", "at_least: 39").replace("{discretion: boss}", "{any: []}")
    assert simulated(body, n=100)["tiers"]["gold"]["count"] > 0


def test_two_policies_of_one_id_are_refused(tmp_path: Path) -> None:
    text = Path(__file__).parents[3] / "policies" / "seed" / "three-laws.yaml"
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(text.read_text("utf-8"), "utf-8")
    with pytest.raises(UsageError):
        api.load_all([tmp_path])


def test_equal_bytes_wherever_it_runs(tmp_path: Path) -> None:
    """Twice, in two folders, with and without CI, whatever Python hashes; no file is left."""
    outputs = set()
    for name, more in (("a", {}), ("b", {"CI": "true", "PYTHONHASHSEED": "7"})):
        folder = tmp_path / name
        folder.mkdir()
        words = ["simulate", "@insider-rank-scorecard", "--n", "90", "--seed", "3", "-f", "json"]
        done = subprocess.run(
            [sys.executable, "-m", "evenhand", *words, "--as-of", "2026-11-24", "--isolated"],
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": "1", **more},
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
        assert list(folder.iterdir()) == []
    assert len(outputs) == 1
