"""The facts about one customer as variables of the solver (rules 1 and 25)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ortools.sat.python import cp_model
from tests.oracle.numbers import Linear, Lit, Solver, constant

from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.scales import ends, place_of, step_of, value_at
from evenhand.model.values import MISSING, Missing, Value, value_text
from evenhand.model.vocabulary import Attribute, Kind

Fixed = Mapping[str, Value | Missing]


@dataclass(frozen=True, slots=True)
class Fact:
    """An attribute's value: its place on a scale, its code, or its members, and whether it is told.

    ``places`` is the whole number of steps of an ordered attribute.
    """

    attribute: Attribute
    told: Lit
    places: Linear | None
    codes: Mapping[str, Lit]

    @property
    def number(self) -> Linear:
        """The place on the attribute's scale."""
        assert self.places is not None
        return self.places.times(step_of(self.attribute))


def new_fact(solver: Solver, attribute: Attribute, fixed: Fixed) -> Fact:
    """An attribute of a customer, which may be held at a value."""
    at = fixed.get(attribute.id)
    told = solver.literal() if at is None else solver.yes if at is not MISSING else solver.no
    value = None if isinstance(at, Missing) else at
    match attribute.kind:
        case Kind.BOOLEAN:
            lit = solver.literal() if value is None else _settled(solver, value is True)
            return Fact(attribute, told, None, {"true": lit, "false": ~lit})
        case Kind.ENUM:
            return Fact(attribute, told, None, _one_of(solver, attribute.codes, value))
        case Kind.SET:
            return Fact(attribute, told, None, _members(solver, attribute.codes, value))
        case _:
            return _ordered(solver, attribute, told, value)


def _settled(solver: Solver, fact: bool) -> Lit:
    return solver.yes if fact else solver.no


def _one_of(solver: Solver, codes: tuple[str, ...], value: Value | None) -> dict[str, Lit]:
    if value is not None:
        return {code: _settled(solver, code == value) for code in codes}
    lits = {code: solver.literal() for code in codes}
    solver.exactly_one(list(lits.values()))
    return lits


def _members(solver: Solver, codes: tuple[str, ...], value: Value | None) -> dict[str, Lit]:
    if isinstance(value, frozenset):
        return {code: _settled(solver, code in value) for code in codes}
    return {code: solver.literal() for code in codes}


def _ordered(solver: Solver, attribute: Attribute, told: Lit, value: Value | None) -> Fact:
    step = step_of(attribute)
    if value is None:
        low, high = ends(attribute)
        places = solver.integer(int(low // step), int(high // step))
    else:
        places = constant(Fraction(place_of(attribute, value) // step))
    codes = {}
    if attribute.kind is Kind.ORDINAL:
        for rank, code in enumerate(attribute.codes):
            here = constant(Fraction(rank))
            codes[code] = solver.both(
                solver.not_negative(places - here), solver.not_negative(here - places)
            )
    return Fact(attribute, told, places, codes)


@dataclass(slots=True)
class Answers:
    """People's decisions, by id: whether one is recorded, and which. All customers share them."""

    solver: Solver
    fixed: Fixed
    known: dict[str, tuple[Lit, Lit]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[Lit, Lit]:
        """Whether there is an answer, and whether it is yes."""
        if name not in self.known:
            at = self.fixed.get(DISCRETION_PREFIX + name)
            solver = self.solver
            if at is None:
                self.known[name] = (solver.literal(), solver.literal())
            elif at is MISSING:
                self.known[name] = (solver.no, solver.no)
            else:
                self.known[name] = (solver.yes, _settled(solver, at is True))
        return self.known[name]


@dataclass(slots=True)
class Person:
    """One customer: facts by attribute, made as they are asked for.

    A twin has facts of its own for the attributes in which it may differ, and shares the rest.
    """

    solver: Solver
    fixed: Fixed
    answers: Answers
    twin_of: Person | None = None
    differs_in: tuple[str, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)

    def fact(self, attribute: Attribute) -> Fact:
        """What is known of an attribute."""
        if self.twin_of is not None and attribute.id not in self.differs_in:
            return self.twin_of.fact(attribute)
        if attribute.id not in self.facts:
            self.facts[attribute.id] = new_fact(self.solver, attribute, self.fixed)
        return self.facts[attribute.id]

    def insist_on(self, model: cp_model.CpModel, customer: Customer) -> None:
        """Hold every fact in a model at a customer's values; absent ones are missing."""
        for name, fact in self.facts.items():
            value = customer.get(name)
            _hold(self.solver, model, fact.told, not isinstance(value, Missing))
            if not isinstance(value, Missing):
                _hold_value(self.solver, model, fact, value)
        for name, (given, answer) in self.answers.known.items():
            recorded = customer.discretion.get(name)
            _hold(self.solver, model, given, recorded is not None)
            if recorded is not None:
                _hold(self.solver, model, answer, recorded)

    def customer(self, found: cp_model.CpSolver) -> Customer:
        """The customer that the solver has found."""
        values = {
            name: _read(self.solver, found, fact)
            for name, fact in self.facts.items()
            if found.boolean_value(self.solver.variable(fact.told))
        }
        answers = {
            name: found.boolean_value(self.solver.variable(answer))
            for name, (given, answer) in self.answers.known.items()
            if found.boolean_value(self.solver.variable(given))
        }
        return Customer(values, answers)


def _hold(solver: Solver, model: cp_model.CpModel, lit: Lit, fact: bool) -> None:
    model.add_bool_or([solver.variable(lit if fact else ~lit)])


def _hold_value(solver: Solver, model: cp_model.CpModel, fact: Fact, value: Value) -> None:
    if fact.places is not None:
        at = place_of(fact.attribute, value) // step_of(fact.attribute)
        terms, plus, _ = (fact.places - constant(Fraction(at))).whole()
        model.add(solver.expression(terms, plus) == 0)
        return
    for code, lit in fact.codes.items():
        chosen = value if isinstance(value, frozenset) else {value_text(value)}
        _hold(solver, model, lit, code in chosen)


def _read(solver: Solver, found: cp_model.CpSolver, fact: Fact) -> Value:
    if fact.places is not None:
        terms, plus, _ = fact.places.whole()
        place = found.value(solver.expression(terms, plus))
        return value_at(fact.attribute, place * step_of(fact.attribute))
    codes = [c for c, lit in fact.codes.items() if found.boolean_value(solver.variable(lit))]
    match fact.attribute.kind:
        case Kind.BOOLEAN:
            return codes[0] == "true"
        case Kind.SET:
            return frozenset(codes)
        case _:
            return codes[0]
