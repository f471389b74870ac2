"""What one attribute alone can do, found for all of them in one go, is what CP-SAT finds for each
of them by twins (rules 25, 26)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.numbers import Refused
from tests.oracle.questions import encoded
from tests.properties.questions import READINGS
from tests.properties.replay import side_attributes

from evenhand.engines.exact.cell import MISSING_CELL
from evenhand.engines.exact.question import Labels, Order, Question, Unanswered, outcome_of
from evenhand.engines.exact.sweep import Effects, sweep
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Kind
from evenhand.strategies import policies


def differing(found: frozenset[Labels]) -> set[Labels]:
    """The tuples in which the twins' labels differ."""
    return {labels for labels in found if labels[0] != labels[1]}


def rising(effects: Effects) -> set[Labels]:
    """What rising from one told value to a higher one can do."""
    told = [at for at, cell in enumerate(effects.cells) if cell is not MISSING_CELL]
    pairs = effects.pairs
    return {
        (one, other) for low, high, one, other in pairs if {low, high} <= {*told} and one != other
    }


def test_it_finds_what_cp_sat_finds() -> None:
    count: Counter[str] = Counter()

    @given(policies(), READINGS, st.booleans(), st.data())
    def check(policy: Policy, reading: Reading, complete: bool, data: st.DataObject) -> None:
        side, twin = outcome_of(policy, reading), outcome_of(policy, reading, twin=True)
        try:
            found = sweep(side, complete=complete)
        except Unanswered as unanswered:
            count[unanswered.reason] += 1
            return
        count["answered"] += 1
        assert set(found) <= side_attributes(side)
        if not found:
            return
        name = data.draw(st.sampled_from(sorted(found)))
        try:
            _compare(found[name], Question((side, twin), complete, (name,)))
        except Refused as refused:
            count[str(refused)] += 1

    check()
    assert count["answered"] >= count.total() * 17 // 20, count


def _compare(effects: Effects, question: Question) -> None:
    anyhow = {frozenset(labels) for labels in differing(encoded(question).reached())}
    assert {frozenset({a, b}) for _, _, a, b in effects.pairs if a != b} == anyhow
    assert effects.matters is bool(anyhow)
    kind = question.sides[0].policy.dictionary.attributes[effects.attribute].kind
    if kind.is_ordered and kind is not Kind.ORDINAL:
        above = encoded(replace(question, order=Order.ABOVE))
        assert rising(effects) == differing(above.reached())
