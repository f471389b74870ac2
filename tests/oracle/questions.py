"""Questions about all customers, put to CP-SAT straight from the model of a policy.

Nothing here is shared with the exact engine but the question itself: no cells, no walk. Every
attribute is a variable, every condition a pair of literals, and the solver searches.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ortools.sat.python import cp_model
from tests.oracle.conditions import judged
from tests.oracle.facts import Answers, Fact, Person
from tests.oracle.numbers import Lit, Refused, Solver, constant
from tests.oracle.quantities import applies
from tests.oracle.view import View

from evenhand.engines.exact.question import Order, Question, Side
from evenhand.model.customer import Customer
from evenhand.model.mentions import attributes_in
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REFERRED, REJECTED
from evenhand.model.policy import Policy

Labels = tuple[str, ...]

PATIENCE: Final = 0.02
"""How long a search may last, in the solver's own count, which is the same on every machine."""


@dataclass(slots=True)
class Oracle:
    """A question as a model of the solver: the people in it, and the labels of each side."""

    question: Question
    solver: Solver
    customer: Person
    twin: Person
    labels: list[dict[str, Lit]]

    def reached(self) -> frozenset[Labels]:
        """Every tuple of labels that the solver can reach, one search for each and one more.

        Raises Refused where a search is too long.
        """
        model = self.solver.model.clone()
        found: set[Labels] = set()
        while (labels := _labels(self, _solved(model))) is not None:
            assert labels not in found
            found.add(labels)
            taken = [self.solver.variable(~side[one]) for side, one in self._pairs(labels)]
            model.add_bool_or(taken)
        return frozenset(found)

    def _pairs(self, labels: Labels) -> Iterator[tuple[dict[str, Lit], str]]:
        return zip(self.labels, labels, strict=True)

    def example(self, labels: Labels) -> tuple[Customer, Customer] | None:
        """A customer and the twin of whom the labels are true; None if there is none."""
        model = self.solver.model.clone()
        for side, one in self._pairs(labels):
            if one not in side:
                return None
            model.add_bool_or([self.solver.variable(side[one])])
        solved = _solved(model)
        if solved is None:
            return None
        facts = {**self.customer.facts, **self.twin.facts}
        twin = Person(self.solver, {}, self.customer.answers, facts=facts)
        return self.customer.customer(solved), twin.customer(solved)

    def labels_of(self, customer: Customer) -> Labels | None:
        """The labels of a customer whose twin is the same; None for an impossible customer."""
        model = self.solver.model.clone()
        self.customer.insist_on(model, customer)
        self.twin.insist_on(model, customer)
        return _labels(self, _solved(model))


def _solved(model: cp_model.CpModel) -> cp_model.CpSolver | None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = PATIENCE
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status == cp_model.UNKNOWN:
        raise Refused("a search of this length")
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE), solver.status_name(status)
    return solver


def _labels(oracle: Oracle, solved: cp_model.CpSolver | None) -> Labels | None:
    if solved is None:
        return None
    found = []
    for side in oracle.labels:
        true = [
            name for name, lit in side.items() if solved.boolean_value(oracle.solver.variable(lit))
        ]
        assert len(true) == 1, true
        found += true
    return tuple(found)


def encoded(question: Question) -> Oracle:
    """A question as a model. Raises Refused for what the oracle does not cover."""
    solver = Solver()
    answers = Answers(solver, question.fixed)
    customer = Person(solver, question.fixed, answers)
    twin = Person(solver, question.fixed, answers, customer, question.split)
    views = [
        View(solver, twin if side.twin else customer, side.policy, side.reading)
        for side in question.sides
    ]
    _same_dictionaries([side.policy for side in question.sides])
    labels = [_side(view, side) for view, side in zip(views, question.sides, strict=True)]
    if question.complete:
        _complete(question, views, answers)
    _possible(question, views)
    _ordered(question, customer, twin)
    return Oracle(question, solver, customer, twin, labels)


