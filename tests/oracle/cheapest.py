"""The cheapest change, as CP-SAT finds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ortools.sat.python import cp_model
from tests.oracle.facts import Fact
from tests.oracle.numbers import Linear, Lit, Refused, Solver, constant
from tests.oracle.questions import PATIENCE, encoded

from evenhand.engines.exact.moves import Move
from evenhand.engines.exact.question import Question, outcome_of
from evenhand.model.boundaries import discretion_ids
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scales import place_of
from evenhand.model.values import MISSING, Missing, Value, value_text


def least_cost(
    policy: Policy,
    start: Customer,
    moves: Mapping[str, Move],
    goal: frozenset[str],
    reading: Reading,
) -> Fraction | None:
    """What the cheapest way to an outcome of the goal costs; None if there is none.

    What has no move stays, and so does what is missing; people's answers stay too. Raises Refused
    where the search is too long.
    """
    fixed: dict[str, Value | Missing] = {
        name: start.get(name)
        for name in policy.dictionary.attributes
        if name not in moves or name not in start.values
    }
    for one in discretion_ids(policy):
        answer = start.discretion.get(one)
        fixed[DISCRETION_PREFIX + one] = MISSING if answer is None else answer
    oracle = encoded(Question((outcome_of(policy, reading),), fixed=fixed))
    solver = oracle.solver
    solver.insist(solver.some(oracle.labels[0].get(one, solver.no) for one in goal))
    total = constant(Fraction(0))
    for name, fact in oracle.customer.facts.items():
        if name not in fixed:
            solver.insist(fact.told)
            total += _cost(solver, fact, moves[name], start.values[name])
    terms, plus, by = total.whole()
    solver.model.minimize(solver.expression(terms, plus))
    found = cp_model.CpSolver()
    found.parameters.num_workers = 1
    found.parameters.max_deterministic_time = PATIENCE
    status = found.solve(solver.model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise Refused("a search of this length")
    return Fraction(found.value(solver.expression(terms, plus)), by)


def _cost(solver: Solver, fact: Fact, move: Move, start: Value) -> Linear:
    """One of the ways to move is taken, and it leads to where the customer is."""
    ways = list(_ways(solver, fact, move, start))
    taken = [solver.literal() for _ in ways]
    solver.exactly_one(taken)
    total = constant(Fraction(0))
    for lit, (fits, cost) in zip(taken, ways, strict=True):
        solver.insist(solver.either(~lit, fits))
        total += solver.chosen(lit, cost)
    return total


def _ways(solver: Solver, fact: Fact, move: Move, start: Value) -> Iterator[tuple[Lit, Linear]]:
    yield _is(solver, fact, start), constant(Fraction(0))
    fixed = constant(move.fixed_cost)
    for value, cost in move.set_costs.items():
        yield _is(solver, fact, value), fixed + constant(cost)
    if fact.places is None or fact.codes:
        return
    above = fact.number - constant(place_of(fact.attribute, start))
    if move.raise_cost is not None:
        yield solver.above_zero(above), fixed + above.times(move.raise_cost)
    if move.lower_cost is not None:
        below = above.times(Fraction(-1))
        yield solver.above_zero(below), fixed + below.times(move.lower_cost)


def _is(solver: Solver, fact: Fact, value: Value) -> Lit:
    if isinstance(value, frozenset):
        return solver.every(lit if code in value else ~lit for code, lit in fact.codes.items())
    if fact.codes:
        return fact.codes[value_text(value)]
    at = fact.number - constant(place_of(fact.attribute, value))
    return solver.both(solver.not_negative(at), ~solver.above_zero(at))
