"""Questions to the exact engine: what one sweep tells of all attributes, and who can be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.build import gold_when

from evenhand import Budget, api
from evenhand.analysis.prove.asking import EVERYBODY, Asked, Asker, Later
from evenhand.analysis.prove.result import Proof, Verdict
from evenhand.analysis.prove.verdicts import verdict_on
from evenhand.api import laws
from evenhand.engines.exact.question import Order

POLICY = gold_when("{any: [{has_card: true}, {amount: {at_least: 100}}]}")
PAIRS = [("gold", "plain"), ("plain", "gold")]


def swept() -> Asked:
    asked = Asker(POLICY.model).twins("has_card", Order.ANY, EVERYBODY)
    assert isinstance(asked.answer, Later)
    return asked


def proof() -> Proof:
    result = api.prove(POLICY, laws.indifferent("has_card"), as_of=date(2026, 11, 24))
    (only,) = result.proofs
    return replace(only, verdict=Verdict.HOLDS, instance=None)


def test_a_sweep_tells_who_differs_and_the_question_itself_shows_them() -> None:
    asked = swept()
    assert sorted(one for one in asked.reached() if one[0] != one[1]) == PAIRS
    found = verdict_on(proof(), asked, PAIRS)
    assert found.verdict is Verdict.FAILS and found.instance is not None
    assert found.instance.differs == ("has_card",)


def test_where_nobody_can_be_shown_it_is_unknown() -> None:
    """A question about twins may be too large although a sweep over one customer was not."""
    asked = swept()
    assert isinstance(asked.answer, Later)
    least = Later(asked.question, asked.answer.reached, budget=Budget(states=1, bits=1))
    found = verdict_on(proof(), replace(asked, answer=least), PAIRS)
    assert found.verdict is Verdict.UNKNOWN and found.instance is None
    assert found.because is not None and found.because.key == "exact.budget"