def _same_dictionaries(policies: list[Policy]) -> None:
    first, *others = [policy.dictionary.attributes for policy in policies]
    for other in others:
        if any(other[name] != one for name, one in first.items() if name in other):
            raise Refused("one name for two attributes")


def _side(view: View, side: Side) -> dict[str, Lit]:
    """The literal of each label of a side (rules 15 to 17)."""
    solver = view.solver
    before, certain = solver.yes, solver.yes
    possible: dict[str, list[Lit]] = {}
    decided: dict[str, list[Lit]] = {}
    for name, condition in side.entries:
        holds = judged(view, condition)
        possible.setdefault(name, []).append(solver.both(before, ~holds.false))
        decided.setdefault(name, []).append(solver.both(certain, holds.true))
        before = solver.both(before, ~holds.true)
        certain = solver.both(certain, holds.false)
    labels = {
        REFER if name == REFERRED else name: [solver.some(lits)] for name, lits in decided.items()
    }
    undecided = ~solver.some(lit for lits in labels.values() for lit in lits)
    if side.floor:
        may = {name: solver.some(lits) for name, lits in possible.items()}
        undecided = _floors(view, labels, may, undecided)
    labels.setdefault(side.undecided, []).append(undecided)
    return {name: solver.some(lits) for name, lits in labels.items()}


def _floors(view: View, labels: dict[str, list[Lit]], may: dict[str, Lit], undecided: Lit) -> Lit:
    """Undecided customers get the worst that is possible; what is returned stays undecided."""
    solver, policy = view.solver, view.policy
    order = [REJECTED, policy.otherwise.tier, *(tier.id for tier in reversed(policy.tiers))]
    unranked = solver.either(may.get(OUT_OF_SCOPE, solver.no), may.get(REFERRED, solver.no))
    none_worse = solver.both(undecided, ~unranked)
    for name in order:
        if name in may:
            labels.setdefault(name, []).append(solver.both(none_worse, may[name]))
            none_worse = solver.both(none_worse, ~may[name])
    return solver.both(undecided, unranked)


def _complete(question: Question, views: list[View], answers: Answers) -> None:
    """Everything that the sides use is told where it applies, and every decision is taken."""
    done: set[tuple[int, str]] = set()
    while waiting := [
        (number, view, fact)
        for number, view in enumerate(views)
        for fact in _facts(view)
        if (number, fact.attribute.id) not in done
    ]:
        for number, view, fact in waiting:
            done.add((number, fact.attribute.id))
            here = applies(view, fact.attribute.id)
            solver = view.solver
            solver.insist(fact.told if here is None else solver.either(~here.true, fact.told))
    for given, _ in answers.known.values():
        views[0].solver.insist(given)


def _facts(view: View) -> list[Fact]:
    """The facts that have been asked for and that the view's policy knows."""
    person = view.person
    shared = person.twin_of.facts if person.twin_of is not None else {}
    names = {**shared, **person.facts}
    known = view.policy.dictionary.attributes
    return [person.fact(known[name]) for name in names if name in known]


def _possible(question: Question, views: list[View]) -> None:
    """No constraint of the vocabulary is false."""
    for view in views:
        used = {fact.attribute.id for fact in _facts(view)}
        for one in view.policy.dictionary.constraints:
            if used & set(attributes_in(one.holds, view.policy.dictionary)):
                view.solver.insist(~judged(view, one.holds).false)


def _ordered(question: Question, customer: Person, twin: Person) -> None:
    """The twin's value lies above the customer's where the question asks for it."""
    if question.order is not Order.ABOVE:
        return
    solver = customer.solver
    for name in question.split:
        attribute = next(
            policy.dictionary.attributes[name]
            for policy in (side.policy for side in question.sides)
            if name in policy.dictionary.attributes
        )
        below, above = customer.fact(attribute), twin.fact(attribute)
        solver.insist(below.told)
        solver.insist(above.told)
        if below.places is None or above.places is None:
            solver.insist(solver.both(above.codes["true"], ~below.codes["true"]))
            continue
        solver.insist(solver.not_negative(above.places - below.places - constant(Fraction(1))))
