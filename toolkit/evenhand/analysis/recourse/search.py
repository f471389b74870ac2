"""The search: the cheapest ways to a tier, each different from those before it, exactly.

One question to the engine fixes the length of the way and the attributes that stay as they are. Of
its answers over all lengths the cheapest is taken. Where that breaks a limit, or is no new way, the
question is split: every other way leaves out at least one of the changes of this one, or takes less
time, so one of them is forbidden in each part. Parts are taken up by their cheapest answer, which
no way inside them can undercut; so the first one that fits is the cheapest there is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from fractions import Fraction
from heapq import heappop, heappush
from typing import Final, TypeAlias

from evenhand.analysis.recourse.moves import Weights, cost_of, moves_for, weights_of
from evenhand.analysis.recourse.situation import Situation
from evenhand.analysis.recourse.solver import Solver
from evenhand.analysis.recourse.timing import grown, spans_of
from evenhand.engines.exact.question import Unanswered
from evenhand.model.action import Span
from evenhand.model.customer import Customer

QUESTIONS: Final = 2_000
"""The most questions to the engine for one customer."""

BUDGET: Final = Unanswered("budget")


@dataclass(frozen=True, slots=True)
class Found:
    """The cheapest answer of one part of the search.

    ``before`` is the customer if only time passes, ``customer`` with the ``changed`` attributes.
    ``rank`` orders answers of equal cost, count and length.
    """

    cost: Fraction
    changed: tuple[str, ...]
    span: Span
    rank: Fraction
    before: Customer
    customer: Customer

    @property
    def order(self) -> tuple[Fraction, int, int, Fraction]:
        """Cheapest first, then fewest changes, then soonest, then the order of the policy."""
        return self.cost, len(self.changed), self.span.most_days, self.rank


@dataclass(frozen=True, slots=True)
class Part:
    """A part of all ways: without some changes, and sooner than a span where one is given."""

    frozen: frozenset[str] = frozenset()
    sooner: Span | None = None

    def without(self, name: str) -> Part:
        return Part(self.frozen | {name}, self.sooner)

    def faster(self, span: Span) -> Part:
        return Part(self.frozen, span if self.sooner is None else min(self.sooner, span))


@dataclass(frozen=True, slots=True)
class Answer:
    """The ways that were found, cheapest first.

    ``open`` tells why the search is incomplete; without it the ways are the cheapest that there
    are, and where there is none, that is proved. ``all``: there is no other new one.
    """

    ways: tuple[Found, ...]
    open: Unanswered | None = None
    all: bool = False


Stored: TypeAlias = list[tuple[frozenset[str], Found | None]]


@dataclass(slots=True)
class Search:
    """One search, with the answers of the engine so far."""

    situation: Situation
    solver: Solver
    questions: int = QUESTIONS
    open: Unanswered | None = None
    weights: Weights = field(init=False)
    spans: tuple[Span, ...] = field(init=False)
    stored: dict[int, Stored] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.weights = weights_of(self.situation)
        self.spans = spans_of(self.situation)

    def answer(self) -> Answer:
        """All ways that are asked for."""
        wishes = self.situation.wishes
        ways: list[Found] = []
        seen: set[Part] = set()
        queue: list[tuple[tuple[Fraction, int, int, Fraction], int, Part, Found]] = []

        def take_up(part: Part) -> None:
            if part in seen:
                return
            seen.add(part)
            best = self._best(part)
            if best is not None:
                heappush(queue, (best.order, len(seen), part, best))

        take_up(Part())
        while queue and len(ways) < wishes.alternatives:
            _, _, part, best = heappop(queue)
            limit = wishes.max_changes
            known = next((one for one in ways if not _is_new(best, one)), None)
            if limit is not None and len(best.changed) > limit:
                parts = [part.without(name) for name in best.changed]
            else:
                if known is None:
                    ways.append(best)
                parts = _parts(part, known or best)
            for one in parts:
                take_up(one)
        return Answer(tuple(ways), self.open, not queue and self.open is None)

    def _best(self, part: Part) -> Found | None:
        """The cheapest answer of a part over all lengths of ways."""
        answers = []
        for span in self.spans:
            if part.sooner is None or span < part.sooner:
                try:
                    found = self.at(span, part.frozen)
                except Unanswered as why:
                    self.open = self.open or why
                    continue
                if found is not None:
                    answers.append(found)
        return min(answers, key=lambda one: one.order, default=None)

    def at(self, span: Span, frozen: frozenset[str]) -> Found | None:
        """The cheapest answer at one length; an answer that also fits here is not asked again."""
        stored = self.stored.setdefault(span.most_days, [])
        for wider, found in stored:
            if wider <= frozen and (found is None or frozen.isdisjoint(found.changed)):
                return found
        if self.questions <= 0:
            raise BUDGET
        self.questions -= 1
        found = self._ask(span, frozen)
        stored.append((frozen, found))
        return found

    def _ask(self, span: Span, frozen: Collection[str]) -> Found | None:
        situation = self.situation
        before = grown(situation, span)
        moves = moves_for(situation, before, frozen, span, self.weights)
        found = self.solver(situation.policy, before, moves, situation.goal, situation.reading)
        if found is None:
            return None
        told = {**before.values, **found.customer.values}  # what counts for nothing stays as it is
        after = replace(found.customer, values=told)
        changed = tuple(name for name in moves if after.get(name) != before.get(name))
        costs = [_cost(situation, name, before, after) for name in changed]
        return Found(sum(costs, Fraction(0)), changed, span, found.cost, before, after)


def _cost(situation: Situation, name: str, before: Customer, after: Customer) -> Fraction:
    cost = cost_of(
        situation.attribute(name),
        situation.actions[name],
        before.values[name],
        after.values[name],
    )
    assert cost is not None
    return cost


def _is_new(one: Found, earlier: Found) -> bool:
    """Whether a way leaves out a change of an earlier one, or takes less time."""
    return one.span < earlier.span or not set(earlier.changed) <= set(one.changed)


def _parts(part: Part, known: Found) -> list[Part]:
    """The parts in which every way is new beside a known one."""
    parts = [part.without(name) for name in known.changed if name not in part.frozen]
    return [*parts, part.faster(known.span)]
