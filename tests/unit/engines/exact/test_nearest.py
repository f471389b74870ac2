"""The least distances as whole numbers and as arrays: the same way, found twice."""

from __future__ import annotations

import pytest
from tests.unit.engines.exact.tiny import gold, outcome, scored

from evenhand.engines.exact import nearest as module
from evenhand.engines.exact.compiled import compiled
from evenhand.engines.exact.question import Budget, Labels, Question, Side, Witness, outcome_of
from evenhand.engines.exact.walk import Walk
from evenhand.engines.exact.witness import witness

BINS = "attribute: amount, bins: [{at_least: 3, points: 2}, {at_least: 1, points: 1}], otherwise: 0"
RANKS = "attribute: rank, points: {high: 3, mid: 1}, otherwise: 0, missing: 1"
UNITS = "attribute: much, per_unit: {each: 1, points: 1}"
GATE = "{any: [{all: [{score: {at_least: 2}}, {local: true}]}, {amount: {at_least: 4}}]}"
LIST = f"scorecard: {{characteristics: [{{id: a, {BINS}}}, {{id: b, {RANKS}}}]}}\n"
ONE, OTHER = scored(BINS, RANKS, at_least="2"), scored(RANKS, BINS, at_least="3", name="other")
RUN = scored(UNITS, BINS, at_least="333")
OPEN = scored("attribute: rank, points: {high: 3}", BINS, at_least="2")


def shown(question: Question) -> dict[Labels, Witness]:
    walk = Walk(compiled(question), Budget())
    return {labels: witness(walk, labels) for labels in sorted(walk.run())}


@pytest.mark.parametrize(
    ("sides", "split"),
    [
        ((outcome(ONE),), ()),
        ((outcome(ONE), outcome(OTHER)), ()),
        ((outcome(ONE), outcome_of(ONE, twin=True)), ("amount",)),
        ((outcome(gold(GATE, LIST)), outcome(ONE)), ()),
        ((outcome(RUN),), ()),
        ((outcome(RUN), outcome(ONE)), ()),
        ((outcome(OPEN), outcome(ONE)), ()),
    ],
    ids=["one", "two", "twins", "conditions", "a run", "a run and another", "left open"],
)
def test_both_ways_show_the_same(
    sides: tuple[Side, ...], split: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question(sides, split=split)
    few = shown(question)
    assert len(few) > 1
    monkeypatch.setattr(module, "MANY", 0)
    assert shown(question) == few


def test_a_distance_beyond_the_first_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    question = Question((outcome(ONE), outcome(OTHER)))
    found = shown(question)
    monkeypatch.setattr(module, "FIRST_REACH", 1)
    assert shown(question) == found
