"""What stands in the way where there is no way: the smallest sets of things that keep it shut.

Asked is what would be if something that is fixed were free: the limits of the search, then
attributes one by one, then two, then three together. Whatever opens a way is named, with values
that would do and the elements that they turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from typing import Final

from evenhand.analysis.recourse.effects import Effect, effects, gates
from evenhand.analysis.recourse.moves import MEMBERS, for_nothing, moves_for, weights_of
from evenhand.analysis.recourse.result import Blocking, Change
from evenhand.analysis.recourse.search import Search
from evenhand.analysis.recourse.situation import Situation
from evenhand.analysis.recourse.solver import Solver
from evenhand.analysis.recourse.timing import grown, later_spans, spans_of
from evenhand.engines.exact.moves import Cheapest, Move
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.reference import decide
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.model.action import Span
from evenhand.model.boundaries import boundary_values, typical_of
from evenhand.model.customer import Customer
from evenhand.model.scales import place_of
from evenhand.model.truth import truth
from evenhand.model.values import Value
from evenhand.model.vocabulary import Kind

QUESTIONS: Final = 400
"""The most questions to the engine about what stands in the way."""

SIZE: Final = 3
"""The most attributes that are freed together."""


class SpentError(Exception):
    """No question is left, or one could not be answered."""


@dataclass(slots=True)
class Probe:
    """Questions about what would be, with how many are left."""

    situation: Situation
    solver: Solver
    left: int = QUESTIONS
    spans: tuple[Span, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.spans = spans_of(self.situation)

    def open_with(self, free: Sequence[str], spans: Sequence[Span] = ()) -> Opened | None:
        """A way if some attributes were free; long ways, which allow most, are tried first."""
        return next(self._opened(free, spans or self.spans[::-1]), None)

    def least(self, free: Sequence[str]) -> Opened:
        """The way, of those of all lengths, that changes the freed attributes least."""
        return min(self._opened(free, self.spans), key=lambda one: one.cost)

    def _opened(self, free: Sequence[str], spans: Sequence[Span]) -> Iterator[Opened]:
        weights = weights_of(self.situation)
        for span in spans:
            before = self._ready(grown(self.situation, span), free)
            moves = moves_for(self.situation, before, free, span, weights)
            asked = {name: for_nothing(move) for name, move in moves.items()}
            asked |= {name: self._freed(name, before) for name in free}
            found = self._ask(before, asked)
            if found is not None:
                yield Opened(before, found.customer, span, tuple(free), found.cost)

    def _ask(self, before: Customer, moves: Mapping[str, Move]) -> Cheapest | None:
        if self.left <= 0:
            raise SpentError
        self.left -= 1
        where = self.situation
        try:
            return self.solver(where.policy, before, moves, where.goal, where.reading)
        except Unanswered:
            raise SpentError from None

    def _ready(self, customer: Customer, free: Sequence[str]) -> Customer:
        """The customer with typical values in the place of missing ones that are freed."""
        lacking = {
            name: typical_of(self.situation.attribute(name))
            for name in free
            if name not in customer.values
        }
        return replace(customer, values={**customer.values, **lacking}) if lacking else customer

    def _freed(self, name: str, before: Customer) -> Move:
        """A move that is used as little as possible; what the customer can do costs nothing."""
        attribute = self.situation.attribute(name)
        if attribute.kind.is_numeric or attribute.kind is Kind.DATE:
            return Move(Fraction(1), Fraction(1), fixed_cost=Fraction(1))
        now = before.values[name]
        others = [one for one in self._values(name) if one != now]
        if attribute.kind is Kind.ORDINAL:
            here = place_of(attribute, now)
            others.sort(key=lambda one: abs(place_of(attribute, one) - here))
        return Move(set_costs={one: Fraction(at) for at, one in enumerate(others, 1)})

    def _values(self, name: str) -> Iterator[Value]:
        attribute = self.situation.attribute(name)
        match attribute.kind:
            case Kind.BOOLEAN:
                yield from (False, True)
            case Kind.SET:
                told = boundary_values(self.situation.policy).get(name, ())
                sets = [one for one in told if isinstance(one, frozenset)]
                yield from sets[: 1 << MEMBERS]
            case _:
                yield from attribute.codes


@dataclass(frozen=True, slots=True)
class Opened:
    """A way that something would open: the customers before and after, and how long it takes."""

    before: Customer
    after: Customer
    span: Span
    free: tuple[str, ...]
    cost: Fraction


def blocking_of(situation: Situation, solver: Solver) -> tuple[tuple[Blocking, ...], bool]:
    """What stands in the way, and whether that is all there is to say."""
    probe = Probe(situation, solver)
    found: list[Blocking] = []
    try:
        found += _limits(situation, solver)
        found += _time(probe)
        aged = {name for one in found for name in one.attributes}
        for one in _attributes(probe, aged):
            found.append(one)
    except SpentError:
        return tuple(found) or tuple(_elements(situation)), False
    return tuple(found) or tuple(_elements(situation)), True


def _limits(situation: Situation, solver: Solver) -> Iterator[Blocking]:
    """Whether more changes than allowed would do."""
    if situation.wishes.max_changes is None:
        return
    wishes = replace(situation.wishes, max_changes=None, alternatives=1)
    answer = Search(replace(situation, wishes=wishes), solver).answer()
    if answer.ways:
        yield Blocking("limit", count=len(answer.ways[0].changed))


def _time(probe: Probe) -> Iterator[Blocking]:
    """Whether more time than allowed would do."""
    situation = probe.situation
    later = later_spans(situation)
    opened = probe.open_with((), later) if later else None
    if opened is None:
        return
    grew = [name for name in situation.growing if not _enough(situation, opened, name)]
    changes = tuple(_difference(situation, opened, name, "time") for name in grew)
    yield Blocking("time", tuple(grew), changes, (), opened.span)


def _enough(situation: Situation, opened: Opened, name: str) -> bool:
    """Whether the tier is also reached if an attribute has only grown up to the horizon."""
    at_horizon = grown(situation, situation.wishes.horizon).values[name]
    without = replace(opened.after, values={**opened.after.values, name: at_horizon})
    outcome = decide(situation.policy, without, situation.reading).outcome
    return outcome.outcome in situation.goal


def _attributes(probe: Probe, aged: Collection[str]) -> Iterator[Blocking]:
    """The smallest sets of fixed attributes that open a way if they are freed.

    What is missing and would do together is a set of its own: it only has to be told.
    """
    situation = probe.situation
    kept = [one.attribute for one in situation.kept if one.attribute not in aged]
    names = [name for name in kept if not _is_idle(situation, name)]
    names.sort(key=lambda name: name not in situation.start.values)
    one = _shrunk(probe, names)
    if one is None:
        return
    if situation.start.values.keys().isdisjoint(one.free):
        yield _of_attributes(situation, probe.least(one.free))
        names = [name for name in names if name in situation.start.values]
        one = _shrunk(probe, names)
        if one is None:
            return
    found = False
    try:
        for free in _sets(probe, names, min(len(one.free), SIZE)):
            block = _of_attributes(situation, probe.least(free))
            found = True
            yield block
    finally:
        if not found:
            yield _of_attributes(situation, one)


def _sets(probe: Probe, names: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """All sets of the smallest size that open a way."""
    for size in range(1, most + 1):
        found = False
        for free in combinations(names, size):
            if probe.open_with(free) is not None:
                found = True
                yield free
        if found:
            return


def _shrunk(probe: Probe, names: Sequence[str]) -> Opened | None:
    """A set of which none can be left out, found by leaving out one after another."""
    opened = probe.open_with(names) if names else None
    if opened is None:
        return None
    for name in names:
        fewer = probe.open_with([one for one in opened.free if one != name])
        opened = fewer or opened
    return opened


def _is_idle(situation: Situation, name: str) -> bool:
    """Whether the policy itself never asks for an attribute, which only a constraint ties to it."""
    return name not in boundary_values(situation.policy)


def _of_attributes(situation: Situation, opened: Opened) -> Blocking:
    changes = tuple(_difference(situation, opened, name, "set") for name in opened.free)
    return Blocking("attributes", opened.free, changes)


def _difference(situation: Situation, opened: Opened, name: str, how: str) -> Change:
    """How an attribute would have to differ, and what that turns."""
    before = situation.start.values.get(name)
    values = {key: value for key, value in opened.after.values.items() if key != name}
    if before is not None:
        values[name] = before
    without = replace(opened.after, values=values)
    turned = effects(situation.policy, situation.goal, situation.reading, without, opened.after)
    return Change(name, before, opened.after.values[name], how, Fraction(0), None, None, turned)


def _elements(situation: Situation) -> Iterator[Blocking]:
    """The conditions that are not as the tier wants them, where no attribute is to blame."""
    case = Case(situation.policy, situation.start, situation.reading)
    unmet = tuple(
        Effect(gate.kind, gate.element, gate.title, gate.location, gate.condition)
        for gate in gates(situation.policy, situation.goal)
        if judge(case, gate.condition).truth is not truth(gate.wanted)
    )
    yield Blocking("elements", effects=unmet)
