"""A policy without one of its parts, all parts in one go, says the same as one question each."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.questions import READINGS

from evenhand.analysis.prove.asking import Among, Asker
from evenhand.analysis.prove.dead import dead_part, dead_parts
from evenhand.analysis.prove.without import without
from evenhand.engines.exact.question import Question, Unanswered, outcome_of
from evenhand.engines.exact.sweep import swept
from evenhand.engines.proofs import ask
from evenhand.model.law import Customers
from evenhand.model.outcome import Reading
from evenhand.model.parts import Sort, parts
from evenhand.model.policy import Policy
from evenhand.strategies import policies

FEW = 12
"""So many parts of a policy are asked about one by one."""


def test_it_says_what_single_questions_say() -> None:
    count: Counter[str] = Counter()

    @settings(max_examples=100)
    @given(policies(), READINGS, st.booleans(), st.randoms(use_true_random=False))
    def check(policy: Policy, reading: Reading, complete: bool, random: Random) -> None:
        side = outcome_of(policy, reading)
        listed = [one for one in parts(policy) if one.sort is not Sort.TIER]
        others = [without(policy, one) for one in listed]
        try:
            found = swept(side, others, complete=complete)
        except Unanswered as unanswered:
            count[unanswered.reason] += 1
            return
        assert len(found.differ) == len(others)
        asked = random.sample(range(len(others)), min(FEW, len(others)))
        for at in asked:
            told = found.differ[at]
            if told is None:
                count[f"{listed[at].sort.value}: not covered"] += 1
                continue
            single = ask(Question((side, outcome_of(others[at], reading)), complete))
            if single.known:
                differs = any(one != other for one, other in single.reached)
                assert told is differs, listed[at].address
                count[f"{listed[at].sort.value}: {'live' if told else 'dead'}"] += 1
        whole = ask(Question((side,), complete))
        if found.labels is not None and whole.known:
            assert {labels[0] for labels in whole.reached} == found.labels

    check()
    answered = sum(number for name, number in count.items() if name.endswith(("live", "dead")))
    assert answered >= count.total() * 3 // 4, count


@settings(max_examples=40)
@given(policies(), READINGS, st.sampled_from(Customers))
def test_dead_parts_are_those_of_single_questions(
    policy: Policy, reading: Reading, customers: Customers
) -> None:
    asker, among = Asker(policy, reading), Among(customers)
    for one in dead_parts(asker, among, ("all",)):
        single = dead_part(one.part, asker, among)
        assert single.dead in (one.dead, None)
        assert single.dead is None or single.why is one.why
