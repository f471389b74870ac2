"""The checker never misses anybody, and the exact engine agrees with it (rules 25 to 27).

It is the second implementation of the walk; neither knows the other. It must reach at least what
the reference engine gives to anybody, on narrow domains exactly what looking at all customers
finds, and at least what the exact engine reaches; here it reaches just that.
"""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.asking import questions
from tests.properties.questions import READINGS, shipped
from tests.properties.replay import labels_of, may_answer
from tests.properties.varied import every_customer, how_many, narrow, varied

from evenhand.analysis.prove.certificates import certify
from evenhand.analysis.prove.defaults import default_laws
from evenhand.analysis.prove.rechecking import recheck
from evenhand.analysis.prove.run import Wanted
from evenhand.engines.exact.checker import recomputed
from evenhand.engines.exact.question import Labels, Question, outcome_of
from evenhand.engines.proofs import ask
from evenhand.engines.reference import decide
from evenhand.model.boxes.linear import BeyondError
from evenhand.model.law import NoDead
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.strategies import boundary_customers, customers, policies

LIMIT = 300_000
ALL = 400
"""So many customers at most are looked at one by one."""


def reached(question: Question, counts: Counter[str]) -> frozenset[Labels] | None:
    """What the checker reaches, None where it gives up."""
    try:
        found = recomputed(question, LIMIT)
    except BeyondError as beyond:
        counts[beyond.args[0]] += 1
        return None
    counts["answered"] += 1
    return frozenset(tuple(labels) for labels in found["reached"])


def nearly_all(counts: Counter[str]) -> None:
    """A checker that gives up often would check little."""
    asked = counts["answered"] + counts["budget"] + counts["ratio"] + counts["unlike"]
    assert counts["answered"] >= asked * 19 // 20, counts


def test_every_outcome_of_the_reference_is_reached() -> None:
    counts: Counter[str] = Counter()

    @given(policies(), READINGS, st.data())
    def check(policy: Policy, reading: Reading, data: st.DataObject) -> None:
        found = reached(Question((outcome_of(policy, reading),)), counts)
        if found is not None:
            for strategy in (customers(policy), boundary_customers(policy)):
                customer = data.draw(strategy)
                outcome = decide(policy, customer, reading).outcome.outcome
                assert (outcome,) in found, customer

    check()
    nearly_all(counts)


def test_on_narrow_domains_it_reaches_what_looking_at_everybody_finds() -> None:
    counts: Counter[str] = Counter()

    @settings(max_examples=50)
    @given(policies(4), st.booleans(), READINGS)
    def check(policy: Policy, complete: bool, reading: Reading) -> None:
        small = narrow(policy)
        question = Question((outcome_of(small, reading),), complete)
        if how_many((small,)) > ALL:
            return
        found = reached(question, counts)
        if found is not None:
            everybody = {
                labels_of(question, one, one)
                for one in every_customer((small,))
                if may_answer(question, one, one)
            }
            assert found == everybody

    check()
    nearly_all(counts)


def test_the_exact_engine_reaches_the_same() -> None:
    counts: Counter[str] = Counter()

    @given(varied(), st.data())
    def check(pair: tuple[Policy, Policy], data: st.DataObject) -> None:
        question = data.draw(questions(pair))
        answer = ask(question)
        found = reached(question, counts) if answer.known else None
        if found is not None:
            assert answer.reached <= found
            counts["coarser" if answer.reached < found else "equal"] += 1

    check()
    nearly_all(counts)
    assert counts["equal"] >= counts["answered"] * 19 // 20, counts


def test_of_shipped_policies_the_exact_engine_reaches_the_same() -> None:
    for policy in shipped():
        for complete in (True, False):
            question = Question((outcome_of(policy),), complete)
            answer = ask(question)
            if answer.known:
                found = frozenset(map(tuple, recomputed(question)["reached"]))
                assert answer.reached == found, policy.id


@settings(max_examples=12)
@given(policies(4), READINGS)
def test_every_certificate_checks(policy: Policy, reading: Reading) -> None:
    asked = [one for one in default_laws(policy) if not isinstance(one.claim, NoDead)]
    names = {policy.id: policy}
    certified = list(certify([Wanted(policy, tuple(asked))], names, reading))
    assert {one.why for one in certified} <= {"", "rests-on-a-customer", "too-many-labels"}
    data = [one.data for one in certified if one.data is not None]
    numbered = [{"number": number, **one} for number, one in enumerate(data, 1)]
    answered = list(recheck(json.loads(json.dumps(numbered)), names, reading))
    assert [one.verdict.value for one in answered] == [one["answer"] for one in data]
