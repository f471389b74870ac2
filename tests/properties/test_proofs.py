"""What the exact engine says of all customers is so (rules 25 to 27).

Its labels are those of the reference engine for every customer that is drawn; it reaches exactly
what CP-SAT reaches, for every type of question; on narrow domains exactly what looking at all
customers finds; and every witness replays. Of a complete customer a witness may leave out what
cannot matter to the labels: with anything told there they are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.numbers import Refused
from tests.oracle.questions import encoded
from tests.properties.asking import questions
from tests.properties.questions import READINGS, shipped
from tests.properties.replay import completed, labels_of, may_answer
from tests.properties.varied import every_customer, every_value, how_many, narrow, varied

from evenhand.engines.exact.question import Budget, Labels, Question, outcome_of
from evenhand.engines.proofs import Answer, ask
from evenhand.engines.reference import decide
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import MISSING, Missing
from evenhand.strategies import boundary_customers, customers, policies

NOT_USED = "exact.not-used"
"""The answer to a question about twins who differ where nothing looks."""

BUDGET = Budget(states=2_000)
"""Enough for nearly all generated questions, and no more than seconds for the others."""

ALL = 600
"""So many customers at most are looked at one by one."""


class Tally(Counter[str]):
    """How many questions had an answer; an engine that gives up often proves little."""

    def of(self, question: Question) -> Answer | None:
        """The answer to a question, if it has one; every witness of it is replayed."""
        answer = ask(question, BUDGET)
        if answer.reason is not None:
            if answer.reason.key != NOT_USED:
                self[str(answer.reason)] += 1
            return None
        self["answered"] += 1
        for labels in answer.reached:
            _replay(question, answer, labels)
        return answer

    def compare(self, question: Question) -> None:
        """Ask the engine and CP-SAT, for which the search may be too long on a few sums."""
        answer = self.of(question)
        if answer is not None:
            try:
                reached = encoded(question).reached()
            except Refused as refused:
                self[str(refused)] += 1
                return
            assert answer.reached == reached

    def check(self) -> None:
        """Nearly everything was answered, by both."""
        assert self["answered"] >= self.total() * 19 // 20, self


def _replay(question: Question, answer: Answer, labels: Labels) -> None:
    found = answer.witness(labels)
    twin = found.customer if found.twin is None else found.twin
    assert found.labels == labels == labels_of(question, found.customer, twin)
    assert may_answer(replace(question, complete=False), found.customer, twin), found
    if question.complete:
        told = completed(question, found.customer), completed(question, twin)
        assert may_answer(question, *told) and labels_of(question, *told) == labels, found


def test_every_outcome_of_the_reference_is_reached() -> None:
    tally = Tally()

    @given(policies(), READINGS, st.data())
    def check(policy: Policy, reading: Reading, data: st.DataObject) -> None:
        answer = tally.of(Question((outcome_of(policy, reading),)))
        if answer is not None:
            for strategy in (customers(policy), boundary_customers(policy)):
                customer = data.draw(strategy)
                outcome = decide(policy, customer, reading).outcome.outcome
                assert (outcome,) in answer.reached, customer

    check()
    tally.check()


def test_it_reaches_what_cp_sat_reaches() -> None:
    tally = Tally()

    @given(varied(), st.data())
    def check(pair: tuple[Policy, Policy], data: st.DataObject) -> None:
        tally.compare(data.draw(questions(pair)))

    check()
    tally.check()


def test_of_shipped_policies_it_reaches_what_cp_sat_reaches() -> None:
    tally = Tally()
    for policy in shipped():
        for complete in (True, False):
            tally.compare(Question((outcome_of(policy),), complete))
    tally.check()


def test_on_narrow_domains_it_reaches_what_looking_at_everybody_finds() -> None:
    tally = Tally()

    @given(varied(4), st.data())
    def check(pair: tuple[Policy, Policy], data: st.DataObject) -> None:
        pair = (narrow(pair[0]), narrow(pair[1]))
        question = data.draw(questions(pair))
        asked = pair if any(side.policy is pair[1] for side in question.sides) else pair[:1]
        if how_many(asked) > ALL:
            return
        answer = tally.of(question)
        if answer is not None:
            assert answer.reached == set(_everybody(question, asked))

    check()
    tally.check()


def _everybody(question: Question, policies: tuple[Policy, ...]) -> Iterator[Labels]:
    for customer in every_customer(policies):
        for twin in _twins(question, customer):
            if may_answer(question, customer, twin):
                yield labels_of(question, customer, twin)


def _twins(question: Question, customer: Customer) -> Iterator[Customer]:
    attributes = question.sides[0].policy.dictionary.attributes
    choices = [(*every_value(attributes[name]), MISSING) for name in question.split]
    for chosen in product(*choices):
        values = {name: one for name, one in customer.values.items() if name not in question.split}
        told = zip(question.split, chosen, strict=True)
        values |= {name: one for name, one in told if not isinstance(one, Missing)}
        yield replace(customer, values=values)
